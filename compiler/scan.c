/* Places, words, symbols and comments of the scanner, and what cannot be any of them; see scan.h.
 */
#include "scan.h"

#include "memory.h"
#include "runtime/base/utf8.h"

#include <stdlib.h>

void scan_init(struct parser *p)
{
    const struct orch_str text = p->source->text;

    orch_buf_init(&p->scan.text, 0);
    orch_buf_init(&p->scan.doc, 0);
    if (text.len >= 3 && memcmp(text.ptr, "\xef\xbb\xbf", 3) == 0) /* a byte order mark */
        p->scan.offset = 3;
    p->scan.scanner = scan_open(p);
    if (!p->scan.scanner)
        abort();
}

void scan_free(struct parser *p)
{
    scan_close(p->scan.scanner);
    orch_buf_free(&p->scan.text);
    orch_buf_free(&p->scan.doc);
    free(p->scan.holes);
}

void scan_advance(struct parser *p, struct span *span, size_t len)
{
    span->file = p->source->number;
    span->begin = p->scan.offset;
    p->scan.offset += (uint32_t)len;
    span->end = p->scan.offset;
}

void scan_give_back(struct parser *p, struct span *span, size_t len)
{
    p->scan.offset -= (uint32_t)len;
    span->end -= (uint32_t)len;
}

int scan_end(struct parser *p, struct span *span)
{
    *span = (struct span){p->source->number, p->scan.offset, p->scan.offset};
    return TOKEN_END;
}

const char *scan_name(struct parser *p, const char *text, size_t len)
{
    return intern(&p->c->names, orch_str_n(text, len));
}

int scan_word(struct parser *p, GRAMMAR_STYPE *value, const char *text, size_t len)
{
    value->word = scan_name(p, text, len);
    return TOKEN_NAME;
}

int scan_symbol(struct parser *p, unsigned char c)
{
    static const short kinds[128] = {
        ['{'] = TOKEN_LBRACE,    ['}'] = TOKEN_RBRACE,       ['('] = TOKEN_LPAREN,
        [')'] = TOKEN_RPAREN,    ['['] = TOKEN_LBRACKET,     [']'] = TOKEN_RBRACKET,
        [','] = TOKEN_COMMA,     ['.'] = TOKEN_DOT,          [':'] = TOKEN_COLON,
        [';'] = TOKEN_SEMICOLON, ['?'] = TOKEN_QUESTION,     ['='] = TOKEN_ASSIGN,
        ['+'] = TOKEN_PLUS,      ['-'] = TOKEN_MINUS,        ['*'] = TOKEN_STAR,
        ['/'] = TOKEN_SLASH,     ['%'] = TOKEN_PERCENT_SIGN, ['!'] = TOKEN_NOT,
        ['<'] = TOKEN_LT,        ['>'] = TOKEN_GT,
    };

    (void)p;
    return kinds[c];
}

/* --- comments ---------------------------------------------------------------------------- */

void scan_doc(struct parser *p, const char *text, size_t len)
{
    while (len > 0 && (text[len - 1] == '\r' || text[len - 1] == ' '))
        len--;
    if (len > 0 && text[0] == ' ') {
        text++;
        len--;
    }
    if (p->scan.has_doc)
        orch_buf_char(&p->scan.doc, '\n');
    orch_buf_append(&p->scan.doc, text, len);
    p->scan.has_doc = true;
}

void scan_block_comment(struct parser *p, struct span span)
{
    struct diag *d =
        scan_report(p, DIAG_BAD_CHARACTER, span, "there are no comments between `/*` and `*/`");

    diag_note(d, "a comment begins with `//` and ends with its line");
}

void scan_hash(struct parser *p, struct span span)
{
    struct diag *d;

    span.end = span.begin + 1;
    d = scan_report(p, DIAG_BAD_CHARACTER, span, "`#` means nothing here");
    diag_fix(d, span, "//", "a comment begins with `//`");
}

/* --- what belongs to no token ------------------------------------------------------------ */

int scan_other_language(struct parser *p, struct span span, const char *text)
{
    static const struct {
        const char *written, *meant;
        int kind;
    } table[] = {
        {"===", "==", TOKEN_EQ},   {"!==", "!=", TOKEN_NE}, {"<>", "!=", TOKEN_NE},
        {"=>", "->", TOKEN_ARROW}, {"&", "&&", TOKEN_AND},  {"|", "||", TOKEN_OR},
    };
    size_t i = 0;
    struct diag *d;

    while (strcmp(table[i].written, text) != 0)
        i++;
    d = scan_report(p, DIAG_SYNTAX, span, "there is no `%s`", text);
    diag_fix(d, span, table[i].meant, "write `%s`", table[i].meant);
    return table[i].kind;
}

/* Characters that are easily taken for one of ours: wide forms of the keyboards of East Asia,
 * typographic dashes and quotes, blanks that are none. */
static const struct lookalike {
    const char *written, *meant;
    int kind; /* 0: left out */
} lookalikes[] = {
    {"（", "(", TOKEN_LPAREN},
    {"）", ")", TOKEN_RPAREN},
    {"｛", "{", TOKEN_LBRACE},
    {"｝", "}", TOKEN_RBRACE},
    {"［", "[", TOKEN_LBRACKET},
    {"］", "]", TOKEN_RBRACKET},
    {"【", "[", TOKEN_LBRACKET},
    {"】", "]", TOKEN_RBRACKET},
    {"，", ",", TOKEN_COMMA},
    {"、", ",", TOKEN_COMMA},
    {"：", ":", TOKEN_COLON},
    {"；", ";", TOKEN_SEMICOLON},
    {"．", ".", TOKEN_DOT},
    {"。", ".", TOKEN_DOT},
    {"＝", "=", TOKEN_ASSIGN},
    {"＋", "+", TOKEN_PLUS},
    {"－", "-", TOKEN_MINUS},
    {"−", "-", TOKEN_MINUS},
    {"–", "-", TOKEN_MINUS},
    {"—", "-", TOKEN_MINUS},
    {"＊", "*", TOKEN_STAR},
    {"×", "*", TOKEN_STAR},
    {"／", "/", TOKEN_SLASH},
    {"÷", "/", TOKEN_SLASH},
    {"！", "!", TOKEN_NOT},
    {"＜", "<", TOKEN_LT},
    {"＞", ">", TOKEN_GT},
    {"？", "?", TOKEN_QUESTION},
    {"→", "->", TOKEN_ARROW},
    {"≤", "<=", TOKEN_LE},
    {"≥", ">=", TOKEN_GE},
    {"≠", "!=", TOKEN_NE},
    {"…", "...", TOKEN_SPREAD},
    {"“", "\"", 0},
    {"”", "\"", 0},
    {"‘", "\"", 0},
    {"’", "\"", 0},
    {"＂", "\"", 0},
    {"\xc2\xa0", " ", 0},
    {"\xe3\x80\x80", " ", 0},
    {"\xe2\x80\x8b", "", 0},
    {"\xef\xbb\xbf", "", 0},
};

static const struct lookalike *find_lookalike(const char *text, const char *end)
{
    for (size_t i = 0; i < sizeof lookalikes / sizeof lookalikes[0]; i++) {
        size_t len = strlen(lookalikes[i].written);

        if ((size_t)(end - text) >= len && memcmp(text, lookalikes[i].written, len) == 0)
            return &lookalikes[i];
    }
    return NULL;
}

static int report_lookalike(struct parser *p, struct span span, const struct lookalike *like)
{
    struct diag *d;

    if (like->meant[0] == ' ' || like->meant[0] == '\0') {
        d = scan_report(p, DIAG_BAD_CHARACTER, span, "a blank that is not the ordinary one");
        diag_fix(d, span, like->meant, like->meant[0] ? "write a blank" : "remove it");
    } else {
        d = scan_report(p, DIAG_BAD_CHARACTER, span, "`%s` looks like `%s`, but is not it",
                        like->written, like->meant);
        diag_fix(d, span, like->meant, "write `%s`", like->meant);
    }
    return like->kind;
}

int scan_foreign(struct parser *p, GRAMMAR_STYPE *value, struct span span, const char *text,
                 size_t len, size_t *used)
{
    const char *at = text, *end = text + len;
    const struct lookalike *like = find_lookalike(text, end);
    struct diag *d;

    if (like) {
        *used = strlen(like->written);
        span.end = span.begin + (uint32_t)*used;
        return report_lookalike(p, span, like);
    }
    while (at < end && !find_lookalike(at, end))
        at += orch_utf8_step(at, end);
    *used = (size_t)(at - text);
    span.end = span.begin + (uint32_t)*used;
    for (at = text; at < text + *used && (unsigned char)*at < 0x80;)
        at++;
    if (at < text + *used) {
        d = scan_report(p, DIAG_BAD_CHARACTER, span, "`%.*s` cannot be a name", (int)*used, text);
        diag_note(d, "names are made of the letters a-z and A-Z, digits and `_`; other texts "
                     "stand between `\"`");
    }
    return scan_word(p, value, text, *used);
}
