/* Buffers: growth, limits, sticky failure, reuse. */
#include "tests/support/unit.h"

#include "runtime/base/buf.h"

#include <stdint.h>

const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "allocator_may_return_null=1";
}

static void test_appends(void)
{
    struct orch_buf b;

    orch_buf_init(&b, 0);
    CU_ASSERT_EQUAL(orch_buf_get(&b).len, 0);
    orch_buf_append(&b, NULL, 0);
    orch_buf_char(&b, 'a');
    orch_buf_cstr(&b, "bc");
    orch_buf_str(&b, orch_str("de"));
    orch_buf_str(&b, (struct orch_str){NULL, 0});
    orch_buf_printf(&b, "%d-%s", 42, "x");
    CU_ASSERT_TRUE(unit_str_is(orch_buf_get(&b), "abcde42-x"));
    CU_ASSERT_FALSE(b.failed);
    orch_buf_free(&b);
    CU_ASSERT_PTR_NULL(b.data);
}

static void test_grows(void)
{
    struct orch_buf b;

    orch_buf_init(&b, 0);
    for (int i = 0; i < 100000; i++)
        orch_buf_char(&b, (char)('a' + i % 26));
    CU_ASSERT_EQUAL_FATAL(b.len, 100000);
    for (int i = 0; i < 100000; i++)
        CU_ASSERT_EQUAL_FATAL(b.data[i], 'a' + i % 26);
    orch_buf_free(&b);
}

static void test_long_printf(void)
{
    struct orch_buf b;

    orch_buf_init(&b, 0);
    for (int width = 254; width <= 258; width++) {
        orch_buf_reset(&b);
        orch_buf_printf(&b, "%*d", width, 7);
        CU_ASSERT_EQUAL(b.len, (size_t)width);
        CU_ASSERT_EQUAL(b.data[b.len - 1], '7');
        CU_ASSERT_EQUAL(b.data[0], ' ');
    }
    orch_buf_free(&b);
}

static void test_limit(void)
{
    struct orch_buf b;

    orch_buf_init(&b, 10);
    orch_buf_cstr(&b, "0123456789");
    CU_ASSERT_FALSE(b.failed);
    CU_ASSERT_TRUE(b.cap <= 10);
    orch_buf_char(&b, 'x');
    CU_ASSERT_TRUE(b.failed);
    CU_ASSERT_TRUE(unit_str_is(orch_buf_get(&b), "0123456789"));
    orch_buf_reset(&b);
    CU_ASSERT_FALSE(b.failed);
    orch_buf_cstr(&b, "0123456789a"); /* all or nothing */
    CU_ASSERT_TRUE(b.failed);
    CU_ASSERT_EQUAL(b.len, 0);
    orch_buf_free(&b);
}

static void test_failure_is_sticky(void)
{
    struct orch_buf b;

    orch_buf_init(&b, 4);
    orch_buf_cstr(&b, "ab");
    orch_buf_cstr(&b, "cde");
    orch_buf_char(&b, 'c'); /* there would be room */
    orch_buf_printf(&b, "%d", 1);
    CU_ASSERT_FALSE(orch_buf_reserve(&b, 1));
    CU_ASSERT_FALSE(orch_buf_reserve(&b, 0));
    CU_ASSERT_TRUE(unit_str_is(orch_buf_get(&b), "ab"));
    orch_buf_reset(&b);
    orch_buf_printf(&b, "%s", "12345");
    CU_ASSERT_TRUE(b.failed);
    orch_buf_free(&b);
}

static void test_memory_ends(void)
{
    struct orch_buf b;

    orch_buf_init(&b, 0);
    orch_buf_cstr(&b, "kept");
    CU_ASSERT_FALSE(orch_buf_reserve(&b, (size_t)1 << 60));
    CU_ASSERT_TRUE(b.failed);
    orch_buf_reset(&b);
    CU_ASSERT_FALSE(orch_buf_reserve(&b, SIZE_MAX));
    orch_buf_reset(&b);
    orch_buf_cstr(&b, "again");
    CU_ASSERT_TRUE(unit_str_is(orch_buf_get(&b), "again"));
    orch_buf_free(&b);
}

static void test_reset_keeps_memory(void)
{
    struct orch_buf b;
    const char *data;

    orch_buf_init(&b, 0);
    CU_ASSERT_TRUE(orch_buf_reserve(&b, 5000));
    data = b.data;
    for (int i = 0; i < 100; i++) {
        orch_buf_reset(&b);
        for (int k = 0; k < 5000; k++)
            orch_buf_char(&b, 'x');
        CU_ASSERT_PTR_EQUAL(b.data, data);
    }
    orch_buf_free(&b);
}

static const CU_TestInfo tests[] = {
    {"appends", test_appends},
    {"grows", test_grows},
    {"long printf", test_long_printf},
    {"limit", test_limit},
    {"failure is sticky", test_failure_is_sticky},
    {"memory ends", test_memory_ends},
    {"reset keeps memory", test_reset_keeps_memory},
    CU_TEST_INFO_NULL,
};

int main(void)
{
    return unit_main("runtime/buf", tests);
}
