/* The JSON writer. Strings are scanned eight bytes at a time for what must be escaped: `"`, `\` and
 * control characters; everything else goes out as it is. */
#include "json_write.h"

#include "base/num.h"
#include "base/time.h"
#include "base/utf8.h"

void orch_json_write_int(struct orch_buf *b, int64_t v)
{
    char text[ORCH_INT_SIZE];

    orch_buf_append(b, text, orch_int_format(v, text));
}

void orch_json_write_float(struct orch_buf *b, double v)
{
    char text[ORCH_FLOAT_SIZE];
    size_t n = orch_float_format(v, text);

    if (n == 0)
        b->failed = true;
    orch_buf_append(b, text, n);
}

void orch_json_write_bool(struct orch_buf *b, bool v)
{
    orch_buf_append(b, v ? "true" : "false", v ? 4 : 5);
}

static bool must_escape(char c)
{
    return c == '"' || c == '\\' || (unsigned char)c < 0x20;
}

/* The first byte from p on that must be escaped, or end. */
static const char *plain(const char *p, const char *end)
{
    while (end - p >= 8) {
        uint64_t w = orch_load8(p), special = orch_special8(w);
        if (special & ~w) { /* a mark that is not there for its own high bit alone */
            for (int i = 0; i < 8; i++)
                if (must_escape(p[i]))
                    return p + i;
        }
        p += 8;
    }
    while (p < end && !must_escape(*p))
        p++;
    return p;
}

static void escape(struct orch_buf *b, char c)
{
    static const char hex[] = "0123456789abcdef";
    static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
    const char *which = c ? strchr(from, c) : NULL;
    char text[6] = {'\\', 'u', '0', '0', hex[(unsigned char)c >> 4], hex[c & 15]};

    if (which)
        text[1] = to[which - from];
    orch_buf_append(b, text, which ? 2 : 6);
}

void orch_json_write_str(struct orch_buf *b, struct orch_str s)
{
    const char *p = s.len ? s.ptr : "", *end = p + s.len;

    orch_buf_char(b, '"');
    for (;;) {
        const char *stop = plain(p, end);
        orch_buf_append(b, p, (size_t)(stop - p));
        if (stop == end)
            break;
        escape(b, *stop);
        p = stop + 1;
    }
    orch_buf_char(b, '"');
}

void orch_json_write_time(struct orch_buf *b, int64_t us)
{
    char text[ORCH_TIME_SIZE];
    size_t n = orch_time_format(us, text);

    if (n == 0)
        b->failed = true;
    orch_buf_char(b, '"');
    orch_buf_append(b, text, n);
    orch_buf_char(b, '"');
}
