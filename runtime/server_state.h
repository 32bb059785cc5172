/* The inside of the HTTP server, for the two files that make it up and for nobody else:
 *   server.c       requests and answers, by libmicrohttpd, which no other file knows
 *   server_peer.c  connections and exchanges: their memory, their hang-up, their time limits */
#ifndef ORCH_SERVER_STATE_H
#define ORCH_SERVER_STATE_H

#include "loop.h"
#include "server.h"

struct MHD_Connection;
struct MHD_Daemon;
struct MHD_Response;

/* A client connection. */
struct orch_peer {
    struct orch_server *server;
    struct orch_peer *prev, *next;  /* open ones; next: free ones, too */
    struct orch_transfer *transfer; /* at most one */
    struct orch_watch watch;        /* for the hang-up */
    struct orch_timer limit;        /* for a request to arrive, for an answer to leave */
    bool gone;
};

enum orch_transfer_state {
    ORCH_TRANSFER_HEAD,     /* the request line was read */
    ORCH_TRANSFER_BODY,     /* the headers were */
    ORCH_TRANSFER_RUNNING,  /* the handler has it */
    ORCH_TRANSFER_ANSWERED, /* `response` is to be sent, or on its way */
    ORCH_TRANSFER_GONE,     /* nobody waits for an answer */
};

/* An exchange from inside. Between `request` and `end` its buffers are not touched; it is suspended
 * only while RUNNING. */
struct orch_transfer {
    struct orch_exchange x; /* first: the handler's view */
    enum orch_transfer_state state;
    struct orch_server *server;
    struct orch_peer *peer;
    struct MHD_Connection *connection;
    struct MHD_Response *response; /* ORCH_TRANSFER_ANSWERED, until it is queued */
    bool suspended;
    bool close;      /* the connection cannot be used any more after the answer */
    bool swallow;    /* the body is too large */
    size_t received; /* bytes of the body */
    struct orch_transfer *next_free;
    struct orch_buf raw_target, raw_body, text; /* kept from one to the next */
};

struct orch_server {
    struct orch_loop *loop;
    struct orch_handler handler;
    struct orch_server_settings settings;
    struct MHD_Daemon *daemon;
    struct orch_watch watch;   /* the daemon's epoll descriptor */
    struct orch_timer timeout; /* the daemon's */
    struct orch_loop_hook hook;
    bool pump; /* the daemon must run at the end of this turn */
    bool draining;
    unsigned active;      /* exchanges */
    unsigned connections; /* that are open */
    struct orch_peer *peers, *free_peers;
    struct orch_transfer *free_transfers;
    struct orch_buf scratch; /* a header's value, while it is being copied */
};

/* --- server_peer.c --------------------------------------------------------------------------- */

/* A connection has come; NULL: no memory. Its request must be there within its limit. */
struct orch_peer *orch_peer_new(struct orch_server *s, int fd);
/* Its descriptor is about to be closed. */
void orch_peer_free(struct orch_peer *p);
/* The limit begins anew. */
void orch_peer_limit(struct orch_peer *p);

/* A request has begun on p; NULL: no memory. */
struct orch_transfer *orch_transfer_new(struct orch_peer *p);
/* It has ended; its `response` was given back. */
void orch_transfer_free(struct orch_transfer *t);
/* Nobody waits for the answer any more: tells the handler, if it works on one. */
void orch_transfer_abandon(struct orch_transfer *t);

/* Frees what is kept for reuse. */
void orch_peers_release(struct orch_server *s);

/* --- server.c -------------------------------------------------------------------------------- */

/* The daemon may look at the connection again, if it must not now. */
void orch_transfer_resume(struct orch_transfer *t);

#endif
