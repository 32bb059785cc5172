/* Encoders: expressions written as JSON. What is a record, a list or a loop is written part by
 * part, without making it first; values that stand in memory are written by a function for their
 * record. Constant pieces of syntax are merged. */
#include "emit_parts.h"
#include "memory.h"
#include "runtime/json_write.h"

#include <assert.h>

/* --- constant pieces ------------------------------------------------------------------------ */

static void literal(struct emit_fn *fn, const char *json)
{
    orch_buf_cstr(&fn->literal, json);
}

void emit_write_flush(struct emit_fn *fn)
{
    const struct orch_str text = orch_buf_get(&fn->literal);
    const char *quoted = cwriter_quote(fn->e->arena, text);

    if (text.len > 0)
        cwriter_line(&fn->body, "orch_json_write_lit(%s, %s);", fn->out, quoted);
    orch_buf_reset(&fn->literal);
}

/* `"key":` as JSON writes it. */
static void literal_key(struct emit_fn *fn, struct orch_str key)
{
    orch_json_write_str(&fn->literal, key);
    literal(fn, ":");
}

/* --- objects -------------------------------------------------------------------------------- */

void emit_object_begin(struct emit_fn *fn, struct emit_object *o, unsigned n_members)
{
    *o = (struct emit_object){.comma = EMIT_COMMA_NONE, .left = n_members};
    literal(fn, "{");
}

void emit_object_end(struct emit_fn *fn)
{
    literal(fn, "}");
}

static void write_comma_if(struct emit_fn *fn, const char *cond)
{
    cwriter_if(&fn->body, cond, "orch_buf_char(%s, ',');", fn->out);
}

/* What separates a member from those before it; asks at run time where all of them may be unset. */
static void separate(struct emit_fn *fn, struct emit_object *o)
{
    if (o->comma == EMIT_COMMA_SURE)
        literal(fn, ",");
    if (o->comma != EMIT_COMMA_ASK)
        return;
    emit_write_flush(fn);
    write_comma_if(fn, o->flag);
}

/* Writes x, an optional value, where it is set: as a member `key` of `o` where there is an object.
 * The `if` is left open. */
static void write_present(struct emit_fn *fn, const struct expr *x, struct emit_object *o,
                          struct orch_str key)
{
    const bool is_lift = x->kind == EXPR_LIFT && !type_is_optional(x->value->type);
    const struct type *inner = type_inner(x->type);
    struct var var = {.name = "value", .kind = VAR_LOCAL, .type = inner};
    struct expr read = {.kind = EXPR_VAR, .type = inner, .var = &var, .span = x->span};
    struct cexpr value;
    struct emit_binding b;

    emit_write_flush(fn);
    value = emit_simple(fn, is_lift ? x->left : x);
    cwriter_open(&fn->body, "if (%s)", emit_part(fn, value, "some").text);
    if (o) {
        separate(fn, o);
        literal_key(fn, key);
    }
    emit_bind(fn, &b, is_lift ? x->var : &var, emit_part(fn, value, "value"));
    emit_write(fn, is_lift ? x->value : &read);
    emit_unbind(fn);
    emit_write_flush(fn);
}

static void optional_member(struct emit_fn *fn, struct emit_object *o, struct orch_str key,
                            const struct expr *x)
{
    emit_write_flush(fn);
    if (o->comma == EMIT_COMMA_NONE && o->left > 1) {
        o->flag = emit_local(fn, "comma");
        cwriter_line(&fn->body, "bool %s = false;", o->flag);
    }
    write_present(fn, x, o, key);
    if (o->comma != EMIT_COMMA_SURE && o->left > 1) {
        cwriter_line(&fn->body, "%s = true;", o->flag);
        o->comma = EMIT_COMMA_ASK;
    }
    cwriter_close(&fn->body, "");
}

void emit_object_member(struct emit_fn *fn, struct emit_object *o, struct orch_str key,
                        const struct expr *x)
{
    while (x->kind == EXPR_SOME)
        x = x->left;
    if (x->kind != EXPR_NONE && type_is_optional(x->type)) {
        optional_member(fn, o, key, x);
    } else if (x->kind != EXPR_NONE) {
        separate(fn, o);
        o->comma = EMIT_COMMA_SURE;
        literal_key(fn, key);
        emit_write(fn, x);
    }
    o->left--;
}

static void write_record(struct emit_fn *fn, const struct expr *x)
{
    const struct record *r = type_inner(x->type)->record;
    struct emit_object o;

    emit_object_begin(fn, &o, x->n_items);
    for (unsigned i = 0; i < x->n_items; i++)
        emit_object_member(fn, &o, r->fields[i].wire, x->items[i]);
    emit_object_end(fn);
}

/* --- lists ---------------------------------------------------------------------------------- */

static void write_list(struct emit_fn *fn, const struct expr *x)
{
    literal(fn, "[");
    for (unsigned i = 0; i < x->n_items; i++) {
        if (i > 0)
            literal(fn, ",");
        emit_write(fn, x->items[i]);
    }
    literal(fn, "]");
}

/* A comma before each element but the first; a filtered loop cannot tell that by its index. */
static void write_for(struct emit_fn *fn, const struct expr *x)
{
    const char *flag = x->cond ? emit_local(fn, "comma") : NULL;
    struct emit_loop loop;

    literal(fn, "[");
    emit_write_flush(fn);
    if (flag)
        cwriter_line(&fn->body, "bool %s = false;", flag);
    emit_loop_begin(fn, &loop, x, "");
    write_comma_if(fn, flag ? flag : emit_text(fn, "%s > 0", loop.index));
    if (flag)
        cwriter_line(&fn->body, "%s = true;", flag);
    emit_write(fn, x->value);
    emit_write_flush(fn);
    emit_loop_end(fn, &loop);
    literal(fn, "]");
}

/* --- values in memory ----------------------------------------------------------------------- */

/* static void write_Banner(struct orch_buf *out, const struct Banner *v) */
const char *emit_encoder(struct emit *e, const struct type *t)
{
    const struct record *r = t->record;
    const char *key = memory_text(e->arena, "write record %s", r->name);
    bool made;
    struct emit_function *f =
        emit_demand(e, key, memory_text(e->arena, "write_%s", r->name), &made);
    const char *signature = memory_text(e->arena, "void %s(struct orch_buf *out, const %s *v)",
                                        f->name, emit_type(e, t));
    struct var var = {.name = "v", .kind = VAR_LOCAL, .type = t};
    struct expr all = {.kind = EXPR_VAR, .type = t, .var = &var};
    struct expr *fields, made_of = {.kind = EXPR_RECORD, .type = t, .n_items = r->n_fields};
    struct cwriter w;
    struct emit_fn fn;
    struct emit_binding b;

    if (!made && !f->complete && !f->prototyped)
        cwriter_line(&e->encoder_prototypes, "static %s;", signature);
    f->prototyped = f->prototyped || !made;
    if (!made)
        return f->name;
    fields = memory_new(e->arena, r->n_fields, sizeof *fields);
    made_of.items = memory_new(e->arena, r->n_fields, sizeof *made_of.items);
    for (unsigned i = 0; i < r->n_fields; i++) {
        fields[i] = (struct expr){
            .kind = EXPR_FIELD, .type = r->fields[i].type, .left = &all, .field = &r->fields[i]};
        made_of.items[i] = &fields[i];
    }
    cwriter_init(&w, e->arena);
    emit_fn_begin(&fn, e, NULL, r->span, memory_text(e->arena, "record %s", r->name));
    fn.uses_ev = true; /* there is none: what stands in memory is only copied */
    emit_bind(&fn, &b, &var, (struct cexpr){.text = "v", .simple = true, .pointer = true});
    emit_write(&fn, &made_of);
    emit_write_flush(&fn);
    emit_fn_end(&fn, &w, signature, false);
    cwriter_add(&e->encoders, &w);
    cwriter_free(&w);
    f->complete = true;
    return f->name;
}

/* A list that stands in memory: as a loop over it. */
static void write_elements(struct emit_fn *fn, const struct expr *x)
{
    struct var var = {.name = "item", .kind = VAR_LOCAL, .type = x->type->elem};
    struct expr item = {.kind = EXPR_VAR, .type = x->type->elem, .var = &var};
    struct expr list = *x, loop = {.kind = EXPR_FOR, .type = x->type, .var = &var};

    loop.left = &list;
    loop.value = &item;
    write_for(fn, &loop);
}

static void write_scalar(struct emit_fn *fn, const struct expr *x)
{
    static const char *const calls[] = {
        [TYPE_INT] = "orch_json_write_int",   [TYPE_FLOAT] = "orch_json_write_float",
        [TYPE_BOOL] = "orch_json_write_bool", [TYPE_STRING] = "orch_json_write_str",
        [TYPE_TIME] = "orch_json_write_time", [TYPE_DURATION] = "orch_json_write_int",
        [TYPE_JSON] = "orch_buf_str",         [TYPE_ENUM] = "orch_json_write_str",
    };
    const char *value = emit_value(fn, emit_expr(fn, x));

    if (x->type->kind == TYPE_ENUM)
        value = emit_text(fn, "%s[%s]", emit_enum_table(fn->e, x->type->enumeration), value);
    emit_write_flush(fn);
    cwriter_line(&fn->body, "%s(%s, %s);", calls[x->type->kind], fn->out, value);
}

static void write_value(struct emit_fn *fn, const struct expr *x)
{
    struct cexpr value;

    switch (x->type->kind) {
    case TYPE_LIST:
        write_elements(fn, x);
        break;
    case TYPE_RECORD:
        emit_write_flush(fn);
        value = emit_simple(fn, x);
        cwriter_line(&fn->body, "%s(%s, %s);", emit_encoder(fn->e, x->type), fn->out,
                     emit_address(fn, value));
        break;
    default:
        write_scalar(fn, x);
        break;
    }
}

/* --- expressions ---------------------------------------------------------------------------- */

/* An optional where something must be written: null where it is unset. */
static void write_optional(struct emit_fn *fn, const struct expr *x)
{
    if (x->kind == EXPR_NONE) {
        literal(fn, "null");
    } else if (x->kind == EXPR_SOME) {
        emit_write(fn, x->left);
    } else {
        write_present(fn, x, NULL, (struct orch_str){0});
        cwriter_else(&fn->body);
        literal(fn, "null");
        emit_write_flush(fn);
        cwriter_close(&fn->body, "");
    }
}

static void write_let(struct emit_fn *fn, const struct expr *x)
{
    struct emit_let l;

    emit_let_begin(fn, &l, x);
    emit_write(fn, x->value);
    emit_let_end(fn, &l);
}

static void write_cond(struct emit_fn *fn, const struct expr *x)
{
    emit_write_flush(fn);
    cwriter_open(&fn->body, "if (%s)", emit_value(fn, emit_expr(fn, x->cond)));
    emit_write(fn, x->left);
    emit_write_flush(fn);
    cwriter_else(&fn->body);
    emit_write(fn, x->right);
    emit_write_flush(fn);
    cwriter_close(&fn->body, "");
}

void emit_write(struct emit_fn *fn, const struct expr *x)
{
    if (type_is_optional(x->type)) {
        write_optional(fn, x);
        return;
    }
    if (!analyse_in_parts(x)) {
        write_value(fn, x);
        return;
    }
    switch (x->kind) {
    case EXPR_RECORD:
        write_record(fn, x);
        break;
    case EXPR_LIST:
        write_list(fn, x);
        break;
    case EXPR_FOR:
        write_for(fn, x);
        break;
    case EXPR_LET:
        write_let(fn, x);
        break;
    case EXPR_COND:
        write_cond(fn, x);
        break;
    default:
        assert(x->kind == EXPR_RECOLOUR);
        emit_write(fn, x->left);
    }
}
