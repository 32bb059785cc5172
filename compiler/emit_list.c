/* Expressions that become loops and statements: [x for y in z], [a, b], "text {x}". */
#include "emit_parts.h"
#include "memory.h"

/* --- loops ---------------------------------------------------------------------------------- */

static bool is_wide(const struct type *t)
{
    return t->kind == TYPE_RECORD || t->kind == TYPE_LIST || t->kind == TYPE_OPTIONAL;
}

void emit_loop_begin(struct emit_fn *fn, struct emit_loop *l, const struct expr *x,
                     const char *guard)
{
    const struct type *elem = x->left->type->elem;
    struct cexpr list = emit_simple(fn, x->left), value;
    const char *name;

    emit_scope_begin(fn, &l->scope);
    name = emit_local(fn, x->var->name);
    l->index = emit_local(fn, "i");
    cwriter_open(&fn->body, "for (size_t %s = 0; %s%s < %s; %s++)", l->index, guard, l->index,
                 emit_part(fn, list, "n").text, l->index);
    l->element =
        emit_text(fn, is_wide(elem) ? "const %s *%s = &%s[%s];" : "const %s %s = %s[%s];",
                  emit_type(fn->e, elem), name, emit_part(fn, list, "items").text, l->index);
    value = (struct cexpr){.text = name, .simple = true, .pointer = is_wide(elem)};
    l->mark = fn->body.text.len;
    emit_bind(fn, &l->binding, x->var, value);
    if (x->cond) {
        struct cexpr cond = emit_expr(fn, x->cond);

        cwriter_if(&fn->body, emit_text(fn, "!%s", emit_operand(fn, cond)), "continue;");
    }
}

/* The element is only given a name where something reads it. */
void emit_loop_end(struct emit_fn *fn, struct emit_loop *l)
{
    const char *body = cwriter_cut(&fn->body, l->mark);

    if (l->binding.used)
        cwriter_line(&fn->body, "%s", l->element);
    cwriter_raw(&fn->body, body);
    cwriter_close(&fn->body, "");
    emit_unbind(fn);
    emit_scope_end(fn);
}

/* A new list variable with room for n items. */
static const char *new_list(struct emit_fn *fn, const struct type *type, const char *n)
{
    const char *name = emit_local(fn, "list");

    cwriter_line(&fn->body, "%s %s = {.items = orch_eval_alloc(%s, %s, sizeof(%s))};",
                 emit_type(fn->e, type), name, emit_ev(fn), n, emit_type(fn->e, type->elem));
    return name;
}

struct cexpr emit_for(struct emit_fn *fn, const struct expr *x)
{
    const struct expr *list = x->left;
    struct expr counted = *x;
    struct emit_loop loop;
    struct emit_binding b;
    struct cexpr source = emit_simple(fn, list);
    struct var var = {.kind = VAR_LOCAL, .type = list->type};
    struct expr read = {.kind = EXPR_VAR, .type = list->type, .var = &var};
    const char *name = new_list(fn, x->type, emit_part(fn, source, "n").text);

    emit_bind(fn, &b, &var, source); /* the list is evaluated once */
    counted.left = &read;
    emit_loop_begin(fn, &loop, &counted, emit_text(fn, "%s.items && ", name));
    cwriter_line(&fn->body, "%s.items[%s.n++] = %s;", name, name,
                 emit_value(fn, emit_expr(fn, x->value)));
    emit_loop_end(fn, &loop);
    emit_unbind(fn);
    return (struct cexpr){.text = name, .simple = true};
}

struct cexpr emit_list(struct emit_fn *fn, const struct expr *x)
{
    const char *name;
    const char **items;

    if (x->n_items == 0)
        return emit_primary(emit_text(fn, "(%s){.n = 0}", emit_type(fn->e, x->type)));
    items = memory_new(fn->e->arena, x->n_items, sizeof *items);
    for (unsigned i = 0; i < x->n_items; i++)
        items[i] = emit_value(fn, emit_expr(fn, x->items[i]));
    name = new_list(fn, x->type, emit_text(fn, "%u", x->n_items));
    cwriter_open(&fn->body, "if (%s.items)", name);
    cwriter_line(&fn->body, "%s.n = %u;", name, x->n_items);
    for (unsigned i = 0; i < x->n_items; i++)
        cwriter_line(&fn->body, "%s.items[%u] = %s;", name, i, items[i]);
    cwriter_close(&fn->body, "");
    return (struct cexpr){.text = name, .simple = true};
}

/* --- texts ---------------------------------------------------------------------------------- */

static void add_piece(struct emit_fn *fn, const char *text, const struct expr *x,
                      struct cexpr value)
{
    const char *v = emit_value(fn, value), *call = "int";

    switch (x->type->kind) {
    case TYPE_ENUM:
        v = emit_text(fn, "%s[%s]", emit_enum_table(fn->e, x->type->enumeration), v);
        call = "str";
        break;
    case TYPE_STRING:
    case TYPE_JSON:
        call = "str";
        break;
    case TYPE_FLOAT:
        call = "float";
        break;
    case TYPE_BOOL:
        call = "bool";
        break;
    case TYPE_TIME:
        call = "time";
        break;
    default:
        break;
    }
    cwriter_line(&fn->body, "orch_text_%s(&%s, %s);", call, text, v);
}

/* The pieces are evaluated first: a text that is being made must stay the last thing in the arena,
 * or it is copied when it grows. */
struct cexpr emit_interpolation(struct emit_fn *fn, const struct expr *x)
{
    struct cexpr *values = memory_new(fn->e->arena, x->n_items, sizeof *values);
    const char *text;

    for (unsigned i = 0; i < x->n_items; i++) {
        const bool may_allocate = x->items[i]->type->kind == TYPE_STRING;

        values[i] = may_allocate ? emit_simple(fn, x->items[i]) : emit_expr(fn, x->items[i]);
    }
    text = emit_local(fn, "text");
    cwriter_line(&fn->body, "struct orch_text %s;", text);
    cwriter_line(&fn->body, "orch_text_begin(&%s, %s);", text, emit_ev(fn));
    for (unsigned i = 0; i < x->n_items; i++)
        add_piece(fn, text, x->items[i], values[i]);
    return emit_primary(emit_text(fn, "orch_text_end(&%s)", text));
}
