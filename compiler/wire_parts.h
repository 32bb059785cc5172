/* What the files of wire share:
 *
 *   wire.c         the entry: each call and return of each flow; results that nothing reads
 *   wire_find.c    which values in sight have a meaning, nearest first
 *   wire_slot.c    the decision for one parameter or field
 *   wire_return.c  the value of a `return` alone
 *   wire_errors.c  the fields of an error that a call answers with
 *   wire_report.c  why there is no decision
 *
 * Only they include this. */
#ifndef WIRE_PARTS_H
#define WIRE_PARTS_H

#include "checker.h"
#include "wiring.h"

#define WIRE_DEEPEST 4 /* fields between a variable and a value that is taken from it */
#define WIRE_SHOWN   4 /* candidates that are kept, for messages */

struct wirer {
    struct model *m;
    struct flow *flow;
    struct stmt *stmt;      /* the call or return that is wired */
    struct wirings wirings; /* its decisions */
    /* How far below each record (by the number of its type) a value of a type (by its number) is: 0
     * where there is none within WIRE_DEEPEST. Made when first asked for. */
    unsigned char **reach;
    unsigned n_types;
};

/* A value in sight: a variable, a field below one, or that field of each element of a list. */
struct candidate {
    const struct sighted *root;
    const struct field *path[WIRE_DEEPEST];
    unsigned n_path;
    bool projected; /* root is a list of records, path[0] a field of them */
};

struct candidates {
    struct candidate items[WIRE_SHOWN];
    unsigned n; /* all that there are; items holds the first of them */
    unsigned depth;
    const struct conversion *conversion; /* that the first goes through, or NULL */
};

/* What is to be filled: a parameter of a call or a field of the result. */
struct slot {
    const char *name;
    const struct type *type;
    struct span span; /* its declaration */
    const char *what; /* "parameter `city` of content.channels" */
    bool of_result;   /* may also be found by its name, and take what some path does not set */
    bool whole;       /* the result itself, not a field of it */
};

/* --- wire_find.c */

/* The values of exactly this type (that of a term, or a list of one), at the least depth. */
void wire_find(struct wirer *w, const struct type *wanted, struct candidates *found);
/* The same for values that one declared conversion makes into the term. */
void wire_find_converted(struct wirer *w, const struct term *term, struct candidates *found);
/* Variables that are lists of records with exactly one field of this type. */
void wire_find_projected(struct wirer *w, const struct type *wanted, struct candidates *found);
/* The variable of that name, or NULL. */
const struct sighted *wire_find_name(const struct wirer *w, const char *name);
/* How far below the record a value of the type is; 0: not within WIRE_DEEPEST. */
unsigned wire_reach(struct wirer *w, const struct record *record, const struct type *wanted);
struct expr *wire_candidate(struct wirer *w, const struct candidate *c);
/* "user.home_city", "products[].id" */
const char *wire_candidate_text(struct wirer *w, const struct candidate *c);
struct span wire_candidate_span(const struct candidate *c);
/* Where in the source the statement that is wired says what it does. */
struct span wire_place(const struct wirer *w);

/* --- wire_slot.c */

/* The value of the slot, of its type; NULL: optional and left out; ERROR where it was reported.
 * Records the decision. */
struct expr *wire_slot(struct wirer *w, const struct slot *slot);
/* Takes this candidate: reports what is wrong with it. */
struct expr *wire_take(struct wirer *w, const struct slot *slot, const struct candidate *c,
                       enum wiring_kind kind, const char *reason);

/* --- wire_return.c */

void wire_return(struct wirer *w);
/* A record of what is in sight, field by field. */
struct expr *wire_fields(struct wirer *w, const struct record *record);

/* --- wire_errors.c */

/* The fields of an error that the call may answer with. */
void wire_reply_error(struct wirer *w, struct reply_error *e);

/* --- wire_report.c */

void wire_report_ambiguous(struct wirer *w, const struct slot *slot,
                           const struct candidates *found);
void wire_report_missing(struct wirer *w, const struct slot *slot);
void wire_report_optional(struct wirer *w, const struct slot *slot, const struct candidate *c);
void wire_report_race(struct wirer *w, const struct slot *slot, const struct candidate *c);

#endif
