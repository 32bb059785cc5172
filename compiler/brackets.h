/* brackets: what is open, what kind of thing it holds, and which one was not closed. */
#ifndef BRACKETS_H
#define BRACKETS_H

#include "parser.h"

/* Books a token that the grammar has taken: opens or closes. */
void brackets_book(struct parser *p, const struct token *t);
const struct bracket *brackets_top(const struct parser *p); /* NULL: nothing is open */
/* What must be put in before this token, so that brackets are balanced: the closer of the innermost
 * bracket, reported; 0: nothing. *drop: the token closes nothing, was reported, and
 * is to be left out. */
int brackets_missing(struct parser *p, const struct token *t, bool *drop);
bool brackets_opens(int kind);
bool brackets_closes(int kind);

#endif
