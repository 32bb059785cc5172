/* Reading into types: values, mismatches with their paths, collecting them, duplicates, memory.
 * The decoders here are written as the compiler emits them. */
#include "tests/support/unit.h"

#include "runtime/json_read.h"

struct item {
    int64_t id;
    struct orch_str title;
    double price;
};

struct order {
    int64_t number;
    bool paid;
    int level;
    bool has_note;
    struct orch_str note;
    struct item *items;
    size_t n_items;
};

static const char *const item_fields[] = {"id", "title", "price"};
static const uint64_t item_required[1] = {0x7};
static const char *const order_fields[] = {"number", "paid", "level", "note", "items"};
static const uint64_t order_required[1] = {0x15};
static const struct orch_str levels[] = {ORCH_STR("low"), ORCH_STR("high"), ORCH_STR("\xc3\xa9")};

static bool is(struct orch_str key, const char *name)
{
    return unit_str_is(key, name);
}

static bool read_item(struct orch_json_in *in, struct item *out)
{
    struct orch_str key;
    uint64_t seen[1] = {0};

    if (!orch_json_enter_object(in))
        return !orch_json_failed(in);
    while (orch_json_next_key(in, &key)) {
        if (is(key, "id")) {
            if (orch_json_field(in, seen, 0, "id") && orch_json_int(in, &out->id))
                orch_json_check_int(in, out->id, 1, 1000);
        } else if (is(key, "title")) {
            if (orch_json_field(in, seen, 1, "title") && orch_json_str(in, &out->title))
                orch_json_check_length(in, out->title, 1, 5);
        } else if (is(key, "price")) {
            if (orch_json_field(in, seen, 2, "price") && orch_json_float(in, &out->price))
                orch_json_check_float(in, out->price, 0.5, 99.5);
        } else {
            orch_json_skip(in);
        }
    }
    return orch_json_leave_object(in, seen, item_required, item_fields, 3);
}

static bool read_items(struct orch_json_in *in, struct order *out)
{
    size_t cap = 0;

    if (!orch_json_enter_array(in))
        return !orch_json_failed(in);
    while (orch_json_next_element(in)) {
        void *items = out->items;
        struct item *item = orch_json_grow(in, &items, out->n_items, &cap, sizeof *item);
        out->items = items;
        if (!item || !read_item(in, item))
            return false;
        out->n_items++;
    }
    orch_json_check_count(in, out->n_items, 1, 40);
    return !orch_json_failed(in);
}

static bool read_order(struct orch_json_in *in, struct order *out)
{
    struct orch_str key;
    uint64_t seen[1] = {0};

    if (!orch_json_enter_object(in))
        return !orch_json_failed(in);
    while (orch_json_next_key(in, &key)) {
        if (is(key, "number")) {
            if (orch_json_field(in, seen, 0, "number"))
                orch_json_int(in, &out->number);
        } else if (is(key, "paid")) {
            if (orch_json_field(in, seen, 1, "paid"))
                orch_json_bool(in, &out->paid);
        } else if (is(key, "level")) {
            if (orch_json_field(in, seen, 2, "level"))
                orch_json_enum(in, levels, 3, &out->level);
        } else if (is(key, "note")) {
            if (orch_json_field(in, seen, 3, "note") && !orch_json_null(in))
                out->has_note = orch_json_str(in, &out->note);
        } else if (is(key, "items")) {
            if (orch_json_field(in, seen, 4, "items"))
                read_items(in, out);
        } else {
            orch_json_skip(in);
        }
    }
    return orch_json_leave_object(in, seen, order_required, order_fields, 5);
}

/* One text read as an order. */
struct reading {
    struct orch_arena arena;
    struct orch_json_in in;
    struct orch_violations violations;
    struct order order;
    bool ok;
};

static void read_text(struct reading *r, const char *text, bool collect)
{
    memset(r, 0, sizeof *r);
    orch_arena_init(&r->arena, 0, 0);
    orch_json_init(&r->in, orch_str(text), &r->arena, collect ? "body" : "reply",
                   collect ? &r->violations : NULL);
    r->ok = read_order(&r->in, &r->order) && orch_json_finish(&r->in);
}

static void test_good(void)
{
    struct reading r;

    read_text(&r,
              " {\"items\" : [ {\"title\":\"x\\u00e9\\n\",\"id\":7,\"price\":1.25, \"more\":[{}]},"
              "{\"id\":8,\"price\":2,\"title\":\"\xe4\xb8\xad\"}],\n \"unknown\":{\"a\":[1,2]},"
              "\"level\":\"\\u00e9\",\"num\\u0062er\":-5,\"note\":null,\"unknown\":1} ",
              false);
    CU_ASSERT_TRUE(r.ok);
    CU_ASSERT_PTR_NULL(r.in.error);
    CU_ASSERT_EQUAL(r.in.depth, 0);
    CU_ASSERT_EQUAL(r.order.number, -5);
    CU_ASSERT_EQUAL(r.order.level, 2);
    CU_ASSERT_FALSE(r.order.has_note);
    CU_ASSERT_EQUAL_FATAL(r.order.n_items, 2);
    CU_ASSERT_EQUAL(r.order.items[0].id, 7);
    CU_ASSERT_EQUAL(r.order.items[0].price, 1.25);
    CU_ASSERT_TRUE(is(r.order.items[0].title, "x\xc3\xa9\n"));
    CU_ASSERT_EQUAL(r.order.items[1].price, 2.0);
    CU_ASSERT_TRUE(is(r.order.items[1].title, "\xe4\xb8\xad"));
    orch_arena_free(&r.arena);
}

static void test_slices(void)
{
    static const char text[] = "[\"plain\",\"esc\\taped\"]";
    struct orch_arena arena;
    struct orch_json_in in;
    struct orch_str s;

    orch_arena_init(&arena, 0, 0);
    orch_json_init(&in, orch_str(text), &arena, "t", NULL);
    CU_ASSERT_TRUE(orch_json_enter_array(&in) && orch_json_next_element(&in));
    CU_ASSERT_TRUE(orch_json_str(&in, &s));
    CU_ASSERT_PTR_EQUAL(s.ptr, text + 2); /* no copy, no memory */
    CU_ASSERT_EQUAL(arena.used, 0);
    CU_ASSERT_TRUE(orch_json_next_element(&in) && orch_json_str(&in, &s));
    CU_ASSERT_TRUE(is(s, "esc\taped"));
    CU_ASSERT_TRUE(arena.used > 0);
    CU_ASSERT_FALSE(orch_json_next_element(&in));
    CU_ASSERT_TRUE(orch_json_finish(&in));
    orch_arena_free(&arena);
}

static void test_escapes(void)
{
    static const struct {
        const char *json, *text;
    } cases[] = {
        {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t"},
        {"\"\\u0041\\u00e9\\u4e2d\\ud83d\\ude00\"", "A\xc3\xa9\xe4\xb8\xad\xf0\x9f\x98\x80"},
        {"\"\\ud800\\udc00\\udbff\\udfff\"", "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"},
        {"\"a\\\\u0041\"", "a\\u0041"},
        {"\"\xe4\xb8\xad\\n\xe6\x96\x87\"", "\xe4\xb8\xad\n\xe6\x96\x87"},
    };
    struct orch_arena arena;
    struct orch_json_in in;
    struct orch_str s;

    orch_arena_init(&arena, 0, 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        orch_json_init(&in, orch_str(cases[i].json), &arena, "t", NULL);
        CU_ASSERT_TRUE(orch_json_str(&in, &s) && is(s, cases[i].text));
    }
    orch_json_init(&in, orch_str("\"a\\u0000b\""), &arena, "t", NULL);
    CU_ASSERT_TRUE(orch_json_str(&in, &s) && orch_str_eq(s, orch_str_n("a\0b", 3)));
    orch_arena_free(&arena);
}

static void test_ints(void)
{
    static const struct {
        const char *json;
        int64_t value;
        const char *error; /* NULL: read */
    } cases[] = {
        {"0", 0, NULL},
        {" -0 ", 0, NULL},
        {"-7", -7, NULL},
        {"999999999999999999", 999999999999999999, NULL},
        {"9223372036854775807", INT64_MAX, NULL},
        {"-9223372036854775808", INT64_MIN, NULL},
        {"9223372036854775808", 0, "must be an integer of 64 bits"},
        {"-9223372036854775809", 0, "must be an integer of 64 bits"},
        {"18446744073709551617", 0, "must be an integer of 64 bits"},
        {"100000000000000000000000", 0, "must be an integer of 64 bits"},
        {"1.0", 0, "must be an integer"},
        {"1e2", 0, "must be an integer"},
        {"9223372036854775807.0", 0, "must be an integer"},
        {"\"1\"", 0, "must be an integer"},
        {"null", 0, "must be an integer"},
        {"{}", 0, "must be an integer"},
        {"01", 0, "is not valid JSON: a value is expected"},
        {"-", 0, "is not valid JSON: a value is expected"},
        {"", 0, "is not valid JSON: it ends too early"},
    };
    struct orch_arena arena;

    orch_arena_init(&arena, 0, 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct orch_json_in in;
        int64_t v = 77;
        orch_json_init(&in, orch_str(cases[i].json), &arena, "t", NULL);
        CU_ASSERT_EQUAL(orch_json_int(&in, &v), !cases[i].error);
        CU_ASSERT_EQUAL(v, cases[i].error ? 77 : cases[i].value);
        if (cases[i].error)
            CU_ASSERT_STRING_EQUAL(in.error ? in.error : "", cases[i].error);
        CU_ASSERT_EQUAL(orch_json_finish(&in), !cases[i].error);
    }
    orch_arena_free(&arena);
}

static void test_other_scalars(void)
{
    static const char text[] =
        "[1.5, -0, 1e308, true, false, \"2024-02-29T12:00:00Z\", {\"a\": [1, 2]} , 1e400]";
    struct orch_arena arena;
    struct orch_json_in in;
    struct orch_str raw = {NULL, 0};
    double d;
    bool b;
    int64_t us = 0;

    orch_arena_init(&arena, 0, 0);
    orch_json_init(&in, orch_str(text), &arena, "t", NULL);
    CU_ASSERT_TRUE(orch_json_enter_array(&in));
    CU_ASSERT_TRUE(orch_json_next_element(&in) && orch_json_float(&in, &d) && d == 1.5);
    CU_ASSERT_TRUE(orch_json_next_element(&in) && orch_json_float(&in, &d) && 1 / d < 0);
    CU_ASSERT_TRUE(orch_json_next_element(&in) && orch_json_float(&in, &d) && d == 1e308);
    CU_ASSERT_TRUE(orch_json_next_element(&in) && orch_json_bool(&in, &b) && b);
    CU_ASSERT_TRUE(orch_json_next_element(&in) && orch_json_bool(&in, &b) && !b);
    CU_ASSERT_TRUE(orch_json_next_element(&in) && orch_json_time(&in, &us));
    CU_ASSERT_EQUAL(us, 1709208000000000);
    CU_ASSERT_TRUE(orch_json_next_element(&in) && orch_json_raw(&in, &raw));
    CU_ASSERT_TRUE(is(raw, "{\"a\": [1, 2]}"));
    CU_ASSERT_TRUE(orch_json_next_element(&in) && !orch_json_float(&in, &d));
    CU_ASSERT_EQUAL(d, 1e308);
    CU_ASSERT_STRING_EQUAL(in.error, "must be a number within the range of a double");
    CU_ASSERT_TRUE(is(orch_json_path(&in), "t[7]"));
    orch_arena_free(&arena);
}

/* A reply ends at its first fault; where and what are told. */
static void test_reply_faults(void)
{
    static const struct {
        const char *json, *path, *error;
    } cases[] = {
        {"[]", "reply", "must be an object"},
        {"null", "reply", "must be an object"},
        {"{", "reply", "is not valid JSON: it ends too early"},
        {"{\"number\":\"5\"}", "reply.number", "must be an integer"},
        {"{\"number\":5,\"level\":\"mid\"}", "reply.level",
         "must be one of \"low\", \"high\", \"\xc3\xa9\""},
        {"{\"number\":5,\"level\":3}", "reply.level", "must be a string"},
        {"{\"number\":5,\"level\":\"low\"}", "reply.items", "is missing"},
        {"{\"level\":\"low\"}", "reply.number", "is missing"},
        {"{\"number\":1,\"number\":1}", "reply.number", "is given twice"},
        {"{\"number\":1,\"num\\u0062er\":1}", "reply.number", "is given twice"},
        {"{\"items\":{}}", "reply.items", "must be a list"},
        {"{\"items\":[]}", "reply.items", "must have at least 1 element"},
        {"{\"items\":[1]}", "reply.items[0]", "must be an object"},
        {"{\"items\":[{\"id\":1,\"title\":\"x\",\"price\":1},{\"id\":\"\"}]}", "reply.items[1].id",
         "must be an integer"},
        {"{\"items\":[{\"id\":0}]}", "reply.items[0].id", "must be at least 1"},
        {"{\"items\":[{\"id\":1001}]}", "reply.items[0].id", "must be at most 1000"},
        {"{\"items\":[{\"title\":\"\"}]}", "reply.items[0].title",
         "must have at least 1 character"},
        {"{\"items\":[{\"title\":\"\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9x\"}]}",
         "reply.items[0].title", "must have at most 5 characters"},
        {"{\"items\":[{\"price\":0.25}]}", "reply.items[0].price", "must be at least 0.5"},
        {"{\"items\":[{\"price\":1e9}]}", "reply.items[0].price", "must be at most 99.5"},
        {"{\"items\":[{\"id\":1}]}", "reply.items[0].title", "is missing"},
        {"{\"paid\":1}", "reply.paid", "must be true or false"},
        {"{\"paid\":truth}", "reply.paid", "is not valid JSON: a value is expected"},
        {"{\"note\":5}", "reply.note", "must be a string"},
        {"{\"paid\":true \"x\"}", "reply.paid", "is not valid JSON: a ',' or '}' is expected"},
        {"{\"x\":[1,2}}", "reply", "is not valid JSON: a ',' or ']' is expected"},
        {"{\"paid\":true,}", "reply.paid", "is not valid JSON: a key in quotes is expected"},
        {"{\"paid\" true}", "reply", "is not valid JSON: a ':' is expected behind the key"},
    };
    struct reading r;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        read_text(&r, cases[i].json, false);
        CU_ASSERT_FALSE(r.ok);
        CU_ASSERT_STRING_EQUAL(r.in.error ? r.in.error : "", cases[i].error);
        CU_ASSERT_TRUE(is(orch_json_path(&r.in), cases[i].path));
        orch_arena_free(&r.arena);
    }
}

static void test_everything_fails_after_a_failure(void)
{
    struct orch_arena arena;
    struct orch_json_in in;
    struct orch_str s;
    uint64_t seen[1] = {0};
    void *items = NULL;
    size_t cap = 0;
    int64_t i;
    double d;
    bool b;
    int e;

    orch_arena_init(&arena, 0, 0);
    orch_json_init(&in, orch_str("{\"a\":[x,1,true,\"s\",{},[]]}"), &arena, "t", NULL);
    CU_ASSERT_TRUE(orch_json_enter_object(&in) && orch_json_next_key(&in, &s));
    CU_ASSERT_FALSE(orch_json_skip(&in));
    CU_ASSERT_EQUAL(in.error_at - in.begin, 6);
    CU_ASSERT_FALSE(orch_json_int(&in, &i));
    CU_ASSERT_FALSE(orch_json_float(&in, &d));
    CU_ASSERT_FALSE(orch_json_bool(&in, &b));
    CU_ASSERT_FALSE(orch_json_str(&in, &s));
    CU_ASSERT_FALSE(orch_json_time(&in, &i));
    CU_ASSERT_FALSE(orch_json_raw(&in, &s));
    CU_ASSERT_FALSE(orch_json_enum(&in, levels, 3, &e));
    CU_ASSERT_FALSE(orch_json_null(&in));
    CU_ASSERT_FALSE(orch_json_skip(&in));
    CU_ASSERT_FALSE(orch_json_enter_object(&in));
    CU_ASSERT_FALSE(orch_json_enter_array(&in));
    CU_ASSERT_FALSE(orch_json_next_key(&in, &s));
    CU_ASSERT_FALSE(orch_json_next_element(&in));
    CU_ASSERT_FALSE(orch_json_field(&in, seen, 0, "id"));
    CU_ASSERT_FALSE(orch_json_leave_object(&in, seen, item_required, item_fields, 3));
    CU_ASSERT_PTR_NULL(orch_json_grow(&in, &items, 0, &cap, 8));
    CU_ASSERT_FALSE(orch_json_check_int(&in, 5, 0, 10));
    CU_ASSERT_FALSE(orch_json_check_float(&in, 5, 0, 10));
    CU_ASSERT_FALSE(orch_json_check_length(&in, orch_str("a"), 0, 10));
    CU_ASSERT_FALSE(orch_json_check_count(&in, 5, 0, 10));
    CU_ASSERT_FALSE(orch_json_mismatch(&in, "later"));
    CU_ASSERT_FALSE(orch_json_finish(&in));
    CU_ASSERT_STRING_EQUAL(in.error, "is not valid JSON: a value is expected");
    CU_ASSERT_EQUAL(in.error_at - in.begin, 6);
    orch_arena_free(&arena);
}

static void check_violation(const struct reading *r, unsigned i, const char *where,
                            const char *what)
{
    CU_ASSERT_TRUE_FATAL(i < r->violations.n);
    CU_ASSERT_TRUE(is(r->violations.items[i].where, where));
    CU_ASSERT_TRUE(is(r->violations.items[i].what, what));
}

static void test_collect(void)
{
    struct reading r;

    read_text(&r,
              "{\"number\":\"5\",\"paid\":[1,{\"x\":2}],\"level\":\"mid\",\"note\":{},\"items\":["
              "{\"id\":0,\"title\":\"toolong\",\"price\":{\"deep\":[1]}},7,"
              "{\"id\":1.5,\"title\":\"ok\"},"
              "{\"id\":3,\"title\":\"fine\",\"price\":9}]}",
              true);
    CU_ASSERT_TRUE(r.ok); /* well-formed to the end */
    CU_ASSERT_EQUAL(r.violations.n, 10);
    check_violation(&r, 0, "body.number", "must be an integer");
    check_violation(&r, 1, "body.paid", "must be true or false");
    check_violation(&r, 2, "body.level", "must be one of \"low\", \"high\", \"\xc3\xa9\"");
    check_violation(&r, 3, "body.note", "must be a string");
    check_violation(&r, 4, "body.items[0].id", "must be at least 1");
    check_violation(&r, 5, "body.items[0].title", "must have at most 5 characters");
    check_violation(&r, 6, "body.items[0].price", "must be a number");
    check_violation(&r, 7, "body.items[1]", "must be an object");
    check_violation(&r, 8, "body.items[2].id", "must be an integer");
    check_violation(&r, 9, "body.items[2].price", "is missing");
    CU_ASSERT_EQUAL_FATAL(r.order.n_items, 4); /* and what is good was read */
    CU_ASSERT_EQUAL(r.order.items[3].id, 3);
    CU_ASSERT_EQUAL(r.order.items[3].price, 9.0);
    orch_arena_free(&r.arena);
}

static void test_collect_missing(void)
{
    struct reading r;

    read_text(&r, "{}", true);
    CU_ASSERT_TRUE(r.ok);
    CU_ASSERT_EQUAL(r.violations.n, 3);
    check_violation(&r, 0, "body.number", "is missing");
    check_violation(&r, 1, "body.level", "is missing");
    check_violation(&r, 2, "body.items", "is missing");
    orch_arena_free(&r.arena);
    read_text(&r, "[{}]", true);
    CU_ASSERT_TRUE(r.ok);
    CU_ASSERT_EQUAL(r.violations.n, 1);
    check_violation(&r, 0, "body", "must be an object");
    orch_arena_free(&r.arena);
}

static void test_collect_syntax_ends(void)
{
    struct reading r;

    read_text(&r, "{\"number\":\"5\",\"level\":tru,\"paid\":0}", true);
    CU_ASSERT_FALSE(r.ok);
    CU_ASSERT_STRING_EQUAL(r.in.error, "is not valid JSON: a value is expected");
    CU_ASSERT_TRUE(is(orch_json_path(&r.in), "body.level"));
    CU_ASSERT_EQUAL(r.violations.n, 1); /* what came before */
    orch_arena_free(&r.arena);
    read_text(&r, "{\"number\":[1,],\"level\":\"low\"}", true); /* within what is skipped */
    CU_ASSERT_FALSE(r.ok);
    CU_ASSERT_EQUAL(r.violations.n, 0);
    orch_arena_free(&r.arena);
    read_text(&r, "{\"number\":1,\"number\":2}", true);
    CU_ASSERT_FALSE(r.ok);
    CU_ASSERT_STRING_EQUAL(r.in.error, "is given twice");
    orch_arena_free(&r.arena);
}

static void test_more_violations_than_room(void)
{
    struct reading r;
    char text[400] = "{\"number\":1,\"level\":\"low\",\"items\":[0";

    for (int i = 1; i < 30; i++)
        strcat(text, ",0");
    strcat(text, "]}");
    read_text(&r, text, true);
    CU_ASSERT_TRUE(r.ok);
    CU_ASSERT_EQUAL(r.violations.n, 30);
    check_violation(&r, 15, "body.items[15]", "must be an object");
    orch_arena_free(&r.arena);
}

static void test_long_list(void)
{
    enum { N = 1000 };
    struct orch_arena arena;
    struct orch_json_in in;
    char text[N * 5 + 2];
    size_t len = 0, n = 0, cap = 0;
    void *list = NULL;

    text[len++] = '[';
    for (int i = 0; i < N; i++)
        len += (size_t)snprintf(text + len, sizeof text - len, i ? ",%d" : "%d", i);
    text[len++] = ']';
    orch_arena_init(&arena, 0, 0);
    orch_json_init(&in, orch_str_n(text, len), &arena, "t", NULL);
    CU_ASSERT_TRUE(orch_json_enter_array(&in));
    while (orch_json_next_element(&in)) {
        int64_t *v = orch_json_grow(&in, &list, n++, &cap, sizeof *v);
        CU_ASSERT_PTR_NOT_NULL_FATAL(v);
        CU_ASSERT_EQUAL(*v, 0);
        CU_ASSERT_TRUE(orch_json_int(&in, v));
        if (n % 7 == 0) /* what lies between lists and their growing */
            orch_arena_alloc(&arena, 5);
    }
    CU_ASSERT_TRUE(orch_json_finish(&in));
    CU_ASSERT_EQUAL_FATAL(n, N);
    for (size_t i = 0; i < N; i++)
        CU_ASSERT_EQUAL_FATAL(((int64_t *)list)[i], (int64_t)i);
    orch_arena_free(&arena);
}

/* With every limit, reading either ends well or says that memory ended. */
static void test_memory_ends(void)
{
    static const char text[] =
        "{\"number\":1,\"level\":\"lo\\u0077\",\"items\":[{\"id\":1,\"title\":\"\\u0041\","
        "\"price\":1},{\"id\":2,\"title\":\"\\u0042\",\"price\":1}]}";
    bool good = false;

    for (size_t limit = 16; !good; limit += 16) {
        struct reading r = {.ok = false};
        CU_ASSERT_TRUE_FATAL(limit < 2000);
        orch_arena_init(&r.arena, 64, limit);
        orch_json_init(&r.in, orch_str(text), &r.arena, "t", NULL);
        good = read_order(&r.in, &r.order) && orch_json_finish(&r.in);
        CU_ASSERT_PTR_EQUAL(r.in.error, good ? NULL : orch_json_no_memory);
        CU_ASSERT_TRUE(orch_json_path(&r.in).len > 0);
        orch_arena_free(&r.arena);
    }
}

/* A violation for which there is no memory is counted all the same. */
static void test_violations_without_memory(void)
{
    struct orch_violations v = {.n = 0};
    struct orch_arena arena;

    orch_arena_init(&arena, 64, 16);
    orch_violations_add(&v, &arena, orch_str("a"), orch_str("b"));
    CU_ASSERT_EQUAL(v.n, 1);
    CU_ASSERT_TRUE(is(v.items[0].where, "a"));
    CU_ASSERT_EQUAL(v.items[0].what.len, 0);
    orch_arena_free(&arena);
}

static void test_many_fields(void)
{
    static const char *names[130];
    static char room[130][8];
    uint64_t seen[3] = {0}, required[3] = {1, UINT64_C(1) << 63, 3};
    struct orch_arena arena;
    struct orch_json_in in;
    struct orch_violations v = {.n = 0};
    struct orch_str key;

    for (int i = 0; i < 130; i++) {
        snprintf(room[i], sizeof room[i], "f%d", i % 1000);
        names[i] = room[i];
    }
    orch_arena_init(&arena, 0, 0);
    orch_json_init(&in, orch_str("{\"f128\":1}"), &arena, "t", &v);
    CU_ASSERT_TRUE(orch_json_enter_object(&in) && orch_json_next_key(&in, &key));
    CU_ASSERT_TRUE(orch_json_field(&in, seen, 128, "f128") && orch_json_skip(&in));
    CU_ASSERT_FALSE(orch_json_next_key(&in, &key));
    CU_ASSERT_TRUE(orch_json_leave_object(&in, seen, required, names, 130));
    CU_ASSERT_EQUAL(seen[2], 1);
    CU_ASSERT_EQUAL_FATAL(v.n, 3);
    CU_ASSERT_TRUE(is(v.items[0].where, "t.f0"));
    CU_ASSERT_TRUE(is(v.items[1].where, "t.f127"));
    CU_ASSERT_TRUE(is(v.items[2].where, "t.f129"));
    orch_arena_free(&arena);
}

static void test_long_enum_text(void)
{
    struct orch_str names[60];
    struct orch_arena arena;
    struct orch_json_in in;
    size_t len;
    int v;

    for (int i = 0; i < 60; i++)
        names[i] = orch_str("\xe4\xb8\xad\xe6\x96\x87");
    orch_arena_init(&arena, 0, 0);
    orch_json_init(&in, orch_str("\"x\""), &arena, "t", NULL);
    CU_ASSERT_FALSE(orch_json_enum(&in, names, 60, &v));
    len = strlen(in.error);
    CU_ASSERT_TRUE(len < 256 && strcmp(in.error + len - 5, ", ...") == 0);
    CU_ASSERT_TRUE(orch_str_is_utf8(orch_str(in.error)));
    orch_arena_free(&arena);
}

static const CU_TestInfo tests[] = {
    {"good", test_good},
    {"slices", test_slices},
    {"escapes", test_escapes},
    {"ints", test_ints},
    {"other scalars", test_other_scalars},
    {"reply faults", test_reply_faults},
    {"everything fails after a failure", test_everything_fails_after_a_failure},
    {"collect", test_collect},
    {"collect: missing", test_collect_missing},
    {"collect: syntax ends", test_collect_syntax_ends},
    {"more violations than room", test_more_violations_than_room},
    {"long list", test_long_list},
    {"memory ends", test_memory_ends},
    {"violations without memory", test_violations_without_memory},
    {"many fields", test_many_fields},
    {"long enum text", test_long_enum_text},
    CU_TEST_INFO_NULL,
};

int main(void)
{
    return unit_main("runtime/json_read", tests);
}
