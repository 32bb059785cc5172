/* Calls: which operation, the arguments that are written, the deadline, the fallback, and what the
 * call sets. Arguments that are left out are for wire. */
#include "checker.h"
#include "wiring.h"

#define TIMEOUT_LONGEST_MS (60 * 60 * 1000)

/* --- which operation ------------------------------------------------------------------------ */

struct operation *check_operation(const struct model *m, const struct ast_stmt *s)
{
    const struct service *service =
        s->invoke.service.text ? model_service(m, s->invoke.service.text) : NULL;

    return service && s->invoke.operation.text ? model_operation(service, s->invoke.operation.text)
                                               : NULL;
}

const char *check_result_name(const struct model *m, const struct ast_stmt *s)
{
    const struct operation *operation;

    if (s->invoke.target.text)
        return s->invoke.target.text;
    operation = check_operation(m, s);
    return operation ? operation->result_name : NULL;
}

static void report_service(struct checker *k, const struct ast_name *name)
{
    struct diag *d = check_report(k->m, DIAG_UNKNOWN_OPERATION, name->span,
                                  "there is no service `%s`", name->text);
    struct diag_near near;

    diag_near_init(&near, name->text);
    for (unsigned i = 0; i < k->m->n_services; i++)
        diag_near_try(&near, k->m->services[i]->name);
    if (near.best)
        diag_fix(d, name->span, near.best, "did you mean `%s`?", near.best);
}

/* Returns the operation that was probably meant, or NULL. */
static struct operation *report_operation(struct checker *k, const struct service *service,
                                          const struct ast_name *name)
{
    struct diag *d = check_report(k->m, DIAG_UNKNOWN_OPERATION, name->span,
                                  "service `%s` has no operation `%s`", service->name, name->text);
    struct diag_near near;

    diag_near_init(&near, name->text);
    for (unsigned i = 0; i < service->n_operations; i++)
        diag_near_try(&near, service->operations[i]->name);
    diag_label(d, service->span, "`%s` is declared here", service->name);
    if (!near.best)
        return NULL;
    diag_fix(d, name->span, near.best, "did you mean `%s`?", near.best);
    return model_operation(service, near.best);
}

/* Reports what there is not; *meant is the operation to go on with, or NULL. */
static bool find_operation(struct checker *k, const struct ast_stmt *s, struct operation **meant)
{
    const struct service *service;

    *meant = NULL;
    if (!s->invoke.operation.text)
        return false;
    if (!s->invoke.service.text) {
        check_report(k->m, DIAG_NOT_SUPPORTED, s->span, "calling a flow is not supported yet");
        return false;
    }
    service = model_service(k->m, s->invoke.service.text);
    if (!service) {
        report_service(k, &s->invoke.service);
        return false;
    }
    *meant = model_operation(service, s->invoke.operation.text);
    if (*meant)
        return true;
    *meant = report_operation(k, service, &s->invoke.operation);
    return false;
}

/* --- arguments -------------------------------------------------------------------------------- */

static const char *param_text(struct checker *k, const struct operation *operation,
                              const struct param *param)
{
    return check_format(k->m, "parameter `%s` of %s", param->name, operation->full_name);
}

struct expr *check_entry(struct checker *k, const struct ast_entry *entry,
                         const struct type *target, const char *what, struct expr **given)
{
    const struct ast_expr name = {
        .kind = AST_EXPR_NAME, .span = entry->name.span, .name = entry->name};

    return check_expr_into(k, entry->value ? entry->value : &name, target, what, given);
}

static void report_param(struct checker *k, const struct operation *operation,
                         const struct ast_name *name)
{
    struct diag *d = check_report(k->m, DIAG_UNKNOWN_PARAMETER, name->span,
                                  "%s has no parameter `%s`", operation->full_name, name->text);
    struct diag_near near;

    diag_near_init(&near, name->text);
    for (unsigned i = 0; i < operation->n_params; i++)
        diag_near_try(&near, operation->params[i].name);
    if (near.best)
        diag_fix(d, name->span, near.best, "did you mean `%s`?", near.best);
    else if (operation->n_params > 0)
        diag_note(d, "arguments are given by the names of the parameters: `%s(%s: ...)`",
                  operation->full_name, operation->params[0].name);
    diag_label(d, operation->span, "%s is declared here", operation->full_name);
}

static const struct param *find_param(const struct operation *operation, const char *name)
{
    for (unsigned i = 0; name && i < operation->n_params; i++) {
        if (operation->params[i].name == name)
            return &operation->params[i];
    }
    return NULL;
}

static void check_argument(struct checker *k, struct stmt *made, const struct ast_entry *entry,
                           struct wirings *wirings)
{
    const struct operation *operation = made->invoke.operation;
    const struct param *param = find_param(operation, entry->name.text);
    struct expr *value, *given;
    struct wiring wiring;
    struct diag *d;

    if (!param) {
        if (entry->name.text)
            report_param(k, operation, &entry->name);
        if (entry->value)
            check_expr(k, entry->value, NULL);
        return;
    }
    if (made->invoke.args[param->index]) {
        d = check_report(k->m, DIAG_ARGUMENT_TWICE, entry->span, "`%s` is given twice",
                         param->name);
        diag_label(d, made->invoke.args[param->index]->span, "first here");
        return;
    }
    value = check_entry(k, entry, param->type, param_text(k, operation, param), &given);
    made->invoke.args[param->index] = value;
    wiring = (struct wiring){
        .target = param->name, .target_type = param->type, .target_span = param->span};
    wiring_explicit(k->m, wirings, &wiring, given);
}

static void check_arguments(struct checker *k, struct stmt *made, const struct ast_stmt *s)
{
    struct wirings wirings = {NULL, NULL};

    made->invoke.args = memory_new(&k->m->compilation->arena, made->invoke.operation->n_params,
                                   sizeof(struct expr *));
    for (const struct ast_entry *entry = s->invoke.args; entry; entry = entry->next)
        check_argument(k, made, entry, &wirings);
    made->wirings = wirings.first;
}

/* --- deadline -------------------------------------------------------------------------------- */

static void check_timeout(struct checker *k, struct stmt *made, const struct ast_clause *clause)
{
    const struct ast_expr *value = clause->value;

    if (!value || value->kind == AST_EXPR_ERROR)
        return;
    if (value->kind != AST_EXPR_DURATION) {
        check_report(k->m, DIAG_BAD_CLAUSE, value->span,
                     "`timeout` takes a duration, such as 300ms or 2s");
    } else if (value->integer <= 0 || value->integer > TIMEOUT_LONGEST_MS) {
        check_report(k->m, DIAG_BAD_CLAUSE, value->span,
                     "a timeout is longer than nothing and at most 1h");
    } else {
        made->invoke.timeout_ms = (uint32_t)value->integer;
        made->invoke.timeout_span = clause->span;
    }
}

/* The nearest deadline: of the call, the operation, the service. */
static void check_clauses(struct checker *k, struct stmt *made, const struct ast_stmt *s)
{
    const struct operation *operation = made->invoke.operation;
    const struct service *service = operation->service;
    const struct ast_clause *first = NULL;

    made->invoke.timeout_ms = operation->timeout_ms ? operation->timeout_ms : service->timeout_ms;
    made->invoke.timeout_span =
        operation->timeout_ms ? operation->timeout_span : service->timeout_span;
    for (const struct ast_clause *clause = s->invoke.clauses; clause; clause = clause->next) {
        if (clause->kind == AST_CLAUSE_UNSUPPORTED) {
            check_report(k->m, DIAG_NOT_SUPPORTED, clause->span, "%s is not supported yet",
                         clause->what);
        } else if (clause->kind != AST_CLAUSE_TIMEOUT) {
            check_report(k->m, DIAG_BAD_CLAUSE, clause->span, "this does not belong to a call");
        } else if (first) {
            diag_label(
                check_report(k->m, DIAG_BAD_CLAUSE, clause->span, "`timeout` is given twice"),
                first->span, "the first is here");
        } else {
            first = clause;
            check_timeout(k, made, clause);
        }
    }
}

/* --- result ---------------------------------------------------------------------------------- */

static const struct ast_expr *fallback_of(struct checker *k, const struct ast_stmt *s)
{
    const struct ast_fallback *first = s->invoke.fallbacks;

    if (first && first->next)
        check_report(k->m, DIAG_NOT_SUPPORTED, first->next->span,
                     "a second `else` is not supported yet");
    return first ? first->value : NULL;
}

/* `else`: as the variable that the call sets, or as an optional of it. */
static enum presence check_fallback(struct checker *k, struct stmt *made, const struct var *v,
                                    const struct ast_expr *syntax)
{
    const char *what = check_format(k->m, "the fallback of %s", made->invoke.operation->full_name);
    const struct type *target = v->type;
    struct expr *value = check_expr(k, syntax, target);
    enum presence presence = PRESENCE_SET;

    if (check_failed(value))
        return presence;
    if (type_is_optional(value->type) || value->type->kind == TYPE_NONE) {
        target = type_optional(&k->m->types, target);
        presence = PRESENCE_OPTIONAL;
    }
    made->invoke.fallback = check_adapt(k->m, k->flow, value, target, what, syntax->span);
    return presence;
}

/* The variable that takes the reply as it comes: of the same representation. */
static bool takes_reply(struct checker *k, const struct var *v, const struct operation *operation,
                        struct span span)
{
    const struct type *type = type_inner(operation->result_type);
    const struct conversion *conversion;
    struct diag *d;

    switch (adapt_step(k->m, type, v->type, &conversion)) {
    case ADAPT_SAME:
    case ADAPT_RECOLOUR:
        return true;
    default:
        d = check_report(k->m, DIAG_TYPE_MISMATCH, span, "`%s` is %s, but %s gives %s", v->name,
                         check_a(k->m, v->type), operation->full_name, check_a(k->m, type));
        if (v->type->term)
            diag_label(d, v->type->term->span, "term `%s` is declared here", v->type->term->name);
        else
            diag_label(d, v->span, "`%s` is set first here", v->name);
        diag_note(d,
                  "a call sets a variable to its reply as it is: give this one another name, "
                  "`other = invoke %s`, and use that",
                  operation->full_name);
        return false;
    }
}

/* The variable that the call sets; NULL: none. */
static struct var *check_result(struct checker *k, const struct operation *operation,
                                const struct ast_stmt *s)
{
    struct ast_name name = s->invoke.target;
    struct diag *d;
    struct var *v;

    if (operation->result_type->kind == TYPE_VOID) {
        if (name.text) {
            d = check_report(k->m, DIAG_TYPE_MISMATCH, name.span, "%s gives nothing to set `%s` to",
                             operation->full_name, name.text);
            diag_label(d, operation->span, "it is declared without a result");
        }
        return NULL;
    }
    if (!name.text)
        name = (struct ast_name){operation->result_name,
                                 span_join(s->invoke.service.span, s->invoke.operation.span)};
    if (!name.text)
        return NULL;
    v = check_var_here(k, name.text);
    if (!v)
        v = check_var_new(k, &name, operation->result_type);
    return takes_reply(k, v, operation, name.span) ? v : NULL;
}

/* A call of nothing that is known: what it may be meant to set counts as set. */
static void check_broken(struct checker *k, const struct operation *meant, const struct ast_stmt *s)
{
    struct ast_name name = s->invoke.target;
    struct var *v;

    for (const struct ast_entry *entry = s->invoke.args; entry; entry = entry->next) {
        if (entry->value)
            check_expr(k, entry->value, NULL);
    }
    if (!name.text && meant)
        name = (struct ast_name){meant->result_name, s->invoke.operation.span};
    if (!name.text)
        return;
    v = check_var_here(k, name.text);
    if (!v)
        v = check_var_new(k, &name,
                          meant && meant->result_type->kind != TYPE_VOID
                              ? meant->result_type
                              : type_base(&k->m->types, TYPE_ERROR));
    check_var_set(k, v, PRESENCE_SET, false);
}

/* The errors that the call may answer with; wire says what is in them. */
static void expect_errors(struct checker *k, struct stmt *made)
{
    const struct operation *operation = made->invoke.operation;
    struct orch_arena *arena = &k->m->compilation->arena;

    made->invoke.n_errors = operation->n_answers;
    made->invoke.errors = memory_new(arena, operation->n_answers, sizeof *made->invoke.errors);
    for (unsigned i = 0; i < operation->n_answers; i++)
        made->invoke.errors[i].answer = &operation->answers[i];
}

struct stmt *check_invoke(struct checker *k, const struct ast_stmt *s)
{
    const struct ast_expr *fallback;
    struct operation *operation;
    enum presence presence;
    struct stmt *made;
    struct var *v;

    if (!find_operation(k, s, &operation)) {
        check_broken(k, operation, s);
        return NULL;
    }
    made = check_stmt_new(k, STMT_INVOKE, s);
    made->invoke.operation = operation;
    made->sight = check_sight(k);
    check_arguments(k, made, s);
    check_clauses(k, made, s);
    fallback = fallback_of(k, s);
    if (!fallback)
        expect_errors(k, made);
    v = check_result(k, operation, s);
    made->invoke.result = v;
    if (!v) {
        if (fallback && operation->result_type->kind == TYPE_VOID)
            check_report(k->m, DIAG_TYPE_MISMATCH, fallback->span,
                         "%s gives nothing, so `else` has nothing to replace",
                         operation->full_name);
        return made;
    }
    presence = type_is_optional(operation->result_type) ? PRESENCE_OPTIONAL : PRESENCE_SET;
    if (fallback && check_fallback(k, made, v, fallback) == PRESENCE_OPTIONAL)
        presence = PRESENCE_OPTIONAL;
    check_var_set(k, v, presence,
                  expr_type_secret(operation->result_type) ||
                      (made->invoke.fallback && made->invoke.fallback->secret));
    return made;
}
