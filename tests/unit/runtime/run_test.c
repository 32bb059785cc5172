/* A run's life: what it takes in, what it tells, how it is recycled; several at once; bounds. */
#include "tests/support/engine_fixture.h"

/* --- every allocation is counted, and may fail -------------------------------------------------
 * This program is linked with --wrap for these three, so that each call of our code comes here. */

static unsigned long heap_calls;
static unsigned long failing_call; /* the one that fails; 0: none */

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t size);

void *__wrap_malloc(size_t size)
{
    return ++heap_calls == failing_call ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size)
{
    return ++heap_calls == failing_call ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *p, size_t size)
{
    return ++heap_calls == failing_call ? NULL : __real_realloc(p, size);
}

static const char whole_page[] = "user ok; banners ok; hot ok; brands 500; offers ok";

static void one_page(struct fixture *x, const char *script, int status)
{
    unsigned done;
    struct orch_run *run = fixture_page(x, "level=7", &done);

    fixture_play(x, run, script);
    CU_ASSERT_EQUAL(done, 1);
    CU_ASSERT_EQUAL(orch_run_answer(run)->status, status);
    orch_run_free(run);
}

static void test_steady_state_allocates_nothing(void)
{
    struct fixture x;
    unsigned long before;

    fixture_start(&x);
    for (int i = 0; i < 3; i++) {
        one_page(&x, whole_page, 200);
        one_page(&x, "user ok; hot 500", 502);
    }
    before = heap_calls;
    CU_ASSERT_TRUE(before > 0); /* the wrapping is in place */
    for (int i = 0; i < 100; i++) {
        one_page(&x, whole_page, 200);
        one_page(&x, "user ok; hot 500", 502);
    }
    CU_ASSERT_EQUAL(heap_calls, before);
    fixture_end(&x);
}

/* --- input ----------------------------------------------------------------------------------- */

static struct orch_run *start_raw(struct fixture *x, int flow, const char *id, const char *level,
                                  const char *body, unsigned *done)
{
    struct orch_run *run = orch_run_new(x->engine, &page_flows[flow]);

    *done = 0;
    if (id)
        fixture_add(run, ORCH_IN_PATH, "id", id);
    if (level)
        fixture_add(run, ORCH_IN_QUERY, "level", level);
    if (body)
        orch_run_input(run)->body = orch_str(body);
    orch_run_start(run, fixture_count_done, done);
    return run;
}

static void expect_problem(const struct orch_run *run, int status, const char *body)
{
    const struct orch_answer *a = orch_run_answer(run);

    CU_ASSERT_EQUAL(a->status, status);
    CU_ASSERT_STRING_EQUAL(a->content_type, "application/problem+json");
    if (!unit_str_is(a->body, body)) {
        printf("got %.*s\nnot %s\n", ORCH_STR_ARG(a->body), body);
        CU_FAIL("another body");
    }
}

static void test_invalid_input_names_each_parameter(void)
{
    struct orch_run_summary s;
    struct orch_run *run;
    struct fixture x;
    unsigned done;

    fixture_start(&x);
    run = start_raw(&x, FLOW_PAGE, "x", "11", NULL, &done);
    CU_ASSERT_EQUAL(done, 1);
    CU_ASSERT_EQUAL(x.transport.started, 0);
    expect_problem(
        run, 400,
        "{\"type\":\"about:blank\",\"title\":\"The request is not valid\",\"status\":400,"
        "\"detail\":\"2 values are not as declared\",\"error\":\"invalid\",\"errors\":["
        "{\"where\":\"path.id\",\"what\":\"must be an integer\"},"
        "{\"where\":\"query.level\",\"what\":\"must be at most 10\"}]}");
    orch_run_summary(run, &s);
    CU_ASSERT_EQUAL(s.error, ORCH_ERR_INVALID);
    CU_ASSERT_PTR_NULL(s.error_node);
    CU_ASSERT_TRUE(unit_str_is(s.detail, "path.id must be an integer, and more"));
    orch_run_free(run);

    run = start_raw(&x, FLOW_PAGE, "1", "7", NULL, &done); /* nothing of it is left over */
    CU_ASSERT_EQUAL(x.transport.started, 1);
    orch_run_free(run);
    fixture_end(&x);
}

static void test_body(void)
{
    static const struct {
        const char *body;
        int status;
        const char *answer;
    } cases[] = {
        {"[\"a\",\"b\"]", 200, "[\"a\",\"b\"]"},
        {" [ ] ", 200, "[]"},
        {NULL, 400, "{\"where\":\"body\",\"what\":\"is missing\"}]}"},
        {"{}", 400, "{\"where\":\"body\",\"what\":\"must be a list\"}]}"},
        {"[1,2]", 400, "{\"where\":\"body[0]\",\"what\":\"must be a string\"}"},
    };
    struct fixture x;
    unsigned done;

    fixture_start(&x);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct orch_run *run = start_raw(&x, FLOW_PING, NULL, NULL, cases[i].body, &done);
        struct orch_str body = orch_run_answer(run)->body;
        bool found = memmem(body.ptr, body.len, cases[i].answer, strlen(cases[i].answer)) != NULL;

        if (!found)
            printf("case %zu: %.*s\n", i, ORCH_STR_ARG(body));
        CU_ASSERT_TRUE(found);
        CU_ASSERT_EQUAL(done, 1);
        CU_ASSERT_EQUAL(orch_run_answer(run)->status, cases[i].status);
        orch_run_free(run);
    }
    fixture_end(&x);
}

/* --- problems -------------------------------------------------------------------------------- */

static void test_a_problem_tells_nothing_of_the_service(void)
{
    static const char *const scripts[] = {"user 500", "user dead", "user wrong", "user bad"};
    struct fixture x;
    unsigned done;

    fixture_start(&x);
    for (size_t i = 0; i < sizeof scripts / sizeof scripts[0]; i++) {
        struct orch_run *run = fixture_page(&x, "", &done);
        struct orch_str body;

        fixture_play(&x, run, scripts[i]);
        body = orch_run_answer(run)->body;
        CU_ASSERT_PTR_NULL(memmem(body.ptr, body.len, "upstream text", 13));
        CU_ASSERT_PTR_NULL(memmem(body.ptr, body.len, "h:1", 3));
        CU_ASSERT_PTR_NULL(memmem(body.ptr, body.len, "/users", 6));
        orch_run_free(run);
    }
    fixture_end(&x);
}

static void test_the_problem_of_a_timeout(void)
{
    struct orch_run *run;
    struct fixture x;
    unsigned done;

    fixture_start(&x);
    run = fixture_page(&x, "", &done);
    fixture_play(&x, run, "wait 100");
    expect_problem(run, 504,
                   "{\"type\":\"about:blank\",\"title\":\"A service did not answer in time\","
                   "\"status\":504,\"detail\":\"at: invoke account.user\",\"error\":\"timeout\"}");
    orch_run_free(run);
    fixture_end(&x);
}

/* --- memory ---------------------------------------------------------------------------------- */

/* A reply of `count` strings of brands. */
static char *long_list(unsigned count)
{
    char *text = malloc((size_t)count * 8 + 3);
    size_t n = 0;

    text[n++] = '[';
    for (unsigned i = 0; i < count; i++)
        n += (size_t)sprintf(text + n, "%s\"b%03u\"", i ? "," : "", i % 1000);
    text[n++] = ']';
    text[n] = 0;
    return text;
}

static void test_memory_runs_out_while_a_reply_is_read(void)
{
    char *text = long_list(5000);
    struct orch_run_summary s;
    struct orch_run *run;
    struct fixture x;
    unsigned done;

    fixture_start_with(&x, 32 * 1024, 4);
    for (int again = 0; again < 2; again++) {
        run = fixture_page(&x, "", &done);
        fixture_play(&x, run, "user ok");
        fake_answer(&x.transport, fake_find(&x.transport, "brands"), 200, orch_str(text));
        CU_ASSERT_EQUAL(done, 1);
        CU_ASSERT_EQUAL(orch_run_answer(run)->status, 500);
        orch_run_summary(run, &s);
        CU_ASSERT_EQUAL(s.error, ORCH_ERR_MEMORY);
        CU_ASSERT_STRING_EQUAL(s.error_node, "invoke catalog.brands");
        orch_run_free(run);
        one_page(&x, whole_page, 200); /* the next one has all its memory again */
    }
    fixture_end(&x);
    free(text);
}

/* Text of n bytes between two others; the caller frees it. */
static char *stuffed(const char *before, char c, size_t n, const char *after)
{
    size_t lead = strlen(before);
    char *text = malloc(lead + n + strlen(after) + 1);

    memcpy(text, before, lead);
    memset(text + lead, c, n);
    memcpy(text + lead + n, after, strlen(after) + 1);
    return text;
}

static void expect_memory(const struct orch_run *run, const char *node, const char *detail)
{
    struct orch_run_summary s;

    orch_run_summary(run, &s);
    CU_ASSERT_EQUAL(orch_run_answer(run)->status, 500);
    CU_ASSERT_EQUAL(s.error, ORCH_ERR_MEMORY);
    CU_ASSERT_STRING_EQUAL(s.error_node, node);
    CU_ASSERT_TRUE(unit_str_is(s.detail, detail));
}

static void test_memory_runs_out_while_the_answer_is_written(void)
{
    char *body = stuffed("[\"", 'a', 10000, "\"]");
    struct orch_run *run;
    struct fixture x;
    unsigned done;

    fixture_start_with(&x, 8 * 1024, 4);
    run = start_raw(&x, FLOW_PING, NULL, NULL, body, &done);
    expect_memory(run, "return", "the answer is too long");
    orch_run_free(run);
    run = start_raw(&x, FLOW_PING, NULL, NULL, "[]", &done);
    CU_ASSERT_EQUAL(orch_run_answer(run)->status, 200);
    orch_run_free(run);
    fixture_end(&x);
    free(body);
}

static void test_memory_runs_out_in_a_value(void)
{
    char *user = stuffed("{\"id\":1,\"city\":1,\"name\":\"", 'a', 10000, "\"}");
    struct orch_run *run;
    struct fixture x;
    unsigned done;

    fixture_start_with(&x, 8 * 1024, 4);
    run = fixture_page(&x, "", &done);
    fake_answer(&x.transport, fake_find(&x.transport, "user"), 200, orch_str(user));
    expect_memory(run, "title =", "a string is too long");
    orch_run_free(run);
    fixture_end(&x);
    free(user);
}

static void test_memory_runs_out_in_a_request(void)
{
    char *user = stuffed("{\"id\":1,\"city\":1,\"name\":\"", '/', 4000, "\"}");
    struct orch_run *run;
    struct fixture x;
    unsigned done;

    fixture_start_with(&x, 10 * 1024, 4); /* each '/' takes three bytes in a path */
    run = fixture_page(&x, "", &done);
    fake_answer(&x.transport, fake_find(&x.transport, "user"), 200, orch_str(user));
    expect_memory(run, "invoke catalog.hot", "the request is too long");
    CU_ASSERT_STRING_EQUAL(x.transport.cancelled_names, "banners");
    orch_run_free(run);
    fixture_end(&x);
    free(user);
}

static void test_memory_for_the_frame(void)
{
    struct orch_run *run;
    struct fixture x;
    unsigned done;

    fixture_start_with(&x, 16, 4);
    run = start_raw(&x, FLOW_PAGE, "1", NULL, NULL, &done);
    CU_ASSERT_EQUAL(done, 1);
    CU_ASSERT_EQUAL(orch_run_answer(run)->status, 500);
    CU_ASSERT_TRUE(orch_run_answer(run)->body.len > 16); /* the problem fits all the same */
    orch_run_free(run);
    fixture_end(&x);
}

static void test_a_large_page_keeps_nothing(void)
{
    char *body = stuffed("[\"", 'a', 200000, "\"]");
    unsigned long before;
    struct orch_run *run;
    struct fixture x;
    unsigned done;

    fixture_start(&x);
    for (int i = 0; i < 3; i++) {
        run = start_raw(&x, FLOW_PING, NULL, NULL, "[]", &done);
        orch_run_free(run);
        before = heap_calls;
        run = start_raw(&x, FLOW_PING, NULL, NULL, body, &done);
        CU_ASSERT_EQUAL(orch_run_answer(run)->status, 200);
        CU_ASSERT_TRUE(heap_calls > before); /* what the last one took was given back */
        orch_run_free(run);
    }
    fixture_end(&x);
    free(body);
}

static void test_the_heap_fails_while_an_engine_is_made(void)
{
    struct orch_engine_settings settings = {.max_run_memory = 1 << 20, .max_runs = 1};
    struct orch_engine *e = NULL;
    struct fixture x;
    unsigned failures = 0;

    fixture_start(&x);
    for (unsigned long nth = 1; !e; nth++) {
        failing_call = heap_calls + nth;
        e = orch_engine_new(x.loop, &page_program, &x.transport.t, NULL, &settings);
        failures += !e;
        failing_call = 0;
    }
    CU_ASSERT_EQUAL(failures, 2 + FLOW_COUNT);
    orch_engine_free(e);
    fixture_end(&x);
}

static void test_the_heap_fails_while_a_run_is_made(void)
{
    struct orch_run *run = NULL;
    struct fixture x;
    unsigned failures = 0;

    fixture_start(&x);
    for (unsigned long nth = 1; !run; nth++) {
        failing_call = heap_calls + nth;
        run = orch_run_new(x.engine, &page_flows[FLOW_PAGE]);
        failures += !run;
        failing_call = 0;
        CU_ASSERT_EQUAL(orch_engine_active(x.engine), run ? 1 : 0);
    }
    CU_ASSERT_EQUAL(failures, 3);
    orch_run_free(run);
    one_page(&x, whole_page, 200);
    fixture_end(&x);
}

/* Wherever it fails, the page ends in a 500 or falls back, and the next one is whole. */
static void test_the_heap_fails_while_a_page_is_made(void)
{
    unsigned long nth = 0;
    bool failed;
    unsigned done, ended_500 = 0;

    do {
        struct orch_run *run;
        struct fixture x;
        int status;

        fixture_start(&x);
        run = fixture_page(&x, "level=7", &done);
        failing_call = heap_calls + ++nth;
        for (int i = 0; i < 3 && done == 0; i++)
            for (int op = 0; op < OP_COUNT && done == 0; op++)
                fixture_end_call(&x, strchr(page_operations[op].name, '.') + 1, "ok");
        failed = heap_calls >= failing_call;
        failing_call = 0;
        CU_ASSERT_EQUAL(done, 1);
        status = orch_run_answer(run)->status;
        CU_ASSERT_TRUE(status == 200 || status == 500 || status == 502);
        ended_500 += status == 500;
        orch_run_free(run);
        one_page(&x, whole_page, 200);
        fixture_end(&x);
    } while (failed);
    CU_ASSERT_TRUE(nth > 3);
    CU_ASSERT_TRUE(ended_500 > 0);
}

/* --- several, and again ---------------------------------------------------------------------- */

static void test_two_runs_interleaved(void)
{
    struct orch_run *a, *b;
    unsigned done_a, done_b;
    struct fixture x;

    fixture_start(&x);
    a = fixture_page(&x, "", &done_a);
    b = fixture_page(&x, "level=7", &done_b);
    CU_ASSERT_EQUAL(orch_engine_active(x.engine), 2);
    fixture_play(&x, a, "user ok; user many"); /* the oldest in flight first: a, then b */
    fixture_play(&x, a, "banners 500; banners many; hot ok; brands ok");
    CU_ASSERT_EQUAL(done_a, 1);
    CU_ASSERT_EQUAL(done_b, 0);
    CU_ASSERT_TRUE(unit_str_is(orch_run_answer(a)->degraded, "banners;status"));
    fixture_play(&x, b, "offers ok; brands 500; hot ok");
    CU_ASSERT_EQUAL(done_b, 1);
    CU_ASSERT_TRUE(unit_str_is(orch_run_answer(b)->degraded, "brands;status"));
    CU_ASSERT_TRUE(unit_str_is(orch_run_answer(a)->body,
                               "{\"title\":\"Hello An\",\"banners\":[],\"n_banners\":0,"
                               "\"total\":350,\"brands\":[\"B1\",\"B2\"],\"offers\":[]}"));
    orch_run_free(a);
    orch_run_free(b);
    fixture_end(&x);
}

static void test_cancelled_freed_reused(void)
{
    struct orch_run *first, *run;
    struct fixture x;
    unsigned done;

    fixture_start(&x);
    first = fixture_page(&x, "level=7", &done);
    fixture_play(&x, first, "user ok; banners 500; brands ok");
    orch_run_cancel(first);
    orch_run_free(first);
    run = fixture_page(&x, "", &done);
    CU_ASSERT_PTR_EQUAL(run, first);
    fixture_play(&x, run, "user ok; banners ok; hot ok; brands many");
    CU_ASSERT_EQUAL(done, 1);
    CU_ASSERT_EQUAL(orch_run_answer(run)->degraded.len, 0);
    CU_ASSERT_TRUE(
        unit_str_is(orch_run_answer(run)->body,
                    "{\"title\":\"Hello An\",\"banners\":[{\"image\":\"a.png\",\"extra\":"
                    "{\"x\": 1}}],\"n_banners\":1,\"total\":350,\"brands\":"
                    "[\"B1\",\"B2\",\"B3\",\"B4\",\"B5\"],\"offers\":[]}"));
    orch_run_free(run);
    fixture_end(&x);
}

static void test_free_ends_what_walks(void)
{
    struct orch_run *run;
    struct fixture x;
    unsigned done;

    fixture_start(&x);
    run = fixture_page(&x, "", &done);
    fixture_play(&x, run, "user ok");
    orch_run_free(run);
    CU_ASSERT_STRING_EQUAL(x.transport.cancelled_names, "banners hot brands");
    orch_run_free(orch_run_new(x.engine, &page_flows[FLOW_PAGE])); /* one that never started */
    orch_run_free(NULL);
    orch_loop_advance(x.loop, 1000 * (int64_t)MS);
    CU_ASSERT_EQUAL(done, 0);
    fixture_end(&x);
}

static void test_max_runs(void)
{
    struct orch_run *runs[3];
    struct fixture x;
    unsigned done;

    fixture_start_with(&x, 1 << 20, 3);
    for (int i = 0; i < 3; i++)
        runs[i] = fixture_page(&x, "", &done);
    CU_ASSERT_PTR_NULL(orch_run_new(x.engine, &page_flows[FLOW_PAGE]));
    CU_ASSERT_PTR_NULL(orch_run_new(x.engine, &page_flows[FLOW_PING]));
    orch_run_cancel(runs[0]);
    CU_ASSERT_PTR_NULL(orch_run_new(x.engine, &page_flows[FLOW_PAGE])); /* not before it is freed */
    orch_run_free(runs[0]);
    runs[0] = orch_run_new(x.engine, &page_flows[FLOW_PING]);
    CU_ASSERT_PTR_NOT_NULL(runs[0]);
    for (int i = 0; i < 3; i++)
        orch_run_free(runs[i]);
    fixture_end(&x);
}

/* Like a server with a request that waits behind another: frees the one, starts the next. */
struct follower {
    struct fixture *x;
    unsigned left, delivered;
};

static void free_and_follow(struct orch_run *run, void *data)
{
    struct follower *f = data;
    struct orch_run *next;

    f->delivered++;
    orch_run_free(run);
    if (f->left-- == 0)
        return;
    next = orch_run_new(f->x->engine, &page_flows[FLOW_PAGE]);
    fixture_add(next, ORCH_IN_PATH, "id", "42");
    orch_run_start(next, free_and_follow, f);
}

static void test_freed_and_followed_in_done(void)
{
    struct fixture x;
    struct follower f = {.x = &x, .left = 5};
    struct orch_run *run;

    fixture_start(&x);
    run = orch_run_new(x.engine, &page_flows[FLOW_PAGE]);
    fixture_add(run, ORCH_IN_PATH, "id", "42");
    orch_run_start(run, free_and_follow, &f);
    for (int i = 0; i < 2; i++) {
        fixture_play(&x, NULL, "user 500");
        fixture_play(&x, NULL, "user ok; banners ok; hot ok; brands ok");
        fixture_play(&x, NULL, "wait 100");
    }
    CU_ASSERT_EQUAL(f.delivered, 6);
    fixture_end(&x);
}

/* --- what is told ---------------------------------------------------------------------------- */

static void test_summary(void)
{
    struct orch_run_summary s;
    struct orch_run *run;
    struct fixture x;
    unsigned done;

    fixture_start(&x);
    run = fixture_page(&x, "", &done);
    fixture_play(&x, run, "wait 20; user ok; wait 30; hot 500");
    orch_run_summary(run, &s);
    CU_ASSERT_PTR_EQUAL(s.flow, &page_flows[FLOW_PAGE]);
    CU_ASSERT_EQUAL(s.elapsed_ns, 50 * (int64_t)MS);
    CU_ASSERT_EQUAL(s.calls, 4);
    CU_ASSERT_EQUAL(s.error, ORCH_ERR_STATUS);
    CU_ASSERT_EQUAL(s.error_line, 9);
    CU_ASSERT_STRING_EQUAL(s.error_node, "invoke catalog.hot");
    orch_run_free(run);

    run = fixture_page(&x, "", &done);
    fixture_play(&x, run, "wait 5; user ok; cancel");
    orch_run_summary(run, &s);
    CU_ASSERT_EQUAL(s.elapsed_ns, 5 * (int64_t)MS);
    CU_ASSERT_EQUAL(s.error, ORCH_ERR_CANCELLED);
    CU_ASSERT_PTR_NULL(s.error_node);
    orch_run_free(run);
    fixture_end(&x);
}

static uint64_t calls_ended(const struct fixture *x, int op, enum orch_error how)
{
    return atomic_load(&x->metrics->operations[op].calls[how]);
}

static void test_metrics(void)
{
    struct orch_flow_metrics *flow;
    struct orch_run *run;
    struct fixture x;
    unsigned done;

    fixture_start(&x);
    flow = &x.metrics->flows[FLOW_PAGE];
    one_page(&x, whole_page, 200);
    one_page(&x, "user ok; hot dead", 502);
    one_page(&x, "wait 100", 504);
    run = fixture_page(&x, "", &done);
    CU_ASSERT_EQUAL(atomic_load(&x.metrics->runs_active), 1);
    fixture_play(&x, run, "user ok; banners wrong; hot ok; wait 300"); /* the flow's deadline */
    orch_run_free(run);
    run = fixture_page(&x, "", &done);
    fixture_play(&x, run, "cancel");
    orch_run_free(run);
    orch_run_free(start_raw(&x, FLOW_PAGE, NULL, NULL, NULL, &done));

    CU_ASSERT_EQUAL(atomic_load(&x.metrics->runs_active), 0);
    CU_ASSERT_EQUAL(atomic_load(&flow->answers[0]), 1);
    CU_ASSERT_EQUAL(atomic_load(&flow->answers[2]), 1);
    CU_ASSERT_EQUAL(atomic_load(&flow->answers[4]), 1);
    CU_ASSERT_EQUAL(atomic_load(&flow->answers[5]), 3);
    CU_ASSERT_EQUAL(atomic_load(&flow->degraded), 1);
    CU_ASSERT_EQUAL(calls_ended(&x, OP_USER, ORCH_OK), 3);
    CU_ASSERT_EQUAL(calls_ended(&x, OP_USER, ORCH_ERR_TIMEOUT), 1);
    CU_ASSERT_EQUAL(calls_ended(&x, OP_USER, ORCH_ERR_CANCELLED), 1);
    CU_ASSERT_EQUAL(calls_ended(&x, OP_HOT, ORCH_ERR_UNREACHABLE), 1);
    CU_ASSERT_EQUAL(calls_ended(&x, OP_BANNERS, ORCH_ERR_MALFORMED), 1);
    CU_ASSERT_EQUAL(calls_ended(&x, OP_BANNERS, ORCH_ERR_CANCELLED), 1);
    CU_ASSERT_EQUAL(calls_ended(&x, OP_BRANDS, ORCH_ERR_STATUS), 1);
    CU_ASSERT_EQUAL(calls_ended(&x, OP_BRANDS, ORCH_ERR_CANCELLED), 1); /* a sibling's failure */
    CU_ASSERT_EQUAL(calls_ended(&x, OP_BRANDS, ORCH_ERR_TIMEOUT), 1);   /* the flow's deadline */
    fixture_end(&x);
}

static void test_without_metrics(void)
{
    struct orch_engine_settings settings = {.max_run_memory = 1 << 20, .max_runs = 1};
    struct fixture x;

    fixture_start(&x);
    orch_engine_free(x.engine);
    x.engine = orch_engine_new(x.loop, &page_program, &x.transport.t, NULL, &settings);
    one_page(&x, whole_page, 200);
    fixture_end(&x);
}

int main(void)
{
    static const CU_TestInfo tests[] = {
        {"a steady state allocates nothing", test_steady_state_allocates_nothing},
        {"invalid input names each parameter", test_invalid_input_names_each_parameter},
        {"a body", test_body},
        {"a problem tells nothing of the service", test_a_problem_tells_nothing_of_the_service},
        {"the problem of a timeout", test_the_problem_of_a_timeout},
        {"memory: while a reply is read", test_memory_runs_out_while_a_reply_is_read},
        {"memory: while the answer is written", test_memory_runs_out_while_the_answer_is_written},
        {"memory: in a value", test_memory_runs_out_in_a_value},
        {"memory: in a request", test_memory_runs_out_in_a_request},
        {"memory: for the frame", test_memory_for_the_frame},
        {"a large page keeps nothing", test_a_large_page_keeps_nothing},
        {"the heap fails: an engine", test_the_heap_fails_while_an_engine_is_made},
        {"the heap fails: a run", test_the_heap_fails_while_a_run_is_made},
        {"the heap fails: a page", test_the_heap_fails_while_a_page_is_made},
        {"two runs interleaved", test_two_runs_interleaved},
        {"cancelled, freed, reused", test_cancelled_freed_reused},
        {"free ends what walks", test_free_ends_what_walks},
        {"max_runs", test_max_runs},
        {"freed and followed in done", test_freed_and_followed_in_done},
        {"summary", test_summary},
        {"metrics", test_metrics},
        {"without metrics", test_without_metrics},
        CU_TEST_INFO_NULL,
    };
    return unit_main("runtime/run", tests);
}
