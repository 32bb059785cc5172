/* The JSON writer: escapes at every place of a word, numbers, times, failure. */
#include "tests/support/unit.h"

#include "runtime/json_read.h"
#include "runtime/json_write.h"

#include <math.h>

static void check_str(const char *text, size_t len, const char *want)
{
    struct orch_buf b;

    orch_buf_init(&b, 0);
    orch_json_write_str(&b, orch_str_n(text, len));
    CU_ASSERT_TRUE(unit_str_is(orch_buf_get(&b), want));
    orch_buf_free(&b);
}

static void test_strings(void)
{
    check_str(NULL, 0, "\"\"");
    check_str("abc", 3, "\"abc\"");
    check_str("a\"b\\c/d", 7, "\"a\\\"b\\\\c/d\"");
    check_str("\b\f\n\r\t", 5, "\"\\b\\f\\n\\r\\t\"");
    check_str("\0\x01\x1f\x7f", 4, "\"\\u0000\\u0001\\u001f\x7f\"");
    check_str("\xe4\xb8\xad\xe6\x96\x87 \xf0\x9f\x98\x80", 11,
              "\"\xe4\xb8\xad\xe6\x96\x87 \xf0\x9f\x98\x80\"");
}

/* Each byte, at each place of a longer text, is written so that it reads back the same. */
static void test_every_byte_everywhere(void)
{
    struct orch_arena arena;
    struct orch_buf b;

    orch_arena_init(&arena, 0, 0);
    orch_buf_init(&b, 0);
    for (int c = 0; c < 0x80; c++) {
        for (size_t at = 0; at < 19; at++) {
            struct orch_json_in in;
            struct orch_str back = {NULL, 0};
            char text[19];
            memset(text, 'x', sizeof text);
            text[at] = (char)c;
            orch_buf_reset(&b);
            orch_json_write_str(&b, orch_str_n(text, sizeof text));
            orch_json_init(&in, orch_buf_get(&b), &arena, "t", NULL);
            CU_ASSERT_TRUE(orch_json_str(&in, &back) && orch_json_finish(&in));
            CU_ASSERT_TRUE_FATAL(orch_str_eq(back, orch_str_n(text, sizeof text)));
            orch_arena_reset(&arena);
        }
    }
    orch_buf_free(&b);
    orch_arena_free(&arena);
}

static void test_scalars(void)
{
    struct orch_buf b;

    orch_buf_init(&b, 0);
    orch_json_write_lit(&b, "[");
    orch_json_write_int(&b, INT64_MIN);
    orch_json_write_lit(&b, ",");
    orch_json_write_int(&b, 0);
    orch_json_write_lit(&b, ",");
    orch_json_write_float(&b, 12.34);
    orch_json_write_lit(&b, ",");
    orch_json_write_float(&b, 3.0);
    orch_json_write_lit(&b, ",");
    orch_json_write_bool(&b, true);
    orch_json_write_lit(&b, ",");
    orch_json_write_bool(&b, false);
    orch_json_write_lit(&b, ",");
    orch_json_write_time(&b, 1500000);
    orch_json_write_lit(&b, "]");
    CU_ASSERT_FALSE(b.failed);
    CU_ASSERT_TRUE(unit_str_is(orch_buf_get(&b), "[-9223372036854775808,0,12.34,3,true,false,"
                                                 "\"1970-01-01T00:00:01.5Z\"]"));
    orch_buf_free(&b);
}

static void test_what_json_cannot_say(void)
{
    const double floats[] = {NAN, INFINITY, -INFINITY};
    struct orch_buf b;

    orch_buf_init(&b, 0);
    for (int i = 0; i < 3; i++) {
        orch_json_write_float(&b, floats[i]);
        CU_ASSERT_TRUE(b.failed);
        orch_buf_reset(&b);
    }
    orch_json_write_time(&b, INT64_MAX);
    CU_ASSERT_TRUE(b.failed);
    orch_buf_free(&b);
}

/* At every limit a text is written whole or the buffer says that it failed. */
static void test_limits(void)
{
    for (size_t limit = 1; limit < 40; limit++) {
        struct orch_buf b;
        orch_buf_init(&b, limit);
        orch_json_write_str(&b, orch_str("ab\"cd\nef"));
        CU_ASSERT_EQUAL(b.failed, limit < 12);
        CU_ASSERT_TRUE(b.len <= limit);
        orch_buf_reset(&b);
        orch_json_write_int(&b, 123456);
        orch_json_write_float(&b, 0.5);
        CU_ASSERT_TRUE(b.len <= limit);
        CU_ASSERT_EQUAL(b.failed, limit < 9);
        orch_buf_free(&b);
    }
}

static const CU_TestInfo tests[] = {
    {"strings", test_strings}, {"every byte everywhere", test_every_byte_everywhere},
    {"scalars", test_scalars}, {"what JSON cannot say", test_what_json_cannot_say},
    {"limits", test_limits},   CU_TEST_INFO_NULL,
};

int main(void)
{
    return unit_main("runtime/json_write", tests);
}
