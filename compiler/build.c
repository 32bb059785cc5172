/* Builds the binary: finds liborch, writes the C where the compiler reads it, runs the compiler,
 * and moves what it made to its place. */
#include "build.h"

#include "child.h"
#include "memory.h"
#include "output.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_ARGS 64

struct building {
    struct orch_arena *arena;
    const struct options *o;
    const char *prefix; /* of the tree that orchc stands in */
    const char *folder; /* a temporary one that holds the .c; NULL: there is none */
    const char *c_file; /* what is compiled */
    struct output output;
    char *args[MAX_ARGS + 1];
    int n_args;
};

const char *build_c_name(struct compilation *c, const char *path, bool is_binary)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    const char *dot = is_binary ? NULL : strrchr(name, '.');
    const size_t n = dot && dot > name ? (size_t)(dot - name) : strlen(name);

    if (strcmp(name, "-") == 0)
        return "program.c";
    return memory_text(&c->arena, "%.*s.c", (int)n, name);
}

static int refuse(const char *what, const char *which, int error)
{
    fprintf(stderr, "orchc: %s %s: %s\n", what, which, strerror(error));
    return COMPILE_REFUSED;
}

/* --- what is needed ------------------------------------------------------------------------- */

/* Finds the tree that this executable stands in: PREFIX of PREFIX/bin/orchc. */
static int find_prefix(struct building *b)
{
    char path[PATH_MAX];
    const ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
    const char *needed[2];

    if (n < 0)
        return refuse("cannot find out where orchc stands:", "/proc/self/exe", errno);
    path[n] = '\0';
    for (int up = 0; up < 2; up++) {
        char *slash = strrchr(path, '/');

        if (slash && slash > path)
            *slash = '\0';
    }
    b->prefix = memory_text(b->arena, "%s", path);
    needed[0] = memory_text(b->arena, "%s/lib/liborch.a", path);
    needed[1] = memory_text(b->arena, "%s/include/orch/orch.h", path);
    for (int i = 0; i < 2; i++) {
        if (access(needed[i], R_OK) != 0)
            return refuse("cannot read what every service needs:", needed[i], errno);
    }
    return COMPILE_OK;
}

/* Writes the C beside the output where it shall be kept, else into a folder of its own. */
static int write_c(struct building *b, struct orch_str text, const char *name)
{
    const char *tmp = getenv("TMPDIR");
    char *folder;

    if (b->o->keep_c) {
        b->c_file = memory_text(b->arena, "%s.c", b->o->output);
    } else {
        folder = (char *)memory_text(b->arena, "%s/orchc.XXXXXX", tmp && *tmp ? tmp : "/tmp");
        if (!mkdtemp(folder))
            return refuse("cannot make a folder", folder, errno);
        b->folder = folder;
        b->c_file = memory_text(b->arena, "%s/%s", folder, name);
    }
    if (!output_text(b->c_file, text))
        return refuse("cannot write", b->c_file, errno);
    return COMPILE_OK;
}

/* --- the compiler --------------------------------------------------------------------------- */

static void add(struct building *b, const char *arg)
{
    if (b->n_args < MAX_ARGS)
        b->args[b->n_args++] = (char *)arg;
}

/* Each word of a text that was written for a shell without quotes: $CC, the Makefile's flags. */
static void add_words(struct building *b, const char *words)
{
    while (*words) {
        size_t n = strcspn(words, " \t");

        if (n > 0)
            add(b, memory_text(b->arena, "%.*s", (int)n, words));
        words += n + (words[n] != '\0');
    }
}

static void make_command(struct building *b)
{
    add_words(b, b->o->cc);
    add(b, "-std=c11");
    add(b, memory_text(b->arena, "-O%c", b->o->level));
    if (b->o->debug)
        add(b, "-g");
    add_words(b, ORCH_EXTRA_CFLAGS);
    add(b, memory_text(b->arena, "-I%s/include", b->prefix));
    add(b, "-o");
    add(b, b->output.temp);
    add(b, b->c_file);
    add(b, memory_text(b->arena, "%s/lib/liborch.a", b->prefix));
    add(b, "-Wl,--as-needed");
    add_words(b, ORCH_LINK_LIBS);
    b->args[b->n_args] = NULL;
}

static void print_command(const struct building *b)
{
    fputs("  it ran:", stderr);
    for (int i = 0; i < b->n_args; i++)
        fprintf(stderr, " %s", b->args[i]);
    fputs("\n", stderr);
}

static void print_said(const struct orch_buf *said)
{
    const char *at = said->data, *end = at + said->len;

    if (said->len == 0)
        return;
    fputs("  it said:\n", stderr);
    while (at < end) {
        const char *nl = memchr(at, '\n', (size_t)(end - at));
        const char *stop = nl ? nl : end;

        fprintf(stderr, "    %.*s\n", (int)(stop - at), at);
        at = stop + 1;
    }
}

/* The compiler could not be run. */
static int refuse_compiler(const struct building *b, int error)
{
    fprintf(stderr,
            "orchc: cannot run the C compiler %s: %s; install it, or name another with --cc\n",
            b->args[0], strerror(error));
    return COMPILE_REFUSED;
}

/* The compiler ran and did not do it. */
static int report_failure(struct building *b, int status, const struct orch_buf *said)
{
    if (status == 128 + SIGINT) {
        fputs("orchc: interrupted\n", stderr);
        return COMPILE_REFUSED;
    }
    if (status == 0)
        fprintf(stderr, "orchc: %s reported success, but made no program\n", b->args[0]);
    else if (status >= 128)
        fprintf(stderr, "orchc: %s was ended by signal %d\n", b->args[0], status - 128);
    else
        fprintf(stderr, "orchc: %s did not accept the C that orchc emitted (status %d)\n",
                b->args[0], status);
    print_command(b);
    print_said(said);
    fprintf(stderr, "  the C is kept in %s\n", b->c_file);
    b->folder = NULL;
    return COMPILE_INTERNAL;
}

static int run_compiler(struct building *b)
{
    struct orch_buf said;
    int status;

    make_command(b);
    orch_buf_init(&said, 0);
    errno = 0;
    status = child_run(b->args, &said);
    if (status < 0)
        status = refuse_compiler(b, errno);
    else if (status > 0 || access(b->output.temp, X_OK) != 0)
        status = report_failure(b, status, &said);
    orch_buf_free(&said);
    return status;
}

static void clean_up(struct building *b)
{
    output_discard(&b->output);
    if (!b->folder)
        return;
    unlink(b->c_file);
    rmdir(b->folder);
}

int build(struct compilation *c, const struct options *o, struct orch_str text, const char *c_name)
{
    struct building b = {.arena = &c->arena, .o = o};
    int status = find_prefix(&b);

    if (status == COMPILE_OK && !output_begin(&b.output, o->output))
        status = refuse("cannot write", o->output, errno);
    if (status == COMPILE_OK)
        status = write_c(&b, text, c_name);
    if (status == COMPILE_OK)
        status = run_compiler(&b);
    if (status == COMPILE_OK && !output_commit(&b.output))
        status = refuse("cannot write", o->output, errno);
    clean_up(&b);
    return status;
}
