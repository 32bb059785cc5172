/* The floor of the benchmark: the least that any program must do for the home page, by hand. For
 * each request it calls one service, then all others at once over kept connections, reads their
 * replies without looking into them, and answers a body of the wanted size. No JSON, no limits, no
 * deadlines, no checks: what a service costs beyond this is what Orch adds.
 *
 *   floor PORT SIZE HOST:PORT/TARGET...       the first is called first
 *
 * One thread, one epoll, level-triggered; errors end the program. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAX_SERVICES = 16, MAX_ENDS = 2048, BUFFER = 16384 };

struct service {
    struct sockaddr_in address;
    char request[512];
    size_t request_len;
    struct end *idle; /* kept connections */
};

/* One end of a connection: of a client (service NULL) or to a service. */
struct end {
    int fd;
    struct service *service;
    struct end *client; /* whose page a call is for */
    struct end *next;   /* in idle, in unused */
    unsigned pending;   /* of a client: calls under way */
    bool left;          /* of a client: it closed while they were */
    size_t len, want;   /* bytes received; of the whole reply, 0: not known yet */
    char bytes[BUFFER];
};

struct floor {
    int epoll;
    struct service services[MAX_SERVICES];
    int n_services;
    char *answer;
    size_t answer_len;
    struct end ends[MAX_ENDS];
    int n_ends;
    struct end *unused;
};

static void check(bool good, const char *what)
{
    if (!good) {
        perror(what);
        exit(1);
    }
}

static struct end *end_new(struct floor *f, int fd, struct service *service)
{
    struct end *e = f->unused ? f->unused : &f->ends[f->n_ends++];
    struct epoll_event ev = {.events = EPOLLIN, .data.ptr = e};
    int on = 1;

    check(e < f->ends + MAX_ENDS, "too many connections");
    if (e == f->unused)
        f->unused = e->next;
    e->fd = fd;
    e->service = service;
    e->left = false;
    e->pending = 0;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    check(epoll_ctl(f->epoll, EPOLL_CTL_ADD, fd, &ev) == 0, "epoll_ctl");
    return e;
}

static void call(struct floor *f, struct service *s, struct end *client)
{
    struct end *e = s->idle;

    if (e) {
        s->idle = e->next;
    } else {
        int fd = socket(AF_INET, SOCK_STREAM, 0);

        check(fd >= 0 && connect(fd, (struct sockaddr *)&s->address, sizeof s->address) == 0,
              "connect");
        e = end_new(f, fd, s);
    }
    e->client = client;
    e->len = e->want = 0;
    client->pending++;
    check(send(e->fd, s->request, s->request_len, MSG_NOSIGNAL) == (ssize_t)s->request_len, "send");
}

static void client_free(struct floor *f, struct end *client)
{
    close(client->fd);
    client->next = f->unused;
    f->unused = client;
}

static void answer(struct floor *f, struct end *client)
{
    if (client->left)
        client_free(f, client);
    else
        check(send(client->fd, f->answer, f->answer_len, MSG_NOSIGNAL) == (ssize_t)f->answer_len,
              "answer");
}

/* The reply's whole size, from its head; 0 while that is not there. */
static size_t reply_size(const struct end *e)
{
    const char *body = memmem(e->bytes, e->len, "\r\n\r\n", 4);
    const char *length = body ? memmem(e->bytes, e->len, "Content-Length: ", 16) : NULL;

    check(!body || length, "Content-Length");
    return body ? (size_t)(body + 4 - e->bytes) + strtoul(length + 16, NULL, 10) : 0;
}

static void service_ready(struct floor *f, struct end *e)
{
    struct end *client = e->client;
    ssize_t n = recv(e->fd, e->bytes + e->len, BUFFER - e->len, 0);

    check(n > 0, "a service closed");
    e->len += (size_t)n;
    if (e->want == 0)
        e->want = reply_size(e);
    if (e->want == 0 || e->len < e->want)
        return;
    e->next = e->service->idle;
    e->service->idle = e;
    client->pending--;
    if (e->service == f->services)
        for (int i = 1; i < f->n_services; i++)
            call(f, &f->services[i], client);
    if (client->pending == 0)
        answer(f, client);
}

static void client_ready(struct floor *f, struct end *client)
{
    ssize_t n = recv(client->fd, client->bytes, BUFFER, 0);

    if (n <= 0 && client->pending > 0) {
        epoll_ctl(f->epoll, EPOLL_CTL_DEL, client->fd, NULL);
        client->left = true;
    } else if (n <= 0) {
        client_free(f, client);
    } else { /* wrk's requests arrive whole */
        check(n > 4 && memcmp(client->bytes + n - 4, "\r\n\r\n", 4) == 0, "request");
        call(f, f->services, client);
    }
}

static int listen_on(const char *port)
{
    struct sockaddr_in a = {.sin_family = AF_INET,
                            .sin_port = htons((uint16_t)atoi(port)),
                            .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;

    check(fd >= 0, "socket");
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    check(bind(fd, (struct sockaddr *)&a, sizeof a) == 0 && listen(fd, SOMAXCONN) == 0, "listen");
    return fd;
}

static void add_service(struct floor *f, const char *where)
{
    struct service *s = &f->services[f->n_services];
    char host[64];
    int port = 0, slash = 0;

    check(f->n_services++ < MAX_SERVICES &&
              sscanf(where, "%63[0-9.]:%d%n", host, &port, &slash) == 2 && where[slash] == '/',
          "HOST:PORT/TARGET");
    s->address.sin_family = AF_INET;
    s->address.sin_port = htons((uint16_t)port);
    check(inet_pton(AF_INET, host, &s->address.sin_addr) == 1, host);
    s->request_len =
        (size_t)snprintf(s->request, sizeof s->request, "GET %s HTTP/1.1\r\nHost: %s:%d\r\n\r\n",
                         where + slash, host, port);
}

static void make_answer(struct floor *f, size_t size)
{
    char head[128];
    size_t n = (size_t)snprintf(head, sizeof head,
                                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                "Content-Length: %zu\r\n\r\n",
                                size);

    f->answer = malloc(n + size);
    check(f->answer != NULL, "memory");
    memcpy(f->answer, head, n);
    memset(f->answer + n, ' ', size);
    f->answer_len = n + size;
}

int main(int argc, char **argv)
{
    static struct floor f;
    struct epoll_event events[256], listening = {.events = EPOLLIN, .data.ptr = NULL};
    int listener, n;

    if (argc < 4) {
        fputs("usage: floor PORT SIZE HOST:PORT/TARGET...\n", stderr);
        return 2;
    }
    listener = listen_on(argv[1]);
    make_answer(&f, strtoul(argv[2], NULL, 10));
    for (int i = 3; i < argc; i++)
        add_service(&f, argv[i]);
    f.epoll = epoll_create1(0);
    check(epoll_ctl(f.epoll, EPOLL_CTL_ADD, listener, &listening) == 0, "epoll_ctl");
    while ((n = epoll_wait(f.epoll, events, 256, -1)) > 0) {
        for (int i = 0; i < n; i++) {
            struct end *e = events[i].data.ptr;

            if (!e)
                end_new(&f, accept(listener, NULL, NULL), NULL);
            else if (e->service)
                service_ready(&f, e);
            else
                client_ready(&f, e);
        }
    }
    return 1;
}
