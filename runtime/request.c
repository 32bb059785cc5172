/* What goes out to a service, percent-encoded (RFC 3986) as it is written. All but the unreserved
 * characters of a value are encoded, so that no value can end its segment or its parameter. */
#include "request.h"

#include "base/num.h"
#include "base/time.h"
#include "flow.h"
#include "header.h"

static bool unreserved(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

static void write_encoded(struct orch_buf *b, struct orch_str v)
{
    static const char hex[] = "0123456789ABCDEF";
    size_t plain = 0; /* start of the run of characters that stay as they are */

    for (size_t i = 0; i < v.len; i++) {
        unsigned char c = (unsigned char)v.ptr[i];
        char escape[3] = {'%', hex[c >> 4], hex[c & 15]};

        if (unreserved(c))
            continue;
        orch_buf_append(b, v.ptr + plain, i - plain);
        orch_buf_append(b, escape, sizeof escape);
        plain = i + 1;
    }
    if (plain < v.len)
        orch_buf_append(b, v.ptr + plain, v.len - plain);
}

static void write_int(struct orch_buf *b, int64_t v)
{
    char text[ORCH_INT_SIZE];

    orch_buf_append(b, text, orch_int_format(v, text));
}

void orch_request_init(struct orch_upstream_request *r)
{
    *r = (struct orch_upstream_request){.has_query = false};
    orch_buf_init(&r->target, 0);
    orch_buf_init(&r->headers, 0);
    orch_buf_init(&r->body, 0);
}

void orch_request_reset(struct orch_upstream_request *r)
{
    orch_buf_reset(&r->target);
    orch_buf_reset(&r->headers);
    orch_buf_reset(&r->body);
    r->has_query = false;
    r->has_body = false;
    r->refused = NULL;
}

void orch_request_free(struct orch_upstream_request *r)
{
    orch_buf_free(&r->target);
    orch_buf_free(&r->headers);
    orch_buf_free(&r->body);
}

void orch_request_path(struct orch_upstream_request *r, const char *literal)
{
    orch_buf_cstr(&r->target, literal);
    if (strchr(literal, '?'))
        r->has_query = true;
}

void orch_request_path_str(struct orch_upstream_request *r, struct orch_str v)
{
    if (v.len == 0)
        r->refused = "a value for the path is empty";
    else if (orch_str_eq(v, orch_str(".")) || orch_str_eq(v, orch_str("..")))
        r->refused = "a value for the path is \".\" or \"..\"";
    write_encoded(&r->target, v);
}

void orch_request_path_int(struct orch_upstream_request *r, int64_t v)
{
    write_int(&r->target, v);
}

static void query_name(struct orch_upstream_request *r, const char *name)
{
    orch_buf_char(&r->target, r->has_query ? '&' : '?');
    r->has_query = true;
    write_encoded(&r->target, orch_str(name));
    orch_buf_char(&r->target, '=');
}

void orch_request_query_str(struct orch_upstream_request *r, const char *name, struct orch_str v)
{
    query_name(r, name);
    write_encoded(&r->target, v);
}

void orch_request_query_int(struct orch_upstream_request *r, const char *name, int64_t v)
{
    query_name(r, name);
    write_int(&r->target, v);
}

void orch_request_query_float(struct orch_upstream_request *r, const char *name, double v)
{
    char text[ORCH_FLOAT_SIZE];
    size_t n = orch_float_format(v, text);

    query_name(r, name);
    write_encoded(&r->target, orch_str_n(text, n));
    if (n == 0)
        r->target.failed = true;
}

void orch_request_query_bool(struct orch_upstream_request *r, const char *name, bool v)
{
    query_name(r, name);
    orch_buf_cstr(&r->target, v ? "true" : "false");
}

void orch_request_query_time(struct orch_upstream_request *r, const char *name, int64_t us)
{
    char text[ORCH_TIME_SIZE];
    size_t n = orch_time_format(us, text);

    query_name(r, name);
    write_encoded(&r->target, orch_str_n(text, n));
    if (n == 0)
        r->target.failed = true;
}

void orch_request_header_str(struct orch_upstream_request *r, const char *name, struct orch_str v)
{
    const char *fault = orch_header_fault(v);

    if (fault)
        r->refused = fault;
    else
        orch_header_line(&r->headers, name, v);
}

void orch_request_header_int(struct orch_upstream_request *r, const char *name, int64_t v)
{
    char text[ORCH_INT_SIZE];

    orch_header_line(&r->headers, name, orch_str_n(text, orch_int_format(v, text)));
}

void orch_request_header_float(struct orch_upstream_request *r, const char *name, double v)
{
    char text[ORCH_FLOAT_SIZE];
    size_t n = orch_float_format(v, text);

    orch_header_line(&r->headers, name, orch_str_n(text, n));
    if (n == 0)
        r->headers.failed = true;
}

void orch_request_header_bool(struct orch_upstream_request *r, const char *name, bool v)
{
    orch_header_line(&r->headers, name, orch_str(v ? "true" : "false"));
}

void orch_request_header_time(struct orch_upstream_request *r, const char *name, int64_t us)
{
    char text[ORCH_TIME_SIZE];
    size_t n = orch_time_format(us, text);

    orch_header_line(&r->headers, name, orch_str_n(text, n));
    if (n == 0)
        r->headers.failed = true;
}

struct orch_buf *orch_request_body(struct orch_upstream_request *r)
{
    r->has_body = true;
    return &r->body;
}

const char *orch_method_name(enum orch_method m)
{
    static const char *const names[ORCH_METHOD_COUNT] = {
        [ORCH_GET] = "GET", [ORCH_HEAD] = "HEAD",   [ORCH_POST] = "POST",
        [ORCH_PUT] = "PUT", [ORCH_PATCH] = "PATCH", [ORCH_DELETE] = "DELETE",
    };

    return names[m];
}
