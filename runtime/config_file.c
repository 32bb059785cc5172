/* Reads the JSON file of --config:
 *     {"listen": "0.0.0.0:80", "max-body": 65536, "services": {"content": {"url": "http://..."}}}
 * In: the file. Out: settings of origin ORCH_FROM_FILE, or one complaint with FILE:LINE:COLUMN. */
#include "config_value.h"
#include "json_read.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define MAX_FILE (1u << 20) /* bytes; settings are small: more is a mistake */

struct file {
    struct orch_config_reader *r;
    const char *name;
    struct orch_buf text;
    struct orch_arena arena;
    struct orch_json_in in;
    const char *key_at; /* where the key at hand begins */
};

/* "FILE:LINE:COLUMN: " of a place in the text, columns in characters, both from 1. */
static void place(const struct file *f, const char *at, char *out, size_t size)
{
    size_t line = 1;
    const char *begin = f->text.data;

    if (!begin) /* an empty file */
        begin = at;
    for (const char *c = begin; c < at; c++) {
        if (*c == '\n') {
            line++;
            begin = c + 1;
        }
    }
    snprintf(out, size, "%s:%zu:%zu: ", f->name, line,
             orch_str_code_points(orch_str_n(begin, (size_t)(at - begin))) + 1);
}

/* A complaint of the reader itself: bad syntax, or a value that should be an object. */
static bool unreadable(struct file *f)
{
    char where[512];

    place(f, f->in.error_at ? f->in.error_at : f->in.at, where, sizeof where);
    return orch_config_fail(f->r, "%s%s", where, f->in.error ? f->in.error : "is not JSON");
}

/* The next key of the object at hand, which is being read. */
static bool next_key(struct file *f, struct orch_str *key)
{
    const char *at = f->in.at;

    while (at < f->in.end && strchr(" \t\r\n,", *at))
        at++;
    f->key_at = at;
    return orch_json_next_key(&f->in, key);
}

static bool repeated(struct file *f, struct orch_str key)
{
    char where[512];

    place(f, f->key_at, where, sizeof where);
    return orch_config_fail(f->r, "%s\"%.*s\" is given twice", where, ORCH_STR_ARG(key));
}

/* A value as it would stand behind a flag: the content of a string, or the text of what else it is;
 * true and false are on and off for a switch. */
static bool value_text(struct file *f, bool is_switch, struct orch_str *out)
{
    struct orch_json_in string;
    struct orch_str raw;

    if (!orch_json_raw(&f->in, &raw))
        return unreadable(f);
    if (raw.ptr[0] == '"') {
        orch_json_init(&string, raw, &f->arena, "value", NULL);
        return orch_json_str(&string, out) || orch_config_fail(f->r, "out of memory");
    }
    *out = raw;
    if (is_switch && orch_str_eq(raw, orch_str("true")))
        *out = orch_str("on");
    if (is_switch && orch_str_eq(raw, orch_str("false")))
        *out = orch_str("off");
    return true;
}

static bool read_setting(struct file *f, enum orch_setting s)
{
    const struct orch_setting_info *info = &orch_settings[s];
    struct orch_str text;
    char where[600];
    size_t n;

    place(f, f->key_at, where, sizeof where);
    n = strlen(where);
    snprintf(where + n, sizeof where - n, "\"%s\"", info->name);
    return value_text(f, info->kind == ORCH_KIND_SWITCH, &text) &&
           orch_config_give(f->r, s, ORCH_FROM_FILE, where, text);
}

/* {"url": "http://..."} */
static bool read_service(struct file *f, unsigned upstream)
{
    static const char *const names[] = {"url"};
    struct orch_str key;
    struct orch_str text;
    char where[600];
    bool seen = false;
    size_t n;

    if (!orch_json_enter_object(&f->in))
        return unreadable(f);
    while (next_key(f, &key)) {
        if (seen && orch_str_eq(key, orch_str("url")))
            return repeated(f, key);
        place(f, f->key_at, where, sizeof where);
        if (!orch_str_eq(key, orch_str("url")))
            return orch_config_unknown(f->r, where, "setting of a service", key, names, 1);
        seen = true;
        n = strlen(where);
        snprintf(where + n, sizeof where - n, "\"%s\"",
                 f->r->config->program->upstreams[upstream].name);
        if (!value_text(f, false, &text) ||
            !orch_config_give_url(f->r, upstream, ORCH_FROM_FILE, where, text))
            return false;
    }
    return orch_json_leave_object(&f->in, NULL, NULL, NULL, 0) || unreadable(f);
}

static bool read_services(struct file *f)
{
    unsigned n = f->r->config->program->n_upstreams;
    bool *seen = calloc(n + 1u, sizeof *seen);
    struct orch_str key;
    char where[512];
    bool fine = true;

    if (!seen)
        return orch_config_fail(f->r, "out of memory");
    if (!orch_json_enter_object(&f->in)) {
        free(seen);
        return unreadable(f);
    }
    while (fine && next_key(f, &key)) {
        int upstream;
        place(f, f->key_at, where, sizeof where);
        upstream = orch_config_upstream(f->r, where, key);
        if (upstream >= 0 && seen[upstream])
            fine = repeated(f, key);
        else
            fine = upstream >= 0 && read_service(f, (unsigned)upstream);
        if (fine)
            seen[upstream] = true;
    }
    free(seen);
    return fine && (orch_json_leave_object(&f->in, NULL, NULL, NULL, 0) || unreadable(f));
}

static bool unknown_setting(struct file *f, struct orch_str key)
{
    const char *names[ORCH_SET_COUNT + 1];
    char where[512];

    for (unsigned s = 0; s < ORCH_SET_COUNT; s++)
        names[s] = orch_settings[s].name;
    names[ORCH_SET_COUNT] = "services";
    place(f, f->key_at, where, sizeof where);
    return orch_config_unknown(f->r, where, "setting", key, names, ORCH_SET_COUNT + 1);
}

static bool read_settings(struct file *f)
{
    bool seen[ORCH_SET_COUNT + 1] = {false};
    struct orch_str key;

    if (!orch_json_enter_object(&f->in))
        return unreadable(f);
    while (next_key(f, &key)) {
        bool services = orch_str_eq(key, orch_str("services"));
        int s = services ? ORCH_SET_COUNT : orch_setting_find(key);

        if (s < 0)
            return unknown_setting(f, key);
        if (seen[s])
            return repeated(f, key);
        seen[s] = true;
        if (!(services ? read_services(f) : read_setting(f, (enum orch_setting)s)))
            return false;
    }
    if (!orch_json_leave_object(&f->in, NULL, NULL, NULL, 0) || !orch_json_finish(&f->in))
        return unreadable(f);
    return true;
}

/* The whole file into f->text. */
static bool load(struct file *f)
{
    FILE *in = fopen(f->name, "rb");
    char chunk[4096];
    size_t n;
    int problem;

    if (!in)
        return orch_config_fail(f->r, "cannot read %s: %s", f->name, strerror(errno));
    do {
        n = fread(chunk, 1, sizeof chunk, in);
        orch_buf_append(&f->text, chunk, n);
    } while (n == sizeof chunk && !f->text.failed);
    problem = ferror(in) ? errno : 0;
    fclose(in);
    if (problem)
        return orch_config_fail(f->r, "cannot read %s: %s", f->name, strerror(problem));
    if (f->text.failed)
        return orch_config_fail(f->r, "%s is larger than %u bytes", f->name, MAX_FILE);
    return true;
}

bool orch_config_file(struct orch_config_reader *r, const char *path)
{
    struct file f = {.r = r, .name = path};
    bool fine;

    orch_buf_init(&f.text, MAX_FILE);
    orch_arena_init(&f.arena, 0, 0);
    fine = load(&f);
    if (fine) {
        orch_json_init(&f.in, orch_buf_get(&f.text), &f.arena, "settings", NULL);
        fine = read_settings(&f);
    }
    orch_arena_free(&f.arena);
    orch_buf_free(&f.text);
    return fine;
}
