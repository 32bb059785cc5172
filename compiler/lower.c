/* lower: statements -> nodes. A statement's nodes stand together, in the order of the source:
 * statement by statement, a branch before its arms, a fork before its branches; so the number of a
 * node follows from the sizes of what stands before it, and `next` from what stands behind. */
#include "excerpt.h"
#include "graph.h"
#include "memory.h"

#define LABEL_MAX 60 /* bytes of source in a label */

/* A try whose catches are being lowered. */
struct catching {
    const struct stmt *attempt;
    uint16_t node; /* its CATCH */
    const struct catching *outer;
};

struct lowering {
    struct compilation *c;
    struct graph_flow *flow;
    unsigned loops;   /* around the statement */
    uint16_t handler; /* the CATCH around what is lowered, on the same strand; 0: none */
    const struct catching *catching;
};

/* --- sizes ---------------------------------------------------------------------------------- */

static size_t size_of(const struct stmt *s);

static size_t size_of_all(const struct stmt *first)
{
    size_t n = 0;

    for (const struct stmt *s = first; s; s = s->next)
        n += size_of(s);
    return n;
}

/* What nobody wrote and nothing reads. */
static bool is_idle(const struct stmt *s)
{
    return s->kind == STMT_ASSIGN && !s->syntax && !s->assign.var->read;
}

/* Its body, the CATCH, the catches; a body of nothing cannot fail, and so needs none of them. */
static size_t size_of_try(const struct stmt *s)
{
    size_t n = size_of(s->attempt.body);

    for (unsigned i = 0; n > 0 && i < s->attempt.n_arms; i++)
        n += size_of(s->attempt.arms[i].body);
    return n > 0 ? n + 1 : 0;
}

/* How many nodes a statement becomes. */
static size_t size_of(const struct stmt *s)
{
    size_t n = 1;

    switch (s->kind) {
    case STMT_SEQUENCE:
        return size_of_all(s->body);
    case STMT_PARALLEL:
        return 1 + size_of_all(s->parallel.body);
    case STMT_TRY:
        return size_of_try(s);
    case STMT_WITHIN:
        return 1 + size_of(s->within.body) +
               (s->within.otherwise ? size_of(s->within.otherwise) : 0);
    case STMT_WHILE:
        return 1 + size_of(s->loop.body);
    case STMT_SWITCH:
        for (unsigned i = 0; i < s->choice.n_choices; i++)
            n += size_of(s->choice.choices[i].body);
        return n;
    case STMT_BRANCH:
        return 1 + size_of(s->branch.then) +
               (s->branch.otherwise ? size_of(s->branch.otherwise) : 0);
    case STMT_ASSIGN:
        return is_idle(s) ? 0 : 1;
    case STMT_INVOKE:
    case STMT_EMPTY:
    case STMT_THROW:
    case STMT_RETURN:
        break;
    }
    return 1;
}

/* --- nodes ---------------------------------------------------------------------------------- */

static const char *parallel_label(struct orch_arena *a, const struct stmt *s)
{
    if (s->parallel.need > 1)
        return memory_text(a, "parallel %u of", s->parallel.need);
    return s->parallel.need ? "parallel any" : "parallel";
}

static const char *label_of(const struct lowering *l, const struct stmt *s)
{
    struct orch_arena *a = &l->c->arena;

    switch (s->kind) {
    case STMT_ASSIGN:
        return memory_text(a, s->syntax ? "assign %s" : "keep %s", s->assign.var->name);
    case STMT_INVOKE:
        return memory_text(a, "invoke %s", s->invoke.operation->full_name);
    case STMT_BRANCH:
        return memory_text(a, "if %s", excerpt(l->c, s->branch.cond->span, LABEL_MAX));
    case STMT_THROW:
        return s->raise.error ? memory_text(a, "throw %s", s->raise.error->name) : "throw";
    case STMT_TRY:
        return "catch";
    case STMT_SWITCH:
        return memory_text(a, "switch %s", excerpt(l->c, s->choice.value->span, LABEL_MAX));
    case STMT_PARALLEL:
        return parallel_label(a, s);
    case STMT_WITHIN:
        return memory_text(a, "within %s", excerpt(l->c, s->syntax->within.limit->span, LABEL_MAX));
    case STMT_WHILE:
        return memory_text(a, "while %s", excerpt(l->c, s->syntax->loop.cond->span, LABEL_MAX));
    case STMT_RETURN:
        return "return";
    case STMT_EMPTY:
    case STMT_SEQUENCE:
        break;
    }
    return "empty";
}

static struct graph_node *add_node(struct lowering *l, size_t at, enum orch_op op,
                                   const struct stmt *s, uint16_t next)
{
    struct graph_node *n = &l->flow->nodes[at];

    n->op = op;
    n->next = next;
    n->on_error = l->handler;
    n->stmt = s;
    n->line = excerpt_line(l->c, s->span);
    n->label = label_of(l, s);
    n->again = l->loops > 0;
    return n;
}

/* Lowers `s`, whose nodes begin at `at`, on a strand whose forks may use strands from `strand` on;
 * `next` is what runs behind it. Returns the first strand that it leaves unused. */
static uint16_t lower_stmt(struct lowering *l, const struct stmt *s, size_t at, uint16_t next,
                           uint16_t strand);

static uint16_t max(uint16_t a, uint16_t b)
{
    return a > b ? a : b;
}

/* Statements one after another: each may use the strands of those before it again. */
static uint16_t lower_sequence(struct lowering *l, const struct stmt *s, size_t at, uint16_t next,
                               uint16_t strand)
{
    const size_t end = at + size_of(s);
    uint16_t used = strand;

    for (const struct stmt *item = s->body; item; item = item->next) {
        const size_t behind = at + size_of(item);

        used = max(used, lower_stmt(l, item, at, behind < end ? (uint16_t)behind : next, strand));
        at = behind;
    }
    return used;
}

static uint16_t lower_branch(struct lowering *l, const struct stmt *s, size_t at, uint16_t next,
                             uint16_t strand)
{
    struct graph_node *n = add_node(l, at, ORCH_BRANCH, s, next);
    const size_t then = at + 1, otherwise = then + size_of(s->branch.then);
    const size_t end = at + size_of(s);
    uint16_t used = lower_stmt(l, s->branch.then, then, next, strand);

    n->n_targets = 2;
    n->targets = memory_new(&l->c->arena, 2, sizeof *n->targets);
    n->targets[0] = otherwise > then ? (uint16_t)then : next;
    n->targets[1] = end > otherwise ? (uint16_t)otherwise : next;
    if (s->branch.otherwise)
        used = max(used, lower_stmt(l, s->branch.otherwise, otherwise, next, strand));
    return used;
}

/* One arm behind the other; those without statements go on behind the switch. */
static uint16_t lower_switch(struct lowering *l, const struct stmt *s, size_t at, uint16_t next,
                             uint16_t strand)
{
    struct graph_node *n = add_node(l, at, ORCH_BRANCH, s, next);
    const unsigned n_choices = s->choice.n_choices;
    uint16_t used = strand;

    n->n_targets = (uint16_t)(n_choices + 1);
    n->targets = memory_new(&l->c->arena, n->n_targets, sizeof *n->targets);
    at++;
    for (unsigned i = 0; i < n_choices; i++) {
        const struct choice *c = &s->choice.choices[i];
        const size_t size = size_of(c->body);

        n->targets[i] = size > 0 ? (uint16_t)at : next;
        used = max(used, lower_stmt(l, c->body, at, next, strand));
        at += size;
    }
    n->targets[n_choices] = n_choices > 0 && s->choice.choices[n_choices - 1].n_values == 0
                                ? n->targets[n_choices - 1]
                                : next;
    return used;
}

static uint16_t count_branches(const struct stmt *first)
{
    uint16_t n = 0;

    for (const struct stmt *s = first; s; s = s->next)
        n = (uint16_t)(n + (size_of(s) > 0));
    return n;
}

/* All branches may be active at once, with whatever they fork themselves: none shares a strand. */
static uint16_t lower_parallel(struct lowering *l, const struct stmt *s, size_t at, uint16_t next,
                               uint16_t strand)
{
    const uint16_t n_branches = count_branches(s->parallel.body), handler = l->handler;
    struct graph_node *n = add_node(l, at, n_branches ? ORCH_FORK : ORCH_EMPTY, s, next);
    uint16_t used = (uint16_t)(strand + n_branches);

    n->branches = memory_new(&l->c->arena, n_branches, sizeof *n->branches);
    at++;
    l->handler = 0; /* what a branch does not handle itself fails at the fork */
    for (const struct stmt *item = s->parallel.body; item; item = item->next) {
        if (size_of(item) == 0)
            continue;
        n->branches[n->n_branches] =
            (struct graph_branch){(uint16_t)at, (uint16_t)(strand + n->n_branches)};
        n->n_branches++;
        used = lower_stmt(l, item, at, ORCH_END, used);
        at += size_of(item);
    }
    l->handler = handler;
    n->need = (uint16_t)s->parallel.need;
    n->end = (uint16_t)at;
    return used;
}

/* A fork with one branch. Its `else` runs on the strand of the fork, when that of the branch is
 * free again. */
static uint16_t lower_within(struct lowering *l, const struct stmt *s, size_t at, uint16_t next,
                             uint16_t strand)
{
    const struct stmt *otherwise = s->within.otherwise;
    const size_t body = at + 1, behind = body + size_of(s->within.body);
    struct graph_node *n = add_node(l, at, behind > body ? ORCH_FORK : ORCH_EMPTY, s, next);
    uint16_t used = lower_stmt(l, s->within.body, body, ORCH_END, (uint16_t)(strand + 1));

    if (otherwise)
        used = max(used, lower_stmt(l, otherwise, behind, next, strand));
    if (behind == body)
        return used;
    n->branches = memory_new(&l->c->arena, 1, sizeof *n->branches);
    n->branches[n->n_branches++] = (struct graph_branch){(uint16_t)body, strand};
    n->end = (uint16_t)behind;
    n->timeout_ms = s->within.limit_ms;
    if (otherwise)
        n->otherwise = size_of(otherwise) > 0 ? (uint16_t)behind : next;
    return used;
}

/* The body ends at the condition again. */
static uint16_t lower_while(struct lowering *l, const struct stmt *s, size_t at, uint16_t next,
                            uint16_t strand)
{
    struct graph_node *n;
    uint16_t used;

    l->loops++;
    n = add_node(l, at, ORCH_BRANCH, s, next);
    n->n_targets = 2;
    n->targets = memory_new(&l->c->arena, 2, sizeof *n->targets);
    n->targets[0] = (uint16_t)(at + 1);
    n->targets[1] = next;
    used = lower_stmt(l, s->loop.body, at + 1, (uint16_t)at, strand);
    l->loops--;
    return used;
}

/* The body with the CATCH behind it, then one catch behind the other. */
static uint16_t lower_try(struct lowering *l, const struct stmt *s, size_t at, uint16_t next,
                          uint16_t strand)
{
    const size_t size = size_of(s->attempt.body);
    const uint16_t node = (uint16_t)(at + size), outer = l->handler;
    const struct catching catching = {s, node, l->catching};
    struct graph_node *n;
    uint16_t used;

    if (size == 0)
        return strand;
    n = add_node(l, node, ORCH_CATCH, s, next);
    n->n_targets = (uint16_t)s->attempt.n_arms;
    n->targets = memory_new(&l->c->arena, n->n_targets, sizeof *n->targets);
    l->handler = node;
    used = lower_stmt(l, s->attempt.body, at, next, strand);
    l->handler = outer;
    l->catching = &catching;
    at = (size_t)node + 1;
    for (unsigned i = 0; i < s->attempt.n_arms; i++) {
        const struct stmt *body = s->attempt.arms[i].body;

        n->targets[i] = size_of(body) > 0 ? (uint16_t)at : next;
        used = max(used, lower_stmt(l, body, at, next, strand));
        at += size_of(body);
    }
    l->catching = catching.outer;
    return used;
}

static void lower_throw(struct lowering *l, const struct stmt *s, size_t at)
{
    struct graph_node *n = add_node(l, at, s->raise.error ? ORCH_THROW : ORCH_RETHROW, s, ORCH_END);
    const struct catching *c = l->catching;

    if (s->raise.error)
        return;
    while (c->attempt != s->raise.caught)
        c = c->outer;
    n->caught = c->node;
}

static uint16_t lower_stmt(struct lowering *l, const struct stmt *s, size_t at, uint16_t next,
                           uint16_t strand)
{
    switch (s->kind) {
    case STMT_SEQUENCE:
        return lower_sequence(l, s, at, next, strand);
    case STMT_BRANCH:
        return lower_branch(l, s, at, next, strand);
    case STMT_SWITCH:
        return lower_switch(l, s, at, next, strand);
    case STMT_TRY:
        return lower_try(l, s, at, next, strand);
    case STMT_THROW:
        lower_throw(l, s, at);
        break;
    case STMT_PARALLEL:
        return lower_parallel(l, s, at, next, strand);
    case STMT_WITHIN:
        return lower_within(l, s, at, next, strand);
    case STMT_WHILE:
        return lower_while(l, s, at, next, strand);
    case STMT_ASSIGN:
        if (!is_idle(s))
            add_node(l, at, ORCH_ASSIGN, s, next);
        break;
    case STMT_INVOKE:
        add_node(l, at, ORCH_INVOKE, s, next);
        break;
    case STMT_EMPTY:
        add_node(l, at, ORCH_EMPTY, s, next);
        break;
    case STMT_RETURN:
        add_node(l, at, ORCH_RETURN, s, ORCH_END);
        break;
    }
    return strand;
}

/* --- flows ---------------------------------------------------------------------------------- */

static void lower_flow(struct compilation *c, const struct flow *f, struct graph_flow *out)
{
    struct lowering l = {.c = c, .flow = out};
    const size_t size = size_of(f->body);

    out->flow = f;
    if (size > GRAPH_MAX_NODES) {
        diag_add(&c->diags, DIAG_NOT_SUPPORTED, f->span,
                 "flow `%s` has %zu statements; there is room for %d", f->name, size,
                 GRAPH_MAX_NODES);
        return;
    }
    out->n_nodes = (uint16_t)(size ? size : 1); /* a table is never empty */
    out->nodes = memory_new(&c->arena, out->n_nodes, sizeof *out->nodes);
    out->kept = memory_new(&c->arena, f->n_vars, sizeof *out->kept);
    if (size == 0)
        add_node(&l, 0, ORCH_EMPTY, f->body, ORCH_END);
    out->n_strands = lower_stmt(&l, f->body, 0, ORCH_END, 1);
}

struct graph *lower(const struct model *m)
{
    struct compilation *c = m->compilation;
    struct graph *g = memory_new(&c->arena, 1, sizeof *g);

    g->model = m;
    g->n_flows = m->n_flows;
    g->flows = memory_new(&c->arena, m->n_flows, sizeof *g->flows);
    g->records = memory_new(&c->arena, m->n_records, sizeof *g->records);
    g->operations_used = memory_new(&c->arena, m->n_operations, sizeof *g->operations_used);
    g->errors_used = memory_new(&c->arena, m->n_errors, sizeof *g->errors_used);
    g->services_used = memory_new(&c->arena, m->n_services, sizeof *g->services_used);
    for (unsigned i = 0; i < m->n_records; i++) {
        g->records[i].record = m->records[i];
        g->records[i].kept =
            memory_new(&c->arena, m->records[i]->n_fields, sizeof *g->records[i].kept);
    }
    for (unsigned i = 0; i < m->n_flows; i++)
        lower_flow(c, m->flows[i], &g->flows[i]);
    return g;
}

struct graph_record *graph_record(const struct graph *g, const struct record *r)
{
    for (unsigned i = 0; i < g->model->n_records; i++) {
        if (g->records[i].record == r)
            return &g->records[i];
    }
    return NULL;
}
