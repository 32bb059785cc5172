/* Declared errors: their status, their fields (as of records, without secrets), and which statuses
 * of replies are one of them. */
#include "resolve_parts.h"

#define STATUS_LEAST 400
#define STATUS_MOST  599

/* --- declarations ---------------------------------------------------------------------------- */

void resolve_declare_error(struct resolver *r, const struct ast_decl *syntax)
{
    struct model *m = r->model;
    struct orch_arena *arena = &r->c->arena;
    struct declared *d = resolve_declare(r, DECLARED_ERROR, &syntax->name);
    struct record *record;

    if (!d)
        return;
    record = memory_new(arena, 1, sizeof *record);
    d->error = memory_new(arena, 1, sizeof *d->error);
    *d->error = (struct error_decl){.name = d->name,
                                    .record = record,
                                    .index = m->n_errors,
                                    .doc = syntax->doc,
                                    .span = d->span};
    record->name = d->name;
    record->error = d->error;
    record->doc = syntax->doc;
    record->span = d->span;
    d->syntax = syntax;
    d->type = type_record(&m->types, record);
    m->records = memory_grow(arena, m->records, m->n_records, sizeof *m->records);
    m->records[m->n_records++] = record;
    m->errors = memory_grow(arena, m->errors, m->n_errors, sizeof *m->errors);
    m->errors[m->n_errors++] = d->error;
}

/* What failures and faults of the runtime are called. */
static bool is_taken(const char *name)
{
    static const char *const taken[] = {
        "failed",
#define X(id, name, status, retryable, booked, title) name,
#include "runtime/errors.def"
#undef X
    };

    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        if (strcmp(name, taken[i]) == 0)
            return true;
    }
    return false;
}

static bool is_status(int64_t status)
{
    return status >= STATUS_LEAST && status <= STATUS_MOST;
}

static void resolve_status(struct resolver *r, const struct declared *d)
{
    const struct ast_expr *status = d->syntax->error.status;

    if (status && is_status(status->integer)) {
        d->error->status = (unsigned)status->integer;
        return;
    }
    if (status)
        diag_add(&r->c->diags, DIAG_BAD_ERROR, status->span,
                 "the status of an error is from %d to %d", STATUS_LEAST, STATUS_MOST);
    else
        diag_note(diag_add(&r->c->diags, DIAG_BAD_ERROR, d->span,
                           "error `%s` does not say which status it is answered with", d->name),
                  "write it behind the name: `error %s 404`", d->name);
}

/* --- fields ---------------------------------------------------------------------------------- */

/* The records being looked into. */
struct inside {
    const struct record *record;
    const struct inside *outer;
};

static bool holds_secret(const struct type *type, const struct inside *outer)
{
    const struct inside in = {.outer = outer,
                              .record = type->kind == TYPE_RECORD ? type->record : NULL};

    if (type->term && type->term->secret)
        return true;
    if (type->kind == TYPE_LIST || type->kind == TYPE_OPTIONAL)
        return holds_secret(type->elem, outer);
    for (; in.record && outer; outer = outer->outer) {
        if (outer->record == in.record)
            return false;
    }
    for (unsigned i = 0; in.record && i < in.record->n_fields; i++) {
        if (holds_secret(in.record->fields[i].type, &in))
            return true;
    }
    return false;
}

/* Members that problem details have already. */
static bool is_member(struct orch_str wire)
{
    static const char *const members[] = {"type", "title", "status", "instance", "error", "errors"};

    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        if (orch_str_eq(wire, orch_str(members[i])))
            return true;
    }
    return false;
}

static void check_field(struct resolver *r, const struct field *f)
{
    const bool is_detail = orch_str_eq(f->wire, orch_str("detail"));
    struct diag *d;

    if (is_member(f->wire)) {
        d = diag_add(&r->c->diags, DIAG_BAD_ERROR, f->span,
                     "the answer has a member `%.*s` of its own", ORCH_STR_ARG(f->wire));
        diag_note(d, "give the field another name, or another one in JSON: `json \"...\"`");
    } else if (is_detail && type_inner(f->type)->kind != TYPE_STRING &&
               f->type->kind != TYPE_ERROR) {
        diag_add(&r->c->diags, DIAG_BAD_ERROR, f->span,
                 "`detail` says in words what has happened: it is a string");
    } else if (holds_secret(f->type, NULL)) {
        d = diag_add(&r->c->diags, DIAG_BAD_ERROR, f->span,
                     "an error cannot hold `%s`, which is secret", f->name);
        diag_note(d, "an error may end as the answer");
    }
}

void resolve_errors(struct resolver *r)
{
    for (size_t i = 0; i < r->names.n; i++) {
        const struct declared *d = r->names.entries[i].value;

        if (d->kind != DECLARED_ERROR)
            continue;
        if (is_taken(d->name))
            diag_note(diag_add(&r->c->diags, DIAG_BAD_ERROR, d->span,
                               "`%s` is a failure that there is already", d->name),
                      "`catch %s` would not say which is meant", d->name);
        resolve_status(r, d);
        resolve_fields(r, d->error->record, d->syntax->error.fields);
        for (unsigned f = 0; f < d->error->record->n_fields; f++)
            check_field(r, &d->error->record->fields[f]);
    }
}

/* --- statuses of replies --------------------------------------------------------------------- */

static const struct error_decl *find_error(struct resolver *r, const struct ast_name *name)
{
    const struct declared *d = name->text ? resolve_declared(r, name->text) : NULL;
    struct diag_near near;
    struct diag *report;

    if (d && d->kind == DECLARED_ERROR)
        return d->error;
    if (!name->text)
        return NULL;
    report = diag_add(&r->c->diags, DIAG_UNKNOWN_ERROR, name->span, "there is no error `%s`",
                      name->text);
    diag_near_init(&near, name->text);
    for (unsigned i = 0; i < r->model->n_errors; i++)
        diag_near_try(&near, r->model->errors[i]->name);
    if (near.best)
        diag_fix(report, name->span, near.best, "did you mean `%s`?", near.best);
    else
        diag_note(report, "declare it: `error %s 404 { ... }`", name->text);
    return NULL;
}

static const struct answer *same_status(const struct answer *answers, unsigned n, int64_t status)
{
    for (unsigned i = 0; i < n; i++) {
        if (answers[i].status == status)
            return &answers[i];
    }
    return NULL;
}

void resolve_answers(struct resolver *r, const struct ast_clause *list, struct answer **answers,
                     unsigned *n)
{
    for (const struct ast_clause *c = list; c; c = c->next) {
        const struct error_decl *error;
        const struct answer *first;

        if (c->kind != AST_CLAUSE_ANSWER)
            continue;
        error = find_error(r, &c->name);
        first = same_status(*answers, *n, c->value->integer);
        if (!is_status(c->value->integer)) {
            diag_add(&r->c->diags, DIAG_BAD_CLAUSE, c->value->span,
                     "a status that is an error is from %d to %d", STATUS_LEAST, STATUS_MOST);
        } else if (first) {
            diag_label(diag_add(&r->c->diags, DIAG_BAD_CLAUSE, c->span,
                                "status %u is an error already", first->status),
                       first->span, "the first is here");
        } else if (error) {
            *answers = memory_grow(&r->c->arena, *answers, *n, sizeof **answers);
            (*answers)[(*n)++] = (struct answer){(unsigned)c->value->integer, error, c->span};
        }
    }
}
