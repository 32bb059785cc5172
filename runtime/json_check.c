/* What the JSON reader says about values that do not fit: paths, the list of violations, and the
 * constraints of the dictionary. None of it runs for values that do fit, but the comparisons. */
#include "json_scan.h"

#include "base/num.h"

#include <stdio.h>

void orch_violations_add(struct orch_violations *v, struct orch_arena *arena, struct orch_str where,
                         struct orch_str what)
{
    if (v->n < sizeof v->items / sizeof *v->items) {
        v->items[v->n].where = orch_arena_str(arena, where);
        v->items[v->n].what = orch_arena_str(arena, what);
    }
    v->n++;
}

/* Appends to a text of which the first `size` bytes are kept. */
struct text {
    char *ptr;
    size_t len, size;
};

static void append(struct text *t, const char *s, size_t n)
{
    size_t room = t->len < t->size ? t->size - t->len : 0;

    if (room)
        memcpy(t->ptr + t->len, s, n < room ? n : room);
    t->len += n;
}

static void append_path(struct text *t, const struct orch_json_in *in)
{
    append(t, in->root, strlen(in->root));
    for (unsigned i = 0; i < in->depth; i++) {
        const struct orch_json_step *s = &in->path[i];
        char index[ORCH_INT_SIZE];
        if (s->key && *s->key) {
            append(t, ".", 1);
            append(t, s->key, strlen(s->key));
        } else if (!s->key && s->index != UINT32_MAX) {
            append(t, "[", 1);
            append(t, index, orch_int_format(s->index, index));
            append(t, "]", 1);
        }
    }
}

struct orch_str orch_json_path(const struct orch_json_in *in)
{
    struct text t = {NULL, 0, 0};

    append_path(&t, in);
    t.size = t.len;
    t.len = 0;
    t.ptr = orch_arena_alloc(in->arena, t.size);
    if (!t.ptr)
        return orch_str(in->root);
    append_path(&t, in);
    return orch_str_n(t.ptr, t.len);
}

bool orch_json_mismatch_text(struct orch_json_in *in, const char *what)
{
    struct orch_str copy;

    if (in->error || in->collect)
        return orch_json_mismatch(in, what); /* copies it itself */
    copy = orch_arena_str(in->arena, orch_str(what));
    return orch_json_mismatch(in, copy.ptr ? copy.ptr : orch_json_no_memory);
}

/* --- constraints ---------------------------------------------------------------------------- */

bool orch_json_check_int(struct orch_json_in *in, int64_t v, int64_t min, int64_t max)
{
    char what[64];

    if (in->error)
        return false;
    if (v >= min && v <= max)
        return true;
    if (v < min)
        snprintf(what, sizeof what, "must be at least %lld", (long long)min);
    else
        snprintf(what, sizeof what, "must be at most %lld", (long long)max);
    return orch_json_mismatch_text(in, what);
}

bool orch_json_check_float(struct orch_json_in *in, double v, double min, double max)
{
    char what[64], number[ORCH_FLOAT_SIZE];
    size_t n;

    if (in->error)
        return false;
    if (v >= min && v <= max)
        return true;
    n = orch_float_format(v < min ? min : max, number);
    snprintf(what, sizeof what, "must be at %s %.*s", v < min ? "least" : "most", (int)n, number);
    return orch_json_mismatch_text(in, what);
}

static bool check_size(struct orch_json_in *in, size_t n, size_t min, size_t max, const char *unit)
{
    char what[64];
    size_t bound = n < min ? min : max;

    if (in->error)
        return false;
    if (n >= min && n <= max)
        return true;
    snprintf(what, sizeof what, "must have at %s %zu %s%s", n < min ? "least" : "most", bound, unit,
             bound == 1 ? "" : "s");
    return orch_json_mismatch_text(in, what);
}

bool orch_json_check_length(struct orch_json_in *in, struct orch_str v, size_t min, size_t max)
{
    /* A code point is 1 to 4 bytes: counting them is seldom needed. */
    if (v.len <= max && v.len / 4 >= min)
        return !in->error;
    return check_size(in, orch_str_code_points(v), min, max, "character");
}

bool orch_json_check_count(struct orch_json_in *in, size_t n, size_t min, size_t max)
{
    return check_size(in, n, min, max, "element");
}
