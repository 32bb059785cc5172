/* See connection.h. A connection carries one request at a time: it reads one, is given an answer
 * (at once or when it is due), writes it, and reads on. */
#include "connection.h"
#include "control.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

struct connection {
    struct source source;
    int fd;                  /* -1: dead */
    struct service *service; /* NULL: control */
    char *in;
    size_t in_len, in_cap;
    const char *out; /* what is still to be written */
    size_t out_len;
    char *own_out;    /* the memory of out, where it is not a loaded reply */
    enum after after; /* once out is written */
    bool busy;        /* has a request whose answer is not yet written */
    bool blocked;     /* waits for room to write */
    bool waiting;     /* the answer is not due yet, or will never come */
    bool held;        /* by a hold: waits for a release */
    int64_t due;      /* of the answer, milliseconds; INT64_MAX: never */
    struct connection *prev, *next;
};

static int64_t now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Closes it; it is freed when no event of this turn can name it any more. */
static void drop(struct server *s, struct connection *c, bool by_client)
{
    if (c->service) {
        c->service->open--;
        c->service->waiting -= c->waiting;
        c->service->cancelled += by_client && c->busy;
    }
    close(c->fd);
    c->fd = -1;
    if (c->prev)
        c->prev->next = c->next;
    else
        s->connections = c->next;
    if (c->next)
        c->next->prev = c->prev;
    c->next = s->dead;
    s->dead = c;
}

static void remember(struct server *s, const struct service *service, const char *bytes, size_t len)
{
    struct log_entry *e;

    if (s->log_len == s->log_max)
        return;
    e = &s->log[s->log_len++];
    e->service = service;
    e->len = len;
    e->bytes = malloc(len);
    if (!e->bytes)
        abort();
    memcpy(e->bytes, bytes, len);
}

/* Decides how the request is answered and, if so, when. */
static void answer(struct connection *c, const struct request *r)
{
    static const struct fault none = {.times = -1};
    const struct reply *reply = replies_find(c->service->replies, r->path);
    const struct fault *fault = faults_take(c->service->faults, r->path);

    c->after = r->close ? AFTER_CLOSE : AFTER_KEEP;
    if (!fault && reply) {
        c->out = reply->bytes;
        c->out_len = reply->len;
        return;
    }
    if (!fault)
        fault = &none;
    c->own_out = faults_shape(fault, reply, &c->out_len, &c->after);
    c->out = c->own_out;
    c->held = fault->hold;
    c->waiting = fault->hold || fault->delay_ms > 0 || (!c->out && c->after == AFTER_KEEP);
    c->due = fault->hold || !c->out ? INT64_MAX : now_ms() + fault->delay_ms;
    c->service->waiting += c->waiting;
}

static void answer_control(struct server *s, struct connection *c, const struct request *r)
{
    int status = 200;
    char *body = control_answer(s, r, &status), head[256];
    size_t len = strlen(body), head_len = http_head(head, sizeof head, status, len, "");

    c->own_out = malloc(head_len + len);
    if (!c->own_out)
        abort();
    memcpy(c->own_out, head, head_len);
    memcpy(c->own_out + head_len, body, len);
    free(body);
    c->out = c->own_out;
    c->out_len = head_len + len;
    c->after = r->close ? AFTER_CLOSE : AFTER_KEEP;
}

static void finish(struct server *s, struct connection *c)
{
    free(c->own_out);
    c->own_out = NULL;
    c->busy = false;
    if (c->after == AFTER_RESET) {
        struct linger reset = {.l_onoff = 1, .l_linger = 0};

        setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    }
    if (c->after != AFTER_KEEP)
        drop(s, c, false);
}

/* Writes what is due; false where the connection is gone or has to wait. */
static bool write_out(struct server *s, struct connection *c)
{
    while (c->out_len > 0) {
        ssize_t n = send(c->fd, c->out, c->out_len, MSG_NOSIGNAL);

        if (n < 0 && errno == EAGAIN) {
            c->blocked = true;
            server_watch(s, EPOLL_CTL_MOD, c->fd, EPOLLIN | EPOLLOUT, &c->source);
            return false;
        }
        if (n < 0) {
            drop(s, c, true);
            return false;
        }
        c->out += n;
        c->out_len -= (size_t)n;
    }
    finish(s, c);
    return c->fd >= 0;
}

/* Takes requests out of the buffer and answers them, as far as they go. */
static void serve(struct server *s, struct connection *c)
{
    while (!c->busy && c->in_len > 0) {
        struct request r;
        long used = http_parse(c->in, c->in_len, &r);

        if (used == HTTP_MORE)
            return;
        if (used == HTTP_BAD) {
            drop(s, c, false);
            return;
        }
        c->busy = true;
        if (c->service) {
            c->service->requests++;
            remember(s, c->service, c->in, (size_t)used);
            answer(c, &r);
        } else {
            answer_control(s, c, &r);
        }
        c->in_len -= (size_t)used;
        memmove(c->in, c->in + used, c->in_len);
        if (c->waiting || !write_out(s, c))
            return;
    }
}

static void read_in(struct server *s, struct connection *c)
{
    ssize_t n;

    if (c->in_len == c->in_cap) {
        c->in_cap = c->in_cap ? c->in_cap * 2 : 4096;
        c->in = realloc(c->in, c->in_cap);
        if (!c->in)
            abort();
    }
    n = recv(c->fd, c->in + c->in_len, c->in_cap - c->in_len, 0);
    if (n > 0) {
        c->in_len += (size_t)n;
        serve(s, c);
    } else if (n == 0 || errno != EAGAIN) {
        drop(s, c, true);
    }
}

/* The wait of a request is over. */
static void end_wait(struct server *s, struct connection *c)
{
    c->waiting = c->held = false;
    c->service->waiting--;
    if (write_out(s, c))
        serve(s, c);
}

int connections_due(struct server *s)
{
    int64_t now = now_ms(), next = INT64_MAX;

    for (struct connection *c = s->connections, *following; c; c = following) {
        following = c->next;
        if (c->waiting && c->due <= now)
            end_wait(s, c);
        else if (c->waiting && c->due < next)
            next = c->due;
    }
    return next == INT64_MAX ? -1 : (int)(next - now);
}

static void connection_ready(struct server *s, struct source *self, uint32_t events)
{
    struct connection *c = (struct connection *)self;

    if (c->fd >= 0 && c->blocked && (events & EPOLLOUT)) {
        c->blocked = false;
        server_watch(s, EPOLL_CTL_MOD, c->fd, EPOLLIN, &c->source);
        if (write_out(s, c))
            serve(s, c);
    }
    if (c->fd >= 0 && (events & ~(uint32_t)EPOLLOUT))
        read_in(s, c);
}

void connection_add(struct server *s, struct service *service, int fd)
{
    struct connection *c = calloc(1, sizeof *c);
    int on = 1;

    if (!c)
        abort();
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    c->source.ready = connection_ready;
    c->fd = fd;
    c->service = service;
    c->next = s->connections;
    if (c->next)
        c->next->prev = c;
    s->connections = c;
    if (service) {
        service->connections++;
        service->open++;
    }
    server_watch(s, EPOLL_CTL_ADD, fd, EPOLLIN, &c->source);
}

void connections_release(struct server *s, const struct service *service)
{
    for (struct connection *c = s->connections; c; c = c->next)
        if (c->service == service && c->held)
            c->due = 0;
}

void connections_close(struct server *s, const struct service *service)
{
    for (struct connection *c = s->connections, *following; c; c = following) {
        following = c->next;
        if (c->service == service)
            drop(s, c, false);
    }
}

void connections_bury(struct server *s)
{
    while (s->dead) {
        struct connection *c = s->dead;

        s->dead = c->next;
        free(c->own_out);
        free(c->in);
        free(c);
    }
}
