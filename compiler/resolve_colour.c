/* Colours of what is described: a term for a value, or for each element of a list, that a
 * description gives a plain type. The representation must be that of the term; `json`, of which
 * nothing is known, may become anything. */
#include "resolve_parts.h"

/* The same representation, whatever the colours. */
static bool same_shape(const struct type *a, const struct type *b)
{
    if (a->kind != b->kind)
        return false;
    if (a->kind == TYPE_LIST || a->kind == TYPE_OPTIONAL)
        return same_shape(a->elem, b->elem);
    return a->plain == b->plain;
}

/* The type in the colour; NULL where it does not fit. */
static const struct type *coloured(struct resolver *r, const struct type *type,
                                   const struct type *term_type)
{
    struct types *types = &r->model->types;
    const struct type *elem;

    if (type->kind == TYPE_OPTIONAL) {
        elem = coloured(r, type->elem, term_type);
        return elem ? type_optional(types, elem) : NULL;
    }
    if (type->kind == TYPE_JSON || same_shape(type, term_type))
        return term_type;
    if (type->kind != TYPE_LIST)
        return NULL;
    elem = coloured(r, type->elem, term_type);
    return elem ? type_list(types, elem) : NULL;
}

const struct type *resolve_colour(struct resolver *r, const struct type *type,
                                  const struct ast_type *syntax)
{
    const struct term *term = resolve_term(r, &syntax->colour);
    const struct type *made;
    struct diag *d;

    if (!term || type->kind == TYPE_ERROR || term->type->kind == TYPE_ERROR)
        return type_base(&r->model->types, TYPE_ERROR);
    made = coloured(r, type, term->type);
    if (made)
        return made;
    d = diag_add(&r->c->diags, DIAG_BAD_COLOUR, syntax->colour.span,
                 "the term `%s` is %s, and this is %s", term->name,
                 type_text(&r->model->types, term->type->plain), type_text(&r->model->types, type));
    diag_label(d, syntax->span, "described here");
    diag_label(d, term->span, "`%s` is declared here", term->name);
    return type_base(&r->model->types, TYPE_ERROR);
}
