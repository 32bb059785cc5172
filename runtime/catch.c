/* Handlers: which of those around a node has an arm for a failure, and what it is told of it. In:
 * the failure of a run, and the strand where it is. Out: the node to go on with. Handlers of other
 * strands are not looked at; the climb from strand to strand is propagate's (flow.c). */
#include "run_state.h"

#include <assert.h>

static bool takes(const struct orch_arm *arm, const struct orch_failure *f)
{
    if (arm->kinds & (1u << f->error))
        return true;
    for (uint16_t i = 0; f->error == ORCH_ERR_DECLARED && i < arm->n_errors; i++)
        if (arm->errors[i] == f->declared)
            return true;
    return false;
}

static const struct orch_arm *find_arm(const struct orch_node *handler,
                                       const struct orch_failure *f)
{
    for (uint16_t i = 0; i < handler->handler.n_arms; i++)
        if (takes(&handler->handler.arms[i], f))
            return &handler->handler.arms[i];
    return NULL;
}

/* The failure that a handler has caught last. */
static struct orch_failure *caught_by(struct orch_run *run, uint16_t handler)
{
    return &run->caught[run->plan->slot[handler]];
}

static void bind(struct orch_run *run, const struct orch_arm *arm, const struct orch_failure *f)
{
    const struct orch_node *node = f->node;
    struct orch_caught caught = {.kind = f->error,
                                 .error = f->declared,
                                 .value = f->value,
                                 .operation = "",
                                 .status = f->status};

    if (node && node->op == ORCH_INVOKE)
        caught.operation = run->engine->program->operations[node->invoke->operation].name;
    arm->bind(&run->ev, run->frame, &caught);
}

bool orch_catch(struct orch_run *run, uint16_t s, uint16_t *target)
{
    const struct orch_node *nodes = run->plan->flow->nodes;
    uint16_t at = nodes[run->strands[s].node].on_error;

    for (; at != 0; at = nodes[at].on_error) {
        const struct orch_arm *arm;

        assert(nodes[at].op == ORCH_CATCH);
        arm = find_arm(&nodes[at], &run->failure);
        if (!arm)
            continue;
        if (arm->bind)
            bind(run, arm, &run->failure);
        *caught_by(run, at) = run->failure;
        run->failure = (struct orch_failure){.error = ORCH_OK};
        *target = arm->target;
        return true;
    }
    return false;
}

void orch_catch_again(struct orch_run *run, uint16_t handler)
{
    run->failure = *caught_by(run, handler);
}
