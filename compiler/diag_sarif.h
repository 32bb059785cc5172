/* Diagnostics as SARIF 2.1.0 (OASIS), for code hosts and editors: one document with one run, for
 * all files that orchc was given. */
#ifndef DIAG_SARIF_H
#define DIAG_SARIF_H

#include "diag.h"

struct diag_sarif;

struct diag_sarif *diag_sarif_new(void); /* NULL: no memory */
void diag_sarif_free(struct diag_sarif *s);
/* Adds what one compilation found, and the files that it read. */
void diag_sarif_add(struct diag_sarif *s, const struct diags *ds, const struct sources *src);
/* Writes the document: a whole one, even where nothing was found or added. */
void diag_sarif_write(const struct diag_sarif *s, FILE *out);

#endif
