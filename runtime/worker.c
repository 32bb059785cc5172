/* A worker thread. In: commands, as one atomic that the control thread sets before it wakes the
 * loop. Out: answers to clients; `finished`, before it wakes the control loop. */
#include "worker.h"

#include "entry.h"
#include "log.h"
#include "loop.h"
#include "run.h"
#include "server.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum command { GO_ON, DRAIN, CUT };

struct orch_worker {
    pthread_t thread;
    bool started;
    struct orch_loop *control;
    struct orch_loop *loop;
    struct orch_transport *transport;
    struct orch_metrics *metrics;
    struct orch_engine *engine;
    struct orch_server *server;
    struct orch_log log;
    struct orch_entry entry;
    struct orch_loop_hook hook;
    _Atomic enum command command;
    enum command followed; /* the last one that was obeyed */
    unsigned cut;          /* requests */
    _Atomic bool finished;
};

/* Every turn: obeys a command, and ends the thread when there is nothing left. */
static void look_at_command(void *data)
{
    struct orch_worker *w = data;
    enum command command = atomic_load_explicit(&w->command, memory_order_relaxed);

    if (command == GO_ON)
        return;
    if (w->followed == GO_ON)
        orch_server_drain(w->server);
    if (command == CUT && w->followed != CUT)
        w->cut = orch_server_cut(w->server);
    w->followed = command;
    if (orch_server_active(w->server) > 0)
        return;
    atomic_store(&w->finished, true);
    orch_loop_wake(w->control);
    orch_loop_stop(w->loop);
}

static struct orch_transport *make_transport(struct orch_worker *w,
                                             const struct orch_config *config, char *error,
                                             size_t error_size)
{
    const char **urls = calloc(config->program->n_upstreams + 1u, sizeof *urls);
    struct orch_client_settings settings = {
        .urls = urls,
        .secrets = (const char *const *)config->secrets,
        .max_reply = (size_t)orch_config_number(config, ORCH_SET_MAX_REPLY),
        .max_connections = (unsigned)orch_config_number(config, ORCH_SET_MAX_UPSTREAM)};
    struct orch_transport *t = NULL;

    for (unsigned u = 0; urls && u < config->program->n_upstreams; u++)
        urls[u] = config->urls[u].text;
    if (urls)
        t = orch_client_curl_new(w->loop, config->program, &settings, error, error_size);
    else
        snprintf(error, error_size, "out of memory");
    free(urls);
    return t;
}

static struct orch_server *make_server(struct orch_worker *w, const struct orch_config *config,
                                       int listen_fd, char *error, size_t error_size)
{
    struct orch_handler handler = orch_entry_handler(&w->entry);
    struct orch_server_settings settings = {
        .max_header = (size_t)orch_config_number(config, ORCH_SET_MAX_HEADER),
        .max_body = (size_t)orch_config_number(config, ORCH_SET_MAX_BODY),
        .max_connections = (unsigned)orch_config_number(config, ORCH_SET_MAX_CONNECTIONS),
        .idle_ms = (unsigned)orch_config_number(config, ORCH_SET_IDLE_TIMEOUT),
        .connections = &w->metrics->connections_active};

    return orch_server_new(w->loop, listen_fd, &handler, &settings, error, error_size);
}

static struct orch_engine *make_engine(struct orch_worker *w, const struct orch_config *config)
{
    struct orch_engine_settings settings = {
        .max_run_memory = (size_t)orch_config_number(config, ORCH_SET_MAX_RUN_MEMORY),
        .max_runs = (unsigned)orch_config_number(config, ORCH_SET_MAX_RUNS)};

    return orch_engine_new(w->loop, config->program, w->transport, w->metrics, &settings);
}

/* What is behind the listener; the listener comes last, for it brings work. */
static bool make_inside(struct orch_worker *w, const struct orch_config *config, char *error,
                        size_t error_size)
{
    snprintf(error, error_size, "cannot start a worker: %s", strerror(ENOMEM));
    w->loop = orch_loop_new();
    if (!w->loop) {
        snprintf(error, error_size, "cannot start a worker: %s", strerror(errno));
        return false;
    }
    w->metrics = orch_metrics_new(config->program);
    if (!w->metrics)
        return false;
    w->transport = make_transport(w, config, error, error_size);
    if (!w->transport)
        return false;
    w->engine = make_engine(w, config);
    return w->engine != NULL;
}

struct orch_worker *orch_worker_new(const struct orch_worker_settings *settings, char *error,
                                    size_t error_size)
{
    const struct orch_config *config = settings->config;
    struct orch_worker *w = calloc(1, sizeof *w);

    snprintf(error, error_size, "out of memory");
    if (!w || !make_inside(w, config, error, error_size)) {
        close(settings->listen_fd);
        orch_worker_free(w);
        return NULL;
    }
    orch_log_init(&w->log, STDERR_FILENO, orch_config_number(config, ORCH_SET_LOG) != 0);
    w->control = settings->control;
    w->entry = (struct orch_entry){w->loop, w->engine, settings->router, w->metrics, &w->log};
    w->server = make_server(w, config, settings->listen_fd, error, error_size);
    if (!w->server) {
        orch_worker_free(w);
        return NULL;
    }
    w->hook = (struct orch_loop_hook){.fn = look_at_command, .data = w};
    orch_loop_hook_add(w->loop, &w->hook);
    return w;
}

static void *run_thread(void *data)
{
    struct orch_worker *w = data;

    pthread_setname_np(pthread_self(), "orch-worker"); /* for top -H, gdb and the like */
    orch_loop_run(w->loop);
    return NULL;
}

bool orch_worker_start(struct orch_worker *w)
{
    w->started = pthread_create(&w->thread, NULL, run_thread, w) == 0;
    return w->started;
}

static void command(struct orch_worker *w, enum command c)
{
    atomic_store_explicit(&w->command, c, memory_order_relaxed);
    orch_loop_wake(w->loop);
}

void orch_worker_drain(struct orch_worker *w)
{
    command(w, DRAIN);
}

void orch_worker_cut(struct orch_worker *w)
{
    command(w, CUT);
}

bool orch_worker_finished(const struct orch_worker *w)
{
    return atomic_load(&w->finished);
}

unsigned orch_worker_cut_count(const struct orch_worker *w)
{
    return w->cut;
}

void orch_worker_free(struct orch_worker *w)
{
    if (!w)
        return;
    if (w->started) {
        if (!orch_worker_finished(w))
            orch_worker_cut(w);
        pthread_join(w->thread, NULL);
    }
    orch_server_free(w->server);
    orch_engine_free(w->engine);
    if (w->transport)
        w->transport->close(w->transport);
    orch_metrics_free(w->metrics);
    orch_loop_free(w->loop);
    orch_log_free(&w->log);
    free(w);
}

struct orch_metrics *orch_worker_metrics(const struct orch_worker *w)
{
    return w->metrics;
}
