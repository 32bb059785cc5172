/* headers.c: emitted by orchc 0.1.0 from headers.orch; changes made here are lost. */
#include <orch/orch.h>

_Static_assert(ORCH_ABI == 4, "emitted for another version of liborch");

/* Conditions are those of the source, also where one is always true. */
#pragma GCC diagnostic ignored "-Wtautological-compare"

/* --- Types ----------------------------------------------------------------------------------- */

ORCH_OPTIONAL(opt_Level, int);

/* headers.orch:7  enum Level */
enum Level {
    Level_low,
    Level_high,
};

/* --- Tables ---------------------------------------------------------------------------------- */

/* the values of Level on the wire */
static const struct orch_str Level_names[] = {
    [Level_low] = ORCH_STR("low"),
    [Level_high] = ORCH_STR("HIGH"),
};

/* --- Checks of the dictionary ---------------------------------------------------------------- */

/* headers.orch:3  tenant_id : string length 1..20 */
static bool check_param_tenant_id(struct orch_input *in, enum orch_place place, const char *name,
        struct orch_str v)
{
    return orch_input_check_length(in, place, name, v, 1, 20);
}

/* headers.orch:4  user_id : int min 1 */
static bool check_param_user_id(struct orch_input *in, enum orch_place place, const char *name,
        int64_t v)
{
    return orch_input_check_int(in, place, name, v, 1, INT64_MAX);
}

/* --- Decoders -------------------------------------------------------------------------------- */

static bool read_list_int(struct orch_json_in *in, struct orch_list_int *out)
{
    void *items = NULL;
    size_t n = 0, cap = 0;

    if (!orch_json_enter_array(in))
        return false;
    while (orch_json_next_element(in)) {
        int64_t *item = orch_json_grow(in, &items, n, &cap, sizeof *item);

        if (!item)
            return false;
        n++;
        orch_json_int(in, item);
    }
    out->items = items;
    out->n = n;
    return !orch_json_failed(in);
}

/* --- Services -------------------------------------------------------------------------------- */

enum {
    service_stock,
};

static const struct orch_upstream upstreams[] = {
    /* headers.orch:9  service stock */
    [service_stock] = {.name = "stock", .env = "STOCK_URL", .url = "http://127.0.0.1:7921"},
};

/* Environment variables that headers are made from. */
enum {
    secret_STOCK_TOKEN,
    secret_STOCK_KEY,
};
static const char *const secrets[] = {
    [secret_STOCK_TOKEN] = "STOCK_TOKEN",
    [secret_STOCK_KEY] = "STOCK_KEY",
};

static const struct orch_header headers_stock_items[] = {
    /* headers.orch:11  header X-Client */
    {"X-Client", (const struct orch_header_part[]){{.text = "orch"}}, 1},
    /* headers.orch:12  header Authorization */
    {"Authorization",
            (const struct orch_header_part[]){{.text = "Bearer "}, {.secret = secret_STOCK_TOKEN}},
            2},
    /* headers.orch:13  header X-Both */
    {"X-Both",
            (const struct orch_header_part[]){{.secret = secret_STOCK_TOKEN}, {.text = "/"},
            {.secret = secret_STOCK_KEY}, {.text = "!"}}, 4},
};

static const struct orch_header headers_stock_plain[] = {
    /* headers.orch:11  header X-Client */
    {"X-Client", (const struct orch_header_part[]){{.text = "orch"}}, 1},
    /* headers.orch:12  header Authorization */
    {"Authorization",
            (const struct orch_header_part[]){{.text = "Bearer "}, {.secret = secret_STOCK_TOKEN}},
            2},
    /* headers.orch:13  header X-Both */
    {"X-Both",
            (const struct orch_header_part[]){{.secret = secret_STOCK_TOKEN}, {.text = "/"},
            {.secret = secret_STOCK_KEY}, {.text = "!"}}, 4},
};

static const struct orch_header headers_stock_secret[] = {
    /* headers.orch:20  header Accept */
    {"Accept", (const struct orch_header_part[]){{.text = "application/vnd.shop+json"}}, 1},
    /* headers.orch:21  header x-client */
    {"x-client", (const struct orch_header_part[]){{.secret = secret_STOCK_KEY}}, 1},
    /* headers.orch:13  header X-Both */
    {"X-Both",
            (const struct orch_header_part[]){{.secret = secret_STOCK_TOKEN}, {.text = "/"},
            {.secret = secret_STOCK_KEY}, {.text = "!"}}, 4},
};

static const struct orch_header headers_stock_put[] = {
    /* headers.orch:11  header X-Client */
    {"X-Client", (const struct orch_header_part[]){{.text = "orch"}}, 1},
    /* headers.orch:12  header Authorization */
    {"Authorization",
            (const struct orch_header_part[]){{.text = "Bearer "}, {.secret = secret_STOCK_TOKEN}},
            2},
    /* headers.orch:13  header X-Both */
    {"X-Both",
            (const struct orch_header_part[]){{.secret = secret_STOCK_TOKEN}, {.text = "/"},
            {.secret = secret_STOCK_KEY}, {.text = "!"}}, 4},
};

enum {
    operation_stock_items,
    operation_stock_plain,
    operation_stock_secret,
    operation_stock_put,
};

static const struct orch_operation operations[] = {
    /* headers.orch:15  stock.items */
    [operation_stock_items] = {
        .name = "stock.items",
        .upstream = service_stock,
        .method = ORCH_GET,
        .path = "/ids",
        .headers = headers_stock_items,
        .n_headers = 3,
    },
    /* headers.orch:17  stock.plain */
    [operation_stock_plain] = {
        .name = "stock.plain",
        .upstream = service_stock,
        .method = ORCH_GET,
        .path = "/ids",
        .headers = headers_stock_plain,
        .n_headers = 3,
    },
    /* headers.orch:18  stock.secret */
    [operation_stock_secret] = {
        .name = "stock.secret",
        .upstream = service_stock,
        .method = ORCH_GET,
        .path = "/ids",
        .headers = headers_stock_secret,
        .n_headers = 3,
    },
    /* headers.orch:22  stock.put */
    [operation_stock_put] = {
        .name = "stock.put",
        .upstream = service_stock,
        .method = ORCH_PUT,
        .path = "/n",
        .headers = headers_stock_put,
        .n_headers = 3,
    },
};

/* --- Flow find ------------------------------------------------------------------------------- */

/* What a run of find holds. */
struct find_frame {
    struct orch_str tenant_id;
    int64_t user_id;
    struct opt_Level level;
    struct orch_list_int items;
};

/* headers.orch:25  flow find: its parameters */
static void find_accept(struct orch_eval *ev, void *frame, struct orch_input *in)
{
    struct find_frame *f = frame;
    (void)ev;

    if (orch_input_str(in, ORCH_IN_HEADER, "X-Tenant", true, &f->tenant_id))
        check_param_tenant_id(in, ORCH_IN_HEADER, "X-Tenant", f->tenant_id);
    if (orch_input_int(in, ORCH_IN_HEADER, "X-User-Id", true, &f->user_id))
        check_param_user_id(in, ORCH_IN_HEADER, "X-User-Id", f->user_id);
    f->level.some = orch_input_enum(in, ORCH_IN_HEADER, "X-Level", false, Level_names, 2,
            &f->level.value);
}

/* headers.orch:28  invoke stock.items(ids: [user_id]) */
static void find_0_request(struct orch_eval *ev, const void *frame,
        struct orch_upstream_request *out)
{
    const struct find_frame *f = frame;

    orch_request_path(out, "/ids");
    orch_request_header_str(out, "X-Tenant", f->tenant_id);
    if (f->level.some)
        orch_request_header_str(out, "X-Level", Level_names[f->level.value]);
    struct orch_list_int list = {.items = orch_eval_alloc(ev, 1, sizeof(int64_t))};
    if (list.items) {
        list.n = 1;
        list.items[0] = f->user_id;
    }
    for (size_t i = 0; i < list.n; i++) {
        const int64_t item = list.items[i];
        orch_request_query_int(out, "ids", item);
    }
}

/* headers.orch:28  invoke stock.items(ids: [user_id]) */
static bool find_0_reply(struct orch_eval *ev, void *frame, struct orch_json_in *in)
{
    struct find_frame *f = frame;
    (void)ev;

    return read_list_int(in, &f->items);
}

static const struct orch_invoke find_0_invoke = {
    .operation = operation_stock_items,
    .result = "items",
    .request = find_0_request,
    .reply = find_0_reply,
};

/* headers.orch:29  return items */
static void find_1_answer(struct orch_eval *ev, const void *frame, struct orch_buf *out)
{
    const struct find_frame *f = frame;
    (void)ev;

    orch_json_write_lit(out, "[");
    for (size_t i = 0; i < f->items.n; i++) {
        const int64_t item = f->items.items[i];
        if (i > 0)
            orch_buf_char(out, ',');
        orch_json_write_int(out, item);
    }
    orch_json_write_lit(out, "]");
}

static const struct orch_node find_nodes[] = {
    [0] = {
        .op = ORCH_INVOKE, .next = 1, .line = 28,
        .label = "invoke stock.items",
        .invoke = &find_0_invoke,
    },
    [1] = {
        .op = ORCH_RETURN, .next = ORCH_END, .line = 29,
        .label = "return",
        .answer = find_1_answer,
    },
};

/* --- Flow echo ------------------------------------------------------------------------------- */

/* What a run of echo holds. */
struct echo_frame {
    struct orch_str tenant_id;
    struct orch_list_int items;
};

/* headers.orch:33  flow echo: its parameters */
static void echo_accept(struct orch_eval *ev, void *frame, struct orch_input *in)
{
    struct echo_frame *f = frame;
    (void)ev;

    if (orch_input_str(in, ORCH_IN_QUERY, "tenant_id", true, &f->tenant_id))
        check_param_tenant_id(in, ORCH_IN_QUERY, "tenant_id", f->tenant_id);
}

/* headers.orch:35  invoke stock.items(ids: []) else [0] */
static void echo_0_request(struct orch_eval *ev, const void *frame,
        struct orch_upstream_request *out)
{
    const struct echo_frame *f = frame;
    (void)ev;

    orch_request_path(out, "/ids");
    orch_request_header_str(out, "X-Tenant", f->tenant_id);
    const struct orch_list_int value = (struct orch_list_int){.n = 0};
    for (size_t i = 0; i < value.n; i++) {
        const int64_t item = value.items[i];
        orch_request_query_int(out, "ids", item);
    }
}

/* headers.orch:35  invoke stock.items(ids: []) else [0] */
static bool echo_0_reply(struct orch_eval *ev, void *frame, struct orch_json_in *in)
{
    struct echo_frame *f = frame;
    (void)ev;

    return read_list_int(in, &f->items);
}

/* headers.orch:35  invoke stock.items(ids: []) else [0] */
static void echo_0_otherwise(struct orch_eval *ev, void *frame)
{
    struct echo_frame *f = frame;

    struct orch_list_int list = {.items = orch_eval_alloc(ev, 1, sizeof(int64_t))};
    if (list.items) {
        list.n = 1;
        list.items[0] = 0;
    }
    f->items = list;
}

static const struct orch_invoke echo_0_invoke = {
    .operation = operation_stock_items,
    .result = "items",
    .request = echo_0_request,
    .reply = echo_0_reply,
    .otherwise = echo_0_otherwise,
};

/* headers.orch:36  return items */
static void echo_1_answer(struct orch_eval *ev, const void *frame, struct orch_buf *out)
{
    const struct echo_frame *f = frame;
    (void)ev;

    orch_json_write_lit(out, "[");
    for (size_t i = 0; i < f->items.n; i++) {
        const int64_t item = f->items.items[i];
        if (i > 0)
            orch_buf_char(out, ',');
        orch_json_write_int(out, item);
    }
    orch_json_write_lit(out, "]");
}

static const struct orch_node echo_nodes[] = {
    [0] = {
        .op = ORCH_INVOKE, .next = 1, .line = 35,
        .label = "invoke stock.items",
        .invoke = &echo_0_invoke,
    },
    [1] = {
        .op = ORCH_RETURN, .next = ORCH_END, .line = 36,
        .label = "return",
        .answer = echo_1_answer,
    },
};

/* --- Flow plain ------------------------------------------------------------------------------ */

/* What a run of plain holds. */
struct plain_frame {
    struct orch_list_int plain;
};

/* headers.orch:39  flow plain: its parameters */
static void plain_accept(struct orch_eval *ev, void *frame, struct orch_input *in)
{
    (void)frame;
    (void)ev;

    (void)in;
}

/* headers.orch:41  invoke stock.plain */
static void plain_0_request(struct orch_eval *ev, const void *frame,
        struct orch_upstream_request *out)
{
    (void)frame;
    (void)ev;

    orch_request_path(out, "/ids");
}

/* headers.orch:41  invoke stock.plain */
static bool plain_0_reply(struct orch_eval *ev, void *frame, struct orch_json_in *in)
{
    struct plain_frame *f = frame;
    (void)ev;

    return read_list_int(in, &f->plain);
}

static const struct orch_invoke plain_0_invoke = {
    .operation = operation_stock_plain,
    .result = "plain",
    .request = plain_0_request,
    .reply = plain_0_reply,
};

/* headers.orch:42  return plain */
static void plain_1_answer(struct orch_eval *ev, const void *frame, struct orch_buf *out)
{
    const struct plain_frame *f = frame;
    (void)ev;

    orch_json_write_lit(out, "[");
    for (size_t i = 0; i < f->plain.n; i++) {
        const int64_t item = f->plain.items[i];
        if (i > 0)
            orch_buf_char(out, ',');
        orch_json_write_int(out, item);
    }
    orch_json_write_lit(out, "]");
}

static const struct orch_node plain_nodes[] = {
    [0] = {
        .op = ORCH_INVOKE, .next = 1, .line = 41,
        .label = "invoke stock.plain",
        .invoke = &plain_0_invoke,
    },
    [1] = {
        .op = ORCH_RETURN, .next = ORCH_END, .line = 42,
        .label = "return",
        .answer = plain_1_answer,
    },
};

/* --- Flow guarded ---------------------------------------------------------------------------- */

/* What a run of guarded holds. */
struct guarded_frame {
    struct orch_str token;
    int64_t at;
    double share;
    struct orch_opt_bool exact;
    struct orch_list_int more;
};

/* headers.orch:45  flow guarded: its parameters */
static void guarded_accept(struct orch_eval *ev, void *frame, struct orch_input *in)
{
    struct guarded_frame *f = frame;
    (void)ev;

    orch_input_str(in, ORCH_IN_HEADER, "Authorization", true, &f->token);
    orch_input_time(in, ORCH_IN_HEADER, "X-At", true, &f->at);
    orch_input_float(in, ORCH_IN_QUERY, "share", true, &f->share);
    f->exact.some = orch_input_bool(in, ORCH_IN_HEADER, "X-Exact", false, &f->exact.value);
}

/* headers.orch:48  invoke stock.secret(at: at, share: share, exact: exact ?? true) */
static void guarded_0_request(struct orch_eval *ev, const void *frame,
        struct orch_upstream_request *out)
{
    const struct guarded_frame *f = frame;
    (void)ev;

    orch_request_path(out, "/ids");
    orch_request_header_str(out, "authorization", f->token);
    orch_request_header_time(out, "X-At", f->at);
    orch_request_header_float(out, "X-Share", f->share);
    orch_request_header_bool(out, "X-Exact", f->exact.some ? f->exact.value : true);
}

/* headers.orch:48  invoke stock.secret(at: at, share: share, exact: exact ?? true) */
static bool guarded_0_reply(struct orch_eval *ev, void *frame, struct orch_json_in *in)
{
    struct guarded_frame *f = frame;
    (void)ev;

    return read_list_int(in, &f->more);
}

static const struct orch_invoke guarded_0_invoke = {
    .operation = operation_stock_secret,
    .timeout_ms = 2000,
    .result = "more",
    .request = guarded_0_request,
    .reply = guarded_0_reply,
};

/* headers.orch:49  return more */
static void guarded_1_answer(struct orch_eval *ev, const void *frame, struct orch_buf *out)
{
    const struct guarded_frame *f = frame;
    (void)ev;

    orch_json_write_lit(out, "[");
    for (size_t i = 0; i < f->more.n; i++) {
        const int64_t item = f->more.items[i];
        if (i > 0)
            orch_buf_char(out, ',');
        orch_json_write_int(out, item);
    }
    orch_json_write_lit(out, "]");
}

static const struct orch_node guarded_nodes[] = {
    [0] = {
        .op = ORCH_INVOKE, .next = 1, .line = 48,
        .label = "invoke stock.secret",
        .invoke = &guarded_0_invoke,
    },
    [1] = {
        .op = ORCH_RETURN, .next = ORCH_END, .line = 49,
        .label = "return",
        .answer = guarded_1_answer,
    },
};

/* --- Flow put -------------------------------------------------------------------------------- */

/* What a run of put holds. */
struct put_frame {
    struct orch_str tenant_id;
    int64_t n;
};

/* headers.orch:52  flow put: its parameters */
static void put_accept(struct orch_eval *ev, void *frame, struct orch_input *in)
{
    struct put_frame *f = frame;
    (void)ev;

    if (orch_input_str(in, ORCH_IN_HEADER, "X-Tenant", true, &f->tenant_id))
        check_param_tenant_id(in, ORCH_IN_HEADER, "X-Tenant", f->tenant_id);
    orch_input_int(in, ORCH_IN_HEADER, "X-N", true, &f->n);
}

/* headers.orch:54  invoke stock.put(n: n) */
static void put_0_request(struct orch_eval *ev, const void *frame,
        struct orch_upstream_request *out)
{
    const struct put_frame *f = frame;
    (void)ev;

    orch_request_path(out, "/n");
    orch_request_header_str(out, "X-Tenant", f->tenant_id);
    struct orch_buf *body = orch_request_body(out);
    orch_json_write_lit(body, "{\"n\":");
    orch_json_write_int(body, f->n);
    orch_json_write_lit(body, "}");
}

static const struct orch_invoke put_0_invoke = {
    .operation = operation_stock_put,
    .request = put_0_request,
};

static const struct orch_node put_nodes[] = {
    [0] = {
        .op = ORCH_INVOKE, .next = ORCH_END, .line = 54,
        .label = "invoke stock.put",
        .invoke = &put_0_invoke,
    },
};

/* --- Program --------------------------------------------------------------------------------- */

static const struct orch_flow flows[] = {
    [0] = {
        .name = "find",
        .method = ORCH_GET,
        .path = "/find",
        .frame_size = sizeof(struct find_frame),
        .n_strands = 1,
        .n_nodes = 2,
        .nodes = find_nodes,
        .file = "headers.orch",
        .headers = (const char *const[]){"X-Tenant", "X-User-Id", "X-Level"},
        .n_headers = 3,
        .accept = find_accept,
    },
    [1] = {
        .name = "echo",
        .method = ORCH_GET,
        .path = "/echo",
        .frame_size = sizeof(struct echo_frame),
        .n_strands = 1,
        .n_nodes = 2,
        .nodes = echo_nodes,
        .file = "headers.orch",
        .accept = echo_accept,
    },
    [2] = {
        .name = "plain",
        .method = ORCH_GET,
        .path = "/plain",
        .frame_size = sizeof(struct plain_frame),
        .n_strands = 1,
        .n_nodes = 2,
        .nodes = plain_nodes,
        .file = "headers.orch",
        .accept = plain_accept,
    },
    [3] = {
        .name = "guarded",
        .method = ORCH_GET,
        .path = "/guarded",
        .frame_size = sizeof(struct guarded_frame),
        .n_strands = 1,
        .n_nodes = 2,
        .nodes = guarded_nodes,
        .file = "headers.orch",
        .headers = (const char *const[]){"Authorization", "X-At", "X-Exact"},
        .n_headers = 3,
        .accept = guarded_accept,
    },
    [4] = {
        .name = "put",
        .method = ORCH_PUT,
        .path = "/put",
        .frame_size = sizeof(struct put_frame),
        .n_strands = 1,
        .n_nodes = 1,
        .nodes = put_nodes,
        .file = "headers.orch",
        .headers = (const char *const[]){"X-Tenant", "X-N"},
        .n_headers = 2,
        .accept = put_accept,
    },
};

static const struct orch_program program = {
    .abi = ORCH_ABI,
    .name = "headers",
    .compiler = "0.1.0",
    .upstreams = upstreams,
    .n_upstreams = 1,
    .operations = operations,
    .n_operations = 4,
    .flows = flows,
    .n_flows = 5,
    .secrets = secrets,
    .n_secrets = 2,
};

int main(int argc, char **argv)
{
    return orch_main(&program, argc, argv);
}
