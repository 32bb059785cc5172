/* The admin listener: health, readiness and metrics for those who run the service. */
#ifndef ORCH_ADMIN_H
#define ORCH_ADMIN_H

#include "metrics.h"
#include "server.h"

#include <stdint.h>

/* Filled by the control thread, which the admin listener runs on. */
struct orch_admin {
    const struct orch_program *program;
    struct orch_metrics *const *blocks; /* one per worker */
    unsigned n_blocks;
    int64_t started; /* wall clock, microseconds since 1970 */
    bool draining;
};

/* The handler; `admin` must live as long as the server that uses it. */
struct orch_handler orch_admin_handler(struct orch_admin *admin);

#endif
