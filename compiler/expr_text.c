/* Expressions of the model as text; see expr_text.h. */
#include "expr_text.h"

#include <stdlib.h>

/* How tightly an expression holds together; one that is looser than its place asks for gets
 * parentheses. */
enum tightness {
    LOOSE, /* if, let */
    OR,
    AND,
    COMPARISON, /* neither side may be another one */
    COALESCING, /* the right side may be another one */
    SUM,
    PRODUCT,
    SIGN,
    TIGHT
};

struct printer {
    struct orch_buf *out;
    enum expr_text_style style;
};

static void print(const struct printer *p, const struct expr *e, enum tightness least);

/* --- constants */

void expr_text_duration(int64_t ms, struct orch_buf *out)
{
    static const struct {
        int64_t ms;
        const char *unit;
    } units[] = {{60 * 60 * 1000, "h"}, {60 * 1000, "m"}, {1000, "s"}, {1, "ms"}};
    size_t i = 0;

    while (units[i].ms > 1 && (ms % units[i].ms != 0 || ms == 0))
        i++;
    orch_buf_printf(out, "%lld%s", (long long)(ms / units[i].ms), units[i].unit);
}

void expr_text_string(struct orch_str s, struct orch_buf *out)
{
    orch_buf_char(out, '"');
    for (size_t i = 0; i < s.len; i++) {
        const char c = s.ptr[i];

        if (c == '"' || c == '\\')
            orch_buf_printf(out, "\\%c", c);
        else if (c == '\n')
            orch_buf_cstr(out, "\\n");
        else if (c == '\t')
            orch_buf_cstr(out, "\\t");
        else if ((unsigned char)c < ' ' || c == 0x7f)
            orch_buf_printf(out, "\\u%04x", (unsigned)c);
        else
            orch_buf_char(out, c);
    }
    orch_buf_char(out, '"');
}

void expr_text_float(double v, struct orch_buf *out)
{
    char text[40];

    if (v > -1e15 && v < 1e15 && v == (double)(int64_t)v) {
        orch_buf_printf(out, "%.1f", v);
        return;
    }
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, v);
        if (strtod(text, NULL) == v)
            break;
    }
    orch_buf_cstr(out, text);
}

static void print_integer(const struct printer *p, const struct expr *e)
{
    if (e->type->kind == TYPE_DURATION)
        expr_text_duration(e->integer, p->out);
    else
        orch_buf_printf(p->out, "%lld", (long long)e->integer);
}

static void print_enum(const struct printer *p, const struct expr *e)
{
    const struct enumeration *enumeration = type_inner(e->type)->enumeration;

    orch_buf_printf(p->out, "%s.%s", enumeration->name, enumeration->values[e->integer].name);
}

/* --- operators */

static enum tightness operator_tightness(enum ast_operator op)
{
    switch (op) {
    case AST_OP_OR:
        return OR;
    case AST_OP_AND:
        return AND;
    case AST_OP_EQ:
    case AST_OP_NE:
    case AST_OP_LT:
    case AST_OP_LE:
    case AST_OP_GT:
    case AST_OP_GE:
        return COMPARISON;
    case AST_OP_ADD:
    case AST_OP_SUB:
        return SUM;
    case AST_OP_MUL:
    case AST_OP_DIV:
    case AST_OP_REM:
        return PRODUCT;
    case AST_OP_NOT:
    case AST_OP_NEG:
        return SIGN;
    case AST_OP_COALESCE:
        break;
    }
    return COALESCING;
}

static enum tightness tightness(const struct expr *e)
{
    switch (e->kind) {
    case EXPR_COND:
    case EXPR_LET:
    case EXPR_LIFT:
        return LOOSE;
    case EXPR_COALESCE:
        return COALESCING;
    case EXPR_BINARY:
    case EXPR_UNARY:
        return operator_tightness(e->op);
    default:
        return TIGHT;
    }
}

static void print_binary(const struct printer *p, const struct expr *e, const char *op)
{
    const enum tightness own = tightness(e);

    print(p, e->left, own == COMPARISON || own == COALESCING ? own + 1 : own);
    orch_buf_printf(p->out, " %s ", op);
    print(p, e->right, own == COALESCING ? own : own + 1);
}

/* `name(left)`: what the compiler put around a value. */
static void print_inserted(const struct printer *p, const struct expr *e, const char *name)
{
    orch_buf_printf(p->out, "%s(", name);
    print(p, e->left, LOOSE);
    orch_buf_char(p->out, ')');
}

/* --- composed values */

static void print_items(const struct printer *p, const struct expr *e)
{
    orch_buf_char(p->out, '[');
    for (unsigned i = 0; i < e->n_items; i++) {
        orch_buf_cstr(p->out, i ? ", " : "");
        print(p, e->items[i], LOOSE);
    }
    orch_buf_char(p->out, ']');
}

static void print_record(const struct printer *p, const struct expr *e)
{
    const struct record *record = type_inner(e->type)->record;

    orch_buf_printf(p->out, "%s {", record->name);
    for (unsigned i = 0; i < e->n_items; i++) {
        if (!e->items[i])
            continue;
        orch_buf_printf(p->out, "%s %s: ", i ? "," : "", record->fields[i].name);
        print(p, e->items[i], LOOSE);
    }
    orch_buf_cstr(p->out, " }");
}

/* "text {expr}": the constant parts as they are, the others in braces. */
static void print_text(const struct printer *p, const struct expr *e)
{
    orch_buf_char(p->out, '"');
    for (unsigned i = 0; i < e->n_items; i++) {
        const struct expr *part = e->items[i];

        if (part->kind == EXPR_STRING) {
            struct orch_buf quoted;

            orch_buf_init(&quoted, 0);
            expr_text_string(part->string, &quoted);
            orch_buf_append(p->out, quoted.data + 1, quoted.len - 2);
            orch_buf_free(&quoted);
        } else {
            orch_buf_char(p->out, '{');
            print(p, part, LOOSE);
            orch_buf_char(p->out, '}');
        }
    }
    orch_buf_char(p->out, '"');
}

/* --- binding */

static void print_for(const struct printer *p, const struct expr *e)
{
    orch_buf_char(p->out, '[');
    print(p, e->value, LOOSE);
    orch_buf_printf(p->out, " for %s in ", e->var->name);
    print(p, e->left, LOOSE);
    if (e->cond) {
        orch_buf_cstr(p->out, " if ");
        print(p, e->cond, LOOSE);
    }
    orch_buf_char(p->out, ']');
}

/* A conversion reads as what it makes of what; other bindings as they are. */
static void print_binding(const struct printer *p, const struct expr *e)
{
    if (e->conversion && p->style == EXPR_TEXT_PLAIN) {
        orch_buf_printf(p->out, "%s(", e->conversion->to->name);
        print(p, e->left, LOOSE);
        orch_buf_char(p->out, ')');
        return;
    }
    orch_buf_printf(p->out, "%s %s = ", e->kind == EXPR_LET ? "let" : "lift", e->var->name);
    print(p, e->left, LOOSE);
    orch_buf_cstr(p->out, " in ");
    print(p, e->value, LOOSE);
}

static void print_cond(const struct printer *p, const struct expr *e)
{
    orch_buf_cstr(p->out, "if ");
    print(p, e->cond, LOOSE);
    orch_buf_cstr(p->out, " then ");
    print(p, e->left, LOOSE);
    orch_buf_cstr(p->out, " else ");
    print(p, e->right, LOOSE);
}

/* --- all of it */

static void print_field(const struct printer *p, const struct expr *e, const char *dot)
{
    print(p, e->left, TIGHT);
    orch_buf_printf(p->out, "%s%s", dot, e->field->name);
}

static void print_constant(const struct printer *p, const struct expr *e)
{
    switch (e->kind) {
    case EXPR_INT:
        print_integer(p, e);
        break;
    case EXPR_FLOAT:
        expr_text_float(e->number, p->out);
        break;
    case EXPR_STRING:
        expr_text_string(e->string, p->out);
        break;
    case EXPR_BOOL:
        orch_buf_cstr(p->out, e->integer ? "true" : "false");
        break;
    case EXPR_ENUM:
        print_enum(p, e);
        break;
    case EXPR_NONE:
        orch_buf_cstr(p->out, "none");
        break;
    default:
        orch_buf_cstr(p->out, "error");
    }
}

static void print_node(const struct printer *p, const struct expr *e)
{
    switch (e->kind) {
    case EXPR_VAR:
        orch_buf_cstr(p->out, e->var->name);
        break;
    case EXPR_FIELD:
        print_field(p, e, ".");
        break;
    case EXPR_SAFE_FIELD:
        print_field(p, e, "?.");
        break;
    case EXPR_UNARY:
        orch_buf_cstr(p->out, ast_operator_text(e->op));
        print(p, e->right ? e->right : e->left, SIGN);
        break;
    case EXPR_BINARY:
        print_binary(p, e, ast_operator_text(e->op));
        break;
    case EXPR_COALESCE:
        print_binary(p, e, "??");
        break;
    case EXPR_COND:
        print_cond(p, e);
        break;
    case EXPR_TEXT:
        print_text(p, e);
        break;
    case EXPR_RECORD:
        print_record(p, e);
        break;
    case EXPR_LIST:
        print_items(p, e);
        break;
    case EXPR_FOR:
        print_for(p, e);
        break;
    case EXPR_LEN:
        print_inserted(p, e, "len");
        break;
    case EXPR_LET:
    case EXPR_LIFT:
        print_binding(p, e);
        break;
    case EXPR_WIDEN:
        print_inserted(p, e, "float");
        break;
    case EXPR_SOME:
        print_inserted(p, e, "some");
        break;
    case EXPR_VALUE:
        print_inserted(p, e, "value");
        break;
    case EXPR_RECOLOUR:
        print_inserted(p, e, e->type->term ? e->type->term->name : "plain");
        break;
    default:
        print_constant(p, e);
    }
}

/* What the compiler put around e->left: a user sees the value through it. Bindings that were made
 * to adapt a value have its place; a conversion shows, and so does what was written. */
static bool is_inserted(const struct expr *e)
{
    if (e->kind == EXPR_LET || e->kind == EXPR_LIFT || e->kind == EXPR_FOR)
        return !e->conversion && memcmp(&e->span, &e->left->span, sizeof e->span) == 0;
    return e->kind == EXPR_SOME || e->kind == EXPR_VALUE || e->kind == EXPR_WIDEN ||
           e->kind == EXPR_RECOLOUR;
}

static void print(const struct printer *p, const struct expr *e, enum tightness least)
{
    while (p->style == EXPR_TEXT_PLAIN && is_inserted(e))
        e = e->left;
    if (tightness(e) < least) {
        orch_buf_char(p->out, '(');
        print_node(p, e);
        orch_buf_char(p->out, ')');
    } else {
        print_node(p, e);
    }
}

void expr_text(const struct expr *e, enum expr_text_style style, struct orch_buf *out)
{
    const struct printer p = {out, style};

    print(&p, e, LOOSE);
}
