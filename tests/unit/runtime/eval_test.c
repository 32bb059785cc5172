/* Checked arithmetic, faults, strings in the arena. */
#include "runtime/eval.h"
#include "tests/support/unit.h"

#include <math.h>

struct bench {
    struct orch_arena arena;
    struct orch_eval ev;
};

static void start(struct bench *b, size_t limit)
{
    orch_arena_init(&b->arena, 0, limit);
    b->ev = (struct orch_eval){.arena = &b->arena};
}

static void end(struct bench *b)
{
    orch_arena_free(&b->arena);
}

static void test_first_fault_is_kept(void)
{
    struct bench b;

    start(&b, 0);
    orch_eval_fault(&b.ev, ORCH_ERR_MEMORY, "first");
    orch_eval_fault(&b.ev, ORCH_ERR_ARITHMETIC, "second");
    CU_ASSERT_EQUAL(b.ev.fault, ORCH_ERR_MEMORY);
    CU_ASSERT_STRING_EQUAL(b.ev.fault_detail, "first");
    end(&b);
}

static void test_integers(void)
{
    static const struct {
        char op;
        int64_t a, b, result;
        bool faults;
    } cases[] = {
        {'+', 2, 3, 5, false},
        {'+', INT64_MAX, 0, INT64_MAX, false},
        {'+', INT64_MAX, 1, 0, true},
        {'+', INT64_MIN, -1, 0, true},
        {'-', 2, 3, -1, false},
        {'-', INT64_MIN, 1, 0, true},
        {'-', 0, INT64_MIN, 0, true},
        {'-', -1, INT64_MIN, INT64_MAX, false},
        {'*', -4, 5, -20, false},
        {'*', INT64_MAX, 2, 0, true},
        {'*', INT64_MIN, -1, 0, true},
        {'/', 7, 2, 3, false},
        {'/', -7, 2, -3, false},
        {'/', 7, -2, -3, false},
        {'/', 7, 0, 0, true},
        {'/', INT64_MIN, -1, 0, true},
        {'/', INT64_MIN, 1, INT64_MIN, false},
        {'%', 7, 2, 1, false},
        {'%', -7, 2, -1, false},
        {'%', 7, -2, 1, false},
        {'%', 7, 0, 0, true},
        {'%', INT64_MIN, -1, 0, false},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t r = 99, a = cases[i].a, c = cases[i].b;
        struct bench b;

        start(&b, 0);
        switch (cases[i].op) {
        case '+':
            r = orch_int_add(&b.ev, a, c);
            break;
        case '-':
            r = orch_int_sub(&b.ev, a, c);
            break;
        case '*':
            r = orch_int_mul(&b.ev, a, c);
            break;
        case '/':
            r = orch_int_div(&b.ev, a, c);
            break;
        default:
            r = orch_int_rem(&b.ev, a, c);
            break;
        }
        CU_ASSERT_EQUAL(r, cases[i].result);
        CU_ASSERT_EQUAL(b.ev.fault, cases[i].faults ? ORCH_ERR_ARITHMETIC : ORCH_OK);
        end(&b);
    }
}

static void test_floats(void)
{
    static const struct {
        double a, b, result;
        bool faults;
    } cases[] = {
        {1, 4, 0.25, false},     {1, 0, 0, true},    {0, 0, 0, true},
        {1e308, 1e-10, 0, true}, {1, -0.0, 0, true}, {-3, 2, -1.5, false},
    };
    struct bench b;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        start(&b, 0);
        CU_ASSERT_EQUAL(orch_float_div(&b.ev, cases[i].a, cases[i].b), cases[i].result);
        CU_ASSERT_EQUAL(b.ev.fault, cases[i].faults ? ORCH_ERR_ARITHMETIC : ORCH_OK);
        end(&b);
    }
    start(&b, 0);
    CU_ASSERT_EQUAL(orch_float_finite(&b.ev, 1.5), 1.5);
    CU_ASSERT_EQUAL(b.ev.fault, ORCH_OK);
    CU_ASSERT_EQUAL(orch_float_finite(&b.ev, (double)NAN), 0.0);
    CU_ASSERT_EQUAL(b.ev.fault, ORCH_ERR_ARITHMETIC);
    end(&b);
}

static void test_text_of_all_kinds(void)
{
    struct orch_text t;
    struct bench b;

    start(&b, 0);
    orch_text_begin(&t, &b.ev);
    orch_text_str(&t, orch_str("a"));
    orch_text_str(&t, orch_str_n(NULL, 0));
    orch_text_int(&t, INT64_MIN);
    orch_text_str(&t, orch_str(" "));
    orch_text_float(&t, 0.1);
    orch_text_str(&t, orch_str(" "));
    orch_text_bool(&t, true);
    orch_text_bool(&t, false);
    orch_text_str(&t, orch_str(" "));
    orch_text_time(&t, 1500000);
    CU_ASSERT_TRUE(unit_str_is(orch_text_end(&t),
                               "a-9223372036854775808 0.1 truefalse 1970-01-01T00:00:01.5Z"));
    CU_ASSERT_EQUAL(b.ev.fault, ORCH_OK);
    end(&b);
}

static void test_text_of_nothing(void)
{
    struct orch_text t;
    struct bench b;

    start(&b, 0);
    orch_text_begin(&t, &b.ev);
    CU_ASSERT_EQUAL(orch_text_end(&t).len, 0);
    end(&b);
}

/* Grows in place, and moves where something else was taken from the arena meanwhile. */
static void test_text_grows(void)
{
    struct orch_str s;
    struct orch_text t;
    struct bench b;

    start(&b, 0);
    for (int disturb = 0; disturb < 2; disturb++) {
        orch_text_begin(&t, &b.ev);
        for (int i = 0; i < 5000; i++) {
            if (disturb && i % 97 == 0)
                memset(orch_eval_alloc(&b.ev, 1, 8), 'x', 8);
            orch_text_int(&t, i % 10);
        }
        s = orch_text_end(&t);
        CU_ASSERT_EQUAL(s.len, 5000);
        for (size_t i = 0; i < s.len; i++)
            CU_ASSERT_EQUAL(s.ptr[i], '0' + (char)(i % 10));
    }
    CU_ASSERT_EQUAL(b.ev.fault, ORCH_OK);
    end(&b);
}

static void test_text_faults(void)
{
    struct orch_text t;
    struct bench b;

    start(&b, 256);
    orch_text_begin(&t, &b.ev);
    for (int i = 0; i < 1000; i++)
        orch_text_str(&t, orch_str("piece"));
    CU_ASSERT_EQUAL(b.ev.fault, ORCH_ERR_MEMORY);
    CU_ASSERT_TRUE(orch_text_end(&t).len <= 256);
    end(&b);

    start(&b, 0);
    orch_text_begin(&t, &b.ev);
    orch_text_float(&t, (double)INFINITY);
    CU_ASSERT_EQUAL(b.ev.fault, ORCH_ERR_ARITHMETIC);
    end(&b);

    start(&b, 0);
    orch_text_begin(&t, &b.ev);
    orch_text_time(&t, INT64_MAX);
    CU_ASSERT_EQUAL(b.ev.fault, ORCH_ERR_ARITHMETIC);
    end(&b);
}

static void test_concat(void)
{
    struct orch_str a = orch_str("ab"), none = orch_str_n(NULL, 0);
    struct bench b;

    start(&b, 64);
    CU_ASSERT_TRUE(unit_str_is(orch_str_concat(&b.ev, a, orch_str("c")), "abc"));
    CU_ASSERT_PTR_EQUAL(orch_str_concat(&b.ev, a, none).ptr, a.ptr); /* no copy */
    CU_ASSERT_PTR_EQUAL(orch_str_concat(&b.ev, none, a).ptr, a.ptr);
    CU_ASSERT_EQUAL(orch_str_concat(&b.ev, none, none).len, 0);
    CU_ASSERT_EQUAL(b.ev.fault, ORCH_OK);
    for (int i = 0; i < 10; i++)
        a = orch_str_concat(&b.ev, a, a.len ? a : orch_str("x"));
    CU_ASSERT_EQUAL(b.ev.fault, ORCH_ERR_MEMORY);
    end(&b);
}

static void test_alloc(void)
{
    struct bench b;
    char *p;

    start(&b, 64);
    p = orch_eval_alloc(&b.ev, 4, 8);
    CU_ASSERT_PTR_NOT_NULL_FATAL(p);
    for (int i = 0; i < 32; i++)
        CU_ASSERT_EQUAL(p[i], 0);
    CU_ASSERT_PTR_NULL(orch_eval_alloc(&b.ev, SIZE_MAX / 4, 8));
    CU_ASSERT_EQUAL(b.ev.fault, ORCH_ERR_MEMORY);
    end(&b);
}

int main(void)
{
    static const CU_TestInfo tests[] = {
        {"the first fault is kept", test_first_fault_is_kept},
        {"integers", test_integers},
        {"floats", test_floats},
        {"text of all kinds", test_text_of_all_kinds},
        {"text of nothing", test_text_of_nothing},
        {"text grows", test_text_grows},
        {"text faults", test_text_faults},
        {"concat", test_concat},
        {"alloc", test_alloc},
        CU_TEST_INFO_NULL,
    };
    return unit_main("runtime/eval", tests);
}
