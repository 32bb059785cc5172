/* Trees of descriptions: looking things up in them, and making them; see describe_tree.h. Keys are
 * unique in their map, texts hold no zero byte, depth and size are bounded. */
#include "describe_tree.h"

#include "memory.h"
#include "runtime/base/utf8.h"

#include <stdarg.h>
#include <stdlib.h>

#define FEW 8 /* entries that are looked through one by one */

/* --- looking up */

const struct node_entry *node_entry(const struct node *map, struct orch_str key)
{
    unsigned low = 0, high;

    if (!map || map->kind != NODE_MAP)
        return NULL;
    high = map->n;
    for (unsigned i = 0; !map->sorted && i < map->n; i++) {
        if (orch_str_eq(map->entries[i].key, key))
            return &map->entries[i];
    }
    while (map->sorted && low < high) {
        const unsigned mid = low + (high - low) / 2;
        const struct node_entry *entry = &map->entries[map->sorted[mid]];
        const int order = orch_str_cmp(entry->key, key);

        if (order == 0)
            return entry;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

struct node *node_get(const struct node *map, const char *key)
{
    const struct node_entry *entry = node_entry(map, orch_str(key));

    return entry ? entry->value : NULL;
}

static struct node *of_kind(struct node *n, enum node_kind kind)
{
    return n && n->kind == kind ? n : NULL;
}

struct node *node_map(const struct node *map, const char *key)
{
    return of_kind(node_get(map, key), NODE_MAP);
}

struct node *node_list(const struct node *map, const char *key)
{
    return of_kind(node_get(map, key), NODE_LIST);
}

struct orch_str node_string(const struct node *map, const char *key)
{
    const struct node *n = of_kind(node_get(map, key), NODE_STRING);

    return n ? n->text : (struct orch_str){NULL, 0};
}

bool node_is(const struct node *n, const char *text)
{
    return n && n->kind == NODE_STRING && orch_str_eq(n->text, orch_str(text));
}

bool node_true(const struct node *map, const char *key)
{
    const struct node *n = of_kind(node_get(map, key), NODE_BOOL);

    return n && orch_str_eq(n->text, orch_str("true"));
}

struct span node_key_span(const struct node *map, const char *key)
{
    const struct node_entry *entry = node_entry(map, orch_str(key));

    return entry ? entry->key_span : map->span;
}

/* --- making one */

void tree_begin(struct tree_builder *b, struct compilation *c, const struct source *source)
{
    memset(b, 0, sizeof *b);
    b->c = c;
    b->source = source;
}

struct span tree_span(const struct tree_builder *b, size_t begin, size_t end)
{
    return (struct span){b->source->number, (uint32_t)begin, (uint32_t)end};
}

bool tree_fail(struct tree_builder *b, struct span span, const char *fmt, ...)
{
    char message[256];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(message, sizeof message, fmt, ap);
    va_end(ap);
    if (!b->failed)
        diag_add(&b->c->diags, DIAG_BAD_DESCRIPTION, span, "%s", message);
    b->failed = true;
    return false;
}

static struct node_entry *push(struct tree_builder *b)
{
    struct node_entry *larger;

    if (b->n_stack == b->cap_stack) {
        b->cap_stack = b->cap_stack ? 2 * b->cap_stack : 64;
        larger = memory_new(&b->c->arena, b->cap_stack, sizeof *larger);
        if (b->n_stack > 0)
            memcpy(larger, b->stack, b->n_stack * sizeof *larger);
        b->stack = larger;
    }
    return &b->stack[b->n_stack++];
}

/* Puts a finished node where it belongs. */
static bool put(struct tree_builder *b, struct node *node)
{
    struct tree_level *level = b->depth ? &b->levels[b->depth - 1] : NULL;

    if (!level) {
        b->root = node;
        return true;
    }
    if (level->node->size > TREE_MAX_NODES - node->size)
        return tree_fail(b, node->span, "this holds more than %d values, repeated ones counted",
                         TREE_MAX_NODES);
    level->node->size += node->size;
    *push(b) = (struct node_entry){level->key, level->key_span, node};
    level->has_key = false;
    level->key = (struct orch_str){NULL, 0};
    return true;
}

static struct node *node_new(struct tree_builder *b, enum node_kind kind, struct span span)
{
    struct node *node = memory_new(&b->c->arena, 1, sizeof *node);

    node->kind = kind;
    node->span = span;
    node->size = 1;
    return node;
}

static bool is_text(struct tree_builder *b, struct orch_str text, struct span span)
{
    if (text.len == 0 || !memchr(text.ptr, 0, text.len))
        return true;
    return tree_fail(b, span, "this string holds a zero character");
}

bool tree_scalar(struct tree_builder *b, enum node_kind kind, struct orch_str text,
                 struct span span)
{
    struct node *node;

    if (!is_text(b, text, span))
        return false;
    node = node_new(b, kind, span);
    node->text = text;
    return put(b, node);
}

bool tree_open(struct tree_builder *b, enum node_kind kind, struct span span)
{
    if (b->depth == TREE_MAX_DEPTH)
        return tree_fail(b, span, "this is nested more than %d deep", TREE_MAX_DEPTH);
    b->levels[b->depth++] =
        (struct tree_level){.node = node_new(b, kind, span), .first = b->n_stack};
    return true;
}

bool tree_key(struct tree_builder *b, struct orch_str text, struct span span)
{
    struct tree_level *level = &b->levels[b->depth - 1];

    level->key = text;
    level->key_span = span;
    level->has_key = true;
    return is_text(b, text, span);
}

bool tree_again(struct tree_builder *b, struct node *node)
{
    return put(b, node);
}

/* --- merging */

static bool is_merge(const struct node_entry *entry)
{
    return orch_str_eq(entry->key, orch_str("<<"));
}

static bool is_own(const struct tree_builder *b, size_t first, struct orch_str key)
{
    for (size_t i = first; i < b->n_stack; i++) {
        if (orch_str_eq(b->stack[i].key, key))
            return true;
    }
    return false;
}

/* Adds what the map at `from` has more than the open one. */
static bool add_merged(struct tree_builder *b, const struct node *from, unsigned *n)
{
    struct tree_level *level = &b->levels[b->depth - 1];

    if (from->kind != NODE_MAP)
        return tree_fail(b, from->span, "`<<` takes the keys of a map, or of a list of maps");
    for (unsigned i = 0; i < from->n; i++) {
        const struct node_entry *entry = &from->entries[i];

        if (is_own(b, level->first, entry->key))
            continue;
        if (++*n > TREE_MAX_MERGE)
            return tree_fail(b, level->node->span, "`<<` adds more than %d keys here",
                             TREE_MAX_MERGE);
        level->key = entry->key;
        level->key_span = entry->key_span;
        if (!put(b, entry->value))
            return false;
    }
    return true;
}

bool tree_merge(struct tree_builder *b)
{
    const struct tree_level *level = &b->levels[b->depth - 1];
    struct node *merged[TREE_MAX_DEPTH];
    unsigned n_merged = 0, n = 0;
    size_t kept = level->first;

    for (size_t i = level->first; i < b->n_stack; i++) {
        if (level->node->kind != NODE_MAP || !is_merge(&b->stack[i]))
            b->stack[kept++] = b->stack[i];
        else if (n_merged < TREE_MAX_DEPTH)
            merged[n_merged++] = b->stack[i].value;
    }
    b->n_stack = kept;
    for (unsigned i = 0; i < n_merged; i++) {
        const struct node *from = merged[i];

        for (unsigned k = 0; from->kind == NODE_LIST && k < from->n; k++) {
            if (!add_merged(b, from->entries[k].value, &n))
                return false;
        }
        if (from->kind != NODE_LIST && !add_merged(b, from, &n))
            return false;
    }
    return true;
}

/* --- closing */

static int by_key(const void *a, const void *b, void *entries)
{
    const struct node_entry *e = entries;
    const unsigned i = *(const unsigned *)a, j = *(const unsigned *)b;
    const int order = orch_str_cmp(e[i].key, e[j].key);

    return order ? order : i < j ? -1 : 1;
}

static bool report_twice(struct tree_builder *b, const struct node_entry *first,
                         const struct node_entry *second)
{
    const bool had_failed = b->failed;

    if (!had_failed)
        diag_label(diag_add(&b->c->diags, DIAG_BAD_DESCRIPTION, second->key_span,
                            "the key `%.*s` is here twice", ORCH_STR_ARG(second->key)),
                   first->key_span, "the first is here");
    b->failed = true;
    return false;
}

/* Sees that keys are unique; sorts them where there are many. */
static bool index_keys(struct tree_builder *b, struct node *map)
{
    unsigned *order = memory_new(&b->c->arena, map->n, sizeof *order);

    for (unsigned i = 0; i < map->n; i++)
        order[i] = i;
    qsort_r(order, map->n, sizeof *order, by_key, map->entries);
    for (unsigned i = 1; i < map->n; i++) {
        const struct node_entry *a = &map->entries[order[i - 1]], *z = &map->entries[order[i]];

        if (orch_str_eq(a->key, z->key))
            return report_twice(b, a, z);
    }
    if (map->n > FEW)
        map->sorted = order;
    return true;
}

bool tree_close(struct tree_builder *b, uint32_t end)
{
    struct tree_level *level = &b->levels[--b->depth];
    struct node *node = level->node;

    node->span.end = end;
    node->n = (unsigned)(b->n_stack - level->first);
    node->entries = memory_new(&b->c->arena, node->n, sizeof *node->entries);
    if (node->n > 0)
        memcpy(node->entries, b->stack + level->first, node->n * sizeof *node->entries);
    b->n_stack = level->first;
    if (node->kind == NODE_MAP && !index_keys(b, node))
        return false;
    return put(b, node);
}

/* --- reading a file */

static bool is_utf8(struct compilation *c, const struct source *source)
{
    const char *begin = source->text.ptr, *p = begin, *end = begin + source->text.len;
    struct span span = {source->number, 0, 0};

    while (p < end) {
        const size_t step = orch_utf8_step(p, end);

        if (step == 0 || *p == '\0') {
            span.begin = (uint32_t)(p - begin);
            span.end = span.begin + 1;
            diag_add(&c->diags, DIAG_FILE_NOT_UTF8, span,
                     *p ? "this is not UTF-8 text" : "this is not text: it holds a zero byte");
            return false;
        }
        p += step;
    }
    return true;
}

struct node *describe_read(struct compilation *c, const struct source *source)
{
    const struct orch_str name = source->name;
    const bool json = name.len > 5 && memcmp(name.ptr + name.len - 5, ".json", 5) == 0;
    const unsigned errors = c->diags.n_errors;
    struct node *root;

    if (!is_utf8(c, source))
        return NULL;
    root = json ? describe_json(c, source) : describe_yaml(c, source);
    if (root && root->kind == NODE_MAP)
        return root;
    if (c->diags.n_errors == errors)
        diag_add(&c->diags, DIAG_BAD_DESCRIPTION, (struct span){source->number, 0, 0},
                 "a description is an object, with keys such as `openapi` or `$defs`");
    return NULL;
}
