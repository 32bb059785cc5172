/* What the program uses of a description: the operations and types that it names, and all that they
 * are made of. Only of these anything is said. */
#include "describe_parts.h"

/* --- marking --------------------------------------------------------------------------------- */

static void report_unknown(struct description *d, const struct ast_reference *reference)
{
    const struct orch_map *names = reference->is_type ? &d->types : &d->operations;
    const char *what = reference->is_type ? "type" : "operation";
    struct diag_near near;
    struct diag *report = diag_add(
        &d->c->diags, reference->is_type ? DIAG_UNKNOWN_TYPE : DIAG_UNKNOWN_OPERATION,
        reference->name.span, "%s describes no %s `%s`", d->name, what, reference->name.text);

    diag_near_init(&near, reference->name.text);
    for (size_t i = 0; i < names->n; i++)
        diag_near_try(&near, names->entries[i].key.ptr);
    if (near.best)
        diag_fix(report, reference->name.span, near.best, "did you mean `%s`?", near.best);
    else if (!reference->is_type && !d->is_openapi)
        diag_note(report, "a JSON Schema describes types alone");
}

static void mark(struct description *d, const struct ast_reference *reference)
{
    const char *name = reference->name.text;
    struct described *item = reference->is_type ? describe_type_called(d, name)
                                                : orch_map_get(&d->operations, orch_str(name));

    if (!item) {
        report_unknown(d, reference);
        return;
    }
    item->reference = reference; /* the first one of a file comes last */
}

void describe_spread_use(struct description *d)
{
    struct described **open = memory_new(&d->c->arena, d->n_items, sizeof(struct described *));
    unsigned n = 0;

    for (unsigned i = 0; i < d->n_items; i++) {
        d->items[i]->used = d->items[i]->reference != NULL;
        if (d->items[i]->used)
            open[n++] = d->items[i];
    }
    while (n > 0) {
        for (const struct described_use *use = open[--n]->uses; use; use = use->next) {
            if (use->target->used || use->cut)
                continue;
            use->target->used = true;
            open[n++] = use->target;
        }
    }
}

void describe_mark_used(struct description *d)
{
    for (unsigned i = 0; i < d->program->n_files; i++) {
        const struct ast_reference *r = d->program->files[i]->references;

        for (; r; r = r->next) {
            if (r->of.text == d->name && r->name.text)
                mark(d, r);
        }
    }
    describe_spread_use(d);
}

/* --- telling --------------------------------------------------------------------------------- */

static void tell(struct description *d, const struct described *item,
                 const struct described_note *note, struct orch_map *told)
{
    struct diag *report;

    if (note->mention && !orch_map_get(d->mentioned, orch_str(note->mention)))
        return;
    if (note->once && orch_map_put(told, orch_str(note->message), d))
        return;
    if (note->code == DIAG_NO_COUNTERPART && item->reference) {
        report = diag_add(&d->c->diags, note->code, item->reference->name.span,
                          "%s cannot be called: %s", item->full, note->message);
        diag_label(report, note->span, "described here");
    } else {
        report = diag_add(&d->c->diags, note->code, note->span, "%s", note->message);
    }
    if (note->advice)
        diag_note(report, "%s", note->advice);
}

void describe_tell(struct description *d)
{
    struct orch_map told;

    orch_map_init(&told);
    for (unsigned i = 0; i < d->n_items; i++) {
        const struct described *item = d->items[i];

        for (const struct described_note *note = item->notes; note && item->used; note = note->next)
            tell(d, item, note, &told);
    }
    orch_map_free(&told);
}
