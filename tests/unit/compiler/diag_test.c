/* Diagnostics: what is swallowed, in which order they are shown, and each format to the byte. */
#include "compiler/compile.h"
#include "tests/support/unit.h"

#include <stdlib.h>

struct shown {
    struct compilation c;
    struct source *source;
    char *text;
};

static void begin(struct shown *s, const char *text)
{
    compilation_init(&s->c);
    s->source = sources_add(&s->c.sources, orch_str("home.orch"), orch_str(text));
    s->text = NULL;
}

/* The place of the n-th occurrence of a word. */
static struct span place(const struct shown *s, const char *word, unsigned n)
{
    const char *at = s->source->text.ptr;

    for (unsigned i = 0; at && i <= n; i++)
        at = strstr(i == 0 ? at : at + 1, word);
    CU_ASSERT_PTR_NOT_NULL_FATAL(at);
    return (struct span){1, (uint32_t)(at - s->source->text.ptr),
                         (uint32_t)(at - s->source->text.ptr + (ptrdiff_t)strlen(word))};
}

static const char *render(struct shown *s, enum diag_format format, bool colour)
{
    size_t size;
    FILE *out;

    free(s->text);
    out = open_memstream(&s->text, &size);
    CU_ASSERT_PTR_NOT_NULL_FATAL(out);
    diags_render(&s->c.diags, &s->c.sources, format, colour, out);
    fclose(out);
    return s->text;
}

static void end(struct shown *s)
{
    free(s->text);
    compilation_free(&s->c);
}

static void is(const char *got, const char *wanted)
{
    if (strcmp(got, wanted) != 0)
        printf("got:\n%swanted:\n%s", got, wanted);
    CU_ASSERT_STRING_EQUAL(got, wanted);
}

static void test_frame(void)
{
    struct shown s;
    struct diag *d;

    begin(&s, "flow home {\n\tcity = citi_id ?? 3\n}\n");
    d = diag_add(&s.c.diags, DIAG_UNKNOWN_NAME, place(&s, "citi_id", 0),
                 "there is no value `%s` here", "citi_id");
    diag_fix(d, place(&s, "citi_id", 0), "city_id", "did you mean `%s`?", "city_id");
    diag_note(d, "a block sees what came before it on every path");
    is(render(&s, DIAG_FORMAT_TEXT, false),
       "error[E0203]: there is no value `citi_id` here\n"
       " --> home.orch:2:9\n"
       "  |\n"
       "2 |     city = citi_id ?? 3\n"
       "  |            ^^^^^^^ did you mean `city_id`?\n"
       "  |\n"
       "  = note: a block sees what came before it on every path\n"
       "\n"
       "1 error\n");
    is(render(&s, DIAG_FORMAT_GCC, false),
       "home.orch:2:9: error: there is no value `citi_id` here; did you mean `city_id`? "
       "[E0203]\n");
    is(render(&s, DIAG_FORMAT_JSON, false),
       "{\"code\":\"E0203\",\"severity\":\"error\",\"message\":\"there is no value `citi_id` "
       "here\",\"file\":\"home.orch\",\"line\":2,\"column\":9,\"end_line\":2,\"end_column\":16,"
       "\"begin\":20,\"end\":27,\"labels\":[],\"notes\":[\"a block sees what came before it on "
       "every path\"],\"fixes\":[{\"text\":\"did you mean `city_id`?\",\"replacement\":"
       "\"city_id\",\"file\":\"home.orch\",\"line\":2,\"column\":9,\"end_line\":2,\"end_column\":"
       "16,\"begin\":20,\"end\":27}]}\n");
    end(&s);
}

static void test_labels(void)
{
    struct shown s;
    struct diag *d;

    begin(&s, "one\n  aa bb cc\ntwo\nthree\nfour\nfive\n");
    sources_add(&s.c.sources, orch_str("shop.orch"), orch_str("\n\n term: int"));
    d = diag_add(&s.c.diags, DIAG_SYNTAX, place(&s, "aa", 0), "a message");
    diag_label(d, place(&s, "cc", 0), "the third");
    diag_label(d, place(&s, "bb", 0), "the second");
    diag_label(d, place(&s, "three", 0), "near");
    diag_label(d, (struct span){2, 3, 7}, "in another file");
    diag_fix(d, (struct span){1, place(&s, "five", 0).end, place(&s, "five", 0).end}, "!",
             "insert");
    is(render(&s, DIAG_FORMAT_TEXT, false), "error[E0105]: a message\n"
                                            " --> home.orch:2:3\n"
                                            "  |\n"
                                            "2 |   aa bb cc\n"
                                            "  |   ^^ -- -- the third\n"
                                            "  |      |\n"
                                            "  |      the second\n"
                                            "3 | two\n"
                                            "4 | three\n"
                                            "  | ----- near\n"
                                            "5 | four\n"
                                            "6 | five\n"
                                            "  |     - insert\n"
                                            "  |\n"
                                            " ::: shop.orch:3:2\n"
                                            "  |\n"
                                            "3 |  term: int\n"
                                            "  |  ---- in another file\n"
                                            "\n"
                                            "1 error\n");
    end(&s);
}

static void test_characters(void)
{
    struct shown s;

    begin(&s, "\xe5\x90\x8d\xe5\x89\x8d \xf0\x9f\x98\x80 e\xcc\x81 x\x1b[31m \xe2\x80\xae y");
    diag_add(&s.c.diags, DIAG_SYNTAX, place(&s, "y", 0), "behind \x1b[31m and \xff");
    is(render(&s, DIAG_FORMAT_TEXT, false),
       "error[E0105]: behind \\u{1b}[31m and \\xff\n"
       " --> home.orch:1:18\n"
       "  |\n"
       "1 | \xe5\x90\x8d\xe5\x89\x8d \xf0\x9f\x98\x80 e\xcc\x81 x\\u{1b}[31m \\u{202e} y\n"
       "  |                                ^\n"
       "\n"
       "1 error\n");
    end(&s);
}

static void test_long_line(void)
{
    char text[4000];
    struct shown s;

    memset(text, 'a', sizeof text);
    text[0] = 'X';
    memcpy(text + 2000, " middle ", 8);
    text[sizeof text - 2] = 'Z';
    text[sizeof text - 1] = '\0';
    begin(&s, text);
    diag_label(diag_add(&s.c.diags, DIAG_SYNTAX, place(&s, "middle", 0), "far away"),
               place(&s, "X", 0), "the start");
    render(&s, DIAG_FORMAT_TEXT, false);
    CU_ASSERT_TRUE(strlen(s.text) < 1000);
    CU_ASSERT_PTR_NOT_NULL(strstr(s.text, "aaa middle aaa"));
    CU_ASSERT_PTR_NOT_NULL(strstr(s.text, "1 | Xaaa"));
    CU_ASSERT_PTR_NOT_NULL(strstr(s.text, "  | - the start\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(s.text, "...\n"));
    end(&s);

    begin(&s, text);
    diag_add(&s.c.diags, DIAG_SYNTAX, place(&s, "Z", 0), "at the end");
    render(&s, DIAG_FORMAT_TEXT, false);
    CU_ASSERT_PTR_NOT_NULL(strstr(s.text, "aaaZ\n"));
    end(&s);
}

static void test_many_lines(void)
{
    struct shown s;
    struct span span;

    begin(&s, "flow a {\n  b\n  c\n}\nnext");
    span = place(&s, "a {", 0);
    span.end = place(&s, "}", 0).end;
    diag_label(diag_add(&s.c.diags, DIAG_UNREACHABLE, span, "all of it"), span,
               "from here to there");
    is(render(&s, DIAG_FORMAT_TEXT, false), "warning[W0501]: all of it\n"
                                            " --> home.orch:1:6\n"
                                            "  |\n"
                                            "1 | flow a {\n"
                                            "  |      ^^^\n"
                                            "...\n"
                                            "4 | }\n"
                                            "  | ^ from here to there\n"
                                            "\n"
                                            "1 warning\n");
    end(&s);
}

static void test_order(void)
{
    struct shown s;

    begin(&s, "a b c\n");
    diag_add(&s.c.diags, DIAG_SYNTAX, place(&s, "c", 0), "third");
    diag_add(&s.c.diags, DIAG_UNREACHABLE, place(&s, "a", 0), "first");
    diag_add(&s.c.diags, DIAG_SYNTAX, place(&s, "b", 0), "second");
    diag_add(&s.c.diags, DIAG_SYNTAX, place(&s, "b", 0), "the same again");
    diag_add(&s.c.diags, DIAG_UNKNOWN_NAME, place(&s, "b", 0), "the same place");
    diag_add(&s.c.diags, DIAG_NO_FLOW, (struct span){0}, "no place");
    CU_ASSERT_EQUAL(s.c.diags.n_errors, 4);
    is(render(&s, DIAG_FORMAT_GCC, false), "orchc: error: no place [E0605]\n"
                                           "home.orch:1:1: warning: first [W0501]\n"
                                           "home.orch:1:3: error: second [E0105]\n"
                                           "home.orch:1:3: error: the same place [E0203]\n"
                                           "home.orch:1:5: error: third [E0105]\n");
    CU_ASSERT_PTR_NOT_NULL(strstr(render(&s, DIAG_FORMAT_TEXT, false), "\n4 errors, 1 warning\n"));
    CU_ASSERT_EQUAL(strncmp(s.text, "error[E0605]: no place\n\n", 24), 0);
    end(&s);
}

static void test_full(void)
{
    struct shown s;

    begin(&s, "abcdefghijklmnopqrstuvwxyz\n");
    for (uint32_t i = 0; i < 26; i++) {
        CU_ASSERT_EQUAL(diags_full(&s.c.diags), i >= DIAG_MAX_ERRORS);
        CU_ASSERT_PTR_NOT_NULL(diag_add(&s.c.diags, DIAG_SYNTAX, (struct span){1, i, i + 1}, "x"));
    }
    CU_ASSERT_EQUAL(s.c.diags.n_errors, DIAG_MAX_ERRORS);
    CU_ASSERT_PTR_NOT_NULL(
        strstr(render(&s, DIAG_FORMAT_TEXT, false), "\nstopped after 20 errors\n"));
    end(&s);
}

static void test_none(void)
{
    struct shown s;

    begin(&s, "");
    is(render(&s, DIAG_FORMAT_TEXT, true), "");
    is(render(&s, DIAG_FORMAT_JSON, false), "");
    diag_add(&s.c.diags, DIAG_FILE_EMPTY, (struct span){1, 0, 0}, "empty");
    is(render(&s, DIAG_FORMAT_TEXT, false),
       "error[E0004]: empty\n --> home.orch:1:1\n  |\n1 |\n  | ^\n\n1 error\n");
    CU_ASSERT_PTR_NOT_NULL(strstr(render(&s, DIAG_FORMAT_TEXT, true), "\033[0;1;31m"));
    end(&s);
}

static void test_switches(void)
{
    struct shown s;
    struct diag_switches switches = {.errors = true};

    begin(&s, "a b c d");
    s.c.diags.switches = &switches;
    switches.warning[DIAG_UNREACHABLE] = true;
    CU_ASSERT_EQUAL(diag_add(&s.c.diags, DIAG_UNREACHABLE, place(&s, "a", 0), "x")->severity,
                    DIAG_WARNING);
    CU_ASSERT_EQUAL(diag_add(&s.c.diags, DIAG_UNUSED_RESULT, place(&s, "b", 0), "x")->severity,
                    DIAG_ERROR);
    switches.off[DIAG_UNUSED_RESULT] = true;
    diag_add(&s.c.diags, DIAG_UNUSED_RESULT, place(&s, "c", 0), "x");
    switches.none = true;
    diag_add(&s.c.diags, DIAG_UNREACHABLE, place(&s, "d", 0), "x");
    CU_ASSERT_EQUAL(s.c.diags.n_errors, 0);
    is(render(&s, DIAG_FORMAT_GCC, false),
       "home.orch:1:1: warning: x [W0501]\nhome.orch:1:3: error: x [W0502]\n");
    CU_ASSERT_PTR_NOT_NULL(strstr(render(&s, DIAG_FORMAT_TEXT, false), "\n1 error, 1 warning\n"));
    end(&s);
}

static void test_many_warnings(void)
{
    struct shown s;

    begin(&s, "a b c d");
    for (uint32_t i = 0; i < DIAG_MAX_WARNINGS + 20; i++)
        diag_add(&s.c.diags, DIAG_UNREACHABLE, (struct span){1, 0, i}, "x");
    CU_ASSERT_EQUAL(s.c.diags.n_kept, DIAG_MAX_WARNINGS);
    CU_ASSERT_PTR_NOT_NULL(
        strstr(render(&s, DIAG_FORMAT_TEXT, false), "\n120 warnings, of which 20 are not shown\n"));
    end(&s);
}

static const char *nearest(const char *wanted, const char *const *candidates)
{
    struct diag_near near;

    diag_near_init(&near, wanted);
    for (; *candidates; candidates++)
        diag_near_try(&near, *candidates);
    return near.best;
}

static void test_near(void)
{
    static const char *const names[] = {"city_id", "user_id", "product", "x", NULL};

    CU_ASSERT_STRING_EQUAL(nearest("citi_id", names), "city_id");
    CU_ASSERT_STRING_EQUAL(nearest("ciyt_id", names), "city_id"); /* a swap is one edit */
    CU_ASSERT_STRING_EQUAL(nearest("CityId", names), "city_id");
    CU_ASSERT_STRING_EQUAL(nearest("user_ids", names), "user_id");
    CU_ASSERT_STRING_EQUAL(nearest("prodcut", names), "product");
    CU_ASSERT_PTR_NULL(nearest("banner", names));
    CU_ASSERT_PTR_NULL(nearest("product", (const char *const[]){"product", NULL}));
    CU_ASSERT_PTR_NULL(nearest("ab", names));
}

static void test_registry(void)
{
    for (int a = 0; a < DIAG_COUNT; a++) {
        const char *code = diag_code_text((enum diag_code)a);

        CU_ASSERT_EQUAL(strlen(code), 5);
        CU_ASSERT_EQUAL(code[0] == 'W', diag_code_severity((enum diag_code)a) == DIAG_WARNING);
        CU_ASSERT_TRUE(strlen(diag_code_title((enum diag_code)a)) > 0);
        for (int b = 0; b < a; b++)
            CU_ASSERT_STRING_NOT_EQUAL(code, diag_code_text((enum diag_code)b));
    }
}

static const CU_TestInfo tests[] = {{"one frame, in each format", test_frame},
                                    {"labels and other files", test_labels},
                                    {"wide, combining and hidden characters", test_characters},
                                    {"a long line is cut", test_long_line},
                                    {"a span over many lines", test_many_lines},
                                    {"order, and nothing twice", test_order},
                                    {"no more than twenty errors", test_full},
                                    {"switches of warnings", test_switches},
                                    {"no more than a hundred warnings", test_many_warnings},
                                    {"nothing to show", test_none},
                                    {"the nearest name", test_near},
                                    {"codes are unique", test_registry},
                                    CU_TEST_INFO_NULL};

int main(void)
{
    return unit_main("compiler/diag", tests);
}
