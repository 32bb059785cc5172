/* any.c: emitted by orchc 0.1.0 from any.orch; changes made here are lost. */
#include <orch/orch.h>

_Static_assert(ORCH_ABI == 4, "emitted for another version of liborch");

/* Conditions are those of the source, also where one is always true. */
#pragma GCC diagnostic ignored "-Wtautological-compare"

/* --- Types ----------------------------------------------------------------------------------- */

/* any.orch:3  record User */
struct User {
    int64_t id;
    struct orch_str name;
};

/* --- Checks of the dictionary ---------------------------------------------------------------- */

/* any.orch:2  user_id : int min 1 user : User title : string } */
static bool check_param_user_id(struct orch_input *in, enum orch_place place, const char *name,
        int64_t v)
{
    return orch_input_check_int(in, place, name, v, 1, INT64_MAX);
}

/* any.orch:2  user_id : int min 1 user : User title : string } */
static bool check_user_id(struct orch_json_in *in, int64_t v)
{
    return orch_json_check_int(in, v, 1, INT64_MAX);
}

/* --- Decoders -------------------------------------------------------------------------------- */

/* any.orch:3  record User */
static bool read_User(struct orch_json_in *in, struct User *out)
{
    static const char *const names[] = {"id", "name"};
    static const uint64_t required[] = {0x3};
    uint64_t seen[1] = {0};
    struct orch_str key;

    if (!orch_json_enter_object(in))
        return false;
    while (orch_json_next_key(in, &key)) {
        switch (key.len) {
        case 2:
            if (memcmp(key.ptr, "id", 2) == 0) {
                if (orch_json_field(in, seen, 0, "id") && orch_json_int(in, &out->id))
                    check_user_id(in, out->id);
                continue;
            }
            break;
        case 4:
            if (memcmp(key.ptr, "name", 4) == 0) {
                if (orch_json_field(in, seen, 1, "name"))
                    orch_json_str(in, &out->name);
                continue;
            }
            break;
        }
        orch_json_skip(in);
    }
    return orch_json_leave_object(in, seen, required, names, 2);
}

/* --- Encoders -------------------------------------------------------------------------------- */

/* any.orch:3  record User */
static void write_User(struct orch_buf *out, const struct User *v)
{
    orch_json_write_lit(out, "{\"id\":");
    orch_json_write_int(out, v->id);
    orch_json_write_lit(out, ",\"name\":");
    orch_json_write_str(out, v->name);
    orch_json_write_lit(out, "}");
}

/* --- Services -------------------------------------------------------------------------------- */

enum {
    service_one,
    service_two,
};

static const struct orch_upstream upstreams[] = {
    /* any.orch:5  service one */
    [service_one] = {.name = "one", .env = NULL, .url = "http://127.0.0.1:7001"},
    /* any.orch:6  service two */
    [service_two] = {.name = "two", .env = NULL, .url = "http://127.0.0.1:7002"},
};

enum {
    operation_one_get,
    operation_two_get,
};

static const struct orch_operation operations[] = {
    /* any.orch:5  one.get */
    [operation_one_get] = {
        .name = "one.get",
        .upstream = service_one,
        .method = ORCH_GET,
        .path = "/users/{id}",
    },
    /* any.orch:6  two.get */
    [operation_two_get] = {
        .name = "two.get",
        .upstream = service_two,
        .method = ORCH_GET,
        .path = "/users/{id}",
    },
};

/* --- Flow page ------------------------------------------------------------------------------- */

/* What a run of page holds. */
struct page_frame {
    int64_t user_id;
    struct orch_opt_str note;
    struct User user;
    struct User user_2;
    struct User user_3;
    struct orch_opt_str note_2;
    struct orch_opt_str title;
    struct orch_str title_2;
    struct orch_opt_str note_3;
    struct orch_str note_4;
    struct User user_4;
};

/* any.orch:8  flow page: its parameters */
static void page_accept(struct orch_eval *ev, void *frame, struct orch_input *in)
{
    struct page_frame *f = frame;
    (void)ev;

    if (orch_input_int(in, ORCH_IN_PATH, "user_id", true, &f->user_id))
        check_param_user_id(in, ORCH_IN_PATH, "user_id", f->user_id);
    f->note.some = orch_input_str(in, ORCH_IN_QUERY, "note", false, &f->note.value);
}

/* any.orch:9  parallel any */
static const struct orch_fork_branch page_0_branches[] = {
    {.node = 1, .strand = 1},
    {.node = 3, .strand = 2},
    {.node = 19, .strand = 3},
};

/* any.orch:10  invoke one.get */
static void page_1_request(struct orch_eval *ev, const void *frame,
        struct orch_upstream_request *out)
{
    const struct page_frame *f = frame;
    (void)ev;

    orch_request_path(out, "/users/");
    orch_request_path_int(out, f->user_id);
}

/* any.orch:10  invoke one.get */
static bool page_1_reply(struct orch_eval *ev, void *frame, struct orch_json_in *in)
{
    struct page_frame *f = frame;
    (void)ev;

    return read_User(in, &f->user_2);
}

static const struct orch_invoke page_1_invoke = {
    .operation = operation_one_get,
    .result = "user",
    .request = page_1_request,
    .reply = page_1_reply,
};

/* any.orch:10  keep user */
static void page_2_assign(struct orch_eval *ev, void *frame)
{
    struct page_frame *f = frame;
    (void)ev;

    f->user = f->user_2;
}

/* any.orch:11  keep note */
static void page_3_assign(struct orch_eval *ev, void *frame)
{
    struct page_frame *f = frame;
    (void)ev;

    f->note_2 = f->note;
}

/* any.orch:12  invoke two.get */
static void page_4_request(struct orch_eval *ev, const void *frame,
        struct orch_upstream_request *out)
{
    const struct page_frame *f = frame;
    (void)ev;

    orch_request_path(out, "/users/");
    orch_request_path_int(out, f->user_id);
}

/* any.orch:12  invoke two.get */
static bool page_4_reply(struct orch_eval *ev, void *frame, struct orch_json_in *in)
{
    struct page_frame *f = frame;
    (void)ev;

    return read_User(in, &f->user_3);
}

static const struct orch_invoke page_4_invoke = {
    .operation = operation_two_get,
    .result = "user",
    .request = page_4_request,
    .reply = page_4_reply,
};

/* any.orch:13  title = user.name */
static void page_5_assign(struct orch_eval *ev, void *frame)
{
    struct page_frame *f = frame;
    (void)ev;

    f->title_2 = f->user_3.name;
}

/* any.orch:14  note = "from two" */
static void page_6_assign(struct orch_eval *ev, void *frame)
{
    struct page_frame *f = frame;
    (void)ev;

    f->note_2.value = (struct orch_str)ORCH_STR("from two");
    f->note_2.some = true;
}

/* any.orch:15  if title == "" */
static unsigned page_7_choose(struct orch_eval *ev, const void *frame)
{
    const struct page_frame *f = frame;
    (void)ev;

    return orch_str_eq(f->title_2, (struct orch_str)ORCH_STR("")) ? 0 : 1;
}

/* any.orch:15  parallel any */
static const struct orch_fork_branch page_8_branches[] = {
    {.node = 9, .strand = 4},
    {.node = 12, .strand = 5},
};

/* any.orch:15  keep note */
static void page_9_assign(struct orch_eval *ev, void *frame)
{
    struct page_frame *f = frame;
    (void)ev;

    f->note_3.value = f->note_2.value;
    f->note_3.some = true;
}

/* any.orch:15  note = none */
static void page_10_assign(struct orch_eval *ev, void *frame)
{
    struct page_frame *f = frame;
    (void)ev;

    f->note_3 = (struct orch_opt_str){.some = false};
}

/* any.orch:15  keep note */
static void page_11_assign(struct orch_eval *ev, void *frame)
{
    struct page_frame *f = frame;
    (void)ev;

    f->note_2 = f->note_3;
}

/* any.orch:15  keep note */
static void page_12_assign(struct orch_eval *ev, void *frame)
{
    struct page_frame *f = frame;
    (void)ev;

    f->note_4 = f->note_2.value;
}

/* any.orch:15  note = "inner" */
static void page_13_assign(struct orch_eval *ev, void *frame)
{
    struct page_frame *f = frame;
    (void)ev;

    f->note_4 = (struct orch_str)ORCH_STR("inner");
}

/* any.orch:15  keep note */
static void page_15_assign(struct orch_eval *ev, void *frame)
{
    struct page_frame *f = frame;
    (void)ev;

    f->note_2.value = f->note_4;
    f->note_2.some = true;
}

/* any.orch:11  keep user */
static void page_16_assign(struct orch_eval *ev, void *frame)
{
    struct page_frame *f = frame;
    (void)ev;

    f->user = f->user_3;
}

/* any.orch:11  keep note */
static void page_17_assign(struct orch_eval *ev, void *frame)
{
    struct page_frame *f = frame;
    (void)ev;

    f->note = f->note_2;
}

/* any.orch:11  keep title */
static void page_18_assign(struct orch_eval *ev, void *frame)
{
    struct page_frame *f = frame;
    (void)ev;

    f->title.value = f->title_2;
    f->title.some = true;
}

/* any.orch:17  user = { id: user_id, name: "nobody" } */
static void page_19_assign(struct orch_eval *ev, void *frame)
{
    struct page_frame *f = frame;
    (void)ev;

    f->user_4 = (struct User){.id = f->user_id, .name = (struct orch_str)ORCH_STR("nobody")};
}

/* any.orch:17  keep user */
static void page_20_assign(struct orch_eval *ev, void *frame)
{
    struct page_frame *f = frame;
    (void)ev;

    f->user = f->user_4;
}

/* any.orch:19  return */
static void page_21_answer(struct orch_eval *ev, const void *frame, struct orch_buf *out)
{
    const struct page_frame *f = frame;
    (void)ev;

    orch_json_write_lit(out, "{\"user\":");
    write_User(out, &f->user);
    if (f->title.some) {
        orch_json_write_lit(out, ",\"title\":");
        orch_json_write_str(out, f->title.value);
    }
    if (f->note.some) {
        orch_json_write_lit(out, ",\"note\":");
        orch_json_write_str(out, f->note.value);
    }
    orch_json_write_lit(out, "}");
}

static const struct orch_node page_nodes[] = {
    [0] = {
        .op = ORCH_FORK, .next = 21, .line = 9,
        .label = "parallel any",
        .fork = {.branches = page_0_branches, .n_branches = 3, .need = 1, .end = 21},
    },
    [1] = {
        .op = ORCH_INVOKE, .next = 2, .line = 10,
        .label = "invoke one.get",
        .invoke = &page_1_invoke,
    },
    [2] = {
        .op = ORCH_ASSIGN, .next = ORCH_END, .line = 10,
        .label = "keep user",
        .assign = page_2_assign,
    },
    [3] = {
        .op = ORCH_ASSIGN, .next = 4, .line = 11,
        .label = "keep note",
        .assign = page_3_assign,
    },
    [4] = {
        .op = ORCH_INVOKE, .next = 5, .line = 12,
        .label = "invoke two.get",
        .invoke = &page_4_invoke,
    },
    [5] = {
        .op = ORCH_ASSIGN, .next = 6, .line = 13,
        .label = "assign title",
        .assign = page_5_assign,
    },
    [6] = {
        .op = ORCH_ASSIGN, .next = 7, .line = 14,
        .label = "assign note",
        .assign = page_6_assign,
    },
    [7] = {
        .op = ORCH_BRANCH, .next = 16, .line = 15,
        .label = "if title == \"\"",
        .branch = {page_7_choose, (const uint16_t[]){8, 16}, 2},
    },
    [8] = {
        .op = ORCH_FORK, .next = 16, .line = 15,
        .label = "parallel any",
        .fork = {.branches = page_8_branches, .n_branches = 2, .need = 1, .end = 16},
    },
    [9] = {
        .op = ORCH_ASSIGN, .next = 10, .line = 15,
        .label = "keep note",
        .assign = page_9_assign,
    },
    [10] = {
        .op = ORCH_ASSIGN, .next = 11, .line = 15,
        .label = "assign note",
        .assign = page_10_assign,
    },
    [11] = {
        .op = ORCH_ASSIGN, .next = ORCH_END, .line = 15,
        .label = "keep note",
        .assign = page_11_assign,
    },
    [12] = {
        .op = ORCH_ASSIGN, .next = 13, .line = 15,
        .label = "keep note",
        .assign = page_12_assign,
    },
    [13] = {
        .op = ORCH_ASSIGN, .next = 14, .line = 15,
        .label = "assign note",
        .assign = page_13_assign,
    },
    [14] = {
        .op = ORCH_EMPTY, .next = 15, .line = 15,
        .label = "empty",
    },
    [15] = {
        .op = ORCH_ASSIGN, .next = ORCH_END, .line = 15,
        .label = "keep note",
        .assign = page_15_assign,
    },
    [16] = {
        .op = ORCH_ASSIGN, .next = 17, .line = 11,
        .label = "keep user",
        .assign = page_16_assign,
    },
    [17] = {
        .op = ORCH_ASSIGN, .next = 18, .line = 11,
        .label = "keep note",
        .assign = page_17_assign,
    },
    [18] = {
        .op = ORCH_ASSIGN, .next = ORCH_END, .line = 11,
        .label = "keep title",
        .assign = page_18_assign,
    },
    [19] = {
        .op = ORCH_ASSIGN, .next = 20, .line = 17,
        .label = "assign user",
        .assign = page_19_assign,
    },
    [20] = {
        .op = ORCH_ASSIGN, .next = ORCH_END, .line = 17,
        .label = "keep user",
        .assign = page_20_assign,
    },
    [21] = {
        .op = ORCH_RETURN, .next = ORCH_END, .line = 19,
        .label = "return",
        .answer = page_21_answer,
    },
};

/* --- Program --------------------------------------------------------------------------------- */

static const struct orch_flow flows[] = {
    [0] = {
        .name = "page",
        .method = ORCH_GET,
        .path = "/page/{user_id}",
        .frame_size = sizeof(struct page_frame),
        .n_strands = 6,
        .n_nodes = 22,
        .nodes = page_nodes,
        .file = "any.orch",
        .accept = page_accept,
    },
};

static const struct orch_program program = {
    .abi = ORCH_ABI,
    .name = "any",
    .compiler = "0.1.0",
    .upstreams = upstreams,
    .n_upstreams = 2,
    .operations = operations,
    .n_operations = 2,
    .flows = flows,
    .n_flows = 1,
};

int main(int argc, char **argv)
{
    return orch_main(&program, argc, argv);
}
