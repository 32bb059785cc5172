/* Problem details (RFC 9457): what a client gets instead of a page. */
#ifndef ORCH_PROBLEM_H
#define ORCH_PROBLEM_H

#include "base/buf.h"
#include "json_read.h"

#define ORCH_PROBLEM_TYPE "application/problem+json"

struct orch_problem {
    int status;
    const char *title;                        /* the same for every problem of this kind */
    const char *error;                        /* name of the error, a further member; NULL: none */
    struct orch_str detail;                   /* of this one; len 0: none */
    const struct orch_violations *violations; /* as member `errors`; NULL: none */
    /* Writes further members, as an object; NULL: none. */
    void (*write)(const void *value, struct orch_buf *out);
    const void *value; /* for `write` */
};

/* {"type":"about:blank","title":...,"status":...,"detail":...,"error":...,"errors":[{"where":...,
 * "what":...}]}, then what `write` writes; members without a value are left out. Appends to `out`.
 */
void orch_problem_write(struct orch_buf *out, const struct orch_problem *p);

#endif
