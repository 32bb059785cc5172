/* What expressions become: arithmetic that cannot overflow silently, strings, comparison. Each
 * takes the eval of its run, whose sticky fault it sets (see flow.h). */
#ifndef ORCH_EVAL_H
#define ORCH_EVAL_H

#include "base/buf.h"
#include "flow.h"

#include <stdint.h>

/* Optional values: `T?`. Emitted code declares further ones (records, lists, enums) in the same
 * shape. */
#define ORCH_OPTIONAL(name, type)                                                                  \
    struct name {                                                                                  \
        bool some;                                                                                 \
        type value;                                                                                \
    }
ORCH_OPTIONAL(orch_opt_int, int64_t);
ORCH_OPTIONAL(orch_opt_float, double);
ORCH_OPTIONAL(orch_opt_bool, bool);
ORCH_OPTIONAL(orch_opt_str, struct orch_str);

/* Lists: items in the arena, never written after they were made. */
#define ORCH_LIST(name, type)                                                                      \
    struct name {                                                                                  \
        type *items;                                                                               \
        size_t n;                                                                                  \
    }
ORCH_LIST(orch_list_int, int64_t);
ORCH_LIST(orch_list_float, double);
ORCH_LIST(orch_list_bool, bool);
ORCH_LIST(orch_list_str, struct orch_str);

/* Integer arithmetic: 64 bit, checked; out of range or division by zero faults with ARITHMETIC and
 * gives 0. Division truncates towards zero, the remainder has the dividend's sign (as in C). */
static inline int64_t orch_int_add(struct orch_eval *ev, int64_t a, int64_t b)
{
    int64_t r;
    if (!__builtin_add_overflow(a, b, &r))
        return r;
    orch_eval_fault(ev, ORCH_ERR_ARITHMETIC, "a sum does not fit 64 bits");
    return 0;
}
static inline int64_t orch_int_sub(struct orch_eval *ev, int64_t a, int64_t b)
{
    int64_t r;
    if (!__builtin_sub_overflow(a, b, &r))
        return r;
    orch_eval_fault(ev, ORCH_ERR_ARITHMETIC, "a difference does not fit 64 bits");
    return 0;
}
static inline int64_t orch_int_mul(struct orch_eval *ev, int64_t a, int64_t b)
{
    int64_t r;
    if (!__builtin_mul_overflow(a, b, &r))
        return r;
    orch_eval_fault(ev, ORCH_ERR_ARITHMETIC, "a product does not fit 64 bits");
    return 0;
}
int64_t orch_int_div(struct orch_eval *ev, int64_t a, int64_t b);
int64_t orch_int_rem(struct orch_eval *ev, int64_t a, int64_t b);
/* Division of floats: by zero, or a result that is not finite, faults. Sums and products of floats
 * go to infinity silently and fault where they are written: what is written to an answer, a body or
 * a query goes through orch_float_finite. */
double orch_float_div(struct orch_eval *ev, double a, double b);
/* v, or a fault ARITHMETIC and 0 where it is infinite or not a number. */
double orch_float_finite(struct orch_eval *ev, double v);

/* String interpolation: begin, append pieces, end gives a string in the arena. One at a time per
 * eval is enough, for emitted code evaluates nested ones first. */
struct orch_text {
    struct orch_eval *ev;
    char *ptr;
    size_t len, cap;
};
void orch_text_begin(struct orch_text *t, struct orch_eval *ev);
void orch_text_str(struct orch_text *t, struct orch_str s);
void orch_text_int(struct orch_text *t, int64_t v);
void orch_text_float(struct orch_text *t, double v);
void orch_text_bool(struct orch_text *t, bool v);
void orch_text_time(struct orch_text *t, int64_t us); /* RFC 3339, UTC */
struct orch_str orch_text_end(struct orch_text *t);

/* a + b of strings. */
struct orch_str orch_str_concat(struct orch_eval *ev, struct orch_str a, struct orch_str b);

#endif
