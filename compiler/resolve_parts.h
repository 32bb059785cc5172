/* What the parts of resolve share: the declared names, types as written, clauses, signatures. Only
 * resolve*.c and dictionary.c include this.
 *
 *   resolve.c           the order of things; collecting the names of types
 *   resolve_types.c     types as written -> types
 *   resolve_colour.c    terms for the types of descriptions
 *   resolve_clauses.c   which clauses belong where; the simple ones
 *   dictionary.c        terms and conversions
 *   constraints.c       what terms say of their values
 *   resolve_records.c   records and enums
 *   resolve_errors.c    declared errors, and which statuses of replies are one
 *   resolve_signature.c methods and parameters: the same for operations and flows
 *   resolve_path.c      paths with parameters
 *   resolve_url.c       base URLs
 *   resolve_headers.c   headers: names, constants
 *   resolve_services.c  services and their operations
 *   resolve_flows.c     what flows declare */
#ifndef RESOLVE_PARTS_H
#define RESOLVE_PARTS_H

#include "memory.h"
#include "passes.h"
#include "runtime/header.h"

#define RESOLVE_MAX_DEPTH 100 /* of terms of lists of terms, of records within records */

enum declared_kind {
    DECLARED_BASE,
    DECLARED_TERM,
    DECLARED_RECORD,
    DECLARED_ENUM,
    DECLARED_ERROR, /* no type */
};

/* A name of a type: what was declared, and how far it is resolved. */
struct declared {
    enum declared_kind kind;
    const char *name;
    struct span span;        /* of the name; no place: a base type */
    const struct type *type; /* NULL: a term that is not resolved yet */
    struct term *term;       /* TERM */
    const struct ast_member *term_syntax;
    const struct ast_decl *syntax; /* RECORD, ENUM, ERROR */
    struct error_decl *error;      /* ERROR */
    bool open;                     /* TERM, RECORD: being looked at; met again, it holds itself */
    unsigned height;               /* RECORD: of records within records below it; 0: not known */
};

struct resolver {
    struct compilation *c;
    struct model *model;
    const struct program *program;
    struct orch_map names;    /* of types -> struct declared */
    struct orch_map callable; /* names of services and flows -> struct span of the first */
    unsigned term_depth;      /* terms that are being resolved because of each other */
    struct span colon_at;     /* between a name and its type, where a `:` was last missed */
};

static inline struct diag *resolve_error(struct resolver *r, enum diag_code code, struct span span,
                                         const char *message)
{
    return diag_add(&r->c->diags, code, span, "%s", message);
}

struct declared *resolve_declared(const struct resolver *r, const char *name); /* or NULL */
/* A new name; NULL where it is missing or taken. */
struct declared *resolve_declare(struct resolver *r, enum declared_kind kind,
                                 const struct ast_name *name);
/* `map` holds names of one kind, each with its first place (which must outlive the map). True where
 * `name` is new; otherwise E0201 is reported: `before`, the name, `after`. */
bool resolve_unique(struct resolver *r, struct orch_map *map, struct orch_str name,
                    const struct span *span, const char *before, const char *after);

/* --- resolve_types.c */

/* Never NULL; ERROR where it was reported. */
const struct type *resolve_type(struct resolver *r, const struct ast_type *syntax);
/* Of a member or result: as written, or of the term of its name; OPTIONAL where it says so. */
const struct type *resolve_member_type(struct resolver *r, const struct ast_name *name,
                                       const struct ast_type *syntax, bool optional);
/* The term of that name, or NULL where that was reported. */
struct term *resolve_term(struct resolver *r, const struct ast_name *name);

/* --- resolve_colour.c */

/* The type in the colour that syntax->colour gives it; ERROR where that was reported. */
const struct type *resolve_colour(struct resolver *r, const struct type *type,
                                  const struct ast_type *syntax);

/* --- resolve_clauses.c */

#define RESOLVE_N_CLAUSES (AST_CLAUSE_UNSUPPORTED + 1)

struct clauses {
    const struct ast_clause *of[RESOLVE_N_CLAUSES]; /* by kind; NULL: not given */
};

#define CLAUSE(id) (1u << AST_CLAUSE_##id)
/* Sorts the clauses of a declaration by kind; `allowed` is a set of CLAUSE(). Reports those that do
 * not belong to it, come twice or are not supported; `owner`: "a field". */
struct clauses resolve_clauses(struct resolver *r, const struct ast_clause *list, unsigned allowed,
                               const char *owner);
/* How the language writes a clause: "one of". */
const char *resolve_clause_text(enum ast_clause_kind kind);
/* False for a value that did not parse, and for one that is not supported yet: reports the latter.
 */
bool resolve_supported(struct resolver *r, const struct ast_expr *e);
/* The name on the wire: of the `json` clause, or the name itself. */
struct orch_str resolve_wire_name(struct resolver *r, const struct clauses *cs, const char *name);
/* Sets both where there is a proper timeout; leaves them alone otherwise. */
void resolve_timeout(struct resolver *r, const struct clauses *cs, uint32_t *ms, struct span *span);
/* The name on the wire and where it is said, for messages. */
const struct span *resolve_wire_span(const struct clauses *cs, const struct ast_name *name);
/* The place of `len` bytes at `at` of a string's text, in the source. */
struct span resolve_inside(const struct resolver *r, const struct ast_string *s, size_t at,
                           size_t len);

/* --- dictionary.c */

/* All terms, with their constraints; then all conversions, their expressions unchecked. */
void dictionary_terms(struct resolver *r);
void dictionary_conversions(struct resolver *r);
/* The type of a term, resolved now where it was not yet. */
const struct type *dictionary_term_type(struct resolver *r, struct declared *d);

/* --- constraints.c */

/* Reads the clauses of a term whose type is known. */
void constraints_of_term(struct resolver *r, struct term *term, const struct ast_member *syntax);
/* What a description says of a field, whose type (without optional and colour) is known. */
const struct constraints *constraints_of_field(struct resolver *r, const struct type *type,
                                               const struct ast_member *syntax);

/* --- resolve_errors.c */

void resolve_declare_error(struct resolver *r, const struct ast_decl *syntax);
/* What stands behind the names of errors. */
void resolve_errors(struct resolver *r);
/* The statuses of a list of clauses that are declared errors, added to *answers. Reports what is
 * unknown or given twice. */
void resolve_answers(struct resolver *r, const struct ast_clause *list, struct answer **answers,
                     unsigned *n);

/* --- resolve_records.c */

/* The fields of a record or an error. */
void resolve_fields(struct resolver *r, struct record *record, const struct ast_member *members);
void resolve_records(struct resolver *r);
/* Reports records that hold themselves other than through a list. */
void resolve_recursion(struct resolver *r);

/* --- resolve_signature.c, resolve_path.c, resolve_url.c */

/* What an operation and a flow have in common. */
struct signature {
    bool of_flow; /* its parameters are received, not sent */
    const struct ast_name *method_name;
    const struct ast_string *path_text;
    enum orch_method method;
    struct path path;
    struct param *params;
    unsigned n_params;
};

/* Fills `s`, of which the first three are given. */
void resolve_signature(struct resolver *r, struct signature *s, const struct ast_member *params);
/* A method without a body has no result: reports one. */
void resolve_head(struct resolver *r, const struct signature *s, const struct type *result,
                  struct span span);
/* Takes the path apart: s->path. in_path[index] is set for each parameter that stands in it. False
 * where something was reported. */
bool resolve_path(struct resolver *r, struct signature *s, bool *in_path);
/* Reports what is wrong with a base URL; true where it is one. */
bool resolve_url(struct resolver *r, const struct ast_string *url);

/* --- resolve_headers.c */

/* Reports a name that no header can have, or not for that use; true where it is fine. */
bool resolve_header_name(struct resolver *r, const struct ast_string *name,
                         enum orch_header_use use);
/* The headers that the clauses say. */
struct headers resolve_headers(struct resolver *r, const struct ast_clause *list);
/* Those of an operation, whose parameters are known: its own and those of its service. */
void resolve_operation_headers(struct resolver *r, struct operation *o,
                               const struct ast_clause *list);

/* --- resolve_services.c, resolve_flows.c */

void resolve_services(struct resolver *r);
void resolve_flows(struct resolver *r);

#endif
