/* What an operation takes. Each parameter of path, query or headers is one of the operation. A body
 * that has a name is one more, called by that name; a body that has none is given field by field.
 * In JSON alone; other bodies and cookies have no counterpart. */
#include "describe_parts.h"
#include "runtime/base/buf.h"
#include "runtime/header.h"

#include <ctype.h>
#include <strings.h>

/* A parameter as described. */
struct described_param {
    struct node *node; /* behind references */
    struct orch_str name;
    struct span span; /* of the name */
    const char *in;   /* "query" */
    bool required;
    bool placed;
};

struct params {
    struct described_param *items;
    unsigned n;
};

/* --- collecting ------------------------------------------------------------------------------ */

static const char *place_of(const struct node *n)
{
    static const char *const places[] = {"path", "query", "header", "cookie"};

    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (node_is(node_get(n, "in"), places[i]))
            return places[i];
    }
    return NULL;
}

/* Place and name; of headers, case makes no difference. */
static struct orch_str key_of(struct describing *o, const struct described_param *p)
{
    char *key = memory_new(&o->d->c->arena, p->name.len + 2, 1);

    key[0] = p->in[0];
    for (size_t i = 0; i < p->name.len; i++)
        key[i + 1] =
            (char)(key[0] == 'h' ? tolower((unsigned char)p->name.ptr[i]) : p->name.ptr[i]);
    return orch_str_n(key, p->name.len + 1);
}

/* Adds those of a list; one of the same name and place is replaced. */
static void collect(struct describing *o, const struct node *list, struct params *all,
                    struct orch_map *known)
{
    for (unsigned i = 0; list && i < list->n; i++) {
        struct node *n = describe_follow(o->d, &o->w, list->entries[i].value);
        struct described_param p = {.node = n, .in = place_of(n), .name = node_string(n, "name")};
        struct orch_str key;
        uintptr_t number;

        if (!p.in || p.name.len == 0)
            continue;
        p.required = node_true(n, "required");
        p.span = node_get(n, "name")->span;
        key = key_of(o, &p);
        number = (uintptr_t)orch_map_get(known, key);
        if (number) {
            all->items[number - 1] = p;
            continue;
        }
        all->items = memory_grow(&o->d->c->arena, all->items, all->n, sizeof p);
        all->items[all->n++] = p;
        orch_map_put(known, key, (void *)(uintptr_t)all->n);
    }
}

/* --- one parameter --------------------------------------------------------------------------- */

static void add_param(struct describing *o, struct ast_member *m)
{
    *o->last_param = m;
    o->last_param = &m->next;
}

static void say_from(struct describing *o, struct ast_member *m, const char *place)
{
    struct ast_clause *from = describe_clause(o->d, AST_CLAUSE_FROM, m->span);

    from->name = (struct ast_name){intern(&o->d->c->names, orch_str(place)), m->span};
    describe_add_clause(m, from);
}

static const char *name_of(struct describing *o, const struct described_param *p)
{
    const char *name = describe_identifier(o->d, p->name);

    return p->in[0] == 'h' ? describe_variable(o->d, name) : name;
}

/* The name that it should have: in front of one that is taken, where it travels. */
static const char *wish(struct describing *o, const struct described_param *p)
{
    const char *name = name_of(o, p);

    return orch_map_get(&o->names, orch_str(name))
               ? memory_text(&o->d->c->arena, "%s_%s", p->in, name)
               : name;
}

static struct ast_type *type_of(struct describing *o, const struct described_param *p,
                                const char *name, bool always)
{
    struct where w = o->w;
    struct node *schema = node_get(p->node, "schema");

    w.mention = always ? NULL : name;
    w.span = p->span;
    w.in_url = true;
    w.path = memory_text(&o->d->c->arena, "%s_%s", o->item->name, name);
    w.colour = describe_paint(o->d, o->item->name, name);
    if (!w.colour.text)
        w.colour = describe_x_term(o->d, &w, p->node);
    return schema ? describe_schema(o->d, &w, schema) : describe_type_name(o->d, "string", p->span);
}

/* Says that a parameter is left out; where it is required, that may matter. */
static void leave_out(struct describing *o, const struct described_param *p, struct span span,
                      const char *why)
{
    struct where w = o->w;
    struct described_note *note;

    w.mention = p->required ? NULL : name_of(o, p);
    note = describe_note(o->d, &w, DIAG_DESCRIBED_LEFT_OUT, span,
                         "parameter `%.*s` is left out: %s", ORCH_STR_ARG(p->name), why);
    if (p->required)
        note->advice = "it is required: the service may refuse what is sent without it";
}

/* The elements of a list stand in one text, with commas or the like between them. */
static bool is_joined(const struct node *n)
{
    const struct node *style = node_get(n, "style"), *explode = node_get(n, "explode");

    return explode ? !node_true(n, "explode") : style && !node_is(style, "form");
}

static void query_param(struct describing *o, const struct described_param *p)
{
    struct ast_member *m;

    if (node_get(p->node, "content")) {
        leave_out(o, p, node_key_span(p->node, "content"), "its value has a media type");
        return;
    }
    m = describe_member(o->d, &o->names, wish(o, p), p->name, p->span);
    m->type = type_of(o, p, m->name.text, p->required);
    m->optional = !p->required;
    m->doc = describe_doc(p->node);
    if (!describe_fits_query(o->d, m->type)) {
        leave_out(o, p, p->span, "only single values and lists of them fit into a query");
        return;
    }
    if (is_joined(p->node) && !describe_is_scalar(o->d, m->type)) {
        leave_out(o, p, p->span, "its list is not written as repeated names");
        return;
    }
    say_from(o, m, "query");
    add_param(o, m);
}

/* --- headers --------------------------------------------------------------------------------- */

/* OpenAPI says that these are described elsewhere, if at all. */
static bool is_described_elsewhere(struct orch_str name)
{
    static const char *const names[] = {"Accept", "Content-Type", "Authorization"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (orch_header_same(name, orch_str(names[i])))
            return true;
    }
    return false;
}

static void header_param(struct describing *o, const struct described_param *p)
{
    struct ast_member *m;

    if (is_described_elsewhere(p->name))
        return;
    if (!orch_header_is_name(p->name) || orch_header_is_reserved(p->name, ORCH_HEADER_SENT)) {
        leave_out(o, p, p->span, "the header is not a program's to set");
        return;
    }
    m = describe_member(o->d, &o->names, wish(o, p), p->name, p->span);
    m->clauses = NULL;
    m->type = type_of(o, p, m->name.text, p->required);
    m->optional = !p->required;
    m->doc = describe_doc(p->node);
    if (node_get(p->node, "content") || !describe_is_scalar(o->d, m->type)) {
        leave_out(o, p, p->span, "only a single value fits into a header");
        return;
    }
    say_from(o, m, "header");
    m->clauses->string = (struct ast_string){p->name, p->span};
    add_param(o, m);
}

/* --- the path -------------------------------------------------------------------------------- */

static struct described_param *in_path(const struct params *all, struct orch_str name)
{
    for (unsigned i = 0; i < all->n; i++) {
        if (strcmp(all->items[i].in, "path") == 0 && orch_str_eq(all->items[i].name, name))
            return &all->items[i];
    }
    return NULL;
}

/* The parameter that stands in the path as {name}; its name in the language. */
static const char *path_param(struct describing *o, const struct params *all, struct orch_str name)
{
    struct described_param *p = in_path(all, name), undeclared = {0};
    struct ast_member *m;

    if (p && p->placed) {
        describe_unusable(o, o->path->key_span, "`{%.*s}` stands twice in its path",
                          ORCH_STR_ARG(name));
        return "_";
    }
    if (!p) {
        undeclared =
            (struct described_param){.name = name, .in = "path", .span = o->path->key_span};
        p = &undeclared;
    }
    p->placed = true;
    m = describe_member(o->d, &o->names, wish(o, p), p->name, p->span);
    m->clauses = NULL; /* in a path there is no other name */
    m->type = type_of(o, p, m->name.text, true);
    while (m->type->kind == AST_TYPE_OPTIONAL) /* there is no path without it */
        m->type = m->type->elem;
    m->doc = describe_doc(p->node);
    if (!describe_is_scalar(o->d, m->type))
        describe_unusable(o, p->span, "parameter `%.*s` of its path is not a single value",
                          ORCH_STR_ARG(p->name));
    add_param(o, m);
    return m->name.text;
}

/* The path, each parameter called as in the language. */
static void set_path(struct describing *o, const struct params *all)
{
    const struct orch_str path = o->path->key;
    struct orch_buf text;

    orch_buf_init(&text, 0);
    for (size_t i = 0; i < path.len; i++) {
        const char *close = path.ptr[i] == '{' ? memchr(path.ptr + i, '}', path.len - i) : NULL;
        size_t len;

        orch_buf_char(&text, path.ptr[i]);
        if (!close)
            continue;
        len = (size_t)(close - path.ptr) - i - 1;
        orch_buf_cstr(&text, path_param(o, all, orch_str_n(path.ptr + i + 1, len)));
        i += len;
    }
    o->item->operation->path = (struct ast_string){
        orch_arena_str(&o->d->c->arena, orch_buf_get(&text)), o->path->key_span};
    orch_buf_free(&text);
}

void describe_parameters(struct describing *o)
{
    struct params all = {NULL, 0};
    struct orch_map known;

    orch_map_init(&known);
    collect(o, node_list(o->path_item, "parameters"), &all, &known);
    collect(o, node_list(o->node, "parameters"), &all, &known);
    orch_map_free(&known);
    set_path(o, &all);
    for (unsigned i = 0; i < all.n; i++) {
        const struct described_param *p = &all.items[i];

        if (strcmp(p->in, "query") == 0)
            query_param(o, p);
        else if (strcmp(p->in, "header") == 0)
            header_param(o, p);
        else if (strcmp(p->in, "path") != 0)
            leave_out(o, p, p->span, "it would be a cookie");
        else if (!p->placed)
            leave_out(o, p, p->span, "the path does not name it");
    }
}

/* --- bodies ---------------------------------------------------------------------------------- */

static bool is_json(struct orch_str type)
{
    size_t n = 0;

    while (n < type.len && type.ptr[n] != ';' && type.ptr[n] != ' ')
        n++;
    return (n == 16 && strncasecmp(type.ptr, "application/json", 16) == 0) ||
           (n > 5 && strncasecmp(type.ptr + n - 5, "+json", 5) == 0);
}

const struct node_entry *describe_json_content(const struct node *content,
                                               const struct node_entry **other)
{
    const struct node_entry *any = NULL;

    *other = NULL;
    for (unsigned i = 0; content && content->kind == NODE_MAP && i < content->n; i++) {
        const struct node_entry *entry = &content->entries[i];

        if (is_json(entry->key))
            return entry;
        if (orch_str_eq(entry->key, orch_str("*/*")) && node_get(entry->value, "schema"))
            any = entry;
        if (!*other)
            *other = entry;
    }
    return any;
}

/* A body without a name: its properties are parameters. */
static void spread(struct describing *o, const struct view *v)
{
    unsigned n;
    const struct view_property *properties = view_properties(o->d, v, &n);

    for (unsigned i = 0; i < n; i++) {
        const struct node_entry *entry = properties[i].entry;
        const struct described_param p = {.name = entry->key, .in = "body"};
        struct where w = o->w;
        struct ast_member *m;

        if (node_true(entry->value, "readOnly"))
            continue;
        m = describe_member(o->d, &o->names, wish(o, &p), entry->key, entry->key_span);
        w.mention = properties[i].required ? NULL : m->name.text;
        w.span = entry->key_span;
        w.path = memory_text(&o->d->c->arena, "%s_%s", o->item->name, m->name.text);
        w.colour = describe_paint(o->d, o->item->name, m->name.text);
        m->type = describe_schema(o->d, &w, entry->value);
        m->optional = !properties[i].required;
        m->doc = describe_doc(entry->value);
        add_param(o, m);
    }
}

/* The schema behind references, where it has no name and is an object; NULL: it is anything else.
 */
static struct node *nameless(struct describing *o, struct node *schema, struct view *v)
{
    if (!schema || schema->kind != NODE_MAP || describe_is_reference(o->d, schema) ||
        describe_wrapped(schema) || schema->name || node_true(schema, "nullable"))
        return NULL;
    describe_view(o->d, &o->w, schema, v);
    return view_has_properties(v) ? schema : NULL;
}

/* What a body is called: by its schema's name. */
static const char *body_name(struct describing *o, const struct node *schema)
{
    const struct node *wrapped = schema;

    for (unsigned hops = 0; wrapped && hops < DESCRIBE_MAX_HOPS; hops++) {
        const struct node *inner = describe_wrapped(wrapped);

        if (wrapped->name || !inner)
            break;
        wrapped = inner;
    }
    if (wrapped && !wrapped->name && describe_is_reference(o->d, wrapped))
        wrapped = describe_follow(o->d, &o->w, (struct node *)wrapped);
    return wrapped && wrapped->name ? describe_variable(o->d, wrapped->name) : "body";
}

static void whole(struct describing *o, struct node *schema, struct span span, bool required)
{
    const char *name = body_name(o, schema);
    struct where w = o->w;
    struct ast_member *m;

    if (orch_map_get(&o->names, orch_str(name)))
        name = "body";
    m = describe_member(o->d, &o->names, name, orch_str(name), span);
    m->clauses = NULL;
    w.mention = required ? NULL : m->name.text;
    w.span = span;
    w.path = memory_text(&o->d->c->arena, "%s_body", o->item->name);
    w.colour = describe_paint(o->d, o->item->name, m->name.text);
    m->type = schema ? describe_schema(o->d, &w, schema) : describe_type_name(o->d, "json", span);
    m->optional = !required;
    say_from(o, m, "body");
    add_param(o, m);
}

void describe_body(struct describing *o)
{
    struct node *body = describe_follow(o->d, &o->w, node_get(o->node, "requestBody"));
    const struct node_entry *other, *json;
    const bool required = node_true(body, "required");
    struct node *schema;
    struct span span;
    const char *why;
    struct view v;

    if (!body)
        return;
    json = describe_json_content(node_get(body, "content"), &other);
    if (json && describe_has_body(o)) {
        schema = node_get(json->value, "schema");
        if (nameless(o, schema, &v))
            spread(o, &v);
        else
            whole(o, schema, json->key_span, required);
        return;
    }
    if (json)
        why = memory_text(&o->d->c->arena, "the method %s takes none",
                          o->item->operation->method.text);
    else if (other)
        why = memory_text(&o->d->c->arena, "`%.*s` has no counterpart, only JSON has",
                          ORCH_STR_ARG(other->key));
    else
        return;
    span = (json ? json : other)->key_span;
    if (required)
        describe_unusable(o, span, "it needs a body, and %s", why);
    else
        describe_note(o->d, &o->w, DIAG_DESCRIBED_LEFT_OUT, span, "the body is left out: %s", why);
}
