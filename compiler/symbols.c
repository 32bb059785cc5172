/* Symbols that mean something else in their place; see symbols.h. */
#include "symbols.h"

#include "brackets.h"
#include "tokens.h"
#include "words.h"

static void report_symbol(struct parser *p, const struct token *t, const char *message,
                          const char *replacement)
{
    diag_fix(parser_mended(p, t->span, "%s", message), t->span, replacement, "write `%s`",
             replacement);
}

/* `=` where only `==` or `:` can be meant. */
static int resolve_assign(struct parser *p, const struct token *t)
{
    const struct tokens *s = &p->tokens;
    const enum place place = tokens_place(p);

    if (s->before.kind == TOKEN_TARGET || s->spot != SPOT_AFTER)
        return t->kind;
    if (s->condition && (place == IN_CODE || place == IN_VALUE)) {
        report_symbol(p, t, "`=` sets a value; to compare is `==`", "==");
        return TOKEN_EQ;
    }
    if (place == IN_VALUE && s->before.kind == TOKEN_NAME &&
        (s->before2.kind == TOKEN_LPAREN || s->before2.kind == TOKEN_COMMA ||
         s->before2.kind == TOKEN_LBRACE)) {
        report_symbol(p, t, "a value is given to a name by `:` here", ":");
        return TOKEN_COLON;
    }
    return t->kind;
}

/* A comma where statements are separated: reported once for each block. True: leave it out. */
static bool is_stray_comma(struct parser *p, const struct token *t)
{
    struct bracket *top;
    const struct token *next = tokens_peek(p, 0);
    const int behind = tokens_peek(p, 1)->kind;
    bool statement = next->kind == TOKEN_LBRACE || next->kind == TOKEN_RBRACE;

    if (tokens_place(p) != IN_CODE)
        return false;
    if (next->kind == TOKEN_NAME)
        statement = words_starts_statement(next->value.word) ||
                    strcmp(next->value.word, "if") == 0 || behind == TOKEN_ASSIGN ||
                    behind == TOKEN_DOT;
    if (!statement)
        return false;
    top = &p->tokens.stack[p->tokens.n_open - 1];
    if (!top->commas)
        diag_note(parser_report(p, DIAG_SYNTAX, t->span, "statements stand without commas"),
                  "a new line or a blank separates them, or `;`");
    top->commas = true;
    return true;
}

/* In a list of fields a comma separates as `;` does, unless it goes on with values of `one of`. */
static int resolve_comma(struct parser *p, const struct token *t)
{
    const enum place place = tokens_place(p);

    if (is_stray_comma(p, t))
        return WORDS_LEFT_OUT;
    if (place != IN_FIELDS && place != IN_TERMS)
        return t->kind;
    switch (tokens_peek(p, 0)->kind) {
    case TOKEN_INT:
    case TOKEN_FLOAT:
    case TOKEN_STRING:
    case TOKEN_DURATION:
    case TOKEN_MINUS:
        return t->kind;
    default:
        return TOKEN_SEMICOLON;
    }
}

int symbols_resolve(struct parser *p, const struct token *t)
{
    const struct tokens *s = &p->tokens;
    const enum place place = tokens_place(p);

    if (t->kind == TOKEN_ASSIGN)
        return resolve_assign(p, t);
    if (t->kind == TOKEN_COMMA)
        return resolve_comma(p, t);
    if (t->kind == TOKEN_INT && tokens_peek(p, 0)->kind == TOKEN_ARROW)
        return TOKEN_STATUS_CODE;
    if (t->kind == TOKEN_COLON && s->before.kind == TOKEN_RPAREN &&
        (place == IN_FILE || place == IN_SERVICE)) {
        report_symbol(p, t, "the result stands behind `->`", "->");
        return TOKEN_ARROW;
    }
    return t->kind;
}

/* --- tokens in the wrong place ----------------------------------------------------------- */

/* `id:` and on the next line `name: string`: the name is no type, but what comes next. */
static bool is_next_member(struct parser *p, const struct token *t)
{
    const enum place place = tokens_place(p);

    return (place == IN_FIELDS || place == IN_TERMS) && t->first &&
           p->tokens.before.kind == TOKEN_COLON && tokens_peek(p, 0)->kind == TOKEN_COLON;
}

/* True where a name follows, and then what belongs to a record or map type: `{ a:`, `{ a }`. */
static bool opens_value(struct parser *p)
{
    const int next = tokens_peek(p, 0)->kind, behind = tokens_peek(p, 1)->kind;

    if (next == TOKEN_NAME)
        return behind == TOKEN_COLON || behind == TOKEN_COMMA || behind == TOKEN_QUESTION ||
               (behind == TOKEN_RBRACE && !words_starts_statement(tokens_peek(p, 0)->value.word));
    return next == TOKEN_SPREAD || next == TOKEN_LBRACKET || next == TOKEN_LBRACE;
}

bool symbols_opens_block(struct parser *p, const struct token *t)
{
    const struct token *next = tokens_peek(p, 0);
    const int behind = tokens_peek(p, 1)->kind;

    if (next->kind != TOKEN_NAME)
        return false;
    if (words_starts_statement(next->value.word))
        return behind != TOKEN_COMMA && behind != TOKEN_COLON && behind != TOKEN_RBRACE;
    return t->first && behind == TOKEN_ASSIGN;
}

/* A statement, or one of the words that begin one but also an expression. */
static bool begins_statement(struct parser *p, const struct token *t)
{
    return t->kind == TOKEN_NAME &&
           (words_starts_statement(t->value.word) || tokens_peek(p, 0)->kind == TOKEN_ASSIGN);
}

/* `record A  id: int }`: between the name and the first member. */
static bool lacks_body(struct parser *p, const struct token *t)
{
    const struct tokens *s = &p->tokens;

    if (s->before.kind != TOKEN_NAME || s->before2.kind != s->declaration)
        return false;
    if (s->declaration != TOKEN_RECORD && s->declaration != TOKEN_DICTIONARY &&
        s->declaration != TOKEN_ENUM && s->declaration != TOKEN_SERVICE)
        return false;
    return t->kind == TOKEN_RBRACE || (t->kind == TOKEN_NAME && (!t->first || t->indent > 0));
}

bool symbols_lacks_brace(struct parser *p, const struct token *t)
{
    const struct tokens *s = &p->tokens;
    const int before = s->before.kind;

    if (p->quiet)
        return false;
    if (tokens_place(p) == IN_FILE && s->declaration != TOKEN_FLOW)
        return lacks_body(p, t);
    if (!begins_statement(p, t))
        return false;
    if (tokens_place(p) == IN_FILE)
        return t->first && s->spot == SPOT_AFTER;
    if (tokens_place(p) != IN_CODE)
        return false;
    return before == TOKEN_PARALLEL || before == TOKEN_ANY || before == TOKEN_TRY ||
           (before == TOKEN_ELSE && s->before2.kind == TOKEN_RBRACE &&
            s->closed_place == IN_CODE) ||
           (s->condition && s->spot == SPOT_AFTER);
}

bool symbols_is_misplaced(struct parser *p, const struct token *t, int kind)
{
    const struct tokens *s = &p->tokens;

    if (p->quiet)
        return false;
    if (kind == TOKEN_NAME)
        return is_next_member(p, t);
    if (brackets_closes(kind) && kind != TOKEN_RBRACE)
        return s->spot == SPOT_OPERAND && tokens_place(p) == IN_CODE;
    if (kind != TOKEN_LBRACE || s->spot != SPOT_OPERAND)
        return false;
    if (tokens_place(p) == IN_CODE && symbols_opens_block(p, t))
        return brackets_place(p, t) == IN_VALUE;
    if (s->condition ? tokens_place(p) == IN_CODE
                     : tokens_place(p) == IN_FILE && s->before.kind == TOKEN_ARROW)
        return !opens_value(p);
    return false;
}
