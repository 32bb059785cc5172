/* A run's life: made or recycled, started, ended, answered, given back. */
#include "run.h"

#include "limits.h"
#include "metrics.h"
#include "problem.h"
#include "run_state.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* What a recycled run keeps at most of a buffer, and of its arena: enough for ordinary pages, so
 * that one large page does not hold its memory for ever. */
enum { KEPT_BYTES = 64 * 1024 };

/* --- the engine ------------------------------------------------------------------------------ */

static bool plan_init(struct orch_plan *plan, const struct orch_flow *flow, uint16_t index)
{
    plan->flow = flow;
    plan->index = index;
    plan->slot = calloc((size_t)flow->n_nodes + 1, sizeof *plan->slot);
    if (!plan->slot)
        return false;
    for (uint16_t i = 0; i < flow->n_nodes; i++) {
        if (flow->nodes[i].op == ORCH_INVOKE)
            plan->slot[i] = plan->n_invocations++;
        else if (flow->nodes[i].op == ORCH_FORK && flow->nodes[i].fork.timeout_ms > 0)
            plan->slot[i] = plan->n_withins++;
        else if (flow->nodes[i].op == ORCH_CATCH)
            plan->slot[i] = plan->n_catches++;
    }
    return true;
}

struct orch_engine *orch_engine_new(struct orch_loop *loop, const struct orch_program *program,
                                    struct orch_transport *transport, struct orch_metrics *metrics,
                                    const struct orch_engine_settings *settings)
{
    struct orch_engine *e = calloc(1, sizeof *e);

    if (!e)
        return NULL;
    *e = (struct orch_engine){.loop = loop,
                              .program = program,
                              .transport = transport,
                              .metrics = metrics,
                              .settings = *settings};
    e->plans = calloc((size_t)program->n_flows + 1, sizeof *e->plans);
    for (uint16_t i = 0; e->plans && i < program->n_flows; i++) {
        if (!plan_init(&e->plans[i], &program->flows[i], i)) {
            orch_engine_free(e);
            return NULL;
        }
    }
    if (!e->plans) {
        free(e);
        return NULL;
    }
    return e;
}

static void run_destroy(struct orch_run *run)
{
    for (uint16_t i = 0; run->invocations && i < run->plan->n_invocations; i++)
        orch_invocation_free(&run->invocations[i]);
    orch_arena_free(&run->arena);
    orch_buf_free(&run->body);
    orch_buf_free(&run->degraded);
    free(run->invocations);
    free(run->withins);
    free(run->caught);
    free(run->strands);
    free(run);
}

void orch_engine_free(struct orch_engine *e)
{
    struct orch_run *run;

    if (!e)
        return;
    assert(e->active == 0);
    for (uint16_t i = 0; i < e->program->n_flows; i++) {
        while ((run = e->plans[i].free)) {
            e->plans[i].free = run->next_free;
            run_destroy(run);
        }
        free(e->plans[i].slot);
    }
    free(e->plans);
    free(e);
}

unsigned orch_engine_active(const struct orch_engine *e)
{
    return e->active;
}

/* --- made, recycled, given back -------------------------------------------------------------- */

static void deadline_passed(struct orch_timer *timer);

static struct orch_run *run_make(struct orch_engine *e, struct orch_plan *plan)
{
    const struct orch_flow *flow = plan->flow;
    struct orch_run *run = calloc(1, sizeof *run);

    if (!run)
        return NULL;
    run->engine = e;
    run->plan = plan;
    run->deadline.fn = deadline_passed;
    run->deadline.data = run;
    run->rest.fn = orch_flow_rested;
    run->rest.data = run;
    orch_arena_init(&run->arena, 0, e->settings.max_run_memory);
    orch_buf_init(&run->body, e->settings.max_run_memory);
    orch_buf_init(&run->degraded, 0);
    run->strands = calloc((size_t)flow->n_strands + 1, sizeof *run->strands);
    run->invocations = calloc((size_t)plan->n_invocations + 1, sizeof *run->invocations);
    if (plan->n_withins > 0)
        run->withins = calloc(plan->n_withins, sizeof *run->withins);
    if (plan->n_catches > 0)
        run->caught = calloc(plan->n_catches, sizeof *run->caught);
    if (!run->strands || !run->invocations || (plan->n_withins > 0 && !run->withins) ||
        (plan->n_catches > 0 && !run->caught)) {
        run_destroy(run);
        return NULL;
    }
    for (uint16_t i = 0; i < flow->n_nodes; i++)
        if (flow->nodes[i].op == ORCH_INVOKE)
            orch_invocation_init(&run->invocations[plan->slot[i]], run, i);
    for (uint16_t i = 0; i < plan->n_withins; i++)
        orch_within_init(&run->withins[i], run);
    return run;
}

struct orch_run *orch_run_new(struct orch_engine *e, const struct orch_flow *flow)
{
    struct orch_plan *plan = &e->plans[flow - e->program->flows];
    struct orch_run *run;

    if (e->active >= e->settings.max_runs)
        return NULL;
    run = plan->free;
    if (run)
        plan->free = run->next_free;
    else if (!(run = run_make(e, plan)))
        return NULL;

    run->phase = ORCH_RUN_NEW;
    run->ev = (struct orch_eval){.arena = &run->arena};
    run->frame = NULL;
    run->input.arena = &run->arena;
    memset(run->input.n_pairs, 0, sizeof run->input.n_pairs);
    run->input.body = orch_str_n(NULL, 0);
    run->input.item = 0;
    run->input.violations.n = 0;
    run->calls = 0;
    run->started = run->ended = orch_loop_now(e->loop);
    run->ready_first = run->ready_last = ORCH_NO_STRAND;
    run->failure = (struct orch_failure){.error = ORCH_OK};
    run->answer = (struct orch_answer){.status = 0};
    e->active++;
    if (e->metrics)
        orch_metrics_count(&e->metrics->runs_active, 1);
    return run;
}

void orch_run_recycle(struct orch_buf *b)
{
    if (b->cap > KEPT_BYTES)
        orch_buf_free(b);
    orch_buf_reset(b);
}

void orch_run_free(struct orch_run *run)
{
    struct orch_engine *e;

    if (!run)
        return;
    orch_run_cancel(run);
    e = run->engine;
    for (uint16_t i = 0; i < run->plan->n_invocations; i++)
        orch_invocation_reset(&run->invocations[i]);
    if (run->arena.used > KEPT_BYTES)
        orch_arena_free(&run->arena);
    else
        orch_arena_reset(&run->arena);
    orch_run_recycle(&run->body);
    orch_run_recycle(&run->degraded);
    run->n_fallbacks = 0;
    run->next_free = run->plan->free;
    run->plan->free = run;
    e->active--;
    if (e->metrics)
        orch_metrics_count(&e->metrics->runs_active, -1);
}

struct orch_input *orch_run_input(struct orch_run *run)
{
    return &run->input;
}

struct orch_arena *orch_run_arena(struct orch_run *run)
{
    return &run->arena;
}

/* --- started --------------------------------------------------------------------------------- */

static int64_t wall_offset(const struct orch_loop *loop)
{
    struct timespec wall;

    clock_gettime(CLOCK_REALTIME, &wall);
    return (int64_t)wall.tv_sec * 1000000000 + wall.tv_nsec - orch_loop_now(loop);
}

/* Takes the parameters in; false, and the run has failed, where they are not fit. */
static bool accept_input(struct orch_run *run)
{
    const struct orch_flow *flow = run->plan->flow;
    const struct orch_violations *wrong = &run->input.violations;
    struct orch_failure *f = &run->failure;

    run->frame = orch_eval_alloc(&run->ev, 1, flow->frame_size);
    if (run->frame && flow->accept)
        flow->accept(&run->ev, run->frame, &run->input);
    if (run->ev.fault != ORCH_OK) {
        f->error = run->ev.fault;
        snprintf(f->detail, sizeof f->detail, "%s", run->ev.fault_detail);
    } else if (wrong->n > 0) {
        f->error = ORCH_ERR_INVALID;
        snprintf(f->detail, sizeof f->detail, "%.*s %.*s%s", ORCH_STR_ARG(wrong->items[0].where),
                 ORCH_STR_ARG(wrong->items[0].what), wrong->n > 1 ? ", and more" : "");
    } else {
        return true;
    }
    orch_run_fail(run);
    return false;
}

static uint32_t timeout_of(const struct orch_flow *flow)
{
    return flow->timeout_ms ? flow->timeout_ms : ORCH_DEFAULT_TIMEOUT_MS;
}

void orch_run_start(struct orch_run *run, orch_run_fn done, void *data)
{
    struct orch_loop *loop = run->engine->loop;

    assert(run->phase == ORCH_RUN_NEW);
    run->phase = ORCH_RUN_WALKING;
    run->done = done;
    run->done_data = data;
    run->started = orch_loop_now(loop);
    run->wall_offset = wall_offset(loop);
    orch_timer_start(loop, &run->deadline,
                     run->started + (int64_t)timeout_of(run->plan->flow) * 1000000);
    orch_flow_enter(run);
    if (accept_input(run))
        orch_flow_begin(run);
    orch_flow_pump(run);
}

/* --- ended ----------------------------------------------------------------------------------- */

/* Who used a fallback, in the order of the nodes. */
static void write_degraded(struct orch_run *run)
{
    const struct orch_program *program = run->engine->program;
    struct orch_buf *b = &run->degraded;

    for (uint16_t i = 0; i < run->plan->n_invocations; i++) {
        const struct orch_invocation *inv = &run->invocations[i];
        const struct orch_invoke *invoke = run->plan->flow->nodes[inv->node].invoke;

        if (inv->fell_back == ORCH_OK)
            continue;
        if (b->len > 0)
            orch_buf_cstr(b, ", ");
        orch_buf_cstr(b, invoke->result ? invoke->result
                                        : program->operations[invoke->operation].name);
        orch_buf_char(b, ';');
        orch_buf_cstr(b, orch_error_info(inv->fell_back)->name);
        run->n_fallbacks++;
    }
    run->answer.degraded = orch_buf_get(b);
}

/* The same for the log, which may know more. */
static void note_fallbacks(struct orch_run *run)
{
    unsigned n = 0;

    run->fallbacks = orch_arena_alloc(&run->arena, run->n_fallbacks * sizeof *run->fallbacks);
    for (uint16_t i = 0; run->fallbacks && i < run->plan->n_invocations; i++) {
        const struct orch_invocation *inv = &run->invocations[i];
        const struct orch_node *node = &run->plan->flow->nodes[inv->node];

        if (inv->fell_back != ORCH_OK)
            run->fallbacks[n++] =
                (struct orch_trouble){.name = orch_error_info(inv->fell_back)->name,
                                      .node = node->label,
                                      .line = node->line,
                                      .detail = orch_str(inv->call.detail)};
    }
    run->n_fallbacks = n;
}

static void end(struct orch_run *run, enum orch_run_phase phase)
{
    struct orch_engine *e = run->engine;
    struct orch_flow_metrics *m;

    run->phase = phase;
    run->ended = orch_loop_now(e->loop);
    orch_timer_stop(e->loop, &run->deadline);
    orch_timer_stop(e->loop, &run->rest);
    if (!e->metrics)
        return;
    m = &e->metrics->flows[run->plan->index];
    orch_metrics_count(&m->answers[run->answer.status / 100], 1);
    if (run->answer.degraded.len > 0)
        orch_metrics_count(&m->degraded, 1);
    if (phase == ORCH_RUN_ENDED)
        orch_metrics_observe(&m->seconds, run->ended - run->started);
}

void orch_run_succeed(struct orch_run *run)
{
    run->answer.status = run->body.len > 0 ? 200 : 204;
    run->answer.content_type = "application/json";
    run->answer.body = orch_buf_get(&run->body);
    write_degraded(run);
    if (run->n_fallbacks > 0)
        note_fallbacks(run);
    end(run, ORCH_RUN_ENDED);
}

/* What a client may know of a failure: which step it was, and our own words; never what a service
 * has said or where it lives. */
static struct orch_str public_detail(const struct orch_run *run, char *text, size_t size)
{
    const struct orch_failure *f = &run->failure;
    unsigned wrong = run->input.violations.n;
    int n;

    if (f->error == ORCH_ERR_INVALID && wrong > 0)
        n = snprintf(text, size, "%u %s not as declared", wrong,
                     wrong == 1 ? "value is" : "values are");
    else if (f->node)
        n = snprintf(text, size, "at: %s", f->node->label);
    else
        n = snprintf(text, size, "%s", f->detail);
    return orch_str_n(text, n < 0 ? 0 : (size_t)n < size ? (size_t)n : size - 1);
}

/* The declared error that has ended the run; NULL: it was something else. */
static const struct orch_declared *declared_failure(const struct orch_run *run)
{
    return run->failure.error == ORCH_ERR_DECLARED
               ? &run->engine->program->errors[run->failure.declared]
               : NULL;
}

void orch_run_fail(struct orch_run *run)
{
    const struct orch_error_info *info = orch_error_info(run->failure.error);
    const struct orch_declared *declared = declared_failure(run);
    char detail[256];
    struct orch_problem problem = {
        .status = info->status,
        .title = info->title,
        .error = info->name,
        .violations = run->failure.error == ORCH_ERR_INVALID ? &run->input.violations : NULL,
    };
    size_t limit = run->body.limit;

    if (declared)
        problem = (struct orch_problem){.status = declared->status,
                                        .title = declared->title,
                                        .error = declared->name,
                                        .write = declared->write,
                                        .value = run->failure.value};
    else
        problem.detail = public_detail(run, detail, sizeof detail);
    orch_buf_reset(&run->body);
    run->body.limit = 0; /* a problem is small, and must fit also where the answer did not */
    orch_problem_write(&run->body, &problem);
    run->body.limit = limit;
    run->answer.status = problem.status;
    run->answer.content_type = ORCH_PROBLEM_TYPE;
    run->answer.body = orch_buf_get(&run->body);
    end(run, ORCH_RUN_ENDED);
}

/* Names the call that was waited for longest. */
static void deadline_passed(struct orch_timer *timer)
{
    struct orch_run *run = timer->data;
    struct orch_failure *f = &run->failure;
    const struct orch_invocation *oldest = NULL;

    orch_flow_enter(run);
    for (uint16_t i = 0; i < run->plan->n_invocations; i++) {
        const struct orch_invocation *inv = &run->invocations[i];

        if (inv->in_flight && (!oldest || inv->started < oldest->started))
            oldest = inv;
    }
    f->error = ORCH_ERR_TIMEOUT;
    f->node = oldest ? &run->plan->flow->nodes[oldest->node] : NULL;
    snprintf(f->detail, sizeof f->detail, "the flow's %u ms have passed",
             (unsigned)timeout_of(run->plan->flow));
    orch_flow_stop(run, ORCH_ERR_TIMEOUT);
    orch_run_fail(run);
    orch_flow_pump(run);
}

void orch_run_cancel(struct orch_run *run)
{
    if (run->phase == ORCH_RUN_NEW)
        run->phase = ORCH_RUN_CANCELLED; /* it never was a run: nothing to count */
    if (run->phase != ORCH_RUN_WALKING)
        return;
    orch_flow_stop(run, ORCH_ERR_CANCELLED);
    run->failure.error = ORCH_ERR_CANCELLED;
    end(run, ORCH_RUN_CANCELLED);
}

/* --- what is told of it ---------------------------------------------------------------------- */

const struct orch_answer *orch_run_answer(const struct orch_run *run)
{
    return &run->answer;
}

void orch_run_summary(const struct orch_run *run, struct orch_run_summary *out)
{
    const struct orch_failure *f = &run->failure;
    const struct orch_declared *declared = declared_failure(run);

    *out = (struct orch_run_summary){
        .flow = run->plan->flow,
        .elapsed_ns = run->ended - run->started,
        .calls = run->calls,
        .error = f->error,
        .error_name = declared              ? declared->name
                      : f->error != ORCH_OK ? orch_error_info(f->error)->name
                                            : NULL,
        .error_node = f->node ? f->node->label : NULL,
        .error_line = f->node ? f->node->line : 0,
        .detail = orch_str(f->detail),
        .fallbacks = run->fallbacks,
        .n_fallbacks = run->n_fallbacks,
    };
}
