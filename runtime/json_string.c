/* Strings of the JSON reader: scanned eight bytes at a time, copied only to resolve escapes. */
#include "json_scan.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The four hex digits at p as a number; -1 where they are not. */
static int32_t hex4(const char *p, const char *end)
{
    int32_t v = 0;

    if (end - p < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        int d = hex_digit(p[i]);
        if (d < 0)
            return -1;
        v = v << 4 | d;
    }
    return v;
}

/* What the escape `\` c stands for; 0 where there is no such escape. */
static char simple_escape(char c)
{
    switch (c) {
    case 'n':
        return '\n';
    case 't':
        return '\t';
    case 'r':
        return '\r';
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case '"':
    case '\\':
    case '/':
        return c;
    default:
        return 0;
    }
}

/* The escape whose backslash is at p: its end, or NULL where it is broken; *code is the code point
 * that it stands for. Surrogates must come in pairs. */
static const char *escape(const char *p, const char *end, uint32_t *code)
{
    int32_t high, low;

    if (end - p < 2)
        return NULL;
    if (p[1] != 'u') {
        *code = (uint32_t)simple_escape(p[1]);
        return *code ? p + 2 : NULL;
    }
    high = hex4(p + 2, end);
    if (high < 0 || (high >= 0xdc00 && high < 0xe000))
        return NULL;
    *code = (uint32_t)high;
    if (high < 0xd800 || high >= 0xe000)
        return p + 6;
    if (end - p < 12 || p[6] != '\\' || p[7] != 'u')
        return NULL;
    low = hex4(p + 8, end);
    if (low < 0xdc00 || low >= 0xe000)
        return NULL;
    *code = 0x10000 + ((uint32_t)(high - 0xd800) << 10) + (uint32_t)(low - 0xdc00);
    return p + 12;
}

/* The first byte from p on that is a quote, a backslash, a control character or not ASCII. */
static const char *plain(const char *p, const char *end)
{
    while (end - p >= 8) {
        uint64_t special = orch_special8(orch_load8(p));
        if (special)
            return p + (__builtin_ctzll(special) >> 3);
        p += 8;
    }
    while (p < end && *p != '"' && *p != '\\' && (unsigned char)*p >= 0x20 && *p >= 0)
        p++;
    return p;
}

const char *orch_json_scan_rest(struct orch_json_in *in, const char *begin, const char *p,
                                struct orch_str *raw, bool *escaped)
{
    const char *end = in->end, *next;
    uint32_t code;
    size_t n;

    *escaped = false;
    for (;;) {
        p = plain(p, end);
        if (p == end)
            break;
        if (*p == '"') {
            *raw = orch_str_n(begin, (size_t)(p - begin));
            return p + 1;
        }
        if (*p == '\\') {
            next = escape(p, end, &code);
            if (!next) {
                orch_json_fail(in, p, "is not valid JSON: a string has a bad escape");
                return NULL;
            }
            *escaped = true;
            p = next;
        } else if ((unsigned char)*p < 0x20) {
            orch_json_fail(in, p, "is not valid JSON: a string has a control character");
            return NULL;
        }
        while (p < end && (unsigned char)*p >= 0x80) {
            n = orch_utf8_step(p, end);
            if (n == 0) {
                orch_json_fail(in, p, "is not valid JSON: a string is not UTF-8");
                return NULL;
            }
            p += n;
        }
    }
    orch_json_fail(in, end, ORCH_JSON_TRUNCATED);
    return NULL;
}

bool orch_json_unescape(struct orch_json_in *in, struct orch_str raw, struct orch_str *out)
{
    char *copy = orch_arena_alloc(in->arena, raw.len), *to = copy;
    const char *p = raw.ptr, *end = p + raw.len;

    if (!copy)
        return orch_json_fail(in, p, orch_json_no_memory);
    while (p < end) {
        const char *back = memchr(p, '\\', (size_t)(end - p));
        size_t n = (size_t)((back ? back : end) - p);
        uint32_t code = 0;
        memcpy(to, p, n);
        to += n;
        if (!back)
            break;
        p = escape(back, end, &code);
        to += orch_utf8_put(to, code);
    }
    *out = orch_str_n(copy, (size_t)(to - copy));
    return true;
}
