/* How statements can fail: for catches that nothing reaches. Faults (arithmetic, memory), the
 * flow's own deadline and cancellation are no concern of a catch. */
#include "checker.h"

uint32_t check_failure_kind(const char *name)
{
    static const struct {
        const char *name;
        uint32_t kinds;
    } kinds[] = {
        {"timeout", ORCH_SET(TIMEOUT)}, {"unreachable", ORCH_SET(UNREACHABLE)},
        {"fused", ORCH_SET(FUSED)},     {"busy", ORCH_SET(BUSY)},
        {"status", ORCH_SET(STATUS)},   {"malformed", ORCH_SET(MALFORMED)},
        {"failed", ORCH_CALL_FAILURES},
    };

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].name, name) == 0)
            return kinds[i].kinds;
    }
    return 0;
}

/* --- what can fail --------------------------------------------------------------------------- */

static void add_arm(const struct model *m, const struct arm *arm, struct reach *to, bool is_in)
{
    to->kinds = is_in ? to->kinds | arm->kinds : to->kinds & ~arm->kinds;
    for (unsigned i = 0; i < arm->n_errors; i++)
        to->errors[arm->errors[i]->index] = is_in;
    for (unsigned i = 0; arm->kinds & ORCH_SET(DECLARED) && i < m->n_errors; i++)
        to->errors[i] = is_in;
}

static void add_all(const struct model *m, const struct stmt *list, struct reach *to);

/* What its body can end with and no arm catches, and what its arms can end with. */
static void add_try(const struct model *m, const struct stmt *s, struct reach *to)
{
    struct reach body = check_reach(m, s->attempt.body);

    for (unsigned i = 0; i < s->attempt.n_arms; i++)
        add_arm(m, &s->attempt.arms[i], &body, false);
    to->kinds |= body.kinds;
    for (unsigned i = 0; i < m->n_errors; i++)
        to->errors[i] = to->errors[i] || body.errors[i];
    for (unsigned i = 0; i < s->attempt.n_arms; i++)
        add_all(m, s->attempt.arms[i].body, to);
}

static void add_call(const struct stmt *s, struct reach *to)
{
    if (s->invoke.fallback)
        return;
    to->kinds |= ORCH_CALL_FAILURES;
    if (!s->invoke.timeout_ms)
        to->kinds &= ~ORCH_SET(TIMEOUT);
    for (unsigned i = 0; i < s->invoke.n_errors; i++)
        to->errors[s->invoke.errors[i].answer->error->index] = true;
}

static void add_throw(const struct model *m, const struct stmt *s, struct reach *to)
{
    if (s->raise.error)
        to->errors[s->raise.error->index] = true;
    for (unsigned i = 0; s->raise.caught && i < s->raise.caught->attempt.n_arms; i++)
        add_arm(m, &s->raise.caught->attempt.arms[i], to, true);
}

static void add_one(const struct model *m, const struct stmt *s, struct reach *to)
{
    bool more;

    switch (s->kind) {
    case STMT_INVOKE:
        add_call(s, to);
        return;
    case STMT_THROW:
        add_throw(m, s, to);
        return;
    case STMT_TRY:
        add_try(m, s, to);
        return;
    case STMT_WITHIN:
        if (!s->within.otherwise)
            to->kinds |= ORCH_SET(TIMEOUT);
        break;
    default:
        break;
    }
    for (unsigned i = 0;; i++) {
        const struct stmt *block = model_stmt_block(s, i, &more);

        if (!more)
            break;
        add_all(m, block, to);
    }
}

static void add_all(const struct model *m, const struct stmt *list, struct reach *to)
{
    for (; list; list = list->next)
        add_one(m, list, to);
}

struct reach check_reach(const struct model *m, const struct stmt *list)
{
    struct reach r = {0, memory_new(&m->compilation->arena, m->n_errors, sizeof *r.errors)};

    add_all(m, list, &r);
    return r;
}

/* --- catches that nothing reaches ------------------------------------------------------------ */

static void warn_shadowed(struct checker *k, const struct ast_name *name)
{
    check_report(k->m, DIAG_UNREACHED_CATCH, name->span,
                 "`%s` never comes here: it is caught before", name->text);
}

static void warn_kinds(struct checker *k, const struct ast_name *name, uint32_t left,
                       const struct reach *reach)
{
    struct diag *d;

    if (!left) {
        warn_shadowed(k, name);
    } else if (!(left & reach->kinds)) {
        d = check_report(k->m, DIAG_UNREACHED_CATCH, name->span,
                         "nothing in this try fails with `%s`", name->text);
        if (left == ORCH_SET(TIMEOUT))
            diag_note(d, "a call that has no `timeout` of its own ends with the flow");
        else
            diag_note(d, "only calls without an `else` fail");
    }
}

static void warn_error(struct checker *k, const struct ast_name *name, bool is_caught,
                       bool is_thrown)
{
    if (is_caught)
        warn_shadowed(k, name);
    else if (!is_thrown)
        check_report(k->m, DIAG_UNREACHED_CATCH, name->span, "nothing in this try throws `%s`",
                     name->text);
}

static void warn_rest(struct checker *k, const struct ast_arm *syntax, const struct reach *caught,
                      const struct reach *reach)
{
    bool left = (reach->kinds & ~caught->kinds) != 0;

    for (unsigned i = 0; i < k->m->n_errors; i++)
        left = left || (reach->errors[i] && !caught->errors[i]);
    if (!left)
        check_report(k->m, DIAG_UNREACHED_CATCH, syntax->span,
                     "nothing is left that could be caught here");
}

void check_unreached(struct checker *k, const struct stmt *made, const struct ast_stmt *s)
{
    const struct reach reach = check_reach(k->m, made->attempt.body);
    struct reach caught = check_reach(k->m, NULL);
    unsigned i = 0;

    for (const struct ast_arm *arm = s->attempt.arms; arm; arm = arm->next, i++) {
        for (const struct ast_caught *c = arm->names; c; c = c->next) {
            const uint32_t kinds = check_failure_kind(c->name.text);
            const struct error_decl *error = model_error(k->m, c->name.text);

            if (kinds)
                warn_kinds(k, &c->name, kinds & ~caught.kinds, &reach);
            else if (error)
                warn_error(k, &c->name, caught.errors[error->index], reach.errors[error->index]);
        }
        if (!arm->names)
            warn_rest(k, arm, &caught, &reach);
        add_arm(k->m, &made->attempt.arms[i], &caught, true);
    }
}
