/* What is known of the variables at one point of a flow: which are set on which paths, which hold
 * none or surely do not. States are values: copied where paths part, merged where they meet. */
#ifndef CHECK_STATE_H
#define CHECK_STATE_H

#include "model.h"

enum presence {
    PRESENCE_UNSET,    /* on no path */
    PRESENCE_MAYBE,    /* on some paths */
    PRESENCE_OPTIONAL, /* on every path, but it may be none */
    PRESENCE_SET,
};

struct fact {
    enum presence presence;
    struct turn unset_when; /* MAYBE: where the path without it branches off */
};

/* A value that is known not to be none: a variable, or fields under it. */
struct known {
    const struct var *var;
    const struct field **fields;
    unsigned n_fields;
    const struct known *next;
};

struct state {
    struct fact *facts; /* by the variable's index; those behind the end are unset */
    unsigned n;
    const struct known *known;
    bool ended;       /* every path to here has returned */
    struct turn turn; /* how this point is reached, where another path has returned */
};

struct state *state_new(struct orch_arena *a);
struct state *state_copy(struct orch_arena *a, const struct state *s);
struct fact state_get(const struct state *s, const struct var *v);
/* v is set here: forgets what was known of its fields. */
void state_set(struct orch_arena *a, struct state *s, const struct var *v, enum presence presence);
/* v may have been set here, or not yet: `turn` is the way on which it is not. */
void state_weaken(struct orch_arena *a, struct state *s, const struct var *v,
                  enum presence presence, struct turn turn);
/* What is known of `from` is known of `to`, and nothing of `from`. */
void state_move(struct orch_arena *a, struct state *s, const struct var *from,
                const struct var *to);
/* The same is known in both. */
bool state_same(const struct state *s, const struct state *other);
void state_know(struct orch_arena *a, struct state *s, const struct known *known);
/* True where the list holds v.fields (v itself: n_fields 0). */
bool known_holds(const struct known *list, const struct var *v, const struct field *const *fields,
                 unsigned n_fields);
/* The state after a branch, in `then`, where the condition held on the way to `then`. */
void state_merge(struct orch_arena *a, struct state *then, const struct state *otherwise,
                 struct span cond);
/* The same for any two paths: `one` and `other` say what leads to each. */
void state_meet(struct orch_arena *a, struct state *s, struct turn one, const struct state *second,
                struct turn other);
/* The state after a parallel: `before` with what each branch has set. */
void state_join(struct orch_arena *a, struct state *before, struct state *const *branches,
                unsigned n);

#endif
