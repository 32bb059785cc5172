/* analyse: what a program uses. Input: a lowered graph. Output: which variables stand in the frame,
 * which fields of which records are kept, decoded, encoded; which operations and services are
 * called. Whether a field is kept may depend on another one, so all is walked again until nothing
 * changes; marks are only ever added. */
#include "graph.h"

struct analysis {
    struct graph *g;
    struct graph_flow *flow;
    bool changed;
};

static void mark(struct analysis *a, bool *flag)
{
    a->changed = a->changed || !*flag;
    *flag = true;
}

/* --- types ---------------------------------------------------------------------------------- */

/* The record that a value of the type consists of, through lists and optionals; or NULL. */
static struct graph_record *record_in(const struct analysis *a, const struct type *t)
{
    while (t->kind == TYPE_LIST || t->kind == TYPE_OPTIONAL)
        t = t->elem;
    return t->kind == TYPE_RECORD ? graph_record(a->g, t->record) : NULL;
}

static void mark_used(struct analysis *a, const struct type *t)
{
    struct graph_record *r = record_in(a, t);

    if (!r || r->used)
        return;
    mark(a, &r->used);
    for (unsigned i = 0; i < r->record->n_fields; i++) {
        if (r->kept[i])
            mark_used(a, r->record->fields[i].type);
    }
}

static void keep_field(struct analysis *a, struct graph_record *r, unsigned field)
{
    const struct type *t = r->record->fields[field].type;
    struct graph_record *inner = record_in(a, t);

    mark(a, &r->kept[field]);
    if (r->used)
        mark_used(a, t);
    if (r->decoded && inner)
        mark(a, &inner->decoded);
}

/* A value of the type is written whole. */
static void mark_encoded(struct analysis *a, const struct type *t)
{
    struct graph_record *r = record_in(a, t);

    if (!r || r->encoded)
        return;
    mark(a, &r->encoded);
    mark_used(a, t);
    for (unsigned i = 0; i < r->record->n_fields; i++) {
        keep_field(a, r, i);
        mark_encoded(a, r->record->fields[i].type);
    }
}

static void mark_decoded(struct analysis *a, const struct type *t)
{
    struct graph_record *r = record_in(a, t);

    if (!r)
        return;
    mark_used(a, t);
    mark(a, &r->decoded);
}

/* A value of the type comes from a client: all of it is read. */
static void mark_received(struct analysis *a, const struct type *t)
{
    struct graph_record *r = record_in(a, t);

    if (!r || r->received)
        return;
    mark(a, &r->received);
    mark_decoded(a, t);
    for (unsigned i = 0; i < r->record->n_fields; i++) {
        keep_field(a, r, i);
        mark_received(a, r->record->fields[i].type);
    }
}

/* --- expressions ---------------------------------------------------------------------------- */

bool analyse_in_parts(const struct expr *x)
{
    const struct type *t = type_inner(x->type);

    if (t->kind != TYPE_RECORD && t->kind != TYPE_LIST)
        return false;
    switch (x->kind) {
    case EXPR_RECORD:
    case EXPR_LIST:
    case EXPR_FOR:
    case EXPR_SOME:
    case EXPR_NONE:
        return true;
    case EXPR_LIFT:
        return !type_is_optional(x->value->type);
    case EXPR_LET:
    case EXPR_COND:
    case EXPR_RECOLOUR:
        return !type_is_optional(x->type); /* else it is a value whose presence is asked */
    default:
        return false;
    }
}

static void walk(struct analysis *a, const struct expr *x);

static void walk_made_record(struct analysis *a, const struct expr *x)
{
    struct graph_record *r = record_in(a, x->type);

    mark_used(a, x->type);
    for (unsigned i = 0; i < x->n_items; i++) {
        if (r->kept[i])
            walk(a, x->items[i]);
    }
}

/* The expression is evaluated, and its value used. */
static void walk(struct analysis *a, const struct expr *x)
{
    if (!x)
        return;
    if (x->kind == EXPR_RECORD) {
        walk_made_record(a, x);
        return;
    }
    if (x->kind == EXPR_VAR && x->var->kind != VAR_LOCAL)
        mark(a, &a->flow->kept[x->var->index]);
    if (x->kind == EXPR_FIELD || x->kind == EXPR_SAFE_FIELD)
        keep_field(a, record_in(a, x->left->type), x->field->index);
    walk(a, x->cond);
    walk(a, x->left);
    walk(a, x->right);
    walk(a, x->value);
    for (unsigned i = 0; i < x->n_items; i++)
        walk(a, x->items[i]);
}

/* The expression is written to JSON. */
static void walk_written(struct analysis *a, const struct expr *x)
{
    if (!x)
        return;
    if (!analyse_in_parts(x)) {
        walk(a, x);
        mark_encoded(a, x->type);
        return;
    }
    switch (x->kind) {
    case EXPR_FOR:
    case EXPR_LET:
    case EXPR_LIFT:
        walk(a, x->left);
        walk(a, x->cond);
        walk_written(a, x->value);
        break;
    case EXPR_COND:
        walk(a, x->cond);
        walk_written(a, x->left);
        walk_written(a, x->right);
        break;
    default: /* SOME, RECOLOUR; NONE has no operand */
        walk_written(a, x->left);
        for (unsigned i = 0; i < x->n_items; i++) /* RECORD, LIST */
            walk_written(a, x->items[i]);
    }
}

/* --- nodes ---------------------------------------------------------------------------------- */

static bool in_body(const struct param *p)
{
    return p->place == PLACE_FIELD || p->place == PLACE_BODY;
}

/* A declared error can end as the answer: its value is written whole. */
static void walk_error(struct analysis *a, const struct error_decl *error, const struct expr *value)
{
    mark(a, &a->g->errors_used[error->index]);
    mark_encoded(a, error->record->type);
    walk(a, value);
}

static void walk_reply_error(struct analysis *a, const struct reply_error *e)
{
    const struct record *r = e->answer->error->record;

    walk_error(a, e->answer->error, e->value);
    for (unsigned i = 0; i < r->n_fields; i++) {
        if (e->replied[i])
            mark_decoded(a, r->fields[i].type);
    }
}

static void walk_catch(struct analysis *a, const struct stmt *s)
{
    for (unsigned i = 0; i < s->attempt.n_arms; i++) {
        const struct arm *arm = &s->attempt.arms[i];

        if (arm->bound && a->flow->kept[arm->bound->index])
            mark_used(a, arm->bound->type);
    }
}

static void walk_invoke(struct analysis *a, const struct stmt *s)
{
    const struct operation *op = s->invoke.operation;
    const struct var *result = s->invoke.result;

    mark(a, &a->g->operations_used[op->index]);
    mark(a, &a->g->services_used[op->service->index]);
    for (unsigned i = 0; i < op->n_params; i++) {
        if (in_body(&op->params[i]))
            walk_written(a, s->invoke.args[i]);
        else
            walk(a, s->invoke.args[i]);
    }
    for (unsigned i = 0; i < s->invoke.n_errors; i++)
        walk_reply_error(a, &s->invoke.errors[i]);
    if (!result || !a->flow->kept[result->index])
        return;
    mark_decoded(a, op->result_type);
    mark_used(a, result->type);
    walk(a, s->invoke.fallback);
}

static void walk_node(struct analysis *a, const struct graph_node *n)
{
    switch (n->op) {
    case ORCH_ASSIGN:
        mark(a, &a->flow->kept[n->stmt->assign.var->index]);
        mark_used(a, n->stmt->assign.var->type);
        walk(a, n->stmt->assign.value);
        break;
    case ORCH_INVOKE:
        walk_invoke(a, n->stmt);
        break;
    case ORCH_BRANCH:
        walk(a, model_decision(n->stmt));
        break;
    case ORCH_THROW:
        walk_error(a, n->stmt->raise.error, n->stmt->raise.value);
        break;
    case ORCH_CATCH:
        walk_catch(a, n->stmt);
        break;
    case ORCH_RETHROW:
        break;
    case ORCH_RETURN:
        walk_written(a, n->stmt->value);
        break;
    case ORCH_FORK:
    case ORCH_EMPTY:
        break;
    }
}

static void walk_flow(struct analysis *a, struct graph_flow *f)
{
    a->flow = f;
    for (unsigned i = 0; i < f->flow->n_params; i++) {
        const struct param *p = &f->flow->params[i];

        mark(a, &f->kept[p->var->index]);
        mark_used(a, p->type);
        if (in_body(p))
            mark_received(a, p->type);
    }
    for (unsigned i = 0; i < f->n_nodes; i++)
        walk_node(a, &f->nodes[i]);
}

void analyse(struct graph *g)
{
    struct analysis a = {.g = g};

    do {
        a.changed = false;
        for (unsigned i = 0; i < g->n_flows; i++)
            walk_flow(&a, &g->flows[i]);
        for (unsigned i = 0; i < g->model->n_records; i++) {
            struct graph_record *r = &g->records[i];

            for (unsigned f = 0; f < r->record->n_fields; f++) {
                if (r->kept[f])
                    keep_field(&a, r, f);
            }
        }
    } while (a.changed);
}
