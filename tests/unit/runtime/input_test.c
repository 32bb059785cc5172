/* Parameters as clients send them: what is taken, and what each mistake is called. */
#include "runtime/input.h"
#include "tests/support/unit.h"

#include <stdlib.h>

static const char ABSENT[] = "(absent)";

struct bench {
    struct orch_arena arena;
    struct orch_input *in;
};

static void start(struct bench *b, const char *value)
{
    orch_arena_init(&b->arena, 0, 0);
    b->in = calloc(1, sizeof *b->in);
    b->in->arena = &b->arena;
    if (value != ABSENT) {
        b->in->pairs[ORCH_IN_QUERY][0] = (struct orch_input_pair){orch_str("p"), orch_str(value)};
        b->in->n_pairs[ORCH_IN_QUERY] = 1;
    }
}

static void end(struct bench *b)
{
    orch_arena_free(&b->arena);
    free(b->in);
}

/* The one violation: "query.p WHAT", or none for NULL. */
static bool violates(const struct bench *b, const char *what)
{
    const struct orch_violations *v = &b->in->violations;

    if (!what)
        return v->n == 0;
    if (v->n == 1 && unit_str_is(v->items[0].what, what))
        return unit_str_is(v->items[0].where, "query.p");
    printf("%u violations, '%.*s %.*s', not '%s'\n", v->n, ORCH_STR_ARG(v->items[0].where),
           ORCH_STR_ARG(v->items[0].what), what);
    return false;
}

static void test_int(void)
{
    static const struct {
        const char *text;
        bool taken;
        int64_t value;
        const char *what;
    } cases[] = {
        {"0", true, 0, NULL},
        {"-5", true, -5, NULL},
        {"9223372036854775807", true, INT64_MAX, NULL},
        {"-9223372036854775808", true, INT64_MIN, NULL},
        {"9223372036854775808", false, 0, "must be an integer of 64 bits"},
        {"", false, 0, "must be an integer"},
        {" 1", false, 0, "must be an integer"},
        {"1 ", false, 0, "must be an integer"},
        {"+1", false, 0, "must be an integer"},
        {"01", false, 0, "must be an integer"},
        {"1.0", false, 0, "must be an integer"},
        {"1e2", false, 0, "must be an integer"},
        {"1x", false, 0, "must be an integer"},
        {"x", false, 0, "must be an integer"},
        {"\"1\"", false, 0, "must be an integer"},
        {"null", false, 0, "must be an integer"},
        {"1,2", false, 0, "must be an integer"},
        {"-", false, 0, "must be an integer"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t v = 77;
        struct bench b;

        start(&b, cases[i].text);
        CU_ASSERT_EQUAL(orch_input_int(b.in, ORCH_IN_QUERY, "p", true, &v), cases[i].taken);
        CU_ASSERT_EQUAL(v, cases[i].taken ? cases[i].value : 77);
        CU_ASSERT_TRUE(violates(&b, cases[i].what));
        end(&b);
    }
}

static void test_float(void)
{
    static const struct {
        const char *text;
        bool taken;
        double value;
    } cases[] = {
        {"1", true, 1},     {"-0.5", true, -0.5}, {"1e2", true, 100}, {".5", false, 0},
        {"1.", false, 0},   {"nan", false, 0},    {"inf", false, 0},  {"1e999", false, 0},
        {"0x10", false, 0}, {"", false, 0},       {"1 2", false, 0},  {"true", false, 0},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double v = 77;
        struct bench b;

        start(&b, cases[i].text);
        CU_ASSERT_EQUAL(orch_input_float(b.in, ORCH_IN_QUERY, "p", true, &v), cases[i].taken);
        CU_ASSERT_EQUAL(v, cases[i].taken ? cases[i].value : 77);
        CU_ASSERT_TRUE(violates(&b, cases[i].taken ? NULL : "must be a number"));
        end(&b);
    }
}

static void test_bool(void)
{
    static const char *const bad[] = {"True", "1", "", "yes", "truex"};
    struct bench b;
    bool v = false;

    start(&b, "true");
    CU_ASSERT_TRUE(orch_input_bool(b.in, ORCH_IN_QUERY, "p", true, &v));
    CU_ASSERT_TRUE(v);
    end(&b);
    start(&b, "false");
    CU_ASSERT_TRUE(orch_input_bool(b.in, ORCH_IN_QUERY, "p", true, &v));
    CU_ASSERT_FALSE(v);
    end(&b);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        start(&b, bad[i]);
        CU_ASSERT_FALSE(orch_input_bool(b.in, ORCH_IN_QUERY, "p", true, &v));
        CU_ASSERT_TRUE(violates(&b, "must be true or false"));
        end(&b);
    }
}

static void test_str(void)
{
    static const char *const good[] = {"", "x", " a\"b\\ ", "\xe4\xbd\xa0", "null"};
    static const char *const bad[] = {"\xff", "\xed\xa0\x80", "\xc0\x80"};
    struct orch_str v;
    struct bench b;

    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        start(&b, good[i]);
        CU_ASSERT_TRUE(orch_input_str(b.in, ORCH_IN_QUERY, "p", true, &v));
        CU_ASSERT_TRUE(unit_str_is(v, good[i]));
        end(&b);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        start(&b, bad[i]);
        CU_ASSERT_FALSE(orch_input_str(b.in, ORCH_IN_QUERY, "p", true, &v));
        CU_ASSERT_TRUE(violates(&b, "must be UTF-8"));
        end(&b);
    }
}

static void test_time(void)
{
    static const char *const bad[] = {"",
                                      "now",
                                      "1970-01-01",
                                      "\"1970-01-01T00:00:01Z\"",
                                      "1970-01-01T00:00:01Z ",
                                      "1970-13-01T00:00:01Z"};
    struct bench b;
    int64_t v = 0;

    start(&b, "1970-01-01T01:00:01+01:00");
    CU_ASSERT_TRUE(orch_input_time(b.in, ORCH_IN_QUERY, "p", true, &v));
    CU_ASSERT_EQUAL(v, 1000000);
    end(&b);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        start(&b, bad[i]);
        CU_ASSERT_FALSE(orch_input_time(b.in, ORCH_IN_QUERY, "p", true, &v));
        CU_ASSERT_TRUE(violates(&b, "must be a time such as 2024-05-06T07:08:09Z"));
        end(&b);
    }
}

static void test_enum(void)
{
    static const struct orch_str names[] = {ORCH_STR("small"), ORCH_STR("large")};
    struct bench b;
    int v = -1;

    start(&b, "large");
    CU_ASSERT_TRUE(orch_input_enum(b.in, ORCH_IN_QUERY, "p", true, names, 2, &v));
    CU_ASSERT_EQUAL(v, 1);
    end(&b);
    start(&b, "larger");
    CU_ASSERT_FALSE(orch_input_enum(b.in, ORCH_IN_QUERY, "p", true, names, 2, &v));
    CU_ASSERT_TRUE(violates(&b, "must be one of small, large"));
    end(&b);
}

static void test_absent_and_twice(void)
{
    struct orch_input_pair *pairs;
    struct bench b;
    int64_t v = 77;

    start(&b, ABSENT);
    CU_ASSERT_FALSE(orch_input_int(b.in, ORCH_IN_QUERY, "p", false, &v));
    CU_ASSERT_TRUE(violates(&b, NULL));
    CU_ASSERT_FALSE(orch_input_int(b.in, ORCH_IN_QUERY, "p", true, &v));
    CU_ASSERT_TRUE(violates(&b, "is missing"));
    end(&b);

    start(&b, "1");
    CU_ASSERT_FALSE(orch_input_int(b.in, ORCH_IN_PATH, "p", false, &v)); /* another place */
    pairs = b.in->pairs[ORCH_IN_QUERY];
    pairs[1] = (struct orch_input_pair){orch_str("pp"), orch_str("2")};
    pairs[2] = pairs[0];
    b.in->n_pairs[ORCH_IN_QUERY] = 2;
    CU_ASSERT_TRUE(orch_input_int(b.in, ORCH_IN_QUERY, "p", true, &v));
    b.in->n_pairs[ORCH_IN_QUERY] = 3;
    CU_ASSERT_FALSE(orch_input_int(b.in, ORCH_IN_QUERY, "p", false, &v));
    CU_ASSERT_TRUE(violates(&b, "must be sent once"));
    end(&b);
}

static void test_items(void)
{
    static const char *const values[] = {"4", "x", "6"};
    struct bench b;
    int64_t v[3] = {0};
    size_t n;

    start(&b, ABSENT);
    CU_ASSERT_EQUAL(orch_input_items(b.in, ORCH_IN_QUERY, "p"), 0);
    CU_ASSERT_FALSE(orch_input_item(b.in, 0, 0));
    for (unsigned i = 0; i < 3; i++) {
        b.in->pairs[ORCH_IN_QUERY][2 * i].name = orch_str("other");
        b.in->pairs[ORCH_IN_QUERY][2 * i + 1] =
            (struct orch_input_pair){orch_str("p"), orch_str(values[i])};
    }
    b.in->n_pairs[ORCH_IN_QUERY] = 6;
    n = orch_input_items(b.in, ORCH_IN_QUERY, "p");
    CU_ASSERT_EQUAL_FATAL(n, 3);
    for (size_t i = 0; orch_input_item(b.in, i, n); i++)
        CU_ASSERT_EQUAL(orch_input_int(b.in, ORCH_IN_QUERY, "p", true, &v[i]), i != 1);
    CU_ASSERT_TRUE(v[0] == 4 && v[1] == 0 && v[2] == 6);
    CU_ASSERT_EQUAL(b.in->violations.n, 1);
    CU_ASSERT_TRUE(unit_str_is(b.in->violations.items[0].where, "query.p[1]"));
    CU_ASSERT_FALSE(orch_input_int(b.in, ORCH_IN_QUERY, "p", true, &v[0])); /* a single one again */
    CU_ASSERT_TRUE(unit_str_is(b.in->violations.items[1].where, "query.p"));
    CU_ASSERT_TRUE(unit_str_is(b.in->violations.items[1].what, "must be sent once"));
    end(&b);
}

static void test_checks(void)
{
    struct bench b;

#define CHECK(ok, what, call)                                                                      \
    do {                                                                                           \
        start(&b, ABSENT);                                                                         \
        CU_ASSERT_EQUAL(call, ok);                                                                 \
        CU_ASSERT_TRUE(violates(&b, what));                                                        \
        end(&b);                                                                                   \
    } while (0)
    CHECK(true, NULL, orch_input_check_int(b.in, ORCH_IN_QUERY, "p", 1, 1, 5));
    CHECK(true, NULL, orch_input_check_int(b.in, ORCH_IN_QUERY, "p", 5, 1, 5));
    CHECK(false, "must be at least 1", orch_input_check_int(b.in, ORCH_IN_QUERY, "p", 0, 1, 5));
    CHECK(false, "must be at most 5", orch_input_check_int(b.in, ORCH_IN_QUERY, "p", 6, 1, 5));
    CHECK(true, NULL, orch_input_check_float(b.in, ORCH_IN_QUERY, "p", 0.5, 0.5, 1));
    CHECK(false, "must be at least 0.5",
          orch_input_check_float(b.in, ORCH_IN_QUERY, "p", 0.4, 0.5, 1));
    CHECK(true, NULL, orch_input_check_length(b.in, ORCH_IN_QUERY, "p", orch_str("ab"), 1, 2));
    CHECK(false, "must have at least 1 character",
          orch_input_check_length(b.in, ORCH_IN_QUERY, "p", orch_str(""), 1, 2));
    CHECK(false, "must have at most 2 characters",
          orch_input_check_length(b.in, ORCH_IN_QUERY, "p", orch_str("a\xc3\xa4o"), 1, 2));
    CHECK(true, NULL,
          orch_input_check_length(b.in, ORCH_IN_QUERY, "p", orch_str("\xc3\xa4\xc3\xa4"), 1, 2));
    CHECK(true, NULL, orch_input_check_count(b.in, ORCH_IN_QUERY, "p", 2, 1, 2));
    CHECK(false, "must have at most 2 elements",
          orch_input_check_count(b.in, ORCH_IN_QUERY, "p", 3, 1, 2));
    CHECK(false, "must have at least 1 element",
          orch_input_check_count(b.in, ORCH_IN_QUERY, "p", 0, 1, 2));
    CHECK(false, "must match ^a", orch_input_violation(b.in, ORCH_IN_QUERY, "p", "must match ^a"));
#undef CHECK
}

static void test_missing_body(void)
{
    struct orch_json_in json;
    struct bench b;
    int64_t v;

    start(&b, ABSENT);
    orch_input_body(b.in, &json);
    CU_ASSERT_FALSE(orch_json_enter_object(&json));
    CU_ASSERT_FALSE(orch_json_int(&json, &v));
    CU_ASSERT_FALSE(orch_json_finish(&json));
    CU_ASSERT_EQUAL(b.in->violations.n, 1);
    CU_ASSERT_TRUE(unit_str_is(b.in->violations.items[0].where, "body"));
    CU_ASSERT_TRUE(unit_str_is(b.in->violations.items[0].what, "is missing"));
    end(&b);
}

static void test_body_mistakes_are_collected(void)
{
    static const char *const bodies[] = {"\"x\"", "{", "", "7 8"};
    struct bench b;

    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        struct orch_eval ev = {.fault = ORCH_OK};
        struct orch_json_in json;
        int64_t v;

        start(&b, ABSENT);
        b.in->body = orch_str(bodies[i]);
        orch_input_body(b.in, &json);
        orch_json_int(&json, &v);
        orch_input_body_end(&ev, b.in, &json);
        CU_ASSERT_EQUAL(ev.fault, ORCH_OK);
        CU_ASSERT_EQUAL(b.in->violations.n, 1);
        CU_ASSERT_TRUE(unit_str_is(b.in->violations.items[0].where, "body"));
        end(&b);
    }
}

int main(void)
{
    static const CU_TestInfo tests[] = {
        {"int", test_int},
        {"float", test_float},
        {"bool", test_bool},
        {"str", test_str},
        {"time", test_time},
        {"enum", test_enum},
        {"absent and twice", test_absent_and_twice},
        {"items of a list", test_items},
        {"checks", test_checks},
        {"a missing body", test_missing_body},
        {"mistakes in a body are collected", test_body_mistakes_are_collected},
        CU_TEST_INFO_NULL,
    };
    return unit_main("runtime/input", tests);
}
