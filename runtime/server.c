/* The HTTP server: the only file that knows libmicrohttpd.
 *
 * The daemon polls nothing by itself: its epoll descriptor is watched by our loop, and it runs at
 * the end of a turn in which that was readable, a connection was resumed, or its timeout is due.
 * While the handler works on a request, the connection is suspended, which means that the daemon
 * does not look at it at all; so each connection has a watch of our own, which asks for nothing but
 * the hang-up, for its whole life: that costs nothing per request. It stops when it has fired (a
 * hang-up stays), and before the daemon closes the descriptor.
 *
 * Invariants: a peer has at most one exchange; a connection is suspended only while its exchange is
 * RUNNING; an exchange's buffers are not touched between `request` and `end`. */
#include "server.h"

#include "loop.h"

#include <assert.h>
#include <errno.h>
#include <microhttpd.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

/* Of a buffer, from one exchange to the next. */
#define KEPT_BYTES (64u * 1024)
/* Of a body that is too large: read and dropped, so that its sender gets to see the answer. */
#define SWALLOWED_BYTES (16u * 1024 * 1024)
/* While draining; the daemon accepts about ten in each. */
#define ACCEPT_ROUNDS 256
/* Per connection beside the request: what the daemon itself needs to answer. */
#define POOL_EXTRA_BYTES (4u * 1024)

/* A client connection. */
struct peer {
    struct orch_server *server;
    struct peer *prev, *next; /* open ones; next: free ones, too */
    struct exchange *exchange;
    struct orch_watch watch; /* for the hang-up */
    struct orch_timer limit; /* for a request to arrive, for an answer to leave */
    bool gone;
};

enum state {
    HEAD,     /* the request line was read */
    BODY,     /* the headers were */
    RUNNING,  /* the handler has it */
    ANSWERED, /* `response` is to be sent, or on its way */
    GONE,     /* nobody waits for an answer */
};

struct exchange {
    struct orch_exchange x; /* first: the handler's view */
    enum state state;
    struct orch_server *server;
    struct peer *peer;
    struct MHD_Connection *connection;
    struct MHD_Response *response; /* ANSWERED, until it is queued */
    bool suspended;
    bool close;      /* the connection cannot be used any more after the answer */
    bool swallow;    /* the body is too large */
    size_t received; /* bytes of the body */
    struct exchange *next_free;
    struct orch_buf raw_target, raw_body, text; /* kept from one exchange to the next */
};

struct orch_server {
    struct orch_loop *loop;
    struct orch_handler handler;
    struct orch_server_settings settings;
    struct MHD_Daemon *daemon;
    struct orch_watch watch;   /* the daemon's epoll descriptor */
    struct orch_timer timeout; /* the daemon's */
    struct orch_loop_hook hook;
    bool pump; /* the daemon must run at the end of this turn */
    bool draining;
    unsigned active; /* exchanges */
    struct peer *peers, *free_peers;
    struct exchange *free_exchanges;
    struct orch_buf scratch; /* a header's value, while it is being copied */
};

/* --- exchanges: their life ------------------------------------------------------------------- */

static struct exchange *exchange_new(struct orch_server *s, struct peer *peer)
{
    struct exchange *e = s->free_exchanges;

    if (e) {
        s->free_exchanges = e->next_free;
    } else {
        e = calloc(1, sizeof *e);
        if (!e)
            return NULL;
        orch_buf_init(&e->raw_target, 0);
        orch_buf_init(&e->raw_body, 0);
        orch_buf_init(&e->text, 0);
    }
    e->x = (struct orch_exchange){.method = ORCH_METHOD_COUNT, .began = orch_loop_now(s->loop)};
    e->state = HEAD;
    e->server = s;
    e->peer = peer;
    e->connection = NULL;
    e->response = NULL;
    e->suspended = e->close = e->swallow = false;
    e->received = 0;
    peer->exchange = e;
    s->active++;
    return e;
}

static void recycle(struct orch_buf *b)
{
    if (b->cap > KEPT_BYTES)
        orch_buf_free(b);
    orch_buf_reset(b);
}

static void exchange_destroy(struct exchange *e)
{
    orch_buf_free(&e->raw_target);
    orch_buf_free(&e->raw_body);
    orch_buf_free(&e->text);
    free(e);
}

static void exchange_free(struct exchange *e)
{
    struct orch_server *s = e->server;

    if (e->response)
        MHD_destroy_response(e->response);
    e->peer->exchange = NULL;
    recycle(&e->raw_target);
    recycle(&e->raw_body);
    recycle(&e->text);
    e->next_free = s->free_exchanges;
    s->free_exchanges = e;
    s->active--;
}

static void resume(struct exchange *e)
{
    if (!e->suspended)
        return;
    e->suspended = false;
    e->server->pump = true;
    MHD_resume_connection(e->connection);
}

/* Nobody waits any more. */
static void abandon(struct exchange *e)
{
    if (e->state != RUNNING)
        return;
    e->state = GONE;
    e->server->handler.cancel(&e->x, e->server->handler.data);
    resume(e);
}

/* --- peers: connections ---------------------------------------------------------------------- */

static void start_limit(struct peer *p)
{
    struct orch_server *s = p->server;

    orch_timer_start(s->loop, &p->limit,
                     orch_loop_now(s->loop) + (int64_t)s->settings.idle_ms * 2 * 1000000);
}

static void too_slow(struct orch_timer *t)
{
    struct peer *p = t->data;

    shutdown(p->watch.fd, SHUT_RDWR); /* the daemon sees it and closes */
}

static void hung_up(struct orch_watch *w, unsigned events)
{
    struct peer *p = w->data;

    if (!(events & ORCH_HANGUP))
        return;
    orch_watch_stop(w);
    p->gone = true;
    if (p->exchange)
        abandon(p->exchange);
}

static struct peer *peer_new(struct orch_server *s, int fd)
{
    struct peer *p = s->free_peers;

    if (p)
        s->free_peers = p->next;
    else if (!(p = malloc(sizeof *p)))
        return NULL;
    *p = (struct peer){.server = s, .next = s->peers};
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
    start_limit(p);
    return p;
}

static void peer_free(struct peer *p)
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

static void count_connection(struct orch_server *s, int by)
{
    _Atomic uint64_t *c = s->settings.connections;

    if (c)
        atomic_store_explicit(c, atomic_load_explicit(c, memory_order_relaxed) + (uint64_t)by,
                              memory_order_relaxed);
}

/* The daemon has accepted a connection, or is about to close one. A connection without a peer (no
 * memory) is refused at its first request. */
static void on_connection(void *cls, struct MHD_Connection *connection, void **peer,
                          enum MHD_ConnectionNotificationCode code)
{
    struct orch_server *s = cls;
    const union MHD_ConnectionInfo *info;

    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        *peer = info ? peer_new(s, info->connect_fd) : NULL;
    } else if (*peer) {
        peer_free(*peer);
        *peer = NULL;
    }
    count_connection(s, code == MHD_CONNECTION_NOTIFY_STARTED ? 1 : -1);
}

static struct peer *peer_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

    return info ? info->socket_context : NULL;
}

/* --- answers --------------------------------------------------------------------------------- */

static void add_header(struct exchange *e, const char *name, struct orch_str value)
{
    struct orch_buf *b = &e->server->scratch;

    orch_buf_reset(b);
    orch_buf_str(b, value);
    orch_buf_char(b, '\0');
    if (!b->failed)
        MHD_add_response_header(e->response, name, b->data);
}

static void make_response(struct exchange *e, const struct orch_head *head, struct orch_str body)
{
    char number[16];

    /* The body stays where it is: the handler keeps it until `end`. */
    e->response = MHD_create_response_from_buffer(body.len, (void *)(uintptr_t)body.ptr,
                                                  MHD_RESPMEM_PERSISTENT);
    if (!e->response)
        return; /* no memory: the connection is closed instead */
    if (head->content_type)
        add_header(e, MHD_HTTP_HEADER_CONTENT_TYPE, orch_str(head->content_type));
    if (head->degraded.len > 0)
        add_header(e, "Orch-Degraded", head->degraded);
    if (head->allow)
        add_header(e, MHD_HTTP_HEADER_ALLOW, orch_str(head->allow));
    if (head->retry_after > 0) {
        snprintf(number, sizeof number, "%u", head->retry_after);
        add_header(e, MHD_HTTP_HEADER_RETRY_AFTER, orch_str(number));
    }
    if (e->close || e->server->draining)
        add_header(e, MHD_HTTP_HEADER_CONNECTION, orch_str("close"));
}

void orch_exchange_answer(struct orch_exchange *x, const struct orch_head *head,
                          struct orch_str body)
{
    struct exchange *e = (struct exchange *)x;

    assert(e->state < ANSWERED);
    x->status = head->status;
    x->bytes = x->method == ORCH_HEAD ? 0 : body.len;
    make_response(e, head, body);
    e->state = ANSWERED;
    resume(e);
}

void orch_exchange_problem(struct orch_exchange *x, const struct orch_head *head,
                           const struct orch_problem *p)
{
    struct orch_buf *text = orch_exchange_text(x);
    struct orch_head full = *head;

    full.status = p->status;
    full.content_type = ORCH_PROBLEM_TYPE;
    x->error = p->error;
    x->detail = p->detail.len > 0 ? p->detail.ptr : NULL;
    orch_problem_write(text, p);
    orch_exchange_answer(x, &full, orch_buf_get(text));
}

struct orch_buf *orch_exchange_text(struct orch_exchange *x)
{
    return &((struct exchange *)x)->text;
}

const char *orch_exchange_header(const struct orch_exchange *x, const char *name)
{
    return MHD_lookup_connection_value(((const struct exchange *)x)->connection, MHD_HEADER_KIND,
                                       name);
}

/* Hands the answer to the daemon. */
static enum MHD_Result send_answer(struct exchange *e)
{
    enum MHD_Result sent;

    if (!e->response)
        return MHD_NO;
    sent = MHD_queue_response(e->connection, (unsigned)e->x.status, e->response);
    MHD_destroy_response(e->response);
    e->response = NULL;
    start_limit(e->peer);
    return sent;
}

/* The server's own refusal; the connection is closed after it. `detail` is static text. */
static void refuse(struct exchange *e, int status, const char *error, const char *title,
                   const char *detail)
{
    struct orch_problem p = {
        .status = status, .title = title, .error = error, .detail = orch_str(detail)};

    e->close = true;
    orch_exchange_problem(&e->x, &(struct orch_head){0}, &p);
}

/* --- requests -------------------------------------------------------------------------------- */

static const char malformed[] = "malformed_request";
static const char malformed_title[] = "The request is not well-formed HTTP";
static const char too_large[] = "too_large";

/* What frames a body. */
struct framing {
    unsigned lengths, encodings;
    const char *length, *encoding; /* of the last one */
};

static enum MHD_Result note_framing(void *cls, enum MHD_ValueKind kind, const char *name,
                                    const char *value)
{
    struct framing *f = cls;

    (void)kind;
    if (strcasecmp(name, MHD_HTTP_HEADER_CONTENT_LENGTH) == 0) {
        f->lengths++;
        f->length = value;
    } else if (strcasecmp(name, MHD_HTTP_HEADER_TRANSFER_ENCODING) == 0) {
        f->encodings++;
        f->encoding = value;
    }
    return MHD_YES;
}

/* Refuses what could be framed in more than one way (RFC 9112, 6.3): what stands before us may have
 * read it otherwise. The daemon itself is lenient here. */
static const char *ambiguous(const struct framing *f, const char *version)
{
    if (f->lengths > 1)
        return "Content-Length was sent more than once";
    if (f->encodings > 1)
        return "Transfer-Encoding was sent more than once";
    if (f->encodings > 0 && f->lengths > 0)
        return "both Content-Length and Transfer-Encoding were sent";
    if (f->encodings > 0 && strcasecmp(f->encoding, "chunked") != 0)
        return "Transfer-Encoding must be chunked";
    if (f->encodings > 0 && strcmp(version, MHD_HTTP_VERSION_1_1) != 0)
        return "Transfer-Encoding needs HTTP/1.1";
    return NULL;
}

static enum orch_method method_of(const char *name)
{
    for (int m = 0; m < ORCH_METHOD_COUNT; m++) {
        if (strcmp(name, orch_method_name((enum orch_method)m)) == 0)
            return (enum orch_method)m;
    }
    return ORCH_METHOD_COUNT;
}

static void refuse_body(struct exchange *e)
{
    refuse(e, 413, too_large, "The request is too large",
           "the body is larger than this service takes");
}

/* A body that is announced as too large: refused at once where its sender waits for a go-ahead, or
 * will send more than we care to drop. */
static void check_length(struct exchange *e, const struct framing *f)
{
    unsigned long long length = f->length ? strtoull(f->length, NULL, 10) : 0;

    if (length <= e->server->settings.max_body)
        return;
    e->swallow = true;
    if (length > SWALLOWED_BYTES || orch_exchange_header(&e->x, MHD_HTTP_HEADER_EXPECT))
        refuse_body(e);
}

/* The headers have been read: refuses what needs no body to be refused. */
static void take_head(struct exchange *e, const char *method, const char *version)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(e->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    struct framing framing = {0};
    const char *wrong;

    e->state = BODY;
    e->x.method = method_of(method);
    snprintf(e->x.method_name, sizeof e->x.method_name, "%s", method);
    MHD_get_connection_values(e->connection, MHD_HEADER_KIND, note_framing, &framing);
    wrong = ambiguous(&framing, version);
    if (wrong)
        refuse(e, 400, malformed, malformed_title, wrong);
    else if (info && info->header_size > e->server->settings.max_header)
        refuse(e, 431, too_large, "The request's headers are too large",
               "the headers are larger than this service takes");
    else if (e->x.target.path.len == 0)
        refuse(e, 400, malformed, malformed_title, "the target must be a path");
    else
        check_length(e, &framing);
}

/* A piece of the body. False where the client must be cut off. */
static bool take_piece(struct exchange *e, const char *data, size_t size)
{
    e->received += size;
    if (e->received > e->server->settings.max_body)
        e->swallow = true;
    if (e->swallow)
        return e->received <= SWALLOWED_BYTES + e->server->settings.max_body;
    orch_buf_append(&e->raw_body, data, size);
    return !e->raw_body.failed;
}

/* The request is whole: the handler's turn. */
static enum MHD_Result hand_over(struct exchange *e)
{
    struct orch_server *s = e->server;

    orch_timer_stop(s->loop, &e->peer->limit);
    if (e->peer->gone) {
        e->state = GONE;
        return MHD_NO;
    }
    if (e->swallow) {
        refuse_body(e);
        return send_answer(e);
    }
    e->x.body = orch_buf_get(&e->raw_body);
    e->state = RUNNING;
    s->handler.request(&e->x, s->handler.data);
    if (e->state == ANSWERED)
        return send_answer(e);
    e->suspended = true;
    MHD_suspend_connection(e->connection);
    return MHD_YES;
}

/* The request line was read: what it returns becomes the request's context. The text is the only
 * place where the target stands as it was sent. */
static void *on_target(void *cls, const char *target, struct MHD_Connection *connection)
{
    struct peer *p = peer_of(connection);
    struct exchange *e = p ? exchange_new(cls, p) : NULL;

    if (!e)
        return NULL;
    orch_buf_cstr(&e->raw_target, target ? target : "");
    if (e->raw_target.failed || !orch_target_split(orch_buf_get(&e->raw_target), &e->x.target))
        e->x.target = (struct orch_target){0};
    return e;
}

/* The daemon asks what to do with a request: once with its headers, for each piece of its body,
 * once when it is whole, and again whenever the connection was resumed, until an answer is queued.
 */
static enum MHD_Result on_request(void *cls, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *size, void **context)
{
    struct exchange *e = *context;
    size_t n = *size;

    (void)cls;
    (void)url;
    if (!e)
        return MHD_NO;
    e->connection = connection;
    switch (e->state) {
    case HEAD:
        take_head(e, method, version);
        return e->state == ANSWERED ? send_answer(e) : MHD_YES;
    case BODY:
        *size = 0;
        if (n == 0)
            return hand_over(e);
        return take_piece(e, data, n) ? MHD_YES : MHD_NO;
    case RUNNING:
        return MHD_YES;
    case ANSWERED:
        return send_answer(e);
    case GONE:
        break;
    }
    return MHD_NO;
}

/* What to report where nothing was answered by us. */
static void note_end(struct exchange *e, enum MHD_RequestTerminationCode code)
{
    const union MHD_ConnectionInfo *info;

    e->x.cut = code != MHD_REQUEST_TERMINATED_COMPLETED_OK;
    if (e->state == ANSWERED)
        return;
    if (!e->x.cut && e->connection) { /* refused by the daemon itself */
        info = MHD_get_connection_info(e->connection, MHD_CONNECTION_INFO_HTTP_STATUS);
        e->x.status = info ? (int)info->http_status : 400;
        e->x.error = malformed;
    } else {
        e->x.status = e->state < RUNNING && !e->peer->gone ? 408 : 499;
    }
}

/* The answer has gone out, or the connection is being closed before. */
static void on_completed(void *cls, struct MHD_Connection *connection, void **context,
                         enum MHD_RequestTerminationCode code)
{
    struct orch_server *s = cls;
    struct exchange *e = *context;

    if (!e)
        return;
    e->connection = connection;
    e->suspended = false;
    abandon(e);
    note_end(e, code);
    s->handler.end(&e->x, s->handler.data);
    start_limit(e->peer);
    exchange_free(e);
    *context = NULL;
}

/* --- the daemon on the loop ------------------------------------------------------------------ */

static void want_pump(struct orch_watch *w, unsigned events)
{
    (void)events;
    ((struct orch_server *)w->data)->pump = true;
}

static void timeout_due(struct orch_timer *t)
{
    ((struct orch_server *)t->data)->pump = true;
}

/* The daemon's timeout as a timer. It may stay earlier than needed: then it is set again. */
static void arm(struct orch_server *s)
{
    MHD_UNSIGNED_LONG_LONG ms;
    int64_t at;

    if (MHD_get_timeout(s->daemon, &ms) != MHD_YES)
        return;
    at = orch_loop_now(s->loop) + (int64_t)ms * 1000000;
    if (!orch_timer_running(&s->timeout) || at < s->timeout.at)
        orch_timer_start(s->loop, &s->timeout, at);
}

static void pump(void *data)
{
    struct orch_server *s = data;

    if (!s->pump)
        return;
    s->pump = false;
    MHD_run(s->daemon);
    arm(s);
}

/* The daemon's flag MHD_USE_NO_THREAD_SAFETY would spare its locks, but this version has none. */
static struct MHD_Daemon *start_daemon(struct orch_server *s, int listen_fd)
{
    unsigned idle_s = (s->settings.idle_ms + 999) / 1000;
    /* Its memory per connection holds the request's bytes and a list of its headers. */
    size_t pool = s->settings.max_header + s->settings.max_header / 2 + POOL_EXTRA_BYTES;

    return MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, on_request, s,
                            MHD_OPTION_LISTEN_SOCKET, listen_fd, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
                            pool, MHD_OPTION_CONNECTION_LIMIT, s->settings.max_connections,
                            MHD_OPTION_CONNECTION_TIMEOUT, idle_s, MHD_OPTION_NOTIFY_COMPLETED,
                            on_completed, s, MHD_OPTION_NOTIFY_CONNECTION, on_connection, s,
                            MHD_OPTION_URI_LOG_CALLBACK, on_target, s, MHD_OPTION_STRICT_FOR_CLIENT,
                            1, MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_END);
}

struct orch_server *orch_server_new(struct orch_loop *loop, int listen_fd,
                                    const struct orch_handler *handler,
                                    const struct orch_server_settings *settings, char *error,
                                    size_t error_size)
{
    struct orch_server *s = calloc(1, sizeof *s);
    const union MHD_DaemonInfo *info;

    snprintf(error, error_size, "cannot start the HTTP server");
    if (!s) {
        close(listen_fd);
        return NULL;
    }
    s->loop = loop;
    s->handler = *handler;
    s->settings = *settings;
    orch_buf_init(&s->scratch, 0);
    s->timeout.fn = timeout_due;
    s->timeout.data = s;
    s->hook = (struct orch_loop_hook){.fn = pump, .data = s};
    s->daemon = start_daemon(s, listen_fd);
    if (!s->daemon) {
        close(listen_fd);
        free(s);
        return NULL;
    }
    info = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    s->watch = (struct orch_watch){
        .fd = info ? info->epoll_fd : -1, .events = ORCH_READ, .fn = want_pump, .data = s};
    if (orch_watch_start(loop, &s->watch) != 0) {
        snprintf(error, error_size, "cannot watch the HTTP server: %s", strerror(errno));
        MHD_stop_daemon(s->daemon);
        free(s);
        return NULL;
    }
    s->pump = true; /* its first run is what makes it accept */
    orch_loop_hook_add(loop, &s->hook);
    return s;
}

void orch_server_free(struct orch_server *s)
{
    struct peer *p;
    struct exchange *e;

    if (!s)
        return;
    for (p = s->peers; p; p = p->next) {
        if (p->exchange)
            abandon(p->exchange);
    }
    orch_watch_stop(&s->watch);
    MHD_stop_daemon(s->daemon);
    orch_timer_stop(s->loop, &s->timeout);
    assert(s->active == 0 && !s->peers);
    while ((p = s->free_peers)) {
        s->free_peers = p->next;
        free(p);
    }
    while ((e = s->free_exchanges)) {
        s->free_exchanges = e->next_free;
        exchange_destroy(e);
    }
    orch_buf_free(&s->scratch);
    free(s);
}

/* --- the end --------------------------------------------------------------------------------- */

static void accept_waiting(struct orch_server *s)
{
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_LISTEN_FD);
    struct pollfd waiting = {.fd = info ? info->listen_fd : -1, .events = POLLIN};

    for (unsigned i = 0; i < ACCEPT_ROUNDS && poll(&waiting, 1, 0) > 0; i++)
        MHD_run(s->daemon);
}

void orch_server_drain(struct orch_server *s)
{
    MHD_socket listen_fd;

    if (s->draining)
        return;
    s->draining = true;
    accept_waiting(s);
    listen_fd = MHD_quiesce_daemon(s->daemon);
    if (listen_fd != MHD_INVALID_SOCKET)
        close(listen_fd);
    for (struct peer *p = s->peers; p; p = p->next) {
        if (p->exchange)
            continue;
        orch_watch_stop(&p->watch); /* the hang-up to come is ours */
        /* What was received before this is still read and answered. */
        shutdown(p->watch.fd, SHUT_RD);
    }
    for (int i = 0; i < 3; i++) /* takes note of new connections, reads, closes */
        MHD_run(s->daemon);
    arm(s);
}

unsigned orch_server_active(const struct orch_server *s)
{
    return s->active;
}

unsigned orch_server_cut(struct orch_server *s)
{
    unsigned n = 0;

    for (struct peer *p = s->peers; p; p = p->next) {
        if (!p->exchange)
            continue;
        n++;
        if (p->exchange->state == RUNNING)
            abandon(p->exchange);
        else
            shutdown(p->watch.fd, SHUT_RDWR);
    }
    s->pump = true;
    orch_timer_start(s->loop, &s->timeout, orch_loop_now(s->loop)); /* there is a next turn */
    return n;
}
