/* compile: the whole pipeline, in order. It stops after the first pass that reported an error, or
 * where the goal is reached. */
#include "build.h"
#include "depend.h"
#include "emit.h"
#include "options.h"
#include "output.h"
#include "parse.h"
#include "passes.h"

#include <errno.h>

static bool failed(const struct compilation *c)
{
    return c->diags.n_errors > 0;
}

/* --- what the passes made, as text ----------------------------------------------------------- */

static int write_output(const char *path, struct orch_str text)
{
    if (output_text(path, text))
        return COMPILE_OK;
    fprintf(stderr, "orchc: cannot write %s: %s\n", path ? path : "standard output",
            strerror(errno));
    return COMPILE_REFUSED;
}

static int dump_ast(struct compilation *c, const struct options *o, const struct source *file)
{
    const struct ast_file *tree = parse(c, file); /* this file alone, whatever it imports */
    struct orch_buf text;
    int status = COMPILE_DIAGNOSED;

    orch_buf_init(&text, 0);
    if (!failed(c)) {
        ast_dump(tree, &text);
        status = write_output(o->output, orch_buf_get(&text));
    }
    orch_buf_free(&text);
    return status;
}

static int show(const struct options *o, const struct model *m, const struct graph *g)
{
    struct orch_buf text;
    int status;

    orch_buf_init(&text, 0);
    if (o->goal == OPTIONS_DUMP_MODEL)
        model_dump(m, &text);
    else if (o->goal == OPTIONS_EXPLAIN)
        explain(m, &text);
    else
        graph_dump(g, &text);
    status = write_output(o->output, orch_buf_get(&text));
    orch_buf_free(&text);
    return status;
}

static int write_dependencies(struct compilation *c, const struct options *o)
{
    struct orch_buf text;
    int status;

    orch_buf_init(&text, 0);
    depend(c, o->output, &text);
    status = write_output(o->depfile, orch_buf_get(&text));
    orch_buf_free(&text);
    return status;
}

/* The C: as the goal, or on to the binary. */
static int finish(struct compilation *c, const struct options *o, const struct graph *g)
{
    const bool has_name = o->output && strcmp(o->output, "-") != 0;
    const struct emit_options emit_options = {
        .own_name = build_c_name(c, has_name ? o->output : o->files[0], o->goal == OPTIONS_BUILD),
        .debug = o->debug,
    };
    struct orch_buf text;
    int status;

    orch_buf_init(&text, 0);
    emit(g, &emit_options, &text);
    if (o->goal == OPTIONS_EMIT_C)
        status = write_output(o->output, orch_buf_get(&text));
    else
        status = build(c, o, orch_buf_get(&text), emit_options.own_name);
    orch_buf_free(&text);
    if (status == COMPILE_OK && o->depfile)
        status = write_dependencies(c, o);
    return status;
}

/* --- which flows ----------------------------------------------------------------------------- */

/* The model with the flows that shall be in the binary: all, or the one that --flow names. Reports
 * where there is none. */
static const struct model *choose_flows(struct compilation *c, const struct options *o,
                                        const struct model *m, struct model *chosen)
{
    const struct span nowhere = {0};
    const char *name = o->flow ? intern(&c->names, orch_str(o->flow)) : NULL;
    struct diag_near near;
    struct diag *d;

    *chosen = *m;
    if (!name && m->n_flows == 0)
        diag_add(&c->diags, DIAG_NO_FLOW, nowhere,
                 "`%s` declares no flow: there is nothing to build", o->files[0]);
    if (!name)
        return m;
    diag_near_init(&near, name);
    chosen->n_flows = 1;
    for (unsigned i = 0; i < m->n_flows; i++) {
        diag_near_try(&near, m->flows[i]->name);
        chosen->flows = &m->flows[i];
        if (m->flows[i]->name == name)
            return chosen;
    }
    d = diag_add(&c->diags, DIAG_NO_FLOW, nowhere, "there is no flow `%s`", name);
    if (near.best)
        diag_note(d, "did you mean `%s`?", near.best);
    return m;
}

/* --- the pipeline ---------------------------------------------------------------------------- */

int compile(struct compilation *c, const struct options *o, const struct source *file)
{
    struct model *model, chosen;
    const struct model *wanted;
    struct program *program;
    struct graph *graph;

    if (o->goal == OPTIONS_DUMP_AST)
        return dump_ast(c, o, file);

    program = load(c, file);
    if (failed(c))
        return COMPILE_DIAGNOSED;
    model = resolve(c, program);
    if (failed(c))
        return COMPILE_DIAGNOSED;
    check(model);
    if (failed(c))
        return COMPILE_DIAGNOSED;
    wire(model);
    if (failed(c))
        return COMPILE_DIAGNOSED;
    if (o->goal == OPTIONS_CHECK)
        return COMPILE_OK;
    if (o->goal == OPTIONS_DUMP_MODEL || o->goal == OPTIONS_EXPLAIN)
        return show(o, model, NULL);

    wanted = choose_flows(c, o, model, &chosen);
    if (failed(c))
        return COMPILE_DIAGNOSED;
    graph = lower(wanted);
    if (failed(c))
        return COMPILE_DIAGNOSED;
    analyse(graph);
    if (o->goal == OPTIONS_DUMP_GRAPH)
        return show(o, model, graph);
    return finish(c, o, graph);
}
