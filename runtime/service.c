/* A service: what the main() of an emitted program calls. Reads the settings, binds, makes the
 * workers, and stays in control: signals, admin listener, the end.
 *
 * The end: a first SIGTERM or SIGINT lets every worker drain; when --drain has passed they cut off
 * what still runs; when all have finished, the control loop stops and everything is freed. A second
 * signal ends the process at once.
 *
 * Exit codes: 0 served and drained, or did what was asked; 1 ended by the second signal, or could
 * not start for want of resources; 2 a setting is wrong, or an address cannot be listened on. */
#include "admin.h"
#include "config.h"
#include "limits.h"
#include "listen.h"
#include "log.h"
#include "loop.h"
#include "router.h"
#include "worker.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

enum exit_code { FINE = 0, FAILED = 1, REFUSED = 2 };

struct service {
    const struct orch_program *program;
    const char *name; /* as it was called */
    struct orch_config config;
    struct orch_router *router;
    struct orch_loop *loop;
    struct orch_watch signals;
    struct orch_timer drain;
    struct orch_loop_hook hook;
    struct orch_admin admin;
    struct orch_server *admin_server;
    int admin_fd;                /* -1: none, or taken over */
    int fds[ORCH_LIMIT_WORKERS]; /* of the workers; -1: taken over */
    unsigned n_workers;          /* made */
    struct orch_worker *workers[ORCH_LIMIT_WORKERS];
    struct orch_metrics *metrics[ORCH_LIMIT_WORKERS];
    char listening[64], admin_at[64];
    bool draining;
};

static enum exit_code fail(const struct service *s, enum exit_code code, const char *what)
{
    orch_log_say("%s: %s", s->name, what);
    return code;
}

/* --- what is only told ----------------------------------------------------------------------- */

static enum exit_code print(const struct service *s, struct orch_buf *text)
{
    bool fine = !text->failed &&
                (text->len == 0 || fwrite(text->data, 1, text->len, stdout) == text->len) &&
                fflush(stdout) == 0;

    if (!fine)
        orch_log_say("%s: cannot write to standard output: %s", s->name, strerror(errno));
    orch_buf_free(text);
    return fine ? FINE : FAILED;
}

static enum exit_code tell(const struct service *s)
{
    struct orch_buf text;

    orch_buf_init(&text, 0);
    if (s->config.action == ORCH_HELP)
        orch_config_help(s->program, s->name, &text);
    else if (s->config.action == ORCH_PRINT)
        orch_config_print(&s->config, &text);
    else if (s->config.action == ORCH_VERSION_TEXT)
        orch_buf_printf(&text, "%s (orchc %s, ABI %u)\n", s->program->name, s->program->compiler,
                        s->program->abi);
    return print(s, &text);
}

/* --- the end --------------------------------------------------------------------------------- */

static void begin_drain(struct service *s)
{
    s->draining = s->admin.draining = true;
    for (unsigned i = 0; i < s->n_workers; i++)
        orch_worker_drain(s->workers[i]);
    orch_timer_start(s->loop, &s->drain,
                     orch_loop_now(s->loop) +
                         (int64_t)orch_config_number(&s->config, ORCH_SET_DRAIN) * 1000000);
}

static void drain_over(struct orch_timer *t)
{
    struct service *s = t->data;

    for (unsigned i = 0; i < s->n_workers; i++)
        orch_worker_cut(s->workers[i]);
}

static void signalled(struct orch_watch *w, unsigned events)
{
    struct service *s = w->data;
    struct signalfd_siginfo info;

    (void)events;
    if (read(w->fd, &info, sizeof info) != (ssize_t)sizeof info)
        return;
    if (s->draining) {
        orch_log_say("%s: a second signal: ending at once", s->name);
        _exit(FAILED);
    }
    orch_log_say("%s: draining", s->name);
    begin_drain(s);
}

/* Every turn: have all workers finished? */
static void look_at_workers(void *data)
{
    struct service *s = data;

    for (unsigned i = 0; i < s->n_workers; i++) {
        if (!orch_worker_finished(s->workers[i]))
            return;
    }
    orch_loop_stop(s->loop);
}

static void say_end(const struct service *s)
{
    unsigned cut = 0;

    for (unsigned i = 0; i < s->n_workers; i++)
        cut += orch_worker_cut_count(s->workers[i]);
    if (cut > 0)
        orch_log_say("%s: %u request%s cut off when the time to drain was over", s->name, cut,
                     cut == 1 ? " was" : "s were");
    orch_log_say("%s: ended", s->name);
}

/* --- the start ------------------------------------------------------------------------------- */

/* The signals that end a service come as reads of a descriptor; threads started later inherit the
 * mask. A client that is gone must not kill us. */
static bool take_signals(struct service *s)
{
    sigset_t set;

    signal(SIGPIPE, SIG_IGN);
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    if (sigprocmask(SIG_BLOCK, &set, NULL) != 0)
        return false;
    s->signals = (struct orch_watch){.fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC),
                                     .events = ORCH_READ,
                                     .fn = signalled,
                                     .data = s};
    return s->signals.fd >= 0 && orch_watch_start(s->loop, &s->signals) == 0;
}

/* As many descriptors as we may have: clients and services need one each. */
static void raise_descriptors(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

static bool bind_all(struct service *s, char *error, size_t size)
{
    const char *admin = orch_config_text(&s->config, ORCH_SET_ADMIN);
    unsigned n = (unsigned)orch_config_number(&s->config, ORCH_SET_WORKERS);

    if (!orch_listen(orch_config_text(&s->config, ORCH_SET_LISTEN), n, s->fds, s->listening,
                     sizeof s->listening, error, size))
        return false;
    return strcmp(admin, "off") == 0 ||
           orch_listen(admin, 1, &s->admin_fd, s->admin_at, sizeof s->admin_at, error, size);
}

static bool make_workers(struct service *s, char *error, size_t size)
{
    unsigned n = (unsigned)orch_config_number(&s->config, ORCH_SET_WORKERS);

    for (unsigned i = 0; i < n; i++) {
        struct orch_worker_settings settings = {&s->config, s->router, s->loop, s->fds[i]};

        s->fds[i] = -1;
        s->workers[i] = orch_worker_new(&settings, error, size);
        if (!s->workers[i])
            return false;
        s->metrics[i] = orch_worker_metrics(s->workers[i]);
        s->n_workers++;
    }
    return true;
}

static bool make_admin(struct service *s, char *error, size_t size)
{
    struct orch_handler handler = orch_admin_handler(&s->admin);
    struct orch_server_settings settings = {.max_header = ORCH_LIMIT_REQUEST_HEADERS,
                                            .max_body = 0,
                                            .max_connections = 64,
                                            .idle_ms = ORCH_LIMIT_IDLE_SECONDS * 1000};
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    s->admin = (struct orch_admin){.program = s->program,
                                   .blocks = s->metrics,
                                   .n_blocks = s->n_workers,
                                   .started = (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000};
    if (s->admin_fd < 0)
        return true;
    s->admin_server = orch_server_new(s->loop, s->admin_fd, &handler, &settings, error, size);
    s->admin_fd = -1;
    return s->admin_server != NULL;
}

static bool make_control(struct service *s, char *error, size_t size)
{
    s->loop = orch_loop_new();
    if (!s->loop || !take_signals(s)) {
        snprintf(error, size, "cannot start: %s", strerror(errno));
        return false;
    }
    s->drain.fn = drain_over;
    s->drain.data = s;
    s->hook = (struct orch_loop_hook){.fn = look_at_workers, .data = s};
    orch_loop_hook_add(s->loop, &s->hook);
    return true;
}

static bool start_workers(struct service *s, char *error, size_t size)
{
    for (unsigned i = 0; i < s->n_workers; i++) {
        if (!orch_worker_start(s->workers[i])) {
            snprintf(error, size, "cannot start a thread");
            return false;
        }
    }
    return true;
}

static enum exit_code serve(struct service *s)
{
    char error[512] = "cannot start";

    raise_descriptors();
    s->router = orch_router_new(s->program, error, sizeof error);
    if (!s->router)
        return fail(s, FAILED, error);
    if (!bind_all(s, error, sizeof error))
        return fail(s, REFUSED, error);
    if (s->program->start && !s->program->start())
        return FAILED; /* it has said why */
    if (!make_control(s, error, sizeof error) || !make_workers(s, error, sizeof error) ||
        !make_admin(s, error, sizeof error) || !start_workers(s, error, sizeof error))
        return fail(s, FAILED, error);
    orch_log_say("listening on %s", s->listening);
    if (s->admin_server)
        orch_log_say("admin on %s", s->admin_at);
    orch_loop_run(s->loop);
    say_end(s);
    return FINE;
}

static void close_one(int fd)
{
    if (fd >= 0)
        close(fd);
}

static void release(struct service *s)
{
    for (unsigned i = 0; i < s->n_workers; i++)
        orch_worker_free(s->workers[i]);
    orch_server_free(s->admin_server);
    close_one(s->signals.fd);
    orch_loop_free(s->loop);
    orch_router_free(s->router);
    close_one(s->admin_fd);
    for (unsigned i = 0; i < ORCH_LIMIT_WORKERS; i++)
        close_one(s->fds[i]);
    orch_config_free(&s->config);
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

int orch_main(const struct orch_program *program, int argc, char **argv)
{
    struct service s = {.program = program, .admin_fd = -1, .signals.fd = -1};
    char error[1024];
    enum exit_code code;

    s.name = argc > 0 ? base_name(argv[0]) : program->name;
    for (unsigned i = 0; i < ORCH_LIMIT_WORKERS; i++)
        s.fds[i] = -1;
    if (program->abi != ORCH_ABI) {
        orch_log_say("%s: made for ABI %u, but linked with ABI %u", s.name, program->abi, ORCH_ABI);
        return FAILED;
    }
    if (!orch_config_read(&s.config, program, argc, argv, environ, error, sizeof error))
        code = fail(&s, REFUSED, error);
    else if (s.config.action != ORCH_SERVE)
        code = tell(&s);
    else
        code = serve(&s);
    release(&s);
    return (int)code;
}
