/* One line a diagnostic, as gcc writes it, so that every editor knows how to read it:
 * home.orch:12:9: error: there is no value `citi_id` here [E0203]. Labels and notes are left out;
 * the first fix is part of the line. */
#include "diag_render.h"

static void place(struct orch_buf *line, const struct diag *d, const struct sources *src)
{
    const struct source *file = sources_get(src, d->span.file);
    struct position at;

    if (!file) {
        orch_buf_cstr(line, "orchc: ");
        return;
    }
    at = source_position(file, d->span.begin);
    diag_clean(line, file->name);
    orch_buf_printf(line, ":%u:%u: ", at.line, at.column);
}

void diag_gcc(const struct diag *d, const struct sources *src, FILE *out)
{
    struct orch_buf line;

    orch_buf_init(&line, 0);
    place(&line, d, src);
    orch_buf_printf(&line, "%s: ", diag_severity_text(d->severity));
    diag_clean(&line, orch_str(d->message));
    if (d->fixes) {
        orch_buf_cstr(&line, "; ");
        diag_clean(&line, orch_str(d->fixes->text));
    }
    orch_buf_printf(&line, " [%s]\n", diag_code_text(d->code));
    fwrite(line.data, 1, line.len, out);
    orch_buf_free(&line);
}
