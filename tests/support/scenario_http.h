/* A small HTTP/1.1 client for the scenarios: blocking, one connection a request, and free to send
 * any bytes at all, which is why it is no library's. */
#ifndef SCENARIO_HTTP_H
#define SCENARIO_HTTP_H

#include <stdbool.h>
#include <stddef.h>

/* A request under way, and then its answer. Zeroed: none. */
struct exchange {
    int fd;      /* -1 when closed */
    char *bytes; /* all that was received, NUL-terminated */
    size_t len;
    int status;       /* 0 until an answer is there */
    const char *head; /* header lines, from after the status line */
    char *body;       /* chunks joined; NUL-terminated */
    size_t body_len;
    char error[200];
};

/* Connects to host:port and sends. False with the reason in error. */
bool exchange_start(struct exchange *x, const char *address, const char *bytes, size_t len);

/* Reads one answer, for at most `seconds`. An answer that was cut off, or none at all, is false
 * with the reason in error. */
bool exchange_finish(struct exchange *x, int seconds);

/* After exchange_finish, on the same connection: the next answer of a pipeline. */
bool exchange_next(struct exchange *x, int seconds);

/* True where the peer closes the connection without sending more within `seconds`. */
bool exchange_closed(struct exchange *x, int seconds);

/* The value of a header to out (cut at cap); false where there is none. Repeats are joined by
 * ", ". */
bool exchange_header(const struct exchange *x, const char *name, char *out, size_t cap);

/* Closes the connection and frees the memory. */
void exchange_end(struct exchange *x);

#endif
