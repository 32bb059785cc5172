/* A whole service, as a child process: the main() of a program written by hand in the form that the
 * compiler emits, its flows over a service that the test plays, its signals, log and exit codes. */
#include "tests/support/tiny_server.h"
#include "tests/support/unit.h"
#include "tests/support/wire.h"

#include "runtime/orch.h"

#include <fcntl.h>
#include <jansson.h>
#include <signal.h>
#include <sys/wait.h>

/* --- the program ------------------------------------------------------------------------------
 *
 *      1  flow ping(n: int) -> {n} on GET "/ping" { return }
 *      2  flow get(id: string) -> {v} on GET "/things/{id}" timeout 20s
 *      3  { invoke store.get
 *      4    return }
 *      5  flow soft(id: string) -> {v} on GET "/soft/{id}"
 *      6  { invoke store.get timeout 10s else "none"
 *      7    return }
 *      8  flow echo(body) on POST "/echo" { return }
 *      9  flow phone(id: string secret) on GET "/phones/{id}" { return } */

struct frame {
    int64_t n;
    struct orch_str id, v;
};

static void accept_n(struct orch_eval *ev, void *frame, struct orch_input *in)
{
    (void)ev;
    orch_input_int(in, ORCH_IN_QUERY, "n", true, &((struct frame *)frame)->n);
}

static void accept_id(struct orch_eval *ev, void *frame, struct orch_input *in)
{
    (void)ev;
    orch_input_str(in, ORCH_IN_PATH, "id", true, &((struct frame *)frame)->id);
}

static void accept_body(struct orch_eval *ev, void *frame, struct orch_input *in)
{
    struct orch_json_in json;

    orch_input_body(in, &json);
    orch_json_raw(&json, &((struct frame *)frame)->v);
    orch_input_body_end(ev, in, &json);
}

static void answer_n(struct orch_eval *ev, const void *frame, struct orch_buf *out)
{
    (void)ev;
    orch_json_write_lit(out, "{\"n\":");
    orch_json_write_int(out, ((const struct frame *)frame)->n);
    orch_buf_char(out, '}');
}

static void answer_v(struct orch_eval *ev, const void *frame, struct orch_buf *out)
{
    (void)ev;
    orch_json_write_lit(out, "{\"v\":");
    orch_buf_str(out, ((const struct frame *)frame)->v);
    orch_buf_char(out, '}');
}

static void request_get(struct orch_eval *ev, const void *frame, struct orch_upstream_request *out)
{
    (void)ev;
    orch_request_path(out, "/x/");
    orch_request_path_str(out, ((const struct frame *)frame)->id);
}

static bool reply_get(struct orch_eval *ev, void *frame, struct orch_json_in *in)
{
    (void)ev;
    return orch_json_raw(in, &((struct frame *)frame)->v);
}

static void otherwise_get(struct orch_eval *ev, void *frame)
{
    (void)ev;
    ((struct frame *)frame)->v = orch_str("\"none\"");
}

static const struct orch_invoke invoke_get = {
    .result = "v", .request = request_get, .reply = reply_get};
static const struct orch_invoke invoke_soft = {.result = "v",
                                               .timeout_ms = 10000,
                                               .request = request_get,
                                               .reply = reply_get,
                                               .otherwise = otherwise_get};

static const struct orch_node ping_nodes[] = {
    {.op = ORCH_RETURN, .next = ORCH_END, .line = 1, .label = "return", .answer = answer_n}};
static const struct orch_node get_nodes[] = {
    {.op = ORCH_INVOKE, .next = 1, .line = 3, .label = "invoke store.get", .invoke = &invoke_get},
    {.op = ORCH_RETURN, .next = ORCH_END, .line = 4, .label = "return", .answer = answer_v}};
static const struct orch_node soft_nodes[] = {
    {.op = ORCH_INVOKE, .next = 1, .line = 6, .label = "invoke store.get", .invoke = &invoke_soft},
    {.op = ORCH_RETURN, .next = ORCH_END, .line = 7, .label = "return", .answer = answer_v}};
static const struct orch_node echo_nodes[] = {
    {.op = ORCH_RETURN, .next = ORCH_END, .line = 8, .label = "return", .answer = answer_v}};

#define FLOW(flow_name, flow_method, flow_path, flow_accept, table)                                \
    .name = flow_name, .method = flow_method, .path = flow_path, .accept = flow_accept,            \
    .frame_size = sizeof(struct frame), .n_strands = 1, .nodes = table,                            \
    .n_nodes = sizeof table / sizeof table[0], .file = "shop.orch"

static const struct orch_flow flows[] = {
    {FLOW("ping", ORCH_GET, "/ping", accept_n, ping_nodes)},
    {FLOW("get", ORCH_GET, "/things/{id}", accept_id, get_nodes), .timeout_ms = 20000},
    {FLOW("soft", ORCH_GET, "/soft/{id}", accept_id, soft_nodes)},
    {FLOW("phone", ORCH_GET, "/phones/{id}", accept_id, ping_nodes), .secret_path = true},
    {FLOW("echo", ORCH_POST, "/echo", accept_body, echo_nodes), .has_body = true},
};
static const struct orch_upstream upstreams[] = {{"store", "STORE_URL", NULL}};
static const struct orch_operation operations[] = {
    {.name = "store.get", .method = ORCH_GET, .path = "/x/{id}"}};
static const struct orch_program program = {.abi = ORCH_ABI,
                                            .name = "shop",
                                            .compiler = "1.2.3",
                                            .upstreams = upstreams,
                                            .n_upstreams = 1,
                                            .operations = operations,
                                            .n_operations = 1,
                                            .flows = flows,
                                            .n_flows = sizeof flows / sizeof flows[0]};

/* --- the store that the test plays ------------------------------------------------------------ */

/* /x/hold is never answered, /x/broken with a broken body, the others with their target. */
static void serve(struct tiny_conn *conn, const struct tiny_request *request)
{
    char body[64];

    if (strcmp(request->target, "/x/hold") == 0)
        return;
    snprintf(body, sizeof body, "\"%.32s\"", request->target);
    tiny_reply(conn, 200, strcmp(request->target, "/x/broken") == 0 ? "{\"" : body);
}

/* --- the service as a child ------------------------------------------------------------------- */

static struct {
    struct orch_loop *loop;
    struct tiny_server store;
    pid_t pid;
    int err; /* the child's stderr */
    struct orch_buf said;
    unsigned port, admin;
} svc;

static void hear(void)
{
    char data[4096];
    ssize_t n;

    while ((n = read(svc.err, data, sizeof data)) > 0)
        orch_buf_append(&svc.said, data, (size_t)n);
    orch_buf_reserve(&svc.said, 1);
    svc.said.data[svc.said.len] = '\0';
}

/* Waits until the child has said that. */
static bool says(const char *text)
{
    int64_t limit = wire_now_ms() + WIRE_PATIENCE_MS;

    for (hear(); !strstr(svc.said.data, text); hear()) {
        if (wire_now_ms() > limit) {
            printf("not said: %s\nsaid: %s\n", text, svc.said.data);
            return false;
        }
        orch_loop_turn(svc.loop, 1000000);
    }
    return true;
}

static void launch(int argc, char **argv)
{
    int ends[2];

    CU_ASSERT_FATAL(pipe(ends) == 0);
    fflush(stdout);
    svc.pid = fork();
    CU_ASSERT_FATAL(svc.pid >= 0);
    if (svc.pid == 0) {
        dup2(ends[1], STDERR_FILENO);
        close(ends[0]);
        close(ends[1]);
        exit(orch_main(&program, argc, argv));
    }
    close(ends[1]);
    svc.err = ends[0];
    fcntl(svc.err, F_SETFL, O_NONBLOCK);
}

/* Starts the store and, with these flags (separated by spaces), the service. */
static void launch_with(const char *flags)
{
    char store[64];
    char copy[512];
    char *argv[32] = {(char[]){"/usr/bin/shop_svc"}, (char[]){"--set"}, store};
    int argc = 3;

    memset(&svc, 0, sizeof svc);
    orch_buf_init(&svc.said, 0);
    svc.loop = orch_loop_new();
    CU_ASSERT_PTR_NOT_NULL_FATAL(svc.loop);
    tiny_start(&svc.store, svc.loop, serve);
    snprintf(store, sizeof store, "store.url=http://127.0.0.1:%u", svc.store.port);
    snprintf(copy, sizeof copy, "%s", flags);
    for (char *s = strtok(copy, " "); s; s = strtok(NULL, " "))
        argv[argc++] = s;
    launch(argc, argv);
}

static void start(const char *flags)
{
    char all[512];

    snprintf(all, sizeof all, "--listen 127.0.0.1:0 --admin 127.0.0.1:0 --workers 2 %s", flags);
    launch_with(all);
    CU_ASSERT_FATAL(says("\nadmin on 127.0.0.1:"));
    CU_ASSERT_FATAL(sscanf(svc.said.data, "listening on 127.0.0.1:%u\nadmin on 127.0.0.1:%u\n",
                           &svc.port, &svc.admin) == 2);
}

/* Waits for its end and takes everything down; its exit code, -1 where a signal killed it. */
static int ended(void)
{
    int64_t limit = wire_now_ms() + WIRE_PATIENCE_MS;
    int status = 0;

    while (waitpid(svc.pid, &status, WNOHANG) == 0) {
        orch_loop_turn(svc.loop, 1000000);
        if (wire_now_ms() > limit)
            kill(svc.pid, SIGKILL);
    }
    hear();
    close(svc.err);
    tiny_stop(&svc.store);
    orch_loop_free(svc.loop);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int stop(void)
{
    kill(svc.pid, SIGTERM);
    return ended();
}

static void forget(void)
{
    orch_buf_free(&svc.said);
}

/* The access log line that has `text` in it; NULL: none. To be freed with json_decref. */
static json_t *logged(const char *text)
{
    const char *at = strstr(svc.said.data, text);

    if (!at)
        return NULL;
    while (at > svc.said.data && at[-1] != '\n')
        at--;
    return json_loadb(at, strcspn(at, "\n"), 0, NULL);
}

static bool ask(struct wire *w, unsigned port, const char *request)
{
    wire_open(w, port);
    wire_send(w, request);
    return wire_wait_answer(w, svc.loop, false);
}

#define GET(target) "GET " target " HTTP/1.1\r\nHost: x\r\n\r\n"

/* Asks on a new connection: status, and whether the answer has that text. */
static bool answers(unsigned port, const char *request, int status, const char *text)
{
    struct wire w;
    bool fine = ask(&w, port, request) && wire_status(&w) == status && wire_has(&w, text);

    if (!fine)
        printf("%s%s\n", request, w.in.len > 0 ? w.in.data : "no answer\n");
    wire_close(&w);
    return fine;
}

/* Waits until the counters, which a worker moves just after it has answered, say that. */
static bool counts(const char *line)
{
    int64_t limit = wire_now_ms() + WIRE_PATIENCE_MS;
    struct wire w;
    bool found = false;

    while (!found && wire_now_ms() < limit) {
        found = ask(&w, svc.admin, GET("/metrics")) && wire_has(&w, line);
        wire_close(&w);
    }
    return found;
}

/* Turns until that many requests are held by the store. */
static bool held(unsigned n)
{
    int64_t limit = wire_now_ms() + WIRE_PATIENCE_MS;

    while (svc.store.open != n && wire_now_ms() < limit)
        orch_loop_turn(svc.loop, 1000000);
    return svc.store.open == n;
}

/* --- what it answers -------------------------------------------------------------------------- */

static void test_flows(void)
{
    start("");
    CU_ASSERT(answers(svc.port, GET("/ping?n=5"), 200, "\r\n\r\n{\"n\":5}"));
    CU_ASSERT(answers(svc.port, GET("/things/a%20b"), 200, "\r\n\r\n{\"v\":\"/x/a%20b\"}"));
    CU_ASSERT(answers(svc.port, GET("/soft/broken"), 200, "\r\nOrch-Degraded: v;malformed\r\n"));
    CU_ASSERT(answers(svc.port, GET("/things/broken"), 502, "\"error\":\"malformed\""));
    CU_ASSERT(answers(svc.port,
                      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: Application/JSON; "
                      "charset=utf-8\r\nContent-Length: 7\r\n\r\n{\"a\":1}",
                      200, "\r\n\r\n{\"v\":{\"a\":1}}"));
    CU_ASSERT_EQUAL(stop(), 0);
    forget();
}

static void test_refusals(void)
{
    start("--max-body 16");
    CU_ASSERT(answers(svc.port, GET("/nothing"), 404, "\"error\":\"not_found\""));
    CU_ASSERT(answers(svc.port, "PUT /ping HTTP/1.1\r\nHost: x\r\n\r\n", 405,
                      "\r\nAllow: GET, HEAD\r\n"));
    CU_ASSERT(answers(svc.port, GET("/ping?n=x"), 400, "\"where\":\"query.n\""));
    CU_ASSERT(answers(svc.port, GET("/ping?n=%31%"), 400, "is not percent-encoded correctly"));
    CU_ASSERT(answers(svc.port, GET("/things/%ff"), 400, "\"where\":\"path.id\""));
    CU_ASSERT(answers(svc.port, "POST /echo HTTP/1.1\r\nHost: x\r\n\r\n", 400, "is missing"));
    CU_ASSERT(answers(svc.port, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}",
                      415, "must be application/json"));
    CU_ASSERT(answers(svc.port,
                      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/jsonx\r\n"
                      "Content-Length: 2\r\n\r\n{}",
                      415, "must be application/json"));
    CU_ASSERT(answers(svc.port,
                      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                      "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
                      415, "must not be encoded"));
    CU_ASSERT(answers(svc.port,
                      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                      "Content-Length: 17\r\n\r\n\"aaaaaaaaaaaaaaa\"",
                      413, "\"error\":\"too_large\""));
    CU_ASSERT(counts("\norch_requests_refused_total 8\n"));
    CU_ASSERT_EQUAL(stop(), 0);
    forget();
}

static void test_busy(void)
{
    struct wire w;

    start("--workers 1 --max-runs 1");
    wire_open(&w, svc.port);
    wire_send(&w, GET("/things/hold"));
    CU_ASSERT(held(1));
    CU_ASSERT(answers(svc.port, GET("/ping?n=1"), 503, "\r\nRetry-After: 1\r\n"));
    wire_close(&w);
    CU_ASSERT(held(0));
    CU_ASSERT(answers(svc.port, GET("/ping?n=1"), 200, "{\"n\":1}"));
    CU_ASSERT_EQUAL(stop(), 0);
    forget();
}

/* The service's call ends when the client leaves. */
static void test_client_leaves(void)
{
    struct wire w;
    json_t *line;

    start("");
    wire_open(&w, svc.port);
    wire_send(&w, GET("/things/hold?token=hidden"));
    CU_ASSERT(held(1));
    wire_close(&w);
    CU_ASSERT(held(0));
    CU_ASSERT(says("\"status\":499"));
    line = logged("\"status\":499");
    CU_ASSERT_PTR_NOT_NULL_FATAL(line);
    CU_ASSERT_STRING_EQUAL(json_string_value(json_object_get(line, "path")), "/things/hold");
    CU_ASSERT_EQUAL(json_integer_value(json_object_get(line, "calls")), 1);
    json_decref(line);
    CU_ASSERT(counts("\norch_flow_answers_total{flow=\"get\",status=\"cancelled\"} 1\n"));
    CU_ASSERT_EQUAL(stop(), 0);
    forget();
}

static void test_admin(void)
{
    start("");
    CU_ASSERT(answers(svc.port, GET("/ping?n=1"), 200, "{\"n\":1}"));
    CU_ASSERT(answers(svc.admin, GET("/healthz"), 200, "\r\n\r\nok\n"));
    CU_ASSERT(answers(svc.admin, GET("/readyz"), 200, "\r\n\r\nready\n"));
    CU_ASSERT(answers(svc.admin, GET("/"), 200, "/metrics"));
    CU_ASSERT(counts("\norch_flow_answers_total{flow=\"ping\",status=\"2xx\"} 1\n"));
    CU_ASSERT(counts("\norch_workers 2\n"));
    CU_ASSERT(answers(svc.admin, GET("/ping?n=1"), 404, "not_found"));
    CU_ASSERT(answers(svc.admin, "DELETE / HTTP/1.1\r\nHost: x\r\n\r\n", 405, "Allow: GET, HEAD"));
    CU_ASSERT(answers(svc.port, GET("/metrics"), 404, "not_found"));
    CU_ASSERT_EQUAL(stop(), 0);
    forget();
}

static void test_log(void)
{
    json_t *line;
    json_t *error;

    start("");
    CU_ASSERT(answers(svc.port, GET("/things/broken"), 502, "malformed"));
    CU_ASSERT(says("\"status\":502"));
    line = logged("\"status\":502");
    CU_ASSERT_PTR_NOT_NULL_FATAL(line);
    CU_ASSERT_STRING_EQUAL(json_string_value(json_object_get(line, "flow")), "get");
    CU_ASSERT_STRING_EQUAL(json_string_value(json_object_get(line, "method")), "GET");
    CU_ASSERT(json_is_real(json_object_get(line, "ms")));
    error = json_object_get(line, "error");
    CU_ASSERT_STRING_EQUAL(json_string_value(json_object_get(error, "name")), "malformed");
    CU_ASSERT_STRING_EQUAL(json_string_value(json_object_get(error, "node")), "invoke store.get");
    CU_ASSERT_EQUAL(json_integer_value(json_object_get(error, "line")), 3);
    json_decref(line);
    CU_ASSERT(answers(svc.port, GET("/phones/13800000000?x=13800000000"), 200, "{\"n\":0}"));
    CU_ASSERT(says("\"path\":\"/phones/{id}\""));
    CU_ASSERT_EQUAL(stop(), 0);
    CU_ASSERT_PTR_NULL(strstr(svc.said.data, "13800000000")); /* it is secret */
    forget();

    start("--log off");
    CU_ASSERT(answers(svc.port, GET("/nothing"), 404, "not_found"));
    CU_ASSERT_EQUAL(stop(), 0);
    CU_ASSERT_PTR_NULL(strchr(svc.said.data, '{'));
    forget();
}

/* --- how it ends ------------------------------------------------------------------------------ */

/* A request in flight is finished; nothing new is taken; not ready meanwhile. */
static void test_drain(void)
{
    struct wire w;
    struct wire late;

    start("");
    wire_open(&w, svc.port);
    wire_send(&w, GET("/things/hold"));
    CU_ASSERT(held(1));
    kill(svc.pid, SIGTERM);
    CU_ASSERT(answers(svc.admin, GET("/healthz"), 200, "ok"));
    CU_ASSERT(says("draining"));
    CU_ASSERT(answers(svc.admin, GET("/readyz"), 503, "draining"));
    do { /* each worker stops listening in its own time */
        wire_open(&late, svc.port);
        wire_close(&late);
        orch_loop_turn(svc.loop, 1000000);
        wire_open(&late, svc.port);
    } while (late.fd >= 0 && (wire_close(&late), true));
    tiny_reply(svc.store.conns, 200, "\"at last\"");
    CU_ASSERT(wire_wait_answer(&w, svc.loop, false));
    CU_ASSERT(wire_has(&w, "{\"v\":\"at last\"}"));
    CU_ASSERT(wire_has(&w, "\r\nConnection: close\r\n"));
    CU_ASSERT(wire_wait_close(&w, svc.loop));
    wire_close(&w);
    CU_ASSERT_EQUAL(ended(), 0);
    CU_ASSERT_PTR_NULL(strstr(svc.said.data, "cut off"));
    forget();
}

static void test_drain_is_bounded(void)
{
    struct wire w;

    start("--drain 50ms");
    wire_open(&w, svc.port);
    wire_send(&w, GET("/things/hold"));
    CU_ASSERT(held(1));
    kill(svc.pid, SIGINT);
    CU_ASSERT(wire_wait_close(&w, svc.loop));
    CU_ASSERT_EQUAL(w.in.len, 0);
    CU_ASSERT_EQUAL(ended(), 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(svc.said.data, "1 request was cut off"));
    wire_close(&w);
    forget();
}

static void test_second_signal(void)
{
    struct wire w;

    start("");
    wire_open(&w, svc.port);
    wire_send(&w, GET("/things/hold"));
    CU_ASSERT(held(1));
    kill(svc.pid, SIGTERM);
    CU_ASSERT(says("draining"));
    kill(svc.pid, SIGTERM);
    CU_ASSERT_EQUAL(ended(), 1);
    wire_close(&w);
    forget();
}

/* --- how it does not start -------------------------------------------------------------------- */

/* One line, and exit code 2. */
static void refuses(const char *flags, const char *line)
{
    launch_with(flags);
    CU_ASSERT_EQUAL(ended(), 2);
    if (strcmp(svc.said.data, line) != 0)
        printf("%s: %s\n", flags, svc.said.data);
    CU_ASSERT_STRING_EQUAL(svc.said.data, line);
    forget();
}

static void test_bad_settings(void)
{
    refuses("--listn x", "shop_svc: unknown flag --listn; did you mean --listen?\n");
    refuses("--check-config --workers x",
            "shop_svc: --workers must be a whole number, not \"x\"\n");
    refuses("--listen 192.0.2.1:0",
            "shop_svc: cannot listen on 192.0.2.1:0: Cannot assign requested address\n");
    launch_with("--check-config");
    CU_ASSERT_EQUAL(ended(), 0);
    CU_ASSERT_STRING_EQUAL(svc.said.data, "");
    forget();
}

/* Whoever listens there already - another service of ours, too, for which sharing would be possible
 * - keeps the port. */
static void test_port_in_use(void)
{
    char flags[128];
    char line[160];
    unsigned port;
    pid_t first;
    int err;

    start("");
    first = svc.pid;
    port = svc.port;
    err = svc.err;
    tiny_stop(&svc.store);
    orch_loop_free(svc.loop);
    forget();
    snprintf(flags, sizeof flags, "--listen 127.0.0.1:%u --admin off", port);
    snprintf(line, sizeof line, "shop_svc: cannot listen on 127.0.0.1:%u: Address already in use\n",
             port);
    refuses(flags, line);
    snprintf(flags, sizeof flags, "--listen 127.0.0.1:0 --admin 127.0.0.1:%u", port);
    refuses(flags, line);
    kill(first, SIGKILL);
    waitpid(first, NULL, 0);
    close(err);
}

static const CU_TestInfo tests[] = {
    {"flows answer", test_flows},
    {"requests that no flow takes", test_refusals},
    {"too many at once", test_busy},
    {"a client that leaves ends its calls", test_client_leaves},
    {"the admin listener", test_admin},
    {"the access log", test_log},
    {"drain", test_drain},
    {"drain is bounded", test_drain_is_bounded},
    {"a second signal", test_second_signal},
    {"bad settings", test_bad_settings},
    {"a port that is in use", test_port_in_use},
    CU_TEST_INFO_NULL,
};

int main(void)
{
    return unit_main("runtime/service", tests);
}
