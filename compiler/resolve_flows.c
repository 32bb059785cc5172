/* What flows declare: parameters, route, result, timeout. Their bodies are for check. */
#include "resolve_parts.h"

/* Each parameter is a variable from the start. */
static void make_variables(struct resolver *r, struct flow *flow)
{
    for (unsigned i = 0; i < flow->n_params; i++) {
        struct param *p = &flow->params[i];
        const struct term *term = type_term(p->type);
        struct var *var = memory_new(&r->c->arena, 1, sizeof *var);

        var->name = p->name;
        var->kind = VAR_PARAM;
        var->type = type_inner(p->type);
        var->may_be_unset = type_is_optional(p->type);
        var->secret = term && term->secret;
        var->index = flow->n_vars;
        var->span = p->span;
        p->var = var;
        flow->vars = memory_grow(&r->c->arena, flow->vars, flow->n_vars, sizeof(struct var *));
        flow->vars[flow->n_vars++] = var;
    }
}

static void resolve_route(struct resolver *r, struct flow *flow, const struct ast_decl *syntax,
                          const struct ast_clause *on)
{
    struct signature s = {.of_flow = true, .method_name = &on->name, .path_text = &on->string};

    resolve_signature(r, &s, syntax->flow.params);
    flow->method = s.method;
    flow->path = s.path;
    flow->params = s.params;
    flow->n_params = s.n_params;
    flow->route_span = on->span;
    resolve_head(r, &s, flow->result,
                 syntax->flow.result ? syntax->flow.result->span : syntax->name.span);
}

static void report_no_route(struct resolver *r, const struct flow *flow)
{
    struct diag *d = diag_add(&r->c->diags, DIAG_BAD_CLAUSE, flow->span,
                              "flow `%s` does not say what it answers", flow->name);

    diag_note(d, "write `on GET \"/%s\"` before its block", flow->name);
    diag_note(d, "flows that only other flows call are not supported yet");
}

static struct flow *resolve_flow(struct resolver *r, const struct ast_decl *syntax)
{
    struct flow *flow = memory_new(&r->c->arena, 1, sizeof *flow);
    const struct clauses cs =
        resolve_clauses(r, syntax->flow.clauses, CLAUSE(ON) | CLAUSE(TIMEOUT), "a flow");
    const struct ast_clause *on = cs.of[AST_CLAUSE_ON];

    flow->name = syntax->name.text;
    flow->syntax = syntax;
    flow->doc = syntax->doc;
    flow->span = syntax->name.span;
    flow->result = syntax->flow.result ? resolve_type(r, syntax->flow.result)
                                       : type_base(&r->model->types, TYPE_VOID);
    if (on)
        resolve_route(r, flow, syntax, on);
    else
        report_no_route(r, flow);
    make_variables(r, flow);
    resolve_timeout(r, &cs, &flow->timeout_ms, &flow->timeout_span);
    return flow;
}

/* "GET /users/{}": two routes of one shape are the same. */
static struct orch_str route_shape(struct resolver *r, const struct flow *flow)
{
    static const char methods[] = "ghopad"; /* one letter a method */
    const char *shape = memory_text(&r->c->arena, "%c", methods[flow->method]);

    for (unsigned i = 0; i < flow->path.n_pieces; i++) {
        const struct path_piece *piece = &flow->path.pieces[i];

        shape = piece->param
                    ? memory_text(&r->c->arena, "%s{}", shape)
                    : memory_text(&r->c->arena, "%s%.*s", shape, ORCH_STR_ARG(piece->literal));
    }
    return orch_str(shape);
}

static void check_route(struct resolver *r, struct orch_map *routes, const struct flow *flow)
{
    const struct orch_str shape = route_shape(r, flow);
    const struct flow *first = orch_map_get(routes, shape);
    struct diag *d;

    if (!flow->path.n_pieces)
        return;
    if (!first) {
        orch_map_put(routes, shape, (void *)(uintptr_t)flow);
        return;
    }
    d = diag_add(&r->c->diags, DIAG_DUPLICATE_ROUTE, flow->route_span,
                 "flow `%s` answers what `%s` answers already", flow->name, first->name);
    diag_label(d, first->route_span, "the route of `%s`", first->name);
}

void resolve_flows(struct resolver *r)
{
    struct model *m = r->model;
    struct orch_map routes;

    orch_map_init(&routes);
    for (unsigned i = 0; i < r->program->n_files; i++) {
        for (const struct ast_decl *d = r->program->files[i]->decls; d; d = d->next) {
            struct flow *flow;

            if (d->kind != AST_DECL_FLOW || !d->name.text)
                continue;
            flow = resolve_flow(r, d);
            check_route(r, &routes, flow);
            if (!resolve_unique(r, &r->callable, orch_str(flow->name), &d->name.span,
                                "there are two services or flows", ""))
                continue;
            m->flows = memory_grow(&r->c->arena, m->flows, m->n_flows, sizeof(struct flow *));
            m->flows[m->n_flows++] = flow;
        }
    }
    orch_map_free(&routes);
}
