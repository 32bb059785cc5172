/* Half-typed programs: what only follows from an error is not said, and all else is. */
#include "compiler/compile.h"
#include "tests/support/unit.h"

#include <ctype.h>
#include <stdlib.h>

#define MOST_ERRORS 3 /* of one damaged token */
#define ROUNDS      400

static const char program[] = "dictionary shop {\n"
                              "  city_id : int\n"
                              "  level : int min 0 max 10\n"
                              "}\n"
                              "record User { id: int  name: string }\n"
                              "service geo {\n"
                              "  url \"http://127.0.0.1:7001\"\n"
                              "  level_of(city: city_id) -> level  GET \"/level\"\n"
                              "  user_of(city: city_id) -> user: User  GET \"/user\"\n"
                              "}\n"
                              "flow page(city_id) -> level on GET \"/page\" {\n"
                              "  invoke geo.level_of\n"
                              "  invoke geo.user_of\n"
                              "  n = user.id + 1\n"
                              "  empty\n"
                              "  if n > 2 {\n"
                              "    return level\n"
                              "  }\n"
                              "  return 3\n"
                              "}\n"
                              "flow name(city_id) -> string on GET \"/name\" {\n"
                              "  invoke geo.user_of\n"
                              "  return user.name\n"
                              "}\n";

static void understand(struct compilation *c, const char *text)
{
    compilation_init(c);
    compile_model(c, sources_add(&c->sources, orch_str("x.orch"), orch_str(text)));
}

static unsigned line_of(const struct compilation *c, const struct diag *d)
{
    return source_position(sources_get(&c->sources, d->span.file), d->span.begin).line;
}

/* The program with `from`, which it has once, as `to`, gives just one error, of this code, in this
 * line. */
static void gives_one(const char *from, const char *to, enum diag_code code, unsigned line)
{
    const char *at = strstr(program, from);
    struct compilation c;
    char text[3 * sizeof program];

    CU_ASSERT_PTR_NOT_NULL_FATAL(at);
    snprintf(text, sizeof text, "%.*s%s%s", (int)(at - program), program, to, at + strlen(from));
    understand(&c, text);
    if (c.diags.n_kept != 1)
        diags_render(&c.diags, &c.sources, DIAG_FORMAT_GCC, false, stdout);
    CU_ASSERT_EQUAL(c.diags.n_kept, 1);
    if (line_of(&c, c.diags.first) != line)
        diags_render(&c.diags, &c.sources, DIAG_FORMAT_GCC, false, stdout);
    CU_ASSERT_EQUAL(c.diags.first->code, code);
    CU_ASSERT_EQUAL(line_of(&c, c.diags.first), line);
    compilation_free(&c);
}

static void test_one_error(void)
{
    struct compilation c;

    understand(&c, program);
    CU_ASSERT_EQUAL(c.diags.n_kept, 0);
    compilation_free(&c);
    gives_one("n = user.id + 1", "n = user.id +", DIAG_SYNTAX, 14);
    gives_one("n = user.id + 1", "n = user.", DIAG_SYNTAX, 14);
    gives_one("-> user: User  GET", "-> user:  GET", DIAG_SYNTAX, 9);
    gives_one("record User {", "record {", DIAG_SYNTAX, 5);
    gives_one("service geo {", "service {", DIAG_SYNTAX, 6);
    gives_one("city_id : int\n", "city_id :\n", DIAG_SYNTAX, 2);
    gives_one("  return 3\n", "  retur 3\n", DIAG_SYNTAX, 19);
    gives_one("id: int  name: string", "id: Int  name: string", DIAG_UNKNOWN_TYPE, 5);
    gives_one("city: city_id) -> level", "city: citi_id) -> level", DIAG_UNKNOWN_TYPE, 8);
}

/* Where an import is broken, nobody knows which names there are. */
static void test_import(void)
{
    struct compilation c;

    understand(&c, "import \nflow f(city_id) -> Home on GET \"/f\" { return nothing }\n");
    CU_ASSERT_EQUAL(c.diags.n_kept, 1);
    CU_ASSERT_EQUAL(line_of(&c, c.diags.first), 1);
    compilation_free(&c);
}

/* The end of the word or sign at p. */
static const char *token_end(const char *p)
{
    const bool word = isalnum((unsigned char)*p) || *p == '_';

    if (*p == '"') {
        for (p++; *p && *p != '"' && *p != '\n'; p++) {
        }
        return p + (*p == '"');
    }
    for (p++; word && (isalnum((unsigned char)*p) || *p == '_'); p++) {
    }
    return p;
}

/* A random token is left out, written twice, or has a sign before it; *line is where.
 * True where that is no bracket: brackets tell which lines belong together. */
static bool damaged(unsigned *seed, char *text, size_t size, unsigned *line)
{
    static const char *const signs[] = {"}", "(", "=", ":", "->", "return", "x", "@", "1"};
    const char *begin, *end;
    unsigned pick;

    do {
        *seed = *seed * 1664525u + 1013904223u;
        begin = program + (*seed >> 8) % (sizeof program - 1);
        while (begin > program && (isalnum((unsigned char)begin[-1]) || begin[-1] == '_'))
            begin--;
    } while (isspace((unsigned char)*begin));
    end = token_end(begin);
    *line = 1;
    for (const char *p = program; p < begin; p++)
        *line += *p == '\n';
    *seed = *seed * 1664525u + 1013904223u;
    pick = (*seed >> 8) % 12;
    snprintf(text, size, "%.*s%s %.*s %s", (int)(begin - program), program,
             pick < sizeof signs / sizeof *signs ? signs[pick] : "",
             pick == 9 ? 0 : (int)(end - begin), begin, pick == 10 ? begin : end);
    return pick > 1 && !strchr("(){}", *begin);
}

/* A syntax error gives few errors. Where no bracket is damaged, all are at the damaged line or at
 * its neighbours. */
static void test_random_damage(void)
{
    unsigned seed = 1;
    unsigned n_syntax = 0;

    for (unsigned round = 0; round < ROUNDS; round++) {
        char text[3 * sizeof program];
        struct compilation c;
        unsigned line;
        bool good, local;

        local = damaged(&seed, text, sizeof text, &line);
        understand(&c, text);
        good = c.diags.n_errors <= MOST_ERRORS;
        for (const struct diag *d = c.diags.first; d && local; d = d->next) {
            const unsigned at = line_of(&c, d);

            n_syntax += d->code == DIAG_SYNTAX;
            if (d->severity == DIAG_ERROR && c.diags.first->code == DIAG_SYNTAX)
                good = good && at + 1 >= line && at <= line + 1;
        }
        if (!good) {
            printf("line %u:\n%s\n", line, text);
            diags_render(&c.diags, &c.sources, DIAG_FORMAT_GCC, false, stdout);
        }
        CU_ASSERT_TRUE(good);
        compilation_free(&c);
    }
    CU_ASSERT_TRUE(n_syntax > ROUNDS / 4); /* it did damage something */
}

static const CU_TestInfo tests[] = {
    {"a half-typed line is one error", test_one_error},
    {"a broken import", test_import},
    {"random damage gives few errors, all near it", test_random_damage},
    CU_TEST_INFO_NULL,
};

int main(void)
{
    return unit_main("compiler/damage", tests);
}
