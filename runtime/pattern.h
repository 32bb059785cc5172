/* Regular expressions: the dictionary's `matches`. The syntax is that of PCRE2 (Perl's), on UTF-8.
 *
 * A pattern is found anywhere in a text, so most begin with `^` and end with `$`; `$` stands for
 * the very end only, never for the place before a last newline. `\d`, `\w` and `[[:alpha:]]` are
 * ASCII; `\p{L}` is there for the rest of the world. */
#ifndef ORCH_PATTERN_H
#define ORCH_PATTERN_H

#include "base/str.h"
#include "json_read.h"

struct orch_pattern;

/* Longer texts match no pattern: what matching may cost is bounded by the text's length. */
#define ORCH_PATTERN_MAX_TEXT (64u * 1024)

/* Compiles text. NULL where it is no pattern: `error` (of n bytes) then says why and *error_at (may
 * be NULL) is the byte in text. Made once, at the start of a program or by the compiler. */
struct orch_pattern *orch_pattern_new(struct orch_str text, char error[], size_t n,
                                      size_t *error_at);
void orch_pattern_free(struct orch_pattern *p);

/* True where the pattern is found in s. False also where s is no UTF-8, is too long, or where the
 * search was given up because it would have cost too much (the pattern backtracks too often). Any
 * number of threads may ask at once. Takes no memory from the heap, but for texts that make the
 * pattern nest deeply; bounded then too. */
bool orch_pattern_matches(const struct orch_pattern *p, struct orch_str s);

/* The constraint, asked after a string was read: a mismatch "must match PATTERN" at the current
 * path. Returns false on one. */
bool orch_json_check_pattern(struct orch_json_in *in, struct orch_str v,
                             const struct orch_pattern *p);

#endif
