/* RFC 3339: what is read, what is refused, and that formatting is its inverse. */
#include "tests/support/unit.h"

#include "runtime/base/time.h"

static void test_reads(void)
{
    static const struct {
        const char *text;
        int64_t us;
    } cases[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"1970-01-01t00:00:00z", 0},
        {"1970-01-01T00:00:00.000001Z", 1},
        {"1970-01-01T00:00:00.1Z", 100000},
        {"1970-01-01T00:00:00.1234569999Z", 123456},
        {"1969-12-31T23:59:59.5Z", -500000},
        {"1985-04-12T23:20:50.52Z", 482196050520000},
        {"1996-12-19T16:39:57-08:00", 851042397000000},
        {"1937-01-01T12:00:27.87+00:20", -1041337172130000},
        {"2000-02-29T00:00:00Z", 951782400000000},
        {"2024-02-29T12:00:00+08:00", 1709179200000000},
        {"2024-02-29T12:00:00-00:00", 1709208000000000},
        {"1990-12-31T23:59:60Z", 662688000000000},
        {"1990-12-31T15:59:60.75-08:00", 662688000000000},
        {"0000-01-01T00:00:00Z", -62167219200000000},
        {"9999-12-31T23:59:59.999999Z", 253402300799999999},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t us = -1;
        CU_ASSERT_TRUE(orch_time_parse(orch_str(cases[i].text), &us));
        CU_ASSERT_EQUAL(us, cases[i].us);
    }
}

static void test_refuses(void)
{
    static const char *const cases[] = {
        "",
        "1970-01-01",
        "1970-01-01T00:00:00",
        "1970-01-01 00:00:00Z",
        "1970-01-01T00:00Z",
        "1970-1-01T00:00:00Z",
        "197a-01-01T00:00:00Z",
        "1970-00-01T00:00:00Z",
        "1970-13-01T00:00:00Z",
        "1970-01-00T00:00:00Z",
        "1970-01-32T00:00:00Z",
        "1970-04-31T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "2023-02-29T00:00:00Z",
        "1970-01-01T24:00:00Z",
        "1970-01-01T00:60:00Z",
        "1970-01-01T00:00:61Z",
        "1970-01-01T00:00:60Z", /* no leap second there */
        "1970-01-01T00:00:00.Z",
        "1970-01-01T00:00:00,5Z",
        "1970-01-01T00:00:00+24:00",
        "1970-01-01T00:00:00+08:60",
        "1970-01-01T00:00:00+0800",
        "1970-01-01T00:00:00+08",
        "1970-01-01T00:00:00Zx",
        "1970-01-01T00:00:00Z ",
        " 1970-01-01T00:00:00Z",
        "-970-01-01T00:00:00Z",
        "0000-01-01T00:00:00+00:01", /* before year 0 in UTC */
        "9999-12-31T23:59:59-00:01", /* after year 9999 in UTC */
        "9999-12-31T23:59:60Z",
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t us = 77;
        CU_ASSERT_FALSE(orch_time_parse(orch_str(cases[i]), &us));
        CU_ASSERT_EQUAL(us, 77);
    }
}

static void check_format(int64_t us, const char *want)
{
    char out[ORCH_TIME_SIZE];
    size_t n = orch_time_format(us, out);

    CU_ASSERT_TRUE(unit_str_is(orch_str_n(out, n), want));
}

static void test_formats(void)
{
    check_format(0, "1970-01-01T00:00:00Z");
    check_format(-1, "1969-12-31T23:59:59.999999Z");
    check_format(100000, "1970-01-01T00:00:00.1Z");
    check_format(1709208000000010, "2024-02-29T12:00:00.00001Z");
    check_format(-62167219200000000, "0000-01-01T00:00:00Z");
    check_format(253402300799999999, "9999-12-31T23:59:59.999999Z");
    check_format(-62167219200000001, "");
    check_format(253402300800000000, "");
    check_format(INT64_MIN, "");
    check_format(INT64_MAX, "");
}

/* One instant in every hour and a bit of the whole range, there and back. */
static void test_round_trip(void)
{
    const int64_t step = INT64_C(86400000000) * 29 + 3600000001;
    char out[ORCH_TIME_SIZE];

    for (int64_t us = INT64_C(-62167219200000000); us < INT64_C(253402300800000000); us += step) {
        int64_t back = us + 1;
        size_t n = orch_time_format(us, out);
        CU_ASSERT_TRUE_FATAL(n > 0 && orch_time_parse(orch_str_n(out, n), &back));
        CU_ASSERT_EQUAL_FATAL(back, us);
    }
}

static const CU_TestInfo tests[] = {
    {"reads", test_reads},           {"refuses", test_refuses}, {"formats", test_formats},
    {"round trip", test_round_trip}, CU_TEST_INFO_NULL,
};

int main(void)
{
    return unit_main("runtime/time", tests);
}
