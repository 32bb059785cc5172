/* Functions being emitted: their names, bindings and pieces of text; how C expressions are put
 * together. */
#include "emit_parts.h"
#include "memory.h"

#include <stdarg.h>

void emit_fn_begin(struct emit_fn *fn, struct emit *e, const struct emit_frame *frame,
                   struct span origin, const char *text)
{
    static const char *const taken[] = {"ev", "f", "frame", "out", "in", "v", "body", "json"};

    *fn = (struct emit_fn){
        .e = e, .frame = frame, .out = "out", .origin = origin, .origin_text = text};
    cwriter_init(&fn->body, e->arena);
    emit_origin_mark(e, &fn->body, origin);
    fn->body.indent = 1;
    cwriter_names_init(&fn->names, e->arena, &e->names);
    fn->scope = &fn->names;
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        cwriter_name(&fn->names, "%s", taken[i]);
    orch_buf_init(&fn->literal, 0);
}

static void declare_frame(struct emit_fn *fn, struct cwriter *w, bool writes)
{
    if (!fn->frame)
        return;
    if (fn->uses_frame)
        cwriter_line(w, "%s%s *f = frame;", writes ? "" : "const ", fn->frame->type);
    else
        cwriter_line(w, "(void)frame;");
}

void emit_fn_end(struct emit_fn *fn, struct cwriter *w, const char *signature, bool writes_frame)
{
    emit_origin(fn->e, w, fn->origin, fn->origin_text);
    cwriter_function(w, "static %s", signature);
    declare_frame(fn, w, writes_frame);
    if (!fn->uses_ev)
        cwriter_line(w, "(void)ev;");
    if (fn->body.text.len > 0 && (fn->frame || !fn->uses_ev))
        cwriter_blank(w);
    cwriter_add(w, &fn->body);
    cwriter_close(w, "");
    emit_origin_end(w);
    cwriter_blank(w);
    cwriter_names_free(&fn->names);
    cwriter_free(&fn->body);
    orch_buf_free(&fn->literal);
}

const char *emit_ev(struct emit_fn *fn)
{
    fn->uses_ev = true;
    return "ev";
}

const char *emit_local(struct emit_fn *fn, const char *wish)
{
    return cwriter_name(fn->scope, "%s", wish);
}

void emit_scope_begin(struct emit_fn *fn, struct cwriter_names *scope)
{
    cwriter_names_init(scope, fn->e->arena, fn->scope);
    fn->scope = scope;
}

void emit_scope_end(struct emit_fn *fn)
{
    struct cwriter_names *ended = fn->scope;

    fn->scope = ended->outer;
    cwriter_names_leave(ended);
}

void emit_bind(struct emit_fn *fn, struct emit_binding *b, const struct var *var,
               struct cexpr value)
{
    *b = (struct emit_binding){.var = var, .value = value, .outer = fn->bindings};
    fn->bindings = b;
}

void emit_unbind(struct emit_fn *fn)
{
    fn->bindings = fn->bindings->outer;
}

/* --- texts ---------------------------------------------------------------------------------- */

const char *emit_text(struct emit_fn *fn, const char *fmt, ...)
{
    struct orch_buf b;
    const char *text;
    va_list ap;

    orch_buf_init(&b, 0);
    va_start(ap, fmt);
    orch_buf_vprintf(&b, fmt, ap);
    va_end(ap);
    text = memory_text(fn->e->arena, "%.*s", ORCH_STR_ARG(orch_buf_get(&b)));
    orch_buf_free(&b);
    return text;
}

struct cexpr emit_primary(const char *text)
{
    return (struct cexpr){.text = text, .prec = CEXPR_PRIMARY};
}

const char *emit_value(struct emit_fn *fn, struct cexpr x)
{
    return x.pointer ? emit_text(fn, "*%s", x.text) : x.text;
}

const char *emit_operand(struct emit_fn *fn, struct cexpr x)
{
    if (x.pointer || x.prec <= CEXPR_UNARY)
        return emit_value(fn, x);
    return emit_text(fn, "(%s)", x.text);
}

const char *emit_address(struct emit_fn *fn, struct cexpr x)
{
    return x.pointer ? x.text : emit_text(fn, "&%s", x.text);
}

struct cexpr emit_part(struct emit_fn *fn, struct cexpr x, const char *member)
{
    const char *text;

    if (x.pointer)
        text = emit_text(fn, "%s->%s", x.text, member);
    else if (x.prec == CEXPR_PRIMARY)
        text = emit_text(fn, "%s.%s", x.text, member);
    else
        text = emit_text(fn, "(%s).%s", x.text, member);
    return (struct cexpr){.text = text, .prec = CEXPR_PRIMARY, .simple = x.simple};
}

const char *emit_string(struct emit *e, struct orch_str s)
{
    return memory_text(e->arena, "(struct orch_str)ORCH_STR(%s)", cwriter_quote(e->arena, s));
}
