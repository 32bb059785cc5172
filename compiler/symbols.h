/* symbols: what words.h is for words, for everything else: which token a symbol is here, and which
 * mistakes with symbols can be mended (`=` for `==`, commas between statements). */
#ifndef SYMBOLS_H
#define SYMBOLS_H

#include "parser.h"

/* The token to give for the raw token at the front; WORDS_LEFT_OUT: none, it was reported. */
int symbols_resolve(struct parser *p, const struct token *t);
/* True where the grammar would take the token, resolved to `kind`, though it can only be meant for
 * what comes next: the error is here. A member behind a line that is not finished, or the `{` of a
 * body where a value is due. */
bool symbols_is_misplaced(struct parser *p, const struct token *t, int kind);
/* True where this `{` opens a block for sure: a statement follows. */
bool symbols_opens_block(struct parser *p, const struct token *t);
/* True where the raw token begins what stands in a body, and a `{` is due before it. */
bool symbols_lacks_brace(struct parser *p, const struct token *t);

#endif
