/* compile: the whole pipeline, in order. It stops after the first pass that reported an error, or
 * where the goal is reached. */
#include "options.h"
#include "output.h"
#include "parse.h"
#include "passes.h"

#include <errno.h>
#include <stdio.h>

static bool failed(const struct compilation *c)
{
    return c->diags.n_errors > 0;
}

/* Writes a finished text where the options say, and frees it. */
static int deliver(const struct options *o, struct orch_buf *text)
{
    const bool ok = !text->failed && output_text(o->output, orch_buf_get(text));
    const int error = errno;

    orch_buf_free(text);
    if (ok)
        return COMPILE_OK;
    fprintf(stderr, "orchc: cannot write %s: %s\n", o->output ? o->output : "standard output",
            strerror(error));
    return COMPILE_REFUSED;
}

int compile(struct compilation *c, const struct options *o, const struct source *file)
{
    struct orch_buf text;

    orch_buf_init(&text, 0);
    if (o->goal == OPTIONS_DUMP_AST) { /* of this file alone, whatever it imports */
        struct ast_file *tree = parse(c, file);
        if (failed(c))
            return COMPILE_DIAGNOSED;
        ast_dump(tree, &text);
        return deliver(o, &text);
    }
    load(c, file);
    return failed(c) ? COMPILE_DIAGNOSED : COMPILE_OK;
}
