/* A compilation: what all passes share, and the pipeline. The first parameter of every pass is its
 * compilation. */
#ifndef COMPILE_H
#define COMPILE_H

#include "ast.h"
#include "diag.h"
#include "intern.h"
#include "source.h"

struct damage; /* damage.h */

struct compilation {
    struct orch_arena arena; /* everything of this compilation */
    struct sources sources;
    struct diags diags;
    struct intern names;
    struct damage *damage; /* NULL: none */
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

struct model;
/* The passes up to the model. Errors do not stop them where what they damage is known (damage.h):
 * all that does not depend on it is checked, and what would only follow from them is not said. NULL
 * where that was not possible. */
struct model *compile_model(struct compilation *c, const struct source *file);

struct options;
/* The pipeline: takes `file` through the passes as far as the goal of the options asks, and writes
 * what that makes. Returns an exit code; what is wrong with the program is in c->diags, everything
 * else was said on stderr. */
int compile(struct compilation *c, const struct options *o, const struct source *file);

#endif
