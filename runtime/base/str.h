/* A string is a slice: a pointer and a length, not NUL-terminated, owned by somebody else
 * (the source text, a reply body, an arena). Shared by the compiler and the runtime. */
#ifndef ORCH_BASE_STR_H
#define ORCH_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct orch_str {
    const char *ptr; /* may be NULL when len == 0 */
    size_t len;      /* bytes */
};

/* A slice of a string literal; usable in static initialisers. */
#define ORCH_STR(lit)                                                                              \
    {                                                                                              \
        "" lit, sizeof(lit) - 1                                                                    \
    }
/* For printf("%.*s", ORCH_STR_ARG(s)). */
#define ORCH_STR_ARG(s) (int)(s).len, (s).ptr ? (s).ptr : ""

static inline struct orch_str orch_str(const char *cstr)
{
    return (struct orch_str){cstr, cstr ? strlen(cstr) : 0};
}

static inline struct orch_str orch_str_n(const char *ptr, size_t len)
{
    return (struct orch_str){ptr, len};
}

static inline bool orch_str_eq(struct orch_str a, struct orch_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* Order by bytes (for UTF-8: by code point); <0, 0, >0. */
int orch_str_cmp(struct orch_str a, struct orch_str b);

/* True where s is well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates). */
bool orch_str_is_utf8(struct orch_str s);

/* Number of code points of a well-formed UTF-8 string: what `length` and `len` count. */
size_t orch_str_code_points(struct orch_str s);

#endif
