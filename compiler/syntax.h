/* syntax: what is said of a syntax error. Input: the token that did not fit, and the names of all
 * that would have. Output: one diagnostic. */
#ifndef SYNTAX_H
#define SYNTAX_H

#include "parser.h"

/* What the grammar would have taken: the quoted names of grammar/orch.y. */
struct expected {
    const char *const *names;
    unsigned n;
};

/* True where nothing is to be said: the token is not the user's, was reported, or follows from what
 * was. */
bool syntax_is_silent(const struct parser *p);
/* Reports the error at the token given last. */
void syntax_report(struct parser *p, struct expected expected);

/* The rest is shared by syntax.c, syntax_mistakes.c and syntax_expected.c. */

/* Reports one of the mistakes that have their own words; false where it is none of them. */
bool syntax_is_mistake(struct parser *p, const struct token *t, struct expected expected);

bool expected_has(struct expected expected, const char *name);
/* True where a statement, member or declaration could begin: what was before is complete. */
bool expected_begins(struct expected expected);
/* "a type", "`)` or `,`", "a statement": at most a few, the general ones first. */
const char *expected_text(struct parser *p, struct expected expected);

/* "`x`", cut where it is long, or "the end of the file". */
const char *syntax_shown(const struct parser *p, const struct token *t);
/* True for a name or a keyword (its value is the word). */
bool syntax_is_word(const struct parser *p, const struct token *t);

#endif
