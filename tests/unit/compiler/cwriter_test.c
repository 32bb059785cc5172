/* The writer of C: layout, quoting, comments, names, #line. */
#include "compiler/cwriter.h"

#include "tests/support/unit.h"

struct fixture {
    struct orch_arena arena;
    struct cwriter w;
};

static void begin(struct fixture *f)
{
    orch_arena_init(&f->arena, 0, 0);
    cwriter_init(&f->w, &f->arena);
}

/* Compares all that was written, and ends. */
static void wrote(struct fixture *f, const char *text)
{
    const bool same = unit_str_is(orch_buf_get(&f->w.text), text);

    if (!same)
        printf("wrote: %.*s\n", ORCH_STR_ARG(orch_buf_get(&f->w.text)));
    CU_ASSERT_TRUE(same);
    cwriter_free(&f->w);
    orch_arena_free(&f->arena);
}

static void test_blocks(void)
{
    struct fixture f;

    begin(&f);
    cwriter_function(&f.w, "static int %s(void)", "f");
    cwriter_open(&f.w, "if (%s)", "x");
    cwriter_line(&f.w, "return %d;", 1);
    cwriter_else(&f.w);
    cwriter_line(&f.w, "return 2;");
    cwriter_close(&f.w, "");
    cwriter_close(&f.w, ";");
    wrote(&f, "static int f(void)\n{\n    if (x) {\n        return 1;\n    } else {\n"
              "        return 2;\n    }\n};\n");
}

static void test_long_lines_wrap_outside_of_strings(void)
{
    struct fixture f;

    begin(&f);
    f.w.indent = 1;
    cwriter_line(&f.w, "call(\"a string of many words that is not to be broken anywhere at all, "
                       "\\\" nor here\", and_an_argument, another);");
    wrote(&f, "    call(\"a string of many words that is not to be broken anywhere at all, "
              "\\\" nor here\",\n            and_an_argument, another);\n");
}

static void test_a_line_without_blanks_stays_whole(void)
{
    struct fixture f;
    char text[151];

    memset(text, 'x', 149);
    memcpy(text + 149, "\n", 2);
    begin(&f);
    cwriter_line(&f.w, "%.149s", text);
    wrote(&f, text);
}

static void test_cut_takes_back(void)
{
    struct fixture f;
    size_t mark;
    const char *text;

    begin(&f);
    cwriter_line(&f.w, "a;");
    mark = f.w.text.len;
    cwriter_line(&f.w, "b;");
    text = cwriter_cut(&f.w, mark);
    CU_ASSERT_STRING_EQUAL(text, "b;\n");
    CU_ASSERT_STRING_EQUAL(cwriter_cut(&f.w, mark), "");
    wrote(&f, "a;\n");
}

/* Whatever a source holds, its comment ends where it should, and the line stays one line. */
static void test_comments_cannot_be_left(void)
{
    struct fixture f;

    begin(&f);
    cwriter_comment(&f.w, "a */ b /* c \?\?/ d \\\n e \x1b f \xE2\x80\xAE g \xC3\xA9 h **/");
    wrote(&f, "/* a * / b / * c ? ?/ d \\  e   f   g \xC3\xA9 h ** / */\n");
}

static void test_comments_hold_no_broken_text(void)
{
    struct fixture f;

    begin(&f);
    cwriter_comment(&f.w, "x \xFF y \xC3");
    wrote(&f, "/* x   y   */\n");
}

static void quoted(const char *bytes, size_t n, const char *want)
{
    struct orch_arena arena;
    const char *got;

    orch_arena_init(&arena, 0, 0);
    got = cwriter_quote(&arena, orch_str_n(bytes, n));
    if (strcmp(got, want) != 0)
        printf("quoted: %s\n", got);
    CU_ASSERT_STRING_EQUAL(got, want);
    orch_arena_free(&arena);
}

static void test_quoting(void)
{
    quoted("", 0, "\"\"");
    quoted("a\"b\\c\n\t", 7, "\"a\\\"b\\\\c\\n\\t\"");
    quoted("\0001", 2, "\"\\0001\"");                 /* a digit behind an escape */
    quoted("a\?\?(b\?\?\?", 8, "\"a?\\?(b?\\?\\?\""); /* no trigraph */
    quoted("\xE4\xBB\x8A", 3, "\"\xE4\xBB\x8A\"");
    quoted("\xE2\x80\xAE!", 4, "\"\\342\\200\\256!\""); /* turns the text around */
    quoted("\xFF", 1, "\"\\377\"");
}

static void test_names(void)
{
    struct orch_arena arena;
    struct cwriter_names file, function;

    orch_arena_init(&arena, 0, 0);
    cwriter_names_init(&file, &arena, NULL);
    cwriter_names_init(&function, &arena, &file);
    CU_ASSERT_STRING_EQUAL(cwriter_name(&file, "home_%d", 3), "home_3");
    CU_ASSERT_STRING_EQUAL(cwriter_name(&file, "case"), "case_");
    CU_ASSERT_STRING_EQUAL(cwriter_name(&file, "errno"), "errno_");
    CU_ASSERT_STRING_EQUAL(cwriter_name(&file, "orch_main"), "x_orch_main");
    CU_ASSERT_STRING_EQUAL(cwriter_name(&file, "__FILE__"), "x__FILE__");
    CU_ASSERT_STRING_EQUAL(cwriter_name(&file, "content.banners"), "content_banners");
    CU_ASSERT_STRING_EQUAL(cwriter_name(&file, "caf\xC3\xA9"), "caf__");
    CU_ASSERT_STRING_EQUAL(cwriter_name(&file, "2nd"), "x2nd");
    CU_ASSERT_STRING_EQUAL(cwriter_name(&function, "home_3"), "home_3_2");
    CU_ASSERT_STRING_EQUAL(cwriter_name(&function, "home_3"), "home_3_3");
    CU_ASSERT_STRING_EQUAL(cwriter_name(&function, "case"), "case__2");
    CU_ASSERT_STRING_EQUAL(cwriter_name(&file, "x"), "x");
    cwriter_names_free(&function);
    cwriter_names_free(&file);
    orch_arena_free(&arena);
}

/* Blocks side by side may use a name twice; what is around them may not use it as well, for it may
 * be declared before them. */
static void test_names_of_blocks(void)
{
    struct orch_arena arena;
    struct cwriter_names function, block, inner;

    orch_arena_init(&arena, 0, 0);
    cwriter_names_init(&function, &arena, NULL);
    for (int twice = 0; twice < 2; twice++) {
        cwriter_names_init(&block, &arena, &function);
        CU_ASSERT_STRING_EQUAL(cwriter_name(&block, "i"), "i");
        cwriter_names_init(&inner, &arena, &block);
        CU_ASSERT_STRING_EQUAL(cwriter_name(&inner, "i"), "i_2");
        cwriter_names_leave(&inner);
        CU_ASSERT_STRING_EQUAL(cwriter_name(&block, "i"), "i_3");
        cwriter_names_leave(&block);
    }
    CU_ASSERT_STRING_EQUAL(cwriter_name(&function, "i"), "i_4");
    cwriter_names_free(&function);
    orch_arena_free(&arena);
}

/* Marked lines lead to the source; what follows them leads back to the file, by its own lines. */
static void test_line_directives(void)
{
    struct fixture f;
    struct orch_buf out;

    begin(&f);
    cwriter_line(&f.w, "int a;");
    cwriter_comment(&f.w, "home.orch:7");
    f.w.mark_file = "home.orch";
    f.w.mark_line = 7;
    cwriter_line(&f.w, "int b;");
    cwriter_line(&f.w, "int c;");
    f.w.mark_file = NULL;
    cwriter_blank(&f.w);
    cwriter_line(&f.w, "int d;");
    cwriter_line(&f.w, "int e;");
    orch_buf_init(&out, 0);
    cwriter_finish(&f.w, "home.c", &out);
    CU_ASSERT_TRUE(unit_str_is(orch_buf_get(&out), "int a;\n/* home.orch:7 */\n"
                                                   "#line 7 \"home.orch\"\nint b;\n"
                                                   "#line 7 \"home.orch\"\nint c;\n\n"
                                                   "#line 9 \"home.c\"\nint d;\nint e;\n"));
    orch_buf_free(&out);
    cwriter_free(&f.w);
    orch_arena_free(&f.arena);
}

static const CU_TestInfo tests[] = {
    {"blocks are indented", test_blocks},
    {"long lines wrap outside of strings", test_long_lines_wrap_outside_of_strings},
    {"a line without blanks stays whole", test_a_line_without_blanks_stays_whole},
    {"what was written can be taken back", test_cut_takes_back},
    {"comments cannot be left", test_comments_cannot_be_left},
    {"comments hold no broken text", test_comments_hold_no_broken_text},
    {"strings are quoted", test_quoting},
    {"names are identifiers, and unique", test_names},
    {"names end with their block", test_names_of_blocks},
    {"#line leads there and back", test_line_directives},
    CU_TEST_INFO_NULL,
};

int main(void)
{
    return unit_main("compiler/cwriter", tests);
}
