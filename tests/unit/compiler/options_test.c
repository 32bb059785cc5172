/* The command line: what it means, and what is said about what it cannot mean. */
#include "compiler/options.h"

#include "tests/support/unit.h"

#include <stdlib.h>

#define MAX_WORDS 16

/* Parses a line of words; true where it is accepted. What was said stays in `said`. */
static bool parses(const char *line, struct options *o, char *said, size_t size)
{
    static char words[256], *argv[MAX_WORDS + 1]; /* the options point into both */
    int argc = 1;
    FILE *err = fmemopen(said, size, "w");
    bool ok;

    CU_ASSERT_PTR_NOT_NULL_FATAL(err);
    memset(said, 0, size);
    snprintf(words, sizeof words, "%s", line);
    for (char *w = strtok(words, " "); w && argc < MAX_WORDS; w = strtok(NULL, " "))
        argv[argc++] = w;
    argv[0] = (char *)"orchc";
    argv[argc] = NULL;
    ok = options_parse(o, argc, argv, err);
    fclose(err);
    CU_ASSERT_EQUAL(ok, said[0] == '\0');
    return ok;
}

static struct options accepted(const char *line)
{
    struct options o;
    char said[256];
    const bool ok = parses(line, &o, said, sizeof said);

    if (!ok)
        printf("%s: %s", line, said);
    CU_ASSERT_TRUE_FATAL(ok);
    return o;
}

/* Refused, by one line that has `part` and says where to read on. */
static void refused(const char *line, const char *part)
{
    struct options o;
    char said[256];
    const bool ok = parses(line, &o, said, sizeof said);

    CU_ASSERT_FALSE(ok);
    if (ok || !strstr(said, part))
        printf("%s: %s\n", line, said);
    CU_ASSERT_PTR_NOT_NULL(strstr(said, part));
    CU_ASSERT_PTR_NOT_NULL(strstr(said, "; see orchc --help\n"));
    CU_ASSERT_PTR_EQUAL(strchr(said, '\n'), said + strlen(said) - 1);
}

static void test_goals(void)
{
    CU_ASSERT_EQUAL(accepted("a.orch -o a").goal, OPTIONS_BUILD);
    CU_ASSERT_EQUAL(accepted("--check a.orch b.orch").goal, OPTIONS_CHECK);
    CU_ASSERT_EQUAL(accepted("--check a.orch b.orch").n_files, 2);
    CU_ASSERT_EQUAL(accepted("--dump=ast a.orch").goal, OPTIONS_DUMP_AST);
    CU_ASSERT_EQUAL(accepted("--dump model a.orch").goal, OPTIONS_DUMP_MODEL);
    CU_ASSERT_EQUAL(accepted("a.orch --dump=graph").goal, OPTIONS_DUMP_GRAPH);
    CU_ASSERT_EQUAL(accepted("--emit=c -").goal, OPTIONS_EMIT_C);
    CU_ASSERT_EQUAL(accepted("--explain a.orch").goal, OPTIONS_EXPLAIN);
    CU_ASSERT_EQUAL(accepted("--help").goal, OPTIONS_HELP);
    CU_ASSERT_EQUAL(accepted("-h a b c").goal, OPTIONS_HELP);
    CU_ASSERT_EQUAL(accepted("--version").goal, OPTIONS_VERSION);
}

static void test_values(void)
{
    struct options o = accepted("a.orch -o bin -O3 -g -M a.d --cc clang --keep-c --flow f");

    CU_ASSERT_STRING_EQUAL(o.files[0], "a.orch");
    CU_ASSERT_STRING_EQUAL(o.output, "bin");
    CU_ASSERT_EQUAL(o.level, '3');
    CU_ASSERT_TRUE(o.debug && o.keep_c);
    CU_ASSERT_STRING_EQUAL(o.depfile, "a.d");
    CU_ASSERT_STRING_EQUAL(o.cc, "clang");
    CU_ASSERT_STRING_EQUAL(o.flow, "f");
    o = accepted("--check --format=gcc --color=never --name x.orch -");
    CU_ASSERT_EQUAL(o.format, DIAG_FORMAT_GCC);
    CU_ASSERT_EQUAL(o.colour, OPTIONS_COLOUR_NEVER);
    CU_ASSERT_STRING_EQUAL(o.name, "x.orch");
    o = accepted("--check -- -g");
    CU_ASSERT_STRING_EQUAL(o.files[0], "-g");
    CU_ASSERT_FALSE(o.debug);
}

static void test_the_compiler_is_that_of_the_environment(void)
{
    setenv("CC", "gcc -m64", 1);
    CU_ASSERT_STRING_EQUAL(accepted("a -o b").cc, "gcc -m64");
    setenv("CC", "", 1);
    CU_ASSERT_STRING_EQUAL(accepted("a -o b").cc, "cc");
    unsetenv("CC");
    CU_ASSERT_STRING_EQUAL(accepted("a -o b").cc, "cc");
    CU_ASSERT_EQUAL(accepted("a -o b").level, '2');
}

static void test_unknown_words(void)
{
    refused("--chek a", "there is no flag --chek: did you mean --check?");
    refused("--zzzzzz a", "there is no flag --zzzzzz;");
    refused("-z a", "there is no flag -z");
    refused("-gz a", "there is no flag -z");
    refused("--dump=grap a", "--dump does not know 'grap': did you mean 'graph'?");
    refused("--emit=svg a", "--emit=svg is not supported yet");
    refused("--format=sarf --check a", "--format does not know 'sarf': did you mean 'sarif'?");
    refused("--color=red a", "--color does not know 'red'");
    refused("-O9 a -o b", "-O takes 0, 1, 2 or 3, not '9'");
    refused("-Os a -o b", "not 's'");
}

static void test_warnings(void)
{
    struct options o = accepted("--check -Wno-unused-result -Werror=unreachable a");

    CU_ASSERT_TRUE(o.warnings.off[DIAG_UNUSED_RESULT]);
    CU_ASSERT_FALSE(o.warnings.off[DIAG_UNREACHABLE]);
    CU_ASSERT_TRUE(o.warnings.error[DIAG_UNREACHABLE]);
    CU_ASSERT_FALSE(o.warnings.errors || o.warnings.none);
    o = accepted("--check -Wno-unused-result -Wunused-result -W error -Wno-error=unreachable -w a");
    CU_ASSERT_FALSE(o.warnings.off[DIAG_UNUSED_RESULT]);
    CU_ASSERT_TRUE(o.warnings.errors && o.warnings.none);
    CU_ASSERT_TRUE(o.warnings.warning[DIAG_UNREACHABLE]);
    o = accepted("--check -Werror -Wno-error a");
    CU_ASSERT_FALSE(o.warnings.errors);
    refused("-Wno-unuse-result a", "no warning 'unuse-result': did you mean 'unused-result'?");
    refused("-Wzzzzzz a", "there is no warning 'zzzzzz';");
    refused("-Werror=syntax a", "-Werror=syntax: syntax is an error, and stays one");
}

static void test_explain_code(void)
{
    struct options o = accepted("explain-code E0203 W0501");

    CU_ASSERT_EQUAL(o.goal, OPTIONS_EXPLAIN_CODE);
    CU_ASSERT_EQUAL(o.n_files, 2);
    CU_ASSERT_STRING_EQUAL(o.files[1], "W0501");
    refused("explain-code", "explain-code needs a code");
}

static void test_missing_and_superfluous_values(void)
{
    refused("a -o", "-o needs a value");
    refused("a --flow", "--flow needs a value");
    refused("a --flow=", "--flow needs a value");
    refused("--check=yes a", "--check takes no value");
}

static void test_what_does_not_go_together(void)
{
    refused("", "no file is given");
    refused("--check", "no file is given");
    refused("a", "-o BIN");
    refused("a b -o c", "what is 'b'?");
    refused("--check --explain a", "--check and --explain cannot be combined");
    refused("--check - -", "standard input can be read only once");
    refused("--check a --name b", "--name is for standard input");
    refused("--check a -o b", "--check makes nothing");
    refused("--emit=c a -M b", "-M names what -o makes");
}

static const CU_TestInfo tests[] = {
    {"goals", test_goals},
    {"values", test_values},
    {"the compiler is that of the environment", test_the_compiler_is_that_of_the_environment},
    {"unknown words", test_unknown_words},
    {"switches of warnings", test_warnings},
    {"explain-code", test_explain_code},
    {"missing and superfluous values", test_missing_and_superfluous_values},
    {"what does not go together", test_what_does_not_go_together},
    CU_TEST_INFO_NULL,
};

int main(void)
{
    return unit_main("compiler/options", tests);
}
