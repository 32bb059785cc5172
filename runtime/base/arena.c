/* Arenas: a list of chunks, a pointer that moves through them.
 *
 * Invariants: oversize chunks (one allocation each) stand before the ordinary ones in the list;
 * every chunk behind `cur` is ordinary and unused; at..end lies in `cur`. Under AddressSanitizer
 * what was not handed out is poisoned, so that a run that reads past its own memory is caught
 * although it stays inside a chunk. */
#include "arena.h"

#include <stdint.h>
#include <stdlib.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_POISONS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISONS 1
#endif
#endif

#ifdef ARENA_POISONS
#include <sanitizer/asan_interface.h>
#define POISON(p, n)   ASAN_POISON_MEMORY_REGION(p, n)
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION(p, n)
#else
#define POISON(p, n)   ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#endif

enum { ALIGN = 16, DEFAULT_CHUNK = 8192 };

/* Larger requests are mistakes of arithmetic; refusing them keeps the sums below free of overflow.
 */
static const size_t ABSURD = SIZE_MAX / 4;

struct orch_arena_chunk {
    struct orch_arena_chunk *next;
    size_t size; /* bytes of data */
    bool oversize;
    _Alignas(ALIGN) char data[];
};

static size_t round_up(size_t size)
{
    return (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
}

void orch_arena_init(struct orch_arena *a, size_t chunk_size, size_t limit)
{
    *a = (struct orch_arena){.chunk_size = chunk_size ? round_up(chunk_size) : DEFAULT_CHUNK,
                             .limit = limit};
}

static struct orch_arena_chunk *chunk_new(size_t size)
{
    struct orch_arena_chunk *c = malloc(sizeof *c + size);

    if (!c)
        return NULL;
    c->next = NULL;
    c->size = size;
    c->oversize = false;
    POISON(c->data, size);
    return c;
}

static void chunk_free(struct orch_arena_chunk *c)
{
    UNPOISON(c->data, c->size);
    free(c);
}

static void *alloc_oversize(struct orch_arena *a, size_t size)
{
    struct orch_arena_chunk *c = chunk_new(size);

    if (!c)
        return NULL;
    c->oversize = true;
    c->next = a->head;
    a->head = c;
    return c->data;
}

/* Makes the next ordinary chunk the current one: one kept by a reset, or a new one. */
static bool next_chunk(struct orch_arena *a)
{
    struct orch_arena_chunk **link = a->cur ? &a->cur->next : &a->head;

    while (*link && (*link)->oversize)
        link = &(*link)->next;
    if (!*link && !(*link = chunk_new(a->chunk_size)))
        return false;
    a->cur = *link;
    a->at = a->cur->data;
    a->end = a->at + a->cur->size;
    return true;
}

void *orch_arena_alloc(struct orch_arena *a, size_t size)
{
    size_t room;
    char *p;

    if (size > ABSURD)
        return NULL;
    room = round_up(size ? size : 1);
    if (a->limit && (room > a->limit || a->used > a->limit - room))
        return NULL;
    if (room <= (size_t)(a->end - a->at)) {
        p = a->at;
        a->at += room;
    } else if (room > a->chunk_size) {
        p = alloc_oversize(a, room);
    } else {
        p = next_chunk(a) ? a->at : NULL;
        if (p)
            a->at += room;
    }
    if (!p)
        return NULL;
    UNPOISON(p, size);
    a->used += room;
    return p;
}

void *orch_arena_zalloc(struct orch_arena *a, size_t n, size_t size)
{
    void *p;

    if (size && n > SIZE_MAX / size)
        return NULL;
    p = orch_arena_alloc(a, n * size);
    if (p)
        memset(p, 0, n * size);
    return p;
}

bool orch_arena_extend(struct orch_arena *a, void *ptr, size_t size, size_t new_size)
{
    size_t old_room = round_up(size ? size : 1), more;

    if (new_size > ABSURD || new_size < size || !a->cur || (char *)ptr < a->cur->data ||
        (char *)ptr + old_room != a->at)
        return false;
    more = round_up(new_size ? new_size : 1) - old_room;
    if (more > (size_t)(a->end - a->at) || (a->limit && more > a->limit - a->used))
        return false;
    UNPOISON(ptr, new_size);
    a->at += more;
    a->used += more;
    return true;
}

struct orch_str orch_arena_str(struct orch_arena *a, struct orch_str s)
{
    char *p = s.len < ABSURD ? orch_arena_alloc(a, s.len + 1) : NULL;

    if (!p)
        return (struct orch_str){NULL, 0};
    if (s.len)
        memcpy(p, s.ptr, s.len);
    p[s.len] = '\0';
    return (struct orch_str){p, s.len};
}

void orch_arena_reset(struct orch_arena *a)
{
    while (a->head && a->head->oversize) {
        struct orch_arena_chunk *c = a->head;
        a->head = c->next;
        chunk_free(c);
    }
    for (struct orch_arena_chunk *c = a->head; c; c = c->next)
        POISON(c->data, c->size);
    a->cur = NULL;
    a->at = a->end = NULL;
    a->used = 0;
}

void orch_arena_free(struct orch_arena *a)
{
    while (a->head) {
        struct orch_arena_chunk *c = a->head;
        a->head = c->next;
        chunk_free(c);
    }
    orch_arena_init(a, a->chunk_size, a->limit);
}
