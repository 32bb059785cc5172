/* The data dictionary: terms, what they stand for, and the conversions between them. A term may be
 * a list of another term, so terms are resolved when they are first asked for. Constraints are in
 * constraints.c. */
#include "resolve_parts.h"

/* --- terms */

static void report_term_type(struct resolver *r, const struct ast_member *syntax,
                             const struct type *type)
{
    struct diag *d;

    if (type->kind == TYPE_OPTIONAL) {
        d = diag_add(&r->c->diags, DIAG_BAD_TERM, syntax->type->span,
                     "the term `%s` cannot be optional", syntax->name.text);
        diag_note(d, "whether a value may be absent is said where the term is used: `%s?`",
                  syntax->name.text);
        return;
    }
    d = diag_add(&r->c->diags, DIAG_BAD_TERM, syntax->type->span, "`%s` is a term, not a type",
                 type->term->name);
    diag_label(d, type->term->span, "`%s` is declared here", type->term->name);
    diag_note(d,
              "a term is one meaning: give `%s` a type (`%s: %s`), and declare a `convert` where "
              "one becomes the other",
              syntax->name.text, syntax->name.text, type_text(&r->model->types, type->plain));
}

/* What a term stands for, without its colour; ERROR where it cannot be. */
static const struct type *term_plain_type(struct resolver *r, const struct ast_member *syntax)
{
    const struct type *type, *error = type_base(&r->model->types, TYPE_ERROR);

    if (!syntax->type) {
        struct diag *d = diag_add(&r->c->diags, DIAG_BAD_TERM, syntax->name.span,
                                  "the term `%s` has no type", syntax->name.text);

        diag_note(d, "write what it stands for, such as `%s: int`", syntax->name.text);
        return error;
    }
    type = resolve_type(r, syntax->type);
    if (syntax->optional && type->kind != TYPE_ERROR)
        type = type_optional(&r->model->types, type);
    if (type->kind == TYPE_OPTIONAL || type->term) {
        report_term_type(r, syntax, type);
        return error;
    }
    return type;
}

/* NULL: nothing is wrong with resolving it now. */
static struct diag *term_trouble(struct resolver *r, const struct declared *d)
{
    struct diags *ds = &r->c->diags;

    if (d->open)
        return diag_add(ds, DIAG_RECURSIVE_TYPE, d->span, "the term `%s` is a list of itself",
                        d->name);
    if (r->term_depth == RESOLVE_MAX_DEPTH)
        return diag_add(ds, DIAG_TOO_DEEP, d->span, "terms are lists of terms more than %d deep",
                        RESOLVE_MAX_DEPTH);
    return NULL;
}

const struct type *dictionary_term_type(struct resolver *r, struct declared *d)
{
    const struct type *plain;

    if (d->type)
        return d->type;
    if (term_trouble(r, d))
        return type_base(&r->model->types, TYPE_ERROR);
    d->open = true;
    r->term_depth++;
    plain = term_plain_type(r, d->term_syntax);
    r->term_depth--;
    d->open = false;
    d->type = type_coloured(&r->model->types, plain, d->term);
    d->term->type = d->type;
    constraints_of_term(r, d->term, d->term_syntax);
    return d->type;
}

void dictionary_terms(struct resolver *r)
{
    for (size_t i = 0; i < r->names.n; i++) {
        struct declared *d = r->names.entries[i].value;

        if (d->kind == DECLARED_TERM)
            dictionary_term_type(r, d);
    }
}

/* --- conversions */

/* False, and reported, where it is declared already; `known` has those so far, by "from to". */
static bool is_new_conversion(struct resolver *r, struct orch_map *known,
                              const struct ast_convert *syntax)
{
    const struct orch_str pair =
        orch_str(memory_text(&r->c->arena, "%s %s", syntax->from.text, syntax->to.text));
    const struct ast_convert *first = orch_map_get(known, pair);
    struct diag *d;

    if (!first) {
        orch_map_put(known, pair, (void *)(uintptr_t)syntax);
        return true;
    }
    d = diag_add(&r->c->diags, DIAG_BAD_CONVERSION, syntax->span, "`%s` -> `%s` is declared twice",
                 syntax->from.text, syntax->to.text);
    diag_label(d, first->span, "the first is here");
    return false;
}

static void add_conversion(struct resolver *r, struct orch_map *known,
                           const struct ast_convert *syntax)
{
    struct model *m = r->model;
    const struct term *from = resolve_term(r, &syntax->from), *to = resolve_term(r, &syntax->to);
    struct conversion *conversion;

    if (!from || !to)
        return;
    if (from == to) {
        diag_add(&r->c->diags, DIAG_BAD_CONVERSION, syntax->span, "`%s` is converted into itself",
                 from->name);
        return;
    }
    if (!is_new_conversion(r, known, syntax))
        return;
    conversion = memory_new(&r->c->arena, 1, sizeof *conversion);
    conversion->from = from;
    conversion->to = to;
    conversion->syntax = syntax;
    conversion->span = syntax->span;
    conversion->var = memory_new(&r->c->arena, 1, sizeof *conversion->var);
    *conversion->var = (struct var){.name = from->name,
                                    .kind = VAR_LOCAL,
                                    .type = from->type,
                                    .secret = from->secret,
                                    .span = syntax->from.span};
    m->conversions =
        memory_grow(&r->c->arena, m->conversions, m->n_conversions, sizeof *m->conversions);
    m->conversions[m->n_conversions++] = conversion;
}

void dictionary_conversions(struct resolver *r)
{
    struct orch_map known;

    orch_map_init(&known);
    for (unsigned i = 0; i < r->program->n_files; i++) {
        for (const struct ast_decl *d = r->program->files[i]->decls; d; d = d->next) {
            if (d->kind != AST_DECL_DICTIONARY)
                continue;
            for (const struct ast_convert *c = d->dictionary.converts; c; c = c->next)
                add_conversion(r, &known, c);
        }
    }
    orch_map_free(&known);
}
