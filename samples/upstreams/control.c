/* See control.h. */
#include "control.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *dump(json_t *value)
{
    char *text = json_dumps(value, JSON_COMPACT | JSON_ENSURE_ASCII);

    json_decref(value);
    if (!text)
        abort();
    return text;
}

static char *fail(int *status, int code, const char *message)
{
    *status = code;
    return dump(json_pack("{s:s}", "error", message));
}

/* Text as a JSON string, or null where it is not UTF-8. */
static json_t *text(struct slice s)
{
    json_t *value = json_stringn(s.ptr, s.len);

    return value ? value : json_null();
}

/* A body: as JSON where it is, else as text. */
static json_t *content(struct slice body)
{
    json_t *value = json_loadb(body.ptr, body.len, JSON_DECODE_ANY, NULL);

    return value ? value : text(body);
}

static json_t *describe(const struct log_entry *e)
{
    struct request r;
    struct slice name, value;
    json_t *headers = json_object();

    http_parse(e->bytes, e->len, &r); /* it was parsed once: it is sound */
    while (http_next_header(&r.headers, &name, &value)) {
        char key[128];

        snprintf(key, sizeof key, "%.*s", (int)name.len, name.ptr);
        for (char *c = key; *c; c++)
            *c = (char)(*c >= 'A' && *c <= 'Z' ? *c | 0x20 : *c);
        json_object_set_new(headers, key, text(value));
    }
    return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o}", "service", e->service->name, "method",
                     text(r.method), "path", text(r.path), "query", text(r.query), "headers",
                     headers, "body", content(r.body));
}

static char *log_seen(const struct server *s)
{
    json_t *all = json_array();

    for (size_t i = 0; i < s->log_len; i++)
        json_array_append_new(all, describe(&s->log[i]));
    return dump(all);
}

static char *counts(const struct server *s)
{
    json_t *all = json_object();

    for (int i = 0; i < s->n_services; i++) {
        const struct service *v = &s->services[i];

        json_object_set_new(
            all, v->name,
            json_pack("{s:i, s:b, s:I, s:I, s:I, s:I, s:I}", "port", v->listener.port, "up",
                      v->listener.fd >= 0, "requests", (json_int_t)v->requests, "cancelled",
                      (json_int_t)v->cancelled, "connections", (json_int_t)v->connections, "open",
                      (json_int_t)v->open, "waiting", (json_int_t)v->waiting));
    }
    return dump(all);
}

static bool reset(struct server *s)
{
    bool up = true;

    for (int i = 0; i < s->n_services; i++) {
        server_release(s, &s->services[i]);
        faults_free(&s->services[i].faults);
        up &= server_up(s, &s->services[i]);
    }
    server_forget(s);
    return up;
}

static char *control_service(struct server *s, struct service *v, const struct request *r,
                             int *status)
{
    char error[512], down[8];

    if (slice_is(r->query, "release")) {
        server_release(s, v);
    } else if (slice_is(r->query, "clear")) {
        server_release(s, v);
        faults_free(&v->faults);
    } else if (http_query(r->query, "down", down, sizeof down)) {
        if (strcmp(down, "no") != 0)
            server_down(s, v);
        else if (!server_up(s, v))
            return fail(status, 500, "its port is taken");
    } else if (!faults_add(&v->faults, r->query, r->body, error, sizeof error)) {
        return fail(status, 400, error);
    }
    return dump(json_pack("{s:s}", "done", v->name));
}

char *control_answer(struct server *s, const struct request *r, int *status)
{
    struct slice name = {r->path.ptr + 1, r->path.len - 1};

    if (slice_is(r->method, "GET") && slice_is(name, "counts"))
        return counts(s);
    if (slice_is(r->method, "GET") && slice_is(name, "log"))
        return log_seen(s);
    if (!slice_is(r->method, "POST"))
        return fail(status, 404,
                    "there are GET /counts, GET /log, POST /reset and POST /SERVICE?...");
    if (slice_is(name, "reset"))
        return reset(s) ? dump(json_pack("{s:s}", "done", "reset"))
                        : fail(status, 500, "a port is taken");
    for (int i = 0; i < s->n_services; i++)
        if (slice_is(name, s->services[i].name))
            return control_service(s, &s->services[i], r, status);
    return fail(status, 404, "no such service; GET /counts names them");
}
