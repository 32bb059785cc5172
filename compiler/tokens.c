/* Tokens; see tokens.h.
 *
 * A token that the grammar was given is booked (brackets, spot, declaration) only when the grammar
 * asks for the next one: until then it may turn out to be where a syntax error is, and be looked at
 * again. */
#include "tokens.h"

#include "brackets.h"
#include "damage.h"
#include "memory.h"
#include "scan.h"
#include "symbols.h"
#include "words.h"

#include <assert.h>
#include <stdlib.h>

#define TOKENS_STUCK 3 /* times that skipping may end where it ended before */

void tokens_init(struct parser *p)
{
    p->tokens = (struct tokens){0};
}

void tokens_free(struct parser *p)
{
    free(p->tokens.stack);
}

/* --- raw tokens -------------------------------------------------------------------------- */

/* The doc comment that was collected belongs to this token. */
static void attach_doc(struct parser *p, const struct token *t)
{
    struct parser_doc *doc;

    if (!p->scan.has_doc)
        return;
    p->docs = memory_grow(&p->c->arena, p->docs, p->n_docs, sizeof p->docs[0]);
    doc = &p->docs[p->n_docs++];
    doc->before = t->span.begin;
    doc->text = orch_arena_str(&p->c->arena, orch_buf_get(&p->scan.doc));
    p->scan.has_doc = false;
    orch_buf_reset(&p->scan.doc);
}

/* True where only blanks stand before it in its line; *indent: how many columns they take. */
static bool is_first(const struct parser *p, uint32_t begin, unsigned *indent)
{
    const char *text = p->source->text.ptr;
    unsigned columns = 0;

    for (; begin > 0 && (text[begin - 1] == ' ' || text[begin - 1] == '\t'); begin--)
        columns += text[begin - 1] == '\t' ? 4 : 1;
    if (begin > 0 && text[begin - 1] != '\n' && !(begin == 3 && text[0] == '\xef'))
        return false;
    *indent = columns;
    return true;
}

static void scan_one(struct parser *p, struct token *t)
{
    *t = (struct token){0};
    t->kind = scan_next(p, &t->value, &t->span);
    t->first = is_first(p, t->span.begin, &p->tokens.indent);
    t->indent = p->tokens.indent;
    p->scan.last_kind = t->kind;
    p->scan.last_word = t->kind == TOKEN_NAME ? t->value.word : NULL;
    attach_doc(p, t);
}

/* The raw token at the front (0) or behind it. */
static struct token *raw(struct parser *p, unsigned i)
{
    struct tokens *t = &p->tokens;

    while (t->n_ahead <= i) {
        scan_one(p, &t->ahead[(t->first + t->n_ahead) % TOKENS_AHEAD]);
        t->n_ahead++;
    }
    return &t->ahead[(t->first + i) % TOKENS_AHEAD];
}

const struct token *tokens_peek(struct parser *p, unsigned i)
{
    return raw(p, i + 1);
}

const struct token *tokens_behind(struct parser *p)
{
    return raw(p, 0);
}

static void drop_raw(struct parser *p)
{
    p->tokens.first = (p->tokens.first + 1) % TOKENS_AHEAD;
    p->tokens.n_ahead--;
}

void tokens_insert(struct parser *p, int kind, struct span span)
{
    struct tokens *t = &p->tokens;
    const struct token *due = raw(p, 0);
    struct token made = {.kind = kind, .span = span, .made = true};

    assert(t->n_ahead < TOKENS_AHEAD);
    made.first = due->first;
    made.indent = due->indent;
    t->first = (t->first + TOKENS_AHEAD - 1) % TOKENS_AHEAD;
    t->n_ahead++;
    t->ahead[t->first] = made;
}

/* --- booking ----------------------------------------------------------------------------- */

enum place tokens_place(const struct parser *p)
{
    const struct bracket *top = brackets_top(p);

    return top ? top->place : IN_FILE;
}

static bool ends_value(int kind)
{
    switch (kind) {
    case TOKEN_NAME:
    case TOKEN_INT:
    case TOKEN_FLOAT:
    case TOKEN_STRING:
    case TOKEN_DURATION:
    case TOKEN_PERCENT:
    case TOKEN_SIZE:
    case TOKEN_TEXT_END:
    case TOKEN_TRUE:
    case TOKEN_FALSE:
    case TOKEN_NONE:
    case TOKEN_RPAREN:
    case TOKEN_RBRACKET:
    case TOKEN_RBRACE:
    case TOKEN_QUESTION:
    case TOKEN_METHOD:
        return true;
    default:
        return false;
    }
}

static enum spot spot_after(const struct parser *p, const struct token *t)
{
    const enum place place = tokens_place(p); /* the token is booked: inside, if it opened */

    if (ends_value(t->kind))
        return SPOT_AFTER;
    switch (t->kind) {
    case TOKEN_LBRACE:
        return place == IN_VALUE ? SPOT_OPERAND : SPOT_START;
    case TOKEN_LPAREN:
        return place == IN_FIELDS ? SPOT_START : SPOT_OPERAND;
    case TOKEN_COMMA:
        return place == IN_FIELDS || place == IN_TERMS ? SPOT_START : SPOT_OPERAND;
    case TOKEN_COLON:
        return place == IN_CODE ? SPOT_START : SPOT_OPERAND;
    case TOKEN_SEMICOLON:
    case TOKEN_EMPTY:
    case TOKEN_RETURN_BARE:
    case TOKEN_THROW_BARE:
    case TOKEN_TRY:
    case TOKEN_CATCH:
    case TOKEN_PARALLEL:
    case TOKEN_ANY:
    case TOKEN_ONE:
    case TOKEN_OF:
    case TOKEN_DURABLE:
        return SPOT_START;
    case TOKEN_SECRET:
    case TOKEN_FUSE_BARE:
    case TOKEN_COALESCE_CALLS:
    case TOKEN_IDEMPOTENT:
    case TOKEN_ONCE:
    case TOKEN_RESERVED:
        return SPOT_AFTER;
    default:
        return SPOT_OPERAND;
    }
}

static bool is_declaration(int kind)
{
    switch (kind) {
    case TOKEN_IMPORT:
    case TOKEN_DICTIONARY:
    case TOKEN_RECORD:
    case TOKEN_ENUM:
    case TOKEN_SERVICE:
    case TOKEN_COLOUR:
    case TOKEN_FLOW:
    case TOKEN_ERROR_WORD:
    case TOKEN_POLICY:
    case TOKEN_TEST:
    case TOKEN_DURABLE:
        return true;
    default:
        return false;
    }
}

/* Which declaration is being read: what its `{` will hold depends on it. */
static void book_declaration(struct parser *p, const struct token *t)
{
    struct tokens *s = &p->tokens;

    if (tokens_place(p) != IN_FILE)
        return;
    if (is_declaration(t->kind)) {
        s->declaration = t->kind;
        s->outside = false;
    } else if (t->kind == TOKEN_FUSE && s->declaration == 0) {
        s->declaration = TOKEN_FUSE;
    } else if (t->kind == TOKEN_RBRACE || t->kind == TOKEN_RESERVED ||
               (s->declaration == TOKEN_IMPORT && t->kind == TOKEN_STRING)) {
        s->declaration = 0;
    }
}

static void book(struct parser *p, const struct token *t)
{
    struct tokens *s = &p->tokens;

    brackets_book(p, t);
    book_declaration(p, t);
    if (t->kind == TOKEN_WHILE || (t->kind == TOKEN_IF && tokens_place(p) == IN_CODE &&
                                   (s->spot != SPOT_OPERAND || s->before.kind == TOKEN_ELSE)))
        s->condition = true;
    else if (t->kind == TOKEN_LBRACE || t->kind == TOKEN_THEN)
        s->condition = false;
    s->before2 = s->before;
    s->before = *t;
    if (tokens_place(p) == IN_FILE && s->declaration == 0 && t->kind == TOKEN_RBRACE)
        s->spot = SPOT_START;
    else
        s->spot = spot_after(p, t);
}

/* --- the tokens -------------------------------------------------------------------------- */

/* `elif` is `else`, and an `if` behind it. */
static void split_elif(struct parser *p, struct token *t)
{
    t->kind = TOKEN_ELSE;
    drop_raw(p);
    tokens_insert(p, TOKEN_IF, t->span);
}

static struct token closer(const struct parser *p, int kind)
{
    const uint32_t end = p->tokens.before.span.end;

    return (struct token){.kind = kind,
                          .span = {p->source->number, end, end},
                          .made = true,
                          .value = {.text = {"", 0}}};
}

/* Before a statement where its block should have been opened. */
static struct token missing_brace(struct parser *p, const struct token *t)
{
    const struct span at = {t->span.file, t->span.begin, t->span.begin};
    struct token brace = {.kind = TOKEN_LBRACE, .span = at, .made = true, .indent = t->indent};

    diag_fix(parser_mended(p, t->span, "expected `{` before this"), at, "{ ",
             "what belongs to it stands in braces");
    return brace;
}

/* Gives a token back to the raw ones. */
static void give_back(struct parser *p, struct token t)
{
    struct tokens *s = &p->tokens;

    assert(s->n_ahead < TOKENS_AHEAD);
    t.kind = t.raw;
    s->first = (s->first + TOKENS_AHEAD - 1) % TOKENS_AHEAD;
    s->n_ahead++;
    s->ahead[s->first] = t;
}

/* Takes the next token from the raw ones. */
static struct token take(struct parser *p)
{
    while (!diags_full(&p->c->diags)) {
        struct token t = *raw(p, 0);
        const bool lacks_brace = !t.made && symbols_lacks_brace(p, &t);
        bool drop = false;
        int missing = t.made || lacks_brace ? 0 : brackets_missing(p, &t, &drop);

        t.raw = t.kind;
        if (drop)
            drop_raw(p);
        if (missing)
            return closer(p, missing);
        if (drop)
            continue;
        if (lacks_brace)
            return missing_brace(p, &t);
        if (!t.made) {
            int kind = t.kind == TOKEN_NAME ? words_resolve(p, &t) : symbols_resolve(p, &t);

            if (kind == WORDS_LEFT_OUT)
                drop_raw(p);
            if (kind == WORDS_LEFT_OUT || kind == WORDS_AGAIN)
                continue;
            if (symbols_is_misplaced(p, &t, kind)) {
                t.real = kind;
                kind = TOKEN_MISPLACED;
            }
            if (kind == TOKEN_ELSE && strcmp(t.value.word, "else") != 0) {
                split_elif(p, &t);
                return t;
            }
            t.kind = kind;
        }
        drop_raw(p);
        return t;
    }
    p->gave_up = true;
    return (struct token){.kind = TOKEN_END};
}

/* --- after a syntax error ---------------------------------------------------------------- */

static bool is_word(const struct parser *p, const struct token *t)
{
    const struct orch_str text = parser_text(p, t->span);

    return text.len > 0 && ((text.ptr[0] >= 'a' && text.ptr[0] <= 'z') ||
                            (text.ptr[0] >= 'A' && text.ptr[0] <= 'Z') || text.ptr[0] == '_');
}

/* Can the grammar go on here, where statements are due? */
static bool resumes_code(const struct token *t)
{
    switch (t->kind) {
    case TOKEN_INVOKE:
    case TOKEN_RETURN:
    case TOKEN_RETURN_BARE:
    case TOKEN_THROW_BARE:
    case TOKEN_EMPTY:
    case TOKEN_PARALLEL:
    case TOKEN_SWITCH:
    case TOKEN_THROW:
    case TOKEN_TRY:
    case TOKEN_WHILE:
    case TOKEN_WITHIN:
    case TOKEN_YIELD:
    case TOKEN_SEMICOLON:
    case TOKEN_CASE:
    case TOKEN_ELSE_CASE:
        return true;
    case TOKEN_IF:
    case TOKEN_FOR:
    case TOKEN_TARGET:
    case TOKEN_LBRACE:
    case TOKEN_RESERVED:
        return t->first;
    default:
        return false;
    }
}

static bool resumes(struct parser *p, const struct token *t)
{
    const struct tokens *s = &p->tokens;
    const enum place place = tokens_place(p);

    if (t->kind == TOKEN_END || brackets_closes(t->kind))
        return true;
    if (t->span.begin < s->resumed_at)
        return false;
    switch (place) {
    case IN_FILE:
        return is_declaration(t->kind) || t->kind == TOKEN_RESERVED ||
               (t->kind == TOKEN_FUSE && t->first) ||
               (s->before.kind == TOKEN_RBRACE && !s->outside) ||
               (t->kind == TOKEN_LBRACE && s->declaration != 0 && s->declaration != TOKEN_IMPORT);
    case IN_CODE:
        if (t->span.begin == s->error_begin && !t->first && t->kind != TOKEN_SEMICOLON &&
            t->kind != TOKEN_LBRACE)
            return false; /* a word in the wrong place is no new statement */
        return resumes_code(t) || (t->kind == TOKEN_LBRACE && s->condition) ||
               (t->kind == TOKEN_NAME && t->first && t->indent <= s->error_indent);
    case IN_VALUE:
        return t->kind == TOKEN_COMMA;
    case IN_SERVICE: /* clauses belong to the operation that is broken */
        return t->kind == TOKEN_SEMICOLON ||
               (t->first && t->kind == TOKEN_NAME &&
                (raw(p, 0)->kind == TOKEN_LPAREN || raw(p, 0)->kind == TOKEN_ARROW));
    default:
        return t->kind == TOKEN_SEMICOLON || (t->first && is_word(p, t));
    }
}

void tokens_panic(struct parser *p)
{
    p->tokens.panic = true;
}

void tokens_close(struct parser *p)
{
    p->tokens.close = true;
}

/* Skips to where the grammar can go on, from t, which is taken but not booked. That token is held:
 * it is given next. */
static void skip(struct parser *p, struct token t, struct span *skipped)
{
    struct tokens *s = &p->tokens;
    const unsigned depth = s->n_open;

    p->quiet = true;
    while (!p->gave_up && !(s->n_open == depth && resumes(p, &t))) {
        skipped->end = t.span.end;
        book(p, &t);
        t = take(p);
    }
    p->quiet = false;
    s->spot = tokens_place(p) == IN_VALUE ? s->spot : SPOT_START;
    if (t.kind != TOKEN_LBRACE) {
        s->condition = false;
        s->declaration = tokens_place(p) == IN_FILE ? 0 : s->declaration;
    }
    s->held = t;
    s->holds = true;
    s->last_pending = false;
}

static int resume(struct parser *p, GRAMMAR_STYPE *value, struct span *span)
{
    struct tokens *s = &p->tokens;
    struct token from = s->last_pending ? s->last : s->holds ? s->held : take(p);
    struct span skipped = {from.span.file, from.span.begin, from.span.begin};

    s->panic = false;
    if (from.kind == TOKEN_MISPLACED)
        from.kind = brackets_closes(from.real) ? TOKEN_BAD : from.real;
    s->error_indent = from.indent;
    s->error_begin = from.span.begin;
    p->quiet_line = source_line_of(p->source, from.span.begin);
    if (s->close) { /* the bracket is to be closed here */
        s->close = false;
        s->last_pending = false;
        s->held = closer(p, brackets_top(p)->closer);
        s->holds = true;
        give_back(p, from);
    } else {
        skip(p, from, &skipped);
    }
    if (s->resumed_at == s->held.span.begin + 1 && ++s->stuck > TOKENS_STUCK)
        p->gave_up = true;
    else if (s->resumed_at != s->held.span.begin + 1)
        s->stuck = 0;
    s->resumed_at = s->held.span.begin + 1;
    damage_extend(p->c, skipped.end);
    *value = (GRAMMAR_STYPE){0};
    *span = skipped;
    return s->held.kind == TOKEN_LBRACE && (tokens_place(p) == IN_FILE || s->condition)
               ? TOKEN_RESUME_BODY
               : TOKEN_RESUME;
}

/* A word whose syntax is not there yet stands for all that belongs to it. */
static int give_reserved(struct parser *p, struct token word, GRAMMAR_STYPE *value,
                         struct span *span)
{
    *value = word.value;
    *span = word.span;
    book(p, &word);
    p->tokens.resumed_at = word.span.end + 1;
    p->tokens.error_indent = word.indent;
    p->tokens.error_begin = word.span.begin;
    p->quiet_line = 0;
    p->quiet = true; /* what belongs to it is not looked at */
    skip(p, take(p), span);
    return word.kind;
}

static int give_end(const struct parser *p, struct span *span)
{
    const uint32_t end = (uint32_t)p->source->text.len;

    *span = (struct span){p->source->number, end, end};
    return TOKEN_END;
}

int tokens_next(struct parser *p, GRAMMAR_STYPE *value, struct span *span)
{
    struct tokens *s = &p->tokens;
    struct token t;

    if (diags_full(&p->c->diags))
        p->gave_up = true;
    if (!p->gave_up && s->panic)
        return resume(p, value, span);
    if (!p->gave_up && s->last_pending)
        book(p, &s->last);
    if (p->gave_up)
        return give_end(p, span);
    t = s->holds ? s->held : take(p);
    s->holds = false;
    if (p->gave_up)
        return give_end(p, span);
    if (t.kind == TOKEN_RESERVED)
        return give_reserved(p, t, value, span);
    s->last = t;
    s->last_pending = true;
    *value = t.value;
    *span = t.span;
    return t.kind;
}

void tokens_too_deep(struct parser *p, struct span span)
{
    diag_note(parser_report(p, DIAG_TOO_DEEP, span, "this is nested too deep"),
              "brackets nest up to %d deep", PARSE_MAX_DEPTH);
    p->gave_up = true;
}
