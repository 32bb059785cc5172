/* Calls to services through libcurl's multi socket API; the only file that knows libcurl.
 *
 * libcurl says which descriptors and which one timer it waits for; the loop watches them and tells
 * it what happened; libcurl then says which transfers have ended. So nothing here blocks:
 *   - names are looked up in libcurl's resolver threads; a libcurl without them is refused at the
 *     start, and QUICK_EXIT keeps a cancelled call from waiting for its thread;
 *   - `done` is called only from the end of a turn of libcurl (deliver), never while libcurl runs,
 *     so it may start and cancel as it likes.
 *
 * A transfer is an easy handle, of one operation for ever: all that is the same for each call is
 * set when it is made, and a call sets its URL, its body and the headers of its own alone. Free
 * ones wait in a list.
 *
 * No proxy is taken from the environment (http_proxy and the like): services are named by their
 * own URLs, and what a page depends on should not change with the shell that started it. */
#include "client.h"

#include "flow.h"
#include "header.h"
#include "limits.h"
#include "loop.h"

#include <curl/curl.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

struct upstream {
    char *url;       /* what each of its URLs begins with */
    char where[100]; /* "host:port", for what is told of failures; no user name, no password */
};

/* Header lines, as a list for libcurl. */
struct headers {
    struct curl_slist *nodes; /* NULL where there is no line */
    size_t cap;
};

struct operation {
    enum orch_method method;
    struct orch_buf lines; /* headers of every call, each ended by a NUL */
    struct headers headers;
    struct curl_slist with_body; /* the content type, then those */
    const struct upstream *upstream;
    struct transfer *free;
};

struct transfer {
    CURL *easy;
    struct client *client;
    struct operation *operation;
    struct orch_call *call; /* NULL: free */
    struct transfer *next;  /* in the list of the free, or of those that could not start */
    struct orch_buf url;
    struct headers own;            /* headers of this call, then those of the operation */
    const struct curl_slist *list; /* as the easy handle has it right now */
    bool sends_body;               /* as the easy handle is set right now */
    bool never_started;            /* libcurl does not have it */
    bool too_long;                 /* the reply outgrew max_reply, or its headers their limit */
    size_t header_bytes;           /* received */
    char error[CURL_ERROR_SIZE];
};

/* A descriptor that libcurl wants watched. */
struct sock {
    struct orch_watch watch;
    struct sock *next; /* in the list of the free */
};

struct client {
    struct orch_transport transport; /* first */
    struct orch_loop *loop;
    CURLM *multi;
    struct orch_timer timer; /* the one that libcurl asks for */
    struct upstream *upstreams;
    struct operation *operations;
    uint16_t n_upstreams, n_operations;
    size_t max_reply;
    struct sock *free_socks;
    struct transfer *unstarted, **last_unstarted;
    struct orch_timer unstarted_timer; /* delivers them */
};

/* --- how a transfer ended -------------------------------------------------------------------- */

/* MALFORMED: it was there, but did not speak HTTP or not to the end. Everything else kept us from
 * getting to it, or from hearing it. */
static enum orch_error error_of(const struct transfer *t, CURLcode code)
{
    switch (code) {
    case CURLE_UNSUPPORTED_PROTOCOL: /* HTTP/0.9: the URL's own scheme was checked at the start */
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_HTTP2:
    case CURLE_PARTIAL_FILE:
    case CURLE_WRITE_ERROR: /* too long */
    case CURLE_FILESIZE_EXCEEDED:
    case CURLE_BAD_CONTENT_ENCODING:
        return ORCH_ERR_MALFORMED;
    case CURLE_RECV_ERROR: /* a reset; but a broken chunk is called that, too, and only its text
                              tells (CURLINFO_OS_ERRNO may be of an earlier transfer) */
        return strstr(t->error, "chunk") ? ORCH_ERR_MALFORMED : ORCH_ERR_UNREACHABLE;
    default:
        return ORCH_ERR_UNREACHABLE;
    }
}

static void describe(const struct transfer *t, CURLcode code, long os_errno, char *out, size_t size)
{
    const char *where = t->operation->upstream->where;

    if (t->too_long || code == CURLE_FILESIZE_EXCEEDED)
        snprintf(out, size, "%s: the reply is too long", where);
    else if (code == CURLE_COULDNT_CONNECT && os_errno != 0)
        snprintf(out, size, "connect to %s: %s", where, strerror((int)os_errno));
    else
        snprintf(out, size, "%s: %.*s", where, (int)(size - sizeof ": " - strlen(where)),
                 t->error[0] ? t->error : curl_easy_strerror(code));
}

static void fill_result(const struct transfer *t, CURLcode code)
{
    struct orch_call *call = t->call;
    long status = 0, os_errno = 0;

    curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(t->easy, CURLINFO_OS_ERRNO, &os_errno);
    call->error = ORCH_OK;
    call->status = (int)status;
    call->detail[0] = 0;
    if (code == CURLE_OK)
        return;
    call->error = error_of(t, code);
    describe(t, code, os_errno, call->detail, sizeof call->detail);
}

/* --- what a transfer receives ---------------------------------------------------------------- */

/* Room for all of the reply at once, where its length is known. */
static void reserve(struct transfer *t)
{
    struct orch_buf *reply = &t->call->reply;
    curl_off_t length = -1;

    curl_easy_getinfo(t->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
    if (length > (curl_off_t)reply->len && length <= (curl_off_t)t->client->max_reply)
        orch_buf_reserve(reply, (size_t)length - reply->len);
}

static size_t on_body(char *data, size_t size, size_t n, void *userdata)
{
    struct transfer *t = userdata;
    struct orch_buf *reply = &t->call->reply;

    n *= size;
    if (n > t->client->max_reply - reply->len) {
        t->too_long = true;
        return 0;
    }
    if (n > reply->cap - reply->len)
        reserve(t);
    orch_buf_append(reply, data, n);
    return reply->failed ? 0 : n;
}

static size_t on_header(char *data, size_t size, size_t n, void *userdata)
{
    struct transfer *t = userdata;

    (void)data;
    t->header_bytes += size * n;
    if (t->header_bytes <= ORCH_LIMIT_REPLY_HEADERS)
        return size * n;
    t->too_long = true;
    return 0;
}

/* --- headers --------------------------------------------------------------------------------- */

/* Makes a list of lines, in front of `rest`. Lines and list stay where they are. */
static bool chain(struct headers *h, const struct orch_buf *lines, struct curl_slist *rest)
{
    size_t n = 0;

    for (size_t at = 0; at < lines->len; at += strlen(lines->data + at) + 1) {
        if (n == h->cap) {
            size_t cap = h->cap > 0 ? 2 * h->cap : 4;
            struct curl_slist *nodes = realloc(h->nodes, cap * sizeof *nodes);

            if (!nodes)
                return false;
            h->nodes = nodes;
            h->cap = cap;
        }
        h->nodes[n++].data = lines->data + at;
    }
    for (size_t i = 0; i < n; i++)
        h->nodes[i].next = i + 1 < n ? &h->nodes[i + 1] : rest;
    return true;
}

/* What every call of an operation sends. "Expect:" keeps libcurl from asking first whether a body
 * may come. */
static bool make_headers(struct operation *op, const struct orch_operation *o,
                         const char *const *secrets)
{
    static char content_type[] = "Content-Type: application/json";
    bool accepts = false;

    for (uint16_t i = 0; i < o->n_headers; i++) {
        orch_header_constant(&op->lines, &o->headers[i], secrets);
        accepts = accepts || orch_header_same(orch_str(o->headers[i].name), orch_str("Accept"));
    }
    if (!accepts)
        orch_header_line(&op->lines, "Accept", orch_str("application/json"));
    orch_buf_append(&op->lines, "Expect:", sizeof "Expect:");
    if (op->lines.failed || !chain(&op->headers, &op->lines, NULL))
        return false;
    op->with_body = (struct curl_slist){content_type, op->headers.nodes};
    return true;
}

/* --- transfers ------------------------------------------------------------------------------- */

/* Options that never change; false where libcurl refuses one. */
static bool set_fixed(struct transfer *t)
{
    CURL *e = t->easy;
    CURLcode r = CURLE_OK;

#define SET(option, value) (r = r ? r : curl_easy_setopt(e, option, value))
    SET(CURLOPT_PRIVATE, (void *)t);
    SET(CURLOPT_ERRORBUFFER, t->error);
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_QUICK_EXIT, 1L);
    SET(CURLOPT_PROTOCOLS_STR, "http,https");
    SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
    SET(CURLOPT_FOLLOWLOCATION, 0L);
    SET(CURLOPT_PROXY, "");
    SET(CURLOPT_PATH_AS_IS, 1L);
    SET(CURLOPT_TCP_NODELAY, 1L);
    SET(CURLOPT_TCP_KEEPALIVE, 1L);
    SET(CURLOPT_ACCEPT_ENCODING, "");
    SET(CURLOPT_USERAGENT, "orch/" ORCH_VERSION);
    SET(CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)t->client->max_reply);
    SET(CURLOPT_WRITEFUNCTION, on_body);
    SET(CURLOPT_WRITEDATA, (void *)t);
    SET(CURLOPT_HEADERFUNCTION, on_header);
    SET(CURLOPT_HEADERDATA, (void *)t);
    if (t->operation->method == ORCH_HEAD)
        SET(CURLOPT_NOBODY, 1L);
    else if (t->operation->method != ORCH_GET)
        SET(CURLOPT_CUSTOMREQUEST, orch_method_name(t->operation->method));
#undef SET
    return r == CURLE_OK;
}

static void transfer_free(struct transfer *t)
{
    curl_easy_cleanup(t->easy);
    free(t->own.nodes);
    orch_buf_free(&t->url);
    free(t);
}

static struct transfer *transfer_new(struct client *c, struct operation *op)
{
    struct transfer *t = calloc(1, sizeof *t);

    if (!t)
        return NULL;
    t->client = c;
    t->operation = op;
    orch_buf_init(&t->url, 0);
    orch_buf_cstr(&t->url, op->upstream->url);
    t->easy = curl_easy_init();
    if (!t->easy || t->url.failed || !set_fixed(t)) {
        transfer_free(t);
        return NULL;
    }
    return t;
}

static void release(struct transfer *t)
{
    t->call->handle = NULL;
    t->call = NULL;
    t->next = t->operation->free;
    t->operation->free = t;
}

/* Headers differ from call to call where the operation has parameters in them. */
static CURLcode set_headers(struct transfer *t, const struct orch_buf *own, bool sends_body)
{
    struct operation *op = t->operation;
    struct curl_slist *list = sends_body ? &op->with_body : op->headers.nodes;

    if (own->len > 0) {
        if (!chain(&t->own, own, list))
            return CURLE_OUT_OF_MEMORY;
        list = t->own.nodes;
    }
    if (list == t->list)
        return CURLE_OK;
    t->list = list;
    return curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, list);
}

/* What differs from call to call. */
static bool set_call(struct transfer *t, const struct orch_call *call)
{
    const struct orch_upstream_request *r = &call->request;
    bool sends_body = r->has_body || t->operation->method == ORCH_POST;
    CURLcode code;

    t->url.len = strlen(t->operation->upstream->url);
    orch_buf_str(&t->url, orch_buf_get(&r->target));
    orch_buf_append(&t->url, "", 1);
    if (t->url.failed)
        return false;
    code = set_headers(t, &r->headers, sends_body);
    code = code ? code : curl_easy_setopt(t->easy, CURLOPT_URL, t->url.data);
    if (sends_body) {
        /* The size first: without it libcurl looks for the end of a string. */
        code =
            code ? code
                 : curl_easy_setopt(t->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->body.len);
        code = code
                   ? code
                   : curl_easy_setopt(t->easy, CURLOPT_POSTFIELDS, r->body.len ? r->body.data : "");
    }
    if (sends_body == t->sends_body)
        return code == CURLE_OK;
    t->sends_body = sends_body;
    if (sends_body && t->operation->method == ORCH_GET)
        code = code ? code : curl_easy_setopt(t->easy, CURLOPT_CUSTOMREQUEST, "GET");
    if (!sends_body && t->operation->method != ORCH_HEAD)
        code = code ? code : curl_easy_setopt(t->easy, CURLOPT_HTTPGET, 1L);
    return code == CURLE_OK;
}

/* --- libcurl's view of the loop -------------------------------------------------------------- */

/* Tells the owners of transfers that have ended. Their `done` may start and cancel others; libcurl
 * drops the message of one that is cancelled. */
static void deliver(struct client *c)
{
    struct transfer *t;
    CURLMsg *msg;
    int left;

    while ((msg = curl_multi_info_read(c->multi, &left))) {
        CURL *easy = msg->easy_handle;
        CURLcode code = msg->data.result;
        struct orch_call *call;

        if (msg->msg != CURLMSG_DONE)
            continue;
        curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&t);
        curl_multi_remove_handle(c->multi, easy); /* from here on msg is void */
        call = t->call;
        fill_result(t, code);
        release(t);
        call->done(call);
    }
}

static void on_event(struct orch_watch *w, unsigned events)
{
    struct client *c = w->data;
    int what = 0, running;

    if (events & (ORCH_READ | ORCH_HANGUP))
        what |= CURL_CSELECT_IN;
    if (events & ORCH_WRITE)
        what |= CURL_CSELECT_OUT;
    curl_multi_socket_action(c->multi, w->fd, what, &running);
    deliver(c);
}

static void on_timer(struct orch_timer *timer)
{
    struct client *c = timer->data;
    int running;

    curl_multi_socket_action(c->multi, CURL_SOCKET_TIMEOUT, 0, &running);
    deliver(c);
}

static int want_timer(CURLM *multi, long timeout_ms, void *userp)
{
    struct client *c = userp;

    (void)multi;
    if (timeout_ms < 0)
        orch_timer_stop(c->loop, &c->timer);
    else
        orch_timer_start(c->loop, &c->timer, orch_loop_now(c->loop) + timeout_ms * 1000000);
    return 0;
}

static struct sock *sock_take(struct client *c, curl_socket_t fd)
{
    struct sock *s = c->free_socks;

    if (s)
        c->free_socks = s->next;
    else if (!(s = calloc(1, sizeof *s)))
        return NULL;
    s->watch = (struct orch_watch){.fd = fd, .fn = on_event, .data = c};
    return s;
}

static void sock_give(struct client *c, struct sock *s)
{
    orch_watch_stop(&s->watch);
    s->next = c->free_socks;
    c->free_socks = s;
}

/* A descriptor that cannot be watched is left alone: its transfer then ends by its deadline. (An
 * error from here would end all transfers, for good.) */
static int want_socket(CURL *easy, curl_socket_t fd, int what, void *userp, void *socketp)
{
    struct client *c = userp;
    struct sock *s = socketp;
    unsigned events = 0;

    (void)easy;
    if (what == CURL_POLL_REMOVE) {
        if (s)
            sock_give(c, s);
        return 0;
    }
    if (what & CURL_POLL_IN)
        events |= ORCH_READ;
    if (what & CURL_POLL_OUT)
        events |= ORCH_WRITE;
    if (s) {
        orch_watch_set(&s->watch, events);
        return 0;
    }
    s = sock_take(c, fd);
    if (!s)
        return 0;
    s->watch.events = events;
    if (orch_watch_start(c->loop, &s->watch) == 0)
        curl_multi_assign(c->multi, fd, s);
    else
        sock_give(c, s);
    return 0;
}

/* --- the transport --------------------------------------------------------------------------- */

/* For what cannot even start: `done` has to wait until start has returned. */
static void deliver_unstarted(struct orch_timer *timer)
{
    struct client *c = timer->data;
    struct transfer *t;

    while ((t = c->unstarted)) {
        struct orch_call *call = t->call;

        c->unstarted = t->next;
        if (!c->unstarted)
            c->last_unstarted = &c->unstarted;
        call->error = ORCH_ERR_UNREACHABLE;
        call->status = 0;
        snprintf(call->detail, sizeof call->detail, "%s: the call cannot be made",
                 t->operation->upstream->where);
        release(t);
        call->done(call);
    }
}

static void client_start(struct orch_transport *transport, struct orch_call *call)
{
    struct client *c = (struct client *)transport;
    struct operation *op = &c->operations[call->operation];
    struct transfer *t = op->free;

    if (t)
        op->free = t->next;
    else if (!(t = transfer_new(c, op)))
        abort(); /* no memory: there is nothing left to report it with */
    t->call = call;
    t->next = NULL;
    t->too_long = false;
    t->header_bytes = 0;
    t->error[0] = 0;
    call->handle = t;
    orch_buf_reset(&call->reply);
    t->never_started = !set_call(t, call) || curl_multi_add_handle(c->multi, t->easy) != CURLM_OK;
    if (!t->never_started)
        return;
    *c->last_unstarted = t;
    c->last_unstarted = &t->next;
    orch_timer_start(c->loop, &c->unstarted_timer, orch_loop_now(c->loop));
}

static void client_cancel(struct orch_transport *transport, struct orch_call *call)
{
    struct client *c = (struct client *)transport;
    struct transfer *t = call->handle;
    struct transfer **link = &c->unstarted;

    if (!t)
        return;
    if (t->never_started) {
        while (*link != t)
            link = &(*link)->next;
        *link = t->next;
        if (c->last_unstarted == &t->next)
            c->last_unstarted = link;
    } else {
        curl_multi_remove_handle(c->multi, t->easy); /* closes the connection of a half reply */
    }
    release(t);
}

static void client_close(struct orch_transport *transport)
{
    struct client *c = (struct client *)transport;

    for (uint16_t i = 0; c->operations && i < c->n_operations; i++) {
        struct transfer *t;

        while ((t = c->operations[i].free)) {
            c->operations[i].free = t->next;
            transfer_free(t);
        }
        free(c->operations[i].headers.nodes);
        orch_buf_free(&c->operations[i].lines);
    }
    if (c->multi)
        curl_multi_cleanup(c->multi); /* closes the idle connections */
    orch_timer_stop(c->loop, &c->timer);
    orch_timer_stop(c->loop, &c->unstarted_timer);
    while (c->free_socks) {
        struct sock *s = c->free_socks;

        c->free_socks = s->next;
        free(s);
    }
    for (uint16_t i = 0; c->upstreams && i < c->n_upstreams; i++)
        free(c->upstreams[i].url);
    free(c->upstreams);
    free(c->operations);
    free(c);
    curl_global_cleanup();
}

/* --- made ------------------------------------------------------------------------------------ */

/* Where an upstream lives, out of its URL; false where that is none of ours. */
static bool upstream_init(struct upstream *u, const char *url, const char *name, char *error,
                          size_t error_size)
{
    CURLU *parts = curl_url();
    char *scheme = NULL, *host = NULL, *port = NULL;
    bool fine;

    fine = parts && url && curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK &&
           curl_url_get(parts, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
           curl_url_get(parts, CURLUPART_HOST, &host, 0) == CURLUE_OK &&
           curl_url_get(parts, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) == CURLUE_OK &&
           (strcmp(scheme, "http") == 0 || strcmp(scheme, "https") == 0) && !strpbrk(url, "?#");
    if (fine) {
        snprintf(u->where, sizeof u->where, "%.80s:%.10s", host, port);
        u->url = strdup(url);
        fine = u->url != NULL;
    }
    if (!fine)
        snprintf(error, error_size,
                 "service %s: its URL must be http:// or https://, without '?' or '#'", name);
    curl_free(scheme);
    curl_free(host);
    curl_free(port);
    curl_url_cleanup(parts);
    return fine;
}

static bool make_multi(struct client *c, unsigned max_connections)
{
    long all = (long)max_connections * (c->n_upstreams ? c->n_upstreams : 1);
    CURLMcode r = CURLM_OK;

    c->multi = curl_multi_init();
    if (!c->multi)
        return false;
#define SET(option, value) (r = r ? r : curl_multi_setopt(c->multi, option, value))
    SET(CURLMOPT_SOCKETFUNCTION, want_socket);
    SET(CURLMOPT_SOCKETDATA, (void *)c);
    SET(CURLMOPT_TIMERFUNCTION, want_timer);
    SET(CURLMOPT_TIMERDATA, (void *)c);
    SET(CURLMOPT_MAX_HOST_CONNECTIONS, (long)max_connections);
    SET(CURLMOPT_MAXCONNECTS, all);
#undef SET
    return r == CURLM_OK;
}

static bool client_init(struct client *c, const struct orch_program *program,
                        const struct orch_client_settings *settings, char *error, size_t error_size)
{
    if (!(curl_version_info(CURLVERSION_NOW)->features & CURL_VERSION_ASYNCHDNS)) {
        snprintf(error, error_size, "this libcurl looks names up in the caller's thread");
        return false;
    }
    snprintf(error, error_size, "no memory for the client");
    c->n_upstreams = program->n_upstreams;
    c->n_operations = program->n_operations;
    c->upstreams = calloc((size_t)c->n_upstreams + 1, sizeof *c->upstreams);
    c->operations = calloc((size_t)c->n_operations + 1, sizeof *c->operations);
    if (!c->upstreams || !c->operations || !make_multi(c, settings->max_connections))
        return false;
    for (uint16_t i = 0; i < c->n_upstreams; i++)
        if (!upstream_init(&c->upstreams[i], settings->urls[i], program->upstreams[i].name, error,
                           error_size))
            return false;
    for (uint16_t i = 0; i < c->n_operations; i++) {
        struct operation *op = &c->operations[i];

        op->method = program->operations[i].method;
        op->upstream = &c->upstreams[program->operations[i].upstream];
        orch_buf_init(&op->lines, 0);
        if (!make_headers(op, &program->operations[i], settings->secrets))
            return false;
        op->free = transfer_new(c, op); /* the first, to see now what libcurl would refuse */
        if (!op->free) {
            snprintf(error, error_size, "libcurl %s cannot make the calls of %s",
                     curl_version_info(CURLVERSION_NOW)->version, program->operations[i].name);
            return false;
        }
    }
    return true;
}

struct orch_transport *orch_client_curl_new(struct orch_loop *loop,
                                            const struct orch_program *program,
                                            const struct orch_client_settings *settings,
                                            char *error, size_t error_size)
{
    struct client *c = calloc(1, sizeof *c);

    snprintf(error, error_size, "libcurl cannot be started");
    if (!c || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        free(c);
        return NULL;
    }
    c->transport = (struct orch_transport){client_start, client_cancel, client_close};
    c->loop = loop;
    c->max_reply = settings->max_reply;
    c->timer = (struct orch_timer){.fn = on_timer, .data = c};
    c->unstarted_timer = (struct orch_timer){.fn = deliver_unstarted, .data = c};
    c->last_unstarted = &c->unstarted;
    if (!client_init(c, program, settings, error, error_size)) {
        client_close(&c->transport);
        return NULL;
    }
    return &c->transport;
}
