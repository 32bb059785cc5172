/* Records and enums: their fields and values. */
#include "describe_parts.h"
#include "reserved.h"

/* --- members --------------------------------------------------------------------------------- */

struct ast_clause *describe_clause(struct description *d, enum ast_clause_kind kind,
                                   struct span span)
{
    struct ast_clause *clause = memory_new(&d->c->arena, 1, sizeof *clause);

    clause->kind = kind;
    clause->span = span;
    return clause;
}

void describe_add_clause(struct ast_member *member, struct ast_clause *clause)
{
    struct ast_clause **end = &member->clauses;

    while (*end)
        end = &(*end)->next;
    *end = clause;
}

struct ast_member *describe_member(struct description *d, struct orch_map *names, const char *wish,
                                   struct orch_str wire, struct span span)
{
    struct ast_member *m = memory_new(&d->c->arena, 1, sizeof *m);
    struct ast_clause *json;

    m->name = (struct ast_name){describe_unique(d, names, wish, m), span};
    m->span = span;
    if (!orch_str_eq(wire, orch_str(m->name.text))) {
        json = describe_clause(d, AST_CLAUSE_JSON, span);
        json->string = (struct ast_string){wire, span};
        describe_add_clause(m, json);
    }
    return m;
}

/* --- records --------------------------------------------------------------------------------- */

static struct ast_member *field(struct description *d, struct described *record,
                                struct orch_map *names, const struct view_property *property)
{
    const struct node_entry *entry = property->entry;
    struct ast_member *m =
        describe_member(d, names, describe_identifier(d, entry->key), entry->key, entry->key_span);
    const struct where w = {
        .owner = record,
        .mention = m->name.text,
        .path = memory_text(&d->c->arena, "%s_%s", record->name, m->name.text),
        .span = entry->key_span,
        .colour = describe_paint(d, record->name, m->name.text),
        .limited = m,
        .direct = true,
    };

    m->type = describe_schema(d, &w, entry->value);
    m->optional = !property->required || node_true(entry->value, "writeOnly");
    m->doc = describe_doc(entry->value);
    return m;
}

/* What there is besides properties, and is lost. */
static void note_rest(struct description *d, const struct where *w, const struct view *v)
{
    const struct node *more = view_get(v, "additionalProperties");
    const char *const lost[] = {"oneOf", "anyOf"};

    if (more && more->kind == NODE_MAP && more->n > 0)
        describe_note(d, w, DIAG_DESCRIBED_LEFT_OUT, view_span(v, "additionalProperties"),
                      "keys besides the properties of `%s` are left out", w->owner->full);
    if (view_get(v, "discriminator") && !view_get(v, "oneOf") && !view_get(v, "anyOf"))
        describe_note(d, w, DIAG_DESCRIBED_LEFT_OUT, view_span(v, "discriminator"),
                      "what a discriminator tells apart is all `%s` here", w->owner->full);
    for (size_t i = 0; i < sizeof lost / sizeof *lost; i++) {
        if (describe_adds_alternatives(view_get(v, lost[i])))
            describe_note(d, w, DIAG_DESCRIBED_LEFT_OUT, view_span(v, lost[i]),
                          "what `%s` adds to the properties of `%s` is left out", lost[i],
                          w->owner->full);
    }
}

void describe_record(struct description *d, struct described *record)
{
    const struct where w = {.owner = record, .path = record->name, .span = record->span};
    struct ast_member **last = &record->decl->members;
    struct view_property *properties;
    struct orch_map names;
    struct view v;
    unsigned n;

    describe_view(d, &w, record->schema, &v);
    properties = view_properties(d, &v, &n);
    orch_map_init(&names);
    for (unsigned i = 0; i < n; i++) {
        *last = field(d, record, &names, &properties[i]);
        last = &(*last)->next;
    }
    orch_map_free(&names);
    note_rest(d, &w, &v);
    record->decl->doc = describe_doc(record->schema);
}

/* --- enums ----------------------------------------------------------------------------------- */

unsigned describe_values(const struct view *v, struct node_entry *one,
                         const struct node_entry **values)
{
    struct node *list = view_get(v, "enum"), *value = view_get(v, "const");

    if (list && list->kind == NODE_LIST) {
        *values = list->entries;
        return list->n;
    }
    *one = (struct node_entry){.value = value};
    *values = one;
    return value != NULL;
}

bool describe_is_enum(const struct view *v)
{
    const struct node_entry *values;
    struct node_entry one;
    const unsigned n = describe_values(v, &one, &values);
    bool any = false;

    for (unsigned i = 0; i < n; i++) {
        const struct node *value = values[i].value;

        if (value->kind == NODE_NULL)
            continue;
        if (value->text.len == 0 || value->kind == NODE_LIST || value->kind == NODE_MAP)
            return false;
        any = true;
    }
    return any;
}

void describe_enum(struct description *d, struct described *item, const struct view *v)
{
    struct ast_member **last = &item->decl->members;
    struct orch_map names, wires;
    const struct node_entry *values;
    struct node_entry one;
    const unsigned n = describe_values(v, &one, &values);
    const char *wish;

    orch_map_init(&names);
    orch_map_init(&wires);
    for (unsigned i = 0; i < n; i++) {
        const struct node *value = values[i].value;

        if (value->kind == NODE_NULL || orch_map_put(&wires, value->text, item))
            continue;
        wish = describe_identifier(d, value->text);
        if (words_is_reserved(wish)) /* a value stands alone where it is used */
            wish = memory_text(&d->c->arena, "%s_", wish);
        *last = describe_member(d, &names, wish, value->text, value->span);
        last = &(*last)->next;
    }
    orch_map_free(&names);
    orch_map_free(&wires);
    item->decl->doc = describe_doc(item->schema);
}
