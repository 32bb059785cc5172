/* The decision for one parameter or field: which value in sight it takes, and why. */
#include "wire_parts.h"

struct expr *wire_take(struct wirer *w, const struct slot *slot, const struct candidate *c,
                       enum wiring_kind kind, const char *reason)
{
    struct wiring wiring = {.kind = kind,
                            .target = slot->name,
                            .target_type = slot->type,
                            .target_span = slot->span,
                            .reason = reason};
    struct expr *value = wire_candidate(w, c), *made;

    c->root->var->read = true;
    if (c->root->maybe_unset)
        c->root->var->may_be_unset = true;
    if (c->root->racing.file != 0) {
        wire_report_race(w, slot, c);
        return expr_error(w->m, value->span);
    }
    if (type_is_optional(value->type) && !type_is_optional(slot->type)) {
        wire_report_optional(w, slot, c);
        return expr_error(w->m, value->span);
    }
    made = check_adapt(w->m, w->flow, value, slot->type, slot->what, value->span);
    if (!made || !check_secret(w->m, made, check_format(w->m, "`%s`", wire_candidate_text(w, c)),
                               slot->type, slot->what, value->span))
        return expr_error(w->m, value->span);
    wiring.source = wire_candidate_text(w, c);
    wiring.source_span = wire_candidate_span(c);
    wiring.conversion = wiring_conversion(w->m, value->type, slot->type);
    wiring_add(w->m, &w->wirings, &wiring);
    wiring_inside(w->m, &w->wirings, value->type, slot->type, slot->name, wiring.source);
    return made;
}

/* One candidate is taken, several are reported; NULL: there is none. */
static struct expr *take_only(struct wirer *w, const struct slot *slot,
                              const struct candidates *found, const char *reason)
{
    if (found->n == 0)
        return NULL;
    if (found->n == 1)
        return wire_take(w, slot, &found->items[0], WIRING_COLOUR, reason);
    wire_report_ambiguous(w, slot, found);
    return expr_error(w->m, wire_place(w));
}

/* The variable of the slot's name where it may be taken; NULL: none. */
static const struct sighted *named(const struct wirer *w, const struct slot *slot)
{
    const struct sighted *seen = wire_find_name(w, slot->name);

    if (!seen || (seen->maybe_unset && !(slot->of_result && type_is_optional(slot->type))))
        return NULL;
    return seen;
}

/* Lists of a term: a list of it, or that field of each element of a list of records. */
static struct expr *by_elements(struct wirer *w, const struct slot *slot)
{
    const struct type *type = type_inner(slot->type);
    struct candidates found;
    struct expr *value;

    if (type->kind != TYPE_LIST || !type->elem->term)
        return NULL;
    wire_find(w, type->plain, &found);
    value = take_only(w, slot, &found,
                      check_format(w->m, "the only list of the term %s", type->elem->term->name));
    if (value)
        return value;
    wire_find_projected(w, type->elem, &found);
    return take_only(
        w, slot, &found,
        check_format(w->m, "the only list whose elements have one %s", type->elem->term->name));
}

static struct expr *by_term(struct wirer *w, const struct slot *slot)
{
    const struct term *term = type_term(slot->type);
    const struct sighted *seen = slot->of_result ? named(w, slot) : NULL;
    struct candidates found;
    struct expr *value;
    const char *reason;

    if (seen && type_term(seen->type) == term)
        return wire_take(w, slot, &(struct candidate){.root = seen}, WIRING_COLOUR,
                         "the same name and term");
    wire_find(w, type_inner(slot->type), &found);
    reason = found.depth == 0 ? check_format(w->m, "the only variable of the term %s", term->name)
                              : check_format(w->m, "the only value of the term %s at depth %u",
                                             term->name, found.depth);
    value = take_only(w, slot, &found, reason);
    if (value)
        return value;
    wire_find_converted(w, term, &found);
    if (found.conversion)
        reason = check_format(
            w->m, "nothing has the term %s, and this is the only value that becomes one",
            term->name);
    value = take_only(w, slot, &found, reason);
    if (value || !seen || type_term(seen->type))
        return value ? value : by_elements(w, slot);
    return wire_take(w, slot, &(struct candidate){.root = seen}, WIRING_NAME, "the same name");
}

static struct expr *by_name(struct wirer *w, const struct slot *slot)
{
    const struct sighted *seen = named(w, slot);
    const struct type *type = type_inner(slot->type);
    bool same = seen && type_inner(seen->type)->plain == type->plain;

    if (seen && (same || slot->of_result))
        return wire_take(w, slot, &(struct candidate){.root = seen}, WIRING_NAME,
                         same ? "the same name and type" : "the same name, and the type fits");
    return by_elements(w, slot);
}

static struct expr *leave_out(struct wirer *w, const struct slot *slot)
{
    const struct sighted *seen = wire_find_name(w, slot->name);
    struct wiring wiring = {.kind = WIRING_LEFT_OUT,
                            .target = slot->name,
                            .target_type = slot->type,
                            .target_span = slot->span,
                            .reason = "it is optional, and nothing in sight fits"};

    if (seen && seen->maybe_unset)
        wiring.reason =
            check_format(w->m, "it is optional, and some path does not set `%s`", slot->name);
    wiring_add(w->m, &w->wirings, &wiring);
    return NULL;
}

struct expr *wire_slot(struct wirer *w, const struct slot *slot)
{
    struct expr *value;

    if (slot->type->kind == TYPE_ERROR)
        return expr_error(w->m, wire_place(w));
    value = type_term(slot->type) ? by_term(w, slot) : by_name(w, slot);
    if (value)
        return value;
    if (type_is_optional(slot->type))
        return leave_out(w, slot);
    wire_report_missing(w, slot);
    return expr_error(w->m, wire_place(w));
}
