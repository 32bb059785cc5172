/* What is JSON and what is not: tables by category, each text both skipped and read piece by piece
 * (the two ways must agree), from memory that ends exactly where the text does. */
#include "tests/support/json_any.h"
#include "tests/support/unit.h"

#include <stdlib.h>

static void check(const char *text, size_t len, bool valid)
{
    struct orch_arena arena;
    struct orch_json_in in;
    struct orch_str raw;
    char *copy = malloc(len + !len); /* ASan sees a read past its end */

    CU_ASSERT_PTR_NOT_NULL_FATAL(copy);
    memcpy(copy, text, len);
    orch_arena_init(&arena, 0, 0);
    orch_json_init(&in, orch_str_n(copy, len), &arena, "t", NULL);
    if ((orch_json_raw(&in, &raw) && orch_json_finish(&in)) != valid)
        printf("skipping: `%.*s` must be %s\n", (int)len, text, valid ? "taken" : "refused");
    CU_ASSERT_EQUAL(in.error == NULL, valid);
    orch_json_init(&in, orch_str_n(copy, len), &arena, "t", NULL);
    if ((json_any(&in, &raw) && orch_json_finish(&in)) != valid)
        printf("reading: `%.*s` must be %s\n", (int)len, text, valid ? "taken" : "refused");
    CU_ASSERT_EQUAL(in.error == NULL, valid);
    orch_arena_free(&arena);
    free(copy);
}

/* The texts of a table: as they are; and inside a list and an object, where they are neither cut
 * short nor followed by more. */
static void check_all(const char *const *texts, size_t n, bool valid)
{
    char nested[512];

    for (size_t i = 0; i < n; i++) {
        int len = snprintf(nested, sizeof nested, "{\"key\":[ %s ,1],\"b\":2}", texts[i]);
        CU_ASSERT_TRUE_FATAL(len > 0 && (size_t)len < sizeof nested);
        check(texts[i], strlen(texts[i]), valid);
        check(nested, (size_t)len, valid);
    }
}

#define CHECK_ALL(texts, valid) check_all(texts, sizeof(texts) / sizeof *(texts), valid)

static void test_literals(void)
{
    static const char *const good[] = {"true", "false", "null", " true", "null\n", "\t\r\n false"};
    static const char *const bad[] = {
        "True", "tru",    "truee",  "nul",          "nulll",           "NULL",
        "fals", "none",   "NaN",    "Infinity",     "-Infinity",       "undefined",
        "t",    "\vnull", "\fnull", "\xc2\xa0null", "\xef\xbb\xbfnull"};

    CHECK_ALL(good, true);
    CHECK_ALL(bad, false);
}

static void test_numbers(void)
{
    static const char *const good[] = {
        "0",
        "-0",
        "1",
        "-1",
        "10",
        "9223372036854775807",
        "123456789012345678901234567890",
        "0.0",
        "-0.5",
        "1.25",
        "1e0",
        "1E5",
        "1e+5",
        "1e-5",
        "0e5",
        "0.1e01",
        "1.5E-0",
        "1e-999",
        "100000000000000000000.000000000000000000001",
    };
    static const char *const bad[] = {
        "-",  "+1",   "01", "-01",   "00",    ".5",   "-.5",  "5.",
        "1.", "1.e1", "1e", "1e+",   "1E-",   "1.5e", "0x10", "1_000",
        "1a", "--1",  "1-", "1.2.3", "1e5.5", "0b1",  "1f",   "\xef\xbc\x91",
    };

    CHECK_ALL(good, true);
    CHECK_ALL(bad, false);
}

static void test_strings(void)
{
    static const char *const good[] = {
        "\"\"",
        "\"a\"",
        "\"abcdefg\"",
        "\"abcdefgh\"",
        "\"abcdefghi\"",
        "\"\x7f\"",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
        "\"\\u0000\"",
        "\"\\u00e9\\u00E9\"",
        "\"\\ud83d\\ude00\"",
        "\"\\uD83D\\uDE00 x\"",
        "\"\\uffff\"",
        "\"caf\xc3\xa9\"",
        "\"\xe4\xb8\xad\xe6\x96\x87\"",
        "\"\xf0\x9f\x98\x80\"",
        "\"\xf4\x8f\xbf\xbf\"",
        "\"0123456789\\\\\"",
        "\"\xe2\x80\xa8\"",
    };
    static const char *const bad[] = {
        "\"",
        "\"abc",
        "\"abcdefgh",
        "'a'",
        "\"\\\"",
        "\"\\",
        "\"\\x41\"",
        "\"\\a\"",
        "\"\\0\"",
        "\"\\U0041\"",
        "\"\\u\"",
        "\"\\u12\"",
        "\"\\u123\"",
        "\"\\u12g4\"",
        "\"\\u 123\"",
        "\"a\nb\"",
        "\"a\tb\"",
        "\"0123456\x1f\"",
        "\"01234567\x01\"",
    };

    CHECK_ALL(good, true);
    CHECK_ALL(bad, false);
    check("\"a\0b\"", 5, false);
    check("\"\\\0\"", 4, false);
}

static void test_surrogates(void)
{
    static const char *const bad[] = {
        "\"\\ud83d\"",       "\"\\ude00\"",        "\"\\ude00\\ud83d\"", "\"\\ud83d\\ud83d\"",
        "\"\\ud83dx\"",      "\"\\ud83d\\n\"",     "\"\\ud83d\\u0041\"", "\"\\ud83d\\u\"",
        "\"\\ud83d\\ude0\"", "\"\\udbff\\ue000\"", "\"\\udfff\"",        "\"\\ud800\"",
    };

    CHECK_ALL(bad, false);
}

static void test_utf8(void)
{
    static const char *const bad[] = {
        "\"\x80\"",
        "\"\xbf\"",
        "\"\xc2\"",
        "\"\xc0\x80\"",
        "\"\xc1\xbf\"",
        "\"\xe0\x80\x80\"",
        "\"\xe0\x9f\xbf\"",
        "\"\xe4\xb8\"",
        "\"\xed\xa0\x80\"",
        "\"\xed\xbf\xbf\"",
        "\"\xf0\x80\x80\x80\"",
        "\"\xf0\x8f\xbf\xbf\"",
        "\"\xf4\x90\x80\x80\"",
        "\"\xf5\x80\x80\x80\"",
        "\"\xff\"",
        "\"\xfe\"",
        "\"0123456\xff\"",
        "\"01234567\xff\"",
        "\"\xe4\xb8\xad\xff\"",
        "\"\xf0\x9f\x98\"",
    };

    CHECK_ALL(bad, false);
    for (size_t n = 0; n < sizeof bad / sizeof *bad; n++) { /* in a key as well */
        char text[64];
        int len = snprintf(text, sizeof text, "{%s:1}", bad[n]);
        check(text, (size_t)len, false);
    }
}

static void test_objects(void)
{
    static const char *const good[] = {
        "{}",
        "{ }",
        " { } ",
        "{\"a\":1}",
        "{ \"a\" : 1 , \"b\" : 2 }",
        "{\"\":0}",
        "{\"a\":{\"b\":{\"c\":{}}}}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":[],\"b\":{},\"c\":null}",
        "{\n\"a\"\r:\t1\n}",
        "{\"\\u0061\":1}",
    };
    static const char *const bad[] = {
        "{",
        "}",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{,}",
        "{,\"a\":1}",
        "{\"a\" 1}",
        "{\"a\"::1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1,,\"b\":2}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "{\"a\":}",
        "{\"a\":1]",
        "{\"a\",\"b\"}",
        "{\"a\":1;\"b\":2}",
        "{\"a\":1}}",
        "{\"a\":1 /* no */}",
        "{null:1}",
        "{\"a\\\":1}",
    };

    CHECK_ALL(good, true);
    CHECK_ALL(bad, false);
}

static void test_arrays(void)
{
    static const char *const good[] = {
        "[]",
        "[ ]",
        "[1]",
        "[1,2]",
        "[ 1 , 2 ]",
        "[[],[[]],{}]",
        "[\"a\",1,true,null,{}]",
        "[[[[[[[[[[1]]]]]]]]]]",
    };
    static const char *const bad[] = {
        "[",   "]",    "[1",   "[1,",   "[1,]",      "[,]",   "[,1]",  "[1 2]", "[1,,2]",
        "[1}", "[1]]", "[[1]", "[1:2]", "[\"a\":1]", "[1;2]", "[1,2}", "(1)",   "[1 // no\n]",
    };

    CHECK_ALL(good, true);
    CHECK_ALL(bad, false);
}

/* Alone: inside brackets the comma would make some of them good. */
static void test_whole_text(void)
{
    static const char *const bad[] = {"",      " ",         "\n\n",          "1 2",   "1,2",
                                      "{} {}", "null null", "[] x",          "true,", "\"a\" \"b\"",
                                      "1\xff", "{}\x01",    "[]\xef\xbb\xbf"};

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        check(bad[i], strlen(bad[i]), false);
    check("1\0", 2, false);
    check("{}\0", 3, false);
    check("\0", 1, false);
    check("\xef\xbb\xbf{}", 5, false); /* no byte order mark */
    check("\xff\xfe{\0}\0", 6, false);
}

static void check_depth(char open, char close, size_t depth, bool valid)
{
    char text[1200];
    size_t n = 0;

    for (size_t i = 0; i < depth; i++) {
        text[n++] = open;
        if (open == '{' && i + 1 < depth) {
            memcpy(text + n, "\"a\":", 4);
            n += 4;
        }
    }
    for (size_t i = 0; i < depth; i++)
        text[n++] = close;
    check(text, n, valid);
}

static void test_depth(void)
{
    static const size_t ok[] = {1, 2, 63, 64, 65, 127, 128}, over[] = {129, 130, 200};

    for (size_t i = 0; i < sizeof ok / sizeof *ok; i++) {
        check_depth('[', ']', ok[i], true);
        check_depth('{', '}', ok[i], true);
    }
    for (size_t i = 0; i < sizeof over / sizeof *over; i++) {
        check_depth('[', ']', over[i], false);
        check_depth('{', '}', over[i], false);
    }
}

/* A million brackets cost neither stack nor sense. */
static void test_hostile_depth(void)
{
    enum { N = 1000000 };
    char *text = malloc(N);

    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    memset(text, '[', N);
    check(text, N, false);
    free(text);
}

/* Every prefix of a good text is a bad one, and is read without a look behind its end. */
static void test_every_prefix(void)
{
    static const char text[] = "{\"a\":[1,-2.5e+10,true,false,null,\"x\\u00e9\\ud83d\\ude00\\n\"],"
                               "\"\xe4\xb8\xad\xe6\x96\x87\":{\"b\":{}, \"c\":[ ]} }";

    check(text, sizeof text - 1, true);
    for (size_t n = 0; n < sizeof text - 1; n++)
        check(text, n, false);
}

static const CU_TestInfo tests[] = {
    {"literals", test_literals},
    {"numbers", test_numbers},
    {"strings", test_strings},
    {"surrogates", test_surrogates},
    {"UTF-8", test_utf8},
    {"objects", test_objects},
    {"arrays", test_arrays},
    {"whole text", test_whole_text},
    {"depth", test_depth},
    {"hostile depth", test_hostile_depth},
    {"every prefix", test_every_prefix},
    CU_TEST_INFO_NULL,
};

int main(void)
{
    return unit_main("runtime/json_syntax", tests);
}
