/* names.c: emitted by orchc 0.1.0 from names.orch; changes made here are lost. */
#include <stdio.h>
#include <orch/orch.h>

_Static_assert(ORCH_ABI == 4, "emitted for another version of liborch");

/* Conditions are those of the source, also where one is always true. */
#pragma GCC diagnostic ignored "-Wtautological-compare"

/* --- Types ----------------------------------------------------------------------------------- */

/* names.orch:8  record home_frame */
struct home_frame {
    int64_t int_;
    double float_;
    int64_t f;
    struct orch_opt_int ev;
    int volatile_;
    struct orch_opt_int NULL_;
    struct orch_opt_str errno_;
};

/* names.orch:10  record union */
struct union_ {
    struct orch_str x_orch_buf;
    struct orch_list_int main_;
    struct orch_str register_;
};
ORCH_LIST(list_union_2, struct union_);

/* names.orch:9  record list_union */
struct list_union {
    struct list_union_2 union_;
};

/* names.orch:7  enum struct */
enum struct_ {
    struct_auto,
    struct_static,
    struct_Tier,
};

/* --- Tables ---------------------------------------------------------------------------------- */

static struct orch_pattern *pattern_register; /* made by start() */

/* the values of struct on the wire */
static const struct orch_str struct_names[] = {
    [struct_auto] = ORCH_STR("auto"),
    [struct_static] = ORCH_STR("*/ \"?\?/"),
    [struct_Tier] = ORCH_STR("Tier"),
};

/* --- Checks of the dictionary ---------------------------------------------------------------- */

/* names.orch:3  register : string matches "^[a-z]? ?/b\"* /$" */
static bool check_param_register(struct orch_input *in, enum orch_place place, const char *name,
        struct orch_str v)
{
    return (orch_pattern_matches(pattern_register, v) ||
            orch_input_violation(in, place, name, "must match ^[a-z]?\?/b\"*/$"));
}

/* names.orch:4  NULL : int one of 1, 2, -3 */
static bool check_param_NULL(struct orch_input *in, enum orch_place place, const char *name,
        int64_t v)
{
    return (v == 1 || v == 2 || v == -3 ||
            orch_input_violation(in, place, name, "must be one of 1, 2, -3"));
}

/* names.orch:4  NULL : int one of 1, 2, -3 */
static bool check_NULL(struct orch_json_in *in, int64_t v)
{
    return (v == 1 || v == 2 || v == -3 || orch_json_mismatch(in, "must be one of 1, 2, -3"));
}

/* names.orch:5  errno : string one of "x", "\"? ?/" */
static bool check_errno(struct orch_json_in *in, struct orch_str v)
{
    return (orch_str_eq(v, (struct orch_str)ORCH_STR("x")) ||
            orch_str_eq(v, (struct orch_str)ORCH_STR("\"?\?/")) ||
            orch_json_mismatch(in, "must be one of x, \"?\?/"));
}

/* names.orch:3  register : string matches "^[a-z]? ?/b\"* /$" */
static bool check_register(struct orch_json_in *in, struct orch_str v)
{
    return orch_json_check_pattern(in, v, pattern_register);
}

/* --- Decoders -------------------------------------------------------------------------------- */

/* names.orch:8  record home_frame */
static bool read_home_frame(struct orch_json_in *in, struct home_frame *out)
{
    static const char *const names[] = {"int", "float", "f", "ev", "volatile", "NULL", "errno"};
    static const uint64_t required[] = {0x17};
    uint64_t seen[1] = {0};
    struct orch_str key;

    if (!orch_json_enter_object(in))
        return false;
    while (orch_json_next_key(in, &key)) {
        switch (key.len) {
        case 1:
            if (memcmp(key.ptr, "f", 1) == 0) {
                if (orch_json_field(in, seen, 2, "f"))
                    orch_json_int(in, &out->f);
                continue;
            }
            break;
        case 2:
            if (memcmp(key.ptr, "ev", 2) == 0) {
                if (orch_json_field(in, seen, 3, "ev") && !orch_json_null(in))
                    out->ev.some = orch_json_int(in, &out->ev.value);
                continue;
            }
            break;
        case 3:
            if (memcmp(key.ptr, "int", 3) == 0) {
                if (orch_json_field(in, seen, 0, "int"))
                    orch_json_int(in, &out->int_);
                continue;
            }
            break;
        case 4:
            if (memcmp(key.ptr, "NULL", 4) == 0) {
                if (orch_json_field(in, seen, 5, "NULL") && !orch_json_null(in))
                    out->NULL_.some = orch_json_int(in, &out->NULL_.value) &&
                            check_NULL(in, out->NULL_.value);
                continue;
            }
            break;
        case 5:
            if (memcmp(key.ptr, "float", 5) == 0) {
                if (orch_json_field(in, seen, 1, "float"))
                    orch_json_float(in, &out->float_);
                continue;
            }
            if (memcmp(key.ptr, "errno", 5) == 0) {
                if (orch_json_field(in, seen, 6, "errno") && !orch_json_null(in))
                    out->errno_.some = orch_json_str(in, &out->errno_.value) &&
                            check_errno(in, out->errno_.value);
                continue;
            }
            break;
        case 8:
            if (memcmp(key.ptr, "volatile", 8) == 0) {
                if (orch_json_field(in, seen, 4, "volatile"))
                    orch_json_enum(in, struct_names, 3, &out->volatile_);
                continue;
            }
            break;
        }
        orch_json_skip(in);
    }
    return orch_json_leave_object(in, seen, required, names, 7);
}

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

/* names.orch:10  record union */
static bool read_union(struct orch_json_in *in, struct union_ *out)
{
    static const char *const names[] = {"orch_buf", "main", "register"};
    static const uint64_t required[] = {0x7};
    uint64_t seen[1] = {0};
    struct orch_str key;

    if (!orch_json_enter_object(in))
        return false;
    while (orch_json_next_key(in, &key)) {
        switch (key.len) {
        case 4:
            if (memcmp(key.ptr, "main", 4) == 0) {
                if (orch_json_field(in, seen, 1, "main"))
                    read_list_int(in, &out->main_);
                continue;
            }
            break;
        case 8:
            if (memcmp(key.ptr, "orch_buf", 8) == 0) {
                if (orch_json_field(in, seen, 0, "orch_buf"))
                    orch_json_str(in, &out->x_orch_buf);
                continue;
            }
            if (memcmp(key.ptr, "register", 8) == 0) {
                if (orch_json_field(in, seen, 2, "register") && orch_json_str(in, &out->register_))
                    check_register(in, out->register_);
                continue;
            }
            break;
        }
        orch_json_skip(in);
    }
    return orch_json_leave_object(in, seen, required, names, 3);
}

static bool read_list_union_2(struct orch_json_in *in, struct list_union_2 *out)
{
    void *items = NULL;
    size_t n = 0, cap = 0;

    if (!orch_json_enter_array(in))
        return false;
    while (orch_json_next_element(in)) {
        struct union_ *item = orch_json_grow(in, &items, n, &cap, sizeof *item);

        if (!item)
            return false;
        n++;
        read_union(in, item);
    }
    out->items = items;
    out->n = n;
    return !orch_json_failed(in);
}

/* names.orch:9  record list_union */
static bool read_list_union(struct orch_json_in *in, struct list_union *out)
{
    static const char *const names[] = {"union"};
    static const uint64_t required[] = {0x1};
    uint64_t seen[1] = {0};
    struct orch_str key;

    if (!orch_json_enter_object(in))
        return false;
    while (orch_json_next_key(in, &key)) {
        switch (key.len) {
        case 5:
            if (memcmp(key.ptr, "union", 5) == 0) {
                if (orch_json_field(in, seen, 0, "union"))
                    read_list_union_2(in, &out->union_);
                continue;
            }
            break;
        }
        orch_json_skip(in);
    }
    return orch_json_leave_object(in, seen, required, names, 1);
}

/* --- Encoders -------------------------------------------------------------------------------- */

/* names.orch:10  record union */
static void write_union(struct orch_buf *out, const struct union_ *v)
{
    orch_json_write_lit(out, "{\"orch_buf\":");
    orch_json_write_str(out, v->x_orch_buf);
    orch_json_write_lit(out, ",\"main\":[");
    for (size_t i = 0; i < v->main_.n; i++) {
        const int64_t item = v->main_.items[i];
        if (i > 0)
            orch_buf_char(out, ',');
        orch_json_write_int(out, item);
    }
    orch_json_write_lit(out, "],\"register\":");
    orch_json_write_str(out, v->register_);
    orch_json_write_lit(out, "}");
}

/* names.orch:9  record list_union */
static void write_list_union(struct orch_buf *out, const struct list_union *v)
{
    orch_json_write_lit(out, "{\"union\":[");
    for (size_t i = 0; i < v->union_.n; i++) {
        const struct union_ *item = &v->union_.items[i];
        if (i > 0)
            orch_buf_char(out, ',');
        write_union(out, item);
    }
    orch_json_write_lit(out, "]}");
}

/* names.orch:8  record home_frame */
static void write_home_frame(struct orch_buf *out, const struct home_frame *v)
{
    orch_json_write_lit(out, "{\"int\":");
    orch_json_write_int(out, v->int_);
    orch_json_write_lit(out, ",\"float\":");
    orch_json_write_float(out, v->float_);
    orch_json_write_lit(out, ",\"f\":");
    orch_json_write_int(out, v->f);
    if (v->ev.some) {
        orch_json_write_lit(out, ",\"ev\":");
        orch_json_write_int(out, v->ev.value);
    }
    orch_json_write_lit(out, ",\"volatile\":");
    orch_json_write_str(out, struct_names[v->volatile_]);
    if (v->NULL_.some) {
        orch_json_write_lit(out, ",\"NULL\":");
        orch_json_write_int(out, v->NULL_.value);
    }
    if (v->errno_.some) {
        orch_json_write_lit(out, ",\"errno\":");
        orch_json_write_str(out, v->errno_.value);
    }
    orch_json_write_lit(out, "}");
}

/* --- Services -------------------------------------------------------------------------------- */

enum {
    service_enum,
};

static const struct orch_upstream upstreams[] = {
    /* names.orch:13  service enum */
    [service_enum] = {.name = "enum", .env = "CC_ENUM", .url = NULL},
};

enum {
    operation_enum_long,
    operation_enum_list,
};

static const struct orch_operation operations[] = {
    /* names.orch:15  enum.long */
    [operation_enum_long] = {
        .name = "enum.long",
        .upstream = service_enum,
        .method = ORCH_GET,
        .path = "/long/{register}",
    },
    /* names.orch:17  enum.list */
    [operation_enum_list] = {
        .name = "enum.list",
        .upstream = service_enum,
        .method = ORCH_POST,
        .path = "/list",
    },
};

/* --- Flow main ------------------------------------------------------------------------------- */

/* What a run of main holds. */
struct main_frame {
    int64_t v;
    int64_t out;
    struct orch_str frame;
    struct orch_str register_;
    struct orch_opt_int NULL_;
    struct orch_str body;
    int memcmp_;
    int64_t const_;
    struct home_frame short_;
    struct list_union typedef_;
    struct orch_list_str list;
    struct orch_list_int value;
    struct orch_str text;
};

/* names.orch:20  flow main: its parameters */
static void main_accept(struct orch_eval *ev, void *frame, struct orch_input *in)
{
    struct main_frame *f = frame;
    (void)ev;

    orch_input_int(in, ORCH_IN_QUERY, "v", true, &f->v);
    orch_input_int(in, ORCH_IN_QUERY, "out", true, &f->out);
    orch_input_str(in, ORCH_IN_PATH, "frame", true, &f->frame);
    if (orch_input_str(in, ORCH_IN_QUERY, "register", true, &f->register_))
        check_param_register(in, ORCH_IN_QUERY, "register", f->register_);
    f->NULL_.some = orch_input_int(in, ORCH_IN_QUERY, "NULL", false, &f->NULL_.value);
    if (f->NULL_.some)
        check_param_NULL(in, ORCH_IN_QUERY, "NULL", f->NULL_.value);
    orch_input_str(in, ORCH_IN_QUERY, "body", true, &f->body);
    orch_input_enum(in, ORCH_IN_QUERY, "memcmp", true, struct_names, 3, &f->memcmp_);
}

/* names.orch:23  const = out * v */
static void main_0_assign(struct orch_eval *ev, void *frame)
{
    struct main_frame *f = frame;

    f->const_ = orch_int_mul(ev, f->out, f->v);
}

/* names.orch:24  invoke enum.long(in_: const, out: v, struct: memcmp) */
static void main_1_request(struct orch_eval *ev, const void *frame,
        struct orch_upstream_request *out)
{
    const struct main_frame *f = frame;
    (void)ev;

    orch_request_path(out, "/long/");
    orch_request_path_str(out, f->register_);
    orch_request_query_int(out, "in_", f->const_);
    orch_request_query_int(out, "out", f->v);
    if (f->NULL_.some)
        orch_request_query_int(out, "NULL", f->NULL_.value);
    orch_request_query_str(out, "struct", struct_names[f->memcmp_]);
}

/* names.orch:24  invoke enum.long(in_: const, out: v, struct: memcmp) */
static bool main_1_reply(struct orch_eval *ev, void *frame, struct orch_json_in *in)
{
    struct main_frame *f = frame;
    (void)ev;

    return read_home_frame(in, &f->short_);
}

static const struct orch_invoke main_1_invoke = {
    .operation = operation_enum_long,
    .result = "short",
    .request = main_1_request,
    .reply = main_1_reply,
};

/* names.orch:25  invoke enum.list */
static void main_2_request(struct orch_eval *ev, const void *frame,
        struct orch_upstream_request *out)
{
    const struct main_frame *f = frame;
    (void)ev;

    orch_request_path(out, "/list");
    struct orch_buf *body = orch_request_body(out);
    orch_json_write_lit(body, "{\"frame\":");
    orch_json_write_str(body, f->frame);
    orch_json_write_lit(body, "}");
}

/* names.orch:25  invoke enum.list */
static bool main_2_reply(struct orch_eval *ev, void *frame, struct orch_json_in *in)
{
    struct main_frame *f = frame;
    (void)ev;

    return read_list_union(in, &f->typedef_);
}

static const struct orch_invoke main_2_invoke = {
    .operation = operation_enum_list,
    .result = "typedef",
    .request = main_2_request,
    .reply = main_2_reply,
};

/* names.orch:26  list = [item.orch_buf for item in typedef.union] */
static void main_3_assign(struct orch_eval *ev, void *frame)
{
    struct main_frame *f = frame;

    struct orch_list_str list = {.items = orch_eval_alloc(ev, f->typedef_.union_.n,
            sizeof(struct orch_str))};
    for (size_t i = 0; list.items && i < f->typedef_.union_.n; i++) {
        const struct union_ *item = &f->typedef_.union_.items[i];
        list.items[list.n++] = item->x_orch_buf;
    }
    f->list = list;
}

/* names.orch:27  value = [i for i in [1, 2, 3] if i > len(list)] */
static void main_4_assign(struct orch_eval *ev, void *frame)
{
    struct main_frame *f = frame;

    struct orch_list_int list = {.items = orch_eval_alloc(ev, 3, sizeof(int64_t))};
    if (list.items) {
        list.n = 3;
        list.items[0] = 1;
        list.items[1] = 2;
        list.items[2] = 3;
    }
    struct orch_list_int list_2 = {.items = orch_eval_alloc(ev, list.n, sizeof(int64_t))};
    for (size_t i_2 = 0; list_2.items && i_2 < list.n; i_2++) {
        const int64_t i = list.items[i_2];
        if (!(i > (int64_t)f->list.n))
            continue;
        list_2.items[list_2.n++] = i;
    }
    f->value = list_2;
}

/* names.orch:28  text = "{frame} {body} ? ?/ * / {const}" */
static void main_5_assign(struct orch_eval *ev, void *frame)
{
    struct main_frame *f = frame;

    struct orch_text text;
    orch_text_begin(&text, ev);
    orch_text_str(&text, f->frame);
    orch_text_str(&text, (struct orch_str)ORCH_STR(" "));
    orch_text_str(&text, f->body);
    orch_text_str(&text, (struct orch_str)ORCH_STR(" ?\?/ */ "));
    orch_text_int(&text, f->const_);
    f->text = orch_text_end(&text);
}

/* names.orch:29  if text == "? ?/" */
static unsigned main_6_choose(struct orch_eval *ev, const void *frame)
{
    const struct main_frame *f = frame;
    (void)ev;

    return orch_str_eq(f->text, (struct orch_str)ORCH_STR("?\?/")) ? 0 : 1;
}

/* names.orch:29  return { double: [], i: [], json: static, list_union: typedef } */
static void main_7_answer(struct orch_eval *ev, const void *frame, struct orch_buf *out)
{
    const struct main_frame *f = frame;
    (void)ev;

    orch_json_write_lit(out, "{\"double\":[],\"i\":[],\"json\":");
    orch_json_write_str(out, struct_names[struct_static]);
    orch_json_write_lit(out, ",\"list_union\":");
    write_list_union(out, &f->typedef_);
    orch_json_write_lit(out, "}");
}

/* names.orch:30  return { home_frame: short, double: typedef.union, i: [ev + len(list) ... */
static void main_8_answer(struct orch_eval *ev, const void *frame, struct orch_buf *out)
{
    const struct main_frame *f = frame;

    orch_json_write_lit(out, "{\"home_frame\":");
    write_home_frame(out, &f->short_);
    orch_json_write_lit(out, ",\"double\":[");
    for (size_t i = 0; i < f->typedef_.union_.n; i++) {
        const struct union_ *item = &f->typedef_.union_.items[i];
        if (i > 0)
            orch_buf_char(out, ',');
        write_union(out, item);
    }
    orch_json_write_lit(out, "],\"i\":[");
    for (size_t i = 0; i < f->value.n; i++) {
        const int64_t ev_2 = f->value.items[i];
        if (i > 0)
            orch_buf_char(out, ',');
        orch_json_write_int(out, orch_int_add(ev, ev_2, (int64_t)f->list.n));
    }
    orch_json_write_lit(out, "],\"json\":");
    orch_json_write_str(out, struct_names[f->memcmp_]);
    orch_json_write_lit(out, ",\"list_union\":");
    write_list_union(out, &f->typedef_);
    orch_json_write_lit(out, "}");
}

static const struct orch_node main_nodes[] = {
    [0] = {
        .op = ORCH_ASSIGN, .next = 1, .line = 23,
        .label = "assign const",
        .assign = main_0_assign,
    },
    [1] = {
        .op = ORCH_INVOKE, .next = 2, .line = 24,
        .label = "invoke enum.long",
        .invoke = &main_1_invoke,
    },
    [2] = {
        .op = ORCH_INVOKE, .next = 3, .line = 25,
        .label = "invoke enum.list",
        .invoke = &main_2_invoke,
    },
    [3] = {
        .op = ORCH_ASSIGN, .next = 4, .line = 26,
        .label = "assign list",
        .assign = main_3_assign,
    },
    [4] = {
        .op = ORCH_ASSIGN, .next = 5, .line = 27,
        .label = "assign value",
        .assign = main_4_assign,
    },
    [5] = {
        .op = ORCH_ASSIGN, .next = 6, .line = 28,
        .label = "assign text",
        .assign = main_5_assign,
    },
    [6] = {
        .op = ORCH_BRANCH, .next = 8, .line = 29,
        .label = "if text == \"?\?/\"",
        .branch = {main_6_choose, (const uint16_t[]){7, 8}, 2},
    },
    [7] = {
        .op = ORCH_RETURN, .next = ORCH_END, .line = 29,
        .label = "return",
        .answer = main_7_answer,
    },
    [8] = {
        .op = ORCH_RETURN, .next = ORCH_END, .line = 30,
        .label = "return",
        .answer = main_8_answer,
    },
};

/* --- Program --------------------------------------------------------------------------------- */

static const struct orch_flow flows[] = {
    [0] = {
        .name = "main",
        .method = ORCH_GET,
        .path = "/main/{frame}",
        .frame_size = sizeof(struct main_frame),
        .n_strands = 1,
        .n_nodes = 9,
        .nodes = main_nodes,
        .file = "names.orch",
        .accept = main_accept,
    },
};

/* Runs once, before the first request. */
static bool start(void)
{
    char error[200];

    pattern_register = orch_pattern_new((struct orch_str)ORCH_STR("^[a-z]?\?/b\"*/$"), error,
            sizeof error, NULL);
    if (!pattern_register) {
        fprintf(stderr, "the pattern of register: %s\n", error);
        return false;
    }
    return true;
}

static const struct orch_program program = {
    .abi = ORCH_ABI,
    .name = "names",
    .compiler = "0.1.0",
    .upstreams = upstreams,
    .n_upstreams = 1,
    .operations = operations,
    .n_operations = 2,
    .flows = flows,
    .n_flows = 1,
    .start = start,
};

int main(int argc, char **argv)
{
    return orch_main(&program, argc, argv);
}
