/* What expressions become when they run: faults, memory, checked division, strings in the arena.
 * Everything here keeps the rule of flow.h: the first fault of a run is kept, and after it values
 * stay harmless. */
#include "eval.h"

#include "base/num.h"
#include "base/time.h"

#include <math.h>

void orch_eval_fault(struct orch_eval *ev, enum orch_error err, const char *detail)
{
    if (ev->fault != ORCH_OK)
        return;
    ev->fault = err;
    ev->fault_detail = detail;
}

void *orch_eval_alloc(struct orch_eval *ev, size_t n, size_t size)
{
    void *p = orch_arena_zalloc(ev->arena, n, size);

    if (!p)
        orch_eval_fault(ev, ORCH_ERR_MEMORY, "a value is too large");
    return p;
}

int64_t orch_int_div(struct orch_eval *ev, int64_t a, int64_t b)
{
    if (b == 0) {
        orch_eval_fault(ev, ORCH_ERR_ARITHMETIC, "a division by zero");
        return 0;
    }
    if (a == INT64_MIN && b == -1) {
        orch_eval_fault(ev, ORCH_ERR_ARITHMETIC, "a quotient does not fit 64 bits");
        return 0;
    }
    return a / b;
}

int64_t orch_int_rem(struct orch_eval *ev, int64_t a, int64_t b)
{
    if (b == 0) {
        orch_eval_fault(ev, ORCH_ERR_ARITHMETIC, "a division by zero");
        return 0;
    }
    return b == -1 ? 0 : a % b; /* INT64_MIN % -1 traps */
}

double orch_float_div(struct orch_eval *ev, double a, double b)
{
    if (b == 0.0) {
        orch_eval_fault(ev, ORCH_ERR_ARITHMETIC, "a division by zero");
        return 0.0;
    }
    return orch_float_finite(ev, a / b);
}

double orch_float_finite(struct orch_eval *ev, double v)
{
    if (isfinite(v))
        return v;
    orch_eval_fault(ev, ORCH_ERR_ARITHMETIC, "a number is too large");
    return 0.0;
}

/* --- strings --------------------------------------------------------------------------------- */

enum { TEXT_FIRST_CAP = 64 };

void orch_text_begin(struct orch_text *t, struct orch_eval *ev)
{
    *t = (struct orch_text){.ev = ev};
}

/* Room for `more` bytes, or NULL and a fault. Grows in place as long as nothing else was taken from
 * the arena; else what is outgrown stays there until the run ends, at most as much again. */
static char *text_room(struct orch_text *t, size_t more)
{
    struct orch_arena *arena = t->ev->arena;
    size_t cap = t->cap ? t->cap : TEXT_FIRST_CAP;
    char *grown;

    if (more <= t->cap - t->len)
        return t->ptr + t->len;
    while (cap - t->len < more && cap <= SIZE_MAX / 2)
        cap *= 2;
    if (!t->ptr || !orch_arena_extend(arena, t->ptr, t->cap, cap)) {
        grown = cap - t->len >= more ? orch_arena_alloc(arena, cap) : NULL;
        if (!grown) {
            orch_eval_fault(t->ev, ORCH_ERR_MEMORY, "a string is too long");
            return NULL;
        }
        if (t->ptr)
            memcpy(grown, t->ptr, t->len);
        t->ptr = grown;
    }
    t->cap = cap;
    return t->ptr + t->len;
}

void orch_text_str(struct orch_text *t, struct orch_str s)
{
    char *to;

    if (s.len == 0)
        return;
    to = text_room(t, s.len);
    if (!to)
        return;
    memcpy(to, s.ptr, s.len);
    t->len += s.len;
}

void orch_text_int(struct orch_text *t, int64_t v)
{
    char text[ORCH_INT_SIZE];

    orch_text_str(t, orch_str_n(text, orch_int_format(v, text)));
}

void orch_text_float(struct orch_text *t, double v)
{
    char text[ORCH_FLOAT_SIZE];

    orch_text_str(t, orch_str_n(text, orch_float_format(orch_float_finite(t->ev, v), text)));
}

void orch_text_bool(struct orch_text *t, bool v)
{
    orch_text_str(t, orch_str(v ? "true" : "false"));
}

void orch_text_time(struct orch_text *t, int64_t us)
{
    char text[ORCH_TIME_SIZE];
    size_t n = orch_time_format(us, text);

    if (n == 0)
        orch_eval_fault(t->ev, ORCH_ERR_ARITHMETIC, "a time is out of range");
    orch_text_str(t, orch_str_n(text, n));
}

struct orch_str orch_text_end(struct orch_text *t)
{
    return orch_str_n(t->ptr, t->len);
}

struct orch_str orch_str_concat(struct orch_eval *ev, struct orch_str a, struct orch_str b)
{
    char *p;

    if (a.len == 0)
        return b;
    if (b.len == 0)
        return a;
    p = a.len <= SIZE_MAX - b.len ? orch_arena_alloc(ev->arena, a.len + b.len) : NULL;
    if (!p) {
        orch_eval_fault(ev, ORCH_ERR_MEMORY, "a string is too long");
        return orch_str_n(NULL, 0);
    }
    memcpy(p, a.ptr, a.len);
    memcpy(p + a.len, b.ptr, b.len);
    return orch_str_n(p, a.len + b.len);
}
