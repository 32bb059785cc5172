/* compile: the whole pipeline, in order. What is wrong is looked for up to the model; behind it the
 * program has no error. It stops where the goal is reached. */
#include "build.h"
#include "damage.h"
#include "depend.h"
#include "emit.h"
#include "options.h"
#include "output.h"
#include "parse.h"
#include "passes.h"

#include <errno.h>
#include <sys/stat.h>

static bool failed(const struct compilation *c)
{
    return c->diags.n_errors > 0;
}

/* --- what the passes made, as text ----------------------------------------------------------- */

/* False, and said, where writing to `path` would replace a file that was read. */
static bool spares_sources(struct compilation *c, const char *path)
{
    struct stat out, in;

    if (!path || stat(path, &out) != 0)
        return true;
    for (uint32_t i = 0; i < c->sources.n; i++) {
        const char *name = intern(&c->names, c->sources.items[i]->name);

        if (stat(name, &in) == 0 && in.st_dev == out.st_dev && in.st_ino == out.st_ino) {
            fprintf(stderr, "orchc: %s is a source: it is not overwritten\n", path);
            return false;
        }
    }
    return true;
}

static int write_output(struct compilation *c, const char *path, struct orch_str text)
{
    if (!spares_sources(c, path))
        return COMPILE_REFUSED;
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
        status = write_output(c, o->output, orch_buf_get(&text));
    }
    orch_buf_free(&text);
    return status;
}

static int show(struct compilation *c, const struct options *o, const struct model *m,
                const struct graph *g)
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
    status = write_output(c, o->output, orch_buf_get(&text));
    orch_buf_free(&text);
    return status;
}

static int write_dependencies(struct compilation *c, const struct options *o)
{
    struct orch_buf text;
    int status;

    orch_buf_init(&text, 0);
    depend(c, o->output, &text);
    status = write_output(c, o->depfile, orch_buf_get(&text));
    orch_buf_free(&text);
    return status;
}

/* The C: as the goal, or on to the binary. */
static int emit_and_build(struct compilation *c, const struct options *o, const struct graph *g)
{
    const bool has_name = o->output && strcmp(o->output, "-") != 0;
    const struct emit_options emit_options = {
        .own_name = build_c_name(c, has_name ? o->output : o->files[0], o->goal == OPTIONS_BUILD),
        .debug = o->debug,
    };
    struct orch_buf text;
    int status = COMPILE_OK;

    if (!spares_sources(c, o->output))
        return COMPILE_REFUSED;
    if (o->depfile) /* first, so that its failure leaves no new binary behind */
        status = write_dependencies(c, o);
    if (status != COMPILE_OK)
        return status;
    orch_buf_init(&text, 0);
    emit(g, &emit_options, &text);
    if (o->goal == OPTIONS_EMIT_C)
        status = write_output(c, o->output, orch_buf_get(&text));
    else
        status = build(c, o, orch_buf_get(&text), emit_options.own_name);
    orch_buf_free(&text);
    return status;
}

/* --- which flows ----------------------------------------------------------------------------- */

/* Reports a program that has not the flow that is wanted. */
static void report_no_flow(struct compilation *c, const struct options *o, const struct model *m)
{
    const struct span nowhere = {0};
    struct diag_near near;
    struct diag *d;

    if (!o->flow) {
        diag_add(&c->diags, DIAG_NO_FLOW, nowhere,
                 "`%s` declares no flow: there is nothing to build", o->files[0]);
        return;
    }
    d = diag_add(&c->diags, DIAG_NO_FLOW, nowhere, "there is no flow `%s`", o->flow);
    diag_near_init(&near, o->flow);
    for (unsigned i = 0; i < m->n_flows; i++)
        diag_near_try(&near, m->flows[i]->name);
    if (near.best)
        diag_note(d, "did you mean `%s`?", near.best);
}

/* The model with the flows that are wanted: all, or the one that --flow names. Reports where there
 * is none, but not to those who only look at a vocabulary. */
static struct model choose_flows(struct compilation *c, const struct options *o,
                                 const struct model *m)
{
    const bool only_looks =
        o->goal == OPTIONS_CHECK || o->goal == OPTIONS_DUMP_MODEL || o->goal == OPTIONS_EXPLAIN;
    struct model chosen = *m;

    for (unsigned i = 0; o->flow && i < m->n_flows; i++) {
        chosen.flows = &m->flows[i];
        chosen.n_flows = strcmp(m->flows[i]->name, o->flow) == 0;
        if (chosen.n_flows)
            break;
    }
    if (chosen.n_flows == 0 && (o->flow || !only_looks))
        report_no_flow(c, o, m);
    return chosen;
}

/* --- the pipeline ---------------------------------------------------------------------------- */

struct model *compile_model(struct compilation *c, const struct source *file)
{
    struct program *program = load(c, file);
    struct model *model;

    if (failed(c) && !damage_is_local(c, program))
        return NULL;
    if (!describe(c, program))
        return NULL;
    if (failed(c))
        damage_spread(c, program);
    model = resolve(c, program);
    if (failed(c))
        damage_spread(c, program);
    if (diags_full(&c->diags))
        return NULL;
    check(model);
    if (!damage_is_shared(c, program))
        wire(model);
    return model;
}

int compile(struct compilation *c, const struct options *o, const struct source *file)
{
    struct model *model, chosen;
    struct graph *graph;

    if (o->goal == OPTIONS_DUMP_AST)
        return dump_ast(c, o, file);

    model = compile_model(c, file);
    if (failed(c))
        return COMPILE_DIAGNOSED;

    chosen = choose_flows(c, o, model);
    if (failed(c))
        return COMPILE_DIAGNOSED;
    if (c->diags.n_raised > 0) /* warnings stop no pass, even where they are errors */
        return COMPILE_DIAGNOSED;
    if (o->goal == OPTIONS_CHECK)
        return COMPILE_OK;
    if (o->goal == OPTIONS_DUMP_MODEL || o->goal == OPTIONS_EXPLAIN)
        return show(c, o, &chosen, NULL);

    graph = lower(&chosen);
    if (failed(c))
        return COMPILE_DIAGNOSED;
    analyse(graph);
    if (c->diags.n_raised > 0)
        return COMPILE_DIAGNOSED;
    if (o->goal == OPTIONS_DUMP_GRAPH)
        return show(c, o, &chosen, graph);
    return emit_and_build(c, o, graph);
}
