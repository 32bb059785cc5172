/* Writes problem details: every answer of a service that is not a result has this one form. */
#include "problem.h"

#include "json_write.h"

static void write_violations(struct orch_buf *out, const struct orch_violations *v)
{
    unsigned kept = sizeof v->items / sizeof v->items[0];

    if (v->n < kept)
        kept = v->n;
    orch_json_write_lit(out, ",\"errors\":[");
    for (unsigned i = 0; i < kept; i++) {
        if (i > 0)
            orch_buf_char(out, ',');
        orch_json_write_lit(out, "{\"where\":");
        orch_json_write_str(out, v->items[i].where);
        orch_json_write_lit(out, ",\"what\":");
        orch_json_write_str(out, v->items[i].what);
        orch_buf_char(out, '}');
    }
    orch_buf_char(out, ']');
}

/* The members of an object, without its braces, behind those that stand there. */
static void write_members(struct orch_buf *out, const struct orch_problem *p)
{
    size_t before = out->len;

    p->write(p->value, out);
    if (out->failed || out->len < before + 2)
        return;
    out->data[before] = ',';
    out->len -= out->len == before + 2 ? 2 : 1; /* "{}", or the last brace */
}

void orch_problem_write(struct orch_buf *out, const struct orch_problem *p)
{
    orch_json_write_lit(out, "{\"type\":\"about:blank\",\"title\":");
    orch_json_write_str(out, orch_str(p->title));
    orch_json_write_lit(out, ",\"status\":");
    orch_json_write_int(out, p->status);
    if (p->detail.len > 0) {
        orch_json_write_lit(out, ",\"detail\":");
        orch_json_write_str(out, p->detail);
    }
    if (p->error) {
        orch_json_write_lit(out, ",\"error\":");
        orch_json_write_str(out, orch_str(p->error));
    }
    if (p->violations && p->violations->n > 0)
        write_violations(out, p->violations);
    if (p->write)
        write_members(out, p);
    orch_buf_char(out, '}');
}
