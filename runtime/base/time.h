/* Times as Orch knows them: microseconds since 1970-01-01T00:00:00Z, written as RFC 3339 says.
 * The calendar is the proleptic Gregorian one, years 0000 to 9999; leap seconds do not count. */
#ifndef ORCH_BASE_TIME_H
#define ORCH_BASE_TIME_H

#include "str.h"

#include <stdint.h>

enum { ORCH_TIME_SIZE = 32 }; /* room for any formatted time */

/* Reads a date-time of RFC 3339, 5.6: `T` and `Z` in either case, any offset, digits of a second
 * behind the sixth dropped. Second 60 is taken only at 23:59:60 UTC and means the next second.
 * False, with *us untouched, for anything else (also a date that the month does not have). */
bool orch_time_parse(struct orch_str s, int64_t *us);

/* Writes us in UTC, `2024-05-06T07:08:09Z`, with as many digits of a second (to six) as it needs.
 * Returns the length; not NUL-terminated. 0 where the year is not within 0000..9999. */
size_t orch_time_format(int64_t us, char out[ORCH_TIME_SIZE]);

#endif
