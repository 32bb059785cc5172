/* Skipping of the JSON reader: any value, its syntax checked as strictly as if it were read. Not
 * recursive: what is open is a stack of bits. */
#include "json_scan.h"

#include "base/num.h"

/* What the scan of nested values knows. */
struct nest {
    uint64_t objects[ORCH_JSON_MAX_DEPTH / 64]; /* bit d: level d is an object, not an array */
    unsigned depth;                             /* open levels, those of the reader included */
};

static bool in_object(const struct nest *n)
{
    unsigned d = n->depth - 1;

    return n->objects[d / 64] >> (d % 64) & 1;
}

static bool literal(const char **p, const char *end, const char *word, size_t n)
{
    if ((size_t)(end - *p) < n || memcmp(*p, word, n) != 0)
        return false;
    *p += n;
    return true;
}

/* A number; most are short and whole. */
static bool number(const char **p, const char *end)
{
    const char *at = *p;
    struct orch_num num;

    if (*at >= '1' && *at <= '9') {
        while (at < end && *at >= '0' && *at <= '9')
            at++;
        if (at == end || (*at != '.' && (*at | 0x20) != 'e')) {
            *p = at;
            return true;
        }
    }
    if (!orch_num_scan(*p, end, &num))
        return false;
    *p = num.end;
    return true;
}

/* A value that opens nothing, at p (p < end): its end, or NULL. */
static const char *scalar(struct orch_json_in *in, const char *p)
{
    struct orch_str raw;
    bool escaped, ok;

    switch (*p) {
    case '"':
        return orch_json_scan_string(in, p, &raw, &escaped);
    case 't':
        ok = literal(&p, in->end, "true", 4);
        break;
    case 'f':
        ok = literal(&p, in->end, "false", 5);
        break;
    case 'n':
        ok = literal(&p, in->end, "null", 4);
        break;
    default:
        ok = number(&p, in->end);
    }
    if (ok)
        return p;
    orch_json_fail(in, p, ORCH_JSON_NO_VALUE);
    return NULL;
}

/* A key and its colon, white space before and between: the place behind, or NULL. */
static const char *key(struct orch_json_in *in, const char *p)
{
    struct orch_str raw;
    bool escaped;

    p = orch_json_space(p, in->end);
    if (p == in->end || *p != '"') {
        orch_json_fail(in, p, p == in->end ? ORCH_JSON_TRUNCATED : ORCH_JSON_NO_KEY);
        return NULL;
    }
    p = orch_json_scan_string(in, p, &raw, &escaped);
    if (!p)
        return NULL;
    p = orch_json_space(p, in->end);
    if (p == in->end || *p != ':') {
        orch_json_fail(in, p, p == in->end ? ORCH_JSON_TRUNCATED : ORCH_JSON_NO_COLON);
        return NULL;
    }
    return p + 1;
}

/* Opens the object or array at p. Returns the place where its first value begins; behind its end
 * where it is empty (then *done). */
static const char *open_nest(struct orch_json_in *in, const char *p, struct nest *n, bool *done)
{
    bool object = *p == '{';
    uint64_t bit = UINT64_C(1) << n->depth % 64, *word = &n->objects[n->depth / 64];

    if (n->depth == ORCH_JSON_MAX_DEPTH) {
        orch_json_fail(in, p, ORCH_JSON_TOO_DEEP);
        return NULL;
    }
    p = orch_json_space(p + 1, in->end);
    *done = p < in->end && *p == (object ? '}' : ']');
    if (*done)
        return p + 1;
    *word = object ? *word | bit : *word & ~bit;
    n->depth++;
    return object ? key(in, p) : p;
}

/* Behind a value: goes on to the next one of the innermost container, or closes it and goes on
 * behind that; down to `base` open levels, where *done. */
static const char *next(struct orch_json_in *in, const char *p, struct nest *n, unsigned base,
                        bool *done)
{
    while (n->depth > base) {
        bool object = in_object(n);
        p = orch_json_space(p, in->end);
        if (p == in->end) {
            orch_json_fail(in, p, ORCH_JSON_TRUNCATED);
            return NULL;
        }
        if (*p == ',') {
            *done = false;
            return object ? key(in, p + 1) : p + 1;
        }
        if (*p != (object ? '}' : ']')) {
            orch_json_fail(in, p, object ? ORCH_JSON_NO_COMMA_OBJECT : ORCH_JSON_NO_COMMA_ARRAY);
            return NULL;
        }
        p++;
        n->depth--;
    }
    *done = true;
    return p;
}

const char *orch_json_scan_value(struct orch_json_in *in)
{
    struct nest n;
    const char *p = in->at;
    bool done = false;

    n.depth = in->depth;
    while (!done) {
        p = orch_json_space(p, in->end);
        if (p == in->end) {
            orch_json_fail(in, p, ORCH_JSON_TRUNCATED);
            return NULL;
        }
        done = true;
        if (*p == '{' || *p == '[')
            p = open_nest(in, p, &n, &done);
        else
            p = scalar(in, p);
        if (p && done)
            p = next(in, p, &n, in->depth, &done);
        if (!p)
            return NULL;
    }
    return p;
}

bool orch_json_skip(struct orch_json_in *in)
{
    const char *p = orch_json_scan_value(in);

    if (!p)
        return false;
    in->at = p;
    return true;
}

bool orch_json_raw(struct orch_json_in *in, struct orch_str *out)
{
    const char *begin = orch_json_space(in->at, in->end);

    if (!orch_json_skip(in))
        return false;
    *out = orch_str_n(begin, (size_t)(in->at - begin));
    return true;
}
