/* tokens: raw tokens -> the tokens that the grammar sees. Words are resolved, brackets balanced
 * (whatever opens is closed, in order), and after a syntax error the rest of the broken statement,
 * member or declaration is left out: the grammar sees RESUME (or RESUME_BODY, where a body `{`
 * follows a broken head) and what comes next. */
#ifndef TOKENS_H
#define TOKENS_H

#include "parser.h"

void tokens_init(struct parser *p);
void tokens_free(struct parser *p);
/* The next token; what bison calls. */
int tokens_next(struct parser *p, GRAMMAR_STYPE *value, struct span *span);
/* After a syntax error at the token given last: skip. */
void tokens_panic(struct parser *p);
/* The bracket around is not closed: that, instead of skipping. */
void tokens_close(struct parser *p);

/* The raw token i places behind the one being resolved (0: directly behind it). Up to
 * TOKENS_AHEAD - 2. Its kind is not resolved: words are NAME. */
const struct token *tokens_peek(struct parser *p, unsigned i);
/* The raw token behind the one given last. */
const struct token *tokens_behind(struct parser *p);
/* Puts a token before the one that is due. */
void tokens_insert(struct parser *p, int kind, struct span span);
/* Where we are. */
enum place tokens_place(const struct parser *p);
/* Reports that nesting is too deep at this place and gives up. */
void tokens_too_deep(struct parser *p, struct span span);

#endif
