/* Numbers as text: the grammar, the limits of integers, correct rounding, shortest forms; also
 * under a locale whose decimal point is a comma. */
#include "tests/support/unit.h"

#include "runtime/base/num.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static void test_int_parse(void)
{
    static const struct {
        const char *text;
        int64_t value;
    } good[] = {
        {"0", 0},
        {"-0", 0},
        {"7", 7},
        {"-42", -42},
        {"999999999999999999", 999999999999999999},
        {"1000000000000000000", 1000000000000000000},
        {"9223372036854775807", INT64_MAX},
        {"-9223372036854775807", -INT64_MAX},
        {"-9223372036854775808", INT64_MIN},
    };
    static const char *const bad[] = {
        "",
        "-",
        "+1",
        "01",
        "-01",
        "00",
        "1.0",
        "1e2",
        "1E2",
        "0x1",
        " 1",
        "1 ",
        "1a",
        "--1",
        "9223372036854775808",
        "-9223372036854775809",
        "9999999999999999999",
        "10000000000000000000",
        "18446744073709551616",
        "18446744073709551617",
    };

    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        int64_t v = 77;
        CU_ASSERT_TRUE(orch_int_parse(orch_str(good[i].text), &v));
        CU_ASSERT_EQUAL(v, good[i].value);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int64_t v = 77;
        CU_ASSERT_FALSE(orch_int_parse(orch_str(bad[i]), &v));
        CU_ASSERT_EQUAL(v, 77);
    }
}

static void test_int_format(void)
{
    static const int64_t values[] = {0, 1, -1, 9, 10, -10, 123456789, INT64_MAX, INT64_MIN};
    char out[ORCH_INT_SIZE], want[32];

    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        size_t n = orch_int_format(values[i], out);
        snprintf(want, sizeof want, "%lld", (long long)values[i]);
        CU_ASSERT_TRUE(unit_str_is(orch_str_n(out, n), want));
    }
}

/* Each of these is a trap of some reader; the bits are those of glibc's strtod, in the C locale. */
static const char *const float_texts[] = {
    "0",
    "-0",
    "0.0",
    "-0.0e7",
    "1",
    "-1.5",
    "0.1",
    "0.3",
    "3.14159265358979",
    "1e22",
    "1e23",
    "123456789012345678",
    "9007199254740992",
    "9007199254740993", /* halfway: to even */
    "9007199254740995",
    "9007199254740993.00000000000000000000000000000000000000001", /* just above it */
    "1e-22",
    "1e-23",
    "8.5e22",
    "1.7976931348623157e308",
    "1.7976931348623158e308", /* still rounds to DBL_MAX */
    "2.2250738585072011e-308",
    "2.2250738585072014e-308",
    "4.9406564584124654e-324",
    "2.4703282292062327e-324", /* below half of the least: 0 */
    "2.4703282292062329e-324",
    "5e-324",
    "1e-400",
    "0e999999999999999999999",
    "1e-999999999999999999999",
    "0.000000000000000000000000000000000000001e39",
    "100000000000000000000000000000000000000e-38",
    "6.02214076e23",
    "116.39128379182739",
    "39.907499999999999",
    "0.1e1",
    "1E+2",
    "12345678901234567890123",
};

static void check_float(const char *text)
{
    double v = 77, want = strtod(text, NULL);

    CU_ASSERT_TRUE(orch_float_parse(orch_str(text), &v));
    CU_ASSERT_EQUAL(memcmp(&v, &want, sizeof v), 0);
}

static void test_float_parse(void)
{
    static const char *const bad[] = {
        "",
        "-",
        ".5",
        "5.",
        "1.e5",
        "1e",
        "1e+",
        "1e5.5",
        "01.5",
        "+1",
        "NaN",
        "Infinity",
        "inf",
        "0x1p3",
        "1,5",
        "1e400",
        "-1e400",
        "1.7976931348623159e308",
        "1e999999999999999999999",
    };

    for (size_t i = 0; i < sizeof float_texts / sizeof *float_texts; i++)
        check_float(float_texts[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        double v = 77;
        CU_ASSERT_FALSE(orch_float_parse(orch_str(bad[i]), &v));
        CU_ASSERT_EQUAL(v, 77);
    }
}

/* More digits than are kept: only whether the rest is zero may count, and it does. */
static void test_endless_digits(void)
{
    static const char halfway[] = "9007199254740993"; /* between two doubles */
    enum { N = 3000 };
    char text[N + 1];
    double v;

    memset(text, '0', N);
    memcpy(text, halfway, 16);
    text[16] = '.';
    text[N] = '\0';
    CU_ASSERT_TRUE(orch_float_parse(orch_str(text), &v));
    CU_ASSERT_EQUAL(v, 9007199254740992.0);
    text[N - 1] = '1';
    CU_ASSERT_TRUE(orch_float_parse(orch_str(text), &v));
    CU_ASSERT_EQUAL(v, 9007199254740994.0);
    memset(text, '9', N); /* 10^3000 as good as */
    CU_ASSERT_FALSE(orch_float_parse(orch_str(text), &v));
    memset(text, '0', N); /* 0.000...1e2993 */
    text[1] = '.';
    memcpy(text + N - 6, "1e2993", 6);
    CU_ASSERT_TRUE(orch_float_parse(orch_str(text), &v));
    CU_ASSERT_EQUAL(v, 1.0);
}

static void check_float_format(double v, const char *want)
{
    char out[ORCH_FLOAT_SIZE];
    size_t n = orch_float_format(v, out);

    CU_ASSERT_TRUE(unit_str_is(orch_str_n(out, n), want));
}

static void test_float_format(void)
{
    check_float_format(0, "0");
    check_float_format(-0.0, "-0");
    check_float_format(1, "1");
    check_float_format(-3, "-3");
    check_float_format(100, "100");
    check_float_format(0.1, "0.1");
    check_float_format(0.1 + 0.2, "0.30000000000000004");
    check_float_format(12.5, "12.5");
    check_float_format(1234.56, "1234.56");
    check_float_format(0.00001, "0.00001");
    check_float_format(0.000012345, "0.000012345");
    check_float_format(0.000001, "1e-6");
    check_float_format(1.5e-7, "1.5e-7");
    check_float_format(12345678901234567.0, "12345678901234568");
    check_float_format(123456789012345678.0, "1.2345678901234568e17");
    check_float_format(1e15, "1000000000000000");
    check_float_format(1e16, "10000000000000000");
    check_float_format(1e17, "1e17");
    check_float_format(1.25e20, "1.25e20");
    check_float_format(9007199254740993.0, "9007199254740992");
    check_float_format(1.0 / 3, "0.3333333333333333");
    check_float_format(2.0 / 3, "0.6666666666666666");
    check_float_format(DBL_MAX, "1.7976931348623157e308");
    check_float_format(DBL_MIN, "2.2250738585072014e-308");
    check_float_format(5e-324, "5e-324");
    check_float_format(-1.5e-310, "-1.5e-310");
    check_float_format(NAN, "");
    check_float_format(INFINITY, "");
    check_float_format(-INFINITY, "");
}

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* Any bit pattern, and decimals as people write them, there and back. */
static void test_float_round_trip(void)
{
    uint64_t state = 88172645463325252u;
    char out[ORCH_FLOAT_SIZE];

    for (int i = 0; i < 40000; i++) {
        uint64_t bits = next_random(&state);
        double v, back = 77;
        size_t n;
        if (i % 2)
            memcpy(&v, &bits, sizeof v);
        else
            v = (double)(int64_t)(bits >> 30) / pow(10, (double)(bits % 12));
        n = orch_float_format(v, out);
        if (!isfinite(v)) {
            CU_ASSERT_EQUAL(n, 0);
            continue;
        }
        CU_ASSERT_TRUE_FATAL(n > 0 && n <= 25 && orch_float_parse(orch_str_n(out, n), &back));
        CU_ASSERT_EQUAL_FATAL(memcmp(&v, &back, sizeof v), 0);
    }
}

/* A comma for a point, where the machine has such a locale. */
static void test_locale(void)
{
    static const char *const names[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "C.UTF-8"};
    const char *set = NULL;
    double v = 0;

    for (size_t i = 0; !set && i < sizeof names / sizeof *names; i++)
        set = setlocale(LC_ALL, names[i]);
    check_float_format(0.1 + 0.2, "0.30000000000000004");
    check_float_format(1.5e-310, "1.5e-310");
    check_float_format(12.5, "12.5");
    CU_ASSERT_TRUE(orch_float_parse(orch_str("0.30000000000000004"), &v));
    CU_ASSERT_EQUAL(v, 0.1 + 0.2);
    CU_ASSERT_FALSE(orch_float_parse(orch_str("0,3"), &v));
    setlocale(LC_ALL, "C");
}

static const CU_TestInfo tests[] = {
    {"int parse", test_int_parse},
    {"int format", test_int_format},
    {"float parse", test_float_parse},
    {"endless digits", test_endless_digits},
    {"float format", test_float_format},
    {"float round trip", test_float_round_trip},
    {"locale", test_locale},
    CU_TEST_INFO_NULL,
};

int main(void)
{
    return unit_main("runtime/num", tests);
}
