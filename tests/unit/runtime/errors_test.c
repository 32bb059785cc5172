/* The table of errors: each row is complete, and no two have one name. */
#include "tests/support/unit.h"

#include "runtime/errors.h"

static void test_rows_are_complete(void)
{
    for (int e = ORCH_OK; e < ORCH_ERR_COUNT; e++) {
        const struct orch_error_info *info = orch_error_info((enum orch_error)e);
        CU_ASSERT_PTR_NOT_NULL_FATAL(info);
        CU_ASSERT_PTR_NOT_NULL_FATAL(info->name);
        CU_ASSERT_PTR_NOT_NULL_FATAL(info->title);
        CU_ASSERT_TRUE(info->status == 0 || (info->status >= 200 && info->status < 600));
        for (int other = ORCH_OK; other < e; other++)
            CU_ASSERT_STRING_NOT_EQUAL(info->name, orch_error_info((enum orch_error)other)->name);
    }
}

/* What behaviour.md and language.md promise. */
static void test_promises(void)
{
    static const struct {
        enum orch_error err;
        const char *name;
        int status;
        bool retryable, booked;
    } rows[] = {
        {ORCH_ERR_INVALID, "invalid", 400, false, false},
        {ORCH_ERR_TIMEOUT, "timeout", 504, true, true},
        {ORCH_ERR_UNREACHABLE, "unreachable", 502, true, true},
        {ORCH_ERR_FUSED, "fused", 503, false, false},
        {ORCH_ERR_BUSY, "busy", 503, false, false},
        {ORCH_ERR_STATUS, "status", 502, true, true},
        {ORCH_ERR_MALFORMED, "malformed", 502, false, true},
        {ORCH_ERR_CANCELLED, "cancelled", 0, false, false},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct orch_error_info *info = orch_error_info(rows[i].err);
        CU_ASSERT_STRING_EQUAL(info->name, rows[i].name);
        CU_ASSERT_EQUAL(info->status, rows[i].status);
        CU_ASSERT_EQUAL(info->retryable, rows[i].retryable);
        CU_ASSERT_EQUAL(info->booked, rows[i].booked);
    }
}

static const CU_TestInfo tests[] = {
    {"rows are complete", test_rows_are_complete},
    {"promises", test_promises},
    CU_TEST_INFO_NULL,
};

int main(void)
{
    return unit_main("runtime/errors", tests);
}
