/* What --explain says: where each timeout comes from, what was wired, left out and converted, and
 * that no line is wider than it should be. Its whole look is pinned by the golden tests. */
#include "compiler/columns.h"
#include "compiler/memory.h"
#include "compiler/passes.h"
#include "tests/support/unit.h"

static struct compilation c;
static struct orch_buf out;

#define WORLD                                                                                      \
    "dictionary d {\n  user_id: int  city_id: int  level: int\n  fen: int  yuan: float\n"          \
    "  convert fen -> yuan = fen / 100.0\n  user: User  items: [Item]\n}\n"                        \
    "record User { id: user_id  home: city_id  level? }\n"                                         \
    "record Item { sku: string  price: fen }\n"                                                    \
    "record Card { sku: string  price: yuan }\n"                                                   \
    "service account {\n  url \"http://h\"  timeout 2s\n"                                          \
    "  profile(uid: user_id) -> user GET \"/u/{uid}\"\n"                                           \
    "  quick(uid: user_id) -> user GET \"/q/{uid}\" timeout 50ms\n}\n"                             \
    "service shop {\n  url \"http://h\"\n"                                                         \
    "  list(city: city_id, level?, page: int?) -> items GET \"/items\"\n}\n"

/* Explains the flows of WORLD and text, as NUL-terminated text. */
static const char *explained(const char *text)
{
    const struct program *program;
    struct model *m;

    compilation_init(&c);
    orch_buf_init(&out, 0);
    program = load(&c, sources_add(&c.sources, orch_str("t.orch"),
                                   orch_str(memory_text(&c.arena, WORLD "%s", text))));
    m = resolve(&c, program);
    check(m);
    wire(m);
    CU_ASSERT_EQUAL_FATAL(c.diags.n_errors, 0);
    explain(m, &out);
    orch_buf_char(&out, '\0');
    return out.data;
}

static void end(void)
{
    orch_buf_free(&out);
    compilation_free(&c);
}

/* True where a line has all of these pieces, in order. */
static bool line_with(const char *text, const char *const pieces[])
{
    while (*text) {
        const char *stop = strchrnul(text, '\n'), *at = text;
        unsigned i = 0;

        for (; pieces[i]; i++) {
            at = memmem(at, (size_t)(stop - at), pieces[i], strlen(pieces[i]));
            if (!at)
                break;
            at += strlen(pieces[i]);
        }
        if (!pieces[i])
            return true;
        text = *stop ? stop + 1 : stop;
    }
    return false;
}
#define LINE(text, ...) line_with(text, (const char *const[]){__VA_ARGS__, NULL})

static void test_timeouts(void)
{
    const char *text = explained("flow f(user_id) -> User on GET \"/f\" timeout 1s {\n"
                                 "  invoke account.profile\n"
                                 "  a = invoke account.quick\n"
                                 "  b = invoke account.quick timeout 70ms\n"
                                 "  list = invoke shop.list(city: user.home, level: 1)\n"
                                 "  return if len(list) == 0 then a else b\n}\n");

    CU_ASSERT_TRUE(LINE(text, "timeout", "2s, of service account; the flow's 1s", "t.orch:11:"));
    CU_ASSERT_TRUE(LINE(text, "timeout", "50ms, of operation account.quick", "t.orch:13:"));
    CU_ASSERT_TRUE(LINE(text, "timeout", "70ms, of this call", "t.orch:"));
    CU_ASSERT_TRUE(LINE(text, "timeout", "none of its own; the flow ends after 1s"));
    end();
}

static void test_default_timeout(void)
{
    const char *text = explained("flow f() -> int on GET \"/f\" { return 1 }\n");

    CU_ASSERT_TRUE(LINE(text, "answers", "GET /f with int"));
    CU_ASSERT_TRUE(LINE(text, "timeout", "10s"));
    end();
}

static void test_wirings(void)
{
    const char *text = explained("flow f(user_id) -> [Card] on GET \"/f\" {\n"
                                 "  invoke account.profile\n"
                                 "  invoke shop.list else []\n"
                                 "  return items\n}\n");

    CU_ASSERT_TRUE(LINE(text, "  invoke account.profile", "t.orch:"));
    CU_ASSERT_TRUE(LINE(text, "uid", "user_id", "by term"));
    CU_ASSERT_TRUE(LINE(text, "city", "user.home", "by term"));
    CU_ASSERT_TRUE(LINE(text, "page", "left out"));
    CU_ASSERT_TRUE(LINE(text, "on failure", "[] instead"));
    CU_ASSERT_TRUE(LINE(text, "on failure", "ends the flow"));
    CU_ASSERT_TRUE(LINE(text, "price", "by name", "(fen -> yuan)"));
    end();
}

static void test_statements(void)
{
    const char *text = explained(
        "flow f(user_id?, level?) on GET \"/f\" {\n"
        "  x = user_id ?? 7\n"
        "  if level == none { empty } else if x > 3 { empty } else { return }\n"
        "  parallel { invoke account.profile(uid: x) { y = 1 invoke shop.list(city: y) } }\n"
        "}\n");

    CU_ASSERT_TRUE(LINE(text, "  x = user_id ?? 7", "t.orch:"));
    CU_ASSERT_TRUE(LINE(text, "if level == none"));
    CU_ASSERT_TRUE(LINE(text, "else if x > 3"));
    CU_ASSERT_TRUE(LINE(text, "  parallel"));
    CU_ASSERT_TRUE(LINE(text, "uid", "x", "as written"));
    end();
}

static void test_width(void)
{
    const char *text = explained("record Long { a_field_with_quite_a_long_name: Longer }\n"
                                 "record Longer { another_long_name: user_id }\n"
                                 "service far_away_and_long { url \"http://h\"\n"
                                 "  an_operation_with_quite_a_long_name() -> "
                                 "a_result_with_quite_a_long_name: Long GET \"/\"\n"
                                 "}\n"
                                 "flow a_flow_with_quite_a_long_name() -> User on GET \"/f\" {\n"
                                 "  invoke far_away_and_long.an_operation_with_quite_a_long_name\n"
                                 "  { { invoke account.profile } }\n"
                                 "  return user\n}\n");

    while (*text) {
        const char *stop = strchrnul(text, '\n');

        CU_ASSERT_TRUE(stop - text <= COLUMNS_WIDTH);
        CU_ASSERT_TRUE(stop == text || stop[-1] != ' ');
        text = *stop ? stop + 1 : stop;
    }
    end();
}

static void test_no_flow(void)
{
    CU_ASSERT_PTR_NOT_NULL(strstr(explained(""), "no flow"));
    end();
}

int main(void)
{
    static const CU_TestInfo tests[] = {
        {"where timeouts come from", test_timeouts},
        {"a flow without a timeout", test_default_timeout},
        {"wirings, conversions, fallbacks", test_wirings},
        {"statements", test_statements},
        {"lines are not too wide", test_width},
        {"no flow", test_no_flow},
        CU_TEST_INFO_NULL,
    };

    return unit_main("compiler/explain", tests);
}
