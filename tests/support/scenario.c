/* Runs a scenario: a readable script that starts mock services and a service binary, sends
 * requests, and checks what comes back, what was called, logged and counted.
 *
 *   scenario --build DIR --scratch DIR FILE.scn      exit status 0 where every line holds
 *   scenario --help                                  the commands
 *
 * A script has one command a line; `#` begins a comment at the start of a line. `@listen` and
 * `@admin` stand for the service's addresses, `@control` for the mock's, `@NAME` for that of a mock
 * service,
 * `@scratch` for a folder that goes away. Nothing sleeps: what takes time is waited for, with a
 * bound that only a failure reaches. */
#include "scenario.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The end of a long text is what matters. */
static void show(const char *title, const char *text)
{
    size_t len = strlen(text), most = 4000;

    if (len > 0)
        fprintf(stderr, "  %s:\n%s%s\n", title, len > most ? "...\n" : "",
                len > most ? text + len - most : text);
}

bool scene_fail(struct scene *s, const char *format, ...)
{
    va_list args;

    fprintf(stderr, "%s:%d: ", s->file, s->line);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    if (s->answer.status) {
        fprintf(stderr, "  the answer: status %d\n", s->answer.status);
        show("its bytes", s->answer.bytes ? s->answer.bytes : "");
    }
    if (s->service.pid) {
        char *text = file_text(s->service.err);

        show("the service's standard error", text);
        free(text);
    }
    return false;
}

/* The text that `@name` stands for; NULL where it stands for itself. */
static const char *meaning(struct scene *s, const char *name, char *out, size_t cap)
{
    json_t *port = json_object_get(s->ports, name);

    if (strcmp(name, "listen") == 0)
        return s->listen;
    if (strcmp(name, "admin") == 0)
        return s->admin;
    if (strcmp(name, "control") == 0)
        return s->control;
    if (strcmp(name, "scratch") == 0)
        return s->scratch;
    if (!port)
        return NULL;
    snprintf(out, cap, "127.0.0.1:%d", (int)json_integer_value(port));
    return out;
}

static void expand(struct scene *s, const char *in, char *out, size_t cap)
{
    size_t n = 0;

    while (*in && n + 1 < cap) {
        char name[64], text[64];
        const char *found = NULL;
        size_t width = 1;

        if (*in == '@') {
            while (isalnum((unsigned char)in[width]) || in[width] == '_')
                width++;
            snprintf(name, sizeof name, "%.*s", (int)width - 1, in + 1);
            found = meaning(s, name, text, sizeof text);
        }
        if (found) {
            n += (size_t)snprintf(out + n, cap - n, "%s", found);
            in += width;
        } else {
            out[n++] = *in++;
        }
    }
    out[n < cap ? n : cap - 1] = '\0';
}

static const struct command *find_command(const char *name)
{
    const struct command *tables[] = {scenario_actions, scenario_checks};

    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        for (const struct command *c = tables[i]; c->name; c++)
            if (strcmp(c->name, name) == 0)
                return c;
    return NULL;
}

/* Cuts the next word off a text; at the end it is "". */
static char *next_word(char **rest)
{
    char *word = *rest + strspn(*rest, " \t");
    char *end = word + strcspn(word, " \t");

    *rest = *end ? end + 1 : end;
    *end = '\0';
    return word;
}

static bool run_line(struct scene *s, const char *text)
{
    static char nothing[1];
    char line[8192], *rest = line, *name, *arg[MAX_ARGS];
    const struct command *c;

    expand(s, text, line, sizeof line);
    name = next_word(&rest);
    c = find_command(name);
    if (!c)
        return scene_fail(s, "no command `%s`; see scenario --help", name);
    for (int i = 0; i < MAX_ARGS; i++)
        arg[i] = nothing;
    for (int i = 0; i + 1 < c->args; i++)
        arg[i] = next_word(&rest);
    if (c->args > 0)
        arg[c->args - 1] = rest + strspn(rest, " \t");
    return c->run(s, arg);
}

static bool run_script(struct scene *s)
{
    FILE *f = fopen(s->file, "r");
    char line[8192];
    bool good = f != NULL;

    if (!f)
        perror(s->file);
    while (good && fgets(line, sizeof line, f)) {
        s->line++;
        line[strcspn(line, "\n")] = '\0';
        if (line[0] != '#' && line[strspn(line, " \t")])
            good = run_line(s, line);
    }
    if (f)
        fclose(f);
    return good;
}

/* A service that still runs at the end must end well: under sanitizers this is where a leak shows.
 */
static bool close_scene(struct scene *s, bool good)
{
    static char quiet[] = "TERM", zero[] = "0", *term[] = {quiet}, *exit_0[] = {zero};

    if (good && s->service.pid && !s->service.ended)
        good = find_command("signal")->run(s, term) && find_command("exit")->run(s, exit_0);
    process_end(&s->service);
    process_end(&s->upstreams);
    exchange_end(&s->answer);
    for (int i = 0; i < MAX_EXCHANGES; i++)
        exchange_end(&s->under_way[i]);
    json_decref(s->ports);
    free(s->saved);
    return good;
}

static int help(void)
{
    const struct command *tables[] = {scenario_actions, scenario_checks};

    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        for (const struct command *c = tables[i]; c->name; c++)
            printf("%-9s %s\n", c->name, c->help);
    return 0;
}

int main(int argc, char **argv)
{
    struct scene s = {0};

    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0)
            return help();
        else if (strcmp(argv[i], "--build") == 0 && i + 1 < argc)
            s.build = argv[++i];
        else if (strcmp(argv[i], "--scratch") == 0 && i + 1 < argc)
            s.scratch = argv[++i];
        else
            s.file = argv[i];
    }
    if (!s.file || !s.build || !s.scratch) {
        fputs("usage: scenario --build DIR --scratch DIR FILE.scn\n", stderr);
        return 2;
    }
    return close_scene(&s, run_script(&s)) ? 0 : 1;
}
