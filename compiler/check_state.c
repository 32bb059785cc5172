/* What is known of the variables at one point of a flow; see check_state.h. */
#include "check_state.h"

#include "memory.h"

struct state *state_new(struct orch_arena *a)
{
    return memory_new(a, 1, sizeof(struct state));
}

struct state *state_copy(struct orch_arena *a, const struct state *s)
{
    struct state *to = state_new(a);

    *to = *s;
    to->facts = memory_new(a, s->n, sizeof *to->facts);
    if (s->n > 0)
        memcpy(to->facts, s->facts, s->n * sizeof *to->facts);
    return to;
}

static struct fact state_at(const struct state *s, unsigned index)
{
    return index < s->n ? s->facts[index] : (struct fact){.presence = PRESENCE_UNSET};
}

struct fact state_get(const struct state *s, const struct var *v)
{
    return state_at(s, v->index);
}

/* Room for n facts; the new ones are unset. */
static void state_widen(struct orch_arena *a, struct state *s, unsigned n)
{
    struct fact *facts;

    if (n <= s->n)
        return;
    facts = memory_new(a, n, sizeof *facts);
    if (s->n > 0)
        memcpy(facts, s->facts, s->n * sizeof *facts);
    s->facts = facts;
    s->n = n;
}

/* --- what is known not to be none --------------------------------------------- */

static bool known_is(const struct known *known, const struct var *v,
                     const struct field *const *fields, unsigned n_fields)
{
    if (known->var != v || known->n_fields != n_fields)
        return false;
    for (unsigned i = 0; i < n_fields; i++) {
        if (known->fields[i] != fields[i])
            return false;
    }
    return true;
}

bool known_holds(const struct known *list, const struct var *v, const struct field *const *fields,
                 unsigned n_fields)
{
    for (; list; list = list->next) {
        if (known_is(list, v, fields, n_fields))
            return true;
    }
    return false;
}

void state_know(struct orch_arena *a, struct state *s, const struct known *known)
{
    struct known *added;

    if (known->n_fields == 0 && known->var->kind != VAR_LOCAL) {
        if (state_get(s, known->var).presence == PRESENCE_OPTIONAL)
            s->facts[known->var->index].presence = PRESENCE_SET;
        return;
    }
    if (known_holds(s->known, known->var, known->fields, known->n_fields))
        return;
    added = memory_new(a, 1, sizeof *added);
    *added = *known;
    added->next = s->known;
    s->known = added;
}

/* Lists are shared between states: a shorter one is built anew, and only where it must be. */
static const struct known *known_without(struct orch_arena *a, const struct known *list,
                                         const struct var *v)
{
    const struct known *kept = NULL;
    bool found = false;

    for (const struct known *known = list; known; known = known->next)
        found = found || known->var == v;
    if (!found)
        return list;
    for (const struct known *known = list; known; known = known->next) {
        if (known->var != v) {
            struct known *copy = memory_new(a, 1, sizeof *copy);

            *copy = *known;
            copy->next = kept;
            kept = copy;
        }
    }
    return kept;
}

/* What both lists hold. */
static const struct known *known_common(struct orch_arena *a, const struct state *one,
                                        const struct state *other)
{
    const struct known *kept = NULL;

    if (one->known == other->known)
        return one->known;
    for (const struct known *known = one->known; known; known = known->next) {
        if (known_holds(other->known, known->var, known->fields, known->n_fields)) {
            struct known *copy = memory_new(a, 1, sizeof *copy);

            *copy = *known;
            copy->next = kept;
            kept = copy;
        }
    }
    return kept;
}

void state_set(struct orch_arena *a, struct state *s, const struct var *v, enum presence presence)
{
    if (v->index >= s->n) /* variables come one by one */
        state_widen(a, s, v->index + 1 + v->index / 2);
    s->facts[v->index] = (struct fact){.presence = presence};
    s->known = known_without(a, s->known, v);
}

/* --- where paths meet ---------------------------------------------------------- */

static struct fact fact_merge(struct fact a, struct turn one, struct fact b, struct turn other)
{
    if (a.presence == PRESENCE_UNSET && b.presence == PRESENCE_UNSET)
        return a;
    if (a.presence == PRESENCE_UNSET)
        return (struct fact){PRESENCE_MAYBE, one};
    if (b.presence == PRESENCE_UNSET)
        return (struct fact){PRESENCE_MAYBE, other};
    return a.presence <= b.presence ? a : b; /* MAYBE, then OPTIONAL, SET */
}

void state_meet(struct orch_arena *a, struct state *s, struct turn one, const struct state *second,
                struct turn other)
{
    if (second->ended) {
        if (!s->ended)
            s->turn = one;
        return;
    }
    if (s->ended) {
        *s = *state_copy(a, second);
        s->turn = other;
        return;
    }
    state_widen(a, s, second->n);
    for (unsigned i = 0; i < s->n; i++)
        s->facts[i] = fact_merge(s->facts[i], one, state_at(second, i), other);
    s->known = known_common(a, s, second);
    s->turn = second->turn;
}

void state_merge(struct orch_arena *a, struct state *then, const struct state *otherwise,
                 struct span cond)
{
    state_meet(a, then, (struct turn){cond, true, TURN_CONDITION}, otherwise,
               (struct turn){cond, false, TURN_CONDITION});
}

static bool fact_same(struct fact a, struct fact b)
{
    return a.presence == b.presence && a.unset_when.cond.begin == b.unset_when.cond.begin &&
           a.unset_when.truth == b.unset_when.truth && a.unset_when.kind == b.unset_when.kind;
}

void state_join(struct orch_arena *a, struct state *before, struct state *const *branches,
                unsigned n)
{
    const struct state *start = state_copy(a, before);

    for (unsigned b = 0; b < n; b++) {
        const struct state *branch = branches[b];

        state_widen(a, before, branch->n);
        for (unsigned i = 0; i < branch->n; i++) {
            if (!fact_same(branch->facts[i], state_at(start, i)))
                before->facts[i] = branch->facts[i];
        }
        before->known = b == 0 ? branch->known : known_common(a, before, branch);
        before->ended = before->ended || branch->ended;
    }
}

void state_weaken(struct orch_arena *a, struct state *s, const struct var *v,
                  enum presence presence, struct turn turn)
{
    const struct fact was = state_get(s, v);

    state_set(a, s, v, presence);
    s->facts[v->index] = fact_merge(was, turn, (struct fact){.presence = presence}, turn);
}

void state_move(struct orch_arena *a, struct state *s, const struct var *from, const struct var *to)
{
    const struct fact fact = state_get(s, from);

    state_set(a, s, to, fact.presence);
    s->facts[to->index] = fact;
    state_set(a, s, from, PRESENCE_UNSET);
}

bool state_same(const struct state *s, const struct state *other)
{
    const unsigned n = s->n > other->n ? s->n : other->n;
    const struct known *one = s->known, *two = other->known;

    for (unsigned i = 0; i < n; i++) {
        if (state_at(s, i).presence != state_at(other, i).presence)
            return false;
    }
    for (; one && two; one = one->next)
        two = two->next;
    return !one && !two;
}
