/* The table of errors.def, as data. */
#include "errors.h"

#include <assert.h>

static const struct orch_error_info infos[ORCH_ERR_COUNT] = {
    [ORCH_OK] = {"ok", 200, false, false, "OK"},
#define X(id, name, status, retryable, booked, title)                                              \
    [ORCH_ERR_##id] = {name, status, retryable, booked, title},
#include "errors.def"
#undef X
};

const struct orch_error_info *orch_error_info(enum orch_error err)
{
    assert((unsigned)err < ORCH_ERR_COUNT);
    return &infos[err];
}
