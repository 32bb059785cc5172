/* Decoders: functions that read JSON into structs, one a record, one a list. Each asks for the keys
 * that are kept, by their length and then their bytes, and skips the others. */
#include "emit_parts.h"
#include "memory.h"

/* A call that reads an unchecked value of the type to the address `at`. */
static const char *read_call(struct emit *e, const struct type *t, const char *in, const char *at);

/* --- functions on demand -------------------------------------------------------------------- */

/* A decoder by its key. Asked for again before its text is there (a record that holds a list of
 * itself), it is given a prototype. */
static struct emit_function *decoder(struct emit *e, const char *key, const char *wish,
                                     const char *type, bool *made)
{
    struct emit_function *f = emit_demand(e, key, wish, made);

    if (!*made && !f->complete && !f->prototyped) {
        f->prototyped = true;
        cwriter_line(&e->decoder_prototypes, "static bool %s(struct orch_json_in *in, %s *out);",
                     f->name, type);
    }
    return f;
}

static const char *record_decoder(struct emit *e, const struct type *t)
{
    const struct record *r = t->record;
    const struct graph_record *kept = graph_record(e->g, r);
    struct emit_field *fields = memory_new(e->arena, r->n_fields, sizeof *fields);
    const char *key = memory_text(e->arena, "read record %s", r->name);
    bool made;
    struct emit_function *f =
        decoder(e, key, memory_text(e->arena, "read_%s", r->name), emit_type(e, t), &made);
    struct cwriter w;
    unsigned n = 0;

    if (!made)
        return f->name;
    for (unsigned i = 0; i < r->n_fields; i++) {
        if (kept->kept[i])
            fields[n++] =
                (struct emit_field){r->fields[i].wire, r->fields[i].type,
                                    memory_text(e->arena, "out->%s", emit_member(e, r, i)),
                                    emit_limits_check(e, r, &r->fields[i])};
    }
    cwriter_init(&w, e->arena);
    emit_origin(e, &w, r->span, memory_text(e->arena, "record %s", r->name));
    emit_object_decoder(e, &w, f->name, emit_type(e, t), fields, n);
    emit_origin_end(&w);
    cwriter_blank(&w);
    cwriter_add(&e->decoders, &w);
    cwriter_free(&w);
    f->complete = true;
    return f->name;
}

static void list_decoder_body(struct emit *e, struct cwriter *w, const struct type *t)
{
    const struct type *elem = t->elem;
    const char *type = emit_type(e, elem);

    cwriter_line(w, "void *items = NULL;");
    cwriter_line(w, "size_t n = 0, cap = 0;");
    cwriter_blank(w);
    cwriter_if(w, "!orch_json_enter_array(in)", "return false;");
    cwriter_open(w, "while (orch_json_next_element(in))");
    cwriter_line(w, "%s *item = orch_json_grow(in, &items, n, &cap, sizeof *item);", type);
    cwriter_blank(w);
    cwriter_if(w, "!item", "return false;");
    cwriter_line(w, "n++;");
    if (type_is_optional(elem)) {
        cwriter_if(w, "!orch_json_null(in)", "item->some = %s;",
                   emit_read(e, elem->elem, "in", "item->value"));
    } else if (emit_is_constrained(elem)) {
        cwriter_if(w, read_call(e, elem, "in", "item"), "%s(in, *item);", emit_json_check(e, elem));
    } else {
        cwriter_line(w, "%s;", read_call(e, elem, "in", "item"));
    }
    cwriter_close(w, "");
    cwriter_line(w, "out->items = items;");
    cwriter_line(w, "out->n = n;");
    cwriter_line(w, "return !orch_json_failed(in);");
}

static const char *list_decoder(struct emit *e, const struct type *t)
{
    const struct type *plain = t->plain ? t->plain : t;
    const char *key = memory_text(e->arena, "read list %u", plain->number);
    const char *type = emit_type(e, t);
    bool made;
    struct emit_function *f =
        decoder(e, key, memory_text(e->arena, "read_%s", emit_type_word(e, plain)), type, &made);
    struct cwriter w;

    if (!made)
        return f->name;
    cwriter_init(&w, e->arena);
    cwriter_function(&w, "static bool %s(struct orch_json_in *in, %s *out)", f->name, type);
    list_decoder_body(e, &w, plain);
    cwriter_close(&w, "");
    cwriter_blank(&w);
    cwriter_add(&e->decoders, &w);
    cwriter_free(&w);
    f->complete = true;
    return f->name;
}

/* --- one value ------------------------------------------------------------------------------ */

static const char *read_call(struct emit *e, const struct type *t, const char *in, const char *at)
{
    static const char *const calls[] = {
        [TYPE_INT] = "orch_json_int",   [TYPE_FLOAT] = "orch_json_float",
        [TYPE_BOOL] = "orch_json_bool", [TYPE_STRING] = "orch_json_str",
        [TYPE_TIME] = "orch_json_time", [TYPE_DURATION] = "orch_json_int",
        [TYPE_JSON] = "orch_json_raw",
    };

    switch (t->kind) {
    case TYPE_RECORD:
        return memory_text(e->arena, "%s(%s, %s)", record_decoder(e, t), in, at);
    case TYPE_LIST:
        return memory_text(e->arena, "%s(%s, %s)", list_decoder(e, t), in, at);
    case TYPE_ENUM:
        return memory_text(e->arena, "orch_json_enum(%s, %s, %u, %s)", in,
                           emit_enum_table(e, t->enumeration), t->enumeration->n_values, at);
    default:
        return memory_text(e->arena, "%s(%s, %s)", calls[t->kind], in, at);
    }
}

const char *emit_read(struct emit *e, const struct type *t, const char *in, const char *lvalue)
{
    const char *call = read_call(e, t, in, memory_text(e->arena, "&%s", lvalue));

    if (!emit_is_constrained(t))
        return call;
    return memory_text(e->arena, "%s && %s(%s, %s)", call, emit_json_check(e, t), in, lvalue);
}

/* --- objects -------------------------------------------------------------------------------- */

/* The statement that reads one field, behind the test for its key. */
static void read_field(struct emit *e, struct cwriter *w, const struct emit_field *f, unsigned bit)
{
    const struct type *t = type_inner(f->type);
    const char *is_new = memory_text(e->arena, "orch_json_field(in, seen, %u, %s)", bit,
                                     cwriter_quote(e->arena, f->wire));
    const char *call, *value;

    if (type_is_optional(f->type)) {
        value = memory_text(e->arena, "%s.value", f->lvalue);
        call = emit_read(e, t, "in", value);
        if (f->check)
            call = memory_text(e->arena, "%s && %s(in, %s)", call, f->check, value);
        cwriter_if(w, memory_text(e->arena, "%s && !orch_json_null(in)", is_new), "%s.some = %s;",
                   f->lvalue, call);
        return;
    }
    if (f->check) {
        call = emit_read(e, t, "in", f->lvalue);
        cwriter_if(w, memory_text(e->arena, "%s && %s", is_new, call), "%s(in, %s);", f->check,
                   f->lvalue);
        return;
    }
    call = read_call(e, t, "in", memory_text(e->arena, "&%s", f->lvalue));
    if (emit_is_constrained(t))
        cwriter_if(w, memory_text(e->arena, "%s && %s", is_new, call), "%s(in, %s);",
                   emit_json_check(e, t), f->lvalue);
    else
        cwriter_if(w, is_new, "%s;", call);
}

/* One case of the switch: the fields whose keys have `len` bytes. */
static void read_keys(struct emit *e, struct cwriter *w, const struct emit_field *fields,
                      unsigned n, size_t len)
{
    w->indent--;
    cwriter_line(w, "case %zu:", len);
    w->indent++;
    for (unsigned i = 0; i < n; i++) {
        if (fields[i].wire.len != len)
            continue;
        cwriter_open(w, "if (memcmp(key.ptr, %s, %zu) == 0)",
                     cwriter_quote(e->arena, fields[i].wire), len);
        read_field(e, w, &fields[i], i);
        cwriter_line(w, "continue;");
        cwriter_close(w, "");
    }
    cwriter_line(w, "break;");
}

/* The least length of a key above `above` (SIZE_MAX: of all); SIZE_MAX where there is none. */
static size_t next_length(const struct emit_field *fields, unsigned n, size_t above)
{
    size_t least = SIZE_MAX;

    for (unsigned i = 0; i < n; i++) {
        size_t len = fields[i].wire.len;

        if ((above == SIZE_MAX || len > above) && len < least)
            least = len;
    }
    return least;
}

/* The tables that leave_object asks: names by bit, and which are required. */
static void describe_fields(struct emit *e, struct cwriter *w, const struct emit_field *fields,
                            unsigned n)
{
    struct orch_buf names, bits;
    uint64_t word = 0;

    orch_buf_init(&names, 0);
    orch_buf_init(&bits, 0);
    for (unsigned i = 0; i < n; i++) {
        orch_buf_printf(&names, "%s%s", i > 0 ? ", " : "", cwriter_quote(e->arena, fields[i].wire));
        if (!type_is_optional(fields[i].type))
            word |= (uint64_t)1 << i % 64;
        if (i % 64 == 63 || i + 1 == n) {
            orch_buf_printf(&bits, "%s0x%llx", bits.len > 0 ? ", " : "", (unsigned long long)word);
            word = 0;
        }
    }
    cwriter_line(w, "static const char *const names[] = {%.*s};",
                 ORCH_STR_ARG(orch_buf_get(&names)));
    cwriter_line(w, "static const uint64_t required[] = {%.*s};",
                 ORCH_STR_ARG(orch_buf_get(&bits)));
    orch_buf_free(&names);
    orch_buf_free(&bits);
}

void emit_object_decoder(struct emit *e, struct cwriter *w, const char *name, const char *type,
                         const struct emit_field *fields, unsigned n)
{
    cwriter_function(w, "static bool %s(struct orch_json_in *in, %s *out)", name, type);
    if (n > 0)
        describe_fields(e, w, fields, n);
    cwriter_line(w, "uint64_t seen[%u] = {0};", n > 0 ? (n + 63) / 64 : 1);
    cwriter_line(w, "struct orch_str key;");
    cwriter_blank(w);
    if (n == 0)
        cwriter_line(w, "(void)out;");
    cwriter_if(w, "!orch_json_enter_object(in)", "return false;");
    cwriter_open(w, "while (orch_json_next_key(in, &key))");
    if (n > 0) {
        cwriter_open(w, "switch (key.len)");
        for (size_t len = next_length(fields, n, SIZE_MAX); len != SIZE_MAX;
             len = next_length(fields, n, len))
            read_keys(e, w, fields, n, len);
        cwriter_close(w, "");
    }
    cwriter_line(w, "orch_json_skip(in);");
    cwriter_close(w, "");
    if (n > 0)
        cwriter_line(w, "return orch_json_leave_object(in, seen, required, names, %u);", n);
    else
        cwriter_line(w, "return orch_json_leave_object(in, seen, seen, NULL, 0);");
    cwriter_close(w, "");
}
