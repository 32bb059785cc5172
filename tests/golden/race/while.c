/* while.c: emitted by orchc 0.1.0 from while.orch; changes made here are lost. */
#include <orch/orch.h>

_Static_assert(ORCH_ABI == 4, "emitted for another version of liborch");

/* Conditions are those of the source, also where one is always true. */
#pragma GCC diagnostic ignored "-Wtautological-compare"

/* --- Types ----------------------------------------------------------------------------------- */

/* while.orch:2  record Page */
struct Page {
    struct orch_list_str items;
    struct orch_opt_str next;
};

/* --- Decoders -------------------------------------------------------------------------------- */

static bool read_list_str(struct orch_json_in *in, struct orch_list_str *out)
{
    void *items = NULL;
    size_t n = 0, cap = 0;

    if (!orch_json_enter_array(in))
        return false;
    while (orch_json_next_element(in)) {
        struct orch_str *item = orch_json_grow(in, &items, n, &cap, sizeof *item);

        if (!item)
            return false;
        n++;
        orch_json_str(in, item);
    }
    out->items = items;
    out->n = n;
    return !orch_json_failed(in);
}

/* while.orch:2  record Page */
static bool read_Page(struct orch_json_in *in, struct Page *out)
{
    static const char *const names[] = {"items", "next"};
    static const uint64_t required[] = {0x1};
    uint64_t seen[1] = {0};
    struct orch_str key;

    if (!orch_json_enter_object(in))
        return false;
    while (orch_json_next_key(in, &key)) {
        switch (key.len) {
        case 4:
            if (memcmp(key.ptr, "next", 4) == 0) {
                if (orch_json_field(in, seen, 1, "next") && !orch_json_null(in))
                    out->next.some = orch_json_str(in, &out->next.value);
                continue;
            }
            break;
        case 5:
            if (memcmp(key.ptr, "items", 5) == 0) {
                if (orch_json_field(in, seen, 0, "items"))
                    read_list_str(in, &out->items);
                continue;
            }
            break;
        }
        orch_json_skip(in);
    }
    return orch_json_leave_object(in, seen, required, names, 2);
}

/* --- Services -------------------------------------------------------------------------------- */

enum {
    service_s,
};

static const struct orch_upstream upstreams[] = {
    /* while.orch:4  service s */
    [service_s] = {.name = "s", .env = NULL, .url = "http://127.0.0.1:7001"},
};

enum {
    operation_s_list,
};

static const struct orch_operation operations[] = {
    /* while.orch:6  s.list */
    [operation_s_list] = {
        .name = "s.list",
        .upstream = service_s,
        .method = ORCH_GET,
        .path = "/items",
    },
};

/* --- Flow all -------------------------------------------------------------------------------- */

/* What a run of all holds. */
struct all_frame {
    struct orch_str start;
    struct orch_opt_str cursor;
    int64_t n;
    int64_t rounds;
    struct Page page;
    int64_t seen;
    int64_t rounds_2;
};

/* while.orch:8  flow all: its parameters */
static void all_accept(struct orch_eval *ev, void *frame, struct orch_input *in)
{
    struct all_frame *f = frame;
    (void)ev;

    orch_input_str(in, ORCH_IN_QUERY, "start", true, &f->start);
}

/* while.orch:9  cursor = start */
static void all_0_assign(struct orch_eval *ev, void *frame)
{
    struct all_frame *f = frame;
    (void)ev;

    f->cursor.value = f->start;
    f->cursor.some = true;
}

/* while.orch:10  n = 0 */
static void all_1_assign(struct orch_eval *ev, void *frame)
{
    struct all_frame *f = frame;
    (void)ev;

    f->n = 0;
}

/* while.orch:11  keep rounds */
static void all_2_assign(struct orch_eval *ev, void *frame)
{
    struct all_frame *f = frame;
    (void)ev;

    f->rounds = 0;
}

/* while.orch:11  while cursor != none */
static unsigned all_3_choose(struct orch_eval *ev, const void *frame)
{
    const struct all_frame *f = frame;
    (void)ev;

    return (f->rounds < 20) && f->cursor.some ? 0 : 1;
}

/* while.orch:12  invoke s.list(from: cursor) */
static void all_4_request(struct orch_eval *ev, const void *frame,
        struct orch_upstream_request *out)
{
    const struct all_frame *f = frame;
    (void)ev;

    orch_request_path(out, "/items");
    orch_request_query_str(out, "from", f->cursor.value);
}

/* while.orch:12  invoke s.list(from: cursor) */
static bool all_4_reply(struct orch_eval *ev, void *frame, struct orch_json_in *in)
{
    struct all_frame *f = frame;
    (void)ev;

    struct Page value = {0};
    if (!read_Page(in, &value))
        return false;
    f->page = value;
    return true;
}

static const struct orch_invoke all_4_invoke = {
    .operation = operation_s_list,
    .result = "page",
    .request = all_4_request,
    .reply = all_4_reply,
    .again = true,
};

/* while.orch:13  cursor = page.next */
static void all_5_assign(struct orch_eval *ev, void *frame)
{
    struct all_frame *f = frame;
    (void)ev;

    f->cursor = f->page.next;
}

/* while.orch:14  n = n + len(page.items) */
static void all_6_assign(struct orch_eval *ev, void *frame)
{
    struct all_frame *f = frame;

    f->n = orch_int_add(ev, f->n, (int64_t)f->page.items.n);
}

/* while.orch:15  seen = n */
static void all_7_assign(struct orch_eval *ev, void *frame)
{
    struct all_frame *f = frame;
    (void)ev;

    f->seen = f->n;
}

/* while.orch:16  keep rounds */
static void all_8_assign(struct orch_eval *ev, void *frame)
{
    struct all_frame *f = frame;
    (void)ev;

    f->rounds_2 = 0;
}

/* while.orch:16  while n < 3 */
static unsigned all_9_choose(struct orch_eval *ev, const void *frame)
{
    const struct all_frame *f = frame;
    (void)ev;

    return (f->rounds_2 < 2) && (f->n < 3) ? 0 : 1;
}

/* while.orch:16  n = n + 1 */
static void all_10_assign(struct orch_eval *ev, void *frame)
{
    struct all_frame *f = frame;

    f->n = orch_int_add(ev, f->n, 1);
}

/* while.orch:16  keep rounds */
static void all_11_assign(struct orch_eval *ev, void *frame)
{
    struct all_frame *f = frame;

    f->rounds_2 = orch_int_add(ev, f->rounds_2, 1);
}

/* while.orch:11  keep rounds */
static void all_12_assign(struct orch_eval *ev, void *frame)
{
    struct all_frame *f = frame;

    f->rounds = orch_int_add(ev, f->rounds, 1);
}

/* while.orch:18  return { last: cursor, n: n, seen: none } */
static void all_13_answer(struct orch_eval *ev, const void *frame, struct orch_buf *out)
{
    const struct all_frame *f = frame;
    (void)ev;

    orch_json_write_lit(out, "{");
    bool comma = false;
    if (f->cursor.some) {
        orch_json_write_lit(out, "\"last\":");
        orch_json_write_str(out, f->cursor.value);
        comma = true;
    }
    if (comma)
        orch_buf_char(out, ',');
    orch_json_write_lit(out, "\"n\":");
    orch_json_write_int(out, f->n);
    orch_json_write_lit(out, "}");
}

static const struct orch_node all_nodes[] = {
    [0] = {
        .op = ORCH_ASSIGN, .next = 1, .line = 9,
        .label = "assign cursor",
        .assign = all_0_assign,
    },
    [1] = {
        .op = ORCH_ASSIGN, .next = 2, .line = 10,
        .label = "assign n",
        .assign = all_1_assign,
    },
    [2] = {
        .op = ORCH_ASSIGN, .next = 3, .line = 11,
        .label = "keep rounds",
        .assign = all_2_assign,
    },
    [3] = {
        .op = ORCH_BRANCH, .next = 13, .line = 11,
        .label = "while cursor != none",
        .branch = {all_3_choose, (const uint16_t[]){4, 13}, 2},
    },
    [4] = {
        .op = ORCH_INVOKE, .next = 5, .line = 12,
        .label = "invoke s.list",
        .invoke = &all_4_invoke,
    },
    [5] = {
        .op = ORCH_ASSIGN, .next = 6, .line = 13,
        .label = "assign cursor",
        .assign = all_5_assign,
    },
    [6] = {
        .op = ORCH_ASSIGN, .next = 7, .line = 14,
        .label = "assign n",
        .assign = all_6_assign,
    },
    [7] = {
        .op = ORCH_ASSIGN, .next = 8, .line = 15,
        .label = "assign seen",
        .assign = all_7_assign,
    },
    [8] = {
        .op = ORCH_ASSIGN, .next = 9, .line = 16,
        .label = "keep rounds",
        .assign = all_8_assign,
    },
    [9] = {
        .op = ORCH_BRANCH, .next = 12, .line = 16,
        .label = "while n < 3",
        .branch = {all_9_choose, (const uint16_t[]){10, 12}, 2},
    },
    [10] = {
        .op = ORCH_ASSIGN, .next = 11, .line = 16,
        .label = "assign n",
        .assign = all_10_assign,
    },
    [11] = {
        .op = ORCH_ASSIGN, .next = 9, .line = 16,
        .label = "keep rounds",
        .assign = all_11_assign,
    },
    [12] = {
        .op = ORCH_ASSIGN, .next = 3, .line = 11,
        .label = "keep rounds",
        .assign = all_12_assign,
    },
    [13] = {
        .op = ORCH_RETURN, .next = ORCH_END, .line = 18,
        .label = "return",
        .answer = all_13_answer,
    },
};

/* --- Program --------------------------------------------------------------------------------- */

static const struct orch_flow flows[] = {
    [0] = {
        .name = "all",
        .method = ORCH_GET,
        .path = "/all",
        .frame_size = sizeof(struct all_frame),
        .n_strands = 1,
        .n_nodes = 14,
        .nodes = all_nodes,
        .file = "while.orch",
        .accept = all_accept,
    },
};

static const struct orch_program program = {
    .abi = ORCH_ABI,
    .name = "while",
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
