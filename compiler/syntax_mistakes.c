/* Frequent mistakes, each with its own words; see syntax.h. A function looks at the token that did
 * not fit and at what was before; it reports and returns true, or it is none of its kind. */
#include "syntax.h"

#include "brackets.h"
#include "memory.h"
#include "tokens.h"
#include "words.h"

#include <ctype.h>

static bool text_is(const struct parser *p, const struct token *t, const char *text)
{
    return orch_str_eq(parser_text(p, t->span), orch_str(text));
}

static bool is_string(int kind)
{
    return kind == TOKEN_STRING || kind == TOKEN_TEXT_BEGIN;
}

/* --- characters and operators ------------------------------------------------------------ */

static bool bad_character(struct parser *p, const struct token *t, struct expected expected)
{
    const unsigned char c = (unsigned char)p->source->text.ptr[t->span.begin];

    (void)expected;
    if (t->kind != TOKEN_BAD)
        return false;
    if (c >= ' ' && c < 0x7f)
        parser_report(p, DIAG_BAD_CHARACTER, t->span, "`%c` means nothing here", c);
    else
        parser_report(p, DIAG_BAD_CHARACTER, t->span,
                      "a control character (U+%04X) means nothing here", c);
    return true;
}

static bool is_comparison(int kind)
{
    return kind == TOKEN_EQ || kind == TOKEN_NE || kind == TOKEN_LT || kind == TOKEN_LE ||
           kind == TOKEN_GT || kind == TOKEN_GE;
}

/* a < b < c */
static bool chained_comparison(struct parser *p, const struct token *t, struct expected expected)
{
    if (p->tokens.spot != SPOT_AFTER || !is_comparison(t->kind) || !expected_has(expected, "+"))
        return false;
    diag_note(parser_report(p, DIAG_SYNTAX, t->span, "comparisons do not follow each other"),
              "write `a < b && b < c`");
    return true;
}

/* c ? a : b */
static bool ternary(struct parser *p, const struct token *t, struct expected expected)
{
    if (t->kind != TOKEN_QUESTION || !expected_has(expected, "+"))
        return false;
    diag_note(parser_report(p, DIAG_SYNTAX, t->span, "there is no `c ? a : b`"),
              "write `if c then a else b`");
    return true;
}

/* x += 1 */
static bool compound_assignment(struct parser *p, const struct token *t, struct expected expected)
{
    const char *text = syntax_shown(p, t);

    (void)expected;
    if (t->kind != TOKEN_COMPOUND)
        return false;
    diag_note(parser_report(p, DIAG_SYNTAX, t->span, "there is no %s", text),
              "write `x = x %c ...`", text[1]);
    return true;
}

/* user.name = 3, or `=` within an expression, or as a default value */
static bool misplaced_assignment(struct parser *p, const struct token *t, struct expected expected)
{
    const enum place place = tokens_place(p);

    (void)expected;
    if (t->kind == TOKEN_DOT && p->tokens.before.kind == TOKEN_TARGET) {
        diag_note(parser_report(p, DIAG_SYNTAX, t->span, "a field cannot be set"),
                  "a record does not change; set a name to a new one: `user = { id: user.id }`");
        return true;
    }
    if (t->kind != TOKEN_ASSIGN || p->tokens.spot != SPOT_AFTER)
        return false;
    if (place == IN_FIELDS)
        diag_note(parser_report(p, DIAG_SYNTAX, t->span, "there are no default values"),
                  "make it optional (`name: T?`) and write `name ?? value` where it is read");
    else if (place == IN_CODE || place == IN_VALUE)
        diag_note(parser_report(p, DIAG_SYNTAX, t->span, "`=` does not belong here"),
                  "it sets one name, where a statement begins; to compare is `==`");
    else
        return false;
    return true;
}

/* --- words ------------------------------------------------------------------------------- */

struct meant {
    const char *word, *meant;
};

/* Says what the word may have meant: a word of other languages, or one that is nearly this. */
static void advise_word(struct parser *p, struct diag *d, const struct token *t,
                        const struct meant *others, void (*candidates)(struct diag_near *))
{
    struct diag_near near;

    for (; others->word; others++) {
        if (text_is(p, t, others->word)) {
            diag_fix(d, t->span, others->meant, "did you mean `%s`?", others->meant);
            return;
        }
    }
    diag_near_init(&near, orch_arena_str(&p->c->arena, parser_text(p, t->span)).ptr);
    candidates(&near);
    if (near.best)
        diag_fix(d, t->span, near.best, "did you mean `%s`?", near.best);
}

/* A statement behind the end of its flow: one `}` was too many. */
static bool outside_of_flow(struct parser *p, const struct token *t, struct expected expected)
{
    struct tokens *s = &p->tokens;
    struct diag *d;

    if (tokens_place(p) != IN_FILE || !expected_has(expected, "flow") || !syntax_is_word(p, t) ||
        t->indent == 0)
        return false;
    if (!words_is_reserved(t->value.word) && tokens_behind(p)->kind != TOKEN_ASSIGN)
        return false;
    d = parser_report(p, DIAG_SYNTAX, t->span, "this statement stands outside of any flow");
    if (s->before.kind == TOKEN_RBRACE)
        diag_label(d, s->before.span, "the flow ends here: is this `}` one too many?");
    s->outside = true;
    return true;
}

/* recrod User { ... } */
static bool no_declaration(struct parser *p, const struct token *t, struct expected expected)
{
    static const struct meant others[] = {
        {"function", "flow"},    {"func", "flow"},        {"fn", "flow"},
        {"def", "flow"},         {"type", "record"},      {"struct", "record"},
        {"class", "record"},     {"interface", "record"}, {"include", "import"},
        {"use", "import"},       {"from", "import"},      {"api", "service"},
        {"terms", "dictionary"}, {"message", "record"},   {NULL, NULL}};
    struct diag *d;

    if (!syntax_is_word(p, t) || !expected_has(expected, "record") ||
        !expected_has(expected, "flow"))
        return false;
    d = parser_report(p, DIAG_SYNTAX, t->span, "%s begins no declaration", syntax_shown(p, t));
    advise_word(p, d, t, others, words_near_declaration);
    if (!d->fixes)
        diag_note(d, "a file holds `import`, `dictionary`, `record`, `enum`, `service` and `flow`");
    return true;
}

/* `else`, `case` or `catch` where there is nothing that it could belong to. */
static bool lone_part(struct parser *p, const struct token *t, struct expected expected)
{
    struct diag *d;

    if ((t->kind != TOKEN_ELSE && t->kind != TOKEN_ELSE_CASE && t->kind != TOKEN_CASE &&
         t->kind != TOKEN_CATCH) ||
        !expected_has(expected, "invoke") || tokens_place(p) != IN_CODE)
        return false;
    d = parser_report(p, DIAG_SYNTAX, t->span, "this %s belongs to nothing", syntax_shown(p, t));
    diag_note(d, t->kind == TOKEN_ELSE
                     ? "`else` stands behind the block of an `if`, or behind a call"
                 : t->kind == TOKEN_CATCH ? "`catch` stands behind the block of a `try`"
                                          : "`case` and `else:` stand in a `switch`");
    return true;
}

/* x := 3 */
static bool colon_assignment(struct parser *p, const struct token *t, struct expected expected)
{
    const struct token *colon = tokens_behind(p);

    if (t->kind != TOKEN_NAME || !expected_has(expected, "invoke") || colon->kind != TOKEN_COLON ||
        tokens_peek(p, 0)->kind != TOKEN_ASSIGN)
        return false;
    diag_fix(parser_report(p, DIAG_SYNTAX, colon->span, "there is no `:=`"), colon->span, "",
             "a value is set by `=` alone");
    return true;
}

/* invok account.profile, or a value that stands alone */
static bool no_statement(struct parser *p, const struct token *t, struct expected expected)
{
    static const struct meant others[] = {
        {"exit", "return"},  {"pass", "empty"},  {"skip", "empty"},     {"noop", "empty"},
        {"match", "switch"}, {"raise", "throw"}, {"foreach", "for"},    {"fork", "parallel"},
        {"all", "parallel"}, {"do", "invoke"},   {"request", "invoke"}, {NULL, NULL}};
    struct diag *d;

    if (t->kind != TOKEN_NAME || !expected_has(expected, "invoke") ||
        !expected_has(expected, "empty"))
        return false;
    if (!t->first && p->tokens.spot == SPOT_AFTER)
        return false; /* something is missing between two values, rather */
    d = parser_report(p, DIAG_SYNTAX, t->span, "%s begins no statement", syntax_shown(p, t));
    advise_word(p, d, t, others, words_near_statement);
    if (!d->fixes)
        diag_note(d, "a statement sets a name (`x = ...`) or begins with a word such as `invoke`, "
                     "`if`, `parallel` or `return`");
    return true;
}

/* url env "NAME" */
static bool env_in_quotes(struct parser *p, const struct token *word, const struct token *t)
{
    const struct token *name = tokens_behind(p);
    struct diag *d;

    if (!text_is(p, word, "url") || !text_is(p, t, "env") || name->kind != TOKEN_STRING)
        return false;
    d = parser_report(p, DIAG_SYNTAX, name->span,
                      "the name of an environment variable stands without `\"`");
    diag_fix(d, name->span, name->value.text.ptr, "write `%.*s`", ORCH_STR_ARG(name->value.text));
    return true;
}

/* timeout = 80ms */
static bool equals_behind_clause(struct parser *p, const struct token *word, const struct token *t,
                                 const struct meant *clauses)
{
    const struct token *equals = word == t ? tokens_behind(p) : t;

    if (equals->kind != TOKEN_ASSIGN)
        return false;
    for (; clauses->word; clauses++) {
        if (text_is(p, word, clauses->word)) {
            diag_note(parser_report(p, DIAG_SYNTAX, equals->span,
                                    "the value of `%s` stands behind it without `=`",
                                    clauses->word),
                      "an example: `%s`", clauses->meant);
            return true;
        }
    }
    return false;
}

/* A clause word without what belongs behind it: `timeout soon`. */
static bool clause_without_value(struct parser *p, const struct token *t, struct expected expected)
{
    static const struct meant examples[] = {{"timeout", "timeout 80ms"},
                                            {"retry", "retry 2"},
                                            {"after", "after 30ms"},
                                            {"url", "url \"http://host\""},
                                            {"on", "on GET \"/path\""},
                                            {"hedge", "hedge 40ms"},
                                            {"limit", "limit 64"},
                                            {"cache", "cache 30s"},
                                            {"using", "using fast"},
                                            {"min", "min 1"},
                                            {"max", "max 10"},
                                            {"length", "length 0..200"},
                                            {"matches", "matches \"^a\""},
                                            {"unit", "unit \"ms\""},
                                            {"json", "json \"name\""},
                                            {"one", "one of \"a\", \"b\""},
                                            {"convert", "convert a -> b = a * 2"},
                                            {"from", "from query"},
                                            {NULL, NULL}};

    const struct token *word = t;

    if (tokens_place(p) == IN_SERVICE && expected.n == 1 && expected_has(expected, "("))
        word = &p->tokens.before; /* taken for the name of an operation */
    else if (t->kind != TOKEN_NAME ||
             !(expected_has(expected, "timeout") || expected_has(expected, "min")))
        return false;
    if (env_in_quotes(p, word, t) || equals_behind_clause(p, word, t, examples))
        return true;
    for (const struct meant *e = examples; e->word; e++) {
        if (text_is(p, word, e->word)) {
            diag_note(parser_report(p, DIAG_SYNTAX, word->span, "`%s` lacks its value", e->word),
                      "an example: `%s`", e->meant);
            return true;
        }
    }
    return false;
}

/* if = 3 */
static bool reserved_as_target(struct parser *p, const struct token *t, struct expected expected)
{
    const struct token *before = &p->tokens.before;

    (void)expected;
    if (t->kind != TOKEN_ASSIGN || p->tokens.spot == SPOT_AFTER || before->kind == TOKEN_NAME ||
        !syntax_is_word(p, before))
        return false;
    parser_report(p, DIAG_SYNTAX, before->span, "%s is a reserved word: it cannot be a name",
                  syntax_shown(p, before));
    return true;
}

/* A keyword where a name is due: `invoke return.x`. */
static bool reserved_as_name(struct parser *p, const struct token *t, struct expected expected)
{
    if (t->kind == TOKEN_NAME || t->first || !syntax_is_word(p, t) ||
        !expected_has(expected, "a name") || expected_has(expected, "a number") ||
        !words_is_reserved(t->value.word))
        return false;
    parser_report(p, DIAG_SYNTAX, t->span, "%s is a reserved word: it cannot be a name",
                  syntax_shown(p, t));
    return true;
}

/* import shop.orch, GET /users */
static bool string_without_quotes(struct parser *p, const struct token *t, struct expected expected)
{
    const struct orch_str text = p->source->text;
    struct span span = t->span;
    const char *quoted;

    if (t->first || text_is(p, t, "env") || !expected_has(expected, "a string") ||
        expected_has(expected, "a number") || (t->kind != TOKEN_SLASH && !syntax_is_word(p, t)))
        return false;
    while (span.end < text.len && !strchr(" \t\r\n\"", text.ptr[span.end]))
        span.end++;
    quoted = memory_text(&p->c->arena, "\"%.*s\"", ORCH_STR_ARG(parser_text(p, span)));
    diag_fix(parser_mended(p, span, "a text stands between `\"`"), span, quoted, "write `%s`",
             quoted);
    return true;
}

/* length 1-200, length 1.200 */
static bool bad_range(struct parser *p, const struct token *t, struct expected expected)
{
    const bool dash = t->kind == TOKEN_MINUS && expected_has(expected, "..");

    if (!dash && (t->kind != TOKEN_FLOAT || !text_is(p, &p->tokens.before, "length")))
        return false;
    diag_note(parser_mended(p, t->span, "a range has two dots"),
              "an example: `length 1..200`; one bound may be left out: `length 1..`");
    return true;
}

/* --- operations, arguments and records ---------------------------------------------------- */

/* -> [Hit] of an operation */
static bool result_without_name(struct parser *p, const struct token *t, struct expected expected)
{
    (void)expected;
    if (tokens_place(p) != IN_SERVICE || p->tokens.before.kind != TOKEN_ARROW ||
        (t->kind != TOKEN_LBRACKET && t->kind != TOKEN_LBRACE))
        return false;
    diag_note(parser_report(p, DIAG_SYNTAX, t->span, "the result of an operation has a name"),
              "write `-> hits: [Hit]`, or `-> hits` where `hits` is a term");
    return true;
}

/* get "/x" */
static bool fix_method(struct parser *p, struct diag *d, const struct token *t)
{
    const struct orch_str text = parser_text(p, t->span);
    char *upper = (char *)orch_arena_str(&p->c->arena, text).ptr;

    for (size_t i = 0; i < text.len; i++)
        upper[i] = (char)toupper((unsigned char)upper[i]);
    if (!words_is_method(intern(&p->c->names, orch_str(upper))))
        return false;
    diag_fix(d, t->span, upper, "write `%s`", upper);
    return true;
}

/* hot(city) -> products FETCH "/x", or without a method */
static bool no_method(struct parser *p, const struct token *t, struct expected expected)
{
    struct diag *d;

    if (!expected_has(expected, "an HTTP method") || t->first)
        return false;
    if (is_string(t->kind))
        d = parser_report(p, DIAG_SYNTAX, t->span, "expected an HTTP method before the path");
    else if (syntax_is_word(p, t) && is_string(tokens_behind(p)->kind))
        d = parser_report(p, DIAG_SYNTAX, t->span, "%s is not an HTTP method", syntax_shown(p, t));
    else
        return false;
    if (fix_method(p, d, t))
        return true;
    diag_note(d, "methods are `GET`, `POST`, `PUT`, `DELETE`, `PATCH`, `HEAD` and `OPTIONS`");
    return true;
}

/* invoke a.b(3), { "a": 1 } */
static bool value_without_name(struct parser *p, const struct token *t, struct expected expected)
{
    const struct bracket *top = brackets_top(p);

    if (!top || top->place != IN_VALUE || !expected_has(expected, "...") ||
        !expected_has(expected, "a name") || brackets_closes(t->kind) || t->kind == TOKEN_COMMA)
        return false;
    if (top->closer == TOKEN_RPAREN)
        diag_note(parser_report(p, DIAG_SYNTAX, t->span, "an argument has a name"),
                  "write `name: value`, with the name of the parameter");
    else if (is_string(t->kind))
        diag_note(parser_report(p, DIAG_SYNTAX, t->span, "the name of a field stands without `\"`"),
                  "write `{ name: value }`");
    else
        return false;
    return true;
}

/* user.format(x) within an expression */
static bool call_in_value(struct parser *p, const struct token *t, struct expected expected)
{
    (void)expected;
    if (t->kind != TOKEN_LPAREN || p->tokens.before.kind != TOKEN_NAME ||
        p->tokens.before2.kind != TOKEN_DOT)
        return false;
    diag_note(parser_report(p, DIAG_SYNTAX, t->span, "a call is a statement of its own"),
              "write `x = invoke service.operation(...)`, then use `x`");
    return true;
}

/* "a {} b" and what else is wrong between the braces of a string */
static bool bad_hole(struct parser *p, const struct token *t, struct expected expected)
{
    const struct bracket *top = brackets_top(p);
    const int before = p->tokens.before.kind;
    struct diag *d;

    if (!top || top->closer != TOKEN_TEXT_END ||
        (before != TOKEN_TEXT_BEGIN && before != TOKEN_TEXT_MIDDLE && t->kind != TOKEN_COLON &&
         t->kind != TOKEN_COMMA && t->kind != TOKEN_SEMICOLON))
        return false;
    if (t->kind == TOKEN_TEXT_END || t->kind == TOKEN_TEXT_MIDDLE)
        d = parser_report(p, DIAG_SYNTAX, t->span, "expected a value between the braces");
    else
        d = parser_report(p, DIAG_SYNTAX, t->span,
                          "expected %s in the braces of a string, found %s",
                          expected_text(p, expected), syntax_shown(p, t));
    diag_note(d, "`{` in a string begins an expression; a brace itself is written `\\{`");
    return true;
}

bool syntax_is_mistake(struct parser *p, const struct token *t, struct expected expected)
{
    static bool (*const mistakes[])(struct parser *, const struct token *, struct expected) = {
        bad_character,       chained_comparison,    ternary,
        compound_assignment, misplaced_assignment,  bad_hole,
        reserved_as_target,  outside_of_flow,       no_declaration,
        lone_part,           clause_without_value,  colon_assignment,
        no_statement,        string_without_quotes, bad_range,
        reserved_as_name,    result_without_name,   no_method,
        value_without_name,  call_in_value,
    };

    for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
        if (mistakes[i](p, t, expected))
            return true;
    }
    return false;
}
