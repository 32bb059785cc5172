/* check: trees of bodies in, typed statements and expressions out; see passes.h. This file is the
 * entry: conversions first (values of other expressions are made of them), then each flow. */
#include "checker.h"

/* The declared expression sees one value, of the name of the term that it is from. Inside it no
 * other conversion is applied: each says the whole. */
static void check_conversion(struct model *m, struct conversion *c)
{
    struct flow scratch = {.name = c->to->name, .n_locals = c->var->index + 1};
    const struct local from = {.var = c->var};
    struct checker k = {.m = m, .flow = &scratch, .locals = &from};
    const char *what =
        check_format(m, "the result of `convert %s -> %s`", c->from->name, c->to->name);
    struct expr *value;

    scratch.result = type_base(&m->types, TYPE_VOID);
    c->var->secret = c->from->secret;
    k.state = state_new(&m->compilation->arena);
    value = check_expr(&k, c->syntax->value, c->to->type);
    if (!check_failed(value))
        value = check_adapt(m, &scratch, check_plain(m, value), c->to->type, what, value->span);
    c->value = value ? value : expr_error(m, c->span);
}

static void check_conversions(struct model *m)
{
    unsigned n = m->n_conversions;

    m->n_conversions = 0;
    for (unsigned i = 0; i < n; i++)
        check_conversion(m, m->conversions[i]);
    m->n_conversions = n;
}

/* Parameters are set from the start; those that may be absent may be none. */
static void check_flow(struct model *m, struct flow *flow)
{
    const unsigned errors = diags_found(&m->compilation->diags);
    struct checker k = {.m = m, .flow = flow};

    k.state = state_new(&m->compilation->arena);
    for (unsigned i = 0; i < flow->n_params; i++) {
        struct var *v = flow->params[i].var;

        check_var_set(&k, v,
                      type_is_optional(flow->params[i].type) ? PRESENCE_OPTIONAL : PRESENCE_SET,
                      expr_type_secret(v->type));
    }
    check_flow_body(&k);
    flow->faulty = diags_found(&m->compilation->diags) != errors;
}

void check(struct model *m)
{
    check_conversions(m);
    for (unsigned i = 0; i < m->n_flows && !diags_full(&m->compilation->diags); i++)
        check_flow(m, m->flows[i]);
}
