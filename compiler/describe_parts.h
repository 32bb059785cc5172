/* What the parts of describe share. Only describe*.c include this.
 *
 *   describe.c             the order of things; which files are descriptions; the trees that result
 *   describe_tree.c        a file as a tree with places (describe_json.c, describe_yaml.c read it)
 *   describe_refs.c        `$ref`, in the file and to files beside it
 *   describe_names.c       identifiers for what is called otherwise
 *   describe_schema.c      schemas -> types
 *   describe_view.c        a schema and all that it consists of by `allOf`, seen as one
 *   describe_limits.c      what schemas demand of values besides their type
 *   describe_record.c      the inside of records and enums
 *   describe_operation.c   paths -> operations
 *   describe_parameter.c   what operations take: parameters and bodies
 *   describe_security.c    credentials
 *   describe_answer.c      what operations answer
 *   describe_server.c      where the service is
 *   describe_colour.c      terms for what is described: `colour` blocks and x-term
 *   describe_use.c         what the program uses; what is said of that
 *   describe_cycles.c      records that hold themselves
 *
 * All of a description is translated; then what the program does not use is left out. So names do
 * not depend on what is used, and every name can be offered where one is misspelt. What has no
 * counterpart is noted with what it belongs to, and told only where that is used. */
#ifndef DESCRIBE_PARTS_H
#define DESCRIBE_PARTS_H

#include "describe_tree.h"
#include "memory.h"
#include "passes.h"

#define DESCRIBE_MAX_HOPS 100 /* schemas that lead to each other before one is a record */

enum described_kind { DESCRIBED_RECORD, DESCRIBED_ENUM, DESCRIBED_OPERATION };

/* Something that has no counterpart, or is wrong. */
struct described_note {
    enum diag_code
        code; /* an error is told where the thing is used, a warning in the description */
    struct span span;
    const char *message;
    const char *advice;  /* or NULL */
    const char *mention; /* told only where the program has this word; NULL: always */
    bool once;           /* the same text is told a single time */
    struct described_note *next;
};

/* A type that something is made of. */
struct described_use {
    struct described *target;
    struct ast_type *leaf; /* the NAME of it */
    const char *mention;   /* the field or parameter */
    struct span span;      /* of that */
    bool direct;           /* the value is inside, not in a list */
    bool cut;              /* it became `json` */
    struct described_use *next;
};

/* A record, enum or operation, translated. */
struct described {
    enum described_kind kind;
    const char *name; /* "Product" */
    const char *full; /* "catalog.Product" */
    struct span span; /* of the name */
    struct node *schema;
    struct ast_decl *decl;           /* RECORD, ENUM */
    struct ast_operation *operation; /* OPERATION */
    struct described_note *notes, **last_note;
    struct described_use *uses, **last_use;
    const struct ast_reference *reference; /* where the program names it first; NULL: it does not */
    bool used;
    unsigned order, low; /* describe_cycles.c */
    bool on_stack;
};

struct described_file {
    const struct source *source; /* NULL: there is none */
    struct node *root;           /* NULL: it cannot be read */
};

struct description {
    struct compilation *c;
    const struct program *program;
    const char *name; /* behind `as` */
    const struct ast_decl *import;
    const struct source *source;
    struct node *root;
    bool is_openapi;
    bool siblings_count;      /* what stands beside `$ref` says something: since 3.1 */
    struct described **items; /* in the order in which they were met */
    unsigned n_items;
    struct orch_map types, operations; /* by name */
    struct orch_map counted;           /* name -> number, where many are alike */
    struct orch_map files;             /* by path -> struct described_file: what was read so far */
    const struct orch_map *mentioned;  /* the words of the program */
    const struct orch_map *terms;      /* that it declares */
    struct described_paint *paints;    /* of its `colour` blocks */
    unsigned n_paints;
};

/* Where a schema stands. */
struct where {
    struct described *owner;
    const char *mention; /* as of a note */
    const char *path;    /* a record or enum that has no name is called by this: "Product_owner" */
    struct span span;    /* of the key that it stands behind */
    struct ast_name colour;     /* of the field or parameter; text NULL: none */
    struct ast_member *limited; /* takes the limits of the schema; NULL: nobody does */
    bool direct;
    bool in_url; /* in a path or query, where a number and its text are the same */
    unsigned hops;
};

/* --- describe.c */

struct described *describe_add(struct description *d, enum described_kind kind, const char *name,
                               struct span span);
/* Notes something about w->owner, told as w->mention says. */
struct described_note *describe_note(struct description *d, const struct where *w,
                                     enum diag_code code, struct span span, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));
/* The doc comment that `description` or `summary` of a node is. */
struct orch_str describe_doc(const struct node *n);

/* --- describe_names.c */

/* An identifier that is as near to the text as can be, interned; never empty. */
const char *describe_identifier(struct description *d, struct orch_str text);
/* The same in lower case, words separated by `_`; no reserved word. */
const char *describe_variable(struct description *d, const char *name);
/* "CATALOG_API_KEY" of "apiKey". */
const char *describe_env(struct description *d, const char *name);
/* "categories" of "category". */
const char *describe_plural(struct description *d, const char *name);
/* `wish`, or wish_2, wish_3, ...: the first that is not in the map, where it is put. */
const char *describe_unique(struct description *d, struct orch_map *taken, const char *wish,
                            void *value);

/* The schema is called by this, wherever it is met. */
void describe_give_name(struct description *d, struct node *schema, struct orch_str text,
                        struct span span);
/* What became of the schema of that name, so far; NULL: nothing. */
struct described *describe_type_called(const struct description *d, const char *name);

/* --- describe_refs.c */

/* What `n` stands for: itself, or what its `$ref` leads to; NULL where it leads nowhere, which is
 * noted. Schemas that are met there are given names. */
struct node *describe_follow(struct description *d, const struct where *w, struct node *n);

/* True where both are there and refer to the same. */
bool describe_same_reference(const struct node *a, const struct node *b);

/* --- describe_view.c */

#define VIEW_MAX 64

/* A schema and the schemas of its `allOf`; later ones count more, the schema itself most. */
struct view {
    struct node *parts[VIEW_MAX];
    unsigned n;
};
void describe_view(struct description *d, const struct where *w, struct node *schema,
                   struct view *v);
/* True where the schema is nothing but a `$ref`. */
bool describe_is_reference(const struct description *d, const struct node *schema);
/* The schema that this one only wraps (`allOf` of one, with a text beside it); or NULL. */
struct node *describe_wrapped(const struct node *schema);
struct node *view_get(const struct view *v, const char *key);
struct span view_span(const struct view *v, const char *key);
bool view_has_properties(const struct view *v);

/* Its properties, each once, in order. */
struct view_property {
    const struct node_entry *entry;
    bool required;
};
struct view_property *view_properties(struct description *d, const struct view *v, unsigned *n);

/* --- describe_schema.c */

/* The type of values of a schema: never NULL; OPTIONAL where it may be null. */
struct ast_type *describe_schema(struct description *d, const struct where *w, struct node *schema);
/* True for a `oneOf` or `anyOf` that says more than which properties are required. */
bool describe_adds_alternatives(const struct node *list);
struct ast_type *describe_type(struct description *d, enum ast_type_kind kind, struct span span,
                               struct ast_type *elem);
struct ast_type *describe_type_name(struct description *d, const char *name, struct span span);
/* A single value, which fits into a path; maybe optional. */
bool describe_is_scalar(const struct description *d, const struct ast_type *type);
/* A single value, or a list of them; maybe optional. */
bool describe_fits_query(const struct description *d, const struct ast_type *type);

/* --- describe_limits.c */

/* Gives w->limited what the schema demands of its values, which are of the type: "int", "float",
 * "string" or "list". */
void describe_limits(struct description *d, const struct where *w, const struct view *v,
                     const char *type);

/* --- describe_record.c */

/* Fills in the fields. */
void describe_record(struct description *d, struct described *record);
/* True where the values that are listed are those of an enum: strings, none empty. */
bool describe_is_enum(const struct view *v);
void describe_enum(struct description *d, struct described *item, const struct view *v);
/* The values of `enum`, or the one of `const`, which is put into *one; returns how many. */
unsigned describe_values(const struct view *v, struct node_entry *one,
                         const struct node_entry **values);
/* A field or parameter that is called `wire` in JSON; its name is new among `names`. */
struct ast_member *describe_member(struct description *d, struct orch_map *names, const char *wish,
                                   struct orch_str wire, struct span span);
void describe_add_clause(struct ast_member *member, struct ast_clause *clause);
struct ast_clause *describe_clause(struct description *d, enum ast_clause_kind kind,
                                   struct span span);

/* --- describe_operation.c, describe_parameter.c, describe_answer.c, describe_server.c */

void describe_operations(struct description *d);

/* An operation while it is being translated. */
struct describing {
    struct description *d;
    struct described *item;
    struct node *path_item, *node; /* of the description */
    const char *key;               /* "get" */
    const struct node_entry *path; /* its key is the path */
    struct where w;                /* of the whole operation */
    struct orch_map names;         /* of its parameters */
    struct ast_member **last_param;
};
/* Notes that the operation cannot be called. */
void describe_unusable(struct describing *o, struct span span, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
bool describe_has_body(const struct describing *o); /* by its method */
/* Parameters of path, query and headers; sets the operation's path. */
void describe_parameters(struct describing *o);
void describe_body(struct describing *o);
/* Headers that prove who calls. */
void describe_security(struct describing *o);
void describe_answer(struct describing *o);
/* The entry of a body's or reply's content that is JSON; NULL: there is none, and *other is one
 * that there is instead (NULL: none). */
const struct node_entry *describe_json_content(const struct node *content,
                                               const struct node_entry **other);
/* Where the service is: a `url` clause; it has no default where the description does not say it. */
struct ast_clause *describe_server(struct description *d);

/* --- describe_colour.c */

struct described_paint {
    const struct ast_paint *paint;
    bool known; /* there is such a term */
    bool met;   /* what it colours was found */
};
/* The colour that the program gives `of.member` (member NULL: `of` itself); text NULL: none. */
struct ast_name describe_paint(struct description *d, const char *of, const char *member);
/* That of an x-term. */
struct ast_name describe_x_term(struct description *d, const struct where *w, const struct node *n);
void describe_collect_paints(struct description *d);
/* Reports what is coloured and does not exist. */
void describe_check_paints(struct description *d);

/* --- describe_use.c, describe_cycles.c */

/* Marks what the program uses, and reports what it asks for in vain. */
void describe_mark_used(struct description *d);
void describe_spread_use(struct description *d);
/* Turns fields of used records that lead back to the record into `json`. */
void describe_cut_cycles(struct description *d);
/* Tells the notes of what is used. */
void describe_tell(struct description *d);

#endif
