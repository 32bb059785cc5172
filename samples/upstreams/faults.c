/* See faults.h. */
#include "faults.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A reply under construction: body and status are given, the shape writes what goes to the wire. */
struct draft {
    int status;
    const char *body;
    size_t body_len;
    FILE *out;
};

/* A whole reply whose head promises `length` bytes of body, and `send` bytes of it. */
static void write_reply(struct draft *d, size_t length, size_t send, const char *more)
{
    char head[256];
    size_t n = http_head(head, sizeof head, d->status, length, more);

    fwrite(head, 1, n, d->out);
    fwrite(d->body, 1, send, d->out);
}

static void shape_truncated(struct draft *d)
{
    write_reply(d, d->body_len, d->body_len / 2, "");
}

static void shape_garbage(struct draft *d)
{
    static const char garbage[] = "\x16\x03\x01\xff this is no HTTP\r\n\r\n";

    fwrite(garbage, 1, sizeof garbage - 1, d->out);
}

static void shape_head(struct draft *d)
{
    write_reply(d, d->body_len, 0, "");
}

static void shape_nothing(struct draft *d)
{
    (void)d;
}

static void shape_overlong(struct draft *d)
{
    write_reply(d, d->body_len + 100, d->body_len, "");
}

static void shape_short(struct draft *d)
{
    write_reply(d, d->body_len / 2, d->body_len, "");
}

static void shape_badjson(struct draft *d)
{
    write_reply(d, d->body_len / 2, d->body_len / 2, "");
}

static void shape_huge(struct draft *d)
{
    size_t padding = (size_t)16 << 20;

    write_reply(d, padding + d->body_len, 0, "");
    for (size_t i = 0; i < padding; i++)
        putc(' ', d->out);
    fwrite(d->body, 1, d->body_len, d->out);
}

static void shape_chunked(struct draft *d)
{
    fprintf(d->out,
            "HTTP/1.1 %d Status\r\nContent-Type: application/json\r\n"
            "Transfer-Encoding: chunked\r\n\r\n",
            d->status);
    for (size_t at = 0; at < d->body_len; at += 100) {
        size_t n = d->body_len - at < 100 ? d->body_len - at : 100;

        fprintf(d->out, "%zx\r\n", n);
        fwrite(d->body + at, 1, n, d->out);
        fputs("\r\n", d->out);
    }
    fputs("0\r\n\r\n", d->out);
}

static void shape_close(struct draft *d)
{
    write_reply(d, d->body_len, d->body_len, "Connection: close\r\n");
}

static void shape_whole(struct draft *d)
{
    write_reply(d, d->body_len, d->body_len, "");
}

struct breakage {
    const char *name;
    void (*shape)(struct draft *d);
    enum after after;
    const char *help;
};

static const struct breakage breakages[] = {
    {"truncated", shape_truncated, AFTER_CLOSE, "half of the promised body, then closes"},
    {"garbage", shape_garbage, AFTER_CLOSE, "bytes that are no HTTP, then closes"},
    {"reset", shape_head, AFTER_RESET, "the head alone, then resets the connection"},
    {"empty", shape_nothing, AFTER_CLOSE, "closes without a byte"},
    {"silent", shape_nothing, AFTER_KEEP, "never answers"},
    {"overlong", shape_overlong, AFTER_KEEP, "promises 100 bytes more than it sends"},
    {"short", shape_short, AFTER_KEEP, "promises half of the bytes that it sends"},
    {"badjson", shape_badjson, AFTER_KEEP, "sound HTTP, half of the JSON"},
    {"huge", shape_huge, AFTER_KEEP, "16 MiB of blanks before the body"},
    {"chunked", shape_chunked, AFTER_KEEP, "in order, but in chunks"},
    {"close", shape_close, AFTER_CLOSE, "in order, says `Connection: close` and closes"},
    {"hangup", shape_whole, AFTER_CLOSE, "in order, but closes without having said so"},
};

void faults_help(void)
{
    for (size_t i = 0; i < sizeof breakages / sizeof *breakages; i++)
        printf("  %-10s %s\n", breakages[i].name, breakages[i].help);
}

static const struct breakage *breakage_named(const char *name)
{
    for (size_t i = 0; i < sizeof breakages / sizeof *breakages; i++)
        if (strcmp(breakages[i].name, name) == 0)
            return &breakages[i];
    return NULL;
}

/* A count of at least `least`, with an optional unit of time. False where the text is none. */
static bool read_number(const char *text, bool is_time, long least, long *out)
{
    char *end;

    *out = strtol(text, &end, 10);
    if (end == text || *out < least || *out > 1000000)
        return false;
    if (is_time && strcmp(end, "s") == 0)
        *out *= 1000;
    return *end == '\0' || (is_time && (strcmp(end, "s") == 0 || strcmp(end, "ms") == 0));
}

static bool set_field(struct fault *f, const char *name, const char *value)
{
    long number;

    if (strcmp(name, "path") == 0) {
        snprintf(f->path, sizeof f->path, "%s", value);
        return value[0] == '/';
    }
    if (strcmp(name, "delay") == 0)
        return read_number(value, true, 0, &f->delay_ms);
    if (strcmp(name, "times") == 0)
        return read_number(value, false, 1, &f->times);
    if (strcmp(name, "hold") == 0)
        return f->hold = strcmp(value, "yes") == 0;
    if (strcmp(name, "broken") == 0)
        return (f->broken = breakage_named(value)) != NULL;
    if (strcmp(name, "status") == 0 && read_number(value, false, 100, &number) && number < 600) {
        f->status = (int)number;
        return true;
    }
    return false;
}

static bool read_fault(struct fault *f, struct slice query, char *error, size_t error_size)
{
    while (query.len > 0) {
        const char *amp = memchr(query.ptr, '&', query.len);
        struct slice pair = {query.ptr, amp ? (size_t)(amp - query.ptr) : query.len};
        size_t used = pair.len + (amp ? 1 : 0), name_len = 0;
        char name[16], value[256] = "";

        while (name_len < pair.len && pair.ptr[name_len] != '=')
            name_len++;
        snprintf(name, sizeof name, "%.*s", (int)name_len, pair.ptr);
        if (!http_query(pair, name, value, sizeof value) || !set_field(f, name, value)) {
            snprintf(error, error_size, "do not know the fault '%.*s'", (int)pair.len, pair.ptr);
            return false;
        }
        query = (struct slice){query.ptr + used, query.len - used};
    }
    return true;
}

bool faults_add(struct fault **faults, struct slice query, struct slice body, char *error,
                size_t error_size)
{
    struct fault *f = calloc(1, sizeof *f), **at = faults;

    if (!f)
        abort();
    f->times = -1;
    if (!read_fault(f, query, error, error_size)) {
        free(f);
        return false;
    }
    if (body.len > 0) {
        f->body = strndup(body.ptr, body.len);
        f->body_len = body.len;
    }
    while (*at) { /* the older one for the same path */
        struct fault *old = *at;

        if (strcmp(old->path, f->path) != 0) {
            at = &old->next;
            continue;
        }
        *at = old->next;
        free(old->body);
        free(old);
    }
    f->next = *faults;
    *faults = f;
    return true;
}

void faults_free(struct fault **faults)
{
    while (*faults) {
        struct fault *f = *faults;

        *faults = f->next;
        free(f->body);
        free(f);
    }
}

const struct fault *faults_take(struct fault *faults, struct slice path)
{
    for (struct fault *f = faults; f; f = f->next) {
        if (f->times == 0 || (f->path[0] && !path_fits(f->path, path)))
            continue;
        if (f->times > 0)
            f->times--;
        return f;
    }
    return NULL;
}

char *faults_shape(const struct fault *fault, const struct reply *reply, size_t *len,
                   enum after *after)
{
    static const struct breakage whole = {.name = "", .shape = shape_whole, .after = AFTER_KEEP};
    static const char none[] = "{\"error\":\"nothing is served here\"}\n";
    static const char injected[] = "{\"error\":\"injected\"}\n";
    const struct breakage *shape = fault->broken ? fault->broken : &whole;
    struct draft d = {.status = fault->status ? fault->status : 200};
    char *bytes = NULL;

    if (fault->body) {
        d.body = fault->body;
        d.body_len = fault->body_len;
    } else if (fault->status) {
        d.body = injected;
        d.body_len = d.status == 204 ? 0 : sizeof injected - 1;
    } else if (reply) {
        d.body = reply->bytes + reply->head;
        d.body_len = reply->len - reply->head;
    } else {
        d.status = 404;
        d.body = none;
        d.body_len = sizeof none - 1;
    }
    d.out = open_memstream(&bytes, len);
    if (!d.out)
        abort();
    shape->shape(&d);
    fclose(d.out);
    *after = shape->after;
    if (*len == 0) {
        free(bytes);
        bytes = NULL;
    }
    return bytes;
}
