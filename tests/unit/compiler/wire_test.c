/* wire: which value a parameter takes, what is offered where it cannot be told. What the messages
 * say, and whole programs, are in tests/golden/wire. */
#include "tests/unit/compiler/checked.h"

#define SHOP                                                                                       \
    "dictionary d { user_id: int  city_id: int  fen: int  yuan: float\n"                           \
    "  convert fen -> yuan = fen / 100.0 }\n"                                                      \
    "record User { id: user_id  home: Place?  work: Place  purse: fen }\n"                         \
    "record Place { city: city_id  country: Country }\n"                                           \
    "record Country { capital: Capital }\n"                                                        \
    "record Capital { mayor: user_id }\n"                                                          \
    "service s { url \"http://127.0.0.1:1\"\n"                                                     \
    "  user() -> user: User GET \"/user\"\n"                                                       \
    "  place() -> place: Place GET \"/place\"\n"                                                   \
    "  by_city(city: city_id) -> a: int GET \"/a\"\n"                                              \
    "  by_user(limit: int, uid: user_id) -> b: int GET \"/b\"\n"                                   \
    "  pay(sum: yuan) -> p: int GET \"/p\" }\n"

/* The only decision of the flow's last but one statement. */
static const struct wiring *decision(const struct model *m, unsigned number)
{
    const struct stmt *s = checked_stmt(m->flows[0]->body, number);

    CU_ASSERT_EQUAL_FATAL(s->kind, STMT_INVOKE);
    CU_ASSERT_PTR_NOT_NULL_FATAL(s->wirings);
    return s->wirings;
}

static void test_least_depth_wins(void)
{
    struct compilation c;
    struct model *m = checked(&c, SHOP "flow f() -> int on GET \"/f\" {\n"
                                       "  invoke s.place  invoke s.user\n"
                                       "  invoke s.by_city  return a }\n");
    const struct wiring *w = decision(m, 2);

    CU_ASSERT_EQUAL(c.diags.n_errors, 0);
    CU_ASSERT_EQUAL(w->kind, WIRING_COLOUR);
    CU_ASSERT_STRING_EQUAL(w->source, "place.city"); /* not user.work.city */
    compilation_free(&c);
}

static void test_deepest(void)
{
    struct compilation c;
    struct model *m = checked(&c, SHOP "flow f() -> int on GET \"/f\" {\n"
                                       "  invoke s.place\n"
                                       "  invoke s.by_user(limit: 3)  return b }\n");
    const struct wiring *w = decision(m, 1);

    CU_ASSERT_EQUAL(c.diags.n_errors, 0);
    CU_ASSERT_EQUAL(w->kind, WIRING_EXPLICIT);
    CU_ASSERT_STRING_EQUAL(w->target, "limit");
    CU_ASSERT_PTR_NOT_NULL_FATAL(w->next);
    CU_ASSERT_STRING_EQUAL(w->next->source, "place.country.capital.mayor");
    compilation_free(&c);
}

static void test_conversion(void)
{
    struct compilation c;
    struct model *m = checked(&c, SHOP "flow f() -> int on GET \"/f\" {\n"
                                       "  invoke s.user  invoke s.pay  return p }\n");
    const struct wiring *w = decision(m, 1);
    const struct expr *arg = checked_stmt(m->flows[0]->body, 1)->invoke.args[0];

    CU_ASSERT_EQUAL(c.diags.n_errors, 0);
    CU_ASSERT_STRING_EQUAL(w->source, "user.purse");
    CU_ASSERT_PTR_EQUAL(w->conversion, m->conversions[0]);
    CU_ASSERT_EQUAL_FATAL(arg->kind, EXPR_LET);
    CU_ASSERT_PTR_EQUAL(arg->conversion, m->conversions[0]);
    CU_ASSERT_STRING_EQUAL(arg->type->term->name, "yuan");
    compilation_free(&c);
}

/* The fix-its of the first diagnostic, applied one by one, are the explicit spellings. */
static void test_ambiguity_offers_spellings(void)
{
    static const char *const calls[][3] = {
        {"s.by_city", "(city: one)", "(city: two)"},
        {"s.by_city()", "city: one", "city: two"},
        {"s.by_city( )", "city: one", "city: two"},
    };

    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        struct compilation c;
        const struct diag_fix *fix;
        char text[2048];

        snprintf(text, sizeof text,
                 "%sflow f(one: city_id, two: city_id) -> int on GET \"/f\" {\n"
                 "  invoke %s return a }\n",
                 SHOP, calls[i][0]);
        checked(&c, text);
        CU_ASSERT_EQUAL_FATAL(c.diags.n_errors, 1);
        CU_ASSERT_EQUAL(c.diags.first->code, DIAG_WIRE_AMBIGUOUS);
        fix = c.diags.first->fixes;
        for (unsigned k = 1; k <= 2; k++, fix = fix->next) {
            CU_ASSERT_PTR_NOT_NULL_FATAL(fix);
            CU_ASSERT_STRING_EQUAL(fix->replacement, calls[i][k]);
            CU_ASSERT_EQUAL(fix->span.begin, fix->span.end);
            CU_ASSERT_EQUAL(text[fix->span.begin - 1], k && calls[i][k][0] == '(' ? 'y' : '(');
        }
        compilation_free(&c);
    }
}

/* A record that holds itself does not make the search endless. */
static void test_recursive_record(void)
{
    struct compilation c;

    checked(&c, "dictionary d { city_id: int  far: int }\n"
                "record Node { a: [Node]  b: [Node]  l: Leaf?  r: Leaf? }\n"
                "record Leaf { city: city_id }\n"
                "service s { url \"http://127.0.0.1:1\"\n"
                "  node() -> node: Node GET \"/n\"\n"
                "  go(x: far) -> z: int GET \"/g\" }\n"
                "flow f() -> int on GET \"/f\" { invoke s.node  invoke s.go  return z }\n");
    CU_ASSERT_EQUAL(c.diags.n_errors, 1);
    CU_ASSERT_EQUAL(checked_count(&c, DIAG_WIRE_MISSING), 1);
    compilation_free(&c);
}

static void test_wiring_reads(void)
{
    struct compilation c;
    struct model *m = checked(&c, SHOP "flow f(city_id) -> int on GET \"/f\" {\n"
                                       "  invoke s.user  invoke s.by_city  return a }\n");

    CU_ASSERT_TRUE(checked_var(&c, m->flows[0], "city_id")->read);
    CU_ASSERT_FALSE(checked_var(&c, m->flows[0], "user")->read);
    CU_ASSERT_EQUAL(checked_count(&c, DIAG_UNUSED_RESULT), 1);
    compilation_free(&c);
}

int main(void)
{
    static const CU_TestInfo tests[] = {
        {"the least depth wins", test_least_depth_wins},
        {"down to four fields", test_deepest},
        {"conversion", test_conversion},
        {"ambiguity offers spellings", test_ambiguity_offers_spellings},
        {"records that hold themselves", test_recursive_record},
        {"wiring reads", test_wiring_reads},
        CU_TEST_INFO_NULL,
    };

    return unit_main("compiler/wire", tests);
}
