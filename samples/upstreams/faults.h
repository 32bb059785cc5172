/* What is wrong on purpose: per service and path a delay, another status, another body, a broken
 * reply. Set by a query string, the same in a flag and in a control request:
 *
 *   path=/products/hot   which requests; `_` fits any segment; without it: all of the service
 *   delay=500ms          answers that much later (ms or s)
 *   hold=yes             answers only after release
 *   status=503           answers with this status and a small error body
 *   times=2              for the next two such requests only
 *   broken=KIND          see the table in faults.c
 *
 * A newer fault for the same path replaces the older one; the most recent that fits counts. */
#ifndef UPSTREAMS_FAULTS_H
#define UPSTREAMS_FAULTS_H

#include "replies.h"

struct fault {
    char path[256]; /* "" fits all */
    long delay_ms;
    bool hold;
    int status;                    /* 0: the reply's own */
    long times;                    /* requests left; -1: no end */
    const struct breakage *broken; /* NULL: as it should be */
    char *body;                    /* replaces the reply's; NULL: its own */
    size_t body_len;
    struct fault *next;
};

/* What becomes of the connection when the reply has been written. */
enum after { AFTER_KEEP, AFTER_CLOSE, AFTER_RESET };

/* Reads a fault out of a query string, with the body to answer with (if its ptr is set), and puts
 * it first. False with a message where the query says something unknown. */
bool faults_add(struct fault **faults, struct slice query, struct slice body, char *error,
                size_t error_size);
void faults_free(struct fault **faults);

/* The fault that fits the path, NULL if none; counts `times` down. */
const struct fault *faults_take(struct fault *faults, struct slice path);

/* The reply as the fault wants it: memory that the caller frees, NULL with *len 0 where nothing is
 * to be sent at all. `reply` may be NULL: then the answer is 404 unless the fault gives a body. */
char *faults_shape(const struct fault *fault, const struct reply *reply, size_t *len,
                   enum after *after);

/* One line for each kind of broken reply, for --help. */
void faults_help(void);

#endif
