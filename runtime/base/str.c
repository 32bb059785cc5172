/* Slices: comparison and UTF-8. */
#include "str.h"

#include "utf8.h"

int orch_str_cmp(struct orch_str a, struct orch_str b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    int d = n ? memcmp(a.ptr, b.ptr, n) : 0;

    return d ? d : (a.len > b.len) - (a.len < b.len);
}

bool orch_str_is_utf8(struct orch_str s)
{
    const char *p = s.ptr, *end = s.len ? p + s.len : p;
    size_t n;

    while (p < end) {
        if (end - p >= 8 && !(orch_load8(p) & ORCH_BYTES_80)) {
            p += 8;
            continue;
        }
        n = orch_utf8_step(p, end);
        if (n == 0)
            return false;
        p += n;
    }
    return true;
}

size_t orch_str_code_points(struct orch_str s)
{
    size_t n = 0, i = 0;

    for (; s.len - i >= 8; i += 8) {
        uint64_t w = orch_load8(s.ptr + i);
        uint64_t tails = w & ~(w << 1) & ORCH_BYTES_80; /* 10xxxxxx */
        n += 8 - (size_t)__builtin_popcountll(tails);
    }
    for (; i < s.len; i++)
        n += !orch_utf8_is_tail(s.ptr[i]);
    return n;
}
