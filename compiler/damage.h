/* damage: what errors have made of the program that cannot be relied on, so that the passes behind
 * can go on: whatever only follows from an error is not said. Input: the places that the parser
 * skipped, and the errors so far. Output: an answer to "does this finding follow from those?"
 *
 * A finding follows where it stands in a damaged line, where it names a word that occurs in one
 * (what is declared or set there may be missing now), or where it says that a declaration lacks
 * something which its damaged part may hold. */
#ifndef DAMAGE_H
#define DAMAGE_H

#include "compile.h"

struct program;

/* The parser skipped this. */
void damage_add(struct compilation *c, struct span skipped);
/* The last of them reaches up to there. */
void damage_extend(struct compilation *c, uint32_t end);

/* After load: true where nothing but syntax is wrong, in places that are known. From here on the
 * diagnostics leave out what follows from it. */
bool damage_is_local(struct compilation *c, const struct program *program);
/* After resolve: what it reported is damage, too. */
void damage_spread(struct compilation *c, const struct program *program);
/* True where a declaration is damaged that others may rely on: not just the body of a flow. */
bool damage_is_shared(const struct compilation *c, const struct program *program);

#endif
