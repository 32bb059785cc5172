/* The compiler's memory; see memory.h. */
#include "memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define MEMORY_FIRST 8 /* capacity of an array that grows: this, then each power of two */

static void *memory_must(void *p)
{
    if (!p) {
        fputs("orchc: out of memory\n", stderr);
        exit(70);
    }
    return p;
}

void *memory_new(struct orch_arena *a, size_t n, size_t size)
{
    return memory_must(orch_arena_zalloc(a, n, size));
}

const char *memory_text(struct orch_arena *a, const char *fmt, ...)
{
    va_list ap, again;
    char *text;
    int len;

    va_start(ap, fmt);
    va_copy(again, ap);
    len = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    text = memory_must(len < 0 ? NULL : orch_arena_alloc(a, (size_t)len + 1));
    vsnprintf(text, (size_t)len + 1, fmt, again);
    va_end(again);
    return text;
}

void *memory_grow(struct orch_arena *a, void *items, size_t n, size_t size)
{
    bool full = n == 0 || (n >= MEMORY_FIRST && (n & (n - 1)) == 0);
    void *larger;

    if (!full)
        return items;
    larger = memory_new(a, n == 0 ? MEMORY_FIRST : n * 2, size);
    if (n > 0)
        memcpy(larger, items, n * size);
    return larger;
}
