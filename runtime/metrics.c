/* Counters of a service: made per worker, summed and written as Prometheus text when asked for.
 * In: the workers' blocks, read with relaxed loads while they are being written: each number is
 * whole, a page of them is not one instant. Out: the exposition, families in a fixed order. */
#include "metrics.h"

#include "limits.h"

#include <stdlib.h>

/* Upper bounds of the buckets: nanoseconds to compare with, text as it is exposed. */
static const struct {
    int64_t ns;
    const char *seconds;
} bounds[ORCH_METRICS_BUCKETS] = {
    {1000000, "0.001"},  {2500000, "0.0025"}, {5000000, "0.005"}, {10000000, "0.01"},
    {25000000, "0.025"}, {50000000, "0.05"},  {100000000, "0.1"}, {200000000, "0.2"},
    {300000000, "0.3"},  {500000000, "0.5"},  {1000000000, "1"},  {2500000000, "2.5"},
    {5000000000, "5"},   {10000000000, "10"},
};

/* By the index of orch_flow_metrics.answers. */
static const char *const answer_classes[6] = {"cancelled", "1xx", "2xx", "3xx", "4xx", "5xx"};

/* What the writers below share. */
struct exposition {
    struct orch_buf *out;
    const struct orch_program *program;
    struct orch_metrics *const *blocks;
    unsigned n;
};

struct orch_metrics *orch_metrics_new(const struct orch_program *program)
{
    struct orch_metrics *m = calloc(1, sizeof *m);

    if (!m)
        return NULL;
    m->flows = calloc(program->n_flows + 1u, sizeof *m->flows);
    m->operations = calloc(program->n_operations + 1u, sizeof *m->operations);
    if (!m->flows || !m->operations) {
        orch_metrics_free(m);
        return NULL;
    }
    return m;
}

void orch_metrics_free(struct orch_metrics *m)
{
    if (!m)
        return;
    free(m->flows);
    free(m->operations);
    free(m);
}

void orch_metrics_observe(struct orch_histogram *h, int64_t ns)
{
    unsigned i = 0;

    if (ns < 0)
        ns = 0;
    while (i < ORCH_METRICS_BUCKETS && ns > bounds[i].ns)
        i++;
    orch_metrics_count(&h->bucket[i], 1);
    orch_metrics_count(&h->sum_ns, ns);
}

static uint64_t load(const _Atomic uint64_t *c)
{
    return atomic_load_explicit(c, memory_order_relaxed);
}

static void write_family(struct orch_buf *out, const char *name, const char *type, const char *help)
{
    orch_buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

/* One histogram's lines; `hs` are the same one of each worker. The label is complete: flow="home".
 */
static void write_histogram(struct orch_buf *out, const char *name, const char *label,
                            const char *value, const struct orch_histogram *const *hs, unsigned n)
{
    uint64_t sum_ns = 0;
    uint64_t count = 0;

    for (unsigned i = 0; i <= ORCH_METRICS_BUCKETS; i++) {
        for (unsigned w = 0; w < n; w++)
            count += load(&hs[w]->bucket[i]);
        orch_buf_printf(out, "%s_bucket{%s=\"%s\",le=\"%s\"} %llu\n", name, label, value,
                        i < ORCH_METRICS_BUCKETS ? bounds[i].seconds : "+Inf",
                        (unsigned long long)count);
    }
    for (unsigned w = 0; w < n; w++)
        sum_ns += load(&hs[w]->sum_ns);
    orch_buf_printf(out, "%s_sum{%s=\"%s\"} %llu.%09llu\n", name, label, value,
                    (unsigned long long)(sum_ns / 1000000000u),
                    (unsigned long long)(sum_ns % 1000000000u));
    orch_buf_printf(out, "%s_count{%s=\"%s\"} %llu\n", name, label, value,
                    (unsigned long long)count);
}

static void write_flow_answers(const struct exposition *x)
{
    write_family(x->out, "orch_flow_answers_total", "counter",
                 "Answers of a flow by class of HTTP status; cancelled: the client left.");
    for (unsigned f = 0; f < x->program->n_flows; f++) {
        for (unsigned c = 0; c < 6; c++) {
            uint64_t sum = 0;
            for (unsigned w = 0; w < x->n; w++)
                sum += load(&x->blocks[w]->flows[f].answers[c]);
            orch_buf_printf(x->out, "orch_flow_answers_total{flow=\"%s\",status=\"%s\"} %llu\n",
                            x->program->flows[f].name, answer_classes[c], (unsigned long long)sum);
        }
    }
}

static void write_flow_degraded(const struct exposition *x)
{
    write_family(x->out, "orch_flow_degraded_total", "counter",
                 "Answers of a flow that used a fallback.");
    for (unsigned f = 0; f < x->program->n_flows; f++) {
        uint64_t sum = 0;
        for (unsigned w = 0; w < x->n; w++)
            sum += load(&x->blocks[w]->flows[f].degraded);
        orch_buf_printf(x->out, "orch_flow_degraded_total{flow=\"%s\"} %llu\n",
                        x->program->flows[f].name, (unsigned long long)sum);
    }
}

static void write_flow_seconds(const struct exposition *x)
{
    const struct orch_histogram *hs[ORCH_LIMIT_WORKERS];

    write_family(x->out, "orch_flow_duration_seconds", "histogram",
                 "Time from a flow's start to its answer.");
    for (unsigned f = 0; f < x->program->n_flows; f++) {
        for (unsigned w = 0; w < x->n; w++)
            hs[w] = &x->blocks[w]->flows[f].seconds;
        write_histogram(x->out, "orch_flow_duration_seconds", "flow", x->program->flows[f].name, hs,
                        x->n);
    }
}

static void write_operation_calls(const struct exposition *x)
{
    write_family(x->out, "orch_operation_calls_total", "counter",
                 "Calls of an operation by how they ended.");
    for (unsigned o = 0; o < x->program->n_operations; o++) {
        for (unsigned e = 0; e < ORCH_ERR_COUNT; e++) {
            uint64_t sum = 0;
            for (unsigned w = 0; w < x->n; w++)
                sum += load(&x->blocks[w]->operations[o].calls[e]);
            orch_buf_printf(x->out,
                            "orch_operation_calls_total{operation=\"%s\",outcome=\"%s\"} %llu\n",
                            x->program->operations[o].name,
                            e == ORCH_OK ? "ok" : orch_error_info((enum orch_error)e)->name,
                            (unsigned long long)sum);
        }
    }
}

static void write_operation_seconds(const struct exposition *x)
{
    const struct orch_histogram *hs[ORCH_LIMIT_WORKERS];

    write_family(x->out, "orch_operation_duration_seconds", "histogram",
                 "Time from a call's start to its end.");
    for (unsigned o = 0; o < x->program->n_operations; o++) {
        for (unsigned w = 0; w < x->n; w++)
            hs[w] = &x->blocks[w]->operations[o].seconds;
        write_histogram(x->out, "orch_operation_duration_seconds", "operation",
                        x->program->operations[o].name, hs, x->n);
    }
}

static void write_totals(const struct exposition *x)
{
    uint64_t runs = 0;
    uint64_t connections = 0;
    uint64_t refused = 0;

    for (unsigned w = 0; w < x->n; w++) {
        runs += load(&x->blocks[w]->runs_active);
        connections += load(&x->blocks[w]->connections_active);
        refused += load(&x->blocks[w]->refused);
    }
    write_family(x->out, "orch_runs_active", "gauge", "Flows that are running now.");
    orch_buf_printf(x->out, "orch_runs_active %llu\n", (unsigned long long)runs);
    write_family(x->out, "orch_connections_active", "gauge", "Client connections that are open.");
    orch_buf_printf(x->out, "orch_connections_active %llu\n", (unsigned long long)connections);
    write_family(x->out, "orch_requests_refused_total", "counter",
                 "Requests that no flow took: unknown routes, too large, too busy and the like.");
    orch_buf_printf(x->out, "orch_requests_refused_total %llu\n", (unsigned long long)refused);
}

void orch_metrics_write(struct orch_buf *out, const struct orch_program *program,
                        struct orch_metrics *const *blocks, unsigned n)
{
    const struct exposition x = {out, program, blocks,
                                 n < ORCH_LIMIT_WORKERS ? n : ORCH_LIMIT_WORKERS};

    write_flow_answers(&x);
    write_flow_degraded(&x);
    write_flow_seconds(&x);
    write_operation_calls(&x);
    write_operation_seconds(&x);
    write_totals(&x);
}
