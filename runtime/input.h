/* What a client sent: path segments, query, headers, JSON body; read by emitted `accept` functions.
 * Everything that is wrong is added to the violations, so that the client learns of all of it at
 * once. */
#ifndef ORCH_INPUT_H
#define ORCH_INPUT_H

#include "flow.h"
#include "json_read.h"

enum orch_place { ORCH_IN_PATH, ORCH_IN_QUERY, ORCH_IN_HEADER, ORCH_PLACE_COUNT };

struct orch_input_pair {
    struct orch_str name, value; /* decoded; of a header: as declared, as sent */
};

#define ORCH_INPUT_MAX_PAIRS 64

struct orch_input {
    struct orch_arena *arena;
    struct orch_input_pair pairs[ORCH_PLACE_COUNT][ORCH_INPUT_MAX_PAIRS];
    unsigned n_pairs[ORCH_PLACE_COUNT];
    size_t item;          /* of the list that is being read, from 1; 0: none is */
    struct orch_str body; /* of a flow that reads one */
    struct orch_violations violations;
};

/* One scalar parameter as it was sent. Returns true where it is there and well-formed, with *out
 * set. Where it is absent: false, and a violation if `required`. Where it is ill-typed or sent
 * twice: false and a violation. */
bool orch_input_str(struct orch_input *in, enum orch_place place, const char *name, bool required,
                    struct orch_str *out);
bool orch_input_int(struct orch_input *in, enum orch_place place, const char *name, bool required,
                    int64_t *out);
bool orch_input_float(struct orch_input *in, enum orch_place place, const char *name, bool required,
                      double *out);
bool orch_input_bool(struct orch_input *in, enum orch_place place, const char *name, bool required,
                     bool *out);
bool orch_input_time(struct orch_input *in, enum orch_place place, const char *name, bool required,
                     int64_t *out);
bool orch_input_enum(struct orch_input *in, enum orch_place place, const char *name, bool required,
                     const struct orch_str *names, unsigned n, int *out);

/* A list: one item for each time that the parameter was sent, none where it was not. items says how
 * many; `for (i = 0; orch_input_item(in, i, n); i++)` makes the functions above and below read, and
 * speak of, item i of it ("query.ids[2]"). The loop must run to its end. */
size_t orch_input_items(const struct orch_input *in, enum orch_place place, const char *name);
bool orch_input_item(struct orch_input *in, size_t i, size_t n);

/* Constraints on a parameter that was read; false and a violation where it does not hold. */
bool orch_input_check_int(struct orch_input *in, enum orch_place place, const char *name, int64_t v,
                          int64_t min, int64_t max);
bool orch_input_check_float(struct orch_input *in, enum orch_place place, const char *name,
                            double v, double min, double max);
bool orch_input_check_length(struct orch_input *in, enum orch_place place, const char *name,
                             struct orch_str v, size_t min, size_t max);
/* In elements of a list. */
bool orch_input_check_count(struct orch_input *in, enum orch_place place, const char *name,
                            size_t n, size_t min, size_t max);
/* For the others (`matches`, `one of`): adds "must ..." for a parameter. Always false. */
bool orch_input_violation(struct orch_input *in, enum orch_place place, const char *name,
                          const char *what);

/* A reader over the body, collecting into the violations, paths from "body". A missing or empty
 * body reads as a violation "body is missing" and an empty input. */
void orch_input_body(struct orch_input *in, struct orch_json_in *json);
/* After the body was read, whether or not that went well: nothing may follow it; what ended reading
 * ("is not valid JSON: ...") becomes a violation, memory that ended a fault. */
void orch_input_body_end(struct orch_eval *ev, struct orch_input *in, struct orch_json_in *json);

#endif
