/* Writes log lines. In: what happened. Out: one write(2) a line. Everything that came from outside
 * is made well-formed UTF-8 and escaped, so that no client can forge a line. */
#include "log.h"

#include "json_write.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define MAX_PATH_LOGGED 1024 /* bytes; a longer path ends in "..." */

static void write_all(int fd, const char *data, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, data, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return;
        data += n;
        len -= (size_t)n;
    }
}

void orch_log_init(struct orch_log *log, int fd, bool enabled)
{
    *log = (struct orch_log){.fd = fd, .enabled = enabled, .second = -1};
    orch_buf_init(&log->line, 0);
}

void orch_log_free(struct orch_log *log)
{
    orch_buf_free(&log->line);
}

/* A JSON string of bytes of unknown origin: where they are no UTF-8, those above ASCII become %XX.
 */
static void write_foreign(struct orch_buf *b, struct orch_str s)
{
    if (orch_str_is_utf8(s)) {
        orch_json_write_str(b, s);
        return;
    }
    orch_buf_char(b, '"');
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c < 0x20 || c >= 0x7f || c == '"' || c == '\\')
            orch_buf_printf(b, "%%%02X", c);
        else
            orch_buf_char(b, (char)c);
    }
    orch_buf_char(b, '"');
}

static void write_path(struct orch_buf *b, struct orch_str path)
{
    char cut[MAX_PATH_LOGGED + 4];

    if (path.len > MAX_PATH_LOGGED) {
        memcpy(cut, path.ptr, MAX_PATH_LOGGED);
        memcpy(cut + MAX_PATH_LOGGED, "...", 3);
        path = orch_str_n(cut, MAX_PATH_LOGGED + 3);
    }
    write_foreign(b, path);
}

/* "time":"2026-01-31T23:59:59.123Z"; the text of a second is made once. */
static void write_time(struct orch_log *log, int64_t wall_us)
{
    int64_t second = wall_us / 1000000;

    if (second != log->second) {
        struct tm tm;
        time_t t = (time_t)second;
        gmtime_r(&t, &tm);
        strftime(log->stamp, sizeof log->stamp, "%Y-%m-%dT%H:%M:%S", &tm);
        log->second = second;
    }
    orch_buf_printf(&log->line, "\"time\":\"%s.%03dZ\"", log->stamp,
                    (int)(wall_us % 1000000 / 1000));
}

static void write_trouble(struct orch_buf *b, const struct orch_trouble *t)
{
    orch_json_write_lit(b, "{\"name\":");
    orch_json_write_str(b, orch_str(t->name));
    if (t->node) {
        orch_json_write_lit(b, ",\"node\":");
        orch_json_write_str(b, orch_str(t->node));
    }
    if (t->line > 0) {
        orch_json_write_lit(b, ",\"line\":");
        orch_json_write_int(b, t->line);
    }
    if (t->detail.len > 0) {
        orch_json_write_lit(b, ",\"detail\":");
        write_foreign(b, t->detail);
    }
    orch_buf_char(b, '}');
}

static void write_fallbacks(struct orch_buf *b, const struct orch_access *a)
{
    orch_json_write_lit(b, ",\"fallbacks\":[");
    for (unsigned i = 0; i < a->n_fallbacks; i++) {
        if (i > 0)
            orch_buf_char(b, ',');
        write_trouble(b, &a->fallbacks[i]);
    }
    orch_buf_char(b, ']');
}

void orch_log_access(struct orch_log *log, const struct orch_access *a)
{
    struct orch_buf *b = &log->line;

    if (!log->enabled)
        return;
    orch_buf_reset(b);
    orch_buf_char(b, '{');
    write_time(log, a->wall_us);
    if (a->flow) {
        orch_json_write_lit(b, ",\"flow\":");
        orch_json_write_str(b, orch_str(a->flow));
    }
    if (a->method[0]) {
        orch_json_write_lit(b, ",\"method\":");
        write_foreign(b, orch_str(a->method));
    }
    orch_json_write_lit(b, ",\"path\":");
    write_path(b, a->path);
    orch_buf_printf(b, ",\"status\":%d,\"ms\":%lld.%03d,\"bytes\":%llu", a->status,
                    (long long)(a->elapsed_ns / 1000000), (int)(a->elapsed_ns / 1000 % 1000),
                    (unsigned long long)a->bytes);
    if (a->flow)
        orch_buf_printf(b, ",\"calls\":%u", a->calls);
    if (a->degraded.len > 0) {
        orch_json_write_lit(b, ",\"degraded\":");
        write_foreign(b, a->degraded);
    }
    if (a->n_fallbacks > 0)
        write_fallbacks(b, a);
    if (a->error.name) {
        orch_json_write_lit(b, ",\"error\":");
        write_trouble(b, &a->error);
    }
    orch_json_write_lit(b, "}\n");
    if (!b->failed)
        write_all(log->fd, b->data, b->len);
}

void orch_log_say(const char *fmt, ...)
{
    char line[2048];
    va_list ap;
    int n;

    va_start(ap, fmt);
    n = vsnprintf(line, sizeof line - 1, fmt, ap);
    va_end(ap);
    if (n < 0)
        return;
    if ((size_t)n > sizeof line - 2)
        n = (int)sizeof line - 2;
    line[n] = '\n';
    write_all(STDERR_FILENO, line, (size_t)n + 1);
}
