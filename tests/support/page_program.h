/* A program as the compiler emits them, written by hand: what the engine's tests run.
 *
 *      1  flow page on GET "/pages/{id}" timeout 300ms (id: int min 1, level: int? 0..10, fault:
 * int?) 2  { 3    invoke account.user timeout 100ms 4    title = "Hello {user.name}" 5    parallel
 * { 6      { invoke content.banners timeout 80ms else [] 7        n_banners = len(banners) } 8 {
 * parallel { 9          { invoke catalog.hot timeout 150ms 10            empty } 11          invoke
 * catalog.brands else [] 12        } 13        total = sum of the prices of hot } 14      switch {
 *     15        level above 5: invoke vip.offers timeout 50ms
 *     16        level 0: { invoke account.touch; return { early: true } }
 *     17      }
 *     18    }
 *     19    empty
 *     20    return
 *     21  }
 *
 * Each function divides by (fault - its own number): the parameter `fault` makes any one of them
 * fault with a division by zero. */
#ifndef ORCH_TESTS_PAGE_PROGRAM_H
#define ORCH_TESTS_PAGE_PROGRAM_H

#include "runtime/orch.h"

enum page_fault {
    FAULT_NONE,
    FAULT_ACCEPT,
    FAULT_REQUEST,   /* of catalog.hot */
    FAULT_REPLY,     /* of content.banners */
    FAULT_OTHERWISE, /* of content.banners */
    FAULT_ASSIGN,    /* of n_banners */
    FAULT_CHOOSE,
    FAULT_EARLY,
    FAULT_ANSWER,
    FAULT_COUNT
};

/* --- types ----------------------------------------------------------------------------------- */

struct User {
    int64_t id;
    struct orch_str name;
    int64_t city;
};

struct Banner {
    int64_t id;
    struct orch_str image;
    struct orch_str extra; /* json */
};
ORCH_LIST(list_Banner, struct Banner);

struct Product {
    struct orch_str title;
    int64_t price;
};
ORCH_LIST(list_Product, struct Product);

struct page_frame {
    int64_t id;
    struct orch_opt_int level;
    int64_t fault;
    struct User user;
    struct orch_str title;
    struct list_Banner banners;
    int64_t n_banners;
    struct list_Product hot;
    struct orch_list_str brands;
    struct orch_list_str offers;
    int64_t total;
};

static void page_may_fault(struct orch_eval *ev, const struct page_frame *f, enum page_fault here)
{
    orch_int_div(ev, 1, f->fault - (int64_t)here);
}

/* --- readers --------------------------------------------------------------------------------- */

static const char *const User_fields[] = {"id", "name", "city"};
static const uint64_t User_required[] = {0x7};

static bool read_User(struct orch_json_in *in, struct User *out)
{
    struct orch_str key;
    uint64_t seen[1] = {0};

    if (!orch_json_enter_object(in))
        return !orch_json_failed(in);
    while (orch_json_next_key(in, &key)) {
        if (orch_str_eq(key, orch_str("id"))) {
            if (orch_json_field(in, seen, 0, "id"))
                orch_json_int(in, &out->id);
        } else if (orch_str_eq(key, orch_str("name"))) {
            if (orch_json_field(in, seen, 1, "name"))
                orch_json_str(in, &out->name);
        } else if (orch_str_eq(key, orch_str("city"))) {
            if (orch_json_field(in, seen, 2, "city"))
                orch_json_int(in, &out->city);
        } else {
            orch_json_skip(in);
        }
    }
    return orch_json_leave_object(in, seen, User_required, User_fields, 3);
}

static const char *const Banner_fields[] = {"id", "image", "extra"};
static const uint64_t Banner_required[] = {0x3};

static bool read_Banner(struct orch_json_in *in, struct Banner *out)
{
    struct orch_str key;
    uint64_t seen[1] = {0};

    if (!orch_json_enter_object(in))
        return !orch_json_failed(in);
    while (orch_json_next_key(in, &key)) {
        if (orch_str_eq(key, orch_str("id"))) {
            if (orch_json_field(in, seen, 0, "id"))
                orch_json_int(in, &out->id);
        } else if (orch_str_eq(key, orch_str("image"))) {
            if (orch_json_field(in, seen, 1, "image"))
                orch_json_str(in, &out->image);
        } else if (orch_str_eq(key, orch_str("extra"))) {
            if (orch_json_field(in, seen, 2, "extra"))
                orch_json_raw(in, &out->extra);
        } else {
            orch_json_skip(in);
        }
    }
    return orch_json_leave_object(in, seen, Banner_required, Banner_fields, 3);
}

static const char *const Product_fields[] = {"title", "price"};
static const uint64_t Product_required[] = {0x3};

static bool read_Product(struct orch_json_in *in, struct Product *out)
{
    struct orch_str key;
    uint64_t seen[1] = {0};

    if (!orch_json_enter_object(in))
        return !orch_json_failed(in);
    while (orch_json_next_key(in, &key)) {
        if (orch_str_eq(key, orch_str("title"))) {
            if (orch_json_field(in, seen, 0, "title") && orch_json_str(in, &out->title))
                orch_json_check_length(in, out->title, 0, 20);
        } else if (orch_str_eq(key, orch_str("price"))) {
            if (orch_json_field(in, seen, 1, "price") && orch_json_int(in, &out->price))
                orch_json_check_int(in, out->price, 0, INT64_MAX);
        } else {
            orch_json_skip(in);
        }
    }
    return orch_json_leave_object(in, seen, Product_required, Product_fields, 2);
}

static bool read_strings(struct orch_json_in *in, struct orch_list_str *out)
{
    struct orch_str *item;
    size_t cap = 0;

    if (!orch_json_enter_array(in))
        return !orch_json_failed(in);
    while (orch_json_next_element(in)) {
        item = orch_json_grow(in, (void **)&out->items, out->n, &cap, sizeof *item);
        if (!item || !orch_json_str(in, item))
            return false;
        out->n++;
    }
    return !orch_json_failed(in);
}

/* --- flow page ------------------------------------------------------------------------------- */

static void page_accept(struct orch_eval *ev, void *frame, struct orch_input *in)
{
    struct page_frame *f = frame;

    if (orch_input_int(in, ORCH_IN_PATH, "id", true, &f->id))
        orch_input_check_int(in, ORCH_IN_PATH, "id", f->id, 1, INT64_MAX);
    f->level.some = orch_input_int(in, ORCH_IN_QUERY, "level", false, &f->level.value) &&
                    orch_input_check_int(in, ORCH_IN_QUERY, "level", f->level.value, 0, 10);
    if (orch_input_int(in, ORCH_IN_QUERY, "fault", false, &f->fault))
        page_may_fault(ev, f, FAULT_ACCEPT);
}

/* page.orch:3  invoke account.user timeout 100ms */
static void page_3_request(struct orch_eval *ev, const void *frame,
                           struct orch_upstream_request *out)
{
    const struct page_frame *f = frame;

    (void)ev;
    orch_request_path(out, "/users/");
    orch_request_path_int(out, f->id);
}

static bool page_3_reply(struct orch_eval *ev, void *frame, struct orch_json_in *in)
{
    struct page_frame *f = frame;

    (void)ev;
    return read_User(in, &f->user);
}

/* page.orch:4  title = "Hello {user.name}" */
static void page_4(struct orch_eval *ev, void *frame)
{
    struct page_frame *f = frame;
    struct orch_text t;

    orch_text_begin(&t, ev);
    orch_text_str(&t, (struct orch_str)ORCH_STR("Hello "));
    orch_text_str(&t, f->user.name);
    f->title = orch_text_end(&t);
}

/* page.orch:6  invoke content.banners timeout 80ms else [] */
static void page_6_request(struct orch_eval *ev, const void *frame,
                           struct orch_upstream_request *out)
{
    const struct page_frame *f = frame;

    (void)ev;
    orch_request_path(out, "/banners");
    orch_request_query_int(out, "city", f->user.city);
    if (f->level.some)
        orch_request_query_int(out, "level", f->level.value);
}

static bool page_6_reply(struct orch_eval *ev, void *frame, struct orch_json_in *in)
{
    struct page_frame *f = frame;
    struct Banner *item;
    size_t cap = 0;

    page_may_fault(ev, f, FAULT_REPLY);
    if (!orch_json_enter_array(in))
        return !orch_json_failed(in);
    while (orch_json_next_element(in)) {
        item = orch_json_grow(in, (void **)&f->banners.items, f->banners.n, &cap, sizeof *item);
        if (!item || !read_Banner(in, item))
            return false;
        f->banners.n++;
    }
    return !orch_json_failed(in);
}

static void page_6_otherwise(struct orch_eval *ev, void *frame)
{
    struct page_frame *f = frame;

    page_may_fault(ev, f, FAULT_OTHERWISE);
    f->banners = (struct list_Banner){NULL, 0};
}

/* page.orch:7  n_banners = len(banners) */
static void page_7(struct orch_eval *ev, void *frame)
{
    struct page_frame *f = frame;

    page_may_fault(ev, f, FAULT_ASSIGN);
    f->n_banners = (int64_t)f->banners.n;
}

/* page.orch:9  invoke catalog.hot timeout 150ms */
static void page_9_request(struct orch_eval *ev, const void *frame,
                           struct orch_upstream_request *out)
{
    const struct page_frame *f = frame;

    page_may_fault(ev, f, FAULT_REQUEST);
    orch_request_path(out, "/products/");
    orch_request_path_str(out, f->user.name);
    orch_request_path(out, "/hot");
}

static bool page_9_reply(struct orch_eval *ev, void *frame, struct orch_json_in *in)
{
    struct page_frame *f = frame;
    struct Product *item;
    size_t cap = 0;

    (void)ev;
    if (!orch_json_enter_array(in))
        return !orch_json_failed(in);
    while (orch_json_next_element(in)) {
        item = orch_json_grow(in, (void **)&f->hot.items, f->hot.n, &cap, sizeof *item);
        if (!item || !read_Product(in, item))
            return false;
        f->hot.n++;
    }
    return !orch_json_failed(in);
}

/* page.orch:11  invoke catalog.brands else [] */
static void page_11_request(struct orch_eval *ev, const void *frame,
                            struct orch_upstream_request *out)
{
    (void)ev;
    (void)frame;
    orch_request_path(out, "/brands");
}

static bool page_11_reply(struct orch_eval *ev, void *frame, struct orch_json_in *in)
{
    (void)ev;
    return read_strings(in, &((struct page_frame *)frame)->brands);
}

static void page_11_otherwise(struct orch_eval *ev, void *frame)
{
    (void)ev;
    ((struct page_frame *)frame)->brands = (struct orch_list_str){NULL, 0};
}

/* page.orch:13  total = sum of the prices of hot */
static void page_13(struct orch_eval *ev, void *frame)
{
    struct page_frame *f = frame;

    for (size_t i = 0; i < f->hot.n; i++)
        f->total = orch_int_add(ev, f->total, f->hot.items[i].price);
}

/* page.orch:14  switch */
static unsigned page_14_choose(struct orch_eval *ev, const void *frame)
{
    const struct page_frame *f = frame;

    page_may_fault(ev, f, FAULT_CHOOSE);
    if (f->level.some && f->level.value > 5)
        return 0;
    return f->level.some && f->level.value == 0 ? 1 : 2;
}

/* page.orch:15  invoke vip.offers timeout 50ms */
static void page_15_request(struct orch_eval *ev, const void *frame,
                            struct orch_upstream_request *out)
{
    (void)ev;
    (void)frame;
    orch_request_path(out, "/offers");
}

static bool page_15_reply(struct orch_eval *ev, void *frame, struct orch_json_in *in)
{
    (void)ev;
    return read_strings(in, &((struct page_frame *)frame)->offers);
}

/* page.orch:16  invoke account.touch */
static void page_16_request(struct orch_eval *ev, const void *frame,
                            struct orch_upstream_request *out)
{
    struct orch_buf *body = orch_request_body(out);

    (void)ev;
    orch_request_path(out, "/touch");
    orch_json_write_lit(body, "{\"id\":");
    orch_json_write_int(body, ((const struct page_frame *)frame)->id);
    orch_json_write_lit(body, "}");
}

/* page.orch:16  return { early: true } */
static void page_16_answer(struct orch_eval *ev, const void *frame, struct orch_buf *out)
{
    page_may_fault(ev, frame, FAULT_EARLY);
    orch_json_write_lit(out, "{\"early\":true}");
}

static void write_strings(struct orch_buf *out, const struct orch_list_str *list)
{
    orch_json_write_lit(out, "[");
    for (size_t i = 0; i < list->n; i++) {
        if (i > 0)
            orch_json_write_lit(out, ",");
        orch_json_write_str(out, list->items[i]);
    }
    orch_json_write_lit(out, "]");
}

/* page.orch:20  return */
static void page_20_answer(struct orch_eval *ev, const void *frame, struct orch_buf *out)
{
    const struct page_frame *f = frame;

    page_may_fault(ev, f, FAULT_ANSWER);
    orch_json_write_lit(out, "{\"title\":");
    orch_json_write_str(out, f->title);
    orch_json_write_lit(out, ",\"banners\":[");
    for (size_t i = 0; i < f->banners.n; i++) {
        const struct Banner *b = &f->banners.items[i];

        if (i > 0)
            orch_json_write_lit(out, ",");
        orch_json_write_lit(out, "{\"image\":");
        orch_json_write_str(out, b->image);
        if (b->extra.len > 0) {
            orch_json_write_lit(out, ",\"extra\":");
            orch_buf_str(out, b->extra);
        }
        orch_json_write_lit(out, "}");
    }
    orch_json_write_lit(out, "],\"n_banners\":");
    orch_json_write_int(out, f->n_banners);
    orch_json_write_lit(out, ",\"total\":");
    orch_json_write_int(out, f->total);
    orch_json_write_lit(out, ",\"brands\":");
    write_strings(out, &f->brands);
    orch_json_write_lit(out, ",\"offers\":");
    write_strings(out, &f->offers);
    orch_json_write_lit(out, "}");
}

enum { OP_USER, OP_BANNERS, OP_HOT, OP_BRANDS, OP_OFFERS, OP_TOUCH, OP_COUNT };

static const struct orch_invoke page_3 = {.operation = OP_USER,
                                          .timeout_ms = 100,
                                          .result = "user",
                                          .request = page_3_request,
                                          .reply = page_3_reply};
static const struct orch_invoke page_6 = {.operation = OP_BANNERS,
                                          .timeout_ms = 80,
                                          .result = "banners",
                                          .request = page_6_request,
                                          .reply = page_6_reply,
                                          .otherwise = page_6_otherwise};
static const struct orch_invoke page_9 = {.operation = OP_HOT,
                                          .timeout_ms = 150,
                                          .result = "products",
                                          .request = page_9_request,
                                          .reply = page_9_reply};
static const struct orch_invoke page_11 = {.operation = OP_BRANDS,
                                           .result = "brands",
                                           .request = page_11_request,
                                           .reply = page_11_reply,
                                           .otherwise = page_11_otherwise};
static const struct orch_invoke page_15 = {.operation = OP_OFFERS,
                                           .timeout_ms = 50,
                                           .result = "offers",
                                           .request = page_15_request,
                                           .reply = page_15_reply};
static const struct orch_invoke page_16 = {.operation = OP_TOUCH, .request = page_16_request};

static const struct orch_fork_branch page_5_branches[] = {{3, 1}, {5, 2}, {10, 3}};
static const struct orch_fork_branch page_8_branches[] = {{6, 4}, {8, 5}};
static const uint16_t page_14_targets[] = {11, 12, ORCH_END};

static const struct orch_node page_nodes[] = {
    [0] = {.op = ORCH_INVOKE,
           .next = 1,
           .line = 3,
           .label = "invoke account.user",
           .invoke = &page_3},
    [1] = {.op = ORCH_ASSIGN, .next = 2, .line = 4, .label = "title =", .assign = page_4},
    [2] = {.op = ORCH_FORK,
           .next = 14,
           .line = 5,
           .label = "parallel",
           .fork = {.branches = page_5_branches, .n_branches = 3}},
    [3] = {.op = ORCH_INVOKE,
           .next = 4,
           .line = 6,
           .label = "invoke content.banners",
           .invoke = &page_6},
    [4] =
        {.op = ORCH_ASSIGN, .next = ORCH_END, .line = 7, .label = "n_banners =", .assign = page_7},
    [5] = {.op = ORCH_FORK,
           .next = 9,
           .line = 8,
           .label = "parallel",
           .fork = {.branches = page_8_branches, .n_branches = 2}},
    [6] =
        {.op = ORCH_INVOKE, .next = 7, .line = 9, .label = "invoke catalog.hot", .invoke = &page_9},
    [7] = {.op = ORCH_EMPTY, .next = ORCH_END, .line = 10, .label = "empty"},
    [8] = {.op = ORCH_INVOKE,
           .next = ORCH_END,
           .line = 11,
           .label = "invoke catalog.brands",
           .invoke = &page_11},
    [9] = {.op = ORCH_ASSIGN, .next = ORCH_END, .line = 13, .label = "total =", .assign = page_13},
    [10] = {.op = ORCH_BRANCH,
            .next = ORCH_END,
            .line = 14,
            .label = "switch",
            .branch = {.choose = page_14_choose, .targets = page_14_targets, .n_targets = 3}},
    [11] = {.op = ORCH_INVOKE,
            .next = ORCH_END,
            .line = 15,
            .label = "invoke vip.offers",
            .invoke = &page_15},
    [12] = {.op = ORCH_INVOKE,
            .next = 13,
            .line = 16,
            .label = "invoke account.touch",
            .invoke = &page_16},
    [13] = {.op = ORCH_RETURN,
            .next = ORCH_END,
            .line = 16,
            .label = "return",
            .answer = page_16_answer},
    [14] = {.op = ORCH_EMPTY, .next = 15, .line = 19, .label = "empty"},
    [15] = {.op = ORCH_RETURN,
            .next = ORCH_END,
            .line = 20,
            .label = "return",
            .answer = page_20_answer},
};

/* --- flow ping: a body, no call -------------------------------------------------------------- */

struct ping_frame {
    struct orch_list_str words;
};

static void ping_accept(struct orch_eval *ev, void *frame, struct orch_input *in)
{
    struct ping_frame *f = frame;
    struct orch_json_in json;

    orch_input_body(in, &json);
    read_strings(&json, &f->words);
    orch_input_body_end(ev, in, &json);
}

static void ping_answer(struct orch_eval *ev, const void *frame, struct orch_buf *out)
{
    (void)ev;
    write_strings(out, &((const struct ping_frame *)frame)->words);
}

static const struct orch_node ping_nodes[] = {
    [0] =
        {.op = ORCH_RETURN, .next = ORCH_END, .line = 25, .label = "return", .answer = ping_answer},
};

/* --- flow mute: it ends without a return ----------------------------------------------------- */

static const struct orch_node mute_nodes[] = {
    [0] = {.op = ORCH_FORK, .next = ORCH_END, .line = 30, .label = "parallel"},
};

/* --- the program ----------------------------------------------------------------------------- */

enum { FLOW_PAGE, FLOW_PING, FLOW_MUTE, FLOW_COUNT };

static const struct orch_flow page_flows[FLOW_COUNT] = {
    [FLOW_PAGE] = {.name = "page",
                   .method = ORCH_GET,
                   .path = "/pages/{id}",
                   .timeout_ms = 300,
                   .frame_size = sizeof(struct page_frame),
                   .n_strands = 6,
                   .n_nodes = sizeof page_nodes / sizeof page_nodes[0],
                   .nodes = page_nodes,
                   .file = "page.orch",
                   .accept = page_accept},
    [FLOW_PING] = {.name = "ping",
                   .method = ORCH_POST,
                   .path = "/ping",
                   .frame_size = sizeof(struct ping_frame),
                   .n_strands = 1,
                   .n_nodes = 1,
                   .nodes = ping_nodes,
                   .file = "page.orch",
                   .has_body = true,
                   .accept = ping_accept},
    [FLOW_MUTE] = {.name = "mute",
                   .method = ORCH_POST,
                   .path = "/mute",
                   .n_strands = 1,
                   .n_nodes = 1,
                   .nodes = mute_nodes,
                   .file = "page.orch"},
};

static const struct orch_upstream page_upstreams[] = {
    {.name = "account", .url = "http://127.0.0.1:7001"},
};

static const struct orch_operation page_operations[OP_COUNT] = {
    [OP_USER] = {.name = "account.user", .path = "/users/{id}"},
    [OP_BANNERS] = {.name = "content.banners", .path = "/banners"},
    [OP_HOT] = {.name = "catalog.hot", .path = "/products/{name}/hot"},
    [OP_BRANDS] = {.name = "catalog.brands", .path = "/brands"},
    [OP_OFFERS] = {.name = "vip.offers", .path = "/offers"},
    [OP_TOUCH] = {.name = "account.touch", .method = ORCH_POST, .path = "/touch"},
};

static const struct orch_program page_program = {
    .abi = ORCH_ABI,
    .name = "page",
    .compiler = ORCH_VERSION,
    .upstreams = page_upstreams,
    .operations = page_operations,
    .flows = page_flows,
    .n_upstreams = 1,
    .n_operations = OP_COUNT,
    .n_flows = FLOW_COUNT,
};

#endif
