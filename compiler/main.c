/* orchc: reads the command line, compiles each file, shows what was found, and answers with an exit
 * code. */
#include "compile.h"
#include "diag_sarif.h"
#include "explain_code.h"
#include "options.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static bool wants_colour(const struct options *o, FILE *out)
{
    const char *term = getenv("TERM"), *no_color = getenv("NO_COLOR");

    if (o->colour != OPTIONS_COLOUR_AUTO)
        return o->colour == OPTIONS_COLOUR_ALWAYS;
    return isatty(fileno(out)) && !(no_color && *no_color) && !(term && strcmp(term, "dumb") == 0);
}

/* Diagnostics go to stderr; from --check, in the forms for programs, they are the output and go to
 * stdout. */
static FILE *diagnostics_out(const struct options *o)
{
    const bool for_programs = o->format == DIAG_FORMAT_JSON || o->format == DIAG_FORMAT_SARIF;

    return o->goal == OPTIONS_CHECK && for_programs ? stdout : stderr;
}

/* Reads the file that was named; NULL where that failed: reported, and *status says how. */
static struct source *read_file(struct compilation *c, const struct options *o, const char *path,
                                int *status)
{
    const struct span nowhere = {0};
    const char *name = strcmp(path, "-") == 0 ? o->name ? o->name : "stdin.orch" : path;
    struct source *source = NULL;

    *status = COMPILE_REFUSED;
    switch (sources_load(&c->sources, orch_str(path), orch_str(name), &source)) {
    case SOURCE_OK:
        *status = COMPILE_OK;
        return source;
    case SOURCE_MISSING:
        diag_add(&c->diags, DIAG_FILE_UNREADABLE, nowhere, "cannot read `%s`: %s", name,
                 strerror(ENOENT));
        return NULL;
    case SOURCE_IS_DIRECTORY:
        diag_add(&c->diags, DIAG_FILE_UNREADABLE, nowhere, "`%s` is a folder, not a file", name);
        return NULL;
    case SOURCE_UNREADABLE:
        diag_add(&c->diags, DIAG_FILE_UNREADABLE, nowhere, "cannot read `%s`: %s", name,
                 strerror(errno));
        return NULL;
    case SOURCE_TOO_LARGE:
        *status = COMPILE_DIAGNOSED;
        diag_add(&c->diags, DIAG_FILE_TOO_LARGE, nowhere, "`%s` is larger than %u MiB", name,
                 SOURCE_MAX_BYTES / (1024 * 1024));
        return NULL;
    }
    return NULL;
}

/* sarif: where diagnostics are gathered; NULL: they are shown at once. */
static int compile_file(const struct options *o, const char *path, struct diag_sarif *sarif)
{
    FILE *out = diagnostics_out(o);
    struct compilation c;
    const struct source *source;
    int status;

    compilation_init(&c);
    c.diags.switches = &o->warnings;
    source = read_file(&c, o, path, &status);
    if (source)
        status = compile(&c, o, source);
    if (sarif)
        diag_sarif_add(sarif, &c.diags, &c.sources);
    else
        diags_render(&c.diags, &c.sources, o->format, wants_colour(o, out), out);
    compilation_free(&c);
    return status;
}

/* All files, one after the other; the worst of their exit codes. */
static int compile_files(const struct options *o)
{
    struct diag_sarif *sarif = o->format == DIAG_FORMAT_SARIF ? diag_sarif_new() : NULL;
    int status = COMPILE_OK;

    for (int i = 0; i < o->n_files; i++) {
        int s = compile_file(o, o->files[i], sarif);
        status = s > status ? s : status;
    }
    if (sarif)
        diag_sarif_write(sarif, diagnostics_out(o));
    diag_sarif_free(sarif);
    return status;
}

static int explain_codes(const struct options *o)
{
    int status = COMPILE_OK;

    for (int i = 0; i < o->n_files; i++) {
        if (i > 0)
            putchar('\n');
        if (!explain_code(o->files[i], stdout, stderr))
            status = COMPILE_REFUSED;
    }
    return status;
}

/* A failed assertion is our mistake: say so, and leave with the exit code for it. */
static void on_abort(int signo)
{
    static const char text[] = "orchc: this is a mistake of orchc itself, not of your program\n";
    ssize_t ignored = write(STDERR_FILENO, text, sizeof text - 1);

    (void)signo;
    (void)ignored;
    _exit(COMPILE_INTERNAL);
}

int main(int argc, char **argv)
{
    struct options o;
    int status = COMPILE_OK;

    signal(SIGABRT, on_abort);
    if (!options_parse(&o, argc, argv, stderr))
        return COMPILE_REFUSED;
    if (o.goal == OPTIONS_HELP)
        fputs(options_help, stdout);
    else if (o.goal == OPTIONS_VERSION)
        puts("orchc " ORCH_VERSION);
    else if (o.goal == OPTIONS_EXPLAIN_CODE)
        status = explain_codes(&o);
    else
        status = compile_files(&o);
    if (fflush(stdout) != 0) {
        fprintf(stderr, "orchc: cannot write to standard output: %s\n", strerror(errno));
        return COMPILE_REFUSED;
    }
    return status;
}
