/* The HTTP server: the only file that knows libmicrohttpd.
 *
 * The daemon polls nothing by itself: its epoll descriptor is watched by our loop, and it runs at
 * the end of a turn in which that was readable, a connection was resumed, or its timeout is due.
 * While the handler works on a request, the connection is suspended. */
#include "server_state.h"

#include <assert.h>
#include <errno.h>
#include <microhttpd.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

/* Of a body that is too large: read and dropped, so that its sender gets to see the answer. */
#define SWALLOWED_BYTES (16u * 1024 * 1024)
/* While draining; the daemon accepts about ten in each. */
#define ACCEPT_ROUNDS 256
/* Per connection beside the request: what the daemon itself needs to answer. */
#define POOL_EXTRA_BYTES (4u * 1024)

/* The daemon must run: at the end of this turn, or, where its hook was called already, of the next
 * one, which the timer brings about. */
static void pump_soon(struct orch_server *s)
{
    if (!s->pump)
        orch_timer_start(s->loop, &s->timeout, orch_loop_now(s->loop));
    s->pump = true;
}

void orch_transfer_resume(struct orch_transfer *t)
{
    if (!t->suspended)
        return;
    t->suspended = false;
    MHD_resume_connection(t->connection);
    pump_soon(t->server);
}

static void count_connection(struct orch_server *s, bool opened)
{
    s->connections += opened ? 1u : -1u;
    if (s->settings.connections)
        atomic_store_explicit(s->settings.connections, s->connections, memory_order_relaxed);
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
        *peer = info ? orch_peer_new(s, info->connect_fd) : NULL;
    } else if (*peer) {
        orch_peer_free(*peer);
        *peer = NULL;
    }
    if (code == MHD_CONNECTION_NOTIFY_CLOSED)
        pump_soon(s); /* out of connections or descriptors it does not accept until it runs again */
    count_connection(s, code == MHD_CONNECTION_NOTIFY_STARTED);
}

static struct orch_peer *peer_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

    return info ? info->socket_context : NULL;
}

/* --- answers --------------------------------------------------------------------------------- */

static void add_header(struct orch_transfer *t, const char *name, struct orch_str value)
{
    struct orch_buf *b = &t->server->scratch;

    orch_buf_reset(b);
    orch_buf_str(b, value);
    orch_buf_char(b, '\0');
    if (!b->failed)
        MHD_add_response_header(t->response, name, b->data);
}

static void make_response(struct orch_transfer *t, const struct orch_head *head,
                          struct orch_str body)
{
    char number[16];

    /* The body stays where it is: the handler keeps it until `end`. */
    t->response = MHD_create_response_from_buffer(body.len, (void *)(uintptr_t)body.ptr,
                                                  MHD_RESPMEM_PERSISTENT);
    if (!t->response)
        return; /* no memory: the connection is closed instead */
    if (head->content_type)
        add_header(t, MHD_HTTP_HEADER_CONTENT_TYPE, orch_str(head->content_type));
    if (head->degraded.len > 0)
        add_header(t, "Orch-Degraded", head->degraded);
    if (head->allow)
        add_header(t, MHD_HTTP_HEADER_ALLOW, orch_str(head->allow));
    if (head->retry_after > 0) {
        snprintf(number, sizeof number, "%u", head->retry_after);
        add_header(t, MHD_HTTP_HEADER_RETRY_AFTER, orch_str(number));
    }
    if (t->close || t->server->draining)
        add_header(t, MHD_HTTP_HEADER_CONNECTION, orch_str("close"));
}

void orch_exchange_answer(struct orch_exchange *x, const struct orch_head *head,
                          struct orch_str body)
{
    struct orch_transfer *t = (struct orch_transfer *)x;

    assert(t->state < ORCH_TRANSFER_ANSWERED);
    x->status = head->status;
    x->bytes = x->method == ORCH_HEAD ? 0 : body.len;
    make_response(t, head, body);
    t->state = ORCH_TRANSFER_ANSWERED;
    orch_transfer_resume(t);
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
    return &((struct orch_transfer *)x)->text;
}

const char *orch_exchange_header(const struct orch_exchange *x, const char *name)
{
    return MHD_lookup_connection_value(((const struct orch_transfer *)x)->connection,
                                       MHD_HEADER_KIND, name);
}

struct asked_header {
    const char *name;
    void (*each)(void *data, const char *value);
    void *data;
};

static enum MHD_Result one_header(void *data, enum MHD_ValueKind kind, const char *name,
                                  const char *value)
{
    const struct asked_header *asked = data;

    (void)kind;
    if (strcasecmp(name, asked->name) == 0)
        asked->each(asked->data, value ? value : "");
    return MHD_YES;
}

void orch_exchange_headers(const struct orch_exchange *x, const char *name,
                           void (*each)(void *data, const char *value), void *data)
{
    struct asked_header asked = {name, each, data};

    MHD_get_connection_values(((const struct orch_transfer *)x)->connection, MHD_HEADER_KIND,
                              one_header, &asked);
}

/* Hands the answer to the daemon. */
static enum MHD_Result send_answer(struct orch_transfer *t)
{
    enum MHD_Result sent;

    if (!t->response)
        return MHD_NO;
    sent = MHD_queue_response(t->connection, (unsigned)t->x.status, t->response);
    MHD_destroy_response(t->response);
    t->response = NULL;
    orch_peer_limit(t->peer);
    return sent;
}

/* The server's own refusal; the connection is closed after it. `detail` is static text. */
static void refuse(struct orch_transfer *t, int status, const char *error, const char *title,
                   const char *detail)
{
    struct orch_problem p = {
        .status = status, .title = title, .error = error, .detail = orch_str(detail)};

    t->close = true;
    orch_exchange_problem(&t->x, &(struct orch_head){0}, &p);
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

static void refuse_body(struct orch_transfer *t)
{
    refuse(t, 413, too_large, "The request is too large",
           "the body is larger than this service takes");
}

/* A body that is announced as too large: refused at once where its sender waits for a go-ahead, or
 * will send more than we care to drop. */
static void check_length(struct orch_transfer *t, const struct framing *f)
{
    unsigned long long length = f->length ? strtoull(f->length, NULL, 10) : 0;

    if (length <= t->server->settings.max_body)
        return;
    t->swallow = true;
    if (length > SWALLOWED_BYTES || orch_exchange_header(&t->x, MHD_HTTP_HEADER_EXPECT))
        refuse_body(t);
}

/* The headers have been read: refuses what needs no body to be refused. */
static void take_head(struct orch_transfer *t, const char *method, const char *version)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(t->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    struct framing framing = {0};
    const char *wrong;

    t->state = ORCH_TRANSFER_BODY;
    t->x.method = method_of(method);
    snprintf(t->x.method_name, sizeof t->x.method_name, "%s", method);
    MHD_get_connection_values(t->connection, MHD_HEADER_KIND, note_framing, &framing);
    wrong = ambiguous(&framing, version);
    if (wrong)
        refuse(t, 400, malformed, malformed_title, wrong);
    else if (info && info->header_size > t->server->settings.max_header)
        refuse(t, 431, too_large, "The request's headers are too large",
               "the headers are larger than this service takes");
    else if (t->x.target.path.len == 0)
        refuse(t, 400, malformed, malformed_title, "the target must be a path");
    else
        check_length(t, &framing);
}

/* A piece of the body. False where the client must be cut off. */
static bool take_piece(struct orch_transfer *t, const char *data, size_t size)
{
    t->received += size;
    if (t->received > t->server->settings.max_body)
        t->swallow = true;
    if (t->swallow)
        return t->received <= SWALLOWED_BYTES + t->server->settings.max_body;
    orch_buf_append(&t->raw_body, data, size);
    return !t->raw_body.failed;
}

/* The request is whole: the handler's turn. */
static enum MHD_Result hand_over(struct orch_transfer *t)
{
    struct orch_server *s = t->server;

    orch_timer_stop(s->loop, &t->peer->limit);
    if (t->peer->gone) {
        t->state = ORCH_TRANSFER_GONE;
        return MHD_NO;
    }
    if (t->swallow) {
        refuse_body(t);
        return send_answer(t);
    }
    t->x.body = orch_buf_get(&t->raw_body);
    t->state = ORCH_TRANSFER_RUNNING;
    s->handler.request(&t->x, s->handler.data);
    if (t->state == ORCH_TRANSFER_ANSWERED)
        return send_answer(t);
    t->suspended = true;
    MHD_suspend_connection(t->connection);
    return MHD_YES;
}

/* The request line was read: what it returns becomes the request's context. The text is the only
 * place where the target stands as it was sent. */
static void *on_target(void *cls, const char *target, struct MHD_Connection *connection)
{
    struct orch_peer *p = peer_of(connection);
    struct orch_transfer *t = p ? orch_transfer_new(p) : NULL;

    (void)cls;
    if (!t)
        return NULL;
    orch_buf_cstr(&t->raw_target, target ? target : "");
    if (t->raw_target.failed || !orch_target_split(orch_buf_get(&t->raw_target), &t->x.target))
        t->x.target = (struct orch_target){0};
    return t;
}

/* The daemon asks what to do with a request: once with its headers, for each piece of its body,
 * once when it is whole, and again whenever the connection was resumed, until an answer is queued.
 */
static enum MHD_Result on_request(void *cls, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *size, void **context)
{
    struct orch_transfer *t = *context;
    size_t n = *size;

    (void)cls;
    (void)url;
    if (!t)
        return MHD_NO;
    t->connection = connection;
    switch (t->state) {
    case ORCH_TRANSFER_HEAD:
        take_head(t, method, version);
        return t->state == ORCH_TRANSFER_ANSWERED ? send_answer(t) : MHD_YES;
    case ORCH_TRANSFER_BODY:
        *size = 0;
        if (n == 0)
            return hand_over(t);
        return take_piece(t, data, n) ? MHD_YES : MHD_NO;
    case ORCH_TRANSFER_RUNNING:
        return MHD_YES;
    case ORCH_TRANSFER_ANSWERED:
        return send_answer(t);
    case ORCH_TRANSFER_GONE:
        break;
    }
    return MHD_NO;
}

/* What to report where nothing was answered by us: what the daemon has refused by itself, or who
 * ended it. */
static void note_end(struct orch_transfer *t, enum MHD_RequestTerminationCode code)
{
    const union MHD_ConnectionInfo *refused =
        MHD_get_connection_info(t->connection, MHD_CONNECTION_INFO_HTTP_STATUS);

    t->x.cut = code != MHD_REQUEST_TERMINATED_COMPLETED_OK;
    if (t->state == ORCH_TRANSFER_ANSWERED)
        return;
    if (refused) {
        t->x.status = (int)refused->http_status;
        t->x.error = malformed;
    } else {
        t->x.status = t->state < ORCH_TRANSFER_RUNNING && !t->peer->gone ? 408 : 499;
    }
}

/* The answer has gone out, or the connection is being closed before. */
static void on_completed(void *cls, struct MHD_Connection *connection, void **context,
                         enum MHD_RequestTerminationCode code)
{
    struct orch_server *s = cls;
    struct orch_transfer *t = *context;

    if (!t)
        return;
    t->connection = connection;
    t->suspended = false;
    orch_transfer_abandon(t);
    note_end(t, code);
    s->handler.end(&t->x, s->handler.data);
    if (t->response)
        MHD_destroy_response(t->response);
    orch_peer_limit(t->peer);
    orch_transfer_free(t);
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
    int64_t now = orch_loop_now(s->loop);

    if (MHD_get_timeout(s->daemon, &ms) != MHD_YES)
        orch_timer_stop(s->loop, &s->timeout);
    else if (!orch_timer_running(&s->timeout) || s->timeout.at <= now ||
             now + (int64_t)ms * 1000000 < s->timeout.at)
        orch_timer_start(s->loop, &s->timeout, now + (int64_t)ms * 1000000);
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
    orch_loop_hook_add(loop, &s->hook);
    pump_soon(s); /* its first run is what makes it accept */
    return s;
}

void orch_server_free(struct orch_server *s)
{
    if (!s)
        return;
    for (struct orch_peer *p = s->peers; p; p = p->next) {
        if (p->transfer)
            orch_transfer_abandon(p->transfer);
    }
    orch_watch_stop(&s->watch);
    MHD_stop_daemon(s->daemon);
    orch_timer_stop(s->loop, &s->timeout);
    assert(s->active == 0 && !s->peers);
    orch_peers_release(s);
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
    for (struct orch_peer *p = s->peers; p; p = p->next) {
        if (p->transfer)
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

    for (struct orch_peer *p = s->peers; p; p = p->next) {
        if (!p->transfer)
            continue;
        n++;
        if (p->transfer->state == ORCH_TRANSFER_RUNNING)
            orch_transfer_abandon(p->transfer);
        else
            shutdown(p->watch.fd, SHUT_RDWR);
    }
    pump_soon(s);
    return n;
}
