/* A file that is being made: written under another name beside its place and moved there when it is
 * whole, so that a failure leaves nothing half-written and an earlier file as it was. */
#ifndef OUTPUT_H
#define OUTPUT_H

#include "runtime/base/buf.h"

#include <limits.h>

struct output {
    char path[PATH_MAX]; /* where it goes in the end; a link is followed */
    char temp[PATH_MAX]; /* what to write to until then; empty: nothing to move or remove */
};

/* Makes the empty temporary file. False, with errno, where `path` cannot be written: its folder is
 * missing or closed, or it is something else than a file (EINVAL; EISDIR for a folder). */
bool output_begin(struct output *o, const char *path);
/* Moves it to its place. False, with errno, where that fails (the temporary file is removed). */
bool output_commit(struct output *o);
/* Removes the temporary file, where there still is one. */
void output_discard(struct output *o);

/* Writes a whole text to `path`, or to standard output where `path` is NULL or "-". What exists and
 * is no ordinary file (a pipe, a device) is written to directly. False, with errno. */
bool output_text(const char *path, struct orch_str text);

#endif
