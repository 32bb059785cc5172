/* Races: `parallel any` and `parallel n of`, which are done when so many of their branches have
 * succeeded; the others are cancelled, half-way, and must not leave anything behind. So each branch
 * sets variables of its own: they begin with the values that are set before, and are written back
 * as the last thing that the branch does. A branch that comes to its end ends the race with that
 * step, so what is written back is what counts. */
#include "checker.h"

#include <assert.h>

/* --- variables of a branch ------------------------------------------------------------------- */

/* Where the branch that is being checked sets the name first; NULL: it does not. */
static const struct race_name *set_in_branch(const struct race *race, const char *name)
{
    for (unsigned i = 0; i < race->n; i++) {
        if (race->names[i].name == name && race->names[i].branch == race->branch)
            return &race->names[i];
    }
    return NULL;
}

/* A loop is checked more than once: its branches keep their variables. */
static struct var *own_var(struct checker *k, struct var *of, struct span span)
{
    struct flow *flow = k->flow;
    struct var *own;

    for (unsigned i = 0; i < flow->n_vars; i++) {
        const struct var *v = flow->vars[i];

        if (v->of == of && v->span.begin == span.begin && v->span.file == span.file)
            return flow->vars[i];
    }
    own = memory_new(&k->m->compilation->arena, 1, sizeof *own);
    *own = *of;
    own->kind = VAR_SET;
    own->of = of;
    own->read = own->may_be_unset = false;
    own->n_sets = 0;
    own->span = span;
    own->index = flow->n_vars;
    flow->vars =
        memory_grow(&k->m->compilation->arena, flow->vars, flow->n_vars, sizeof(struct var *));
    flow->vars[flow->n_vars++] = own;
    return own;
}

static struct var *alias(struct checker *k, struct race *race, struct var *of, struct span span)
{
    struct alias *made = memory_new(&k->m->compilation->arena, 1, sizeof *made);

    *made = (struct alias){of, own_var(k, of, span), NULL};
    *race->end = made;
    race->end = &made->next;
    return made->own;
}

/* From the outermost race inwards: each has a variable for that of the one around it. */
static struct var *own_of(struct checker *k, struct race *race, struct var *v)
{
    const struct race_name *set;

    if (!race)
        return v;
    v = own_of(k, race->outer, v);
    set = race->isolates ? set_in_branch(race, v->name) : NULL;
    return set ? alias(k, race, v, set->span) : v;
}

struct var *check_race_own(struct checker *k, struct var *v)
{
    return own_of(k, k->races, v);
}

struct stmt *check_made_assign(struct checker *k, const struct ast_stmt *s, struct var *var,
                               struct expr *value)
{
    struct stmt *made = check_stmt_new(k, STMT_ASSIGN, s);

    made->syntax = NULL;
    made->assign.var = var;
    made->assign.value = value;
    return made;
}

/* `to = from`, as much as is known of it. */
static struct stmt *copy(struct checker *k, const struct ast_stmt *s, struct var *to,
                         struct var *from, enum presence presence)
{
    const struct type *type = from->type;

    if (presence != PRESENCE_SET) {
        type = type_optional(&k->m->types, type);
        to->may_be_unset = from->may_be_unset = true;
    }
    to->secret = to->secret || from->secret;
    to->n_sets++;
    return check_made_assign(k, s, to, expr_var(k->m, from, type, s->span));
}

/* --- a branch -------------------------------------------------------------------------------- */

/* The branch's variables for those that are there already; returns the end of the list. */
static struct stmt **open_branch(struct checker *k, struct race *race, const struct ast_stmt *s,
                                 struct stmt **end)
{
    race->aliases = NULL;
    race->end = &race->aliases;
    for (unsigned i = 0; i < race->n; i++) {
        struct var *of, *own;

        if (race->names[i].branch != race->branch)
            continue;
        of = check_var_here(k, race->names[i].name);
        if (!of)
            continue;
        own = alias(k, race, of, race->names[i].span);
        if (state_get(k->state, of).presence == PRESENCE_UNSET)
            continue;
        *end = copy(k, s, own, of, state_get(k->state, of).presence);
        end = &(*end)->next;
        state_move(&k->m->compilation->arena, k->state, of, own);
    }
    return end;
}

static struct stmt **close_branch(struct checker *k, const struct race *race,
                                  const struct ast_stmt *s, struct stmt **end)
{
    struct orch_arena *arena = &k->m->compilation->arena;

    for (const struct alias *a = race->aliases; a; a = a->next) {
        const enum presence presence = state_get(k->state, a->own).presence;

        if (presence == PRESENCE_UNSET)
            continue;
        state_move(arena, k->state, a->own, a->of);
        for (struct trial *trial = k->trials; trial; trial = trial->outer) {
            state_set(arena, trial->state, a->own, PRESENCE_UNSET);
            state_weaken(arena, trial->state, a->of, presence, trial->turn);
        }
        if (!k->state->ended) {
            *end = copy(k, s, a->of, a->own, presence);
            end = &(*end)->next;
        }
    }
    return end;
}

static bool is_empty(const struct stmt *s)
{
    if (s->kind != STMT_SEQUENCE)
        return false;
    for (s = s->body; s; s = s->next) {
        if (!is_empty(s))
            return false;
    }
    return true;
}

static struct stmt *check_runner(struct checker *k, struct race *race, const struct ast_stmt *s)
{
    struct stmt *made = check_stmt_new(k, STMT_SEQUENCE, s);
    struct stmt **end = open_branch(k, race, s, &made->body);

    made->syntax = NULL;
    k->races = race;
    *end = check_stmt(k, s);
    if (*end)
        end = &(*end)->next;
    end = close_branch(k, race, s, end);
    k->races = race->outer;
    if (is_empty(made)) /* it wins at once */
        *end = check_stmt_new(k, STMT_EMPTY, s);
    return made;
}

/* --- behind the race ------------------------------------------------------------------------- */

static struct turn turn_of(enum turn_kind kind, const struct ast_stmt *branch)
{
    return (struct turn){.cond = branch->span, .kind = kind};
}

/* One branch has won: what all of them set is set. */
static struct state *after_any(struct orch_arena *arena, const struct ast_stmt *branches,
                               struct state *const *ends)
{
    struct state *after = state_copy(arena, *ends++);

    assert(branches); /* a race has one */
    for (const struct ast_stmt *next = branches->next; next; branches = next, next = next->next)
        state_meet(arena, after, turn_of(TURN_WON, branches), *ends++, turn_of(TURN_WON, next));
    return after;
}

/* Of each branch nobody knows whether it is among the winners. */
static struct state *after_some(struct orch_arena *arena, const struct ast_stmt *branches,
                                const struct state *before, struct state **ends, unsigned need)
{
    struct state *after = state_copy(arena, before);
    unsigned n = 0, n_ended = 0;

    for (; branches; branches = branches->next, n++) {
        struct state *end = ends[n];

        n_ended += end->ended;
        ends[n] = state_copy(arena, before);
        state_meet(arena, ends[n], turn_of(TURN_LOST, branches), end, turn_of(TURN_WON, branches));
        ends[n]->turn = before->turn;
    }
    state_join(arena, after, ends, n);
    after->ended = after->ended || n - n_ended < need;
    return after;
}

static struct stmt *check_runners(struct checker *k, const struct ast_stmt *s, unsigned need,
                                  unsigned n)
{
    struct orch_arena *arena = &k->m->compilation->arena;
    struct stmt *made = check_stmt_new(k, STMT_PARALLEL, s), **end = &made->parallel.body;
    struct state *before = k->state, **ends = memory_new(arena, n, sizeof(struct state *));
    struct race race = {.outer = k->races, .isolates = true};

    made->parallel.need = need;
    check_race_note(k, &race, s->race.body);
    if (need > 1)
        check_race_conflicts(k, &race);
    for (const struct ast_stmt *branch = s->race.body; branch; branch = branch->next) {
        k->state = state_copy(arena, before);
        *end = check_runner(k, &race, branch);
        end = &(*end)->next;
        ends[race.branch++] = k->state;
    }
    k->state = need > 1 ? after_some(arena, s->race.body, before, ends, need)
                        : after_any(arena, s->race.body, ends);
    return made;
}

/* --- the statement --------------------------------------------------------------------------- */

static unsigned count(const struct ast_stmt *branches)
{
    unsigned n = 0;

    for (; branches; branches = branches->next)
        n++;
    return n;
}

struct stmt *check_race(struct checker *k, const struct ast_stmt *s)
{
    const struct ast_expr *need = s->race.need;
    const unsigned n = count(s->race.body);
    struct diag *d;

    if (!s->race.body && !need) {
        check_report(k->m, DIAG_BAD_RACE, s->span,
                     "this parallel has no branch that could come first");
    } else if (need && (need->integer < 1 || need->integer > n)) {
        d = check_report(k->m, DIAG_BAD_RACE, need->span, "%lld of %u %s cannot succeed",
                         (long long)need->integer, n, n == 1 ? "branch" : "branches");
        diag_note(d, "`parallel any` waits for one branch, `parallel` alone for all of them");
    } else if (need && need->integer == n) {
        d = check_report(k->m, DIAG_RACE_OF_ALL, need->span, "%u of %u branches are all of them", n,
                         n);
        diag_fix(d, (struct span){need->span.file, s->span.begin, s->race.of.end}, "parallel",
                 "write `parallel`");
    } else {
        return check_runners(k, s, need ? (unsigned)need->integer : 1, n);
    }
    return check_parallel(k, s);
}
