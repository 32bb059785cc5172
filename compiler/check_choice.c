/* Choosing between two values: `??` and `if then else`; and the type that both have in common. */
#include "checker.h"

const struct type *check_unify(struct model *m, const struct type *a, const struct type *b)
{
    const struct type *inner;

    if (a == b || b->kind == TYPE_ERROR)
        return a;
    if (a->kind == TYPE_ERROR)
        return b;
    if (a->kind == TYPE_NONE)
        return type_optional(&m->types, b);
    if (b->kind == TYPE_NONE)
        return type_optional(&m->types, a);
    if (type_is_optional(a) || type_is_optional(b)) {
        inner = check_unify(m, type_inner(a), type_inner(b));
        return inner ? type_optional(&m->types, inner) : NULL;
    }
    if (a->plain == b->plain)
        return a->plain;
    if (a->kind == TYPE_LIST && b->kind == TYPE_LIST) {
        inner = check_unify(m, a->elem, b->elem);
        return inner ? type_list(&m->types, inner) : NULL;
    }
    if ((a->kind == TYPE_INT && b->kind == TYPE_FLOAT) ||
        (a->kind == TYPE_FLOAT && b->kind == TYPE_INT))
        return type_base(&m->types, TYPE_FLOAT);
    return NULL;
}

/* What two values become together: their common type, or else the expected one. */
static const struct type *common(struct checker *k, const struct type *a, const struct type *b,
                                 const struct type *expected)
{
    const struct type *type = check_unify(k->m, a, b);

    if (!type && expected && check_fits(k->m, a, expected) && check_fits(k->m, b, expected))
        type = expected;
    return type;
}

/* An adaptation to the common type of values, which cannot fail. */
static struct expr *as_common(struct checker *k, struct expr *e, const struct type *type)
{
    struct expr *made = check_adapt(k->m, k->flow, e, type, "this value", e->span);

    return made ? made : expr_error(k->m, e->span);
}

static void report_apart(struct checker *k, const char *message, const struct expr *one,
                         const struct expr *other)
{
    struct diag *d = check_report(k->m, DIAG_TYPE_MISMATCH, other->span, "%s: %s and %s", message,
                                  check_a(k->m, one->type), check_a(k->m, other->type));

    diag_label(d, one->span, "this is %s", check_a(k->m, one->type));
    diag_label(d, other->span, "this is %s", check_a(k->m, other->type));
}

struct expr *check_coalesce(struct checker *k, const struct ast_expr *e,
                            const struct type *expected)
{
    struct expr *left = check_expr(k, e->binary.left, expected), *right;
    const struct type *type;

    right = check_expr(k, e->binary.right, check_failed(left) ? expected : type_inner(left->type));
    if (check_failed(left) || check_failed(right))
        return expr_error(k->m, e->span);
    if (!type_is_optional(left->type)) {
        check_report(k->m, DIAG_BAD_OPERAND, e->binary.left->span,
                     "`%s` is %s none here: `??` has nothing to choose",
                     check_source(k->m, left->span),
                     left->type->kind == TYPE_NONE ? "always" : "never");
        return expr_error(k->m, e->span);
    }
    type = common(k, type_inner(left->type), right->type, expected);
    if (!type) {
        report_apart(k, "the sides of `??` differ", left, right);
        return expr_error(k->m, e->span);
    }
    left = as_common(k, left, type_optional(&k->m->types, type));
    right = as_common(k, right, type);
    return expr_coalesce(k->m, type, left, right);
}

struct expr *check_choice(struct checker *k, const struct ast_expr *e, const struct type *expected)
{
    struct orch_arena *arena = &k->m->compilation->arena;
    struct expr *cond = check_cond(k, e->cond.cond);
    struct expr *left, *right, *made;
    struct state *outside = k->state;
    const struct type *type;

    k->state = state_copy(arena, outside);
    check_narrow(k, cond, true);
    left = check_expr(k, e->cond.then, expected);
    k->state = state_copy(arena, outside);
    check_narrow(k, cond, false);
    right = check_expr(k, e->cond.otherwise, expected);
    k->state = outside;
    if (check_failed(cond) || check_failed(left) || check_failed(right))
        return expr_error(k->m, e->span);
    type = common(k, left->type, right->type, expected);
    if (!type) {
        report_apart(k, "`then` and `else` differ", left, right);
        return expr_error(k->m, e->span);
    }
    left = as_common(k, left, type);
    right = as_common(k, right, type);
    made = expr_cond(k->m, type, cond, left, right);
    made->span = e->span;
    return made;
}
