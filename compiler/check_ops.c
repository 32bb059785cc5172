/* Operators: arithmetic, comparison, logic. Computed values have no colour. */
#include "checker.h"

struct expr *check_operand(struct checker *k, const struct ast_expr *syntax,
                           const struct type *expected, const char *what)
{
    struct expr *e = check_expr(k, syntax, expected);

    if (check_failed(e) || (!type_is_optional(e->type) && e->type->kind != TYPE_NONE))
        return e;
    check_optional_operand(k->m, e, what, syntax->span);
    return expr_error(k->m, syntax->span);
}

static const char *operand_of(struct checker *k, enum ast_operator op)
{
    return check_format(k->m, "the operand of `%s`", ast_operator_text(op));
}

static struct expr *bad_operands(struct checker *k, const struct ast_expr *e,
                                 const struct expr *left, const struct expr *right)
{
    enum ast_operator op = e->binary.op;
    struct diag *d =
        check_report(k->m, DIAG_BAD_OPERAND, e->binary.op_span, "`%s` does not go with %s and %s",
                     ast_operator_text(op), check_a(k->m, left->type), check_a(k->m, right->type));

    diag_label(d, e->binary.left->span, "this is %s", check_a(k->m, left->type));
    diag_label(d, e->binary.right->span, "this is %s", check_a(k->m, right->type));
    if (op == AST_OP_ADD && (left->type->kind == TYPE_STRING || right->type->kind == TYPE_STRING))
        diag_note(d, "to put a value into a text, write `\"... {value} ...\"`");
    if ((op == AST_OP_EQ || op == AST_OP_NE) && left->type->kind == TYPE_LIST)
        diag_note(d, "to see whether a list is empty, write `len(...) %s 0`",
                  ast_operator_text(op));
    return expr_error(k->m, e->span);
}

static bool is_number(const struct expr *e)
{
    return e->type->kind == TYPE_INT || e->type->kind == TYPE_FLOAT;
}

/* Two numbers as one type: floats where either is. */
static void widen_pair(struct model *m, struct expr **left, struct expr **right)
{
    const struct type *number = type_base(&m->types, TYPE_FLOAT);

    if ((*left)->type->kind == (*right)->type->kind)
        return;
    if ((*left)->type->kind == TYPE_INT)
        *left = expr_unary(m, EXPR_WIDEN, number, *left);
    else
        *right = expr_unary(m, EXPR_WIDEN, number, *right);
}

struct expr *check_unary(struct checker *k, const struct ast_expr *e)
{
    enum ast_operator op = e->binary.op;
    struct expr *made, *operand;

    operand = op == AST_OP_NOT ? check_bool(k, e->binary.right, operand_of(k, op), DIAG_BAD_OPERAND)
                               : check_operand(k, e->binary.right, NULL, operand_of(k, op));
    if (check_failed(operand))
        return expr_error(k->m, e->span);
    if (op == AST_OP_NEG && !is_number(operand)) {
        check_report(k->m, DIAG_BAD_OPERAND, e->span, "`-` does not go with %s",
                     check_a(k->m, operand->type));
        return expr_error(k->m, e->span);
    }
    operand = check_plain(k->m, operand);
    made = expr_unary(k->m, EXPR_UNARY, operand->type, operand);
    made->op = op;
    made->span = e->span;
    return made;
}

/* --- arithmetic -------------------------------------------------------------------------- */

static struct expr *check_arithmetic(struct checker *k, const struct ast_expr *e)
{
    enum ast_operator op = e->binary.op;
    const char *what = operand_of(k, op);
    struct expr *left = check_operand(k, e->binary.left, NULL, what);
    struct expr *right = check_operand(k, e->binary.right, NULL, what);
    bool fits;

    if (check_failed(left) || check_failed(right))
        return expr_error(k->m, e->span);
    left = check_plain(k->m, left);
    right = check_plain(k->m, right);
    fits = is_number(left) && is_number(right);
    if (op == AST_OP_REM)
        fits = left->type->kind == TYPE_INT && right->type->kind == TYPE_INT;
    if (op == AST_OP_ADD && left->type->kind == TYPE_STRING)
        fits = right->type->kind == TYPE_STRING;
    if (!fits)
        return bad_operands(k, e, left, right);
    widen_pair(k->m, &left, &right);
    return expr_binary(k->m, op, left->type, left, right);
}

/* --- comparison -------------------------------------------------------------------------- */

/* `x == none`: none is always on the right afterwards. */
static struct expr *check_none_test(struct checker *k, const struct ast_expr *e)
{
    const struct ast_expr *tested =
        e->binary.left->kind == AST_EXPR_NONE ? e->binary.right : e->binary.left;
    struct expr *value = check_expr(k, tested, NULL);
    const struct type *truth = type_base(&k->m->types, TYPE_BOOL);

    if (check_failed(value))
        return expr_error(k->m, e->span);
    if (!type_is_optional(value->type)) {
        check_report(k->m, DIAG_BAD_OPERAND, e->span, "`%s` is %s none here",
                     check_source(k->m, tested->span),
                     value->type->kind == TYPE_NONE ? "always" : "never");
        return expr_error(k->m, e->span);
    }
    return expr_binary(k->m, e->binary.op, truth, value, expr_none(k->m, value->type, value->span));
}

/* Both sides; a bare name on the left may be a value of the enum that the right one is of. */
static bool compared(struct checker *k, const struct ast_expr *e, struct expr **left,
                     struct expr **right)
{
    const struct ast_expr *first = e->binary.left, *second = e->binary.right;
    const char *what = operand_of(k, e->binary.op);
    bool swapped =
        first->kind == AST_EXPR_NAME && first->name.text && !check_name_seen(k, first->name.text);

    if (swapped) {
        first = e->binary.right;
        second = e->binary.left;
    }
    *left = check_operand(k, first, NULL, what);
    *right = check_operand(k, second, check_failed(*left) ? NULL : (*left)->type, what);
    if (swapped) {
        struct expr *held = *left;

        *left = *right;
        *right = held;
    }
    return !check_failed(*left) && !check_failed(*right);
}

static bool colours_agree(struct checker *k, const struct ast_expr *e, const struct expr *left,
                          const struct expr *right)
{
    const struct term *one = left->type->term, *other = right->type->term;
    struct diag *d;

    if (!one || !other || one == other || left->type->plain != right->type->plain)
        return true;
    d = check_report(k->m, DIAG_COLOUR_MISMATCH, e->span, "`%s` compares a %s with a %s",
                     ast_operator_text(e->binary.op), one->name, other->name);
    diag_label(d, left->span, "this is %s", check_a(k->m, left->type));
    diag_label(d, right->span, "this is %s", check_a(k->m, right->type));
    diag_label(d, one->span, "term `%s` is declared here", one->name);
    diag_label(d, other->span, "term `%s` is declared here", other->name);
    return false;
}

static bool comparable(enum ast_operator op, const struct type *type)
{
    if (op == AST_OP_EQ || op == AST_OP_NE)
        return type_is_scalar(type);
    return type_is_scalar(type) && type->kind != TYPE_BOOL && type->kind != TYPE_ENUM;
}

static struct expr *check_comparison(struct checker *k, const struct ast_expr *e)
{
    struct expr *left, *right;
    bool numbers;

    if ((e->binary.op == AST_OP_EQ || e->binary.op == AST_OP_NE) &&
        (e->binary.left->kind == AST_EXPR_NONE || e->binary.right->kind == AST_EXPR_NONE))
        return check_none_test(k, e);
    if (!compared(k, e, &left, &right) || !colours_agree(k, e, left, right))
        return expr_error(k->m, e->span);
    left = check_plain(k->m, left);
    right = check_plain(k->m, right);
    numbers = is_number(left) && is_number(right);
    if (!comparable(e->binary.op, left->type) || (left->type != right->type && !numbers))
        return bad_operands(k, e, left, right);
    if (numbers)
        widen_pair(k->m, &left, &right);
    return expr_binary(k->m, e->binary.op, type_base(&k->m->types, TYPE_BOOL), left, right);
}

/* --- logic --------------------------------------------------------------------------------- */

/* The right side is only reached where the left one is true (`&&`) or false (`||`). */
static struct expr *check_logic(struct checker *k, const struct ast_expr *e)
{
    const char *what = operand_of(k, e->binary.op);
    struct expr *left = check_bool(k, e->binary.left, what, DIAG_BAD_OPERAND), *right;
    struct state *outside = k->state;

    k->state = state_copy(&k->m->compilation->arena, outside);
    check_narrow(k, left, e->binary.op == AST_OP_AND);
    right = check_bool(k, e->binary.right, what, DIAG_BAD_OPERAND);
    k->state = outside;
    if (check_failed(left) || check_failed(right))
        return expr_error(k->m, e->span);
    return expr_binary(k->m, e->binary.op, left->type, left, right);
}

struct expr *check_binary(struct checker *k, const struct ast_expr *e, const struct type *expected)
{
    struct expr *made;

    switch (e->binary.op) {
    case AST_OP_OR:
    case AST_OP_AND:
        made = check_logic(k, e);
        break;
    case AST_OP_COALESCE:
        made = check_coalesce(k, e, expected);
        break;
    case AST_OP_EQ:
    case AST_OP_NE:
    case AST_OP_LT:
    case AST_OP_LE:
    case AST_OP_GT:
    case AST_OP_GE:
        made = check_comparison(k, e);
        break;
    default:
        made = check_arithmetic(k, e);
        break;
    }
    made->span = e->span;
    return made;
}
