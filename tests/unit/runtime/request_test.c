/* Requests to services: what is encoded, and that no value can leave its place. */
#include "runtime/flow.h"
#include "runtime/request.h"
#include "tests/support/unit.h"

#include <math.h>

static bool target_is(const struct orch_upstream_request *r, const char *text)
{
    return unit_str_is(orch_buf_get(&r->target), text);
}

static void test_path_values(void)
{
    static const struct {
        struct orch_str value;
        const char *target;
    } cases[] = {
        {ORCH_STR("abc"), "/a/abc/b"},
        {ORCH_STR("A-Z.a_z~09"), "/a/A-Z.a_z~09/b"},
        {ORCH_STR("x/y"), "/a/x%2Fy/b"},
        {ORCH_STR("a b?c#d&e=f%"), "/a/a%20b%3Fc%23d%26e%3Df%25/b"},
        {ORCH_STR("\xc3\xa4"), "/a/%C3%A4/b"},
        {ORCH_STR("\0\r\n"), "/a/%00%0D%0A/b"},
        {ORCH_STR("..."), "/a/.../b"},
    };
    struct orch_upstream_request r;

    orch_request_init(&r);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        orch_request_reset(&r);
        orch_request_path(&r, "/a/");
        orch_request_path_str(&r, cases[i].value);
        orch_request_path(&r, "/b");
        CU_ASSERT_TRUE(target_is(&r, cases[i].target));
        CU_ASSERT_FALSE(r.has_query);
        CU_ASSERT_PTR_NULL(r.refused);
    }
    orch_request_free(&r);
}

static void test_path_values_that_would_make_another_path(void)
{
    static const char *const values[] = {"", ".", ".."};
    struct orch_upstream_request r;

    orch_request_init(&r);
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        orch_request_reset(&r);
        CU_ASSERT_PTR_NULL(r.refused);
        orch_request_path(&r, "/a/");
        orch_request_path_str(&r, orch_str(values[i]));
        CU_ASSERT_PTR_NOT_NULL(r.refused);
    }
    orch_request_free(&r);
}

static void test_headers(void)
{
    static const char wanted[] =
        "X-S: a b\0X-I: -5\0X-F: 0.5\0X-B: true\0X-T: 1970-01-01T00:00:01Z\0";
    struct orch_upstream_request r;

    orch_request_init(&r);
    orch_request_header_str(&r, "X-S", orch_str("a b"));
    orch_request_header_int(&r, "X-I", -5);
    orch_request_header_float(&r, "X-F", 0.5);
    orch_request_header_bool(&r, "X-B", true);
    orch_request_header_time(&r, "X-T", 1000000);
    CU_ASSERT_TRUE(orch_str_eq(orch_buf_get(&r.headers), orch_str_n(wanted, sizeof wanted - 1)));
    CU_ASSERT_PTR_NULL(r.refused);
    orch_request_header_str(&r, "X-Evil", orch_str("a\r\nX-Other: 1"));
    CU_ASSERT_EQUAL(r.headers.len, sizeof wanted - 1);
    CU_ASSERT_PTR_NOT_NULL(r.refused);
    orch_request_reset(&r);
    CU_ASSERT_EQUAL(r.headers.len, 0);
    CU_ASSERT_PTR_NULL(r.refused);
    CU_ASSERT_FALSE(r.headers.failed);
    orch_request_header_float(&r, "X-F", (double)INFINITY);
    CU_ASSERT_TRUE(r.headers.failed);
    orch_request_free(&r);
}

static void test_query(void)
{
    struct orch_upstream_request r;

    orch_request_init(&r);
    orch_request_path(&r, "/x/");
    orch_request_path_int(&r, -7);
    orch_request_query_str(&r, "q", orch_str("a&b=c+d"));
    orch_request_query_int(&r, "page nr", 3);
    orch_request_query_bool(&r, "yes", true);
    orch_request_query_float(&r, "f", 1e300);
    orch_request_query_time(&r, "at", 0);
    CU_ASSERT_TRUE(r.has_query);
    CU_ASSERT_FALSE(r.target.failed);
    CU_ASSERT_TRUE(target_is(&r, "/x/-7?q=a%26b%3Dc%2Bd&page%20nr=3&yes=true&f=1e300"
                                 "&at=1970-01-01T00%3A00%3A00Z"));
    orch_request_free(&r);
}

static void test_query_behind_a_literal_one(void)
{
    struct orch_upstream_request r;

    orch_request_init(&r);
    orch_request_path(&r, "/x?kind=1");
    orch_request_query_int(&r, "n", 2);
    CU_ASSERT_TRUE(target_is(&r, "/x?kind=1&n=2"));
    orch_request_free(&r);
}

static void test_body_and_reset(void)
{
    struct orch_upstream_request r;

    orch_request_init(&r);
    CU_ASSERT_FALSE(r.has_body);
    orch_buf_cstr(orch_request_body(&r), "{}");
    orch_request_query_int(&r, "n", 2);
    CU_ASSERT_TRUE(r.has_body);
    orch_request_reset(&r);
    CU_ASSERT_FALSE(r.has_body);
    CU_ASSERT_FALSE(r.has_query);
    CU_ASSERT_EQUAL(r.target.len, 0);
    CU_ASSERT_EQUAL(r.body.len, 0);
    CU_ASSERT_PTR_NOT_NULL(r.target.data); /* its memory stays */
    orch_request_free(&r);
}

static void test_what_cannot_be_said(void)
{
    struct orch_upstream_request r;

    orch_request_init(&r);
    orch_request_query_float(&r, "f", (double)NAN);
    CU_ASSERT_TRUE(r.target.failed);
    orch_request_reset(&r);
    CU_ASSERT_FALSE(r.target.failed);
    orch_request_query_time(&r, "t", INT64_MAX);
    CU_ASSERT_TRUE(r.target.failed);
    orch_request_free(&r);
}

static void test_method_names(void)
{
    static const char *const names[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"};

    for (int m = 0; m < ORCH_METHOD_COUNT; m++)
        CU_ASSERT_STRING_EQUAL(orch_method_name((enum orch_method)m), names[m]);
}

int main(void)
{
    static const CU_TestInfo tests[] = {
        {"values in the path", test_path_values},
        {"path values that would make another path", test_path_values_that_would_make_another_path},
        {"query", test_query},
        {"query behind a literal one", test_query_behind_a_literal_one},
        {"body and reset", test_body_and_reset},
        {"what cannot be said", test_what_cannot_be_said},
        {"names of methods", test_method_names},
        {"headers", test_headers},
        CU_TEST_INFO_NULL,
    };
    return unit_main("runtime/request", tests);
}
