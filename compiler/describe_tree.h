/* A description as a tree with places: what a YAML or JSON file says, before it is known what it
 * means. Made by describe_json.c and describe_yaml.c through the builder; everything is in the
 * compilation's arena. */
#ifndef DESCRIBE_TREE_H
#define DESCRIBE_TREE_H

#include "compile.h"

#define TREE_MAX_DEPTH 100     /* of maps and lists in each other */
#define TREE_MAX_MERGE 100     /* keys that `<<` adds to one map */
#define TREE_MAX_NODES 2000000 /* of a file, what aliases repeat counted each time */

enum node_kind {
    NODE_NULL,
    NODE_BOOL,
    NODE_INT,
    NODE_FLOAT,
    NODE_STRING,
    NODE_LIST,
    NODE_MAP,
};

struct node_entry {
    struct orch_str key; /* of a LIST: empty */
    struct span key_span;
    struct node *value;
};

struct described;

struct node {
    enum node_kind kind;
    unsigned n;                 /* of entries */
    struct span span;           /* of a map or list: from its first to its last byte */
    struct orch_str text;       /* of a scalar: its value, without quotes and escapes */
    struct node_entry *entries; /* in the order of the file */
    unsigned *sorted;           /* MAP with many entries: their numbers in order of the keys */
    uint32_t size;              /* nodes in it and itself, repeated ones counted each time */
    /* What the schema that it is became, for describe_schema.c alone. */
    const char *name;      /* its own, where it has one; an identifier */
    struct span name_span; /* where that is said */
    struct described *made;
    bool nullable;        /* its values may be null, by its type */
    bool open, gathering; /* it is being looked into */
};

/* The value of a key; NULL where `map` is NULL, is no map, or does not hold it. */
struct node *node_get(const struct node *map, const char *key);
const struct node_entry *node_entry(const struct node *map, struct orch_str key);
/* The same where it is of the kind; NULL otherwise. */
struct node *node_map(const struct node *map, const char *key);
struct node *node_list(const struct node *map, const char *key);
/* The text of a string; ptr NULL where there is none. */
struct orch_str node_string(const struct node *map, const char *key);
bool node_is(const struct node *n, const char *text); /* a string of just this text */
bool node_true(const struct node *map, const char *key);
/* Where `key` stands in the map; the whole map where it does not. */
struct span node_key_span(const struct node *map, const char *key);

/* --- making one */

struct tree_level {
    struct node *node;
    size_t first; /* of its entries, on the stack */
    struct orch_str key;
    struct span key_span;
    bool has_key;
};

struct tree_builder {
    struct compilation *c;
    const struct source *source;
    struct node *root;
    struct tree_level levels[TREE_MAX_DEPTH];
    unsigned depth;
    struct node_entry *stack; /* entries of what is open */
    size_t n_stack, cap_stack;
    bool failed; /* something was reported: stop */
};

void tree_begin(struct tree_builder *b, struct compilation *c, const struct source *source);
/* The place of bytes begin to end of the file. */
struct span tree_span(const struct tree_builder *b, size_t begin, size_t end);
/* These return false where the builder failed. A scalar and what is opened become the root, the
 * next element of the innermost list, or the value behind the key that was given last. */
bool tree_scalar(struct tree_builder *b, enum node_kind kind, struct orch_str text,
                 struct span span);
bool tree_open(struct tree_builder *b, enum node_kind kind, struct span span);
bool tree_close(struct tree_builder *b, uint32_t end);
bool tree_key(struct tree_builder *b, struct orch_str text, struct span span);
/* A node that stands elsewhere too, once more here. */
bool tree_again(struct tree_builder *b, struct node *node);
/* Before closing a map: replaces its keys `<<` by what stands behind them (a map, or a list of
 * them) and is not in the map itself. */
bool tree_merge(struct tree_builder *b);
/* Reports E0701 at the place; always false. */
bool tree_fail(struct tree_builder *b, struct span span, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* --- reading a file */

/* The tree of a JSON text, or of a YAML text; NULL where it was reported what is wrong with it. */
struct node *describe_json(struct compilation *c, const struct source *source);
struct node *describe_yaml(struct compilation *c, const struct source *source);
/* Either, by the name of the file. */
struct node *describe_read(struct compilation *c, const struct source *source);

#endif
