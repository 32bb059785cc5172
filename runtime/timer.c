/* The heap of timers, ordered by time, then by order of starting. Each timer knows its slot, so
 * that stopping and moving need no search. */
#include "timer.h"

#include <stdio.h>
#include <stdlib.h>

void orch_timer_heap_init(struct orch_timer_heap *h)
{
    *h = (struct orch_timer_heap){0};
}

void orch_timer_heap_free(struct orch_timer_heap *h)
{
    for (size_t i = 0; i < h->n; i++)
        h->items[i]->slot = 0;
    free(h->items);
    orch_timer_heap_init(h);
}

static bool before(const struct orch_timer *a, const struct orch_timer *b)
{
    return a->at != b->at ? a->at < b->at : a->seq < b->seq;
}

static void place(struct orch_timer_heap *h, size_t i, struct orch_timer *t)
{
    h->items[i] = t;
    t->slot = i + 1;
}

/* Moves t from the hole at i towards the top. */
static void sift_up(struct orch_timer_heap *h, size_t i, struct orch_timer *t)
{
    while (i > 0 && before(t, h->items[(i - 1) / 2])) {
        place(h, i, h->items[(i - 1) / 2]);
        i = (i - 1) / 2;
    }
    place(h, i, t);
}

/* Moves t from the hole at i towards the bottom. */
static void sift_down(struct orch_timer_heap *h, size_t i, struct orch_timer *t)
{
    size_t child;

    while ((child = 2 * i + 1) < h->n) {
        if (child + 1 < h->n && before(h->items[child + 1], h->items[child]))
            child++;
        if (!before(h->items[child], t))
            break;
        place(h, i, h->items[child]);
        i = child;
    }
    place(h, i, t);
}

static void grow(struct orch_timer_heap *h)
{
    h->cap = h->cap ? h->cap * 2 : 64;
    h->items = realloc(h->items, h->cap * sizeof(struct orch_timer *));
    if (!h->items) {
        fputs("out of memory\n", stderr);
        abort();
    }
}

void orch_timer_heap_put(struct orch_timer_heap *h, struct orch_timer *t, int64_t at)
{
    orch_timer_heap_remove(h, t);
    if (h->n == h->cap)
        grow(h);
    t->at = at;
    t->seq = h->seq++;
    sift_up(h, h->n++, t);
}

void orch_timer_heap_remove(struct orch_timer_heap *h, struct orch_timer *t)
{
    size_t i = t->slot - 1;
    struct orch_timer *last;

    if (t->slot == 0)
        return;
    t->slot = 0;
    last = h->items[--h->n];
    if (last == t)
        return;
    if (i > 0 && before(last, h->items[(i - 1) / 2]))
        sift_up(h, i, last);
    else
        sift_down(h, i, last);
}

struct orch_timer *orch_timer_heap_first(const struct orch_timer_heap *h)
{
    return h->n ? h->items[0] : NULL;
}
