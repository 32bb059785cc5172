/* Names, each kept once: two names are the same exactly where their pointers are. */
#ifndef INTERN_H
#define INTERN_H

#include "runtime/base/arena.h"
#include "runtime/base/map.h"
#include "runtime/base/str.h"

struct intern {
    struct orch_arena *arena;
    struct orch_map map;
};

void intern_init(struct intern *in, struct orch_arena *arena);
void intern_free(struct intern *in);
/* NUL-terminated, lives as long as the arena; never NULL. `s` holds no NUL. */
const char *intern(struct intern *in, struct orch_str s);

#endif
