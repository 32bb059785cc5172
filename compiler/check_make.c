/* Expressions that build values: records (only where one is expected: it says which fields there
 * are), lists, comprehensions, texts. */
#include "checker.h"

/* --- records ----------------------------------------------------------------------------- */

static const struct type *expected_of(const struct type *expected, enum type_kind kind)
{
    const struct type *inner = expected ? type_inner(expected) : NULL;

    return inner && inner->kind == kind ? inner : NULL;
}

static void report_entry(struct checker *k, const struct record *record,
                         const struct ast_entry *entry)
{
    struct diag *d =
        check_report(k->m, DIAG_UNKNOWN_FIELD, entry->name.span, "%s `%s` has no field `%s`",
                     record->error ? "error" : "record", record->name, entry->name.text);
    struct diag_near near;

    diag_near_init(&near, entry->name.text);
    for (unsigned i = 0; i < record->n_fields; i++)
        diag_near_try(&near, record->fields[i].name);
    if (near.best)
        diag_fix(d, entry->name.span, near.best, "did you mean `%s`?", near.best);
    diag_label(d, record->span, "`%s` is declared here", record->name);
}

static void fill_field(struct checker *k, struct expr *made, const struct record *record,
                       const struct ast_entry *entry)
{
    const struct field *field = entry->name.text ? model_field(record, entry->name.text) : NULL;
    struct diag *d;

    if (!field) {
        if (entry->name.text)
            report_entry(k, record, entry);
        if (entry->value)
            check_expr(k, entry->value, NULL);
        return;
    }
    if (made->items[field->index]) {
        d = check_report(k->m, DIAG_DUPLICATE_NAME, entry->span, "field `%s` is given twice",
                         field->name);
        diag_label(d, made->items[field->index]->span, "first here");
        return;
    }
    made->items[field->index] =
        check_entry(k, entry, field->type,
                    check_format(k->m, "field `%s` of %s", field->name, record->name), NULL);
}

/* Optional fields that were not given are none; required ones are reported, all in one. */
static void fill_rest(struct checker *k, struct expr *made, const struct record *record)
{
    const char *missing = NULL;
    struct diag *d;

    for (unsigned i = 0; i < record->n_fields; i++) {
        const struct field *field = &record->fields[i];

        if (made->items[i])
            continue;
        made->items[i] = type_is_optional(field->type) ? expr_none(k->m, field->type, made->span)
                                                       : expr_error(k->m, made->span);
        if (type_is_optional(field->type) || field->type->kind == TYPE_ERROR)
            continue;
        missing = missing ? check_format(k->m, "%s, `%s`", missing, field->name)
                          : check_format(k->m, "`%s`", field->name);
    }
    if (missing) {
        d = check_report(k->m, DIAG_MISSING_FIELD, made->span, "this %s lacks %s", record->name,
                         missing);
        diag_label(d, record->span, "`%s` is declared here", record->name);
    }
}

struct expr *check_record(struct checker *k, const struct ast_expr *e, const struct type *expected)
{
    const struct type *type = expected_of(expected, TYPE_RECORD);
    struct expr *made;
    struct diag *d;

    if (!type) {
        for (const struct ast_entry *entry = e->entries; entry; entry = entry->next) {
            if (entry->value)
                check_expr(k, entry->value, NULL);
        }
        if (expected && type_inner(expected)->kind == TYPE_ERROR)
            return expr_error(k->m, e->span);
        d = check_report(k->m, DIAG_TYPE_MISMATCH, e->span,
                         expected ? "%s is expected here, not a record"
                                  : "nothing says which record this is%.0s",
                         expected ? check_a(k->m, expected) : "");
        if (!expected)
            diag_note(d, "`{ ... }` takes its fields from where it goes: an argument, a field, the "
                         "result, or a variable whose term is a record");
        return expr_error(k->m, e->span);
    }
    made = expr_items(k->m, EXPR_RECORD, type->plain, e->span, type->record->n_fields);
    for (const struct ast_entry *entry = e->entries; entry; entry = entry->next)
        fill_field(k, made, type->record, entry);
    fill_rest(k, made, type->record);
    return made;
}

/* --- lists ------------------------------------------------------------------------------- */

static unsigned count_exprs(const struct ast_expr *e)
{
    unsigned n = 0;

    for (; e; e = e->next)
        n++;
    return n;
}

/* The type that all items share; NULL, and reported, where there is none. */
static const struct type *shared_type(struct checker *k, const struct expr *list)
{
    const struct type *type = list->items[0]->type, *both;
    struct diag *d;

    for (unsigned i = 1; i < list->n_items; i++) {
        both = check_unify(k->m, type, list->items[i]->type);
        if (!both) {
            d = check_report(k->m, DIAG_TYPE_MISMATCH, list->items[i]->span,
                             "the elements of a list have one type: this is %s",
                             check_a(k->m, list->items[i]->type));
            diag_label(d, list->items[0]->span, "the first is %s",
                       check_a(k->m, list->items[0]->type));
            return NULL;
        }
        type = both;
    }
    if (type->kind == TYPE_NONE) {
        check_report(k->m, DIAG_TYPE_MISMATCH, list->span, "nothing says what this is a list of");
        return NULL;
    }
    return type;
}

/* A list where nothing says of what: its items do. */
static struct expr *check_free_list(struct checker *k, const struct ast_expr *e)
{
    unsigned n = count_exprs(e->parts), i = 0;
    struct expr *made = expr_items(k->m, EXPR_LIST, NULL, e->span, n);
    const struct type *type = NULL;
    struct diag *d;

    for (const struct ast_expr *item = e->parts; item; item = item->next)
        made->items[i++] = check_expr(k, item, NULL);
    if (n == 0) {
        d = check_report(k->m, DIAG_TYPE_MISMATCH, e->span, "nothing says what this is a list of");
        diag_note(d, "`[]` takes its type from where it goes: an argument, a field, the result, "
                     "`else` of a call, or a variable whose term is a list");
        return expr_error(k->m, e->span);
    }
    for (i = 0; i < n; i++) {
        if (check_failed(made->items[i]))
            return expr_error(k->m, e->span);
    }
    type = shared_type(k, made);
    if (!type)
        return expr_error(k->m, e->span);
    for (i = 0; i < n; i++)
        made->items[i] =
            check_adapt(k->m, k->flow, made->items[i], type, "an element", made->items[i]->span);
    made->type = type_list(&k->m->types, type);
    expr_seal(made);
    return made;
}

struct expr *check_list(struct checker *k, const struct ast_expr *e, const struct type *expected)
{
    const struct type *type = expected_of(expected, TYPE_LIST);
    struct expr *made;
    unsigned i = 0;

    if (!type && expected && expected->kind == TYPE_ERROR && !e->parts)
        return expr_error(k->m, e->span);
    if (!type)
        return check_free_list(k, e);
    made = expr_items(k->m, EXPR_LIST, type->plain, e->span, count_exprs(e->parts));
    for (const struct ast_expr *item = e->parts; item; item = item->next)
        made->items[i++] = check_expr_as(k, item, type->elem, "an element of this list");
    expr_seal(made);
    return made;
}

/* --- comprehensions ------------------------------------------------------------------------ */

static struct expr *check_each(struct checker *k, const struct ast_expr *e,
                               const struct type *expected)
{
    const struct type *type = expected_of(expected, TYPE_LIST);
    struct expr *value;

    if (type)
        return check_expr_as(k, e->loop.value, type->elem, "an element of this list");
    value = check_expr(k, e->loop.value, NULL);
    if (value->type->kind == TYPE_NONE) {
        check_report(k->m, DIAG_TYPE_MISMATCH, value->span, "nothing says what this is a list of");
        return expr_error(k->m, e->span);
    }
    return value;
}

struct expr *check_for(struct checker *k, const struct ast_expr *e, const struct type *expected)
{
    struct expr *list = check_operand(k, e->loop.list, NULL, "what `for` goes through");
    struct expr *cond = NULL, *value;
    struct state *outside = k->state;
    struct local local = {.outer = k->locals};
    const struct type *elem = type_base(&k->m->types, TYPE_ERROR);

    if (list->type->kind == TYPE_LIST)
        elem = list->type->elem;
    else if (!check_failed(list))
        check_report(k->m, DIAG_TYPE_MISMATCH, e->loop.list->span,
                     "`for` goes through a list, but this is %s", check_a(k->m, list->type));
    if (!e->loop.var.text)
        return expr_error(k->m, e->span);
    local.var = expr_local(k->m, k->flow, e->loop.var.text, elem, list, e->loop.var.span);
    k->locals = &local;
    k->state = state_copy(&k->m->compilation->arena, outside);
    if (e->loop.cond) {
        cond = check_cond(k, e->loop.cond);
        check_narrow(k, cond, true);
    }
    value = check_each(k, e, expected);
    k->state = outside;
    k->locals = local.outer;
    if (elem->kind == TYPE_ERROR || check_failed(value) || (cond && check_failed(cond)))
        return expr_error(k->m, e->span);
    list = expr_for(k->m, local.var, list, cond, value);
    list->span = e->span;
    return list;
}

/* --- texts --------------------------------------------------------------------------------- */

struct expr *check_text(struct checker *k, const struct ast_expr *e)
{
    struct expr *made = expr_items(k->m, EXPR_TEXT, type_base(&k->m->types, TYPE_STRING), e->span,
                                   count_exprs(e->parts));
    bool failed = false;
    unsigned i = 0;

    for (const struct ast_expr *part = e->parts; part; part = part->next) {
        struct expr *item = check_operand(k, part, NULL, "a value in a text");

        if (!check_failed(item) && !type_is_scalar(item->type)) {
            check_report(k->m, DIAG_BAD_OPERAND, part->span, "%s cannot be put into a text",
                         check_a(k->m, item->type));
            failed = true;
        }
        failed = failed || check_failed(item);
        made->items[i++] = item;
    }
    expr_seal(made);
    return failed ? expr_error(k->m, e->span) : made;
}
