/* What the emitters share; for emit*.c alone.
 *
 * Everything is emitted on demand: asking for the name of a type, a decoder, a table puts its
 * definition into its section, once, behind what it needs itself. So nothing unused is emitted, and
 * each section can be read from top to bottom. */
#ifndef EMIT_PARTS_H
#define EMIT_PARTS_H

#include "cwriter.h"
#include "emit.h"

struct emit {
    const struct graph *g;
    struct compilation *c;
    struct orch_arena *arena;
    const struct emit_options *o;
    const char *file; /* the main .orch, as shown */

    /* The sections, in their order in the file. */
    struct cwriter types, tables, checks, decoders, encoders, errors, services, flows;
    struct cwriter patterns;                               /* what start() does */
    struct cwriter decoder_prototypes, encoder_prototypes; /* of those used before their body */

    struct cwriter_names names; /* of the file's scope */
    struct orch_map type_names; /* key of a representation -> its C type */
    struct orch_map functions;  /* key -> struct emit_function */
    const char **secrets;       /* environment variables that headers are made from */
    unsigned n_secrets;
    const char ***members; /* by record, by field; NULL until they are asked for */
};

/* A function or table made on demand. */
struct emit_function {
    const char *name;
    bool complete;   /* its text is in its section */
    bool prototyped; /* it was asked for before that */
};
/* The entry of `key`, made where there is none: *made is true then, and the caller emits it. `wish`
 * is the name that it should have. */
struct emit_function *emit_demand(struct emit *e, const char *key, const char *wish, bool *made);

/* "home.orch:27  invoke content.banners": a comment over what comes from there; and, when
 * debugging, lines of `w` from now on belong to it. A span without place says nothing. */
void emit_origin(struct emit *e, struct cwriter *w, struct span span, const char *text);
void emit_origin_end(struct cwriter *w);
/* The second half of it alone. */
void emit_origin_mark(struct emit *e, struct cwriter *w, struct span span);
/* How a source is called in the output: as given, without folders where it was given by an absolute
 * path. */
const char *emit_file_name(const struct emit *e, uint32_t file);

/* --- types (emit_types.c) ------------------------------------------------------------------- */

/* The C type of a value: "int64_t", "struct Banner", "struct list_Banner". */
const char *emit_type(struct emit *e, const struct type *t);
/* How the type is called within names: "int", "list_Banner"; with colours, for they have checks. */
const char *emit_type_word(struct emit *e, const struct type *t);
/* The member of struct `r` that holds the field. */
const char *emit_member(struct emit *e, const struct record *r, unsigned field);
/* The table of an enum's names on the wire, and one of its constants. */
const char *emit_enum_table(struct emit *e, const struct enumeration *en);
const char *emit_enum_constant(struct emit *e, const struct enumeration *en, int64_t value);

/* --- constraints (emit_checks.c) ------------------------------------------------------------ */

/* True where values of the type (itself, not its elements) are constrained. */
bool emit_is_constrained(const struct type *t);
/* The function that checks a value read from JSON: NAME(in, value). */
const char *emit_json_check(struct emit *e, const struct type *t);
/* The same for what a description says of a field by itself; NULL where that is nothing. */
const char *emit_limits_check(struct emit *e, const struct record *r, const struct field *f);
/* The function that checks a parameter: NAME(in, place, name, value). */
const char *emit_input_check(struct emit *e, const struct type *t);

/* Constants as C writes them. */
const char *emit_int(struct emit *e, int64_t v);
const char *emit_float(struct emit *e, double v);
/* A string as a value; usable wherever an expression is. */
const char *emit_string(struct emit *e, struct orch_str s);

/* --- functions over a frame (emit_expr.c) --------------------------------------------------- */

/* A C expression. */
enum cexpr_prec { CEXPR_PRIMARY, CEXPR_UNARY, CEXPR_BINARY, CEXPR_COND };
struct cexpr {
    const char *text;
    enum cexpr_prec prec;
    bool simple;  /* a constant, a variable or a part of one: may be written twice */
    bool pointer; /* the text is a pointer to the value */
};

/* A variable of an expression (LET, LIFT, FOR), and what stands for it. */
struct emit_binding {
    const struct var *var;
    struct cexpr value;
    bool used;
    struct emit_binding *outer;
};

/* A function being emitted: its statements are gathered in `body`, for what it declares at its
 * beginning depends on them. */
struct emit_fn {
    struct emit *e;
    struct span origin;
    const char *origin_text;
    struct cwriter body;
    struct cwriter_names names, *scope; /* of the function, of the innermost block */
    const struct emit_frame *frame;     /* NULL: there is none */
    struct emit_binding *bindings;
    bool uses_ev, uses_frame;
    const char *out;         /* the buffer that JSON is written to */
    struct orch_buf literal; /* JSON that stands before what is written next */
};

/* The struct of a flow's variables. */
struct emit_frame {
    const struct graph_flow *flow;
    const char *type;     /* "struct home_frame" */
    const char **members; /* by variable index; NULL where it is not kept */
};

/* `origin` and `text`: where it comes from, for the comment over it. */
void emit_fn_begin(struct emit_fn *fn, struct emit *e, const struct emit_frame *frame,
                   struct span origin, const char *text);
/* Prints it to `w`: the comment, "static SIGNATURE", the frame as `f` where it is used, the body.
 */
void emit_fn_end(struct emit_fn *fn, struct cwriter *w, const char *signature, bool writes_frame);
/* "ev", noted as used. */
const char *emit_ev(struct emit_fn *fn);

/* The value of an expression; statements that it needs go to the body before. */
struct cexpr emit_expr(struct emit_fn *fn, const struct expr *x);
/* The same, as one that may be written twice: put into a variable where needed. */
struct cexpr emit_simple(struct emit_fn *fn, const struct expr *x);
/* The expression, emitted apart: statements (or "") and value, for what may not be evaluated. */
struct emit_lazy {
    const char *statements;
    struct cexpr value;
};
struct emit_lazy emit_lazily(struct emit_fn *fn, const struct expr *x);

const char *emit_text(struct emit_fn *fn, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
struct cexpr emit_primary(const char *text);
/* Its text as a value; before `?` of a choice or as one of its arms; as an operand (in parentheses
 * where needed); as an address; one member. */
const char *emit_value(struct emit_fn *fn, struct cexpr x);
const char *emit_condition(struct emit_fn *fn, struct cexpr x);
const char *emit_operand(struct emit_fn *fn, struct cexpr x);
const char *emit_address(struct emit_fn *fn, struct cexpr x);
struct cexpr emit_part(struct emit_fn *fn, struct cexpr x, const char *member);
/* A new variable of that name; nothing is printed. Within a block of its own, names that are given
 * out end with it. */
const char *emit_local(struct emit_fn *fn, const char *wish);
void emit_scope_begin(struct emit_fn *fn, struct cwriter_names *scope);
void emit_scope_end(struct emit_fn *fn);
void emit_bind(struct emit_fn *fn, struct emit_binding *b, const struct var *var,
               struct cexpr value);
void emit_unbind(struct emit_fn *fn);

/* LET: its variable stands for its left side; one that needs a name is only given it where
 * something reads it. What is emitted between the two may use the variable. */
struct emit_let {
    struct emit_binding binding;
    const char *declaration; /* NULL: none is needed */
    size_t mark;
};
void emit_let_begin(struct emit_fn *fn, struct emit_let *l, const struct expr *x);
void emit_let_end(struct emit_fn *fn, struct emit_let *l);

/* Loops and lists (emit_list.c). */
struct cexpr emit_for(struct emit_fn *fn, const struct expr *x);
struct cexpr emit_list(struct emit_fn *fn, const struct expr *x);
struct cexpr emit_interpolation(struct emit_fn *fn, const struct expr *x);
/* The head of a loop over list `list`: opens it, binds x->var to the element; the body follows and
 * emit_loop_end closes it. */
struct emit_loop {
    struct emit_binding binding;
    struct cwriter_names scope;
    const char *index, *element;
    size_t mark;
};
void emit_loop_begin(struct emit_fn *fn, struct emit_loop *l, const struct expr *x,
                     const char *guard);
void emit_loop_end(struct emit_fn *fn, struct emit_loop *l);

/* Switches (emit_switch.c): returns the index of the choice that the value has; of none, how many
 * choices there are. */
void emit_switch(struct emit_fn *fn, const struct stmt *s);

/* --- JSON (emit_read.c, emit_write.c) ------------------------------------------------------- */

/* An expression of C, true where a value of the type was read from `in` into `lvalue` and fits. */
const char *emit_read(struct emit *e, const struct type *t, const char *in, const char *lvalue);
/* A decoder of an object: one field a key. */
struct emit_field {
    struct orch_str wire;
    const struct type *type;
    const char *lvalue;
    const char *check; /* a function of emit_limits_check, or NULL */
};
/* static bool NAME(struct orch_json_in *in, TYPE *out), into `w`; `of` says whose it is. */
void emit_object_decoder(struct emit *e, struct cwriter *w, const char *name, const char *type,
                         const struct emit_field *fields, unsigned n);
/* Writes an expression as JSON to fn->out. */
void emit_write(struct emit_fn *fn, const struct expr *x);
/* One member of an object being written, and whether a comma is needed before it. */
struct emit_object {
    enum { EMIT_COMMA_NONE, EMIT_COMMA_ASK, EMIT_COMMA_SURE } comma;
    const char *flag; /* the variable asked */
    unsigned left;    /* members that may still come */
};
void emit_object_begin(struct emit_fn *fn, struct emit_object *o, unsigned n_members);
void emit_object_member(struct emit_fn *fn, struct emit_object *o, struct orch_str key,
                        const struct expr *x);
void emit_object_end(struct emit_fn *fn);
/* Prints the literal that is pending. */
void emit_write_flush(struct emit_fn *fn);

/* --- the rest of the file ------------------------------------------------------------------- */

/* The index of an operation in the emitted table; the constant of a method (emit_services.c). */
const char *emit_operation(struct emit *e, const struct operation *op);
const char *emit_method(enum orch_method m);
void emit_services(struct emit *e);

/* The index of a declared error in the emitted table (emit_errors.c). */
const char *emit_error(struct emit *e, const struct error_decl *error);
void emit_errors(struct emit *e);
/* How many of them there are. */
unsigned emit_n_errors(const struct emit *e);
/* The function that writes a record that stands in memory: NAME(out, value) (emit_write.c). */
const char *emit_encoder(struct emit *e, const struct type *t);
/* Handlers and errors of a node (emit_catch.c): `prefix` is what its names begin with. The function
 * that makes an error of the value; the table of errors that a call answers with; the handler's
 * arms. */
const char *emit_make(struct emit *e, struct cwriter *w, const struct emit_frame *frame,
                      const char *prefix, const struct stmt *s, const struct expr *value,
                      const bool *replied);
const char *emit_reply_errors(struct emit *e, struct cwriter *w, const struct emit_frame *frame,
                              const char *prefix, const struct stmt *s);
const char *emit_handler(struct emit *e, struct cwriter *w, const struct emit_frame *frame,
                         const char *prefix, const struct graph_node *node);

/* One flow: its frame, its functions, its nodes (emit_flow.c). */
struct emit_flow_names {
    const char *nodes, *accept, *frame;
};
struct emit_flow_names emit_flow(struct emit *e, const struct graph_flow *f);
/* The functions of a node, into `w` (emit_node.c). Returns what the table of nodes says of them:
 * ".assign = home_1_assign"; "" where that is nothing. */
const char *emit_node(struct emit *e, struct cwriter *w, const struct emit_frame *frame,
                      unsigned number);
/* The statements that fill the request of a call (emit_request.c). */
void emit_request(struct emit_fn *fn, const struct stmt *s);
/* static void NAME(ev, frame, in): reads the parameters (emit_accept.c). */
void emit_accept(struct emit *e, struct cwriter *w, const struct emit_frame *frame,
                 const char *name);
bool emit_has_body(const struct flow *f);

#endif
