/* One engine on a virtual clock and a fake transport, and a small script language to drive a run of
 * the page program:
 *
 *     "user ok; banners 500; wait 80; hot wrong"
 *
 * A step names an operation and how its call in flight ends, or lets time pass:
 *     ok      its ordinary reply              wrong  JSON of another type
 *     many    a longer one                    cut    JSON that ends early
 *     empty   status 200, no body             204    status 204
 *     500     (any number) that status        dead   no connection
 *     bad     broken HTTP                     wait N advances the clock by N ms
 *     cancel  (alone) cancels the run */
#ifndef ORCH_TESTS_ENGINE_FIXTURE_H
#define ORCH_TESTS_ENGINE_FIXTURE_H

#include "runtime/loop.h"
#include "runtime/metrics.h"
#include "runtime/run.h"
#include "tests/support/fake_transport.h"
#include "tests/support/page_program.h"
#include "tests/support/unit.h"

#include <stdlib.h>

enum { MS = 1000000 };

struct fixture {
    struct orch_loop *loop;
    struct fake_transport transport;
    struct orch_metrics *metrics;
    struct orch_engine *engine;
};

static inline void fixture_start_with(struct fixture *x, size_t max_run_memory, unsigned max_runs)
{
    struct orch_engine_settings settings = {.max_run_memory = max_run_memory, .max_runs = max_runs};

    x->loop = orch_loop_virtual_new();
    fake_init(&x->transport, &page_program);
    x->metrics = orch_metrics_new(&page_program);
    x->engine = orch_engine_new(x->loop, &page_program, &x->transport.t, x->metrics, &settings);
    assert(x->loop && x->metrics && x->engine);
}

static inline void fixture_start(struct fixture *x)
{
    fixture_start_with(x, 1 << 20, 16);
}

static inline void fixture_end(struct fixture *x)
{
    CU_ASSERT_EQUAL(orch_engine_active(x->engine), 0);
    CU_ASSERT_EQUAL(x->transport.n_in_flight, 0);
    orch_engine_free(x->engine);
    orch_metrics_free(x->metrics);
    x->transport.t.close(&x->transport.t);
    orch_loop_free(x->loop);
}

/* --- runs ------------------------------------------------------------------------------------ */

static inline void fixture_count_done(struct orch_run *run, void *data)
{
    (void)run;
    ++*(unsigned *)data;
}

static inline void fixture_add(struct orch_run *run, enum orch_place place, const char *name,
                               const char *value)
{
    struct orch_input *in = orch_run_input(run);

    in->pairs[place][in->n_pairs[place]++] =
        (struct orch_input_pair){orch_str(name), orch_str(value)};
}

/* Starts flow page with the query ("level=7&fault=2", or ""); *done counts how often it was
 * delivered. */
static inline struct orch_run *fixture_page(struct fixture *x, const char *query, unsigned *done)
{
    struct orch_run *run = orch_run_new(x->engine, &page_flows[FLOW_PAGE]);
    struct orch_arena *arena = orch_run_arena(run);
    char *text = (char *)(uintptr_t)orch_arena_str(arena, orch_str(query)).ptr, *rest = NULL;

    fixture_add(run, ORCH_IN_PATH, "id", "42");
    for (char *p = strtok_r(text, "&", &rest); p; p = strtok_r(NULL, "&", &rest)) {
        char *value = strchr(p, '=');
        *value++ = 0;
        fixture_add(run, ORCH_IN_QUERY, p, value);
    }
    *done = 0;
    orch_run_start(run, fixture_count_done, done);
    return run;
}

/* --- scripts --------------------------------------------------------------------------------- */

static inline const char *fixture_reply(const char *op, const char *how)
{
    static const struct {
        const char *op, *ok, *many, *wrong, *cut;
    } replies[] = {
        {"user", "{\"id\":42,\"name\":\"An\",\"city\":7,\"more\":[1,{}]}",
         "{\"city\":7,\"name\":\"A\\u006e\",\"id\":42}",
         "{\"id\":\"42\",\"name\":\"An\",\"city\":7}", "{\"id\":42"},
        {"banners", "[{\"id\":1,\"image\":\"a.png\",\"extra\":{\"x\": 1}}]",
         "[{\"id\":1,\"image\":\"a\"},{\"id\":2,\"image\":\"b\"},{\"id\":3,\"image\":\"c\"}]",
         "[{\"id\":1,\"image\":\"a\"},{\"id\":2}]", "[{\"id\":1"},
        {"hot", "[{\"title\":\"Tea\",\"price\":300},{\"title\":\"Cup\",\"price\":50}]",
         "[{\"title\":\"Gold\",\"price\":9223372036854775807},{\"title\":\"Cup\",\"price\":50}]",
         "[{\"title\":\"Tea\",\"price\":-1}]", "[{\"title\":\"Te"},
        {"brands", "[\"B1\",\"B2\"]", "[\"B1\",\"B2\",\"B3\",\"B4\",\"B5\"]", "{}", "[\"B1\""},
        {"offers", "[\"O1\"]", "[\"O1\",\"O2\"]", "[1]", "["},
        {"touch", "", "ignored", "ignored", "ignored"},
    };

    for (size_t i = 0; i < sizeof replies / sizeof replies[0]; i++) {
        if (strcmp(op, replies[i].op) != 0)
            continue;
        return strcmp(how, "ok") == 0     ? replies[i].ok
               : strcmp(how, "many") == 0 ? replies[i].many
               : strcmp(how, "cut") == 0  ? replies[i].cut
                                          : replies[i].wrong;
    }
    return NULL;
}

/* Ends the call in flight of `op`; false where there is none. */
static inline bool fixture_end_call(struct fixture *x, const char *op, const char *how)
{
    struct orch_call *call = fake_find(&x->transport, op);

    if (!call)
        return false;
    if (strcmp(how, "dead") == 0)
        fake_break(&x->transport, call, ORCH_ERR_UNREACHABLE, "connect to h:1: Connection refused");
    else if (strcmp(how, "bad") == 0)
        fake_break(&x->transport, call, ORCH_ERR_MALFORMED, "h:1: transfer closed early");
    else if (strcmp(how, "empty") == 0)
        fake_answer(&x->transport, call, 200, orch_str(""));
    else if (how[0] >= '0' && how[0] <= '9')
        fake_answer(&x->transport, call, atoi(how),
                    atoi(how) == 204 ? orch_str("") : orch_str("{\"secret\":\"upstream text\"}"));
    else
        fake_answer(&x->transport, call, 200, orch_str(fixture_reply(op, how)));
    return true;
}

/* Plays a script; a step that cannot be done fails the test. */
static inline void fixture_play(struct fixture *x, struct orch_run *run, const char *script)
{
    char text[512], op[32], how[32], *rest = NULL;

    snprintf(text, sizeof text, "%s", script);
    for (char *step = strtok_r(text, ";", &rest); step; step = strtok_r(NULL, ";", &rest)) {
        how[0] = 0;
        if (sscanf(step, " %31s %31s", op, how) < 1)
            continue;
        if (strcmp(op, "wait") == 0) {
            orch_loop_advance(x->loop, (int64_t)atoi(how) * MS);
        } else if (strcmp(op, "cancel") == 0) {
            orch_run_cancel(run);
        } else if (!fixture_end_call(x, op, how)) {
            printf("no call in flight: step '%s' of '%s'\n", step, script);
            CU_FAIL("a step names a call that is not in flight");
        }
    }
}

/* "banners hot brands": what is in flight, in the order of starting. */
static inline const char *fixture_in_flight(const struct fixture *x, char *text, size_t size)
{
    text[0] = 0;
    for (unsigned i = 0; i < x->transport.n_in_flight; i++) {
        size_t len = strlen(text);
        snprintf(text + len, size - len, "%s%s", i ? " " : "",
                 fake_short_name(&x->transport, x->transport.in_flight[i]));
    }
    return text;
}

#endif
