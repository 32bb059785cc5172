/* The HTTP server against a client of bytes, on a loop whose clock the test moves: what reaches the
 * handler, what is refused before it, and how exchanges end. */
#include "tests/support/unit.h"

#include "runtime/listen.h"
#include "runtime/loop.h"
#include "runtime/server.h"
#include "tests/support/wire.h"

#include <sys/resource.h>

enum { MAX_HEADER = 2048, MAX_BODY = 4096, IDLE_MS = 5000, MAX_CONNECTIONS = 3 };

/* A server whose handler answers what the test has put down, or leaves the request waiting. */
static struct stage {
    struct orch_loop *loop;
    struct orch_server *server;
    unsigned port;
    _Atomic uint64_t connections;

    bool later;                    /* do not answer yet */
    struct orch_head head;         /* of the answer; status 0: 200 */
    const char *body;              /* NULL: the request's own, or its method and target */
    struct orch_exchange *waiting; /* the last that was left */

    unsigned requests, cancels, ends;
    struct orch_exchange last; /* as it was in `end` */
    char path[256], query[256], got[MAX_BODY + 1];
} stage;

static void keep(char *to, size_t size, struct orch_str s)
{
    snprintf(to, size, "%.*s", ORCH_STR_ARG(s));
}

static void answer(struct orch_exchange *x)
{
    struct orch_buf *text = orch_exchange_text(x);
    struct orch_head head = stage.head;

    if (head.status == 0)
        head.status = 200;
    if (stage.body)
        orch_buf_cstr(text, stage.body);
    else if (x->body.len > 0)
        orch_buf_str(text, x->body);
    else
        orch_buf_printf(text, "%s %.*s", x->method_name, ORCH_STR_ARG(x->target.path));
    orch_exchange_answer(x, &head, orch_buf_get(text));
}

static void on_request(struct orch_exchange *x, void *data)
{
    (void)data;
    stage.requests++;
    keep(stage.path, sizeof stage.path, x->target.path);
    keep(stage.query, sizeof stage.query, x->target.query);
    keep(stage.got, sizeof stage.got, x->body);
    if (stage.later)
        stage.waiting = x;
    else
        answer(x);
}

static void on_cancel(struct orch_exchange *x, void *data)
{
    (void)data;
    CU_ASSERT_PTR_EQUAL(x, stage.waiting);
    stage.cancels++;
}

static void on_end(struct orch_exchange *x, void *data)
{
    (void)data;
    stage.ends++;
    stage.last = *x;
}

static void begin(void)
{
    const struct orch_handler handler = {on_request, on_cancel, on_end, NULL};
    struct orch_server_settings settings = {.max_header = MAX_HEADER,
                                            .max_body = MAX_BODY,
                                            .max_connections = MAX_CONNECTIONS,
                                            .idle_ms = IDLE_MS};
    char bound[64];
    char error[256];
    int fd;

    memset(&stage, 0, sizeof stage);
    settings.connections = &stage.connections;
    stage.loop = orch_loop_virtual_new();
    CU_ASSERT_PTR_NOT_NULL_FATAL(stage.loop);
    CU_ASSERT_FATAL(orch_listen("127.0.0.1:0", 1, &fd, bound, sizeof bound, error, sizeof error));
    stage.port = (unsigned)atoi(strchr(bound, ':') + 1);
    stage.server = orch_server_new(stage.loop, fd, &handler, &settings, error, sizeof error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(stage.server);
}

static void end(void)
{
    orch_server_free(stage.server);
    orch_loop_free(stage.loop);
}

/* Turns the loop until the counter has that value. */
static bool reaches(const unsigned *counter, unsigned value)
{
    int64_t limit = wire_now_ms() + WIRE_PATIENCE_MS;

    while (*counter < value && wire_now_ms() < limit)
        orch_loop_turn(stage.loop, 1000000);
    return *counter == value;
}

/* Sends a request on a new connection and waits for its answer. */
static bool ask(struct wire *w, const char *request)
{
    wire_open(w, stage.port);
    wire_send(w, request);
    return wire_wait_answer(w, stage.loop, false);
}

#define GET(target)   "GET " target " HTTP/1.1\r\nHost: x\r\n\r\n"
#define POST(headers) "POST /p HTTP/1.1\r\nHost: x\r\n" headers "\r\n"

/* --- requests and answers -------------------------------------------------------------------- */

static void test_answer_at_once(void)
{
    struct wire w;

    begin();
    stage.head = (struct orch_head){.content_type = "application/json",
                                    .degraded = ORCH_STR("banners;timeout, hot;fused"),
                                    .retry_after = 7,
                                    .allow = "GET, HEAD"};
    stage.body = "{\"a\":1}";
    CU_ASSERT_FATAL(ask(&w, GET("/home?a=1&b=%20")));
    CU_ASSERT_EQUAL(wire_status(&w), 200);
    CU_ASSERT(wire_has(&w, "\r\nContent-Type: application/json\r\n"));
    CU_ASSERT(wire_has(&w, "\r\nContent-Length: 7\r\n"));
    CU_ASSERT(wire_has(&w, "\r\nOrch-Degraded: banners;timeout, hot;fused\r\n"));
    CU_ASSERT(wire_has(&w, "\r\nRetry-After: 7\r\n"));
    CU_ASSERT(wire_has(&w, "\r\nAllow: GET, HEAD\r\n"));
    CU_ASSERT(wire_has(&w, "\r\nDate: "));
    CU_ASSERT(wire_has(&w, "\r\n\r\n{\"a\":1}"));
    CU_ASSERT_FALSE(wire_has(&w, "Connection: close"));
    CU_ASSERT_STRING_EQUAL(stage.path, "/home");
    CU_ASSERT_STRING_EQUAL(stage.query, "a=1&b=%20");
    CU_ASSERT(reaches(&stage.ends, 1));
    CU_ASSERT_EQUAL(stage.last.status, 200);
    CU_ASSERT_EQUAL(stage.last.bytes, 7);
    CU_ASSERT_FALSE(stage.last.cut);
    wire_close(&w);
    end();
}

static void test_keep_alive_and_pipelining(void)
{
    struct wire w;

    begin();
    CU_ASSERT_FATAL(ask(&w, GET("/1")));
    wire_next(&w);
    wire_send(&w, GET("/2") GET("/3") GET("/4"));
    for (int i = 2; i <= 4; i++) {
        char body[32];
        CU_ASSERT_FATAL(wire_wait_answer(&w, stage.loop, false));
        snprintf(body, sizeof body, "\r\n\r\nGET /%d", i);
        CU_ASSERT(wire_has(&w, body));
        wire_next(&w);
    }
    CU_ASSERT_EQUAL(stage.connections, 1);
    CU_ASSERT_FALSE(w.closed);
    wire_close(&w);
    end();
}

static void test_answer_later(void)
{
    struct wire w;

    begin();
    stage.later = true;
    wire_open(&w, stage.port);
    wire_send(&w, GET("/late"));
    CU_ASSERT_FATAL(reaches(&stage.requests, 1));
    CU_ASSERT_EQUAL(orch_server_active(stage.server), 1);
    /* However long the handler takes, the connection's limits do not count. */
    orch_loop_advance(stage.loop, (int64_t)IDLE_MS * 10 * 1000000);
    orch_loop_turn(stage.loop, 0);
    wire_read(&w);
    CU_ASSERT(!w.closed && w.in.len == 0);
    answer(stage.waiting);
    CU_ASSERT_FATAL(wire_wait_answer(&w, stage.loop, false));
    CU_ASSERT(wire_has(&w, "\r\n\r\nGET /late"));
    CU_ASSERT(reaches(&stage.ends, 1));
    CU_ASSERT_EQUAL(orch_server_active(stage.server), 0);
    CU_ASSERT_EQUAL(stage.cancels, 0);
    wire_close(&w);
    end();
}

static void test_head(void)
{
    struct wire w;

    begin();
    stage.body = "12345";
    wire_open(&w, stage.port);
    wire_send(&w, "HEAD /h HTTP/1.1\r\nHost: x\r\n\r\n");
    CU_ASSERT_FATAL(wire_wait_answer(&w, stage.loop, true));
    CU_ASSERT(wire_has(&w, "\r\nContent-Length: 5\r\n"));
    CU_ASSERT_FALSE(wire_has(&w, "12345"));
    CU_ASSERT(reaches(&stage.ends, 1));
    CU_ASSERT_EQUAL(stage.last.bytes, 0);
    CU_ASSERT_EQUAL(stage.last.method, ORCH_HEAD);
    wire_close(&w);
    end();
}

static void test_targets(void)
{
    struct wire w;

    begin();
    CU_ASSERT_FATAL(ask(&w, GET("http://x:80/abs?q")));
    CU_ASSERT_STRING_EQUAL(stage.path, "/abs");
    CU_ASSERT_STRING_EQUAL(stage.query, "q");
    wire_close(&w);
    /* As it was sent: the daemon's own decoding has not touched it. */
    CU_ASSERT_FATAL(ask(&w, GET("/a%2Fb%00?c=%zz+%")));
    CU_ASSERT_STRING_EQUAL(stage.path, "/a%2Fb%00");
    CU_ASSERT_STRING_EQUAL(stage.query, "c=%zz+%");
    wire_close(&w);
    CU_ASSERT_FATAL(ask(&w, "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n"));
    CU_ASSERT_EQUAL(wire_status(&w), 400);
    CU_ASSERT_EQUAL(stage.requests, 2);
    wire_close(&w);
    end();
}

static void test_unknown_method(void)
{
    struct wire w;

    begin();
    CU_ASSERT_FATAL(ask(&w, "ABCDEFGHIJKLMNOPQRSTUVWXYZ /x HTTP/1.1\r\nHost: x\r\n\r\n"));
    CU_ASSERT(reaches(&stage.ends, 1));
    CU_ASSERT_EQUAL(stage.last.method, ORCH_METHOD_COUNT);
    CU_ASSERT_STRING_EQUAL(stage.last.method_name, "ABCDEFGHIJKLMNOPQRSTUVW");
    wire_close(&w);
    end();
}

/* --- bodies ---------------------------------------------------------------------------------- */

static void test_bodies(void)
{
    struct wire w;

    begin();
    CU_ASSERT_FATAL(ask(&w, POST("Content-Length: 5\r\n") "hello"));
    CU_ASSERT_STRING_EQUAL(stage.got, "hello");
    wire_close(&w);
    CU_ASSERT_FATAL(
        ask(&w, POST("Transfer-Encoding: chunked\r\n") "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"));
    CU_ASSERT_STRING_EQUAL(stage.got, "hello");
    wire_close(&w);
    CU_ASSERT_FATAL(ask(&w, POST("Content-Length: 0\r\n")));
    CU_ASSERT_STRING_EQUAL(stage.got, "");
    wire_close(&w);
    /* In pieces, with turns in between. */
    wire_open(&w, stage.port);
    wire_send(&w, POST("Content-Length: 5\r\n") "he");
    for (int i = 0; i < 5; i++)
        orch_loop_turn(stage.loop, 1000000);
    CU_ASSERT_EQUAL(stage.requests, 3);
    wire_send(&w, "llo");
    CU_ASSERT_FATAL(wire_wait_answer(&w, stage.loop, false));
    CU_ASSERT_STRING_EQUAL(stage.got, "hello");
    wire_close(&w);
    end();
}

static void test_expect(void)
{
    struct wire w;

    begin();
    CU_ASSERT_FATAL(ask(&w, POST("Content-Length: 5\r\nExpect: 100-continue\r\n")));
    CU_ASSERT_EQUAL(wire_status(&w), 100);
    CU_ASSERT_EQUAL(stage.requests, 0);
    wire_next(&w);
    wire_send(&w, "hello");
    CU_ASSERT_FATAL(wire_wait_answer(&w, stage.loop, false));
    CU_ASSERT_EQUAL(wire_status(&w), 200);
    wire_close(&w);
    end();
}

/* Too large: answered when it has been read, or at once where nothing was sent yet. */
static void test_body_too_large(void)
{
    static char body[MAX_BODY * 4];
    struct wire w;

    begin();
    memset(body, 'a', sizeof body);
    wire_open(&w, stage.port);
    wire_send(&w, POST("Content-Length: 4096\r\n"));
    wire_send_n(&w, body, MAX_BODY);
    CU_ASSERT(wire_wait_answer(&w, stage.loop, false));
    CU_ASSERT_EQUAL(wire_status(&w), 200);
    wire_close(&w);

    wire_open(&w, stage.port);
    wire_send(&w, POST("Content-Length: 16384\r\n"));
    wire_send_n(&w, body, sizeof body);
    CU_ASSERT(wire_wait_answer(&w, stage.loop, false));
    CU_ASSERT_EQUAL(wire_status(&w), 413);
    CU_ASSERT(wire_has(&w, "application/problem+json"));
    CU_ASSERT(wire_wait_close(&w, stage.loop));
    wire_close(&w);

    wire_open(&w, stage.port);
    wire_send(&w, POST("Transfer-Encoding: chunked\r\n") "4000\r\n");
    wire_send_n(&w, body, sizeof body);
    wire_send(&w, "\r\n0\r\n\r\n");
    CU_ASSERT(wire_wait_answer(&w, stage.loop, false));
    CU_ASSERT_EQUAL(wire_status(&w), 413);
    wire_close(&w);

    CU_ASSERT(ask(&w, POST("Content-Length: 4097\r\nExpect: 100-continue\r\n")));
    CU_ASSERT_EQUAL(wire_status(&w), 413);
    wire_close(&w);
    CU_ASSERT(ask(&w, POST("Content-Length: 99999999999\r\n")));
    CU_ASSERT_EQUAL(wire_status(&w), 413);
    wire_close(&w);
    CU_ASSERT(reaches(&stage.ends, 5));
    CU_ASSERT_EQUAL(stage.requests, 1);
    CU_ASSERT_STRING_EQUAL(stage.last.error, "too_large");
    end();
}

/* --- what is refused ------------------------------------------------------------------------- */

static void test_headers_too_large(void)
{
    char request[MAX_HEADER * 8];
    struct wire w;

    begin();
    for (size_t n = MAX_HEADER; n < sizeof request - 64; n *= 2) {
        size_t at = (size_t)sprintf(request, "GET /x HTTP/1.1\r\nHost: x\r\nX: ");
        memset(request + at, 'a', n);
        strcpy(request + at + n, "\r\n\r\n");
        CU_ASSERT(ask(&w, request));
        CU_ASSERT_EQUAL(wire_status(&w), 431);
        CU_ASSERT(wire_wait_close(&w, stage.loop));
        wire_close(&w);
    }
    CU_ASSERT_EQUAL(stage.requests, 0);
    CU_ASSERT(reaches(&stage.ends, 3));
    CU_ASSERT_EQUAL(stage.last.status, 431);
    end();
}

/* Framing that two readers could understand in two ways never reaches the handler. */
static void test_ambiguous_framing(void)
{
    static const char *const requests[] = {
        POST("Content-Length: 5\r\nContent-Length: 5\r\n") "hello",
        POST("Content-Length: 5\r\nContent-Length: 6\r\n") "hello",
        POST("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n") "0\r\n\r\n",
        POST("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n") "0\r\n\r\n",
        POST("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n") "0\r\n\r\n",
        POST("Transfer-Encoding: gzip, chunked\r\n") "0\r\n\r\n",
        POST("Transfer-Encoding: identity\r\n") "hello",
        POST("Transfer-Encoding: xchunked\r\n") "0\r\n\r\n",
        "POST /p HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        POST("Content-Length: -1\r\n"),
        POST("Content-Length: +5\r\n") "hello",
        POST("Content-Length: 5x\r\n") "hello",
        POST("Content-Length: 0x5\r\n") "hello",
        POST("Content-Length: 5, 5\r\n") "hello",
        POST("Content-Length:\r\n"),
    };
    struct wire w;

    begin();
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
        CU_ASSERT(ask(&w, requests[i]));
        if (wire_status(&w) != 400)
            printf("%s -> %d\n", requests[i], wire_status(&w));
        CU_ASSERT_EQUAL(wire_status(&w), 400);
        CU_ASSERT(wire_wait_close(&w, stage.loop));
        wire_close(&w);
    }
    CU_ASSERT_EQUAL(stage.requests, 0);
    CU_ASSERT_EQUAL(orch_server_active(stage.server), 0);
    end();
}

/* Broken bytes end in an answer of 4xx or 505, or in a closed connection, never in a request; and
 * the server goes on. */
static void test_malformed(void)
{
    static const char *const requests[] = {
        "\r\n\r\n\r\nBLAH\r\n\r\n",
        "GET\r\n\r\n",
        "GET /x\r\nHost: x\r\n\r\n",
        "GET /x HTTP/9.9\r\nHost: x\r\n\r\n",
        "GET /x FTP/1.1\r\nHost: x\r\n\r\n",
        "GET /x HTTP/1.1\r\n\r\n", /* no Host */
        "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n",
        POST("Transfer-Encoding: chunked\r\n") "zz\r\nhello\r\n0\r\n\r\n",
        POST("Transfer-Encoding: chunked\r\n") "fffffffffffffffff\r\nhello\r\n0\r\n\r\n",
        POST("Transfer-Encoding: chunked\r\n") "-1\r\nhello\r\n0\r\n\r\n",
        "\x16\x03\x01\x02\x01\xfc\x03\x03 TLS\r\n\r\n",
    };
    struct wire w;

    begin();
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
        wire_open(&w, stage.port);
        wire_send(&w, requests[i]);
        CU_ASSERT(wire_wait_close(&w, stage.loop));
        if (w.in.len > 0) {
            CU_ASSERT((wire_status(&w) >= 400 && wire_status(&w) < 500) || wire_status(&w) == 505);
        }
        if (stage.requests > 0)
            printf("%zu: %s\n", i, requests[i]);
        CU_ASSERT_EQUAL(stage.requests, 0);
        wire_close(&w);
    }
    CU_ASSERT(ask(&w, GET("/alive")));
    CU_ASSERT_EQUAL(wire_status(&w), 200);
    wire_close(&w);
    end();
}

/* --- clients that leave, clients that are slow ----------------------------------------------- */

static void leave_by_close(struct wire *w)
{
    wire_close(w);
}

static void leave_by_half(struct wire *w)
{
    shutdown(w->fd, SHUT_WR);
}

static void test_client_leaves(void)
{
    static void (*const ways[])(struct wire *) = {leave_by_close, wire_reset, leave_by_half};

    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        struct wire w;

        begin();
        stage.later = true;
        wire_open(&w, stage.port);
        wire_send(&w, GET("/x"));
        CU_ASSERT_FATAL(reaches(&stage.requests, 1));
        ways[i](&w);
        CU_ASSERT(reaches(&stage.cancels, 1));
        CU_ASSERT(reaches(&stage.ends, 1));
        CU_ASSERT_EQUAL(stage.last.status, 499);
        CU_ASSERT(stage.last.cut);
        CU_ASSERT_EQUAL(orch_server_active(stage.server), 0);
        wire_close(&w);
        end();
        CU_ASSERT_EQUAL(stage.connections, 0);
    }
}

/* In the middle of a request: the handler never hears of it but its end does. */
static void test_client_leaves_early(void)
{
    struct wire w;

    begin();
    wire_open(&w, stage.port);
    wire_send(&w, POST("Content-Length: 5\r\n") "he");
    while (orch_server_active(stage.server) == 0)
        orch_loop_turn(stage.loop, 1000000);
    wire_close(&w);
    CU_ASSERT(reaches(&stage.ends, 1));
    CU_ASSERT_EQUAL(stage.last.status, 499);
    CU_ASSERT_EQUAL(stage.requests + stage.cancels, 0);
    end();
}

static void test_slow_clients(void)
{
    struct wire silent;
    struct wire slow;

    begin();
    wire_open(&silent, stage.port);
    wire_open(&slow, stage.port);
    wire_send(&slow, POST("Content-Length: 5\r\n") "h");
    while (orch_server_active(stage.server) == 0 || stage.connections < 2)
        orch_loop_turn(stage.loop, 1000000);
    orch_loop_advance(stage.loop, (int64_t)IDLE_MS * 2 * 1000000 - 1);
    wire_send(&slow, "e"); /* a byte now and then does not help */
    orch_loop_turn(stage.loop, 1000000);
    CU_ASSERT_EQUAL(stage.connections, 2);
    orch_loop_advance(stage.loop, 1);
    CU_ASSERT(wire_wait_close(&silent, stage.loop));
    CU_ASSERT(wire_wait_close(&slow, stage.loop));
    CU_ASSERT(reaches(&stage.ends, 1));
    CU_ASSERT_EQUAL(stage.last.status, 408);
    CU_ASSERT_EQUAL(stage.requests, 0);
    wire_close(&silent);
    wire_close(&slow);
    end();
}

/* Over the bound clients wait, and are served when there is room. */
static void test_connection_limit(void)
{
    struct wire w[MAX_CONNECTIONS + 1];

    begin();
    for (int i = 0; i <= MAX_CONNECTIONS; i++) {
        wire_open(&w[i], stage.port);
        wire_send(&w[i], GET("/x"));
    }
    for (int i = 0; i < MAX_CONNECTIONS; i++)
        CU_ASSERT(wire_wait_answer(&w[i], stage.loop, false));
    CU_ASSERT_EQUAL(stage.connections, MAX_CONNECTIONS);
    wire_read(&w[MAX_CONNECTIONS]);
    CU_ASSERT_EQUAL(w[MAX_CONNECTIONS].in.len, 0);
    wire_close(&w[0]);
    CU_ASSERT(wire_wait_answer(&w[MAX_CONNECTIONS], stage.loop, false));
    for (int i = 1; i <= MAX_CONNECTIONS; i++)
        wire_close(&w[i]);
    end();
}

/* Out of descriptors it does the same, and does not spin. */
static void test_no_descriptors(void)
{
    struct rlimit usual;
    struct rlimit tight;
    struct wire w[3];
    int next;

    begin();
    for (int i = 0; i < 3; i++) {
        wire_open(&w[i], stage.port);
        wire_send(&w[i], GET("/x"));
    }
    next = dup(0);
    CU_ASSERT_FATAL(next >= 0 && getrlimit(RLIMIT_NOFILE, &usual) == 0);
    close(next);
    tight = usual;
    tight.rlim_cur = (rlim_t)next + 1; /* for one connection */
    CU_ASSERT_FATAL(setrlimit(RLIMIT_NOFILE, &tight) == 0);
    CU_ASSERT(wire_wait_answer(&w[0], stage.loop, false));
    for (int i = 0; i < 5; i++)
        orch_loop_turn(stage.loop, 1000000);
    CU_ASSERT_EQUAL(stage.connections, 1);
    shutdown(w[0].fd, SHUT_WR);
    CU_ASSERT(wire_wait_close(&w[0], stage.loop));
    CU_ASSERT(wire_wait_answer(&w[1], stage.loop, false));
    setrlimit(RLIMIT_NOFILE, &usual);
    wire_close(&w[1]);
    CU_ASSERT(wire_wait_answer(&w[2], stage.loop, false));
    wire_close(&w[0]);
    wire_close(&w[2]);
    end();
}

/* --- the end --------------------------------------------------------------------------------- */

static void test_drain(void)
{
    struct wire idle;
    struct wire busy;
    struct wire new;
    struct orch_exchange *first;

    begin();
    CU_ASSERT_FATAL(ask(&idle, GET("/1")));
    stage.later = true;
    wire_open(&busy, stage.port);
    wire_send(&busy, GET("/2"));
    CU_ASSERT_FATAL(reaches(&stage.requests, 2));
    first = stage.waiting;
    wire_open(&new, stage.port); /* waits to be accepted, with its request */
    wire_send(&new, GET("/3"));
    orch_server_drain(stage.server);
    CU_ASSERT(wire_wait_close(&idle, stage.loop));
    CU_ASSERT(reaches(&stage.requests, 3));
    answer(stage.waiting);
    CU_ASSERT_FATAL(wire_wait_answer(&new, stage.loop, false));
    CU_ASSERT(wire_has(&new, "\r\nConnection: close\r\n"));
    CU_ASSERT(wire_wait_close(&new, stage.loop));
    CU_ASSERT_EQUAL(orch_server_active(stage.server), 1);
    CU_ASSERT_FALSE(busy.closed);
    wire_close(&idle);
    wire_open(&idle, stage.port);
    CU_ASSERT_EQUAL(idle.fd, -1); /* nobody listens any more */
    stage.waiting = first;
    CU_ASSERT_EQUAL(orch_server_cut(stage.server), 1);
    CU_ASSERT(wire_wait_close(&busy, stage.loop));
    wire_close(&idle);
    wire_close(&busy);
    wire_close(&new);
    end();
}

static void test_drain_lets_finish(void)
{
    struct wire w;

    begin();
    stage.later = true;
    wire_open(&w, stage.port);
    wire_send(&w, GET("/x"));
    CU_ASSERT_FATAL(reaches(&stage.requests, 1));
    orch_server_drain(stage.server);
    answer(stage.waiting);
    CU_ASSERT_FATAL(wire_wait_answer(&w, stage.loop, false));
    CU_ASSERT(wire_has(&w, "\r\nConnection: close\r\n"));
    CU_ASSERT(wire_wait_close(&w, stage.loop));
    CU_ASSERT_EQUAL(stage.last.status, 200);
    CU_ASSERT_EQUAL(stage.cancels, 0);
    wire_close(&w);
    end();
}

static void test_cut(void)
{
    struct wire running;
    struct wire sending;

    begin();
    stage.later = true;
    wire_open(&running, stage.port);
    wire_send(&running, GET("/x"));
    CU_ASSERT_FATAL(reaches(&stage.requests, 1));
    wire_open(&sending, stage.port);
    wire_send(&sending, POST("Content-Length: 5\r\n") "he");
    while (orch_server_active(stage.server) < 2)
        orch_loop_turn(stage.loop, 1000000);
    CU_ASSERT_EQUAL(orch_server_cut(stage.server), 2);
    CU_ASSERT_EQUAL(stage.cancels, 1);
    CU_ASSERT(reaches(&stage.ends, 2));
    CU_ASSERT(wire_wait_close(&running, stage.loop));
    CU_ASSERT(wire_wait_close(&sending, stage.loop));
    CU_ASSERT_EQUAL(running.in.len + sending.in.len, 0);
    wire_close(&running);
    wire_close(&sending);
    end();
}

/* Freed with requests in every state: each that began has an end. */
static void test_free_under_way(void)
{
    struct wire idle;
    struct wire running;
    struct wire sending;

    begin();
    CU_ASSERT_FATAL(ask(&idle, GET("/1")));
    stage.later = true;
    wire_open(&running, stage.port);
    wire_send(&running, GET("/2"));
    CU_ASSERT_FATAL(reaches(&stage.requests, 2));
    wire_open(&sending, stage.port);
    wire_send(&sending, POST("Content-Length: 5\r\n") "he");
    while (orch_server_active(stage.server) < 2)
        orch_loop_turn(stage.loop, 1000000);
    end();
    CU_ASSERT_EQUAL(stage.cancels, 1);
    CU_ASSERT_EQUAL(stage.ends, 3);
    CU_ASSERT_EQUAL(stage.connections, 0);
    wire_close(&idle);
    wire_close(&running);
    wire_close(&sending);
}

/* Many at once, some of which leave: nothing is lost and nothing is left over. */
static void test_churn(void)
{
    enum { ROUNDS = 200 };
    struct wire w;

    begin();
    for (unsigned i = 0; i < ROUNDS; i++) {
        stage.later = i % 2;
        wire_open(&w, stage.port);
        wire_send(&w, GET("/x"));
        CU_ASSERT_FATAL(reaches(&stage.requests, i + 1));
        if (i % 4 == 3)
            answer(stage.waiting);
        if (i % 3 == 0)
            wire_reset(&w);
        else
            wire_close(&w);
        CU_ASSERT_FATAL(reaches(&stage.ends, i + 1));
    }
    CU_ASSERT_EQUAL(orch_server_active(stage.server), 0);
    end();
    CU_ASSERT_EQUAL(stage.connections, 0);
}

static const CU_TestInfo tests[] = {
    {"an answer at once, with its headers", test_answer_at_once},
    {"keep-alive and pipelining", test_keep_alive_and_pipelining},
    {"an answer later", test_answer_later},
    {"HEAD", test_head},
    {"targets arrive as they were sent", test_targets},
    {"an unknown method", test_unknown_method},
    {"bodies, whole and in pieces", test_bodies},
    {"Expect: 100-continue", test_expect},
    {"a body that is too large", test_body_too_large},
    {"headers that are too large", test_headers_too_large},
    {"ambiguous framing", test_ambiguous_framing},
    {"malformed requests", test_malformed},
    {"a client that leaves", test_client_leaves},
    {"a client that leaves early", test_client_leaves_early},
    {"slow clients are cut off", test_slow_clients},
    {"the bound of connections", test_connection_limit},
    {"the bound of descriptors", test_no_descriptors},
    {"drain", test_drain},
    {"drain lets finish", test_drain_lets_finish},
    {"cut", test_cut},
    {"freed with requests under way", test_free_under_way},
    {"many that come and go", test_churn},
    CU_TEST_INFO_NULL,
};

int main(void)
{
    return unit_main("runtime/server", tests);
}
