/* A hash map from strings to pointers: open addressing, insertion order kept for iteration (so that
 * whatever is made from it is deterministic). Keys are slices that must outlive the map. */
#ifndef ORCH_BASE_MAP_H
#define ORCH_BASE_MAP_H

#include "str.h"

#include <stdint.h>

struct orch_map_entry {
    struct orch_str key;
    void *value;
};

struct orch_map {
    struct orch_map_entry *entries; /* in order of insertion; n of them */
    uint32_t *index;                /* slots: entry number + 1, or 0 */
    size_t n, cap, slots;
};

void orch_map_init(struct orch_map *m);
void orch_map_free(struct orch_map *m);
void *orch_map_get(const struct orch_map *m, struct orch_str key); /* NULL where absent */
/* Adds or replaces. Returns the value that stood there before, or NULL. Aborts when out of memory
 * (maps are the compiler's and start-up's, never a request's). */
void *orch_map_put(struct orch_map *m, struct orch_str key, void *value);

#endif
