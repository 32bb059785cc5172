/* Records that hold themselves other than through lists: the language has none, so a field on the
 * way round becomes `json`. Fields that the program never names go first: nobody misses them. Then
 * those that still lead back, and that is told. Looks at used records alone. */
#include "describe_parts.h"

/* A record that is being looked into, and how far. */
struct visit {
    struct described *record;
    struct described_use *next;
};

struct cycles {
    struct description *d;
    struct visit *path; /* from a root to where we are */
    unsigned n_path;
    struct described **stack; /* met, and not known to be apart from those on the path */
    unsigned n_stack;
    unsigned n_met;
};

/* A use that leads from record to record without a list between. */
static bool counts(const struct described_use *use)
{
    return use->direct && use->target->kind == DESCRIBED_RECORD && !use->cut;
}

static void cut(struct description *d, struct described_use *use)
{
    use->leaf->name.text = intern(&d->c->names, orch_str("json"));
    use->cut = true;
}

/* --- which records are on one circle (Tarjan's algorithm; no recursion) ------------------------
 */

static void meet(struct cycles *c, struct described *record)
{
    record->order = record->low = ++c->n_met;
    record->on_stack = true;
    c->stack[c->n_stack++] = record;
    c->path[c->n_path++] = (struct visit){record, record->uses};
}

/* All that is reached from the record on top of the path was seen. */
static void leave(struct cycles *c)
{
    struct described *record = c->path[--c->n_path].record, *member;
    struct described *outer = c->n_path > 0 ? c->path[c->n_path - 1].record : NULL;

    if (outer && record->low < outer->low)
        outer->low = record->low;
    if (record->low != record->order)
        return;
    do { /* these are one circle: they all get the number of the first */
        member = c->stack[--c->n_stack];
        member->on_stack = false;
        member->low = record->order;
    } while (member != record);
}

static void find_circles(struct cycles *c, struct described *root)
{
    meet(c, root);
    while (c->n_path > 0) {
        struct visit *v = &c->path[c->n_path - 1];
        struct described_use *use = v->next;

        if (!use) {
            leave(c);
            continue;
        }
        v->next = use->next;
        if (!counts(use))
            continue;
        if (!use->target->order)
            meet(c, use->target);
        else if (use->target->on_stack && use->target->order < v->record->low)
            v->record->low = use->target->order;
    }
}

/* --- cutting --------------------------------------------------------------------------------- */

static void cut_unmentioned(struct description *d, struct described *record)
{
    for (struct described_use *use = record->uses; use; use = use->next) {
        if (counts(use) && use->target->low == record->low &&
            !orch_map_get(d->mentioned, orch_str(use->mention)))
            cut(d, use);
    }
}

static void cut_and_tell(struct cycles *c, const struct described *record,
                         struct described_use *use)
{
    const struct where w = {.owner = (struct described *)record};
    struct described_note *note = describe_note(c->d, &w, DIAG_DESCRIBED_WIDER, use->span,
                                                "`%s` leads back to `%s`: it is `json` here",
                                                use->mention, use->target->full);

    note->advice = "a record holds itself through lists alone";
    cut(c->d, use);
}

/* Cuts what leads back to a record on the path. `order` says: 0 not met, 1 on the path, 2 done. */
static void cut_back(struct cycles *c, struct described *root)
{
    root->order = 1;
    c->path[c->n_path++] = (struct visit){root, root->uses};
    while (c->n_path > 0) {
        struct visit *v = &c->path[c->n_path - 1];
        struct described_use *use = v->next;

        if (!use) {
            v->record->order = 2;
            c->n_path--;
            continue;
        }
        v->next = use->next;
        if (!counts(use))
            continue;
        if (use->target->order == 1) {
            cut_and_tell(c, v->record, use);
        } else if (use->target->order == 0) {
            use->target->order = 1;
            c->path[c->n_path++] = (struct visit){use->target, use->target->uses};
        }
    }
}

void describe_cut_cycles(struct description *d)
{
    struct cycles c = {.d = d};

    c.path = memory_new(&d->c->arena, d->n_items, sizeof *c.path);
    c.stack = memory_new(&d->c->arena, d->n_items, sizeof(struct described *));
    for (unsigned i = 0; i < d->n_items; i++) {
        if (d->items[i]->used && d->items[i]->kind == DESCRIBED_RECORD && !d->items[i]->order)
            find_circles(&c, d->items[i]);
    }
    for (unsigned i = 0; i < d->n_items; i++) {
        if (d->items[i]->order)
            cut_unmentioned(d, d->items[i]);
    }
    for (unsigned i = 0; i < d->n_items; i++)
        d->items[i]->order = 0;
    for (unsigned i = 0; i < d->n_items; i++) {
        if (d->items[i]->used && d->items[i]->kind == DESCRIBED_RECORD && !d->items[i]->order)
            cut_back(&c, d->items[i]);
    }
    describe_spread_use(d); /* what was only reached through a field that is cut */
}
