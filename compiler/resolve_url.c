/* Base URLs of services, as written in the source. The runtime reads those of the settings by the
 * same rules; a source may hold no user and password besides. */
#include "resolve_parts.h"

#include <strings.h>

#define URL_MAX_PORT 65535

/* What is wrong with a URL, and where. */
struct url_fault {
    const char *message; /* NULL: nothing */
    size_t at, len;
};

static bool is_host_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && strchr("-._", c));
}

/* Bytes of the host at the beginning of s: a name, IPv4, or IPv6 in brackets; 0: none. */
static size_t host_length(struct orch_str s)
{
    size_t n = 0;

    if (s.len > 0 && s.ptr[0] == '[') {
        for (n = 1; n < s.len && s.ptr[n] && strchr("0123456789abcdefABCDEF:.", s.ptr[n]); n++) {
        }
        return n > 2 && n < s.len && s.ptr[n] == ']' ? n + 1 : 0;
    }
    while (n < s.len && is_host_character(s.ptr[n]))
        n++;
    return n;
}

static bool is_port(struct orch_str s)
{
    unsigned port = 0;

    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9' || port > URL_MAX_PORT)
            return false;
        port = port * 10 + (unsigned)(s.ptr[i] - '0');
    }
    return port >= 1 && port <= URL_MAX_PORT;
}

/* Host and port, which begin at `at`. */
static struct url_fault authority_fault(struct orch_str url, size_t at)
{
    const char *slash = memchr(url.ptr + at, '/', url.len - at);
    const struct orch_str s =
        orch_str_n(url.ptr + at, slash ? (size_t)(slash - url.ptr) - at : url.len - at);
    const size_t host = host_length(s);

    if (s.len > 0 && memchr(s.ptr, '@', s.len))
        return (struct url_fault){"a user and password do not belong in a source text: set the URL "
                                  "of the service where it runs",
                                  at, (size_t)((const char *)memchr(s.ptr, '@', s.len) - s.ptr)};
    if (host == 0)
        return (struct url_fault){"the URL has no host", at, s.len};
    if (host == s.len)
        return (struct url_fault){NULL, 0, 0};
    if (s.ptr[host] != ':')
        return (struct url_fault){"the host of the URL is not well-formed", at, s.len};
    if (!is_port(orch_str_n(s.ptr + host + 1, s.len - host - 1)))
        return (struct url_fault){"the port of a URL is 1 to 65535", at + host + 1,
                                  s.len - host - 1};
    return (struct url_fault){NULL, 0, 0};
}

static struct url_fault url_fault(struct orch_str url)
{
    size_t scheme = 0;

    if (url.len >= 7 && strncasecmp(url.ptr, "http://", 7) == 0)
        scheme = 7;
    else if (url.len >= 8 && strncasecmp(url.ptr, "https://", 8) == 0)
        scheme = 8;
    else
        return (struct url_fault){"a URL begins with `http://` or `https://`", 0, url.len};
    for (size_t i = 0; i < url.len; i++) {
        const unsigned char c = (unsigned char)url.ptr[i];

        if (c == '?')
            return (struct url_fault){"the base URL of a service has no query", i, url.len - i};
        if (c == '#')
            return (struct url_fault){"the base URL of a service has no fragment", i, url.len - i};
        if (c <= ' ' || c >= 0x7f || strchr("\"<>\\^`{|}", c))
            return (struct url_fault){"this character must be percent-encoded in a URL", i, 1};
    }
    return authority_fault(url, scheme);
}

bool resolve_url(struct resolver *r, const struct ast_string *url)
{
    const struct url_fault fault = url_fault(url->text);

    if (fault.message)
        resolve_error(r, DIAG_BAD_URL, resolve_inside(r, url, fault.at, fault.len), fault.message);
    return !fault.message;
}
