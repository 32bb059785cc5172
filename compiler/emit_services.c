/* The services and operations that are called, as two tables, and names for their places. */
#include "emit_parts.h"
#include "memory.h"

static const char *const methods[] = {
    [ORCH_GET] = "ORCH_GET", [ORCH_HEAD] = "ORCH_HEAD",   [ORCH_POST] = "ORCH_POST",
    [ORCH_PUT] = "ORCH_PUT", [ORCH_PATCH] = "ORCH_PATCH", [ORCH_DELETE] = "ORCH_DELETE",
};

const char *emit_method(enum orch_method m)
{
    return methods[m];
}

/* The name of a place in a table; the same each time. */
static const char *place(struct emit *e, const char *what, const char *name)
{
    const char *wish = memory_text(e->arena, "%s_%s", what, name);
    bool made;

    return emit_demand(e, memory_text(e->arena, "place %s", wish), wish, &made)->name;
}

static const char *service_place(struct emit *e, const struct service *s)
{
    return place(e, "service", s->name);
}

const char *emit_operation(struct emit *e, const struct operation *op)
{
    return place(e, "operation", op->full_name);
}

static const char *string_or_null(struct emit *e, struct orch_str s)
{
    return s.ptr ? cwriter_quote(e->arena, s) : "NULL";
}

static void emit_upstreams(struct emit *e)
{
    const struct model *m = e->g->model;
    struct cwriter *w = &e->services;

    cwriter_open(w, "enum");
    for (unsigned i = 0; i < m->n_services; i++) {
        if (e->g->services_used[i])
            cwriter_line(w, "%s,", service_place(e, m->services[i]));
    }
    cwriter_close(w, ";");
    cwriter_blank(w);
    cwriter_open(w, "static const struct orch_upstream upstreams[] =");
    for (unsigned i = 0; i < m->n_services; i++) {
        const struct service *s = m->services[i];

        if (!e->g->services_used[i])
            continue;
        emit_origin(e, w, s->span, memory_text(e->arena, "service %s", s->name));
        emit_origin_end(w);
        cwriter_line(w, "[%s] = {.name = %s, .env = %s, .url = %s},", service_place(e, s),
                     cwriter_quote(e->arena, orch_str(s->name)), string_or_null(e, s->env),
                     string_or_null(e, s->url));
    }
    cwriter_close(w, ";");
}

/* --- headers -------------------------------------------------------------------------------- */

static const char *secret_place(struct emit *e, const char *env)
{
    return place(e, "secret", env);
}

static void note_secret(struct emit *e, const char *env)
{
    for (unsigned i = 0; i < e->n_secrets; i++) {
        if (strcmp(e->secrets[i], env) == 0)
            return;
    }
    e->secrets = memory_grow(e->arena, e->secrets, e->n_secrets, sizeof *e->secrets);
    e->secrets[e->n_secrets++] = env;
}

static void emit_secrets(struct emit *e)
{
    struct cwriter *w = &e->services;
    const struct model *m = e->g->model;

    for (unsigned i = 0; i < m->n_operations; i++) {
        const struct headers *hs = &m->operations[i]->headers;

        for (unsigned k = 0; e->g->operations_used[i] && k < hs->n; k++) {
            for (unsigned p = 0; p < hs->items[k].n_parts; p++) {
                if (hs->items[k].parts[p].env)
                    note_secret(e, hs->items[k].parts[p].env);
            }
        }
    }
    if (e->n_secrets == 0)
        return;
    cwriter_comment(w, "Environment variables that headers are made from.");
    cwriter_open(w, "enum");
    for (unsigned i = 0; i < e->n_secrets; i++)
        cwriter_line(w, "%s,", secret_place(e, e->secrets[i]));
    cwriter_close(w, ";");
    cwriter_open(w, "static const char *const secrets[] =");
    for (unsigned i = 0; i < e->n_secrets; i++)
        cwriter_line(w, "[%s] = %s,", secret_place(e, e->secrets[i]),
                     cwriter_quote(e->arena, orch_str(e->secrets[i])));
    cwriter_close(w, ";");
    cwriter_blank(w);
}

static const char *header_parts(struct emit *e, const struct header *h)
{
    const char *parts = "";

    for (unsigned i = 0; i < h->n_parts; i++) {
        const struct header_part *p = &h->parts[i];

        parts = p->env ? memory_text(e->arena, "%s%s{.secret = %s}", parts, i ? ", " : "",
                                     secret_place(e, p->env))
                       : memory_text(e->arena, "%s%s{.text = %s}", parts, i ? ", " : "",
                                     cwriter_quote(e->arena, p->text));
    }
    return parts;
}

static void emit_headers(struct emit *e, const struct operation *op)
{
    struct cwriter *w = &e->services;

    if (op->headers.n == 0)
        return;
    cwriter_open(w, "static const struct orch_header %s[] =", place(e, "headers", op->full_name));
    for (unsigned i = 0; i < op->headers.n; i++) {
        const struct header *h = &op->headers.items[i];

        emit_origin(e, w, h->span, memory_text(e->arena, "header %.*s", ORCH_STR_ARG(h->name)));
        emit_origin_end(w);
        cwriter_line(w, "{%s, (const struct orch_header_part[]){%s}, %u},",
                     cwriter_quote(e->arena, h->name), header_parts(e, h), h->n_parts);
    }
    cwriter_close(w, ";");
    cwriter_blank(w);
}

/* --- operations ----------------------------------------------------------------------------- */

static void emit_operations(struct emit *e)
{
    const struct model *m = e->g->model;
    struct cwriter *w = &e->services;

    emit_secrets(e);
    for (unsigned i = 0; i < m->n_operations; i++) {
        if (e->g->operations_used[i])
            emit_headers(e, m->operations[i]);
    }
    cwriter_open(w, "enum");
    for (unsigned i = 0; i < m->n_operations; i++) {
        if (e->g->operations_used[i])
            cwriter_line(w, "%s,", emit_operation(e, m->operations[i]));
    }
    cwriter_close(w, ";");
    cwriter_blank(w);
    cwriter_open(w, "static const struct orch_operation operations[] =");
    for (unsigned i = 0; i < m->n_operations; i++) {
        const struct operation *op = m->operations[i];

        if (!e->g->operations_used[i])
            continue;
        emit_origin(e, w, op->span, memory_text(e->arena, "%s", op->full_name));
        emit_origin_end(w);
        cwriter_open(w, "[%s] =", emit_operation(e, op));
        cwriter_line(w, ".name = %s,", cwriter_quote(e->arena, orch_str(op->full_name)));
        cwriter_line(w, ".upstream = %s,", service_place(e, op->service));
        cwriter_line(w, ".method = %s,", methods[op->method]);
        cwriter_line(w, ".path = %s,", cwriter_quote(e->arena, op->path.text));
        if (op->headers.n > 0)
            cwriter_line(w, ".headers = %s,", place(e, "headers", op->full_name));
        if (op->headers.n > 0)
            cwriter_line(w, ".n_headers = %u,", op->headers.n);
        cwriter_close(w, ",");
    }
    cwriter_close(w, ";");
}

void emit_services(struct emit *e)
{
    bool any = false;

    for (unsigned i = 0; i < e->g->model->n_services; i++)
        any = any || e->g->services_used[i];
    if (!any)
        return;
    emit_upstreams(e);
    cwriter_blank(&e->services);
    emit_operations(e);
}
