/* Races, deadlines of blocks and loops: who wins, what is cancelled, what is forgotten, and that no
 * timer outlives what it belongs to. Each row of the table is one run of a flow in
 * tests/support/race_program.h. */
#include "tests/support/race_fixture.h"

struct row {
    const char *name;
    unsigned flow;
    const char *script;
    int status;            /* of the answer; 0: not delivered */
    const char *body;      /* of an answer of status 200 */
    const char *error;     /* of the summary */
    const char *node;      /* of the summary */
    const char *cancelled; /* calls that were aborted, in order */
    const char *in_flight; /* calls still in flight at the end of the script */
    const char *degraded;
};

static const struct row rows[] = {
    /* --- any, some --- */
    {.name = "a race starts all", .flow = RACE_ANY, .script = "", .in_flight = "a b c"},
    {.name = "the first wins, the rest are cancelled",
     .flow = RACE_ANY,
     .script = "b 204",
     .status = 200,
     .body = "\"B\"",
     .cancelled = "a c"},
    {.name = "a failure leaves the others in the race",
     .flow = RACE_ANY,
     .script = "b 500",
     .in_flight = "a c"},
    {.name = "one is left, and wins",
     .flow = RACE_ANY,
     .script = "a 500; c dead; b 204",
     .status = 200,
     .body = "\"B\""},
    {.name = "all fail: the last error counts",
     .flow = RACE_ANY,
     .script = "a 500; c 500; b dead",
     .status = 502,
     .error = "unreachable",
     .node = "b"},
    {.name = "two of three",
     .flow = RACE_TWO,
     .script = "c 204; a 204",
     .status = 200,
     .body = "\"CA\"",
     .cancelled = "b"},
    {.name = "two of three in spite of a failure",
     .flow = RACE_TWO,
     .script = "c 204; a 500; b 204",
     .status = 200,
     .body = "\"CB\""},
    {.name = "two failures leave too few",
     .flow = RACE_TWO,
     .script = "c dead; a 500",
     .status = 502,
     .error = "status",
     .node = "a",
     .cancelled = "b"},
    {.name = "a success does not save what cannot be reached",
     .flow = RACE_TWO,
     .script = "b 204; c dead; a 500",
     .status = 502,
     .error = "status",
     .node = "a"},
    {.name = "three of three",
     .flow = RACE_THREE,
     .script = "b 204; c 204; a 204",
     .status = 200,
     .body = "\"BCA\""},
    {.name = "three of three cannot do without one",
     .flow = RACE_THREE,
     .script = "b 204; c 500",
     .status = 502,
     .error = "status",
     .node = "c",
     .cancelled = "a"},
    {.name = "a branch without a call wins at once",
     .flow = RACE_INSTANT,
     .script = "",
     .status = 200,
     .body = "\"\""},
    {.name = "the deadline of the flow ends a race",
     .flow = RACE_ANY,
     .script = "a 500; wait 300",
     .status = 504,
     .error = "timeout",
     .node = "b",
     .cancelled = "b c"},
    {.name = "a return in a branch ends the flow",
     .flow = RACE_RETURN,
     .script = "a 204",
     .status = 200,
     .body = "\"\"",
     .cancelled = "b"},
    {.name = "the other branch goes on behind the race",
     .flow = RACE_RETURN,
     .script = "b 204",
     .status = 200,
     .body = "\"BD\"",
     .cancelled = "a"},
    {.name = "a fallback of a loser is not told",
     .flow = RACE_DEGRADED,
     .script = "a 500; b 204",
     .status = 200,
     .body = "\"FB\"",
     .cancelled = "c"},
    {.name = "a fallback of the winner is",
     .flow = RACE_DEGRADED,
     .script = "a 500; c 204",
     .status = 200,
     .body = "\"FC\"",
     .cancelled = "b",
     .degraded = "a;status"},
    {.name = "a fallback of a branch that failed is not",
     .flow = RACE_DEGRADED,
     .script = "a 500; c 500; b 204",
     .status = 200,
     .body = "\"FB\""},

    /* --- races among forks --- */
    {.name = "a race within a fork: its end is no end of the fork",
     .flow = RACE_ANY_IN_ALL,
     .script = "a 204",
     .cancelled = "b",
     .in_flight = "c"},
    {.name = "a race within a fork: both",
     .flow = RACE_ANY_IN_ALL,
     .script = "c 204; b 204",
     .status = 200,
     .body = "\"CB\"",
     .cancelled = "a"},
    {.name = "a race within a fork: it fails",
     .flow = RACE_ANY_IN_ALL,
     .script = "a 500; b 500",
     .status = 502,
     .error = "status",
     .node = "b",
     .cancelled = "c"},
    {.name = "a race within a fork: the other branch fails",
     .flow = RACE_ANY_IN_ALL,
     .script = "a 500; c 500",
     .status = 502,
     .error = "status",
     .node = "c",
     .cancelled = "b"},
    {.name = "a fork within a race: one call of it is not enough",
     .flow = RACE_ALL_IN_ANY,
     .script = "a 204",
     .in_flight = "c b"},
    {.name = "a fork within a race: it wins",
     .flow = RACE_ALL_IN_ANY,
     .script = "b 204; a 204",
     .status = 200,
     .body = "\"\"",
     .cancelled = "c"},
    {.name = "a fork within a race: it fails as a whole",
     .flow = RACE_ALL_IN_ANY,
     .script = "b 500",
     .cancelled = "a",
     .in_flight = "c"},
    {.name = "a fork within a race: it failed, the other wins",
     .flow = RACE_ALL_IN_ANY,
     .script = "b 500; c 204",
     .status = 200,
     .body = "\"C\"",
     .cancelled = "a"},
    {.name = "a fork within a race: it loses",
     .flow = RACE_ALL_IN_ANY,
     .script = "a 204; c 204",
     .status = 200,
     .body = "\"C\"",
     .cancelled = "b"},
    {.name = "a fork within a race: all fail",
     .flow = RACE_ALL_IN_ANY,
     .script = "c 500; a dead",
     .status = 502,
     .error = "unreachable",
     .node = "a",
     .cancelled = "b"},

    /* --- within --- */
    {.name = "in time",
     .flow = RACE_WITHIN,
     .script = "wait 49; a 204",
     .status = 200,
     .body = "\"A\""},
    {.name = "the time is over",
     .flow = RACE_WITHIN,
     .script = "wait 50",
     .status = 200,
     .body = "\"E\"",
     .cancelled = "a"},
    {.name = "a failure does not lead to else",
     .flow = RACE_WITHIN,
     .script = "wait 49; a 500",
     .status = 502,
     .error = "status",
     .node = "a"},
    {.name = "without else it fails",
     .flow = RACE_BARE,
     .script = "wait 50",
     .status = 504,
     .error = "timeout",
     .node = "fork",
     .cancelled = "a"},
    {.name = "without else, in time",
     .flow = RACE_BARE,
     .script = "wait 49; a 204",
     .status = 200,
     .body = "\"A\""},
    {.name = "the block's time goes before an equal one of the call",
     .flow = RACE_TIE,
     .script = "wait 50",
     .status = 200,
     .body = "\"E\"",
     .cancelled = "a"},
    {.name = "the flow's time comes first",
     .flow = RACE_LONG,
     .script = "wait 300",
     .status = 504,
     .error = "timeout",
     .node = "a",
     .cancelled = "a"},
    {.name = "nested: both in time",
     .flow = RACE_NESTED,
     .script = "wait 49; a 204; wait 50; c 204",
     .status = 200,
     .body = "\"AC\""},
    {.name = "nested: the inner time is over, the block goes on",
     .flow = RACE_NESTED,
     .script = "wait 50; b 204; c 204",
     .status = 200,
     .body = "\"EBC\"",
     .cancelled = "a"},
    {.name = "nested: the outer time is over in the inner else",
     .flow = RACE_NESTED,
     .script = "wait 99; wait 1",
     .status = 200,
     .body = "\"EF\"",
     .cancelled = "a b"},
    {.name = "nested: the outer time is over behind the inner block",
     .flow = RACE_NESTED,
     .script = "a 204; wait 100",
     .status = 200,
     .body = "\"AF\"",
     .cancelled = "c"},
    {.name = "nested: a failure goes through both",
     .flow = RACE_NESTED,
     .script = "wait 50; b 500",
     .status = 502,
     .error = "status",
     .node = "b",
     .cancelled = "a"},
    {.name = "a call's own time is no time of the block",
     .flow = RACE_ALL_IN_WITHIN,
     .script = "wait 30",
     .status = 504,
     .error = "timeout",
     .node = "b_30",
     .cancelled = "b a"},
    {.name = "the block's time ends all below",
     .flow = RACE_ALL_IN_WITHIN,
     .script = "b 204; wait 50",
     .status = 200,
     .body = "\"E\"",
     .cancelled = "a"},
    {.name = "all below in time",
     .flow = RACE_ALL_IN_WITHIN,
     .script = "b 204; wait 49; a 204; wait 100",
     .status = 200,
     .body = "\"\""},

    /* --- within and any --- */
    {.name = "any with a within: it wins in time",
     .flow = RACE_WITHIN_IN_ANY,
     .script = "wait 49; a 204",
     .status = 200,
     .body = "\"A\"",
     .cancelled = "b"},
    {.name = "any with a within: its else wins",
     .flow = RACE_WITHIN_IN_ANY,
     .script = "wait 50",
     .status = 200,
     .body = "\"E\"",
     .cancelled = "a b"},
    {.name = "any with a within: it loses",
     .flow = RACE_WITHIN_IN_ANY,
     .script = "wait 49; b 204; wait 100",
     .status = 200,
     .body = "\"B\"",
     .cancelled = "a"},
    {.name = "any with a within: it fails",
     .flow = RACE_WITHIN_IN_ANY,
     .script = "a 500; wait 100; b 204",
     .status = 200,
     .body = "\"B\""},
    {.name = "within an any: in time",
     .flow = RACE_ANY_IN_WITHIN,
     .script = "wait 49; b 204",
     .status = 200,
     .body = "\"BC\"",
     .cancelled = "a"},
    {.name = "within an any: the time is over",
     .flow = RACE_ANY_IN_WITHIN,
     .script = "a 500; wait 50",
     .status = 200,
     .body = "\"E\"",
     .cancelled = "b"},
    {.name = "within an any: all fail",
     .flow = RACE_ANY_IN_WITHIN,
     .script = "a 500; wait 49; b 500",
     .status = 502,
     .error = "status",
     .node = "b"},

    /* --- loops --- */
    {.name = "a loop runs its rounds",
     .flow = RACE_LOOP,
     .script = "a 204; a 204; a 204",
     .status = 200,
     .body = "\"AAA\""},
    {.name = "a loop waits in each round",
     .flow = RACE_LOOP,
     .script = "a 204; a 204",
     .in_flight = "a"},
    {.name = "a failure ends a loop",
     .flow = RACE_LOOP,
     .script = "a 204; a 500",
     .status = 502,
     .error = "status",
     .node = "a_again"},
    {.name = "a deadline anew in each round",
     .flow = RACE_WITHIN_LOOP,
     .script = "wait 49; a 204; wait 49; a 204; wait 50",
     .status = 200,
     .body = "\"AAE\"",
     .cancelled = "a"},
    {.name = "each round over its time",
     .flow = RACE_WITHIN_LOOP,
     .script = "wait 150",
     .status = 200,
     .body = "\"EEE\"",
     .cancelled = "a a a"},
    {.name = "a long loop without a call ends",
     .flow = RACE_BUSY,
     .script = "wait 1",
     .status = 200,
     .body = "\"D\""},
    {.name = "a long loop without a call lets others have their turn",
     .flow = RACE_BUSY,
     .script = ""},
};

/* Like CU_ASSERT_STRING_EQUAL, but it shows the row and both texts. */
static void expect(const struct row *r, const char *what, const char *got, const char *wanted)
{
    if (strcmp(got ? got : "", wanted ? wanted : "") != 0) {
        printf("%s: %s is '%s', not '%s'\n", r->name, what, got ? got : "", wanted ? wanted : "");
        CU_FAIL("see above");
    }
}

static void check_summary(const struct row *r, const struct orch_run *run)
{
    const struct orch_answer *answer = orch_run_answer(run);
    struct orch_run_summary summary;
    char text[256];

    orch_run_summary(run, &summary);
    CU_ASSERT_EQUAL(answer->status, r->status);
    expect(r, "error", summary.error ? orch_error_info(summary.error)->name : NULL, r->error);
    expect(r, "node", summary.error_node, r->node);
    snprintf(text, sizeof text, "%.*s", ORCH_STR_ARG(answer->degraded));
    expect(r, "degraded", text, r->degraded);
    snprintf(text, sizeof text, "%.*s", ORCH_STR_ARG(answer->body));
    if (r->status == 200)
        expect(r, "body", text, r->body);
}

static void test_rows(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct row *r = &rows[i];
        struct fixture x;
        struct orch_run *run;
        char text[128];
        unsigned done;

        race_start(&x);
        run = race_begin(&x, r->flow, &done);
        fixture_play(&x, run, r->script);
        expect(r, "cancelled", x.transport.cancelled_names, r->cancelled);
        expect(r, "in flight", fixture_in_flight(&x, text, sizeof text), r->in_flight);
        if (done != (r->status != 0)) {
            printf("%s: delivered %u times\n", r->name, done);
            CU_FAIL("see above");
        } else if (done) {
            check_summary(r, run);
            CU_ASSERT_FALSE(race_any_timer(run));
        }
        orch_run_free(run);
        CU_ASSERT_FALSE(race_any_timer(run)); /* the engine keeps it for the next */
        orch_loop_advance(x.loop, (int64_t)1000 * MS);
        fixture_end(&x);
    }
}

int main(void)
{
    static const CU_TestInfo tests[] = {{"table of runs", test_rows}, CU_TEST_INFO_NULL};

    return unit_main("runtime/race", tests);
}
