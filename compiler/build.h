/* build: emitted C -> a service binary, by a C compiler that runs as a child. Links the liborch.a
 * beside this executable: PREFIX/bin/orchc goes with PREFIX/lib/liborch.a and
 * PREFIX/include/orch/orch.h, in the build tree as in an installed one. */
#ifndef BUILD_H
#define BUILD_H

#include "compile.h"
#include "options.h"

/* The name of the emitted file, without folders: "home_svc" -> "home_svc.c" for a binary; else that
 * of a text file: "out/home.c" and "home.orch" -> "home.c". */
const char *build_c_name(struct compilation *c, const char *path, bool is_binary);

/* Compiles the text, called `c_name`, into o->output. Returns an exit code (compile.h); where it is
 * not COMPILE_OK, stderr has been told why and the output is as it was before. Where the C compiler
 * refused the text, what was run, what it said and where the text is kept. */
int build(struct compilation *c, const struct options *o, struct orch_str text, const char *c_name);

#endif
