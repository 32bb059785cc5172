/* What the files that read settings share: the values of settings, from text to what they mean, and
 * what to say where they mean nothing. */
#ifndef ORCH_CONFIG_VALUE_H
#define ORCH_CONFIG_VALUE_H

#include "config.h"

/* What is being read, and where the one line of a complaint goes. */
struct orch_config_reader {
    struct orch_config *config;
    char *error;
    size_t size;
};

/* Says what is wrong; always false. */
bool orch_config_fail(struct orch_config_reader *r, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Takes a value of a setting, or the URL of an upstream, unless one of a higher origin is there.
 * False where it is malformed: "WHERE must be ...". */
bool orch_config_give(struct orch_config_reader *r, enum orch_setting s, enum orch_origin origin,
                      const char *where, struct orch_str text);
bool orch_config_give_url(struct orch_config_reader *r, unsigned upstream, enum orch_origin origin,
                          const char *where, struct orch_str text);
/* The service of that name; -1, and a complaint with "did you mean", where there is none. */
int orch_config_upstream(struct orch_config_reader *r, const char *where, struct orch_str name);
/* Complains of an unknown name: `WHERE: unknown setting "x"; did you mean "y"?` Always false. */
bool orch_config_unknown(struct orch_config_reader *r, const char *where, const char *what,
                         struct orch_str name, const char *const *names, size_t n);
/* Reads the JSON file of --config (config_file.c). */
bool orch_config_file(struct orch_config_reader *r, const char *path);

/* How a setting is written. */
enum orch_kind {
    ORCH_KIND_ADDRESS,
    ORCH_KIND_PLACE,
    ORCH_KIND_COUNT,
    ORCH_KIND_BYTES,
    ORCH_KIND_TIME,
    ORCH_KIND_SWITCH
};

struct orch_setting_info {
    const char *name;
    enum orch_kind kind;
    uint64_t number; /* default */
    const char *text;
    uint64_t least, most;
    const char *meta, *help;
};

extern const struct orch_setting_info orch_settings[ORCH_SET_COUNT];

/* The setting of that name, or -1. */
int orch_setting_find(struct orch_str name);

/* Reads a value of that setting. Returns true with *out set (its text on the heap, its origin
 * untouched), or false with what is wrong in why[] ("must be 1 to 64, not 99"). */
bool orch_value_read(enum orch_setting s, struct orch_str text, struct orch_value *out, char *why,
                     size_t size);
/* The same for the base URL of a service: http or https, host, optional port and base path; no
 * query, no fragment; a trailing slash is dropped. */
bool orch_url_read(struct orch_str text, struct orch_value *out, char *why, size_t size);

/* "host:port" of that setting taken apart: a name, IPv4, or IPv6 without its brackets. False where
 * text is not of that form. host has room for 256. */
bool orch_address_split(struct orch_str text, char *host, unsigned *port);

/* A number as a person writes it: "10s", "64KiB", "4". */
void orch_number_write(enum orch_kind kind, uint64_t n, char *out, size_t size);

/* Of n names the one that `name` was probably meant to be, or NULL: at most a third of its letters,
 * and at most two, are added, dropped, changed or swapped. */
const char *orch_nearest(struct orch_str name, const char *const *names, size_t n);

#endif
