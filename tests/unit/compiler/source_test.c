/* Sources: reading files once, lines and columns, paths of imports. */
#include "compiler/compile.h"
#include "tests/support/unit.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void test_positions(void)
{
    struct compilation c;
    struct source *s;
    struct position at;

    compilation_init(&c);
    s = sources_add(&c.sources, orch_str("a"), orch_str("ab\r\n\xc3\xa9x\n\nlast"));
    CU_ASSERT_EQUAL(s->n_lines, 4);
    at = source_position(s, 0);
    CU_ASSERT_TRUE(at.line == 1 && at.column == 1);
    at = source_position(s, 6); /* behind the two bytes of the letter */
    CU_ASSERT_TRUE(at.line == 2 && at.column == 2);
    at = source_position(s, 8);
    CU_ASSERT_TRUE(at.line == 3 && at.column == 1);
    at = source_position(s, 9999); /* the end, where it is beyond */
    CU_ASSERT_TRUE(at.line == 4 && at.column == 5);
    CU_ASSERT_TRUE(unit_str_is(source_line(s, 1), "ab"));
    CU_ASSERT_TRUE(unit_str_is(source_line(s, 2), "\xc3\xa9x"));
    CU_ASSERT_TRUE(unit_str_is(source_line(s, 3), ""));
    CU_ASSERT_TRUE(unit_str_is(source_line(s, 4), "last"));
    CU_ASSERT_EQUAL(source_line(s, 5).len, 0);
    CU_ASSERT_EQUAL(source_line(s, 0).len, 0);
    CU_ASSERT_EQUAL(source_line_of(s, 3), 1);
    CU_ASSERT_EQUAL(source_line_of(s, 4), 2);
    compilation_free(&c);
}

static void test_empty(void)
{
    struct compilation c;
    struct source *s;

    compilation_init(&c);
    s = sources_add(&c.sources, orch_str("a"), orch_str_n(NULL, 0));
    CU_ASSERT_EQUAL(s->n_lines, 1);
    CU_ASSERT_EQUAL(source_position(s, 0).column, 1);
    CU_ASSERT_EQUAL(source_line(s, 1).len, 0);
    CU_ASSERT_PTR_EQUAL(sources_get(&c.sources, 1), s);
    CU_ASSERT_PTR_NULL(sources_get(&c.sources, 0));
    CU_ASSERT_PTR_NULL(sources_get(&c.sources, 2));
    compilation_free(&c);
}

static bool relative_is(const char *from, const char *path, const char *result)
{
    struct compilation c;
    bool same;

    compilation_init(&c);
    same = unit_str_is(sources_relative(&c.sources,
                                        sources_add(&c.sources, orch_str(from), orch_str("")),
                                        orch_str(path)),
                       result);
    compilation_free(&c);
    return same;
}

static void test_relative(void)
{
    CU_ASSERT_TRUE(relative_is("home.orch", "shop.orch", "shop.orch"));
    CU_ASSERT_TRUE(relative_is("a/b/home.orch", "shop.orch", "a/b/shop.orch"));
    CU_ASSERT_TRUE(relative_is("a/home.orch", "../shop.orch", "a/../shop.orch"));
    CU_ASSERT_TRUE(relative_is("a/home.orch", "./parts/shop.orch", "a/parts/shop.orch"));
    CU_ASSERT_TRUE(relative_is("a/home.orch", "/etc/shop.orch", "/etc/shop.orch"));
    CU_ASSERT_TRUE(relative_is("home.orch", ".//shop.orch", "shop.orch"));
}

static enum source_error load(struct compilation *c, const char *path, struct source **out)
{
    return sources_load(&c->sources, orch_str(path), orch_str(path), out);
}

static void test_loading(void)
{
    char folder[] = "/tmp/orch-source-XXXXXX";
    struct source *first, *again;
    struct compilation c;
    FILE *f;

    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
    CU_ASSERT_EQUAL_FATAL(chdir(folder), 0);
    f = fopen("a.orch", "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(f);
    fputs("record A { }\n", f);
    fclose(f);
    f = fopen("large.orch", "w");
    CU_ASSERT_TRUE(f && fseek(f, SOURCE_MAX_BYTES, SEEK_SET) == 0 && fputc('x', f) == 'x');
    fclose(f);
    CU_ASSERT_EQUAL(symlink("a.orch", "link.orch"), 0);

    compilation_init(&c);
    CU_ASSERT_EQUAL(load(&c, "a.orch", &first), SOURCE_OK);
    CU_ASSERT_TRUE(unit_str_is(first->text, "record A { }\n"));
    CU_ASSERT_EQUAL(load(&c, "./a.orch", &again), SOURCE_OK);
    CU_ASSERT_PTR_EQUAL(again, first);
    CU_ASSERT_EQUAL(load(&c, "link.orch", &again), SOURCE_OK);
    CU_ASSERT_PTR_EQUAL(again, first);
    CU_ASSERT_EQUAL(c.sources.n, 1);
    CU_ASSERT_EQUAL(load(&c, "none.orch", &again), SOURCE_MISSING);
    CU_ASSERT_EQUAL(load(&c, "a.orch/b.orch", &again), SOURCE_MISSING);
    CU_ASSERT_EQUAL(load(&c, ".", &again), SOURCE_IS_DIRECTORY);
    CU_ASSERT_EQUAL(load(&c, "large.orch", &again), SOURCE_TOO_LARGE);
    compilation_free(&c);
    unlink("a.orch");
    unlink("large.orch");
    unlink("link.orch");
    rmdir(folder);
}

static void test_names(void)
{
    struct compilation c;
    const char *a;

    compilation_init(&c);
    a = intern(&c.names, orch_str("city_id"));
    CU_ASSERT_STRING_EQUAL(a, "city_id");
    CU_ASSERT_PTR_EQUAL(intern(&c.names, orch_str_n("city_id = 3", 7)), a);
    CU_ASSERT_PTR_NOT_EQUAL(intern(&c.names, orch_str("city_i")), a);
    CU_ASSERT_STRING_EQUAL(intern(&c.names, orch_str("")), "");
    compilation_free(&c);
}

static const CU_TestInfo tests[] = {
    {"lines and columns", test_positions}, {"an empty source", test_empty},
    {"paths of imports", test_relative},   {"a file is read once", test_loading},
    {"a name is kept once", test_names},   CU_TEST_INFO_NULL};

int main(void)
{
    return unit_main("compiler/source", tests);
}
