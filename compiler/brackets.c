/* Brackets; see brackets.h. The grammar sees balanced brackets only: what is not closed is closed
 * here, what closes nothing is left out, and both are reported here, once.
 *
 * Which one was not closed? Where a line that begins with `}` stands further left than the line of
 * the `{` that it would close, that `{` is the suspect: its own `}` is missing. Without a suspect
 * it is the innermost open bracket. */
#include "brackets.h"

#include "symbols.h"
#include "tokens.h"
#include "words.h"

#include <stdlib.h>

bool brackets_opens(int kind)
{
    return kind == TOKEN_LBRACE || kind == TOKEN_LPAREN || kind == TOKEN_LBRACKET ||
           kind == TOKEN_TEXT_BEGIN;
}

bool brackets_closes(int kind)
{
    return kind == TOKEN_RBRACE || kind == TOKEN_RPAREN || kind == TOKEN_RBRACKET ||
           kind == TOKEN_TEXT_END || kind == TOKEN_TEXT_MIDDLE;
}

static int closer_of(int kind)
{
    return kind == TOKEN_LBRACE     ? TOKEN_RBRACE
           : kind == TOKEN_LPAREN   ? TOKEN_RPAREN
           : kind == TOKEN_LBRACKET ? TOKEN_RBRACKET
                                    : TOKEN_TEXT_END;
}

static const char *closer_text(int closer)
{
    return closer == TOKEN_RBRACE     ? "}"
           : closer == TOKEN_RPAREN   ? ")"
           : closer == TOKEN_RBRACKET ? "]"
                                      : "}";
}

static bool closes(const struct bracket *b, int kind)
{
    return kind == b->closer || (kind == TOKEN_TEXT_MIDDLE && b->closer == TOKEN_TEXT_END);
}

const struct bracket *brackets_top(const struct parser *p)
{
    return p->tokens.n_open > 0 ? &p->tokens.stack[p->tokens.n_open - 1] : NULL;
}

/* --- booking ----------------------------------------------------------------------------- */

static enum place place_of_body(int declaration)
{
    switch (declaration) {
    case TOKEN_RECORD:
    case TOKEN_ENUM:
    case TOKEN_COLOUR:
    case TOKEN_ERROR_WORD:
        return IN_FIELDS;
    case TOKEN_DICTIONARY:
        return IN_TERMS;
    case TOKEN_SERVICE:
    case TOKEN_POLICY:
        return IN_SERVICE;
    case TOKEN_FUSE:
        return IN_FUSE;
    case TOKEN_TEST:
        return IN_TEST;
    default:
        return IN_CODE;
    }
}

/* `{` among statements: a block, or a record? */
static enum place place_in_code(const struct tokens *t)
{
    if (t->before.kind == TOKEN_ELSE) /* of an `if`, or of a call? */
        return t->before2.kind == TOKEN_RBRACE && t->closed_place == IN_CODE ? IN_CODE : IN_VALUE;
    if (t->before2.kind == TOKEN_THROW)
        return IN_VALUE;
    return t->spot == SPOT_OPERAND ? IN_VALUE : IN_CODE;
}

enum place brackets_place(const struct parser *p, const struct token *token)
{
    const int opener = token->kind;

    const struct tokens *t = &p->tokens;
    const enum place outer = tokens_place(p);

    if (token->real == TOKEN_LBRACE) /* a body, though a value was due */
        return outer == IN_FILE ? place_of_body(t->declaration) : IN_CODE;
    if (opener == TOKEN_LPAREN)
        return outer == IN_FILE || outer == IN_SERVICE ? IN_FIELDS : IN_VALUE;
    if (opener != TOKEN_LBRACE)
        return IN_VALUE;
    switch (outer) {
    case IN_FILE:
        return t->spot == SPOT_OPERAND && t->before.kind != t->declaration
                   ? IN_VALUE
                   : place_of_body(t->declaration);
    case IN_CODE:
        return place_in_code(t);
    case IN_SERVICE:
        return t->before.kind == TOKEN_ENVELOPE ? IN_ENVELOPE : IN_VALUE;
    default:
        return IN_VALUE;
    }
}

static void open_bracket(struct parser *p, const struct token *token)
{
    struct tokens *t = &p->tokens;

    if (t->n_open == PARSE_MAX_DEPTH) {
        tokens_too_deep(p, token->span);
        return;
    }
    if (t->n_open == t->cap_open) {
        t->cap_open = t->cap_open ? t->cap_open * 2 : 16;
        t->stack = realloc(t->stack, t->cap_open * sizeof t->stack[0]);
        if (!t->stack)
            abort();
    }
    t->stack[t->n_open] = (struct bracket){.closer = closer_of(token->kind),
                                           .place = brackets_place(p, token),
                                           .span = token->span,
                                           .indent = token->indent};
    t->n_open++;
}

static void close_bracket(struct parser *p, const struct token *token)
{
    struct tokens *t = &p->tokens;
    const struct bracket *top = &t->stack[--t->n_open];

    t->closed_place = top->place;
    if (token->kind == TOKEN_RBRACE && token->first && !token->made &&
        token->indent < top->indent && t->suspect.begin == t->suspect.end) {
        t->suspect = top->span;
        t->suspect_closer = token->span;
    }
    if (t->n_open == 0)
        t->suspect = (struct span){0};
}

void brackets_book(struct parser *p, const struct token *token)
{
    if (brackets_opens(token->kind))
        open_bracket(p, token);
    else if (brackets_closes(token->kind) && token->kind != TOKEN_TEXT_MIDDLE)
        close_bracket(p, token);
}

/* --- what is missing --------------------------------------------------------------------- */

void brackets_report(struct parser *p, const struct bracket *b, const struct token *before)
{
    const struct orch_str opener = parser_text(p, b->span);
    struct diag *d;

    if (b->closer == TOKEN_TEXT_END)
        return; /* the string was reported */
    d = parser_report(p, DIAG_UNCLOSED, b->span, "this `%.*s` is not closed", ORCH_STR_ARG(opener));
    diag_label(d, before->span, "`%s` is expected before this", closer_text(b->closer));
}

/* Is there this bracket in the rest of the line, closing nothing that is opened there? */
static bool line_closes(const struct parser *p, uint32_t at, int closer)
{
    const struct orch_str text = p->source->text;
    const char wanted = closer_text(closer)[0];
    int depth = 0;
    bool quoted = false;

    for (; at < text.len && text.ptr[at] != '\n'; at++) {
        const char c = text.ptr[at];

        if (c == '\\')
            at++;
        else if (c == '"')
            quoted = !quoted;
        else if (quoted)
            continue;
        else if (strchr("([{", c))
            depth++;
        else if (c == wanted && depth == 0)
            return true;
        else if (strchr(")]}", c))
            depth--;
    }
    return false;
}

bool brackets_is_unclosed(const struct parser *p, const struct token *t)
{
    const struct bracket *top = brackets_top(p);
    const enum place around =
        p->tokens.n_open > 1 ? p->tokens.stack[p->tokens.n_open - 2].place : IN_FILE;
    const bool is_type = top && top->place == IN_VALUE && around != IN_VALUE && around != IN_CODE;

    if (!top || t->made || (top->place != IN_VALUE && top->closer != TOKEN_RPAREN))
        return false;
    if (top->closer == TOKEN_TEXT_END || (top->closer == TOKEN_RBRACE && !is_type))
        return false;
    if (source_line_of(p->source, top->span.begin) !=
        source_line_of(p->source, p->tokens.before.span.begin))
        return false; /* it holds several lines */
    if (t->first || t->kind == TOKEN_END)
        return is_type;
    return !line_closes(p, t->span.begin, top->closer);
}

/* All that is open is to be closed: before the end of the file, or before a declaration. Reported
 * once, at the bracket to blame. */
static void report_all(struct parser *p, const struct token *before)
{
    struct tokens *t = &p->tokens;
    struct span blamed = brackets_top(p)->span;
    const bool suspected = t->suspect.begin != t->suspect.end;
    struct diag *d;

    if (t->unclosed_at == before->span.begin + 1)
        return;
    t->unclosed_at = before->span.begin + 1;
    if (suspected)
        blamed = t->suspect;
    if (blamed.begin == blamed.end)
        return; /* not written either, and reported */
    d = parser_report(p, DIAG_UNCLOSED, blamed, "this `%.*s` is not closed",
                      ORCH_STR_ARG(parser_text(p, blamed)));
    if (suspected)
        diag_label(d, t->suspect_closer, "this `}` closes it, but stands further left");
    if (before->kind == TOKEN_END)
        diag_label(d, before->span, "the file ends here");
    else
        diag_label(d, before->span, "`%s` is expected before this declaration",
                   suspected ? "}" : closer_text(brackets_top(p)->closer));
}

static bool any_open(const struct parser *p, int kind)
{
    for (unsigned i = p->tokens.n_open; i-- > 0;) {
        if (closes(&p->tokens.stack[i], kind))
            return true;
    }
    return false;
}

/* A bracket of an expression ends where a line can only go on with a new statement or member. */
static bool line_ends_value(struct parser *p, const struct bracket *top, const struct token *token)
{
    const int next = tokens_peek(p, 0)->kind;

    if (top->place != IN_VALUE || top->closer == TOKEN_TEXT_END || !token->first)
        return false;
    if (token->kind == TOKEN_LBRACE)
        return symbols_opens_block(p, token);
    if (token->kind != TOKEN_NAME)
        return false;
    if (words_starts_statement(token->value.word) && next != TOKEN_COLON)
        return top->closer != TOKEN_RBRACE || (next != TOKEN_COMMA && !brackets_closes(next));
    return token->indent <= top->indent &&
           (next == TOKEN_ASSIGN || (next == TOKEN_COLON && top->closer != TOKEN_RBRACE));
}

/* Behind a value, `{` can only open the block of the `if` around. */
static bool block_ends_value(const struct parser *p, const struct bracket *top,
                             const struct token *token)
{
    return top->place == IN_VALUE && token->kind == TOKEN_LBRACE && p->tokens.spot == SPOT_AFTER &&
           p->tokens.condition && (top->closer == TOKEN_RPAREN || top->closer == TOKEN_RBRACKET);
}

/* The parameters of a flow or an operation end where its result or its body begins. */
static bool head_ends_params(const struct parser *p, const struct bracket *top,
                             const struct token *token)
{
    if (top->place != IN_FIELDS || top->closer != TOKEN_RPAREN)
        return false;
    return token->kind == TOKEN_ARROW ||
           (token->kind == TOKEN_LBRACE && p->tokens.spot != SPOT_OPERAND);
}

/* A closing bracket where another one is due, or none. */
static int missing_before_closer(struct parser *p, const struct token *token, bool *drop)
{
    const struct bracket *top = brackets_top(p);
    const struct orch_str text = parser_text(p, token->span);
    struct diag *d;

    if (top && closes(top, token->kind))
        return 0;
    if (top && any_open(p, token->kind)) {
        if (token->kind != TOKEN_TEXT_END || token->span.end > token->span.begin)
            brackets_report(p, top, token); /* else: of a string that is not closed itself */
        return top->closer;
    }
    if (p->tokens.spot == SPOT_OPERAND && tokens_place(p) == IN_CODE)
        return 0; /* instead of a value: the grammar will say so */
    *drop = true;
    if (!top || top->place != IN_VALUE) {
        parser_mended(p, token->span, "`%.*s` closes nothing", ORCH_STR_ARG(text));
        return 0;
    }
    d = parser_mended(p, token->span, "expected `%s`, found `%.*s`", closer_text(top->closer),
                      ORCH_STR_ARG(text));
    diag_label(d, top->span, "opened here");
    return top->closer; /* it was meant for it */
}

int brackets_missing(struct parser *p, const struct token *token, bool *drop)
{
    const struct bracket *top = brackets_top(p);

    *drop = false;
    if (brackets_closes(token->kind))
        return missing_before_closer(p, token, drop);
    if (!top)
        return 0;
    if (token->kind == TOKEN_END ||
        (token->kind == TOKEN_NAME && words_open_declaration(p, token))) {
        report_all(p, token);
        return top->closer;
    }
    if (line_ends_value(p, top, token) || block_ends_value(p, top, token) ||
        head_ends_params(p, top, token)) {
        brackets_report(p, top, token);
        return top->closer;
    }
    return 0;
}
