/* See http.h. A mock reads what well-behaved clients send; it is no defence against hostile ones.
 */
#include "http.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

bool slice_is(struct slice s, const char *text)
{
    return s.len == strlen(text) && memcmp(s.ptr, text, s.len) == 0;
}

/* The part of *rest before the first `mark` (or all of it); *rest becomes what follows. */
static struct slice cut(struct slice *rest, const char *mark)
{
    size_t width = strlen(mark);
    const char *at = rest->len ? memmem(rest->ptr, rest->len, mark, width) : NULL;
    struct slice head = {rest->ptr, at ? (size_t)(at - rest->ptr) : rest->len};
    size_t used = at ? head.len + width : head.len;

    *rest = (struct slice){rest->ptr + used, rest->len - used};
    return head;
}

long http_parse(const char *buf, size_t len, struct request *out)
{
    const char *end = len ? memmem(buf, len, "\r\n\r\n", 4) : NULL;
    struct slice head, line, target, connection, length;
    size_t size;

    if (!end)
        return len > 64 * 1024 ? HTTP_BAD : HTTP_MORE;
    size = (size_t)(end - buf) + 4;
    head = (struct slice){buf, size - 2}; /* each line with its CRLF */
    line = cut(&head, "\r\n");
    out->headers = head;
    out->method = cut(&line, " ");
    target = cut(&line, " ");
    if (target.len == 0 || target.ptr[0] != '/' || line.len < 8 ||
        memcmp(line.ptr, "HTTP/1.", 7) != 0)
        return HTTP_BAD;
    out->path = cut(&target, "?");
    out->query = target;
    connection = http_header(out->headers, "Connection");
    out->close = slice_is(connection, "close");
    length = http_header(out->headers, "Content-Length");
    out->body = (struct slice){buf + size, length.ptr ? strtoul(length.ptr, NULL, 10) : 0};
    if (http_header(out->headers, "Transfer-Encoding").ptr)
        return HTTP_BAD;
    return size + out->body.len <= len ? (long)(size + out->body.len) : HTTP_MORE;
}

bool http_next_header(struct slice *headers, struct slice *name, struct slice *value)
{
    struct slice line;

    if (headers->len == 0)
        return false;
    line = cut(headers, "\r\n");
    *name = cut(&line, ":");
    while (line.len > 0 && line.ptr[0] == ' ')
        line = (struct slice){line.ptr + 1, line.len - 1};
    *value = line;
    return true;
}

struct slice http_header(struct slice headers, const char *name)
{
    struct slice found, value;

    while (http_next_header(&headers, &found, &value))
        if (found.len == strlen(name) && strncasecmp(found.ptr, name, found.len) == 0)
            return value;
    return (struct slice){NULL, 0};
}

static int hex(char c)
{
    const char *digits = "0123456789abcdef";
    const char *at = c ? strchr(digits, c | 0x20) : NULL;

    return at ? (int)(at - digits) : -1;
}

static void decode(struct slice in, char *out, size_t cap)
{
    size_t n = 0;

    for (size_t i = 0; i < in.len && n + 1 < cap; i++) {
        if (in.ptr[i] == '%' && i + 2 < in.len && hex(in.ptr[i + 1]) >= 0 &&
            hex(in.ptr[i + 2]) >= 0) {
            out[n++] = (char)(hex(in.ptr[i + 1]) * 16 + hex(in.ptr[i + 2]));
            i += 2;
        } else {
            out[n++] = in.ptr[i] == '+' ? ' ' : in.ptr[i];
        }
    }
    out[n] = '\0';
}

bool http_query(struct slice query, const char *name, char *out, size_t cap)
{
    while (query.len > 0) {
        struct slice pair = cut(&query, "&");
        struct slice key = cut(&pair, "=");

        if (slice_is(key, name)) {
            decode(pair, out, cap);
            return true;
        }
    }
    return false;
}

static const char *reason(int status)
{
    static const struct {
        int status;
        const char *text;
    } reasons[] = {{200, "OK"},          {201, "Created"},      {204, "No Content"},
                   {400, "Bad Request"}, {404, "Not Found"},    {409, "Conflict"},
                   {429, "Slow Down"},   {500, "Server Error"}, {503, "Unavailable"}};

    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].status == status)
            return reasons[i].text;
    return "Status";
}

size_t http_head(char *out, size_t cap, int status, size_t content_length, const char *more)
{
    int n = snprintf(out, cap, "HTTP/1.1 %d %s\r\nContent-Type: application/json\r\n", status,
                     reason(status));

    if (status == 204)
        n += snprintf(out + n, cap - (size_t)n, "%s\r\n", more);
    else
        n += snprintf(out + n, cap - (size_t)n, "Content-Length: %zu\r\n%s\r\n", content_length,
                      more);
    return (size_t)n;
}
