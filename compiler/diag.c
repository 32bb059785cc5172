/* Diagnostics as values: adding them, their registry, and choosing a renderer; see diag.h. */
#include "diag.h"

#include "diag_render.h"
#include "memory.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>

static const struct {
    const char *text;
    enum diag_severity severity;
    const char *title;
    const char *id;
} registry[DIAG_COUNT] = {
#define X(id, code, severity, title) {code, severity, title, #id},
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

/* True where nobody wants to know, where it was said already, or where enough was said. The list is
 * never longer than the limits of errors and warnings together, so looking through it is cheap. */
static bool is_swallowed(const struct diags *ds, enum diag_code code, struct span span)
{
    if (diag_code_severity(code) == DIAG_ERROR && diags_full(ds))
        return true;
    if (diag_code_severity(code) == DIAG_WARNING && ds->switches &&
        (ds->switches->none || ds->switches->off[code]))
        return true;
    for (const struct diag *d = ds->first; d; d = d->next) {
        if (d->code == code && same_span(d->span, span))
            return true;
    }
    return false;
}

/* A warning that the switches make an error. */
static bool is_raised(const struct diags *ds, enum diag_code code)
{
    const struct diag_switches *s = ds->switches;

    return diag_code_severity(code) == DIAG_WARNING && s &&
           (s->error[code] || (s->errors && !s->warning[code]));
}

/* Counts it; false where it is not to be kept, since there are so many. */
static bool counted(struct diags *ds, const struct diag *d)
{
    if (diag_code_severity(d->code) == DIAG_ERROR) {
        ds->n_errors++;
        return true;
    }
    if (d->severity == DIAG_ERROR)
        ds->n_raised++;
    else
        ds->n_warnings++;
    return ds->n_raised + ds->n_warnings <= DIAG_MAX_WARNINGS;
}

struct diag *diag_add(struct diags *ds, enum diag_code code, struct span span, const char *fmt, ...)
{
    struct diag *d = memory_new(ds->arena, 1, sizeof *d);
    va_list ap;

    d->code = code;
    d->severity = is_raised(ds, code) ? DIAG_ERROR : diag_code_severity(code);
    d->span = span;
    d->owner = ds;
    va_start(ap, fmt);
    d->message = format(ds, fmt, ap);
    va_end(ap);
    if (ds->follows && ds->follows(ds->damage, d)) {
        ds->n_follow_ups++;
        return d;
    }
    if (is_swallowed(ds, code, span) || !counted(ds, d))
        return d;
    if (ds->last)
        ds->last->next = d;
    else
        ds->first = d;
    ds->last = d;
    ds->n_kept++;
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

unsigned diags_found(const struct diags *ds)
{
    return ds->n_errors + ds->n_follow_ups;
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

struct diag_name diag_code_name(enum diag_code code)
{
    struct diag_name name = {""};
    const char *id = registry[code].id;

    for (size_t i = 0; id[i] && i + 1 < sizeof name.text; i++)
        name.text[i] = id[i] == '_' ? '-' : (char)tolower((unsigned char)id[i]);
    return name;
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

const struct diag **diags_sorted(const struct diags *ds)
{
    const struct diag **sorted = memory_new(ds->arena, ds->n_kept, sizeof(struct diag *));
    struct ranked *ranked = memory_new(ds->arena, ds->n_kept, sizeof *ranked);
    unsigned i = 0;

    for (const struct diag *d = ds->first; d; d = d->next, i++)
        ranked[i] = (struct ranked){d, i};
    qsort(ranked, ds->n_kept, sizeof *ranked, compare_ranked);
    for (i = 0; i < ds->n_kept; i++)
        sorted[i] = ranked[i].diag;
    return sorted;
}

void diags_render(const struct diags *ds, const struct sources *src, enum diag_format format,
                  bool colour, FILE *out)
{
    const struct diag **sorted = diags_sorted(ds);

    for (unsigned i = 0; i < ds->n_kept; i++) {
        switch (format) {
        case DIAG_FORMAT_TEXT:
            diag_text(sorted[i], src, colour, out);
            break;
        case DIAG_FORMAT_GCC:
            diag_gcc(sorted[i], src, out);
            break;
        case DIAG_FORMAT_JSON:
            diag_json(sorted[i], src, out);
            break;
        case DIAG_FORMAT_SARIF: /* one document of all files: main.c writes it */
            break;
        }
    }
    if (format == DIAG_FORMAT_TEXT)
        diag_text_counts(ds, colour, out);
}
