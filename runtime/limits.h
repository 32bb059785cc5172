/* Every bound of a service, in one place. Those with a flag name it; the flag's value replaces the
 * default. */
#ifndef ORCH_LIMITS_H
#define ORCH_LIMITS_H

#define ORCH_LIMIT_REQUEST_HEADERS                                                                 \
    (8u * 1024) /* bytes of request line and headers; --max-header. Each open connection holds     \
                   half as much again and 4 KiB, all of it resident */
#define ORCH_LIMIT_REQUEST_BODY  (1024u * 1024)      /* bytes; --max-body */
#define ORCH_LIMIT_REPLY_BODY    (8u * 1024 * 1024)  /* bytes of one upstream reply; --max-reply */
#define ORCH_LIMIT_REPLY_HEADERS (64u * 1024)        /* bytes of one upstream reply's headers */
#define ORCH_LIMIT_RUN_MEMORY    (64u * 1024 * 1024) /* bytes one run may hold; --max-run-memory */
#define ORCH_LIMIT_CONNECTIONS   10000u              /* clients, per worker; --max-connections */
#define ORCH_LIMIT_RUNS          4096u  /* runs at once, per worker: over it, busy; --max-runs */
#define ORCH_LIMIT_STEPS         10000u /* nodes that a run walks in one turn of the loop */
#define ORCH_LIMIT_UPSTREAM_CONNS                                                                  \
    256u                              /* connections to one upstream, per worker; --max-upstream   \
                                       */
#define ORCH_LIMIT_IDLE_SECONDS 75u   /* an idle client connection; --idle-timeout */
#define ORCH_DEFAULT_TIMEOUT_MS 10000 /* of a flow that declares none */
#define ORCH_LIMIT_WORKERS      64u   /* --workers */

#endif
