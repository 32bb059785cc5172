/* Methods and parameters: what operations (sent) and flows (received) have in common. Where each
 * parameter travels is decided here: in the path where the path names it, else where `from` says,
 * else in the query (GET, HEAD, DELETE) or as a field of the JSON body (POST, PUT, PATCH). */
#include "resolve_parts.h"

#include "runtime/input.h"

/* A parameter while its place is being decided. */
struct placing {
    const struct ast_member *syntax;
    struct clauses clauses;
    const struct ast_clause *from; /* NULL: not said, or no place */
};

static bool has_body(enum orch_method method)
{
    return method == ORCH_POST || method == ORCH_PUT || method == ORCH_PATCH;
}

/* --- method */

static void read_method(struct resolver *r, struct signature *s)
{
    const char *name = s->method_name->text;
    struct diag_near near;
    struct diag *d;

    if (!name)
        return;
    diag_near_init(&near, name);
    for (int i = 0; i < ORCH_METHOD_COUNT; i++) {
        const char *method = orch_method_name((enum orch_method)i);

        if (strcmp(name, method) == 0) {
            s->method = (enum orch_method)i;
            return;
        }
        diag_near_try(&near, method);
    }
    d = diag_add(&r->c->diags, DIAG_BAD_CLAUSE, s->method_name->span, "`%s` is no method", name);
    diag_note(d, "the methods are GET, HEAD, POST, PUT, PATCH and DELETE");
    if (near.best)
        diag_fix(d, s->method_name->span, near.best, "did you mean `%s`?", near.best);
}

void resolve_head(struct resolver *r, const struct signature *s, const struct type *result,
                  struct span span)
{
    if (s->method == ORCH_HEAD && result->kind != TYPE_VOID && result->kind != TYPE_ERROR)
        resolve_error(r, DIAG_BAD_CLAUSE, span, "the answer to HEAD has no body, so no result");
}

/* --- names and types */

/* The place that a `from` clause names, or NULL where that was reported. */
static const struct ast_clause *read_from(struct resolver *r, const struct clauses *cs)
{
    const struct ast_clause *from = cs->of[AST_CLAUSE_FROM];
    const char *place = from ? from->name.text : NULL;

    if (!place)
        return NULL;
    if (strcmp(place, "path") == 0 || strcmp(place, "query") == 0 || strcmp(place, "body") == 0 ||
        from->string.text.ptr)
        return from;
    if (strcmp(place, "header") == 0)
        diag_note(resolve_error(r, DIAG_BAD_CLAUSE, from->span, "`from header` does not say which"),
                  "as in `from header \"X-Tenant\"`");
    else
        diag_note(diag_add(&r->c->diags, DIAG_BAD_CLAUSE, from->name.span,
                           "a parameter cannot come from `%s`", place),
                  "it comes from `path`, `query`, `body` or `header \"...\"`");
    return NULL;
}

static bool is_from(const struct placing *p, const char *place)
{
    return p->from && strcmp(p->from->name.text, place) == 0;
}

static void add_param(struct resolver *r, struct signature *s, const struct ast_member *m,
                      struct placing *placing)
{
    struct param *p = &s->params[s->n_params];

    placing->syntax = m;
    placing->clauses = resolve_clauses(r, m->clauses, CLAUSE(JSON) | CLAUSE(FROM), "a parameter");
    placing->from = read_from(r, &placing->clauses);
    p->name = m->name.text;
    p->wire = resolve_wire_name(r, &placing->clauses, p->name);
    p->type = resolve_member_type(r, &m->name, m->type, m->optional);
    p->index = s->n_params;
    p->span = m->name.span;
}

/* Fills s->params; returns what is said of each, by index. */
static struct placing *read_params(struct resolver *r, struct signature *s,
                                   const struct ast_member *list)
{
    struct placing *placings;
    struct orch_map names;
    size_t n = 0;

    for (const struct ast_member *m = list; m; m = m->next)
        n++;
    placings = memory_new(&r->c->arena, n, sizeof *placings);
    s->params = memory_new(&r->c->arena, n, sizeof *s->params);
    orch_map_init(&names);
    for (const struct ast_member *m = list; m; m = m->next) {
        if (!m->name.text)
            continue;
        add_param(r, s, m, &placings[s->n_params]);
        if (resolve_unique(r, &names, orch_str(m->name.text), &m->name.span,
                           "there are two parameters", ""))
            s->n_params++;
    }
    orch_map_free(&names);
    return placings;
}

/* --- places */

static void report_unsendable(struct resolver *r, const struct param *p, const char *where)
{
    struct diag *d;

    d = diag_add(&r->c->diags, DIAG_BAD_PARAMETER, p->span, "parameter `%s` cannot be in the %s",
                 p->name, where);
    diag_note(d, "its type is %s; only a single value fits there, such as a number or a string%s",
              type_text(&r->model->types, p->type),
              p->place == PLACE_QUERY ? ", or a list of them" : "");
}

/* A single value, or a list of them: its name is repeated. */
static bool fits_query(const struct param *p)
{
    const struct type *type = type_inner(p->type);

    if (type->kind == TYPE_LIST && !type_is_optional(type->elem))
        type = type->elem;
    return type->kind == TYPE_ERROR || type_is_scalar(type);
}

static void check_path_param(struct resolver *r, const struct param *p, const struct placing *said)
{
    const struct ast_clause *json = said->clauses.of[AST_CLAUSE_JSON];

    if (type_is_optional(p->type))
        diag_note(diag_add(&r->c->diags, DIAG_BAD_PARAMETER, p->span,
                           "parameter `%s` is in the path, so it cannot be optional", p->name),
                  "a path without it would be another path");
    else if (p->type->kind != TYPE_ERROR && !type_is_scalar(p->type))
        report_unsendable(r, p, "path");
    if (json)
        resolve_error(r, DIAG_BAD_CLAUSE, json->span,
                      "a parameter in the path has no other name on the wire");
    if (said->from && !is_from(said, "path"))
        diag_add(&r->c->diags, DIAG_BAD_CLAUSE, said->from->span,
                 "parameter `%s` is in the path already", p->name);
}

static void place_in_header(struct resolver *r, const struct signature *s, struct param *p,
                            const struct placing *said)
{
    const struct ast_clause *json = said->clauses.of[AST_CLAUSE_JSON];

    p->place = PLACE_HEADER;
    p->wire = said->from->string.text;
    resolve_header_name(r, &said->from->string, s->of_flow ? ORCH_HEADER_READ : ORCH_HEADER_SENT);
    if (json)
        resolve_error(r, DIAG_BAD_CLAUSE, json->span,
                      "a parameter in a header has no other name on the wire");
    if (p->type->kind != TYPE_ERROR && !type_is_scalar(p->type))
        report_unsendable(r, p, "header");
}

/* Decides the place of a parameter that is not in the path. */
static void place_param(struct resolver *r, const struct signature *s, struct param *p,
                        const struct placing *said, bool path_is_good)
{
    p->place = has_body(s->method) ? PLACE_FIELD : PLACE_QUERY;
    if (is_from(said, "path") && path_is_good)
        diag_note(diag_add(&r->c->diags, DIAG_BAD_PARAMETER, said->from->span,
                           "the path has no `{%s}`", p->name),
                  "write where it stands, as in \"/users/{%s}\"", p->name);
    if (is_from(said, "header")) {
        place_in_header(r, s, p, said);
        return;
    }
    if (is_from(said, "query"))
        p->place = PLACE_QUERY;
    if (is_from(said, "body")) {
        p->place = PLACE_BODY;
        if (!has_body(s->method))
            diag_add(&r->c->diags, DIAG_BAD_PARAMETER, said->from->span,
                     "a request with the method %s has no body", s->method_name->text);
        if (said->clauses.of[AST_CLAUSE_JSON])
            resolve_error(r, DIAG_BAD_CLAUSE, said->clauses.of[AST_CLAUSE_JSON]->span,
                          "the whole body has no name on the wire");
    }
    if (p->place == PLACE_QUERY && !fits_query(p))
        report_unsendable(r, p, "query");
}

/* One body: either a single parameter is all of it, or each is a field. */
static void check_body(struct resolver *r, const struct signature *s)
{
    const struct param *whole = NULL;

    for (unsigned i = 0; i < s->n_params && !whole; i++) {
        if (s->params[i].place == PLACE_BODY)
            whole = &s->params[i];
    }
    for (unsigned i = 0; whole && i < s->n_params; i++) {
        const struct param *p = &s->params[i];
        struct diag *d;

        if (p == whole || (p->place != PLACE_BODY && p->place != PLACE_FIELD))
            continue;
        d = diag_add(&r->c->diags, DIAG_BAD_PARAMETER, p->span,
                     p->place == PLACE_BODY ? "`%s` cannot be the whole body too"
                                            : "`%s` would be a field of the body",
                     p->name);
        diag_label(d, whole->span, "`%s` is the whole body", whole->name);
        diag_note(d, "write `%s` with `from query`, or make it a field of `%s`", p->name,
                  whole->name);
    }
}

/* Of headers, whose names are compared without regard to case. */
static void check_header_names(struct resolver *r, const struct signature *s)
{
    for (unsigned i = 0; i < s->n_params; i++) {
        for (unsigned k = 0; k < i && s->params[i].place == PLACE_HEADER; k++) {
            struct diag *d;

            if (s->params[k].place != PLACE_HEADER ||
                !orch_header_same(s->params[i].wire, s->params[k].wire))
                continue;
            d = diag_add(&r->c->diags, DIAG_DUPLICATE_NAME, s->params[i].span,
                         "two parameters are the header `%.*s`", ORCH_STR_ARG(s->params[i].wire));
            diag_label(d, s->params[k].span, "the first is here");
            break;
        }
    }
}

/* Names on the wire differ within a query and within a body. */
static void check_wires(struct resolver *r, const struct signature *s,
                        const struct placing *placings)
{
    struct orch_map query, body;

    orch_map_init(&query);
    orch_map_init(&body);
    for (unsigned i = 0; i < s->n_params; i++) {
        const struct param *p = &s->params[i];
        const struct span *span =
            resolve_wire_span(&placings[i].clauses, &placings[i].syntax->name);

        if (p->place == PLACE_QUERY)
            resolve_unique(r, &query, p->wire, span, "two parameters are", " in the query");
        else if (p->place == PLACE_FIELD)
            resolve_unique(r, &body, p->wire, span, "two parameters are", " in the body");
    }
    orch_map_free(&query);
    orch_map_free(&body);
}

/* What the runtime reads of one request is bounded. */
static void check_count(struct resolver *r, const struct signature *s)
{
    unsigned n_query = 0, n_headers = 0;

    for (unsigned i = 0; i < s->n_params && s->of_flow; i++) {
        n_query += s->params[i].place == PLACE_QUERY;
        n_headers += s->params[i].place == PLACE_HEADER;
        if (n_query > ORCH_INPUT_MAX_PAIRS || n_headers > ORCH_INPUT_MAX_PAIRS) {
            diag_add(&r->c->diags, DIAG_BAD_PARAMETER, s->params[i].span,
                     "a flow takes at most %d parameters from %s", ORCH_INPUT_MAX_PAIRS,
                     n_headers > ORCH_INPUT_MAX_PAIRS ? "headers" : "the query");
            return;
        }
    }
}

void resolve_signature(struct resolver *r, struct signature *s, const struct ast_member *params)
{
    struct placing *placings = read_params(r, s, params);
    bool *in_path = memory_new(&r->c->arena, s->n_params, sizeof *in_path);
    bool path_is_good;

    read_method(r, s);
    path_is_good = resolve_path(r, s, in_path);
    for (unsigned i = 0; i < s->n_params; i++) {
        if (in_path[i])
            check_path_param(r, &s->params[i], &placings[i]);
        else
            place_param(r, s, &s->params[i], &placings[i], path_is_good);
    }
    check_body(r, s);
    check_wires(r, s, placings);
    check_header_names(r, s);
    check_count(r, s);
}
