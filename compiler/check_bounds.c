/* Statements with a bound: `within`, a block with a deadline, and `while`, a loop with a number of
 * rounds. */
#include "checker.h"

#define WITHIN_LONGEST_MS (60 * 60 * 1000)
#define WHILE_MOST_ROUNDS 10000

/* --- within ---------------------------------------------------------------------------------- */

static uint32_t limit_of(struct checker *k, const struct ast_expr *limit)
{
    if (limit->kind == AST_EXPR_ERROR)
        return 1;
    if (limit->kind != AST_EXPR_DURATION)
        check_report(k->m, DIAG_BAD_WITHIN, limit->span,
                     "`within` takes a duration, such as 200ms or 2s");
    else if (limit->integer <= 0 || limit->integer > WITHIN_LONGEST_MS)
        check_report(k->m, DIAG_BAD_WITHIN, limit->span,
                     "a deadline is longer than nothing and at most 1h");
    else
        return (uint32_t)limit->integer;
    return 1;
}

/* The block may end anywhere: its `else` sees what was set before, and nothing for sure of what the
 * block sets. */
struct stmt *check_within(struct checker *k, const struct ast_stmt *s)
{
    struct orch_arena *arena = &k->m->compilation->arena;
    struct stmt *made = check_stmt_new(k, STMT_WITHIN, s);
    const struct turn in_time = {.cond = s->within.limit->span, .kind = TURN_IN_TIME};
    const struct turn expired = {.cond = s->within.limit->span, .kind = TURN_EXPIRED};
    struct trial trial = {state_copy(arena, k->state), expired, k->trials};
    struct state *done;

    made->within.limit_ms = limit_of(k, s->within.limit);
    k->trials = &trial;
    made->within.body = check_stmt(k, s->within.body);
    k->trials = trial.outer;
    if (!s->within.otherwise)
        return made->within.body ? made : NULL;
    done = k->state;
    k->state = trial.state;
    made->within.otherwise = check_stmt(k, s->within.otherwise);
    state_meet(arena, done, in_time, k->state, expired);
    k->state = done;
    return made->within.body && made->within.otherwise ? made : NULL;
}

/* --- while ----------------------------------------------------------------------------------- */

static int64_t max_of(struct checker *k, const struct ast_stmt *s)
{
    const struct ast_expr *max = s->loop.max;
    struct span at = s->loop.cond->span;
    struct diag *d;

    if (!max) {
        d = check_report(k->m, DIAG_BAD_MAX, s->loop.cond->span,
                         "nothing says how often this loop runs at most");
        at.begin = at.end;
        diag_fix(d, at, " max 100", "write `max 100` behind the condition");
    } else if (max->kind != AST_EXPR_INT || max->integer < 1 || max->integer > WHILE_MOST_ROUNDS) {
        check_report(k->m, DIAG_BAD_MAX, max->span, "`max` is a whole number from 1 to %d",
                     WHILE_MOST_ROUNDS);
    } else {
        return max->integer;
    }
    return 1;
}

/* The variable that counts rounds: of a name that none can have. */
static struct var *rounds_new(struct checker *k, struct span span)
{
    struct flow *flow = k->flow;
    struct orch_arena *arena = &k->m->compilation->arena;
    struct var *v = memory_new(arena, 1, sizeof *v);

    v->name = memory_text(arena, "rounds");
    v->kind = VAR_SET;
    v->type = type_base(&k->m->types, TYPE_INT);
    v->read = true;
    v->index = flow->n_vars;
    v->span = span;
    flow->vars = memory_grow(arena, flow->vars, flow->n_vars, sizeof(struct var *));
    flow->vars[flow->n_vars++] = v;
    return v;
}

static struct loop_head *head_of(struct checker *k, const struct ast_stmt *s)
{
    struct orch_arena *arena = &k->m->compilation->arena;
    struct loop_head *head;

    for (head = k->loops; head; head = head->next) {
        if (head->loop == s)
            return head;
    }
    head = memory_new(arena, 1, sizeof *head);
    *head = (struct loop_head){s, NULL, rounds_new(k, s->span), k->loops};
    k->loops = head;
    return head;
}

static struct expr *integer(struct checker *k, int64_t value, struct span span)
{
    struct expr *e = expr_new(k->m, EXPR_INT, type_base(&k->m->types, TYPE_INT), span);

    e->integer = value;
    return e;
}

/* rounds = 0; while rounds < max && cond { body; rounds = rounds + 1 } */
static struct stmt *counted(struct checker *k, const struct ast_stmt *s, struct var *rounds,
                            int64_t max, struct expr *cond, struct stmt *body)
{
    const struct span at = s->loop.cond->span;
    struct stmt *made = check_stmt_new(k, STMT_SEQUENCE, s);
    struct stmt *loop = check_stmt_new(k, STMT_WHILE, s);
    const struct type *of_int = rounds->type, *of_bool = type_base(&k->m->types, TYPE_BOOL);
    struct expr *more = expr_binary(k->m, AST_OP_LT, of_bool, expr_var(k->m, rounds, of_int, at),
                                    integer(k, max, at));
    struct expr *next = expr_binary(k->m, AST_OP_ADD, of_int, expr_var(k->m, rounds, of_int, at),
                                    integer(k, 1, at));

    loop->loop.cond = expr_binary(k->m, AST_OP_AND, of_bool, more, cond);
    loop->loop.body = check_stmt_new(k, STMT_SEQUENCE, s->loop.body);
    loop->loop.body->syntax = NULL;
    loop->loop.body->body = body;
    body->next = check_made_assign(k, s, rounds, next);
    made->syntax = NULL;
    made->body = check_made_assign(k, s, rounds, integer(k, 0, at));
    made->body->next = loop;
    return made;
}

/* A variable that a round makes secret is secret in the next one from its start. */
static unsigned count_secret(const struct flow *flow)
{
    unsigned n = 0;

    for (unsigned i = 0; i < flow->n_vars; i++)
        n += flow->vars[i]->secret;
    return n;
}

/* What a round finds is what was set before the loop, or what the round before has left. So the
 * loop is checked again, with less that is known, until a round leaves no less than it finds; what
 * earlier tries have reported is taken back. */
struct stmt *check_while(struct checker *k, const struct ast_stmt *s)
{
    struct orch_arena *arena = &k->m->compilation->arena;
    const struct turn none = {.cond = s->loop.cond->span, .kind = TURN_NO_ROUND};
    const struct turn some = {.cond = s->loop.cond->span, .kind = TURN_ROUND};
    struct loop_head *head = head_of(k, s);
    struct state *before = state_copy(arena, k->state), *found = k->state, *left;
    const int64_t max = max_of(k, s);
    struct expr *cond;
    struct stmt *body;
    struct diags said = k->m->compilation->diags;
    unsigned n_secret;

    if (head->state)
        state_meet(arena, found, none, head->state, some);
    for (;;) {
        found->turn = before->turn;
        k->state = state_copy(arena, found);
        n_secret = count_secret(k->flow);
        cond = check_cond(k, s->loop.cond);
        check_narrow(k, cond, true);
        body = check_stmt(k, s->loop.body);
        left = state_copy(arena, found);
        state_meet(arena, left, none, k->state, some);
        if (state_same(left, found) && count_secret(k->flow) == n_secret)
            break;
        found = left;
        k->m->compilation->diags = said;
        if (said.last)
            said.last->next = NULL;
    }
    head->state = state_copy(arena, found);
    k->state = found;
    return body ? counted(k, s, head->rounds, max, cond, body) : NULL;
}
