/* The fields of a declared error that a call answers with: first from the arguments of that call,
 * by term and name; then from what is in sight, as for a `return` alone; an optional field that is
 * found nowhere is read from the reply, where that has it. */
#include "wire_parts.h"

/* The parameter whose argument fits best; NULL: none. An argument that is secret is none. */
static const struct param *argument_for(const struct wirer *w, const struct field *field)
{
    const struct operation *operation = w->stmt->invoke.operation;
    const struct term *term = type_term(field->type);
    const struct type *plain = type_inner(field->type)->plain;
    const struct param *found = NULL;
    unsigned n = 0;

    for (unsigned i = 0; i < operation->n_params; i++) {
        const struct param *p = &operation->params[i];
        const bool same_name = p->name == field->name;
        const struct expr *value = w->stmt->invoke.args[i];

        if (!value || value->secret || value->type->kind == TYPE_ERROR ||
            type_term(p->type) != term || type_inner(p->type)->plain != plain)
            continue;
        if (same_name)
            return p;
        found = p;
        n++;
    }
    return term && n == 1 ? found : NULL;
}

/* The argument as the field; NULL where it may be none and the field not. */
static struct expr *take_argument(struct wirer *w, const struct slot *slot, const struct param *p)
{
    struct expr *value = w->stmt->invoke.args[p->index];
    struct wiring wiring = {.kind = type_term(slot->type) ? WIRING_COLOUR : WIRING_NAME,
                            .target = slot->name,
                            .target_type = slot->type,
                            .target_span = slot->span,
                            .source = p->name,
                            .source_span = p->span,
                            .reason = "the argument of this call"};

    if (type_is_optional(value->type) && !type_is_optional(slot->type))
        return NULL;
    wiring_add(w->m, &w->wirings, &wiring);
    return check_adapt(w->m, w->flow, value, slot->type, slot->what, wire_place(w));
}

static struct expr *wire_field(struct wirer *w, const struct reply_error *e,
                               const struct field *field)
{
    const struct param *p = argument_for(w, field);
    const struct slot slot = {
        .name = field->name,
        .type = field->type,
        .span = field->span,
        .what = check_format(w->m, "field `%s` of %s, which %s answers by status %u", field->name,
                             e->answer->error->name, w->stmt->invoke.operation->full_name,
                             e->answer->status),
        .of_result = true};
    struct expr *value = p ? take_argument(w, &slot, p) : NULL;

    return value ? value : wire_slot(w, &slot);
}

/* The last decision, that nothing fits, is not the last word: the reply may have the field. */
static void say_replied(struct wirer *w)
{
    if (w->wirings.last && w->wirings.last->kind == WIRING_LEFT_OUT) {
        w->wirings.last->kind = WIRING_REPLY;
        w->wirings.last->source = "the reply";
        w->wirings.last->reason = "where it has the field";
    }
}

void wire_reply_error(struct wirer *w, struct reply_error *e)
{
    const struct record *record = e->answer->error->record;
    const struct span span = wire_place(w);

    w->wirings = (struct wirings){NULL, NULL};
    e->value = expr_items(w->m, EXPR_RECORD, record->type, span, record->n_fields);
    e->replied = memory_new(&w->m->compilation->arena, record->n_fields, sizeof *e->replied);
    for (unsigned i = 0; i < record->n_fields; i++) {
        const struct field *field = &record->fields[i];
        struct expr *value = wire_field(w, e, field);

        e->replied[i] = !value;
        if (!value)
            say_replied(w);
        e->value->items[i] = value ? value : expr_none(w->m, field->type, span);
    }
    e->wirings = w->wirings.first;
}
