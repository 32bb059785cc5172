/* A growable byte buffer on the heap, made to be reused: reset keeps its memory. Errors are
 * sticky: after one, appends do nothing and `failed` stays set until reset. */
#ifndef ORCH_BASE_BUF_H
#define ORCH_BASE_BUF_H

#include "str.h"

#include <stdarg.h>

struct orch_buf {
    char *data; /* not NUL-terminated */
    size_t len, cap;
    size_t limit; /* largest len, given to init; 0 is none. cap never exceeds it */
    bool failed;  /* the limit or memory ended */
};

void orch_buf_init(struct orch_buf *b, size_t limit);
void orch_buf_free(struct orch_buf *b);
void orch_buf_reset(struct orch_buf *b); /* len = 0, failed = false; keeps memory */
/* Room for `more` bytes behind len; false (and failed) where there is none. */
bool orch_buf_reserve(struct orch_buf *b, size_t more);
static inline void orch_buf_append(struct orch_buf *b, const void *data, size_t len)
{
    if (len == 0)
        return;
    if ((b->failed || len > b->cap - b->len) && !orch_buf_reserve(b, len))
        return;
    memcpy(b->data + b->len, data, len);
    b->len += len;
}
void orch_buf_str(struct orch_buf *b, struct orch_str s);
void orch_buf_cstr(struct orch_buf *b, const char *s);
void orch_buf_char(struct orch_buf *b, char c);
void orch_buf_printf(struct orch_buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void orch_buf_vprintf(struct orch_buf *b, const char *fmt, va_list ap);
static inline struct orch_str orch_buf_get(const struct orch_buf *b)
{
    return (struct orch_str){b->data, b->len};
}

#endif
