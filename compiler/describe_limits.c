/* Limits: what a schema demands of the values of a field besides their type. They become
 * constraints of that field, checked where its values enter. */
#include "describe_parts.h"

#include "runtime/base/num.h"
#include "runtime/pattern.h"

#include <math.h>

/* Limits being read, for one field. */
struct limits {
    struct description *d;
    const struct where *w;
    const struct view *v;
};

/* --- clauses --------------------------------------------------------------------------------- */

static struct ast_expr *value_new(const struct limits *l, enum ast_expr_kind kind, struct span span)
{
    struct ast_expr *e = memory_new(&l->d->c->arena, 1, sizeof *e);

    e->kind = kind;
    e->depth = 1;
    e->span = span;
    return e;
}

static struct ast_clause *add(const struct limits *l, enum ast_clause_kind kind, struct span span)
{
    struct ast_clause **end = &l->w->limited->limits;

    while (*end)
        end = &(*end)->next;
    return *end = describe_clause(l->d, kind, span);
}

/* --- numbers --------------------------------------------------------------------------------- */

/* A bound, and where it stands; text ptr NULL: none. */
struct bound {
    bool given, exclusive;
    double number;
    int64_t integer;
    bool is_integer; /* `integer` is exact */
    struct span span;
};

static bool read_number(const struct node *n, struct bound *b)
{
    b->is_integer = n->kind == NODE_INT && orch_int_parse(n->text, &b->integer);
    b->span = n->span;
    return (n->kind == NODE_INT || n->kind == NODE_FLOAT) && orch_float_parse(n->text, &b->number);
}

/* `minimum` or `maximum`, with `exclusiveMinimum` as 3.0 (true) or 3.1 (a number) writes it. */
static struct bound read_bound(const struct limits *l, const char *key, const char *exclusive)
{
    const struct node *n = view_get(l->v, key), *x = view_get(l->v, exclusive);
    struct bound b = {.given = false};

    if (x && (x->kind == NODE_INT || x->kind == NODE_FLOAT)) {
        b.exclusive = true;
        n = x;
    } else if (x && x->kind == NODE_BOOL) {
        b.exclusive = orch_str_eq(x->text, orch_str("true"));
    }
    b.given = n && read_number(n, &b);
    return b;
}

/* The least (or greatest) whole number within the bound; false where all 64-bit ones are. */
static bool whole(const struct bound *b, bool least, int64_t *out)
{
    double d = b->exclusive ? (least ? floor(b->number) + 1 : ceil(b->number) - 1)
               : least      ? ceil(b->number)
                            : floor(b->number);

    if (b->is_integer && !b->exclusive) {
        *out = b->integer;
        return true;
    }
    if (b->is_integer && fabs(b->number) < 9e18) {
        *out = least ? b->integer + 1 : b->integer - 1;
        return true;
    }
    if (fabs(d) >= 9.2e18)
        return false;
    *out = (int64_t)d;
    return true;
}

static struct ast_expr *whole_bound(const struct limits *l, const struct bound *b, bool least)
{
    struct ast_expr *e = value_new(l, AST_EXPR_INT, b->span);

    return b->given && whole(b, least, &e->integer) ? e : NULL;
}

static struct ast_expr *real_bound(const struct limits *l, const struct bound *b, bool least)
{
    struct ast_expr *e = value_new(l, AST_EXPR_FLOAT, b->span);

    e->number = b->number;
    if (b->exclusive) /* the next number that there is */
        e->number = nextafter(e->number, least ? INFINITY : -INFINITY);
    return b->given && isfinite(e->number) ? e : NULL;
}

static void leave_out(const struct limits *l, struct span span, const char *what)
{
    describe_note(l->d, l->w, DIAG_DESCRIBED_LEFT_OUT, span, "%s", what);
}

static void add_bounds(const struct limits *l, struct ast_expr *min, struct ast_expr *max)
{
    if (min && max &&
        (min->kind == AST_EXPR_INT ? min->integer > max->integer : min->number > max->number)) {
        leave_out(l, max->span, "no value is within these limits: they are left out");
        return;
    }
    if (min)
        add(l, AST_CLAUSE_MIN, min->span)->value = min;
    if (max)
        add(l, AST_CLAUSE_MAX, max->span)->value = max;
}

/* --- lengths --------------------------------------------------------------------------------- */

static struct ast_expr *length_bound(const struct limits *l, const char *key)
{
    const struct node *n = view_get(l->v, key);
    struct ast_expr *e;

    if (!n || (n->kind != NODE_INT && n->kind != NODE_FLOAT))
        return NULL;
    e = value_new(l, AST_EXPR_INT, n->span);
    return orch_int_parse(n->text, &e->integer) && e->integer >= 0 ? e : NULL;
}

static void add_length(const struct limits *l, const char *least, const char *most)
{
    struct ast_expr *low = length_bound(l, least), *high = length_bound(l, most);
    struct ast_clause *clause;

    if (!low && !high)
        return;
    if (low && high && low->integer > high->integer) {
        leave_out(l, high->span, "no length is within these limits: they are left out");
        return;
    }
    clause = add(l, AST_CLAUSE_LENGTH, low ? low->span : high->span);
    clause->value = low ? low : value_new(l, AST_EXPR_INT, clause->span);
    clause->high = high;
    clause->open = !high;
}

/* --- patterns and lists of values ------------------------------------------------------------ */

static void add_pattern(const struct limits *l)
{
    const struct node *n = view_get(l->v, "pattern");
    struct orch_pattern *pattern;
    struct ast_clause *clause;
    char why[128];

    if (!n || n->kind != NODE_STRING)
        return;
    pattern = orch_pattern_new(n->text, why, sizeof why, NULL);
    if (!pattern) {
        leave_out(l, n->span, memory_text(&l->d->c->arena, "this pattern is left out: %s", why));
        return;
    }
    orch_pattern_free(pattern);
    clause = add(l, AST_CLAUSE_MATCHES, n->span);
    clause->string = (struct ast_string){n->text, n->span};
}

/* The values of `enum` or `const`, where they are all of the kind. */
static void add_values(const struct limits *l, enum node_kind kind)
{
    struct ast_expr *first = NULL, **last = &first;
    struct orch_map known;
    const struct node_entry *values;
    struct node_entry one;
    const unsigned n = describe_values(l->v, &one, &values);
    bool good = n > 0;

    orch_map_init(&known);
    for (unsigned i = 0; i < n && good; i++) {
        const struct node *value = values[i].value;
        struct ast_expr *e =
            value_new(l, kind == NODE_INT ? AST_EXPR_INT : AST_EXPR_STRING, value->span);

        if (value->kind == NODE_NULL)
            continue;
        good = kind == NODE_STRING ? value->kind != NODE_LIST && value->kind != NODE_MAP
                                   : value->kind == kind;
        if (kind == NODE_INT)
            good = good && orch_int_parse(value->text, &e->integer);
        else
            e->string = value->text;
        if (!good || orch_map_put(&known, value->text, first))
            continue;
        *last = e;
        last = &e->next;
    }
    orch_map_free(&known);
    if (good && first)
        add(l, AST_CLAUSE_ONE_OF, first->span)->values = first;
}

/* --- all of it ------------------------------------------------------------------------------- */

void describe_limits(struct description *d, const struct where *w, const struct view *v,
                     const char *type)
{
    const struct limits l = {d, w, v};
    const struct bound min = read_bound(&l, "minimum", "exclusiveMinimum");
    const struct bound max = read_bound(&l, "maximum", "exclusiveMaximum");

    if (!w->limited)
        return;
    if (strcmp(type, "int") == 0) {
        add_bounds(&l, whole_bound(&l, &min, true), whole_bound(&l, &max, false));
        add_values(&l, NODE_INT);
    } else if (strcmp(type, "float") == 0) {
        add_bounds(&l, real_bound(&l, &min, true), real_bound(&l, &max, false));
    } else if (strcmp(type, "string") == 0) {
        add_length(&l, "minLength", "maxLength");
        add_pattern(&l);
        add_values(&l, NODE_STRING);
    } else if (strcmp(type, "list") == 0) {
        add_length(&l, "minItems", "maxItems");
    }
}
