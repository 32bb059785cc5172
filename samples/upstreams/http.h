/* Just enough of HTTP/1.1 for a mock: request heads out of a buffer, reply heads into one. */
#ifndef UPSTREAMS_HTTP_H
#define UPSTREAMS_HTTP_H

#include <stdbool.h>
#include <stddef.h>

/* Text inside a buffer that somebody else owns; not NUL-terminated. */
struct slice {
    const char *ptr;
    size_t len;
};

bool slice_is(struct slice s, const char *text);

struct request {
    struct slice method, path, query; /* query without its '?', empty if there is none */
    struct slice headers;             /* the lines after the request line */
    struct slice body;
    bool close; /* the client asked for it */
};

enum { HTTP_MORE = 0, HTTP_BAD = -1 };

/* Reads one request from the start of the buffer. Returns the bytes it takes (> 0), HTTP_MORE where
 * it is not complete, HTTP_BAD where it is none. Bodies need a Content-Length. */
long http_parse(const char *buf, size_t len, struct request *out);

/* The value of a header (name without colon, any case), or an empty slice with ptr NULL. */
struct slice http_header(struct slice headers, const char *name);

/* Splits off the next `name: value` line; false at the end. */
bool http_next_header(struct slice *headers, struct slice *name, struct slice *value);

/* The value of a query parameter, percent-decoded, to out (NUL-terminated, cut at cap). False where
 * the query has no such name. */
bool http_query(struct slice query, const char *name, char *out, size_t cap);

/* Head of a JSON reply, NUL-terminated; `more` is further header lines, each ended by CRLF. Returns
 * its length, < cap. */
size_t http_head(char *out, size_t cap, int status, size_t content_length, const char *more);

#endif
