/* Expressions of the model as text: infix, close to how the language writes them. For dumps and for
 * --explain. */
#ifndef EXPR_TEXT_H
#define EXPR_TEXT_H

#include "model.h"

#include "runtime/base/buf.h"

enum expr_text_style {
    EXPR_TEXT_EXACT, /* every node shows: what the compiler inserted, too */
    EXPR_TEXT_PLAIN  /* as a user would write it: some(x), value(x), float(x) are x */
};

void expr_text(const struct expr *e, enum expr_text_style style, struct orch_buf *out);

/* "300ms", "2s", "5m", "1h": the largest unit that is exact. */
void expr_text_duration(int64_t ms, struct orch_buf *out);
/* A string literal, quoted and escaped. */
void expr_text_string(struct orch_str s, struct orch_buf *out);
/* The shortest number that reads back the same; always recognisable as a float. */
void expr_text_float(double v, struct orch_buf *out);

#endif
