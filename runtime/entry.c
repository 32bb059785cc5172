/* Takes a request in: finds its flow, fills the run's input, starts it; sends the run's answer, and
 * writes the access log when that has gone out. In: exchanges of the server. Out: answers; a
 * request that no flow takes gets problem details and counts as refused.
 *
 * Of an exchange, `subject` is the flow (NULL: none took it) and `data` is the run (NULL: none was
 * started). The run lives until the exchange ends, for the answer's body is its own. */
#include "entry.h"

#include "loop.h"

#include <strings.h>
#include <time.h>

static const struct orch_head plain = {0};

static void refuse_route(struct orch_exchange *x, unsigned allowed)
{
    struct orch_problem unknown = {
        .status = 404, .title = "There is nothing at this path", .error = "not_found"};
    struct orch_problem method = {.status = 405,
                                  .title = "This path does not know the method",
                                  .error = "method_not_allowed"};
    struct orch_head head = {0};
    char allow[64];

    if (!allowed) {
        orch_exchange_problem(x, &plain, &unknown);
        return;
    }
    orch_router_allow(allowed, allow, sizeof allow);
    head.allow = allow;
    orch_exchange_problem(x, &head, &method);
}

/* "application/json", with or without parameters. */
static bool is_json(const char *type)
{
    static const char json[] = "application/json";
    size_t n = sizeof json - 1;

    return strncasecmp(type, json, n) == 0 && strchr("; \t", type[n]);
}

/* What is wrong with the kind of body, or NULL. A body that is not there at all is the flow's to
 * complain of. */
static const char *unsupported(const struct orch_exchange *x)
{
    const char *type = orch_exchange_header(x, "Content-Type");
    const char *encoding = orch_exchange_header(x, "Content-Encoding");

    if (encoding && strcasecmp(encoding, "identity") != 0)
        return "the body must not be encoded";
    if (type ? !is_json(type) : x->body.len > 0)
        return "the body must be application/json";
    return NULL;
}

/* Takes one value of the header that comes next in the input; white space around it is not part of
 * it (RFC 9110, 5.5). */
struct header_value {
    struct orch_input *in;
    const char *name;
};

static void take_header(void *data, const char *value)
{
    const struct header_value *h = data;
    unsigned *n = &h->in->n_pairs[ORCH_IN_HEADER];
    size_t len;

    value += strspn(value, " \t");
    for (len = strlen(value); len > 0 && strchr(" \t", value[len - 1]); len--) {
    }
    if (*n < ORCH_INPUT_MAX_PAIRS)
        h->in->pairs[ORCH_IN_HEADER][(*n)++] =
            (struct orch_input_pair){orch_str(h->name), orch_str_n(value, len)};
}

static void fill_input(struct orch_input *in, const struct orch_route *route,
                       const struct orch_exchange *x)
{
    for (unsigned i = 0; i < route->n_params; i++)
        orch_target_path_param(in, route->params[i].name, route->params[i].value);
    orch_target_query(in, x->target.query);
    for (unsigned i = 0; i < route->flow->n_headers; i++) {
        struct header_value h = {in, route->flow->headers[i]};

        orch_exchange_headers(x, h.name, take_header, &h);
    }
    in->body = route->flow->has_body ? x->body : orch_str_n(NULL, 0);
}

static void run_done(struct orch_run *run, void *data)
{
    struct orch_exchange *x = data;
    const struct orch_answer *a = orch_run_answer(run);
    struct orch_head head = {.status = a->status,
                             .content_type = a->body.len > 0 ? a->content_type : NULL,
                             .degraded = a->degraded,
                             .retry_after = a->retry_after};

    orch_exchange_answer(x, &head, a->body);
}

/* Parameters that cannot even be decoded: nothing is started. */
static void refuse_input(struct orch_exchange *x, const struct orch_violations *wrong)
{
    const struct orch_error_info *info = orch_error_info(ORCH_ERR_INVALID);
    struct orch_problem p = {.status = info->status,
                             .title = info->title,
                             .error = info->name,
                             .detail = orch_str("a parameter cannot be decoded"),
                             .violations = wrong};

    orch_exchange_problem(x, &plain, &p);
}

static void start_run(struct orch_entry *e, struct orch_exchange *x, const struct orch_route *route)
{
    const struct orch_problem busy = {
        .status = 503, .title = "The service is busy", .error = "busy"};
    struct orch_run *run = orch_run_new(e->engine, route->flow);

    if (!run) {
        orch_exchange_problem(x, &(struct orch_head){.retry_after = 1}, &busy);
        return;
    }
    fill_input(orch_run_input(run), route, x);
    if (orch_run_input(run)->violations.n > 0) {
        refuse_input(x, &orch_run_input(run)->violations);
        orch_run_free(run);
        return;
    }
    x->data = run;
    orch_run_start(run, run_done, x);
}

static void take_request(struct orch_exchange *x, void *data)
{
    struct orch_entry *e = data;
    struct orch_problem type = {.status = 415,
                                .title = "The body is of an unsupported kind",
                                .error = "unsupported_media_type"};
    struct orch_route route;
    const char *wrong;

    orch_router_find(e->router, x->method, x->target.path, &route);
    if (!route.flow) {
        refuse_route(x, route.allowed);
        return;
    }
    x->subject = route.flow;
    wrong = route.flow->has_body ? unsupported(x) : NULL;
    if (wrong) {
        type.detail = orch_str(wrong);
        orch_exchange_problem(x, &plain, &type);
        return;
    }
    start_run(e, x, &route);
}

static void cancel_run(struct orch_exchange *x, void *data)
{
    (void)data;
    orch_run_cancel(x->data);
}

static int64_t wall_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* What the run knows of how it went. */
static void describe_run(const struct orch_run *run, struct orch_access *a)
{
    struct orch_run_summary summary;

    orch_run_summary(run, &summary);
    a->elapsed_ns = summary.elapsed_ns;
    a->calls = summary.calls;
    a->degraded = orch_run_answer(run)->degraded;
    a->fallbacks = summary.fallbacks;
    a->n_fallbacks = summary.n_fallbacks;
    if (summary.error != ORCH_OK)
        a->error = (struct orch_trouble){summary.error_name, summary.error_node, summary.error_line,
                                         summary.detail};
}

static void end_request(struct orch_exchange *x, void *data)
{
    struct orch_entry *e = data;
    const struct orch_flow *flow = x->subject;
    struct orch_access a = {.wall_us = wall_us(),
                            .flow = flow ? flow->name : NULL,
                            .method = x->method_name,
                            .path =
                                flow && flow->secret_path ? orch_str(flow->path) : x->target.path,
                            .status = x->status,
                            .elapsed_ns = orch_loop_now(e->loop) - x->began,
                            .bytes = x->bytes,
                            .error = {.name = x->error, .detail = orch_str(x->detail)}};

    if (x->data)
        describe_run(x->data, &a);
    else
        orch_metrics_count(&e->metrics->refused, 1);
    if (x->cut && !a.error.name) {
        a.error.name = orch_error_info(ORCH_ERR_CANCELLED)->name;
        a.error.detail = orch_str("the connection ended before the answer was sent");
    }
    orch_log_access(e->log, &a);
    orch_run_free(x->data);
}

struct orch_handler orch_entry_handler(struct orch_entry *entry)
{
    return (struct orch_handler){take_request, cancel_run, end_request, entry};
}
