/* A stable text of the graph: flows with their nodes, then what is used of records and services.
 *
 *     flow home: 2 nodes, 1 strands
 *       frame: user_id city_id? user
 *       0 line 12 invoke -> 1  "invoke account.profile" timeout 60ms sets user
 *       1 line 13 return  "return"
 *     record User decoded: id name
 *     service account: profile */
#include "graph.h"

static void dump_target(struct orch_buf *out, uint16_t node)
{
    if (node == ORCH_END)
        orch_buf_cstr(out, "end");
    else
        orch_buf_printf(out, "%u", node);
}

static void dump_invoke(const struct graph_flow *f, const struct stmt *s, struct orch_buf *out)
{
    const struct var *result = s->invoke.result;

    if (s->invoke.timeout_ms)
        orch_buf_printf(out, " timeout %ums", (unsigned)s->invoke.timeout_ms);
    if (result)
        orch_buf_printf(out, f->kept[result->index] ? " sets %s" : " drops %s", result->name);
    if (s->invoke.fallback)
        orch_buf_cstr(out, " else");
    for (unsigned i = 0; i < s->invoke.n_errors; i++)
        orch_buf_printf(out, " %u throws %s", s->invoke.errors[i].answer->status,
                        s->invoke.errors[i].answer->error->name);
}

static void dump_node(const struct graph_flow *f, unsigned i, struct orch_buf *out)
{
    static const char *const ops[] = {
        [ORCH_ASSIGN] = "assign", [ORCH_INVOKE] = "invoke",   [ORCH_BRANCH] = "branch",
        [ORCH_FORK] = "fork",     [ORCH_RETURN] = "return",   [ORCH_EMPTY] = "empty",
        [ORCH_THROW] = "throw",   [ORCH_RETHROW] = "rethrow", [ORCH_CATCH] = "catch",
    };
    const struct graph_node *n = &f->nodes[i];

    orch_buf_printf(out, "  %u line %u %s", i, (unsigned)n->line, ops[n->op]);
    if (n->op == ORCH_BRANCH || n->op == ORCH_CATCH) {
        for (unsigned t = 0; t < n->n_targets; t++) {
            orch_buf_cstr(out, t ? " or " : " -> ");
            dump_target(out, n->targets[t]);
        }
    } else if (n->op == ORCH_RETHROW) {
        orch_buf_printf(out, " of %u", n->caught);
    } else if (n->op != ORCH_RETURN && n->op != ORCH_THROW) {
        orch_buf_cstr(out, " -> ");
        dump_target(out, n->next);
    }
    if (n->on_error)
        orch_buf_printf(out, " on error %u", n->on_error);
    orch_buf_printf(out, "  \"%s\"", n->label);
    if (n->op == ORCH_INVOKE)
        dump_invoke(f, n->stmt, out);
    if (n->need)
        orch_buf_printf(out, " need %u", n->need);
    if (n->timeout_ms)
        orch_buf_printf(out, " within %ums", (unsigned)n->timeout_ms);
    if (n->otherwise) {
        orch_buf_cstr(out, " else ");
        dump_target(out, n->otherwise);
    }
    for (unsigned b = 0; b < n->n_branches; b++)
        orch_buf_printf(out, "%s %u on strand %u", b ? "," : ":", n->branches[b].node,
                        n->branches[b].strand);
    orch_buf_char(out, '\n');
}

static void dump_flow(const struct graph_flow *f, struct orch_buf *out)
{
    orch_buf_printf(out, "flow %s: %u nodes, %u strands\n  frame:", f->flow->name, f->n_nodes,
                    f->n_strands);
    for (unsigned i = 0; i < f->flow->n_vars; i++) {
        const struct var *v = f->flow->vars[i];

        if (f->kept[i])
            orch_buf_printf(out, " %s%s", v->name, v->may_be_unset ? "?" : "");
    }
    orch_buf_char(out, '\n');
    for (unsigned i = 0; i < f->n_nodes; i++)
        dump_node(f, i, out);
}

static void dump_record(const struct graph_record *r, struct orch_buf *out)
{
    if (!r->used && !r->encoded)
        return;
    orch_buf_printf(out, "record %s%s%s:", r->record->name, r->decoded ? " decoded" : "",
                    r->encoded ? " encoded" : "");
    for (unsigned i = 0; i < r->record->n_fields; i++) {
        if (r->kept[i])
            orch_buf_printf(out, " %s", r->record->fields[i].name);
    }
    orch_buf_char(out, '\n');
}

void graph_dump(const struct graph *g, struct orch_buf *out)
{
    const struct model *m = g->model;

    for (unsigned i = 0; i < g->n_flows; i++)
        dump_flow(&g->flows[i], out);
    for (unsigned i = 0; i < m->n_records; i++)
        dump_record(&g->records[i], out);
    for (unsigned i = 0; i < m->n_services; i++) {
        if (!g->services_used[i])
            continue;
        orch_buf_printf(out, "service %s:", m->services[i]->name);
        for (unsigned k = 0; k < m->services[i]->n_operations; k++) {
            const struct operation *op = m->services[i]->operations[k];

            if (g->operations_used[op->index])
                orch_buf_printf(out, " %s", op->name);
        }
        orch_buf_char(out, '\n');
    }
}
