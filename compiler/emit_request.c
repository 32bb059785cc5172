/* What a call sends: the path, the query, headers and the body of its request, from its arguments.
 * Emitted as the statements of a function that fills a struct orch_upstream_request. */
#include "emit_parts.h"
#include "memory.h"

/* A scalar as text, where only text can be sent: in a path. */
static const char *as_text(struct emit_fn *fn, const struct expr *x)
{
    struct expr *item = memory_new(fn->e->arena, 1, sizeof *item);
    struct expr **items = memory_new(fn->e->arena, 1, sizeof(struct expr *));
    struct expr text = {.kind = EXPR_TEXT, .type = x->type, .items = items, .n_items = 1};

    *item = *x;
    items[0] = item;
    return emit_value(fn, emit_expr(fn, &text));
}

static void send_path_value(struct emit_fn *fn, const struct expr *x)
{
    const char *call = "str", *value;

    if (x->type->kind == TYPE_INT || x->type->kind == TYPE_DURATION)
        call = "int";
    if (*call == 'i' || x->type->kind == TYPE_STRING)
        value = emit_value(fn, emit_expr(fn, x));
    else
        value = as_text(fn, x);
    cwriter_line(&fn->body, "orch_request_path_%s(out, %s);", call, value);
}

/* The call that sends one value in the query or a header. */
static const char *pair_call(struct emit_fn *fn, const struct param *p, const struct type *t,
                             struct cexpr value)
{
    static const char *const calls[] = {
        [TYPE_INT] = "int",   [TYPE_FLOAT] = "float",  [TYPE_BOOL] = "bool", [TYPE_STRING] = "str",
        [TYPE_TIME] = "time", [TYPE_DURATION] = "int", [TYPE_ENUM] = "str",
    };
    const char *text = emit_value(fn, value);

    if (t->kind == TYPE_ENUM)
        text = emit_text(fn, "%s[%s]", emit_enum_table(fn->e, t->enumeration), text);
    return emit_text(fn, "orch_request_%s_%s(out, %s, %s);",
                     p->place == PLACE_HEADER ? "header" : "query", calls[t->kind],
                     cwriter_quote(fn->e->arena, p->wire), text);
}

/* A list: the name once for each element. */
static void send_list(struct emit_fn *fn, const struct param *p, const struct expr *list)
{
    struct var var = {.name = "item", .kind = VAR_LOCAL, .type = list->type->elem};
    struct expr item = {.kind = EXPR_VAR, .type = list->type->elem, .var = &var};
    struct expr each = {.kind = EXPR_FOR, .type = list->type, .var = &var};
    struct emit_loop loop;

    each.left = (struct expr *)(uintptr_t)list;
    each.value = &item;
    if (list->kind == EXPR_FOR)
        each = *list;
    emit_loop_begin(fn, &loop, &each, "");
    cwriter_line(&fn->body, "%s", pair_call(fn, p, each.value->type, emit_expr(fn, each.value)));
    emit_loop_end(fn, &loop);
}

/* An optional list: sent where it is set. */
static void send_list_if(struct emit_fn *fn, const struct param *p, const struct expr *x)
{
    struct cexpr value = emit_simple(fn, x);
    struct var var = {.name = "list", .kind = VAR_LOCAL, .type = x->type->elem};
    struct expr read = {.kind = EXPR_VAR, .type = x->type->elem, .var = &var};
    struct emit_binding b;

    cwriter_open(&fn->body, "if (%s)", emit_part(fn, value, "some").text);
    emit_bind(fn, &b, &var, emit_part(fn, value, "value"));
    send_list(fn, p, &read);
    emit_unbind(fn);
    cwriter_close(&fn->body, "");
}

static void send_pair(struct emit_fn *fn, const struct param *p, const struct expr *x)
{
    struct cwriter *w = &fn->body;
    struct cexpr value;

    while (x->kind == EXPR_SOME)
        x = x->left;
    if (x->kind == EXPR_NONE)
        return;
    if (type_inner(x->type)->kind == TYPE_LIST) {
        (type_is_optional(x->type) ? send_list_if : send_list)(fn, p, x);
        return;
    }
    if (!type_is_optional(x->type)) {
        value = emit_expr(fn, x);
        cwriter_line(w, "%s", pair_call(fn, p, x->type, value));
        return;
    }
    value = emit_simple(fn, x);
    cwriter_if(w, emit_part(fn, value, "some").text, "%s",
               pair_call(fn, p, x->type->elem, emit_part(fn, value, "value")));
}

/* The members of an object, of the parameters that are fields of it. */
static void send_fields(struct emit_fn *fn, const struct stmt *s, unsigned n)
{
    const struct operation *op = s->invoke.operation;
    struct emit_object o;

    emit_object_begin(fn, &o, n);
    for (unsigned i = 0; i < op->n_params; i++) {
        if (op->params[i].place == PLACE_FIELD && s->invoke.args[i])
            emit_object_member(fn, &o, op->params[i].wire, s->invoke.args[i]);
    }
    emit_object_end(fn);
}

/* The body: an object of fields, empty where all of them are left out; or one parameter, whole. */
static void send_body(struct emit_fn *fn, const struct stmt *s)
{
    const struct operation *op = s->invoke.operation;
    const struct expr *whole = NULL;
    unsigned n_fields = 0, n = 0;

    for (unsigned i = 0; i < op->n_params; i++) {
        if (op->params[i].place == PLACE_BODY)
            whole = s->invoke.args[i];
        n_fields += op->params[i].place == PLACE_FIELD;
        n += op->params[i].place == PLACE_FIELD && s->invoke.args[i];
    }
    if (!whole && n_fields == 0)
        return;
    fn->out = "body";
    cwriter_line(&fn->body, "struct orch_buf *body = orch_request_body(out);");
    if (whole)
        emit_write(fn, whole);
    else
        send_fields(fn, s, n);
    emit_write_flush(fn);
}

void emit_request(struct emit_fn *fn, const struct stmt *s)
{
    const struct operation *op = s->invoke.operation;

    for (unsigned i = 0; i < op->path.n_pieces; i++) {
        const struct path_piece *piece = &op->path.pieces[i];

        if (piece->param)
            send_path_value(fn, s->invoke.args[piece->param->index]);
        else
            cwriter_line(&fn->body, "orch_request_path(out, %s);",
                         cwriter_quote(fn->e->arena, piece->literal));
    }
    for (unsigned i = 0; i < op->n_params; i++) {
        const enum place place = op->params[i].place;

        if ((place == PLACE_QUERY || place == PLACE_HEADER) && s->invoke.args[i])
            send_pair(fn, &op->params[i], s->invoke.args[i]);
    }
    send_body(fn, s);
}
