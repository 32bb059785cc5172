/* The event loop: one epoll descriptor, one heap of timers, one clock.
 *
 * A turn is: sleep until something happens or the next timer is due; read the clock; hand out the
 * events; fire the timers that are due; call the hooks. Events come before timers, so that an
 * answer that arrived in time beats its deadline.
 *
 * Invariants: events[next_event..n_events) are collected and not yet handed out, and an event whose
 * watch was stopped has a NULL there; a timer that a firing timer starts in the past counts as
 * started now and fires in the next turn (the round is bounded). */
#include "loop.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

enum { MAX_EVENTS = 256, MAX_ROUNDS_AT_ONCE = 100000 };

static const int64_t VIRTUAL_START = 1000000000; /* not 0: a time of 0 would hide what is unset */

struct orch_loop {
    int epoll_fd;
    struct orch_watch wake; /* eventfd */
    bool is_virtual;
    bool stopping;
    bool firing;
    int64_t now;
    struct orch_timer_heap timers;
    struct orch_loop_hook *hooks, **last_hook;
    struct epoll_event events[MAX_EVENTS];
    int n_events, next_event;
};

static int64_t monotonic(void)
{
    struct timespec ts;

    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

static void drain_wake(struct orch_watch *w, unsigned events)
{
    uint64_t count;

    (void)events;
    if (read(w->fd, &count, sizeof count) < 0 && errno != EAGAIN)
        perror("eventfd");
}

struct orch_loop *orch_loop_new(void)
{
    struct orch_loop *loop = calloc(1, sizeof *loop);

    if (!loop)
        return NULL;
    loop->last_hook = &loop->hooks;
    loop->now = monotonic();
    orch_timer_heap_init(&loop->timers);
    loop->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    loop->wake = (struct orch_watch){
        .fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), .events = ORCH_READ, .fn = drain_wake};
    if (loop->epoll_fd < 0 || loop->wake.fd < 0 || orch_watch_start(loop, &loop->wake) != 0) {
        int e = errno;
        orch_loop_free(loop);
        errno = e;
        return NULL;
    }
    return loop;
}

struct orch_loop *orch_loop_virtual_new(void)
{
    struct orch_loop *loop = orch_loop_new();

    if (loop) {
        loop->is_virtual = true;
        loop->now = VIRTUAL_START;
    }
    return loop;
}

void orch_loop_free(struct orch_loop *loop)
{
    if (!loop)
        return;
    orch_timer_heap_free(&loop->timers);
    if (loop->wake.fd >= 0)
        close(loop->wake.fd);
    if (loop->epoll_fd >= 0)
        close(loop->epoll_fd);
    free(loop);
}

int64_t orch_loop_now(const struct orch_loop *loop)
{
    return loop->now;
}

/* --- watches -------------------------------------------------------------------------------- */

static int control(struct orch_loop *loop, int op, struct orch_watch *w, unsigned events)
{
    struct epoll_event e = {.events = EPOLLRDHUP, .data.ptr = w};

    if (events & ORCH_READ)
        e.events |= EPOLLIN;
    if (events & ORCH_WRITE)
        e.events |= EPOLLOUT;
    return epoll_ctl(loop->epoll_fd, op, w->fd, &e);
}

int orch_watch_start(struct orch_loop *loop, struct orch_watch *w)
{
    if (control(loop, EPOLL_CTL_ADD, w, w->events) != 0)
        return -1;
    w->loop = loop;
    return 0;
}

int orch_watch_set(struct orch_watch *w, unsigned events)
{
    if (w->events == events)
        return 0;
    if (control(w->loop, EPOLL_CTL_MOD, w, events) != 0)
        return -1;
    w->events = events;
    return 0;
}

void orch_watch_stop(struct orch_watch *w)
{
    struct orch_loop *loop = w->loop;

    if (!loop)
        return;
    epoll_ctl(loop->epoll_fd, EPOLL_CTL_DEL, w->fd, NULL);
    w->loop = NULL;
    for (int i = loop->next_event; i < loop->n_events; i++)
        if (loop->events[i].data.ptr == w)
            loop->events[i].data.ptr = NULL;
}

/* A descriptor in error is also readable and writable: the next call on it says what is wrong. */
static unsigned events_of(const struct orch_watch *w, uint32_t e)
{
    unsigned events = 0;

    if (e & (EPOLLIN | EPOLLERR | EPOLLHUP | EPOLLRDHUP))
        events |= ORCH_READ;
    if (e & (EPOLLOUT | EPOLLERR | EPOLLHUP))
        events |= ORCH_WRITE;
    events &= w->events;
    if (e & (EPOLLERR | EPOLLHUP | EPOLLRDHUP))
        events |= ORCH_HANGUP;
    return events;
}

static void hand_out_events(struct orch_loop *loop)
{
    while (loop->next_event < loop->n_events) {
        const struct epoll_event *e = &loop->events[loop->next_event++];
        struct orch_watch *w = e->data.ptr;
        unsigned events = w ? events_of(w, e->events) : 0;
        if (events)
            w->fn(w, events);
    }
    loop->next_event = loop->n_events = 0;
}

/* --- timers --------------------------------------------------------------------------------- */

void orch_timer_start(struct orch_loop *loop, struct orch_timer *t, int64_t at)
{
    orch_timer_heap_put(&loop->timers, t, loop->firing && at < loop->now ? loop->now : at);
}

void orch_timer_stop(struct orch_loop *loop, struct orch_timer *t)
{
    orch_timer_heap_remove(&loop->timers, t);
}

/* Fires what is due and was started before this round; false where nothing was. Timers started
 * meanwhile are due now at the earliest and have later numbers, so they sort behind all of these.
 */
static bool fire_timers(struct orch_loop *loop)
{
    uint64_t round = loop->timers.seq;
    struct orch_timer *t;
    bool any = false;

    loop->firing = true;
    while ((t = orch_timer_heap_first(&loop->timers)) && t->at <= loop->now && t->seq < round) {
        orch_timer_heap_remove(&loop->timers, t);
        t->fn(t);
        any = true;
    }
    loop->firing = false;
    return any;
}

/* --- turns ---------------------------------------------------------------------------------- */

void orch_loop_hook_add(struct orch_loop *loop, struct orch_loop_hook *hook)
{
    hook->next = NULL;
    *loop->last_hook = hook;
    loop->last_hook = &hook->next;
}

static void call_hooks(struct orch_loop *loop)
{
    for (struct orch_loop_hook *h = loop->hooks; h; h = h->next)
        h->fn(h->data);
}

/* How long epoll may sleep, in milliseconds, rounded up: a timer is never early. */
static int sleep_ms(const struct orch_loop *loop, int64_t timeout_ns)
{
    const struct orch_timer *t = orch_timer_heap_first(&loop->timers);
    int64_t ns = timeout_ns, left;

    if (t && (!loop->is_virtual || t->at <= loop->now)) {
        left = t->at - (loop->is_virtual ? loop->now : monotonic());
        if (left < 0)
            left = 0;
        if (ns < 0 || left < ns)
            ns = left;
    }
    if (ns < 0)
        return -1;
    return ns / 1000000 >= INT_MAX ? INT_MAX : (int)((ns + 999999) / 1000000);
}

void orch_loop_turn(struct orch_loop *loop, int64_t timeout_ns)
{
    int n = epoll_wait(loop->epoll_fd, loop->events, MAX_EVENTS, sleep_ms(loop, timeout_ns));

    loop->n_events = n > 0 ? n : 0; /* EINTR: a turn without events */
    loop->next_event = 0;
    if (!loop->is_virtual)
        loop->now = monotonic();
    hand_out_events(loop);
    fire_timers(loop);
    call_hooks(loop);
}

void orch_loop_advance(struct orch_loop *loop, int64_t ns)
{
    int64_t target = loop->now + ns;
    const struct orch_timer *t;
    unsigned rounds = 0;

    while ((t = orch_timer_heap_first(&loop->timers)) && t->at <= target) {
        if (t->at > loop->now) {
            loop->now = t->at;
            rounds = 0;
        }
        fire_timers(loop);
        call_hooks(loop);
        if (++rounds > MAX_ROUNDS_AT_ONCE) {
            fputs("orch_loop_advance: timers start each other without end\n", stderr);
            abort();
        }
    }
    loop->now = target;
    call_hooks(loop);
}

void orch_loop_run(struct orch_loop *loop)
{
    while (!loop->stopping)
        orch_loop_turn(loop, -1);
    loop->stopping = false;
}

void orch_loop_stop(struct orch_loop *loop)
{
    loop->stopping = true;
}

void orch_loop_wake(struct orch_loop *loop)
{
    uint64_t one = 1;

    /* EAGAIN: the counter is full of wakes that are still to be seen. */
    if (write(loop->wake.fd, &one, sizeof one) < 0 && errno != EAGAIN)
        perror("eventfd");
}
