/* The libcurl transport against a server on the same loop: connections, broken replies, bounds,
 * cancelling, names that cannot be looked up. Nothing sleeps; what takes time is driven by the
 * server's side, which the test writes. */
#include "runtime/client.h"
#include "runtime/flow.h"
#include "tests/support/tiny_server.h"
#include "tests/support/unit.h"

#include <dlfcn.h>
#include <netdb.h>
#include <semaphore.h>
#include <time.h>

/* --- names -----------------------------------------------------------------------------------
 * This program's own getaddrinfo, which libcurl's threads call: no test depends on a resolver. */

static sem_t slow_name_may_end, slow_name_was_asked;

int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints,
                struct addrinfo **out)
{
    int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **);

    if (name && strcmp(name, "nohost.test") == 0)
        return EAI_NONAME;
    if (name && strcmp(name, "slow.test") == 0) {
        sem_post(&slow_name_was_asked);
        sem_wait(&slow_name_may_end);
        return EAI_NONAME;
    }
    *(void **)&real = dlsym(RTLD_NEXT, "getaddrinfo");
    return real(name, service, hints, out);
}

/* --- the program ----------------------------------------------------------------------------- */

enum { UP_SERVER, UP_REFUSED, UP_NOHOST, UP_SLOW, UP_COUNT };
enum { GET, HEAD, POST, PUT, PATCH, DELETE, REFUSED, NOHOST, SLOW, OP_COUNT };

static const struct orch_upstream upstreams[UP_COUNT] = {
    {.name = "server"}, {.name = "refused"}, {.name = "nohost"}, {.name = "slow"}};
static const struct orch_operation operations[OP_COUNT] = {
    [GET] = {.name = "server.get", .method = ORCH_GET},
    [HEAD] = {.name = "server.head", .method = ORCH_HEAD},
    [POST] = {.name = "server.post", .method = ORCH_POST},
    [PUT] = {.name = "server.put", .method = ORCH_PUT},
    [PATCH] = {.name = "server.patch", .method = ORCH_PATCH},
    [DELETE] = {.name = "server.delete", .method = ORCH_DELETE},
    [REFUSED] = {.name = "refused.get", .upstream = UP_REFUSED},
    [NOHOST] = {.name = "nohost.get", .upstream = UP_NOHOST},
    [SLOW] = {.name = "slow.get", .upstream = UP_SLOW},
};
static const struct orch_program program = {.abi = ORCH_ABI,
                                            .name = "test",
                                            .upstreams = upstreams,
                                            .operations = operations,
                                            .n_upstreams = UP_COUNT,
                                            .n_operations = OP_COUNT};

/* --- the server's side ----------------------------------------------------------------------- */

enum { MAX_REPLY = 64 * 1024 };

/* "METHOD target|user agent|accept|content type|expect|body": what a test may want to see. */
static void serve_echo(struct tiny_conn *conn, const struct tiny_request *r)
{
    static const char *const names[] = {"User-Agent", "Accept", "Content-Type", "Expect"};
    char text[2048];
    size_t n =
        (size_t)snprintf(text, sizeof text, "%.*s", (int)strcspn(r->head, "\r") - 9, r->head);

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char name[32];
        const char *h;

        snprintf(name, sizeof name, "\r\n%s: ", names[i]);
        h = strcasestr(r->head, name);
        h = h ? h + strlen(name) : "-\r";
        n += (size_t)snprintf(text + n, sizeof text - n, "|%.*s", (int)strcspn(h, "\r"), h);
    }
    snprintf(text + n, sizeof text - n, "|%.*s", ORCH_STR_ARG(r->body));
    tiny_reply(conn, 200, text);
}

static void serve_long(struct tiny_conn *conn, size_t n, bool chunked)
{
    char *body = malloc(n), head[64];

    memset(body, 'x', n);
    if (chunked)
        snprintf(head, sizeof head, "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n%zx\r\n",
                 n);
    else
        snprintf(head, sizeof head, "HTTP/1.1 200 X\r\nContent-Length: %zu\r\n\r\n", n);
    tiny_send_text(conn, head);
    tiny_send(conn, body, n);
    if (chunked)
        tiny_send_text(conn, "\r\n0\r\n\r\n");
    free(body);
}

static void serve_long_headers(struct tiny_conn *conn)
{
    tiny_send_text(conn, "HTTP/1.1 200 X\r\nContent-Length: 2\r\n");
    for (int i = 0; i < 1000; i++) {
        char line[120];
        snprintf(line, sizeof line, "X-Filler-%d: %080d\r\n", i, i);
        tiny_send_text(conn, line);
    }
    tiny_send_text(conn, "\r\nok");
}

/* Replies that are sent as they stand; the connection is closed behind those marked so. */
static const struct canned {
    const char *target;
    const char *bytes;
    bool closes;
} canned[] = {
    {"/ok", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine", false},
    {"/204", "HTTP/1.1 204 X\r\n\r\n", false},
    {"/empty", "HTTP/1.1 200 X\r\nContent-Length: 0\r\n\r\n", false},
    {"/503", "HTTP/1.1 503 X\r\nContent-Length: 5\r\n\r\nsorry", false},
    {"/redirect", "HTTP/1.1 302 X\r\nLocation: /ok\r\nContent-Length: 0\r\n\r\n", false},
    {"/continue", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 X\r\nContent-Length: 2\r\n\r\nok",
     false},
    {"/chunked",
     "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n"
     "0\r\nTrailer: 1\r\n\r\n",
     false},
    {"/until-close", "HTTP/1.1 200 X\r\n\r\nall of it", true},
    {"/says-close", "HTTP/1.1 200 X\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", true},
    {"/bad-chunk", "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n", false},
    {"/cut-chunk", "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc", true},
    {"/short", "HTTP/1.1 200 X\r\nContent-Length: 100\r\n\r\nabc", true},
    {"/cut-head", "HTTP/1.1 200 X\r\nContent-Le", true},
    {"/garbage", "\x01\x02 no HTTP at all\r\n\r\n", true},
    {"/bad-length", "HTTP/1.1 200 X\r\nContent-Length: -5\r\n\r\nabc", true},
    {"/bad-gzip", "HTTP/1.1 200 X\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nabcde",
     false},
    {"/odd-coding", "HTTP/1.1 200 X\r\nContent-Encoding: odd\r\nContent-Length: 5\r\n\r\nabcde",
     false},
};

static const char gzipped[] =
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xcb\x48\xcd\xc9\xc9\xd7\x51\x48\xaf\xca\x2c\x00\x00"
    "\x4a\x9b\xb1\x5c\x0b\x00\x00\x00"; /* "hello, gzip" */

static void serve(struct tiny_conn *conn, const struct tiny_request *r)
{
    for (size_t i = 0; i < sizeof canned / sizeof canned[0]; i++) {
        if (strcmp(r->target, canned[i].target) == 0) {
            tiny_send_text(conn, canned[i].bytes);
            conn->close_when_sent = canned[i].closes;
            return;
        }
    }
    if (strncmp(r->target, "/echo", 5) == 0 || strncmp(r->target, "/base/", 6) == 0) {
        serve_echo(conn, r);
    } else if (strcmp(r->target, "/long") == 0) {
        serve_long(conn, MAX_REPLY, false);
    } else if (strcmp(r->target, "/too-long") == 0) {
        serve_long(conn, MAX_REPLY + 1, false);
    } else if (strcmp(r->target, "/too-long-chunked") == 0) {
        serve_long(conn, MAX_REPLY + 1, true);
    } else if (strcmp(r->target, "/long-headers") == 0) {
        serve_long_headers(conn);
    } else if (strcmp(r->target, "/gzip") == 0) {
        tiny_send_text(conn,
                       "HTTP/1.1 200 X\r\nContent-Encoding: gzip\r\nContent-Length: 31\r\n\r\n");
        tiny_send(conn, gzipped, sizeof gzipped - 1);
    } else if (strcmp(r->target, "/close") == 0) {
        tiny_close(conn);
    } else if (strcmp(r->target, "/reset") == 0) {
        tiny_reset(conn);
    } else if (strcmp(r->target, "/once") == 0) {
        /* Like a server that closes an idle connection just as it is used again. */
        if (conn->requests > 1)
            tiny_close(conn);
        else
            tiny_reply(conn, 200, "fine");
    }
    /* "/hang": no answer */
}

/* --- the client's side ----------------------------------------------------------------------- */

struct bench {
    struct orch_loop *loop;
    struct tiny_server server;
    struct orch_transport *client;
    int refused_fd;
    unsigned refused_port;
};

struct probe {
    struct orch_call call;
    struct bench *bench;
    unsigned done;
};

static struct orch_transport *new_client(struct bench *b, unsigned max_connections,
                                         const char *server_url, char *error, size_t size)
{
    char url[64], refused[64];
    const char *urls[UP_COUNT] = {server_url ? server_url : url, refused, "http://nohost.test:81",
                                  "http://slow.test"};
    struct orch_client_settings settings = {
        .urls = urls, .max_reply = MAX_REPLY, .max_connections = max_connections};

    snprintf(url, sizeof url, "http://127.0.0.1:%u", b->server.port);
    snprintf(refused, sizeof refused, "http://user:secret@127.0.0.1:%u", b->refused_port);
    return orch_client_curl_new(b->loop, &program, &settings, error, size);
}

static void start(struct bench *b, unsigned max_connections)
{
    char error[200] = "";

    *b = (struct bench){.loop = orch_loop_new()};
    tiny_start(&b->server, b->loop, serve);
    b->refused_fd = tiny_bind(&b->refused_port);
    b->client = new_client(b, max_connections, NULL, error, sizeof error);
    if (!b->client) {
        printf("%s\n", error);
        abort();
    }
}

static void end(struct bench *b)
{
    b->client->close(b->client);
    tiny_stop(&b->server);
    close(b->refused_fd);
    orch_loop_free(b->loop);
}

static void count_done(struct orch_call *call)
{
    struct probe *p = call->data;

    p->done++;
}

static void probe_init(struct bench *b, struct probe *p, uint16_t operation, const char *target)
{
    *p = (struct probe){.bench = b};
    p->call.operation = operation;
    p->call.done = count_done;
    p->call.data = p;
    orch_request_init(&p->call.request);
    orch_request_path(&p->call.request, target);
}

static void probe_start(struct bench *b, struct probe *p, uint16_t operation, const char *target,
                        const char *body)
{
    probe_init(b, p, operation, target);
    if (body)
        orch_buf_cstr(orch_request_body(&p->call.request), body);
    b->client->start(b->client, &p->call);
    CU_ASSERT_EQUAL(p->done, 0);
}

static void probe_free(struct probe *p)
{
    orch_request_free(&p->call.request);
    orch_buf_free(&p->call.reply);
}

static int64_t seconds(void)
{
    struct timespec ts;

    clock_gettime(CLOCK_MONOTONIC, &ts);
    return ts.tv_sec;
}

/* Turns the loop until *count reaches n; a test that would wait for ever fails. */
static bool turn_until(struct bench *b, const unsigned *count, unsigned n)
{
    int64_t until = seconds() + 10;

    while (*count < n && seconds() < until)
        orch_loop_turn(b->loop, 100000000);
    if (*count < n)
        CU_FAIL("waited too long");
    return *count >= n;
}

static void call(struct bench *b, struct probe *p, uint16_t operation, const char *target,
                 const char *body)
{
    probe_start(b, p, operation, target, body);
    turn_until(b, &p->done, 1);
}

static bool reply_is(const struct probe *p, const char *text)
{
    if (unit_str_is(orch_buf_get(&p->call.reply), text))
        return true;
    printf("got '%.*s', not '%s'\n", ORCH_STR_ARG(orch_buf_get(&p->call.reply)), text);
    return false;
}

/* --- replies --------------------------------------------------------------------------------- */

static void test_replies(void)
{
    static const struct {
        const char *target;
        enum orch_error error;
        int status;
        const char *reply; /* NULL: not looked at */
    } cases[] = {
        {"/ok", ORCH_OK, 200, "fine"},
        {"/204", ORCH_OK, 204, ""},
        {"/empty", ORCH_OK, 200, ""},
        {"/503", ORCH_OK, 503, "sorry"},
        {"/redirect", ORCH_OK, 302, ""},
        {"/continue", ORCH_OK, 200, "ok"},
        {"/chunked", ORCH_OK, 200, "abcde"},
        {"/until-close", ORCH_OK, 200, "all of it"},
        {"/says-close", ORCH_OK, 200, "ok"},
        {"/gzip", ORCH_OK, 200, "hello, gzip"},
        {"/long", ORCH_OK, 200, NULL},
        {"/too-long", ORCH_ERR_MALFORMED, 200, NULL},
        {"/too-long-chunked", ORCH_ERR_MALFORMED, 200, NULL},
        {"/long-headers", ORCH_ERR_MALFORMED, 200, NULL},
        {"/bad-chunk", ORCH_ERR_MALFORMED, 200, NULL},
        {"/cut-chunk", ORCH_ERR_MALFORMED, 200, NULL},
        {"/short", ORCH_ERR_MALFORMED, 200, NULL},
        {"/garbage", ORCH_ERR_MALFORMED, 0, NULL},
        {"/bad-length", ORCH_ERR_MALFORMED, 200, NULL},
        {"/bad-gzip", ORCH_ERR_MALFORMED, 200, NULL},
        {"/odd-coding", ORCH_ERR_MALFORMED, 200, NULL},
        {"/close", ORCH_ERR_UNREACHABLE, 0, NULL},
        {"/reset", ORCH_ERR_UNREACHABLE, 0, NULL},
    };
    struct bench b;

    start(&b, 4);
    for (int again = 0; again < 2; again++) {
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
            struct probe p;

            call(&b, &p, GET, cases[i].target, NULL);
            if (p.call.error != cases[i].error || p.call.status != cases[i].status) {
                printf("%s: error %d, status %d: %s\n", cases[i].target, (int)p.call.error,
                       p.call.status, p.call.detail);
                CU_FAIL("see above");
            }
            CU_ASSERT_EQUAL(p.call.detail[0] == 0, cases[i].error == ORCH_OK);
            if (cases[i].reply)
                CU_ASSERT_TRUE(reply_is(&p, cases[i].reply));
            CU_ASSERT_TRUE(p.call.reply.len <= MAX_REPLY);
            probe_free(&p);
        }
    }
    end(&b);
}

static void test_what_is_told(void)
{
    char wanted[100];
    struct bench b;
    struct probe p;

    start(&b, 4);
    call(&b, &p, REFUSED, "/x?token=abc", NULL);
    snprintf(wanted, sizeof wanted, "connect to 127.0.0.1:%u: Connection refused", b.refused_port);
    CU_ASSERT_EQUAL(p.call.error, ORCH_ERR_UNREACHABLE);
    CU_ASSERT_STRING_EQUAL(p.call.detail, wanted); /* neither password nor query */
    probe_free(&p);
    call(&b, &p, NOHOST, "/x", NULL);
    CU_ASSERT_EQUAL(p.call.error, ORCH_ERR_UNREACHABLE);
    CU_ASSERT_STRING_EQUAL(p.call.detail, "nohost.test:81: Could not resolve host: nohost.test");
    probe_free(&p);
    call(&b, &p, GET, "/too-long", NULL);
    snprintf(wanted, sizeof wanted, "127.0.0.1:%u: the reply is too long", b.server.port);
    CU_ASSERT_STRING_EQUAL(p.call.detail, wanted);
    probe_free(&p);
    end(&b);
}

/* --- requests -------------------------------------------------------------------------------- */

#define AGENT "|orch/" ORCH_VERSION "|application/json|"

static void test_requests(void)
{
    static const struct {
        uint16_t operation;
        const char *target, *body, *seen;
    } cases[] = {
        {GET, "/echo?q=a%20b", NULL, "GET /echo?q=a%20b" AGENT "-|-|"},
        {GET, "/echo/a/../%2E%2E/./b//c", NULL, "GET /echo/a/../%2E%2E/./b//c" AGENT "-|-|"},
        {POST, "/echo", "{\"a\":1}", "POST /echo" AGENT "application/json|-|{\"a\":1}"},
        {POST, "/echo", NULL, "POST /echo" AGENT "application/json|-|"},
        {PUT, "/echo", "[2]", "PUT /echo" AGENT "application/json|-|[2]"},
        {PUT, "/echo", NULL, "PUT /echo" AGENT "-|-|"},
        {PUT, "/echo", "[3]", "PUT /echo" AGENT "application/json|-|[3]"},
        {PATCH, "/echo", "{}", "PATCH /echo" AGENT "application/json|-|{}"},
        {DELETE, "/echo/1", NULL, "DELETE /echo/1" AGENT "-|-|"},
        {DELETE, "/echo/1", "[]", "DELETE /echo/1" AGENT "application/json|-|[]"},
        {DELETE, "/echo/1", NULL, "DELETE /echo/1" AGENT "-|-|"},
        {GET, "/echo", "[1]", "GET /echo" AGENT "application/json|-|[1]"},
        {GET, "/echo", NULL, "GET /echo" AGENT "-|-|"},
    };
    struct bench b;
    struct probe p;

    start(&b, 4);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        call(&b, &p, cases[i].operation, cases[i].target, cases[i].body);
        CU_ASSERT_EQUAL(p.call.error, ORCH_OK);
        CU_ASSERT_TRUE(reply_is(&p, cases[i].seen));
        probe_free(&p);
    }
    call(&b, &p, HEAD, "/ok", NULL);
    CU_ASSERT_EQUAL(p.call.status, 200);
    CU_ASSERT_EQUAL(p.call.reply.len, 0);
    probe_free(&p);
    end(&b);
}

/* A body that is larger than a socket takes at once. */
static void test_large_body(void)
{
    size_t n = 3u << 20;
    char *body = malloc(n + 1);
    struct bench b;
    struct probe p;

    memset(body, 'y', n);
    body[n] = 0;
    start(&b, 4);
    call(&b, &p, POST, "/ok", body);
    CU_ASSERT_EQUAL(p.call.error, ORCH_OK);
    CU_ASSERT_TRUE(reply_is(&p, "fine"));
    probe_free(&p);
    end(&b);
    free(body);
}

static void test_base_path_and_environment(void)
{
    char url[64], error[200];
    struct bench b;
    struct probe p;

    setenv("http_proxy", "http://127.0.0.1:1", 1);
    setenv("all_proxy", "http://127.0.0.1:1", 1);
    start(&b, 4);
    b.client->close(b.client);
    snprintf(url, sizeof url, "http://127.0.0.1:%u/base", b.server.port);
    b.client = new_client(&b, 4, url, error, sizeof error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(b.client);
    call(&b, &p, GET, "/x", NULL);
    CU_ASSERT_TRUE(reply_is(&p, "GET /base/x" AGENT "-|-|"));
    probe_free(&p);
    end(&b);
    unsetenv("http_proxy");
    unsetenv("all_proxy");
}

static void test_urls_that_are_none(void)
{
    static const char *const urls[] = {
        "",          "127.0.0.1:7001", "ftp://h/x",      "file:///etc/passwd",
        "http://",   "http://h:99999", "http://h/x?y=1", "http://h/#f",
        "http://a b"};
    char error[200];
    struct bench b;

    start(&b, 4);
    for (size_t i = 0; i < sizeof urls / sizeof urls[0]; i++) {
        error[0] = 0;
        if (new_client(&b, 4, urls[i], error, sizeof error)) {
            printf("taken: %s\n", urls[i]);
            CU_FAIL("an URL that is none");
        }
        CU_ASSERT_PTR_NOT_NULL(strstr(error, "service server: "));
    }
    end(&b);
}

/* --- connections ----------------------------------------------------------------------------- */

static void test_connections_are_kept(void)
{
    struct bench b;
    struct probe p;

    start(&b, 4);
    for (int i = 0; i < 20; i++) {
        call(&b, &p, i % 2 ? GET : POST, "/ok", NULL);
        CU_ASSERT_EQUAL(p.call.error, ORCH_OK);
        probe_free(&p);
    }
    CU_ASSERT_EQUAL(b.server.accepted, 1);
    end(&b);
}

static void test_a_connection_closed_while_idle(void)
{
    struct bench b;
    struct probe p;

    start(&b, 4);
    for (int i = 0; i < 3; i++) {
        call(&b, &p, GET, "/ok", NULL);
        CU_ASSERT_EQUAL(p.call.error, ORCH_OK);
        probe_free(&p);
        tiny_close(b.server.conns);
    }
    CU_ASSERT_EQUAL(b.server.accepted, 3);
    end(&b);
}

static void test_a_connection_closed_as_it_is_reused(void)
{
    struct bench b;
    struct probe p;

    start(&b, 4);
    for (int i = 0; i < 3; i++) {
        call(&b, &p, GET, "/once", NULL);
        CU_ASSERT_EQUAL(p.call.error, ORCH_OK);
        CU_ASSERT_TRUE(reply_is(&p, "fine"));
        probe_free(&p);
    }
    CU_ASSERT_EQUAL(b.server.accepted, 3); /* the second and the third were repeated */
    end(&b);
}

enum { MANY = 60 };

static void count_one(struct orch_call *c)
{
    struct probe *p = c->data;

    p->done = 1;
    ++*(unsigned *)(void *)p->bench;
}

static void test_many_at_once(void)
{
    static struct probe probes[MANY];
    unsigned ended = 0;
    struct bench b;

    start(&b, 5);
    for (int i = 0; i < MANY; i++) {
        probe_init(&b, &probes[i], GET, "/ok");
        probes[i].call.done = count_one;
        probes[i].bench = (struct bench *)(void *)&ended;
        b.client->start(b.client, &probes[i].call);
    }
    CU_ASSERT_EQUAL(ended, 0);
    turn_until(&b, &ended, MANY);
    for (int i = 0; i < MANY; i++) {
        CU_ASSERT_EQUAL(probes[i].call.error, ORCH_OK);
        CU_ASSERT_EQUAL(probes[i].call.status, 200);
        CU_ASSERT_TRUE(reply_is(&probes[i], "fine"));
        probe_free(&probes[i]);
    }
    CU_ASSERT_TRUE(b.server.most_open <= 5);
    CU_ASSERT_TRUE(b.server.accepted <= 5);
    end(&b);
}

/* --- cancelling ------------------------------------------------------------------------------ */

static unsigned requests_of(const struct tiny_server *s)
{
    unsigned n = 0;

    for (const struct tiny_conn *c = s->conns; c; c = c->next)
        n += c->requests;
    return n;
}

static void test_cancel_at_once(void)
{
    struct bench b;
    struct probe p, q;

    start(&b, 4);
    probe_start(&b, &p, GET, "/ok", NULL);
    b.client->cancel(b.client, &p.call);
    call(&b, &q, GET, "/ok", NULL);
    CU_ASSERT_EQUAL(p.done, 0);
    CU_ASSERT_EQUAL(q.call.error, ORCH_OK);
    probe_free(&p);
    probe_free(&q);
    end(&b);
}

static void test_cancel_while_waiting(void)
{
    struct bench b;
    struct probe p, q;
    unsigned asked = 0, closed = 0;

    start(&b, 4);
    probe_start(&b, &p, GET, "/hang", NULL);
    while (asked == 0) {
        orch_loop_turn(b.loop, 100000000);
        asked = requests_of(&b.server);
    }
    b.client->cancel(b.client, &p.call);
    while (!closed) { /* the server sees it go */
        orch_loop_turn(b.loop, 100000000);
        closed = b.server.open == 0;
    }
    CU_ASSERT_EQUAL(p.done, 0);
    call(&b, &q, GET, "/ok", NULL); /* the handle is fit for the next */
    CU_ASSERT_TRUE(reply_is(&q, "fine"));
    probe_free(&p);
    probe_free(&q);
    end(&b);
}

static void test_cancel_in_the_middle_of_a_reply(void)
{
    struct bench b;
    struct probe p, q;

    start(&b, 1);
    probe_start(&b, &p, GET, "/hang", NULL);
    while (requests_of(&b.server) == 0)
        orch_loop_turn(b.loop, 100000000);
    tiny_send_text(b.server.conns, "HTTP/1.1 200 X\r\nContent-Length: 10\r\n\r\nabc");
    while (p.call.reply.len < 3)
        orch_loop_turn(b.loop, 100000000);
    b.client->cancel(b.client, &p.call);
    call(&b, &q, GET, "/ok", NULL); /* gets none of the rest, and the only connection is free */
    CU_ASSERT_TRUE(reply_is(&q, "fine"));
    CU_ASSERT_EQUAL(p.done, 0);
    probe_free(&p);
    probe_free(&q);
    end(&b);
}

/* One of several fails; like the engine it cancels all the others from within done. */
static struct probe group[8];

static void cancel_the_others(struct orch_call *c)
{
    struct probe *p = c->data;

    p->done++;
    for (size_t i = 0; i < 8; i++)
        if (&group[i] != p)
            p->bench->client->cancel(p->bench->client, &group[i].call);
}

static void test_cancel_others_in_done(void)
{
    static const uint16_t kinds[] = {REFUSED, NOHOST, GET};
    struct bench b;

    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
        unsigned done = 0;

        start(&b, 8);
        for (size_t i = 0; i < 8; i++) {
            probe_init(&b, &group[i], kinds[k], "/ok");
            group[i].call.done = cancel_the_others;
            b.client->start(b.client, &group[i].call);
        }
        while (done == 0) {
            orch_loop_turn(b.loop, 100000000);
            for (size_t i = 0; i < 8; i++)
                done += group[i].done;
        }
        for (int i = 0; i < 5; i++)
            orch_loop_turn(b.loop, 0);
        for (size_t i = 0; i < 8; i++) {
            done -= group[i].done;
            probe_free(&group[i]);
        }
        CU_ASSERT_EQUAL(done, 0); /* exactly one, and none came later */
        end(&b);
    }
}

static void start_the_next(struct orch_call *c)
{
    struct probe *p = c->data;

    if (++p->done < 5)
        p->bench->client->start(p->bench->client, c);
}

static void test_start_again_in_done(void)
{
    struct bench b;
    struct probe p;

    start(&b, 4);
    probe_init(&b, &p, GET, "/ok");
    p.call.done = start_the_next;
    b.client->start(b.client, &p.call);
    turn_until(&b, &p.done, 5);
    CU_ASSERT_TRUE(reply_is(&p, "fine"));
    CU_ASSERT_EQUAL(b.server.accepted, 1);
    probe_free(&p);
    end(&b);
}

/* --- names, and what cannot start ------------------------------------------------------------ */

static void test_cancel_while_a_name_is_looked_up(void)
{
    struct bench b;
    struct probe p, q;

    start(&b, 4);
    probe_start(&b, &p, SLOW, "/x", NULL);
    orch_loop_turn(b.loop, 0);
    while (sem_trywait(&slow_name_was_asked) != 0)
        orch_loop_turn(b.loop, 1000000);
    call(&b, &q, GET, "/ok", NULL); /* others go on meanwhile */
    CU_ASSERT_EQUAL(q.call.error, ORCH_OK);
    probe_free(&q);
    b.client->cancel(b.client, &p.call); /* would never return if it waited for the look-up */
    call(&b, &q, GET, "/ok", NULL);
    CU_ASSERT_EQUAL(q.call.error, ORCH_OK);
    CU_ASSERT_EQUAL(p.done, 0);
    probe_free(&p);
    probe_free(&q);
    end(&b);
    sem_post(&slow_name_may_end);
}

/* libcurl refuses URLs of more than 8 MB. */
static void test_a_call_that_cannot_start(void)
{
    size_t n = 9u << 20;
    char *target = malloc(n + 1);
    struct probe p[3];
    struct bench b;

    memset(target, 'a', n);
    target[0] = '/';
    target[n] = 0;
    start(&b, 4);
    for (int i = 0; i < 3; i++)
        probe_start(&b, &p[i], GET, target, NULL);
    b.client->cancel(b.client, &p[2].call);
    b.client->cancel(b.client, &p[0].call);
    turn_until(&b, &p[1].done, 1);
    CU_ASSERT_EQUAL(p[1].call.error, ORCH_ERR_UNREACHABLE);
    CU_ASSERT_PTR_NOT_NULL(strstr(p[1].call.detail, ": the call cannot be made"));
    CU_ASSERT_EQUAL(p[0].done + p[2].done, 0);
    for (int i = 0; i < 3; i++)
        probe_free(&p[i]);
    call(&b, &p[0], GET, "/ok", NULL);
    CU_ASSERT_TRUE(reply_is(&p[0], "fine"));
    probe_free(&p[0]);
    end(&b);
    free(target);
}

int main(void)
{
    static const CU_TestInfo tests[] = {
        {"replies", test_replies},
        {"what is told of failures", test_what_is_told},
        {"requests", test_requests},
        {"a large body", test_large_body},
        {"a base path, and no proxy from the environment", test_base_path_and_environment},
        {"URLs that are none", test_urls_that_are_none},
        {"connections are kept", test_connections_are_kept},
        {"a connection closed while idle", test_a_connection_closed_while_idle},
        {"a connection closed as it is reused", test_a_connection_closed_as_it_is_reused},
        {"many at once", test_many_at_once},
        {"cancel at once", test_cancel_at_once},
        {"cancel while waiting", test_cancel_while_waiting},
        {"cancel in the middle of a reply", test_cancel_in_the_middle_of_a_reply},
        {"cancel others in done", test_cancel_others_in_done},
        {"start again in done", test_start_again_in_done},
        {"cancel while a name is looked up", test_cancel_while_a_name_is_looked_up},
        {"a call that cannot start", test_a_call_that_cannot_start},
        CU_TEST_INFO_NULL,
    };

    sem_init(&slow_name_may_end, 0, 0);
    sem_init(&slow_name_was_asked, 0, 0);
    return unit_main("runtime/client_curl", tests);
}
