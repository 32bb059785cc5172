/* Why a parameter or field could not be wired, and how to say it instead. */
#include "wire_parts.h"

#define PRODUCERS_SHOWN 3

/* --- the explicit spelling ------------------------------------------------------------------- */

/* "content.channels(city: user.home_city)" */
static const char *spelling(struct wirer *w, const struct slot *slot, const char *value)
{
    return check_format(w->m, "%s(%s: %s)", w->stmt->invoke.operation->full_name, slot->name,
                        value);
}

/* Offers to write the argument: behind the name of the operation, or among the arguments. */
static void fix_argument(struct wirer *w, const struct slot *slot, struct diag *d,
                         const char *value)
{
    const struct ast_stmt *syntax = w->stmt->syntax;
    const struct source *src = sources_get(&w->m->compilation->sources, w->stmt->span.file);
    const char *text = check_format(w->m, "(%s: %s)", slot->name, value);
    struct span at = syntax->invoke.operation.span;

    at.begin = at.end;
    if (syntax->invoke.args) {
        at.begin = at.end = syntax->invoke.args->span.begin;
        text = check_format(w->m, "%s: %s, ", slot->name, value);
    } else if (syntax->invoke.has_args && src) { /* `( )`: inside */
        while (at.end < src->text.len && src->text.ptr[at.end] != '(')
            at.end++;
        at.begin = ++at.end;
        text = check_format(w->m, "%s: %s", slot->name, value);
    }
    diag_fix(d, at, text, "write `%s`", spelling(w, slot, value));
}

/* How to give the slot this value by hand. */
static void advise(struct wirer *w, const struct slot *slot, struct diag *d, const char *value)
{
    struct span end = w->stmt->span;

    end.begin = end.end;
    if (slot->whole)
        diag_fix(d, end, check_format(w->m, " %s", value), "write `return %s`", value);
    else if (slot->of_result)
        diag_note(d, "to take `%s`, write `%s = %s` before this", value, slot->name, value);
    else
        fix_argument(w, slot, d, value);
}

/* A projection as one would write it. */
static const char *written(struct wirer *w, const struct candidate *c)
{
    if (c->projected)
        return check_format(w->m, "[x.%s for x in %s]", c->path[0]->name, c->root->var->name);
    return wire_candidate_text(w, c);
}

/* --- too many -------------------------------------------------------------------------------- */

void wire_report_ambiguous(struct wirer *w, const struct slot *slot, const struct candidates *found)
{
    unsigned n = found->n < WIRE_SHOWN ? found->n : WIRE_SHOWN;
    const char *list = check_format(w->m, "`%s`", wire_candidate_text(w, &found->items[0]));
    struct diag *d;

    for (unsigned i = 1; i < n; i++)
        list = check_format(w->m, "%s %s `%s`", list, i + 1 == found->n ? "or" : "/",
                            wire_candidate_text(w, &found->items[i]));
    if (found->n > n)
        list = check_format(w->m, "%s / ...", list);
    d = check_report(w->m, DIAG_WIRE_AMBIGUOUS, wire_place(w), "%s could be %s", slot->what, list);
    for (unsigned i = 0; i < n; i++)
        diag_label(d, wire_candidate_span(&found->items[i]), "`%s` is declared here",
                   wire_candidate_text(w, &found->items[i]));
    for (unsigned i = 0; i < n; i++)
        advise(w, slot, d, written(w, &found->items[i]));
}

/* --- none ------------------------------------------------------------------------------------ */

/* "user.home_city": the first path below the record; NULL: none. */
static const char *path_below(struct wirer *w, const struct record *record,
                              const struct type *wanted, const char *text)
{
    unsigned depth = wire_reach(w, record, wanted);

    while (depth > 0) {
        const struct record *next = NULL;

        for (unsigned i = 0; i < record->n_fields && !next; i++) {
            const struct field *field = &record->fields[i];
            const struct type *type = type_inner(field->type);

            if (depth == 1 && type == wanted)
                return check_format(w->m, "%s.%s", text, field->name);
            if (depth > 1 && type->kind == TYPE_RECORD &&
                wire_reach(w, type->record, wanted) == depth - 1) {
                next = type->record;
                text = check_format(w->m, "%s.%s", text, field->name);
            }
        }
        if (!next)
            return NULL;
        record = next;
        depth--;
    }
    return NULL;
}

/* Names the operations that would produce a value of the type. */
static unsigned label_producers(struct wirer *w, struct diag *d, const struct type *wanted)
{
    const struct model *m = w->m;
    unsigned n = 0;

    for (unsigned i = 0; i < m->n_operations && n < PRODUCERS_SHOWN; i++) {
        const struct operation *operation = m->operations[i];
        const struct type *type = type_inner(operation->result_type);
        const char *path = NULL;

        if (w->stmt->kind == STMT_INVOKE && operation == w->stmt->invoke.operation)
            continue;
        if (type == wanted)
            path = operation->result_name;
        else if (type->kind == TYPE_RECORD && operation->result_name)
            path = path_below(w, type->record, wanted, operation->result_name);
        if (!path)
            continue;
        diag_label(d, operation->span, "`invoke %s` would give one: `%s`", operation->full_name,
                   path);
        n++;
    }
    return n;
}

/* A variable that would do were it set on every path. */
static const struct sighted *almost(const struct wirer *w, const struct slot *slot)
{
    const struct term *term = type_term(slot->type);

    for (unsigned i = 0; i < w->stmt->sight.n; i++) {
        const struct sighted *seen = &w->stmt->sight.items[i];

        if (seen->maybe_unset &&
            (term ? type_term(seen->type) == term : seen->var->name == slot->name))
            return seen;
    }
    return NULL;
}

/* A variable of the slot's name that is something else. */
static void note_namesake(struct wirer *w, const struct slot *slot, struct diag *d)
{
    const struct sighted *seen = wire_find_name(w, slot->name);
    const struct term *term = type_term(slot->type);

    if (!seen || seen->maybe_unset)
        return;
    if (term && type_inner(seen->type)->plain == type_inner(slot->type)->plain &&
        !type_term(seen->type))
        diag_label(d, seen->var->span, "`%s` has the name, but not the term `%s`", slot->name,
                   term->name);
    else
        diag_label(d, seen->var->span, "`%s` has the name, but is %s", slot->name,
                   check_a(w->m, seen->type));
}

static struct diag *missing(struct wirer *w, const struct slot *slot)
{
    const struct term *term = type_term(slot->type);
    struct span place = wire_place(w);

    if (term)
        return check_report(w->m, DIAG_WIRE_MISSING, place,
                            "nothing in sight has the term `%s`, for %s", term->name, slot->what);
    if (slot->whole)
        return check_report(w->m, DIAG_WIRE_MISSING, place, "nothing in sight is %s, for %s",
                            check_a(w->m, slot->type), slot->what);
    return check_report(w->m, DIAG_WIRE_MISSING, place,
                        "nothing in sight is called `%s` and is %s, for %s", slot->name,
                        check_a(w->m, slot->type), slot->what);
}

void wire_report_missing(struct wirer *w, const struct slot *slot)
{
    const struct sighted *seen = almost(w, slot);
    struct diag *d = missing(w, slot);

    if (!slot->whole) {
        diag_label(d, slot->span, "`%s` is declared here", slot->name);
        note_namesake(w, slot, d);
    }
    if (seen) {
        diag_label(d, seen->unset_when.cond, "`%s` is not set when %s", seen->var->name,
                   check_turn_here(seen->unset_when));
        diag_note(d, "`%s` would do, but some path does not set it", seen->var->name);
    } else if (type_term(slot->type) && label_producers(w, d, type_inner(slot->type)) > 0) {
        return;
    }
    if (slot->whole)
        diag_note(d, "write what to return: `return ...`");
    else if (slot->of_result)
        diag_note(d, "set `%s` before this, or make it optional: `%s?`", slot->name, slot->name);
    else
        diag_note(d, "write what it is: `%s`", spelling(w, slot, "..."));
    if (!slot->whole && !slot->of_result && !type_term(slot->type))
        diag_note(d,
                  "or give `%s` a term in its declaration: values of the same term are wired to it",
                  slot->name);
}

/* --- one that may not be taken --------------------------------------------------------------- */

void wire_report_optional(struct wirer *w, const struct slot *slot, const struct candidate *c)
{
    const char *text = written(w, c);
    struct diag *d = check_report(w->m, DIAG_OPTIONAL_MISMATCH, wire_place(w),
                                  "%s would take `%s`, which may be none", slot->what, text);

    diag_label(d, wire_candidate_span(c), "`%s` is declared here",
               c->n_path ? c->path[c->n_path - 1]->name : c->root->var->name);
    diag_label(d, slot->span, "`%s` may not be none", slot->name);
    if (slot->whole)
        diag_note(d, "say what to return when it is none: `return %s ?? ...`", text);
    else if (slot->of_result)
        diag_note(d, "set it before this: `%s = %s ?? ...`", slot->name, text);
    else
        diag_note(d, "say what to send when it is none: `%s`",
                  spelling(w, slot, check_format(w->m, "%s ?? ...", text)));
    if (!slot->whole)
        diag_note(d, "or make `%s` optional: `%s?`", slot->name, slot->name);
    if (!c->projected)
        diag_note(d, "or guard this with `if %s != none { ... }`", text);
}

void wire_report_race(struct wirer *w, const struct slot *slot, const struct candidate *c)
{
    const char *name = c->root->var->name;
    struct diag *d = check_report(
        w->m, DIAG_WRITE_CONFLICT, wire_place(w), "%s would take `%s` while another branch sets %s",
        slot->what, wire_candidate_text(w, c), c->n_path ? check_format(w->m, "`%s`", name) : "it");

    diag_label(d, c->root->racing, "set here, in a branch that runs at the same time");
    diag_note(d, "what needs `%s` goes behind that statement, in the same branch: `{ ... }`", name);
}
