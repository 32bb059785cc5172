/* brackets: what is open, what kind of thing it holds, and which one was not closed. */
#ifndef BRACKETS_H
#define BRACKETS_H

#include "parser.h"

/* Books a token that the grammar has taken: opens or closes. */
void brackets_book(struct parser *p, const struct token *t);
/* What the bracket that this token opens would hold, if it came next. */
enum place brackets_place(const struct parser *p, const struct token *token);
const struct bracket *brackets_top(const struct parser *p); /* NULL: nothing is open */
/* What must be put in before this token, so that brackets are balanced: the closer of the innermost
 * bracket, reported; 0: nothing. *drop: the token closes nothing, was reported, and
 * is to be left out. */
int brackets_missing(struct parser *p, const struct token *t, bool *drop);
/* True where the innermost bracket should have been closed before this token: what it may hold ends
 * with its line, and its closer is not there. */
bool brackets_is_unclosed(const struct parser *p, const struct token *t);
void brackets_report(struct parser *p, const struct bracket *b, const struct token *before);
bool brackets_opens(int kind);
bool brackets_closes(int kind);

#endif
