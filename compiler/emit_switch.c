/* Which way a switch goes: a `switch` of C where the values are numbers, comparisons where they are
 * strings. */
#include "emit_parts.h"
#include "memory.h"

static const char *constant(struct emit_fn *fn, const struct expr *x)
{
    return emit_value(fn, emit_expr(fn, x));
}

static void switch_numbers(struct emit_fn *fn, const struct stmt *s, const char *value)
{
    struct cwriter *w = &fn->body;
    unsigned rest = s->choice.n_choices;

    cwriter_open(w, "switch (%s)", value);
    for (unsigned i = 0; i < s->choice.n_choices; i++) {
        const struct choice *c = &s->choice.choices[i];

        for (unsigned v = 0; v < c->n_values; v++)
            cwriter_line(w, "case %s:", constant(fn, c->values[v]));
        if (c->n_values == 0)
            rest = i;
        else
            cwriter_line(w, "    return %u;", i);
    }
    cwriter_line(w, "default:");
    cwriter_line(w, "    return %u;", rest);
    cwriter_close(w, "");
}

/* "orch_str_eq(value, a) || orch_str_eq(value, b)"; of bools, the value or its opposite. */
static const char *is_one_of(struct emit_fn *fn, const struct choice *c, const char *value)
{
    const char *text = "";

    for (unsigned v = 0; v < c->n_values; v++) {
        const struct expr *x = c->values[v];
        const char * or = v ? " || " : "";

        if (x->type->kind == TYPE_BOOL)
            text = emit_text(fn, "%s%s%s%s", text, or, x->integer ? "" : "!", value);
        else
            text = emit_text(fn, "%s%sorch_str_eq(%s, %s)", text, or, value, constant(fn, x));
    }
    return text;
}

static void switch_others(struct emit_fn *fn, const struct stmt *s, const char *value)
{
    unsigned rest = s->choice.n_choices;

    for (unsigned i = 0; i < s->choice.n_choices; i++) {
        const struct choice *c = &s->choice.choices[i];

        if (c->n_values == 0)
            rest = i;
        else
            cwriter_if(&fn->body, is_one_of(fn, c, value), "return %u;", i);
    }
    cwriter_line(&fn->body, "return %u;", rest);
}

void emit_switch(struct emit_fn *fn, const struct stmt *s)
{
    const struct type *type = s->choice.value->type;
    struct cexpr value = emit_simple(fn, s->choice.value);

    if (type->kind == TYPE_INT || type->kind == TYPE_ENUM)
        switch_numbers(fn, s, emit_value(fn, value));
    else
        switch_others(fn, s, emit_operand(fn, value));
}
