/* The JSON reader: objects, arrays and scalars in the order in which a decoder asks for them.
 *
 * Invariants: path[0..depth) tells the way to the value that is being read; after a failure depth
 * and path stay as they were, and at == end, so that every function finds the end and fails too. */
#include "json_scan.h"

#include "base/num.h"
#include "base/time.h"

#include <stdio.h>

const char orch_json_no_memory[] = "needs more memory than it may use";

void orch_json_init(struct orch_json_in *in, struct orch_str text, struct orch_arena *arena,
                    const char *root, struct orch_violations *collect)
{
    in->begin = in->at = text.len ? text.ptr : "";
    in->end = in->begin + text.len;
    in->arena = arena;
    in->collect = collect;
    in->root = root;
    in->error = in->error_at = NULL;
    in->depth = 0;
    in->first = false;
}

bool orch_json_fail(struct orch_json_in *in, const char *at, const char *error)
{
    if (!in->error) {
        in->error = error;
        in->error_at = at;
        in->at = in->end;
    }
    return false;
}

bool orch_json_mismatch(struct orch_json_in *in, const char *what)
{
    if (in->error || !in->collect)
        return orch_json_fail(in, in->at, what);
    orch_violations_add(in->collect, in->arena, orch_json_path(in), orch_str(what));
    return false;
}

bool orch_json_wrong_type(struct orch_json_in *in, const char *what)
{
    const char *p = orch_json_space(in->at, in->end);

    if (!orch_json_skip(in)) /* no value at all */
        return false;
    if (!in->collect)
        in->at = p; /* where the error is */
    return orch_json_mismatch(in, what);
}

bool orch_json_finish(struct orch_json_in *in)
{
    if (in->error)
        return false;
    in->at = orch_json_space(in->at, in->end);
    if (in->at < in->end)
        return orch_json_fail(in, in->at, "is not valid JSON: something follows the value");
    return true;
}

/* --- objects and arrays --------------------------------------------------------------------- */

static bool enter(struct orch_json_in *in, char open, const char *key, const char *what)
{
    const char *p = orch_json_space(in->at, in->end);

    if (p == in->end || *p != open)
        return orch_json_wrong_type(in, what);
    if (in->depth == ORCH_JSON_MAX_DEPTH)
        return orch_json_fail(in, p, ORCH_JSON_TOO_DEEP);
    in->at = p + 1;
    in->first = true;
    in->path[in->depth++] = (struct orch_json_step){.key = key, .index = UINT32_MAX};
    return true;
}

bool orch_json_enter_object(struct orch_json_in *in)
{
    return enter(in, '{', "", "must be an object");
}

bool orch_json_enter_array(struct orch_json_in *in)
{
    return enter(in, '[', NULL, "must be a list");
}

/* Behind `{`, `[` or a value: true with in->at at the next key or element; false where `close` came
 * (consumed) or neither (reading failed). */
static inline bool more(struct orch_json_in *in, char close, const char *no_comma)
{
    const char *p = orch_json_space(in->at, in->end);

    if (p < in->end && *p == close) {
        in->at = p + 1;
        return false;
    }
    if (in->first) {
        in->first = false;
    } else if (p < in->end && *p == ',') {
        p = orch_json_space(p + 1, in->end);
    } else if (p < in->end) {
        return orch_json_fail(in, p, no_comma);
    }
    in->at = p;
    return p < in->end || orch_json_fail(in, p, ORCH_JSON_TRUNCATED);
}

bool orch_json_next_key(struct orch_json_in *in, struct orch_str *key)
{
    const char *p;
    bool escaped;

    if (!more(in, '}', ORCH_JSON_NO_COMMA_OBJECT))
        return false;
    p = in->at;
    if (*p != '"')
        return orch_json_fail(in, p, ORCH_JSON_NO_KEY);
    in->path[in->depth - 1].key = "";
    p = orch_json_scan_string(in, p, key, &escaped);
    if (!p || (escaped && !orch_json_unescape(in, *key, key)))
        return false;
    p = orch_json_space(p, in->end);
    if (p == in->end || *p != ':')
        return orch_json_fail(in, p, p == in->end ? ORCH_JSON_TRUNCATED : ORCH_JSON_NO_COLON);
    in->at = p + 1;
    return true;
}

bool orch_json_field(struct orch_json_in *in, uint64_t *seen, unsigned bit, const char *name)
{
    uint64_t mask = UINT64_C(1) << (bit % 64);

    if (in->error)
        return false;
    in->path[in->depth - 1].key = name;
    if (seen[bit / 64] & mask)
        return orch_json_fail(in, in->at, "is given twice");
    seen[bit / 64] |= mask;
    return true;
}

bool orch_json_leave_object(struct orch_json_in *in, const uint64_t *seen, const uint64_t *required,
                            const char *const *names, unsigned n_fields)
{
    if (in->error)
        return false;
    for (unsigned word = 0; word < (n_fields + 63) / 64; word++) {
        uint64_t missing = required[word] & ~seen[word];
        for (; missing; missing &= missing - 1) {
            in->path[in->depth - 1].key = names[word * 64 + (unsigned)__builtin_ctzll(missing)];
            orch_json_mismatch(in, "is missing");
            if (in->error)
                return false;
        }
    }
    in->depth--;
    in->first = false;
    return true;
}

bool orch_json_next_element(struct orch_json_in *in)
{
    if (more(in, ']', ORCH_JSON_NO_COMMA_ARRAY)) {
        in->path[in->depth - 1].index++;
        return true;
    }
    if (!in->error) {
        in->depth--;
        in->first = false;
    }
    return false;
}

void *orch_json_grow(struct orch_json_in *in, void **items, size_t n, size_t *cap, size_t size)
{
    size_t more_cap = *cap ? *cap * 2 : 8;
    void *item;

    if (in->error)
        return NULL;
    if (n == *cap) {
        if (*cap && orch_arena_extend(in->arena, *items, *cap * size, more_cap * size)) {
            *cap = more_cap;
        } else {
            void *bigger = orch_arena_alloc(in->arena, more_cap * size);
            if (!bigger) {
                orch_json_fail(in, in->at, orch_json_no_memory);
                return NULL;
            }
            if (n)
                memcpy(bigger, *items, n * size);
            *items = bigger;
            *cap = more_cap;
        }
    }
    item = (char *)*items + n * size;
    memset(item, 0, size);
    return item;
}

/* --- scalars -------------------------------------------------------------------------------- */

/* A number that is not short and whole, or no number at all. */
static bool read_int_slowly(struct orch_json_in *in, const char *p, int64_t *out)
{
    struct orch_num num;

    if (!orch_num_scan(p, in->end, &num))
        return orch_json_wrong_type(in, "must be an integer");
    in->at = num.end;
    if (!num.whole)
        return orch_json_mismatch(in, "must be an integer");
    return orch_num_int(&num, out) || orch_json_mismatch(in, "must be an integer of 64 bits");
}

bool orch_json_int(struct orch_json_in *in, int64_t *out)
{
    const char *begin = orch_json_space(in->at, in->end), *p = begin, *digits, *stop;
    bool negative = p < in->end && *p == '-';
    int64_t v = 0;

    p += negative;
    digits = p;
    stop = in->end - p > 18 ? p + 18 : in->end;
    for (; p < stop && (unsigned char)(*p - '0') <= 9; p++)
        v = v * 10 + (*p - '0');
    if (p == digits || (*digits == '0' && p > digits + 1) ||
        (p < in->end && ((unsigned char)(*p - '0') <= 9 || *p == '.' || (*p | 0x20) == 'e')))
        return read_int_slowly(in, begin, out);
    *out = negative ? -v : v;
    in->at = p;
    return true;
}

bool orch_json_float(struct orch_json_in *in, double *out)
{
    struct orch_num num;

    if (!orch_num_scan(orch_json_space(in->at, in->end), in->end, &num))
        return orch_json_wrong_type(in, "must be a number");
    in->at = num.end;
    return orch_num_float(&num, out) ||
           orch_json_mismatch(in, "must be a number within the range of a double");
}

static bool take_word(struct orch_json_in *in, const char *word, size_t n)
{
    const char *p = orch_json_space(in->at, in->end);

    if ((size_t)(in->end - p) < n || memcmp(p, word, n) != 0)
        return false;
    in->at = p + n;
    return true;
}

bool orch_json_bool(struct orch_json_in *in, bool *out)
{
    if (take_word(in, "true", 4)) {
        *out = true;
        return true;
    }
    if (take_word(in, "false", 5)) {
        *out = false;
        return true;
    }
    return orch_json_wrong_type(in, "must be true or false");
}

bool orch_json_null(struct orch_json_in *in)
{
    return take_word(in, "null", 4);
}

/* Any string; where none comes, what must be there instead. */
static bool read_string(struct orch_json_in *in, struct orch_str *out, const char *what)
{
    const char *p = orch_json_space(in->at, in->end);
    struct orch_str raw;
    bool escaped;

    if (p == in->end || *p != '"')
        return orch_json_wrong_type(in, what);
    p = orch_json_scan_string(in, p, &raw, &escaped);
    if (!p || (escaped && !orch_json_unescape(in, raw, &raw)))
        return false;
    in->at = p;
    *out = raw;
    return true;
}

bool orch_json_str(struct orch_json_in *in, struct orch_str *out)
{
    return read_string(in, out, "must be a string");
}

bool orch_json_time(struct orch_json_in *in, int64_t *out)
{
    static const char what[] = "must be a time such as \"2024-05-06T07:08:09Z\"";
    struct orch_str text;

    if (!read_string(in, &text, what))
        return false;
    return orch_time_parse(text, out) || orch_json_mismatch(in, what);
}

/* `must be one of "a", "b"`, as many as fit. */
static void list_names(const struct orch_str *names, unsigned n, char *what, size_t size)
{
    size_t len = (size_t)snprintf(what, size, "must be one of");

    for (unsigned i = 0; i < n; i++) {
        if (names[i].len + 12 > size - len) {
            snprintf(what + len, size - len, ", ...");
            return;
        }
        len += (size_t)snprintf(what + len, size - len, "%s \"%.*s\"", i ? "," : "",
                                ORCH_STR_ARG(names[i]));
    }
}

bool orch_json_enum(struct orch_json_in *in, const struct orch_str *names, unsigned n, int *out)
{
    struct orch_str text;
    char what[256];

    if (!read_string(in, &text, "must be a string"))
        return false;
    for (unsigned i = 0; i < n; i++) {
        if (orch_str_eq(names[i], text)) {
            *out = (int)i;
            return true;
        }
    }
    list_names(names, n, what, sizeof what);
    return orch_json_mismatch_text(in, what);
}
