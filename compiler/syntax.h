/* syntax: what is said of a syntax error. Input: the token that did not fit, and the names of all
 * that would have. Output: one diagnostic. */
#ifndef SYNTAX_H
#define SYNTAX_H

#include "parser.h"

/* True where nothing is to be said: the token is not the user's, was reported, or follows from what
 * was. */
bool syntax_is_silent(const struct parser *p);
/* Reports the error at the token given last. The names are those of the grammar. */
void syntax_report(struct parser *p, const char *found, const char *const *expected, unsigned n);

#endif
