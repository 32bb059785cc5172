/* The services and their connections: one thread, one epoll. Every service has a port of its own;
 * one more port takes control requests (control.h). */
#ifndef UPSTREAMS_SERVER_H
#define UPSTREAMS_SERVER_H

#include "faults.h"

#include <stdint.h>

enum { MAX_SERVICES = 32 };

struct connection;
struct server;

/* What an epoll event points to, the first member of listeners and connections. */
struct source {
    void (*ready)(struct server *s, struct source *self, uint32_t events);
};

struct listener {
    struct source source;
    int fd; /* -1 while it is down */
    int port;
    struct service *service; /* NULL: the control port */
};

struct service {
    char name[64];
    struct listener listener;
    struct reply *replies;
    struct fault *faults;
    /* Since the last reset: */
    long requests;    /* read whole */
    long cancelled;   /* the client closed its connection before the answer */
    long connections; /* accepted */
    long open;        /* connections now */
    long waiting;     /* requests that a delay, a hold or silence keeps without answer now */
};

/* A request as it came, for GET /log. */
struct log_entry {
    const struct service *service;
    char *bytes;
    size_t len;
};

struct server {
    int epoll;
    struct service services[MAX_SERVICES];
    int n_services;
    struct listener control;
    struct connection *connections, *dead; /* dead: freed at the end of the turn */
    struct log_entry *log;
    size_t log_len, log_max; /* requests kept; the first ones stay */
};

/* Listens on 127.0.0.1 at the port (0: a free one, written back). False with errno where it cannot.
 */
bool server_listen(struct server *s, struct listener *l);

/* Refuses connections to the service and cuts those that there are; `up` listens again. */
void server_down(struct server *s, struct service *service);
bool server_up(struct server *s, struct service *service);

/* Ends the holds of a service: answers every request that one keeps waiting. */
void server_release(struct server *s, struct service *service);

/* Forgets the requests seen so far. */
void server_forget(struct server *s);

/* epoll_ctl for a descriptor of this server. */
void server_watch(struct server *s, int op, int fd, uint32_t events, struct source *source);

/* Runs until SIGTERM or SIGINT. */
void server_run(struct server *s);
void server_free(struct server *s);

#endif
