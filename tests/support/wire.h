/* A client of bytes: sends exactly what the test says and keeps what comes back, so that malformed
 * requests, slow ones and clients that leave can be played. The test turns its own loop while it
 * waits; a wait that does not end is a failure, not a hang. */
#ifndef ORCH_TESTS_WIRE_H
#define ORCH_TESTS_WIRE_H

#include "runtime/base/buf.h"
#include "runtime/loop.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

struct wire {
    int fd;             /* -1: closed by us */
    bool closed;        /* by the peer */
    struct orch_buf in; /* what came, NUL-terminated behind len */
};

/* Connects to 127.0.0.1; fd -1 where nobody listens. */
static inline void wire_open(struct wire *w, unsigned port)
{
    struct sockaddr_in a = {.sin_family = AF_INET,
                            .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
                            .sin_port = htons((uint16_t)port)};

    w->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    w->closed = false;
    orch_buf_init(&w->in, 0);
    if (connect(w->fd, (struct sockaddr *)&a, sizeof a) != 0) {
        close(w->fd);
        w->fd = -1;
    }
}

static inline void wire_close(struct wire *w)
{
    if (w->fd >= 0)
        close(w->fd);
    w->fd = -1;
    orch_buf_free(&w->in);
}

/* Leaves with a reset. */
static inline void wire_reset(struct wire *w)
{
    struct linger now = {.l_onoff = 1, .l_linger = 0};

    setsockopt(w->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    wire_close(w);
}

static inline void wire_send_n(struct wire *w, const char *data, size_t n)
{
    while (n > 0) {
        ssize_t sent = send(w->fd, data, n, MSG_NOSIGNAL);
        if (sent <= 0)
            return; /* the peer has closed: what it said before is what counts */
        data += sent;
        n -= (size_t)sent;
    }
}

static inline void wire_send(struct wire *w, const char *text)
{
    wire_send_n(w, text, strlen(text));
}

/* Takes what has come. */
static inline void wire_read(struct wire *w)
{
    char data[4096];

    while (!w->closed) {
        ssize_t n = recv(w->fd, data, sizeof data, MSG_DONTWAIT);
        if (n < 0 && errno == EAGAIN)
            break;
        if (n <= 0)
            w->closed = true;
        else
            orch_buf_append(&w->in, data, (size_t)n);
    }
    orch_buf_reserve(&w->in, 1);
    w->in.data[w->in.len] = '\0';
}

static inline bool wire_body_comes(const char *head)
{
    int status = atoi(head + 9);

    return status >= 200 && status != 204 && status != 304;
}

/* Length of the first whole answer in `in`, 0 where none is; `head_only`: it answers HEAD. */
static inline size_t wire_answer_length(const struct wire *w, bool head_only)
{
    const char *end = w->in.len > 0 ? strstr(w->in.data, "\r\n\r\n") : NULL;
    const char *length;
    size_t total;

    if (!end)
        return 0;
    total = (size_t)(end - w->in.data) + 4;
    length = strcasestr(w->in.data, "\r\nContent-Length:");
    if (!head_only && length && length < end && wire_body_comes(w->in.data))
        total += strtoul(length + 17, NULL, 10);
    return total <= w->in.len ? total : 0;
}

static inline bool wire_has(const struct wire *w, const char *text)
{
    return w->in.len > 0 && strstr(w->in.data, text);
}

static inline int wire_status(const struct wire *w)
{
    return w->in.len > 12 ? atoi(w->in.data + 9) : 0;
}

/* Drops the first answer, to look at the next. */
static inline void wire_next(struct wire *w)
{
    size_t n = wire_answer_length(w, false);

    memmove(w->in.data, w->in.data + n, w->in.len - n + 1);
    w->in.len -= n;
}

/* --- waiting, on a loop or (loop NULL) just for the peer ------------------------------------- */

static inline int64_t wire_now_ms(void)
{
    struct timespec ts;

    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static inline void wire_turn(struct orch_loop *loop)
{
    if (loop)
        orch_loop_turn(loop, 1000000);
    else
        usleep(1000);
}

#define WIRE_PATIENCE_MS 10000 /* only what is broken ever waits so long */

/* True when a whole answer is there. */
static inline bool wire_wait_answer(struct wire *w, struct orch_loop *loop, bool head_only)
{
    int64_t end = wire_now_ms() + WIRE_PATIENCE_MS;

    for (wire_read(w); !wire_answer_length(w, head_only); wire_read(w)) {
        if (w->closed || wire_now_ms() > end)
            return false;
        wire_turn(loop);
    }
    return true;
}

/* True when the peer has closed. */
static inline bool wire_wait_close(struct wire *w, struct orch_loop *loop)
{
    int64_t end = wire_now_ms() + WIRE_PATIENCE_MS;

    for (wire_read(w); !w->closed && wire_now_ms() < end; wire_read(w))
        wire_turn(loop);
    return w->closed;
}

#endif
