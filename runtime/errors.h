/* The errors of a run: one table, errors.def. */
#ifndef ORCH_ERRORS_H
#define ORCH_ERRORS_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

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

/* Something that went wrong at a step of a flow, as a log tells it. */
struct orch_trouble {
    const char *name;       /* of the error */
    const char *node;       /* label of the step; NULL: none */
    uint32_t line;          /* of the step in the .orch; 0: none */
    struct orch_str detail; /* what exactly; len 0: nothing is known */
};

/* Never NULL; err must be in ORCH_ERR_*. */
const struct orch_error_info *orch_error_info(enum orch_error err);

#endif
