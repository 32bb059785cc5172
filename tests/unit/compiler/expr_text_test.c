/* Expressions as text: parentheses exactly where they are needed, constants that read back. */
#include "compiler/expr_text.h"
#include "tests/support/unit.h"

#define INT       ((const struct type[]){{.kind = TYPE_INT}})
#define EXPR(...) ((struct expr[]){{__VA_ARGS__}})
#define NUMBER(n) EXPR(.kind = EXPR_INT, .type = INT, .integer = (n))
#define NAMED(n)  EXPR(.kind = EXPR_VAR, .type = INT, .var = (struct var[]){{.name = (n)}})
#define BINARY(o, a, b)                                                                            \
    EXPR(.kind = EXPR_BINARY, .type = INT, .op = AST_OP_##o, .left = (a), .right = (b))
#define UNARY(o, a) EXPR(.kind = EXPR_UNARY, .type = INT, .op = AST_OP_##o, .left = (a))

static bool reads(const struct expr *e, enum expr_text_style style, const char *text)
{
    struct orch_buf out;
    bool same;

    orch_buf_init(&out, 0);
    expr_text(e, style, &out);
    same = unit_str_is(orch_buf_get(&out), text);
    if (!same)
        printf("got: %.*s\n", ORCH_STR_ARG(orch_buf_get(&out)));
    orch_buf_free(&out);
    return same;
}

static void test_parentheses(void)
{
    const struct expr *sum = BINARY(ADD, NUMBER(1), NUMBER(2));
    const struct expr *product = BINARY(MUL, (struct expr *)(uintptr_t)sum, NUMBER(3));

    CU_ASSERT_TRUE(reads(product, EXPR_TEXT_EXACT, "(1 + 2) * 3"));
    CU_ASSERT_TRUE(reads(BINARY(ADD, NUMBER(1), BINARY(MUL, NUMBER(2), NUMBER(3))), EXPR_TEXT_EXACT,
                         "1 + 2 * 3"));
    CU_ASSERT_TRUE(reads(BINARY(SUB, BINARY(SUB, NUMBER(1), NUMBER(2)), NUMBER(3)), EXPR_TEXT_EXACT,
                         "1 - 2 - 3"));
    CU_ASSERT_TRUE(reads(BINARY(SUB, NUMBER(1), BINARY(SUB, NUMBER(2), NUMBER(3))), EXPR_TEXT_EXACT,
                         "1 - (2 - 3)"));
    CU_ASSERT_TRUE(
        reads(UNARY(NOT, BINARY(AND, NAMED("a"), NAMED("b"))), EXPR_TEXT_EXACT, "!(a && b)"));
    CU_ASSERT_TRUE(reads(BINARY(OR, BINARY(AND, NAMED("a"), NAMED("b")), UNARY(NEG, NAMED("c"))),
                         EXPR_TEXT_EXACT, "a && b || -c"));
}

static void test_sides(void)
{
    struct expr *inner =
        EXPR(.kind = EXPR_COALESCE, .type = INT, .left = NAMED("b"), .right = NAMED("c"));

    CU_ASSERT_TRUE(
        reads(EXPR(.kind = EXPR_COALESCE, .type = INT, .left = NAMED("a"), .right = inner),
              EXPR_TEXT_EXACT, "a ?? b ?? c"));
    CU_ASSERT_TRUE(
        reads(EXPR(.kind = EXPR_COALESCE, .type = INT, .left = inner, .right = NAMED("a")),
              EXPR_TEXT_EXACT, "(b ?? c) ?? a"));
    CU_ASSERT_TRUE(reads(BINARY(EQ, BINARY(LT, NAMED("a"), NAMED("b")), NAMED("c")),
                         EXPR_TEXT_EXACT, "(a < b) == c"));
    CU_ASSERT_TRUE(reads(BINARY(GT, inner, NUMBER(0)), EXPR_TEXT_EXACT, "b ?? c > 0"));
}

static void test_inserted(void)
{
    struct expr *some = EXPR(.kind = EXPR_SOME, .type = INT, .left = NAMED("a"));

    CU_ASSERT_TRUE(reads(some, EXPR_TEXT_EXACT, "some(a)"));
    CU_ASSERT_TRUE(reads(some, EXPR_TEXT_PLAIN, "a"));
    CU_ASSERT_TRUE(reads(
        BINARY(MUL,
               EXPR(.kind = EXPR_WIDEN, .type = INT, .left = BINARY(ADD, NAMED("a"), NAMED("b"))),
               NUMBER(2)),
        EXPR_TEXT_PLAIN, "(a + b) * 2"));
}

/* A comprehension that fits a list, element by element, has the place of that list. */
static void test_adapted(void)
{
    struct expr *adapted =
        EXPR(.kind = EXPR_FOR, .type = INT, .var = (struct var[]){{.name = "it"}},
             .left = NAMED("xs"), .value = NAMED("it"));

    CU_ASSERT_TRUE(reads(adapted, EXPR_TEXT_EXACT, "[it for it in xs]"));
    CU_ASSERT_TRUE(reads(adapted, EXPR_TEXT_PLAIN, "xs"));
    adapted->span.end = 20;
    CU_ASSERT_TRUE(reads(adapted, EXPR_TEXT_PLAIN, "[it for it in xs]"));
}

static void test_conversion(void)
{
    static const struct term from = {.name = "fen"}, to = {.name = "yuan"};
    static const struct conversion conversion = {.from = &from, .to = &to};
    struct expr *let = EXPR(.kind = EXPR_LET, .type = INT, .var = (struct var[]){{.name = "fen"}},
                            .left = NAMED("price"), .value = BINARY(DIV, NAMED("fen"), NUMBER(100)),
                            .conversion = &conversion);

    CU_ASSERT_TRUE(reads(let, EXPR_TEXT_PLAIN, "yuan(price)"));
    CU_ASSERT_TRUE(reads(let, EXPR_TEXT_EXACT, "let fen = price in fen / 100"));
}

static void test_composed(void)
{
    struct field fields[] = {{.name = "id"}, {.name = "title"}};
    struct record record = {.name = "Card", .fields = fields, .n_fields = 2};
    const struct type type = {.kind = TYPE_RECORD, .record = &record};
    struct expr *items[] = {
        NUMBER(1), EXPR(.kind = EXPR_STRING, .type = INT, .string = ORCH_STR("a \"b\"\n"))};
    struct expr *parts[] = {EXPR(.kind = EXPR_STRING, .type = INT, .string = ORCH_STR("Hi, ")),
                            NAMED("name")};

    CU_ASSERT_TRUE(reads(EXPR(.kind = EXPR_RECORD, .type = &type, .items = items, .n_items = 2),
                         EXPR_TEXT_EXACT, "Card { id: 1, title: \"a \\\"b\\\"\\n\" }"));
    CU_ASSERT_TRUE(reads(EXPR(.kind = EXPR_LIST, .type = INT, .items = items, .n_items = 1),
                         EXPR_TEXT_EXACT, "[1]"));
    CU_ASSERT_TRUE(reads(EXPR(.kind = EXPR_TEXT, .type = INT, .items = parts, .n_items = 2),
                         EXPR_TEXT_EXACT, "\"Hi, {name}\""));
    CU_ASSERT_TRUE(reads(EXPR(.kind = EXPR_FOR, .type = INT, .var = (struct var[]){{.name = "x"}},
                              .span = {1, 0, 9}, .left = NAMED("xs"), .value = NAMED("x"),
                              .cond = BINARY(GT, NAMED("x"), NUMBER(0))),
                         EXPR_TEXT_EXACT, "[x for x in xs if x > 0]"));
}

static bool float_reads(double v, const char *text)
{
    struct orch_buf out;
    bool same;

    orch_buf_init(&out, 0);
    expr_text_float(v, &out);
    same = unit_str_is(orch_buf_get(&out), text);
    orch_buf_free(&out);
    return same;
}

static void test_floats(void)
{
    CU_ASSERT_TRUE(float_reads(0.1, "0.1"));
    CU_ASSERT_TRUE(float_reads(100, "100.0"));
    CU_ASSERT_TRUE(float_reads(1.0 / 3, "0.3333333333333333"));
    CU_ASSERT_TRUE(float_reads(1e300, "1e+300"));
    CU_ASSERT_TRUE(float_reads(-2.5, "-2.5"));
}

static bool duration_reads(int64_t ms, const char *text)
{
    struct orch_buf out;
    bool same;

    orch_buf_init(&out, 0);
    expr_text_duration(ms, &out);
    same = unit_str_is(orch_buf_get(&out), text);
    orch_buf_free(&out);
    return same;
}

static void test_durations(void)
{
    CU_ASSERT_TRUE(duration_reads(80, "80ms"));
    CU_ASSERT_TRUE(duration_reads(2000, "2s"));
    CU_ASSERT_TRUE(duration_reads(90000, "90s"));
    CU_ASSERT_TRUE(duration_reads(120000, "2m"));
    CU_ASSERT_TRUE(duration_reads(3600000, "1h"));
    CU_ASSERT_TRUE(duration_reads(0, "0ms"));
}

int main(void)
{
    static const CU_TestInfo tests[] = {
        {"parentheses where needed", test_parentheses},
        {"operators that group to one side or to none", test_sides},
        {"what the compiler inserts", test_inserted},
        {"what fits element by element", test_adapted},
        {"conversions", test_conversion},
        {"records, lists, texts, comprehensions", test_composed},
        {"floats read back", test_floats},
        {"durations", test_durations},
        CU_TEST_INFO_NULL,
    };

    return unit_main("compiler/expr_text", tests);
}
