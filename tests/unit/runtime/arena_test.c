/* Arenas: alignment, limits, failing memory, and a reset that needs nothing from the heap. */
#include "tests/support/unit.h"

#include "runtime/base/arena.h"

#include <malloc.h>
#include <stdint.h>

/* Impossible sizes are asked for on purpose; without this ASan ends the program at them. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "allocator_may_return_null=1";
}

static void test_alignment(void)
{
    struct orch_arena a;

    orch_arena_init(&a, 256, 0);
    for (size_t size = 0; size < 600; size += 7) {
        char *p = orch_arena_alloc(&a, size);
        CU_ASSERT_PTR_NOT_NULL_FATAL(p);
        CU_ASSERT_EQUAL((uintptr_t)p % 16, 0);
        memset(p, 0x5a, size);
    }
    orch_arena_free(&a);
}

static void test_allocations_do_not_overlap(void)
{
    enum { N = 500 };
    struct orch_arena a;
    unsigned char *p[N];

    orch_arena_init(&a, 128, 0); /* many chunks, and oversize ones among them */
    for (size_t i = 0; i < N; i++) {
        size_t size = 1 + i % 150;
        p[i] = orch_arena_alloc(&a, size);
        CU_ASSERT_PTR_NOT_NULL_FATAL(p[i]);
        memset(p[i], (int)(i % 251), size);
    }
    for (size_t i = 0; i < N; i++)
        for (size_t k = 0; k < 1 + i % 150; k++)
            CU_ASSERT_EQUAL_FATAL(p[i][k], i % 251);
    orch_arena_free(&a);
}

static void test_zalloc(void)
{
    struct orch_arena a;
    const char *p;

    orch_arena_init(&a, 0, 0);
    memset(orch_arena_alloc(&a, 300), 0xff, 300);
    orch_arena_reset(&a);
    p = orch_arena_zalloc(&a, 100, 3);
    for (int i = 0; i < 300; i++)
        CU_ASSERT_EQUAL_FATAL(p[i], 0);
    CU_ASSERT_PTR_NULL(orch_arena_zalloc(&a, SIZE_MAX / 2, 3));
    CU_ASSERT_PTR_NULL(orch_arena_zalloc(&a, SIZE_MAX / 16, 17));
    CU_ASSERT_PTR_NOT_NULL(orch_arena_zalloc(&a, 0, 8));
    CU_ASSERT_PTR_NOT_NULL(orch_arena_zalloc(&a, 8, 0));
    orch_arena_free(&a);
}

static void test_limit_is_exact(void)
{
    struct orch_arena a;

    orch_arena_init(&a, 64, 160);
    CU_ASSERT_PTR_NOT_NULL(orch_arena_alloc(&a, 100)); /* 112 with padding, oversize */
    CU_ASSERT_EQUAL(a.used, 112);
    CU_ASSERT_PTR_NULL(orch_arena_alloc(&a, 49));
    CU_ASSERT_EQUAL(a.used, 112);
    CU_ASSERT_PTR_NOT_NULL(orch_arena_alloc(&a, 48));
    CU_ASSERT_PTR_NULL(orch_arena_alloc(&a, 0));
    orch_arena_reset(&a);
    CU_ASSERT_EQUAL(a.used, 0);
    CU_ASSERT_PTR_NOT_NULL(orch_arena_alloc(&a, 160));
    CU_ASSERT_PTR_NULL(orch_arena_alloc(&a, 1));
    orch_arena_free(&a);
}

static void test_memory_ends(void)
{
    struct orch_arena a;
    char *p;

    orch_arena_init(&a, 64, 0);
    p = orch_arena_alloc(&a, 8);
    CU_ASSERT_PTR_NULL(orch_arena_alloc(&a, SIZE_MAX));
    CU_ASSERT_PTR_NULL(orch_arena_alloc(&a, SIZE_MAX / 2));
    CU_ASSERT_PTR_NULL(orch_arena_alloc(&a, (size_t)1 << 60)); /* refused by the heap */
    CU_ASSERT_PTR_NULL(orch_arena_str(&a, (struct orch_str){p, SIZE_MAX}).ptr);
    CU_ASSERT_EQUAL(a.used, 16);
    CU_ASSERT_PTR_EQUAL(orch_arena_alloc(&a, 8), p + 16); /* and nothing is lost by it */
    orch_arena_free(&a);

    orch_arena_init(&a, (size_t)1 << 60, 0); /* an ordinary chunk that cannot be had */
    CU_ASSERT_PTR_NULL(orch_arena_alloc(&a, 1));
    CU_ASSERT_PTR_NULL(orch_arena_alloc(&a, 1));
    orch_arena_free(&a);
}

static void fill(struct orch_arena *a)
{
    for (int i = 0; i < 1000; i++)
        CU_ASSERT_PTR_NOT_NULL_FATAL(orch_arena_alloc(a, (size_t)(i % 100)));
}

/* The same work after a reset is done in the same memory. */
static void test_reset_keeps_chunks(void)
{
    struct orch_arena a;
    const void *first;
    size_t used;

    orch_arena_init(&a, 1024, 0);
    first = orch_arena_alloc(&a, 1);
    fill(&a);
    used = a.used;
    for (int round = 0; round < 100; round++) {
        const struct orch_arena_chunk *head = a.head;
        orch_arena_reset(&a);
        CU_ASSERT_PTR_EQUAL(orch_arena_alloc(&a, 1), first);
        fill(&a);
        CU_ASSERT_EQUAL(a.used, used);
        CU_ASSERT_PTR_EQUAL(a.head, head);
    }
    orch_arena_free(&a);
}

#if defined(__SANITIZE_ADDRESS__)
#define HEAP_IN_USE() ((size_t)0) /* mallinfo2 knows nothing of ASan's heap */
#else
#define HEAP_IN_USE() (mallinfo2().uordblks + mallinfo2().hblkhd)
#endif

static void test_reset_without_heap_growth(void)
{
    struct orch_arena a;
    size_t before;

    orch_arena_init(&a, 1024, 0);
    fill(&a);
    orch_arena_reset(&a);
    before = HEAP_IN_USE();
    for (int round = 0; round < 50; round++) {
        fill(&a);
        orch_arena_reset(&a);
    }
    CU_ASSERT_EQUAL(HEAP_IN_USE(), before);
    CU_ASSERT_PTR_NOT_NULL(orch_arena_alloc(&a, 1 << 20));
    orch_arena_reset(&a); /* the oversize chunk went back */
    CU_ASSERT_EQUAL(HEAP_IN_USE(), before);
    orch_arena_free(&a);
}

static void test_extend(void)
{
    struct orch_arena a;
    char *p, *q;

    orch_arena_init(&a, 256, 208);
    p = orch_arena_alloc(&a, 10);
    CU_ASSERT_TRUE(orch_arena_extend(&a, p, 10, 16)); /* within its padding */
    CU_ASSERT_EQUAL(a.used, 16);
    CU_ASSERT_TRUE(orch_arena_extend(&a, p, 16, 100));
    CU_ASSERT_EQUAL(a.used, 112);
    memset(p, 1, 100);
    CU_ASSERT_FALSE(orch_arena_extend(&a, p, 100, 209)); /* the limit */
    CU_ASSERT_FALSE(orch_arena_extend(&a, p, 100, 300)); /* the chunk */
    CU_ASSERT_FALSE(orch_arena_extend(&a, p, 100, SIZE_MAX));
    CU_ASSERT_FALSE(orch_arena_extend(&a, p, 100, 99));
    q = orch_arena_alloc(&a, 1);
    CU_ASSERT_FALSE(orch_arena_extend(&a, p, 100, 101 + 16)); /* no longer the newest */
    CU_ASSERT_PTR_EQUAL(q, p + 112);
    CU_ASSERT_EQUAL(a.used, 128);
    orch_arena_free(&a);
}

static void test_str_copies(void)
{
    struct orch_arena a;
    char text[] = "abc";
    struct orch_str s;

    orch_arena_init(&a, 0, 0);
    s = orch_arena_str(&a, orch_str(text));
    text[0] = 'x';
    CU_ASSERT_EQUAL(s.len, 3);
    CU_ASSERT_STRING_EQUAL(s.ptr, "abc");
    s = orch_arena_str(&a, (struct orch_str){NULL, 0});
    CU_ASSERT_EQUAL(s.len, 0);
    CU_ASSERT_STRING_EQUAL(s.ptr, "");
    orch_arena_free(&a);
}

static void test_free_then_again(void)
{
    struct orch_arena a;

    orch_arena_init(&a, 64, 100);
    CU_ASSERT_PTR_NOT_NULL(orch_arena_alloc(&a, 90));
    orch_arena_free(&a);
    orch_arena_free(&a);
    CU_ASSERT_EQUAL(a.used, 0);
    CU_ASSERT_PTR_NOT_NULL(orch_arena_alloc(&a, 90));
    CU_ASSERT_PTR_NULL(orch_arena_alloc(&a, 90)); /* the limit stayed */
    orch_arena_free(&a);
}

static const CU_TestInfo tests[] = {
    {"alignment", test_alignment},
    {"allocations do not overlap", test_allocations_do_not_overlap},
    {"zalloc", test_zalloc},
    {"limit is exact", test_limit_is_exact},
    {"memory ends", test_memory_ends},
    {"reset keeps chunks", test_reset_keeps_chunks},
    {"reset without heap growth", test_reset_without_heap_growth},
    {"extend", test_extend},
    {"str copies", test_str_copies},
    {"free, then again", test_free_then_again},
    CU_TEST_INFO_NULL,
};

int main(void)
{
    return unit_main("runtime/arena", tests);
}
