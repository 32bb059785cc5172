/* The settings of a service: read once, before anything starts, from flags, environment, a JSON
 * file and defaults, in that order of precedence; then only read. Everything that is given is
 * checked, also where something else takes precedence. */
#ifndef ORCH_CONFIG_H
#define ORCH_CONFIG_H

#include "base/buf.h"
#include "flow.h"

#include <stdint.h>

enum orch_setting {
#define X(id, name, kind, number, text, least, most, meta, help) ORCH_SET_##id,
#include "config.def"
#undef X
    ORCH_SET_COUNT
};

/* In order of precedence. */
enum orch_origin {
    ORCH_FROM_NOWHERE,
    ORCH_FROM_DEFAULT,
    ORCH_FROM_FILE,
    ORCH_FROM_ENV,
    ORCH_FROM_FLAG
};

struct orch_value {
    enum orch_origin origin;
    uint64_t number; /* a count, bytes, milliseconds, 0 or 1 */
    char *text;      /* an address, "off", a URL; NULL for numbers; owned */
};

enum orch_action { ORCH_SERVE, ORCH_CHECK, ORCH_PRINT, ORCH_VERSION_TEXT, ORCH_HELP };

struct orch_config {
    const struct orch_program *program; /* borrowed */
    enum orch_action action;
    struct orch_value values[ORCH_SET_COUNT];
    char **secrets;          /* values of the program's secrets, never shown */
    struct orch_value *urls; /* one per upstream: "http://host:port/base", no trailing slash */
};

/* Reads everything. `env` is a list like environ. False with one line in error[] (without the
 * program's name) where a setting is unknown or malformed, a service has no URL, or a secret is
 * missing; for --help and
 * --version the rest is not looked at. Always to be freed. */
bool orch_config_read(struct orch_config *c, const struct orch_program *program, int argc,
                      char *const *argv, char *const *env, char *error, size_t error_size);
void orch_config_free(struct orch_config *c);

static inline uint64_t orch_config_number(const struct orch_config *c, enum orch_setting s)
{
    return c->values[s].number;
}
static inline const char *orch_config_text(const struct orch_config *c, enum orch_setting s)
{
    return c->values[s].text;
}

/* --print-config: what is in force and where it comes from, as JSON; the user:password of a URL is
 * masked. */
void orch_config_print(const struct orch_config *c, struct orch_buf *out);
/* --help: flags, routes, services. `argv0` is how the program was called. */
void orch_config_help(const struct orch_program *program, const char *argv0, struct orch_buf *out);

#endif
