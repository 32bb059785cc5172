/* explain_code: what a diagnostic means and how to mend it: its section of docs/diagnostics.md,
 * which the Makefile makes a table of (compiler/code_lines.awk). */
#ifndef EXPLAIN_CODE_H
#define EXPLAIN_CODE_H

#include <stdbool.h>
#include <stdio.h>

/* The lines of all sections, in order; the last has no code. The first of a section is its title.
 */
struct code_line {
    const char *code;
    const char *line; /* a paragraph is one line; that of an example begins with four blanks */
};
extern const struct code_line code_lines[];

/* Prints the section of a code ("E0203", "e0203") or of its name ("unknown-name") to `out`. False
 * where there is none: then one line on `err` says so, with what may be meant. */
bool explain_code(const char *code, FILE *out, FILE *err);

#endif
