/* The syntax tree: what was written, and where; no meaning. Made by parse (grammar/orch.y calls the
 * ast_ functions), read by resolve and check. Everything lives in the compilation's arena; lists
 * are linked by `next` in the order of the source. Names are interned. */
#ifndef AST_H
#define AST_H

#include "source.h"

#include <stdbool.h>
#include <stdint.h>

enum ast_decl_kind {
#define DECL(id, name) AST_DECL_##id,
#include "ast_nodes.def"
};
enum ast_stmt_kind {
#define STMT(id, name) AST_STMT_##id,
#include "ast_nodes.def"
};
enum ast_expr_kind {
#define EXPR(id, name) AST_EXPR_##id,
#include "ast_nodes.def"
};
enum ast_type_kind {
#define TYPE(id, name) AST_TYPE_##id,
#include "ast_nodes.def"
};

/* Operators. X(enum suffix, text) */
#define AST_OPERATORS(X)                                                                           \
    X(OR, "||")                                                                                    \
    X(AND, "&&")                                                                                   \
    X(COALESCE, "??")                                                                              \
    X(EQ, "==")                                                                                    \
    X(NE, "!=")                                                                                    \
    X(LT, "<")                                                                                     \
    X(LE, "<=")                                                                                    \
    X(GT, ">")                                                                                     \
    X(GE, ">=")                                                                                    \
    X(ADD, "+")                                                                                    \
    X(SUB, "-")                                                                                    \
    X(MUL, "*")                                                                                    \
    X(DIV, "/")                                                                                    \
    X(REM, "%")                                                                                    \
    X(NOT, "!")                                                                                    \
    X(NEG, "-")
enum ast_operator {
#define X(id, text) AST_OP_##id,
    AST_OPERATORS(X)
#undef X
};

struct ast_name {
    const char *text; /* interned; NULL where it is missing */
    struct span span;
};

/* A string literal, unescaped; its span includes the quotes. */
struct ast_string {
    struct orch_str text;
    struct span span;
};

struct ast_type {
    enum ast_type_kind kind;
    unsigned depth; /* of the tree from here, 1 for a leaf; at most PARSE_MAX_TREE */
    struct span span;
    struct ast_name name;   /* NAME; "catalog.Product" where it is of a description */
    struct ast_type *elem;  /* LIST, MAP, OPTIONAL */
    struct ast_name colour; /* of what is described: the term that it, or each of its elements, is
                               of; text NULL: none */
};

struct ast_expr {
    enum ast_expr_kind kind;
    unsigned depth; /* as of ast_type */
    struct span span;
    struct ast_expr *next; /* in a list of arguments, items, parts */
    union {
        int64_t integer; /* INT; DURATION: milliseconds */
        double number;   /* FLOAT */
        bool truth;      /* BOOL */
        struct orch_str string;
        struct ast_name name; /* NAME */
        struct {
            struct ast_expr *base;
            struct ast_name name;
        } field; /* FIELD, SAFE_FIELD */
        struct {
            struct ast_name name;
            struct ast_expr *args;
        } call;
        struct {
            enum ast_operator op;
            struct span op_span;
            struct ast_expr *left, *right; /* UNARY: left is NULL */
        } binary;
        struct {
            struct ast_expr *cond, *then, *otherwise;
        } cond;
        struct ast_expr *parts;    /* TEXT, LIST */
        struct ast_entry *entries; /* RECORD */
        struct {
            struct ast_expr *value;
            struct ast_name var;
            struct ast_expr *list;
            struct ast_expr *cond; /* or NULL */
        } loop;                    /* FOR */
        const char *what;          /* UNSUPPORTED: how the user would call it, "`as`" */
    };
};

struct ast_entry { /* of a record construction, or an argument of an invoke: `a: e`, or `a` alone
                      (value NULL) */
    struct ast_name name;
    struct ast_expr *value;
    struct span span;
    struct ast_entry *next;
};

/* Clauses and marks: `timeout 80ms`, `min 1`, `json "sku"`, ... in the order written. */
#define AST_CLAUSES(X)                                                                             \
    X(TIMEOUT, "timeout") /* duration */                                                           \
    X(URL, "url")         /* string, or env + optional string */                                   \
    X(ON, "on")           /* method, string */                                                     \
    X(MIN, "min")         /* number */                                                             \
    X(MAX, "max")         /* number */                                                             \
    X(LENGTH, "length")   /* low, high (high absent: exactly low; `200..`: open) */                \
    X(MATCHES, "matches") /* string */                                                             \
    X(ONE_OF, "one of")   /* values */                                                             \
    X(UNIT, "unit")       /* string */                                                             \
    X(SECRET, "secret")                                                                            \
    X(JSON, "json")     /* string: the name on the wire */                                         \
    X(FROM, "from")     /* name: path, query, body, header; string: the name of the header */      \
    X(HEADER, "header") /* string: its name; values: strings, names of the environment */          \
    X(ANSWER, "status -> error") /* number; name: of the error */                                  \
    X(UNSUPPORTED, "unsupported")
enum ast_clause_kind {
#define X(id, text) AST_CLAUSE_##id,
    AST_CLAUSES(X)
#undef X
};

struct ast_clause {
    enum ast_clause_kind kind;
    struct span span;
    struct ast_expr *value;   /* TIMEOUT, MIN, MAX, LENGTH (low), ANSWER (status) */
    struct ast_expr *high;    /* LENGTH; NULL: exactly low */
    bool open;                /* LENGTH: `200..` */
    struct ast_expr *values;  /* ONE_OF, HEADER */
    struct ast_string string; /* URL (default; text.ptr NULL: none), ON, MATCHES, UNIT, JSON, FROM,
                                 HEADER */
    struct ast_name name;     /* URL: the env variable; ON: the method; FROM: the place; ANSWER: the
                                 error */
    const char *what;         /* UNSUPPORTED */
    struct ast_clause *next;
};

/* A member: field of a record, parameter, term of a dictionary, value of an enum. `level`, `id: int
 * json "sku"`, `city?`. */
struct ast_member {
    struct ast_name name;
    bool optional;         /* `name?` (`name: T?` has it in the type) */
    struct ast_type *type; /* NULL: the term of that name */
    struct ast_clause *clauses;
    struct ast_clause *limits; /* of a described field: constraints of its own, without a term */
    struct orch_str doc;       /* text of the doc comment (///) before it, or empty */
    struct span span;
    struct ast_member *next;
};

struct ast_convert { /* convert from -> to = value */
    struct ast_name from, to;
    struct ast_expr *value;
    struct span span;
    struct ast_convert *next;
};

struct ast_paint {              /* in `colour catalog`: Product.sku: product_id, or hot: products */
    struct ast_name of, member; /* member: text NULL where it is left out */
    struct ast_name term;
    struct span span;
    struct ast_paint *next;
};

struct ast_operation {
    struct ast_name name;
    struct ast_member *params;
    struct ast_name result_name;  /* -> hits: [Hit], or -> user; text NULL: no result */
    struct ast_type *result_type; /* NULL: the term result_name */
    struct ast_name method;       /* "GET" */
    struct ast_string path;
    struct ast_clause *clauses;
    struct orch_str doc;
    struct span span;
    struct ast_operation *next;
};

/* `else` of a call. Only the expression form is supported yet. */
struct ast_fallback {
    struct ast_expr *value; /* kind UNSUPPORTED for the other forms */
    struct span span;       /* with `else` */
    struct ast_fallback *next;
};

/* `case v, w: ...` of a switch, or its `else: ...`. */
struct ast_choice {
    struct ast_expr *values; /* NULL: else */
    struct ast_stmt *body;   /* a SEQUENCE */
    struct span span;        /* up to the colon */
    struct ast_choice *next;
};

/* A name that a catch lists. */
struct ast_caught {
    struct ast_name name;
    struct ast_caught *next;
};

/* `catch name, name as e { ... }` of a try. */
struct ast_arm {
    struct ast_caught *names; /* NULL: all */
    struct ast_name bound;    /* `as e`; text NULL: none */
    struct ast_stmt *body;    /* a SEQUENCE */
    struct span span;         /* up to the block */
    struct ast_arm *next;
};

struct ast_stmt {
    enum ast_stmt_kind kind;
    unsigned depth; /* as of ast_type, of the statements in it */
    struct span span;
    struct ast_stmt *next;
    union {
        struct {
            struct ast_name target;
            struct ast_expr *value;
        } assign;
        struct {
            struct ast_name target;  /* x = invoke ...; text NULL: none */
            struct ast_name service; /* text NULL: a sub-flow, `invoke flow_name(...)` */
            struct ast_name operation;
            struct ast_entry *args;
            bool has_args; /* parentheses were written */
            struct ast_clause *clauses;
            struct ast_fallback *fallbacks;
        } invoke;
        struct ast_stmt *body; /* SEQUENCE, PARALLEL: the statements */
        struct {
            struct ast_expr *cond;
            struct ast_stmt *then;      /* a SEQUENCE */
            struct ast_stmt *otherwise; /* a SEQUENCE, an IF, or NULL */
        } branch;
        struct {
            struct ast_expr *value;
            struct ast_choice *cases;
        } choice; /* SWITCH */
        struct {
            struct ast_stmt *body; /* the branches */
            struct ast_expr *need; /* how many must succeed; NULL: `any` */
            struct span of;        /* `any`, or `of` behind the number */
        } race;
        struct {
            struct ast_expr *limit;
            struct ast_stmt *body;      /* a SEQUENCE */
            struct ast_stmt *otherwise; /* a SEQUENCE, or NULL */
        } within;
        struct {
            struct ast_expr *cond;
            struct ast_expr *max;  /* NULL: left out */
            struct ast_stmt *body; /* a SEQUENCE */
        } loop;                    /* WHILE */
        struct {
            struct ast_name error;  /* text NULL: `throw` alone, what was caught */
            struct ast_expr *value; /* a RECORD; NULL: built from what is in sight */
        } raise;                    /* THROW */
        struct {
            struct ast_stmt *body; /* a SEQUENCE */
            struct ast_arm *arms;
        } attempt;              /* TRY */
        struct ast_expr *value; /* RETURN; NULL: built from what is in sight */
        const char *what;       /* UNSUPPORTED: "`switch`" */
    };
};

struct ast_decl {
    enum ast_decl_kind kind;
    struct span span;     /* all of it */
    struct ast_name name; /* IMPORT: behind `as` */
    struct orch_str doc;
    struct ast_decl *next;
    union {
        struct ast_string path; /* IMPORT */
        struct {
            struct ast_member *terms;
            struct ast_convert *converts;
        } dictionary;
        struct ast_member *members; /* RECORD: fields; ENUM: values */
        struct {
            struct ast_expr *status; /* NULL: left out */
            struct ast_member *fields;
        } error;
        struct {
            struct ast_clause *clauses;
            struct ast_operation *operations;
        } service;
        struct ast_paint *paints; /* COLOUR */
        struct {
            struct ast_member *params;
            struct ast_type *result; /* NULL: none */
            struct ast_clause *clauses;
            struct ast_stmt *body; /* a SEQUENCE */
        } flow;
        const char *what; /* UNSUPPORTED: "`fuse`" */
    };
};

/* `catalog.hot`, `catalog.Product`: an operation or type by its full name, wherever it is written.
 */
struct ast_reference {
    struct ast_name of, name;
    bool is_type;
    struct ast_reference *next;
};

struct ast_file {
    const struct source *source;
    bool described; /* a description (describe.c), not written in Orch */
    struct ast_decl *decls;
    struct ast_reference *references; /* of all declarations, the last one first */
};

/* A stable text of the tree, in nested parentheses: declarations, members, clauses and statements
 * one a line with line:column, types and expressions within the line. */
struct orch_buf;
void ast_dump(const struct ast_file *file, struct orch_buf *out);

/* The blocks of a statement, one after the other: the first statement of the i-th; *more is false
 * where there is no such block. */
const struct ast_stmt *ast_stmt_block(const struct ast_stmt *s, unsigned i, bool *more);

const char *ast_operator_text(enum ast_operator op);

#endif
