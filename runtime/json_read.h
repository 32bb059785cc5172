/* Reading JSON (RFC 8259, strictly) in one pass, by decoders that the compiler emits.
 *
 * A decoder asks for what its type declares; the reader checks syntax, UTF-8, depth and types, and
 * knows where it is. There are two ways to meet data of the wrong type or out of range:
 *   - a reply (`collect == NULL`): the first one ends reading; every function returns false from
 *     then on, and error/path say what and where;
 *   - a request (`collect != NULL`): it is added to the list, the value is skipped and reading goes
 *     on, so that the client learns of all of them. Syntax errors always end
 *     reading, a repeated declared key too; they are not in the list.
 *
 *     static bool read_Banner(struct orch_json_in *in, struct Banner *out)
 *     {
 *         struct orch_str key;
 *         uint64_t seen[1] = {0};
 *         if (!orch_json_enter_object(in))
 *             return !orch_json_failed(in);          // not an object, and collected
 *         while (orch_json_next_key(in, &key)) {
 *             switch (key.len) {
 *             case 2:
 *                 if (memcmp(key.ptr, "id", 2) == 0) {
 *                     if (orch_json_field(in, seen, 0, "id")) orch_json_int(in, &out->id);
 *                     continue;
 *                 }
 *                 break;
 *             }
 *             orch_json_skip(in);
 *         }
 *         return orch_json_leave_object(in, seen, Banner_required, Banner_fields, 1);
 *     }
 */
#ifndef ORCH_JSON_READ_H
#define ORCH_JSON_READ_H

#include "base/arena.h"
#include "base/str.h"

#include <stdint.h>

#define ORCH_JSON_MAX_DEPTH 128

/* One thing that is wrong with a request: where (`body.items[3].price`, `query.user_id`) and what.
 */
struct orch_violation {
    struct orch_str where;
    struct orch_str what; /* "must be an integer", "must be at least 1", "is missing" */
};

struct orch_violations {
    struct orch_violation items[16]; /* the first 16; more are only counted */
    unsigned n;                      /* how many there were */
};

/* Adds one, copying both strings into the arena. */
void orch_violations_add(struct orch_violations *v, struct orch_arena *arena, struct orch_str where,
                         struct orch_str what);

struct orch_json_step {
    const char *key; /* NUL-terminated, static: a declared name, or "" while none is being read;
                      * NULL for an array element */
    uint32_t index;  /* of the element */
};

struct orch_json_in {
    const char *at, *end; /* unread input; stays valid as long as slices of it are used */
    const char *begin;
    struct orch_arena *arena;        /* unescaped strings, list storage */
    struct orch_violations *collect; /* NULL: stop at the first mismatch */
    const char *root;                /* how a path starts: "body", "reply" */
    const char *error;               /* what ended reading ("is not valid JSON: ...", "must be
                                      * ..."), static or in the arena; NULL: nothing did */
    const char *error_at;            /* input position of it */
    unsigned depth;                  /* open objects and arrays; path[0..depth) is live */
    bool first;                      /* nothing was read yet in the innermost container */
    struct orch_json_step path[ORCH_JSON_MAX_DEPTH];
};

void orch_json_init(struct orch_json_in *in, struct orch_str text, struct orch_arena *arena,
                    const char *root, struct orch_violations *collect);
static inline bool orch_json_failed(const struct orch_json_in *in)
{
    return in->error != NULL;
}
/* The `error` where the arena ended: no fault of the text. */
extern const char orch_json_no_memory[];
/* After the top value: only white space may follow. False where reading failed or more follows. */
bool orch_json_finish(struct orch_json_in *in);

/* Objects. enter: false where the value is no object (mismatch) or reading failed. next_key: false
 * at the end or on failure; the key is unescaped; the caller must read or skip its value before
 * asking again. field: notes that declared field `bit` is being read (a repeated one is malformed)
 * and names it in the path; false where reading failed. leave: closes the object; each bit of
 * `required` that is not in `seen` is a mismatch "is missing". The bit sets have (n_fields + 63) /
 * 64 words; `names` has n_fields. */
bool orch_json_enter_object(struct orch_json_in *in);
bool orch_json_next_key(struct orch_json_in *in, struct orch_str *key);
bool orch_json_field(struct orch_json_in *in, uint64_t *seen, unsigned bit, const char *name);
bool orch_json_leave_object(struct orch_json_in *in, const uint64_t *seen, const uint64_t *required,
                            const char *const *names, unsigned n_fields);

/* Arrays: `while (orch_json_next_element(in))` reads one element a turn; the array closes itself.
 * Lists grow geometrically in the arena: */
bool orch_json_enter_array(struct orch_json_in *in);
bool orch_json_next_element(struct orch_json_in *in);
/* Room for item number n of *items (elements of `size` bytes); the new item is zeroed. NULL: memory
 * ended (reading failed). cap starts at 0. */
void *orch_json_grow(struct orch_json_in *in, void **items, size_t n, size_t *cap, size_t size);

/* Scalars: true where *out was set. On a mismatch *out is untouched. */

/* 1e2 and 1.0 are mismatches, as is what does not fit 64 bits. */
bool orch_json_int(struct orch_json_in *in, int64_t *out);
/* Correctly rounded; beyond the range of a double is a mismatch. */
bool orch_json_float(struct orch_json_in *in, double *out);
bool orch_json_bool(struct orch_json_in *in, bool *out);
/* A slice of the input; of the arena where there were escapes. */
bool orch_json_str(struct orch_json_in *in, struct orch_str *out);
/* RFC 3339 (base/time.h): microseconds since 1970, UTC. */
bool orch_json_time(struct orch_json_in *in, int64_t *out);
/* Any value, validated, as a slice. */
bool orch_json_raw(struct orch_json_in *in, struct orch_str *out);
/* Index in `names` (n of them) of the string read; a mismatch lists what is allowed. */
bool orch_json_enum(struct orch_json_in *in, const struct orch_str *names, unsigned n, int *out);
/* Consumes a `null` if one comes next. */
bool orch_json_null(struct orch_json_in *in);
/* Skips one value, validating its syntax. */
bool orch_json_skip(struct orch_json_in *in);

/* Constraints of the dictionary, asked after a value was read; a violation is a mismatch at the
 * current path. Return false on one. */
bool orch_json_check_int(struct orch_json_in *in, int64_t v, int64_t min, int64_t max);
bool orch_json_check_float(struct orch_json_in *in, double v, double min, double max);
/* In code points. */
bool orch_json_check_length(struct orch_json_in *in, struct orch_str v, size_t min, size_t max);
/* In elements of a list. */
bool orch_json_check_count(struct orch_json_in *in, size_t n, size_t min, size_t max);

/* A mismatch at the current path ("must be ..."; static text): adds to collect, or ends reading.
 * Always false. */
bool orch_json_mismatch(struct orch_json_in *in, const char *what);
/* The current path as text ("reply.items[3].price"), in the arena. */
struct orch_str orch_json_path(const struct orch_json_in *in);

#endif
