/* emit: graph -> the C of a service, as one text that reads from top to bottom. Input: a graph that
 * was analysed. Output: always the same text for the same graph and options; only what the program
 * uses is in it. It includes orch.h and nothing else of ours (docs/emitted-c.md walks through it).
 */
#ifndef EMIT_H
#define EMIT_H

#include "graph.h"

struct emit_options {
    const char *own_name; /* of the emitted file: "home.c" */
    bool debug;           /* #line directives that lead to the .orch */
};

void emit(const struct graph *g, const struct emit_options *o, struct orch_buf *out);

#endif
