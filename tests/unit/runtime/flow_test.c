/* The walk through a flow: order, forks, joins, branches, returns, failures and what they take with
 * them. Each row of the table is one run of the page program (tests/support/page_program.h). */
#include "tests/support/engine_fixture.h"

struct flow_case {
    const char *name;
    const char *query;
    const char *script;
    int status; /* of the answer; 0: not delivered */
    const char *error;
    const char *node;      /* of the summary */
    const char *detail;    /* of the summary */
    const char *degraded;  /* of the answer */
    const char *cancelled; /* calls that were aborted, in order */
    const char *in_flight; /* calls still in flight at the end of the script */
    const char *body;      /* of the answer; NULL: not looked at */
};

#define PAGE(banners, n, total, brands, offers)                                                    \
    "{\"title\":\"Hello An\",\"banners\":" banners ",\"n_banners\":" n ",\"total\":" total         \
    ",\"brands\":" brands ",\"offers\":" offers "}"
#define BANNERS "[{\"image\":\"a.png\",\"extra\":{\"x\": 1}}]"

static const struct flow_case flow_cases[] = {
    /* --- waiting: who is called when --- */
    {.name = "the first call goes out alone", .script = "", .in_flight = "user"},
    {.name = "a fork starts all branches, in order, nested ones behind",
     .script = "user ok",
     .in_flight = "banners hot brands"},
    {.name = "a branch that is chosen is called before nested forks",
     .query = "level=7",
     .script = "user ok",
     .in_flight = "banners offers hot brands"},
    {.name = "a fork waits for its last branch",
     .script = "user ok; banners ok; hot ok",
     .in_flight = "brands"},
    {.name = "an inner fork joins before its strand goes on",
     .script = "user ok; hot ok; brands ok",
     .in_flight = "banners"},

    /* --- ending well --- */
    {.name = "all answer",
     .script = "user ok; banners ok; hot ok; brands ok",
     .status = 200,
     .body = PAGE(BANNERS, "1", "350", "[\"B1\",\"B2\"]", "[]")},
    {.name = "all answer, the other way round",
     .script = "user ok; brands ok; hot ok; banners ok",
     .status = 200,
     .body = PAGE(BANNERS, "1", "350", "[\"B1\",\"B2\"]", "[]")},
    {.name = "a branch with a call of its own",
     .query = "level=7",
     .script = "user ok; banners ok; hot ok; brands many; offers many",
     .status = 200,
     .body = PAGE(BANNERS, "1", "350", "[\"B1\",\"B2\",\"B3\",\"B4\",\"B5\"]", "[\"O1\",\"O2\"]")},
    {.name = "a branch that goes nowhere",
     .query = "level=5",
     .script = "user many; banners many; hot ok; brands ok",
     .status = 200,
     .body = PAGE("[{\"image\":\"a\"},{\"image\":\"b\"},{\"image\":\"c\"}]", "3", "350",
                  "[\"B1\",\"B2\"]", "[]")},
    {.name = "any 2xx is a reply",
     .query = "level=0",
     .script = "user ok; touch 201",
     .status = 200,
     .cancelled = "banners hot brands",
     .body = "{\"early\":true}"},
    {.name = "a call that sets nothing may answer with nothing",
     .query = "level=0",
     .script = "user ok; touch 204",
     .status = 200,
     .cancelled = "banners hot brands"},
    {.name = "a return inside a branch cancels all the others",
     .query = "level=0",
     .script = "user ok; banners ok; hot ok; touch ok",
     .status = 200,
     .cancelled = "brands",
     .body = "{\"early\":true}"},

    /* --- falling back --- */
    {.name = "a fallback for a status",
     .script = "user ok; banners 500; hot ok; brands ok",
     .status = 200,
     .degraded = "banners;status",
     .body = PAGE("[]", "0", "350", "[\"B1\",\"B2\"]", "[]")},
    {.name = "a fallback for a redirect, which is not followed",
     .script = "user ok; banners 302; hot ok; brands ok",
     .status = 200,
     .degraded = "banners;status"},
    {.name = "a fallback for a connection",
     .script = "user ok; banners dead; hot ok; brands ok",
     .status = 200,
     .degraded = "banners;unreachable"},
    {.name = "a fallback for a timeout of its own",
     .script = "user ok; hot ok; brands ok; wait 79; wait 1",
     .status = 200,
     .degraded = "banners;timeout",
     .cancelled = "banners"},
    {.name = "a timeout of its own is not early",
     .script = "user ok; hot ok; brands ok; wait 79",
     .in_flight = "banners"},
    {.name = "a fallback for a broken reply",
     .script = "user ok; banners cut; hot ok; brands ok",
     .status = 200,
     .degraded = "banners;malformed"},
    {.name = "a fallback for a reply that misses a field drops what was read before",
     .script = "user ok; banners wrong; hot ok; brands ok",
     .status = 200,
     .degraded = "banners;malformed",
     .body = PAGE("[]", "0", "350", "[\"B1\",\"B2\"]", "[]")},
    {.name = "a fallback for an empty reply",
     .script = "user ok; banners empty; hot ok; brands ok",
     .status = 200,
     .degraded = "banners;malformed"},
    {.name = "a fallback for 204 where a reply is expected",
     .script = "user ok; banners 204; hot ok; brands ok",
     .status = 200,
     .degraded = "banners;malformed"},
    {.name = "a fallback for broken HTTP",
     .script = "user ok; banners bad; hot ok; brands ok",
     .status = 200,
     .degraded = "banners;malformed"},
    {.name = "fallbacks are told in the order of the nodes",
     .script = "user ok; brands dead; hot ok; banners 404",
     .status = 200,
     .degraded = "banners;status, brands;unreachable",
     .body = PAGE("[]", "0", "350", "[]", "[]")},

    /* --- failing --- */
    {.name = "a failure before any fork",
     .script = "user 503",
     .status = 502,
     .error = "status",
     .node = "invoke account.user",
     .detail = "status 503"},
    {.name = "a failure says why a connection could not be had",
     .script = "user dead",
     .status = 502,
     .error = "unreachable",
     .node = "invoke account.user",
     .detail = "connect to h:1: Connection refused"},
    {.name = "a failure says where a reply was wrong",
     .script = "user wrong",
     .status = 502,
     .error = "malformed",
     .node = "invoke account.user",
     .detail = "reply.id must be an integer"},
    {.name = "a failure in a list says which element",
     .script = "user ok; hot wrong",
     .status = 502,
     .error = "malformed",
     .node = "invoke catalog.hot",
     .detail = "reply[0].price must be at least 0",
     .cancelled = "banners brands"},
    {.name = "a failure of a reply that is not there",
     .script = "user empty",
     .status = 502,
     .error = "malformed",
     .node = "invoke account.user",
     .detail = "the reply is empty (status 200)"},
    {.name = "a failure by timeout of the call",
     .script = "wait 100",
     .status = 504,
     .error = "timeout",
     .node = "invoke account.user",
     .detail = "no answer within 100 ms",
     .cancelled = "user"},
    {.name = "a failure in a nested branch ends both forks",
     .script = "user ok; hot 500",
     .status = 502,
     .error = "status",
     .node = "invoke catalog.hot",
     .cancelled = "banners brands"},
    {.name = "a failure in a nested branch whose sibling has ended",
     .script = "user ok; brands ok; hot dead",
     .status = 502,
     .error = "unreachable",
     .node = "invoke catalog.hot",
     .cancelled = "banners"},
    {.name = "a failure in an outer branch ends the nested fork",
     .query = "level=7",
     .script = "user ok; offers 500",
     .status = 502,
     .error = "status",
     .node = "invoke vip.offers",
     .cancelled = "banners hot brands"},
    {.name = "a timeout in an outer branch ends the nested fork",
     .query = "level=7",
     .script = "user ok; hot ok; wait 50",
     .status = 504,
     .error = "timeout",
     .node = "invoke vip.offers",
     .cancelled = "offers banners brands"},
    {.name = "the last of all to answer fails",
     .script = "user ok; banners ok; brands ok; hot bad",
     .status = 502,
     .error = "malformed",
     .node = "invoke catalog.hot",
     .detail = "h:1: transfer closed early"},
    {.name = "a failure after fallbacks is not told as degraded",
     .script = "user ok; banners 500; brands 500; hot 500",
     .status = 502,
     .error = "status",
     .node = "invoke catalog.hot"},
    {.name = "a call that sets nothing can fail",
     .query = "level=0",
     .script = "user ok; touch 500",
     .status = 502,
     .error = "status",
     .node = "invoke account.touch",
     .cancelled = "banners hot brands"},

    /* --- the flow's deadline --- */
    {.name = "the deadline with one call in flight, in spite of its fallback",
     .script = "user ok; banners ok; hot ok; wait 299; wait 1",
     .status = 504,
     .error = "timeout",
     .node = "invoke catalog.brands",
     .detail = "the flow's 300 ms have passed",
     .cancelled = "brands"},
    {.name = "the deadline is not early",
     .script = "user ok; banners ok; hot ok; wait 299; brands ok",
     .status = 200},
    {.name = "the deadline counts from the start of the run",
     .script = "wait 99; user ok; banners ok; wait 149; hot ok; wait 52",
     .status = 504,
     .error = "timeout",
     .node = "invoke catalog.brands",
     .cancelled = "brands"},
    {.name = "the deadline with several in flight names the one that was waited for longest",
     .script = "wait 99; user ok; wait 60; banners ok; wait 89; hot ok; wait 52",
     .status = 504,
     .error = "timeout",
     .node = "invoke catalog.brands",
     .cancelled = "brands"},

    /* --- faults of emitted code --- */
    {.name = "a fault while input is accepted",
     .query = "fault=1",
     .script = "",
     .status = 500,
     .error = "arithmetic",
     .detail = "a division by zero"},
    {.name = "a fault while a request is written",
     .query = "fault=2",
     .script = "user ok",
     .status = 500,
     .error = "arithmetic",
     .node = "invoke catalog.hot",
     .detail = "a division by zero",
     .cancelled = "banners"},
    {.name = "a fault while a reply is read is no failure of the call",
     .query = "fault=3",
     .script = "user ok; banners ok",
     .status = 500,
     .error = "arithmetic",
     .node = "invoke content.banners",
     .cancelled = "hot brands"},
    {.name = "a fault in a fallback",
     .query = "fault=4",
     .script = "user ok; hot ok; banners 500",
     .status = 500,
     .error = "arithmetic",
     .node = "invoke content.banners",
     .detail = "a division by zero",
     .cancelled = "brands"},
    {.name = "a fault in an assignment",
     .query = "fault=5",
     .script = "user ok; banners 500",
     .status = 500,
     .error = "arithmetic",
     .node = "n_banners =",
     .cancelled = "hot brands"},
    {.name = "a fault in a condition comes before the nested fork calls",
     .query = "fault=6",
     .script = "user ok",
     .status = 500,
     .error = "arithmetic",
     .node = "switch",
     .cancelled = "banners"},
    {.name = "a fault in a return inside a branch",
     .query = "level=0&fault=7",
     .script = "user ok; touch ok",
     .status = 500,
     .error = "arithmetic",
     .node = "return",
     .cancelled = "banners hot brands"},
    {.name = "a fault in the answer",
     .query = "fault=8",
     .script = "user ok; hot ok; banners ok; brands ok",
     .status = 500,
     .error = "arithmetic",
     .node = "return"},
    {.name = "a sum that does not fit, behind a join",
     .script = "user ok; hot many; brands ok",
     .status = 500,
     .error = "arithmetic",
     .node = "total =",
     .detail = "a sum does not fit 64 bits",
     .cancelled = "banners"},

    /* --- cancelled from outside --- */
    {.name = "cancelled at the first call",
     .script = "cancel",
     .error = "cancelled",
     .cancelled = "user"},
    {.name = "cancelled inside of both forks",
     .query = "level=7",
     .script = "user ok; cancel",
     .error = "cancelled",
     .cancelled = "banners offers hot brands"},
    {.name = "cancelled after some have answered and one has fallen back",
     .script = "user ok; banners 500; hot ok; cancel",
     .error = "cancelled",
     .cancelled = "brands"},
    {.name = "nothing happens after a cancel",
     .script = "user ok; cancel; wait 1000",
     .error = "cancelled",
     .cancelled = "banners hot brands"},
    {.name = "a cancel after the end changes nothing",
     .script = "user 500; cancel",
     .status = 502,
     .error = "status",
     .node = "invoke account.user"},
};

static const char *text_of(const char *s)
{
    return s ? s : "";
}

/* Like CU_ASSERT_STRING_EQUAL, but it shows the row and both texts. */
static void expect(const struct flow_case *c, const char *what, struct orch_str got,
                   const char *wanted)
{
    if (!orch_str_eq(got, orch_str(wanted))) {
        printf("%s: %s is '%.*s', not '%s'\n", c->name, what, ORCH_STR_ARG(got), wanted);
        CU_FAIL("see above");
    }
}

static void check_case(struct fixture *x, struct orch_run *run, const struct flow_case *c,
                       unsigned done)
{
    const struct orch_answer *answer = orch_run_answer(run);
    struct orch_run_summary s;
    char text[256];

    orch_run_summary(run, &s);
    if (done != (c->status ? 1 : 0) || answer->status != c->status) {
        printf("%s: delivered %u times, status %d\n", c->name, done, answer->status);
        CU_FAIL("see above");
    }
    expect(c, "error", orch_str(s.error ? orch_error_info(s.error)->name : ""), text_of(c->error));
    expect(c, "node", orch_str(text_of(s.error_node)), text_of(c->node));
    if (c->detail)
        expect(c, "detail", s.detail, c->detail);
    expect(c, "degraded", answer->degraded, text_of(c->degraded));
    expect(c, "cancelled", orch_str(x->transport.cancelled_names), text_of(c->cancelled));
    expect(c, "in flight", orch_str(fixture_in_flight(x, text, sizeof text)),
           text_of(c->in_flight));
    if (c->body)
        expect(c, "body", answer->body, c->body);
}

static void test_table(void)
{
    for (size_t i = 0; i < sizeof flow_cases / sizeof flow_cases[0]; i++) {
        const struct flow_case *c = &flow_cases[i];
        struct orch_run *run;
        struct fixture x;
        unsigned done;

        fixture_start(&x);
        run = fixture_page(&x, text_of(c->query), &done);
        fixture_play(&x, run, c->script);
        check_case(&x, run, c, done);
        orch_run_free(run);
        fixture_end(&x);
    }
}

/* --- every order, every moment --------------------------------------------------------------- */

enum { N_CALLS = 4, N_ORDERS = 24 };
static const char *const parallel_calls[N_CALLS] = {"banners", "hot", "brands", "offers"};

/* Order number n of the four. */
static void order_of(unsigned n, unsigned out[N_CALLS])
{
    unsigned left[N_CALLS] = {0, 1, 2, 3};

    for (unsigned i = 0; i < N_CALLS; i++) {
        unsigned pick = n % (N_CALLS - i);
        n /= N_CALLS - i;
        out[i] = left[pick];
        memmove(&left[pick], &left[pick + 1], (N_CALLS - 1 - pick) * sizeof left[0]);
    }
}

/* A run with level 7 whose first `answered` of the four have answered in that order. */
static struct orch_run *run_until(struct fixture *x, unsigned order, unsigned answered,
                                  unsigned *done)
{
    struct orch_run *run = fixture_page(x, "level=7", done);
    unsigned calls[N_CALLS];

    order_of(order, calls);
    fixture_play(x, run, "user ok");
    for (unsigned i = 0; i < answered; i++)
        CU_ASSERT_TRUE(fixture_end_call(x, parallel_calls[calls[i]], "ok"));
    return run;
}

static void test_every_order_gives_the_same_bytes(void)
{
    static const char page[] = PAGE(BANNERS, "1", "350", "[\"B1\",\"B2\"]", "[\"O1\"]");
    struct fixture x;
    unsigned done;

    fixture_start(&x);
    for (unsigned order = 0; order < N_ORDERS; order++) {
        struct orch_run *run = run_until(&x, order, N_CALLS, &done);
        CU_ASSERT_EQUAL(done, 1);
        CU_ASSERT_TRUE(unit_str_is(orch_run_answer(run)->body, page));
        orch_run_free(run);
    }
    fixture_end(&x);
}

static void test_cancel_at_every_moment(void)
{
    struct fixture x;
    unsigned done;

    fixture_start(&x);
    for (unsigned order = 0; order < N_ORDERS; order++) {
        for (unsigned answered = 0; answered < N_CALLS; answered++) {
            struct orch_run *run = run_until(&x, order, answered, &done);
            orch_run_cancel(run);
            CU_ASSERT_EQUAL(x.transport.n_in_flight, 0);
            orch_loop_advance(x.loop, 1000 * (int64_t)MS);
            CU_ASSERT_EQUAL(done, 0);
            orch_run_free(run);
        }
    }
    fixture_end(&x);
}

static void test_deadline_at_every_moment(void)
{
    struct fixture x;
    unsigned done;

    fixture_start(&x);
    for (unsigned order = 0; order < N_ORDERS; order++) {
        for (unsigned answered = 0; answered < N_CALLS; answered++) {
            struct orch_run *run = run_until(&x, order, answered, &done);
            bool falls_back = !fake_find(&x.transport, "hot") &&
                              !fake_find(&x.transport, "offers") &&
                              !fake_find(&x.transport, "brands");
            orch_loop_advance(x.loop, 300 * (int64_t)MS);
            CU_ASSERT_EQUAL(done, 1);
            CU_ASSERT_EQUAL(orch_run_answer(run)->status, falls_back ? 200 : 504);
            CU_ASSERT_EQUAL(x.transport.n_in_flight, 0);
            orch_run_free(run);
        }
    }
    fixture_end(&x);
}

static void test_failure_at_every_moment(void)
{
    struct fixture x;
    unsigned done;

    fixture_start(&x);
    for (unsigned order = 0; order < N_ORDERS; order++) {
        for (unsigned answered = 0; answered < N_CALLS; answered++) {
            struct orch_run *run = run_until(&x, order, answered, &done);
            bool required = fixture_end_call(&x, "hot", "500");
            if (!required)
                required = fixture_end_call(&x, "offers", "500");
            CU_ASSERT_EQUAL(done, required ? 1 : 0);
            if (required) {
                CU_ASSERT_EQUAL(orch_run_answer(run)->status, 502);
                CU_ASSERT_EQUAL(x.transport.n_in_flight, 0);
            }
            orch_run_free(run); /* cancels what still walks */
        }
    }
    fixture_end(&x);
}

/* --- requests -------------------------------------------------------------------------------- */

static void expect_target(struct fixture *x, const char *name, const char *target, const char *body)
{
    const struct orch_call *call = fake_find(&x->transport, name);

    CU_ASSERT_PTR_NOT_NULL_FATAL(call);
    CU_ASSERT_TRUE(unit_str_is(orch_buf_get(&call->request.target), target));
    CU_ASSERT_EQUAL(call->request.has_body, body != NULL);
    CU_ASSERT_TRUE(unit_str_is(orch_buf_get(&call->request.body), text_of(body)));
}

static void test_requests(void)
{
    struct orch_run *run;
    struct fixture x;
    unsigned done;

    fixture_start(&x);
    for (int again = 0; again < 2; again++) { /* the second run is a recycled one */
        run = fixture_page(&x, "level=0", &done);
        expect_target(&x, "user", "/users/42", NULL);
        fixture_play(&x, run, "user ok");
        expect_target(&x, "banners", "/banners?city=7&level=0", NULL);
        expect_target(&x, "hot", "/products/An/hot", NULL);
        expect_target(&x, "touch", "/touch", "{\"id\":42}");
        orch_run_free(run);
    }
    fixture_end(&x);
}

static void test_no_return(void)
{
    struct orch_run *run;
    struct fixture x;
    unsigned done = 0;

    fixture_start(&x);
    run = orch_run_new(x.engine, &page_flows[FLOW_MUTE]);
    orch_run_start(run, fixture_count_done, &done);
    CU_ASSERT_EQUAL(done, 1);
    CU_ASSERT_EQUAL(orch_run_answer(run)->status, 204);
    CU_ASSERT_EQUAL(orch_run_answer(run)->body.len, 0);
    orch_run_free(run);
    fixture_end(&x);
}

/* --- deep ------------------------------------------------------------------------------------ */

/* Forks within forks: node i forks one branch, node i + 1; the last node is `op`. The table is made
 * by hand, for no source nests like that; the walk must not either. */
enum { DEPTH = 1000 };

static void divide_by_zero(struct orch_eval *ev, void *frame)
{
    (void)frame;
    orch_int_div(ev, 1, 0);
}

static void run_deep(enum orch_op op, int status)
{
    struct orch_engine_settings settings = {.max_run_memory = 1 << 20, .max_runs = 1};
    struct orch_fork_branch *branches = calloc(DEPTH, sizeof *branches);
    struct orch_node *nodes = calloc(DEPTH + 1, sizeof *nodes);
    struct orch_flow flow = {
        .name = "deep", .n_strands = DEPTH + 1, .n_nodes = DEPTH + 1, .nodes = nodes};
    struct orch_program program = {.flows = &flow, .n_flows = 1};
    struct orch_engine *engine;
    struct orch_run *run;
    struct fixture x;
    unsigned done = 0;

    for (uint16_t i = 0; i < DEPTH; i++) {
        branches[i] = (struct orch_fork_branch){(uint16_t)(i + 1), (uint16_t)(i + 1)};
        nodes[i] = (struct orch_node){.op = ORCH_FORK,
                                      .next = ORCH_END,
                                      .label = "parallel",
                                      .fork = {.branches = &branches[i], .n_branches = 1}};
    }
    nodes[DEPTH] = (struct orch_node){.op = op, .next = ORCH_END, .label = "last"};
    if (op == ORCH_ASSIGN)
        nodes[DEPTH].assign = divide_by_zero;
    fixture_start(&x);
    engine = orch_engine_new(x.loop, &program, &x.transport.t, NULL, &settings);
    run = orch_run_new(engine, &flow);
    orch_run_start(run, fixture_count_done, &done);
    CU_ASSERT_EQUAL(done, 1);
    CU_ASSERT_EQUAL(orch_run_answer(run)->status, status);
    orch_run_free(run);
    orch_engine_free(engine);
    fixture_end(&x);
    free(branches);
    free(nodes);
}

static void test_forks_within_forks(void)
{
    run_deep(ORCH_EMPTY, 204);
    run_deep(ORCH_ASSIGN, 500);
}

int main(void)
{
    static const CU_TestInfo tests[] = {
        {"table of runs", test_table},
        {"every order gives the same bytes", test_every_order_gives_the_same_bytes},
        {"cancel at every moment", test_cancel_at_every_moment},
        {"deadline at every moment", test_deadline_at_every_moment},
        {"failure at every moment", test_failure_at_every_moment},
        {"requests are written afresh", test_requests},
        {"a flow that returns nothing", test_no_return},
        {"forks within forks", test_forks_within_forks},
        CU_TEST_INFO_NULL,
    };
    return unit_main("runtime/flow", tests);
}
