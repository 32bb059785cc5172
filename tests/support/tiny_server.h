/* An HTTP server of a few lines on the loop of the test itself: it reads whole requests and lets
 * the test write whatever bytes it likes, also broken ones, and close whenever it likes. */
#ifndef ORCH_TESTS_TINY_SERVER_H
#define ORCH_TESTS_TINY_SERVER_H

#include "runtime/base/buf.h"
#include "runtime/loop.h"

#include <arpa/inet.h>
#include <assert.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct tiny_conn {
    struct orch_watch watch;
    struct tiny_server *server;
    struct orch_buf in, out;
    unsigned requests; /* read on this connection */
    bool close_when_sent;
    struct tiny_conn *next;
};

/* One whole request; `head` is NUL-terminated. */
struct tiny_request {
    const char *head;
    char target[1024];
    struct orch_str body;
};

typedef void (*tiny_serve_fn)(struct tiny_conn *conn, const struct tiny_request *request);

struct tiny_server {
    struct orch_loop *loop;
    struct orch_watch watch;
    tiny_serve_fn serve;
    struct tiny_conn *conns;
    unsigned port, accepted, open, most_open;
};

static inline void tiny_close(struct tiny_conn *conn)
{
    struct tiny_conn **link = &conn->server->conns;

    while (*link != conn)
        link = &(*link)->next;
    *link = conn->next;
    conn->server->open--;
    orch_watch_stop(&conn->watch);
    close(conn->watch.fd);
    orch_buf_free(&conn->in);
    orch_buf_free(&conn->out);
    free(conn);
}

/* Like tiny_close, but the peer sees a reset. */
static inline void tiny_reset(struct tiny_conn *conn)
{
    struct linger now = {.l_onoff = 1, .l_linger = 0};

    setsockopt(conn->watch.fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    tiny_close(conn);
}

static inline void tiny_send(struct tiny_conn *conn, const char *data, size_t n)
{
    orch_buf_append(&conn->out, data, n);
    orch_watch_set(&conn->watch, ORCH_READ | ORCH_WRITE);
}

static inline void tiny_send_text(struct tiny_conn *conn, const char *text)
{
    tiny_send(conn, text, strlen(text));
}

/* A whole reply with its length. */
static inline void tiny_reply(struct tiny_conn *conn, int status, const char *body)
{
    char head[128];

    snprintf(head, sizeof head, "HTTP/1.1 %d X\r\nContent-Length: %zu\r\n\r\n", status,
             strlen(body));
    tiny_send_text(conn, head);
    tiny_send_text(conn, body);
}

/* Takes one request off the input; false where it is not whole yet. `serve` may close the
 * connection, so nothing may be looked at after it. */
static inline bool tiny_take_request(struct tiny_conn *conn)
{
    char *head = conn->in.data, *end, *length;
    struct tiny_request r = {.head = head};
    size_t head_len, body_len;

    if (!orch_buf_reserve(&conn->in, 1))
        return false;
    head = conn->in.data;
    head[conn->in.len] = 0;
    end = strstr(head, "\r\n\r\n");
    if (!end)
        return false;
    head_len = (size_t)(end - head) + 4;
    length = strcasestr(head, "\r\nContent-Length:");
    body_len = length && length < end ? strtoul(length + 17, NULL, 10) : 0;
    if (conn->in.len < head_len + body_len)
        return false;
    end[2] = 0;
    r.head = head;
    sscanf(head, "%*s %1023s", r.target);
    r.body = orch_str_n(head + head_len, body_len);
    conn->requests++;
    conn->in.len = 0; /* no pipelining */
    conn->server->serve(conn, &r);
    return true;
}

static inline void tiny_on_event(struct orch_watch *w, unsigned events)
{
    struct tiny_conn *conn = w->data;
    char data[4096];
    ssize_t n;

    if (events & ORCH_WRITE) {
        n = send(w->fd, conn->out.data, conn->out.len, MSG_NOSIGNAL);
        if (n > 0) {
            memmove(conn->out.data, conn->out.data + n, conn->out.len - (size_t)n);
            conn->out.len -= (size_t)n;
        }
        if (conn->out.len == 0) {
            orch_watch_set(w, ORCH_READ);
            if (conn->close_when_sent) {
                tiny_close(conn);
                return;
            }
        }
    }
    if (!(events & (ORCH_READ | ORCH_HANGUP)))
        return;
    n = recv(w->fd, data, sizeof data, MSG_DONTWAIT);
    if (n > 0) {
        orch_buf_append(&conn->in, data, (size_t)n);
        tiny_take_request(conn);
    } else if (n == 0 || events & ORCH_HANGUP) {
        tiny_close(conn);
    }
}

static inline void tiny_on_accept(struct orch_watch *w, unsigned events)
{
    struct tiny_server *server = w->data;
    int fd = accept4(w->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    struct tiny_conn *conn;

    (void)events;
    if (fd < 0)
        return;
    conn = calloc(1, sizeof *conn);
    assert(conn);
    conn->server = server;
    conn->watch =
        (struct orch_watch){.fd = fd, .events = ORCH_READ, .fn = tiny_on_event, .data = conn};
    conn->next = server->conns;
    server->conns = conn;
    server->accepted++;
    if (++server->open > server->most_open)
        server->most_open = server->open;
    orch_watch_start(server->loop, &conn->watch);
}

/* A socket bound to a free port of 127.0.0.1; connections are refused until somebody listens. */
static inline int tiny_bind(unsigned *port)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof a;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    if (fd < 0 || bind(fd, (struct sockaddr *)&a, sizeof a) != 0 ||
        getsockname(fd, (struct sockaddr *)&a, &len) != 0) {
        perror("tiny_bind");
        abort();
    }
    *port = ntohs(a.sin_port);
    return fd;
}

static inline void tiny_start(struct tiny_server *server, struct orch_loop *loop,
                              tiny_serve_fn serve)
{
    *server = (struct tiny_server){.loop = loop, .serve = serve};
    server->watch = (struct orch_watch){
        .fd = tiny_bind(&server->port), .events = ORCH_READ, .fn = tiny_on_accept, .data = server};
    if (listen(server->watch.fd, 128) != 0 || orch_watch_start(loop, &server->watch) != 0)
        abort();
}

static inline void tiny_stop(struct tiny_server *server)
{
    while (server->conns)
        tiny_close(server->conns);
    orch_watch_stop(&server->watch);
    close(server->watch.fd);
}

#endif
