/* Which values in sight have a meaning: variables first, then fields of records, one level after
 * the other. Depths are looked up in tables (one for each meaning that is asked for), so that only
 * paths that lead somewhere are walked. */
#include "wire_parts.h"

/* --- how far a meaning is below a record ------------------------------------------------------ */

static const struct record *record_of(const struct type *type)
{
    type = type_inner(type);
    return type->kind == TYPE_RECORD ? type->record : NULL;
}

/* The distance by one look at the fields, where those of one less are known. */
static bool reaches(const struct record *record, const struct type *wanted,
                    const unsigned char *table, unsigned depth)
{
    for (unsigned i = 0; i < record->n_fields; i++) {
        const struct type *type = record->fields[i].type;
        const struct record *inside = record_of(type);

        if (depth == 1 ? type_inner(type) == wanted
                       : inside && table[inside->type->number] == depth - 1)
            return true;
    }
    return false;
}

static const unsigned char *reach_table(struct wirer *w, const struct type *wanted)
{
    const struct model *m = w->m;
    unsigned char *table = w->reach[wanted->number];

    if (table)
        return table;
    table = memory_new(&m->compilation->arena, w->n_types, 1);
    for (unsigned depth = 1; depth <= WIRE_DEEPEST; depth++) {
        for (unsigned i = 0; i < m->n_records; i++) {
            const struct record *record = m->records[i];

            if (!table[record->type->number] && reaches(record, wanted, table, depth))
                table[record->type->number] = (unsigned char)depth;
        }
    }
    w->reach[wanted->number] = table;
    return table;
}

unsigned wire_reach(struct wirer *w, const struct record *record, const struct type *wanted)
{
    return wanted->number < w->n_types ? reach_table(w, wanted)[record->type->number] : 0;
}

/* --- candidates ------------------------------------------------------------------------------ */

static bool usable(const struct sighted *seen)
{
    return !seen->maybe_unset;
}

/* How deep the value is below (or in) the variable; WIRE_DEEPEST + 1: nowhere. */
static unsigned depth_in(struct wirer *w, const struct sighted *seen, const struct type *wanted)
{
    const struct record *record = record_of(seen->type);
    unsigned depth = record ? wire_reach(w, record, wanted) : 0;

    if (type_inner(seen->type) == wanted)
        return 0;
    return depth ? depth : WIRE_DEEPEST + 1;
}

static void add(struct candidates *found, const struct candidate *c,
                const struct conversion *conversion)
{
    if (found->n == 0)
        found->conversion = conversion;
    if (found->n < WIRE_SHOWN)
        found->items[found->n] = *c;
    found->n++;
}

/* All paths of exactly `depth` more fields; `c` holds those so far. */
static void walk(struct wirer *w, const struct record *record, unsigned depth,
                 const struct type *wanted, struct candidate *c, struct candidates *found,
                 const struct conversion *conversion)
{
    for (unsigned i = 0; i < record->n_fields && found->n <= WIRE_SHOWN; i++) {
        const struct field *field = &record->fields[i];
        const struct record *inside = record_of(field->type);

        c->path[c->n_path++] = field;
        if (depth == 1) {
            if (type_inner(field->type) == wanted)
                add(found, c, conversion);
        } else if (inside && wire_reach(w, inside, wanted) &&
                   wire_reach(w, inside, wanted) <= depth - 1) {
            walk(w, inside, depth - 1, wanted, c, found, conversion);
        }
        c->n_path--;
    }
}

static unsigned least_depth(struct wirer *w, const struct type *wanted)
{
    unsigned least = WIRE_DEEPEST + 1;

    for (unsigned i = 0; i < w->stmt->sight.n; i++) {
        const struct sighted *seen = &w->stmt->sight.items[i];
        unsigned depth = usable(seen) ? depth_in(w, seen, wanted) : least;

        if (depth < least)
            least = depth;
    }
    return least;
}

static void find_at(struct wirer *w, const struct type *wanted, unsigned depth,
                    struct candidates *found, const struct conversion *conversion)
{
    found->depth = depth;
    for (unsigned i = 0; i < w->stmt->sight.n; i++) {
        const struct sighted *seen = &w->stmt->sight.items[i];
        struct candidate c = {.root = seen};

        if (!usable(seen) || depth_in(w, seen, wanted) != depth)
            continue;
        if (depth == 0)
            add(found, &c, conversion);
        else
            walk(w, record_of(seen->type), depth, wanted, &c, found, conversion);
    }
}

void wire_find(struct wirer *w, const struct type *wanted, struct candidates *found)
{
    unsigned depth = least_depth(w, wanted);

    *found = (struct candidates){.n = 0};
    if (depth <= WIRE_DEEPEST)
        find_at(w, wanted, depth, found, NULL);
}

void wire_find_converted(struct wirer *w, const struct term *term, struct candidates *found)
{
    const struct model *m = w->m;
    unsigned least = WIRE_DEEPEST + 1;

    *found = (struct candidates){.n = 0};
    for (unsigned i = 0; i < m->n_conversions; i++) {
        if (m->conversions[i]->to == term) {
            unsigned depth = least_depth(w, m->conversions[i]->from->type);

            least = depth < least ? depth : least;
        }
    }
    for (unsigned i = 0; i < m->n_conversions && least <= WIRE_DEEPEST; i++) {
        if (m->conversions[i]->to == term)
            find_at(w, m->conversions[i]->from->type, least, found, m->conversions[i]);
    }
}

void wire_find_projected(struct wirer *w, const struct type *wanted, struct candidates *found)
{
    *found = (struct candidates){.n = 0};
    for (unsigned i = 0; i < w->stmt->sight.n; i++) {
        struct candidate c = {.root = &w->stmt->sight.items[i], .n_path = 1, .projected = true};
        const struct type *type = type_inner(c.root->type);
        const struct record *record = type->kind == TYPE_LIST ? record_of(type->elem) : NULL;
        unsigned n = 0;

        if (!record || type_is_optional(type->elem) || !usable(c.root))
            continue;
        for (unsigned f = 0; f < record->n_fields; f++) {
            if (type_inner(record->fields[f].type) == wanted) {
                c.path[0] = &record->fields[f];
                n++;
            }
        }
        if (n == 1)
            add(found, &c, NULL);
    }
}

const struct sighted *wire_find_name(const struct wirer *w, const char *name)
{
    for (unsigned i = 0; i < w->stmt->sight.n; i++) {
        if (w->stmt->sight.items[i].var->name == name)
            return &w->stmt->sight.items[i];
    }
    return NULL;
}

/* --- what a candidate is --------------------------------------------------------------------- */

struct span wire_place(const struct wirer *w)
{
    const struct ast_stmt *syntax = w->stmt->syntax;

    if (w->stmt->kind == STMT_INVOKE)
        return span_join(syntax->invoke.service.span, syntax->invoke.operation.span);
    return w->stmt->span;
}

/* `[it.field for it in list]`, and none where the list is. */
static struct expr *projected(struct wirer *w, const struct candidate *c, struct expr *list)
{
    const struct span span = wire_place(w);
    struct var *whole = NULL, *it;
    struct expr *through = list;

    if (type_is_optional(list->type)) {
        whole = expr_local(w->m, w->flow, "list", type_inner(list->type), list, span);
        through = expr_var(w->m, whole, whole->type, span);
    }
    it = expr_local(w->m, w->flow, "it", through->type->elem, list, span);
    through = expr_for(w->m, it, through, NULL,
                       expr_field(w->m, expr_var(w->m, it, it->type, span), c->path[0], span));
    return whole ? expr_lift(w->m, whole, list, through) : through;
}

struct expr *wire_candidate(struct wirer *w, const struct candidate *c)
{
    const struct span span = wire_place(w);
    struct expr *e = expr_var(w->m, c->root->var, c->root->type, span);

    if (c->projected)
        return projected(w, c, e);
    for (unsigned i = 0; i < c->n_path; i++) {
        e = expr_field(w->m, e, c->path[i], span);
        if (type_is_optional(e->type) &&
            known_holds(w->stmt->sight.known, c->root->var, c->path, i + 1))
            e = expr_unary(w->m, EXPR_VALUE, type_inner(e->type), e);
    }
    return e;
}

const char *wire_candidate_text(struct wirer *w, const struct candidate *c)
{
    if (c->projected)
        return check_format(w->m, "%s[].%s", c->root->var->name, c->path[0]->name);
    return check_value_text(w->m, wire_candidate(w, c));
}

struct span wire_candidate_span(const struct candidate *c)
{
    return c->n_path ? c->path[c->n_path - 1]->span : c->root->var->span;
}
