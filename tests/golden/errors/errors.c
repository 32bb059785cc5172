/* errors.c: emitted by orchc 0.1.0 from errors.orch; changes made here are lost. */
#include <orch/orch.h>

_Static_assert(ORCH_ABI == 4, "emitted for another version of liborch");

/* Conditions are those of the source, also where one is always true. */
#pragma GCC diagnostic ignored "-Wtautological-compare"

/* --- Types ----------------------------------------------------------------------------------- */

/* errors.orch:7  record Place */
struct Place {
    int64_t id;
    struct orch_str name;
};
ORCH_LIST(list_Place, struct Place);

/* errors.orch:32  record no_city or too_far */
struct no_city_or_too_far {
    int64_t city_id;
};

/* errors.orch:36  record call failure */
struct call_failure {
    struct orch_str kind;
    struct orch_str operation;
    struct orch_opt_int code;
};

/* errors.orch:8  record no_city */
struct no_city {
    int64_t city_id;
    struct orch_opt_str detail;
};

/* errors.orch:9  record too_far */
struct too_far {
    int64_t city_id;
    int64_t level;
    struct orch_opt_str reason;
};

/* --- Checks of the dictionary ---------------------------------------------------------------- */

/* errors.orch:3  city_id : int min 1 */
static bool check_param_city_id(struct orch_input *in, enum orch_place place, const char *name,
        int64_t v)
{
    return orch_input_check_int(in, place, name, v, 1, INT64_MAX);
}

/* --- Decoders -------------------------------------------------------------------------------- */

/* errors.orch:7  record Place */
static bool read_Place(struct orch_json_in *in, struct Place *out)
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
                if (orch_json_field(in, seen, 0, "id"))
                    orch_json_int(in, &out->id);
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

static bool read_list_Place(struct orch_json_in *in, struct list_Place *out)
{
    void *items = NULL;
    size_t n = 0, cap = 0;

    if (!orch_json_enter_array(in))
        return false;
    while (orch_json_next_element(in)) {
        struct Place *item = orch_json_grow(in, &items, n, &cap, sizeof *item);

        if (!item)
            return false;
        n++;
        read_Place(in, item);
    }
    out->items = items;
    out->n = n;
    return !orch_json_failed(in);
}

/* --- Encoders -------------------------------------------------------------------------------- */

/* errors.orch:7  record Place */
static void write_Place(struct orch_buf *out, const struct Place *v)
{
    orch_json_write_lit(out, "{\"id\":");
    orch_json_write_int(out, v->id);
    orch_json_write_lit(out, ",\"name\":");
    orch_json_write_str(out, v->name);
    orch_json_write_lit(out, "}");
}

/* errors.orch:8  record no_city */
static void write_no_city(struct orch_buf *out, const struct no_city *v)
{
    orch_json_write_lit(out, "{\"city_id\":");
    orch_json_write_int(out, v->city_id);
    if (v->detail.some) {
        orch_json_write_lit(out, ",\"detail\":");
        orch_json_write_str(out, v->detail.value);
    }
    orch_json_write_lit(out, "}");
}

/* errors.orch:9  record too_far */
static void write_too_far(struct orch_buf *out, const struct too_far *v)
{
    orch_json_write_lit(out, "{\"city_id\":");
    orch_json_write_int(out, v->city_id);
    orch_json_write_lit(out, ",\"level\":");
    orch_json_write_int(out, v->level);
    if (v->reason.some) {
        orch_json_write_lit(out, ",\"reason\":");
        orch_json_write_str(out, v->reason.value);
    }
    orch_json_write_lit(out, "}");
}

/* --- Errors ---------------------------------------------------------------------------------- */

enum {
    error_no_city,
    error_too_far,
    error_closed,
};

static void no_city_members(const void *value, struct orch_buf *out)
{
    write_no_city(out, value);
}

static void too_far_members(const void *value, struct orch_buf *out)
{
    write_too_far(out, value);
}

static const struct orch_declared errors[] = {
    /* errors.orch:8  error no_city */
    [error_no_city] = {
        .name = "no_city",
        .title = "No city",
        .status = 404,
        .write = no_city_members,
    },
    /* errors.orch:9  error too_far */
    [error_too_far] = {
        .name = "too_far",
        .title = "Too far",
        .status = 409,
        .write = too_far_members,
    },
    /* errors.orch:10  error closed */
    [error_closed] = {
        .name = "closed",
        .title = "Closed",
        .status = 503,
    },
};

/* --- Services -------------------------------------------------------------------------------- */

enum {
    service_catalog,
};

static const struct orch_upstream upstreams[] = {
    /* errors.orch:11  service catalog */
    [service_catalog] = {.name = "catalog", .env = NULL, .url = "http://127.0.0.1:7003"},
};

enum {
    operation_catalog_hot,
};

static const struct orch_operation operations[] = {
    /* errors.orch:15  catalog.hot */
    [operation_catalog_hot] = {
        .name = "catalog.hot",
        .upstream = service_catalog,
        .method = ORCH_GET,
        .path = "/hot",
    },
};

/* --- Flow page ------------------------------------------------------------------------------- */

/* What a run of page holds. */
struct page_frame {
    int64_t city_id;
    int64_t level;
    struct orch_str kind;
    int64_t n;
    struct list_Place places;
    struct no_city_or_too_far e;
    struct orch_opt_str note;
    struct call_failure f;
};

/* errors.orch:22  flow page: its parameters */
static void page_accept(struct orch_eval *ev, void *frame, struct orch_input *in)
{
    struct page_frame *f = frame;
    (void)ev;

    if (orch_input_int(in, ORCH_IN_PATH, "city_id", true, &f->city_id))
        check_param_city_id(in, ORCH_IN_PATH, "city_id", f->city_id);
    orch_input_int(in, ORCH_IN_QUERY, "level", true, &f->level);
    orch_input_str(in, ORCH_IN_QUERY, "kind", true, &f->kind);
}

/* errors.orch:25  n = 0 */
static void page_0_assign(struct orch_eval *ev, void *frame)
{
    struct page_frame *f = frame;
    (void)ev;

    f->n = 0;
}

/* errors.orch:27  if kind == "early" */
static unsigned page_1_choose(struct orch_eval *ev, const void *frame)
{
    const struct page_frame *f = frame;
    (void)ev;

    return orch_str_eq(f->kind, (struct orch_str)ORCH_STR("early")) ? 0 : 1;
}

/* errors.orch:27  throw no_city { city_id, detail: "early" } */
static const void *page_2_error(struct orch_eval *ev, const void *frame, struct orch_json_in *in)
{
    const struct page_frame *f = frame;

    (void)in;
    struct no_city *made = orch_eval_alloc(ev, 1, sizeof *made);

    if (!made)
        return NULL;
    *made = (struct no_city){.city_id = f->city_id,
            .detail = (struct orch_opt_str){.some = true,
            .value = (struct orch_str)ORCH_STR("early")}};
    return made;
}

/* errors.orch:28  if kind == "bare" */
static unsigned page_3_choose(struct orch_eval *ev, const void *frame)
{
    const struct page_frame *f = frame;
    (void)ev;

    return orch_str_eq(f->kind, (struct orch_str)ORCH_STR("bare")) ? 0 : 1;
}

/* errors.orch:28  throw too_far */
static const void *page_4_error(struct orch_eval *ev, const void *frame, struct orch_json_in *in)
{
    const struct page_frame *f = frame;

    (void)in;
    struct too_far *made = orch_eval_alloc(ev, 1, sizeof *made);

    if (!made)
        return NULL;
    *made = (struct too_far){.city_id = f->city_id, .level = f->level,
            .reason = (struct orch_opt_str){.some = false}};
    return made;
}

/* errors.orch:29  n = 1 */
static void page_5_assign(struct orch_eval *ev, void *frame)
{
    struct page_frame *f = frame;
    (void)ev;

    f->n = 1;
}

/* errors.orch:30  invoke catalog.hot */
static void page_6_request(struct orch_eval *ev, const void *frame,
        struct orch_upstream_request *out)
{
    const struct page_frame *f = frame;
    (void)ev;

    orch_request_path(out, "/hot");
    orch_request_query_int(out, "city", f->city_id);
    orch_request_query_int(out, "level", f->level);
}

/* errors.orch:30  invoke catalog.hot */
static bool page_6_reply(struct orch_eval *ev, void *frame, struct orch_json_in *in)
{
    struct page_frame *f = frame;
    (void)ev;

    struct list_Place value = {0};
    if (!read_list_Place(in, &value))
        return false;
    f->places = value;
    return true;
}

static bool page_6_404_replied(struct orch_json_in *in, struct no_city *out)
{
    static const char *const names[] = {"detail"};
    static const uint64_t required[] = {0x0};
    uint64_t seen[1] = {0};
    struct orch_str key;

    if (!orch_json_enter_object(in))
        return false;
    while (orch_json_next_key(in, &key)) {
        switch (key.len) {
        case 6:
            if (memcmp(key.ptr, "detail", 6) == 0) {
                if (orch_json_field(in, seen, 0, "detail") && !orch_json_null(in))
                    out->detail.some = orch_json_str(in, &out->detail.value);
                continue;
            }
            break;
        }
        orch_json_skip(in);
    }
    return orch_json_leave_object(in, seen, required, names, 1);
}

/* errors.orch:30  invoke catalog.hot */
static const void *page_6_404_error(struct orch_eval *ev, const void *frame,
        struct orch_json_in *in)
{
    const struct page_frame *f = frame;

    struct no_city *made = orch_eval_alloc(ev, 1, sizeof *made);

    if (!made)
        return NULL;
    *made = (struct no_city){.city_id = f->city_id, .detail = (struct orch_opt_str){.some = false}};
    struct no_city read = {0};
    if (in && page_6_404_replied(in, &read)) {
        made->detail = read.detail;
    }
    return made;
}

static bool page_6_409_replied(struct orch_json_in *in, struct too_far *out)
{
    static const char *const names[] = {"reason"};
    static const uint64_t required[] = {0x0};
    uint64_t seen[1] = {0};
    struct orch_str key;

    if (!orch_json_enter_object(in))
        return false;
    while (orch_json_next_key(in, &key)) {
        switch (key.len) {
        case 6:
            if (memcmp(key.ptr, "reason", 6) == 0) {
                if (orch_json_field(in, seen, 0, "reason") && !orch_json_null(in))
                    out->reason.some = orch_json_str(in, &out->reason.value);
                continue;
            }
            break;
        }
        orch_json_skip(in);
    }
    return orch_json_leave_object(in, seen, required, names, 1);
}

/* errors.orch:30  invoke catalog.hot */
static const void *page_6_409_error(struct orch_eval *ev, const void *frame,
        struct orch_json_in *in)
{
    const struct page_frame *f = frame;

    struct too_far *made = orch_eval_alloc(ev, 1, sizeof *made);

    if (!made)
        return NULL;
    *made = (struct too_far){.city_id = f->city_id, .level = f->level,
            .reason = (struct orch_opt_str){.some = false}};
    struct too_far read = {0};
    if (in && page_6_409_replied(in, &read)) {
        made->reason = read.reason;
    }
    return made;
}

/* errors.orch:30  invoke catalog.hot */
static const void *page_6_503_error(struct orch_eval *ev, const void *frame,
        struct orch_json_in *in)
{
    (void)frame;
    (void)ev;

    (void)in;
    return NULL; /* it has no fields */
}

static const struct orch_reply_error page_6_errors[] = {
    {404, error_no_city, page_6_404_error},
    {409, error_too_far, page_6_409_error},
    {503, error_closed, page_6_503_error},
};

static const struct orch_invoke page_6_invoke = {
    .operation = operation_catalog_hot,
    .timeout_ms = 150,
    .result = "places",
    .request = page_6_request,
    .reply = page_6_reply,
    .errors = page_6_errors, .n_errors = 3,
};

/* errors.orch:31  n = 2 */
static void page_7_assign(struct orch_eval *ev, void *frame)
{
    struct page_frame *f = frame;
    (void)ev;

    f->n = 2;
}

/* errors.orch:32  catch no_city, too_far as e */
static void page_8_0_bind(struct orch_eval *ev, void *frame, const struct orch_caught *caught)
{
    struct page_frame *f = frame;
    (void)ev;

    if (caught->error == error_no_city) {
        const struct no_city *thrown = caught->value;

        f->e.city_id = thrown->city_id;
    }
    if (caught->error == error_too_far) {
        const struct too_far *thrown = caught->value;

        f->e.city_id = thrown->city_id;
    }
}

/* errors.orch:36  catch timeout, status as f */
static void page_8_1_bind(struct orch_eval *ev, void *frame, const struct orch_caught *caught)
{
    struct page_frame *f = frame;
    (void)ev;

    f->f.kind = orch_str(orch_error_info(caught->kind)->name);
    f->f.operation = orch_str(caught->operation);
    f->f.code = (struct orch_opt_int){caught->kind == ORCH_ERR_STATUS, caught->status};
}

static const struct orch_arm page_8_arms[] = {
    {.kinds = 0, .errors = (const uint16_t[]){error_no_city, error_too_far}, .n_errors = 2,
            .target = 9, .bind = page_8_0_bind},
    {.kinds = ORCH_SET(TIMEOUT) | ORCH_SET(STATUS), .target = 13, .bind = page_8_1_bind},
    {.kinds = ORCH_CALL_FAILURES | ORCH_SET(DECLARED), .target = 15},
};

/* errors.orch:33  if kind == "again" */
static unsigned page_9_choose(struct orch_eval *ev, const void *frame)
{
    const struct page_frame *f = frame;
    (void)ev;

    return orch_str_eq(f->kind, (struct orch_str)ORCH_STR("again")) ? 0 : 1;
}

/* errors.orch:34  note = "no city {e.city_id}" */
static void page_11_assign(struct orch_eval *ev, void *frame)
{
    struct page_frame *f = frame;

    struct orch_text text;
    orch_text_begin(&text, ev);
    orch_text_str(&text, (struct orch_str)ORCH_STR("no city "));
    orch_text_int(&text, f->e.city_id);
    f->note.value = orch_text_end(&text);
    f->note.some = true;
}

/* errors.orch:35  places = [] */
static void page_12_assign(struct orch_eval *ev, void *frame)
{
    struct page_frame *f = frame;
    (void)ev;

    f->places = (struct list_Place){.n = 0};
}

/* errors.orch:37  note = "{f.kind} of {f.operation}: {f.code ?? 0}" */
static void page_13_assign(struct orch_eval *ev, void *frame)
{
    struct page_frame *f = frame;

    struct orch_text text;
    orch_text_begin(&text, ev);
    orch_text_str(&text, f->f.kind);
    orch_text_str(&text, (struct orch_str)ORCH_STR(" of "));
    orch_text_str(&text, f->f.operation);
    orch_text_str(&text, (struct orch_str)ORCH_STR(": "));
    orch_text_int(&text, f->f.code.some ? f->f.code.value : 0);
    f->note.value = orch_text_end(&text);
    f->note.some = true;
}

/* errors.orch:38  places = [] */
static void page_14_assign(struct orch_eval *ev, void *frame)
{
    struct page_frame *f = frame;
    (void)ev;

    f->places = (struct list_Place){.n = 0};
}

/* errors.orch:40  note = "failed" */
static void page_15_assign(struct orch_eval *ev, void *frame)
{
    struct page_frame *f = frame;
    (void)ev;

    f->note.value = (struct orch_str)ORCH_STR("failed");
    f->note.some = true;
}

/* errors.orch:41  places = [] */
static void page_16_assign(struct orch_eval *ev, void *frame)
{
    struct page_frame *f = frame;
    (void)ev;

    f->places = (struct list_Place){.n = 0};
}

/* errors.orch:43  return */
static void page_17_answer(struct orch_eval *ev, const void *frame, struct orch_buf *out)
{
    const struct page_frame *f = frame;
    (void)ev;

    orch_json_write_lit(out, "{\"places\":[");
    for (size_t i = 0; i < f->places.n; i++) {
        const struct Place *item = &f->places.items[i];
        if (i > 0)
            orch_buf_char(out, ',');
        write_Place(out, item);
    }
    orch_json_write_lit(out, "]");
    if (f->note.some) {
        orch_json_write_lit(out, ",\"note\":");
        orch_json_write_str(out, f->note.value);
    }
    orch_json_write_lit(out, ",\"n\":");
    orch_json_write_int(out, f->n);
    orch_json_write_lit(out, "}");
}

static const struct orch_node page_nodes[] = {
    [0] = {
        .op = ORCH_ASSIGN, .next = 1, .line = 25,
        .label = "assign n",
        .assign = page_0_assign,
    },
    [1] = {
        .op = ORCH_BRANCH, .next = 3, .line = 27,
        .on_error = 8,
        .label = "if kind == \"early\"",
        .branch = {page_1_choose, (const uint16_t[]){2, 3}, 2},
    },
    [2] = {
        .op = ORCH_THROW, .next = ORCH_END, .line = 27,
        .on_error = 8,
        .label = "throw no_city",
        .raise = {error_no_city, page_2_error},
    },
    [3] = {
        .op = ORCH_BRANCH, .next = 5, .line = 28,
        .on_error = 8,
        .label = "if kind == \"bare\"",
        .branch = {page_3_choose, (const uint16_t[]){4, 5}, 2},
    },
    [4] = {
        .op = ORCH_THROW, .next = ORCH_END, .line = 28,
        .on_error = 8,
        .label = "throw too_far",
        .raise = {error_too_far, page_4_error},
    },
    [5] = {
        .op = ORCH_ASSIGN, .next = 6, .line = 29,
        .on_error = 8,
        .label = "assign n",
        .assign = page_5_assign,
    },
    [6] = {
        .op = ORCH_INVOKE, .next = 7, .line = 30,
        .on_error = 8,
        .label = "invoke catalog.hot",
        .invoke = &page_6_invoke,
    },
    [7] = {
        .op = ORCH_ASSIGN, .next = 17, .line = 31,
        .on_error = 8,
        .label = "assign n",
        .assign = page_7_assign,
    },
    [8] = {
        .op = ORCH_CATCH, .next = 17, .line = 26,
        .label = "catch",
        .handler = {page_8_arms, 3},
    },
    [9] = {
        .op = ORCH_BRANCH, .next = 11, .line = 33,
        .label = "if kind == \"again\"",
        .branch = {page_9_choose, (const uint16_t[]){10, 11}, 2},
    },
    [10] = {
        .op = ORCH_RETHROW, .next = ORCH_END, .line = 33,
        .label = "throw",
        .caught = 8,
    },
    [11] = {
        .op = ORCH_ASSIGN, .next = 12, .line = 34,
        .label = "assign note",
        .assign = page_11_assign,
    },
    [12] = {
        .op = ORCH_ASSIGN, .next = 17, .line = 35,
        .label = "assign places",
        .assign = page_12_assign,
    },
    [13] = {
        .op = ORCH_ASSIGN, .next = 14, .line = 37,
        .label = "assign note",
        .assign = page_13_assign,
    },
    [14] = {
        .op = ORCH_ASSIGN, .next = 17, .line = 38,
        .label = "assign places",
        .assign = page_14_assign,
    },
    [15] = {
        .op = ORCH_ASSIGN, .next = 16, .line = 40,
        .label = "assign note",
        .assign = page_15_assign,
    },
    [16] = {
        .op = ORCH_ASSIGN, .next = 17, .line = 41,
        .label = "assign places",
        .assign = page_16_assign,
    },
    [17] = {
        .op = ORCH_RETURN, .next = ORCH_END, .line = 43,
        .label = "return",
        .answer = page_17_answer,
    },
};

/* --- Program --------------------------------------------------------------------------------- */

static const struct orch_flow flows[] = {
    [0] = {
        .name = "page",
        .method = ORCH_GET,
        .path = "/page/{city_id}",
        .frame_size = sizeof(struct page_frame),
        .n_strands = 1,
        .n_nodes = 18,
        .nodes = page_nodes,
        .file = "errors.orch",
        .accept = page_accept,
    },
};

static const struct orch_program program = {
    .abi = ORCH_ABI,
    .name = "errors",
    .compiler = "0.1.0",
    .upstreams = upstreams,
    .n_upstreams = 1,
    .operations = operations,
    .n_operations = 1,
    .flows = flows,
    .n_flows = 1,
    .errors = errors,
    .n_errors = 3,
};

int main(int argc, char **argv)
{
    return orch_main(&program, argc, argv);
}
