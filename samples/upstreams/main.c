/* upstreams: serves a directory of JSON files as HTTP services, and lets them be slow, failing or
 * broken on request. The demo, the tests and the benchmark call their services here.
 *
 * In: the directory (one folder a service), its file `ports` (lines `NAME PORT`), flags. Out: when
 * all ports listen, one line of JSON on standard output:
 * {"control":7000,"services":{"account":7001,...}}.
 */
#include "control.h"
#include "server.h"

#include <errno.h>
#include <getopt.h>
#include <jansson.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>

struct options {
    const char *dir;
    int control;      /* port; 0: a free one */
    bool free_ports;  /* instead of those in the file */
    bool with_parent; /* ends when its parent does */
    long log;
    const char *faults[64]; /* SERVICE?QUERY */
    int n_faults;
};

static void usage(void)
{
    printf(
        "usage: upstreams --dir DIR [--control PORT] [--free-ports] [--fault SERVICE?FAULT]...\n"
        "\n"
        "Serves each folder that DIR/ports names (lines `NAME PORT`) as a service: a request for\n"
        "/products/hot is answered with DIR/NAME/products/hot.json; `_` in a file's place stands "
        "for\n"
        "any one path segment (users/_.json answers /users/42).\n"
        "\n"
        "  --dir DIR              the services\n"
        "  --control PORT         port for control requests (default 7000)\n"
        "  --free-ports           any free ports; the line printed says which\n"
        "  --fault SERVICE?FAULT  a fault from the start, for example 'banners?delay=500ms'\n"
        "  --log N                keep the first N requests for GET /log (default 1000)\n"
        "  --with-parent          end when the program that started this one ends\n"
        "\n"
        "Control requests: POST /SERVICE?FAULT, POST /SERVICE?down=yes (or no), POST "
        "/SERVICE?release,\nPOST /SERVICE?clear, POST /reset, GET /counts, GET /log.\n"
        "\n"
        "A fault: path=/products/hot delay=500ms hold=yes status=503 times=2 broken=KIND, joined "
        "by "
        "`&`.\nKinds of broken replies (the last three are in order, but unusual):\n");
    faults_help();
}

__attribute__((format(printf, 1, 2), noreturn)) static void die(const char *format, ...)
{
    va_list args;

    fputs("upstreams: ", stderr);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    exit(2);
}

static long number(const char *text, long max, const char *what)
{
    char *end;
    long n = strtol(text, &end, 10);

    if (end == text || *end || n < 0 || n > max)
        die("%s: '%s' is not a number from 0 to %ld", what, text, max);
    return n;
}

static struct options read_options(int argc, char **argv)
{
    static const struct option flags[] = {
        {"dir", required_argument, NULL, 'd'},  {"control", required_argument, NULL, 'c'},
        {"free-ports", no_argument, NULL, 'p'}, {"fault", required_argument, NULL, 'f'},
        {"log", required_argument, NULL, 'l'},  {"with-parent", no_argument, NULL, 'w'},
        {"help", no_argument, NULL, 'h'},       {NULL, 0, NULL, 0}};
    struct options o = {.control = 7000, .log = 1000};
    int flag;

    opterr = 0;
    while ((flag = getopt_long(argc, argv, "", flags, NULL)) != -1) {
        switch (flag) {
        case 'd':
            o.dir = optarg;
            break;
        case 'c':
            o.control = (int)number(optarg, 65535, "--control");
            break;
        case 'p':
            o.free_ports = true;
            o.control = 0;
            break;
        case 'l':
            o.log = number(optarg, 1000000, "--log");
            break;
        case 'w':
            o.with_parent = true;
            break;
        case 'h':
            usage();
            exit(0);
        case 'f':
            if (o.n_faults == (int)(sizeof o.faults / sizeof *o.faults))
                die("too many --fault");
            o.faults[o.n_faults++] = optarg;
            break;
        default:
            die("unknown or incomplete flag %s; see --help", argv[optind - 1]);
        }
    }
    if (optind < argc)
        die("what is '%s'? see --help", argv[optind]);
    if (!o.dir)
        die("--dir is missing; see --help");
    return o;
}

static void add_service(struct server *s, const struct options *o, const char *name, int port)
{
    struct service *v = &s->services[s->n_services];
    char folder[4096], error[4200];

    if (s->n_services == MAX_SERVICES)
        die("more than %d services", MAX_SERVICES);
    s->n_services++;
    snprintf(v->name, sizeof v->name, "%s", name);
    v->listener = (struct listener){.fd = -1, .port = o->free_ports ? 0 : port, .service = v};
    snprintf(folder, sizeof folder, "%s/%s", o->dir, name);
    if (!replies_load(folder, &v->replies, error, sizeof error))
        die("%s", error);
    if (!server_listen(s, &v->listener))
        die("cannot listen on port %d for %s: %s", port, name, strerror(errno));
}

static void add_services(struct server *s, const struct options *o)
{
    char path[4096], line[256], name[64];
    FILE *f;
    int port, row = 0;

    snprintf(path, sizeof path, "%s/ports", o->dir);
    f = fopen(path, "r");
    if (!f)
        die("%s: %s", path, strerror(errno));
    while (fgets(line, sizeof line, f)) {
        row++;
        if (line[0] == '#' || line[strspn(line, " \t\n")] == '\0')
            continue;
        if (sscanf(line, "%63s %d", name, &port) != 2 || port < 0 || port > 65535)
            die("%s:%d: wanted `NAME PORT`", path, row);
        add_service(s, o, name, port);
    }
    fclose(f);
}

static void add_faults(struct server *s, const struct options *o)
{
    for (int i = 0; i < o->n_faults; i++) {
        const char *mark = strchr(o->faults[i], '?');
        struct slice name = {o->faults[i], mark ? (size_t)(mark - o->faults[i]) : 0}, query;
        struct service *v = NULL;
        char error[512];

        for (int k = 0; k < s->n_services; k++)
            if (slice_is(name, s->services[k].name))
                v = &s->services[k];
        if (!mark || !v)
            die("--fault %s: wanted SERVICE?FAULT with a service of %s", o->faults[i], o->dir);
        query = (struct slice){mark + 1, strlen(mark + 1)};
        if (!faults_add(&v->faults, query, (struct slice){NULL, 0}, error, sizeof error))
            die("--fault %s: %s", o->faults[i], error);
    }
}

static void announce(const struct server *s)
{
    json_t *services = json_object(), *all;

    for (int i = 0; i < s->n_services; i++)
        json_object_set_new(services, s->services[i].name,
                            json_integer(s->services[i].listener.port));
    all = json_pack("{s:i, s:o}", "control", s->control.port, "services", services);
    json_dumpf(all, stdout, JSON_COMPACT);
    putchar('\n');
    fflush(stdout);
    json_decref(all);
}

int main(int argc, char **argv)
{
    struct options o = read_options(argc, argv);
    struct server s = {.log_max = (size_t)o.log};

    if (o.with_parent)
        prctl(PR_SET_PDEATHSIG, SIGTERM);
    s.epoll = epoll_create1(EPOLL_CLOEXEC);
    s.log = calloc(s.log_max + 1, sizeof *s.log);
    if (s.epoll < 0 || !s.log)
        die("%s", strerror(errno));
    s.control.port = o.control;
    if (!server_listen(&s, &s.control))
        die("cannot listen on port %d for control: %s", o.control, strerror(errno));
    add_services(&s, &o);
    add_faults(&s, &o);
    announce(&s);
    server_run(&s);
    server_free(&s);
    return 0;
}
