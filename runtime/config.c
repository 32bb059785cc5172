/* Reads the settings of a service: flags, then environment, then the file, then defaults. A value
 * is kept where none of higher precedence is there yet, so the order of reading does not matter. */
#include "config.h"

#include "config_value.h"
#include "header.h"

#include <ctype.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const other_flags[] = {"set",          "config",  "check-config",
                                          "print-config", "version", "help"};
#define N_OTHER_FLAGS (sizeof other_flags / sizeof other_flags[0])

bool orch_config_fail(struct orch_config_reader *r, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(r->error, r->size, fmt, ap);
    va_end(ap);
    for (char *c = r->error; *c; c++) {
        if (iscntrl((unsigned char)*c))
            *c = ' '; /* what was given is quoted: it must not break the line */
    }
    return false;
}

bool orch_config_unknown(struct orch_config_reader *r, const char *where, const char *what,
                         struct orch_str name, const char *const *names, size_t n)
{
    const char *near = orch_nearest(name, names, n);

    return orch_config_fail(r, "%sunknown %s \"%.*s\"%s%s%s", where, what, ORCH_STR_ARG(name),
                            near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
}

/* Puts `given` in the place of `kept` where it ranks as high; frees the loser. */
static void settle(struct orch_value *kept, struct orch_value given)
{
    if (given.origin >= kept->origin) {
        free(kept->text);
        *kept = given;
    } else {
        free(given.text);
    }
}

bool orch_config_give(struct orch_config_reader *r, enum orch_setting s, enum orch_origin origin,
                      const char *where, struct orch_str text)
{
    struct orch_value value = {.origin = origin};
    char why[512];

    if (!orch_value_read(s, text, &value, why, sizeof why))
        return orch_config_fail(r, "%s %s", where, why);
    settle(&r->config->values[s], value);
    return true;
}

bool orch_config_give_url(struct orch_config_reader *r, unsigned upstream, enum orch_origin origin,
                          const char *where, struct orch_str text)
{
    struct orch_value value = {.origin = origin};
    char why[128];

    if (!orch_url_read(text, &value, why, sizeof why))
        return orch_config_fail(r, "%s: the URL %s", where, why);
    settle(&r->config->urls[upstream], value);
    return true;
}

int orch_config_upstream(struct orch_config_reader *r, const char *where, struct orch_str name)
{
    const struct orch_program *program = r->config->program;
    const char **names;

    for (int i = 0; i < program->n_upstreams; i++) {
        if (orch_str_eq(name, orch_str(program->upstreams[i].name)))
            return i;
    }
    names = calloc(program->n_upstreams + 1u, sizeof *names);
    for (unsigned i = 0; names && i < program->n_upstreams; i++)
        names[i] = program->upstreams[i].name;
    orch_config_unknown(r, where, "service", name, names, names ? program->n_upstreams : 0);
    free(names);
    return -1;
}

/* --- flags ----------------------------------------------------------------------------------- */

struct flags {
    struct orch_config_reader *r;
    int argc;
    char *const *argv;
    int at;
    struct orch_str name;  /* of the flag at hand, without dashes */
    struct orch_str value; /* behind its '='; ptr NULL: none */
    const char *config;    /* the file; NULL: none was given */
};

static bool unknown_flag(struct flags *f)
{
    const char *names[ORCH_SET_COUNT + N_OTHER_FLAGS];
    size_t n = 0;
    const char *near;

    for (; n < ORCH_SET_COUNT; n++)
        names[n] = orch_settings[n].name;
    for (size_t i = 0; i < N_OTHER_FLAGS; i++)
        names[n++] = other_flags[i];
    near = orch_nearest(f->name, names, n);
    if (near)
        return orch_config_fail(f->r, "unknown flag --%.*s; did you mean --%s?",
                                ORCH_STR_ARG(f->name), near);
    return orch_config_fail(f->r, "unknown flag --%.*s; --help lists them", ORCH_STR_ARG(f->name));
}

/* The value of the flag at hand: behind '=', or the next argument. */
static bool take_value(struct flags *f, const char *meta, struct orch_str *out)
{
    if (f->value.ptr) {
        *out = f->value;
        return true;
    }
    if (f->at + 1 >= f->argc)
        return orch_config_fail(f->r, "--%.*s needs a value: --%.*s %s", ORCH_STR_ARG(f->name),
                                ORCH_STR_ARG(f->name), meta);
    *out = orch_str(f->argv[++f->at]);
    return true;
}

/* --set SERVICE.url=URL */
static bool take_set(struct flags *f)
{
    struct orch_str text;
    const char *equals;
    char where[300];
    int upstream;

    if (!take_value(f, "SERVICE.url=URL", &text))
        return false;
    equals = text.len > 0 ? memchr(text.ptr, '=', text.len) : NULL;
    if (!equals || equals - text.ptr < 5 || memcmp(equals - 4, ".url", 4) != 0)
        return orch_config_fail(f->r, "--set must be SERVICE.url=URL");
    snprintf(where, sizeof where, "--set %.*s", (int)(equals - text.ptr), text.ptr);
    upstream = orch_config_upstream(
        f->r, "--set: ", orch_str_n(text.ptr, (size_t)(equals - text.ptr) - 4));
    return upstream >= 0 && orch_config_give_url(f->r, (unsigned)upstream, ORCH_FROM_FLAG, where,
                                                 orch_str(equals + 1));
}

/* A flag that takes no value and says what to do. */
static bool take_action(struct flags *f, enum orch_action action)
{
    if (f->value.ptr)
        return orch_config_fail(f->r, "--%.*s takes no value", ORCH_STR_ARG(f->name));
    f->r->config->action = action;
    return true;
}

static bool take_flag(struct flags *f)
{
    int s = orch_setting_find(f->name);
    struct orch_str text;
    char where[64];

    if (s >= 0) {
        snprintf(where, sizeof where, "--%s", orch_settings[s].name);
        return take_value(f, orch_settings[s].meta, &text) &&
               orch_config_give(f->r, (enum orch_setting)s, ORCH_FROM_FLAG, where, text);
    }
    if (orch_str_eq(f->name, orch_str("set")))
        return take_set(f);
    if (orch_str_eq(f->name, orch_str("config"))) {
        if (!take_value(f, "FILE", &text))
            return false;
        f->config = text.ptr; /* ends where the argument ends */
        return true;
    }
    if (orch_str_eq(f->name, orch_str("check-config")))
        return take_action(f, ORCH_CHECK);
    if (orch_str_eq(f->name, orch_str("print-config")))
        return take_action(f, ORCH_PRINT);
    if (orch_str_eq(f->name, orch_str("version")))
        return take_action(f, ORCH_VERSION_TEXT);
    if (orch_str_eq(f->name, orch_str("help")))
        return take_action(f, ORCH_HELP);
    return unknown_flag(f);
}

static bool asks_for_text(const struct orch_config *c)
{
    return c->action == ORCH_VERSION_TEXT || c->action == ORCH_HELP;
}

static bool take_flags(struct flags *f)
{
    for (f->at = 1; f->at < f->argc; f->at++) {
        const char *arg = f->argv[f->at];
        const char *equals;

        if (strncmp(arg, "--", 2) != 0 || arg[2] == '\0')
            return orch_config_fail(f->r, "unexpected argument \"%s\"; --help lists the flags",
                                    arg);
        equals = strchr(arg, '=');
        f->name = equals ? orch_str_n(arg + 2, (size_t)(equals - arg) - 2) : orch_str(arg + 2);
        f->value = equals ? orch_str(equals + 1) : orch_str_n(NULL, 0);
        if (!take_flag(f))
            return false;
        if (asks_for_text(f->r->config))
            return true;
    }
    return true;
}

/* --- environment ----------------------------------------------------------------------------- */

/* The value of a variable; NULL where it is not set, or empty. */
static const char *look_up(char *const *env, const char *name)
{
    size_t n = strlen(name);

    for (; *env; env++) {
        if (strncmp(*env, name, n) == 0 && (*env)[n] == '=')
            return (*env)[n + 1] ? *env + n + 1 : NULL;
    }
    return NULL;
}

/* "max-body" -> "ORCH_MAX_BODY" */
static void variable_name(const char *setting, char *out, size_t size)
{
    snprintf(out, size, "ORCH_%s", setting);
    for (char *c = out; *c; c++)
        *c = *c == '-' ? '_' : (char)toupper((unsigned char)*c);
}

static bool take_environment(struct orch_config_reader *r, char *const *env)
{
    const struct orch_program *program = r->config->program;
    const char *value;
    char name[64];

    for (unsigned s = 0; s < ORCH_SET_COUNT; s++) {
        variable_name(orch_settings[s].name, name, sizeof name);
        value = look_up(env, name);
        if (value &&
            !orch_config_give(r, (enum orch_setting)s, ORCH_FROM_ENV, name, orch_str(value)))
            return false;
    }
    for (unsigned u = 0; u < program->n_upstreams; u++) {
        value = program->upstreams[u].env ? look_up(env, program->upstreams[u].env) : NULL;
        if (value &&
            !orch_config_give_url(r, u, ORCH_FROM_ENV, program->upstreams[u].env, orch_str(value)))
            return false;
    }
    return true;
}

/* What headers are made from. What is wrong is said without the value. */
static bool take_secrets(struct orch_config_reader *r, char *const *env)
{
    const struct orch_program *program = r->config->program;

    for (unsigned i = 0; i < program->n_secrets; i++) {
        const char *name = program->secrets[i];
        const char *value = look_up(env, name);

        if (!value)
            return orch_config_fail(
                r, "%s is not set in the environment: calls send it in a header", name);
        if (orch_header_fault(orch_str(value)))
            return orch_config_fail(r,
                                    "%s cannot be sent in a header: it has a line end, another "
                                    "control character or white space around it",
                                    name);
        r->config->secrets[i] = strdup(value);
        if (!r->config->secrets[i])
            return orch_config_fail(r, "out of memory");
    }
    return true;
}

/* --- defaults -------------------------------------------------------------------------------- */

static uint64_t available_cpus(void)
{
    const struct orch_setting_info *info = &orch_settings[ORCH_SET_WORKERS];
    cpu_set_t set;
    uint64_t n = 1;

    if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0)
        n = (uint64_t)CPU_COUNT(&set);
    return n < info->most ? n : info->most;
}

static bool no_url(struct orch_config_reader *r, const struct orch_upstream *u)
{
    return orch_config_fail(
        r,
        "service %s has no URL: give --set %s.url=URL%s%s, or services.%s.url in a --config file",
        u->name, u->name, u->env ? ", set " : "", u->env ? u->env : "", u->name);
}

static bool take_defaults(struct orch_config_reader *r)
{
    const struct orch_program *program = r->config->program;
    char where[300];

    for (unsigned s = 0; s < ORCH_SET_COUNT; s++) {
        const struct orch_setting_info *info = &orch_settings[s];
        struct orch_value *v = &r->config->values[s];

        if (v->origin != ORCH_FROM_NOWHERE)
            continue;
        *v = (struct orch_value){ORCH_FROM_DEFAULT, info->number, NULL};
        if (s == ORCH_SET_WORKERS)
            v->number = available_cpus();
        if (info->text[0] && !(v->text = strdup(info->text)))
            return orch_config_fail(r, "out of memory");
    }
    for (unsigned u = 0; u < program->n_upstreams; u++) {
        const struct orch_upstream *upstream = &program->upstreams[u];

        if (r->config->urls[u].origin != ORCH_FROM_NOWHERE)
            continue;
        if (!upstream->url)
            return no_url(r, upstream);
        snprintf(where, sizeof where, "the default of service %s", upstream->name);
        if (!orch_config_give_url(r, u, ORCH_FROM_DEFAULT, where, orch_str(upstream->url)))
            return false;
    }
    return true;
}

bool orch_config_read(struct orch_config *c, const struct orch_program *program, int argc,
                      char *const *argv, char *const *env, char *error, size_t error_size)
{
    struct orch_config_reader r = {c, error, error_size};
    struct flags flags = {.r = &r, .argc = argc, .argv = argv};

    *c = (struct orch_config){.program = program};
    c->urls = calloc(program->n_upstreams + 1u, sizeof *c->urls);
    c->secrets = calloc(program->n_secrets + 1u, sizeof *c->secrets);
    if (!c->urls || !c->secrets)
        return orch_config_fail(&r, "out of memory");
    if (!take_flags(&flags))
        return false;
    if (asks_for_text(c))
        return true;
    if (!flags.config)
        flags.config = look_up(env, "ORCH_CONFIG");
    return take_environment(&r, env) && (!flags.config || orch_config_file(&r, flags.config)) &&
           take_defaults(&r) && take_secrets(&r, env);
}

void orch_config_free(struct orch_config *c)
{
    for (unsigned s = 0; s < ORCH_SET_COUNT; s++)
        free(c->values[s].text);
    for (unsigned u = 0; c->urls && u < c->program->n_upstreams; u++)
        free(c->urls[u].text);
    for (unsigned i = 0; c->secrets && i < c->program->n_secrets; i++)
        free(c->secrets[i]);
    free(c->secrets);
    free(c->urls);
}
