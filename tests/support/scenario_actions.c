/* What a scenario does: starts and stops programs, sends requests, makes the mock services fail. */
#include "scenario.h"

#include <fcntl.h>
#include <glob.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- programs --- */

/* Splits text into words, after the n that argv has already. */
static void add_words(char **argv, int n, char *text)
{
    for (char *word = strtok(text, " "); word && n + 1 < MAX_ARGS; word = strtok(NULL, " "))
        argv[n++] = word;
    argv[n] = NULL;
}

static bool do_upstreams(struct scene *s, char **arg)
{
    char program[1024], *argv[MAX_ARGS] = {program, "--dir", arg[0], "--free-ports"};
    int left = PATIENCE * 1000;
    json_t *ready = NULL, *services;

    snprintf(program, sizeof program, "%s/samples/upstreams", s->build);
    add_words(argv, 4, arg[1]);
    if (!process_start(&s->upstreams, argv, s->scratch, "upstreams", NULL))
        return scene_fail(s, "cannot start %s", program);
    do {
        char *text = file_text(s->upstreams.out);

        ready = strchr(text, '\n') ? json_loads(text, 0, NULL) : NULL;
        free(text);
    } while (!ready && !process_wait(&s->upstreams, 0) && pause_for(&left));
    if (!ready) {
        char *text = file_text(s->upstreams.err);

        scene_fail(s, "the mock services did not start: %s", text);
        free(text);
        return false;
    }
    services = json_object_get(ready, "services");
    s->ports = json_incref(services);
    snprintf(s->control, sizeof s->control, "127.0.0.1:%d",
             (int)json_integer_value(json_object_get(ready, "control")));
    json_decref(ready);
    return true;
}

static time_t changed(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 ? st.st_mtime : 0;
}

/* True where the binary is newer than all that it is made of. */
static bool is_fresh(const struct scene *s, const char *binary, const char *source)
{
    static const char *const tools[] = {"bin/orchc", "lib/liborch.a"};
    char path[1024];
    time_t made = changed(binary);
    bool fresh = made > 0;
    glob_t found;

    for (size_t i = 0; i < sizeof tools / sizeof *tools; i++) {
        snprintf(path, sizeof path, "%s/%s", s->build, tools[i]);
        fresh = fresh && changed(path) < made;
    }
    snprintf(path, sizeof path, "%.*s*.orch", (int)(strrchr(source, '/') + 1 - source), source);
    if (glob(path, 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++)
            fresh = fresh && changed(found.gl_pathv[i]) < made;
        globfree(&found);
    }
    return fresh;
}

/* Compiles the source unless that was done before; writes the binary's path. One run at a time
 * compiles it. */
static bool compile(struct scene *s, const char *source, char *binary, size_t cap)
{
    char orchc[512], lock_path[1100], folder[512],
        *argv[] = {orchc, (char *)source, "-o", binary, NULL};
    struct process run;
    bool ours = source[0] != '/'; /* others are not worth keeping */
    size_t start;
    bool good;
    int lock;

    start = (size_t)snprintf(folder, sizeof folder, "%s%s", ours ? s->build : s->scratch,
                             ours ? "/tests/services" : "");
    mkdir(folder, 0755);
    if ((size_t)snprintf(binary, cap, "%s/%s", folder, source) >= cap)
        return scene_fail(s, "too long a name: %s", source);
    for (char *c = binary + start + 1; *c; c++)
        *c = *c == '/' || *c == '.' ? '_' : *c;
    snprintf(orchc, sizeof orchc, "%s/bin/orchc", s->build);
    snprintf(lock_path, sizeof lock_path, "%s.lock", binary);
    lock = open(lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (lock < 0 || flock(lock, LOCK_EX) != 0)
        return scene_fail(s, "cannot lock %s", lock_path);
    good = is_fresh(s, binary, source);
    if (!good) {
        good = process_start(&run, argv, s->scratch, "orchc", NULL) && process_wait(&run, 120) &&
               run.code == 0;
        if (!good) {
            char *text = file_text(run.err);

            scene_fail(s, "orchc %s ended with %d: %s", source, run.code, text);
            free(text);
        }
    }
    close(lock);
    return good;
}

/* Reads `listening on ADDRESS` and `admin on ADDRESS` out of what the service says. */
static bool read_addresses(struct scene *s)
{
    char *text = file_text(s->service.err);
    char *listening = strstr(text, "listening on "), *admin = strstr(text, "admin on ");
    bool good = listening && admin &&
                sscanf(listening, "listening on %63[0-9.:]", s->listen) == 1 &&
                sscanf(admin, "admin on %63[0-9.:]", s->admin) == 1 && strchr(listening, '\n') &&
                strchr(admin, '\n');

    free(text);
    return good;
}

/* The mock services' addresses reach the service by its environment: NAME_URL. */
static void set_urls(struct scene *s)
{
    const char *name;
    json_t *port;

    json_object_foreach(s->ports, name, port)
    {
        char variable[80], url[80];
        size_t n = 0;

        for (; n < 64 && name[n]; n++)
            variable[n] = (char)(name[n] >= 'a' && name[n] <= 'z' ? name[n] - 32 : name[n]);
        snprintf(variable + n, sizeof variable - n, "_URL");
        snprintf(url, sizeof url, "http://127.0.0.1:%d", (int)json_integer_value(port));
        setenv(variable, url, 1);
    }
}

/* Starts the service of arg[0] with the flags of arg[1]; `flags` go before them, up to a NULL. */
static bool start_service(struct scene *s, char **arg, char **flags)
{
    char binary[1024], *argv[MAX_ARGS] = {binary};
    int n = 1;

    process_end(&s->service);
    s->listen[0] = s->admin[0] = '\0';
    if (!compile(s, arg[0], binary, sizeof binary))
        return false;
    set_urls(s);
    for (; *flags; flags++)
        argv[n++] = *flags;
    add_words(argv, n, arg[1]);
    return process_start(&s->service, argv, s->scratch, "service", NULL) ||
           scene_fail(s, "cannot start %s", binary);
}

static bool do_service(struct scene *s, char **arg)
{
    static char listen[] = "--listen", admin[] = "--admin", any[] = "127.0.0.1:0";
    char *flags[] = {listen, any, admin, any, NULL};
    int left = PATIENCE * 1000;

    if (!start_service(s, arg, flags))
        return false;
    while (!read_addresses(s))
        if (process_wait(&s->service, 0) || !pause_for(&left))
            return scene_fail(s, "the service did not start");
    return true;
}

static bool do_run(struct scene *s, char **arg)
{
    char *none[] = {NULL};

    if (!start_service(s, arg, none))
        return false;
    return process_wait(&s->service, PATIENCE) || scene_fail(s, "it did not end");
}

static bool do_signal(struct scene *s, char **arg)
{
    int number = strcmp(arg[0], "TERM") == 0 ? SIGTERM : strcmp(arg[0], "INT") == 0 ? SIGINT : 0;

    if (number == 0)
        return scene_fail(s, "signal TERM or INT");
    return kill(s->service.pid, number) == 0 || scene_fail(s, "there is no service to signal");
}

/* --- requests --- */

static struct exchange *under_way(struct scene *s, const char *name)
{
    for (int i = 0; i < MAX_EXCHANGES; i++)
        if (strcmp(s->names[i], name) == 0)
            return &s->under_way[i];
    return NULL;
}

/* Text with \r \n \t \\ \0 \xHH, and \{N*TEXT} for N times TEXT, as bytes. Returns their number. */
static size_t unescape(const char *in, char *out, size_t cap)
{
    static const char letters[] = "rnt\\0", bytes[] = "\r\n\t\\\0";
    size_t n = 0;

    while (*in && n < cap) {
        const char *letter = *in == '\\' && in[1] ? strchr(letters, in[1]) : NULL;
        unsigned byte, times;
        char text[64];
        int width;

        if (letter) {
            out[n++] = bytes[letter - letters];
            in += 2;
        } else if (sscanf(in, "\\x%2x", &byte) == 1) {
            out[n++] = (char)byte;
            in += 4;
        } else if (sscanf(in, "\\{%u*%63[^}]}%n", &times, text, &width) == 2) {
            size_t len = strlen(text);

            for (; times > 0 && n + len <= cap; times--, n += len)
                memcpy(out + n, text, len);
            in += width;
        } else {
            out[n++] = *in++;
        }
    }
    return n;
}

/* Room for one request. */
enum { REQUEST_ROOM = 4 << 20 };

static bool has_no_body(const char *method)
{
    return strcmp(method, "get") == 0 || strcmp(method, "head") == 0 ||
           strcmp(method, "delete") == 0;
}

/* Builds `method target [rest]` into bytes: rest is the body, or headers for a method without one.
 * `raw TEXT` is the text itself. For the caller to free. */
static char *build_request(const char *host, const char *method, char *rest, size_t *len)
{
    char *out = malloc(REQUEST_ROOM), *target, *word;
    size_t n, head;

    if (!out)
        abort();
    if (strcmp(method, "raw") == 0) {
        *len = unescape(rest, out, REQUEST_ROOM);
        return out;
    }
    target = strtok_r(rest, " ", &rest);
    n = (size_t)snprintf(out, REQUEST_ROOM, "%s %s HTTP/1.1\r\nHost: %s\r\n", method,
                         target ? target : "/", host);
    for (char *c = out; *c != ' '; c++)
        *c &= (char)~0x20;
    if (has_no_body(method)) {
        while ((word = strtok_r(NULL, " ", &rest)))
            n += (size_t)snprintf(out + n, REQUEST_ROOM - n, "%s\r\n", word);
        *len = n + (size_t)snprintf(out + n, REQUEST_ROOM - n, "\r\n");
        return out;
    }
    head = n + 100; /* the body first, then the headers in front of it, which then say its size */
    *len = unescape(rest ? rest : "", out + head, REQUEST_ROOM - head);
    n += (size_t)snprintf(out + n, 100,
                          "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n", *len);
    memmove(out + n, out + head, *len);
    *len += n;
    return out;
}

static bool send_to(struct scene *s, const char *address, struct exchange *x, char *method,
                    char *rest)
{
    size_t len;
    char *bytes = build_request(address, method, rest, &len);
    bool good = exchange_start(x, address, bytes, len);

    free(bytes);
    return good || scene_fail(s, "%s", x->error);
}

static bool ask(struct scene *s, const char *address, char *method, char *rest)
{
    exchange_end(&s->answer);
    if (!send_to(s, address, &s->answer, method, rest))
        return false;
    return exchange_finish(&s->answer, PATIENCE) || scene_fail(s, "%s", s->answer.error);
}

static bool do_get(struct scene *s, char **arg)
{
    return ask(s, s->listen, (char[]){"get"}, arg[0]);
}

static bool do_post(struct scene *s, char **arg)
{
    return ask(s, s->listen, (char[]){"post"}, arg[0]);
}

static bool do_request(struct scene *s, char **arg)
{
    return ask(s, s->listen, arg[0], arg[1]);
}

static bool do_raw(struct scene *s, char **arg)
{
    return ask(s, s->listen, (char[]){"raw"}, arg[0]);
}

static bool do_admin(struct scene *s, char **arg)
{
    return ask(s, s->admin, (char[]){"get"}, arg[0]);
}

static bool do_next(struct scene *s, char **arg)
{
    (void)arg;
    return exchange_next(&s->answer, PATIENCE) || scene_fail(s, "%s", s->answer.error);
}

static bool do_start(struct scene *s, char **arg)
{
    struct exchange *x = under_way(s, "");

    if (!x || under_way(s, arg[0]))
        return scene_fail(s, "`%s` is under way already, or too many are", arg[0]);
    if (!send_to(s, s->listen, x, arg[1], arg[2]))
        return false;
    snprintf(s->names[x - s->under_way], sizeof *s->names, "%s", arg[0]);
    return true;
}

static bool do_finish(struct scene *s, char **arg)
{
    struct exchange *x = under_way(s, arg[0]);

    if (!x)
        return scene_fail(s, "nothing named `%s` is under way", arg[0]);
    s->names[x - s->under_way][0] = '\0';
    exchange_end(&s->answer);
    s->answer = *x;
    *x = (struct exchange){0};
    return exchange_finish(&s->answer, PATIENCE) || scene_fail(s, "%s", s->answer.error);
}

static bool do_abort(struct scene *s, char **arg)
{
    struct exchange *x = under_way(s, arg[0]);

    if (!x)
        return scene_fail(s, "nothing named `%s` is under way", arg[0]);
    s->names[x - s->under_way][0] = '\0';
    exchange_end(x);
    return true;
}

static bool do_save(struct scene *s, char **arg)
{
    (void)arg;
    free(s->saved);
    s->saved = strdup(s->answer.body ? s->answer.body : "");
    return s->saved != NULL;
}

/* --- the mock services --- */

json_t *scene_control(struct scene *s, const char *method, const char *target, const char *body)
{
    struct exchange x;
    json_t *answer = NULL;
    size_t len = strlen(method) + strlen(target) + strlen(body) + 200;
    char *bytes = malloc(len);

    if (!bytes)
        abort();
    len = (size_t)snprintf(bytes, len,
                           "%s %s HTTP/1.1\r\nHost: control\r\nConnection: close\r\n"
                           "Content-Length: %zu\r\n\r\n%s",
                           method, target, strlen(body), body);
    if (!exchange_start(&x, s->control, bytes, len) || !exchange_finish(&x, PATIENCE))
        scene_fail(s, "mock services: %s", x.error);
    else if (x.status != 200)
        scene_fail(s, "mock services: %s", x.body);
    else
        answer = json_loads(x.body, 0, NULL);
    free(bytes);
    exchange_end(&x);
    return answer;
}

static bool control(struct scene *s, const char *service, const char *query, const char *body)
{
    char target[512];
    json_t *answer;

    snprintf(target, sizeof target, "/%s%s%s", service, *query ? "?" : "", query);
    answer = scene_control(s, "POST", target, body);
    json_decref(answer);
    return answer != NULL;
}

static bool do_fault(struct scene *s, char **arg)
{
    return control(s, arg[0], arg[1], arg[2]);
}

static bool do_down(struct scene *s, char **arg)
{
    return control(s, arg[0], "down=yes", "");
}

static bool do_up(struct scene *s, char **arg)
{
    return control(s, arg[0], "down=no", "");
}

static bool do_release(struct scene *s, char **arg)
{
    return control(s, arg[0], "release", "");
}

static bool do_clear(struct scene *s, char **arg)
{
    return control(s, arg[0], "clear", "");
}

static bool do_env(struct scene *s, char **arg)
{
    (void)s;
    return (arg[1][0] ? setenv(arg[0], arg[1], 1) : unsetenv(arg[0])) == 0;
}

static bool do_reset(struct scene *s, char **arg)
{
    (void)arg;
    return control(s, "reset", "", "");
}

const struct command scenario_actions[] = {
    {"upstreams", 2, do_upstreams, "DIR FLAGS...: starts the mock services of DIR on free ports"},
    {"service", 2, do_service,
     "FILE.orch FLAGS...: compiles, starts; NAME_URL is set for each mock"},
    {"env", 2, do_env, "NAME VALUE: an environment variable of what starts next; no value: unset"},
    {"run", 2, do_run, "FILE.orch FLAGS...: compiles, runs with just these flags until it ends"},
    {"signal", 1, do_signal, "TERM | INT: to the service"},
    {"get", 1, do_get,
     "TARGET HEADER:VALUE...: sends and reads the answer, which the checks look at"},
    {"post", 1, do_post, "TARGET BODY: the same with a JSON body"},
    {"request", 2, do_request, "METHOD TARGET BODY: the same with any method"},
    {"raw", 1, do_raw, "BYTES: the same with any bytes: \\r \\n \\xHH \\{1000*TEXT}"},
    {"admin", 1, do_admin, "TARGET: a GET to the admin address"},
    {"next", 1, do_next, "reads one more answer on the same connection"},
    {"start", 3, do_start, "NAME get|post|raw ...: sends, and does not wait for the answer"},
    {"finish", 1, do_finish, "NAME: reads its answer"},
    {"abort", 1, do_abort, "NAME: closes its connection"},
    {"save", 1, do_save, "keeps the body, for `same`"},
    {"fault", 3, do_fault,
     "SERVICE FAULT [BODY]: see upstreams --help; a body replaces the reply's"},
    {"down", 1, do_down, "SERVICE: stops the mock service"},
    {"up", 1, do_up, "SERVICE: starts it again"},
    {"release", 1, do_release, "SERVICE: answers what hold=yes keeps waiting"},
    {"clear", 1, do_clear, "SERVICE: no faults any more"},
    {"reset", 1, do_reset, "all mock services as in the beginning"},
    {NULL, 0, NULL, NULL}};
