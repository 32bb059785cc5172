/* Timers in an intrusive binary heap: start, stop and move cost O(log n) and never allocate per
 * timer beyond the heap's array. The heap knows no clock; the loop asks it. */
#ifndef ORCH_TIMER_H
#define ORCH_TIMER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct orch_timer;
typedef void (*orch_timer_fn)(struct orch_timer *t);

struct orch_timer {
    int64_t at;   /* absolute, monotonic nanoseconds */
    uint64_t seq; /* order of starting: equal times fire in that order */
    size_t slot;  /* place in the heap + 1; 0: not running */
    orch_timer_fn fn;
    void *data;
};

struct orch_timer_heap {
    struct orch_timer **items;
    size_t n, cap;
    uint64_t seq;
};

void orch_timer_heap_init(struct orch_timer_heap *h);
void orch_timer_heap_free(struct orch_timer_heap *h);
static inline bool orch_timer_running(const struct orch_timer *t)
{
    return t->slot != 0;
}
/* Inserts or moves. Aborts when out of memory. */
void orch_timer_heap_put(struct orch_timer_heap *h, struct orch_timer *t, int64_t at);
void orch_timer_heap_remove(struct orch_timer_heap *h,
                            struct orch_timer *t); /* no-op when not running */
/* The next to fire, or NULL. */
struct orch_timer *orch_timer_heap_first(const struct orch_timer_heap *h);

#endif
