/* What stands between emitted C and a binary: children, outputs, names, dependencies. Whole builds
 * are in tests/command/building.sh. */
#include "compiler/build.h"
#include "compiler/child.h"
#include "compiler/depend.h"
#include "compiler/output.h"

#include "tests/support/unit.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- children ------------------------------------------------------------------------------- */

static int run(struct orch_buf *said, const char *script)
{
    char *const argv[] = {"sh", "-c", (char *)script, NULL};

    orch_buf_reset(said);
    return child_run(argv, said);
}

static void test_children(void)
{
    char *const missing[] = {"no-such-program-anywhere", NULL};
    struct orch_buf said;

    orch_buf_init(&said, 0);
    CU_ASSERT_EQUAL(run(&said, "echo out; echo err >&2; exit 3"), 3);
    CU_ASSERT_TRUE(unit_str_is(orch_buf_get(&said), "out\nerr\n"));
    CU_ASSERT_EQUAL(run(&said, "kill -9 $$"), 128 + SIGKILL);
    CU_ASSERT_EQUAL(run(&said, "cat"), 0); /* there is nothing to read, so it ends */
    CU_ASSERT_EQUAL(said.len, 0);
    errno = 0;
    CU_ASSERT_EQUAL(child_run(missing, &said), -1);
    CU_ASSERT_EQUAL(errno, ENOENT);
    orch_buf_free(&said);
}

static void test_children_that_say_too_much(void)
{
    struct orch_buf said;

    orch_buf_init(&said, 0);
    CU_ASSERT_EQUAL(run(&said, "head -c 1000000 /dev/zero; exit 4"), 4);
    CU_ASSERT_TRUE(said.len >= CHILD_MAX_OUTPUT && said.len < 2 * CHILD_MAX_OUTPUT);
    orch_buf_free(&said);
}

/* --- outputs -------------------------------------------------------------------------------- */

static char *folder(char *path)
{
    strcpy(path, "/tmp/orch_build_test.XXXXXX");
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(path));
    return path;
}

static bool holds(const char *path, const char *text)
{
    char got[64] = {0};
    FILE *f = fopen(path, "r");
    bool same = f && fread(got, 1, sizeof got - 1, f) == strlen(text) && strcmp(got, text) == 0;

    if (f)
        fclose(f);
    return same;
}

static void test_outputs_are_whole_or_not_there(void)
{
    char dir[64], path[96], twice[PATH_MAX];
    struct output o;
    struct stat st;

    snprintf(path, sizeof path, "%s/out", folder(dir));
    CU_ASSERT_TRUE(output_begin(&o, path));
    CU_ASSERT_NOT_EQUAL(stat(path, &st), 0);
    CU_ASSERT_EQUAL(stat(o.temp, &st), 0);
    snprintf(twice, sizeof twice, "%s", o.temp);
    output_discard(&o);
    CU_ASSERT_NOT_EQUAL(stat(twice, &st), 0);

    CU_ASSERT_TRUE(output_text(path, orch_str("first")));
    CU_ASSERT_TRUE(holds(path, "first"));
    CU_ASSERT_TRUE(output_begin(&o, path));
    CU_ASSERT_TRUE(holds(path, "first")); /* until the new one is whole */
    CU_ASSERT_TRUE(output_text(o.temp, orch_str("second")));
    CU_ASSERT_TRUE(output_commit(&o));
    CU_ASSERT_TRUE(holds(path, "second"));
    CU_ASSERT_EQUAL(unlink(path), 0);
    CU_ASSERT_EQUAL(rmdir(dir), 0); /* nothing else is left in it */
}

static void test_outputs_that_cannot_be(void)
{
    char dir[64], path[96];
    struct output o;

    snprintf(path, sizeof path, "%s/no/out", folder(dir));
    CU_ASSERT_FALSE(output_begin(&o, path));
    CU_ASSERT_EQUAL(errno, ENOENT);
    CU_ASSERT_FALSE(output_begin(&o, dir));
    CU_ASSERT_EQUAL(errno, EISDIR);
    CU_ASSERT_FALSE(output_begin(&o, "/dev/null"));
    CU_ASSERT_EQUAL(errno, EINVAL);
    CU_ASSERT_TRUE(output_text("/dev/null", orch_str("x")));
    CU_ASSERT_FALSE(output_text("/dev/full", orch_str("x")));
    CU_ASSERT_EQUAL(errno, ENOSPC);
    rmdir(dir);
}

/* --- names ---------------------------------------------------------------------------------- */

static void test_names_of_the_c(void)
{
    struct compilation c;

    compilation_init(&c);
    CU_ASSERT_STRING_EQUAL(build_c_name(&c, "out/home_svc", true), "home_svc.c");
    CU_ASSERT_STRING_EQUAL(build_c_name(&c, "home.v2", true), "home.v2.c");
    CU_ASSERT_STRING_EQUAL(build_c_name(&c, "out/home.c", false), "home.c");
    CU_ASSERT_STRING_EQUAL(build_c_name(&c, "/a/home.orch", false), "home.c");
    CU_ASSERT_STRING_EQUAL(build_c_name(&c, ".orch", false), ".orch.c");
    CU_ASSERT_STRING_EQUAL(build_c_name(&c, "-", false), "program.c");
    compilation_free(&c);
}

static void test_dependencies(void)
{
    struct compilation c;
    struct orch_buf out;

    compilation_init(&c);
    orch_buf_init(&out, 0);
    sources_add(&c.sources, orch_str("home.orch"), orch_str(""));
    sources_add(&c.sources, orch_str("a b/$x#:.orch"), orch_str(""));
    depend(&c, "home svc", &out);
    CU_ASSERT_TRUE(unit_str_is(orch_buf_get(&out), "home\\ svc: home.orch a\\ b/$$x\\#\\:.orch\n\n"
                                                   "home.orch:\n\na\\ b/$$x\\#\\:.orch:\n"));
    orch_buf_free(&out);
    compilation_free(&c);
}

static const CU_TestInfo tests[] = {
    {"children end as they end", test_children},
    {"children may say too much", test_children_that_say_too_much},
    {"outputs are whole or not there", test_outputs_are_whole_or_not_there},
    {"outputs that cannot be say why", test_outputs_that_cannot_be},
    {"the C has a name", test_names_of_the_c},
    {"dependencies are a rule for make", test_dependencies},
    CU_TEST_INFO_NULL,
};

int main(void)
{
    return unit_main("compiler/build", tests);
}
