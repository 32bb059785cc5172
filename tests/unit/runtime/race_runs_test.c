/* Races in every order, deadlines at every moment, runs beside each other, cancelled in every state
 * and recycled: the flows of tests/support/race_program.h, counted instead of written down. */
#include "tests/support/race_fixture.h"

/* --- every order of every small race --------------------------------------------------------- */

static const char *const letters[] = {"a", "b", "c"};
static const unsigned orders[][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
                                     {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};

/* One race of three, of which `need` must succeed: its branches end in that order, those whose bit
 * is set in `failing` badly. What must come of it is counted here. */
static void play_order(unsigned need, const unsigned *order, unsigned failing)
{
    struct fixture x;
    struct orch_run *run;
    struct orch_run_summary summary;
    unsigned done, won = 0, failed = 0, i;
    char wanted[8] = "\"", body[16];

    race_start(&x);
    run = race_begin(&x, RACE_ANY + need - 1, &done);
    for (i = 0; i < 3 && won < need && failed <= 3 - need; i++) {
        const unsigned branch = order[i];
        const bool fails = failing & 1u << branch;

        CU_ASSERT_EQUAL(done, 0);
        CU_ASSERT_TRUE(fixture_end_call(&x, letters[branch], fails ? "500" : "204"));
        if (!fails)
            wanted[++won] = (char)('A' + branch);
        failed += fails;
    }
    wanted[won + 1] = '"';
    CU_ASSERT_EQUAL(done, 1);
    CU_ASSERT_EQUAL(x.transport.cancelled, 3 - i);
    orch_run_summary(run, &summary);
    if (won == need) {
        snprintf(body, sizeof body, "%.*s", ORCH_STR_ARG(orch_run_answer(run)->body));
        CU_ASSERT_STRING_EQUAL(body, wanted);
        CU_ASSERT_EQUAL(summary.error, ORCH_OK);
    } else {
        CU_ASSERT_EQUAL(summary.error, ORCH_ERR_STATUS);
        CU_ASSERT_STRING_EQUAL(summary.error_node, letters[order[i - 1]]);
    }
    orch_run_free(run);
    fixture_end(&x);
}

static void test_orders(void)
{
    for (unsigned need = 1; need <= 3; need++)
        for (unsigned o = 0; o < 6; o++)
            for (unsigned failing = 0; failing < 8; failing++)
                play_order(need, orders[o], failing);
}

/* The time is over at each moment of a race. */
static void test_moments(void)
{
    for (int64_t at = 0; at <= 60; at += 5) {
        struct fixture x;
        unsigned done;
        struct orch_run *run;

        race_start(&x);
        run = race_begin(&x, RACE_ANY_IN_WITHIN, &done);
        orch_loop_advance(x.loop, at * MS);
        CU_ASSERT_EQUAL(done, at >= 50);
        CU_ASSERT_EQUAL(fixture_end_call(&x, "a", "500"), at < 50);
        CU_ASSERT_EQUAL(fixture_end_call(&x, "b", "204"), at < 50);
        CU_ASSERT_EQUAL(done, 1);
        CU_ASSERT_TRUE(unit_str_is(orch_run_answer(run)->body, at < 50 ? "\"BC\"" : "\"E\""));
        CU_ASSERT_FALSE(race_any_timer(run));
        orch_run_free(run);
        fixture_end(&x);
    }
}

/* --- runs beside each other, cancelled, one after the other ----------------------------------- */

static void test_beside(void)
{
    struct fixture x;
    unsigned done_one, done_two;
    struct orch_run *one, *two;

    race_start(&x);
    one = race_begin(&x, RACE_ANY_IN_WITHIN, &done_one);
    orch_loop_advance(x.loop, (int64_t)20 * MS);
    two = race_begin(&x, RACE_ANY_IN_WITHIN, &done_two);
    orch_loop_advance(x.loop, (int64_t)30 * MS);
    CU_ASSERT_EQUAL(done_one, 1);
    CU_ASSERT_EQUAL(done_two, 0);
    CU_ASSERT_TRUE(unit_str_is(orch_run_answer(one)->body, "\"E\""));
    CU_ASSERT_TRUE(fixture_end_call(&x, "a", "204"));
    CU_ASSERT_EQUAL(done_two, 1);
    CU_ASSERT_TRUE(unit_str_is(orch_run_answer(two)->body, "\"AC\""));
    CU_ASSERT_EQUAL(x.transport.cancelled, 3);
    orch_run_free(one);
    orch_run_free(two);
    fixture_end(&x);
}

/* Each flow, cancelled after each number of steps in which calls end or time passes. */
static void test_cancelled(void)
{
    static const char *const steps[] = {"", "wait 10", "wait 50", "wait 10; wait 50", "wait 100"};

    for (unsigned flow = 0; flow < RACE_ENDLESS; flow++) {
        for (unsigned s = 0; s < 2 * sizeof steps / sizeof steps[0]; s++) {
            struct fixture x;
            unsigned done;
            struct orch_run *run;

            race_start(&x);
            run = race_begin(&x, flow, &done);
            if (s % 2 == 1)
                fixture_end_call(&x, "a", "204");
            fixture_play(&x, run, steps[s / 2]);
            orch_run_cancel(run);
            CU_ASSERT_EQUAL(x.transport.n_in_flight, 0);
            CU_ASSERT_FALSE(race_any_timer(run));
            orch_loop_advance(x.loop, (int64_t)1000 * MS);
            CU_ASSERT_EQUAL(x.transport.n_in_flight, 0);
            orch_run_free(run);
            fixture_end(&x);
        }
    }
}

/* A run is recycled: nothing of a race before counts in the next. */
static void test_recycled(void)
{
    static const char *const scripts[] = {"a 500; c 204", "b 204", "a 500; b 204"};
    static const char *const degraded[] = {"a;status", "", ""};
    struct fixture x;

    race_start(&x);
    for (unsigned i = 0; i < 3; i++) {
        unsigned done;
        struct orch_run *run = race_begin(&x, RACE_DEGRADED, &done);

        fixture_play(&x, run, scripts[i]);
        CU_ASSERT_EQUAL(done, 1);
        CU_ASSERT_TRUE(unit_str_is(orch_run_answer(run)->degraded, degraded[i]));
        orch_run_free(run);
    }
    fixture_end(&x);
}

/* The losers are booked as cancelled; what a deadline has ended as timed out. */
static void test_booked(void)
{
    struct fixture x;
    unsigned done;
    struct orch_run *run;
    const struct orch_operation_metrics *m;

    race_start(&x);
    m = x.metrics->operations;
    run = race_begin(&x, RACE_ANY, &done);
    fixture_play(&x, run, "a 204");
    orch_run_free(run);
    CU_ASSERT_EQUAL(m[RACE_A].calls[ORCH_OK], 1);
    CU_ASSERT_EQUAL(m[RACE_B].calls[ORCH_ERR_CANCELLED], 1);
    CU_ASSERT_EQUAL(m[RACE_C].calls[ORCH_ERR_CANCELLED], 1);
    run = race_begin(&x, RACE_WITHIN, &done);
    fixture_play(&x, run, "wait 50");
    orch_run_free(run);
    CU_ASSERT_EQUAL(m[RACE_A].calls[ORCH_ERR_TIMEOUT], 1);
    CU_ASSERT_EQUAL(m[RACE_A].calls[ORCH_ERR_CANCELLED], 0);
    fixture_end(&x);
}

/* A loop that never ends does not keep the flow from its deadline: on a clock that moves. */
static void test_endless(void)
{
    struct fixture x;
    unsigned done;
    struct orch_run *run;
    struct orch_loop *still;

    race_start(&x);
    orch_engine_free(x.engine);
    still = x.loop;
    x.loop = orch_loop_new();
    x.engine = orch_engine_new(x.loop, &race_program, &x.transport.t, x.metrics,
                               &(struct orch_engine_settings){1 << 20, 16});
    run = race_begin(&x, RACE_ENDLESS, &done);
    CU_ASSERT_EQUAL(done, 0);
    while (done == 0)
        orch_loop_turn(x.loop, -1);
    CU_ASSERT_EQUAL(orch_run_answer(run)->status, 504);
    CU_ASSERT_FALSE(race_any_timer(run));
    orch_run_free(run);
    fixture_end(&x);
    orch_loop_free(still);
}

int main(void)
{
    static const CU_TestInfo tests[] = {
        {"every order of small races", test_orders},
        {"the time is over at each moment", test_moments},
        {"two runs beside each other", test_beside},
        {"cancelled in every state", test_cancelled},
        {"recycled", test_recycled},
        {"what is booked", test_booked},
        {"a loop without end", test_endless},
        CU_TEST_INFO_NULL,
    };

    return unit_main("runtime/race_runs", tests);
}
