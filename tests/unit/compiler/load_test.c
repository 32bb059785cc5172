/* Loading a program's files: each once, imported before importing, circles and missing files
 * reported where they are imported. Works on real files in a folder of its own. */
#include "compiler/memory.h"
#include "compiler/passes.h"
#include "tests/support/unit.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static struct compilation c;
static char folder[64];

static const char *path_of(const char *name)
{
    return memory_text(&c.arena, "%s/%s", folder, name);
}

static void write_file(const char *name, const char *text)
{
    FILE *f = fopen(path_of(name), "w");

    CU_ASSERT_PTR_NOT_NULL_FATAL(f);
    fputs(text, f);
    fclose(f);
}

static void begin(void)
{
    compilation_init(&c);
    snprintf(folder, sizeof folder, "/tmp/orch-load-XXXXXX");
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
}

static void end(void)
{
    if (system(memory_text(&c.arena, "rm -r %s", folder)) != 0)
        CU_FAIL("cannot remove the folder");
    compilation_free(&c);
}

static struct program *load_main(const char *name)
{
    const struct orch_str path = orch_str(path_of(name));
    struct source *source = NULL;

    CU_ASSERT_EQUAL_FATAL(sources_load(&c.sources, path, path, &source), SOURCE_OK);
    return load(&c, source);
}

/* The file names of the program, in order, without the folder. */
static bool holds(const struct program *program, const char *names)
{
    const char *got = "";
    bool same;

    for (unsigned i = 0; i < program->n_files; i++) {
        struct orch_str name = program->files[i]->source->name;

        got = memory_text(&c.arena, "%s%.*s ", got, (int)(name.len - strlen(folder) - 1),
                          name.ptr + strlen(folder) + 1);
    }
    same = strcmp(got, names) == 0;
    if (!same)
        printf("got: %s\n", got);
    return same;
}

static bool reported(enum diag_code code, const char *message)
{
    for (const struct diag *d = c.diags.first; d; d = d->next) {
        if (d->code == code && strstr(d->message, message))
            return true;
    }
    return false;
}

static void test_order(void)
{
    begin();
    write_file("a.orch", "import \"b.orch\"\nimport \"c.orch\"\nrecord A { x: int }\n");
    write_file("b.orch", "import \"d.orch\"\nrecord B { x: int }\n");
    write_file("c.orch", "import \"d.orch\"\nimport \"./b.orch\"\nrecord C { x: int }\n");
    write_file("d.orch", "record D { x: int }\n");
    CU_ASSERT_TRUE(holds(load_main("a.orch"), "d.orch b.orch c.orch a.orch "));
    CU_ASSERT_EQUAL(c.diags.n_errors, 0);
    end();
}

static void test_folders(void)
{
    begin();
    CU_ASSERT_EQUAL_FATAL(mkdir(path_of("sub"), 0700), 0);
    write_file("a.orch", "import \"sub/b.orch\"\nrecord A { x: int }\n");
    write_file("sub/b.orch", "import \"../c.orch\"\nimport \"d.orch\"\nrecord B { x: int }\n");
    write_file("c.orch", "record C { x: int }\n");
    write_file("sub/d.orch", "record D { x: int }\n");
    CU_ASSERT_EQUAL(load_main("a.orch")->n_files, 4);
    CU_ASSERT_EQUAL(c.diags.n_errors, 0);
    end();
}

static void test_missing(void)
{
    begin();
    CU_ASSERT_EQUAL_FATAL(mkdir(path_of("sub"), 0700), 0);
    write_file("a.orch",
               "import \"none.orch\"\nimport \"sub\"\nimport \"\"\nrecord A { x: int }\n");
    CU_ASSERT_TRUE(holds(load_main("a.orch"), "a.orch "));
    CU_ASSERT_EQUAL(c.diags.n_errors, 3);
    CU_ASSERT_TRUE(reported(DIAG_FILE_UNREADABLE, "there is no file"));
    CU_ASSERT_TRUE(reported(DIAG_FILE_UNREADABLE, "is a folder"));
    CU_ASSERT_EQUAL(c.diags.first->span.begin, strlen("import "));
    end();
}

static void test_too_large(void)
{
    begin();
    write_file("a.orch", "import \"b.orch\"\nrecord A { x: int }\n");
    write_file("b.orch", "");
    CU_ASSERT_EQUAL_FATAL(truncate(path_of("b.orch"), SOURCE_MAX_BYTES + 1), 0);
    CU_ASSERT_TRUE(holds(load_main("a.orch"), "a.orch "));
    CU_ASSERT_TRUE(reported(DIAG_FILE_TOO_LARGE, "is larger than 8 MiB"));
    end();
}

static void test_circle(void)
{
    const struct diag *d;

    begin();
    write_file("a.orch", "import \"b.orch\"\nrecord A { x: int }\n");
    write_file("b.orch", "import \"c.orch\"\nrecord B { x: int }\n");
    write_file("c.orch", "import \"b.orch\"\nrecord C { x: int }\n");
    CU_ASSERT_TRUE(holds(load_main("a.orch"), "c.orch b.orch a.orch "));
    CU_ASSERT_EQUAL_FATAL(c.diags.n_errors, 1);
    d = c.diags.first;
    CU_ASSERT_EQUAL(d->code, DIAG_IMPORT_CYCLE);
    CU_ASSERT_PTR_NOT_NULL_FATAL(d->labels); /* b imports c; a has nothing to do with it */
    CU_ASSERT_PTR_NULL(d->labels->next);
    CU_ASSERT_PTR_NOT_NULL(strstr(d->labels->text, "c.orch"));
    end();
}

static void test_itself(void)
{
    begin();
    write_file("a.orch", "import \"./a.orch\"\nrecord A { x: int }\n");
    CU_ASSERT_TRUE(holds(load_main("a.orch"), "a.orch "));
    CU_ASSERT_TRUE(reported(DIAG_IMPORT_CYCLE, "imports itself"));
    end();
}

/* A chain of files is bounded, so that no program makes the loader run out of stack. */
static void test_deep(void)
{
    begin();
    for (int i = 0; i < 150; i++)
        write_file(memory_text(&c.arena, "f%d.orch", i),
                   memory_text(&c.arena, "import \"f%d.orch\"\nrecord R%d { x: int }\n", i + 1, i));
    write_file("f150.orch", "record Last { x: int }\n");
    CU_ASSERT_EQUAL(load_main("f0.orch")->n_files, 100);
    CU_ASSERT_TRUE(reported(DIAG_TOO_DEEP, "more than 100 files"));
    end();
}

int main(void)
{
    static const CU_TestInfo tests[] = {
        {"imported before importing, each once", test_order},
        {"paths are relative to the importing file", test_folders},
        {"files that are not there", test_missing},
        {"a file that is too large", test_too_large},
        {"a circle shows its chain", test_circle},
        {"a file that imports itself", test_itself},
        {"a chain that is too long", test_deep},
        CU_TEST_INFO_NULL,
    };

    return unit_main("compiler/load", tests);
}
