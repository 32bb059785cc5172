/* Writes dependencies for make. */
#include "depend.h"

#include "runtime/base/buf.h"

/* A name as make reads it. */
static void write_name(struct orch_str name, struct orch_buf *out)
{
    for (size_t i = 0; i < name.len; i++) {
        if (strchr(" \t#\\:", name.ptr[i]))
            orch_buf_char(out, '\\');
        if (name.ptr[i] == '$')
            orch_buf_char(out, '$');
        orch_buf_char(out, name.ptr[i]);
    }
}

void depend(const struct compilation *c, const char *target, struct orch_buf *out)
{
    write_name(orch_str(target), out);
    orch_buf_char(out, ':');
    for (uint32_t i = 0; i < c->sources.n; i++) {
        orch_buf_char(out, ' ');
        write_name(c->sources.items[i]->name, out);
    }
    orch_buf_char(out, '\n');
    for (uint32_t i = 0; i < c->sources.n; i++) {
        orch_buf_char(out, '\n');
        write_name(c->sources.items[i]->name, out);
        orch_buf_cstr(out, ":\n");
    }
}
