/* Services and their operations: where they are, what they offer and how it is asked for. */
#include "resolve_parts.h"

/* --- operations */

/* Name and type of what an operation answers. */
static void resolve_result(struct resolver *r, struct operation *o,
                           const struct ast_operation *syntax)
{
    o->result_type = type_base(&r->model->types, TYPE_VOID);
    if (!syntax->result_name.text)
        return;
    o->result_name = syntax->result_name.text;
    o->result_type = resolve_member_type(r, &syntax->result_name, syntax->result_type, false);
}

/* The nearest one counts: what the operation says itself goes before its service. */
static void inherit_answers(struct resolver *r, struct operation *o, const struct service *service)
{
    const unsigned own = o->n_answers;

    for (unsigned i = 0; i < service->n_answers; i++) {
        bool said = false;

        for (unsigned k = 0; k < own; k++)
            said = said || o->answers[k].status == service->answers[i].status;
        if (said)
            continue;
        o->answers = memory_grow(&r->c->arena, o->answers, o->n_answers, sizeof *o->answers);
        o->answers[o->n_answers++] = service->answers[i];
    }
}

static struct operation *resolve_operation(struct resolver *r, struct service *service,
                                           const struct ast_operation *syntax)
{
    struct operation *o = memory_new(&r->c->arena, 1, sizeof *o);
    struct signature s = {.method_name = &syntax->method, .path_text = &syntax->path};
    const struct clauses cs = resolve_clauses(
        r, syntax->clauses, CLAUSE(TIMEOUT) | CLAUSE(HEADER) | CLAUSE(ANSWER), "an operation");

    o->service = service;
    o->name = syntax->name.text;
    o->full_name = memory_text(&r->c->arena, "%s.%s", service->name, o->name);
    o->doc = syntax->doc;
    o->span = syntax->name.span;
    resolve_signature(r, &s, syntax->params);
    o->method = s.method;
    o->path = s.path;
    o->params = s.params;
    o->n_params = s.n_params;
    resolve_operation_headers(r, o, syntax->clauses);
    resolve_result(r, o, syntax);
    resolve_head(r, &s, o->result_type, syntax->result_name.span);
    resolve_timeout(r, &cs, &o->timeout_ms, &o->timeout_span);
    resolve_answers(r, syntax->clauses, &o->answers, &o->n_answers);
    inherit_answers(r, o, service);
    return o;
}

static void resolve_operations(struct resolver *r, struct service *service,
                               const struct ast_operation *list)
{
    struct model *m = r->model;
    struct orch_map names;

    orch_map_init(&names);
    for (const struct ast_operation *syntax = list; syntax; syntax = syntax->next) {
        struct operation *o;

        if (!syntax->name.text)
            continue;
        o = resolve_operation(r, service, syntax);
        if (!resolve_unique(r, &names, orch_str(o->name), &syntax->name.span,
                            "there are two operations", ""))
            continue;
        o->index = m->n_operations;
        m->operations =
            memory_grow(&r->c->arena, m->operations, m->n_operations, sizeof *m->operations);
        m->operations[m->n_operations++] = o;
        service->operations = memory_grow(&r->c->arena, service->operations, service->n_operations,
                                          sizeof *service->operations);
        service->operations[service->n_operations++] = o;
    }
    orch_map_free(&names);
}

/* --- services */

static void resolve_place(struct resolver *r, struct service *service, const struct clauses *cs)
{
    const struct ast_clause *url = cs->of[AST_CLAUSE_URL];
    struct diag *d;

    if (!url) {
        d = diag_add(&r->c->diags, DIAG_BAD_CLAUSE, service->span,
                     "service `%s` does not say where it is", service->name);
        diag_note(d, "write `url \"http://host:port\"`, or `url env NAME else \"...\"` to take it "
                     "from the environment");
        return;
    }
    if (url->name.text)
        service->env = orch_str(url->name.text);
    if (url->string.text.ptr && resolve_url(r, &url->string))
        service->url = url->string.text;
}

static void resolve_service(struct resolver *r, const struct ast_decl *syntax)
{
    struct model *m = r->model;
    struct service *service;
    const struct clauses cs = resolve_clauses(
        r, syntax->service.clauses, CLAUSE(URL) | CLAUSE(TIMEOUT) | CLAUSE(HEADER) | CLAUSE(ANSWER),
        "a service");

    if (!syntax->name.text)
        return;
    service = memory_new(&r->c->arena, 1, sizeof *service);
    service->name = syntax->name.text;
    service->span = syntax->name.span;
    resolve_place(r, service, &cs);
    resolve_timeout(r, &cs, &service->timeout_ms, &service->timeout_span);
    service->headers = resolve_headers(r, syntax->service.clauses);
    resolve_answers(r, syntax->service.clauses, &service->answers, &service->n_answers);
    if (!resolve_unique(r, &r->callable, orch_str(service->name), &syntax->name.span,
                        "there are two services or flows", ""))
        return;
    service->index = m->n_services;
    m->services = memory_grow(&r->c->arena, m->services, m->n_services, sizeof *m->services);
    m->services[m->n_services++] = service;
    resolve_operations(r, service, syntax->service.operations);
}

void resolve_services(struct resolver *r)
{
    for (unsigned i = 0; i < r->program->n_files; i++) {
        for (const struct ast_decl *d = r->program->files[i]->decls; d; d = d->next) {
            if (d->kind == AST_DECL_SERVICE)
                resolve_service(r, d);
        }
    }
}
