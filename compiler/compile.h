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

#endif
