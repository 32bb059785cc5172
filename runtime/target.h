/* The target of a request: split and percent-decoded by the letter of RFC 3986, because libraries
 * differ in what they make of %00, of a bad escape and of bytes that are no UTF-8. */
#ifndef ORCH_TARGET_H
#define ORCH_TARGET_H

#include "base/arena.h"
#include "base/str.h"

struct orch_input;

struct orch_target {
    struct orch_str path;  /* from its '/', still encoded */
    struct orch_str query; /* behind the '?', still encoded; len 0: none */
};

/* Splits "/home?a=1", or "http://host/home?a=1" as proxies send it (RFC 9112, 3.2.2). False where
 * it is neither. The slices are of `raw`. */
bool orch_target_split(struct orch_str raw, struct orch_target *out);

/* True where the encoded segment means exactly `literal`. */
bool orch_target_segment_is(struct orch_str encoded, struct orch_str literal);

/* Decodes one segment, name or value; `plus`: a '+' is a space (in a query). Copies into the arena
 * only where something is encoded: *out may be a slice of `encoded`. Returns NULL, or what is wrong
 * with it ("is not well-formed UTF-8"), and then leaves *out alone. */
const char *orch_target_decode(struct orch_arena *arena, struct orch_str encoded, bool plus,
                               struct orch_str *out);

/* Adds a decoded path parameter to the input, or a violation "path.NAME". */
void orch_target_path_param(struct orch_input *in, struct orch_str name, struct orch_str encoded);
/* Adds the pairs of a query, or violations "query.NAME"; more than ORCH_INPUT_MAX_PAIRS of them are
 * one violation. Pairs that are empty ("a=1&&b=2") are none. */
void orch_target_query(struct orch_input *in, struct orch_str query);

#endif
