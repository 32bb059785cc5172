/* Which flow answers a request: method and path template. Made once, then only read: the workers
 * share one. */
#ifndef ORCH_ROUTER_H
#define ORCH_ROUTER_H

#include "flow.h"

#define ORCH_ROUTE_MAX_SEGMENTS 32

struct orch_router;

struct orch_route_param {
    struct orch_str name;  /* as in the template */
    struct orch_str value; /* a segment of the path, still percent-encoded */
};

struct orch_route {
    const struct orch_flow *flow; /* NULL: none */
    unsigned allowed;             /* where there is none: the methods that this path knows, as bits
                                     1 << enum orch_method; 0: the path is unknown */
    unsigned n_params;
    struct orch_route_param params[ORCH_ROUTE_MAX_SEGMENTS];
};

/* NULL with one line in error[] where two flows have the same route, or a template is not
 * well-formed or has more than ORCH_ROUTE_MAX_SEGMENTS segments. */
struct orch_router *orch_router_new(const struct orch_program *program, char *error,
                                    size_t error_size);
void orch_router_free(struct orch_router *r);

/* Looks a path up (encoded, without the query). Segments are decoded after splitting, so "%2F"
 * never separates. An exact segment wins over a parameter, the leftmost first; a parameter matches
 * any segment but an empty one. HEAD is answered by GET's flow where there is none of its own.
 * ORCH_METHOD_COUNT stands for any method that Orch does not know. */
void orch_router_find(const struct orch_router *r, enum orch_method method, struct orch_str path,
                      struct orch_route *out);

/* "GET, HEAD, POST" for the header Allow: size 64 is enough for all. */
void orch_router_allow(unsigned allowed, char *out, size_t size);

#endif
