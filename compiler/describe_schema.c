/* Schemas as types. What the language can say becomes a type of it; everything else is `json`, any
 * value, passed on byte for byte; that is noted where the schema says more. */
#include "describe_parts.h"

/* What values of a schema are. */
enum shape {
    SHAPE_ANY,
    SHAPE_BOOL,
    SHAPE_INT,
    SHAPE_FLOAT,
    SHAPE_STRING,
    SHAPE_LIST,
    SHAPE_RECORD,
    SHAPE_MAP,
    SHAPE_MIXED, /* of several types */
};

/* A schema while it is being translated. */
struct schema {
    struct description *d;
    struct where w;
    struct node *node; /* behind references and wrappings */
    struct view view;
    bool nullable;
};

/* --- types ----------------------------------------------------------------------------------- */

struct ast_type *describe_type(struct description *d, enum ast_type_kind kind, struct span span,
                               struct ast_type *elem)
{
    struct ast_type *type = memory_new(&d->c->arena, 1, sizeof *type);

    type->kind = kind;
    type->span = span;
    type->elem = elem;
    type->depth = elem ? elem->depth + 1 : 1;
    return type;
}

struct ast_type *describe_type_name(struct description *d, const char *name, struct span span)
{
    struct ast_type *type = describe_type(d, AST_TYPE_NAME, span, NULL);

    type->name = (struct ast_name){intern(&d->c->names, orch_str(name)), span};
    return type;
}

static struct ast_type *base(const struct schema *s, const char *name)
{
    return describe_type_name(s->d, name, s->w.span);
}

/* The same for values of which the schema may demand more. */
static struct ast_type *limited(const struct schema *s, const char *name)
{
    describe_limits(s->d, &s->w, &s->view, name);
    return base(s, name);
}

/* `json`, with a note of what is lost; not where a colour says what it is. */
static struct ast_type *wider(const struct schema *s, struct span span, const char *what)
{
    if (!s->w.colour.text)
        describe_note(s->d, &s->w, DIAG_DESCRIBED_WIDER, span, "%s", what)->advice =
            "the value is `json` here: it can be passed on, not looked into; a colour gives it a "
            "type";
    return base(s, "json");
}

/* The NAME of a record or enum that is (part of) what w->owner is made of. */
static struct ast_type *named(const struct schema *s, struct described *item)
{
    struct described_use *use = memory_new(&s->d->c->arena, 1, sizeof *use);
    struct described *owner = s->w.owner;

    use->target = item;
    use->leaf = base(s, item->full);
    use->mention = s->w.mention;
    use->span = s->w.span;
    use->direct = s->w.direct;
    *owner->last_use = use;
    owner->last_use = &use->next;
    return use->leaf;
}

/* --- what a schema says ---------------------------------------------------------------------- */

static enum shape shape_called(const struct node *type)
{
    static const struct {
        const char *name;
        enum shape shape;
    } shapes[] = {
        {"boolean", SHAPE_BOOL},  {"integer", SHAPE_INT}, {"number", SHAPE_FLOAT},
        {"string", SHAPE_STRING}, {"array", SHAPE_LIST},  {"object", SHAPE_MAP},
    };

    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        if (node_is(type, shapes[i].name))
            return shapes[i].shape;
    }
    return SHAPE_ANY;
}

/* Two shapes that are possible together. */
static enum shape either(enum shape a, enum shape b)
{
    if (a == b)
        return a;
    if ((a == SHAPE_INT && b == SHAPE_FLOAT) || (a == SHAPE_FLOAT && b == SHAPE_INT))
        return SHAPE_FLOAT;
    return SHAPE_MIXED;
}

/* Of a value as it stands in `enum` or `const`. */
static enum shape shape_of_value(const struct node *value)
{
    static const enum shape shapes[] = {
        [NODE_NULL] = SHAPE_ANY,      [NODE_BOOL] = SHAPE_BOOL, [NODE_INT] = SHAPE_INT,
        [NODE_FLOAT] = SHAPE_FLOAT,   [NODE_LIST] = SHAPE_LIST, [NODE_MAP] = SHAPE_MAP,
        [NODE_STRING] = SHAPE_STRING,
    };

    return shapes[value->kind];
}

/* What `type` says; without it, what can be told from the rest. */
static enum shape shape_of(struct schema *s)
{
    const struct node *type = view_get(&s->view, "type");
    const struct node *values = view_get(&s->view, "enum"), *value = view_get(&s->view, "const");
    enum shape shape = SHAPE_ANY, one;
    bool first = true;

    for (unsigned i = 0; values && values->kind == NODE_LIST && i < values->n; i++)
        s->nullable = s->nullable || values->entries[i].value->kind == NODE_NULL;
    if (type && type->kind == NODE_STRING) {
        s->nullable = s->nullable || node_is(type, "null");
        return shape_called(type);
    }
    if (!type && view_has_properties(&s->view))
        return SHAPE_MAP;
    if (!type && view_get(&s->view, "items"))
        return SHAPE_LIST;
    if (!type && value)
        return shape_of_value(value);
    if (!type)
        type = values;
    for (unsigned i = 0; type && type->kind == NODE_LIST && i < type->n; i++) {
        const struct node *item = type->entries[i].value;

        if (type == values ? item->kind == NODE_NULL : node_is(item, "null")) {
            s->nullable = true;
            continue;
        }
        one = type == values ? shape_of_value(item) : shape_called(item);
        shape = first ? one : either(shape, one);
        first = false;
    }
    return shape;
}

/* --- alternatives ---------------------------------------------------------------------------- */

static bool is_null_schema(const struct node *n)
{
    const struct node *type = node_get(n, "type"), *value = node_get(n, "const");
    const struct node *values = node_list(n, "enum");

    return node_is(type, "null") || (value && value->kind == NODE_NULL) ||
           (values && values->n == 1 && values->entries[0].value->kind == NODE_NULL);
}

/* `{required: [...]}` and texts alone restrict, they do not add anything. */
static bool restricts_only(const struct node *n)
{
    static const char *const adding[] = {"$ref",  "type",  "properties", "allOf", "oneOf",
                                         "anyOf", "items", "enum",       "const"};

    for (size_t i = 0; i < sizeof adding / sizeof *adding; i++) {
        if (node_get(n, adding[i]))
            return false;
    }
    return true;
}

bool describe_adds_alternatives(const struct node *list)
{
    for (unsigned i = 0; list && list->kind == NODE_LIST && i < list->n; i++) {
        if (!restricts_only(list->entries[i].value))
            return true;
    }
    return false;
}

/* The `oneOf` or `anyOf` that counts; NULL: none. */
static struct node *alternatives_of(const struct view *v, const char **key)
{
    static const char *const keys[] = {"oneOf", "anyOf"};

    for (size_t i = 0; i < 2; i++) {
        struct node *list = view_get(v, keys[i]);

        *key = keys[i];
        if (describe_adds_alternatives(list))
            return list;
    }
    return NULL;
}

/* The shape of an alternative where it is a single value; MIXED where it is anything else. */
static enum shape scalar_shape(const struct schema *outer, struct node *alternative)
{
    struct schema s = {.d = outer->d, .w = outer->w};
    enum shape shape;

    describe_view(s.d, &s.w, alternative, &s.view);
    shape = shape_of(&s);
    if (shape < SHAPE_BOOL || shape > SHAPE_STRING || view_get(&s.view, "oneOf") ||
        view_get(&s.view, "anyOf") || node_is(view_get(&s.view, "format"), "date-time"))
        return SHAPE_MIXED;
    return shape;
}

static const char *base_name(enum shape shape)
{
    switch (shape) {
    case SHAPE_BOOL:
        return "bool";
    case SHAPE_INT:
        return "int";
    case SHAPE_FLOAT:
        return "float";
    default:
        return "string";
    }
}

/* One of several: the only one that is not null, or what all have in common. */
static struct ast_type *choice(struct schema *s, const struct node *list, const char *key)
{
    struct node *only = NULL;
    enum shape shape = SHAPE_ANY, one;
    bool all_scalars = true;
    unsigned n = 0;

    for (unsigned i = 0; i < list->n; i++) {
        struct node *alternative = list->entries[i].value;

        if (is_null_schema(alternative)) {
            s->nullable = true;
            continue;
        }
        one = scalar_shape(s, alternative);
        shape = n == 0 ? one : either(shape, one);
        all_scalars = all_scalars && one != SHAPE_MIXED;
        only = alternative;
        n++;
    }
    if (n == 1) {
        s->w.hops++;
        return describe_schema(s->d, &s->w, only);
    }
    if (n > 1 && shape != SHAPE_MIXED)
        return base(s, base_name(shape));
    if (n > 1 && all_scalars && s->w.in_url)
        return base(s, "string");
    return n == 0 ? base(s, "json")
                  : wider(s, view_span(&s->view, key),
                          memory_text(&s->d->c->arena, "`%s` has no counterpart", key));
}

/* --- shapes ---------------------------------------------------------------------------------- */

/* What it is called where it becomes a record or enum. */
static const char *own_name(const struct schema *s)
{
    return s->node->name ? s->node->name
                         : describe_unique(s->d, &s->d->types,
                                           describe_identifier(s->d, orch_str(s->w.path)), s->d);
}

static struct described *make(struct schema *s, enum described_kind kind)
{
    struct described *item =
        describe_add(s->d, kind, own_name(s), s->node->name ? s->node->name_span : s->w.span);

    item->schema = s->node;
    s->node->made = item;
    orch_map_put(&s->d->types, orch_str(item->name), item);
    return item;
}

static struct ast_type *string(struct schema *s)
{
    const struct node *format = view_get(&s->view, "format");
    struct described *item;

    if (!view_get(&s->view, "enum") && !view_get(&s->view, "const"))
        return node_is(format, "date-time") ? base(s, "time") : limited(s, "string");
    if (!describe_is_enum(&s->view))
        return limited(s, "string");
    item = make(s, DESCRIBED_ENUM);
    describe_enum(s->d, item, &s->view);
    return named(s, item);
}

static struct ast_type *list(struct schema *s)
{
    struct node *items = view_get(&s->view, "items");
    struct where inside = s->w;
    struct ast_type *elem;

    if (view_get(&s->view, "prefixItems") || (items && items->kind == NODE_LIST))
        return wider(s, view_span(&s->view, items ? "items" : "prefixItems"),
                     "a list whose places have types of their own has no counterpart");
    describe_limits(s->d, &s->w, &s->view, "list");
    inside.limited = NULL;
    inside.direct = false;
    inside.hops++;
    inside.colour = (struct ast_name){NULL, {0, 0, 0}};
    inside.path =
        memory_text(&s->d->c->arena, "%s_item", s->node->name ? s->node->name : s->w.path);
    if (items)
        inside.span = view_span(&s->view, "items");
    elem = items ? describe_schema(s->d, &inside, items) : base(s, "json");
    return describe_type(s->d, AST_TYPE_LIST, s->w.span, elem);
}

/* An object: with properties it is a record. */
static struct ast_type *object(struct schema *s)
{
    const struct node *more = view_get(&s->view, "additionalProperties");

    if (view_has_properties(&s->view))
        return named(s, make(s, DESCRIBED_RECORD));
    if (more && more->kind == NODE_MAP && more->n > 0)
        return wider(s, view_span(&s->view, "additionalProperties"),
                     "an object with any keys has no counterpart");
    if (view_get(&s->view, "patternProperties"))
        return wider(s, view_span(&s->view, "patternProperties"),
                     "an object whose keys follow a pattern has no counterpart");
    return base(s, "json");
}

static struct ast_type *shaped(struct schema *s)
{
    const enum shape shape = shape_of(s);
    const char *key;
    const struct node *alternatives = alternatives_of(&s->view, &key);

    if (alternatives && !view_has_properties(&s->view))
        return choice(s, alternatives, key);
    switch (shape) {
    case SHAPE_ANY:
        return base(s, "json");
    case SHAPE_LIST:
        return list(s);
    case SHAPE_RECORD:
    case SHAPE_MAP:
        return object(s);
    case SHAPE_MIXED:
        if (s->w.in_url)
            return base(s, "string");
        return wider(s, view_span(&s->view, view_get(&s->view, "type") ? "type" : "enum"),
                     "a value of several types has no counterpart");
    case SHAPE_STRING:
        return string(s);
    default:
        return limited(s, base_name(shape));
    }
}

/* --- all of it ------------------------------------------------------------------------------- */

/* Goes on to the schema that this one refers to or wraps, minding what is said on the way; NULL
 * where that leads nowhere. */
static struct node *behind(struct schema *s, struct node *schema)
{
    while (schema && schema->kind == NODE_MAP) {
        struct node *next = describe_wrapped(schema);

        s->nullable = s->nullable || node_true(schema, "nullable");
        if (!s->w.colour.text)
            s->w.colour = describe_x_term(s->d, &s->w, schema);
        if (!s->w.colour.text && schema->name)
            s->w.colour = describe_paint(s->d, schema->name, NULL);
        if (!next && describe_is_reference(s->d, schema))
            next = describe_follow(s->d, &s->w, schema);
        else if (!next)
            break;
        if (++s->w.hops > DESCRIBE_MAX_HOPS)
            return NULL;
        schema = next;
    }
    return schema;
}

static struct ast_type *translated(struct schema *s)
{
    const bool wrapped_nullable = s->nullable;
    struct ast_type *type;

    if (!s->node || s->node->kind == NODE_BOOL)
        return base(s, "json");
    if (s->node->kind != NODE_MAP) {
        describe_note(s->d, &s->w, DIAG_BAD_DESCRIPTION, s->node->span, "a schema is an object");
        return base(s, "json");
    }
    if (s->node->made) {
        s->nullable = s->nullable || s->node->nullable;
        return named(s, s->node->made);
    }
    if (s->node->open || s->w.hops > DESCRIBE_MAX_HOPS)
        return wider(s, s->w.span, "a schema that holds itself other than by its fields");
    s->node->open = true;
    s->nullable = false;
    describe_view(s->d, &s->w, s->node, &s->view);
    type = shaped(s);
    s->node->nullable = s->nullable;
    s->nullable = s->nullable || wrapped_nullable;
    s->node->open = false;
    return type;
}

struct ast_type *describe_schema(struct description *d, const struct where *w, struct node *schema)
{
    struct schema s = {.d = d, .w = *w};
    struct ast_type *type;

    s.node = behind(&s, schema);
    type = translated(&s);
    if (s.w.colour.text)
        (type->kind == AST_TYPE_OPTIONAL ? type->elem : type)->colour = s.w.colour;
    return s.nullable ? describe_type(d, AST_TYPE_OPTIONAL, type->span, type) : type;
}

bool describe_is_scalar(const struct description *d, const struct ast_type *type)
{
    const char *dot;
    const struct described *item;

    while (type->kind == AST_TYPE_OPTIONAL)
        type = type->elem;
    if (type->kind != AST_TYPE_NAME)
        return false;
    dot = strchr(type->name.text, '.');
    if (!dot)
        return strcmp(type->name.text, "json") != 0 || type->colour.text;
    item = describe_type_called(d, dot + 1);
    return item && item->kind == DESCRIBED_ENUM;
}

bool describe_fits_query(const struct description *d, const struct ast_type *type)
{
    while (type->kind == AST_TYPE_OPTIONAL)
        type = type->elem;
    if (type->kind == AST_TYPE_LIST)
        return type->elem->kind != AST_TYPE_OPTIONAL && describe_is_scalar(d, type->elem);
    return describe_is_scalar(d, type);
}
