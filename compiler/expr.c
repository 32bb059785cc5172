/* Making core expressions; see expr.h. */
#include "expr.h"

#include "memory.h"

bool expr_type_secret(const struct type *type)
{
    for (;;) {
        type = type_inner(type);
        if (type->term && type->term->secret)
            return true;
        if (type->kind != TYPE_LIST)
            return false;
        type = type->elem;
    }
}

struct expr *expr_new(struct model *m, enum expr_kind kind, const struct type *type,
                      struct span span)
{
    struct expr *e = memory_new(&m->compilation->arena, 1, sizeof *e);

    e->kind = kind;
    e->type = type;
    e->span = span;
    return e;
}

struct expr *expr_error(struct model *m, struct span span)
{
    return expr_new(m, EXPR_ERROR, type_base(&m->types, TYPE_ERROR), span);
}

struct expr *expr_none(struct model *m, const struct type *type, struct span span)
{
    return expr_new(m, EXPR_NONE, type, span);
}

struct expr *expr_var(struct model *m, struct var *v, const struct type *type, struct span span)
{
    struct expr *e = expr_new(m, EXPR_VAR, type, span);

    e->var = v;
    e->secret = v->secret || expr_type_secret(type);
    return e;
}

struct expr *expr_field(struct model *m, struct expr *base, const struct field *field,
                        struct span span)
{
    bool safe = type_is_optional(base->type);
    const struct type *type = safe ? type_optional(&m->types, field->type) : field->type;
    struct expr *e = expr_new(m, safe ? EXPR_SAFE_FIELD : EXPR_FIELD, type, span);

    e->left = base;
    e->field = field;
    e->secret = base->secret || expr_type_secret(type);
    return e;
}

struct expr *expr_unary(struct model *m, enum expr_kind kind, const struct type *type,
                        struct expr *left)
{
    struct expr *e = expr_new(m, kind, type, left->span);

    e->left = left;
    e->secret = left->secret || expr_type_secret(type);
    return e;
}

struct expr *expr_binary(struct model *m, enum ast_operator op, const struct type *type,
                         struct expr *left, struct expr *right)
{
    struct expr *e = expr_new(m, EXPR_BINARY, type, span_join(left->span, right->span));

    e->op = op;
    e->left = left;
    e->right = right;
    e->secret = left->secret || right->secret;
    return e;
}

struct expr *expr_coalesce(struct model *m, const struct type *type, struct expr *left,
                           struct expr *right)
{
    struct expr *e = expr_new(m, EXPR_COALESCE, type, span_join(left->span, right->span));

    e->left = left;
    e->right = right;
    e->secret = left->secret || right->secret;
    return e;
}

struct expr *expr_cond(struct model *m, const struct type *type, struct expr *cond,
                       struct expr *left, struct expr *right)
{
    struct expr *e = expr_new(m, EXPR_COND, type, span_join(cond->span, right->span));

    e->cond = cond;
    e->left = left;
    e->right = right;
    e->secret = cond->secret || left->secret || right->secret;
    return e;
}

struct expr *expr_items(struct model *m, enum expr_kind kind, const struct type *type,
                        struct span span, unsigned n)
{
    struct expr *e = expr_new(m, kind, type, span);

    e->items = memory_new(&m->compilation->arena, n, sizeof(struct expr *));
    e->n_items = n;
    return e;
}

void expr_seal(struct expr *e)
{
    if (e->kind == EXPR_RECORD)
        return;
    for (unsigned i = 0; i < e->n_items; i++)
        e->secret = e->secret || e->items[i]->secret;
}

struct var *expr_local(struct model *m, struct flow *flow, const char *name,
                       const struct type *type, const struct expr *from, struct span span)
{
    struct var *v = memory_new(&m->compilation->arena, 1, sizeof *v);

    v->name = name;
    v->kind = VAR_LOCAL;
    v->type = type;
    v->secret = (from && from->secret) || expr_type_secret(type);
    v->read = true;
    v->index = flow->n_locals++;
    v->span = span;
    return v;
}

/* LET, LIFT and FOR: v bound to what left holds, in value. */
static struct expr *expr_bind(struct model *m, enum expr_kind kind, const struct type *type,
                              struct var *v, struct expr *left, struct expr *value)
{
    struct expr *e = expr_new(m, kind, type, left->span);

    e->var = v;
    e->left = left;
    e->value = value;
    e->secret = value->secret;
    return e;
}

struct expr *expr_let(struct model *m, struct var *v, struct expr *left, struct expr *value)
{
    return expr_bind(m, EXPR_LET, value->type, v, left, value);
}

struct expr *expr_lift(struct model *m, struct var *v, struct expr *left, struct expr *value)
{
    return expr_bind(m, EXPR_LIFT, type_optional(&m->types, value->type), v, left, value);
}

struct expr *expr_for(struct model *m, struct var *v, struct expr *list, struct expr *cond,
                      struct expr *value)
{
    struct expr *e = expr_bind(m, EXPR_FOR, type_list(&m->types, value->type), v, list, value);

    e->cond = cond;
    e->secret = e->secret || (cond && cond->secret);
    return e;
}

/* --- copies of declared conversions ------------------------------------------ */

struct renamed { /* a variable of the declared expression, and the one of the copy */
    const struct var *from;
    struct var *to;
    const struct renamed *outer;
};

struct copying {
    struct model *m;
    struct flow *flow;
    struct span span; /* of the value that is converted */
};

static struct expr *copy(const struct copying *c, const struct expr *e, const struct renamed *in);

static struct var *copy_var(struct var *v, const struct renamed *in)
{
    while (in && in->from != v)
        in = in->outer;
    return in ? in->to : v;
}

static struct expr *copy_bound(const struct copying *c, const struct expr *e, struct expr *to,
                               const struct renamed *in)
{
    struct renamed renamed = {.from = e->var, .outer = in};

    renamed.to = expr_local(c->m, c->flow, e->var->name, e->var->type, to->left, c->span);
    to->var = renamed.to;
    to->cond = e->cond ? copy(c, e->cond, &renamed) : NULL;
    to->value = copy(c, e->value, &renamed);
    to->secret = to->secret || to->value->secret || (to->cond && to->cond->secret);
    return to;
}

static struct expr *copy(const struct copying *c, const struct expr *e, const struct renamed *in)
{
    struct expr *to = expr_new(c->m, e->kind, e->type, c->span);

    *to = *e;
    to->span = c->span;
    to->left = e->left ? copy(c, e->left, in) : NULL;
    to->right = e->right ? copy(c, e->right, in) : NULL;
    if (e->var && e->kind != EXPR_VAR)
        return copy_bound(c, e, to, in);
    if (e->kind == EXPR_VAR) {
        to->var = copy_var(e->var, in);
        to->secret = to->secret || to->var->secret;
    }
    to->secret = to->secret || (to->left && to->left->secret) || (to->right && to->right->secret);
    to->cond = e->cond ? copy(c, e->cond, in) : NULL;
    to->secret = to->secret || (to->cond && to->cond->secret);
    if (e->n_items > 0) {
        to->items = memory_new(&c->m->compilation->arena, e->n_items, sizeof(struct expr *));
        for (unsigned i = 0; i < e->n_items; i++)
            to->items[i] = copy(c, e->items[i], in);
        expr_seal(to);
    }
    return to;
}

struct expr *expr_convert(struct model *m, struct flow *flow, const struct conversion *conversion,
                          struct expr *left)
{
    const struct copying c = {m, flow, left->span};
    const struct var *from = conversion->var;
    struct renamed renamed = {.from = from};
    struct expr *e;

    renamed.to = expr_local(m, flow, from->name, from->type, left, left->span);
    e = expr_let(m, renamed.to, left, copy(&c, conversion->value, &renamed));
    e->conversion = conversion;
    return e;
}
