/* Adapting: what takes a value of one type to another, written in core expressions. Three questions
 * are kept apart: which step comes next (adapt_step, a function of two types), whether all steps
 * inside succeed (fits), and the expression (build, which cannot fail once it fits).
 *
 * Records fit by meaning: each field of the target is found by name and term, else by a term that
 * is unique there, else (uncoloured) by name; directly or by one declared conversion. */
#include "checker.h"

#define FIT_DEEPEST 16 /* records inside records; deeper ones do not fit */

struct pair { /* records that are being fitted: one inside itself would never end */
    const struct record *from, *to;
    const struct pair *outer;
    unsigned depth;
};

bool adapt_same_shape(const struct type *a, const struct type *b)
{
    for (;;) {
        a = a->plain;
        b = b->plain;
        if (a == b)
            return true;
        if (a->kind != b->kind || (a->kind != TYPE_LIST && a->kind != TYPE_OPTIONAL))
            return false;
        a = a->elem;
        b = b->elem;
    }
}

/* --- one step ------------------------------------------------------------------------------ */

static bool is_wrong(enum adapt_step step)
{
    return step >= ADAPT_WRONG_OPTIONAL;
}

/* Of two values without a colour of their own. */
static enum adapt_step step_plain(const struct model *m, const struct type *from,
                                  const struct type *to)
{
    const struct conversion *conversion;
    enum adapt_step inner;

    if (from->kind == TYPE_INT && to->kind == TYPE_FLOAT)
        return ADAPT_WIDEN;
    if (from->kind == TYPE_RECORD && to->kind == TYPE_RECORD)
        return ADAPT_RECORD;
    if (from->kind != TYPE_LIST || to->kind != TYPE_LIST)
        return ADAPT_WRONG_TYPE;
    inner = adapt_step(m, from->elem, to->elem, &conversion);
    if (is_wrong(inner))
        return inner;
    return inner == ADAPT_SAME || inner == ADAPT_RECOLOUR ? ADAPT_RECOLOUR : ADAPT_LIST;
}

enum adapt_step adapt_step(const struct model *m, const struct type *from, const struct type *to,
                           const struct conversion **conversion)
{
    enum adapt_step step;

    *conversion = NULL;
    if (from == to || from->kind == TYPE_ERROR || to->kind == TYPE_ERROR)
        return ADAPT_SAME;
    if (from->kind == TYPE_VOID || to->kind == TYPE_VOID || to->kind == TYPE_NONE)
        return ADAPT_WRONG_TYPE;
    if (from->kind == TYPE_NONE)
        return type_is_optional(to) ? ADAPT_NONE : ADAPT_WRONG_OPTIONAL;
    if (type_is_optional(to))
        return type_is_optional(from) ? ADAPT_LIFT : ADAPT_SOME;
    if (type_is_optional(from))
        return ADAPT_WRONG_OPTIONAL;
    if (from->term && to->term && from->term != to->term) {
        *conversion = model_conversion(m, from->term, to->term);
        if (*conversion)
            return ADAPT_CONVERT;
        return adapt_same_shape(from, to) ? ADAPT_WRONG_COLOUR : ADAPT_WRONG_TYPE;
    }
    if (from->plain == to->plain)
        return ADAPT_RECOLOUR;
    step = step_plain(m, from->plain, to->plain);
    if (is_wrong(step) || (from->plain == from && to->plain == to))
        return step;
    return step == ADAPT_RECOLOUR ? step : ADAPT_PLAIN;
}

/* --- all steps ----------------------------------------------------------------------------- */

static enum adapt_how match(const struct model *m, const struct record *from,
                            const struct field *target, const struct field **source,
                            const struct pair *outer);

static bool fits_record(const struct model *m, const struct record *from, const struct record *to,
                        const struct pair *outer)
{
    const struct pair pair = {from, to, outer, outer ? outer->depth + 1 : 0};
    const struct field *source;

    if (pair.depth >= FIT_DEEPEST)
        return false;
    for (; outer; outer = outer->outer) {
        if (outer->from == from && outer->to == to)
            return false;
    }
    for (unsigned i = 0; i < to->n_fields; i++) {
        if (match(m, from, &to->fields[i], &source, &pair) >= ADAPT_MISSING)
            return false;
    }
    return true;
}

static bool fits(const struct model *m, const struct type *from, const struct type *to,
                 const struct pair *outer)
{
    const struct conversion *conversion;

    switch (adapt_step(m, from, to, &conversion)) {
    case ADAPT_PLAIN:
        return fits(m, from->plain, to->plain, outer);
    case ADAPT_SOME:
        return fits(m, from, to->elem, outer);
    case ADAPT_LIFT:
    case ADAPT_LIST:
        return fits(m, from->elem, to->elem, outer);
    case ADAPT_RECORD:
        return fits_record(m, from->record, to->record, outer);
    case ADAPT_WRONG_OPTIONAL:
    case ADAPT_WRONG_COLOUR:
    case ADAPT_WRONG_TYPE:
        return false;
    default:
        return true;
    }
}

bool check_fits(struct model *m, const struct type *from, const struct type *target)
{
    return fits(m, from, target, NULL);
}

/* --- fields of records ----------------------------------------------------------------------- */

/* The number of fields whose value has the term, or converts to it; *source is the first. */
static unsigned count_term(const struct model *m, const struct record *from,
                           const struct term *term, bool convert, const struct field **source)
{
    unsigned n = 0;

    for (unsigned i = from->n_fields; i-- > 0;) {
        const struct term *has = type_term(from->fields[i].type);

        if (!has || (convert ? !model_conversion(m, has, term) : has != term))
            continue;
        *source = &from->fields[i];
        n++;
    }
    return n;
}

/* By its term alone: *source is set where it is found. */
static enum adapt_how match_term(const struct model *m, const struct record *from,
                                 const struct field *target, const struct field **source)
{
    const struct term *term = type_term(target->type);
    const struct field *named = model_field(from, target->name);
    const struct term *has = named ? type_term(named->type) : NULL;
    unsigned n;

    *source = named;
    if (has == term)
        return ADAPT_BY_NAME_AND_TERM;
    n = count_term(m, from, term, false, source);
    if (n == 0 && has && model_conversion(m, has, term))
        return ADAPT_BY_NAME;
    if (n == 0)
        n = count_term(m, from, term, true, source);
    if (n > 1)
        return ADAPT_AMBIGUOUS;
    if (n == 1)
        return ADAPT_BY_TERM;
    return type_is_optional(target->type) ? ADAPT_LEFT_OUT : ADAPT_MISSING;
}

static enum adapt_how match(const struct model *m, const struct record *from,
                            const struct field *target, const struct field **source,
                            const struct pair *outer)
{
    enum adapt_how how;

    if (type_term(target->type)) {
        how = match_term(m, from, target, source);
    } else {
        *source = model_field(from, target->name);
        how = *source                          ? ADAPT_BY_NAME
              : type_is_optional(target->type) ? ADAPT_LEFT_OUT
                                               : ADAPT_MISSING;
    }
    if (how < ADAPT_LEFT_OUT && !fits(m, (*source)->type, target->type, outer))
        return ADAPT_UNFIT;
    return how;
}

enum adapt_how adapt_match(const struct model *m, const struct record *from,
                           const struct field *target, const struct field **source)
{
    return match(m, from, target, source, NULL);
}

/* --- the expression -------------------------------------------------------------------------- */

static struct expr *build(struct model *m, struct flow *flow, struct expr *value,
                          const struct type *to);

/* What a value is without a change of its own colour around it, which fields and elements do not
 * see. */
static struct expr *uncovered(struct expr *value)
{
    bool own = value->kind == EXPR_RECOLOUR && value->left->type->plain == value->type->plain;

    return own ? value->left : value;
}

/* An optional field that is left out is no mistake, unless the other record has one that is almost
 * called so and goes nowhere. */
static void warn_misspelt(struct model *m, const struct record *from, const struct record *to,
                          const struct field *target)
{
    struct diag_near near;
    struct diag *d;

    diag_near_init(&near, target->name);
    for (unsigned i = 0; i < from->n_fields; i++) {
        if (!model_field(to, from->fields[i].name) &&
            check_fits(m, from->fields[i].type, target->type))
            diag_near_try(&near, from->fields[i].name);
    }
    if (!near.best)
        return;
    d = check_report(m, DIAG_MISSPELT_FIELD, target->span,
                     "nothing of %s fills `%s` of %s: it stays none", from->name, target->name,
                     to->name);
    diag_label(d, model_field(from, near.best)->span, "%s has this", from->name);
    diag_note(d, "did you mean `%s`?", near.best);
}

static struct expr *build_record(struct model *m, struct flow *flow, struct expr *value,
                                 const struct type *to)
{
    const struct record *from = value->type->record;
    bool simple = value->kind == EXPR_VAR; /* may be read more than once as it is */
    struct var *v =
        simple ? value->var : expr_local(m, flow, "it", value->type, value, value->span);
    struct expr *made = expr_items(m, EXPR_RECORD, to, value->span, to->record->n_fields);

    for (unsigned i = 0; i < to->record->n_fields; i++) {
        const struct field *field = &to->record->fields[i], *source;
        struct expr *base = expr_var(m, v, value->type, value->span);
        const char *what = check_format(m, "field `%s` of %s", field->name, to->record->name);

        if (adapt_match(m, from, field, &source) == ADAPT_LEFT_OUT) {
            warn_misspelt(m, from, to->record, field);
            made->items[i] = expr_none(m, field->type, value->span);
            continue;
        }
        made->items[i] = build(m, flow, expr_field(m, base, source, value->span), field->type);
        check_secret(m, made->items[i], check_format(m, "`%s` of %s", source->name, from->name),
                     field->type, what, value->span);
    }
    return simple ? made : expr_let(m, v, value, made);
}

/* LIFT and FOR: what is inside, adapted. */
static struct expr *build_inside(struct model *m, struct flow *flow, struct expr *value,
                                 const struct type *to)
{
    const struct type *elem = value->type->elem;
    struct var *v = expr_local(m, flow, "it", elem, value, value->span);
    struct expr *inside = build(m, flow, expr_var(m, v, elem, value->span), to->elem);

    return to->kind == TYPE_OPTIONAL ? expr_lift(m, v, value, inside)
                                     : expr_for(m, v, value, NULL, inside);
}

static struct expr *build_plain(struct model *m, struct flow *flow, struct expr *value,
                                const struct type *to)
{
    value = build(m, flow, check_plain(m, value), to->plain);
    return to->term ? expr_unary(m, EXPR_RECOLOUR, to, value) : value;
}

static struct expr *build(struct model *m, struct flow *flow, struct expr *value,
                          const struct type *to)
{
    const struct conversion *conversion;

    switch (adapt_step(m, value->type, to, &conversion)) {
    case ADAPT_RECOLOUR:
        return expr_unary(m, EXPR_RECOLOUR, to, value);
    case ADAPT_CONVERT:
        return expr_convert(m, flow, conversion, value);
    case ADAPT_PLAIN:
        return build_plain(m, flow, value, to);
    case ADAPT_WIDEN:
        return expr_unary(m, EXPR_WIDEN, to, value);
    case ADAPT_NONE:
        return expr_none(m, to, value->span);
    case ADAPT_SOME:
        return expr_unary(m, EXPR_SOME, to, build(m, flow, value, to->elem));
    case ADAPT_LIFT:
    case ADAPT_LIST:
        return build_inside(m, flow, uncovered(value), to);
    case ADAPT_RECORD:
        return build_record(m, flow, uncovered(value), to);
    default:
        return value;
    }
}

struct expr *check_adapt(struct model *m, struct flow *flow, struct expr *value,
                         const struct type *target, const char *what, struct span span)
{
    if (value->type->kind == TYPE_ERROR || target->kind == TYPE_ERROR)
        return value;
    if (!check_fits(m, value->type, target)) {
        check_misfit(m, value, target, what, span);
        return NULL;
    }
    return build(m, flow, value, target);
}
