/* An HTTP/1.1 server on a loop: reads whole requests, bounded, and sends whole answers; what
 * happens between the two is its handler's. The public listener of each worker is one, the admin
 * listener is another. Everything here belongs to the loop's thread.
 *
 * Life of an exchange (one request and its answer):
 *   1. The request has arrived whole: `request` is called. It answers at once or later.
 *   2. If the client leaves before the answer, `cancel` is called: no answer is wanted any more.
 *   3. When the answer has gone out, or never will, `end` is called, exactly once for every request
 *      whose request line was read, also where `request` never was (the server refused it, or it
 * was cut off). What the answer points to must live until then; the exchange does not live longer.
 */
#ifndef ORCH_SERVER_H
#define ORCH_SERVER_H

#include "base/buf.h"
#include "flow.h"
#include "problem.h"
#include "target.h"

#include <stdatomic.h>

struct orch_exchange;
struct orch_loop;
struct orch_server;

struct orch_server_settings {
    size_t max_header;        /* bytes of request line and headers: over it 431 */
    size_t max_body;          /* bytes: over it 413 */
    unsigned max_connections; /* over it further clients wait to be accepted */
    unsigned idle_ms; /* a connection on which nothing happens for so long is closed; a request that
                         has not arrived, or an answer that has not left, after twice that is cut
                         off */
    _Atomic uint64_t *connections; /* gauge of open connections, written by this thread; or NULL */
};

struct orch_handler {
    void (*request)(struct orch_exchange *x, void *data);
    void (*cancel)(struct orch_exchange *x, void *data);
    void (*end)(struct orch_exchange *x, void *data);
    void *data;
};

struct orch_exchange {
    /* The request; stays until `end`. */
    enum orch_method method;   /* ORCH_METHOD_COUNT: none that Orch knows */
    char method_name[24];      /* cut if longer; "" where the headers were never read whole */
    struct orch_target target; /* both empty where it is no target that a server can have */
    struct orch_str body;
    int64_t began; /* loop time: the request line was read */

    /* The outcome, for `end`. */
    int status; /* as answered; where there was no answer: 499 the client left, 408 it was too slow
                 */
    size_t bytes;       /* of the answer's body */
    bool cut;           /* the answer did not go out whole */
    const char *error;  /* of the problem that was answered with orch_exchange_problem, or NULL */
    const char *detail; /* of it, or NULL */

    /* The handler's own; NULL at the beginning. */
    void *data;
    const void *subject;
};

/* An answer beside its body. NULL, 0, len 0: no such header. */
struct orch_head {
    int status;
    const char *content_type;
    struct orch_str degraded; /* Orch-Degraded */
    unsigned retry_after;     /* Retry-After, seconds */
    const char *allow;        /* Allow */
};

/* Serves on `listen_fd`, a listening socket that it takes over; where it fails (NULL, with the
 * reason in error[]) the socket is closed. Handler and settings are copied. */
struct orch_server *orch_server_new(struct orch_loop *loop, int listen_fd,
                                    const struct orch_handler *handler,
                                    const struct orch_server_settings *settings, char *error,
                                    size_t error_size);
/* Closes every connection and frees the server: `cancel` and `end` are called for what is still
 * under way. The loop must not turn any more. */
void orch_server_free(struct orch_server *s);

/* Answers, once, and not after cancel. The head may go after return, the body must stay. */
void orch_exchange_answer(struct orch_exchange *x, const struct orch_head *head,
                          struct orch_str body);
/* Answers with problem details. Head and problem may go after return, but the problem's error and
 * detail must be static text: `end` sees them. */
void orch_exchange_problem(struct orch_exchange *x, const struct orch_head *head,
                           const struct orch_problem *p);
/* A buffer of the exchange to make a body in, which lives as long as it does; empty at first. */
struct orch_buf *orch_exchange_text(struct orch_exchange *x);
/* A header of the request (the first, where it was sent twice), or NULL. Only within `request`. */
const char *orch_exchange_header(const struct orch_exchange *x, const char *name);

/* Calls `each` with every value of that header, in order. Only within `request`. */
void orch_exchange_headers(const struct orch_exchange *x, const char *name,
                           void (*each)(void *data, const char *value), void *data);

/* Begins the end: takes what is waiting to be accepted, then accepts no more; connections on which
 * no request has begun are closed, the others after their answer. */
void orch_server_drain(struct orch_server *s);
/* Exchanges that have not ended. */
unsigned orch_server_active(const struct orch_server *s);
/* Cuts all of them off (those that run get `cancel`); they end in the next turn. How many. */
unsigned orch_server_cut(struct orch_server *s);

#endif
