/* What could have stood there, in few words; see syntax.h. The grammar knows single tokens: where
 * all tokens that begin a value are among them, "a value" is said once. */
#include "syntax.h"

#include "memory.h"

#define EXPECTED_SHOWN 4

/* Names that stand for many: where all of `marks` are expected, `text` is said instead of all that
 * `members` lists. */
struct group {
    const char *text; /* NULL: they go without saying, where anything else is expected */
    const char *marks[3];
    const char *const *members;
    bool begins; /* a new statement, member or declaration */
};

static const char *const declarations[] = {
    "import", "dictionary", "record", "enum", "service", "colour",          "flow",
    "error",  "fuse",       "policy", "test", "durable", "a reserved word", NULL};
static const char *const statements[] = {"invoke", "empty",
                                         "if",     "parallel",
                                         "return", "return alone",
                                         "switch", "throw",
                                         "try",    "for",
                                         "while",  "within",
                                         "yield",  "a reserved word",
                                         "{",      "else",
                                         "case",   "else:",
                                         "catch",  "a name that is set",
                                         NULL};
static const char *const values[] = {"a name",
                                     "a number",
                                     "a number with a fraction",
                                     "a duration",
                                     "a percentage",
                                     "a size",
                                     "a string",
                                     "the start of a string",
                                     "true",
                                     "false",
                                     "none",
                                     "(",
                                     "{",
                                     "[",
                                     "if",
                                     "!",
                                     "-",
                                     "invoke",
                                     "for",
                                     "a reserved word",
                                     NULL};
static const char *const numbers[] = {
    "a number", "a number with a fraction", "a duration", "a percentage", "a size", "-", NULL};
static const char *const types[] = {"a name", "[", "{", NULL};
static const char *const operators[] = {"||",
                                        "&&",
                                        "??",
                                        "==",
                                        "!=",
                                        "<",
                                        "<=",
                                        ">",
                                        ">=",
                                        "+",
                                        "-",
                                        "*",
                                        "/",
                                        "%",
                                        "as",
                                        ".",
                                        "?.",
                                        "(",
                                        "a part of a string",
                                        NULL};
static const char *const clauses[] = {"timeout",  "retry",  "fuse",     "fuse alone", "hedge",
                                      "limit",    "cache",  "coalesce", "idempotent", "using",
                                      "headers",  "header", "url",      "on",         "envelope",
                                      "a status", NULL};
static const char *const marks[] = {"min",  "max",    "length", "matches", "one",
                                    "unit", "secret", "json",   "from",    NULL};
static const char *const tests[] = {"given", "when", "expect", NULL};
static const char *const fuse_parts[] = {"trip", "slow", "open", "probe", NULL};

static const struct group groups[] = {
    {"a declaration", {"record", "flow", "service"}, declarations, true},
    {"a statement", {"invoke", "empty", "switch"}, statements, true},
    {"a step of the test", {"given", "when", "expect"}, tests, true},
    {"a part of the fuse", {"trip", "slow", "probe"}, fuse_parts, true},
    {"a value", {"a number", "true", "("}, values, false},
    {"a number", {"a number", "a number with a fraction", "a duration"}, numbers, false},
    {NULL, {"||", "+", "=="}, operators, false},
    {NULL, {"timeout", "retry", "hedge"}, clauses, true},
    {NULL, {"min", "secret", "json"}, marks, true},
};

bool expected_has(struct expected expected, const char *name)
{
    for (unsigned i = 0; i < expected.n; i++) {
        if (strcmp(expected.names[i], name) == 0)
            return true;
    }
    return false;
}

static bool has_group(struct expected expected, const struct group *g)
{
    return expected_has(expected, g->marks[0]) && expected_has(expected, g->marks[1]) &&
           expected_has(expected, g->marks[2]);
}

bool expected_begins(struct expected expected)
{
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        if (groups[i].begins && has_group(expected, &groups[i]))
            return true;
    }
    return expected_has(expected, ";");
}

static bool is_listed(const char *const *list, const char *name)
{
    for (; *list; list++) {
        if (strcmp(*list, name) == 0)
            return true;
    }
    return false;
}

/* True where another name says it, or nobody would write it to go on. */
static bool is_covered(struct expected expected, const char *name)
{
    if (strcmp(name, ";") == 0 || strcmp(name, "the rest") == 0 || strcmp(name, "the body") == 0 ||
        strcmp(name, "an assignment with an operator") == 0)
        return true;
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        if (has_group(expected, &groups[i]) && is_listed(groups[i].members, name))
            return true;
    }
    return false;
}

/* Exactly `[`, `{` and a name begin a type; among more, they are something else. */
static bool is_type(struct expected expected)
{
    return expected_has(expected, "a name") && expected_has(expected, "[") &&
           expected_has(expected, "{") && expected.n <= 4;
}

static const char *quoted(struct parser *p, const char *name)
{
    if (strncmp(name, "a ", 2) == 0 || strncmp(name, "an ", 3) == 0 ||
        strncmp(name, "the ", 4) == 0)
        return strcmp(name, "the end of a string") == 0 ? "`}`" : name;
    return memory_text(&p->c->arena, "`%.*s`",
                       (int)(strcmp(name, "return alone") == 0 || strcmp(name, "fuse alone") == 0
                                 ? strchr(name, ' ') - name
                                 : (ptrdiff_t)strlen(name)),
                       name);
}

/* Adds a text to the list, which is joined later. */
static void add(const char **list, unsigned *n, const char *text)
{
    if (*n <= EXPECTED_SHOWN)
        list[(*n)++] = text;
}

static const char *join(struct parser *p, const char **list, unsigned n)
{
    const unsigned shown = n <= EXPECTED_SHOWN ? n : EXPECTED_SHOWN;
    const char *text = "";

    for (unsigned i = 0; i < shown; i++) {
        const char *glue = i == 0 ? "" : i + 1 < n || n > shown ? ", " : " or ";

        text = memory_text(&p->c->arena, "%s%s%s", text, glue, list[i]);
    }
    return n > shown ? memory_text(&p->c->arena, "%s or the like", text) : text;
}

const char *expected_text(struct parser *p, struct expected expected)
{
    const char *list[EXPECTED_SHOWN + 1];
    unsigned n = 0;

    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        if (groups[i].text && has_group(expected, &groups[i]) &&
            !(groups[i].members == numbers && expected_has(expected, "true"))) /* a value */
            add(list, &n, groups[i].text);
    }
    if (n == 0 && is_type(expected)) {
        add(list, &n, "a type");
        for (unsigned i = 0; i < expected.n; i++) {
            if (!is_listed(types, expected.names[i]) && !is_covered(expected, expected.names[i]))
                add(list, &n, quoted(p, expected.names[i]));
        }
        return join(p, list, n);
    }
    for (unsigned i = 0; i < expected.n; i++) {
        if (!is_covered(expected, expected.names[i]))
            add(list, &n, quoted(p, expected.names[i]));
    }
    if (n == 0) /* only what goes without saying */
        return expected_has(expected, "+") ? "an operator" : "something else";
    return join(p, list, n);
}
