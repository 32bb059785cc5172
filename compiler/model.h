/* The model: what a program means. Every name is bound, every expression typed and coloured, every
 * wiring decided and recorded with its reason. Made by resolve (declarations), check (bodies), wire
 * (what calls and returns leave out); read by lower, explain, model_dump.
 *
 * The expressions are a small core: adapting a value to a type (conversion, record fitting, element
 * by element) is written with the same nodes as what users write (LET, LIFT, FOR, RECORD), so the
 * emitter needs no special cases. */
#ifndef MODEL_H
#define MODEL_H

#include "ast.h"
#include "compile.h"
#include "runtime/flow.h" /* enum orch_method */
#include "types.h"

/* --- declarations ---------------------------------------------------------------------------- */

struct constraints {
    bool has_min, has_max;
    int64_t int_min, int_max;    /* where the term is an int, a time or a duration */
    double float_min, float_max; /* where it is a float */
    bool has_length;             /* code points of a string, elements of a list */
    size_t length_min, length_max;
    struct orch_str pattern; /* `matches`; ptr NULL: none */
    struct expr **one_of;    /* INT or STRING constants */
    unsigned n_one_of;
};

struct term {
    const char *name;
    const struct type *type;     /* coloured with this term */
    const struct type *coloured; /* all that were made in its colour; for types.c alone */
    struct constraints constraints;
    struct orch_str unit;
    bool secret;
    struct orch_str doc;
    struct span span; /* of the name */
};

struct conversion { /* from -> to: `value` with `var` bound to the value converted */
    const struct term *from, *to;
    struct var *var;
    struct expr *value;
    const struct ast_convert *syntax;
    struct span span;
};

struct field {
    const char *name;                 /* in the language */
    struct orch_str wire;             /* in JSON */
    const struct type *type;          /* OPTIONAL where it may be absent */
    const struct constraints *limits; /* that a description gives it, besides those of its term;
                                         NULL: none */
    unsigned index;
    struct orch_str doc;
    struct span span;
};

/* An error of the program's own: its fields are those of a record of its name. */
struct error_decl {
    const char *name;
    struct record *record;
    unsigned status; /* HTTP status of the answer */
    unsigned index;  /* in the model's errors */
    struct orch_str doc;
    struct span span;
};

/* A status of replies that is a declared error. */
struct answer {
    unsigned status;
    const struct error_decl *error;
    struct span span;
};

struct record {
    const char *name;
    const struct error_decl *error; /* whose fields it has; NULL: none */
    bool made;                      /* by the compiler, for what a catch binds */
    const struct type *type;
    struct field *fields;
    unsigned n_fields;
    struct orch_str doc;
    struct span span;
};

struct enum_value {
    const char *name;
    struct orch_str wire;
    struct span span;
};

struct enumeration {
    const char *name;
    const struct type *type;
    struct enum_value *values;
    unsigned n_values;
    struct span span;
};

enum place {
    PLACE_PATH,
    PLACE_QUERY,
    PLACE_HEADER,
    PLACE_FIELD /* of a JSON object that is the body */,
    PLACE_BODY /* the whole body */
};

struct param {
    const char *name; /* in the language and on the wire */
    struct orch_str wire;
    const struct type *type;
    enum place place;
    struct var *var; /* of a flow: the variable that it sets */
    unsigned index;
    struct span span;
};

/* "/users/{uid}/x": literal, then parameter, in turn. */
struct path_piece {
    struct orch_str literal; /* where param is NULL */
    const struct param *param;
};

struct path {
    struct orch_str text; /* as written */
    struct path_piece *pieces;
    unsigned n_pieces;
};

/* A header that every call of an operation sends: texts and values of the environment, in turn. */
struct header_part {
    struct orch_str text;
    const char *env; /* NULL: the text */
};

struct header {
    struct orch_str name;
    struct header_part *parts;
    unsigned n_parts;
    struct span span; /* of the name */
};

struct headers {
    struct header *items;
    unsigned n;
};

struct operation {
    struct service *service;
    const char *name;
    const char *full_name; /* "content.banners" */
    enum orch_method method;
    struct path path;
    struct param *params;
    unsigned n_params;
    struct headers headers;  /* its own, then those of the service that it does not replace */
    const char *result_name; /* variable that it sets; NULL: no result */
    const struct type *result_type; /* VOID where none */
    uint32_t timeout_ms;            /* its own; 0: none */
    struct span timeout_span;
    struct answer *answers; /* its own, then the others of its service */
    unsigned n_answers;
    unsigned index; /* in the model's operations */
    struct orch_str doc;
    struct span span;
};

struct service {
    const char *name;
    struct orch_str env; /* ptr NULL: none */
    struct orch_str url; /* default; ptr NULL: none */
    uint32_t timeout_ms;
    struct span timeout_span;
    struct headers headers;
    struct operation **operations;
    unsigned n_operations;
    struct answer *answers;
    unsigned n_answers;
    unsigned index;
    struct span span;
};

/* --- values ---------------------------------------------------------------------------------- */

enum var_kind {
    VAR_PARAM,
    VAR_SET /* by assign or invoke */,
    VAR_LOCAL /* of LET, LIFT, FOR, a conversion */
};

struct var {
    const char *name;
    enum var_kind kind;
    const struct type
        *type; /* never optional for PARAM and SET: see may_be_unset; what it is for LOCAL */
    bool may_be_unset; /* stored as an optional: it holds an optional value or is not set on every
                          path somewhere where it is read */
    bool secret;
    bool read;        /* something reads it */
    unsigned n_sets;  /* statements that set it */
    bool bound;       /* by a catch: seen by its name only in that one's block */
    unsigned index;   /* in its flow's vars; of a LOCAL: unique in its flow */
    struct span span; /* where it is set first */
    struct var *of;   /* what a branch of a race sets in place of this one, which takes its value
                         where the branch wins; NULL: not in a race */
};

/* Core expressions. Operands have exactly the types that the node needs: check inserts WIDEN, SOME,
 * VALUE and adaptations. */
#define MODEL_EXPRS(X)                                                                             \
    X(ERROR, "error")                                                                              \
    X(INT, "int") /* integer (also TIME, DURATION constants) */                                    \
    X(FLOAT, "float")                                                                              \
    X(STRING, "string")                                                                            \
    X(BOOL, "bool")                                                                                \
    X(ENUM, "enum")       /* integer: index of the value of type->enumeration */                   \
    X(NONE, "none")       /* the type says of what */                                              \
    X(VAR, "var")         /* type: as seen here, T or T? (emit compares with var->may_be_unset) */ \
    X(FIELD, "field")     /* base (a record).field */                                              \
    X(SAFE_FIELD, "safe") /* base (an optional record)?.field; type optional */                    \
    X(UNARY, "unary")     /* NOT bool; NEG int, float */                                           \
    X(BINARY,                                                                                      \
      "binary") /* both operands of one plain type; AND, OR short-circuit; ADD also strings */     \
    X(COALESCE, "coalesce") /* left T?, right T or T?; right only evaluated where needed */        \
    X(COND, "cond")                                                                                \
    X(TEXT, "text")     /* items: scalars, in order, into one string */                            \
    X(RECORD, "record") /* items[field index]; each of exactly the field's type */                 \
    X(LIST, "list")     /* items, each of the element type */                                      \
    X(FOR, "for")       /* [value for var in left if cond] */                                      \
    X(LEN, "len")       /* left: string (code points) or list */                                   \
    X(LET, "let")       /* var = left in value */                                                  \
    X(LIFT, "lift")     /* left T?: none stays none, else var = its value in value (U) -> U? */    \
    X(WIDEN, "widen")   /* left int -> float */                                                    \
    X(SOME, "some")     /* left T -> T? */                                                         \
    X(VALUE, "value")   /* left T?, known to be set -> T */                                        \
    X(RECOLOUR, "recolour") /* left: same representation, other colour */
enum expr_kind {
#define X(id, name) EXPR_##id,
    MODEL_EXPRS(X)
#undef X
};

struct expr {
    enum expr_kind kind;
    const struct type *type;
    struct span span;          /* of what it comes from; made ones have the span of their cause */
    bool secret;               /* holds or derives from a secret value */
    enum ast_operator op;      /* UNARY, BINARY */
    int64_t integer;           /* INT, ENUM; BOOL: 0 or 1 */
    double number;             /* FLOAT */
    struct orch_str string;    /* STRING */
    struct var *var;           /* VAR; FOR, LET, LIFT: the one bound */
    const struct field *field; /* FIELD, SAFE_FIELD */
    struct expr *left, *right; /* operands; see the table */
    struct expr *cond;         /* COND: left if cond else right; FOR: or NULL */
    struct expr *value;        /* FOR, LET, LIFT */
    struct expr **items;       /* TEXT, RECORD, LIST */
    unsigned n_items;
    const struct conversion *conversion; /* LET that comes from one, for explain; else NULL */
};

/* --- flows ----------------------------------------------------------------------------------- */

struct known;

/* What decides which path is taken. */
enum turn_kind {
    TURN_CONDITION,
    TURN_CASE,      /* this case of a switch */
    TURN_NO_CASE,   /* none of this switch */
    TURN_COMPLETED, /* this try, without a failure */
    TURN_FAILED,    /* something in this try */
    TURN_CAUGHT,    /* this catch runs */
    TURN_WON,       /* this branch of a race */
    TURN_LOST,      /* not this branch of a race */
    TURN_IN_TIME,   /* this `within`, all of it */
    TURN_EXPIRED,   /* this `within`, not all of it */
    TURN_ROUND,     /* this loop, at least once */
    TURN_NO_ROUND,  /* this loop, not once */
};

/* A path, by the last decision on it. */
struct turn {
    struct span cond; /* file 0: nothing was decided */
    bool truth;       /* CONDITION */
    enum turn_kind kind;
};

/* A value in sight at a call or a return, as the wiring sees it. */
struct sighted {
    struct var *var;
    const struct type *type; /* as seen there: T, or T? where it holds an optional */
    bool
        maybe_unset; /* some path does not set it: only an optional field of a result may take it */
    struct turn unset_when; /* where that path branches off */
    struct span
        racing; /* where a branch beside this one sets it at the same time; file 0: nowhere */
};

struct sight {
    struct sighted *items; /* in order of declaration */
    unsigned n;
    const struct known *known; /* fields that a condition has shown not to be none: check_state.h */
};

/* One decision about one parameter or field: what --explain prints. */
enum wiring_kind {
    WIRING_EXPLICIT, /* written by the user */
    WIRING_COLOUR,   /* by term */
    WIRING_NAME,     /* by name (records that fit) */
    WIRING_LEFT_OUT, /* optional, nothing fits */
    WIRING_REPLY,    /* of an error: read from the reply, where that has it */
};

struct wiring {
    enum wiring_kind kind;
    const char *target; /* "city", "products[].price" */
    const struct type *target_type;
    struct span target_span;             /* its declaration */
    const char *source;                  /* "user.home_city"; NULL for LEFT_OUT */
    struct span source_span;             /* declaration of what was taken */
    const struct conversion *conversion; /* or NULL */
    const char *reason; /* "the only value of the term city_id at depth 1"; NULL: none to tell */
    struct wiring *next;
};

enum stmt_kind {
    STMT_ASSIGN,
    STMT_INVOKE,
    STMT_EMPTY,
    STMT_SEQUENCE,
    STMT_BRANCH,
    STMT_SWITCH,
    STMT_PARALLEL,
    STMT_WITHIN,
    STMT_WHILE,
    STMT_THROW,
    STMT_TRY,
    STMT_RETURN
};

/* One way of a switch. */
struct choice {
    struct expr **values; /* constants: INT, STRING, BOOL, ENUM */
    unsigned n_values;    /* 0: else, which is the last */
    struct stmt *body;    /* a SEQUENCE */
    struct span span;     /* up to the colon */
};

/* `catch`: the first arm of a try that has the failure counts. */
struct arm {
    uint32_t kinds;                   /* a set of ORCH_SET (runtime/flow.h) */
    const struct error_decl **errors; /* these besides */
    unsigned n_errors;
    struct var *bound; /* `as e`; NULL: none. Its type is a record: of the error, of the fields that
                          the errors share, or of a call's failure */
    struct stmt *body; /* a SEQUENCE */
    struct span span;  /* up to the block */
};

/* A declared error that a call may answer with. */
struct reply_error {
    const struct answer *answer;
    struct expr *value; /* a RECORD of the error's fields; NULL until wired */
    bool *replied;      /* per field: the reply may have it; the value has none there */
    struct wiring *wirings;
};

struct stmt {
    enum stmt_kind kind;
    struct span span;
    struct stmt *next;             /* in its sequence or parallel */
    const struct ast_stmt *syntax; /* NULL: a SEQUENCE or ASSIGN that nobody wrote */
    struct wiring *wirings;        /* INVOKE, RETURN: in order of parameters or fields */
    struct sight sight;            /* INVOKE, RETURN */
    union {
        struct {
            struct var *var;
            struct expr *value; /* of var's type, or an optional of it where var->may_be_unset */
        } assign;
        struct {
            const struct operation *operation;
            struct expr **args;       /* by parameter index; NULL until wired, and where left out */
            struct var *result;       /* NULL: dropped */
            struct expr *fallback;    /* of the result's type; NULL: none */
            uint32_t timeout_ms;      /* the effective one; 0: only the flow's */
            struct span timeout_span; /* the clause that counts */
            struct reply_error *errors; /* where there is no fallback */
            unsigned n_errors;
        } invoke;
        struct stmt *body; /* SEQUENCE */
        struct {
            struct expr *cond;
            struct stmt *then;
            struct stmt *otherwise; /* or NULL */
        } branch;
        struct {
            struct expr *value;
            struct choice *choices;
            unsigned n_choices;
        } choice; /* SWITCH: of no choice's value, it does nothing */
        struct {
            struct stmt *body; /* the branches */
            unsigned need;     /* so many of them; 0: all */
        } parallel;
        struct {
            uint32_t limit_ms;
            struct stmt *body;      /* a SEQUENCE */
            struct stmt *otherwise; /* or NULL: its end is a failure, `timeout` */
        } within;
        struct { /* WHILE; what counts the rounds is part of them */
            struct expr *cond;
            struct stmt *body; /* a SEQUENCE, not without statements */
        } loop;
        struct {
            const struct error_decl *error; /* NULL: what `caught` has caught */
            struct expr *value;             /* a RECORD; until wired: NULL for the name alone */
            const struct stmt *caught;      /* a TRY */
        } raise;                            /* THROW */
        struct {
            struct stmt *body; /* a SEQUENCE */
            struct arm *arms;
            unsigned n_arms;
        } attempt;          /* TRY */
        struct expr *value; /* RETURN: of exactly the flow's result type; NULL where that is VOID
                               (until wired: NULL for `return` alone) */
    };
};

/* The blocks of a statement, one after the other: the first statement of the i-th; *more is false
 * where there is no such block. */
struct stmt *model_stmt_block(const struct stmt *s, unsigned i, bool *more);

/* What a BRANCH, SWITCH or WHILE decides on. */
const struct expr *model_decision(const struct stmt *s);

struct flow {
    const char *name;
    struct param *params;
    unsigned n_params;
    const struct type *result; /* VOID: none */
    enum orch_method method;
    struct path path;
    struct span route_span;
    uint32_t timeout_ms; /* 0: the runtime's default */
    struct span timeout_span;
    struct var **vars; /* PARAM and SET, by index */
    unsigned n_vars;
    unsigned n_locals; /* numbers given to LOCAL variables so far */
    struct stmt *body; /* a SEQUENCE */
    bool faulty;       /* check found something wrong in it: it is not wired */
    const struct ast_decl *syntax;
    struct orch_str doc;
    struct span span;
};

struct model {
    struct compilation *compilation;
    struct types types;
    struct orch_map type_names; /* name -> struct type: base types, terms, records, enums; in the
                                   arena, only to be read */
    struct term **terms;
    unsigned n_terms;
    struct record **records;
    unsigned n_records;
    struct error_decl **errors;
    unsigned n_errors;
    struct enumeration **enums;
    unsigned n_enums;
    struct conversion **conversions;
    unsigned n_conversions;
    struct service **services;
    unsigned n_services;
    struct operation **operations;
    unsigned n_operations;
    struct flow **flows; /* of the main file and its imports, in order */
    unsigned n_flows;
};

struct service *model_service(const struct model *m, const char *name); /* interned; NULL: none */
struct operation *model_operation(const struct service *s, const char *name);
struct flow *model_flow(const struct model *m, const char *name);
struct field *model_field(const struct record *r, const char *name);
struct error_decl *model_error(const struct model *m, const char *name);
/* The declared conversion from -> to, or NULL. */
const struct conversion *model_conversion(const struct model *m, const struct term *from,
                                          const struct term *to);

/* A stable text of the model. */
void model_dump(const struct model *m, struct orch_buf *out);
/* What was wired, converted, defaulted and left out, call by call, with positions: for people. */
void explain(const struct model *m, struct orch_buf *out);

#endif
