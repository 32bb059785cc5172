/* Expressions: syntax in, typed core expressions out. This file holds the dispatch, literals,
 * fields, the functions of the library, and what conditions tell about values that may be none;
 * operators are in check_ops.c and check_choice.c, what builds values in check_make.c. */
#include "checker.h"

#define PATH_LONGEST 16 /* fields of a path that is known not to be none */

/* --- literals -------------------------------------------------------------------- */

static struct expr *check_literal(struct checker *k, const struct ast_expr *e)
{
    struct model *m = k->m;
    struct expr *made;

    switch (e->kind) {
    case AST_EXPR_INT:
    case AST_EXPR_DURATION:
        made = expr_new(m, EXPR_INT,
                        type_base(&m->types, e->kind == AST_EXPR_INT ? TYPE_INT : TYPE_DURATION),
                        e->span);
        made->integer = e->integer;
        return made;
    case AST_EXPR_FLOAT:
        made = expr_new(m, EXPR_FLOAT, type_base(&m->types, TYPE_FLOAT), e->span);
        made->number = e->number;
        return made;
    case AST_EXPR_BOOL:
        made = expr_new(m, EXPR_BOOL, type_base(&m->types, TYPE_BOOL), e->span);
        made->integer = e->truth;
        return made;
    case AST_EXPR_STRING:
        made = expr_new(m, EXPR_STRING, type_base(&m->types, TYPE_STRING), e->span);
        made->string = e->string;
        return made;
    default:
        return expr_none(m, type_base(&m->types, TYPE_NONE), e->span);
    }
}

/* --- fields ------------------------------------------------------------------------ */

/* The variable and fields of `a.b.c`, outermost last; NULL where it is no such path. */
static struct var *path_of(const struct expr *e, const struct field **fields, unsigned *n)
{
    const struct field *reversed[PATH_LONGEST];

    *n = 0;
    for (; e->kind != EXPR_VAR; e = e->left) {
        if (e->kind == EXPR_VALUE)
            continue;
        if ((e->kind != EXPR_FIELD && e->kind != EXPR_SAFE_FIELD) || *n == PATH_LONGEST)
            return NULL;
        reversed[(*n)++] = e->field;
    }
    for (unsigned i = 0; i < *n; i++)
        fields[i] = reversed[*n - 1 - i];
    return e->var;
}

/* The value itself where a condition has shown that it is not none. */
static struct expr *known_value(struct checker *k, struct expr *e)
{
    const struct field *fields[PATH_LONGEST];
    unsigned n;
    const struct var *v;

    if (!type_is_optional(e->type) || !k->state->known)
        return e;
    v = path_of(e, fields, &n);
    if (!v || !known_holds(k->state->known, v, fields, n))
        return e;
    return expr_unary(k->m, EXPR_VALUE, type_inner(e->type), e);
}

static void report_field(struct checker *k, const struct expr *base, const struct ast_name *name)
{
    const struct type *type = type_inner(base->type);
    struct diag_near near;
    struct diag *d;

    if (type->kind != TYPE_RECORD) {
        d = check_report(k->m, DIAG_UNKNOWN_FIELD, name->span, "%s has no field `%s`",
                         check_a(k->m, base->type), name->text);
        if (type->kind == TYPE_LIST && type->elem->kind == TYPE_RECORD)
            diag_note(d, "for that of each element: `[x.%s for x in %s]`", name->text,
                      check_source(k->m, base->span));
        return;
    }
    d = check_report(k->m, DIAG_UNKNOWN_FIELD, name->span, "record `%s` has no field `%s`",
                     type->record->name, name->text);
    diag_near_init(&near, name->text);
    for (unsigned i = 0; i < type->record->n_fields; i++)
        diag_near_try(&near, type->record->fields[i].name);
    if (near.best)
        diag_fix(d, name->span, near.best, "did you mean `%s`?", near.best);
    diag_label(d, type->record->span, "`%s` is declared here", type->record->name);
}

/* Reports `.` on an optional. (`?.` on what is never none is the same as `.`.) */
static bool dot_fits(struct checker *k, const struct expr *base, const struct ast_expr *e)
{
    const struct span dot = {e->span.file, base->span.end, e->field.name.span.begin};
    const char *source = check_source(k->m, base->span);
    struct diag *d;

    if (e->kind == AST_EXPR_SAFE_FIELD || !type_is_optional(base->type))
        return true;
    d = check_report(k->m, DIAG_OPTIONAL_MISMATCH, e->span,
                     "`%s` may be none, and then has no `%s`", source, e->field.name.text);
    diag_label(d, base->span, "this is %s", check_a(k->m, base->type));
    diag_fix(d, dot, "?.", "write `?.`: the result is none where `%s` is", source);
    diag_note(d, "or guard this with `if %s != none { ... }`", source);
    return false;
}

static struct expr *check_field(struct checker *k, const struct ast_expr *e)
{
    const struct ast_expr *base_syntax = e->field.base;
    const struct ast_name *name = &e->field.name;
    const struct field *field = NULL;
    struct expr *base;

    if (base_syntax->kind == AST_EXPR_NAME && base_syntax->name.text &&
        !check_name_seen(k, base_syntax->name.text)) {
        const struct type *type = orch_map_get(&k->m->type_names, orch_str(base_syntax->name.text));

        if (type && type->kind == TYPE_ENUM)
            return check_enum(k, type, name, e->span);
    }
    base = check_expr(k, base_syntax, NULL);
    if (check_failed(base) || !name->text)
        return expr_error(k->m, e->span);
    if (type_inner(base->type)->kind == TYPE_RECORD)
        field = model_field(type_inner(base->type)->record, name->text);
    if (!field)
        report_field(k, base, name);
    if (!field || !dot_fits(k, base, e))
        return expr_error(k->m, e->span);
    return known_value(k, expr_field(k->m, base, field, e->span));
}

/* --- conditions ------------------------------------------------------------------------ */

/* The value is not none, so neither is what it is a field of. */
static void know_path(struct checker *k, const struct expr *e)
{
    const struct field *fields[PATH_LONGEST];
    struct orch_arena *arena = &k->m->compilation->arena;
    unsigned n;
    struct var *v = path_of(e, fields, &n);

    if (!v)
        return;
    for (; e->kind != EXPR_VAR; e = e->left) {
        if (e->kind == EXPR_VALUE)
            continue;
        if (type_is_optional(e->field->type)) {
            struct known known = {.var = v, .n_fields = n};

            known.fields = memory_new(arena, n, sizeof *fields);
            memcpy(known.fields, fields, n * sizeof *fields);
            state_know(arena, k->state, &known);
        }
        n--;
    }
    if (type_is_optional(e->type))
        state_know(arena, k->state, &(struct known){.var = v});
}

void check_narrow(struct checker *k, const struct expr *cond, bool truth)
{
    if (cond->kind == EXPR_UNARY && cond->op == AST_OP_NOT) {
        check_narrow(k, cond->left, !truth);
        return;
    }
    if (cond->kind != EXPR_BINARY)
        return;
    if ((cond->op == AST_OP_AND && truth) || (cond->op == AST_OP_OR && !truth)) {
        check_narrow(k, cond->left, truth);
        check_narrow(k, cond->right, truth);
    } else if (cond->op == (truth ? AST_OP_NE : AST_OP_EQ) && cond->right->kind == EXPR_NONE) {
        know_path(k, cond->left);
    }
}

struct expr *check_plain(struct model *m, struct expr *e)
{
    return e->type->plain == e->type ? e : expr_unary(m, EXPR_RECOLOUR, e->type->plain, e);
}

struct expr *check_bool(struct checker *k, const struct ast_expr *syntax, const char *what,
                        enum diag_code code)
{
    struct expr *e = check_operand(k, syntax, NULL, what);

    if (check_failed(e))
        return e;
    if (e->type->kind == TYPE_BOOL)
        return check_plain(k->m, e);
    check_report(k->m, code, syntax->span, "%s is a bool, but this is %s", what,
                 check_a(k->m, e->type));
    return expr_error(k->m, syntax->span);
}

struct expr *check_cond(struct checker *k, const struct ast_expr *syntax)
{
    return check_bool(k, syntax, "the condition", DIAG_TYPE_MISMATCH);
}

/* --- functions --------------------------------------------------------------------------- */

static struct expr *check_len(struct checker *k, const struct ast_expr *e)
{
    const struct ast_expr *args = e->call.args;
    struct expr *arg;

    if (!args || args->next) {
        check_report(k->m, DIAG_TYPE_MISMATCH, e->span,
                     "`len` takes one value: a list or a string");
        return expr_error(k->m, e->span);
    }
    arg = check_operand(k, args, NULL, "the argument of `len`");
    if (check_failed(arg))
        return expr_error(k->m, e->span);
    if (arg->type->kind != TYPE_LIST && arg->type->kind != TYPE_STRING) {
        check_report(k->m, DIAG_TYPE_MISMATCH, args->span,
                     "`len` takes a list or a string, but this is %s", check_a(k->m, arg->type));
        return expr_error(k->m, e->span);
    }
    arg = expr_unary(k->m, EXPR_LEN, type_base(&k->m->types, TYPE_INT), arg);
    arg->span = e->span;
    return arg;
}

static struct expr *check_call(struct checker *k, const struct ast_expr *e)
{
    static const char *const later[] = {"contains", "starts_with", "lower", "upper", "trim", "join",
                                        "sum",      "min",         "max",   "round", "now"};
    struct diag_near near;
    struct diag *d;

    if (!e->call.name.text)
        return expr_error(k->m, e->span);
    if (strcmp(e->call.name.text, "len") == 0)
        return check_len(k, e);
    diag_near_init(&near, e->call.name.text);
    diag_near_try(&near, "len");
    for (size_t i = 0; i < sizeof later / sizeof *later; i++) {
        if (strcmp(e->call.name.text, later[i]) == 0) {
            check_report(k->m, DIAG_NOT_SUPPORTED, e->span, "function `%s` is not supported yet",
                         e->call.name.text);
            return expr_error(k->m, e->span);
        }
        diag_near_try(&near, later[i]);
    }
    d = check_report(k->m, DIAG_UNKNOWN_FUNCTION, e->call.name.span, "there is no function `%s`",
                     e->call.name.text);
    if (near.best)
        diag_fix(d, e->call.name.span, near.best, "did you mean `%s`?", near.best);
    else
        diag_note(d, "the function that there is: `len(...)`, of a list or a text");
    return expr_error(k->m, e->span);
}

/* --- all of them ------------------------------------------------------------------------- */

struct expr *check_expr(struct checker *k, const struct ast_expr *e, const struct type *expected)
{
    switch (e->kind) {
    case AST_EXPR_NAME:
        return check_name(k, &e->name, expected);
    case AST_EXPR_FIELD:
    case AST_EXPR_SAFE_FIELD:
        return check_field(k, e);
    case AST_EXPR_CALL:
        return check_call(k, e);
    case AST_EXPR_UNARY:
        return check_unary(k, e);
    case AST_EXPR_BINARY:
        return check_binary(k, e, expected);
    case AST_EXPR_COND:
        return check_choice(k, e, expected);
    case AST_EXPR_TEXT:
        return check_text(k, e);
    case AST_EXPR_RECORD:
        return check_record(k, e, expected);
    case AST_EXPR_LIST:
        return check_list(k, e, expected);
    case AST_EXPR_FOR:
        return check_for(k, e, expected);
    case AST_EXPR_UNSUPPORTED:
        check_report(k->m, DIAG_NOT_SUPPORTED, e->span, "%s is not supported yet", e->what);
        return expr_error(k->m, e->span);
    case AST_EXPR_ERROR:
        return expr_error(k->m, e->span);
    default:
        return check_literal(k, e);
    }
}

static struct expr *adapted(struct checker *k, const struct ast_expr *e, struct expr *value,
                            const struct type *target, const char *what)
{
    value = check_adapt(k->m, k->flow, value, target, what, e->span);
    return value ? value : expr_error(k->m, e->span);
}

struct expr *check_expr_as(struct checker *k, const struct ast_expr *e, const struct type *target,
                           const char *what)
{
    return adapted(k, e, check_expr(k, e, target), target, what);
}

struct expr *check_expr_into(struct checker *k, const struct ast_expr *e, const struct type *target,
                             const char *what, struct expr **given)
{
    struct expr *value = check_expr(k, e, target), *made;

    if (given)
        *given = value;
    made = adapted(k, e, value, target, what);
    check_secret(k->m, made, check_format(k->m, "`%s`", check_value_text(k->m, value)), target,
                 what, e->span);
    return made;
}
