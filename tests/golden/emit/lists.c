/* lists.c: emitted by orchc 0.1.0 from lists.orch; changes made here are lost. */
#include <orch/orch.h>

_Static_assert(ORCH_ABI == 4, "emitted for another version of liborch");

/* Conditions are those of the source, also where one is always true. */
#pragma GCC diagnostic ignored "-Wtautological-compare"

/* --- Types ----------------------------------------------------------------------------------- */

ORCH_OPTIONAL(opt_list_str, struct orch_list_str);
ORCH_LIST(list_Colour, int);
ORCH_OPTIONAL(opt_list_int, struct orch_list_int);

/* lists.orch:8  record Item */
struct Item {
    int64_t id;
    int colour;
};
ORCH_LIST(list_Item, struct Item);

/* lists.orch:7  enum Colour */
enum Colour {
    Colour_red,
    Colour_green,
    Colour_dark_blue,
};

/* --- Tables ---------------------------------------------------------------------------------- */

/* the values of Colour on the wire */
static const struct orch_str Colour_names[] = {
    [Colour_red] = ORCH_STR("red"),
    [Colour_green] = ORCH_STR("green"),
    [Colour_dark_blue] = ORCH_STR("dark-blue"),
};

/* --- Checks of the dictionary ---------------------------------------------------------------- */

/* lists.orch:3  item_id : int min 1 */
static bool check_param_item_id(struct orch_input *in, enum orch_place place, const char *name,
        int64_t v)
{
    return orch_input_check_int(in, place, name, v, 1, INT64_MAX);
}

/* lists.orch:4  item_ids : [item_id] length 1..3 */
static bool check_param_item_ids(struct orch_input *in, enum orch_place place, const char *name,
        struct orch_list_int v)
{
    return orch_input_check_count(in, place, name, v.n, 1, 3);
}

/* lists.orch:5  word : string length 1..5 */
static bool check_param_word(struct orch_input *in, enum orch_place place, const char *name,
        struct orch_str v)
{
    return orch_input_check_length(in, place, name, v, 1, 5);
}

/* lists.orch:3  item_id : int min 1 */
static bool check_item_id(struct orch_json_in *in, int64_t v)
{
    return orch_json_check_int(in, v, 1, INT64_MAX);
}

/* --- Decoders -------------------------------------------------------------------------------- */

/* lists.orch:8  record Item */
static bool read_Item(struct orch_json_in *in, struct Item *out)
{
    static const char *const names[] = {"id", "colour"};
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
                    check_item_id(in, out->id);
                continue;
            }
            break;
        case 6:
            if (memcmp(key.ptr, "colour", 6) == 0) {
                if (orch_json_field(in, seen, 1, "colour"))
                    orch_json_enum(in, Colour_names, 3, &out->colour);
                continue;
            }
            break;
        }
        orch_json_skip(in);
    }
    return orch_json_leave_object(in, seen, required, names, 2);
}

static bool read_list_Item(struct orch_json_in *in, struct list_Item *out)
{
    void *items = NULL;
    size_t n = 0, cap = 0;

    if (!orch_json_enter_array(in))
        return false;
    while (orch_json_next_element(in)) {
        struct Item *item = orch_json_grow(in, &items, n, &cap, sizeof *item);

        if (!item)
            return false;
        n++;
        read_Item(in, item);
    }
    out->items = items;
    out->n = n;
    return !orch_json_failed(in);
}

/* --- Encoders -------------------------------------------------------------------------------- */

/* lists.orch:8  record Item */
static void write_Item(struct orch_buf *out, const struct Item *v)
{
    orch_json_write_lit(out, "{\"id\":");
    orch_json_write_int(out, v->id);
    orch_json_write_lit(out, ",\"colour\":");
    orch_json_write_str(out, Colour_names[v->colour]);
    orch_json_write_lit(out, "}");
}

/* --- Services -------------------------------------------------------------------------------- */

enum {
    service_stock,
};

static const struct orch_upstream upstreams[] = {
    /* lists.orch:11  service stock */
    [service_stock] = {.name = "stock", .env = "STOCK_URL", .url = "http://127.0.0.1:7921"},
};

enum {
    operation_stock_items,
    operation_stock_again,
};

static const struct orch_operation operations[] = {
    /* lists.orch:13  stock.items */
    [operation_stock_items] = {
        .name = "stock.items",
        .upstream = service_stock,
        .method = ORCH_GET,
        .path = "/items",
    },
    /* lists.orch:15  stock.again */
    [operation_stock_again] = {
        .name = "stock.again",
        .upstream = service_stock,
        .method = ORCH_GET,
        .path = "/items",
    },
};

/* --- Flow find ------------------------------------------------------------------------------- */

/* What a run of find holds. */
struct find_frame {
    struct orch_list_int item_ids;
    struct opt_list_str words;
    struct list_Colour colours;
    struct opt_list_int at;
    struct list_Item items;
    struct list_Item more;
};

/* lists.orch:19  flow find: its parameters */
static void find_accept(struct orch_eval *ev, void *frame, struct orch_input *in)
{
    struct find_frame *f = frame;

    f->item_ids.n = orch_input_items(in, ORCH_IN_QUERY, "id");
    f->item_ids.items = orch_eval_alloc(ev, f->item_ids.n, sizeof *f->item_ids.items);
    for (size_t i = 0; f->item_ids.items && orch_input_item(in, i, f->item_ids.n); i++) {
        if (orch_input_int(in, ORCH_IN_QUERY, "id", true, &f->item_ids.items[i]))
            check_param_item_id(in, ORCH_IN_QUERY, "id", f->item_ids.items[i]);
    }
    check_param_item_ids(in, ORCH_IN_QUERY, "id", f->item_ids);
    f->words.value.n = orch_input_items(in, ORCH_IN_QUERY, "words");
    f->words.value.items = orch_eval_alloc(ev, f->words.value.n, sizeof *f->words.value.items);
    for (size_t i = 0; f->words.value.items && orch_input_item(in, i, f->words.value.n); i++) {
        if (orch_input_str(in, ORCH_IN_QUERY, "words", true, &f->words.value.items[i]))
            check_param_word(in, ORCH_IN_QUERY, "words", f->words.value.items[i]);
    }
    f->words.some = f->words.value.n > 0;
    f->colours.n = orch_input_items(in, ORCH_IN_QUERY, "colours");
    f->colours.items = orch_eval_alloc(ev, f->colours.n, sizeof *f->colours.items);
    for (size_t i = 0; f->colours.items && orch_input_item(in, i, f->colours.n); i++) {
        orch_input_enum(in, ORCH_IN_QUERY, "colours", true, Colour_names, 3, &f->colours.items[i]);
    }
    f->at.value.n = orch_input_items(in, ORCH_IN_QUERY, "at");
    f->at.value.items = orch_eval_alloc(ev, f->at.value.n, sizeof *f->at.value.items);
    for (size_t i = 0; f->at.value.items && orch_input_item(in, i, f->at.value.n); i++) {
        orch_input_time(in, ORCH_IN_QUERY, "at", true, &f->at.value.items[i]);
    }
    f->at.some = f->at.value.n > 0;
}

/* lists.orch:22  invoke stock.items(ids: item_ids, colours: colours, limits: [0.5, 1.0]... */
static void find_0_request(struct orch_eval *ev, const void *frame,
        struct orch_upstream_request *out)
{
    const struct find_frame *f = frame;

    orch_request_path(out, "/items");
    for (size_t i = 0; i < f->item_ids.n; i++) {
        const int64_t item = f->item_ids.items[i];
        orch_request_query_int(out, "ids", item);
    }
    for (size_t i = 0; i < f->colours.n; i++) {
        const int item = f->colours.items[i];
        orch_request_query_str(out, "c", Colour_names[item]);
    }
    struct orch_list_float list = {.items = orch_eval_alloc(ev, 2, sizeof(double))};
    if (list.items) {
        list.n = 2;
        list.items[0] = 0.5;
        list.items[1] = 1.0;
    }
    for (size_t i = 0; i < list.n; i++) {
        const double item = list.items[i];
        orch_request_query_float(out, "limits", item);
    }
    if (f->at.some) {
        for (size_t i = 0; i < f->at.value.n; i++) {
            const int64_t item = f->at.value.items[i];
            orch_request_query_time(out, "since", item);
        }
    }
}

/* lists.orch:22  invoke stock.items(ids: item_ids, colours: colours, limits: [0.5, 1.0]... */
static bool find_0_reply(struct orch_eval *ev, void *frame, struct orch_json_in *in)
{
    struct find_frame *f = frame;
    (void)ev;

    return read_list_Item(in, &f->items);
}

static const struct orch_invoke find_0_invoke = {
    .operation = operation_stock_items,
    .result = "items",
    .request = find_0_request,
    .reply = find_0_reply,
};

/* lists.orch:23  invoke stock.again(words: words) */
static void find_1_request(struct orch_eval *ev, const void *frame,
        struct orch_upstream_request *out)
{
    const struct find_frame *f = frame;
    (void)ev;

    orch_request_path(out, "/items");
    for (size_t i = 0; i < f->items.n; i++) {
        const struct Item *it = &f->items.items[i];
        orch_request_query_int(out, "ids", it->id);
    }
    if (f->words.some) {
        for (size_t i = 0; i < f->words.value.n; i++) {
            const struct orch_str item = f->words.value.items[i];
            orch_request_query_str(out, "words", item);
        }
    }
}

/* lists.orch:23  invoke stock.again(words: words) */
static bool find_1_reply(struct orch_eval *ev, void *frame, struct orch_json_in *in)
{
    struct find_frame *f = frame;
    (void)ev;

    return read_list_Item(in, &f->more);
}

static const struct orch_invoke find_1_invoke = {
    .operation = operation_stock_again,
    .result = "more",
    .request = find_1_request,
    .reply = find_1_reply,
};

/* lists.orch:24  return { items: more, n: len(colours), words, of: colours } */
static void find_2_answer(struct orch_eval *ev, const void *frame, struct orch_buf *out)
{
    const struct find_frame *f = frame;
    (void)ev;

    orch_json_write_lit(out, "{\"items\":[");
    for (size_t i = 0; i < f->more.n; i++) {
        const struct Item *item = &f->more.items[i];
        if (i > 0)
            orch_buf_char(out, ',');
        write_Item(out, item);
    }
    orch_json_write_lit(out, "],\"n\":");
    orch_json_write_int(out, (int64_t)f->colours.n);
    if (f->words.some) {
        orch_json_write_lit(out, ",\"words\":[");
        for (size_t i = 0; i < f->words.value.n; i++) {
            const struct orch_str item = f->words.value.items[i];
            if (i > 0)
                orch_buf_char(out, ',');
            orch_json_write_str(out, item);
        }
        orch_json_write_lit(out, "]");
    }
    orch_json_write_lit(out, ",\"of\":[");
    for (size_t i = 0; i < f->colours.n; i++) {
        const int item = f->colours.items[i];
        if (i > 0)
            orch_buf_char(out, ',');
        orch_json_write_str(out, Colour_names[item]);
    }
    orch_json_write_lit(out, "]}");
}

static const struct orch_node find_nodes[] = {
    [0] = {
        .op = ORCH_INVOKE, .next = 1, .line = 22,
        .label = "invoke stock.items",
        .invoke = &find_0_invoke,
    },
    [1] = {
        .op = ORCH_INVOKE, .next = 2, .line = 23,
        .label = "invoke stock.again",
        .invoke = &find_1_invoke,
    },
    [2] = {
        .op = ORCH_RETURN, .next = ORCH_END, .line = 24,
        .label = "return",
        .answer = find_2_answer,
    },
};

/* --- Flow some ------------------------------------------------------------------------------- */

/* What a run of some holds. */
struct some_frame {
    struct opt_list_int ids;
    struct opt_list_int words;
};

/* lists.orch:28  flow some: its parameters */
static void some_accept(struct orch_eval *ev, void *frame, struct orch_input *in)
{
    struct some_frame *f = frame;

    f->ids.value.n = orch_input_items(in, ORCH_IN_QUERY, "ids");
    f->ids.value.items = orch_eval_alloc(ev, f->ids.value.n, sizeof *f->ids.value.items);
    for (size_t i = 0; f->ids.value.items && orch_input_item(in, i, f->ids.value.n); i++) {
        if (orch_input_int(in, ORCH_IN_QUERY, "ids", true, &f->ids.value.items[i]))
            check_param_item_id(in, ORCH_IN_QUERY, "ids", f->ids.value.items[i]);
    }
    f->ids.some = f->ids.value.n > 0;
    f->words.value.n = orch_input_items(in, ORCH_IN_QUERY, "words");
    f->words.value.items = orch_eval_alloc(ev, f->words.value.n, sizeof *f->words.value.items);
    for (size_t i = 0; f->words.value.items && orch_input_item(in, i, f->words.value.n); i++) {
        if (orch_input_int(in, ORCH_IN_QUERY, "words", true, &f->words.value.items[i]))
            check_param_item_id(in, ORCH_IN_QUERY, "words", f->words.value.items[i]);
    }
    f->words.some = f->words.value.n > 0;
    if (f->words.value.n > 0)
        check_param_item_ids(in, ORCH_IN_QUERY, "words", f->words.value);
}

/* lists.orch:30  if words != none */
static unsigned some_0_choose(struct orch_eval *ev, const void *frame)
{
    const struct some_frame *f = frame;
    (void)ev;

    return f->words.some ? 0 : 1;
}

/* lists.orch:30  return len(words) */
static void some_1_answer(struct orch_eval *ev, const void *frame, struct orch_buf *out)
{
    const struct some_frame *f = frame;
    (void)ev;

    orch_json_write_int(out, (int64_t)f->words.value.n);
}

/* lists.orch:31  return len(ids ?? []) */
static void some_2_answer(struct orch_eval *ev, const void *frame, struct orch_buf *out)
{
    const struct some_frame *f = frame;
    (void)ev;

    orch_json_write_int(out,
            (int64_t)(f->ids.some ? f->ids.value : (struct orch_list_int){.n = 0}).n);
}

static const struct orch_node some_nodes[] = {
    [0] = {
        .op = ORCH_BRANCH, .next = 2, .line = 30,
        .label = "if words != none",
        .branch = {some_0_choose, (const uint16_t[]){1, 2}, 2},
    },
    [1] = {
        .op = ORCH_RETURN, .next = ORCH_END, .line = 30,
        .label = "return",
        .answer = some_1_answer,
    },
    [2] = {
        .op = ORCH_RETURN, .next = ORCH_END, .line = 31,
        .label = "return",
        .answer = some_2_answer,
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
        .n_nodes = 3,
        .nodes = find_nodes,
        .file = "lists.orch",
        .accept = find_accept,
    },
    [1] = {
        .name = "some",
        .method = ORCH_GET,
        .path = "/some",
        .frame_size = sizeof(struct some_frame),
        .n_strands = 1,
        .n_nodes = 3,
        .nodes = some_nodes,
        .file = "lists.orch",
        .accept = some_accept,
    },
};

static const struct orch_program program = {
    .abi = ORCH_ABI,
    .name = "lists",
    .compiler = "0.1.0",
    .upstreams = upstreams,
    .n_upstreams = 1,
    .operations = operations,
    .n_operations = 2,
    .flows = flows,
    .n_flows = 2,
};

int main(int argc, char **argv)
{
    return orch_main(&program, argc, argv);
}
