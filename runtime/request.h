/* What goes out to a service: path and query, percent-encoded as they are written, the headers that
 * this call has beside those of its operation, and a JSON body.
 * Emitted code fills it; the client sends it. */
#ifndef ORCH_REQUEST_H
#define ORCH_REQUEST_H

#include "base/buf.h"

#include <stdint.h>

struct orch_upstream_request {
    struct orch_buf target;  /* "/users/42?level=3" */
    struct orch_buf headers; /* "Name: value", each ended by a NUL */
    struct orch_buf body;
    bool has_query; /* a '?' was written */
    bool has_body;
    const char *refused; /* why it must not be sent; NULL: it may */
};

void orch_request_init(struct orch_upstream_request *r);
void orch_request_reset(struct orch_upstream_request *r); /* keeps memory */
void orch_request_free(struct orch_upstream_request *r);

/* Path: literal pieces as they are; values percent-encoded as one segment ('/' too; RFC 3986
 * unreserved kept). A value that is empty, "." or ".." would make it another path, however it is
 * encoded (RFC 3986, 6.2.2): such a request is refused. */
void orch_request_path(struct orch_upstream_request *r, const char *literal);
void orch_request_path_str(struct orch_upstream_request *r, struct orch_str v);
void orch_request_path_int(struct orch_upstream_request *r, int64_t v);

/* Query: name=value pairs in the order of the calls. */
void orch_request_query_str(struct orch_upstream_request *r, const char *name, struct orch_str v);
void orch_request_query_int(struct orch_upstream_request *r, const char *name, int64_t v);
void orch_request_query_float(struct orch_upstream_request *r, const char *name, double v);
void orch_request_query_bool(struct orch_upstream_request *r, const char *name, bool v);
void orch_request_query_time(struct orch_upstream_request *r, const char *name, int64_t us);

/* Headers. A value that no header can have (header.h) is not written: the request is refused. */
void orch_request_header_str(struct orch_upstream_request *r, const char *name, struct orch_str v);
void orch_request_header_int(struct orch_upstream_request *r, const char *name, int64_t v);
void orch_request_header_float(struct orch_upstream_request *r, const char *name, double v);
void orch_request_header_bool(struct orch_upstream_request *r, const char *name, bool v);
void orch_request_header_time(struct orch_upstream_request *r, const char *name, int64_t us);

/* The buffer to write the JSON body to; marks that there is one. */
struct orch_buf *orch_request_body(struct orch_upstream_request *r);

#endif
