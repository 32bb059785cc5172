/* Writing JSON (RFC 8259) into a buffer; emitted encoders put literals such as `{"id":` between
 * these calls. Errors are the buffer's sticky ones. */
#ifndef ORCH_JSON_WRITE_H
#define ORCH_JSON_WRITE_H

#include "base/buf.h"

#include <stdint.h>

void orch_json_write_int(struct orch_buf *b, int64_t v);
/* Shortest of the forms that read back the same; a value that JSON cannot say (nan, inf) sets
 * failed. */
void orch_json_write_float(struct orch_buf *b, double v);
void orch_json_write_bool(struct orch_buf *b, bool v);
void orch_json_write_str(struct orch_buf *b,
                         struct orch_str s); /* well-formed UTF-8 in; quotes and escapes */
void orch_json_write_time(struct orch_buf *b, int64_t us); /* RFC 3339 in UTC, quoted */
/* A literal piece of syntax. */
#define orch_json_write_lit(b, lit) orch_buf_append((b), "" lit, sizeof(lit) - 1)

#endif
