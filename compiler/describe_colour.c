/* Terms for what is described: `colour catalog { Product.sku: product_id }` in the program, or
 * `x-term: product_id` in the description. The program's word counts more. */
#include "describe_parts.h"

/* --- x-term ---------------------------------------------------------------------------------- */

struct ast_name describe_x_term(struct description *d, const struct where *w, const struct node *n)
{
    const struct node *x = node_get(n, "x-term");
    const struct ast_name none = {NULL, {0, 0, 0}};

    if (!x)
        return none;
    if (x->kind != NODE_STRING || x->text.len == 0) {
        describe_note(d, w, DIAG_DESCRIBED_LEFT_OUT, x->span, "`x-term` is the name of a term");
        return none;
    }
    if (!orch_map_get(d->terms, x->text)) {
        describe_note(d, w, DIAG_DESCRIBED_LEFT_OUT, x->span,
                      "there is no term `%.*s` in this program: the colour is left out",
                      ORCH_STR_ARG(x->text))
            ->once = true;
        return none;
    }
    return (struct ast_name){intern(&d->c->names, x->text), x->span};
}

/* --- colour blocks --------------------------------------------------------------------------- */

/* True where the paint is for this. */
static bool is_for(const struct ast_paint *paint, const char *of, const char *member)
{
    return paint->of.text == of && paint->member.text == member;
}

static struct described_paint *find(const struct description *d, const char *of, const char *member)
{
    for (unsigned i = 0; i < d->n_paints; i++) {
        if (is_for(d->paints[i].paint, of, member))
            return &d->paints[i];
    }
    return NULL;
}

struct ast_name describe_paint(struct description *d, const char *of, const char *member)
{
    struct described_paint *found = find(d, of, member);

    if (!found)
        return (struct ast_name){NULL, {0, 0, 0}};
    found->met = true;
    return found->known ? found->paint->term : (struct ast_name){NULL, {0, 0, 0}};
}

static void report_unknown_term(struct description *d, const struct ast_name *term)
{
    struct diag *report =
        diag_add(&d->c->diags, DIAG_UNKNOWN_TYPE, term->span, "there is no term `%s`", term->text);
    struct diag_near near;

    diag_near_init(&near, term->text);
    for (size_t i = 0; i < d->terms->n; i++)
        diag_near_try(&near, d->terms->entries[i].key.ptr);
    if (near.best)
        diag_fix(report, term->span, near.best, "did you mean `%s`?", near.best);
}

static void collect(struct description *d, const struct ast_paint *paint)
{
    const struct described_paint *first;
    struct described_paint *added;

    if (!paint->of.text || !paint->term.text)
        return;
    first = find(d, paint->of.text, paint->member.text);
    if (first) {
        diag_label(diag_add(&d->c->diags, DIAG_BAD_COLOUR, paint->span, "this is coloured twice"),
                   first->paint->span, "the first is here");
        return;
    }
    d->paints = memory_grow(&d->c->arena, d->paints, d->n_paints, sizeof *d->paints);
    added = &d->paints[d->n_paints++];
    *added = (struct described_paint){.paint = paint,
                                      .known = orch_map_get(d->terms, orch_str(paint->term.text))};
    if (!added->known)
        report_unknown_term(d, &paint->term);
}

void describe_collect_paints(struct description *d)
{
    for (unsigned i = 0; i < d->program->n_files; i++) {
        for (const struct ast_decl *decl = d->program->files[i]->decls; decl; decl = decl->next) {
            if (decl->kind != AST_DECL_COLOUR || decl->name.text != d->name)
                continue;
            for (const struct ast_paint *p = decl->paints; p; p = p->next)
                collect(d, p);
        }
    }
}

/* --- what is coloured in vain ---------------------------------------------------------------- */

static const struct ast_member *members_of(const struct described *item)
{
    if (item->kind == DESCRIBED_OPERATION)
        return item->operation->params;
    return item->kind == DESCRIBED_RECORD ? item->decl->members : NULL;
}

static void report_member(struct description *d, const struct ast_paint *paint,
                          const struct described *item)
{
    const char *what = item->kind == DESCRIBED_OPERATION ? "parameter" : "field";
    struct diag *report = diag_add(&d->c->diags, DIAG_BAD_COLOUR, paint->member.span,
                                   "`%s` has no %s `%s`", item->full, what, paint->member.text);
    struct diag_near near;

    diag_near_init(&near, paint->member.text);
    for (const struct ast_member *m = members_of(item); m; m = m->next)
        diag_near_try(&near, m->name.text);
    if (near.best)
        diag_fix(report, paint->member.span, near.best, "did you mean `%s`?", near.best);
    diag_label(report, item->span, "`%s` is described here", item->full);
}

static void report_missing(struct description *d, const struct ast_paint *paint)
{
    struct diag *report = diag_add(&d->c->diags, DIAG_BAD_COLOUR, paint->of.span,
                                   "nothing in `%s` is called `%s`", d->name, paint->of.text);
    const struct orch_map *names[] = {&d->types, &d->operations};
    struct diag_near near;

    diag_near_init(&near, paint->of.text);
    for (size_t k = 0; k < 2; k++) {
        for (size_t i = 0; i < names[k]->n; i++)
            diag_near_try(&near, names[k]->entries[i].key.ptr);
    }
    if (near.best)
        diag_fix(report, paint->of.span, near.best, "did you mean `%s`?", near.best);
}

void describe_check_paints(struct description *d)
{
    for (unsigned i = 0; i < d->n_paints; i++) {
        const struct ast_paint *paint = d->paints[i].paint;
        const struct orch_str of = orch_str(paint->of.text);
        const struct described *item = orch_map_get(&d->operations, of);

        if (d->paints[i].met)
            continue;
        if (!item)
            item = describe_type_called(d, paint->of.text);
        if (!item)
            report_missing(d, paint);
        else if (paint->member.text)
            report_member(d, paint, item);
        else
            diag_add(&d->c->diags, DIAG_BAD_COLOUR, paint->of.span,
                     item->kind == DESCRIBED_OPERATION
                         ? "`%s` has no result that could be coloured"
                         : "`%s` has no name in the description: colour the fields that hold it",
                     item->full);
    }
}
