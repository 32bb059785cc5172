/* Strings: their pieces, escapes and holes, and strings that are not closed; see scan.h.
 *
 * "a"          STRING
 * "a {b} c"    TEXT_BEGIN "a "  b  TEXT_END " c"
 * "{a}, {b}"   TEXT_BEGIN ""  a  TEXT_MIDDLE ", "  b  TEXT_END ""
 *
 * A string ends with its line: where it is not closed there, it is reported, and given as if it
 * had been. */
#include "scan.h"

#include "memory.h"
#include "runtime/base/utf8.h"
#include "words.h"

#include <stdlib.h>

void scan_string_begin(struct parser *p, struct span span)
{
    p->scan.string_begin = span.begin;
    orch_buf_reset(&p->scan.text);
}

int scan_string_kind(const struct parser *p, int with_holes, int plain, int pattern)
{
    if (p->scan.last_kind != TOKEN_NAME)
        return with_holes;
    switch (words_string_after(p->scan.last_word)) {
    case WORDS_STRING_PATTERN:
        return pattern;
    case WORDS_STRING_PLAIN:
        return plain;
    default:
        return with_holes;
    }
}

void scan_string_text(struct parser *p, const char *text, size_t len)
{
    orch_buf_append(&p->scan.text, text, len);
}

void scan_escape(struct parser *p, char c)
{
    orch_buf_char(&p->scan.text, c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : c);
}

void scan_escape_unicode(struct parser *p, struct span span, const char *digits)
{
    unsigned long c = strtoul(digits, NULL, 16);
    char bytes[4];

    if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) {
        scan_report(p, DIAG_BAD_STRING, span, "there is no character U+%04lX", c);
        return;
    }
    orch_buf_append(&p->scan.text, bytes, orch_utf8_put(bytes, (uint32_t)c));
}

void scan_bad_escape(struct parser *p, struct span span, unsigned char c)
{
    struct diag *d;

    if (c >= 0x80) /* the rest of the character is text */
        d = scan_report(p, DIAG_BAD_STRING, span, "`\\` before a letter that it does not go with");
    else
        d = scan_report(p, DIAG_BAD_STRING, span, "there is no `\\%c`", c);
    if (c == 'u')
        diag_note(d, "a character by its number is written `\\u{1F600}`, with up to 6 digits");
    else
        diag_note(d, "there are `\\\"` `\\\\` `\\n` `\\r` `\\t` `\\{` `\\}` and `\\u{1F600}`; a "
                     "backslash itself is `\\\\`");
    if (c >= 0x80)
        orch_buf_char(&p->scan.text, (char)c);
}

/* Gives the text read so far, as a token from where the string (or this piece) began. */
static int give(struct parser *p, GRAMMAR_STYPE *value, struct span *span, int kind)
{
    const struct orch_str text = orch_buf_get(&p->scan.text);
    char *copy = memory_new(&p->c->arena, text.len + 1, 1);

    if (text.len > 0)
        memcpy(copy, text.ptr, text.len);
    value->text = orch_str_n(copy, text.len);
    *span = (struct span){p->source->number, p->scan.string_begin, p->scan.offset};
    orch_buf_reset(&p->scan.text);
    return kind;
}

/* The string ends: was it the piece behind a hole? */
static int end_string(struct parser *p, GRAMMAR_STYPE *value, struct span *span)
{
    const struct orch_str text = p->source->text;

    /* A piece behind a hole begins with the `}` of the hole, any other with a quote. */
    return give(p, value, span,
                text.ptr[p->scan.string_begin] == '}' ? TOKEN_TEXT_END : TOKEN_STRING);
}

int scan_string_end(struct parser *p, GRAMMAR_STYPE *value, struct span *span)
{
    return end_string(p, value, span);
}

/* Says once for each line that a string in it is not closed. */
static void report_broken(struct parser *p, uint32_t begin)
{
    const struct span span = {p->source->number, begin, p->scan.offset};
    struct diag *d;

    if (p->scan.broken_line == p->scan.offset + 1)
        return;
    p->scan.broken_line = p->scan.offset + 1;
    d = scan_report(p, DIAG_BAD_STRING, span, "this string is not closed in its line");
    if (p->scan.n_holes > 0)
        diag_note(
            d, "it begins in the braces of another string: does the `{` before it lack its `}`?");
    diag_note(d, "a string ends with `\"`; a new line in it is written `\\n`");
}

int scan_string_broken(struct parser *p, GRAMMAR_STYPE *value, struct span *span)
{
    report_broken(p, p->scan.string_begin);
    return end_string(p, value, span);
}

int scan_single_quoted(struct parser *p, GRAMMAR_STYPE *value, struct span span, const char *text,
                       size_t len)
{
    size_t quote = (unsigned char)text[0] < 0x80 ? 1 : 3; /* ' or a typographic one */
    struct diag *d;

    orch_buf_reset(&p->scan.text);
    orch_buf_append(&p->scan.text, text + quote, len - 2 * quote);
    p->scan.string_begin = span.begin;
    d = scan_report(p, DIAG_BAD_STRING, span, "strings stand between `\"`");
    diag_fix(d, span, memory_text(&p->c->arena, "\"%.*s\"", (int)(len - 2 * quote), text + quote),
             "write `\"%.*s\"`", (int)(len - 2 * quote), text + quote);
    return give(p, value, &span, TOKEN_STRING);
}

/* --- holes ------------------------------------------------------------------------------- */

void scan_hole_open(struct parser *p)
{
    struct scan *s = &p->scan;

    if (s->n_holes == s->cap_holes) {
        s->cap_holes = s->cap_holes ? s->cap_holes * 2 : 8;
        s->holes = realloc(s->holes, s->cap_holes * sizeof s->holes[0]);
        if (!s->holes)
            abort();
    }
    s->holes[s->n_holes++] = 0;
}

bool scan_hole_brace(struct parser *p, int step)
{
    unsigned *open = &p->scan.holes[p->scan.n_holes - 1];

    if (step < 0 && *open == 0) {
        p->scan.n_holes--;
        return false;
    }
    *open = step > 0 ? *open + 1 : *open - 1;
    return true;
}

int scan_text_hole(struct parser *p, GRAMMAR_STYPE *value, struct span *span)
{
    const char first = p->source->text.ptr[p->scan.string_begin];

    return give(p, value, span, first == '}' ? TOKEN_TEXT_MIDDLE : TOKEN_TEXT_BEGIN);
}

void scan_text_resume(struct parser *p, struct span span)
{
    p->scan.string_begin = span.begin;
    orch_buf_reset(&p->scan.text);
}

int scan_text_broken(struct parser *p, GRAMMAR_STYPE *value, struct span *span)
{
    p->scan.n_holes--;
    report_broken(p, p->scan.string_begin);
    p->scan.string_begin = p->scan.offset;
    return give(p, value, span, TOKEN_TEXT_END);
}
