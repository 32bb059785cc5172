/* The event loop of one thread: epoll, timers, and the only clock. Time is read once a turn; tests
 * give their own clock and advance it (orch_loop_virtual). Nothing here is thread-safe except
 * orch_loop_wake. */
#ifndef ORCH_LOOP_H
#define ORCH_LOOP_H

#include "timer.h"

#include <stdbool.h>
#include <stdint.h>

struct orch_loop;
struct orch_watch;

enum { ORCH_READ = 1, ORCH_WRITE = 2, ORCH_HANGUP = 4 /* peer closed its side; always reported */ };

typedef void (*orch_watch_fn)(struct orch_watch *w, unsigned events);

/* A descriptor of interest; embed it in what it belongs to. */
struct orch_watch {
    int fd;
    unsigned events; /* ORCH_READ | ORCH_WRITE */
    orch_watch_fn fn;
    void *data;
    struct orch_loop *loop; /* NULL while not registered */
};

/* NULL with errno where epoll cannot be had. */
struct orch_loop *orch_loop_new(void);
void orch_loop_free(struct orch_loop *loop);
/* Like orch_loop_new, but time stands still until orch_loop_advance. */
struct orch_loop *orch_loop_virtual_new(void);
/* Moves a virtual clock by ns, firing each timer at its own time, in order, and calling the hooks
 * after each instant and at the end. Descriptors are not looked at: that is for orch_loop_turn. */
void orch_loop_advance(struct orch_loop *loop, int64_t ns);

/* Monotonic nanoseconds, as of this turn. */
int64_t orch_loop_now(const struct orch_loop *loop);

/* Callbacks come while the descriptor is ready (level-triggered), ORCH_HANGUP included: who cannot
 * use it stops the watch. Start and set: 0, or -1 with errno. Changing `events` of a registered
 * watch goes through orch_watch_set. After orch_watch_stop the callback is not called again, even
 * for events already collected in this turn. */
int orch_watch_start(struct orch_loop *loop, struct orch_watch *w);
int orch_watch_set(struct orch_watch *w, unsigned events);
void orch_watch_stop(struct orch_watch *w);

/* Timers: see timer.h; `at` is absolute loop time. Starting a running timer moves it. A time that
 * has passed fires in this turn, or in the next one when a timer's callback starts it. */
void orch_timer_start(struct orch_loop *loop, struct orch_timer *t, int64_t at);
void orch_timer_stop(struct orch_loop *loop, struct orch_timer *t);

/* Work to be done at the end of this turn, before the loop sleeps (server pumping and the like):
 * called every turn. */
struct orch_loop_hook {
    void (*fn)(void *data);
    void *data;
    struct orch_loop_hook *next;
};
void orch_loop_hook_add(struct orch_loop *loop, struct orch_loop_hook *hook);

/* Runs until orch_loop_stop; returns at once when that came before. */
void orch_loop_run(struct orch_loop *loop);
/* One turn: waits at most timeout_ns (-1: until something happens), then handles what did. */
void orch_loop_turn(struct orch_loop *loop, int64_t timeout_ns);
void orch_loop_stop(struct orch_loop *loop);
/* Makes the loop turn soon; the one call that another thread (or a signal handler) may make. */
void orch_loop_wake(struct orch_loop *loop);

#endif
