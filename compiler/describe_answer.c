/* What an operation answers: the JSON of its 2xx reply. */
#include "describe_parts.h"

/* A reply as described. */
struct reply {
    const struct node_entry *entry;   /* its status */
    const struct node_entry *content; /* that is JSON; NULL: none */
    const struct node_entry *other;   /* that is not */
    struct node *schema;
};

/* "200", "2XX". */
static bool is_success(struct orch_str status)
{
    return status.len == 3 && status.ptr[0] == '2';
}

static struct reply read_reply(struct describing *o, const struct node_entry *entry)
{
    struct reply r = {.entry = entry};
    const struct node *n = describe_follow(o->d, &o->w, entry->value);

    r.content = describe_json_content(node_get(n, "content"), &r.other);
    r.schema = r.content ? node_get(r.content->value, "schema") : NULL;
    return r;
}

/* The reply that gives the result: the first 2xx one with JSON, or else the first; where there is
 * none, `default`. entry NULL: there is none at all. */
static struct reply choose(struct describing *o, const struct node *responses)
{
    struct reply chosen = {NULL, NULL, NULL, NULL};

    for (unsigned i = 0; responses && i < responses->n; i++) {
        struct reply r;

        if (!is_success(responses->entries[i].key))
            continue;
        r = read_reply(o, &responses->entries[i]);
        if (!chosen.entry || (r.content && !chosen.content))
            chosen = r;
    }
    if (!chosen.entry && node_entry(responses, orch_str("default")))
        chosen = read_reply(o, node_entry(responses, orch_str("default")));
    return chosen;
}

/* Replies with another body than the one that is read. */
static void note_others(struct describing *o, const struct node *responses,
                        const struct reply *chosen)
{
    for (unsigned i = 0; chosen->content && i < responses->n; i++) {
        const struct node_entry *entry = &responses->entries[i];
        struct reply r;

        if (!is_success(entry->key) || entry == chosen->entry)
            continue;
        r = read_reply(o, entry);
        if (r.schema == chosen->schema || describe_same_reference(r.schema, chosen->schema))
            continue;
        describe_note(o->d, &o->w, DIAG_DESCRIBED_LEFT_OUT, entry->key_span,
                      "the reply %.*s is read as %.*s is, which has %s body",
                      ORCH_STR_ARG(entry->key), ORCH_STR_ARG(chosen->entry->key),
                      r.content ? "another" : "a")
            ->advice = "what does not fit is `malformed`, a failure like any other";
    }
}

/* What the result is called: by its term, by its record, by the operation. */
static const char *result_name(struct describing *o, const struct ast_type *type)
{
    struct description *d = o->d;
    bool many = false;
    const char *dot;

    for (; type->kind == AST_TYPE_OPTIONAL || type->kind == AST_TYPE_LIST; type = type->elem) {
        if (type->colour.text)
            return type->colour.text;
        many = many || type->kind == AST_TYPE_LIST;
    }
    if (type->colour.text && !many)
        return type->colour.text;
    dot = strchr(type->name.text, '.');
    if (!dot || !describe_type_called(d, dot + 1) ||
        !describe_type_called(d, dot + 1)->schema->name)
        return describe_variable(d, o->item->name);
    return many ? describe_plural(d, describe_variable(d, dot + 1)) : describe_variable(d, dot + 1);
}

void describe_answer(struct describing *o)
{
    const struct node *responses = node_map(o->node, "responses");
    const struct reply r = choose(o, responses);
    struct ast_operation *made = o->item->operation;
    struct where w = o->w;

    if (r.other && !r.content)
        describe_note(o->d, &o->w, DIAG_DESCRIBED_LEFT_OUT, r.other->key_span,
                      "the reply is `%.*s`: nothing of it is read", ORCH_STR_ARG(r.other->key));
    if (!r.content || strcmp(o->key, "head") == 0)
        return;
    w.span = r.content->key_span;
    w.path = memory_text(&o->d->c->arena, "%s_result", o->item->name);
    w.colour = describe_paint(o->d, o->item->name, NULL);
    made->result_type =
        r.schema ? describe_schema(o->d, &w, r.schema) : describe_type_name(o->d, "json", w.span);
    made->result_name = (struct ast_name){result_name(o, made->result_type), r.entry->key_span};
    note_others(o, responses, &r);
}
