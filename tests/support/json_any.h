/* Reading JSON of any type through the functions that decoders use: the other way to go over a text
 * than skipping it, for tests that hold one against the other. */
#ifndef ORCH_TESTS_JSON_ANY_H
#define ORCH_TESTS_JSON_ANY_H

#include "runtime/json_read.h"

/* Reads one value; *last is the last string or key in it. False where reading failed. Recursive:
 * the reader bounds the depth. */
static inline bool json_any(struct orch_json_in *in, struct orch_str *last)
{
    static const uint64_t none[1];
    double number;
    bool flag;

    while (in->at < in->end && memchr(" \n\r\t", *in->at, 4))
        in->at++;
    switch (in->at < in->end ? *in->at : 0) {
    case '{':
        if (!orch_json_enter_object(in))
            return false;
        while (orch_json_next_key(in, last))
            json_any(in, last);
        return orch_json_leave_object(in, none, none, NULL, 0);
    case '[':
        if (!orch_json_enter_array(in))
            return false;
        while (orch_json_next_element(in))
            json_any(in, last);
        return !orch_json_failed(in);
    case '"':
        return orch_json_str(in, last);
    case 't':
    case 'f':
        return orch_json_bool(in, &flag);
    case 'n':
        return orch_json_null(in) || orch_json_skip(in);
    default:
        orch_json_float(in, &number);
        return !orch_json_failed(in);
    }
}

#endif
