/* Reads the command line: what is wanted, from which files, in which form. One clear line for each
 * mistake; nothing is done here. */
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>

const char options_help[] =
    "usage: orchc FILE.orch -o BIN     compile to a service binary\n"
    "       orchc --check FILE...      report what is wrong, make nothing\n"
    "       orchc --explain FILE       print what was wired, converted and left out\n"
    "       orchc --emit=c FILE        print the C that it becomes\n"
    "       orchc --dump=KIND FILE     print a stage of the compilation: ast, model or graph\n"
    "       orchc explain-code CODE... print what a diagnostic means and how to mend it\n"
    "\n"
    "FILE may be - for standard input.\n"
    "\n"
    "  -o PATH            where the output goes (a text goes to standard output without it)\n"
    "  -O LEVEL           optimise: 0, 1, 2 (the default) or 3\n"
    "  -g                 debug information; a debugger steps through the .orch\n"
    "  -M PATH            also write the files that were read, as a rule for make\n"
    "  --cc COMMAND       the C compiler (default: $CC, else cc)\n"
    "  --keep-c           leave the emitted C beside the output, as BIN.c\n"
    "  --flow NAME        only this flow of the file\n"
    "  --name PATH        what to call standard input in messages\n"
    "  --format=FORM      of messages: text (the default), gcc, json or sarif\n"
    "  -W NAME, -Wno-NAME show a warning (all are shown by default), or do not\n"
    "  -Werror, -Werror=NAME  warnings are errors, or this one is\n"
    "  -w                 no warnings\n"
    "  --color=WHEN       auto (the default), always or never\n"
    "  --version          print the version\n"
    "  --help             print this\n"
    "\n"
    "Exit status: 0 done (warnings do not count), 1 the program has errors, 2 wrong usage or a "
    "file\n"
    "that cannot be read or written, 70 a mistake of orchc itself.\n";

enum { OPT_CHECK = 256, OPT_EXPLAIN, OPT_EMIT, OPT_DUMP, OPT_CC, OPT_KEEP_C, OPT_FLOW };
enum { OPT_NAME = OPT_FLOW + 1, OPT_FORMAT, OPT_COLOR, OPT_VERSION };

static const struct option long_options[] = {
    {"check", no_argument, NULL, OPT_CHECK},
    {"explain", no_argument, NULL, OPT_EXPLAIN},
    {"emit", required_argument, NULL, OPT_EMIT},
    {"dump", required_argument, NULL, OPT_DUMP},
    {"cc", required_argument, NULL, OPT_CC},
    {"keep-c", no_argument, NULL, OPT_KEEP_C},
    {"flow", required_argument, NULL, OPT_FLOW},
    {"name", required_argument, NULL, OPT_NAME},
    {"format", required_argument, NULL, OPT_FORMAT},
    {"color", required_argument, NULL, OPT_COLOR},
    {"version", no_argument, NULL, OPT_VERSION},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

/* A word that an option takes, and what it stands for; -1: planned, not there yet. */
struct word {
    const char *text;
    int value;
};

static const struct word dump_words[] = {
    {"ast", OPTIONS_DUMP_AST}, {"model", OPTIONS_DUMP_MODEL}, {"graph", OPTIONS_DUMP_GRAPH}, {0}};
static const struct word emit_words[] = {
    {"c", OPTIONS_EMIT_C}, {"dot", -1}, {"svg", -1}, {"openapi", -1}, {0}};
static const struct word format_words[] = {{"text", DIAG_FORMAT_TEXT},
                                           {"gcc", DIAG_FORMAT_GCC},
                                           {"json", DIAG_FORMAT_JSON},
                                           {"sarif", DIAG_FORMAT_SARIF},
                                           {0}};
static const struct word colour_words[] = {{"auto", OPTIONS_COLOUR_AUTO},
                                           {"always", OPTIONS_COLOUR_ALWAYS},
                                           {"never", OPTIONS_COLOUR_NEVER},
                                           {0}};

struct reading {
    struct options *o;
    FILE *err;
    const char *goal; /* the option that asked for the goal; NULL: none yet */
};

static bool wrong(struct reading *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static bool wrong(struct reading *r, const char *fmt, ...)
{
    va_list ap;

    fputs("orchc: ", r->err);
    va_start(ap, fmt);
    vfprintf(r->err, fmt, ap);
    va_end(ap);
    fputs("; see orchc --help\n", r->err);
    return false;
}

/* The value of the word `text` of `option`, by the table. */
static bool read_word(struct reading *r, const char *option, const struct word *words,
                      const char *text, int *value)
{
    struct diag_near near;

    diag_near_init(&near, text);
    for (const struct word *w = words; w->text; w++) {
        diag_near_try(&near, w->text);
        if (strcmp(w->text, text) != 0)
            continue;
        if (w->value < 0)
            return wrong(r, "%s=%s is not supported yet", option, text);
        *value = w->value;
        return true;
    }
    if (near.best)
        return wrong(r, "%s does not know '%s': did you mean '%s'?", option, text, near.best);
    return wrong(r, "%s does not know '%s'", option, text);
}

static bool set_goal(struct reading *r, const char *option, enum options_goal goal)
{
    if (r->goal && r->o->goal != goal)
        return wrong(r, "%s and %s cannot be combined", r->goal, option);
    r->goal = option;
    r->o->goal = goal;
    return true;
}

static bool set_goal_word(struct reading *r, const char *option, const struct word *words)
{
    int goal;

    return read_word(r, option, words, optarg, &goal) &&
           set_goal(r, option, (enum options_goal)goal);
}

/* An option that getopt refused: `refused` is '?' or ':'. */
static bool unknown(struct reading *r, int refused, const char *arg)
{
    struct diag_near near;
    size_t len = strcspn(arg, "=");
    char name[64];

    if (strncmp(arg, "--", 2) != 0) { /* a short one, perhaps one of several in arg */
        if (refused == ':')
            return wrong(r, "-%c needs a value", optopt);
        return wrong(r, "there is no flag -%c", optopt);
    }
    if (refused == ':')
        return wrong(r, "%s needs a value", arg);
    if (optopt != 0)
        return wrong(r, "%.*s takes no value", (int)len, arg);
    snprintf(name, sizeof name, "%.*s", (int)len - 2, arg + 2);
    diag_near_init(&near, name);
    for (const struct option *o = long_options; o->name; o++)
        diag_near_try(&near, o->name);
    if (near.best)
        return wrong(r, "there is no flag --%s: did you mean --%s?", name, near.best);
    return wrong(r, "there is no flag --%s", name);
}

static bool set_level(struct reading *r)
{
    if (strlen(optarg) != 1 || optarg[0] < '0' || optarg[0] > '3')
        return wrong(r, "-O takes 0, 1, 2 or 3, not '%s'", optarg);
    r->o->level = optarg[0];
    return true;
}

static bool set_warning(struct reading *r)
{
    const char *name = strchr(optarg, '=') ? strchr(optarg, '=') + 1 : optarg;
    struct diag_name near;

    if (name == optarg && strncmp(name, "no-", 3) == 0)
        name += 3;
    switch (diag_switch(&r->o->warnings, optarg, &near)) {
    case DIAG_SWITCH_OK:
        return true;
    case DIAG_SWITCH_NO_WARNING:
        return wrong(r, "-W%s: %s is an error, and stays one", optarg, name);
    case DIAG_SWITCH_UNKNOWN:
        break;
    }
    if (near.text[0])
        return wrong(r, "-W%s: there is no warning '%s': did you mean '%s'?", optarg, name,
                     near.text);
    return wrong(r, "-W%s: there is no warning '%s'", optarg, name);
}

static bool set_path(struct reading *r, const char *option, const char **path)
{
    if (optarg[0] == '\0')
        return wrong(r, "%s needs a value", option);
    *path = optarg;
    return true;
}

static bool set_option(struct reading *r, int opt, const char *arg)
{
    struct options *o = r->o;
    int value = 0;

    switch (opt) {
    case OPT_CHECK:
        return set_goal(r, "--check", OPTIONS_CHECK);
    case OPT_EXPLAIN:
        return set_goal(r, "--explain", OPTIONS_EXPLAIN);
    case OPT_EMIT:
        return set_goal_word(r, "--emit", emit_words);
    case OPT_DUMP:
        return set_goal_word(r, "--dump", dump_words);
    case OPT_VERSION:
        return set_goal(r, "--version", OPTIONS_VERSION);
    case 'h':
        return set_goal(r, "--help", OPTIONS_HELP);
    case 'o':
        return set_path(r, "-o", &o->output);
    case 'M':
        return set_path(r, "-M", &o->depfile);
    case 'O':
        return set_level(r);
    case 'W':
        return set_warning(r);
    case 'w':
        o->warnings.none = true;
        return true;
    case 'g':
        o->debug = true;
        return true;
    case OPT_CC:
        return set_path(r, "--cc", &o->cc);
    case OPT_KEEP_C:
        o->keep_c = true;
        return true;
    case OPT_FLOW:
        return set_path(r, "--flow", &o->flow);
    case OPT_NAME:
        return set_path(r, "--name", &o->name);
    case OPT_FORMAT:
        if (!read_word(r, "--format", format_words, optarg, &value))
            return false;
        o->format = (enum diag_format)value;
        return true;
    case OPT_COLOR:
        if (!read_word(r, "--color", colour_words, optarg, &value))
            return false;
        o->colour = (enum options_colour)value;
        return true;
    default:
        return unknown(r, opt, arg);
    }
}

/* What only shows when all options are known. */
static bool fits_together(struct reading *r)
{
    const struct options *o = r->o;
    bool reads_stdin = false;

    if (o->goal == OPTIONS_HELP || o->goal == OPTIONS_VERSION)
        return true;
    for (int i = 0; i < o->n_files; i++) {
        if (strcmp(o->files[i], "-") == 0 && reads_stdin)
            return wrong(r, "standard input can be read only once");
        reads_stdin = reads_stdin || strcmp(o->files[i], "-") == 0;
    }
    if (o->n_files == 0)
        return wrong(r, "no file is given");
    if (o->n_files > 1 && o->goal != OPTIONS_CHECK)
        return wrong(r, "one file at a time (only --check takes several): what is '%s'?",
                     o->files[1]);
    if (o->name && !reads_stdin)
        return wrong(r, "--name is for standard input, which is not read");
    if (o->goal == OPTIONS_BUILD && !o->output)
        return wrong(r, "where shall the binary go? -o BIN");
    if (o->goal == OPTIONS_CHECK && o->output)
        return wrong(r, "--check makes nothing, so there is nothing for -o");
    if (o->depfile && !(o->output && (o->goal == OPTIONS_BUILD || o->goal == OPTIONS_EMIT_C)))
        return wrong(r, "-M names what -o makes: it needs -o");
    if (o->depfile && strcmp(o->depfile, o->output) == 0)
        return wrong(r, "-M and -o name the same file");
    return true;
}

bool options_parse(struct options *o, int argc, char **argv, FILE *err)
{
    struct reading r = {.o = o, .err = err};
    const char *cc = getenv("CC");
    int opt;

    *o = (struct options){.goal = OPTIONS_BUILD, .level = '2', .cc = cc && *cc ? cc : "cc"};
    if (argc > 1 && strcmp(argv[1], "explain-code") == 0) {
        o->goal = OPTIONS_EXPLAIN_CODE;
        o->files = argv + 2;
        o->n_files = argc - 2;
        return o->n_files > 0 || wrong(&r, "explain-code needs a code, such as E0203");
    }
    optind = 0; /* glibc: start anew */
    opterr = 0;
    for (;;) {
        int at = optind ? optind : 1;

        optopt = 0;
        opt = getopt_long(argc, argv, ":o:O:gM:hW:w", long_options, NULL);
        if (opt == -1)
            break;
        if (!set_option(&r, opt, argv[optind > at ? optind - 1 : at]))
            return false;
    }
    o->files = argv + optind;
    o->n_files = argc - optind;
    return fits_together(&r);
}
