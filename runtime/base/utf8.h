/* UTF-8, byte by byte and eight bytes at a time: what the string functions and the JSON codecs
 * share. Source: RFC 3629, table of well-formed sequences in Unicode 15, 3.9 (table 3-7). */
#ifndef ORCH_BASE_UTF8_H
#define ORCH_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define ORCH_BYTES_01 UINT64_C(0x0101010101010101)
#define ORCH_BYTES_80 UINT64_C(0x8080808080808080)

/* Eight bytes at p, the first one lowest. */
static inline uint64_t orch_load8(const char *p)
{
    uint64_t w;

    memcpy(&w, p, sizeof w);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    w = __builtin_bswap64(w);
#endif
    return w;
}

/* Marks (0x80) the bytes of w that are not plain text of a JSON string: '"', '\\', control
 * characters and everything beyond ASCII. The lowest mark is exact; those above it may be wrong
 * (borrows), so only __builtin_ctzll may be asked. */
static inline uint64_t orch_special8(uint64_t w)
{
    uint64_t quote = (w ^ (ORCH_BYTES_01 * '"')) - ORCH_BYTES_01;
    uint64_t back = (w ^ (ORCH_BYTES_01 * '\\')) - ORCH_BYTES_01;
    uint64_t control = w - ORCH_BYTES_01 * 0x20;

    return (quote | back | control | w) & ORCH_BYTES_80;
}

static inline int orch_utf8_is_tail(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

/* Length of the well-formed sequence that begins at p (p < end); 0 where there is none. */
static inline size_t orch_utf8_step(const char *p, const char *end)
{
    unsigned char c = (unsigned char)p[0], d;
    size_t left = (size_t)(end - p);

    if (c < 0x80)
        return 1;
    if (left < 2 || !orch_utf8_is_tail(p[1]))
        return 0;
    d = (unsigned char)p[1];
    if (c < 0xe0)
        return c >= 0xc2 ? 2 : 0;
    if (left < 3 || !orch_utf8_is_tail(p[2]))
        return 0;
    if (c < 0xf0) /* no overlong forms, no surrogates */
        return (c == 0xe0 && d < 0xa0) || (c == 0xed && d >= 0xa0) ? 0 : 3;
    if (left < 4 || !orch_utf8_is_tail(p[3]) || c > 0xf4)
        return 0;
    return (c == 0xf0 && d < 0x90) || (c == 0xf4 && d >= 0x90) ? 0 : 4;
}

/* Writes the code point (<= 0x10ffff, no surrogate) to out, up to 4 bytes; returns how many. */
static inline size_t orch_utf8_put(char *out, uint32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xc0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xe0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3f));
        out[2] = (char)(0x80 | (c & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3f));
    out[2] = (char)(0x80 | (c >> 6 & 0x3f));
    out[3] = (char)(0x80 | (c & 0x3f));
    return 4;
}

#endif
