/* The compiler's memory: everything of a compilation comes from its arena and is never freed
 * singly. Nothing here returns NULL: where memory ends, orchc ends (exit status 70). */
#ifndef MEMORY_H
#define MEMORY_H

#include "runtime/base/arena.h"

/* n zeroed elements of `size` bytes. */
void *memory_new(struct orch_arena *a, size_t n, size_t size);
/* Like printf, into the arena. */
const char *memory_text(struct orch_arena *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Room for one more behind the n items of an array that grows only through this function (its
 * capacity follows from n). Returns the array, which may have moved. */
void *memory_grow(struct orch_arena *a, void *items, size_t n, size_t size);

#endif
