/* The engine: runs of flows. A run takes an input, walks the flow's nodes, calls services through a
 * transport, and ends once with an answer. Runs are recycled: after warm-up a run allocates nothing
 * from the heap.
 *
 * Life of a run:
 *   1. orch_run_new            takes one from the free list (NULL: over the limit; answer 503)
 *   2. the caller fills orch_run_input
 *   3. orch_run_start          decodes the input; then runs. `done` is called once, from within
 * start or later, unless the run was cancelled.
 *   4. done: the answer is in the run until
 *   5. orch_run_free           gives it back.
 *   orch_run_cancel may come between 3 and 4: calls in flight are aborted, done is not called, free
 * must follow. At any other time it does nothing. orch_run_free of a run that has not ended cancels
 * it first. */
#ifndef ORCH_RUN_H
#define ORCH_RUN_H

#include "client.h"
#include "flow.h"
#include "input.h"

struct orch_engine;
struct orch_loop;
struct orch_metrics;
struct orch_run;

typedef void (*orch_run_fn)(struct orch_run *run, void *data);

struct orch_engine_settings {
    size_t max_run_memory; /* bytes */
    unsigned max_runs;
};

/* One engine per worker. Borrowed: loop, program, transport, metrics (may be NULL). NULL where
 * memory ends. */
struct orch_engine *orch_engine_new(struct orch_loop *loop, const struct orch_program *program,
                                    struct orch_transport *transport, struct orch_metrics *metrics,
                                    const struct orch_engine_settings *settings);
void orch_engine_free(struct orch_engine *e); /* no run may be active */
unsigned orch_engine_active(const struct orch_engine *e);

struct orch_run *orch_run_new(struct orch_engine *e, const struct orch_flow *flow);
struct orch_input *orch_run_input(struct orch_run *run);
struct orch_arena *orch_run_arena(struct orch_run *run);
void orch_run_start(struct orch_run *run, orch_run_fn done, void *data);
void orch_run_cancel(struct orch_run *run);
void orch_run_free(struct orch_run *run);

/* The answer, from done until free. Where the flow ended well: 200 and its result as
 * application/json, or 204 where it has returned nothing; otherwise problem details (RFC 9457,
 * application/problem+json): type, title, status, detail, `error` (its name), of a declared error
 * its fields, and for `invalid` the violations as `errors`:
 * [{"where": "query.user_id", "what": "is missing"}]. Upstream bodies and URLs never appear in it.
 */
struct orch_answer {
    int status;
    const char *content_type;
    struct orch_str body;
    struct orch_str
        degraded; /* value of Orch-Degraded: "banners;timeout, promos;unreachable"; len 0: none */
    unsigned retry_after; /* seconds; 0: none */
};
const struct orch_answer *orch_run_answer(const struct orch_run *run);

/* For the access log, from done (or cancel) until free. */
struct orch_run_summary {
    const struct orch_flow *flow;
    int64_t elapsed_ns;
    unsigned calls;         /* calls made */
    enum orch_error error;  /* ORCH_OK, or what ended it */
    const char *error_name; /* of it, or of the declared error; NULL: nothing ended it */
    const char *error_node; /* label of the node that failed; NULL: none */
    uint32_t error_line;    /* its line in the .orch */
    struct orch_str detail; /* what exactly, for the log only */
    const struct orch_trouble *fallbacks; /* calls that fell back, in the order of the nodes */
    unsigned n_fallbacks;
};
void orch_run_summary(const struct orch_run *run, struct orch_run_summary *out);

#endif
