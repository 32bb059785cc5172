/* What the files of the JSON reader share; nobody else includes it. */
#ifndef ORCH_JSON_SCAN_H
#define ORCH_JSON_SCAN_H

#include "base/utf8.h"
#include "json_read.h"

#define ORCH_JSON_TRUNCATED       "is not valid JSON: it ends too early"
#define ORCH_JSON_NO_VALUE        "is not valid JSON: a value is expected"
#define ORCH_JSON_NO_KEY          "is not valid JSON: a key in quotes is expected"
#define ORCH_JSON_NO_COLON        "is not valid JSON: a ':' is expected behind the key"
#define ORCH_JSON_NO_COMMA_OBJECT "is not valid JSON: a ',' or '}' is expected"
#define ORCH_JSON_NO_COMMA_ARRAY  "is not valid JSON: a ',' or ']' is expected"
#define ORCH_JSON_TOO_DEEP        "is nested too deeply"

/* Ends reading at input position `at`: the rest counts as read, so that whatever is asked next
 * finds the end. The first error stays. Always false. */
bool orch_json_fail(struct orch_json_in *in, const char *at, const char *error);

/* For a value that is not of the type that was asked for: a mismatch, the value skipped where
 * mismatches are collected; a syntax error where there is no value. Always false. */
bool orch_json_wrong_type(struct orch_json_in *in, const char *what);

/* orch_json_mismatch for a text that is not static: copied into the arena. Always false. */
bool orch_json_mismatch_text(struct orch_json_in *in, const char *what);

/* The string whose first quote is at `begin` - 1 and of which [begin, p) was found to be plain. */
const char *orch_json_scan_rest(struct orch_json_in *in, const char *begin, const char *p,
                                struct orch_str *raw, bool *escaped);
/* The escapes of raw (as scanned) resolved, in the arena; false where memory ends. */
bool orch_json_unescape(struct orch_json_in *in, struct orch_str raw, struct orch_str *out);
/* The value at in->at, of any type: its end, or NULL (reading failed). */
const char *orch_json_scan_value(struct orch_json_in *in);

/* The string whose first quote is at p: its end (behind the last quote), or NULL where it is broken
 * (reading failed). `raw` is what stands between the quotes. Inline for the most frequent case, a
 * string of plain ASCII. */
static inline const char *orch_json_scan_string(struct orch_json_in *in, const char *p,
                                                struct orch_str *raw, bool *escaped)
{
    const char *begin = ++p;

    while (in->end - p >= 8) {
        uint64_t special = orch_special8(orch_load8(p));
        if (special) {
            p += __builtin_ctzll(special) >> 3;
            if (*p != '"')
                break;
            *raw = orch_str_n(begin, (size_t)(p - begin));
            *escaped = false;
            return p + 1;
        }
        p += 8;
    }
    return orch_json_scan_rest(in, begin, p, raw, escaped);
}

static inline const char *orch_json_space(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t'))
        p++;
    return p;
}

#endif
