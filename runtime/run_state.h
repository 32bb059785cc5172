/* The inside of a run, for the four files that make up the engine and for nobody else:
 *   run.c     a run's life: made, started, ended, answered, recycled
 *   flow.c    walks the nodes: strands, forks, joins, failures
 *   catch.c   handlers: which arm takes a failure
 *   invoke.c  an invoke node: its call, its timeout, its fallback
 *
 * Whatever happens to a run comes in through one of six doors: orch_run_start, a call's `done`, a
 * call's timer, the run's deadline, that of a fork, the end of a rest. Each begins with
 * orch_flow_enter, does its part, and ends with orch_flow_pump, which walks every strand that can
 * go on, and, where the run has ended, delivers it as the very last thing: the run may be freed by
 * then. */
#ifndef ORCH_RUN_STATE_H
#define ORCH_RUN_STATE_H

#include "client.h"
#include "eval.h"
#include "flow.h"
#include "input.h"
#include "loop.h"
#include "run.h"

#define ORCH_NO_STRAND UINT16_MAX

enum orch_strand_state {
    ORCH_STRAND_IDLE,
    ORCH_STRAND_READY,   /* queued; `node` comes next */
    ORCH_STRAND_WALKING, /* being walked right now */
    ORCH_STRAND_CALLING, /* `node` is an invoke that has not ended */
    ORCH_STRAND_FORKED,  /* `node` is a fork whose branches still run */
};

struct orch_strand {
    enum orch_strand_state state;
    uint16_t node;
    uint16_t parent;     /* strand whose fork started it; ORCH_NO_STRAND: the root */
    uint16_t pending;    /* FORKED: branches that have not ended */
    uint16_t needed;     /* FORKED: so many of these must still end well */
    bool won;            /* it has come to its end since its fork started it */
    uint16_t next_ready; /* READY: the one queued behind it, or ORCH_NO_STRAND */
};

/* The call of one invoke node. Each such node has its own, because the frame may point into its
 * reply until the run is freed. */
struct orch_invocation {
    struct orch_call call;
    struct orch_timer timer; /* its own timeout */
    struct orch_run *run;
    int64_t started;           /* loop time */
    uint16_t node;             /* in the flow */
    uint16_t strand;           /* that waits for it */
    bool in_flight;            /* the transport has it */
    uint16_t declared;         /* DECLARED: which error its reply is, */
    const void *value;         /* and its fields */
    enum orch_error fell_back; /* why its fallback was used (more of it: call.detail); ORCH_OK: it
                                  was not */
};

/* The deadline of one fork node. */
struct orch_within {
    struct orch_timer timer;
    struct orch_run *run;
    uint16_t strand; /* that stands at the fork */
};

/* What the engine works out once about a flow. */
struct orch_plan {
    const struct orch_flow *flow;
    uint16_t index;         /* of the flow, in the program */
    uint16_t n_invocations; /* invoke nodes */
    uint16_t n_withins;     /* forks with a deadline */
    uint16_t n_catches;
    uint16_t *slot;        /* per node: index of its invocation, its deadline or, of a catch, what
                              it has caught; of those nodes only */
    struct orch_run *free; /* recycled runs */
};

struct orch_engine {
    struct orch_loop *loop;
    const struct orch_program *program;
    struct orch_transport *transport;
    struct orch_metrics *metrics; /* NULL: none */
    struct orch_engine_settings settings;
    unsigned active;
    struct orch_plan *plans; /* one a flow */
};

enum orch_run_phase {
    ORCH_RUN_NEW,       /* being filled by the caller */
    ORCH_RUN_WALKING,   /* started */
    ORCH_RUN_ENDED,     /* has its answer, which is about to be delivered or was */
    ORCH_RUN_CANCELLED, /* nobody wants the answer */
};

/* What ended a run that did not end well. */
struct orch_failure {
    enum orch_error error;        /* ORCH_OK: nothing */
    const struct orch_node *node; /* where; NULL: in no node */
    uint16_t declared;            /* DECLARED: index of the error, */
    const void *value;            /* and its fields, in the run's arena */
    int status;                   /* STATUS: of the reply */
    char detail[320];
};

struct orch_run {
    struct orch_engine *engine;
    struct orch_plan *plan;
    struct orch_run *next_free;
    enum orch_run_phase phase;
    orch_run_fn done;
    void *done_data;

    struct orch_arena arena;
    struct orch_eval ev;
    void *frame; /* in the arena */
    struct orch_input input;

    struct orch_timer deadline;
    int64_t started, ended; /* loop time */
    int64_t wall_offset;    /* from loop time to the wall clock, nanoseconds */
    unsigned calls;

    struct orch_strand *strands;         /* n_strands of the flow */
    uint16_t ready_first, ready_last;    /* queue of strands; ORCH_NO_STRAND: empty */
    struct orch_invocation *invocations; /* n_invocations of the plan, in the order of nodes */
    struct orch_within *withins;         /* n_withins of the plan, in the order of nodes */
    struct orch_timer rest;              /* between two stretches of a long walk */

    struct orch_failure failure;
    struct orch_failure *caught; /* n_catches of the plan: what each has caught last */
    struct orch_answer answer;
    struct orch_buf body;           /* of the answer */
    struct orch_buf degraded;       /* of the answer */
    struct orch_trouble *fallbacks; /* the same for the log; in the arena */
    unsigned n_fallbacks;
};

/* --- flow.c ---------------------------------------------------------------------------------- */

/* Emitted code may be called from now on: tells it the time. */
void orch_flow_enter(struct orch_run *run);
void orch_within_init(struct orch_within *w, struct orch_run *run);
/* Puts strand 0 at node 0. */
void orch_flow_begin(struct orch_run *run);
/* Walks all that can go on, or as much of it as one turn of the loop has time for; delivers a run
 * that has ended. The caller must not touch the run after it. */
void orch_flow_pump(struct orch_run *run);
/* The strand's node is done; it goes on with the next. */
void orch_flow_resume(struct orch_run *run, uint16_t strand);
/* The strand's node has failed: what it takes down ends here. */
void orch_flow_fail(struct orch_run *run, uint16_t strand, enum orch_error error,
                    const char *detail);
/* The same for a declared error. */
void orch_flow_throw(struct orch_run *run, uint16_t strand, uint16_t declared, const void *value,
                     const char *detail);
/* True, and the strand has failed, where emitted code has set a fault since the last look. */
bool orch_flow_faulted(struct orch_run *run, uint16_t strand);
/* The `rest` timer of a run (data: the run): goes on where the last walk stopped. */
void orch_flow_rested(struct orch_timer *timer);
/* Ends every strand. Their calls count as ended by `why`. */
void orch_flow_stop(struct orch_run *run, enum orch_error why);

/* --- catch.c --------------------------------------------------------------------------------- */

/* The nearest handler around the strand's node that has an arm for the run's failure: true, the
 * failure is caught, and *target is where the strand goes on. */
bool orch_catch(struct orch_run *run, uint16_t strand, uint16_t *target);
/* Makes what the handler has caught last the run's failure again. */
void orch_catch_again(struct orch_run *run, uint16_t handler);

/* --- invoke.c -------------------------------------------------------------------------------- */

void orch_invocation_init(struct orch_invocation *inv, struct orch_run *run, uint16_t node);
void orch_invocation_reset(struct orch_invocation *inv); /* for the next run; not in flight */
void orch_invocation_free(struct orch_invocation *inv);
/* The strand stands at an invoke node: makes its call. */
void orch_invoke(struct orch_run *run, uint16_t strand);
/* The status of the reply that the strand's invoke node has had. */
int orch_invoke_status(struct orch_run *run, uint16_t strand);
/* Aborts the strand's call, if the transport has it; it counts as ended by `why`. */
void orch_invoke_abort(struct orch_run *run, uint16_t strand, enum orch_error why);

/* --- run.c ----------------------------------------------------------------------------------- */

/* Empties a buffer for the next run; one that has grown large is given back to the heap. */
void orch_run_recycle(struct orch_buf *b);
/* The flow's answer is in run->body (empty: there is nothing to say): the run has ended well. */
void orch_run_succeed(struct orch_run *run);
/* The run has ended for the reason that is in run->failure. */
void orch_run_fail(struct orch_run *run);

#endif
