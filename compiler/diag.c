/* Diagnostics as values: adding them, their registry, and choosing a renderer; see diag.h. */
#include "diag.h"

#include "diag_render.h"
#include "memory.h"

#include <stdarg.h>
#include <stdlib.h>

static const struct {
    const char *text;
    enum diag_severity severity;
    const char *title;
} registry[DIAG_COUNT] = {
#define X(id, code, severity, title) {code, severity, title},
#include "diag_codes.def"
#undef X
};

void diags_init(struct diags *ds, struct orch_arena *arena)
{
    *ds = (struct diags){.arena = arena};
}

static const char *format(struct diags *ds, const char *fmt, va_list ap)
{
    va_list again;
    char *text;
    int len;

    va_copy(again, ap);
    len = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    text = memory_new(ds->arena, (size_t)(len < 0 ? 0 : len) + 1, 1);
    vsnprintf(text, (size_t)(len < 0 ? 0 : len) + 1, fmt, ap);
    return text;
}

static bool same_span(struct span a, struct span b)
{
    return a.file == b.file && a.begin == b.begin && a.end == b.end;
}

/* True where it was said already, or where enough was said. */
static bool is_swallowed(const struct diags *ds, enum diag_code code, struct span span)
{
    if (diag_code_severity(code) == DIAG_ERROR && diags_full(ds))
        return true;
    for (const struct diag *d = ds->first; d; d = d->next) {
        if (d->code == code && same_span(d->span, span))
            return true;
    }
    return false;
}

struct diag *diag_add(struct diags *ds, enum diag_code code, struct span span, const char *fmt, ...)
{
    struct diag *d = memory_new(ds->arena, 1, sizeof *d);
    va_list ap;

    d->code = code;
    d->span = span;
    d->owner = ds;
    va_start(ap, fmt);
    d->message = format(ds, fmt, ap);
    va_end(ap);
    if (is_swallowed(ds, code, span))
        return d;
    if (ds->last)
        ds->last->next = d;
    else
        ds->first = d;
    ds->last = d;
    if (diag_code_severity(code) == DIAG_ERROR)
        ds->n_errors++;
    else
        ds->n_warnings++;
    return d;
}

void diag_label(struct diag *d, struct span span, const char *fmt, ...)
{
    struct diag_label *label = memory_new(d->owner->arena, 1, sizeof *label);
    struct diag_label **end = &d->labels;
    va_list ap;

    label->span = span;
    va_start(ap, fmt);
    label->text = format(d->owner, fmt, ap);
    va_end(ap);
    while (*end)
        end = &(*end)->next;
    *end = label;
}

void diag_note(struct diag *d, const char *fmt, ...)
{
    struct diag_note *note = memory_new(d->owner->arena, 1, sizeof *note);
    struct diag_note **end = &d->notes;
    va_list ap;

    va_start(ap, fmt);
    note->text = format(d->owner, fmt, ap);
    va_end(ap);
    while (*end)
        end = &(*end)->next;
    *end = note;
}

void diag_fix(struct diag *d, struct span span, const char *replacement, const char *fmt, ...)
{
    struct diag_fix *fix = memory_new(d->owner->arena, 1, sizeof *fix);
    struct diag_fix **end = &d->fixes;
    va_list ap;

    fix->span = span;
    fix->replacement = orch_arena_str(d->owner->arena, orch_str(replacement)).ptr;
    va_start(ap, fmt);
    fix->text = format(d->owner, fmt, ap);
    va_end(ap);
    while (*end)
        end = &(*end)->next;
    *end = fix;
}

bool diags_full(const struct diags *ds)
{
    return ds->n_errors >= DIAG_MAX_ERRORS;
}

const char *diag_code_text(enum diag_code code)
{
    return registry[code].text;
}

const char *diag_code_title(enum diag_code code)
{
    return registry[code].title;
}

enum diag_severity diag_code_severity(enum diag_code code)
{
    return registry[code].severity;
}

/* By place; what has none comes first; what stands at the same place keeps its order. */
static int compare(const void *a, const void *b)
{
    const struct diag *x = *(const struct diag *const *)a, *y = *(const struct diag *const *)b;

    if (x->span.file != y->span.file)
        return x->span.file < y->span.file ? -1 : 1;
    if (x->span.begin != y->span.begin)
        return x->span.begin < y->span.begin ? -1 : 1;
    return 0;
}

/* A stable sort: qsort promises none, so equal ones are told apart by the order of adding. */
struct ranked {
    const struct diag *diag;
    unsigned rank;
};

static int compare_ranked(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    int order = compare(&x->diag, &y->diag);

    return order ? order : x->rank < y->rank ? -1 : 1;
}

void diags_render(const struct diags *ds, const struct sources *src, enum diag_format format,
                  bool colour, FILE *out)
{
    unsigned n = ds->n_errors + ds->n_warnings, i = 0;
    struct ranked *sorted = memory_new(ds->arena, n, sizeof *sorted);

    for (const struct diag *d = ds->first; d; d = d->next, i++)
        sorted[i] = (struct ranked){d, i};
    qsort(sorted, n, sizeof *sorted, compare_ranked);
    for (i = 0; i < n; i++) {
        switch (format) {
        case DIAG_FORMAT_TEXT:
            diag_text(sorted[i].diag, src, colour, out);
            break;
        case DIAG_FORMAT_GCC:
            diag_gcc(sorted[i].diag, src, out);
            break;
        case DIAG_FORMAT_JSON:
            diag_json(sorted[i].diag, src, out);
            break;
        }
    }
    if (format == DIAG_FORMAT_TEXT)
        diag_text_counts(ds, colour, out);
}
