/* Recording decisions of the wiring; see wiring.h. */
#include "wiring.h"

#include "checker.h"

void wiring_add(struct model *m, struct wirings *list, const struct wiring *wiring)
{
    struct wiring *added = memory_new(&m->compilation->arena, 1, sizeof *added);

    *added = *wiring;
    added->next = NULL;
    if (list->last)
        list->last->next = added;
    else
        list->first = added;
    list->last = added;
}

const struct conversion *wiring_conversion(const struct model *m, const struct type *from,
                                           const struct type *to)
{
    const struct conversion *conversion;

    for (;;) {
        switch (adapt_step(m, from, to, &conversion)) {
        case ADAPT_CONVERT:
            return conversion;
        case ADAPT_SOME:
            to = to->elem;
            break;
        case ADAPT_PLAIN:
            from = from->plain;
            to = to->plain;
            break;
        case ADAPT_LIFT:
        case ADAPT_LIST:
            from = from->elem;
            to = to->elem;
            break;
        default:
            return NULL;
        }
    }
}

/* --- inside records --------------------------------------------------------------------------- */

static const char *reason(struct model *m, enum adapt_how how, const struct record *from,
                          const struct field *target, const struct field *source,
                          const struct conversion *conversion)
{
    if (how == ADAPT_LEFT_OUT)
        return check_format(m, "it is optional, and nothing of %s fits", from->name);
    if (how == ADAPT_BY_NAME_AND_TERM)
        return "the same name and term";
    if (how == ADAPT_BY_TERM)
        return check_format(m,
                            conversion ? "the only field of %s that becomes a %s"
                                       : "the only field of %s that is a %s",
                            from->name, type_term(target->type)->name);
    if (conversion)
        return check_format(m, "the same name, and it becomes a %s", type_term(target->type)->name);
    if (type_inner(source->type)->plain == type_inner(target->type)->plain)
        return "the same name and type";
    return "the same name, and the type fits";
}

static void wiring_fields(struct model *m, struct wirings *list, const struct record *from,
                          const struct record *to, const char *target, const char *source)
{
    for (unsigned i = 0; i < to->n_fields; i++) {
        const struct field *field = &to->fields[i], *taken;
        enum adapt_how how = adapt_match(m, from, field, &taken);
        struct wiring w = {.kind = WIRING_LEFT_OUT,
                           .target = check_format(m, "%s.%s", target, field->name),
                           .target_type = field->type,
                           .target_span = field->span};

        if (how != ADAPT_LEFT_OUT) {
            w.kind = how == ADAPT_BY_NAME ? WIRING_NAME : WIRING_COLOUR;
            w.source = check_format(m, "%s.%s", source, taken->name);
            w.source_span = taken->span;
            w.conversion = wiring_conversion(m, taken->type, field->type);
        }
        w.reason = reason(m, how, from, field, taken, w.conversion);
        wiring_add(m, list, &w);
        if (w.source)
            wiring_inside(m, list, taken->type, field->type, w.target, w.source);
    }
}

void wiring_inside(struct model *m, struct wirings *list, const struct type *from,
                   const struct type *to, const char *target, const char *source)
{
    const struct conversion *conversion;

    for (;;) {
        switch (adapt_step(m, from, to, &conversion)) {
        case ADAPT_SOME:
            to = to->elem;
            break;
        case ADAPT_PLAIN:
            from = from->plain;
            to = to->plain;
            break;
        case ADAPT_LIST:
            target = check_format(m, "%s[]", target);
            source = check_format(m, "%s[]", source);
            from = from->elem;
            to = to->elem;
            break;
        case ADAPT_LIFT:
            source = check_format(m, "%s?", source);
            from = from->elem;
            to = to->elem;
            break;
        case ADAPT_RECORD:
            wiring_fields(m, list, from->record, to->record, target, source);
            return;
        default:
            return;
        }
    }
}

/* --- what the user wrote --------------------------------------------------------------------- */

void wiring_explicit(struct model *m, struct wirings *list, const struct wiring *target,
                     const struct expr *given)
{
    struct wiring w = *target;

    if (!check_fits(m, given->type, w.target_type)) /* that was reported */
        return;
    w.kind = WIRING_EXPLICIT;
    w.source = check_source(m, given->span);
    w.source_span = given->span;
    w.conversion = wiring_conversion(m, given->type, w.target_type);
    w.reason = NULL;
    wiring_add(m, list, &w);
    wiring_inside(m, list, given->type, w.target_type, w.target, w.source);
}
