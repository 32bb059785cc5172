/* A piece of source as one line of text: for labels of nodes and comments of emitted C. */
#ifndef EXCERPT_H
#define EXCERPT_H

#include "compile.h"

/* The text of `span` with its comments left out and white space made single blanks; cut to about
 * `max` bytes, with "..." then. NUL-terminated, in the arena; "" where the span is no place. */
const char *excerpt(struct compilation *c, struct span span, size_t max);
/* The line on which the span begins, from 1; 0 where it is no place. */
uint32_t excerpt_line(const struct compilation *c, struct span span);

#endif
