/* A compilation: what all passes share, and the pipeline. The first parameter of every pass is its
 * compilation. */
#ifndef COMPILE_H
#define COMPILE_H

#include "ast.h"
#include "diag.h"
#include "intern.h"
#include "source.h"

struct compilation {
    struct orch_arena arena; /* everything of this compilation */
    struct sources sources;
    struct diags diags;
    struct intern names;
};

void compilation_init(struct compilation *c);
void compilation_free(struct compilation *c);

/* Exit codes of orchc. */
enum {
    COMPILE_OK = 0,
    COMPILE_DIAGNOSED = 1, /* the program has errors */
    COMPILE_REFUSED = 2,   /* usage, or a file that cannot be read or written */
    COMPILE_INTERNAL = 70  /* our mistake */
};

struct options;
/* The pipeline: takes `file` through the passes as far as the goal of the options asks, and writes
 * what that makes. Returns an exit code; what is wrong with the program is in c->diags, everything
 * else was said on stderr. */
int compile(struct compilation *c, const struct options *o, const struct source *file);

#endif
