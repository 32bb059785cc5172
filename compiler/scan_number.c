/* Numbers and durations: their values, and what is wrong with them; see scan.h. */
#include "scan.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>

/* The digits at the start of text; false where they do not fit. */
static bool read_integer(const char *text, int64_t *out)
{
    int64_t value = 0;

    for (; isdigit((unsigned char)*text); text++) {
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, *text - '0', &value))
            return false;
    }
    *out = value;
    return true;
}

int scan_integer(struct parser *p, GRAMMAR_STYPE *value, struct span span, const char *text)
{
    value->integer = 0;
    if (!read_integer(text, &value->integer))
        diag_note(scan_report(p, DIAG_BAD_NUMBER, span, "this number is too large"),
                  "an `int` reaches from -9223372036854775807 to 9223372036854775807");
    return TOKEN_INT;
}

int scan_float(struct parser *p, GRAMMAR_STYPE *value, struct span span, const char *text)
{
    value->number = strtod(text, NULL);
    if (isinf(value->number)) {
        scan_report(p, DIAG_BAD_NUMBER, span, "this number is too large for a `float`");
        value->number = 0;
    }
    return TOKEN_FLOAT;
}

int scan_number(struct parser *p, GRAMMAR_STYPE *value, struct span span, const char *text)
{
    char digits[64];
    size_t len = span.end - span.begin;

    if (memchr(text, '.', len) && len < sizeof digits) {
        memcpy(digits, text, len);
        digits[len] = '\0';
        return scan_float(p, value, span, digits);
    }
    return scan_integer(p, value, span, text);
}

int scan_duration(struct parser *p, GRAMMAR_STYPE *value, struct span span, const char *text)
{
    const char *unit = text + strspn(text, "0123456789");
    int64_t scale = strcmp(unit, "ms") == 0 ? 1
                    : *unit == 's'          ? 1000
                    : *unit == 'm'          ? 60000
                                            : 3600000;

    value->integer = 0;
    if (!read_integer(text, &value->integer) ||
        __builtin_mul_overflow(value->integer, scale, &value->integer)) {
        scan_report(p, DIAG_BAD_NUMBER, span, "this duration is too long");
        value->integer = 0;
    }
    return TOKEN_DURATION;
}

int scan_unsupported_number(GRAMMAR_STYPE *value, int kind)
{
    value->integer = 0;
    return kind;
}

bool scan_is_percent(const struct parser *p)
{
    const struct orch_str text = p->source->text;
    uint32_t at = p->scan.offset;

    if (at < text.len && (isalnum((unsigned char)text.ptr[at]) || strchr("_(\"", text.ptr[at])))
        return false; /* 10%x */
    while (at < text.len && text.ptr[at] == ' ')
        at++;
    return at == text.len || !(isdigit((unsigned char)text.ptr[at]) || text.ptr[at] == '(');
}

/* What the user may have meant by a number with letters behind it. */
static void advise(struct diag *d, const char *text)
{
    const char *unit = text + strspn(text, "0123456789._");

    if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X' || text[1] == 'b' || text[1] == 'o'))
        diag_note(d, "numbers are written in base 10");
    else if (strncmp(unit, "sec", 3) == 0 || strncmp(unit, "min", 3) == 0 ||
             strncmp(unit, "us", 2) == 0 || strncmp(unit, "ns", 2) == 0 || *unit == 'd' ||
             strncmp(unit, "hour", 4) == 0 || strcmp(unit, "s") == 0 || strcmp(unit, "ms") == 0 ||
             strcmp(unit, "m") == 0 || strcmp(unit, "h") == 0 || isdigit((unsigned char)unit[1]))
        diag_note(d, "durations are whole numbers of `ms`, `s`, `m` or `h`: `1500ms`, `2s`, `5m`");
    else if (toupper((unsigned char)*unit) == 'K' || toupper((unsigned char)*unit) == 'M' ||
             toupper((unsigned char)*unit) == 'G')
        diag_note(d, "sizes are whole numbers of `B`, `KiB`, `MiB` or `GiB`: `64KiB`");
    else if (*unit == '\0' && strchr(text, '_'))
        diag_note(d, "digits are written without `_` between them");
    else
        diag_note(d, "a number ends where its digits end; names begin with a letter");
}

int scan_bad_number(struct parser *p, GRAMMAR_STYPE *value, struct span span, const char *text)
{
    struct diag *d = scan_report(p, DIAG_BAD_NUMBER, span, "`%s` is not a number", text);
    const char *unit = text + strspn(text, "0123456789._");

    advise(d, text);
    value->integer = 0;
    return *unit == 's' || *unit == 'm' || *unit == 'h' || *unit == 'u' || *unit == 'n' ||
                   *unit == 'd'
               ? TOKEN_DURATION /* so that the clause around it is not reported as well */
               : TOKEN_INT;
}
