/* The passes between the syntax tree and the graph, in order. Each returns when it has done all it
 * can; the pipeline looks at compilation->diags after each. */
#ifndef PASSES_H
#define PASSES_H

#include "model.h"

struct program; /* load.c: the files of a compilation */

/* load: file -> the trees of it and of all it imports, each once, imported before importing.
 * Reports missing files and cycles. */
struct program {
    struct ast_file **files;
    unsigned n_files;                         /* the main file is the last */
    struct program_description *descriptions; /* not read yet; each has a name */
    unsigned n_descriptions;
};
struct program_description { /* import "catalog.openapi.yaml" as catalog */
    const struct ast_decl *import;
    const struct source *source;
};
struct program *load(struct compilation *c, const struct source *main_file);

/* describe: the imported descriptions -> trees as hand-written files would give, with spans into
 * the descriptions, in front of the program's files. They hold what the program uses and no more.
 * Reports what cannot be read, what is asked for and not described, and of what is used: what has
 * no counterpart. False where a description could not be read: nobody knows what it has. */
bool describe(struct compilation *c, struct program *program);
#define DESCRIBE_MAX_BYTES ((size_t)32 * 1024 * 1024) /* of a description */
/* True for the name of a file that is a description: .yaml, .yml, .json. */
bool describe_is_description(struct orch_str path);

/* resolve: trees -> a model of all declarations: terms, records, enums, conversions (their
 * expressions still unchecked: check does them), services, operations, signatures of flows.
 * Afterwards every name of a type is bound (to the ERROR type where it was reported). Bodies are
 * untouched: flow->body is NULL. */
struct model *resolve(struct compilation *c, const struct program *program);

/* check: bodies of flows and conversions: names, types, colours, narrowing, set and unset, write
 * conflicts, secrets. Afterwards flow->body is there, every explicit argument and expression is
 * typed and adapted; calls and returns know what is in sight. */
void check(struct model *m);

/* wire: fills the arguments that calls leave out and builds the values of bare returns, by colour
 * and name; records every decision. Afterwards no required argument or field is missing, or it was
 * reported. */
void wire(struct model *m);

/* check_adapt (check_adapt.c), used by check and wire: `value` as `target`, inserting what is
 * needed (SOME, WIDEN, one conversion, record fitting, element by element). NULL and one diagnostic
 * at `span` where it does not fit; `what` names the target in messages ("parameter `city` of
 * content.channels"). */
struct expr *check_adapt(struct model *m, struct flow *flow, struct expr *value,
                         const struct type *target, const char *what, struct span span);
/* The same as a question: no diagnostic, nothing made. */
bool check_fits(struct model *m, const struct type *from, const struct type *target);

#endif
