/* The flow graph: what will run, as a table of nodes, one table a flow; the same numbers as in the
 * emitted service, its logs and pictures. No names are left to resolve. Made by lower, read by emit
 * and graph_dump. */
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
    const struct stmt *stmt; /* what it comes from */
    const char *label;       /* "invoke content.banners" */
    const struct expr *cond; /* BRANCH: targets[0] where it is true */
    uint16_t targets[2];
    struct graph_branch *branches; /* FORK */
    uint16_t n_branches;
};

struct graph_flow {
    const struct flow *flow;
    struct graph_node *nodes; /* node 0 is the first */
    uint16_t n_nodes;
    uint16_t n_strands; /* strand 0 is the flow's own */
};

/* What a type needs in the emitted program (analyse.c): only fields that something reads are kept
 * and decoded. */
struct graph_record {
    const struct record *record;
    bool used;    /* a value of it exists */
    bool decoded; /* read from replies or request bodies */
    bool encoded; /* written to answers or request bodies: all its fields are kept */
    bool *kept;   /* per field */
};

struct graph {
    const struct model *model;
    struct graph_flow *flows;
    unsigned n_flows;
    struct graph_record *records; /* as in the model, by order */
    bool *operations_used;        /* by operation index */
    bool *services_used;
};

/* lower: model (without errors) -> graph. Reports only what has no room in the tables (E0901: more
 * than 65,000 nodes). */
struct graph *lower(const struct model *m);
/* A stable text. */
void graph_dump(const struct graph *g, struct orch_buf *out);

#endif
