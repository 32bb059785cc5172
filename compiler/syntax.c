/* Syntax errors; see syntax.h. A mistake that is frequent has its own words (syntax_mistakes.c);
 * any other reads "expected a type after `:`, found `}`". */
#include "syntax.h"

#include "brackets.h"
#include "memory.h"
#include "tokens.h"
#include "words.h"

#include <ctype.h>

#define SHOWN 40 /* bytes of the source that a message quotes */

/* In a line with a string that is not closed, nothing can be told from what comes after it. */
static bool is_in_broken_string(const struct parser *p, const struct token *t)
{
    return p->scan.broken_line > 0 && source_line_of(p->source, p->scan.broken_line - 1) ==
                                          source_line_of(p->source, t->span.begin);
}

/* Nothing was skipped since the last error: it is the same one. */
static bool is_repeated(const struct parser *p, const struct token *t)
{
    return t->span.begin + 1 == p->tokens.resumed_at && t->span.begin == p->tokens.error_begin;
}

bool syntax_is_silent(const struct parser *p)
{
    const struct token *t = &p->tokens.last;

    return p->gave_up || t->made || is_repeated(p, t) || is_in_broken_string(p, t) ||
           source_line_of(p->source, t->span.begin) == p->mended_line ||
           (t->first && source_line_of(p->source, p->tokens.before.span.begin) == p->mended_line);
}

bool syntax_is_word(const struct parser *p, const struct token *t)
{
    const struct orch_str text = parser_text(p, t->span);

    return text.len > 0 && (isalpha((unsigned char)text.ptr[0]) || text.ptr[0] == '_');
}

const char *syntax_shown(const struct parser *p, const struct token *t)
{
    const struct orch_str text = parser_text(p, t->span);
    size_t len = 0;

    if (text.len == 0)
        return "the end of the file";
    while (len < text.len && len < SHOWN && text.ptr[len] != '\n')
        len++;
    while (len < text.len && len > 0 && ((unsigned char)text.ptr[len] & 0xc0) == 0x80)
        len--; /* not within a character */
    return memory_text(&p->c->arena, "`%.*s%s`", (int)len, text.ptr, len < text.len ? "..." : "");
}

/* The bracket around it, where it could have been closed here. */
static void label_bracket(struct parser *p, struct diag *d, struct expected expected)
{
    const struct bracket *top = brackets_top(p);

    if (!top || top->place != IN_VALUE)
        return;
    if ((top->closer == TOKEN_RPAREN && expected_has(expected, ")")) ||
        (top->closer == TOKEN_RBRACKET && expected_has(expected, "]")) ||
        (top->closer == TOKEN_RBRACE && expected_has(expected, "}")))
        diag_label(d, top->span, "opened here");
}

/* The bracket around it is not closed, and should have been before this. */
static bool is_unclosed(struct parser *p, const struct token *t, struct expected expected)
{
    if (!expected_has(expected, ")") && !expected_has(expected, "]") &&
        !expected_has(expected, "}"))
        return false;
    if (!brackets_is_unclosed(p, t))
        return false;
    brackets_report(p, brackets_top(p), t);
    p->mended_line = source_line_of(p->source, t->span.begin);
    tokens_close(p);
    return true;
}

void syntax_report(struct parser *p, struct expected expected)
{
    const struct token *t = &p->tokens.last, *before = &p->tokens.before;
    const bool first = before->span.begin == before->span.end; /* nothing stands before it */
    const char *wanted;
    struct diag *d;

    if (syntax_is_mistake(p, t, expected) || is_unclosed(p, t, expected))
        return;
    wanted = expected_text(p, expected);
    if (p->tokens.spot == SPOT_AFTER && !t->first && tokens_place(p) == IN_CODE &&
        expected_begins(expected))
        wanted = "an operator or a new statement"; /* two values side by side */
    if (!first && (t->first || t->kind == TOKEN_END) && !expected_begins(expected)) {
        /* A line that is not finished: the next one is not to blame. */
        d = parser_report(p, DIAG_SYNTAX, before->span, "expected %s after %s", wanted,
                          syntax_shown(p, before));
    } else if (first || expected_begins(expected)) {
        d = parser_report(p, DIAG_SYNTAX, t->span, "expected %s, found %s", wanted,
                          syntax_shown(p, t));
    } else {
        d = parser_report(p, DIAG_SYNTAX, t->span, "expected %s after %s, found %s", wanted,
                          syntax_shown(p, before), syntax_shown(p, t));
    }
    label_bracket(p, d, expected);
    if (!t->first && t->kind != TOKEN_NAME && t->value.word && expected_has(expected, "a name") &&
        syntax_is_word(p, t) && words_is_reserved(t->value.word))
        diag_note(d, "%s is a reserved word: it cannot be a name", syntax_shown(p, t));
}
