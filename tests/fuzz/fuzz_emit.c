/* Any bytes as a program, through the whole pipeline up to the C: what is accepted is emitted, the
 * same twice, and each line of the C is one that a compiler can read: no stray bytes, all braces
 * closed. Imports are left out, for they would read files. */
#include "compiler/emit.h"
#include "compiler/passes.h"
#include "runtime/base/buf.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct model *understand(struct compilation *c, struct orch_str text)
{
    struct program *program = load(c, sources_add(&c->sources, orch_str("x.orch"), text));
    struct model *m = c->diags.n_errors ? NULL : resolve(c, program);

    if (m && c->diags.n_errors == 0)
        check(m);
    if (m && c->diags.n_errors == 0)
        wire(m);
    return m && c->diags.n_errors == 0 ? m : NULL;
}

static void emit_model(const struct model *m, bool debug, struct orch_buf *out)
{
    const struct emit_options o = {.own_name = "x.c", .debug = debug};
    struct graph *g = lower(m);

    if (m->compilation->diags.n_errors > 0)
        return;
    analyse(g);
    emit(g, &o, out);
    if (out->failed)
        abort();
}

/* Braces outside of strings and comments are closed; no control characters but line ends. */
static void check_text(struct orch_str c)
{
    long open = 0;

    for (size_t i = 0; i < c.len; i++) {
        if (c.ptr[i] != '\n' && (unsigned char)c.ptr[i] < 0x20)
            abort();
        if (c.ptr[i] == '"') {
            for (i++; i < c.len && c.ptr[i] != '"'; i++) {
                if (c.ptr[i] == '\n')
                    abort();
                i += c.ptr[i] == '\\';
            }
        } else if (c.ptr[i] == '/' && i + 1 < c.len && c.ptr[i + 1] == '*') {
            const char *end = strstr(c.ptr + i + 2, "*/");
            if (!end || memchr(c.ptr + i, '\n', (size_t)(end - c.ptr) - i))
                abort();
            i = (size_t)(end - c.ptr) + 1;
        } else if (c.ptr[i] == '\'') {
            i += 2; /* ',' is the only one */
        }
        open += c.ptr[i] == '{';
        open -= c.ptr[i] == '}';
    }
    if (open != 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct orch_str text = {(const char *)data, size};
    struct orch_buf once, twice;
    struct compilation c;
    struct model *m;

    if (size > 0 && memmem(data, size, "import", 6))
        return 0;
    compilation_init(&c);
    orch_buf_init(&once, 0);
    orch_buf_init(&twice, 0);
    m = understand(&c, text);
    if (m) {
        model_dump(m, &once);
        explain(m, &once);
        orch_buf_reset(&once);
        emit_model(m, false, &once);
        emit_model(m, false, &twice);
        if (!orch_str_eq(orch_buf_get(&once), orch_buf_get(&twice)))
            abort();
        orch_buf_append(&once, "", 1);
        once.len--;
        check_text(orch_buf_get(&once));
        emit_model(m, true, &twice);
    }
    orch_buf_free(&once);
    orch_buf_free(&twice);
    compilation_free(&c);
    return 0;
}
