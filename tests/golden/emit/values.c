/* values.c: emitted by orchc 0.1.0 from values.orch; changes made here are lost. */
#include <orch/orch.h>

_Static_assert(ORCH_ABI == 4, "emitted for another version of liborch");

/* Conditions are those of the source, also where one is always true. */
#pragma GCC diagnostic ignored "-Wtautological-compare"

/* --- Types ----------------------------------------------------------------------------------- */

ORCH_OPTIONAL(opt_State, int);

/* values.orch:11  record Owner */
struct Owner {
    struct orch_str name;
    struct orch_opt_str city;
    int64_t since;
};
ORCH_OPTIONAL(opt_Owner, struct Owner);

/* values.orch:10  record Item */
struct Item {
    int64_t id;
    struct orch_str name;
    int64_t weight;
    struct opt_Owner boss;
    struct orch_list_str tags;
    struct orch_opt_float rank;
};
ORCH_LIST(list_Item, struct Item);
ORCH_LIST(list_list_int, struct orch_list_int);

/* values.orch:8  enum State */
enum State {
    State_open,
    State_closed,
    State_on_hold,
};
ORCH_OPTIONAL(opt_Item, struct Item);

/* --- Tables ---------------------------------------------------------------------------------- */

/* the values of State on the wire */
static const struct orch_str State_names[] = {
    [State_open] = ORCH_STR("open"),
    [State_closed] = ORCH_STR("closed"),
    [State_on_hold] = ORCH_STR("on-hold"),
};

/* --- Decoders -------------------------------------------------------------------------------- */

/* values.orch:11  record Owner */
static bool read_Owner(struct orch_json_in *in, struct Owner *out)
{
    static const char *const names[] = {"name", "city", "since"};
    static const uint64_t required[] = {0x5};
    uint64_t seen[1] = {0};
    struct orch_str key;

    if (!orch_json_enter_object(in))
        return false;
    while (orch_json_next_key(in, &key)) {
        switch (key.len) {
        case 4:
            if (memcmp(key.ptr, "name", 4) == 0) {
                if (orch_json_field(in, seen, 0, "name"))
                    orch_json_str(in, &out->name);
                continue;
            }
            if (memcmp(key.ptr, "city", 4) == 0) {
                if (orch_json_field(in, seen, 1, "city") && !orch_json_null(in))
                    out->city.some = orch_json_str(in, &out->city.value);
                continue;
            }
            break;
        case 5:
            if (memcmp(key.ptr, "since", 5) == 0) {
                if (orch_json_field(in, seen, 2, "since"))
                    orch_json_time(in, &out->since);
                continue;
            }
            break;
        }
        orch_json_skip(in);
    }
    return orch_json_leave_object(in, seen, required, names, 3);
}

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

/* values.orch:10  record Item */
static bool read_Item(struct orch_json_in *in, struct Item *out)
{
    static const char *const names[] = {"id", "name", "weight", "boss", "tags", "rank"};
    static const uint64_t required[] = {0x17};
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
            if (memcmp(key.ptr, "boss", 4) == 0) {
                if (orch_json_field(in, seen, 3, "boss") && !orch_json_null(in))
                    out->boss.some = read_Owner(in, &out->boss.value);
                continue;
            }
            if (memcmp(key.ptr, "tags", 4) == 0) {
                if (orch_json_field(in, seen, 4, "tags"))
                    read_list_str(in, &out->tags);
                continue;
            }
            if (memcmp(key.ptr, "rank", 4) == 0) {
                if (orch_json_field(in, seen, 5, "rank") && !orch_json_null(in))
                    out->rank.some = orch_json_float(in, &out->rank.value);
                continue;
            }
            break;
        case 6:
            if (memcmp(key.ptr, "weight", 6) == 0) {
                if (orch_json_field(in, seen, 2, "weight"))
                    orch_json_int(in, &out->weight);
                continue;
            }
            break;
        }
        orch_json_skip(in);
    }
    return orch_json_leave_object(in, seen, required, names, 6);
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

/* --- Services -------------------------------------------------------------------------------- */

enum {
    service_store,
};

static const struct orch_upstream upstreams[] = {
    /* values.orch:19  service store */
    [service_store] = {.name = "store", .env = "STORE_URL", .url = NULL},
};

enum {
    operation_store_items,
    operation_store_one,
    operation_store_raw,
};

static const struct orch_operation operations[] = {
    /* values.orch:21  store.items */
    [operation_store_items] = {
        .name = "store.items",
        .upstream = service_store,
        .method = ORCH_GET,
        .path = "/items",
    },
    /* values.orch:23  store.one */
    [operation_store_one] = {
        .name = "store.one",
        .upstream = service_store,
        .method = ORCH_GET,
        .path = "/items/{id}/{at}/{exact}/{share}/{state}",
    },
    /* values.orch:25  store.raw */
    [operation_store_raw] = {
        .name = "store.raw",
        .upstream = service_store,
        .method = ORCH_GET,
        .path = "/raw",
    },
};

/* --- Flow values ----------------------------------------------------------------------------- */

/* What a run of values holds. */
struct values_frame {
    int64_t a;
    int64_t b;
    double x;
    struct orch_str s;
    struct orch_opt_int t;
    struct orch_opt_bool flag;
    struct opt_State state;
    int64_t took;
    int64_t when;
    struct list_Item items;
    struct Item item;
    struct orch_str raw;
    int64_t n;
    double f;
    bool ok;
    struct orch_str name;
    struct orch_list_int big;
    struct orch_str owner;
    struct orch_opt_str city;
    struct list_list_int pairs;
    bool lazy;
    struct orch_str first;
    int64_t second;
};

/* values.orch:29  flow values: its parameters */
static void values_accept(struct orch_eval *ev, void *frame, struct orch_input *in)
{
    struct values_frame *f = frame;
    (void)ev;

    orch_input_int(in, ORCH_IN_QUERY, "a", true, &f->a);
    orch_input_int(in, ORCH_IN_QUERY, "b", true, &f->b);
    orch_input_float(in, ORCH_IN_QUERY, "x", true, &f->x);
    orch_input_str(in, ORCH_IN_PATH, "s", true, &f->s);
    f->t.some = orch_input_time(in, ORCH_IN_QUERY, "t", false, &f->t.value);
    f->flag.some = orch_input_bool(in, ORCH_IN_QUERY, "flag", false, &f->flag.value);
    f->state.some = orch_input_enum(in, ORCH_IN_QUERY, "state", false, State_names, 3,
            &f->state.value);
    orch_input_int(in, ORCH_IN_QUERY, "took", true, &f->took);
    orch_input_time(in, ORCH_IN_QUERY, "when", true, &f->when);
}

/* values.orch:32  parallel */
static const struct orch_fork_branch values_0_branches[] = {
    {.node = 1, .strand = 1},
    {.node = 2, .strand = 2},
    {.node = 3, .strand = 3},
};

/* values.orch:33  invoke store.items(kind: s, since: t, limit: a + 1, exact: flag, least... */
static void values_1_request(struct orch_eval *ev, const void *frame,
        struct orch_upstream_request *out)
{
    const struct values_frame *f = frame;

    orch_request_path(out, "/items");
    orch_request_query_str(out, "kind", f->s);
    if (f->state.some)
        orch_request_query_str(out, "state", State_names[f->state.value]);
    if (f->t.some)
        orch_request_query_time(out, "since", f->t.value);
    orch_request_query_int(out, "limit", orch_int_add(ev, f->a, 1));
    if (f->flag.some)
        orch_request_query_bool(out, "exact", f->flag.value);
    orch_request_query_float(out, "least", f->x);
    orch_request_query_int(out, "within", f->took);
}

/* values.orch:33  invoke store.items(kind: s, since: t, limit: a + 1, exact: flag, least... */
static bool values_1_reply(struct orch_eval *ev, void *frame, struct orch_json_in *in)
{
    struct values_frame *f = frame;
    (void)ev;

    return read_list_Item(in, &f->items);
}

static const struct orch_invoke values_1_invoke = {
    .operation = operation_store_items,
    .result = "items",
    .request = values_1_request,
    .reply = values_1_reply,
};

/* values.orch:34  invoke store.one(id: a, at: when, exact: flag ?? false, share: x * 2, ... */
static void values_2_request(struct orch_eval *ev, const void *frame,
        struct orch_upstream_request *out)
{
    const struct values_frame *f = frame;

    orch_request_path(out, "/items/");
    orch_request_path_int(out, f->a);
    orch_request_path(out, "/");
    struct orch_text text;
    orch_text_begin(&text, ev);
    orch_text_time(&text, f->when);
    orch_request_path_str(out, orch_text_end(&text));
    orch_request_path(out, "/");
    struct orch_text text_2;
    orch_text_begin(&text_2, ev);
    orch_text_bool(&text_2, f->flag.some ? f->flag.value : false);
    orch_request_path_str(out, orch_text_end(&text_2));
    orch_request_path(out, "/");
    struct orch_text text_3;
    orch_text_begin(&text_3, ev);
    orch_text_float(&text_3, orch_float_finite(ev, f->x * 2.0));
    orch_request_path_str(out, orch_text_end(&text_3));
    orch_request_path(out, "/");
    struct orch_text text_4;
    orch_text_begin(&text_4, ev);
    orch_text_str(&text_4, State_names[f->state.some ? f->state.value : State_open]);
    orch_request_path_str(out, orch_text_end(&text_4));
}

/* values.orch:34  invoke store.one(id: a, at: when, exact: flag ?? false, share: x * 2, ... */
static bool values_2_reply(struct orch_eval *ev, void *frame, struct orch_json_in *in)
{
    struct values_frame *f = frame;
    (void)ev;

    return read_Item(in, &f->item);
}

static const struct orch_invoke values_2_invoke = {
    .operation = operation_store_one,
    .result = "item",
    .request = values_2_request,
    .reply = values_2_reply,
};

/* values.orch:35  invoke store.raw */
static void values_3_request(struct orch_eval *ev, const void *frame,
        struct orch_upstream_request *out)
{
    (void)frame;
    (void)ev;

    orch_request_path(out, "/raw");
}

/* values.orch:35  invoke store.raw */
static bool values_3_reply(struct orch_eval *ev, void *frame, struct orch_json_in *in)
{
    struct values_frame *f = frame;
    (void)ev;

    return orch_json_raw(in, &f->raw);
}

static const struct orch_invoke values_3_invoke = {
    .operation = operation_store_raw,
    .result = "raw",
    .request = values_3_request,
    .reply = values_3_reply,
};

/* values.orch:37  n = if b == 0 then -1 else (a * b - 3) % b / 2 */
static void values_4_assign(struct orch_eval *ev, void *frame)
{
    struct values_frame *f = frame;

    f->n = f->b == 0 ? -1 :
            orch_int_div(ev,
            orch_int_rem(ev, orch_int_sub(ev, orch_int_mul(ev, f->a, f->b), 3), f->b), 2);
}

/* values.orch:38  f = -x + n * 1.5 - (if a > b then 0.5 else x / b) */
static void values_5_assign(struct orch_eval *ev, void *frame)
{
    struct values_frame *f = frame;

    f->f = orch_float_finite(ev,
            orch_float_finite(ev,
            -f->x + orch_float_finite(ev, (double)f->n * 1.5)) - (f->a > f->b ? 0.5 :
            orch_float_div(ev, f->x, (double)f->b)));
}

/* values.orch:39  b = a */
static void values_6_assign(struct orch_eval *ev, void *frame)
{
    struct values_frame *f = frame;
    (void)ev;

    f->b = f->a;
}

/* values.orch:40  ok = !(a < b && s >= "m" || (flag ?? false) == true) && t != none */
static void values_7_assign(struct orch_eval *ev, void *frame)
{
    struct values_frame *f = frame;
    (void)ev;

    f->ok = !(((f->a < f->b) && (orch_str_cmp(f->s, (struct orch_str)ORCH_STR("m")) >= 0)) ||
            ((f->flag.some ? f->flag.value : false) == true)) && f->t.some;
}

/* values.orch:41  name = "{s}: {n} of {len(items)}, {f}, {ok}, {took}, {when}, {state ??... */
static void values_8_assign(struct orch_eval *ev, void *frame)
{
    struct values_frame *f = frame;

    struct orch_text text;
    orch_text_begin(&text, ev);
    orch_text_str(&text, f->s);
    orch_text_str(&text, (struct orch_str)ORCH_STR(": "));
    orch_text_int(&text, f->n);
    orch_text_str(&text, (struct orch_str)ORCH_STR(" of "));
    orch_text_int(&text, (int64_t)f->items.n);
    orch_text_str(&text, (struct orch_str)ORCH_STR(", "));
    orch_text_float(&text, f->f);
    orch_text_str(&text, (struct orch_str)ORCH_STR(", "));
    orch_text_bool(&text, f->ok);
    orch_text_str(&text, (struct orch_str)ORCH_STR(", "));
    orch_text_int(&text, f->took);
    orch_text_str(&text, (struct orch_str)ORCH_STR(", "));
    orch_text_time(&text, f->when);
    orch_text_str(&text, (struct orch_str)ORCH_STR(", "));
    orch_text_str(&text, State_names[f->state.some ? f->state.value : State_closed]);
    f->name = orch_text_end(&text);
}

/* values.orch:42  big = [i.id for i in items if i.rank != none && len(i.tags) > 0] */
static void values_9_assign(struct orch_eval *ev, void *frame)
{
    struct values_frame *f = frame;

    struct orch_list_int list = {.items = orch_eval_alloc(ev, f->items.n, sizeof(int64_t))};
    for (size_t i_2 = 0; list.items && i_2 < f->items.n; i_2++) {
        const struct Item *i = &f->items.items[i_2];
        if (!(i->rank.some && ((int64_t)i->tags.n > 0)))
            continue;
        list.items[list.n++] = i->id;
    }
    f->big = list;
}

/* values.orch:43  owner = item.boss?.name ?? (if ok then "nobody" else "{s}?") */
static void values_10_assign(struct orch_eval *ev, void *frame)
{
    struct values_frame *f = frame;

    const struct orch_opt_str value = (struct orch_opt_str){.some = f->item.boss.some,
            .value = f->item.boss.value.name};
    struct orch_str value_3;
    if (value.some) {
        value_3 = value.value;
    } else {
        struct orch_str value_2;
        if (f->ok) {
            value_2 = (struct orch_str)ORCH_STR("nobody");
        } else {
            struct orch_text text;
            orch_text_begin(&text, ev);
            orch_text_str(&text, f->s);
            orch_text_str(&text, (struct orch_str)ORCH_STR("?"));
            value_2 = orch_text_end(&text);
        }
        value_3 = value_2;
    }
    f->owner = value_3;
}

/* values.orch:44  city = item.boss?.city */
static void values_11_assign(struct orch_eval *ev, void *frame)
{
    struct values_frame *f = frame;
    (void)ev;

    f->city = f->item.boss.value.city;
}

/* values.orch:45  pairs = [[i.id, len(i.name)] for i in items] */
static void values_12_assign(struct orch_eval *ev, void *frame)
{
    struct values_frame *f = frame;

    struct list_list_int list = {.items = orch_eval_alloc(ev, f->items.n,
            sizeof(struct orch_list_int))};
    for (size_t i_2 = 0; list.items && i_2 < f->items.n; i_2++) {
        const struct Item *i = &f->items.items[i_2];
        struct orch_list_int list_2 = {.items = orch_eval_alloc(ev, 2, sizeof(int64_t))};
        if (list_2.items) {
            list_2.n = 2;
            list_2.items[0] = i->id;
            list_2.items[1] = (int64_t)orch_str_code_points(i->name);
        }
        list.items[list.n++] = list_2;
    }
    f->pairs = list;
}

/* values.orch:46  lazy = len(items) > 0 && len([i for i in items if i.id == a]) > 0 */
static void values_13_assign(struct orch_eval *ev, void *frame)
{
    struct values_frame *f = frame;

    bool value = (int64_t)f->items.n > 0;
    if (value) {
        struct list_Item list = {.items = orch_eval_alloc(ev, f->items.n, sizeof(struct Item))};
        for (size_t i_2 = 0; list.items && i_2 < f->items.n; i_2++) {
            const struct Item *i = &f->items.items[i_2];
            if (!(i->id == f->a))
                continue;
            list.items[list.n++] = *i;
        }
        value = (int64_t)list.n > 0;
    }
    f->lazy = value;
}

/* values.orch:47  if lazy */
static unsigned values_14_choose(struct orch_eval *ev, const void *frame)
{
    const struct values_frame *f = frame;
    (void)ev;

    return f->lazy ? 0 : 1;
}

/* values.orch:47  first = owner + "!" */
static void values_15_assign(struct orch_eval *ev, void *frame)
{
    struct values_frame *f = frame;

    f->first = orch_str_concat(ev, f->owner, (struct orch_str)ORCH_STR("!"));
}

/* values.orch:47  if (state ?? open) == on_hold */
static unsigned values_16_choose(struct orch_eval *ev, const void *frame)
{
    const struct values_frame *f = frame;
    (void)ev;

    return (f->state.some ? f->state.value : State_open) == State_on_hold ? 0 : 1;
}

/* values.orch:47  second = a */
static void values_18_assign(struct orch_eval *ev, void *frame)
{
    struct values_frame *f = frame;
    (void)ev;

    f->second = f->a;
}

/* values.orch:48  return { first: city ?? (if lazy then owner else none), second: if laz... */
static void values_19_answer(struct orch_eval *ev, const void *frame, struct orch_buf *out)
{
    const struct values_frame *f = frame;

    orch_json_write_lit(out, "{");
    bool comma = false;
    const struct orch_opt_str value = f->city.some ? f->city :
            (f->lazy ? (struct orch_opt_str){.some = true, .value = f->owner} :
            (struct orch_opt_str){.some = false});
    if (value.some) {
        orch_json_write_lit(out, "\"first\":");
        orch_json_write_str(out, value.value);
        comma = true;
    }
    const struct orch_opt_int value_2 = f->lazy ?
            (struct orch_opt_int){.some = true, .value = f->a} :
            (struct orch_opt_int){.some = false};
    if (value_2.some) {
        if (comma)
            orch_buf_char(out, ',');
        orch_json_write_lit(out, "\"second\":");
        orch_json_write_int(out, value_2.value);
        comma = true;
    }
    if (comma)
        orch_buf_char(out, ',');
    orch_json_write_lit(out, "\"text\":");
    orch_json_write_str(out, f->name);
    orch_json_write_lit(out, ",\"n\":");
    orch_json_write_int(out, orch_int_add(ev, f->n, (int64_t)orch_str_code_points(f->s)));
    orch_json_write_lit(out, ",\"f\":");
    orch_json_write_float(out, f->f);
    orch_json_write_lit(out, ",\"b\":");
    orch_json_write_bool(out, f->ok);
    orch_json_write_lit(out, ",\"s\":");
    orch_json_write_str(out, State_names[f->state.some ? f->state.value : State_open]);
    if (f->t.some) {
        orch_json_write_lit(out, ",\"at\":");
        orch_json_write_time(out, f->t.value);
    }
    orch_json_write_lit(out, ",\"ids\":[");
    for (size_t i = 0; i < f->big.n; i++) {
        const int64_t item = f->big.items[i];
        if (i > 0)
            orch_buf_char(out, ',');
        orch_json_write_int(out, item);
    }
    orch_json_write_lit(out, "],\"cards\":[");
    for (size_t i = 0; i < f->items.n; i++) {
        const struct Item *it = &f->items.items[i];
        if (i > 0)
            orch_buf_char(out, ',');
        orch_json_write_lit(out, "{\"id\":");
        orch_json_write_int(out, it->id);
        orch_json_write_lit(out, ",\"name\":");
        orch_json_write_str(out, it->name);
        orch_json_write_lit(out, ",\"weight\":");
        orch_json_write_float(out, orch_float_div(ev, (double)it->weight, 1000.0));
        if (it->boss.some) {
            orch_json_write_lit(out, ",\"boss\":{\"name\":");
            orch_json_write_str(out, it->boss.value.name);
            orch_json_write_lit(out, ",\"since\":");
            orch_json_write_time(out, it->boss.value.since);
            orch_json_write_lit(out, "}");
        }
        if (it->rank.some) {
            orch_json_write_lit(out, ",\"rank\":");
            orch_json_write_float(out, it->rank.value);
        }
        orch_json_write_lit(out, "}");
    }
    orch_json_write_lit(out, "],\"nested\":[");
    for (size_t i = 0; i < f->pairs.n; i++) {
        const struct orch_list_int *item = &f->pairs.items[i];
        if (i > 0)
            orch_buf_char(out, ',');
        orch_json_write_lit(out, "[");
        for (size_t i_2 = 0; i_2 < item->n; i_2++) {
            const int64_t item_2 = item->items[i_2];
            if (i_2 > 0)
                orch_buf_char(out, ',');
            orch_json_write_int(out, item_2);
        }
        orch_json_write_lit(out, "]");
    }
    orch_json_write_lit(out, "],\"maybe\":[");
    orch_json_write_int(out, f->a);
    orch_json_write_lit(out, ",null,");
    orch_json_write_int(out, f->item.id);
    orch_json_write_lit(out, "]");
    const struct opt_Item value_3 = f->lazy ? (struct opt_Item){.some = true, .value = f->item} :
            (struct opt_Item){.some = false};
    if (value_3.some) {
        orch_json_write_lit(out, ",\"card\":{\"id\":");
        orch_json_write_int(out, value_3.value.id);
        orch_json_write_lit(out, ",\"name\":");
        orch_json_write_str(out, value_3.value.name);
        orch_json_write_lit(out, ",\"weight\":");
        orch_json_write_float(out, orch_float_div(ev, (double)value_3.value.weight, 1000.0));
        if (value_3.value.boss.some) {
            orch_json_write_lit(out, ",\"boss\":{\"name\":");
            orch_json_write_str(out, value_3.value.boss.value.name);
            orch_json_write_lit(out, ",\"since\":");
            orch_json_write_time(out, value_3.value.boss.value.since);
            orch_json_write_lit(out, "}");
        }
        if (value_3.value.rank.some) {
            orch_json_write_lit(out, ",\"rank\":");
            orch_json_write_float(out, value_3.value.rank.value);
        }
        orch_json_write_lit(out, "}");
    }
    orch_json_write_lit(out, ",\"took\":");
    orch_json_write_int(out, f->took);
    orch_json_write_lit(out, ",\"raw\":");
    orch_buf_str(out, f->raw);
    orch_json_write_lit(out, "}");
}

static const struct orch_node values_nodes[] = {
    [0] = {
        .op = ORCH_FORK, .next = 4, .line = 32,
        .label = "parallel",
        .fork = {.branches = values_0_branches, .n_branches = 3},
    },
    [1] = {
        .op = ORCH_INVOKE, .next = ORCH_END, .line = 33,
        .label = "invoke store.items",
        .invoke = &values_1_invoke,
    },
    [2] = {
        .op = ORCH_INVOKE, .next = ORCH_END, .line = 34,
        .label = "invoke store.one",
        .invoke = &values_2_invoke,
    },
    [3] = {
        .op = ORCH_INVOKE, .next = ORCH_END, .line = 35,
        .label = "invoke store.raw",
        .invoke = &values_3_invoke,
    },
    [4] = {
        .op = ORCH_ASSIGN, .next = 5, .line = 37,
        .label = "assign n",
        .assign = values_4_assign,
    },
    [5] = {
        .op = ORCH_ASSIGN, .next = 6, .line = 38,
        .label = "assign f",
        .assign = values_5_assign,
    },
    [6] = {
        .op = ORCH_ASSIGN, .next = 7, .line = 39,
        .label = "assign b",
        .assign = values_6_assign,
    },
    [7] = {
        .op = ORCH_ASSIGN, .next = 8, .line = 40,
        .label = "assign ok",
        .assign = values_7_assign,
    },
    [8] = {
        .op = ORCH_ASSIGN, .next = 9, .line = 41,
        .label = "assign name",
        .assign = values_8_assign,
    },
    [9] = {
        .op = ORCH_ASSIGN, .next = 10, .line = 42,
        .label = "assign big",
        .assign = values_9_assign,
    },
    [10] = {
        .op = ORCH_ASSIGN, .next = 11, .line = 43,
        .label = "assign owner",
        .assign = values_10_assign,
    },
    [11] = {
        .op = ORCH_ASSIGN, .next = 12, .line = 44,
        .label = "assign city",
        .assign = values_11_assign,
    },
    [12] = {
        .op = ORCH_ASSIGN, .next = 13, .line = 45,
        .label = "assign pairs",
        .assign = values_12_assign,
    },
    [13] = {
        .op = ORCH_ASSIGN, .next = 14, .line = 46,
        .label = "assign lazy",
        .assign = values_13_assign,
    },
    [14] = {
        .op = ORCH_BRANCH, .next = 19, .line = 47,
        .label = "if lazy",
        .branch = {values_14_choose, (const uint16_t[]){15, 16}, 2},
    },
    [15] = {
        .op = ORCH_ASSIGN, .next = 19, .line = 47,
        .label = "assign first",
        .assign = values_15_assign,
    },
    [16] = {
        .op = ORCH_BRANCH, .next = 19, .line = 47,
        .label = "if (state ?\? open) == on_hold",
        .branch = {values_16_choose, (const uint16_t[]){17, 18}, 2},
    },
    [17] = {
        .op = ORCH_EMPTY, .next = 19, .line = 47,
        .label = "empty",
    },
    [18] = {
        .op = ORCH_ASSIGN, .next = 19, .line = 47,
        .label = "assign second",
        .assign = values_18_assign,
    },
    [19] = {
        .op = ORCH_RETURN, .next = ORCH_END, .line = 48,
        .label = "return",
        .answer = values_19_answer,
    },
};

/* --- Program --------------------------------------------------------------------------------- */

static const struct orch_flow flows[] = {
    [0] = {
        .name = "values",
        .method = ORCH_GET,
        .path = "/values/{s}",
        .frame_size = sizeof(struct values_frame),
        .n_strands = 4,
        .n_nodes = 20,
        .nodes = values_nodes,
        .file = "values.orch",
        .accept = values_accept,
    },
};

static const struct orch_program program = {
    .abi = ORCH_ABI,
    .name = "values",
    .compiler = "0.1.0",
    .upstreams = upstreams,
    .n_upstreams = 1,
    .operations = operations,
    .n_operations = 3,
    .flows = flows,
    .n_flows = 1,
};

int main(int argc, char **argv)
{
    return orch_main(&program, argc, argv);
}
