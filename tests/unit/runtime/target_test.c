/* Request targets: splitting, decoding, and what is refused. */
#include "tests/support/unit.h"

#include "runtime/input.h"
#include "runtime/target.h"

#include <stdlib.h>

static void splits(const char *raw, const char *path, const char *query)
{
    struct orch_target t;

    CU_ASSERT_FATAL(orch_target_split(orch_str(raw), &t));
    CU_ASSERT(unit_str_is(t.path, path));
    CU_ASSERT(unit_str_is(t.query, query));
}

static void test_split(void)
{
    struct orch_target t;

    splits("/", "/", "");
    splits("/home", "/home", "");
    splits("/home?", "/home", "");
    splits("/home?a=1&b=?", "/home", "a=1&b=?");
    splits("http://shop:80/home?a=1", "/home", "a=1");
    splits("HTTPS://shop", "/", "");
    splits("http://shop?a=/", "/", "a=/");
    CU_ASSERT_FALSE(orch_target_split(orch_str(""), &t));
    CU_ASSERT_FALSE(orch_target_split(orch_str("*"), &t));
    CU_ASSERT_FALSE(orch_target_split(orch_str("home"), &t));
    CU_ASSERT_FALSE(orch_target_split(orch_str("shop:443"), &t));
    CU_ASSERT_FALSE(orch_target_split(orch_str("http:///home"), &t));
    CU_ASSERT_FALSE(orch_target_split(orch_str("ftp://shop/home"), &t));
}

static void test_decode(void)
{
    static const struct {
        const char *encoded;
        bool plus;
        const char *decoded; /* NULL: refused */
        const char *wrong;
    } rows[] = {
        {"", true, "", NULL},
        {"plain", true, "plain", NULL},
        {"a+b", true, "a b", NULL},
        {"a+b", false, "a+b", NULL},
        {"a%2Bb%20c", true, "a+b c", NULL},
        {"%e4%BD%a0", true, "\xe4\xbd\xa0", NULL},
        {"\xe4\xbd\xa0", true, "\xe4\xbd\xa0", NULL},
        {"%2525", true, "%25", NULL},
        {"%", true, NULL, "is not percent-encoded correctly"},
        {"%4", true, NULL, "is not percent-encoded correctly"},
        {"%4g", true, NULL, "is not percent-encoded correctly"},
        {"%g4", true, NULL, "is not percent-encoded correctly"},
        {"% 1", true, NULL, "is not percent-encoded correctly"},
        {"a%00b", true, NULL, "contains a NUL character"},
        {"%ff", true, NULL, "is not well-formed UTF-8"},
        {"\xff", true, NULL, "is not well-formed UTF-8"},
        {"%c0%80", true, NULL, "is not well-formed UTF-8"},
        {"%ed%a0%80", true, NULL, "is not well-formed UTF-8"},
    };
    struct orch_arena arena;

    orch_arena_init(&arena, 0, 0);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct orch_str out = orch_str("untouched");
        const char *wrong =
            orch_target_decode(&arena, orch_str(rows[i].encoded), rows[i].plus, &out);

        if (rows[i].decoded) {
            CU_ASSERT_PTR_NULL(wrong);
            CU_ASSERT(unit_str_is(out, rows[i].decoded));
        } else {
            CU_ASSERT_PTR_NOT_NULL_FATAL(wrong);
            CU_ASSERT_STRING_EQUAL(wrong, rows[i].wrong);
            CU_ASSERT(unit_str_is(out, "untouched"));
        }
    }
    orch_arena_free(&arena);
}

static void test_decode_copies_only_what_it_must(void)
{
    struct orch_arena arena;
    struct orch_str in = orch_str("plain");
    struct orch_str out;

    orch_arena_init(&arena, 0, 0);
    CU_ASSERT_PTR_NULL(orch_target_decode(&arena, in, true, &out));
    CU_ASSERT_PTR_EQUAL(out.ptr, in.ptr);
    CU_ASSERT_EQUAL(arena.used, 0);
    orch_arena_free(&arena);
}

static void test_decode_within_memory(void)
{
    struct orch_arena arena;
    struct orch_str out;

    orch_arena_init(&arena, 0, 16);
    CU_ASSERT_PTR_NOT_NULL(
        orch_target_decode(&arena, orch_str("%61aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), true, &out));
    orch_arena_free(&arena);
}

static struct orch_input *input_new(struct orch_arena *arena)
{
    struct orch_input *in = calloc(1, sizeof *in);

    CU_ASSERT_PTR_NOT_NULL_FATAL(in);
    orch_arena_init(arena, 0, 0);
    in->arena = arena;
    return in;
}

static void input_free(struct orch_input *in)
{
    orch_arena_free(in->arena);
    free(in);
}

static bool pair_is(const struct orch_input *in, unsigned i, const char *name, const char *value)
{
    const struct orch_input_pair *p = &in->pairs[ORCH_IN_QUERY][i];

    return i < in->n_pairs[ORCH_IN_QUERY] && unit_str_is(p->name, name) &&
           unit_str_is(p->value, value);
}

static void test_query(void)
{
    struct orch_arena arena;
    struct orch_input *in = input_new(&arena);

    orch_target_query(in, orch_str("a=1&&b=x%26y&c&d=&=e&a=2=3&f+g=h+i"));
    CU_ASSERT_EQUAL(in->violations.n, 0);
    CU_ASSERT_EQUAL(in->n_pairs[ORCH_IN_QUERY], 7);
    CU_ASSERT(pair_is(in, 0, "a", "1"));
    CU_ASSERT(pair_is(in, 1, "b", "x&y"));
    CU_ASSERT(pair_is(in, 2, "c", ""));
    CU_ASSERT(pair_is(in, 3, "d", ""));
    CU_ASSERT(pair_is(in, 4, "", "e"));
    CU_ASSERT(pair_is(in, 5, "a", "2=3"));
    CU_ASSERT(pair_is(in, 6, "f g", "h i"));
    input_free(in);
}

static bool violation_is(const struct orch_input *in, unsigned i, const char *where,
                         const char *what)
{
    const struct orch_violation *v = &in->violations.items[i];

    return i < in->violations.n && unit_str_is(v->where, where) && unit_str_is(v->what, what);
}

static void test_violations(void)
{
    struct orch_arena arena;
    struct orch_input *in = input_new(&arena);

    orch_target_query(in, orch_str("a=%zz&ok=1&%ff=1&b=%00"));
    orch_target_path_param(in, orch_str("id"), orch_str("%ff"));
    orch_target_path_param(in, orch_str("id"), orch_str("a+b%2F"));
    CU_ASSERT_EQUAL(in->violations.n, 4);
    CU_ASSERT(violation_is(in, 0, "query.a", "is not percent-encoded correctly"));
    CU_ASSERT(violation_is(in, 1, "query", "has a name that is not well-formed"));
    CU_ASSERT(violation_is(in, 2, "query.b", "contains a NUL character"));
    CU_ASSERT(violation_is(in, 3, "path.id", "is not well-formed UTF-8"));
    CU_ASSERT(pair_is(in, 0, "ok", "1"));
    CU_ASSERT_EQUAL(in->n_pairs[ORCH_IN_PATH], 1);
    CU_ASSERT(unit_str_is(in->pairs[ORCH_IN_PATH][0].value, "a+b/"));
    input_free(in);
}

/* As many as there is room for; one more is one violation. */
static void test_many_pairs(void)
{
    char query[4 * ORCH_INPUT_MAX_PAIRS + 8] = "";

    for (unsigned n = ORCH_INPUT_MAX_PAIRS; n <= ORCH_INPUT_MAX_PAIRS + 1; n++) {
        struct orch_arena arena;
        struct orch_input *in = input_new(&arena);

        for (unsigned i = 0; i < n; i++)
            memcpy(query + (size_t)4 * i, "a=1&", 5);
        orch_target_query(in, orch_str(query));
        CU_ASSERT_EQUAL(in->n_pairs[ORCH_IN_QUERY], ORCH_INPUT_MAX_PAIRS);
        CU_ASSERT_EQUAL(in->violations.n, n - ORCH_INPUT_MAX_PAIRS);
        if (in->violations.n > 0)
            CU_ASSERT(violation_is(in, 0, "query", "has more than 64 parameters"));
        input_free(in);
    }
}

static const CU_TestInfo tests[] = {
    {"path and query", test_split},
    {"percent-decoding", test_decode},
    {"decoding copies only what it must", test_decode_copies_only_what_it_must},
    {"decoding keeps to the arena's limit", test_decode_within_memory},
    {"pairs of a query", test_query},
    {"what is wrong is named", test_violations},
    {"the bound of pairs", test_many_pairs},
    CU_TEST_INFO_NULL,
};

int main(void)
{
    return unit_main("runtime/target", tests);
}
