/* The loop's descriptors, hooks, wake-ups and real clock. Nothing here sleeps for longer than what
 * it waits for. */
#include "tests/support/unit.h"

#include "runtime/loop.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

struct seen {
    struct orch_watch watch;
    int calls;
    unsigned events;
    struct seen *other; /* to be stopped by the callback */
};

static void see(struct orch_watch *w, unsigned events)
{
    struct seen *s = w->data;

    s->calls++;
    s->events = events;
    if (s->other)
        orch_watch_stop(&s->other->watch);
}

static void seen_init(struct seen *s, int fd, unsigned events)
{
    *s = (struct seen){.watch = {.fd = fd, .events = events, .fn = see}};
    s->watch.data = s;
}

static void pair(int fd[2])
{
    CU_ASSERT_EQUAL_FATAL(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fd), 0);
}

static void close_pair(const int fd[2])
{
    close(fd[0]);
    close(fd[1]);
}

static void test_read_and_write(void)
{
    struct orch_loop *loop = orch_loop_virtual_new();
    struct seen s;
    char c;
    int fd[2];

    pair(fd);
    seen_init(&s, fd[0], ORCH_READ);
    CU_ASSERT_EQUAL(orch_watch_start(loop, &s.watch), 0);
    CU_ASSERT_PTR_EQUAL(s.watch.loop, loop);
    orch_loop_turn(loop, 0);
    CU_ASSERT_EQUAL(s.calls, 0);
    CU_ASSERT_EQUAL(write(fd[1], "xy", 2), 2);
    orch_loop_turn(loop, -1);
    CU_ASSERT_EQUAL(s.events, ORCH_READ);
    CU_ASSERT_EQUAL(read(fd[0], &c, 1), 1);
    orch_loop_turn(loop, -1); /* level-triggered: one byte is left */
    CU_ASSERT_EQUAL(s.calls, 2);
    CU_ASSERT_EQUAL(orch_watch_set(&s.watch, ORCH_READ | ORCH_WRITE), 0);
    orch_loop_turn(loop, -1);
    CU_ASSERT_EQUAL(s.events, ORCH_READ | ORCH_WRITE);
    CU_ASSERT_EQUAL(orch_watch_set(&s.watch, 0), 0);
    orch_loop_turn(loop, 0);
    CU_ASSERT_EQUAL(s.calls, 3);
    orch_watch_stop(&s.watch);
    CU_ASSERT_PTR_NULL(s.watch.loop);
    orch_watch_stop(&s.watch);
    close_pair(fd);
    orch_loop_free(loop);
}

static void test_hangup(void)
{
    struct orch_loop *loop = orch_loop_virtual_new();
    struct seen s;
    int fd[2];

    pair(fd);
    seen_init(&s, fd[0], 0); /* asked for nothing, told nevertheless */
    orch_watch_start(loop, &s.watch);
    shutdown(fd[1], SHUT_WR);
    orch_loop_turn(loop, -1);
    CU_ASSERT_EQUAL(s.events, ORCH_HANGUP);
    orch_watch_set(&s.watch, ORCH_READ);
    orch_loop_turn(loop, -1);
    CU_ASSERT_EQUAL(s.events, ORCH_READ | ORCH_HANGUP);
    close(fd[1]);
    orch_watch_set(&s.watch, ORCH_WRITE);
    orch_loop_turn(loop, -1);
    CU_ASSERT_EQUAL(s.events, ORCH_WRITE | ORCH_HANGUP);
    orch_watch_stop(&s.watch);
    close(fd[0]);
    orch_loop_free(loop);
}

/* Both are ready; whichever comes first stops the other, whose event is already collected. */
static void test_stop_of_a_collected_event(void)
{
    struct orch_loop *loop = orch_loop_virtual_new();
    struct seen a, b;
    int fd[2];

    pair(fd);
    seen_init(&a, fd[0], ORCH_WRITE);
    seen_init(&b, fd[1], ORCH_WRITE);
    a.other = &b;
    b.other = &a;
    orch_watch_start(loop, &a.watch);
    orch_watch_start(loop, &b.watch);
    orch_loop_turn(loop, -1);
    CU_ASSERT_EQUAL(a.calls + b.calls, 1);
    orch_loop_turn(loop, -1);
    CU_ASSERT_EQUAL(a.calls + b.calls, 2);
    CU_ASSERT_TRUE(a.calls == 0 || b.calls == 0);
    orch_watch_stop(&a.watch);
    orch_watch_stop(&b.watch);
    close_pair(fd);
    orch_loop_free(loop);
}

static void test_stop_of_itself(void)
{
    struct orch_loop *loop = orch_loop_virtual_new();
    struct seen s;
    int fd[2];

    pair(fd);
    seen_init(&s, fd[0], ORCH_WRITE);
    s.other = &s;
    orch_watch_start(loop, &s.watch);
    orch_loop_turn(loop, -1);
    orch_loop_turn(loop, 0);
    CU_ASSERT_EQUAL(s.calls, 1);
    orch_watch_start(loop, &s.watch); /* and again */
    orch_loop_turn(loop, -1);
    CU_ASSERT_EQUAL(s.calls, 2);
    close_pair(fd);
    orch_loop_free(loop);
}

static void test_bad_descriptor(void)
{
    struct orch_loop *loop = orch_loop_virtual_new();
    struct seen s;

    seen_init(&s, -1, ORCH_READ);
    CU_ASSERT_EQUAL(orch_watch_start(loop, &s.watch), -1);
    CU_ASSERT_PTR_NULL(s.watch.loop);
    orch_loop_free(loop);
}

struct hook_log {
    struct orch_loop *loop;
    char text[32];
    size_t n;
};

static void hook_a(void *data)
{
    struct hook_log *log = data;
    log->text[log->n++] = 'a';
}

static void hook_b(void *data)
{
    struct hook_log *log = data;
    log->text[log->n++] = 'b';
}

static void log_timer(struct orch_timer *t)
{
    struct hook_log *log = t->data;
    log->text[log->n++] = 't';
}

static void test_hooks(void)
{
    struct hook_log log = {.loop = orch_loop_virtual_new()};
    struct orch_loop_hook a = {.fn = hook_a, .data = &log}, b = {.fn = hook_b, .data = &log};
    struct orch_timer t = {.fn = log_timer, .data = &log};

    orch_loop_hook_add(log.loop, &a);
    orch_loop_hook_add(log.loop, &b);
    orch_loop_turn(log.loop, 0);
    CU_ASSERT_STRING_EQUAL(log.text, "ab");
    orch_timer_start(log.loop, &t, orch_loop_now(log.loop));
    orch_loop_turn(log.loop, -1);
    CU_ASSERT_STRING_EQUAL(log.text, "abtab");
    orch_timer_start(log.loop, &t, orch_loop_now(log.loop) + 5);
    orch_loop_advance(log.loop, 10); /* after the instant of the timer, and at the end */
    CU_ASSERT_STRING_EQUAL(log.text, "abtabtabab");
    orch_loop_free(log.loop);
}

static void stop_loop(struct orch_timer *t)
{
    orch_loop_stop(t->data);
}

static void test_run_and_stop(void)
{
    struct orch_loop *loop = orch_loop_new();
    struct orch_timer t = {.fn = stop_loop, .data = loop};
    int64_t start = orch_loop_now(loop);

    orch_timer_start(loop, &t, start + 3000000);
    orch_loop_run(loop);
    CU_ASSERT_TRUE(orch_loop_now(loop) >= start + 3000000); /* never early */
    orch_loop_stop(loop);
    orch_loop_run(loop); /* stopped before: returns at once */
    orch_timer_start(loop, &t, 0);
    orch_loop_run(loop);
    orch_loop_free(loop);
}

static void test_turn_timeout(void)
{
    struct orch_loop *loop = orch_loop_new();
    int64_t start = orch_loop_now(loop);

    orch_loop_turn(loop, 2000000);
    CU_ASSERT_TRUE(orch_loop_now(loop) >= start + 2000000);
    orch_loop_free(loop);
}

static void *wake_twice(void *loop)
{
    orch_loop_wake(loop);
    orch_loop_wake(loop);
    return NULL;
}

static void test_wake(void)
{
    struct orch_loop *loop = orch_loop_virtual_new();
    pthread_t thread;

    CU_ASSERT_EQUAL_FATAL(pthread_create(&thread, NULL, wake_twice, loop), 0);
    orch_loop_turn(loop, -1); /* would hang without the wake */
    pthread_join(thread, NULL);
    orch_loop_turn(loop, 0); /* takes what is left of it */
    orch_loop_free(loop);
}

static void test_virtual_clock_stands_still(void)
{
    struct orch_loop *loop = orch_loop_virtual_new();
    int64_t t0 = orch_loop_now(loop);

    orch_loop_turn(loop, 1000000);
    CU_ASSERT_EQUAL(orch_loop_now(loop), t0);
    orch_loop_advance(loop, 0);
    CU_ASSERT_EQUAL(orch_loop_now(loop), t0);
    orch_loop_free(loop);
}

static const CU_TestInfo tests[] = {
    {"read and write", test_read_and_write},
    {"hangup", test_hangup},
    {"stop of a collected event", test_stop_of_a_collected_event},
    {"stop of itself", test_stop_of_itself},
    {"bad descriptor", test_bad_descriptor},
    {"hooks", test_hooks},
    {"run and stop", test_run_and_stop},
    {"turn timeout", test_turn_timeout},
    {"wake", test_wake},
    {"virtual clock stands still", test_virtual_clock_stands_still},
    CU_TEST_INFO_NULL,
};

int main(void)
{
    return unit_main("runtime/loop", tests);
}
