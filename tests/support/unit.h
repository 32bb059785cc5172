/* What every CUnit program of tests/unit shares: running one suite and reporting it in one line.
 *
 *     static const CU_TestInfo tests[] = {{"order is kept", test_order}, CU_TEST_INFO_NULL};
 *     int main(void) { return unit_main("runtime/map", tests); }
 *
 * Silent but for failures (`file:line: test: condition`) and a last line `unit NAME: N passed, N
 * failed` that counts tests. */
#ifndef ORCH_TESTS_UNIT_H
#define ORCH_TESTS_UNIT_H

#include "runtime/base/str.h"

#include <CUnit/CUnit.h>
#include <CUnit/TestDB.h>
#include <CUnit/TestRun.h>
#include <stdio.h>

/* Runs the tests, an array that CU_TEST_INFO_NULL ends. Returns the exit code of the program: 0
 * where all ran and passed, 1 otherwise (also for an empty array). */
static inline int unit_main(const char *suite, const CU_TestInfo *tests)
{
    unsigned run, failed;
    CU_pSuite s;

    if (CU_initialize_registry() != CUE_SUCCESS)
        return 1;
    s = CU_add_suite(suite, NULL, NULL);
    for (const CU_TestInfo *t = tests; s && t->pName; t++) {
        if (!CU_add_test(s, t->pName, t->pTestFunc)) {
            fprintf(stderr, "unit %s: cannot add '%s': %s\n", suite, t->pName, CU_get_error_msg());
            s = NULL;
            break;
        }
    }
    if (!s || s->uiNumberOfTests == 0) {
        printf("unit %s: 0 passed, 1 failed\n", suite);
        CU_cleanup_registry();
        return 1;
    }
    CU_run_all_tests();
    for (const CU_FailureRecord *f = CU_get_failure_list(); f; f = f->pNext)
        printf("%s:%u: %s: %s\n", f->strFileName ? f->strFileName : suite, f->uiLineNumber,
               f->pTest ? f->pTest->pName : "", f->strCondition ? f->strCondition : "");
    run = CU_get_number_of_tests_run();
    failed = CU_get_number_of_tests_failed();
    if (run < s->uiNumberOfTests) /* a fatal end must not pass for success */
        failed += s->uiNumberOfTests - run;
    printf("unit %s: %u passed, %u failed\n", suite, s->uiNumberOfTests - failed, failed);
    CU_cleanup_registry();
    return failed == 0 ? 0 : 1;
}

/* True where s reads exactly as the NUL-terminated text. */
static inline bool unit_str_is(struct orch_str s, const char *text)
{
    return orch_str_eq(s, orch_str(text));
}

#endif
