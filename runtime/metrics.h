/* Counters of a service: one block per worker, written by that worker alone, read by the admin
 * thread with relaxed atomics, and summed when they are asked for (GET /metrics, Prometheus text
 * format 0.0.4). */
#ifndef ORCH_METRICS_H
#define ORCH_METRICS_H

#include "base/buf.h"
#include "errors.h"
#include "flow.h"

#include <stdatomic.h>
#include <stdint.h>

#define ORCH_METRICS_BUCKETS 14 /* upper bounds in metrics.c, 1 ms to 10 s, and +Inf */

struct orch_histogram {
    _Atomic uint64_t bucket[ORCH_METRICS_BUCKETS + 1];
    _Atomic uint64_t sum_ns;
};

struct orch_flow_metrics {
    _Atomic uint64_t answers[6]; /* by hundreds of the status, [0]: cancelled (499) */
    _Atomic uint64_t degraded;   /* answers that used a fallback */
    struct orch_histogram seconds;
};

struct orch_operation_metrics {
    _Atomic uint64_t calls[ORCH_ERR_COUNT]; /* by how they ended; ORCH_OK is success */
    struct orch_histogram seconds;
};

struct orch_metrics {
    struct orch_flow_metrics *flows;           /* n_flows of the program */
    struct orch_operation_metrics *operations; /* n_operations */
    _Atomic uint64_t runs_active;
    _Atomic uint64_t connections_active;
    _Atomic uint64_t refused; /* requests that no flow took: 404, 405, 413, 503 and the like */
};

struct orch_metrics *orch_metrics_new(const struct orch_program *program); /* NULL: memory ended */
void orch_metrics_free(struct orch_metrics *m);
void orch_metrics_observe(struct orch_histogram *h, int64_t ns);
/* Adds one, from the one thread that owns the block. */
static inline void orch_metrics_count(_Atomic uint64_t *c, int64_t by)
{
    atomic_store_explicit(c, atomic_load_explicit(c, memory_order_relaxed) + (uint64_t)by,
                          memory_order_relaxed);
}
/* The exposition of n workers' blocks, summed. */
void orch_metrics_write(struct orch_buf *out, const struct orch_program *program,
                        struct orch_metrics *const *blocks, unsigned n);

#endif
