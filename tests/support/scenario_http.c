/* See scenario_http.h. */
#include "scenario_http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static bool fail(struct exchange *x, const char *what, const char *why)
{
    snprintf(x->error, sizeof x->error, "%s: %s", what, why);
    return false;
}

static bool connect_to(struct exchange *x, const char *address)
{
    struct sockaddr_in a = {.sin_family = AF_INET};
    char host[64];
    const char *colon = strrchr(address, ':');

    if (!colon || colon - address >= (long)sizeof host)
        return fail(x, address, "no address");
    snprintf(host, sizeof host, "%.*s", (int)(colon - address), address);
    a.sin_port = htons((uint16_t)atoi(colon + 1));
    if (inet_pton(AF_INET, host, &a.sin_addr) != 1)
        return fail(x, address, "no address");
    x->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (x->fd < 0 || connect(x->fd, (struct sockaddr *)&a, sizeof a) != 0)
        return fail(x, address, strerror(errno));
    return true;
}

bool exchange_start(struct exchange *x, const char *address, const char *bytes, size_t len)
{
    memset(x, 0, sizeof *x);
    if (!connect_to(x, address))
        return false;
    while (len > 0) {
        ssize_t n = send(x->fd, bytes, len, MSG_NOSIGNAL);

        if (n < 0) /* refused before it was read: there may be an answer all the same */
            return errno == EPIPE || errno == ECONNRESET || fail(x, "send", strerror(errno));
        bytes += n;
        len -= (size_t)n;
    }
    return true;
}

/* Receives more; 1 data, 0 the peer closed, -1 not in time or an error. */
static int receive(struct exchange *x, time_t until)
{
    struct pollfd p = {.fd = x->fd, .events = POLLIN};
    time_t left = until - time(NULL);
    ssize_t n;

    if (left < 0 || poll(&p, 1, (int)left * 1000 + 1) == 0) {
        fail(x, "no answer", "not in time");
        return -1;
    }
    x->bytes = realloc(x->bytes, x->len + 65537);
    if (!x->bytes)
        abort();
    n = recv(x->fd, x->bytes + x->len, 65536, 0);
    if (n < 0 && errno == ECONNRESET)
        n = 0;
    if (n < 0)
        fail(x, "receive", strerror(errno));
    if (n > 0)
        x->len += (size_t)n;
    x->bytes[x->len] = '\0';
    return n < 0 ? -1 : n > 0;
}

bool exchange_header(const struct exchange *x, const char *name, char *out, size_t cap)
{
    size_t width = strlen(name), used = 0;
    const char *line = x->head;
    bool found = false;

    out[0] = '\0';
    while (line && *line && *line != '\r') {
        const char *end = strstr(line, "\r\n");

        if (strncasecmp(line, name, width) == 0 && line[width] == ':') {
            const char *value = line + width + 1;

            found = true;
            value += strspn(value, " ");
            used += (size_t)snprintf(out + used, cap - used, "%s%.*s", used ? ", " : "",
                                     (int)(end - value), value);
            if (used >= cap)
                return true;
        }
        line = end ? end + 2 : NULL;
    }
    return found;
}

/* Joins chunks in place. 1: all there, 0: more to come, -1: no chunks. */
static int join_chunks(char *in, size_t len, char *out, size_t *out_len, size_t *used)
{
    char *at = in, *end = in + len;

    *out_len = 0;
    for (;;) {
        char *line_end = memmem(at, (size_t)(end - at), "\r\n", 2), *after;
        size_t size;

        if (!line_end)
            return 0;
        size = strtoul(at, &after, 16);
        if (after == at)
            return -1;
        at = line_end + 2;
        if ((size_t)(end - at) < size + 2)
            return 0;
        memcpy(out + *out_len, at, size);
        *out_len += size;
        at += size + 2;
        if (size == 0) {
            *used = (size_t)(at - in);
            return 1;
        }
    }
}

/* Sets the body where all of the answer is there. 1: it is, 0: more to come, -1: it is broken.
 * `eof`: the peer has closed. *used: bytes of the answer. */
static int parse(struct exchange *x, bool eof, size_t *used)
{
    char *end = x->len ? strstr(x->bytes, "\r\n\r\n") : NULL, value[64], *body;
    size_t there;
    int done = 1;

    if (!end)
        return 0;
    if (sscanf(x->bytes, "HTTP/1.%*d %d", &x->status) != 1)
        return -1;
    x->head = strstr(x->bytes, "\r\n") + 2;
    body = end + 4;
    there = x->len - (size_t)(body - x->bytes);
    free(x->body);
    x->body = calloc(1, there + 1);
    if (!x->body)
        abort();
    *used = (size_t)(body - x->bytes);
    if (exchange_header(x, "Transfer-Encoding", value, sizeof value) &&
        strcmp(value, "chunked") == 0) {
        done = join_chunks(body, there, x->body, &x->body_len, &there);
    } else if (exchange_header(x, "Content-Length", value, sizeof value)) {
        size_t size = strtoul(value, NULL, 10);

        done = there >= size;
        there = done ? size : 0;
        x->body_len = there;
        memcpy(x->body, body, there);
    } else if (x->status != 204 && x->status >= 200) {
        done = eof;
        x->body_len = there;
        memcpy(x->body, body, there);
    } else {
        there = 0;
    }
    *used += there;
    return done;
}

bool exchange_finish(struct exchange *x, int seconds)
{
    time_t until = time(NULL) + seconds;
    size_t used;

    for (int got = 1;;) {
        int done = x->len ? parse(x, got == 0, &used) : 0;

        if (done == 1)
            return true;
        if (done < 0)
            return fail(x, "the answer", "is no HTTP");
        if (got == 0) {
            x->status = 0;
            return fail(x, "the connection", x->len ? "was closed in mid-answer" : "was closed");
        }
        got = receive(x, until);
        if (got < 0)
            return false;
    }
}

bool exchange_next(struct exchange *x, int seconds)
{
    size_t used = 0;

    if (parse(x, true, &used) == 1) {
        x->len -= used;
        memmove(x->bytes, x->bytes + used, x->len + 1);
    }
    x->status = 0;
    x->head = NULL;
    return exchange_finish(x, seconds);
}

bool exchange_closed(struct exchange *x, int seconds)
{
    return receive(x, time(NULL) + seconds) == 0;
}

void exchange_end(struct exchange *x)
{
    if (x->fd > 0)
        close(x->fd);
    free(x->bytes);
    free(x->body);
    memset(x, 0, sizeof *x);
}
