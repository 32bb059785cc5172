/* A program that is run to its end: no shell, its output captured. */
#ifndef CHILD_H
#define CHILD_H

#include "runtime/base/buf.h"

#define CHILD_MAX_OUTPUT                                                                           \
    (64u * 1024) /* bytes kept of what a child says; the rest is read and dropped */

/* Runs argv (looked for in PATH; NULL-terminated) with nothing on its standard input; adds what it
 * writes to standard output and error to `said`. An interrupt from the terminal ends the child
 * alone. Returns its exit status, 128 + N where signal N ended it, or -1 with errno where it could
 * not be run. */
int child_run(char *const argv[], struct orch_buf *said);

#endif
