/* Names, each kept once; see intern.h. */
#include "intern.h"

#include "memory.h"

void intern_init(struct intern *in, struct orch_arena *arena)
{
    in->arena = arena;
    orch_map_init(&in->map);
}

void intern_free(struct intern *in)
{
    orch_map_free(&in->map);
}

const char *intern(struct intern *in, struct orch_str s)
{
    char *name = orch_map_get(&in->map, s);

    if (name)
        return name;
    name = memory_new(in->arena, s.len + 1, 1);
    if (s.len > 0)
        memcpy(name, s.ptr, s.len);
    orch_map_put(&in->map, orch_str_n(name, s.len), name);
    return name;
}
