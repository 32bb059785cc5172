/* Memory that is freed all at once: one arena a compilation, one a run. A reset arena keeps its
 * chunks, so that a steady state allocates nothing from the heap. */
#ifndef ORCH_BASE_ARENA_H
#define ORCH_BASE_ARENA_H

#include "str.h"

struct orch_arena_chunk;

struct orch_arena {
    char *at, *end;                /* free part of the current chunk */
    struct orch_arena_chunk *head; /* all chunks: oversize ones before the ordinary */
    struct orch_arena_chunk *cur;  /* the ordinary chunk that is being filled, or NULL */
    size_t chunk_size;             /* bytes of an ordinary chunk */
    size_t used;                   /* bytes handed out since the last reset, padding included */
    size_t limit;                  /* upper bound of `used`; 0 is none */
};

/* Allocates nothing yet. chunk_size 0 takes the default (8 KiB). */
void orch_arena_init(struct orch_arena *a, size_t chunk_size, size_t limit);
/* `size` bytes aligned to 16, uninitialised; NULL where the limit or memory ends (and when size is
 * absurd). size 0 gives a valid pointer. */
void *orch_arena_alloc(struct orch_arena *a, size_t size);
/* The same, zeroed, for n elements; NULL also where n * size overflows. */
void *orch_arena_zalloc(struct orch_arena *a, size_t n, size_t size);
/* Makes the newest allocation larger where it lies: true where `ptr` (of `size` bytes) is the
 * newest and there is room behind it; false, with nothing changed, otherwise. */
bool orch_arena_extend(struct orch_arena *a, void *ptr, size_t size, size_t new_size);
/* Copies s and adds a NUL behind it (not counted in len); ptr NULL where memory ends. */
struct orch_str orch_arena_str(struct orch_arena *a, struct orch_str s);
/* All that was handed out is void; keeps the chunks (oversize chunks are given back to the heap).
 */
void orch_arena_reset(struct orch_arena *a);
/* Gives everything back; the arena may be used again as after init. */
void orch_arena_free(struct orch_arena *a);

#endif
