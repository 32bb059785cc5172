/* Types, each kept once: two types are the same exactly where their pointers are. A colour (term)
 * is part of a type: `int` coloured city_id, `int` coloured level and plain `int` are three types
 * with one representation. */
#ifndef TYPES_H
#define TYPES_H

#include "runtime/base/arena.h"
#include "runtime/base/map.h"

#include <stdbool.h>

enum type_kind {
    TYPE_ERROR, /* of what was reported already: fits everything, so that one mistake gives one
                   message */
    TYPE_NONE,  /* of `none`: fits every optional */
    TYPE_VOID,  /* of an operation or flow without a result */
#define X(id, name, optional, ctype, scalar) TYPE_##id,
#include "types.def"
#undef X
    TYPE_LIST,
    TYPE_OPTIONAL, /* never of an optional */
    TYPE_ENUM,
    TYPE_RECORD,
};

struct term;
struct record;
struct enumeration;

struct type {
    enum type_kind kind;
    const struct type *elem; /* LIST, OPTIONAL */
    struct record *record;
    struct enumeration *enumeration;
    const struct term *term;  /* the colour, or NULL; never on an OPTIONAL (its elem has it) */
    const struct type *plain; /* the same without its own colour (an element keeps its); itself
                                 where there is none */
    unsigned number;          /* in order of making */
    /* What was made from it so far; for types.c alone. */
    const struct type *list, *optional;
    const struct type *next_coloured; /* the next one of its term */
};

struct types {
    struct orch_arena *arena;
    struct type **items;
    unsigned n, cap;
};

void types_init(struct types *t, struct orch_arena *arena);
const struct type *type_base(struct types *t, enum type_kind kind); /* no operand: ERROR to JSON */
const struct type *type_list(struct types *t, const struct type *elem);
const struct type *
type_optional(struct types *t,
              const struct type *elem); /* elem itself where it is optional already */
const struct type *type_record(struct types *t, struct record *r);
const struct type *type_enum(struct types *t, struct enumeration *e);
/* `plain` in the colour of `term`: of an optional the element is coloured; NULL takes the colour
 * away. */
const struct type *type_coloured(struct types *t, const struct type *plain,
                                 const struct term *term);

static inline bool type_is_optional(const struct type *t)
{
    return t->kind == TYPE_OPTIONAL;
}
/* T of T?, itself otherwise. */
static inline const struct type *type_inner(const struct type *t)
{
    return t->kind == TYPE_OPTIONAL ? t->elem : t;
}
/* The colour of T or T?; NULL: none. */
static inline const struct term *type_term(const struct type *t)
{
    return type_inner(t)->term;
}
bool type_is_scalar(const struct type *t); /* base scalar or enum, maybe optional */
/* "int", "list", "record", ...: the kind alone, for dumps. */
const char *type_kind_name(enum type_kind kind);
/* As the language writes it, with the colour behind: "int (city_id)", "[Product]? (products)",
 * "[int (product_id)]"; in the arena. */
const char *type_text(struct types *t, const struct type *type);

#endif
