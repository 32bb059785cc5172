/* emit: gathers the sections of the emitted program and puts them into one file. The flows are
 * emitted first, for what they ask for fills the sections before them. */
#include "emit.h"

#include "emit_parts.h"
#include "memory.h"

/* --- where things come from ----------------------------------------------------------------- */

const char *emit_file_name(const struct emit *e, uint32_t file)
{
    const struct source *src = sources_get(&e->c->sources, file);
    const char *name, *slash;

    if (!src)
        return "";
    name = memory_text(e->arena, "%.*s", ORCH_STR_ARG(src->name));
    slash = strrchr(name, '/');
    return name[0] == '/' ? slash + 1 : name;
}

void emit_origin_mark(struct emit *e, struct cwriter *w, struct span span)
{
    const struct source *src = sources_get(&e->c->sources, span.file);

    if (!src || !e->o->debug)
        return;
    w->mark_file = memory_text(e->arena, "%.*s", ORCH_STR_ARG(src->name));
    w->mark_line = source_position(src, span.begin).line;
}

void emit_origin(struct emit *e, struct cwriter *w, struct span span, const char *text)
{
    const struct source *src = sources_get(&e->c->sources, span.file);

    if (src)
        text = memory_text(e->arena, "%s:%u  %s", emit_file_name(e, span.file),
                           (unsigned)source_position(src, span.begin).line, text);
    cwriter_comment(w, text);
    emit_origin_mark(e, w, span);
}

void emit_origin_end(struct cwriter *w)
{
    w->mark_file = NULL;
}

/* --- the program ---------------------------------------------------------------------------- */

static bool has_secret_path(const struct flow *f)
{
    for (unsigned i = 0; i < f->n_params; i++) {
        const struct term *term = type_term(f->params[i].type);

        if (f->params[i].place == PLACE_PATH && term && term->secret)
            return true;
    }
    return false;
}

/* The names of the headers that a flow reads. */
static void emit_headers(struct emit *e, struct cwriter *w, const struct flow *f)
{
    const char *names = "";
    unsigned n = 0;

    for (unsigned i = 0; i < f->n_params; i++) {
        if (f->params[i].place == PLACE_HEADER)
            names = memory_text(e->arena, "%s%s%s", names, n++ ? ", " : "",
                                cwriter_quote(e->arena, f->params[i].wire));
    }
    if (n == 0)
        return;
    cwriter_line(w, ".headers = (const char *const[]){%s},", names);
    cwriter_line(w, ".n_headers = %u,", n);
}

static void emit_flow_row(struct emit *e, struct cwriter *w, const struct graph_flow *g,
                          const struct emit_flow_names *names)
{
    const struct flow *f = g->flow;

    cwriter_open(w, "[%u] =", (unsigned)(g - e->g->flows));
    cwriter_line(w, ".name = %s,", cwriter_quote(e->arena, orch_str(f->name)));
    cwriter_line(w, ".method = %s,", emit_method(f->method));
    cwriter_line(w, ".path = %s,", cwriter_quote(e->arena, f->path.text));
    if (f->timeout_ms)
        cwriter_line(w, ".timeout_ms = %u,", (unsigned)f->timeout_ms);
    cwriter_line(w, ".frame_size = sizeof(%s),", names->frame);
    cwriter_line(w, ".n_strands = %u,", g->n_strands);
    cwriter_line(w, ".n_nodes = %u,", g->n_nodes);
    cwriter_line(w, ".nodes = %s,", names->nodes);
    cwriter_line(w, ".file = %s,",
                 cwriter_quote(e->arena, orch_str(emit_file_name(e, f->span.file))));
    if (emit_has_body(f))
        cwriter_line(w, ".has_body = true,");
    if (has_secret_path(f))
        cwriter_line(w, ".secret_path = true,");
    emit_headers(e, w, f);
    cwriter_line(w, ".accept = %s,", names->accept);
    cwriter_close(w, ",");
}

/* Compiles the patterns, where there are any. */
static void emit_start(struct emit *e, struct cwriter *w)
{
    if (e->patterns.text.len == 0)
        return;
    cwriter_comment(w, "Runs once, before the first request.");
    cwriter_function(w, "static bool start(void)");
    cwriter_line(w, "char error[200];");
    cwriter_blank(w);
    cwriter_add(w, &e->patterns);
    cwriter_line(w, "return true;");
    cwriter_close(w, "");
    cwriter_blank(w);
}

static unsigned count(const bool *flags, unsigned n)
{
    unsigned set = 0;

    for (unsigned i = 0; i < n; i++)
        set += flags[i];
    return set;
}

static void emit_program(struct emit *e, struct cwriter *w, const char *name)
{
    const struct graph *g = e->g;
    const unsigned n_services = count(g->services_used, g->model->n_services);

    cwriter_open(w, "static const struct orch_program program =");
    cwriter_line(w, ".abi = ORCH_ABI,");
    cwriter_line(w, ".name = %s,", cwriter_quote(e->arena, orch_str(name)));
    cwriter_line(w, ".compiler = %s,", cwriter_quote(e->arena, orch_str(ORCH_VERSION)));
    if (n_services > 0) {
        cwriter_line(w, ".upstreams = upstreams,");
        cwriter_line(w, ".n_upstreams = %u,", n_services);
        cwriter_line(w, ".operations = operations,");
        cwriter_line(w, ".n_operations = %u,", count(g->operations_used, g->model->n_operations));
    }
    cwriter_line(w, ".flows = flows,");
    cwriter_line(w, ".n_flows = %u,", g->n_flows);
    if (e->n_secrets > 0) {
        cwriter_line(w, ".secrets = secrets,");
        cwriter_line(w, ".n_secrets = %u,", e->n_secrets);
    }
    if (emit_n_errors(e) > 0) {
        cwriter_line(w, ".errors = errors,");
        cwriter_line(w, ".n_errors = %u,", emit_n_errors(e));
    }
    if (e->patterns.text.len > 0)
        cwriter_line(w, ".start = start,");
    cwriter_close(w, ";");
    cwriter_blank(w);
    cwriter_function(w, "int main(int argc, char **argv)");
    cwriter_line(w, "return orch_main(&program, argc, argv);");
    cwriter_close(w, "");
}

/* --- the file ------------------------------------------------------------------------------- */

static void emit_head(struct emit *e, struct cwriter *w)
{
    cwriter_comment(w, memory_text(e->arena,
                                   "%s: emitted by orchc %s from %s; changes made here "
                                   "are lost.",
                                   e->o->own_name, ORCH_VERSION, e->file));
    if (e->patterns.text.len > 0)
        cwriter_line(w, "#include <stdio.h>");
    cwriter_line(w, "#include <orch/orch.h>");
    cwriter_blank(w);
    cwriter_line(w, "_Static_assert(ORCH_ABI == %d, \"emitted for another version of liborch\");",
                 ORCH_ABI);
    cwriter_blank(w);
    cwriter_comment(w, "Conditions are those of the source, also where one is always true.");
    cwriter_line(w, "#pragma GCC diagnostic ignored \"-Wtautological-compare\"");
}

static void add_section(struct cwriter *w, const char *title, const struct cwriter *before,
                        const struct cwriter *section)
{
    if (section->text.len == 0)
        return;
    cwriter_banner(w, title);
    if (before && before->text.len > 0) {
        cwriter_add(w, before);
        cwriter_blank(w);
    }
    cwriter_add(w, section);
}

/* Without the blank lines that stand at the end of a section, before the next banner's. */
static void trim(struct cwriter *w)
{
    while (w->text.len > 1 && w->text.data[w->text.len - 2] == '\n')
        w->text.len--;
}

static void each_section(struct emit *e, void (*visit)(struct emit *e, struct cwriter *w))
{
    struct cwriter *const sections[] = {
        &e->types,
        &e->tables,
        &e->checks,
        &e->decoders,
        &e->encoders,
        &e->errors,
        &e->services,
        &e->flows,
        &e->patterns,
        &e->decoder_prototypes,
        &e->encoder_prototypes,
    };

    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        visit(e, sections[i]);
}

static void begin_section(struct emit *e, struct cwriter *w)
{
    cwriter_init(w, e->arena);
}

static void trim_section(struct emit *e, struct cwriter *w)
{
    (void)e;
    trim(w);
}

static void free_section(struct emit *e, struct cwriter *w)
{
    (void)e;
    cwriter_free(w);
}

static void begin(struct emit *e, const struct graph *g, const struct emit_options *o)
{
    static const char *const taken[] = {"upstreams", "operations", "secrets", "errors",
                                        "flows",     "start",      "program"};
    const uint32_t file = g->n_flows > 0 ? g->flows[g->n_flows - 1].flow->span.file : 1;

    *e = (struct emit){.g = g, .c = g->model->compilation, .o = o};
    e->arena = &e->c->arena;
    e->file = emit_file_name(e, file);
    e->members = memory_new(e->arena, g->model->n_records, sizeof *e->members);
    cwriter_names_init(&e->names, e->arena, NULL);
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        cwriter_name(&e->names, "%s", taken[i]);
    orch_map_init(&e->type_names);
    orch_map_init(&e->functions);
    each_section(e, begin_section);
    e->patterns.indent = 1;
}

static void finish(struct emit *e)
{
    each_section(e, free_section);
    cwriter_names_free(&e->names);
    orch_map_free(&e->type_names);
    orch_map_free(&e->functions);
}

/* "samples/home.orch" -> "home". */
static const char *program_name(struct emit *e)
{
    const char *slash = strrchr(e->file, '/'), *name = slash ? slash + 1 : e->file;
    const char *dot = strrchr(name, '.');

    return memory_text(e->arena, "%.*s", dot && dot > name ? (int)(dot - name) : (int)strlen(name),
                       name);
}

void emit(const struct graph *g, const struct emit_options *o, struct orch_buf *out)
{
    struct emit e;
    struct cwriter w, rows;

    begin(&e, g, o);
    cwriter_init(&w, e.arena);
    cwriter_init(&rows, e.arena);
    rows.indent = 1;
    for (unsigned i = 0; i < g->n_flows; i++) {
        struct emit_flow_names names = emit_flow(&e, &g->flows[i]);
        emit_flow_row(&e, &rows, &g->flows[i], &names);
    }
    emit_services(&e);
    emit_errors(&e);
    each_section(&e, trim_section);
    emit_head(&e, &w);
    add_section(&w, "Types", NULL, &e.types);
    add_section(&w, "Tables", NULL, &e.tables);
    add_section(&w, "Checks of the dictionary", NULL, &e.checks);
    add_section(&w, "Decoders", &e.decoder_prototypes, &e.decoders);
    add_section(&w, "Encoders", &e.encoder_prototypes, &e.encoders);
    add_section(&w, "Errors", NULL, &e.errors);
    add_section(&w, "Services", NULL, &e.services);
    cwriter_add(&w, &e.flows);
    cwriter_banner(&w, "Program");
    cwriter_open(&w, "static const struct orch_flow flows[] =");
    cwriter_add(&w, &rows);
    cwriter_close(&w, ";");
    cwriter_blank(&w);
    emit_start(&e, &w);
    emit_program(&e, &w, program_name(&e));
    cwriter_finish(&w, o->own_name, out);
    cwriter_free(&rows);
    cwriter_free(&w);
    finish(&e);
}
