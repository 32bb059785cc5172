/* The types of the emitted program: structs of records with the fields that are kept, optionals,
 * lists, enums. A type is called by what represents it: colours make no difference here. */
#include "emit_parts.h"
#include "memory.h"

/* --- names ---------------------------------------------------------------------------------- */

/* What tells representations apart: "int", "[int", "?Banner"; the words of the language cannot be
 * names of records. */
static const char *key_of(struct emit *e, const struct type *t)
{
    switch (t->kind) {
    case TYPE_INT:
    case TYPE_TIME:
    case TYPE_DURATION:
        return "int";
    case TYPE_FLOAT:
        return "float";
    case TYPE_BOOL:
        return "bool";
    case TYPE_STRING:
    case TYPE_JSON:
        return "str";
    case TYPE_LIST:
        return memory_text(e->arena, "[%s", key_of(e, t->elem));
    case TYPE_OPTIONAL:
        return memory_text(e->arena, "?%s", key_of(e, t->elem));
    case TYPE_ENUM:
        return memory_text(e->arena, "enum %s", t->enumeration->name);
    case TYPE_RECORD:
        return memory_text(e->arena, "record %s", t->record->name);
    case TYPE_ERROR:
    case TYPE_NONE:
    case TYPE_VOID:
        break;
    }
    return "";
}

const char *emit_type_word(struct emit *e, const struct type *t)
{
    if (t->term)
        return t->term->name;
    switch (t->kind) {
    case TYPE_LIST:
        return memory_text(e->arena, "list_%s", emit_type_word(e, t->elem));
    case TYPE_OPTIONAL:
        return memory_text(e->arena, "opt_%s", emit_type_word(e, t->elem));
    case TYPE_ENUM:
        return t->enumeration->name;
    case TYPE_RECORD:
        return t->record->name;
    default:
        return key_of(e, t);
    }
}

static const char *plain_word(struct emit *e, const struct type *t)
{
    switch (t->kind) {
    case TYPE_LIST:
        return memory_text(e->arena, "list_%s", plain_word(e, t->elem));
    case TYPE_OPTIONAL:
        return memory_text(e->arena, "opt_%s", plain_word(e, t->elem));
    case TYPE_ENUM:
        return t->enumeration->name;
    case TYPE_RECORD:
        return t->record->name;
    default:
        return key_of(e, t);
    }
}

/* --- definitions ---------------------------------------------------------------------------- */

static bool is_base(const struct type *t)
{
    return t->kind >= TYPE_INT && t->kind <= TYPE_JSON;
}

static const char *base_type(struct emit *e, const struct type *t)
{
    static const char *const types[] = {
#define X(id, name, optional, ctype, scalar) [TYPE_##id] = ctype,
#include "types.def"
#undef X
    };
    static const char *const optionals[] = {
#define X(id, name, optional, ctype, scalar) [TYPE_##id] = optional,
#include "types.def"
#undef X
    };

    if (is_base(t))
        return types[t->kind];
    if (t->kind == TYPE_OPTIONAL && is_base(t->elem))
        return optionals[t->elem->kind];
    if (t->kind == TYPE_LIST && is_base(t->elem))
        return memory_text(e->arena, "struct orch_list_%s", key_of(e, t->elem));
    return t->kind == TYPE_ENUM ? "int" : NULL;
}

/* The members of a record's struct have a scope of their own. */
static const char **name_members(struct emit *e, const struct record *r)
{
    const char **members = memory_new(e->arena, r->n_fields, sizeof *members);
    struct cwriter_names names;

    cwriter_names_init(&names, e->arena, NULL);
    for (unsigned i = 0; i < r->n_fields; i++)
        members[i] = cwriter_name(&names, "%s", r->fields[i].name);
    cwriter_names_free(&names);
    return members;
}

const char *emit_member(struct emit *e, const struct record *r, unsigned field)
{
    const size_t index = (size_t)(graph_record(e->g, r) - e->g->records);

    if (!e->members[index])
        e->members[index] = name_members(e, r);
    return e->members[index][field];
}

static void define_record(struct emit *e, const struct record *r, const char *tag)
{
    const struct graph_record *kept = graph_record(e->g, r);
    struct cwriter w;
    unsigned n = 0;

    cwriter_init(&w, e->arena);
    emit_origin(e, &w, r->span, memory_text(e->arena, "record %s", r->name));
    emit_origin_end(&w);
    cwriter_open(&w, "struct %s", tag);
    for (unsigned i = 0; i < r->n_fields; i++) {
        if (!kept->kept[i])
            continue;
        cwriter_line(&w, "%s %s;", emit_type(e, r->fields[i].type), emit_member(e, r, i));
        n++;
    }
    if (n == 0)
        cwriter_line(&w, "bool unread_; /* none of its fields is read */");
    cwriter_close(&w, ";");
    if (e->types.text.len > 0)
        cwriter_blank(&e->types);
    cwriter_add(&e->types, &w);
    cwriter_free(&w);
}

/* Lists and optionals, behind what they are made of. A list that its own element holds only needs
 * the element's tag. */
static void define_wrapper(struct emit *e, const struct type *t, const char *tag)
{
    const char *elem = emit_type(e, t->elem);

    cwriter_line(&e->types, "%s(%s, %s);", t->kind == TYPE_LIST ? "ORCH_LIST" : "ORCH_OPTIONAL",
                 tag, elem);
}

const char *emit_type(struct emit *e, const struct type *t)
{
    const char *name = base_type(e, t), *key, *tag;

    if (name)
        return name;
    key = key_of(e, t);
    name = orch_map_get(&e->type_names, orch_str(key));
    if (name)
        return name;
    tag = cwriter_name(&e->names, "%s", plain_word(e, t));
    name = memory_text(e->arena, "struct %s", tag);
    orch_map_put(&e->type_names, orch_str(key), (void *)name);
    if (t->kind == TYPE_RECORD)
        define_record(e, t->record, tag);
    else
        define_wrapper(e, t, tag);
    return name;
}

/* --- enums ---------------------------------------------------------------------------------- */

struct emit_function *emit_demand(struct emit *e, const char *key, const char *wish, bool *made)
{
    struct emit_function *f = orch_map_get(&e->functions, orch_str(key));

    *made = !f;
    if (f)
        return f;
    f = memory_new(e->arena, 1, sizeof *f);
    f->name = cwriter_name(&e->names, "%s", wish);
    orch_map_put(&e->functions, orch_str(key), f);
    return f;
}

/* enum Tier { Tier_regular, ... }: the constants, by value, once. */
static const char **constants(struct emit *e, const struct enumeration *en)
{
    const char *key = memory_text(e->arena, "constants %s", en->name);
    const char **names = orch_map_get(&e->type_names, orch_str(key));
    const char *tag;

    if (names)
        return names;
    names = memory_new(e->arena, en->n_values, sizeof *names);
    orch_map_put(&e->type_names, orch_str(key), (void *)names);
    tag = cwriter_name(&e->names, "%s", en->name);
    if (e->types.text.len > 0)
        cwriter_blank(&e->types);
    emit_origin(e, &e->types, en->span, memory_text(e->arena, "enum %s", en->name));
    emit_origin_end(&e->types);
    cwriter_open(&e->types, "enum %s", tag);
    for (unsigned i = 0; i < en->n_values; i++) {
        names[i] = cwriter_name(&e->names, "%s_%s", en->name, en->values[i].name);
        cwriter_line(&e->types, "%s,", names[i]);
    }
    cwriter_close(&e->types, ";");
    return names;
}

const char *emit_enum_constant(struct emit *e, const struct enumeration *en, int64_t value)
{
    return constants(e, en)[value];
}

const char *emit_enum_table(struct emit *e, const struct enumeration *en)
{
    const char *key = memory_text(e->arena, "names %s", en->name);
    bool made;
    struct emit_function *f =
        emit_demand(e, key, memory_text(e->arena, "%s_names", en->name), &made);

    if (!made)
        return f->name;
    constants(e, en);
    if (e->tables.text.len > 0)
        cwriter_blank(&e->tables);
    cwriter_comment(&e->tables, memory_text(e->arena, "the values of %s on the wire", en->name));
    cwriter_open(&e->tables, "static const struct orch_str %s[] =", f->name);
    for (unsigned i = 0; i < en->n_values; i++)
        cwriter_line(&e->tables, "[%s] = ORCH_STR(%s),", constants(e, en)[i],
                     cwriter_quote(e->arena, en->values[i].wire));
    cwriter_close(&e->tables, ";");
    return f->name;
}
