/* The growable buffer: doubling growth up to the limit, sticky failure. */
#include "buf.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { FIRST_CAP = 256 };

void orch_buf_init(struct orch_buf *b, size_t limit)
{
    *b = (struct orch_buf){.limit = limit};
}

void orch_buf_free(struct orch_buf *b)
{
    free(b->data);
    orch_buf_init(b, b->limit);
}

void orch_buf_reset(struct orch_buf *b)
{
    b->len = 0;
    b->failed = false;
}

bool orch_buf_reserve(struct orch_buf *b, size_t more)
{
    size_t most = b->limit ? b->limit : SIZE_MAX / 2, cap = b->cap ? b->cap : FIRST_CAP;
    char *data;

    if (b->failed)
        return false;
    if (more <= b->cap - b->len)
        return true;
    b->failed = true;
    if (b->len > most || more > most - b->len)
        return false;
    while (cap < b->len + more)
        cap *= 2;
    if (cap > most)
        cap = most;
    data = realloc(b->data, cap);
    if (!data)
        return false;
    b->data = data;
    b->cap = cap;
    b->failed = false;
    return true;
}

void orch_buf_str(struct orch_buf *b, struct orch_str s)
{
    orch_buf_append(b, s.ptr, s.len);
}

void orch_buf_cstr(struct orch_buf *b, const char *s)
{
    orch_buf_append(b, s, strlen(s));
}

void orch_buf_char(struct orch_buf *b, char c)
{
    orch_buf_append(b, &c, 1);
}

void orch_buf_printf(struct orch_buf *b, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    orch_buf_vprintf(b, fmt, ap);
    va_end(ap);
}

void orch_buf_vprintf(struct orch_buf *b, const char *fmt, va_list ap)
{
    char small[256]; /* vsnprintf needs room for a NUL that the buffer does not keep */
    va_list again;
    int n;

    if (b->failed)
        return;
    va_copy(again, ap);
    n = vsnprintf(small, sizeof small, fmt, ap);
    if (n < 0) {
        b->failed = true;
    } else if ((size_t)n < sizeof small) {
        orch_buf_append(b, small, (size_t)n);
    } else {
        char *text = malloc((size_t)n + 1);
        if (!text || vsnprintf(text, (size_t)n + 1, fmt, again) != n)
            b->failed = true;
        else
            orch_buf_append(b, text, (size_t)n);
        free(text);
    }
    va_end(again);
}
