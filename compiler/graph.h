/* The flow graph: what will run, as a table of nodes, one table a flow; the same numbers as in the
 * emitted service, its logs and pictures. No names are left to resolve. Made by lower, completed by
 * analyse, read by emit and graph_dump. */
#ifndef GRAPH_H
#define GRAPH_H

#include "model.h"
#include "runtime/flow.h" /* enum orch_op, ORCH_END: the table's form is the runtime's */

struct graph_branch {
    uint16_t node, strand;
};

struct graph_node {
    enum orch_op op;
    uint16_t next;           /* or ORCH_END */
    uint16_t on_error;       /* the CATCH around it, on its strand; 0: none */
    const struct stmt *stmt; /* what it comes from; NULL: a flow without statements */
    uint32_t line;           /* of it, from 1 */
    const char *label;       /* "invoke content.banners" */
    /* BRANCH: of an `if`, targets[0] where its condition is true; of a switch, one target a choice
     * and a last one for all other values. */
    uint16_t *targets; /* CATCH: one an arm */
    uint16_t n_targets;
    uint16_t caught;               /* RETHROW: the CATCH */
    struct graph_branch *branches; /* FORK */
    uint16_t n_branches;
    uint16_t need; /* FORK: so many branches; 0: all */
    uint16_t end;  /* FORK: the node behind the last of its branches */
    uint16_t
        otherwise; /* FORK with a deadline: where it goes on when that has passed; 0: nowhere */
    uint32_t timeout_ms; /* FORK: 0: no deadline */
    bool again;          /* in a loop */
};

struct graph_flow {
    const struct flow *flow;
    struct graph_node *nodes; /* node 0 is the first */
    uint16_t n_nodes;
    uint16_t n_strands; /* strand 0 is the flow's own */
    bool *kept;         /* per variable: it is in the frame. Parameters and assigned ones are; a
                           call's result only where something reads it */
};

/* What a record needs in the emitted program: only fields that something reads are kept and
 * decoded. Of a request body all fields are, so that a client learns of every mistake. */
struct graph_record {
    const struct record *record;
    bool used;     /* a value of it exists */
    bool decoded;  /* read from replies or request bodies */
    bool received; /* read from request bodies: all its fields are kept, as of */
    bool encoded;  /* those written whole to answers or request bodies */
    bool *kept;    /* per field */
};

struct graph {
    const struct model *model;
    struct graph_flow *flows;
    unsigned n_flows;
    struct graph_record *records; /* as in the model, by order */
    bool *operations_used;        /* by operation index */
    bool *errors_used;            /* by error index: thrown, or answered by a call */
    bool *services_used;
};

#define GRAPH_MAX_NODES 65000 /* of one flow: their numbers are 16 bits wide */

/* lower: model (without errors) -> graph: nodes in the order of the source, branches of a parallel
 * with strands of their own, a strand used again by forks that cannot be active at once. Reports
 * only what has no room in the tables (E0901). */
struct graph *lower(const struct model *m);
/* analyse: completes the graph with what the program uses: variables, records and their fields,
 * operations, services. */
void analyse(struct graph *g);
/* True where `x` is written to JSON part by part, so that no value of it is made: records, lists,
 * loops. analyse and the emitter agree by asking this. */
bool analyse_in_parts(const struct expr *x);
/* The entry of a record type. */
struct graph_record *graph_record(const struct graph *g, const struct record *r);
/* A stable text. */
void graph_dump(const struct graph *g, struct orch_buf *out);

#endif
