/* Expressions: what the model's core becomes in C. A value is one C expression; what needs
 * statements (loops, texts, names for values used twice) puts them into the function's body before.
 * Operands that may not be evaluated always (of &&, ||, ??, if) are emitted apart: where they need
 * statements, these go into an `if`. */
#include "emit_parts.h"

#include <assert.h>

static struct cexpr with(const char *text, enum cexpr_prec prec)
{
    return (struct cexpr){.text = text, .prec = prec};
}

static struct cexpr constant(const char *text)
{
    const bool is_negative = text[0] == '-';

    return (struct cexpr){
        .text = text, .prec = is_negative ? CEXPR_UNARY : CEXPR_PRIMARY, .simple = true};
}

/* --- values put aside ----------------------------------------------------------------------- */

struct emit_lazy emit_lazily(struct emit_fn *fn, const struct expr *x)
{
    const size_t mark = fn->body.text.len;
    struct emit_lazy lazy;

    fn->body.indent++;
    lazy.value = emit_expr(fn, x);
    fn->body.indent--;
    lazy.statements = cwriter_cut(&fn->body, mark);
    return lazy;
}

struct cexpr emit_simple(struct emit_fn *fn, const struct expr *x)
{
    struct cexpr value = emit_expr(fn, x);
    const char *name;

    if (value.simple)
        return value;
    name = emit_local(fn, "value");
    cwriter_line(&fn->body, "const %s %s = %s;", emit_type(fn->e, x->type), name,
                 emit_value(fn, value));
    return constant(name);
}

static struct cexpr some(struct emit_fn *fn, const struct type *optional, struct cexpr value)
{
    return emit_primary(emit_text(fn, "(%s){.some = true, .value = %s}", emit_type(fn->e, optional),
                                  emit_value(fn, value)));
}

static struct cexpr none(struct emit_fn *fn, const struct type *optional)
{
    return emit_primary(emit_text(fn, "(%s){.some = false}", emit_type(fn->e, optional)));
}

const char *emit_condition(struct emit_fn *fn, struct cexpr x)
{
    return x.prec == CEXPR_COND ? emit_operand(fn, x) : emit_value(fn, x);
}

/* `cond ? a : b` of a type; as an `if` where one of them needs statements. */
static struct cexpr choose(struct emit_fn *fn, const char *cond, struct emit_lazy a,
                           struct emit_lazy b, const struct type *type)
{
    struct cwriter *w = &fn->body;
    const char *name;

    if (!*a.statements && !*b.statements)
        return with(emit_text(fn, "%s ? %s : %s", cond, emit_condition(fn, a.value),
                              emit_condition(fn, b.value)),
                    CEXPR_COND);
    name = emit_local(fn, "value");
    cwriter_line(w, "%s %s;", emit_type(fn->e, type), name);
    cwriter_open(w, "if (%s)", cond);
    cwriter_raw(w, a.statements);
    cwriter_line(w, "%s = %s;", name, emit_value(fn, a.value));
    cwriter_else(w);
    cwriter_raw(w, b.statements);
    cwriter_line(w, "%s = %s;", name, emit_value(fn, b.value));
    cwriter_close(w, "");
    return constant(name);
}

/* --- variables and fields ------------------------------------------------------------------- */

static struct cexpr stored(struct emit_fn *fn, const struct var *var)
{
    if (var->kind == VAR_LOCAL) {
        for (struct emit_binding *b = fn->bindings; b; b = b->outer) {
            if (b->var != var)
                continue;
            b->used = true;
            return b->value;
        }
    }
    fn->uses_frame = true;
    return constant(emit_text(fn, "f->%s", fn->frame->members[var->index]));
}

/* A variable as it is seen here: T or T?, however it is stored. */
static struct cexpr variable(struct emit_fn *fn, const struct expr *x)
{
    const bool is_stored_optional = x->var->may_be_unset || type_is_optional(x->var->type);
    struct cexpr value = stored(fn, x->var);

    if (is_stored_optional == type_is_optional(x->type))
        return value;
    return is_stored_optional ? emit_part(fn, value, "value") : some(fn, x->type, value);
}

static struct cexpr field(struct emit_fn *fn, const struct expr *x)
{
    const struct record *r = x->left->type->record;

    return emit_part(fn, emit_expr(fn, x->left), emit_member(fn->e, r, x->field->index));
}

/* base?.field: an unset optional is all zeros, so its fields may be looked at. */
static struct cexpr safe_field(struct emit_fn *fn, const struct expr *x)
{
    const struct record *r = x->left->type->elem->record;
    struct cexpr base = emit_simple(fn, x->left);
    struct cexpr value =
        emit_part(fn, emit_part(fn, base, "value"), emit_member(fn->e, r, x->field->index));
    const char *is_there = emit_part(fn, base, "some").text;

    if (type_is_optional(x->field->type))
        return value; /* unset with its record */
    return emit_primary(emit_text(fn, "(%s){.some = %s, .value = %s}", emit_type(fn->e, x->type),
                                  is_there, value.text));
}

/* --- operators ------------------------------------------------------------------------------ */

static struct cexpr unary(struct emit_fn *fn, const struct expr *x)
{
    struct cexpr left;

    if (x->op == AST_OP_NEG && x->left->kind == EXPR_INT && x->left->integer > INT64_MIN)
        return constant(emit_int(fn->e, -x->left->integer));
    left = emit_expr(fn, x->left);
    if (x->op == AST_OP_NEG && x->type->kind != TYPE_FLOAT)
        return emit_primary(
            emit_text(fn, "orch_int_sub(%s, 0, %s)", emit_ev(fn), emit_value(fn, left)));
    return with(emit_text(fn, "%s%s%s", x->op == AST_OP_NEG ? "-" : "!",
                          left.prec == CEXPR_UNARY && x->op == AST_OP_NEG ? " " : "",
                          emit_operand(fn, left)),
                CEXPR_UNARY);
}

/* && and ||: the right side only where the left does not decide. */
static struct cexpr logic(struct emit_fn *fn, const struct expr *x)
{
    struct cexpr left = emit_expr(fn, x->left);
    struct emit_lazy right = emit_lazily(fn, x->right);
    const char *op = ast_operator_text(x->op), *name;

    if (!*right.statements)
        return with(
            emit_text(fn, "%s %s %s", emit_operand(fn, left), op, emit_operand(fn, right.value)),
            CEXPR_BINARY);
    name = emit_local(fn, "value");
    cwriter_line(&fn->body, "bool %s = %s;", name, emit_value(fn, left));
    cwriter_open(&fn->body, x->op == AST_OP_AND ? "if (%s)" : "if (!%s)", name);
    cwriter_raw(&fn->body, right.statements);
    cwriter_line(&fn->body, "%s = %s;", name, emit_value(fn, right.value));
    cwriter_close(&fn->body, "");
    return constant(name);
}

static struct cexpr int_arithmetic(struct emit_fn *fn, const struct expr *x)
{
    static const char *const functions[] = {
        [AST_OP_ADD] = "orch_int_add", [AST_OP_SUB] = "orch_int_sub", [AST_OP_MUL] = "orch_int_mul",
        [AST_OP_DIV] = "orch_int_div", [AST_OP_REM] = "orch_int_rem",
    };
    struct cexpr left = emit_expr(fn, x->left), right = emit_expr(fn, x->right);

    return emit_primary(emit_text(fn, "%s(%s, %s, %s)", functions[x->op], emit_ev(fn),
                                  emit_value(fn, left), emit_value(fn, right)));
}

/* Sums and products that are not finite fault where they arise, so that none is ever written. */
static struct cexpr float_arithmetic(struct emit_fn *fn, const struct expr *x)
{
    struct cexpr left = emit_expr(fn, x->left), right = emit_expr(fn, x->right);

    if (x->op == AST_OP_DIV)
        return emit_primary(emit_text(fn, "orch_float_div(%s, %s, %s)", emit_ev(fn),
                                      emit_value(fn, left), emit_value(fn, right)));
    return emit_primary(emit_text(fn, "orch_float_finite(%s, %s %s %s)", emit_ev(fn),
                                  emit_operand(fn, left), ast_operator_text(x->op),
                                  emit_operand(fn, right)));
}

static struct cexpr concat(struct emit_fn *fn, const struct expr *x)
{
    struct cexpr left = emit_expr(fn, x->left), right = emit_expr(fn, x->right);

    return emit_primary(emit_text(fn, "orch_str_concat(%s, %s, %s)", emit_ev(fn),
                                  emit_value(fn, left), emit_value(fn, right)));
}

static struct cexpr arithmetic(struct emit_fn *fn, const struct expr *x)
{
    switch (x->type->kind) {
    case TYPE_STRING:
        return concat(fn, x);
    case TYPE_FLOAT:
        return float_arithmetic(fn, x);
    default:
        return int_arithmetic(fn, x);
    }
}

/* Two values of a type that is no optional. */
static struct cexpr compare_plain(struct emit_fn *fn, enum ast_operator op, const struct type *type,
                                  struct cexpr a, struct cexpr b)
{
    const char *sign = ast_operator_text(op);

    if (type->kind != TYPE_STRING && type->kind != TYPE_JSON)
        return with(emit_text(fn, "%s %s %s", emit_operand(fn, a), sign, emit_operand(fn, b)),
                    CEXPR_BINARY);
    if (op == AST_OP_EQ || op == AST_OP_NE)
        return with(emit_text(fn, "%sorch_str_eq(%s, %s)", op == AST_OP_NE ? "!" : "",
                              emit_value(fn, a), emit_value(fn, b)),
                    CEXPR_UNARY);
    return with(
        emit_text(fn, "orch_str_cmp(%s, %s) %s 0", emit_value(fn, a), emit_value(fn, b), sign),
        CEXPR_BINARY);
}

/* x == none, x != none: of optionals, only presence can be asked. */
static struct cexpr compare_optional(struct emit_fn *fn, const struct expr *x)
{
    const struct expr *asked = x->left->kind == EXPR_NONE ? x->right : x->left;
    struct cexpr some;

    assert(x->left->kind == EXPR_NONE || x->right->kind == EXPR_NONE);
    some = emit_part(fn, emit_simple(fn, asked), "some");
    return x->op == AST_OP_NE ? some : with(emit_text(fn, "!%s", some.text), CEXPR_UNARY);
}

static struct cexpr binary(struct emit_fn *fn, const struct expr *x)
{
    struct cexpr left, right;

    switch (x->op) {
    case AST_OP_OR:
    case AST_OP_AND:
        return logic(fn, x);
    case AST_OP_ADD:
    case AST_OP_SUB:
    case AST_OP_MUL:
    case AST_OP_DIV:
    case AST_OP_REM:
        return arithmetic(fn, x);
    default:
        break;
    }
    if (type_is_optional(x->left->type))
        return compare_optional(fn, x);
    left = emit_expr(fn, x->left);
    right = emit_expr(fn, x->right);
    return compare_plain(fn, x->op, x->left->type, left, right);
}

/* left ?? right */
static struct cexpr coalesce(struct emit_fn *fn, const struct expr *x)
{
    struct cexpr left = emit_simple(fn, x->left);
    struct emit_lazy is = {"", type_is_optional(x->type) ? left : emit_part(fn, left, "value")};

    return choose(fn, emit_part(fn, left, "some").text, is, emit_lazily(fn, x->right), x->type);
}

static struct cexpr cond(struct emit_fn *fn, const struct expr *x)
{
    const char *test = emit_condition(fn, emit_expr(fn, x->cond));
    struct emit_lazy left = emit_lazily(fn, x->left);

    return choose(fn, test, left, emit_lazily(fn, x->right), x->type);
}

/* --- names ---------------------------------------------------------------------------------- */

void emit_let_begin(struct emit_fn *fn, struct emit_let *l, const struct expr *x)
{
    struct cexpr left = emit_expr(fn, x->left);
    const char *name;

    l->declaration = NULL;
    if (!left.simple) {
        name = emit_local(fn, x->var->name);
        l->declaration = emit_text(fn, "const %s %s = %s;", emit_type(fn->e, x->left->type), name,
                                   emit_value(fn, left));
        left = constant(name);
    }
    emit_bind(fn, &l->binding, x->var, left);
    l->mark = fn->body.text.len;
}

void emit_let_end(struct emit_fn *fn, struct emit_let *l)
{
    const char *statements = cwriter_cut(&fn->body, l->mark);

    if (l->declaration && l->binding.used)
        cwriter_line(&fn->body, "%s", l->declaration);
    cwriter_raw(&fn->body, statements);
    emit_unbind(fn);
}

static struct cexpr let(struct emit_fn *fn, const struct expr *x)
{
    struct emit_let l;
    struct cexpr value;

    emit_let_begin(fn, &l, x);
    value = emit_expr(fn, x->value);
    emit_let_end(fn, &l);
    return value;
}

/* True where x is the variable itself, in another colour perhaps. */
static bool is_itself(const struct expr *x, const struct var *var)
{
    while (x->kind == EXPR_RECOLOUR)
        x = x->left;
    return x->kind == EXPR_VAR && x->var == var && !type_is_optional(x->type);
}

/* none stays none; else a value made of what is there. */
static struct cexpr lift(struct emit_fn *fn, const struct expr *x)
{
    struct cexpr left =
        is_itself(x->value, x->var) ? emit_expr(fn, x->left) : emit_simple(fn, x->left);
    struct emit_lazy made, nothing = {"", none(fn, x->type)};
    struct emit_binding b;

    if (is_itself(x->value, x->var))
        return left;
    emit_bind(fn, &b, x->var, emit_part(fn, left, "value"));
    made = emit_lazily(fn, x->value);
    emit_unbind(fn);
    if (!type_is_optional(x->value->type))
        made.value = some(fn, x->type, made.value);
    return choose(fn, emit_part(fn, left, "some").text, made, nothing, x->type);
}

/* --- making --------------------------------------------------------------------------------- */

/* A record, with the fields that are kept. */
static struct cexpr record(struct emit_fn *fn, const struct expr *x)
{
    const struct record *r = x->type->record;
    const struct graph_record *kept = graph_record(fn->e->g, r);
    struct orch_buf b;
    const char *text, *comma = "";

    orch_buf_init(&b, 0);
    for (unsigned i = 0; i < x->n_items; i++) {
        if (!kept->kept[i])
            continue;
        orch_buf_printf(&b, "%s.%s = %s", comma, emit_member(fn->e, r, i),
                        emit_value(fn, emit_expr(fn, x->items[i])));
        comma = ", ";
    }
    if (b.len == 0)
        orch_buf_cstr(&b, ".unread_ = false");
    text = emit_text(fn, "(%s){%.*s}", emit_type(fn->e, x->type), ORCH_STR_ARG(orch_buf_get(&b)));
    orch_buf_free(&b);
    return emit_primary(text);
}

static struct cexpr len(struct emit_fn *fn, const struct expr *x)
{
    struct cexpr left = emit_expr(fn, x->left);

    if (x->left->type->kind == TYPE_LIST)
        return with(emit_text(fn, "(int64_t)%s", emit_part(fn, left, "n").text), CEXPR_UNARY);
    return with(emit_text(fn, "(int64_t)orch_str_code_points(%s)", emit_value(fn, left)),
                CEXPR_UNARY);
}

static struct cexpr widen(struct emit_fn *fn, const struct expr *x)
{
    if (x->left->kind == EXPR_INT)
        return constant(emit_float(fn->e, (double)x->left->integer));
    return with(emit_text(fn, "(double)%s", emit_operand(fn, emit_expr(fn, x->left))), CEXPR_UNARY);
}

struct cexpr emit_expr(struct emit_fn *fn, const struct expr *x)
{
    struct emit *e = fn->e;

    assert(x->kind != EXPR_ERROR); /* programs with errors are not emitted */
    switch (x->kind) {
    case EXPR_INT:
        return constant(emit_int(e, x->integer));
    case EXPR_FLOAT:
        return constant(emit_float(e, x->number));
    case EXPR_STRING:
        return constant(emit_string(e, x->string));
    case EXPR_BOOL:
        return constant(x->integer ? "true" : "false");
    case EXPR_ENUM:
        return constant(emit_enum_constant(e, x->type->enumeration, x->integer));
    case EXPR_NONE:
        return none(fn, x->type);
    case EXPR_VAR:
        return variable(fn, x);
    case EXPR_FIELD:
        return field(fn, x);
    case EXPR_SAFE_FIELD:
        return safe_field(fn, x);
    case EXPR_UNARY:
        return unary(fn, x);
    case EXPR_BINARY:
        return binary(fn, x);
    case EXPR_COALESCE:
        return coalesce(fn, x);
    case EXPR_COND:
        return cond(fn, x);
    case EXPR_TEXT:
        return emit_interpolation(fn, x);
    case EXPR_RECORD:
        return record(fn, x);
    case EXPR_LIST:
        return emit_list(fn, x);
    case EXPR_FOR:
        return emit_for(fn, x);
    case EXPR_LEN:
        return len(fn, x);
    case EXPR_LET:
        return let(fn, x);
    case EXPR_LIFT:
        return lift(fn, x);
    case EXPR_WIDEN:
        return widen(fn, x);
    case EXPR_SOME:
        return some(fn, x->type, emit_expr(fn, x->left));
    case EXPR_VALUE:
        return emit_part(fn, emit_simple(fn, x->left), "value");
    case EXPR_RECOLOUR:
        return emit_expr(fn, x->left);
    case EXPR_ERROR:
        break;
    }
    return constant("0");
}
