/* Columns: cells under each other, the last one wrapped, no blanks at the ends of lines. */
#include "compiler/columns.h"
#include "tests/support/unit.h"

static struct orch_buf out;

static void begin(void)
{
    orch_buf_init(&out, 0);
}

static bool ends_as(const char *text)
{
    bool same = unit_str_is(orch_buf_get(&out), text);

    if (!same)
        printf("got:\n%.*s", ORCH_STR_ARG(orch_buf_get(&out)));
    orch_buf_free(&out);
    return same;
}

static void row(const struct columns *c, const char *a, const char *b, const char *last)
{
    columns_row(c, (const char *const[]){a, b, last}, 3, NULL);
}

static void test_under_each_other(void)
{
    struct columns c = {&out, 2, {0}};

    begin();
    columns_fit(&c, 0, "city", 20);
    columns_fit(&c, 0, "level", 20);
    columns_fit(&c, 1, "user.level", 20);
    row(&c, "city", "city_id", "by term");
    row(&c, "level", "user.level", "by name");
    CU_ASSERT_TRUE(ends_as("  city   city_id     by term\n"
                           "  level  user.level  by name\n"));
}

static void test_empty_cells(void)
{
    struct columns c = {&out, 0, {4, 4}};

    begin();
    row(&c, "", "b", "c");
    row(&c, "a", "", "");
    row(&c, "a", "b", "");
    CU_ASSERT_TRUE(ends_as("    b   c\n"
                           "a\n"
                           "a   b\n"));
}

static void test_wide_cell(void)
{
    struct columns c = {&out, 1, {0}};

    begin();
    columns_fit(&c, 0, "wider than it may be", 8);
    row(&c, "wider than it may be", "b", "c");
    row(&c, "12345678", "", "c");
    CU_ASSERT_TRUE(ends_as(" wider than it may be\n"
                           "         b\n"
                           "         c\n"
                           " 12345678\n"
                           "         c\n"));
}

static void test_wrapping(void)
{
    struct columns c = {&out, 0, {60, 30}};

    begin();
    row(&c, "a", "b", "one two three four");
    CU_ASSERT_TRUE(ends_as("a                                                           "
                           "b                             one two\n"
                           "                                                            "
                           "                              three four\n"));
}

static void test_long_word(void)
{
    struct columns c = {&out, 0, {90}};
    const char *const cells[] = {"a", "averylongwordindeed"};

    begin();
    columns_row(&c, cells, 2, NULL);
    CU_ASSERT_PTR_NOT_NULL(memmem(out.data, out.len, "averylongwordindeed\n", 20));
    orch_buf_free(&out);
}

static void test_right(void)
{
    struct columns c = {&out, 0, {4}};
    const char *wide = "0123456789012345678901234567890123456789012345678901234567890123456789"
                       "012345678901234567890";

    begin();
    columns_row(&c, (const char *const[]){"a", "b"}, 2, "here");
    columns_row(&c, (const char *const[]){"a", wide}, 2, "here");
    CU_ASSERT_EQUAL_FATAL(out.len, 101 + 96 + 101);
    CU_ASSERT_TRUE(unit_str_is(orch_str_n(out.data + 95, 7), " here\na"));
    CU_ASSERT_TRUE(unit_str_is(orch_str_n(out.data + out.len - 6, 6), " here\n"));
    orch_buf_free(&out);
}

/* Widths are code points, not bytes. */
static void test_unicode(void)
{
    struct columns c = {&out, 0, {0}};

    begin();
    columns_fit(&c, 0, "äöü", 20);
    columns_row(&c, (const char *const[]){"äöü", "x"}, 2, NULL);
    columns_row(&c, (const char *const[]){"abc", "x"}, 2, NULL);
    CU_ASSERT_TRUE(ends_as("äöü  x\n"
                           "abc  x\n"));
}

int main(void)
{
    static const CU_TestInfo tests[] = {
        {"cells stand under each other", test_under_each_other},
        {"empty cells", test_empty_cells},
        {"a cell that is too wide", test_wide_cell},
        {"the last cell is wrapped", test_wrapping},
        {"a long word is kept whole", test_long_word},
        {"a cell at the right edge", test_right},
        {"widths are code points", test_unicode},
        CU_TEST_INFO_NULL,
    };

    return unit_main("compiler/columns", tests);
}
