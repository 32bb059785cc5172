/* One flow: the struct that holds its variables, the functions of its nodes, the table of nodes. */
#include "emit_parts.h"
#include "memory.h"

static void emit_frame_struct(struct emit *e, struct cwriter *w, struct emit_frame *frame,
                              const char *tag)
{
    const struct flow *f = frame->flow->flow;
    struct cwriter_names names;
    unsigned n = 0;

    cwriter_names_init(&names, e->arena, NULL);
    cwriter_comment(w, memory_text(e->arena, "What a run of %s holds.", f->name));
    cwriter_open(w, "struct %s", tag);
    for (unsigned i = 0; i < f->n_vars; i++) {
        const struct var *v = f->vars[i];
        const struct type optional = {.kind = TYPE_OPTIONAL, .elem = v->type};

        if (!frame->flow->kept[i])
            continue;
        frame->members[i] = cwriter_name(&names, "%s", v->name);
        cwriter_line(w, "%s %s;", emit_type(e, v->may_be_unset ? &optional : v->type),
                     frame->members[i]);
        n++;
    }
    if (n == 0)
        cwriter_line(w, "bool unused_; /* it has no variables */");
    cwriter_close(w, ";");
    cwriter_blank(w);
    cwriter_names_free(&names);
}

static void emit_row(struct emit *e, struct cwriter *w, const struct graph_node *n, unsigned number,
                     const char *does)
{
    static const char *const ops[] = {
        [ORCH_ASSIGN] = "ORCH_ASSIGN", [ORCH_INVOKE] = "ORCH_INVOKE",
        [ORCH_BRANCH] = "ORCH_BRANCH", [ORCH_FORK] = "ORCH_FORK",
        [ORCH_RETURN] = "ORCH_RETURN", [ORCH_EMPTY] = "ORCH_EMPTY",
        [ORCH_THROW] = "ORCH_THROW",   [ORCH_RETHROW] = "ORCH_RETHROW",
        [ORCH_CATCH] = "ORCH_CATCH",
    };
    const char *next =
        n->next == ORCH_END ? "ORCH_END" : memory_text(e->arena, "%u", (unsigned)n->next);

    cwriter_open(w, "[%u] =", number);
    cwriter_line(w, ".op = %s, .next = %s, .line = %u,", ops[n->op], next, (unsigned)n->line);
    if (n->on_error)
        cwriter_line(w, ".on_error = %u,", (unsigned)n->on_error);
    cwriter_line(w, ".label = %s,", cwriter_quote(e->arena, orch_str(n->label)));
    if (*does)
        cwriter_line(w, "%s,", does);
    cwriter_close(w, ",");
}

struct emit_flow_names emit_flow(struct emit *e, const struct graph_flow *f)
{
    const char *name = f->flow->name;
    const char *tag = cwriter_name(&e->names, "%s_frame", name);
    struct emit_frame frame = {f, memory_text(e->arena, "struct %s", tag), NULL};
    struct emit_flow_names names = {.frame = frame.type};
    const char **rows = memory_new(e->arena, f->n_nodes, sizeof *rows);
    struct cwriter w;

    frame.members = memory_new(e->arena, f->flow->n_vars, sizeof *frame.members);
    names.accept = cwriter_name(&e->names, "%s_accept", name);
    names.nodes = cwriter_name(&e->names, "%s_nodes", name);
    cwriter_init(&w, e->arena);
    cwriter_banner(&w, memory_text(e->arena, "Flow %s", name));
    emit_frame_struct(e, &w, &frame, tag);
    emit_accept(e, &w, &frame, names.accept);
    for (unsigned i = 0; i < f->n_nodes; i++)
        rows[i] = emit_node(e, &w, &frame, i);
    cwriter_open(&w, "static const struct orch_node %s[] =", names.nodes);
    for (unsigned i = 0; i < f->n_nodes; i++)
        emit_row(e, &w, &f->nodes[i], i, rows[i]);
    cwriter_close(&w, ";");
    cwriter_add(&e->flows, &w);
    cwriter_free(&w);
    return names;
}
