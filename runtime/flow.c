/* Walks the nodes of a flow. In comes a run whose strands stand somewhere in the table; out comes
 * one whose strands all wait for calls or forks, or which has ended.
 *
 * Nothing recurses: a strand that can go on is queued, and the pump walks it until it waits or
 * ends. The order is that of queueing, so the same answers in the same order walk the same way. */
#include "flow.h"

#include "limits.h"
#include "run_state.h"

#include <assert.h>
#include <stdio.h>

/* --- the queue of strands that can go on ----------------------------------------------------- */

static void make_ready(struct orch_run *run, uint16_t s, uint16_t node)
{
    struct orch_strand *strand = &run->strands[s];

    strand->state = ORCH_STRAND_READY;
    strand->node = node;
    strand->next_ready = ORCH_NO_STRAND;
    if (run->ready_first == ORCH_NO_STRAND)
        run->ready_first = s;
    else
        run->strands[run->ready_last].next_ready = s;
    run->ready_last = s;
}

static void unqueue(struct orch_run *run, uint16_t s)
{
    uint16_t before = ORCH_NO_STRAND;

    for (uint16_t at = run->ready_first; at != s; at = run->strands[at].next_ready)
        before = at;
    if (before == ORCH_NO_STRAND)
        run->ready_first = run->strands[s].next_ready;
    else
        run->strands[before].next_ready = run->strands[s].next_ready;
    if (run->ready_last == s)
        run->ready_last = before;
}

/* --- ending strands -------------------------------------------------------------------------- */

static const struct orch_node *node_of(const struct orch_run *run, uint16_t s)
{
    return &run->plan->flow->nodes[run->strands[s].node];
}

/* The deadline of the fork that a strand stands at; NULL: it has none. */
static struct orch_within *within_of(struct orch_run *run, uint16_t s)
{
    if (node_of(run, s)->fork.timeout_ms == 0)
        return NULL;
    return &run->withins[run->plan->slot[run->strands[s].node]];
}

static void stop_within(struct orch_run *run, uint16_t s)
{
    struct orch_within *w = within_of(run, s);

    if (w)
        orch_timer_stop(run->engine->loop, &w->timer);
}

static void stop_strand(struct orch_run *run, uint16_t s, enum orch_error why)
{
    struct orch_strand *strand = &run->strands[s];

    if (strand->state == ORCH_STRAND_READY)
        unqueue(run, s);
    else if (strand->state == ORCH_STRAND_CALLING)
        orch_invoke_abort(run, s, why);
    else if (strand->state == ORCH_STRAND_FORKED)
        stop_within(run, s);
    strand->state = ORCH_STRAND_IDLE;
}

void orch_flow_stop(struct orch_run *run, enum orch_error why)
{
    for (uint16_t s = 0; s < run->plan->flow->n_strands; s++)
        stop_strand(run, s, why);
}

static bool is_below(const struct orch_run *run, uint16_t s, uint16_t ancestor)
{
    while (s != ORCH_NO_STRAND && s != ancestor)
        s = run->strands[s].parent;
    return s == ancestor;
}

/* Ends all that a strand has forked, however deep. */
static void stop_branches(struct orch_run *run, uint16_t of, enum orch_error why)
{
    for (uint16_t s = 0; s < run->plan->flow->n_strands; s++)
        if (s != of && run->strands[s].state != ORCH_STRAND_IDLE && is_below(run, s, of))
            stop_strand(run, s, why);
}

/* True where the fork that the strand waits for can do without the branch that has just failed. */
static bool survives(struct orch_run *run, uint16_t s)
{
    return --run->strands[s].pending >= run->strands[s].needed;
}

static void leave(struct orch_run *run, uint16_t s)
{
    stop_branches(run, s, ORCH_ERR_CANCELLED);
    stop_strand(run, s, ORCH_ERR_CANCELLED);
}

/* Where a failure goes: to the handler around its node, on the same strand. Where none takes it, it
 * ends the strand, with it the fork that the strand is a branch of, unless enough other branches
 * are left, and so on up to the run. Where a handler does, all that its strand has forked is
 * stopped, and the strand goes on there. */
static void propagate(struct orch_run *run, uint16_t s)
{
    uint16_t parent, target;

    for (;;) {
        if (orch_catch(run, s, &target)) {
            leave(run, s);
            make_ready(run, s, target);
            return;
        }
        parent = run->strands[s].parent;
        if (parent == ORCH_NO_STRAND || survives(run, parent))
            break;
        s = parent;
    }
    leave(run, s);
    if (parent == ORCH_NO_STRAND)
        orch_run_fail(run);
    else
        run->failure = (struct orch_failure){.error = ORCH_OK};
}

static void fail(struct orch_run *run, uint16_t s, const struct orch_failure *failure,
                 const char *detail)
{
    struct orch_failure *f = &run->failure;

    *f = *failure;
    f->node = &run->plan->flow->nodes[run->strands[s].node];
    snprintf(f->detail, sizeof f->detail, "%s", detail);
    run->strands[s].state = ORCH_STRAND_IDLE;
    propagate(run, s);
}

void orch_flow_fail(struct orch_run *run, uint16_t s, enum orch_error error, const char *detail)
{
    struct orch_failure f = {.error = error};

    if (error == ORCH_ERR_STATUS)
        f.status = orch_invoke_status(run, s);
    fail(run, s, &f, detail);
}

void orch_flow_throw(struct orch_run *run, uint16_t s, uint16_t declared, const void *value,
                     const char *detail)
{
    fail(run, s,
         &(struct orch_failure){.error = ORCH_ERR_DECLARED, .declared = declared, .value = value},
         detail);
}

bool orch_flow_faulted(struct orch_run *run, uint16_t s)
{
    struct orch_eval *ev = &run->ev;
    enum orch_error fault = ev->fault;

    if (fault == ORCH_OK)
        return false;
    ev->fault = ORCH_OK;
    orch_flow_fail(run, s, fault, ev->fault_detail);
    return true;
}

/* --- going on -------------------------------------------------------------------------------- */

void orch_flow_begin(struct orch_run *run)
{
    run->strands[0].parent = ORCH_NO_STRAND;
    make_ready(run, 0, 0);
}

void orch_flow_resume(struct orch_run *run, uint16_t s)
{
    make_ready(run, s, run->plan->flow->nodes[run->strands[s].node].next);
}

/* A deadline that does not end before the flow's own needs no timer. */
static void start_within(struct orch_run *run, uint16_t s, uint32_t timeout_ms)
{
    struct orch_loop *loop = run->engine->loop;
    struct orch_within *w = within_of(run, s);
    const int64_t until = orch_loop_now(loop) + (int64_t)timeout_ms * 1000000;

    w->strand = s;
    if (until < run->deadline.at)
        orch_timer_start(loop, &w->timer, until);
}

static void start_branches(struct orch_run *run, uint16_t s, const struct orch_node *node)
{
    struct orch_strand *strand = &run->strands[s];

    strand->state = ORCH_STRAND_FORKED;
    strand->pending = node->fork.n_branches;
    strand->needed = node->fork.need ? node->fork.need : node->fork.n_branches;
    if (node->fork.timeout_ms > 0)
        start_within(run, s, node->fork.timeout_ms);
    for (uint16_t i = 0; i < node->fork.n_branches; i++) {
        const struct orch_fork_branch *b = &node->fork.branches[i];

        assert(run->strands[b->strand].state == ORCH_STRAND_IDLE);
        run->strands[b->strand].parent = s;
        run->strands[b->strand].won = false;
        make_ready(run, b->strand, b->node);
    }
    if (strand->pending == 0)
        orch_flow_resume(run, s);
}

/* Fallbacks that were used between two nodes count for nothing. */
static void forget_fallbacks(struct orch_run *run, uint16_t first, uint16_t end)
{
    const struct orch_plan *plan = run->plan;

    for (uint16_t i = first; i < end; i++)
        if (plan->flow->nodes[i].op == ORCH_INVOKE)
            run->invocations[plan->slot[i]].fell_back = ORCH_OK;
}

/* Enough branches have ended well: the others are stopped, and what they did is forgotten. */
static void settle(struct orch_run *run, uint16_t s)
{
    const struct orch_node *node = node_of(run, s);
    const struct orch_fork_branch *b = node->fork.branches;
    const uint16_t n = node->fork.n_branches;

    stop_branches(run, s, ORCH_ERR_CANCELLED);
    stop_within(run, s);
    for (uint16_t i = 0; node->fork.need > 0 && i < n; i++)
        if (!run->strands[b[i].strand].won)
            forget_fallbacks(run, b[i].node, i + 1 < n ? b[i + 1].node : node->fork.end);
    orch_flow_resume(run, s);
}

/* The strand has come to its end: the last that its fork needs lets the parent go on. */
static void join(struct orch_run *run, uint16_t s)
{
    uint16_t parent = run->strands[s].parent;

    run->strands[s].state = ORCH_STRAND_IDLE;
    run->strands[s].won = true;
    if (parent == ORCH_NO_STRAND) {
        orch_run_succeed(run); /* with an empty answer: nothing was returned */
        return;
    }
    run->strands[parent].pending--;
    if (--run->strands[parent].needed == 0)
        settle(run, parent);
}

/* The block's time is over: all below it ends as if its own calls had timed out. */
static void within_passed(struct orch_timer *timer)
{
    struct orch_within *w = timer->data;
    struct orch_run *run = w->run;
    const struct orch_node *node = node_of(run, w->strand);
    char detail[64];

    orch_flow_enter(run);
    stop_branches(run, w->strand, ORCH_ERR_TIMEOUT);
    snprintf(detail, sizeof detail, "the block's %u ms have passed",
             (unsigned)node->fork.timeout_ms);
    if (node->fork.otherwise)
        make_ready(run, w->strand, node->fork.otherwise);
    else
        orch_flow_fail(run, w->strand, ORCH_ERR_TIMEOUT, detail);
    orch_flow_pump(run);
}

void orch_within_init(struct orch_within *w, struct orch_run *run)
{
    w->run = run;
    w->timer.fn = within_passed;
    w->timer.data = w;
}

static void answer(struct orch_run *run, uint16_t s, const struct orch_node *node)
{
    node->answer(&run->ev, run->frame, &run->body);
    if (orch_flow_faulted(run, s))
        return;
    if (run->body.failed) {
        orch_flow_fail(run, s, ORCH_ERR_MEMORY, "the answer is too long");
        return;
    }
    orch_flow_stop(run, ORCH_ERR_CANCELLED);
    orch_run_succeed(run);
}

static void throw(struct orch_run * run, uint16_t s, const struct orch_throw *t)
{
    const void *value = t->make(&run->ev, run->frame, NULL);

    if (!orch_flow_faulted(run, s))
        orch_flow_throw(run, s, t->error, value, "");
}

static void throw_again(struct orch_run *run, uint16_t s, uint16_t handler)
{
    orch_catch_again(run, handler);
    run->strands[s].state = ORCH_STRAND_IDLE;
    propagate(run, s);
}

/* Walks one strand until it waits, ends, ends the run, or has used up its steps. */
static void walk(struct orch_run *run, uint16_t s, unsigned *steps)
{
    struct orch_strand *strand = &run->strands[s];
    const struct orch_node *node;
    unsigned chosen;

    while (strand->node != ORCH_END) {
        if (*steps == 0) {
            make_ready(run, s, strand->node);
            return;
        }
        --*steps;
        node = &run->plan->flow->nodes[strand->node];
        switch (node->op) {
        case ORCH_ASSIGN:
            node->assign(&run->ev, run->frame);
            if (orch_flow_faulted(run, s))
                return;
            strand->node = node->next;
            break;
        case ORCH_BRANCH:
            chosen = node->branch.choose(&run->ev, run->frame);
            if (orch_flow_faulted(run, s))
                return;
            assert(chosen < node->branch.n_targets);
            strand->node = node->branch.targets[chosen];
            break;
        case ORCH_EMPTY:
            strand->node = node->next;
            break;
        case ORCH_INVOKE:
            strand->state = ORCH_STRAND_CALLING;
            orch_invoke(run, s);
            return;
        case ORCH_FORK:
            start_branches(run, s, node);
            return;
        case ORCH_RETURN:
            answer(run, s, node);
            return;
        case ORCH_THROW:
            throw(run, s, &node->raise);
            return;
        case ORCH_RETHROW:
            throw_again(run, s, node->caught);
            return;
        case ORCH_CATCH:
            assert(!"a handler is not walked to");
            return;
        }
    }
    join(run, s);
}

void orch_flow_enter(struct orch_run *run)
{
    run->ev.wall_us = (orch_loop_now(run->engine->loop) + run->wall_offset) / 1000;
}

/* Loops without a call could keep the worker from everything else, the deadline too. */
void orch_flow_pump(struct orch_run *run)
{
    struct orch_loop *loop = run->engine->loop;
    unsigned steps = ORCH_LIMIT_STEPS;
    uint16_t s;

    while ((s = run->ready_first) != ORCH_NO_STRAND && steps > 0) {
        unqueue(run, s);
        run->strands[s].state = ORCH_STRAND_WALKING;
        walk(run, s, &steps);
    }
    if (run->phase == ORCH_RUN_ENDED)
        run->done(run, run->done_data);
    else if (run->ready_first != ORCH_NO_STRAND)
        orch_timer_start(loop, &run->rest, orch_loop_now(loop));
}

void orch_flow_rested(struct orch_timer *timer)
{
    orch_flow_enter(timer->data);
    orch_flow_pump(timer->data);
}
