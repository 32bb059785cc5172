/* orchc: reads the command line, compiles each file, shows what was found, and answers with an exit
 * code. */
#include "compile.h"
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

/* Diagnostics go to stderr; as JSON from --check they are the output, and go to stdout. */
static void show_diagnostics(const struct compilation *c, const struct options *o)
{
    const bool is_output = o->goal == OPTIONS_CHECK && o->format == DIAG_FORMAT_JSON;
    FILE *out = is_output ? stdout : stderr;

    diags_render(&c->diags, &c->sources, o->format, wants_colour(o, out), out);
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

static int compile_file(const struct options *o, const char *path)
{
    struct compilation c;
    const struct source *source;
    int status;

    compilation_init(&c);
    source = read_file(&c, o, path, &status);
    if (source)
        status = compile(&c, o, source);
    show_diagnostics(&c, o);
    compilation_free(&c);
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
    else {
        for (int i = 0; i < o.n_files; i++) {
            int s = compile_file(&o, o.files[i]);
            status = s > status ? s : status;
        }
    }
    if (fflush(stdout) != 0) {
        fprintf(stderr, "orchc: cannot write to standard output: %s\n", strerror(errno));
        return COMPILE_REFUSED;
    }
    return status;
}
