/* `return` alone: the value is built from what is in sight. A record is a variable of exactly that
 * record, where there is one, or is built field by field; anything else is the variable of the
 * result's term, or the only one that fits. */
#include "wire_parts.h"

/* The variables that may be the whole result: of its type, or (unless `exactly`) fitting it. */
static void find_whole(struct wirer *w, const struct type *result, bool exactly,
                       struct candidates *found)
{
    const struct type *inner = type_inner(result);

    *found = (struct candidates){.n = 0};
    for (unsigned i = 0; i < w->stmt->sight.n; i++) {
        const struct sighted *seen = &w->stmt->sight.items[i];
        bool same = inner->term ? type_inner(seen->type) == inner
                                : type_inner(seen->type)->plain == inner->plain;

        if (seen->maybe_unset ||
            !(exactly ? same : check_fits(w->m, type_inner(seen->type), result)))
            continue;
        if (found->n < WIRE_SHOWN)
            found->items[found->n] = (struct candidate){.root = seen};
        found->n++;
    }
}

struct expr *wire_fields(struct wirer *w, const struct record *record)
{
    struct expr *made =
        expr_items(w->m, EXPR_RECORD, record->type, w->stmt->span, record->n_fields);

    for (unsigned i = 0; i < record->n_fields; i++) {
        const struct field *field = &record->fields[i];
        const struct slot slot = {
            .name = field->name,
            .type = field->type,
            .span = field->span,
            .what = check_format(w->m, "field `%s` of %s", field->name, record->name),
            .of_result = true};

        made->items[i] = wire_slot(w, &slot);
        if (!made->items[i])
            made->items[i] = expr_none(w->m, field->type, w->stmt->span);
    }
    return made;
}

static struct expr *wire_whole(struct wirer *w, const struct slot *slot)
{
    struct candidates found;

    find_whole(w, slot->type, true, &found);
    if (found.n == 1)
        return wire_take(
            w, slot, &found.items[0], type_term(slot->type) ? WIRING_COLOUR : WIRING_NAME,
            check_format(w->m, "the only %s in sight", check_type(w->m, type_inner(slot->type))));
    if (type_inner(slot->type)->kind == TYPE_RECORD)
        return NULL;
    if (found.n == 0 && !type_term(slot->type))
        find_whole(w, slot->type, false, &found);
    if (found.n == 1)
        return wire_take(w, slot, &found.items[0], WIRING_NAME, "the only value that fits");
    if (found.n == 0)
        return wire_slot(w, slot);
    wire_report_ambiguous(w, slot, &found);
    return expr_error(w->m, w->stmt->span);
}

void wire_return(struct wirer *w)
{
    const struct type *result = w->flow->result, *inner = type_inner(result);
    const struct slot slot = {.name = "result",
                              .type = result,
                              .span = w->flow->span,
                              .what = check_format(w->m, "the result of %s", w->flow->name),
                              .of_result = true,
                              .whole = true};
    struct expr *value = wire_whole(w, &slot);

    if (!value && inner->kind == TYPE_RECORD)
        value = wire_fields(w, inner->record);
    if (!value)
        value = expr_none(w->m, result, w->stmt->span);
    value = check_adapt(w->m, w->flow, value, result, slot.what, w->stmt->span);
    w->stmt->value = value ? value : expr_error(w->m, w->stmt->span);
}
