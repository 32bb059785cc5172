/* See server.h. */
#include "server.h"
#include "connection.h"

#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

void server_watch(struct server *s, int op, int fd, uint32_t events, struct source *source)
{
    struct epoll_event ev = {.events = events, .data.ptr = source};

    epoll_ctl(s->epoll, op, fd, &ev);
}

static void listener_ready(struct server *s, struct source *self, uint32_t events)
{
    struct listener *l = (struct listener *)self;
    int fd;

    (void)events;
    if (l->fd < 0)
        return;
    while ((fd = accept4(l->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0)
        connection_add(s, l->service, fd);
}

bool server_listen(struct server *s, struct listener *l)
{
    struct sockaddr_in a = {.sin_family = AF_INET,
                            .sin_port = htons((uint16_t)l->port),
                            .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof a;
    int on = 1;

    l->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (l->fd < 0)
        return false;
    setsockopt(l->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(l->fd, (struct sockaddr *)&a, size) != 0 || listen(l->fd, SOMAXCONN) != 0 ||
        getsockname(l->fd, (struct sockaddr *)&a, &size) != 0) {
        close(l->fd);
        l->fd = -1;
        return false;
    }
    l->port = ntohs(a.sin_port);
    l->source.ready = listener_ready;
    server_watch(s, EPOLL_CTL_ADD, l->fd, EPOLLIN, &l->source);
    return true;
}

void server_forget(struct server *s)
{
    while (s->log_len > 0)
        free(s->log[--s->log_len].bytes);
    for (int i = 0; i < s->n_services; i++) {
        struct service *v = &s->services[i];

        v->requests = v->cancelled = v->connections = 0;
    }
}

void server_release(struct server *s, struct service *service)
{
    for (struct fault *f = service->faults; f; f = f->next)
        f->hold = false;
    connections_release(s, service);
}

void server_down(struct server *s, struct service *service)
{
    if (service->listener.fd >= 0)
        close(service->listener.fd);
    service->listener.fd = -1;
    connections_close(s, service);
}

bool server_up(struct server *s, struct service *service)
{
    return service->listener.fd >= 0 || server_listen(s, &service->listener);
}

static void on_stop(int signal)
{
    (void)signal; /* that it interrupts the wait is enough */
}

void server_run(struct server *s)
{
    struct sigaction stop = {.sa_handler = on_stop};
    struct epoll_event events[256];
    sigset_t stops, waiting;
    int n;

    sigemptyset(&stops);
    sigaddset(&stops, SIGTERM);
    sigaddset(&stops, SIGINT);
    sigprocmask(SIG_BLOCK, &stops, &waiting); /* they come while it waits, and only then */
    sigaction(SIGTERM, &stop, NULL);
    sigaction(SIGINT, &stop, NULL);
    while ((n = epoll_pwait(s->epoll, events, 256, connections_due(s), &waiting)) >= 0) {
        for (int i = 0; i < n; i++) {
            struct source *source = events[i].data.ptr;

            source->ready(s, source, events[i].events);
        }
        connections_bury(s);
    }
}

void server_free(struct server *s)
{
    for (int i = 0; i < s->n_services; i++)
        connections_close(s, &s->services[i]);
    connections_close(s, NULL);
    connections_bury(s);
    server_forget(s);
    free(s->log);
    for (int i = 0; i < s->n_services; i++) {
        if (s->services[i].listener.fd >= 0)
            close(s->services[i].listener.fd);
        replies_free(s->services[i].replies);
        faults_free(&s->services[i].faults);
    }
    close(s->control.fd);
    close(s->epoll);
}
