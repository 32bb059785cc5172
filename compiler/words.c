/* Words become keywords; see words.h and tokens.def. */
#include "words.h"

#include "tokens.h"

enum word_spot { WORD_FREE, WORD_BEGIN, WORD_AFTER, WORD_OPERAND };

/* What must follow a word. Each names a test below. */
#define NEXTS(X)                                                                                   \
    X(ANY)                                                                                         \
    X(DECLARATION)                                                                                 \
    X(NAME)                                                                                        \
    X(BLOCK)                                                                                       \
    X(COLON)                                                                                       \
    X(NUMBER)                                                                                      \
    X(INT)                                                                                         \
    X(LENGTH)                                                                                      \
    X(STRING)                                                                                      \
    X(STRING_OR_ENV)                                                                               \
    X(TIME)                                                                                        \
    X(OF)                                                                                          \
    X(FLAG)                                                                                        \
    X(SOURCE)                                                                                      \
    X(METHOD)                                                                                      \
    X(KIND)                                                                                        \
    X(FUSE_NAME)                                                                                   \
    X(NO_VALUE)                                                                                    \
    X(ASSIGNED)                                                                                    \
    X(CALL)                                                                                        \
    X(CALLEE)                                                                                      \
    X(OPERAND)
enum word_next {
#define X(id) NEXT_##id,
    NEXTS(X)
#undef X
};

struct word_row {
    const char *word;
    int kind;
    unsigned places;
    enum word_spot spot;
    enum word_next next;
};

struct other_row {
    const char *word;
    int kind; /* 0: left out */
    enum word_spot spot;
    enum word_next next;
    const char *message, *advice;
};

static const struct word_row rows[] = {
#define WORD(word, token, places, spot, next)                                                      \
    {word, TOKEN_##token, places, WORD_##spot, NEXT_##next},
#include "tokens.def"
};

#define TOKEN_LEFT_OUT WORDS_LEFT_OUT
static const struct other_row others[] = {
#define OTHER(word, token, spot, next, message, advice)                                            \
    {word, TOKEN_##token, WORD_##spot, NEXT_##next, message, advice},
#include "tokens.def"
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool is(const char *word, const char *a)
{
    return strcmp(word, a) == 0;
}

static bool is_one_of(const char *word, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (is(word, list[i]))
            return true;
    }
    return false;
}

bool words_is_method(const char *word)
{
    static const char *const methods[] = {"GET",   "POST", "PUT",     "DELETE",
                                          "PATCH", "HEAD", "OPTIONS", "TRACE"};

    return is_one_of(word, methods, COUNT(methods));
}

enum words_string words_string_after(const char *word)
{
    static const char *const plain[] = {"import", "url", "json", "unit", "header", "headers"};

    if (is(word, "matches"))
        return WORDS_STRING_PATTERN;
    return words_is_method(word) || is_one_of(word, plain, COUNT(plain)) ? WORDS_STRING_PLAIN
                                                                         : WORDS_STRING_WITH_HOLES;
}

/* --- what follows ------------------------------------------------------------------------ */

static bool is_number(int kind)
{
    return kind == TOKEN_INT || kind == TOKEN_FLOAT || kind == TOKEN_DURATION ||
           kind == TOKEN_PERCENT || kind == TOKEN_SIZE;
}

static bool is_string(int kind)
{
    return kind == TOKEN_STRING || kind == TOKEN_TEXT_BEGIN;
}

/* Behind a name, these say that it is one: it is set, typed, called, or a part of it is taken. */
static bool marks_name(int kind)
{
    return kind == TOKEN_ASSIGN || kind == TOKEN_COLON || kind == TOKEN_LPAREN ||
           kind == TOKEN_DOT || kind == TOKEN_SAFE_DOT || kind == TOKEN_QUESTION;
}

static bool raw_begins_operand(const struct token *t)
{
    return t->kind == TOKEN_NAME || is_number(t->kind) || is_string(t->kind) ||
           t->kind == TOKEN_LPAREN || t->kind == TOKEN_LBRACKET || t->kind == TOKEN_NOT ||
           t->kind == TOKEN_MINUS;
}

bool words_starts_statement(const char *word)
{
    static const char *const starts[] = {"invoke", "return", "parallel", "switch", "try",  "throw",
                                         "while",  "within", "yield",    "empty",  "case", "catch"};

    return is_one_of(word, starts, COUNT(starts));
}

static bool is_clause(const char *word)
{
    for (size_t i = 0; i < COUNT(rows); i++) {
        if (is(rows[i].word, word) && (rows[i].places & IN_SERVICE) && rows[i].spot == WORD_BEGIN)
            return true;
    }
    return false;
}

static bool next_is_name(struct parser *p, const struct token *next)
{
    const int behind = tokens_peek(p, 1)->kind;

    return next->kind == TOKEN_NAME && behind != TOKEN_ASSIGN && behind != TOKEN_COLON;
}

static bool next_is_failure(struct parser *p, const struct token *next)
{
    static const char *const kinds[] = {"timeout", "unreachable", "status", "malformed",
                                        "fused",   "busy",        "failed"};
    const int behind = tokens_peek(p, 1)->kind;

    return next->kind == TOKEN_NAME && is_one_of(next->value.word, kinds, COUNT(kinds)) &&
           !marks_name(behind);
}

static bool next_is_source(struct parser *p, const struct token *next)
{
    static const char *const sources[] = {"path", "query", "body", "header"};

    return next->kind == TOKEN_NAME && (is_one_of(next->value.word, sources, COUNT(sources)) ||
                                        is_string(tokens_peek(p, 1)->kind));
}

static bool next_is_env(struct parser *p, const struct token *next)
{
    return next->kind == TOKEN_NAME && is(next->value.word, "env") &&
           tokens_peek(p, 1)->kind == TOKEN_NAME;
}

/* `return` stands alone: what follows can only be the next statement, or the end of the block. */
static bool next_is_no_value(struct parser *p, const struct token *next)
{
    if (next->kind == TOKEN_NAME)
        return words_starts_statement(next->value.word) || is(next->value.word, "else") ||
               (is(next->value.word, "for") && next->first) ||
               tokens_peek(p, 1)->kind == TOKEN_ASSIGN;
    return next->kind == TOKEN_RBRACE || next->kind == TOKEN_SEMICOLON || next->kind == TOKEN_END;
}

static bool follows(struct parser *p, enum word_next wanted)
{
    const struct token *next = tokens_peek(p, 0);
    const int behind = tokens_peek(p, 1)->kind;

    switch (wanted) {
    case NEXT_ANY:
        return true;
    case NEXT_DECLARATION:
        return !marks_name(next->kind) && next->kind != TOKEN_COMMA;
    case NEXT_NAME:
        return next_is_name(p, next);
    case NEXT_BLOCK:
        return next->kind == TOKEN_LBRACE;
    case NEXT_COLON:
        return next->kind == TOKEN_COLON;
    case NEXT_NUMBER:
        return is_number(next->kind) || (next->kind == TOKEN_MINUS && is_number(behind));
    case NEXT_INT:
        return next->kind == TOKEN_INT;
    case NEXT_LENGTH:
        return next->kind == TOKEN_INT || next->kind == TOKEN_RANGE;
    case NEXT_STRING:
        return is_string(next->kind);
    case NEXT_STRING_OR_ENV:
        return is_string(next->kind) || next_is_env(p, next);
    case NEXT_TIME:
        return is_number(next->kind) || next_is_env(p, next);
    case NEXT_OF:
        return next->kind == TOKEN_NAME && is(next->value.word, "of");
    case NEXT_FLAG:
        return !marks_name(next->kind);
    case NEXT_SOURCE:
        return next_is_source(p, next);
    case NEXT_METHOD:
        return is_string(next->kind) || (next->kind == TOKEN_NAME && is_string(behind));
    case NEXT_KIND:
        return next_is_failure(p, next);
    case NEXT_FUSE_NAME:
        return next->kind == TOKEN_NAME && !marks_name(behind) &&
               !words_starts_statement(next->value.word) && !is_clause(next->value.word);
    case NEXT_NO_VALUE:
        return next_is_no_value(p, next);
    case NEXT_ASSIGNED:
        return next->kind == TOKEN_NAME && behind == TOKEN_ASSIGN;
    case NEXT_CALL:
        return next->kind == TOKEN_NAME && behind != TOKEN_ASSIGN;
    case NEXT_CALLEE:
        return next->kind == TOKEN_NAME && behind == TOKEN_DOT;
    case NEXT_OPERAND:
        return raw_begins_operand(next) && behind != TOKEN_ASSIGN;
    }
    return false;
}

/* --- keywords ---------------------------------------------------------------------------- */

static bool spot_fits(enum word_spot wanted, enum spot spot)
{
    switch (wanted) {
    case WORD_FREE:
        return true;
    case WORD_BEGIN:
        return spot != SPOT_OPERAND;
    case WORD_AFTER:
        return spot == SPOT_AFTER;
    case WORD_OPERAND:
        return spot == SPOT_OPERAND;
    }
    return false;
}

/* What may end a `case ...:`, or stand in its place. */
static bool ends_case(const char *word)
{
    return is(word, "else") || is(word, "true") || is(word, "false");
}

/* After a dot, or before a colon, a word is a name; a statement on a new line is none. */
static bool is_name_by_neighbours(struct parser *p, const struct token *word)
{
    const int before = p->tokens.before.kind;

    if (before == TOKEN_DOT || before == TOKEN_SAFE_DOT)
        return !(word->first && words_starts_statement(word->value.word));
    return tokens_peek(p, 0)->kind == TOKEN_COLON &&
           !(tokens_place(p) == IN_CODE && ends_case(word->value.word));
}

/* Some words are a part of what another one begins, and stand behind that only. */
static bool stands_behind(const struct parser *p, int kind)
{
    const int before = p->tokens.before.kind;

    switch (kind) {
    case TOKEN_ENV:
        return before == TOKEN_URL || before == TOKEN_TIMEOUT || before == TOKEN_TEXT_BEGIN ||
               before == TOKEN_TEXT_MIDDLE ||
               (before == TOKEN_ASSIGN && p->tokens.before2.kind == TOKEN_STRING);
    case TOKEN_HEADER:
        return before == TOKEN_FROM || tokens_place(p) == IN_SERVICE;
    case TOKEN_STALE:
        return before == TOKEN_ELSE;
    case TOKEN_ANY:
        return before == TOKEN_PARALLEL;
    case TOKEN_STATUS:
    case TOKEN_DEGRADED:
        return before == TOKEN_EXPECT;
    case TOKEN_OF:
        return before == TOKEN_ONE || before == TOKEN_INT || before == TOKEN_PERCENT;
    default:
        return true;
    }
}

static int find_keyword(struct parser *p, const char *word)
{
    const enum place place = tokens_place(p);
    const enum spot spot = p->tokens.spot;

    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct word_row *r = &rows[i];

        if (r->word[0] == word[0] && is(r->word, word) && (r->places & place) &&
            spot_fits(r->spot, spot) && stands_behind(p, r->kind) && follows(p, r->next))
            return r->kind;
    }
    return 0;
}

/* A word of another language: says what to write instead. 0: it is none. */
static int find_other(struct parser *p, const struct token *word)
{
    for (size_t i = 0; i < COUNT(others); i++) {
        const struct other_row *r = &others[i];
        struct diag *d;

        if (r->word[0] != word->value.word[0] || !is(r->word, word->value.word) ||
            !spot_fits(r->spot, p->tokens.spot) || !follows(p, r->next))
            continue;
        d = parser_mended(p, word->span, "%s", r->message);
        if (r->kind == TOKEN_LEFT_OUT)
            diag_note(d, "%s", r->advice);
        else
            diag_fix(d, word->span, r->advice, "write `%s`", r->advice);
        return r->kind;
    }
    return 0;
}

static bool is_target(struct parser *p, const struct token *word)
{
    const int next = tokens_peek(p, 0)->kind;

    if (tokens_place(p) != IN_CODE || (!word->first && p->tokens.spot == SPOT_OPERAND))
        return false;
    if (next == TOKEN_DOT) /* user.name = 3: cannot be, but is meant so */
        return tokens_peek(p, 1)->kind == TOKEN_NAME && tokens_peek(p, 2)->kind == TOKEN_ASSIGN;
    return next == TOKEN_ASSIGN || next == TOKEN_COMPOUND;
}

/* `content.banners(...)` where a statement begins, or behind `x =`: `invoke` is missing. */
static bool lacks_invoke(struct parser *p, const struct token *word)
{
    const struct tokens *t = &p->tokens;
    const int next = tokens_peek(p, 0)->kind;
    const bool member = next == TOKEN_DOT && tokens_peek(p, 1)->kind == TOKEN_NAME;
    const int behind = tokens_peek(p, 2)->kind;

    if (tokens_place(p) != IN_CODE || p->quiet)
        return false;
    if (t->before.kind == TOKEN_ASSIGN && t->before2.kind == TOKEN_TARGET)
        return member && behind == TOKEN_LPAREN;
    if (t->spot == SPOT_OPERAND || (t->spot == SPOT_AFTER && !word->first))
        return false;
    return (member && behind != TOKEN_ASSIGN && behind != TOKEN_DOT) || next == TOKEN_LPAREN;
}

/* GET "/path", or behind the head of an operation, where nothing else can be. */
static bool is_method(struct parser *p, const struct token *word, enum place place)
{
    const int next = tokens_peek(p, 0)->kind;

    if ((place != IN_FILE && place != IN_SERVICE) || !words_is_method(word->value.word))
        return false;
    return is_string(next) ||
           (place == IN_SERVICE && p->tokens.spot == SPOT_AFTER && !marks_name(next));
}

int words_resolve(struct parser *p, const struct token *word)
{
    const enum place place = tokens_place(p);
    struct diag *d;
    int kind = 0;

    if (is_target(p, word) && !words_is_reserved(word->value.word))
        return TOKEN_TARGET;
    if (is_name_by_neighbours(p, word))
        return TOKEN_NAME;
    if (is_method(p, word, place))
        return TOKEN_METHOD;
    kind = find_keyword(p, word->value.word);
    if (!kind && (place == IN_CODE || place == IN_VALUE || place == IN_TERMS))
        kind = find_other(p, word);
    if (kind)
        return kind;
    if (lacks_invoke(p, word)) {
        d = parser_mended(p, word->span, "a call begins with `invoke`");
        diag_fix(d, (struct span){word->span.file, word->span.begin, word->span.begin}, "invoke ",
                 "write `invoke` before it");
        tokens_insert(p, TOKEN_INVOKE, word->span);
        return WORDS_AGAIN;
    }
    return TOKEN_NAME;
}

bool words_is_reserved(const char *word)
{
    for (size_t i = 0; i < COUNT(rows); i++) {
        if (is(rows[i].word, word) && (rows[i].places & IN_CODE) && rows[i].spot == WORD_FREE &&
            rows[i].next == NEXT_ANY)
            return true;
    }
    return false;
}

bool words_open_declaration(struct parser *p, const struct token *word)
{
    const int next = tokens_peek(p, 0)->kind, behind = tokens_peek(p, 1)->kind;
    const char *w = word->value.word;

    if (!word->first)
        return false;
    if (is(w, "import"))
        return word->indent == 0 && next == TOKEN_STRING;
    if (is(w, "test"))
        return next == TOKEN_STRING && behind == TOKEN_LBRACE;
    if (next != TOKEN_NAME)
        return false;
    if (is(w, "flow"))
        return behind == TOKEN_LPAREN && word->indent == 0;
    if (is(w, "error"))
        return behind == TOKEN_INT && word->indent == 0;
    if (is(w, "fuse"))
        return behind == TOKEN_LBRACE && word->indent == 0;
    return behind == TOKEN_LBRACE && (is(w, "record") || is(w, "dictionary") || is(w, "enum") ||
                                      is(w, "colour") || is(w, "service") || is(w, "policy"));
}

/* --- near words -------------------------------------------------------------------------- */

void words_near_declaration(struct diag_near *near)
{
    for (size_t i = 0; i < COUNT(rows); i++) {
        if (rows[i].places == IN_FILE && rows[i].spot == WORD_BEGIN)
            diag_near_try(near, rows[i].word);
    }
}

void words_near_statement(struct diag_near *near)
{
    for (size_t i = 0; i < COUNT(rows); i++) {
        if (words_starts_statement(rows[i].word) || is(rows[i].word, "if") ||
            is(rows[i].word, "for"))
            diag_near_try(near, rows[i].word);
    }
}
