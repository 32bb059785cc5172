/* What all passes of a compilation share: made here, and freed at once; see compile.h. */
#include "compile.h"

#define COMPILATION_CHUNK (64u * 1024) /* bytes the arena takes from the heap at a time */

void compilation_init(struct compilation *c)
{
    orch_arena_init(&c->arena, COMPILATION_CHUNK, 0);
    sources_init(&c->sources, &c->arena);
    diags_init(&c->diags, &c->arena);
    intern_init(&c->names, &c->arena);
    c->damage = NULL;
}

void compilation_free(struct compilation *c)
{
    intern_free(&c->names);
    orch_arena_free(&c->arena);
}
