/* One engine on a virtual clock and a fake transport (tests/support/engine_fixture.h), with the
 * flows of tests/support/race_program.h. */
#ifndef ORCH_TESTS_RACE_FIXTURE_H
#define ORCH_TESTS_RACE_FIXTURE_H

#include "runtime/run_state.h"
#include "tests/support/engine_fixture.h"
#include "tests/support/race_program.h"

static inline void race_start(struct fixture *x)
{
    struct orch_engine_settings settings = {.max_run_memory = 1 << 20, .max_runs = 16};

    x->loop = orch_loop_virtual_new();
    fake_init(&x->transport, &race_program);
    x->metrics = orch_metrics_new(&race_program);
    x->engine = orch_engine_new(x->loop, &race_program, &x->transport.t, x->metrics, &settings);
    assert(x->loop && x->metrics && x->engine);
}

static inline struct orch_run *race_begin(struct fixture *x, unsigned flow, unsigned *done)
{
    struct orch_run *run = orch_run_new(x->engine, &race_flows[flow]);

    *done = 0;
    orch_run_start(run, fixture_count_done, done);
    return run;
}

static inline bool race_any_timer(const struct orch_run *run)
{
    bool running = orch_timer_running(&run->deadline) || orch_timer_running(&run->rest);

    for (uint16_t i = 0; i < run->plan->n_withins; i++)
        running = running || orch_timer_running(&run->withins[i].timer);
    for (uint16_t i = 0; i < run->plan->n_invocations; i++)
        running = running || orch_timer_running(&run->invocations[i].timer);
    return running;
}

#endif
