/* Maps: order, replacement, collisions, growth. */
#include "tests/support/unit.h"

#include "runtime/base/map.h"

#include <stdio.h>

static void test_empty(void)
{
    struct orch_map m;

    orch_map_init(&m);
    CU_ASSERT_PTR_NULL(orch_map_get(&m, orch_str("a")));
    CU_ASSERT_PTR_NULL(orch_map_get(&m, (struct orch_str){NULL, 0}));
    orch_map_free(&m);
}

static void test_put_and_replace(void)
{
    struct orch_map m;
    int one, two;

    orch_map_init(&m);
    CU_ASSERT_PTR_NULL(orch_map_put(&m, orch_str("a"), &one));
    CU_ASSERT_PTR_NULL(orch_map_put(&m, orch_str(""), &two));
    CU_ASSERT_PTR_EQUAL(orch_map_get(&m, orch_str("a")), &one);
    CU_ASSERT_PTR_EQUAL(orch_map_get(&m, (struct orch_str){NULL, 0}), &two);
    CU_ASSERT_PTR_EQUAL(orch_map_put(&m, orch_str("a"), &two), &one);
    CU_ASSERT_PTR_EQUAL(orch_map_get(&m, orch_str("a")), &two);
    CU_ASSERT_PTR_NULL(orch_map_get(&m, orch_str("b")));
    CU_ASSERT_EQUAL(m.n, 2);
    orch_map_free(&m);
}

/* 5,000 keys of which many share a slot and each is a prefix of others, in order. */
static void test_many_in_order(void)
{
    enum { N = 5000 };
    static char keys[N][12];
    struct orch_map m;

    orch_map_init(&m);
    for (int i = 0; i < N; i++) {
        snprintf(keys[i], sizeof keys[i], "%d", i);
        CU_ASSERT_PTR_NULL(orch_map_put(&m, orch_str(keys[i]), keys[i]));
        CU_ASSERT_TRUE_FATAL(m.slots >= 2 * m.n); /* or probing would not end */
    }
    CU_ASSERT_EQUAL_FATAL(m.n, N);
    for (int i = 0; i < N; i++) {
        CU_ASSERT_PTR_EQUAL(orch_map_get(&m, orch_str(keys[i])), keys[i]);
        CU_ASSERT_PTR_EQUAL(m.entries[i].value, keys[i]);
        CU_ASSERT_TRUE(unit_str_is(m.entries[i].key, keys[i]));
    }
    CU_ASSERT_PTR_NULL(orch_map_get(&m, orch_str("5000")));
    orch_map_free(&m);
}

/* The slots of a full map of 8 entries are 16: 64 keys of one byte cover collisions of every
 * length, including those that wrap round the end of the index. */
static void test_every_slot(void)
{
    char keys[64];
    struct orch_map m;

    for (size_t i = 0; i < sizeof keys; i++)
        keys[i] = (char)(i + 1);
    for (size_t from = 0; from + 8 <= sizeof keys; from++) {
        orch_map_init(&m);
        for (size_t i = from; i < from + 8; i++)
            orch_map_put(&m, orch_str_n(&keys[i], 1), &keys[i]);
        CU_ASSERT_EQUAL(m.slots, 16);
        for (size_t i = 0; i < sizeof keys; i++) {
            void *want = i >= from && i < from + 8 ? &keys[i] : NULL;
            CU_ASSERT_PTR_EQUAL(orch_map_get(&m, orch_str_n(&keys[i], 1)), want);
        }
        orch_map_free(&m);
    }
}

static void test_order_survives_replacement(void)
{
    static const char *const names[] = {"zeta", "alpha", "mid", "beta"};
    struct orch_map m;
    int x;

    orch_map_init(&m);
    for (int i = 0; i < 4; i++)
        orch_map_put(&m, orch_str(names[i]), &x);
    orch_map_put(&m, orch_str("zeta"), NULL);
    for (int i = 0; i < 4; i++)
        CU_ASSERT_TRUE(unit_str_is(m.entries[i].key, names[i]));
    orch_map_free(&m);
}

static const CU_TestInfo tests[] = {
    {"empty", test_empty},
    {"put and replace", test_put_and_replace},
    {"many, in order", test_many_in_order},
    {"every slot", test_every_slot},
    {"order survives replacement", test_order_survives_replacement},
    CU_TEST_INFO_NULL,
};

int main(void)
{
    return unit_main("runtime/map", tests);
}
