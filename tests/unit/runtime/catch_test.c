/* Handlers: which failure goes where, what it takes with it, what is bound, what cannot be caught.
 * Each row of the table is one run of the program of tests/support/trouble_program.h; its answer is
 * the trail of the steps that ran, then what was bound last. */
#include "runtime/loop.h"
#include "runtime/metrics.h"
#include "runtime/run.h"
#include "tests/support/fake_transport.h"
#include "tests/support/trouble_program.h"
#include "tests/support/unit.h"

#include <stdlib.h>

enum { MS = 1000000 };

struct place {
    struct orch_loop *loop;
    struct fake_transport transport;
    struct orch_metrics *metrics;
    struct orch_engine *engine;
};

static void place_start(struct place *p, size_t memory)
{
    const struct orch_engine_settings settings = {.max_run_memory = memory, .max_runs = 4};

    p->loop = orch_loop_virtual_new();
    fake_init(&p->transport, &trouble_program);
    p->metrics = orch_metrics_new(&trouble_program);
    p->engine = orch_engine_new(p->loop, &trouble_program, &p->transport.t, p->metrics, &settings);
    assert(p->loop && p->metrics && p->engine);
}

static void place_end(struct place *p)
{
    CU_ASSERT_EQUAL(orch_engine_active(p->engine), 0);
    CU_ASSERT_EQUAL(p->transport.n_in_flight, 0);
    orch_engine_free(p->engine);
    orch_metrics_free(p->metrics);
    p->transport.t.close(&p->transport.t);
    orch_loop_free(p->loop);
}

static void count_done(struct orch_run *run, void *data)
{
    (void)run;
    ++*(unsigned *)data;
}

static struct orch_run *begin(struct place *p, const char *mode, unsigned *done)
{
    struct orch_run *run = orch_run_new(p->engine, &trouble_flows[0]);
    struct orch_input *in = orch_run_input(run);

    in->pairs[ORCH_IN_QUERY][in->n_pairs[ORCH_IN_QUERY]++] =
        (struct orch_input_pair){orch_str("mode"), orch_str(mode)};
    *done = 0;
    orch_run_start(run, count_done, done);
    return run;
}

/* "ok", "dead", "bad", "text" (JSON of another type), or a status. */
static void end_call(struct place *p, struct orch_call *call, const char *how)
{
    if (strcmp(how, "dead") == 0)
        fake_break(&p->transport, call, ORCH_ERR_UNREACHABLE, "connection refused");
    else if (strcmp(how, "bad") == 0)
        fake_break(&p->transport, call, ORCH_ERR_MALFORMED, "closed early");
    else if (strcmp(how, "text") == 0)
        fake_answer(&p->transport, call, 200, orch_str("\"text\""));
    else if (strcmp(how, "404bad") == 0)
        fake_answer(&p->transport, call, 404, orch_str("{\"why\": 5}"));
    else if (strcmp(how, "404html") == 0)
        fake_answer(&p->transport, call, 404, orch_str("<html>"));
    else if (strcmp(how, "404empty") == 0)
        fake_answer(&p->transport, call, 404, orch_str(""));
    else if (how[0] >= '0' && how[0] <= '9')
        fake_answer(&p->transport, call, atoi(how), orch_str("{\"why\": \"said so\", \"n\": 77}"));
    else
        fake_answer(&p->transport, call, 200, orch_str("{}"));
}

static void play(struct place *p, struct orch_run *run, const char *script)
{
    char text[256], op[32], how[32], *rest = NULL;

    snprintf(text, sizeof text, "%s", script);
    for (char *step = strtok_r(text, ";", &rest); step; step = strtok_r(NULL, ";", &rest)) {
        struct orch_call *call;

        if (sscanf(step, " %31s %31s", op, how) < 1)
            continue;
        if (strcmp(op, "cancel") == 0) {
            orch_run_cancel(run);
            continue;
        }
        if (strcmp(op, "wait") == 0) {
            orch_loop_advance(p->loop, (int64_t)atoi(how) * MS);
            continue;
        }
        call = fake_find(&p->transport, op);
        if (!call) {
            printf("no call in flight: step '%s' of '%s'\n", step, script);
            CU_FAIL("a step names a call that is not in flight");
            return;
        }
        end_call(p, call, how);
    }
}

/* --- the table ------------------------------------------------------------------------------- */

struct catch_case {
    const char *name;
    const char *mode;
    const char *script;
    int status;            /* of the answer; 0: not delivered */
    const char *body;      /* of the answer: all of it, or of a problem a part */
    const char *cancelled; /* calls that were aborted, in order */
    const char *in_flight; /* at the end of the script */
};

static const struct catch_case catch_cases[] = {
    {.name = "nothing fails: no handler runs",
     .script = "one ok; two ok; three ok; four ok",
     .status = 200,
     .body = "abcefil"},

    /* --- throw --- */
    {.name = "a throw in a branch cancels its siblings and is caught around the fork",
     .mode = "1",
     .script = "two ok",
     .status = 200,
     .body = "gil error 0 n 0 why ",
     .cancelled = "one three four"},
    {.name = "the value of an error is made where it is thrown",
     .mode = "1",
     .script = "one ok; four ok; two ok",
     .status = 200,
     .body = "aegil error 0 n 2 why ",
     .cancelled = "three"},
    {.name = "a throw in a handler goes to the one around it",
     .mode = "4",
     .script = "two 404",
     .status = 200,
     .body = "gjl error 0 n 0 why said so",
     .cancelled = "one three four"},
    {.name = "a throw in a deep handler climbs over both forks",
     .mode = "3",
     .script = "three bad",
     .status = 200,
     .body = "dgil error 0 n 1 why ",
     .cancelled = "one two four"},
    {.name = "a fault while an error is made is no error",
     .mode = "7",
     .script = "two 404",
     .status = 500,
     .body = "\"error\":\"arithmetic\"",
     .cancelled = "one three four"},

    /* --- declared answers --- */
    {.name = "a status that is an error is caught as that",
     .script = "two 404",
     .status = 200,
     .body = "gil error 0 n 0 why said so",
     .cancelled = "one three four"},
    {.name = "what the reply has of another type is not read",
     .script = "two 404bad",
     .status = 200,
     .body = "gil error 0 n 0 why ",
     .cancelled = "one three four"},
    {.name = "a reply that is no JSON has no fields",
     .script = "two 404html",
     .status = 200,
     .body = "gil error 0 n 0 why ",
     .cancelled = "one three four"},
    {.name = "nor has an empty one",
     .script = "two 404empty",
     .status = 200,
     .body = "gil error 0 n 0 why ",
     .cancelled = "one three four"},
    {.name = "the inner handlers have no arm: the outer one counts",
     .script = "two 410",
     .status = 200,
     .body = "jl",
     .cancelled = "one three four"},
    {.name = "the same error is caught by the handler of its own strand: siblings run on",
     .script = "three 410; one ok",
     .in_flight = "two four"},
    {.name = "and the fork joins",
     .script = "three 410; one ok; two ok; four ok",
     .status = 200,
     .body = "Dabefil error 1 n 0 why said so"},
    {.name = "another status stays a failure of the call",
     .script = "two 405",
     .status = 200,
     .body = "hil status s.two 405",
     .cancelled = "one three four"},

    /* --- failures of calls --- */
    {.name = "a timeout of a call is caught beside it",
     .script = "one ok; two ok; four ok; wait 80",
     .status = 200,
     .body = "abedfil timeout s.three 0",
     .cancelled = "three"},
    {.name = "a timeout that only the last arm takes",
     .script = "wait 50",
     .status = 200,
     .body = "kl",
     .cancelled = "one two three four"},
    {.name = "malformed by the transport",
     .script = "three bad; one ok; two ok; four ok",
     .status = 200,
     .body = "dabefil malformed s.three 0"},
    {.name = "malformed by its type",
     .script = "three text; one ok; two ok; four ok",
     .status = 200,
     .body = "dabefil malformed s.three 0"},
    {.name = "a kind that the nearest handler does not have climbs on",
     .script = "three dead",
     .status = 200,
     .body = "jl",
     .cancelled = "one two four"},
    {.name = "a status, with its code",
     .script = "one 503",
     .status = 200,
     .body = "hil status s.one 503",
     .cancelled = "two three four"},
    {.name = "`else` goes before any handler",
     .script = "four dead; one ok; two ok; three ok",
     .status = 200,
     .body = "Eeabcfil"},

    /* --- again --- */
    {.name = "thrown again in a deep handler: the outer ones have it",
     .mode = "2",
     .script = "three bad",
     .status = 200,
     .body = "dkl malformed s.three 0",
     .cancelled = "one two four"},
    {.name = "thrown again in the inner handler: the outer one has it",
     .mode = "2",
     .script = "two 404",
     .status = 200,
     .body = "gkl error 0 n 0 why said so",
     .cancelled = "one three four"},
    {.name = "thrown again where nothing is around: it ends the run",
     .mode = "8",
     .script = "one bad",
     .status = 502,
     .body = "\"error\":\"malformed\"",
     .cancelled = "two three four"},

    /* --- calls of handlers --- */
    {.name = "a handler may call",
     .mode = "6",
     .script = "two 404",
     .cancelled = "one three four",
     .in_flight = "five"},
    {.name = "and go on",
     .mode = "6",
     .script = "two 404; five ok",
     .status = 200,
     .body = "gil error 0 n 0 why said so",
     .cancelled = "one three four"},
    {.name = "a failure in a handler goes to the one around it, not to its own",
     .mode = "6",
     .script = "two 404; five 503",
     .status = 200,
     .body = "gkl error 0 n 0 why said so",
     .cancelled = "one three four"},

    /* --- what is not caught --- */
    {.name = "a fault in a branch",
     .mode = "5",
     .script = "two ok",
     .status = 500,
     .body = "\"error\":\"arithmetic\"",
     .cancelled = "one three four"},
    {.name = "a fault in a handler",
     .mode = "5",
     .script = "one 503",
     .status = 500,
     .body = "\"error\":\"arithmetic\"",
     .cancelled = "two three four"},
    {.name = "the flow's deadline",
     .script = "one ok; three ok; four ok; wait 300",
     .status = 504,
     .body = "\"error\":\"timeout\"",
     .cancelled = "two"},
    {.name = "the flow's deadline, in a handler",
     .mode = "6",
     .script = "two 404; wait 300",
     .status = 504,
     .body = "\"error\":\"timeout\"",
     .cancelled = "one three four five"},
    {.name = "a client that leaves",
     .script = "one ok; cancel",
     .cancelled = "two three four",
     .in_flight = ""},
};

static bool has_text(struct orch_str s, const char *text)
{
    return memmem(s.ptr, s.len, text, strlen(text)) != NULL;
}

static bool check_case(const struct catch_case *c, struct place *p, const struct orch_run *run,
                       unsigned done)
{
    const struct orch_answer *a = orch_run_answer(run);
    char in_flight[128] = "";
    bool good = done == (c->status != 0);

    for (unsigned i = 0; i < p->transport.n_in_flight; i++) {
        size_t len = strlen(in_flight);
        snprintf(in_flight + len, sizeof in_flight - len, "%s%s", i ? " " : "",
                 fake_short_name(&p->transport, p->transport.in_flight[i]));
    }
    good = good && strcmp(in_flight, c->in_flight ? c->in_flight : "") == 0;
    good = good && strcmp(p->transport.cancelled_names, c->cancelled ? c->cancelled : "") == 0;
    if (c->status) {
        good = good && a->status == c->status;
        good =
            good && (c->status == 200 ? unit_str_is(a->body, c->body) : has_text(a->body, c->body));
    }
    if (!good)
        printf("%s: %d '%.*s', cancelled '%s', in flight '%s'\n", c->name, a->status,
               ORCH_STR_ARG(a->body), p->transport.cancelled_names, in_flight);
    return good;
}

static void test_table(void)
{
    for (size_t i = 0; i < sizeof catch_cases / sizeof *catch_cases; i++) {
        const struct catch_case *c = &catch_cases[i];
        struct place p;
        struct orch_run *run;
        unsigned done;

        place_start(&p, 1 << 20);
        run = begin(&p, c->mode ? c->mode : "0", &done);
        play(&p, run, c->script);
        CU_ASSERT(check_case(c, &p, run, done));
        orch_run_free(run);
        place_end(&p);
    }
}

/* --- one by one ------------------------------------------------------------------------------ */

/* What was cancelled for a sibling is booked as that, and not as a failure. */
static void test_booked(void)
{
    struct place p;
    struct orch_run *run;
    unsigned done;

    place_start(&p, 1 << 20);
    run = begin(&p, "0", &done);
    play(&p, run, "two 404");
    CU_ASSERT_EQUAL(done, 1);
    CU_ASSERT_EQUAL(p.metrics->operations[TROUBLE_ONE].calls[ORCH_ERR_CANCELLED], 1);
    CU_ASSERT_EQUAL(p.metrics->operations[TROUBLE_THREE].calls[ORCH_ERR_CANCELLED], 1);
    CU_ASSERT_EQUAL(p.metrics->operations[TROUBLE_FOUR].calls[ORCH_ERR_CANCELLED], 1);
    CU_ASSERT_EQUAL(p.metrics->operations[TROUBLE_TWO].calls[ORCH_ERR_DECLARED], 1);
    CU_ASSERT_EQUAL(p.metrics->operations[TROUBLE_TWO].calls[ORCH_ERR_STATUS], 0);
    orch_run_free(run);
    place_end(&p);
}

/* A caught failure leaves nothing behind: neither in the answer nor in the log. */
static void test_summary(void)
{
    struct orch_run_summary s;
    struct place p;
    struct orch_run *run;
    unsigned done;

    place_start(&p, 1 << 20);
    run = begin(&p, "0", &done);
    play(&p, run, "one 503");
    orch_run_summary(run, &s);
    CU_ASSERT_EQUAL(s.error, ORCH_OK);
    CU_ASSERT_PTR_NULL(s.error_name);
    CU_ASSERT_PTR_NULL(s.error_node);
    CU_ASSERT_EQUAL(s.calls, 4);
    CU_ASSERT_EQUAL(orch_run_answer(run)->degraded.len, 0);
    orch_run_free(run);
    place_end(&p);
}

/* A declared error that nothing catches is the answer. */
static void test_uncaught(void)
{
    struct orch_run_summary s;
    struct place p;
    struct orch_run *run;
    unsigned done;
    static const struct orch_node nodes[] = {
        {.op = ORCH_THROW,
         .line = 3,
         .label = "throw first",
         .raise = {TROUBLE_FIRST, trouble_make}},
    };
    static const struct orch_flow flow = {.name = "short",
                                          .path = "/short",
                                          .frame_size = sizeof(struct trouble_frame),
                                          .n_strands = 1,
                                          .n_nodes = 1,
                                          .nodes = nodes,
                                          .file = "short.orch"};
    struct orch_program program = trouble_program;
    const struct orch_engine_settings settings = {.max_run_memory = 1 << 20, .max_runs = 4};

    program.flows = &flow;
    p.loop = orch_loop_virtual_new();
    fake_init(&p.transport, &program);
    p.metrics = orch_metrics_new(&program);
    p.engine = orch_engine_new(p.loop, &program, &p.transport.t, p.metrics, &settings);
    run = orch_run_new(p.engine, &flow);
    done = 0;
    orch_run_start(run, count_done, &done);
    CU_ASSERT_EQUAL(done, 1);
    CU_ASSERT_EQUAL(orch_run_answer(run)->status, 404);
    CU_ASSERT(unit_str_is(orch_run_answer(run)->body,
                          "{\"type\":\"about:blank\",\"title\":\"First\",\"status\":404,"
                          "\"error\":\"first\",\"n\":0}"));
    orch_run_summary(run, &s);
    CU_ASSERT_EQUAL(s.error, ORCH_ERR_DECLARED);
    CU_ASSERT_STRING_EQUAL(s.error_name, "first");
    CU_ASSERT_STRING_EQUAL(s.error_node, "throw first");
    CU_ASSERT_EQUAL(s.error_line, 3);
    orch_run_free(run);
    place_end(&p);
}

/* Two runs, step by step in turn: what one has caught is not the other's. */
static void test_interleaved(void)
{
    struct place p;
    struct orch_run *one, *other;
    unsigned one_done, other_done;

    place_start(&p, 1 << 20);
    one = begin(&p, "6", &one_done);
    other = begin(&p, "2", &other_done);
    play(&p, one, "two 404"); /* of the older run: it stands in its handler, at five */
    play(&p, other, "three bad");
    CU_ASSERT_EQUAL(one_done, 0);
    CU_ASSERT_EQUAL(other_done, 1);
    CU_ASSERT(unit_str_is(orch_run_answer(other)->body, "dkl malformed s.three 0"));
    play(&p, one, "five ok");
    CU_ASSERT_EQUAL(one_done, 1);
    CU_ASSERT(unit_str_is(orch_run_answer(one)->body, "gil error 0 n 0 why said so"));
    orch_run_free(one);
    orch_run_free(other);
    place_end(&p);
}

/* A recycled run knows nothing of what was caught before. */
static void test_recycled(void)
{
    struct place p;
    struct orch_run *run;
    unsigned done;

    place_start(&p, 1 << 20);
    for (unsigned i = 0; i < 3; i++) {
        run = begin(&p, "0", &done);
        play(&p, run, i == 1 ? "two 404" : "one ok; two ok; three ok; four ok");
        CU_ASSERT_EQUAL(done, 1);
        CU_ASSERT(unit_str_is(orch_run_answer(run)->body,
                              i == 1 ? "gil error 0 n 0 why said so" : "abcefil"));
        orch_run_free(run);
    }
    place_end(&p);
}

int main(void)
{
    static const CU_TestInfo tests[] = {
        {"failures and their handlers", test_table},
        {"cancelled siblings are booked as that", test_booked},
        {"nothing is left of what was caught", test_summary},
        {"an error that nothing catches", test_uncaught},
        {"two runs in turn", test_interleaved},
        {"a run used again", test_recycled},
        CU_TEST_INFO_NULL,
    };

    return unit_main("runtime/catch", tests);
}
