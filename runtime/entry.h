/* Where requests become runs: the handler of a worker's public listener. */
#ifndef ORCH_ENTRY_H
#define ORCH_ENTRY_H

#include "log.h"
#include "metrics.h"
#include "router.h"
#include "run.h"
#include "server.h"

/* All borrowed; all of one worker but the router, which is only read. */
struct orch_entry {
    struct orch_loop *loop;
    struct orch_engine *engine;
    const struct orch_router *router;
    struct orch_metrics *metrics;
    struct orch_log *log;
};

/* The handler; `entry` must live as long as the server that uses it. */
struct orch_handler orch_entry_handler(struct orch_entry *entry);

#endif
