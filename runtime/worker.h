/* A worker: one thread with everything that it needs for itself - loop, transport, engine, public
 * listener, counters - so that workers share nothing that is written. Made and freed by the control
 * thread; runs by itself in between. */
#ifndef ORCH_WORKER_H
#define ORCH_WORKER_H

#include "config.h"
#include "metrics.h"
#include "router.h"

struct orch_loop;
struct orch_worker;

/* All borrowed. */
struct orch_worker_settings {
    const struct orch_config *config;
    const struct orch_router *router;
    struct orch_loop *control; /* woken when the worker has finished */
    int listen_fd;             /* taken over, also where it fails */
};

/* NULL with the reason in error[]. */
struct orch_worker *orch_worker_new(const struct orch_worker_settings *settings, char *error,
                                    size_t error_size);
/* Starts its thread; false where there can be none. */
bool orch_worker_start(struct orch_worker *w);
/* The control thread's commands; the worker follows in its next turn. Drain: accept no more, finish
 * what runs. Cut: end now, cancelling what runs. */
void orch_worker_drain(struct orch_worker *w);
void orch_worker_cut(struct orch_worker *w);
/* True when it has nothing left to do (after drain or cut). */
bool orch_worker_finished(const struct orch_worker *w);
/* Requests that were cut; after it has finished. */
unsigned orch_worker_cut_count(const struct orch_worker *w);
/* Ends its thread, if that was started and has not finished (as cut does), and frees it. */
void orch_worker_free(struct orch_worker *w);

struct orch_metrics *orch_worker_metrics(const struct orch_worker *w);

#endif
