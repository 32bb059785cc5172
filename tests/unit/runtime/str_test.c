/* Slices: comparison, UTF-8 validity (each rule of RFC 3629 at several places in a word). */
#include "tests/support/unit.h"

static void test_eq_and_cmp(void)
{
    struct orch_str none = {NULL, 0}, a = orch_str("a"), ab = orch_str("ab"), b = orch_str("b");

    CU_ASSERT_TRUE(orch_str_eq(none, orch_str("")));
    CU_ASSERT_FALSE(orch_str_eq(a, ab));
    CU_ASSERT_TRUE(orch_str_cmp(none, orch_str("")) == 0);
    CU_ASSERT_TRUE(orch_str_cmp(none, a) < 0);
    CU_ASSERT_TRUE(orch_str_cmp(a, ab) < 0);
    CU_ASSERT_TRUE(orch_str_cmp(b, ab) > 0);
    CU_ASSERT_TRUE(orch_str_cmp(orch_str("\xc3\xa9"), orch_str("z")) > 0);
    CU_ASSERT_TRUE(orch_str_cmp(ab, ab) == 0);
}

static bool valid_at(const char *text, size_t before, size_t after)
{
    char buf[64];
    size_t n = strlen(text);

    memset(buf, 'x', sizeof buf);
    memcpy(buf + before, text, n);
    return orch_str_is_utf8(orch_str_n(buf, before + n + after));
}

/* The same at every place relative to the words of 8 bytes, also at the very end. */
static void check_everywhere(const char *text, bool valid)
{
    for (size_t before = 0; before < 18; before++)
        for (size_t after = 0; after < 18; after++)
            CU_ASSERT_EQUAL(valid_at(text, before, after), valid);
}

static void test_valid_utf8(void)
{
    static const char *const texts[] = {
        "",
        "\x7f",
        "\xc2\x80",
        "\xdf\xbf",
        "\xe0\xa0\x80",
        "\xe4\xb8\xad\xe6\x96\x87",
        "\xed\x9f\xbf",
        "\xee\x80\x80",
        "\xef\xbf\xbf",
        "\xf0\x90\x80\x80",
        "\xf0\x9f\x98\x80",
        "\xf4\x8f\xbf\xbf",
    };

    CU_ASSERT_TRUE(orch_str_is_utf8((struct orch_str){NULL, 0}));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        check_everywhere(texts[i], true);
}

static void test_invalid_utf8(void)
{
    static const char *const texts[] = {
        "\x80",             /* tail without head */
        "\xbf",             /* tail without head */
        "\xc2",             /* head without tail */
        "\xc0\x80",         /* overlong */
        "\xc1\xbf",         /* overlong */
        "\xe0\x80\x80",     /* overlong */
        "\xe0\x9f\xbf",     /* overlong */
        "\xe4\xb8",         /* short */
        "\xe4\x28\xad",     /* broken in the middle */
        "\xed\xa0\x80",     /* surrogate */
        "\xed\xbf\xbf",     /* surrogate */
        "\xf0\x80\x80\x80", /* overlong */
        "\xf0\x8f\xbf\xbf", /* overlong */
        "\xf0\x9f\x98",     /* short */
        "\xf4\x90\x80\x80", /* beyond U+10FFFF */
        "\xf5\x80\x80\x80", /* beyond U+10FFFF */
        "\xff",
        "\xfe",
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        check_everywhere(texts[i], false);
}

static void test_code_points(void)
{
    CU_ASSERT_EQUAL(orch_str_code_points((struct orch_str){NULL, 0}), 0);
    CU_ASSERT_EQUAL(orch_str_code_points(orch_str("abc")), 3);
    CU_ASSERT_EQUAL(orch_str_code_points(orch_str("h\xc3\xa9llo w\xc3\xb6rld")), 11);
    CU_ASSERT_EQUAL(orch_str_code_points(orch_str("\xe4\xb8\xad\xe6\x96\x87\xe4\xb8\xad\xe6\x96\x87"
                                                  "\xf0\x9f\x98\x80")),
                    5);
}

static const CU_TestInfo tests[] = {
    {"eq and cmp", test_eq_and_cmp},
    {"valid UTF-8", test_valid_utf8},
    {"invalid UTF-8", test_invalid_utf8},
    {"code points", test_code_points},
    CU_TEST_INFO_NULL,
};

int main(void)
{
    return unit_main("runtime/str", tests);
}
