/* The hash map: entries in order of insertion, and an index of at least twice as many slots
 * (a power of two) that is probed linearly. The hash is unseeded: maps hold names of programs and
 * settings, never what a client sends. */
#include "map.h"

#include <stdio.h>
#include <stdlib.h>

enum { FIRST_CAP = 8 };

void orch_map_init(struct orch_map *m)
{
    *m = (struct orch_map){0};
}

void orch_map_free(struct orch_map *m)
{
    free(m->entries);
    free(m->index);
    orch_map_init(m);
}

/* FNV-1a, its high bits folded down because the index uses the low ones. */
static size_t hash(struct orch_str key)
{
    uint64_t h = 14695981039346656037u;

    for (size_t i = 0; i < key.len; i++)
        h = (h ^ (unsigned char)key.ptr[i]) * 1099511628211u;
    return (size_t)(h ^ (h >> 32));
}

/* The slot that holds key, or the empty one where it belongs. */
static uint32_t *find_slot(const struct orch_map *m, struct orch_str key)
{
    size_t i = hash(key) & (m->slots - 1);

    while (m->index[i] && !orch_str_eq(m->entries[m->index[i] - 1].key, key))
        i = (i + 1) & (m->slots - 1);
    return &m->index[i];
}

static void *must(void *p)
{
    if (!p) {
        fputs("out of memory\n", stderr);
        abort();
    }
    return p;
}

static void grow(struct orch_map *m)
{
    m->cap = m->cap ? m->cap * 2 : FIRST_CAP;
    m->slots = m->cap * 2;
    m->entries = must(realloc(m->entries, m->cap * sizeof *m->entries));
    free(m->index);
    m->index = must(calloc(m->slots, sizeof *m->index));
    for (size_t i = 0; i < m->n; i++)
        *find_slot(m, m->entries[i].key) = (uint32_t)(i + 1);
}

void *orch_map_get(const struct orch_map *m, struct orch_str key)
{
    uint32_t at = m->n ? *find_slot(m, key) : 0;

    return at ? m->entries[at - 1].value : NULL;
}

void *orch_map_put(struct orch_map *m, struct orch_str key, void *value)
{
    uint32_t *slot;

    if (m->n == m->cap)
        grow(m);
    slot = find_slot(m, key);
    if (*slot) {
        struct orch_map_entry *e = &m->entries[*slot - 1];
        void *before = e->value;
        e->value = value;
        return before;
    }
    m->entries[m->n] = (struct orch_map_entry){key, value};
    *slot = (uint32_t)++m->n;
    return NULL;
}
