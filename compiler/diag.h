/* Diagnostics are values: passes add them, renderers print them (diag_text.c, diag_gcc.c,
 * diag_json.c, diag_sarif.c). Passes go on after an error as far as that makes sense; what only
 * follows from an error is left out (damage.h).
 *
 *     struct diag *d = diag_add(diags, DIAG_UNKNOWN_NAME, span, "there is no value `%s` here",
 * name); diag_label(d, other, "`%s` is declared here", near); diag_note(d, "a block sees what came
 * before it on every path"); diag_fix(d, span, near, "did you mean `%s`?", near);
 */
#ifndef DIAG_H
#define DIAG_H

#include "source.h"

#include <stdio.h>

enum diag_severity { DIAG_ERROR, DIAG_WARNING };

enum diag_code {
#define X(id, code, severity, title) DIAG_##id,
#include "diag_codes.def"
#undef X
    DIAG_COUNT
};

struct diag_label {
    struct span span;
    const char *text;
    struct diag_label *next;
};

struct diag_note {
    const char *text;
    struct diag_note *next;
};

struct diag_fix {
    struct span span; /* what is replaced; begin == end inserts */
    const char *replacement;
    const char *text; /* "did you mean `x`?" */
    struct diag_fix *next;
};

struct diag {
    enum diag_code code;
    enum diag_severity severity; /* that of its code, unless the switches make it an error */
    struct span span;
    const char *message;       /* one line, lower case, no full stop */
    struct diag_label *labels; /* in order of adding, as are notes and fixes */
    struct diag_note *notes;
    struct diag_fix *fixes;
    struct diags *owner;
    struct diag *next;
};

#define DIAG_MAX_ERRORS   20  /* after so many the pipeline stops and says so */
#define DIAG_MAX_WARNINGS 100 /* so many are shown; the rest is counted */

/* What the command line says of warnings. All zero: each is shown, as a warning. */
struct diag_switches {
    bool none;                /* -w: this wins over all others */
    bool errors;              /* -Werror */
    bool off[DIAG_COUNT];     /* -Wno-NAME */
    bool error[DIAG_COUNT];   /* -Werror=NAME */
    bool warning[DIAG_COUNT]; /* -Wno-error=NAME: stays a warning under -Werror */
};
/* What -W calls a code. */
struct diag_name {
    char text[32];
};
enum diag_switch_result { DIAG_SWITCH_OK, DIAG_SWITCH_UNKNOWN, DIAG_SWITCH_NO_WARNING };
/* Applies what follows -W: `NAME`, `no-NAME`, `error`, `no-error`, `error=NAME`, `no-error=NAME`.
 * The last of several that contradict each other counts. Where it is UNKNOWN, *near is the nearest
 * name of a warning, or empty; NO_WARNING: the name is that of an error. */
enum diag_switch_result diag_switch(struct diag_switches *s, const char *arg,
                                    struct diag_name *near);

struct diags {
    struct orch_arena *arena;
    const struct diag_switches *switches; /* NULL: none were given */
    /* True where a finding only follows from errors that were told; NULL: none does. */
    bool (*follows)(const void *damage, const struct diag *found);
    const void *damage;
    unsigned n_follow_ups;     /* that were left out */
    struct diag *first, *last; /* sorted by place when rendered */
    unsigned n_kept;           /* in that list */
    unsigned n_errors;         /* what is an error by its code */
    unsigned n_raised;         /* warnings that the switches make errors */
    unsigned n_warnings;       /* the others, with those that are not kept */
};

void diags_init(struct diags *ds, struct orch_arena *arena);
/* Never NULL. A second diagnostic with the same code at the same span is swallowed (a scratch value
 * is returned). */
struct diag *diag_add(struct diags *ds, enum diag_code code, struct span span, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
void diag_label(struct diag *d, struct span span, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void diag_note(struct diag *d, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void diag_fix(struct diag *d, struct span span, const char *replacement, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/* True after DIAG_MAX_ERRORS: a pass should give up. */
bool diags_full(const struct diags *ds);

/* Errors so far, with those that were left out since they follow from others. */
unsigned diags_found(const struct diags *ds);

const char *diag_code_text(enum diag_code code); /* "E0203" */
const char *diag_code_title(enum diag_code code);
enum diag_severity diag_code_severity(enum diag_code code);
struct diag_name
diag_code_name(enum diag_code code); /* "unused-result": the id, in small letters */

/* "Did you mean": the nearest of the candidates by edit distance (at most a third of the length, 3
 * at most), or NULL. Feed candidates one by one. */
struct diag_near {
    const char *wanted;
    const char *best;
    unsigned distance;
};
void diag_near_init(struct diag_near *n, const char *wanted);
void diag_near_try(struct diag_near *n, const char *candidate);

enum diag_format { DIAG_FORMAT_TEXT, DIAG_FORMAT_GCC, DIAG_FORMAT_JSON, DIAG_FORMAT_SARIF };
/* Prints all, by file and place. text: code frames with carets and labels, a last line with the
 * counts; `colour` uses ANSI colours. gcc: file:line:col: error: message [E0203]. json: one object
 * a line (see docs/diagnostics.md). Nothing for sarif: see diag_sarif.h. */
void diags_render(const struct diags *ds, const struct sources *src, enum diag_format format,
                  bool colour, FILE *out);

#endif
