/* Splits and decodes request targets. In: bytes as the client sent them. Out: slices and decoded
 * strings that are well-formed UTF-8 without NUL, or violations that name the parameter. */
#include "target.h"

#include "input.h"

#include <stdio.h>
#include <strings.h>

static const char too_large[] = "is too large";

/* Where the first `c` stands, or s.len. */
static size_t find(struct orch_str s, char c)
{
    const char *at = s.len > 0 ? memchr(s.ptr, c, s.len) : NULL;

    return at ? (size_t)(at - s.ptr) : s.len;
}

static struct orch_str from(struct orch_str s, size_t n)
{
    return orch_str_n(s.ptr + n, s.len - n);
}

static bool begins(struct orch_str s, const char *prefix)
{
    size_t n = strlen(prefix);

    return s.len >= n && strncasecmp(s.ptr, prefix, n) == 0;
}

bool orch_target_split(struct orch_str raw, struct orch_target *out)
{
    static const struct orch_str root = ORCH_STR("/");
    struct orch_str rest = raw;
    size_t mark;

    if (begins(raw, "http://") || begins(raw, "https://")) {
        rest = from(raw, find(raw, '/') + 2);
        mark = find(rest, '/');
        if (find(rest, '?') < mark)
            mark = find(rest, '?');
        if (mark == 0)
            return false; /* no host */
        rest = from(rest, mark);
    } else if (raw.len == 0 || raw.ptr[0] != '/') {
        return false;
    }
    mark = find(rest, '?');
    out->path = mark > 0 ? orch_str_n(rest.ptr, mark) : root;
    out->query = mark < rest.len ? from(rest, mark + 1) : orch_str_n(NULL, 0);
    return true;
}

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* The byte that begins at s[*i], which moves behind it; -1 for a bad escape. */
static int next_byte(struct orch_str s, size_t *i, bool plus)
{
    char c = s.ptr[(*i)++];
    int high;
    int low;

    if (c == '+' && plus)
        return ' ';
    if (c != '%')
        return (unsigned char)c;
    if (s.len - *i < 2)
        return -1;
    high = hex(s.ptr[*i]);
    low = hex(s.ptr[*i + 1]);
    *i += 2;
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

bool orch_target_segment_is(struct orch_str encoded, struct orch_str literal)
{
    size_t i = 0;
    size_t n = 0;

    if (encoded.len < literal.len)
        return false;
    for (; i < encoded.len && n < literal.len; n++) {
        if (next_byte(encoded, &i, false) != (unsigned char)literal.ptr[n])
            return false;
    }
    return i == encoded.len && n == literal.len;
}

const char *orch_target_decode(struct orch_arena *arena, struct orch_str encoded, bool plus,
                               struct orch_str *out)
{
    struct orch_str decoded = encoded;
    char *to;

    if (find(encoded, '%') < encoded.len || (plus && find(encoded, '+') < encoded.len)) {
        to = orch_arena_alloc(arena, encoded.len);
        if (!to)
            return too_large;
        decoded = orch_str_n(to, 0);
        for (size_t i = 0; i < encoded.len;) {
            int byte = next_byte(encoded, &i, plus);
            if (byte < 0)
                return "is not percent-encoded correctly";
            to[decoded.len++] = (char)byte;
        }
    }
    if (find(decoded, '\0') < decoded.len)
        return "contains a NUL character";
    if (!orch_str_is_utf8(decoded))
        return "is not well-formed UTF-8";
    *out = decoded;
    return NULL;
}

/* where: "query.NAME"; a name that is too long for the buffer is cut. */
static void violate(struct orch_input *in, const char *place, struct orch_str name,
                    const char *what)
{
    char where[128];

    if (name.len > 64)
        name = orch_str_n("...", 3);
    snprintf(where, sizeof where, "%s%s%.*s", place, name.len > 0 ? "." : "", ORCH_STR_ARG(name));
    orch_violations_add(&in->violations, in->arena, orch_str(where), orch_str(what));
}

static bool add(struct orch_input *in, enum orch_place place, struct orch_str name,
                struct orch_str value)
{
    if (in->n_pairs[place] == ORCH_INPUT_MAX_PAIRS)
        return false;
    in->pairs[place][in->n_pairs[place]++] = (struct orch_input_pair){name, value};
    return true;
}

void orch_target_path_param(struct orch_input *in, struct orch_str name, struct orch_str encoded)
{
    struct orch_str value;
    const char *wrong = orch_target_decode(in->arena, encoded, false, &value);

    if (wrong)
        violate(in, "path", name, wrong);
    else
        add(in, ORCH_IN_PATH, name, value);
}

/* One "name=value". False where there are too many. */
static bool query_pair(struct orch_input *in, struct orch_str pair)
{
    struct orch_str name;
    struct orch_str value = {"", 0};
    size_t mark = find(pair, '=');
    const char *wrong;

    wrong = orch_target_decode(in->arena, orch_str_n(pair.ptr, mark), true, &name);
    if (wrong) {
        violate(in, "query", orch_str_n(NULL, 0), "has a name that is not well-formed");
        return true;
    }
    if (mark < pair.len) {
        wrong = orch_target_decode(in->arena, from(pair, mark + 1), true, &value);
        if (wrong) {
            violate(in, "query", name, wrong);
            return true;
        }
    }
    return add(in, ORCH_IN_QUERY, name, value);
}

void orch_target_query(struct orch_input *in, struct orch_str query)
{
    char what[64];

    while (query.len > 0) {
        size_t end = find(query, '&');
        if (end > 0 && !query_pair(in, orch_str_n(query.ptr, end))) {
            snprintf(what, sizeof what, "has more than %d parameters", ORCH_INPUT_MAX_PAIRS);
            violate(in, "query", orch_str_n(NULL, 0), what);
            return;
        }
        query = from(query, end < query.len ? end + 1 : end);
    }
}
