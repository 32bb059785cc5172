/* Finds the flow of a request. A service has few routes, so they are an ordered list: more exact
 * patterns stand before those that they could be mistaken for, and the first one that fits wins. */
#include "router.h"

#include "target.h"

#include <stdio.h>
#include <stdlib.h>

struct segment {
    struct orch_str text; /* literal, or the parameter's name */
    bool param;
};

struct pattern {
    const struct orch_flow *flow;
    unsigned n;
    struct segment segments[ORCH_ROUTE_MAX_SEGMENTS];
};

struct orch_router {
    unsigned n;
    struct pattern patterns[]; /* in the order of trying */
};

/* Takes the first segment off *path, which begins with '/'. */
static struct orch_str take_segment(struct orch_str *path)
{
    const char *begin = path->ptr + 1;
    const char *end = memchr(begin, '/', path->len - 1);
    size_t n = end ? (size_t)(end - begin) : path->len - 1;

    *path = orch_str_n(begin + n, path->len - 1 - n);
    return orch_str_n(begin, n);
}

/* "{id}" or a literal; false where braces stand elsewhere. */
static bool read_segment(struct orch_str text, struct segment *out)
{
    bool param = text.len > 2 && text.ptr[0] == '{' && text.ptr[text.len - 1] == '}';

    *out = (struct segment){param ? orch_str_n(text.ptr + 1, text.len - 2) : text, param};
    for (size_t i = 0; i < out->text.len; i++) {
        if (strchr("{}", out->text.ptr[i]))
            return false;
    }
    return true;
}

static const char *read_pattern(const struct orch_flow *flow, struct pattern *out)
{
    struct orch_str path = orch_str(flow->path);

    out->flow = flow;
    out->n = 0;
    if (path.len == 0 || path.ptr[0] != '/')
        return "the path does not begin with '/'";
    while (path.len > 0) {
        if (out->n == ORCH_ROUTE_MAX_SEGMENTS)
            return "the path has too many segments";
        if (!read_segment(take_segment(&path), &out->segments[out->n++]))
            return "a parameter must be a whole segment, as in /users/{id}";
    }
    return NULL;
}

/* Order of trying, among patterns of one length: by the leftmost segment where one is exact and the
 * other a parameter. 0: it does not matter which comes first. */
static int compare_kinds(const struct pattern *a, const struct pattern *b)
{
    if (a->n != b->n)
        return a->n < b->n ? -1 : 1;
    for (unsigned i = 0; i < a->n; i++) {
        if (a->segments[i].param != b->segments[i].param)
            return a->segments[i].param ? 1 : -1;
    }
    return 0;
}

static bool same_route(const struct pattern *a, const struct pattern *b)
{
    if (a->flow->method != b->flow->method || compare_kinds(a, b) != 0)
        return false;
    for (unsigned i = 0; i < a->n; i++) {
        if (!a->segments[i].param && !orch_str_eq(a->segments[i].text, b->segments[i].text))
            return false;
    }
    return true;
}

/* Puts the pattern behind the last one in its place (insertion sort, stable). False where it
 * doubles another. */
static bool insert(struct orch_router *r, struct pattern *added, const struct orch_flow **twin)
{
    struct pattern p = *added;
    unsigned i = r->n++;

    for (unsigned k = 0; k < i; k++) {
        if (same_route(&r->patterns[k], &p)) {
            *twin = r->patterns[k].flow;
            return false;
        }
    }
    for (; i > 0 && compare_kinds(&r->patterns[i - 1], &p) > 0; i--)
        r->patterns[i] = r->patterns[i - 1];
    r->patterns[i] = p;
    return true;
}

struct orch_router *orch_router_new(const struct orch_program *program, char *error,
                                    size_t error_size)
{
    struct orch_router *r = malloc(sizeof *r + program->n_flows * sizeof r->patterns[0]);
    const struct orch_flow *twin = NULL;

    if (!r) {
        snprintf(error, error_size, "out of memory");
        return NULL;
    }
    r->n = 0;
    for (unsigned i = 0; i < program->n_flows; i++) {
        const struct orch_flow *flow = &program->flows[i];
        const char *wrong = read_pattern(flow, &r->patterns[r->n]);

        if (wrong) {
            snprintf(error, error_size, "flow %s, %s: %s", flow->name, flow->path, wrong);
        } else if (!insert(r, &r->patterns[r->n], &twin)) {
            snprintf(error, error_size, "flows %s and %s have the same route %s %s", twin->name,
                     flow->name, orch_method_name(flow->method), flow->path);
            wrong = error;
        }
        if (wrong) {
            free(r);
            return NULL;
        }
    }
    return r;
}

void orch_router_free(struct orch_router *r)
{
    free(r);
}

static bool fits(const struct pattern *p, const struct orch_str *segments, unsigned n)
{
    if (p->n != n)
        return false;
    for (unsigned i = 0; i < n; i++) {
        if (p->segments[i].param ? segments[i].len == 0
                                 : !orch_target_segment_is(segments[i], p->segments[i].text))
            return false;
    }
    return true;
}

static void take_params(const struct pattern *p, const struct orch_str *segments,
                        struct orch_route *out)
{
    for (unsigned i = 0; i < p->n; i++) {
        if (p->segments[i].param)
            out->params[out->n_params++] =
                (struct orch_route_param){p->segments[i].text, segments[i]};
    }
}

/* The first pattern of that method; notes the methods of the others that fit. */
static const struct pattern *find(const struct orch_router *r, enum orch_method method,
                                  const struct orch_str *segments, unsigned n, unsigned *allowed)
{
    for (unsigned i = 0; i < r->n; i++) {
        const struct pattern *p = &r->patterns[i];
        if (!fits(p, segments, n))
            continue;
        if (p->flow->method == method)
            return p;
        *allowed |= 1u << p->flow->method;
    }
    return NULL;
}

void orch_router_find(const struct orch_router *r, enum orch_method method, struct orch_str path,
                      struct orch_route *out)
{
    struct orch_str segments[ORCH_ROUTE_MAX_SEGMENTS];
    const struct pattern *p;
    unsigned n = 0;

    out->flow = NULL;
    out->allowed = 0;
    out->n_params = 0;
    while (path.len > 0 && path.ptr[0] == '/') {
        if (n == ORCH_ROUTE_MAX_SEGMENTS)
            return;
        segments[n++] = take_segment(&path);
    }
    p = find(r, method, segments, n, &out->allowed);
    if (!p && method == ORCH_HEAD)
        p = find(r, ORCH_GET, segments, n, &out->allowed);
    if (p) {
        out->flow = p->flow;
        out->allowed = 0;
        take_params(p, segments, out);
    } else if (out->allowed & 1u << ORCH_GET) {
        out->allowed |= 1u << ORCH_HEAD;
    }
}

void orch_router_allow(unsigned allowed, char *out, size_t size)
{
    size_t n = 0;

    out[0] = '\0';
    for (unsigned m = 0; m < ORCH_METHOD_COUNT && n < size; m++) {
        if (allowed & 1u << m)
            n += (size_t)snprintf(out + n, size - n, "%s%s", n > 0 ? ", " : "",
                                  orch_method_name((enum orch_method)m));
    }
}
