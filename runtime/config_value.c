/* Reads the values of settings. In: text, wherever it was given. Out: numbers in base units,
 * checked addresses and URLs, or one phrase that says what is wrong. Nothing here knows flags or
 * files. */
#include "config_value.h"

#include "limits.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

const struct orch_setting_info orch_settings[ORCH_SET_COUNT] = {
#define X(id, name, kind, number, text, least, most, meta, help)                                   \
    [ORCH_SET_##id] = {name, ORCH_KIND_##kind, number, text, least, most, meta, help},
#include "config.def"
#undef X
};

int orch_setting_find(struct orch_str name)
{
    for (int i = 0; i < ORCH_SET_COUNT; i++) {
        if (orch_str_eq(name, orch_str(orch_settings[i].name)))
            return i;
    }
    return -1;
}

/* --- numbers with units ---------------------------------------------------------------------- */

struct unit {
    const char *name;
    uint64_t factor;
};

static const struct unit count_units[] = {{"", 1}, {NULL, 0}};
static const struct unit byte_units[] = {{"", 1},           {"B", 1},          {"KiB", 1u << 10},
                                         {"MiB", 1u << 20}, {"GiB", 1u << 30}, {NULL, 0}};
static const struct unit time_units[] = {
    {"ms", 1}, {"s", 1000}, {"m", 60000}, {"h", 3600000}, {NULL, 0}};

/* By orch_kind: the units, and how such a value is written. */
static const struct {
    const struct unit *units;
    const char *form;
} numbers[] = {
    [ORCH_KIND_COUNT] = {count_units, "a whole number"},
    [ORCH_KIND_BYTES] = {byte_units, "a number of bytes, as in 65536, 64KiB or 1MiB"},
    [ORCH_KIND_TIME] = {time_units, "a time with its unit, as in 500ms, 10s or 5m"},
};

/* Digits, then one of the units; false for anything else, and for more than 64 bits. */
static bool read_number(struct orch_str s, const struct unit *units, uint64_t *out)
{
    uint64_t n = 0;
    size_t i = 0;

    for (; i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9'; i++) {
        if (__builtin_mul_overflow(n, 10u, &n) ||
            __builtin_add_overflow(n, (uint64_t)(s.ptr[i] - '0'), &n))
            return false;
    }
    if (i == 0)
        return false;
    for (; units->name; units++) {
        if (orch_str_eq(orch_str_n(s.ptr + i, s.len - i), orch_str(units->name)))
            return !__builtin_mul_overflow(n, units->factor, out);
    }
    return false;
}

void orch_number_write(enum orch_kind kind, uint64_t n, char *out, size_t size)
{
    const struct unit *best = numbers[kind].units;

    for (const struct unit *u = best; u->name; u++) {
        if (n > 0 && n % u->factor == 0)
            best = u;
    }
    snprintf(out, size, "%llu%s", (unsigned long long)(n / best->factor), best->name);
}

static bool number_read(const struct orch_setting_info *info, struct orch_str text,
                        struct orch_value *out, char *why, size_t size)
{
    char least[32];
    char most[32];

    if (!read_number(text, numbers[info->kind].units, &out->number)) {
        snprintf(why, size, "must be %s, not \"%.*s\"", numbers[info->kind].form,
                 ORCH_STR_ARG(text));
        return false;
    }
    if (out->number >= info->least && out->number <= info->most)
        return true;
    orch_number_write(info->kind, info->least, least, sizeof least);
    orch_number_write(info->kind, info->most, most, sizeof most);
    snprintf(why, size, "must be %s to %s, not %.*s", least, most, ORCH_STR_ARG(text));
    return false;
}

/* --- addresses and URLs ---------------------------------------------------------------------- */

static bool is_host_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && strchr("-._", c));
}

static size_t host_length(struct orch_str s)
{
    size_t n = 0;

    if (s.len > 0 && s.ptr[0] == '[') {
        n = 1;
        while (n < s.len && s.ptr[n] && strchr("0123456789abcdefABCDEF:.", s.ptr[n]))
            n++;
        return n > 2 && n < s.len && s.ptr[n] == ']' ? n + 1 : 0;
    }
    while (n < s.len && is_host_char(s.ptr[n]))
        n++;
    return n;
}

static bool read_port(struct orch_str s, unsigned *out)
{
    uint64_t port;

    if (s.len > 5 || !read_number(s, count_units, &port) || port > 65535)
        return false;
    *out = (unsigned)port;
    return true;
}

bool orch_address_split(struct orch_str text, char *host, unsigned *port)
{
    size_t n = host_length(text);
    struct orch_str name = orch_str_n(text.ptr, n);

    if (n == 0 || n > 255 || n >= text.len || text.ptr[n] != ':' ||
        !read_port(orch_str_n(text.ptr + n + 1, text.len - n - 1), port))
        return false;
    if (name.ptr[0] == '[')
        name = orch_str_n(name.ptr + 1, n - 2);
    memcpy(host, name.ptr, name.len);
    host[name.len] = '\0';
    return true;
}

static bool keep_text(struct orch_str text, struct orch_value *out, char *why, size_t size)
{
    out->text = strndup(text.len > 0 ? text.ptr : "", text.len);
    if (!out->text)
        snprintf(why, size, "does not fit into memory");
    return out->text != NULL;
}

bool orch_value_read(enum orch_setting s, struct orch_str text, struct orch_value *out, char *why,
                     size_t size)
{
    const struct orch_setting_info *info = &orch_settings[s];
    bool on = orch_str_eq(text, orch_str("on"));
    bool off = orch_str_eq(text, orch_str("off"));
    char host[256];
    unsigned port;

    switch (info->kind) {
    case ORCH_KIND_COUNT:
    case ORCH_KIND_BYTES:
    case ORCH_KIND_TIME:
        return number_read(info, text, out, why, size);
    case ORCH_KIND_SWITCH:
        out->number = on;
        if (!on && !off)
            snprintf(why, size, "must be on or off, not \"%.*s\"", ORCH_STR_ARG(text));
        return on || off;
    case ORCH_KIND_ADDRESS:
    case ORCH_KIND_PLACE:
        if ((off && info->kind == ORCH_KIND_PLACE) || orch_address_split(text, host, &port))
            return keep_text(text, out, why, size);
    }
    snprintf(why, size, "must be HOST:PORT%s, as in 127.0.0.1:8080 or [::1]:8080, not \"%.*s\"",
             info->kind == ORCH_KIND_PLACE ? " or off" : "", ORCH_STR_ARG(text));
    return false;
}

/* What is wrong with the part behind the scheme, or NULL. Userinfo may hold a password: no message
 * repeats it. */
static const char *check_authority(struct orch_str s)
{
    size_t end = 0;
    size_t at = 0;
    size_t n;
    unsigned port;

    while (end < s.len && s.ptr[end] != '/')
        end++;
    s.len = end;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '@')
            at = i + 1;
    }
    s = orch_str_n(s.ptr + at, s.len - at);
    n = host_length(s);
    if (n == 0)
        return "has no host";
    if (n == s.len)
        return NULL;
    if (s.ptr[n] != ':')
        return "has a host that is not well-formed";
    if (!read_port(orch_str_n(s.ptr + n + 1, s.len - n - 1), &port) || port == 0)
        return "must have a port of 1 to 65535";
    return NULL;
}

static const char *check_url(struct orch_str s)
{
    size_t scheme = 0;

    if (s.len >= 7 && strncasecmp(s.ptr, "http://", 7) == 0)
        scheme = 7;
    else if (s.len >= 8 && strncasecmp(s.ptr, "https://", 8) == 0)
        scheme = 8;
    else
        return "must begin with http:// or https://";
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] <= ' ' || s.ptr[i] >= 0x7f || strchr("\"<>\\^`{|}", s.ptr[i]))
            return "has a character that must be percent-encoded";
        if (s.ptr[i] == '?' || s.ptr[i] == '#')
            return "must have no query and no fragment";
    }
    return check_authority(orch_str_n(s.ptr + scheme, s.len - scheme));
}

bool orch_url_read(struct orch_str text, struct orch_value *out, char *why, size_t size)
{
    const char *wrong = check_url(text);

    if (wrong) {
        snprintf(why, size, "%s", wrong);
        return false;
    }
    while (text.ptr[text.len - 1] == '/')
        text.len--;
    return keep_text(text, out, why, size);
}

/* --- did you mean ---------------------------------------------------------------------------- */

#define NEAREST_MAX 40 /* letters of a name that is compared */

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Letters to add, drop, change or swap (optimal string alignment). */
static unsigned distance(struct orch_str a, struct orch_str b)
{
    unsigned d[NEAREST_MAX + 1][NEAREST_MAX + 1];

    for (unsigned i = 0; i <= a.len; i++)
        d[i][0] = i;
    for (unsigned j = 0; j <= b.len; j++)
        d[0][j] = j;
    for (unsigned i = 1; i <= a.len; i++) {
        for (unsigned j = 1; j <= b.len; j++) {
            unsigned change = a.ptr[i - 1] == b.ptr[j - 1] ? 0 : 1;
            d[i][j] = least(least(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
            if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1])
                d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
        }
    }
    return d[a.len][b.len];
}

const char *orch_nearest(struct orch_str name, const char *const *names, size_t n)
{
    const char *best = NULL;
    unsigned best_distance = (unsigned)name.len / 3 + 1;

    if (best_distance > 3)
        best_distance = 3;
    if (name.len > NEAREST_MAX)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        struct orch_str candidate = orch_str(names[i]);
        unsigned d = candidate.len > NEAREST_MAX ? UINT32_MAX : distance(name, candidate);
        if (d < best_distance) {
            best = names[i];
            best_distance = d;
        }
    }
    return best;
}
