/* The renderers of diagnostics, and what they share. Only diag.c and the renderers include this. */
#ifndef DIAG_RENDER_H
#define DIAG_RENDER_H

#include "diag.h"
#include "runtime/base/buf.h"

/* All that are kept, n_kept of them, by file and place; in the arena. */
const struct diag **diags_sorted(const struct diags *ds);

void diag_text(const struct diag *d, const struct sources *src, bool colour, FILE *out);
void diag_text_counts(const struct diags *ds, bool colour, FILE *out);
void diag_gcc(const struct diag *d, const struct sources *src, FILE *out);
void diag_json(const struct diag *d, const struct sources *src, FILE *out);

const char *diag_severity_text(enum diag_severity severity); /* "error", "warning" */

/* One character of a text as a terminal is to show it. */
struct diag_cell {
    size_t bytes;     /* of the text that it takes */
    unsigned columns; /* on the screen: 0 (combining), 1, 2 (wide), more (escaped, tab) */
    char shown[16];   /* what is printed, NUL-terminated */
};
/* The character at p (p < end). A tab is four blanks; control characters, bytes that are no UTF-8
 * and marks that change the direction of writing are escaped: `\u{202e}`. */
struct diag_cell diag_cell_at(const char *p, const char *end);
/* Appends a text as cells show it: safe for a terminal, always UTF-8. */
void diag_clean(struct orch_buf *out, struct orch_str text);

#endif
