/* Any bytes as JSON: skipping and reading must agree on whether they are well-formed; a string that
 * was read, written again, reads back the same. */
#include "runtime/json_write.h"
#include "tests/support/json_any.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct orch_str text = {(const char *)data, size}, last = {NULL, 0}, back;
    struct orch_violations violations = {.n = 0}; /* so that 1e999 is none of the syntax */
    struct orch_json_in skip, read;
    struct orch_arena arena;
    struct orch_buf b;
    bool skipped, was_read;

    orch_arena_init(&arena, 0, 0);
    orch_buf_init(&b, 0);
    orch_json_init(&skip, text, &arena, "text", NULL);
    skipped = orch_json_skip(&skip) && orch_json_finish(&skip);
    orch_json_init(&read, text, &arena, "text", &violations);
    was_read = json_any(&read, &last) && orch_json_finish(&read);
    if (skipped != was_read)
        abort();
    if (was_read) {
        orch_json_write_str(&b, last);
        orch_json_init(&read, orch_buf_get(&b), &arena, "again", NULL);
        if (!orch_json_str(&read, &back) || !orch_json_finish(&read) || !orch_str_eq(back, last))
            abort();
    }
    orch_buf_free(&b);
    orch_arena_free(&arena);
    return 0;
}
