/* Binds listening sockets. In: a checked address. Out: sockets that share one port among themselves
 * and with nobody else. */
#include "listen.h"

#include "config_value.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

struct place {
    struct sockaddr_storage address;
    socklen_t length;
};

static bool resolve(const char *text, struct place *out, char *error, size_t size)
{
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    char host[256];
    char service[8];
    unsigned port;
    int rc;

    if (!orch_address_split(orch_str(text), host, &port)) {
        snprintf(error, size, "cannot listen on %s: it is not HOST:PORT", text);
        return false;
    }
    snprintf(service, sizeof service, "%u", port);
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
    rc = getaddrinfo(host, service, &hints, &found);
    if (rc != 0) {
        snprintf(error, size, "cannot listen on %s: %s", text, gai_strerror(rc));
        return false;
    }
    memcpy(&out->address, found->ai_addr, found->ai_addrlen);
    out->length = found->ai_addrlen;
    freeaddrinfo(found);
    return true;
}

static bool set(int fd, int level, int option, int value)
{
    return setsockopt(fd, level, option, &value, sizeof value) == 0;
}

/* A listening socket, or -1 with errno. The first one does not share its port while it binds and
 * begins to listen; it does from then on, for the others. */
static int open_one(const struct place *p, bool first)
{
    int family = p->address.ss_family;
    int fd = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int e;

    if (fd >= 0 && set(fd, SOL_SOCKET, SO_REUSEADDR, 1) &&
        (first || set(fd, SOL_SOCKET, SO_REUSEPORT, 1)) &&
        (family != AF_INET6 || set(fd, IPPROTO_IPV6, IPV6_V6ONLY, 0)) &&
        bind(fd, (const struct sockaddr *)&p->address, p->length) == 0 &&
        listen(fd, SOMAXCONN) == 0 && (!first || set(fd, SOL_SOCKET, SO_REUSEPORT, 1)))
        return fd;
    e = errno;
    if (fd >= 0)
        close(fd);
    errno = e;
    return -1;
}

/* "127.0.0.1:8080", "[::1]:8080" */
static void describe(const struct place *p, char *out, size_t size)
{
    char host[INET6_ADDRSTRLEN];

    if (p->address.ss_family == AF_INET6) {
        const struct sockaddr_in6 *in6 = (const void *)&p->address;
        inet_ntop(AF_INET6, &in6->sin6_addr, host, sizeof host);
        snprintf(out, size, "[%s]:%u", host, (unsigned)ntohs(in6->sin6_port));
    } else {
        const struct sockaddr_in *in = (const void *)&p->address;
        inet_ntop(AF_INET, &in->sin_addr, host, sizeof host);
        snprintf(out, size, "%s:%u", host, (unsigned)ntohs(in->sin_port));
    }
}

bool orch_listen(const char *address, unsigned n, int *fds, char *bound, size_t bound_size,
                 char *error, size_t error_size)
{
    struct place place;
    unsigned opened = 0;

    if (!resolve(address, &place, error, error_size))
        return false;
    for (; opened < n; opened++) {
        fds[opened] = open_one(&place, opened == 0);
        if (fds[opened] < 0)
            break;
        /* Port 0 has become a port by now, which the others take, too. */
        place.length = sizeof place.address;
        if (getsockname(fds[opened], (struct sockaddr *)&place.address, &place.length) != 0) {
            close(fds[opened]);
            break;
        }
    }
    if (opened == n) {
        describe(&place, bound, bound_size);
        return true;
    }
    snprintf(error, error_size, "cannot listen on %s: %s", address, strerror(errno));
    while (opened > 0)
        close(fds[--opened]);
    return false;
}
