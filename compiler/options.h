/* The command line of orchc as a value. In: argc, argv. Out: struct options, or one line that says
 * what is wrong with it. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "diag.h"

enum options_goal {
    OPTIONS_BUILD,
    OPTIONS_CHECK,
    OPTIONS_DUMP_AST,
    OPTIONS_DUMP_MODEL,
    OPTIONS_DUMP_GRAPH,
    OPTIONS_EMIT_C,
    OPTIONS_EXPLAIN,
    OPTIONS_EXPLAIN_CODE, /* files are codes */
    OPTIONS_HELP,
    OPTIONS_VERSION
};

enum options_colour { OPTIONS_COLOUR_AUTO, OPTIONS_COLOUR_ALWAYS, OPTIONS_COLOUR_NEVER };

struct options {
    enum options_goal goal;
    char **files; /* as given; n_files of them, "-" is standard input; borrowed from argv */
    int n_files;
    const char *output;  /* -o; NULL: none */
    const char *name;    /* --name: what standard input is called; NULL: none */
    const char *flow;    /* --flow; NULL: all */
    const char *depfile; /* -M; NULL: none */
    const char *cc;      /* --cc, else $CC, else "cc" */
    char level;          /* '0' to '3' */
    bool debug;          /* -g */
    bool keep_c;
    enum diag_format format;
    struct diag_switches warnings; /* -W..., -w */
    enum options_colour colour;
};

/* Reads the command line; argv is permuted (files last). False where it is not usable: then one
 * line on `err` has said why. Uses getopt's state: not reentrant. */
bool options_parse(struct options *o, int argc, char **argv, FILE *err);

/* What --help prints. */
extern const char options_help[];

#endif
