/* Records and enums: their members, and which records hold themselves. */
#include "resolve_parts.h"

#include <assert.h>

static unsigned count_members(const struct ast_member *list)
{
    unsigned n = 0;

    for (; list; list = list->next)
        n += list->name.text != NULL;
    return n;
}

/* A record or enum without members: `advice` shows one. */
static void report_empty(struct resolver *r, const struct declared *d, const char *what,
                         const char *advice)
{
    diag_note(diag_add(&r->c->diags, DIAG_EMPTY_TYPE, d->span, "%s `%s` has no %s",
                       d->kind == DECLARED_RECORD ? "record" : "enum", d->name, what),
              "%s", advice);
}

/* --- records */

void resolve_fields(struct resolver *r, struct record *record, const struct ast_member *members)
{
    struct orch_map names, wires;

    orch_map_init(&names);
    orch_map_init(&wires);
    record->fields = memory_new(&r->c->arena, count_members(members), sizeof *record->fields);
    for (const struct ast_member *m = members; m; m = m->next) {
        const struct clauses cs = resolve_clauses(r, m->clauses, CLAUSE(JSON), "a field");
        struct field *f = &record->fields[record->n_fields];

        if (!m->name.text)
            continue;
        f->name = m->name.text;
        f->wire = resolve_wire_name(r, &cs, f->name);
        f->type = resolve_member_type(r, &m->name, m->type, m->optional);
        f->limits = m->limits ? constraints_of_field(r, type_inner(f->type)->plain, m) : NULL;
        f->index = record->n_fields;
        f->doc = m->doc;
        f->span = m->name.span;
        if (resolve_unique(r, &names, orch_str(m->name.text), &m->name.span, "there are two fields",
                           "") &&
            resolve_unique(r, &wires, f->wire, resolve_wire_span(&cs, &m->name), "two fields are",
                           " in JSON"))
            record->n_fields++;
    }
    orch_map_free(&names);
    orch_map_free(&wires);
}

static void resolve_record(struct resolver *r, const struct declared *d)
{
    resolve_fields(r, d->type->record, d->syntax->members);
    if (!d->syntax->members)
        report_empty(r, d, "fields", "write what it holds, such as `{ id: int  name: string }`");
}

/* --- enums */

static void resolve_enum(struct resolver *r, const struct declared *d)
{
    struct enumeration *e = d->type->enumeration;
    struct orch_map names, wires;

    orch_map_init(&names);
    orch_map_init(&wires);
    e->values = memory_new(&r->c->arena, count_members(d->syntax->members), sizeof *e->values);
    for (const struct ast_member *m = d->syntax->members; m; m = m->next) {
        const struct clauses cs =
            resolve_clauses(r, m->clauses, CLAUSE(JSON), "a value of an enum");
        struct enum_value *v = &e->values[e->n_values];

        if (!m->name.text)
            continue;
        v->name = m->name.text;
        v->wire = resolve_wire_name(r, &cs, v->name);
        v->span = m->name.span;
        if (resolve_unique(r, &names, orch_str(m->name.text), &m->name.span, "there are two values",
                           "") &&
            resolve_unique(r, &wires, v->wire, resolve_wire_span(&cs, &m->name), "two values are",
                           " in JSON"))
            e->n_values++;
    }
    if (!d->syntax->members)
        report_empty(r, d, "values", "write its values, such as `{ open closed }`");
    orch_map_free(&names);
    orch_map_free(&wires);
}

void resolve_records(struct resolver *r)
{
    for (size_t i = 0; i < r->names.n; i++) {
        const struct declared *d = r->names.entries[i].value;

        if (d->kind == DECLARED_RECORD)
            resolve_record(r, d);
        else if (d->kind == DECLARED_ENUM)
            resolve_enum(r, d);
    }
}

/* --- recursion */

/* The records that are being looked into: from the innermost out, each with the field that leads
 * inwards. */
struct within {
    struct declared *record;
    const struct field *field;
    const struct within *outer;
    unsigned depth;
};

static void label_way(struct diag *d, const struct within *w, const struct declared *first)
{
    assert(w); /* the first is on the way */
    if (w->record != first)
        label_way(d, w->outer, first);
    diag_label(d, w->field->span, "`%s` holds `%s`", w->record->name,
               type_inner(w->field->type)->record->name);
}

/* `inner` is met again inside itself; w holds the field that does it. */
static void report_recursion(struct resolver *r, const struct within *w,
                             const struct declared *inner)
{
    struct diag *d = diag_add(&r->c->diags, DIAG_RECURSIVE_TYPE, w->field->span,
                              "record `%s` contains itself", inner->name);

    if (w->record != inner)
        label_way(d, w->outer, inner);
    diag_note(d, "a list may hold the record it is in: `[%s]`", inner->name);
}

static void look_within(struct resolver *r, struct declared *d, const struct within *outer)
{
    struct within w = {d, NULL, outer, outer ? outer->depth + 1 : 1};
    const struct record *record = d->type->record;

    d->open = true;
    d->height = 1;
    for (unsigned i = 0; i < record->n_fields; i++) {
        const struct type *type = type_inner(record->fields[i].type);
        struct declared *inner;

        if (type->kind != TYPE_RECORD)
            continue;
        w.field = &record->fields[i];
        inner = resolve_declared(r, type->record->name);
        if (inner->open) {
            report_recursion(r, &w, inner);
            continue;
        }
        if (!inner->height && w.depth < RESOLVE_MAX_DEPTH)
            look_within(r, inner, &w);
        if (!inner->height || inner->height >= RESOLVE_MAX_DEPTH)
            diag_add(&r->c->diags, DIAG_TOO_DEEP, w.field->span,
                     "records are within records more than %d deep here", RESOLVE_MAX_DEPTH);
        else if (inner->height >= d->height)
            d->height = inner->height + 1;
    }
    d->open = false;
}

void resolve_recursion(struct resolver *r)
{
    for (size_t i = 0; i < r->names.n; i++) {
        struct declared *d = r->names.entries[i].value;

        if (d->kind == DECLARED_RECORD && !d->height)
            look_within(r, d, NULL);
    }
}
