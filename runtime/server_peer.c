/* Connections and exchanges of a server: their memory, which is reused, the watch that learns of a
 * client's leaving, and the limit of time.
 *
 * While the handler works on a request, libmicrohttpd does not look at the connection at all. So
 * each connection has a watch of its own, which asks for nothing but the hang-up, for its whole
 * life: that costs nothing per request. It stops when it has fired (a hang-up stays), and before
 * the descriptor is closed. */
#include "server_state.h"

#include <stdlib.h>
#include <sys/socket.h>

/* Of a buffer, from one exchange to the next. */
#define KEPT_BYTES (64u * 1024)

/* --- connections ----------------------------------------------------------------------------- */

void orch_peer_limit(struct orch_peer *p)
{
    struct orch_server *s = p->server;

    orch_timer_start(s->loop, &p->limit,
                     orch_loop_now(s->loop) + (int64_t)s->settings.idle_ms * 2 * 1000000);
}

static void too_slow(struct orch_timer *timer)
{
    struct orch_peer *p = timer->data;

    orch_watch_stop(&p->watch);       /* the hang-up to come is ours */
    shutdown(p->watch.fd, SHUT_RDWR); /* the daemon sees it and closes */
}

static void hung_up(struct orch_watch *w, unsigned events)
{
    struct orch_peer *p = w->data;

    if (!(events & ORCH_HANGUP))
        return;
    orch_watch_stop(w);
    p->gone = true;
    if (p->transfer)
        orch_transfer_abandon(p->transfer);
}

struct orch_peer *orch_peer_new(struct orch_server *s, int fd)
{
    struct orch_peer *p = s->free_peers;

    if (p)
        s->free_peers = p->next;
    else if (!(p = malloc(sizeof *p)))
        return NULL;
    *p = (struct orch_peer){.server = s, .next = s->peers};
    p->watch = (struct orch_watch){.fd = fd, .fn = hung_up, .data = p};
    p->limit.fn = too_slow;
    p->limit.data = p;
    if (orch_watch_start(s->loop, &p->watch) != 0) {
        p->next = s->free_peers;
        s->free_peers = p;
        return NULL;
    }
    if (s->peers)
        s->peers->prev = p;
    s->peers = p;
    orch_peer_limit(p);
    return p;
}

void orch_peer_free(struct orch_peer *p)
{
    struct orch_server *s = p->server;

    orch_watch_stop(&p->watch);
    orch_timer_stop(s->loop, &p->limit);
    *(p->prev ? &p->prev->next : &s->peers) = p->next;
    if (p->next)
        p->next->prev = p->prev;
    p->next = s->free_peers;
    s->free_peers = p;
}

/* --- exchanges ------------------------------------------------------------------------------- */

static struct orch_transfer *take_transfer(struct orch_server *s)
{
    struct orch_transfer *t = s->free_transfers;

    if (t) {
        s->free_transfers = t->next_free;
        return t;
    }
    t = calloc(1, sizeof *t);
    if (!t)
        return NULL;
    t->server = s;
    orch_buf_init(&t->raw_target, 0);
    orch_buf_init(&t->raw_body, 0);
    orch_buf_init(&t->text, 0);
    return t;
}

struct orch_transfer *orch_transfer_new(struct orch_peer *p)
{
    struct orch_server *s = p->server;
    struct orch_transfer *t = take_transfer(s);

    if (!t)
        return NULL;
    t->x = (struct orch_exchange){.method = ORCH_METHOD_COUNT, .began = orch_loop_now(s->loop)};
    t->state = ORCH_TRANSFER_HEAD;
    t->peer = p;
    t->connection = NULL;
    t->response = NULL;
    t->suspended = t->close = t->swallow = false;
    t->received = 0;
    p->transfer = t;
    s->active++;
    return t;
}

static void recycle(struct orch_buf *b)
{
    if (b->cap > KEPT_BYTES)
        orch_buf_free(b);
    orch_buf_reset(b);
}

void orch_transfer_free(struct orch_transfer *t)
{
    struct orch_server *s = t->server;

    t->peer->transfer = NULL;
    recycle(&t->raw_target);
    recycle(&t->raw_body);
    recycle(&t->text);
    t->next_free = s->free_transfers;
    s->free_transfers = t;
    s->active--;
}

void orch_transfer_abandon(struct orch_transfer *t)
{
    const struct orch_handler *h = &t->server->handler;

    if (t->state != ORCH_TRANSFER_RUNNING)
        return;
    t->state = ORCH_TRANSFER_GONE;
    h->cancel(&t->x, h->data);
    orch_transfer_resume(t);
}

void orch_peers_release(struct orch_server *s)
{
    struct orch_peer *p;
    struct orch_transfer *t;

    while ((p = s->free_peers)) {
        s->free_peers = p->next;
        free(p);
    }
    while ((t = s->free_transfers)) {
        s->free_transfers = t->next_free;
        orch_buf_free(&t->raw_target);
        orch_buf_free(&t->raw_body);
        orch_buf_free(&t->text);
        free(t);
    }
}
