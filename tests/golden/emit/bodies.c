/* bodies.c: emitted by orchc 0.1.0 from bodies.orch; changes made here are lost. */
#include <stdio.h>
#include <orch/orch.h>

_Static_assert(ORCH_ABI == 4, "emitted for another version of liborch");

/* Conditions are those of the source, also where one is always true. */
#pragma GCC diagnostic ignored "-Wtautological-compare"

/* --- Types ----------------------------------------------------------------------------------- */

/* bodies.orch:13  record Gift */
struct Gift {
    struct orch_opt_str card;
    struct orch_opt_int worth;
};
ORCH_OPTIONAL(opt_Gift, struct Gift);

/* bodies.orch:12  record Line */
struct Line {
    int64_t sku;
    int64_t price;
    struct opt_Gift gift;
};
ORCH_LIST(list_Line, struct Line);

/* bodies.orch:15  record Wrapped */
struct Wrapped {
    struct orch_opt_str card;
    struct orch_opt_float worth;
};
ORCH_OPTIONAL(opt_Wrapped, struct Wrapped);

/* bodies.orch:14  record Priced */
struct Priced {
    int64_t sku;
    double price;
    struct opt_Wrapped gift;
};
ORCH_LIST(list_Priced, struct Priced);
ORCH_OPTIONAL(opt_Priced, struct Priced);

/* bodies.orch:16  record Loose */
struct Loose {
    struct orch_opt_int a;
    struct orch_opt_str b;
};
ORCH_OPTIONAL(opt_Loose, struct Loose);
ORCH_LIST(list_opt_Priced, struct opt_Priced);

/* bodies.orch:17  record Done */
struct Done {
    int64_t id;
    struct list_Priced lines;
    struct opt_Priced first;
    struct Loose loose;
    struct opt_Loose none;
    struct list_opt_Priced half;
    struct orch_str text;
};
ORCH_OPTIONAL(opt_Line, struct Line);

/* --- Tables ---------------------------------------------------------------------------------- */

static struct orch_pattern *pattern_phone; /* made by start() */

/* --- Checks of the dictionary ---------------------------------------------------------------- */

/* bodies.orch:4  fen : int min 0 */
static bool check_fen(struct orch_json_in *in, int64_t v)
{
    return orch_json_check_int(in, v, 0, INT64_MAX);
}

/* bodies.orch:6  note : string length 1..80 */
static bool check_note(struct orch_json_in *in, struct orch_str v)
{
    return orch_json_check_length(in, v, 1, 80);
}

/* bodies.orch:8  lines : [Line] length 1..3 */
static bool check_lines(struct orch_json_in *in, struct list_Line v)
{
    return orch_json_check_count(in, v.n, 1, 3);
}

/* bodies.orch:7  phone : string matches "^1[0-9]+$" secret */
static bool check_phone(struct orch_json_in *in, struct orch_str v)
{
    return orch_json_check_pattern(in, v, pattern_phone);
}

/* bodies.orch:3  order_id : int min 1 */
static bool check_param_order_id(struct orch_input *in, enum orch_place place, const char *name,
        int64_t v)
{
    return orch_input_check_int(in, place, name, v, 1, INT64_MAX);
}

/* bodies.orch:3  order_id : int min 1 */
static bool check_order_id(struct orch_json_in *in, int64_t v)
{
    return orch_json_check_int(in, v, 1, INT64_MAX);
}

/* --- Decoders -------------------------------------------------------------------------------- */

/* bodies.orch:13  record Gift */
static bool read_Gift(struct orch_json_in *in, struct Gift *out)
{
    static const char *const names[] = {"card", "worth"};
    static const uint64_t required[] = {0x0};
    uint64_t seen[1] = {0};
    struct orch_str key;

    if (!orch_json_enter_object(in))
        return false;
    while (orch_json_next_key(in, &key)) {
        switch (key.len) {
        case 4:
            if (memcmp(key.ptr, "card", 4) == 0) {
                if (orch_json_field(in, seen, 0, "card") && !orch_json_null(in))
                    out->card.some = orch_json_str(in, &out->card.value);
                continue;
            }
            break;
        case 5:
            if (memcmp(key.ptr, "worth", 5) == 0) {
                if (orch_json_field(in, seen, 1, "worth") && !orch_json_null(in))
                    out->worth.some = orch_json_int(in, &out->worth.value) &&
                            check_fen(in, out->worth.value);
                continue;
            }
            break;
        }
        orch_json_skip(in);
    }
    return orch_json_leave_object(in, seen, required, names, 2);
}

/* bodies.orch:12  record Line */
static bool read_Line(struct orch_json_in *in, struct Line *out)
{
    static const char *const names[] = {"sku", "price", "gift"};
    static const uint64_t required[] = {0x3};
    uint64_t seen[1] = {0};
    struct orch_str key;

    if (!orch_json_enter_object(in))
        return false;
    while (orch_json_next_key(in, &key)) {
        switch (key.len) {
        case 3:
            if (memcmp(key.ptr, "sku", 3) == 0) {
                if (orch_json_field(in, seen, 0, "sku"))
                    orch_json_int(in, &out->sku);
                continue;
            }
            break;
        case 4:
            if (memcmp(key.ptr, "gift", 4) == 0) {
                if (orch_json_field(in, seen, 2, "gift") && !orch_json_null(in))
                    out->gift.some = read_Gift(in, &out->gift.value);
                continue;
            }
            break;
        case 5:
            if (memcmp(key.ptr, "price", 5) == 0) {
                if (orch_json_field(in, seen, 1, "price") && orch_json_int(in, &out->price))
                    check_fen(in, out->price);
                continue;
            }
            break;
        }
        orch_json_skip(in);
    }
    return orch_json_leave_object(in, seen, required, names, 3);
}

static bool read_list_Line(struct orch_json_in *in, struct list_Line *out)
{
    void *items = NULL;
    size_t n = 0, cap = 0;

    if (!orch_json_enter_array(in))
        return false;
    while (orch_json_next_element(in)) {
        struct Line *item = orch_json_grow(in, &items, n, &cap, sizeof *item);

        if (!item)
            return false;
        n++;
        read_Line(in, item);
    }
    out->items = items;
    out->n = n;
    return !orch_json_failed(in);
}

/* bodies.orch:16  record Loose */
static bool read_Loose(struct orch_json_in *in, struct Loose *out)
{
    static const char *const names[] = {"a", "b"};
    static const uint64_t required[] = {0x0};
    uint64_t seen[1] = {0};
    struct orch_str key;

    if (!orch_json_enter_object(in))
        return false;
    while (orch_json_next_key(in, &key)) {
        switch (key.len) {
        case 1:
            if (memcmp(key.ptr, "a", 1) == 0) {
                if (orch_json_field(in, seen, 0, "a") && !orch_json_null(in))
                    out->a.some = orch_json_int(in, &out->a.value);
                continue;
            }
            if (memcmp(key.ptr, "b", 1) == 0) {
                if (orch_json_field(in, seen, 1, "b") && !orch_json_null(in))
                    out->b.some = orch_json_str(in, &out->b.value);
                continue;
            }
            break;
        }
        orch_json_skip(in);
    }
    return orch_json_leave_object(in, seen, required, names, 2);
}

/* bodies.orch:15  record Wrapped */
static bool read_Wrapped(struct orch_json_in *in, struct Wrapped *out)
{
    static const char *const names[] = {"card", "worth"};
    static const uint64_t required[] = {0x0};
    uint64_t seen[1] = {0};
    struct orch_str key;

    if (!orch_json_enter_object(in))
        return false;
    while (orch_json_next_key(in, &key)) {
        switch (key.len) {
        case 4:
            if (memcmp(key.ptr, "card", 4) == 0) {
                if (orch_json_field(in, seen, 0, "card") && !orch_json_null(in))
                    out->card.some = orch_json_str(in, &out->card.value);
                continue;
            }
            break;
        case 5:
            if (memcmp(key.ptr, "worth", 5) == 0) {
                if (orch_json_field(in, seen, 1, "worth") && !orch_json_null(in))
                    out->worth.some = orch_json_float(in, &out->worth.value);
                continue;
            }
            break;
        }
        orch_json_skip(in);
    }
    return orch_json_leave_object(in, seen, required, names, 2);
}

/* bodies.orch:14  record Priced */
static bool read_Priced(struct orch_json_in *in, struct Priced *out)
{
    static const char *const names[] = {"sku", "price", "gift"};
    static const uint64_t required[] = {0x3};
    uint64_t seen[1] = {0};
    struct orch_str key;

    if (!orch_json_enter_object(in))
        return false;
    while (orch_json_next_key(in, &key)) {
        switch (key.len) {
        case 3:
            if (memcmp(key.ptr, "sku", 3) == 0) {
                if (orch_json_field(in, seen, 0, "sku"))
                    orch_json_int(in, &out->sku);
                continue;
            }
            break;
        case 4:
            if (memcmp(key.ptr, "gift", 4) == 0) {
                if (orch_json_field(in, seen, 2, "gift") && !orch_json_null(in))
                    out->gift.some = read_Wrapped(in, &out->gift.value);
                continue;
            }
            break;
        case 5:
            if (memcmp(key.ptr, "price", 5) == 0) {
                if (orch_json_field(in, seen, 1, "price"))
                    orch_json_float(in, &out->price);
                continue;
            }
            break;
        }
        orch_json_skip(in);
    }
    return orch_json_leave_object(in, seen, required, names, 3);
}

static bool read_list_opt_Priced(struct orch_json_in *in, struct list_opt_Priced *out)
{
    void *items = NULL;
    size_t n = 0, cap = 0;

    if (!orch_json_enter_array(in))
        return false;
    while (orch_json_next_element(in)) {
        struct opt_Priced *item = orch_json_grow(in, &items, n, &cap, sizeof *item);

        if (!item)
            return false;
        n++;
        if (!orch_json_null(in))
            item->some = read_Priced(in, &item->value);
    }
    out->items = items;
    out->n = n;
    return !orch_json_failed(in);
}

static bool read_list_Priced(struct orch_json_in *in, struct list_Priced *out)
{
    void *items = NULL;
    size_t n = 0, cap = 0;

    if (!orch_json_enter_array(in))
        return false;
    while (orch_json_next_element(in)) {
        struct Priced *item = orch_json_grow(in, &items, n, &cap, sizeof *item);

        if (!item)
            return false;
        n++;
        read_Priced(in, item);
    }
    out->items = items;
    out->n = n;
    return !orch_json_failed(in);
}

/* bodies.orch:17  record Done */
static bool read_Done(struct orch_json_in *in, struct Done *out)
{
    static const char *const names[] = {"id", "lines", "first", "loose", "none", "half", "text"};
    static const uint64_t required[] = {0x6b};
    uint64_t seen[1] = {0};
    struct orch_str key;

    if (!orch_json_enter_object(in))
        return false;
    while (orch_json_next_key(in, &key)) {
        switch (key.len) {
        case 2:
            if (memcmp(key.ptr, "id", 2) == 0) {
                if (orch_json_field(in, seen, 0, "id") && orch_json_int(in, &out->id))
                    check_order_id(in, out->id);
                continue;
            }
            break;
        case 4:
            if (memcmp(key.ptr, "none", 4) == 0) {
                if (orch_json_field(in, seen, 4, "none") && !orch_json_null(in))
                    out->none.some = read_Loose(in, &out->none.value);
                continue;
            }
            if (memcmp(key.ptr, "half", 4) == 0) {
                if (orch_json_field(in, seen, 5, "half"))
                    read_list_opt_Priced(in, &out->half);
                continue;
            }
            if (memcmp(key.ptr, "text", 4) == 0) {
                if (orch_json_field(in, seen, 6, "text") && orch_json_str(in, &out->text))
                    check_note(in, out->text);
                continue;
            }
            break;
        case 5:
            if (memcmp(key.ptr, "lines", 5) == 0) {
                if (orch_json_field(in, seen, 1, "lines"))
                    read_list_Priced(in, &out->lines);
                continue;
            }
            if (memcmp(key.ptr, "first", 5) == 0) {
                if (orch_json_field(in, seen, 2, "first") && !orch_json_null(in))
                    out->first.some = read_Priced(in, &out->first.value);
                continue;
            }
            if (memcmp(key.ptr, "loose", 5) == 0) {
                if (orch_json_field(in, seen, 3, "loose"))
                    read_Loose(in, &out->loose);
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

/* --- Encoders -------------------------------------------------------------------------------- */

/* bodies.orch:15  record Wrapped */
static void write_Wrapped(struct orch_buf *out, const struct Wrapped *v)
{
    orch_json_write_lit(out, "{");
    bool comma = false;
    if (v->card.some) {
        orch_json_write_lit(out, "\"card\":");
        orch_json_write_str(out, v->card.value);
        comma = true;
    }
    if (v->worth.some) {
        if (comma)
            orch_buf_char(out, ',');
        orch_json_write_lit(out, "\"worth\":");
        orch_json_write_float(out, v->worth.value);
    }
    orch_json_write_lit(out, "}");
}

/* bodies.orch:14  record Priced */
static void write_Priced(struct orch_buf *out, const struct Priced *v)
{
    orch_json_write_lit(out, "{\"sku\":");
    orch_json_write_int(out, v->sku);
    orch_json_write_lit(out, ",\"price\":");
    orch_json_write_float(out, v->price);
    if (v->gift.some) {
        orch_json_write_lit(out, ",\"gift\":");
        write_Wrapped(out, &v->gift.value);
    }
    orch_json_write_lit(out, "}");
}

/* bodies.orch:16  record Loose */
static void write_Loose(struct orch_buf *out, const struct Loose *v)
{
    orch_json_write_lit(out, "{");
    bool comma = false;
    if (v->a.some) {
        orch_json_write_lit(out, "\"a\":");
        orch_json_write_int(out, v->a.value);
        comma = true;
    }
    if (v->b.some) {
        if (comma)
            orch_buf_char(out, ',');
        orch_json_write_lit(out, "\"b\":");
        orch_json_write_str(out, v->b.value);
    }
    orch_json_write_lit(out, "}");
}

/* bodies.orch:17  record Done */
static void write_Done(struct orch_buf *out, const struct Done *v)
{
    orch_json_write_lit(out, "{\"id\":");
    orch_json_write_int(out, v->id);
    orch_json_write_lit(out, ",\"lines\":[");
    for (size_t i = 0; i < v->lines.n; i++) {
        const struct Priced *item = &v->lines.items[i];
        if (i > 0)
            orch_buf_char(out, ',');
        write_Priced(out, item);
    }
    orch_json_write_lit(out, "]");
    if (v->first.some) {
        orch_json_write_lit(out, ",\"first\":");
        write_Priced(out, &v->first.value);
    }
    orch_json_write_lit(out, ",\"loose\":");
    write_Loose(out, &v->loose);
    if (v->none.some) {
        orch_json_write_lit(out, ",\"none\":");
        write_Loose(out, &v->none.value);
    }
    orch_json_write_lit(out, ",\"half\":[");
    for (size_t i = 0; i < v->half.n; i++) {
        const struct opt_Priced *item = &v->half.items[i];
        if (i > 0)
            orch_buf_char(out, ',');
        if (item->some) {
            write_Priced(out, &item->value);
        } else {
            orch_json_write_lit(out, "null");
        }
    }
    orch_json_write_lit(out, "],\"text\":");
    orch_json_write_str(out, v->text);
    orch_json_write_lit(out, "}");
}

/* --- Services -------------------------------------------------------------------------------- */

enum {
    service_orders,
};

static const struct orch_upstream upstreams[] = {
    /* bodies.orch:19  service orders */
    [service_orders] = {.name = "orders", .env = "ORDERS_URL", .url = NULL},
};

enum {
    operation_orders_create,
    operation_orders_replace,
    operation_orders_touch,
    operation_orders_note,
    operation_orders_drop,
};

static const struct orch_operation operations[] = {
    /* bodies.orch:21  orders.create */
    [operation_orders_create] = {
        .name = "orders.create",
        .upstream = service_orders,
        .method = ORCH_POST,
        .path = "/orders",
    },
    /* bodies.orch:22  orders.replace */
    [operation_orders_replace] = {
        .name = "orders.replace",
        .upstream = service_orders,
        .method = ORCH_PUT,
        .path = "/orders/{id}",
    },
    /* bodies.orch:23  orders.touch */
    [operation_orders_touch] = {
        .name = "orders.touch",
        .upstream = service_orders,
        .method = ORCH_PATCH,
        .path = "/orders/{id}",
    },
    /* bodies.orch:24  orders.note */
    [operation_orders_note] = {
        .name = "orders.note",
        .upstream = service_orders,
        .method = ORCH_POST,
        .path = "/notes",
    },
    /* bodies.orch:25  orders.drop */
    [operation_orders_drop] = {
        .name = "orders.drop",
        .upstream = service_orders,
        .method = ORCH_DELETE,
        .path = "/orders/{id}",
    },
};

/* --- Flow fields ----------------------------------------------------------------------------- */

/* What a run of fields holds. */
struct fields_frame {
    struct list_Line lines;
    struct orch_str phone;
    struct orch_opt_str note;
    struct orch_opt_int tip;
    struct orch_opt_int a;
    struct orch_opt_int must;
    int64_t made;
    struct list_Line line;
};

/* bodies.orch:28  the body that fields accepts */
static bool read_fields_body(struct orch_json_in *in, struct fields_frame *out)
{
    static const char *const names[] = {"lines", "phone", "note", "tip", "a", "must"};
    static const uint64_t required[] = {0x23};
    uint64_t seen[1] = {0};
    struct orch_str key;

    if (!orch_json_enter_object(in))
        return false;
    while (orch_json_next_key(in, &key)) {
        switch (key.len) {
        case 1:
            if (memcmp(key.ptr, "a", 1) == 0) {
                if (orch_json_field(in, seen, 4, "a") && !orch_json_null(in))
                    out->a.some = orch_json_int(in, &out->a.value);
                continue;
            }
            break;
        case 3:
            if (memcmp(key.ptr, "tip", 3) == 0) {
                if (orch_json_field(in, seen, 3, "tip") && !orch_json_null(in))
                    out->tip.some = orch_json_int(in, &out->tip.value) &&
                            check_fen(in, out->tip.value);
                continue;
            }
            break;
        case 4:
            if (memcmp(key.ptr, "note", 4) == 0) {
                if (orch_json_field(in, seen, 2, "note") && !orch_json_null(in))
                    out->note.some = orch_json_str(in, &out->note.value) &&
                            check_note(in, out->note.value);
                continue;
            }
            if (memcmp(key.ptr, "must", 4) == 0) {
                if (orch_json_field(in, seen, 5, "must"))
                    orch_json_int(in, &out->must.value);
                continue;
            }
            break;
        case 5:
            if (memcmp(key.ptr, "lines", 5) == 0) {
                if (orch_json_field(in, seen, 0, "lines") && read_list_Line(in, &out->lines))
                    check_lines(in, out->lines);
                continue;
            }
            if (memcmp(key.ptr, "phone", 5) == 0) {
                if (orch_json_field(in, seen, 1, "phone") && orch_json_str(in, &out->phone))
                    check_phone(in, out->phone);
                continue;
            }
            break;
        }
        orch_json_skip(in);
    }
    return orch_json_leave_object(in, seen, required, names, 6);
}

/* bodies.orch:28  flow fields: its parameters */
static void fields_accept(struct orch_eval *ev, void *frame, struct orch_input *in)
{
    struct fields_frame *f = frame;

    struct orch_json_in json;

    orch_input_body(in, &json);
    read_fields_body(&json, f);
    f->must.some = true;
    orch_input_body_end(ev, in, &json);
}

/* bodies.orch:31  if must > 9 */
static unsigned fields_0_choose(struct orch_eval *ev, const void *frame)
{
    const struct fields_frame *f = frame;
    (void)ev;

    return f->must.value > 9 ? 0 : 1;
}

/* bodies.orch:31  must = 9 */
static void fields_1_assign(struct orch_eval *ev, void *frame)
{
    struct fields_frame *f = frame;
    (void)ev;

    f->must.value = 9;
    f->must.some = true;
}

/* bodies.orch:31  must = none */
static void fields_2_assign(struct orch_eval *ev, void *frame)
{
    struct fields_frame *f = frame;
    (void)ev;

    f->must = (struct orch_opt_int){.some = false};
}

/* bodies.orch:32  invoke orders.create(lines: lines, tip: tip, loose: { a: a, b: if (a ?... */
static void fields_3_request(struct orch_eval *ev, const void *frame,
        struct orch_upstream_request *out)
{
    const struct fields_frame *f = frame;

    orch_request_path(out, "/orders");
    struct orch_buf *body = orch_request_body(out);
    orch_json_write_lit(body, "{\"lines\":[");
    for (size_t i = 0; i < f->lines.n; i++) {
        const struct Line *it = &f->lines.items[i];
        if (i > 0)
            orch_buf_char(body, ',');
        orch_json_write_lit(body, "{\"sku\":");
        orch_json_write_int(body, it->sku);
        orch_json_write_lit(body, ",\"price\":");
        orch_json_write_float(body, orch_float_div(ev, (double)it->price, 100.0));
        if (it->gift.some) {
            orch_json_write_lit(body, ",\"gift\":{");
            bool comma = false;
            if (it->gift.value.card.some) {
                orch_json_write_lit(body, "\"card\":");
                orch_json_write_str(body, it->gift.value.card.value);
                comma = true;
            }
            if (it->gift.value.worth.some) {
                if (comma)
                    orch_buf_char(body, ',');
                orch_json_write_lit(body, "\"worth\":");
                orch_json_write_float(body,
                        orch_float_div(ev, (double)it->gift.value.worth.value, 100.0));
            }
            orch_json_write_lit(body, "}");
        }
        orch_json_write_lit(body, "}");
    }
    orch_json_write_lit(body, "],\"phone\":");
    orch_json_write_str(body, f->phone);
    if (f->note.some) {
        orch_json_write_lit(body, ",\"note\":");
        orch_json_write_str(body, f->note.value);
    }
    if (f->tip.some) {
        orch_json_write_lit(body, ",\"tip\":");
        orch_json_write_float(body, orch_float_div(ev, (double)f->tip.value, 100.0));
    }
    orch_json_write_lit(body, ",\"loose\":{");
    bool comma_2 = false;
    if (f->a.some) {
        orch_json_write_lit(body, "\"a\":");
        orch_json_write_int(body, f->a.value);
        comma_2 = true;
    }
    const struct orch_opt_str value = (f->a.some ? f->a.value : 0) == (f->must.some ?
            f->must.value : 1) ?
            (struct orch_opt_str){.some = true, .value = (struct orch_str)ORCH_STR("same")} :
            (struct orch_opt_str){.some = false};
    if (value.some) {
        if (comma_2)
            orch_buf_char(body, ',');
        orch_json_write_lit(body, "\"b\":");
        orch_json_write_str(body, value.value);
    }
    orch_json_write_lit(body, "}}");
}

/* bodies.orch:32  invoke orders.create(lines: lines, tip: tip, loose: { a: a, b: if (a ?... */
static bool fields_3_reply(struct orch_eval *ev, void *frame, struct orch_json_in *in)
{
    struct fields_frame *f = frame;
    (void)ev;

    return orch_json_int(in, &f->made);
}

static const struct orch_invoke fields_3_invoke = {
    .operation = operation_orders_create,
    .result = "made",
    .request = fields_3_request,
    .reply = fields_3_reply,
};

/* bodies.orch:33  line = if made > 1 then lines else [l for l in lines if (l.gift?.worth... */
static void fields_4_assign(struct orch_eval *ev, void *frame)
{
    struct fields_frame *f = frame;

    struct list_Line value;
    if (f->made > 1) {
        value = f->lines;
    } else {
        struct list_Line list = {.items = orch_eval_alloc(ev, f->lines.n, sizeof(struct Line))};
        for (size_t i = 0; list.items && i < f->lines.n; i++) {
            const struct Line *l = &f->lines.items[i];
            if (!(((l->gift.value.worth.some ? l->gift.value.worth.value : 0) > 0) && l->gift.some))
                continue;
            list.items[list.n++] = *l;
        }
        value = list;
    }
    f->line = value;
}

/* bodies.orch:34  return { id: made, lines: line, first: none, loose: { a: must, b: note... */
static void fields_5_answer(struct orch_eval *ev, const void *frame, struct orch_buf *out)
{
    const struct fields_frame *f = frame;

    orch_json_write_lit(out, "{\"id\":");
    orch_json_write_int(out, f->made);
    orch_json_write_lit(out, ",\"lines\":[");
    for (size_t i = 0; i < f->line.n; i++) {
        const struct Line *it = &f->line.items[i];
        if (i > 0)
            orch_buf_char(out, ',');
        orch_json_write_lit(out, "{\"sku\":");
        orch_json_write_int(out, it->sku);
        orch_json_write_lit(out, ",\"price\":");
        orch_json_write_float(out, orch_float_div(ev, (double)it->price, 100.0));
        if (it->gift.some) {
            orch_json_write_lit(out, ",\"gift\":{");
            bool comma = false;
            if (it->gift.value.card.some) {
                orch_json_write_lit(out, "\"card\":");
                orch_json_write_str(out, it->gift.value.card.value);
                comma = true;
            }
            if (it->gift.value.worth.some) {
                if (comma)
                    orch_buf_char(out, ',');
                orch_json_write_lit(out, "\"worth\":");
                orch_json_write_float(out,
                        orch_float_div(ev, (double)it->gift.value.worth.value, 100.0));
            }
            orch_json_write_lit(out, "}");
        }
        orch_json_write_lit(out, "}");
    }
    orch_json_write_lit(out, "],\"loose\":{");
    bool comma_2 = false;
    if (f->must.some) {
        orch_json_write_lit(out, "\"a\":");
        orch_json_write_int(out, f->must.value);
        comma_2 = true;
    }
    if (f->note.some) {
        if (comma_2)
            orch_buf_char(out, ',');
        orch_json_write_lit(out, "\"b\":");
        orch_json_write_str(out, f->note.value);
    }
    orch_json_write_lit(out, "},\"none\":{},\"half\":[");
    for (size_t i = 0; i < f->lines.n; i++) {
        const struct Line *l = &f->lines.items[i];
        if (i > 0)
            orch_buf_char(out, ',');
        orch_json_write_lit(out, "{\"sku\":");
        orch_json_write_int(out, l->sku);
        orch_json_write_lit(out, ",\"price\":");
        orch_json_write_float(out, orch_float_div(ev, (double)l->price, 100.0));
        if (l->gift.some) {
            orch_json_write_lit(out, ",\"gift\":{");
            bool comma = false;
            if (l->gift.value.card.some) {
                orch_json_write_lit(out, "\"card\":");
                orch_json_write_str(out, l->gift.value.card.value);
                comma = true;
            }
            if (l->gift.value.worth.some) {
                if (comma)
                    orch_buf_char(out, ',');
                orch_json_write_lit(out, "\"worth\":");
                orch_json_write_float(out,
                        orch_float_div(ev, (double)l->gift.value.worth.value, 100.0));
            }
            orch_json_write_lit(out, "}");
        }
        orch_json_write_lit(out, "}");
    }
    orch_json_write_lit(out, "],\"text\":");
    orch_json_write_str(out, !f->note.some ? (struct orch_str)ORCH_STR("none") : f->note.value);
    orch_json_write_lit(out, "}");
}

static const struct orch_node fields_nodes[] = {
    [0] = {
        .op = ORCH_BRANCH, .next = 3, .line = 31,
        .label = "if must > 9",
        .branch = {fields_0_choose, (const uint16_t[]){1, 2}, 2},
    },
    [1] = {
        .op = ORCH_ASSIGN, .next = 3, .line = 31,
        .label = "assign must",
        .assign = fields_1_assign,
    },
    [2] = {
        .op = ORCH_ASSIGN, .next = 3, .line = 31,
        .label = "assign must",
        .assign = fields_2_assign,
    },
    [3] = {
        .op = ORCH_INVOKE, .next = 4, .line = 32,
        .label = "invoke orders.create",
        .invoke = &fields_3_invoke,
    },
    [4] = {
        .op = ORCH_ASSIGN, .next = 5, .line = 33,
        .label = "assign line",
        .assign = fields_4_assign,
    },
    [5] = {
        .op = ORCH_RETURN, .next = ORCH_END, .line = 34,
        .label = "return",
        .answer = fields_5_answer,
    },
};

/* --- Flow whole ------------------------------------------------------------------------------ */

/* What a run of whole holds. */
struct whole_frame {
    int64_t order_id;
    struct Done body;
};

/* bodies.orch:40  flow whole: its parameters */
static void whole_accept(struct orch_eval *ev, void *frame, struct orch_input *in)
{
    struct whole_frame *f = frame;

    struct orch_json_in json;

    if (orch_input_int(in, ORCH_IN_PATH, "order_id", true, &f->order_id))
        check_param_order_id(in, ORCH_IN_PATH, "order_id", f->order_id);
    orch_input_body(in, &json);
    read_Done(&json, &f->body);
    orch_input_body_end(ev, in, &json);
}

/* bodies.orch:42  invoke orders.replace */
static void whole_0_request(struct orch_eval *ev, const void *frame,
        struct orch_upstream_request *out)
{
    const struct whole_frame *f = frame;
    (void)ev;

    orch_request_path(out, "/orders/");
    orch_request_path_int(out, f->order_id);
    struct orch_buf *body = orch_request_body(out);
    write_Done(body, &f->body);
}

static const struct orch_invoke whole_0_invoke = {
    .operation = operation_orders_replace,
    .request = whole_0_request,
};

/* bodies.orch:43  invoke orders.touch(a: body.loose.a) */
static void whole_1_request(struct orch_eval *ev, const void *frame,
        struct orch_upstream_request *out)
{
    const struct whole_frame *f = frame;
    (void)ev;

    orch_request_path(out, "/orders/");
    orch_request_path_int(out, f->order_id);
    struct orch_buf *body = orch_request_body(out);
    orch_json_write_lit(body, "{");
    bool comma = false;
    if (f->body.loose.a.some) {
        orch_json_write_lit(body, "\"a\":");
        orch_json_write_int(body, f->body.loose.a.value);
        comma = true;
    }
    const struct orch_opt_float value = (struct orch_opt_float){.some = f->body.first.some,
            .value = f->body.first.value.price};
    if (value.some) {
        if (comma)
            orch_buf_char(body, ',');
        orch_json_write_lit(body, "\"b\":");
        orch_json_write_float(body, value.value);
    }
    orch_json_write_lit(body, "}");
}

static const struct orch_invoke whole_1_invoke = {
    .operation = operation_orders_touch,
    .request = whole_1_request,
};

/* bodies.orch:44  invoke orders.drop(why: if len(body.lines) > 2 then "long" else none, ... */
static void whole_2_request(struct orch_eval *ev, const void *frame,
        struct orch_upstream_request *out)
{
    const struct whole_frame *f = frame;

    orch_request_path(out, "/orders/");
    orch_request_path_int(out, f->order_id);
    const struct orch_opt_str value = (int64_t)f->body.lines.n > 2 ?
            (struct orch_opt_str){.some = true, .value = (struct orch_str)ORCH_STR("long")} :
            (struct orch_opt_str){.some = false};
    if (value.some)
        orch_request_query_str(out, "why", value.value);
    struct orch_text text;
    orch_text_begin(&text, ev);
    orch_text_str(&text, (struct orch_str)ORCH_STR("order "));
    orch_text_int(&text, f->order_id);
    orch_request_query_str(out, "how", orch_text_end(&text));
}

static const struct orch_invoke whole_2_invoke = {
    .operation = operation_orders_drop,
    .request = whole_2_request,
};

/* bodies.orch:45  return len(body.half) + (body.first?.sku ?? 0) */
static void whole_3_answer(struct orch_eval *ev, const void *frame, struct orch_buf *out)
{
    const struct whole_frame *f = frame;

    const struct orch_opt_int value = (struct orch_opt_int){.some = f->body.first.some,
            .value = f->body.first.value.sku};
    orch_json_write_int(out,
            orch_int_add(ev, (int64_t)f->body.half.n, value.some ? value.value : 0));
}

static const struct orch_node whole_nodes[] = {
    [0] = {
        .op = ORCH_INVOKE, .next = 1, .line = 42,
        .label = "invoke orders.replace",
        .invoke = &whole_0_invoke,
    },
    [1] = {
        .op = ORCH_INVOKE, .next = 2, .line = 43,
        .label = "invoke orders.touch",
        .invoke = &whole_1_invoke,
    },
    [2] = {
        .op = ORCH_INVOKE, .next = 3, .line = 44,
        .label = "invoke orders.drop",
        .invoke = &whole_2_invoke,
    },
    [3] = {
        .op = ORCH_RETURN, .next = ORCH_END, .line = 45,
        .label = "return",
        .answer = whole_3_answer,
    },
};

/* --- Flow maybe ------------------------------------------------------------------------------ */

/* What a run of maybe holds. */
struct maybe_frame {
    struct opt_Line line;
};

/* bodies.orch:48  flow maybe: its parameters */
static void maybe_accept(struct orch_eval *ev, void *frame, struct orch_input *in)
{
    struct maybe_frame *f = frame;

    struct orch_json_in json;

    if (in->body.len == 0)
        return;
    orch_input_body(in, &json);
    if (!orch_json_null(&json))
        f->line.some = read_Line(&json, &f->line.value);
    orch_input_body_end(ev, in, &json);
}

/* bodies.orch:50  return line */
static void maybe_0_answer(struct orch_eval *ev, const void *frame, struct orch_buf *out)
{
    const struct maybe_frame *f = frame;

    if (f->line.some) {
        orch_json_write_lit(out, "{\"sku\":");
        orch_json_write_int(out, f->line.value.sku);
        orch_json_write_lit(out, ",\"price\":");
        orch_json_write_float(out, orch_float_div(ev, (double)f->line.value.price, 100.0));
        if (f->line.value.gift.some) {
            orch_json_write_lit(out, ",\"gift\":{");
            bool comma = false;
            if (f->line.value.gift.value.card.some) {
                orch_json_write_lit(out, "\"card\":");
                orch_json_write_str(out, f->line.value.gift.value.card.value);
                comma = true;
            }
            if (f->line.value.gift.value.worth.some) {
                if (comma)
                    orch_buf_char(out, ',');
                orch_json_write_lit(out, "\"worth\":");
                orch_json_write_float(out,
                        orch_float_div(ev, (double)f->line.value.gift.value.worth.value, 100.0));
            }
            orch_json_write_lit(out, "}");
        }
        orch_json_write_lit(out, "}");
    } else {
        orch_json_write_lit(out, "null");
    }
}

static const struct orch_node maybe_nodes[] = {
    [0] = {
        .op = ORCH_RETURN, .next = ORCH_END, .line = 50,
        .label = "return",
        .answer = maybe_0_answer,
    },
};

/* --- Flow numbers ---------------------------------------------------------------------------- */

/* What a run of numbers holds. */
struct numbers_frame {
    struct orch_list_int values;
};

/* bodies.orch:53  flow numbers: its parameters */
static void numbers_accept(struct orch_eval *ev, void *frame, struct orch_input *in)
{
    struct numbers_frame *f = frame;

    struct orch_json_in json;

    orch_input_body(in, &json);
    read_list_int(&json, &f->values);
    orch_input_body_end(ev, in, &json);
}

/* bodies.orch:55  return [[v, v * 2] for v in values if v > 0] */
static void numbers_0_answer(struct orch_eval *ev, const void *frame, struct orch_buf *out)
{
    const struct numbers_frame *f = frame;

    orch_json_write_lit(out, "[");
    bool comma = false;
    for (size_t i = 0; i < f->values.n; i++) {
        const int64_t v_2 = f->values.items[i];
        if (!(v_2 > 0))
            continue;
        if (comma)
            orch_buf_char(out, ',');
        comma = true;
        orch_json_write_lit(out, "[");
        orch_json_write_int(out, v_2);
        orch_json_write_lit(out, ",");
        orch_json_write_int(out, orch_int_mul(ev, v_2, 2));
        orch_json_write_lit(out, "]");
    }
    orch_json_write_lit(out, "]");
}

static const struct orch_node numbers_nodes[] = {
    [0] = {
        .op = ORCH_RETURN, .next = ORCH_END, .line = 55,
        .label = "return",
        .answer = numbers_0_answer,
    },
};

/* --- Flow nothing ---------------------------------------------------------------------------- */

/* What a run of nothing holds. */
struct nothing_frame {
    int64_t order_id;
};

/* bodies.orch:58  flow nothing: its parameters */
static void nothing_accept(struct orch_eval *ev, void *frame, struct orch_input *in)
{
    struct nothing_frame *f = frame;
    (void)ev;

    if (orch_input_int(in, ORCH_IN_PATH, "order_id", true, &f->order_id))
        check_param_order_id(in, ORCH_IN_PATH, "order_id", f->order_id);
}

/* bodies.orch:60  invoke orders.touch */
static void nothing_0_request(struct orch_eval *ev, const void *frame,
        struct orch_upstream_request *out)
{
    const struct nothing_frame *f = frame;
    (void)ev;

    orch_request_path(out, "/orders/");
    orch_request_path_int(out, f->order_id);
    struct orch_buf *body = orch_request_body(out);
    orch_json_write_lit(body, "{}");
}

static const struct orch_invoke nothing_0_invoke = {
    .operation = operation_orders_touch,
    .request = nothing_0_request,
};

/* bodies.orch:61  if order_id > 1 */
static unsigned nothing_1_choose(struct orch_eval *ev, const void *frame)
{
    const struct nothing_frame *f = frame;
    (void)ev;

    return f->order_id > 1 ? 0 : 1;
}

/* bodies.orch:61  invoke orders.note */
static void nothing_2_request(struct orch_eval *ev, const void *frame,
        struct orch_upstream_request *out)
{
    (void)frame;
    (void)ev;

    orch_request_path(out, "/notes");
}

static const struct orch_invoke nothing_2_invoke = {
    .operation = operation_orders_note,
    .request = nothing_2_request,
};

static const struct orch_node nothing_nodes[] = {
    [0] = {
        .op = ORCH_INVOKE, .next = 1, .line = 60,
        .label = "invoke orders.touch",
        .invoke = &nothing_0_invoke,
    },
    [1] = {
        .op = ORCH_BRANCH, .next = ORCH_END, .line = 61,
        .label = "if order_id > 1",
        .branch = {nothing_1_choose, (const uint16_t[]){2, ORCH_END}, 2},
    },
    [2] = {
        .op = ORCH_INVOKE, .next = ORCH_END, .line = 61,
        .label = "invoke orders.note",
        .invoke = &nothing_2_invoke,
    },
};

/* --- Program --------------------------------------------------------------------------------- */

static const struct orch_flow flows[] = {
    [0] = {
        .name = "fields",
        .method = ORCH_POST,
        .path = "/orders",
        .frame_size = sizeof(struct fields_frame),
        .n_strands = 1,
        .n_nodes = 6,
        .nodes = fields_nodes,
        .file = "bodies.orch",
        .has_body = true,
        .accept = fields_accept,
    },
    [1] = {
        .name = "whole",
        .method = ORCH_PUT,
        .path = "/orders/{order_id}",
        .frame_size = sizeof(struct whole_frame),
        .n_strands = 1,
        .n_nodes = 4,
        .nodes = whole_nodes,
        .file = "bodies.orch",
        .has_body = true,
        .accept = whole_accept,
    },
    [2] = {
        .name = "maybe",
        .method = ORCH_POST,
        .path = "/maybe",
        .frame_size = sizeof(struct maybe_frame),
        .n_strands = 1,
        .n_nodes = 1,
        .nodes = maybe_nodes,
        .file = "bodies.orch",
        .has_body = true,
        .accept = maybe_accept,
    },
    [3] = {
        .name = "numbers",
        .method = ORCH_POST,
        .path = "/numbers",
        .frame_size = sizeof(struct numbers_frame),
        .n_strands = 1,
        .n_nodes = 1,
        .nodes = numbers_nodes,
        .file = "bodies.orch",
        .has_body = true,
        .accept = numbers_accept,
    },
    [4] = {
        .name = "nothing",
        .method = ORCH_POST,
        .path = "/orders/{order_id}/touch",
        .frame_size = sizeof(struct nothing_frame),
        .n_strands = 1,
        .n_nodes = 3,
        .nodes = nothing_nodes,
        .file = "bodies.orch",
        .accept = nothing_accept,
    },
};

/* Runs once, before the first request. */
static bool start(void)
{
    char error[200];

    pattern_phone = orch_pattern_new((struct orch_str)ORCH_STR("^1[0-9]+$"), error, sizeof error,
            NULL);
    if (!pattern_phone) {
        fprintf(stderr, "the pattern of phone: %s\n", error);
        return false;
    }
    return true;
}

static const struct orch_program program = {
    .abi = ORCH_ABI,
    .name = "bodies",
    .compiler = "0.1.0",
    .upstreams = upstreams,
    .n_upstreams = 1,
    .operations = operations,
    .n_operations = 5,
    .flows = flows,
    .n_flows = 5,
    .start = start,
};

int main(int argc, char **argv)
{
    return orch_main(&program, argc, argv);
}
