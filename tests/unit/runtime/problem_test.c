/* Problem details: one form for every answer that is no result. */
#include "runtime/problem.h"
#include "tests/support/unit.h"

static bool writes(const struct orch_problem *p, const char *text)
{
    struct orch_buf out;
    bool same;

    orch_buf_init(&out, 0);
    orch_problem_write(&out, p);
    same = unit_str_is(orch_buf_get(&out), text);
    if (!same)
        printf("got %.*s\n", ORCH_STR_ARG(orch_buf_get(&out)));
    orch_buf_free(&out);
    return same;
}

static void test_least(void)
{
    struct orch_violations none = {.n = 0};
    struct orch_problem p = {.status = 404, .title = "No such page", .violations = &none};

    CU_ASSERT_TRUE(
        writes(&p, "{\"type\":\"about:blank\",\"title\":\"No such page\",\"status\":404}"));
}

static void test_all(void)
{
    struct orch_violations v = {
        .items = {{ORCH_STR("query.a"), ORCH_STR("is missing")},
                  {ORCH_STR("body.x[\"1\"]"), ORCH_STR("must be one of \"a\"")}},
        .n = 2};
    struct orch_problem p = {.status = 400,
                             .title = "T",
                             .error = "invalid",
                             .detail = ORCH_STR("line\nbreak"),
                             .violations = &v};

    CU_ASSERT_TRUE(writes(&p, "{\"type\":\"about:blank\",\"title\":\"T\",\"status\":400,"
                              "\"detail\":\"line\\nbreak\",\"error\":\"invalid\",\"errors\":["
                              "{\"where\":\"query.a\",\"what\":\"is missing\"},"
                              "{\"where\":\"body.x[\\\"1\\\"]\",\"what\":"
                              "\"must be one of \\\"a\\\"\"}]}"));
}

/* More violations than are kept are only counted. */
static void test_more_than_are_kept(void)
{
    struct orch_violations v = {.n = 1000};
    struct orch_problem p = {.status = 400, .title = "T", .violations = &v};
    struct orch_buf out;
    unsigned objects = 0;

    orch_buf_init(&out, 0);
    orch_problem_write(&out, &p);
    for (size_t i = 0; i < out.len; i++)
        objects += out.data[i] == '{';
    CU_ASSERT_EQUAL(objects, 1 + sizeof v.items / sizeof v.items[0]);
    orch_buf_free(&out);
}

int main(void)
{
    static const CU_TestInfo tests[] = {
        {"the least", test_least},
        {"all members", test_all},
        {"more violations than are kept", test_more_than_are_kept},
        CU_TEST_INFO_NULL,
    };
    return unit_main("runtime/problem", tests);
}
