/* Header fields: names, values, lines; see header.h. Known to the compiler, too, which refuses what
 * could not be sent. */
#include "header.h"

#include <strings.h>

static bool is_token_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && strchr("!#$%&'*+-.^_`|~", c));
}

bool orch_header_is_name(struct orch_str name)
{
    for (size_t i = 0; i < name.len; i++) {
        if (!is_token_character(name.ptr[i]))
            return false;
    }
    return name.len > 0;
}

bool orch_header_same(struct orch_str a, struct orch_str b)
{
    return a.len == b.len && strncasecmp(a.ptr, b.ptr, a.len) == 0;
}

bool orch_header_is_reserved(struct orch_str name, enum orch_header_use use)
{
    static const struct {
        struct orch_str name;
        enum orch_header_use from; /* reserved for this use and those behind it */
    } reserved[] = {
        {ORCH_STR("Connection"), ORCH_HEADER_READ},
        {ORCH_STR("Content-Length"), ORCH_HEADER_READ},
        {ORCH_STR("Keep-Alive"), ORCH_HEADER_READ},
        {ORCH_STR("Proxy-Authenticate"), ORCH_HEADER_READ},
        {ORCH_STR("Proxy-Authorization"), ORCH_HEADER_READ},
        {ORCH_STR("Proxy-Connection"), ORCH_HEADER_READ},
        {ORCH_STR("TE"), ORCH_HEADER_READ},
        {ORCH_STR("Trailer"), ORCH_HEADER_READ},
        {ORCH_STR("Transfer-Encoding"), ORCH_HEADER_READ},
        {ORCH_STR("Upgrade"), ORCH_HEADER_READ},
        {ORCH_STR("Accept-Encoding"), ORCH_HEADER_CONSTANT},
        {ORCH_STR("Content-Encoding"), ORCH_HEADER_CONSTANT},
        {ORCH_STR("Content-Type"), ORCH_HEADER_CONSTANT},
        {ORCH_STR("Expect"), ORCH_HEADER_CONSTANT},
        {ORCH_STR("Host"), ORCH_HEADER_CONSTANT},
        {ORCH_STR("Orch-Deadline-Ms"), ORCH_HEADER_CONSTANT},
        {ORCH_STR("Accept"), ORCH_HEADER_SENT},
    };

    for (size_t i = 0; i < sizeof reserved / sizeof reserved[0]; i++) {
        if (orch_header_same(name, reserved[i].name))
            return use >= reserved[i].from;
    }
    return false;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

const char *orch_header_fault(struct orch_str value)
{
    if (value.len > 0 && (is_blank(value.ptr[0]) || is_blank(value.ptr[value.len - 1])))
        return "a value for a header begins or ends with white space";
    for (size_t i = 0; i < value.len; i++) {
        const unsigned char c = (unsigned char)value.ptr[i];

        if ((c < ' ' && c != '\t') || c == 0x7f)
            return "a value for a header has a line end or another control character";
    }
    return NULL;
}

void orch_header_line(struct orch_buf *out, const char *name, struct orch_str value)
{
    orch_buf_cstr(out, name);
    orch_buf_cstr(out, value.len > 0 ? ": " : ";");
    orch_buf_str(out, value);
    orch_buf_append(out, "", 1);
}

void orch_header_constant(struct orch_buf *out, const struct orch_header *h,
                          const char *const *secrets)
{
    orch_buf_cstr(out, h->name);
    orch_buf_cstr(out, ": ");
    for (unsigned i = 0; i < h->n_parts; i++)
        orch_buf_cstr(out, h->parts[i].text ? h->parts[i].text : secrets[h->parts[i].secret]);
    orch_buf_append(out, "", 1);
}
