/* The timer heap against a plain list, and timers of a loop on the virtual clock. */
#include "tests/support/unit.h"

#include "runtime/loop.h"

#include <stdio.h>

enum { MS = 1000000 };

/* What fired, as a text: one letter a timer. */
struct trace {
    struct orch_loop *loop;
    char fired[64];
    size_t n;
    int64_t at[64];
};

struct letter {
    struct orch_timer timer;
    struct trace *trace;
    char name;
    struct letter *other; /* for callbacks that touch another timer */
};

static void note(struct orch_timer *t)
{
    struct letter *l = t->data;
    struct trace *tr = l->trace;

    CU_ASSERT_FALSE(orch_timer_running(t));
    tr->at[tr->n] = orch_loop_now(tr->loop);
    tr->fired[tr->n++] = l->name;
}

static void letters_init(struct letter *l, size_t n, struct trace *trace)
{
    memset(trace, 0, sizeof *trace);
    trace->loop = orch_loop_virtual_new();
    for (size_t i = 0; i < n; i++) {
        l[i] = (struct letter){.trace = trace, .name = (char)('a' + i)};
        l[i].timer.fn = note;
        l[i].timer.data = &l[i];
    }
}

static void start(struct letter *l, int64_t ms)
{
    orch_timer_start(l->trace->loop, &l->timer, orch_loop_now(l->trace->loop) + ms * MS);
}

/* Random puts, moves and removals; popping gives the order of (at, seq) of those left. */
static void test_heap_against_list(void)
{
    enum { N = 200 };
    struct orch_timer timers[N] = {0};
    struct orch_timer_heap h;
    uint32_t random = 12345;
    size_t running = 0;

    orch_timer_heap_init(&h);
    for (int i = 0; i < 5000; i++) {
        struct orch_timer *t = &timers[(random >> 8) % N];
        random = random * 1664525 + 1013904223;
        if (random >> 30)
            orch_timer_heap_put(&h, t, (random >> 10) % 50);
        else
            orch_timer_heap_remove(&h, t);
    }
    for (size_t i = 0; i < N; i++)
        running += orch_timer_running(&timers[i]);
    CU_ASSERT_EQUAL(h.n, running);
    CU_ASSERT_TRUE(running > N / 4);
    while (h.n) {
        struct orch_timer *first = orch_timer_heap_first(&h);
        for (size_t i = 0; i < N; i++)
            if (orch_timer_running(&timers[i]) && &timers[i] != first)
                CU_ASSERT_FATAL(timers[i].at > first->at ||
                                (timers[i].at == first->at && timers[i].seq > first->seq));
        orch_timer_heap_remove(&h, first);
        CU_ASSERT_FALSE(orch_timer_running(first));
    }
    CU_ASSERT_PTR_NULL(orch_timer_heap_first(&h));
    orch_timer_heap_free(&h);
}

static void test_order_and_time(void)
{
    struct letter l[4];
    struct trace tr;
    int64_t t0;

    letters_init(l, 4, &tr);
    t0 = orch_loop_now(tr.loop);
    start(&l[0], 30);
    start(&l[1], 10);
    start(&l[2], 20);
    start(&l[3], 50);
    orch_loop_advance(tr.loop, 10 * MS - 1);
    CU_ASSERT_STRING_EQUAL(tr.fired, "");
    orch_loop_advance(tr.loop, 1);
    CU_ASSERT_STRING_EQUAL(tr.fired, "b");
    orch_loop_advance(tr.loop, 30 * MS);
    CU_ASSERT_STRING_EQUAL(tr.fired, "bca");
    CU_ASSERT_EQUAL(tr.at[1] - t0, 20 * MS);
    CU_ASSERT_EQUAL(tr.at[2] - t0, 30 * MS);
    CU_ASSERT_EQUAL(orch_loop_now(tr.loop) - t0, 40 * MS);
    CU_ASSERT_TRUE(orch_timer_running(&l[3].timer));
    orch_loop_free(tr.loop);
    CU_ASSERT_FALSE(orch_timer_running(&l[3].timer));
}

static void test_equal_times(void)
{
    struct letter l[20];
    struct trace tr;

    letters_init(l, 20, &tr);
    for (int i = 19; i >= 0; i--)
        start(&l[i], 5);
    start(&l[7], 5); /* started again: now the last */
    orch_loop_advance(tr.loop, 5 * MS);
    CU_ASSERT_STRING_EQUAL(tr.fired, "tsrqponmlkjigfedcbah");
    orch_loop_free(tr.loop);
}

static void test_move_and_stop(void)
{
    struct letter l[3];
    struct trace tr;

    letters_init(l, 3, &tr);
    start(&l[0], 10);
    start(&l[1], 20);
    start(&l[2], 30);
    start(&l[0], 40); /* later */
    start(&l[2], 15); /* sooner */
    orch_timer_stop(tr.loop, &l[1].timer);
    orch_timer_stop(tr.loop, &l[1].timer);
    orch_loop_advance(tr.loop, 100 * MS);
    CU_ASSERT_STRING_EQUAL(tr.fired, "ca");
    orch_loop_free(tr.loop);
}

static void note_and_stop_other(struct orch_timer *t)
{
    struct letter *l = t->data;

    note(t);
    orch_timer_stop(l->trace->loop, &l->other->timer);
}

static void test_stop_inside_callback(void)
{
    struct letter l[3];
    struct trace tr;

    letters_init(l, 3, &tr);
    l[0].timer.fn = note_and_stop_other;
    l[0].other = &l[1]; /* due at the same time */
    start(&l[0], 5);
    start(&l[1], 5);
    start(&l[2], 5);
    orch_loop_advance(tr.loop, 10 * MS);
    CU_ASSERT_STRING_EQUAL(tr.fired, "ac");
    orch_loop_free(tr.loop);
}

static void note_and_start_other(struct orch_timer *t)
{
    struct letter *l = t->data;

    note(t);
    start(l->other, l->other == l ? 10 : -1000);
}

/* A time in the past, asked for by a firing timer: fires after all that were due, at the same time.
 */
static void test_start_in_the_past_inside_callback(void)
{
    struct letter l[3];
    struct trace tr;
    int64_t t0;

    letters_init(l, 3, &tr);
    t0 = orch_loop_now(tr.loop);
    l[0].timer.fn = note_and_start_other;
    l[0].other = &l[2];
    start(&l[0], 5);
    start(&l[1], 5);
    orch_loop_turn(tr.loop, 0);
    CU_ASSERT_STRING_EQUAL(tr.fired, "");
    orch_loop_advance(tr.loop, 5 * MS);
    CU_ASSERT_STRING_EQUAL(tr.fired, "abc");
    CU_ASSERT_EQUAL(tr.at[2] - t0, 5 * MS);
    orch_loop_free(tr.loop);
}

static void test_periodic(void)
{
    struct letter l[2];
    struct trace tr;

    letters_init(l, 2, &tr);
    l[0].timer.fn = note_and_start_other;
    l[0].other = &l[0];
    start(&l[0], 10);
    start(&l[1], 25);
    orch_loop_advance(tr.loop, 45 * MS);
    CU_ASSERT_STRING_EQUAL(tr.fired, "aabaa");
    orch_loop_free(tr.loop);
}

/* Each turn fires a timer that starts itself again in the past once, so that descriptors get
 * their turn. */
static void restart_now(struct orch_timer *t)
{
    note(t);
    start(t->data, -1);
}

static void test_rounds_are_bounded(void)
{
    struct letter l[1];
    struct trace tr;

    letters_init(l, 1, &tr);
    l[0].timer.fn = restart_now;
    start(&l[0], 0);
    orch_loop_turn(tr.loop, -1);
    CU_ASSERT_STRING_EQUAL(tr.fired, "a");
    orch_loop_turn(tr.loop, -1);
    CU_ASSERT_STRING_EQUAL(tr.fired, "aa");
    orch_loop_free(tr.loop);
}

static const CU_TestInfo tests[] = {
    {"heap against a list", test_heap_against_list},
    {"order and time", test_order_and_time},
    {"equal times", test_equal_times},
    {"move and stop", test_move_and_stop},
    {"stop inside a callback", test_stop_inside_callback},
    {"start in the past inside a callback", test_start_in_the_past_inside_callback},
    {"periodic", test_periodic},
    {"rounds are bounded", test_rounds_are_bounded},
    CU_TEST_INFO_NULL,
};

int main(void)
{
    return unit_main("runtime/timer", tests);
}
