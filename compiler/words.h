/* words: which words are keywords here. Input: a raw token whose kind is NAME, the tokens before
 * and behind it. Output: the kind that the grammar is to see. The table is tokens.def. */
#ifndef WORDS_H
#define WORDS_H

#include "parser.h"
#include "reserved.h"

/* The token to give for the word at the front of the raw tokens.
 * WORDS_LEFT_OUT: it was a word of another language; WORDS_AGAIN: a token was put in before it.
 * Both were reported. */
#define WORDS_LEFT_OUT (-1)
#define WORDS_AGAIN    (-2)
int words_resolve(struct parser *p, const struct token *word);

/* True where this word begins a declaration even inside brackets: it stands first on its line and
 * what follows it can be nothing else. So the brackets around it were not closed. */
bool words_open_declaration(struct parser *p, const struct token *word);

enum words_string { WORDS_STRING_WITH_HOLES, WORDS_STRING_PLAIN, WORDS_STRING_PATTERN };
/* How a string directly behind this word is read: `matches "..."` is a pattern, and `GET "/a/{b}"`
 * and a few more are plain. */
enum words_string words_string_after(const char *word);

/* True for GET, POST and the other methods of HTTP. */
bool words_is_method(const char *word);
/* Feeds all words that can begin a declaration (or a statement) to a search for near ones. */
struct diag_near;
void words_near_declaration(struct diag_near *near);
void words_near_statement(struct diag_near *near);
/* True where only a statement can begin with the word (so not `if` and `for`). */
bool words_starts_statement(const char *word);

#endif
