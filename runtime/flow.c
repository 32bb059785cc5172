/* Walks the nodes of a flow. In comes a run whose strands stand somewhere in the table; out comes
 * one whose strands all wait for calls or forks, or which has ended.
 *
 * Nothing recurses: a strand that can go on is queued, and the pump walks it until it waits or
 * ends. The order is that of queueing, so the same answers in the same order walk the same way. */
#include "flow.h"

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

static void stop_strand(struct orch_run *run, uint16_t s, enum orch_error why)
{
    struct orch_strand *strand = &run->strands[s];

    if (strand->state == ORCH_STRAND_READY)
        unqueue(run, s);
    else if (strand->state == ORCH_STRAND_CALLING)
        orch_invoke_abort(run, s, why);
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
static void stop_branches(struct orch_run *run, uint16_t of)
{
    for (uint16_t s = 0; s < run->plan->flow->n_strands; s++)
        if (s != of && run->strands[s].state != ORCH_STRAND_IDLE && is_below(run, s, of))
            stop_strand(run, s, ORCH_ERR_CANCELLED);
}

/* Where a failure goes: it ends its strand, with it the fork that the strand is a branch of, and so
 * on up to the run. A `catch` will end this climb at the strand that has it around its node: what
 * that strand has forked is stopped, and it becomes ready at the handler. */
static void propagate(struct orch_run *run, uint16_t s)
{
    while (run->strands[s].parent != ORCH_NO_STRAND)
        s = run->strands[s].parent;
    stop_branches(run, s);
    stop_strand(run, s, ORCH_ERR_CANCELLED);
    orch_run_fail(run);
}

void orch_flow_fail(struct orch_run *run, uint16_t s, enum orch_error error, const char *detail)
{
    struct orch_failure *f = &run->failure;

    f->error = error;
    f->node = &run->plan->flow->nodes[run->strands[s].node];
    snprintf(f->detail, sizeof f->detail, "%s", detail);
    run->strands[s].state = ORCH_STRAND_IDLE;
    propagate(run, s);
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

static void start_branches(struct orch_run *run, uint16_t s, const struct orch_node *node)
{
    struct orch_strand *strand = &run->strands[s];

    strand->state = ORCH_STRAND_FORKED;
    strand->pending = node->fork.n_branches;
    for (uint16_t i = 0; i < node->fork.n_branches; i++) {
        const struct orch_fork_branch *b = &node->fork.branches[i];

        assert(run->strands[b->strand].state == ORCH_STRAND_IDLE);
        run->strands[b->strand].parent = s;
        make_ready(run, b->strand, b->node);
    }
    if (strand->pending == 0)
        orch_flow_resume(run, s);
}

/* The strand has come to its end: the last of a fork lets its parent go on. */
static void join(struct orch_run *run, uint16_t s)
{
    uint16_t parent = run->strands[s].parent;

    run->strands[s].state = ORCH_STRAND_IDLE;
    if (parent == ORCH_NO_STRAND)
        orch_run_succeed(run); /* with an empty answer: nothing was returned */
    else if (--run->strands[parent].pending == 0)
        orch_flow_resume(run, parent);
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

/* Walks one strand until it waits, ends, or ends the run. */
static void walk(struct orch_run *run, uint16_t s)
{
    struct orch_strand *strand = &run->strands[s];
    const struct orch_node *node;
    unsigned chosen;

    while (strand->node != ORCH_END) {
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
        }
    }
    join(run, s);
}

void orch_flow_enter(struct orch_run *run)
{
    run->ev.wall_us = (orch_loop_now(run->engine->loop) + run->wall_offset) / 1000;
}

void orch_flow_pump(struct orch_run *run)
{
    uint16_t s;

    while ((s = run->ready_first) != ORCH_NO_STRAND) {
        unqueue(run, s);
        run->strands[s].state = ORCH_STRAND_WALKING;
        walk(run, s);
    }
    if (run->phase == ORCH_RUN_ENDED)
        run->done(run, run->done_data);
}
