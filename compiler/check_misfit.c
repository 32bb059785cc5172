/* Why a value does not fit where it goes, and what to do about it. */
#include "checker.h"

#define NOTES_DEEPEST 4 /* records inside records whose fields are explained */

/* --- colours and types ---------------------------------------------------------------------- */

static void report_colour(struct model *m, const struct expr *value, const struct term *from,
                          const struct term *to, const char *what, struct span span)
{
    struct diag *d = check_report(m, DIAG_COLOUR_MISMATCH, span, "%s is a %s, but `%s` is a %s",
                                  what, to->name, check_value_text(m, value), from->name);

    diag_label(d, from->span, "term `%s` is declared here", from->name);
    diag_label(d, to->span, "term `%s` is declared here", to->name);
    diag_note(d, "where the one can be made of the other, declare how: `convert %s -> %s = ...`",
              from->name, to->name);
}

/* --- where in the types it is ---------------------------------------------------------------- */

struct misfit {
    const struct type *from, *to; /* the innermost that do not fit */
    const char *inside;           /* "[]" where they are the elements of a list */
    enum adapt_step step;
};

static struct misfit innermost(struct model *m, const struct type *from, const struct type *to)
{
    struct misfit at = {from, to, "", ADAPT_SAME};
    const struct conversion *conversion;

    for (;;) {
        if (at.from->kind == TYPE_LIST && at.to->kind == TYPE_LIST &&
            !(at.from->term && at.to->term)) {
            at.inside = check_format(m, "%s[]", at.inside);
            at.from = at.from->elem;
            at.to = at.to->elem;
            continue;
        }
        at.step = adapt_step(m, at.from, at.to, &conversion);
        switch (at.step) {
        case ADAPT_PLAIN:
            at.from = at.from->plain;
            at.to = at.to->plain;
            break;
        case ADAPT_SOME:
            at.to = at.to->elem;
            break;
        case ADAPT_LIFT:
        case ADAPT_LIST:
            at.from = at.from->elem;
            at.to = at.to->elem;
            break;
        default:
            return at;
        }
    }
}

/* --- records --------------------------------------------------------------------------------- */

/* What kept one field from being found; NULL: it was. `path` is its name, with what it is inside.
 */
static const char *why_field(struct model *m, const struct record *from, const struct field *target,
                             const char *path)
{
    const struct term *term = type_term(target->type);
    const struct field *source;

    switch (adapt_match(m, from, target, &source)) {
    case ADAPT_MISSING:
        if (source)
            return check_format(m, "`%s`: that of %s has not the term `%s`", path, from->name,
                                term->name);
        if (term)
            return check_format(m, "`%s`: %s has nothing of the term `%s`", path, from->name,
                                term->name);
        return check_format(m, "`%s`: %s has no field of that name", path, from->name);
    case ADAPT_AMBIGUOUS:
        return check_format(m, "`%s`: %s has several fields of the term `%s`, none of that name",
                            path, from->name, term->name);
    case ADAPT_UNFIT:
        return check_format(m, "`%s`: that of %s is %s, wanted is %s", path, from->name,
                            check_a(m, source->type), check_a(m, target->type));
    default:
        return NULL;
    }
}

/* It would fit, were it optional. */
static bool is_only_optional(struct model *m, const struct record *from, const struct field *field)
{
    const struct field *source;

    return adapt_match(m, from, field, &source) == ADAPT_UNFIT && type_is_optional(source->type) &&
           check_fits(m, type_inner(source->type), field->type);
}

/* One note for each field that was not found, in records inside too; returns how many. */
static unsigned note_fields(struct model *m, struct diag *d, const struct record *from,
                            const struct record *to, const char *prefix, unsigned depth)
{
    unsigned n = 0;

    for (unsigned i = 0; i < to->n_fields && depth < NOTES_DEEPEST; i++) {
        const struct field *field = &to->fields[i], *source;
        const char *path = check_format(m, "%s%s", prefix, field->name);
        const char *why = why_field(m, from, field, path);
        unsigned inside = 0;

        if (!why)
            continue;
        if (adapt_match(m, from, field, &source) == ADAPT_UNFIT) {
            struct misfit at = innermost(m, source->type, field->type);

            if (at.step == ADAPT_RECORD)
                inside = note_fields(m, d, at.from->record, at.to->record,
                                     check_format(m, "%s%s.", path, at.inside), depth + 1);
        }
        if (inside == 0)
            diag_note(d, "%s", why);
        if (inside == 0 && is_only_optional(m, from, field))
            diag_note(d, "make it optional in %s too: `%s?`", to->name, field->name);
        n++;
    }
    return n;
}

static void report_record(struct model *m, const struct expr *value, const struct record *from,
                          const struct record *to, const char *what, struct span span)
{
    struct diag *d = check_report(m, DIAG_TYPE_MISMATCH, span,
                                  "%s needs %s, and `%s` has %s, which does not fit", what,
                                  to->name, check_value_text(m, value), from->name);

    diag_label(d, to->span, "`%s` is declared here", to->name);
    diag_label(d, from->span, "`%s` is declared here", from->name);
    if (note_fields(m, d, from, to, "", 0) == 0)
        diag_note(d, "a record that holds others of its own kind cannot be made into another");
}

/* --- all of it ------------------------------------------------------------------------------- */

void check_misfit(struct model *m, const struct expr *value, const struct type *target,
                  const char *what, struct span span)
{
    struct misfit at = innermost(m, value->type, target);
    struct diag *d;

    if (at.step == ADAPT_WRONG_COLOUR) {
        report_colour(m, value, at.from->term, at.to->term, what, span);
    } else if (at.step == ADAPT_RECORD) {
        report_record(m, value, at.from->record, at.to->record, what, span);
    } else if (at.step == ADAPT_WRONG_OPTIONAL && !at.inside[0]) {
        check_optional(m, value, target, what, span);
    } else if (at.step == ADAPT_WRONG_OPTIONAL) {
        d = check_report(m, DIAG_OPTIONAL_MISMATCH, span,
                         "%s is %s, but elements of `%s` may be none", what, check_a(m, target),
                         check_value_text(m, value));
        diag_note(d, "leave those out: `[x for x in %s if x != none]`", check_value_text(m, value));
    } else {
        d = check_report(m, DIAG_TYPE_MISMATCH, span, "%s is %s, but this is %s", what,
                         check_a(m, target), check_a(m, value->type));
        if (at.to->term)
            diag_label(d, at.to->term->span, "term `%s` is declared here", at.to->term->name);
    }
}

/* --- secrets --------------------------------------------------------------------------------- */

static const struct term *secret_term(const struct type *type)
{
    for (;;) {
        type = type_inner(type);
        if (type->term && type->term->secret)
            return type->term;
        if (type->kind != TYPE_LIST)
            return NULL;
        type = type->elem;
    }
}

/* The term that makes the value secret, where it can be seen in the expression. */
static const struct term *origin(const struct expr *e)
{
    const struct term *term = NULL;

    if (!e || !e->secret)
        return NULL;
    term = secret_term(e->type);
    if (!term)
        term = origin(e->left);
    if (!term)
        term = origin(e->right);
    if (!term)
        term = origin(e->value);
    if (!term)
        term = origin(e->cond);
    for (unsigned i = 0; i < e->n_items && !term; i++)
        term = origin(e->items[i]);
    return term;
}

bool check_secret(struct model *m, const struct expr *value, const char *source,
                  const struct type *target, const char *what, struct span span)
{
    const struct term *term;
    struct diag *d;

    if (!value->secret || value->type->kind == TYPE_ERROR || target->kind == TYPE_ERROR ||
        expr_type_secret(target))
        return true;
    term = origin(value);
    d = check_report(m, DIAG_SECRET_LEAK, span, "%s is not secret, but %s is", what, source);
    if (term)
        diag_label(d, term->span, "`%s` is declared secret here", term->name);
    diag_note(d, "a secret value may only go where the term is secret too");
    return false;
}
