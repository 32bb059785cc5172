/* Types, each kept once; see types.h. A type remembers what was made from it (its list, its
 * optional, its colours), so finding one again costs nothing. */
#include "types.h"

#include "memory.h"
#include "model.h"

#include <assert.h>

#define N_BASE_TYPES                                                                               \
    (TYPE_JSON + 1) /* ERROR to JSON have no operand: numbered like their kinds                    \
                     */

static struct type *type_add(struct types *t, enum type_kind kind)
{
    struct type *type = memory_new(t->arena, 1, sizeof *type);

    type->kind = kind;
    type->plain = type;
    type->number = t->n;
    t->items = memory_grow(t->arena, t->items, t->n, sizeof(struct type *));
    t->items[t->n++] = type;
    return type;
}

void types_init(struct types *t, struct orch_arena *arena)
{
    *t = (struct types){.arena = arena};
    for (int kind = 0; kind < N_BASE_TYPES; kind++)
        type_add(t, (enum type_kind)kind);
}

const struct type *type_base(struct types *t, enum type_kind kind)
{
    assert(kind < N_BASE_TYPES);
    return t->items[kind];
}

const struct type *type_list(struct types *t, const struct type *elem)
{
    struct type *list;

    if (elem->list)
        return elem->list;
    list = type_add(t, TYPE_LIST);
    list->elem = elem;
    t->items[elem->number]->list = list;
    return list;
}

const struct type *type_optional(struct types *t, const struct type *elem)
{
    struct type *optional;

    if (elem->kind == TYPE_OPTIONAL || elem->kind == TYPE_ERROR)
        return elem;
    if (elem->optional)
        return elem->optional;
    optional = type_add(t, TYPE_OPTIONAL);
    optional->elem = elem;
    t->items[elem->number]->optional = optional;
    return optional;
}

const struct type *type_record(struct types *t, struct record *r)
{
    struct type *type;

    if (r->type)
        return r->type;
    type = type_add(t, TYPE_RECORD);
    type->record = r;
    r->type = type;
    return type;
}

const struct type *type_enum(struct types *t, struct enumeration *e)
{
    struct type *type;

    if (e->type)
        return e->type;
    type = type_add(t, TYPE_ENUM);
    type->enumeration = e;
    e->type = type;
    return type;
}

const struct type *type_coloured(struct types *t, const struct type *plain, const struct term *term)
{
    struct type *type;

    if (plain->kind == TYPE_OPTIONAL)
        return type_optional(t, type_coloured(t, plain->elem, term));
    plain = plain->plain;
    if (!term || plain->kind < TYPE_INT) /* of an error, none or void there is no colour */
        return plain;
    if (term->type && term->type->plain == plain)
        return term->type;
    for (const struct type *seen = term->coloured; seen; seen = seen->next_coloured) {
        if (seen->plain == plain)
            return seen;
    }
    type = type_add(t, plain->kind);
    type->elem = plain->elem;
    type->record = plain->record;
    type->enumeration = plain->enumeration;
    type->term = term;
    type->plain = plain;
    type->next_coloured = term->coloured;
    ((struct term *)(uintptr_t)term)->coloured = type; /* the one thing that types.c keeps there */
    return type;
}

bool type_is_scalar(const struct type *t)
{
    switch (type_inner(t)->kind) {
#define X(id, name, optional, ctype, scalar)                                                       \
    case TYPE_##id:                                                                                \
        return scalar;
#include "types.def"
#undef X
    case TYPE_ENUM:
        return true;
    default:
        return false;
    }
}

const char *type_kind_name(enum type_kind kind)
{
    static const char *const names[] = {
        [TYPE_ERROR] = "error",   [TYPE_NONE] = "none",         [TYPE_VOID] = "nothing",
#define X(id, name, optional, ctype, scalar) [TYPE_##id] = name,
#include "types.def"
#undef X
        [TYPE_LIST] = "list",     [TYPE_OPTIONAL] = "optional", [TYPE_ENUM] = "enum",
        [TYPE_RECORD] = "record",
    };

    return names[kind];
}

/* The type without its own colour. */
static const char *type_plain_text(struct types *t, const struct type *type)
{
    switch (type->kind) {
    case TYPE_LIST:
        return memory_text(t->arena, "[%s]", type_text(t, type->elem));
    case TYPE_OPTIONAL:
        return memory_text(t->arena, "%s?", type_plain_text(t, type->elem));
    case TYPE_ENUM:
        return type->enumeration->name;
    case TYPE_RECORD:
        return type->record->name;
    default:
        return type_kind_name(type->kind);
    }
}

const char *type_text(struct types *t, const struct type *type)
{
    const char *plain = type_plain_text(t, type);
    const struct term *term = type_term(type);

    return term ? memory_text(t->arena, "%s (%s)", plain, term->name) : plain;
}
