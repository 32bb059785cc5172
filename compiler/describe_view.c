/* A schema together with the schemas that its `allOf` adds: what they say of one value. */
#include "describe_parts.h"

/* True where the schema says something of its values besides what its `$ref` or `allOf` does. */
static bool says_something(const struct node *schema)
{
    static const char *const keys[] = {"properties", "required", "items", "enum",
                                       "const",      "oneOf",    "anyOf"};

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (node_get(schema, keys[i]))
            return true;
    }
    return false;
}

bool describe_is_reference(const struct description *d, const struct node *schema)
{
    const struct node *ref = node_get(schema, "$ref");

    return ref && ref->kind == NODE_STRING &&
           !(d->siblings_count && (says_something(schema) || node_get(schema, "allOf")));
}

/* The schema that this one only wraps: `allOf` of one, which is how a reference is given a text. */
struct node *describe_wrapped(const struct node *schema)
{
    const struct node *all = node_list(schema, "allOf");

    return all && all->n == 1 && !node_get(schema, "$ref") && !says_something(schema)
               ? all->entries[0].value
               : NULL;
}

static void gather(struct description *d, const struct where *w, struct node *schema,
                   struct view *v)
{
    struct node *referred = NULL;
    const struct node *all;

    if (!schema || schema->kind != NODE_MAP || schema->gathering)
        return;
    if (v->n == VIEW_MAX) {
        describe_note(d, w, DIAG_DESCRIBED_WIDER, schema->span,
                      "`allOf` puts more than %d schemas together: the rest is left out", VIEW_MAX);
        return;
    }
    schema->gathering = true;
    if (node_get(schema, "$ref"))
        referred = describe_follow(d, w, schema);
    if (referred && referred != schema)
        gather(d, w, referred, v);
    if (!referred || referred == schema || !describe_is_reference(d, schema)) {
        all = node_list(schema, "allOf");
        for (unsigned i = 0; all && i < all->n; i++)
            gather(d, w, all->entries[i].value, v);
        if (v->n < VIEW_MAX)
            v->parts[v->n++] = schema;
    }
    schema->gathering = false;
}

void describe_view(struct description *d, const struct where *w, struct node *schema,
                   struct view *v)
{
    v->n = 0;
    gather(d, w, schema, v);
}

struct node *view_get(const struct view *v, const char *key)
{
    for (unsigned i = v->n; i > 0; i--) {
        struct node *n = node_get(v->parts[i - 1], key);

        if (n)
            return n;
    }
    return NULL;
}

struct span view_span(const struct view *v, const char *key)
{
    for (unsigned i = v->n; i > 0; i--) {
        if (node_get(v->parts[i - 1], key))
            return node_key_span(v->parts[i - 1], key);
    }
    return (struct span){0};
}

bool view_has_properties(const struct view *v)
{
    for (unsigned i = 0; i < v->n; i++) {
        const struct node *properties = node_map(v->parts[i], "properties");

        if (properties && properties->n > 0)
            return true;
    }
    return false;
}

/* --- properties */

static void note_required(const struct view *v, struct orch_map *required)
{
    for (unsigned i = 0; i < v->n; i++) {
        const struct node *list = node_list(v->parts[i], "required");

        for (unsigned k = 0; list && k < list->n; k++)
            orch_map_put(required, list->entries[k].value->text, required);
    }
}

struct view_property *view_properties(struct description *d, const struct view *v, unsigned *n)
{
    struct view_property *all = NULL;
    struct orch_map required, numbers; /* by key; a number + 1 */

    orch_map_init(&required);
    orch_map_init(&numbers);
    note_required(v, &required);
    *n = 0;
    for (unsigned i = 0; i < v->n; i++) {
        const struct node *properties = node_map(v->parts[i], "properties");

        for (unsigned k = 0; properties && k < properties->n; k++) {
            const struct node_entry *entry = &properties->entries[k];
            const uintptr_t known = (uintptr_t)orch_map_get(&numbers, entry->key);

            if (known) {
                all[known - 1].entry = entry;
                continue;
            }
            all = memory_grow(&d->c->arena, all, *n, sizeof *all);
            all[(*n)++] = (struct view_property){entry, orch_map_get(&required, entry->key)};
            orch_map_put(&numbers, entry->key, (void *)(uintptr_t)*n);
        }
    }
    orch_map_free(&required);
    orch_map_free(&numbers);
    return all;
}
