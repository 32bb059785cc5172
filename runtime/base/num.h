/* Numbers as text, in the grammar of JSON (RFC 8259, 6) and independent of the locale: what the
 * JSON codecs, interpolated strings and query parameters share. */
#ifndef ORCH_BASE_NUM_H
#define ORCH_BASE_NUM_H

#include "str.h"

#include <stdint.h>

/* A number that was scanned: (-1)^negative * digits * 10^exp10, if nothing was dropped. */
struct orch_num {
    const char *begin, *end;
    uint64_t digits; /* the first 19 significant digits */
    int64_t exp10;
    bool negative;
    bool whole;   /* written with neither fraction nor exponent */
    bool dropped; /* there were more than 19 significant digits */
};

/* Scans the number that begins at `at` (at <= end; never looks at *end). False where none does. */
bool orch_num_scan(const char *at, const char *end, struct orch_num *num);
/* False where the number is not whole or does not fit 64 bits. -0 is 0. */
bool orch_num_int(const struct orch_num *num, int64_t *out);
/* Correctly rounded; false where the number is beyond the range of a double (tiny ones become 0).
 */
bool orch_num_float(const struct orch_num *num, double *out);

/* The same for a text that is a number and nothing else. */
bool orch_int_parse(struct orch_str s, int64_t *out);
bool orch_float_parse(struct orch_str s, double *out);

/* Both return the length; not NUL-terminated. */
enum { ORCH_INT_SIZE = 20, ORCH_FLOAT_SIZE = 32 };
size_t orch_int_format(int64_t v, char out[ORCH_INT_SIZE]);
/* The shortest form of up to 17 digits that reads back as the same double; a whole value has
 * neither point nor exponent below 1e17 (so 3.0 is `3`), -0.0 is `-0`. 0 where v is nan or
 * infinite. */
size_t orch_float_format(double v, char out[ORCH_FLOAT_SIZE]);

#endif
