/* One JSON object a line for each diagnostic; the keys are those of docs/diagnostics.md. Lines and
 * columns count from 1 (columns in code points), begin and end are byte offsets. What has no place
 * has no file and no numbers. */
#include "diag_render.h"

#include <jansson.h>

/* A text of ours or of the source, made valid for JSON. */
static json_t *text(struct orch_str s)
{
    struct orch_buf clean;
    json_t *value;

    orch_buf_init(&clean, 0);
    diag_clean(&clean, s);
    value = json_stringn(clean.data ? clean.data : "", clean.len);
    orch_buf_free(&clean);
    return value;
}

static void add_place(json_t *object, struct span span, const struct sources *src)
{
    const struct source *file = sources_get(src, span.file);
    struct position begin, end;

    if (!file)
        return;
    begin = source_position(file, span.begin);
    end = source_position(file, span.end);
    json_object_set_new(object, "file", text(file->name));
    json_object_set_new(object, "line", json_integer(begin.line));
    json_object_set_new(object, "column", json_integer(begin.column));
    json_object_set_new(object, "end_line", json_integer(end.line));
    json_object_set_new(object, "end_column", json_integer(end.column));
    json_object_set_new(object, "begin", json_integer(span.begin));
    json_object_set_new(object, "end", json_integer(span.end));
}

static json_t *labels(const struct diag *d, const struct sources *src)
{
    json_t *list = json_array();

    for (const struct diag_label *l = d->labels; l; l = l->next) {
        json_t *label = json_object();

        json_object_set_new(label, "text", text(orch_str(l->text)));
        add_place(label, l->span, src);
        json_array_append_new(list, label);
    }
    return list;
}

static json_t *notes(const struct diag *d)
{
    json_t *list = json_array();

    for (const struct diag_note *n = d->notes; n; n = n->next)
        json_array_append_new(list, text(orch_str(n->text)));
    return list;
}

static json_t *fixes(const struct diag *d, const struct sources *src)
{
    json_t *list = json_array();

    for (const struct diag_fix *f = d->fixes; f; f = f->next) {
        json_t *fix = json_object();

        json_object_set_new(fix, "text", text(orch_str(f->text)));
        json_object_set_new(fix, "replacement", json_string(f->replacement));
        add_place(fix, f->span, src);
        json_array_append_new(list, fix);
    }
    return list;
}

void diag_json(const struct diag *d, const struct sources *src, FILE *out)
{
    json_t *object = json_object();

    json_object_set_new(object, "code", json_string(diag_code_text(d->code)));
    json_object_set_new(object, "severity", json_string(diag_severity_text(d->severity)));
    json_object_set_new(object, "message", text(orch_str(d->message)));
    add_place(object, d->span, src);
    json_object_set_new(object, "labels", labels(d, src));
    json_object_set_new(object, "notes", notes(d));
    json_object_set_new(object, "fixes", fixes(d, src));
    json_dumpf(object, out, JSON_COMPACT);
    fputc('\n', out);
    json_decref(object);
}
