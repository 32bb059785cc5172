/* Diagnostics as code frames for people:
 *
 *     error[E0203]: there is no value `citi_id` here
 *       --> home.orch:12:9
 *        |
 *     12 |   city = citi_id ?? 3
 *        |          ^^^^^^^ did you mean `city_id`?
 *        |
 *        = note: a block sees what came before it on every path
 *
 * Every span of a diagnostic (its own, labels, fixes) is a mark; diag_frame.c draws the lines. */
#include "diag_frame.h"

#include "memory.h"

static bool same_span(struct span a, struct span b)
{
    return a.file == b.file && a.begin == b.begin && a.end == b.end;
}

static unsigned count_marks(const struct diag *d)
{
    unsigned n = 1;

    for (const struct diag_label *l = d->labels; l; l = l->next)
        n++;
    for (const struct diag_fix *f = d->fixes; f; f = f->next)
        n++;
    return n;
}

/* The diagnostic's own span first, then labels, then fixes; a fix of the own span is its text. */
static unsigned collect_marks(const struct diag *d, struct diag_mark *marks)
{
    unsigned n = 0;

    marks[n++] = (struct diag_mark){d->span, NULL, true};
    for (const struct diag_label *l = d->labels; l; l = l->next) {
        if (same_span(l->span, d->span) && !marks[0].text)
            marks[0].text = l->text;
        else
            marks[n++] = (struct diag_mark){l->span, l->text, false};
    }
    for (const struct diag_fix *f = d->fixes; f; f = f->next) {
        if (same_span(f->span, d->span) && !marks[0].text)
            marks[0].text = f->text;
        else
            marks[n++] = (struct diag_mark){f->span, f->text, false};
    }
    return n;
}

/* The marks of one file, as one frame; they are taken out (file = 0). */
static void draw_file(struct diag_frame *f, struct diag_mark *marks, unsigned n, unsigned first)
{
    struct diag_mark *here = memory_new(f->arena, n, sizeof *here);
    const uint32_t file = marks[first].span.file;
    unsigned n_here = 0;

    for (unsigned i = first; i < n; i++) {
        if (marks[i].span.file != file)
            continue;
        here[n_here++] = marks[i];
        marks[i].span.file = 0;
    }
    diag_frame_draw(f, here, n_here);
}

static unsigned digits_of_last_line(const struct diag_mark *marks, unsigned n,
                                    const struct sources *src)
{
    uint32_t last = 1;
    unsigned digits = 1;

    for (unsigned i = 0; i < n; i++) {
        const struct source *file = sources_get(src, marks[i].span.file);
        uint32_t line = file ? source_position(file, marks[i].span.end).line : 1;

        last = line > last ? line : last;
    }
    for (; last >= 10; last /= 10)
        digits++;
    return digits;
}

static void draw_head(struct diag_frame *f, const struct diag *d)
{
    const enum diag_severity severity = d->severity;

    diag_frame_style(f, severity == DIAG_ERROR ? DIAG_STYLE_ERROR : DIAG_STYLE_WARNING);
    orch_buf_printf(&f->out, "%s[%s]", diag_severity_text(severity), diag_code_text(d->code));
    diag_frame_style(f, DIAG_STYLE_BOLD);
    orch_buf_cstr(&f->out, ": ");
    diag_clean(&f->out, orch_str(d->message));
    diag_frame_style(f, DIAG_STYLE_NONE);
    orch_buf_char(&f->out, '\n');
}

static void draw_notes(struct diag_frame *f, const struct diag *d)
{
    for (const struct diag_note *n = d->notes; n; n = n->next) {
        diag_frame_style(f, DIAG_STYLE_GUTTER);
        orch_buf_printf(&f->out, "%*s = ", (int)f->digits, "");
        diag_frame_style(f, DIAG_STYLE_BOLD);
        orch_buf_cstr(&f->out, "note: ");
        diag_frame_style(f, DIAG_STYLE_NONE);
        diag_clean(&f->out, orch_str(n->text));
        orch_buf_char(&f->out, '\n');
    }
}

void diag_text(const struct diag *d, const struct sources *src, bool colour, FILE *out)
{
    struct diag_mark *marks = memory_new(d->owner->arena, count_marks(d), sizeof *marks);
    unsigned n = collect_marks(d, marks);
    struct diag_frame f = {.sources = src,
                           .arena = d->owner->arena,
                           .colour = colour,
                           .severity = d->severity,
                           .digits = digits_of_last_line(marks, n, src)};

    orch_buf_init(&f.out, 0);
    draw_head(&f, d);
    for (unsigned i = 0; i < n; i++) {
        if (sources_get(src, marks[i].span.file))
            draw_file(&f, marks, n, i);
    }
    if (d->notes && f.drawn)
        diag_frame_blank(&f);
    draw_notes(&f, d);
    orch_buf_char(&f.out, '\n');
    fwrite(f.out.data, 1, f.out.len, out);
    orch_buf_free(&f.out);
}

const char *diag_severity_text(enum diag_severity severity)
{
    return severity == DIAG_ERROR ? "error" : "warning";
}

static void count(FILE *out, unsigned n, const char *what, const char *before)
{
    if (n > 0)
        fprintf(out, "%s%u %s%s", before, n, what, n == 1 ? "" : "s");
}

void diag_text_counts(const struct diags *ds, bool colour, FILE *out)
{
    const unsigned n_errors = ds->n_errors + ds->n_raised;
    const unsigned n_unshown = n_errors + ds->n_warnings - ds->n_kept;

    if (!ds->first)
        return;
    if (colour)
        fputs("\033[1m", out);
    if (diags_full(ds))
        fprintf(out, "stopped after %u errors", ds->n_errors);
    else
        count(out, n_errors, "error", "");
    count(out, ds->n_warnings, "warning", n_errors > 0 ? ", " : "");
    if (n_unshown > 0)
        fprintf(out, ", of which %u are not shown", n_unshown);
    fputs(colour ? "\033[0m\n" : "\n", out);
}
