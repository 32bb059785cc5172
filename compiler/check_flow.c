/* Statements: what each sets, where paths part and meet, what is never reached. Calls are in
 * check_invoke.c, parallels in check_parallel.c. */
#include "checker.h"
#include "wiring.h"

struct stmt *check_stmt_new(struct checker *k, enum stmt_kind kind, const struct ast_stmt *s)
{
    struct stmt *made = memory_new(&k->m->compilation->arena, 1, sizeof *made);

    made->kind = kind;
    made->span = s->span;
    made->syntax = s;
    return made;
}

/* --- variables ------------------------------------------------------------------------------- */

/* A name that a catch binds stays what it is in its block. */
static void report_bound(struct checker *k, const struct ast_name *name)
{
    for (const struct local *local = k->locals; local; local = local->outer) {
        if (local->var->bound && local->var->name == name->text) {
            diag_label(check_report(k->m, DIAG_DUPLICATE_NAME, name->span,
                                    "`%s` is what was caught: this needs another name", name->text),
                       local->var->span, "`%s` is bound here", name->text);
            return;
        }
    }
}

struct var *check_var_new(struct checker *k, const struct ast_name *name, const struct type *type)
{
    struct orch_arena *arena = &k->m->compilation->arena;
    const struct term *term = check_term(k->m, name->text);
    struct flow *flow = k->flow;
    struct var *v = memory_new(arena, 1, sizeof *v);

    report_bound(k, name);
    v->name = name->text;
    v->kind = VAR_SET;
    v->type = term ? term->type : type_inner(type);
    v->secret = expr_type_secret(v->type);
    v->index = flow->n_vars;
    v->span = name->span;
    flow->vars = memory_grow(arena, flow->vars, flow->n_vars, sizeof(struct var *));
    flow->vars[flow->n_vars++] = v;
    return check_race_own(k, v);
}

void check_var_set(struct checker *k, struct var *v, enum presence presence, bool secret)
{
    v->may_be_unset = v->may_be_unset || presence == PRESENCE_OPTIONAL;
    v->secret = v->secret || secret;
    v->n_sets++;
    v->read = v->read || k->state->ended; /* never reached: that is said already */
    state_set(&k->m->compilation->arena, k->state, v, presence);
    for (struct trial *trial = k->trials; trial; trial = trial->outer)
        state_weaken(&k->m->compilation->arena, trial->state, v, presence, trial->turn);
}

struct sight check_sight(struct checker *k)
{
    const struct flow *flow = k->flow;
    struct sight sight = {.known = k->state->known};

    sight.items = memory_new(&k->m->compilation->arena, flow->n_vars, sizeof *sight.items);
    for (unsigned i = 0; i < flow->n_vars; i++) {
        struct var *v = flow->vars[i];
        struct fact fact = state_get(k->state, v);
        struct span racing = check_racing(k, v->name);
        struct sighted *seen = &sight.items[sight.n];

        if (fact.presence == PRESENCE_UNSET)
            continue;
        *seen = (struct sighted){.var = v, .type = v->type, .racing = racing};
        if (fact.presence != PRESENCE_SET)
            seen->type = type_optional(&k->m->types, v->type);
        seen->maybe_unset = fact.presence == PRESENCE_MAYBE;
        seen->unset_when = fact.unset_when;
        sight.n++;
    }
    return sight;
}

/* --- assign ---------------------------------------------------------------------------------- */

/* The value as the variable's type, or an optional of it; NULL where that was reported. */
static struct expr *assigned(struct checker *k, const struct ast_name *name, const struct var *v,
                             struct expr *value, bool optional)
{
    const struct type *target = optional ? type_optional(&k->m->types, v->type) : v->type;
    const struct diag *before = k->m->compilation->diags.last;
    const char *what = check_format(k->m, "variable `%s`", v->name);
    struct expr *made = check_adapt(k->m, k->flow, value, target, what, value->span);
    struct diag *after = k->m->compilation->diags.last;

    if (!made && after != before && v->span.begin != name->span.begin)
        diag_label(after, v->span,
                   v->kind == VAR_PARAM ? "`%s` is a parameter" : "`%s` is set first here",
                   v->name);
    return made;
}

static struct stmt *check_assign(struct checker *k, const struct ast_stmt *s)
{
    const struct ast_name *name = &s->assign.target;
    struct var *v = name->text ? check_var_here(k, name->text) : NULL;
    const struct term *term = name->text ? check_term(k->m, name->text) : NULL;
    const struct type *expected = v ? v->type : term ? term->type : NULL;
    struct expr *value = check_expr(k, s->assign.value, expected);
    bool none = value->type->kind == TYPE_NONE, optional = none || type_is_optional(value->type);
    struct stmt *made;

    if (!name->text)
        return NULL;
    if (none && !expected) {
        check_report(k->m, DIAG_TYPE_MISMATCH, value->span,
                     "nothing says what `%s` is when it is not none", name->text);
        value = expr_error(k->m, value->span);
    }
    if (!v)
        v = check_var_new(k, name, value->type);
    made = check_stmt_new(k, STMT_ASSIGN, s);
    made->assign.var = v;
    made->assign.value = assigned(k, name, v, value, optional);
    check_var_set(k, v, optional ? PRESENCE_OPTIONAL : PRESENCE_SET, value->secret);
    return made->assign.value ? made : NULL;
}

/* --- control --------------------------------------------------------------------------------- */

static struct stmt *check_sequence(struct checker *k, const struct ast_stmt *s)
{
    struct stmt *made = check_stmt_new(k, STMT_SEQUENCE, s), **end = &made->body;
    bool warned = k->state->ended;

    for (const struct ast_stmt *item = s->body; item; item = item->next) {
        if (k->state->ended && !warned) {
            check_report(k->m, DIAG_UNREACHABLE, item->span, "this is never reached");
            warned = true;
        }
        *end = check_stmt(k, item);
        if (*end)
            end = &(*end)->next;
    }
    return made;
}

static struct stmt *check_branch(struct checker *k, const struct ast_stmt *s)
{
    struct orch_arena *arena = &k->m->compilation->arena;
    struct stmt *made = check_stmt_new(k, STMT_BRANCH, s);
    struct state *before, *then;

    made->branch.cond = check_cond(k, s->branch.cond);
    before = k->state;
    k->state = state_copy(arena, before);
    check_narrow(k, made->branch.cond, true);
    made->branch.then = check_stmt(k, s->branch.then);
    then = k->state;
    k->state = before;
    check_narrow(k, made->branch.cond, false);
    if (s->branch.otherwise)
        made->branch.otherwise = check_stmt(k, s->branch.otherwise);
    state_merge(arena, then, k->state, s->branch.cond->span);
    k->state = then;
    return made;
}

static struct stmt *check_return(struct checker *k, const struct ast_stmt *s)
{
    struct stmt *made = check_stmt_new(k, STMT_RETURN, s);
    const struct type *result = k->flow->result;
    const char *what = check_format(k->m, "the result of %s", k->flow->name);
    const struct wiring target = {
        .target = "result", .target_type = result, .target_span = k->flow->span};
    struct wirings wirings = {NULL, NULL};
    struct expr *given;
    struct diag *d;

    made->sight = check_sight(k);
    if (s->value && result->kind == TYPE_VOID) {
        check_expr(k, s->value, NULL);
        d = check_report(k->m, DIAG_NOTHING_RETURNED, s->value->span,
                         "flow `%s` declares no result, so it returns nothing", k->flow->name);
        diag_label(d, k->flow->span, "a result is declared as `-> Type`");
    } else if (s->value) {
        made->value = check_expr_into(k, s->value, result, what, &given);
        wiring_explicit(k->m, &wirings, &target, given);
        made->wirings = wirings.first;
    }
    k->state->ended = true;
    return made;
}

struct stmt *check_stmt(struct checker *k, const struct ast_stmt *s)
{
    switch (s->kind) {
    case AST_STMT_ASSIGN:
        return check_assign(k, s);
    case AST_STMT_INVOKE:
        return check_invoke(k, s);
    case AST_STMT_EMPTY:
        return check_stmt_new(k, STMT_EMPTY, s);
    case AST_STMT_SEQUENCE:
        return check_sequence(k, s);
    case AST_STMT_IF:
        return check_branch(k, s);
    case AST_STMT_THROW:
        return check_throw(k, s);
    case AST_STMT_TRY:
        return check_try(k, s);
    case AST_STMT_SWITCH:
        return check_switch(k, s);
    case AST_STMT_PARALLEL:
        return check_parallel(k, s);
    case AST_STMT_RACE:
        return check_race(k, s);
    case AST_STMT_WITHIN:
        return check_within(k, s);
    case AST_STMT_WHILE:
        return check_while(k, s);
    case AST_STMT_RETURN:
        return check_return(k, s);
    case AST_STMT_UNSUPPORTED:
        check_report(k->m, DIAG_NOT_SUPPORTED, s->span, "%s is not supported yet", s->what);
        return NULL;
    default:
        return NULL;
    }
}

/* --- the whole ------------------------------------------------------------------------------- */

static void check_end(struct checker *k, const struct ast_stmt *body)
{
    const struct flow *flow = k->flow;
    struct turn turn = k->state->turn;
    struct span end = body->span;
    struct diag *d;

    if (k->state->ended || flow->result->kind == TYPE_VOID || flow->result->kind == TYPE_ERROR)
        return;
    if (end.end > end.begin)
        end.begin = end.end - 1;
    if (turn.cond.file != 0) {
        d = check_report(k->m, DIAG_NO_RETURN, end, "flow `%s` ends without a return when %s",
                         flow->name, check_turn(k->m, turn));
        diag_label(d, turn.cond, "when %s", check_turn_here(turn));
    } else {
        d = check_report(k->m, DIAG_NO_RETURN, end, "flow `%s` ends without a return", flow->name);
    }
    diag_label(d, flow->span, "it has a result: %s", check_type(k->m, flow->result));
    diag_note(d, "`return` alone builds the result from what is in sight");
}

void check_flow_body(struct checker *k)
{
    const struct ast_stmt *body = k->flow->syntax->flow.body;

    if (!body)
        return;
    k->flow->body = check_stmt(k, body);
    check_end(k, body);
}
