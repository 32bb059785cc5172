/* What a service says: one JSON line per request (the access log) and plain lines at start and end,
 * all to stderr. Each line is one write(2), so that lines of several threads do not mix. */
#ifndef ORCH_LOG_H
#define ORCH_LOG_H

#include "base/buf.h"
#include "errors.h"

#include <stdint.h>

/* One per thread. */
struct orch_log {
    int fd;       /* where lines go */
    bool enabled; /* the access log is on */
    struct orch_buf line;
    int64_t second; /* the one that `stamp` says */
    char stamp[24]; /* "2026-01-31T23:59:59" */
};

/* What is known of a request when it has ended. Strings are borrowed; NULL and len 0: not there. */
struct orch_access {
    int64_t wall_us;      /* when it ended: microseconds since 1970 */
    const char *flow;     /* name; NULL: no flow took it */
    const char *method;   /* "": it is not known */
    struct orch_str path; /* as it was sent, without the query, which may hold secrets */
    int status;
    int64_t elapsed_ns;
    uint64_t bytes; /* of the answer's body */
    unsigned calls; /* to services */
    struct orch_str degraded;
    const struct orch_trouble *fallbacks; /* why each of these was used */
    unsigned n_fallbacks;
    struct orch_trouble error; /* name NULL: it ended well */
};

void orch_log_init(struct orch_log *log, int fd, bool enabled);
void orch_log_free(struct orch_log *log);

/* Writes the line of one request; nothing where the access log is off. A line that cannot be
 * written is lost: the service goes on. */
void orch_log_access(struct orch_log *log, const struct orch_access *a);

/* One plain line to stderr; the newline is added. */
void orch_log_say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
