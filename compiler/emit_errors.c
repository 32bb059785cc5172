/* The errors that a program declares and may end with, as a table, and names for their places. */
#include "emit_parts.h"
#include "memory.h"

#include <ctype.h>

const char *emit_error(struct emit *e, const struct error_decl *error)
{
    const char *wish = memory_text(e->arena, "error_%s", error->name);
    bool made;

    return emit_demand(e, memory_text(e->arena, "place %s", wish), wish, &made)->name;
}

unsigned emit_n_errors(const struct emit *e)
{
    unsigned n = 0;

    for (unsigned i = 0; i < e->g->model->n_errors; i++)
        n += e->g->errors_used[i];
    return n;
}

/* The title of its problem details: "No city" for no_city. */
static const char *title(struct emit *e, const struct error_decl *error)
{
    char *text = (char *)(uintptr_t)memory_text(e->arena, "%s", error->name);

    text[0] = (char)toupper((unsigned char)text[0]);
    for (char *c = text; *c; c++) {
        if (*c == '_')
            *c = ' ';
    }
    return text;
}

/* Writes its fields; NULL: it has none. */
static const char *writer(struct emit *e, const struct error_decl *error)
{
    const struct record *r = error->record;
    struct cwriter *w = &e->errors;
    const char *name;

    if (r->n_fields == 0)
        return NULL;
    name = cwriter_name(&e->names, "%s_members", error->name);
    cwriter_function(w, "static void %s(const void *value, struct orch_buf *out)", name);
    cwriter_line(w, "%s(out, value);", emit_encoder(e, r->type));
    cwriter_close(w, "");
    cwriter_blank(w);
    return name;
}

static void emit_row(struct emit *e, const struct error_decl *error, const char *write)
{
    struct cwriter *w = &e->errors;

    emit_origin(e, w, error->span, memory_text(e->arena, "error %s", error->name));
    emit_origin_end(w);
    cwriter_open(w, "[%s] =", emit_error(e, error));
    cwriter_line(w, ".name = %s,", cwriter_quote(e->arena, orch_str(error->name)));
    cwriter_line(w, ".title = %s,", cwriter_quote(e->arena, orch_str(title(e, error))));
    cwriter_line(w, ".status = %u,", error->status);
    if (write)
        cwriter_line(w, ".write = %s,", write);
    cwriter_close(w, ",");
}

void emit_errors(struct emit *e)
{
    const struct model *m = e->g->model;
    const char **writers = memory_new(e->arena, m->n_errors, sizeof *writers);
    struct cwriter *w = &e->errors;

    if (emit_n_errors(e) == 0)
        return;
    cwriter_open(w, "enum");
    for (unsigned i = 0; i < m->n_errors; i++) {
        if (e->g->errors_used[i])
            cwriter_line(w, "%s,", emit_error(e, m->errors[i]));
    }
    cwriter_close(w, ";");
    cwriter_blank(w);
    for (unsigned i = 0; i < m->n_errors; i++) {
        if (e->g->errors_used[i])
            writers[i] = writer(e, m->errors[i]);
    }
    cwriter_open(w, "static const struct orch_declared errors[] =");
    for (unsigned i = 0; i < m->n_errors; i++) {
        if (e->g->errors_used[i])
            emit_row(e, m->errors[i], writers[i]);
    }
    cwriter_close(w, ";");
}
