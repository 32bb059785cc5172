/* parse: source -> AST. Input: a source text. Output: its tree, never NULL; parts that did not
 * parse are absent or ERROR nodes, and each was reported once. Guarantees: names interned, spans
 * inside the source, trees at most PARSE_MAX_TREE deep, every list in source order. Assumes nothing
 * of the text: it may be empty, binary, or anything else. */
#ifndef PARSE_H
#define PARSE_H

#include "compile.h"

#define PARSE_MAX_DEPTH 200  /* of brackets of any kind in each other */
#define PARSE_MAX_TREE  1000 /* depth of a tree: also a + b + c + ..., a.b.c..., else if chains */

struct ast_file *parse(struct compilation *c, const struct source *source);

#endif
