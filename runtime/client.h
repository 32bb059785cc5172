/* Calls to services: one interface, transports behind it (client_curl.c; a fake one in the tests).
 * The engine asks for a call and is told once how it ended; deadlines are the engine's timers,
 * which cancel. One client per worker. */
#ifndef ORCH_CLIENT_H
#define ORCH_CLIENT_H

#include "base/buf.h"
#include "errors.h"
#include "request.h"

struct orch_call;
struct orch_loop;
struct orch_program;

typedef void (*orch_call_fn)(struct orch_call *call);

/* One call: embedded in its owner, reusable after done or cancel. The request's buffers must stay
 * untouched until then. */
struct orch_call {
    uint16_t operation;                   /* index into the program's operations */
    struct orch_upstream_request request; /* what to send */
    struct orch_buf reply; /* body as received, decoded from gzip; the owner keeps it as long as
                              slices point into it */
    orch_call_fn done;     /* called once, never from within start, never after cancel */
    void *data;

    /* Result, valid in done. */
    enum orch_error error; /* ORCH_OK: any HTTP status arrived whole; UNREACHABLE, or MALFORMED
                              (broken HTTP, too long) */
    int status;            /* HTTP status, 0 if none */
    char detail[160]; /* for the log: "connect to 127.0.0.1:7001: Connection refused"; "" if none */

    void *handle; /* the transport's own */
};

/* A transport's functions; `t` is the first member of its own struct. */
struct orch_transport {
    /* Starts the call. It always ends in done, also when it fails at once. */
    void (*start)(struct orch_transport *t, struct orch_call *call);
    /* Ends it now, without done. */
    void (*cancel)(struct orch_transport *t, struct orch_call *call);
    void (*close)(struct orch_transport *t); /* frees it; no call may be in flight */
};

struct orch_client_settings {
    const char *const *urls; /* base URL per upstream: "http://host:port/base", no trailing slash */
    const char *const *secrets; /* values, by the program's index; borrowed for the call alone */
    size_t max_reply;           /* bytes of one reply body */
    unsigned max_connections;   /* per upstream */
};

/* libcurl's multi socket API on the loop. All that is the same for each call of an operation is
 * prepared here once. NULL with a message in error[] where it cannot be. The settings are copied.
 */
struct orch_transport *orch_client_curl_new(struct orch_loop *loop,
                                            const struct orch_program *program,
                                            const struct orch_client_settings *settings,
                                            char *error, size_t error_size);

#endif
