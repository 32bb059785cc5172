/* The errors of a run: one table, errors.def. */
#ifndef ORCH_ERRORS_H
#define ORCH_ERRORS_H

#include <stdbool.h>

enum orch_error {
    ORCH_OK = 0,
#define X(id, name, status, retryable, booked, title) ORCH_ERR_##id,
#include "errors.def"
#undef X
    ORCH_ERR_COUNT
};

struct orch_error_info {
    const char *name; /* as `catch` names it */
    int status;       /* HTTP status of the answer */
    bool retryable;
    bool booked; /* counts as a failure for a fuse */
    const char *title;
};

/* Never NULL; err must be in ORCH_ERR_*. */
const struct orch_error_info *orch_error_info(enum orch_error err);

#endif
