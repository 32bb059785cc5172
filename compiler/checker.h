/* What the files of check share; wire uses its adapting and its words too.
 *
 *   check.c           the entry: conversions, then each flow
 *   check_flow.c      statements, variables, what is in sight
 *   check_invoke.c    calls
 *   check_switch.c    switches
 *   check_try.c       try and catch; check_throw.c: throw; check_reach.c: what can fail, and how
 *   check_parallel.c  branches that run at once
 *   check_race.c      those of which some are enough
 *   check_bounds.c    blocks with a deadline, loops
 *   check_state.c     what is set, and known not to be none, at one point (check_state.h)
 *   check_expr.c      expressions; with check_names.c, check_ops.c, check_choice.c, check_make.c
 *   check_adapt.c     values as another type; check_misfit.c: why one does not fit
 *   check_text.c      words for messages
 *
 * Expressions are checked in both directions: a type that is expected flows down (so that
 * `{ ... }`, `[]`, `none` and bare enum values know what they are), a typed core expression comes
 * up. An expression that was reported has the ERROR type, which fits everything. */
#ifndef CHECKER_H
#define CHECKER_H

#include "check_state.h"
#include "expr.h"
#include "memory.h"
#include "passes.h"

struct local { /* a variable of a comprehension or conversion, in sight */
    struct var *var;
    const struct local *outer;
};

/* What the branches of a parallel set, found before they are checked. */
struct race_name {
    const char *name;
    struct span span;
    unsigned branch;
};
/* In a race each branch sets variables of its own: those that count are the winner's. */
struct alias {
    struct var *of, *own;
    struct alias *next;
};
struct race {
    struct race_name *names;
    unsigned n;
    unsigned branch; /* the one that is being checked */
    bool isolates;   /* its branches set variables of their own: */
    struct alias *aliases, **end;
    struct race *outer;
};

/* A block that may be left half done: what is known wherever that happens. */
struct trial {
    struct state *state;
    struct turn turn;
    struct trial *outer;
};

/* What is known before each round of a loop, kept from when it was checked last. */
struct loop_head {
    const struct ast_stmt *loop;
    struct state *state;
    struct var *rounds;
    struct loop_head *next;
};

struct checker {
    struct model *m;
    struct flow *flow; /* never NULL: conversions have a flow of their own, without variables */
    struct state *state;
    const struct local *locals;
    struct race *races;
    struct trial *trials;
    struct loop_head *loops;
    const struct stmt *catching; /* the try whose catch this is in; NULL: none */
};

/* --- check_text.c: words for messages */

/* The source text of a span, for messages; cut where it is long. */
const char *check_source(const struct model *m, struct span span);
/* The value as it was written; a path that was wired ("user.home_city") as one would write it. */
const char *check_value_text(const struct model *m, const struct expr *value);
/* "12:6" */
const char *check_at(const struct model *m, struct span span);
/* "the condition at 12:6 is true"; the same where a label stands at its place: "this is true". */
const char *check_turn(const struct model *m, struct turn turn);
const char *check_turn_here(struct turn turn);
const char *check_type(struct model *m, const struct type *type);
/* "an int", "a string (title)", "[Product]": with its article, where it has one. */
const char *check_a(struct model *m, const struct type *type);
#define check_format(m, ...)             memory_text(&(m)->compilation->arena, __VA_ARGS__)
#define check_report(m, code, span, ...) diag_add(&(m)->compilation->diags, code, span, __VA_ARGS__)
/* E0303 for `value`, which is optional: the message with its mends. `what` as in check_adapt. */
void check_optional(struct model *m, const struct expr *value, const struct type *target,
                    const char *what, struct span span);
/* The same for what can never be made optional: an operand, a condition. */
void check_optional_operand(struct model *m, const struct expr *value, const char *what,
                            struct span span);

/* --- check_names.c: what a name means */

/* A name that is read: variables, then (where one is expected) values of an enum. Reports what is
 * unknown, unset or set by another branch at the same time. */
struct expr *check_name(struct checker *k, const struct ast_name *name,
                        const struct type *expected);
/* True where the name is that of a variable in sight, set or not. */
bool check_name_seen(const struct checker *k, const char *name);
/* Where a branch beside this one sets the name at the same time; file 0: nowhere. */
struct span check_racing(const struct checker *k, const char *name);
/* A value of the enum, coloured or not, written `value` or `Enum.value`; reports unknown ones. */
struct expr *check_enum(struct checker *k, const struct type *type, const struct ast_name *value,
                        struct span span);
/* The flow's variable of that name, or NULL. */
struct var *check_var(const struct flow *flow, const char *name);
/* The same, or in its place that of the branch of a race that this point is in. */
struct var *check_var_here(const struct checker *k, const char *name);
/* The term of that name, or NULL. */
const struct term *check_term(const struct model *m, const char *name);

/* --- check_expr.c */

/* Never NULL; of type ERROR where it was reported. `expected` is a hint, and may be NULL. */
struct expr *check_expr(struct checker *k, const struct ast_expr *e, const struct type *expected);
/* The expression as `target`: checked with it in mind and adapted; of type ERROR where it does not
 * fit. `what` names the target. */
struct expr *check_expr_as(struct checker *k, const struct ast_expr *e, const struct type *target,
                           const char *what);
/* The same for what leaves the flow or goes into a record: a secret may only go where the target is
 * secret too. *given (unless NULL) is the value before it was adapted. */
struct expr *check_expr_into(struct checker *k, const struct ast_expr *e, const struct type *target,
                             const char *what, struct expr **given);
/* A condition: a plain bool. */
struct expr *check_cond(struct checker *k, const struct ast_expr *syntax);
/* The same for what is called `what`; `code` is that of a value that is no bool. */
struct expr *check_bool(struct checker *k, const struct ast_expr *syntax, const char *what,
                        enum diag_code code);
/* The value without its colour. */
struct expr *check_plain(struct model *m, struct expr *e);
/* From here on the condition is known to be `truth`: values that were compared with none. */
void check_narrow(struct checker *k, const struct expr *cond, bool truth);

static inline bool check_failed(const struct expr *e)
{
    return e->type->kind == TYPE_ERROR;
}

/* --- check_ops.c: operators */
struct expr *check_unary(struct checker *k, const struct ast_expr *e);
struct expr *check_binary(struct checker *k, const struct ast_expr *e, const struct type *expected);
/* An operand that may not be optional; of type ERROR where it is. */
struct expr *check_operand(struct checker *k, const struct ast_expr *syntax,
                           const struct type *expected, const char *what);
/* check_choice.c: `??`, if then else, and the type that two values share */
struct expr *check_coalesce(struct checker *k, const struct ast_expr *e,
                            const struct type *expected);
struct expr *check_choice(struct checker *k, const struct ast_expr *e, const struct type *expected);
/* The type that both fit, without conversions or fitting of records; NULL: none. The colour stays
 * where both have the same. */
const struct type *check_unify(struct model *m, const struct type *a, const struct type *b);

/* --- check_make.c: records, lists, comprehensions, text */
struct expr *check_record(struct checker *k, const struct ast_expr *e, const struct type *expected);
struct expr *check_list(struct checker *k, const struct ast_expr *e, const struct type *expected);
struct expr *check_for(struct checker *k, const struct ast_expr *e, const struct type *expected);
struct expr *check_text(struct checker *k, const struct ast_expr *e);

/* --- check_adapt.c (with check_adapt and check_fits of passes.h) */

/* What takes a value of one type to another; the rest is inside. */
enum adapt_step {
    ADAPT_SAME,
    ADAPT_RECOLOUR, /* same representation, nothing else to do */
    ADAPT_CONVERT,  /* a declared conversion */
    ADAPT_PLAIN,    /* without its colour, then as the plain target, then coloured */
    ADAPT_WIDEN,
    ADAPT_NONE, /* none -> T? */
    ADAPT_SOME,
    ADAPT_LIFT,
    ADAPT_LIST,
    ADAPT_RECORD,
    ADAPT_WRONG_OPTIONAL, /* an optional where none may be */
    ADAPT_WRONG_COLOUR,
    ADAPT_WRONG_TYPE,
};
enum adapt_step adapt_step(const struct model *m, const struct type *from, const struct type *to,
                           const struct conversion **conversion);

/* How a field of a record is found in another record. */
enum adapt_how {
    ADAPT_BY_NAME_AND_TERM,
    ADAPT_BY_TERM,
    ADAPT_BY_NAME, /* uncoloured */
    ADAPT_LEFT_OUT,
    ADAPT_MISSING,   /* required, and nothing of that name or term */
    ADAPT_AMBIGUOUS, /* several fields of that term */
    ADAPT_UNFIT,     /* *source has the name or the term, but not the type */
};
enum adapt_how adapt_match(const struct model *m, const struct record *from,
                           const struct field *target, const struct field **source);
/* The same type but for colours, all the way down. */
bool adapt_same_shape(const struct type *a, const struct type *b);

/* check_misfit.c: reports why `value` does not fit. */
void check_misfit(struct model *m, const struct expr *value, const struct type *target,
                  const char *what, struct span span);
/* Reports E0304 where `value`, which the user knows as `source`, is secret and the target is not.
 * False where it reported. */
bool check_secret(struct model *m, const struct expr *value, const char *source,
                  const struct type *target, const char *what, struct span span);

/* --- check_flow.c: statements */

/* The body of the checker's flow, in the checker's state. */
void check_flow_body(struct checker *k);
struct stmt *check_stmt_new(struct checker *k, enum stmt_kind kind, const struct ast_stmt *s);
/* A new variable of the flow; coloured where its name is a term. */
struct var *check_var_new(struct checker *k, const struct ast_name *name, const struct type *type);
/* v is set to a value: `presence` says whether it may be none. */
void check_var_set(struct checker *k, struct var *v, enum presence presence, bool secret);
/* What is in sight at this point. */
struct sight check_sight(struct checker *k);

/* --- check_invoke.c, check_switch.c */

struct stmt *check_invoke(struct checker *k, const struct ast_stmt *s);
/* The operation that a call names; NULL where there is none. Reports nothing. */
struct operation *check_operation(const struct model *m, const struct ast_stmt *s);
/* The name that a call sets; NULL: none. */
const char *check_result_name(const struct model *m, const struct ast_stmt *s);
/* An argument or a field of a record that is written: `name: value`, or `name` alone. */
struct expr *check_entry(struct checker *k, const struct ast_entry *entry,
                         const struct type *target, const char *what, struct expr **given);
struct stmt *check_switch(struct checker *k, const struct ast_stmt *s);

/* --- check_throw.c, check_try.c, check_reach.c */

struct stmt *check_throw(struct checker *k, const struct ast_stmt *s);
struct stmt *check_try(struct checker *k, const struct ast_stmt *s);
/* The failure of calls that a catch names: a set of ORCH_SET; 0: it is none. */
uint32_t check_failure_kind(const char *name);
/* Reports that there is no error of that name. */
void check_unknown_error(struct checker *k, const struct ast_name *name);

/* The ways in which statements can end with a failure. */
struct reach {
    uint32_t kinds; /* a set of ORCH_SET */
    bool *errors;   /* by index */
};
struct reach check_reach(const struct model *m, const struct stmt *list);
/* Warns of catches of `made` that nothing reaches. */
void check_unreached(struct checker *k, const struct stmt *made, const struct ast_stmt *s);

/* --- check_parallel.c */

struct stmt *check_parallel(struct checker *k, const struct ast_stmt *s);
/* Adds what the branches of a parallel set. */
void check_race_note(struct checker *k, struct race *race, const struct ast_stmt *branches);
/* Reports names that two branches set. */
void check_race_conflicts(struct checker *k, const struct race *race);

/* --- check_race.c, check_bounds.c */

struct stmt *check_race(struct checker *k, const struct ast_stmt *s);
/* The variable that a statement here sets for the flow's variable `v`, which is new. */
struct var *check_race_own(struct checker *k, struct var *v);
/* `var = value`, which nobody wrote. */
struct stmt *check_made_assign(struct checker *k, const struct ast_stmt *s, struct var *var,
                               struct expr *value);
struct stmt *check_within(struct checker *k, const struct ast_stmt *s);
struct stmt *check_while(struct checker *k, const struct ast_stmt *s);
/* A statement, in the checker's state; NULL where nothing is left of it. */
struct stmt *check_stmt(struct checker *k, const struct ast_stmt *s);

#endif
