/* try and catch: what each catch takes and binds, and what is set where. In a catch only what was
 * set before the try is sure to be; what the body sets may be, or not. Behind the try is set what
 * is on each way out of it. */
#include "checker.h"

#include "intern.h"

/* --- what a catch binds ---------------------------------------------------------------------- */

static void add_field(struct model *m, struct record *r, const char *name, const struct type *type,
                      struct span span)
{
    struct field *f;

    r->fields = memory_grow(&m->compilation->arena, r->fields, r->n_fields, sizeof *r->fields);
    f = &r->fields[r->n_fields];
    *f = (struct field){.name = intern(&m->compilation->names, orch_str(name)),
                        .wire = orch_str(name),
                        .type = type,
                        .index = r->n_fields++,
                        .span = span};
}

/* The record of that name that was made before, or a new one without fields. */
static struct record *made_record(struct model *m, const char *name, struct span span)
{
    struct orch_arena *arena = &m->compilation->arena;
    struct record *r;

    for (unsigned i = 0; i < m->n_records; i++) {
        if (m->records[i]->made && strcmp(m->records[i]->name, name) == 0)
            return m->records[i];
    }
    r = memory_new(arena, 1, sizeof *r);
    r->name = name;
    r->made = true;
    r->span = span;
    r->type = type_record(&m->types, r);
    m->records = memory_grow(arena, m->records, m->n_records, sizeof *m->records);
    m->records[m->n_records++] = r;
    return r;
}

/* What is known of the failure of a call. The name is none that could be declared. */
static const struct type *call_failure(struct model *m, struct span span)
{
    struct record *r = made_record(m, "call failure", span);
    const struct type *text = type_base(&m->types, TYPE_STRING);

    if (r->n_fields == 0) {
        add_field(m, r, "kind", text, span);
        add_field(m, r, "operation", text, span);
        add_field(m, r, "code", type_optional(&m->types, type_base(&m->types, TYPE_INT)), span);
    }
    return r->type;
}

static bool all_have(const struct arm *arm, const struct field *field)
{
    for (unsigned i = 1; i < arm->n_errors; i++) {
        const struct field *other = model_field(arm->errors[i]->record, field->name);

        if (!other || other->type != field->type)
            return false;
    }
    return true;
}

/* The fields that the errors share: of one name and type. NULL: none. */
static const struct type *shared_fields(struct model *m, const struct arm *arm)
{
    const struct record *first = arm->errors[0]->record;
    const char *name = first->name;
    struct record *r;

    for (unsigned i = 1; i < arm->n_errors; i++)
        name = check_format(m, "%s or %s", name, arm->errors[i]->name);
    r = made_record(m, name, arm->span);
    for (unsigned i = 0; i < first->n_fields; i++) {
        const struct field *f = &first->fields[i];

        if (all_have(arm, f) && !model_field(r, f->name))
            add_field(m, r, f->name, f->type, f->span);
    }
    return r->n_fields > 0 ? r->type : NULL;
}

/* NULL, and reported, where there is nothing to bind. */
static const struct type *bound_type(struct checker *k, const struct arm *arm,
                                     const struct ast_name *name)
{
    const struct type *type = NULL;
    struct diag *d;

    if (arm->kinds && arm->n_errors == 0)
        return call_failure(k->m, arm->span);
    if (!arm->kinds && arm->n_errors == 1)
        return arm->errors[0]->record->type;
    if (!arm->kinds && arm->n_errors > 1)
        type = shared_fields(k->m, arm);
    if (type || arm->n_errors == 0)
        return type;
    d = check_report(k->m, DIAG_BAD_CATCH, name->span,
                     arm->kinds ? "an error and the failure of a call share no fields for `%s`"
                                : "these errors share no field for `%s`",
                     name->text);
    diag_note(d, "write a `catch` for each, or leave out `as %s`", name->text);
    return NULL;
}

/* The variable that the catch binds: in sight by this name in its block alone. */
static struct var *bind(struct checker *k, const struct ast_name *name, const struct type *type)
{
    struct orch_arena *arena = &k->m->compilation->arena;
    struct flow *flow = k->flow;
    const struct var *other = check_var(flow, name->text);
    struct var *v = memory_new(arena, 1, sizeof *v);

    if (other && state_get(k->state, other).presence != PRESENCE_UNSET)
        diag_label(check_report(k->m, DIAG_DUPLICATE_NAME, name->span,
                                "`%s` is set already: what is caught needs another name",
                                name->text),
                   other->span, "`%s` is set here", name->text);
    *v = (struct var){.name = name->text,
                      .kind = VAR_SET,
                      .type = type,
                      .bound = true,
                      .index = flow->n_vars,
                      .span = name->span};
    flow->vars = memory_grow(arena, flow->vars, flow->n_vars, sizeof(struct var *));
    flow->vars[flow->n_vars++] = v;
    state_set(arena, k->state, v, PRESENCE_SET);
    return v;
}

/* --- catches --------------------------------------------------------------------------------- */

static void check_caught(struct checker *k, struct arm *arm, const struct ast_arm *syntax)
{
    struct orch_arena *arena = &k->m->compilation->arena;

    if (!syntax->names)
        arm->kinds = ORCH_CALL_FAILURES | ORCH_SET(DECLARED);
    for (const struct ast_caught *c = syntax->names; c; c = c->next) {
        const uint32_t kinds = check_failure_kind(c->name.text);
        const struct error_decl *error = model_error(k->m, c->name.text);

        arm->kinds |= kinds;
        if (!kinds && !error)
            check_unknown_error(k, &c->name);
        if (kinds || !error)
            continue;
        arm->errors = memory_grow(arena, arm->errors, arm->n_errors, sizeof *arm->errors);
        arm->errors[arm->n_errors++] = error;
    }
}

static void check_arm(struct checker *k, struct arm *arm, const struct ast_arm *syntax)
{
    const struct type *type = NULL;
    struct local local = {.outer = k->locals};

    arm->span = syntax->span;
    check_caught(k, arm, syntax);
    if (syntax->bound.text)
        type = bound_type(k, arm, &syntax->bound);
    if (syntax->bound.text && !type) /* that was reported: it fits everything */
        type = type_base(&k->m->types, TYPE_ERROR);
    if (type) {
        arm->bound = local.var = bind(k, &syntax->bound, type);
        k->locals = &local;
    }
    arm->body = check_stmt(k, syntax->body);
    k->locals = local.outer;
    if (type)
        state_set(&k->m->compilation->arena, k->state, local.var, PRESENCE_UNSET);
}

static unsigned count_arms(const struct ast_arm *arm)
{
    unsigned n = 0;

    for (; arm; arm = arm->next)
        n++;
    return n;
}

struct stmt *check_try(struct checker *k, const struct ast_stmt *s)
{
    struct orch_arena *arena = &k->m->compilation->arena;
    struct stmt *made = check_stmt_new(k, STMT_TRY, s);
    const struct stmt *outer = k->catching;
    const unsigned errors = k->m->compilation->diags.n_errors;
    struct turn turn = {.cond = s->span, .kind = TURN_COMPLETED};
    struct trial trial = {.outer = k->trials};
    struct state *after;

    turn.cond.end = turn.cond.begin + (uint32_t)strlen("try");
    trial.state = state_copy(arena, k->state);
    trial.turn = (struct turn){.cond = turn.cond, .kind = TURN_FAILED};
    made->attempt.arms = memory_new(arena, count_arms(s->attempt.arms), sizeof(struct arm));
    k->trials = &trial;
    made->attempt.body = check_stmt(k, s->attempt.body);
    k->trials = trial.outer;
    after = k->state;
    k->catching = made;
    for (const struct ast_arm *arm = s->attempt.arms; arm; arm = arm->next) {
        const struct turn this = {.cond = arm->span, .kind = TURN_CAUGHT};
        struct arm *to = &made->attempt.arms[made->attempt.n_arms++];

        k->state = state_copy(arena, trial.state);
        check_arm(k, to, arm);
        state_meet(arena, after, turn, k->state, this);
        turn = this;
    }
    k->catching = outer;
    k->state = after;
    if (k->m->compilation->diags.n_errors == errors)
        check_unreached(k, made, s);
    return made;
}
