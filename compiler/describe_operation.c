/* Paths: each method of each path is an operation of the service that the description is. */
#include "describe_parts.h"

#include <ctype.h>
#include <stdarg.h>

static const char *const methods[] = {"get",   "head",   "post",    "put",
                                      "patch", "delete", "options", "trace"};

void describe_unusable(struct describing *o, struct span span, const char *fmt, ...)
{
    char message[256];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(message, sizeof message, fmt, ap);
    va_end(ap);
    describe_note(o->d, &o->w, DIAG_NO_COUNTERPART, span, "%s", message);
}

bool describe_has_body(const struct describing *o)
{
    return strcmp(o->key, "post") == 0 || strcmp(o->key, "put") == 0 ||
           strcmp(o->key, "patch") == 0;
}

static const char *upper(struct description *d, const char *word)
{
    char text[16];
    size_t i;

    for (i = 0; word[i] && i + 1 < sizeof text; i++)
        text[i] = (char)toupper((unsigned char)word[i]);
    return intern(&d->c->names, orch_str_n(text, i));
}

/* `operationId`, or "get_users_id" of GET /users/{id}. */
static const char *wish(struct description *d, const char *method, struct orch_str path,
                        const struct node *node, struct span *span)
{
    const struct orch_str id = node_string(node, "operationId");

    if (id.len > 0) {
        *span = node_get(node, "operationId")->span;
        return describe_identifier(d, id);
    }
    return describe_identifier(
        d, orch_str(memory_text(&d->c->arena, "%s%.*s", method, ORCH_STR_ARG(path))));
}

/* What is said beside the operation and changes how it would have to be called. */
static void note_rest(struct describing *o)
{
    const struct node *holder;

    holder = node_list(o->node, "servers") ? o->node : o->path_item;
    if (node_list(holder, "servers"))
        describe_note(o->d, &o->w, DIAG_DESCRIBED_LEFT_OUT, node_key_span(holder, "servers"),
                      "servers of a single path are left out: the service has one URL");
}

static void operation(struct description *d, const struct node_entry *path, struct node *path_item,
                      const struct node_entry *method)
{
    struct describing o = {.d = d,
                           .path_item = path_item,
                           .node = method->value,
                           .path = path,
                           .key = memory_text(&d->c->arena, "%.*s", ORCH_STR_ARG(method->key))};
    struct span span = method->key_span;
    const char *name =
        describe_unique(d, &d->operations, wish(d, o.key, path->key, o.node, &span), d);
    struct ast_operation *made;

    o.item = describe_add(d, DESCRIBED_OPERATION, name, span);
    orch_map_put(&d->operations, orch_str(name), o.item);
    o.w = (struct where){.owner = o.item, .path = name, .span = span};
    made = o.item->operation;
    made->method = (struct ast_name){upper(d, o.key), method->key_span};
    made->doc = describe_doc(o.node);
    o.last_param = &made->params;
    orch_map_init(&o.names);
    if (strcmp(o.key, "options") == 0 || strcmp(o.key, "trace") == 0) {
        describe_unusable(&o, method->key_span, "its method %s has no counterpart",
                          made->method.text);
        made->method.text = intern(&d->c->names, orch_str("GET")); /* said once is enough */
    }
    describe_parameters(&o);
    describe_body(&o);
    describe_security(&o);
    describe_answer(&o);
    note_rest(&o);
    orch_map_free(&o.names);
}

static bool is_method(struct orch_str key)
{
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        if (orch_str_eq(key, orch_str(methods[i])))
            return true;
    }
    return false;
}

void describe_operations(struct description *d)
{
    const struct node *paths = node_map(d->root, "paths");
    struct described nobody = {.last_note = &nobody.notes, .last_use = &nobody.uses};
    const struct where w = {.owner = &nobody};

    for (unsigned i = 0; paths && i < paths->n; i++) {
        const struct node_entry *path = &paths->entries[i];
        struct node *item = describe_follow(d, &w, path->value);

        if (path->key.len == 0 || path->key.ptr[0] != '/' || !item || item->kind != NODE_MAP)
            continue;
        for (unsigned k = 0; k < item->n; k++) {
            if (is_method(item->entries[k].key) && item->entries[k].value->kind == NODE_MAP)
                operation(d, path, item, &item->entries[k]);
        }
    }
}
