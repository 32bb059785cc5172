/* Text in columns, at most COLUMNS_WIDTH wide: cells that stand under each other, the last one of a
 * row wrapped under itself, and perhaps one at
 * the right edge. For what people read, such as --explain. */
#ifndef COLUMNS_H
#define COLUMNS_H

#include "runtime/base/buf.h"

#define COLUMNS_WIDTH 100
#define COLUMNS_MAX   4

struct columns {
    struct orch_buf *out;
    unsigned indent;              /* before the first cell */
    unsigned widths[COLUMNS_MAX]; /* of each cell but the last, the gap behind it included */
};

/* A column as wide as the text and a gap need, where that is wider than before, up to `most`. */
void columns_fit(struct columns *c, unsigned column, const char *text, unsigned most);
/* One row of n cells, the last one wrapped. A cell that is wider than its column puts the next one
 * on a line of its own. Empty cells leave their column empty; no line ends in a blank. `right` (or
 * NULL) stands at the right edge, behind the last cell where there is room, else on the next line.
 */
void columns_row(const struct columns *c, const char *const cells[], unsigned n, const char *right);

#endif
