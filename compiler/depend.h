/* The files that a compilation read, as a rule for make: what -M writes. */
#ifndef DEPEND_H
#define DEPEND_H

#include "compile.h"

/* "target: a.orch b.orch", and an empty rule for each file, so that make goes on where one is gone.
 */
void depend(const struct compilation *c, const char *target, struct orch_buf *out);

#endif
