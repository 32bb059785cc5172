/* throw: which error, with which fields; or, alone in a catch, what was caught there. */
#include "checker.h"

void check_unknown_error(struct checker *k, const struct ast_name *name)
{
    struct diag *d =
        check_report(k->m, DIAG_UNKNOWN_ERROR, name->span, "there is no error `%s`", name->text);
    struct diag_near near;

    diag_near_init(&near, name->text);
    for (unsigned i = 0; i < k->m->n_errors; i++)
        diag_near_try(&near, k->m->errors[i]->name);
    if (near.best)
        diag_fix(d, name->span, near.best, "did you mean `%s`?", near.best);
    else
        diag_note(d, "declare it: `error %s 404 { ... }`", name->text);
}

/* Its fields are looked at, though nobody knows what they are for. */
static void check_lost(struct checker *k, const struct ast_expr *value)
{
    for (const struct ast_entry *e = value ? value->entries : NULL; e; e = e->next) {
        if (e->value)
            check_expr(k, e->value, NULL);
    }
}

static void report_failure_kind(struct checker *k, const struct ast_name *name)
{
    struct diag *d = check_report(k->m, DIAG_BAD_THROW, name->span,
                                  "`%s` is how calls fail: it cannot be thrown", name->text);

    diag_note(d, "throw an error of your own: `error name 503`");
}

/* False where it is in no catch. */
static bool check_again(struct checker *k, struct stmt *made)
{
    struct diag *d;

    made->raise.caught = k->catching;
    if (k->catching)
        return true;
    d = check_report(k->m, DIAG_BAD_THROW, made->span, "nothing was caught here to throw again");
    diag_note(d,
              "`throw` alone stands in a `catch`; anywhere else it names an error: `throw name`");
    return false;
}

struct stmt *check_throw(struct checker *k, const struct ast_stmt *s)
{
    struct stmt *made = check_stmt_new(k, STMT_THROW, s);
    const struct ast_name *name = &s->raise.error;
    const struct error_decl *error = name->text ? model_error(k->m, name->text) : NULL;
    bool known = error || !name->text;

    made->sight = check_sight(k);
    if (!name->text) {
        known = check_again(k, made);
    } else if (!error) {
        if (check_failure_kind(name->text))
            report_failure_kind(k, name);
        else
            check_unknown_error(k, name);
        check_lost(k, s->raise.value);
    } else {
        made->raise.error = error;
        if (s->raise.value)
            made->raise.value = check_expr_as(k, s->raise.value, error->record->type,
                                              check_format(k->m, "error `%s`", error->name));
    }
    k->state->ended = true;
    return known ? made : NULL;
}
