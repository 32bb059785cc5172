/* within.c: emitted by orchc 0.1.0 from within.orch; changes made here are lost. */
#include <orch/orch.h>

_Static_assert(ORCH_ABI == 4, "emitted for another version of liborch");

/* Conditions are those of the source, also where one is always true. */
#pragma GCC diagnostic ignored "-Wtautological-compare"

/* --- Services -------------------------------------------------------------------------------- */

enum {
    service_s,
};

static const struct orch_upstream upstreams[] = {
    /* within.orch:3  service s */
    [service_s] = {.name = "s", .env = NULL, .url = "http://127.0.0.1:7001"},
};

enum {
    operation_s_one,
};

static const struct orch_operation operations[] = {
    /* within.orch:5  s.one */
    [operation_s_one] = {
        .name = "s.one",
        .upstream = service_s,
        .method = ORCH_GET,
        .path = "/a",
    },
};

/* --- Flow page ------------------------------------------------------------------------------- */

/* What a run of page holds. */
struct page_frame {
    int64_t n;
    struct orch_opt_int a;
    int64_t m;
};

/* within.orch:7  flow page: its parameters */
static void page_accept(struct orch_eval *ev, void *frame, struct orch_input *in)
{
    (void)frame;
    (void)ev;

    (void)in;
}

/* within.orch:8  n = 0 */
static void page_0_assign(struct orch_eval *ev, void *frame)
{
    struct page_frame *f = frame;
    (void)ev;

    f->n = 0;
}

/* within.orch:9  within 200ms */
static const struct orch_fork_branch page_1_branches[] = {
    {.node = 2, .strand = 1},
};

/* within.orch:10  n = 1 */
static void page_2_assign(struct orch_eval *ev, void *frame)
{
    struct page_frame *f = frame;
    (void)ev;

    f->n = 1;
}

/* within.orch:11  invoke s.one */
static void page_3_request(struct orch_eval *ev, const void *frame,
        struct orch_upstream_request *out)
{
    (void)frame;
    (void)ev;

    orch_request_path(out, "/a");
}

/* within.orch:11  invoke s.one */
static bool page_3_reply(struct orch_eval *ev, void *frame, struct orch_json_in *in)
{
    struct page_frame *f = frame;
    (void)ev;

    int64_t value = 0;
    if (!orch_json_int(in, &value))
        return false;
    f->a.value = value;
    f->a.some = true;
    return true;
}

static const struct orch_invoke page_3_invoke = {
    .operation = operation_s_one,
    .result = "a",
    .request = page_3_request,
    .reply = page_3_reply,
};

/* within.orch:12  m = 1 */
static void page_4_assign(struct orch_eval *ev, void *frame)
{
    struct page_frame *f = frame;
    (void)ev;

    f->m = 1;
}

/* within.orch:13  within 50ms */
static const struct orch_fork_branch page_5_branches[] = {
    {.node = 6, .strand = 2},
};

/* within.orch:13  invoke s.one */
static void page_6_request(struct orch_eval *ev, const void *frame,
        struct orch_upstream_request *out)
{
    (void)frame;
    (void)ev;

    orch_request_path(out, "/a");
}

/* within.orch:13  invoke s.one */
static bool page_6_reply(struct orch_eval *ev, void *frame, struct orch_json_in *in)
{
    struct page_frame *f = frame;
    (void)ev;

    int64_t value = 0;
    if (!orch_json_int(in, &value))
        return false;
    f->a.value = value;
    f->a.some = true;
    return true;
}

static const struct orch_invoke page_6_invoke = {
    .operation = operation_s_one,
    .result = "a",
    .request = page_6_request,
    .reply = page_6_reply,
};

/* within.orch:15  m = n */
static void page_7_assign(struct orch_eval *ev, void *frame)
{
    struct page_frame *f = frame;
    (void)ev;

    f->m = f->n;
}

/* within.orch:17  n = 2 */
static void page_9_assign(struct orch_eval *ev, void *frame)
{
    struct page_frame *f = frame;
    (void)ev;

    f->n = 2;
}

/* within.orch:18  within 1s */
static const struct orch_fork_branch page_10_branches[] = {
    {.node = 11, .strand = 1},
};

/* within.orch:18  invoke s.one */
static void page_11_request(struct orch_eval *ev, const void *frame,
        struct orch_upstream_request *out)
{
    (void)frame;
    (void)ev;

    orch_request_path(out, "/a");
}

/* within.orch:18  invoke s.one */
static bool page_11_reply(struct orch_eval *ev, void *frame, struct orch_json_in *in)
{
    struct page_frame *f = frame;
    (void)ev;

    int64_t value = 0;
    if (!orch_json_int(in, &value))
        return false;
    f->a.value = value;
    f->a.some = true;
    return true;
}

static const struct orch_invoke page_11_invoke = {
    .operation = operation_s_one,
    .result = "a",
    .request = page_11_request,
    .reply = page_11_reply,
};

/* within.orch:19  return */
static void page_12_answer(struct orch_eval *ev, const void *frame, struct orch_buf *out)
{
    const struct page_frame *f = frame;
    (void)ev;

    orch_json_write_lit(out, "{");
    bool comma = false;
    if (f->a.some) {
        orch_json_write_lit(out, "\"a\":");
        orch_json_write_int(out, f->a.value);
        comma = true;
    }
    if (comma)
        orch_buf_char(out, ',');
    orch_json_write_lit(out, "\"n\":");
    orch_json_write_int(out, f->n);
    orch_json_write_lit(out, ",\"m\":");
    orch_json_write_int(out, f->m);
    orch_json_write_lit(out, "}");
}

static const struct orch_node page_nodes[] = {
    [0] = {
        .op = ORCH_ASSIGN, .next = 1, .line = 8,
        .label = "assign n",
        .assign = page_0_assign,
    },
    [1] = {
        .op = ORCH_FORK, .next = 8, .line = 9,
        .label = "within 200ms",
        .fork = {.branches = page_1_branches, .n_branches = 1, .timeout_ms = 200, .otherwise = 7},
    },
    [2] = {
        .op = ORCH_ASSIGN, .next = 3, .line = 10,
        .label = "assign n",
        .assign = page_2_assign,
    },
    [3] = {
        .op = ORCH_INVOKE, .next = 4, .line = 11,
        .label = "invoke s.one",
        .invoke = &page_3_invoke,
    },
    [4] = {
        .op = ORCH_ASSIGN, .next = 5, .line = 12,
        .label = "assign m",
        .assign = page_4_assign,
    },
    [5] = {
        .op = ORCH_FORK, .next = ORCH_END, .line = 13,
        .label = "within 50ms",
        .fork = {.branches = page_5_branches, .n_branches = 1, .timeout_ms = 50},
    },
    [6] = {
        .op = ORCH_INVOKE, .next = ORCH_END, .line = 13,
        .label = "invoke s.one",
        .invoke = &page_6_invoke,
    },
    [7] = {
        .op = ORCH_ASSIGN, .next = 8, .line = 15,
        .label = "assign m",
        .assign = page_7_assign,
    },
    [8] = {
        .op = ORCH_EMPTY, .next = 10, .line = 17,
        .label = "within 1s",
    },
    [9] = {
        .op = ORCH_ASSIGN, .next = 10, .line = 17,
        .label = "assign n",
        .assign = page_9_assign,
    },
    [10] = {
        .op = ORCH_FORK, .next = 12, .line = 18,
        .label = "within 1s",
        .fork = {.branches = page_10_branches, .n_branches = 1, .timeout_ms = 1000,
                .otherwise = 12},
    },
    [11] = {
        .op = ORCH_INVOKE, .next = ORCH_END, .line = 18,
        .label = "invoke s.one",
        .invoke = &page_11_invoke,
    },
    [12] = {
        .op = ORCH_RETURN, .next = ORCH_END, .line = 19,
        .label = "return",
        .answer = page_12_answer,
    },
};

/* --- Program --------------------------------------------------------------------------------- */

static const struct orch_flow flows[] = {
    [0] = {
        .name = "page",
        .method = ORCH_GET,
        .path = "/page",
        .frame_size = sizeof(struct page_frame),
        .n_strands = 3,
        .n_nodes = 13,
        .nodes = page_nodes,
        .file = "within.orch",
        .accept = page_accept,
    },
};

static const struct orch_program program = {
    .abi = ORCH_ABI,
    .name = "within",
    .compiler = "0.1.0",
    .upstreams = upstreams,
    .n_upstreams = 1,
    .operations = operations,
    .n_operations = 1,
    .flows = flows,
    .n_flows = 1,
};

int main(int argc, char **argv)
{
    return orch_main(&program, argc, argv);
}
