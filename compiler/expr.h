/* Making core expressions (model.h): each constructor fills the members of its kind, derives the
 * type where that is a function of the operands, and passes `secret` on. All are in the arena, none
 * is NULL. Nothing is checked here: operands have the types that the node needs. */
#ifndef EXPR_H
#define EXPR_H

#include "model.h"

/* A node without operands filled: its kind's members are the caller's. */
struct expr *expr_new(struct model *m, enum expr_kind kind, const struct type *type,
                      struct span span);
struct expr *expr_error(struct model *m, struct span span);
struct expr *expr_none(struct model *m, const struct type *type, struct span span);
/* `v` read as `type`: T, or T? where it may hold none. */
struct expr *expr_var(struct model *m, struct var *v, const struct type *type, struct span span);
/* base.field, where base is a record; base?.field where it is an optional one. */
struct expr *expr_field(struct model *m, struct expr *base, const struct field *field,
                        struct span span);
/* A node whose one operand is `left`: UNARY, LEN, WIDEN, SOME, VALUE, RECOLOUR. */
struct expr *expr_unary(struct model *m, enum expr_kind kind, const struct type *type,
                        struct expr *left);
struct expr *expr_binary(struct model *m, enum ast_operator op, const struct type *type,
                         struct expr *left, struct expr *right);
struct expr *expr_coalesce(struct model *m, const struct type *type, struct expr *left,
                           struct expr *right);
struct expr *expr_cond(struct model *m, const struct type *type, struct expr *cond,
                       struct expr *left, struct expr *right);
/* TEXT, LIST, RECORD: n items, which the caller writes to ->items and then passes to expr_seal. */
struct expr *expr_items(struct model *m, enum expr_kind kind, const struct type *type,
                        struct span span, unsigned n);
/* Derives `secret` of a TEXT or LIST from its items (a RECORD has it field by field). */
void expr_seal(struct expr *e);
/* A fresh LOCAL variable of the flow, holding what `from` holds (NULL: nothing secret). */
struct var *expr_local(struct model *m, struct flow *flow, const char *name,
                       const struct type *type, const struct expr *from, struct span span);
struct expr *expr_let(struct model *m, struct var *v, struct expr *left, struct expr *value);
struct expr *expr_lift(struct model *m, struct var *v, struct expr *left, struct expr *value);
struct expr *expr_for(struct model *m, struct var *v, struct expr *list, struct expr *cond,
                      struct expr *value);
/* `left`, of the term that the conversion is from, converted: a LET over a copy of the declared
 * expression, with variables of this flow. */
struct expr *expr_convert(struct model *m, struct flow *flow, const struct conversion *conversion,
                          struct expr *left);

/* True where a value of this type is secret by its term (a list: its elements). */
bool expr_type_secret(const struct type *type);

#endif
