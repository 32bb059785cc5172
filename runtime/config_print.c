/* What a service says of its settings: --print-config and --help. Out: text in a buffer. */
#include "config_value.h"
#include "json_write.h"
#include "limits.h"

#include <stdio.h>

static const char *const origins[] = {"nowhere", "default", "file", "env", "flag"};

/* The URL with its user and password replaced by three stars. */
static void write_masked(struct orch_buf *out, struct orch_str url)
{
    const char *begin = url.len > 0 ? strstr(url.ptr, "://") : NULL;
    const char *authority = begin ? begin + 3 : url.ptr;
    size_t n = strcspn(authority, "/");
    const char *at = memrchr(authority, '@', n);

    if (at) {
        orch_buf_append(out, url.ptr, (size_t)(authority - url.ptr));
        orch_buf_cstr(out, "***");
        authority = at;
    } else {
        authority = url.ptr;
    }
    orch_buf_cstr(out, authority);
}

static void print_value(struct orch_buf *out, const struct orch_setting_info *info,
                        const struct orch_value *v)
{
    char text[32];

    switch (info->kind) {
    case ORCH_KIND_COUNT:
    case ORCH_KIND_BYTES:
        orch_buf_printf(out, "%llu", (unsigned long long)v->number);
        return;
    case ORCH_KIND_TIME:
        orch_number_write(info->kind, v->number, text, sizeof text);
        orch_buf_printf(out, "\"%s\"", text);
        return;
    case ORCH_KIND_SWITCH:
        orch_buf_cstr(out, v->number ? "\"on\"" : "\"off\"");
        return;
    case ORCH_KIND_ADDRESS:
    case ORCH_KIND_PLACE:
        orch_json_write_str(out, orch_str(v->text));
        return;
    }
}

static void print_urls(const struct orch_config *c, struct orch_buf *out)
{
    struct orch_buf masked;

    orch_buf_init(&masked, 0);
    orch_buf_cstr(out, "  \"services\": {");
    for (unsigned u = 0; u < c->program->n_upstreams; u++) {
        orch_buf_reset(&masked);
        write_masked(&masked, orch_str(c->urls[u].text));
        orch_buf_cstr(out, u > 0 ? ",\n    " : "\n    ");
        orch_json_write_str(out, orch_str(c->program->upstreams[u].name));
        orch_buf_cstr(out, ": {\"url\": {\"value\": ");
        orch_json_write_str(out, orch_buf_get(&masked));
        orch_buf_printf(out, ", \"origin\": \"%s\"}}", origins[c->urls[u].origin]);
    }
    orch_buf_cstr(out, c->program->n_upstreams > 0 ? "\n  }\n" : "}\n");
    orch_buf_free(&masked);
}

/* That they are there; what they are is nobody's business. */
static void print_secrets(const struct orch_config *c, struct orch_buf *out)
{
    if (c->program->n_secrets == 0)
        return;
    orch_buf_cstr(out, "  \"secrets\": {");
    for (unsigned i = 0; i < c->program->n_secrets; i++) {
        orch_buf_cstr(out, i > 0 ? ",\n    " : "\n    ");
        orch_json_write_str(out, orch_str(c->program->secrets[i]));
        orch_buf_cstr(out, ": {\"value\": \"***\", \"origin\": \"env\"}");
    }
    orch_buf_cstr(out, "\n  },\n");
}

void orch_config_print(const struct orch_config *c, struct orch_buf *out)
{
    orch_buf_cstr(out, "{\n");
    for (unsigned s = 0; s < ORCH_SET_COUNT; s++) {
        orch_buf_printf(out, "  \"%s\": {\"value\": ", orch_settings[s].name);
        print_value(out, &orch_settings[s], &c->values[s]);
        orch_buf_printf(out, ", \"origin\": \"%s\"},\n", origins[c->values[s].origin]);
    }
    print_secrets(c, out);
    print_urls(c, out);
    orch_buf_cstr(out, "}\n");
}

/* One line of --help: the flag, what it does, its default. */
static void help_line(struct orch_buf *out, const char *flag, const char *help,
                      const char *standard)
{
    orch_buf_printf(out, "  %-28s  %s", flag, help);
    if (standard[0])
        orch_buf_printf(out, " (%s)", standard);
    orch_buf_char(out, '\n');
}

static void help_flags(struct orch_buf *out)
{
    char flag[64];
    char standard[64];

    orch_buf_cstr(out, "flags:\n");
    for (unsigned s = 0; s < ORCH_SET_COUNT; s++) {
        const struct orch_setting_info *info = &orch_settings[s];

        snprintf(flag, sizeof flag, "--%s %s", info->name, info->meta);
        if (info->kind == ORCH_KIND_SWITCH)
            snprintf(standard, sizeof standard, "%s", info->number ? "on" : "off");
        else if (info->kind == ORCH_KIND_ADDRESS || info->kind == ORCH_KIND_PLACE)
            snprintf(standard, sizeof standard, "%s", info->text);
        else if (info->number > 0)
            orch_number_write(info->kind, info->number, standard, sizeof standard);
        else
            standard[0] = '\0';
        help_line(out, flag, info->help, standard);
    }
    help_line(out, "--set SERVICE.url=URL", "where a service is", "");
    help_line(out, "--config FILE", "JSON file with settings; also ORCH_CONFIG", "");
    help_line(out, "--check-config", "check the settings, then end with 0 or 2", "");
    help_line(out, "--print-config", "print the settings and where each comes from", "");
    help_line(out, "--version", "print the version", "");
    help_line(out, "--help", "print this", "");
    orch_buf_cstr(out,
                  "A flag wins over the environment (ORCH_MAX_BODY for --max-body), that over\n"
                  "the file (\"max-body\"), that over the default.\n");
}

static void help_program(const struct orch_program *program, struct orch_buf *out)
{
    orch_buf_cstr(out, "\nroutes:\n");
    for (unsigned f = 0; f < program->n_flows; f++) {
        const struct orch_flow *flow = &program->flows[f];
        orch_buf_printf(out, "  %-6s %-28s  flow %s, timeout %u ms\n",
                        orch_method_name(flow->method), flow->path, flow->name,
                        flow->timeout_ms ? flow->timeout_ms : ORCH_DEFAULT_TIMEOUT_MS);
    }
    if (program->n_upstreams > 0)
        orch_buf_cstr(out, "\nservices:\n");
    for (unsigned u = 0; u < program->n_upstreams; u++) {
        const struct orch_upstream *up = &program->upstreams[u];
        orch_buf_printf(out, "  %-16s  %-20s  ", up->name, up->env ? up->env : "-");
        if (up->url)
            write_masked(out, orch_str(up->url));
        else
            orch_buf_cstr(out, "no default: must be given");
        orch_buf_char(out, '\n');
    }
    if (program->n_secrets > 0)
        orch_buf_cstr(out, "\nsecrets, to be set in the environment:\n");
    for (unsigned i = 0; i < program->n_secrets; i++)
        orch_buf_printf(out, "  %s\n", program->secrets[i]);
}

void orch_config_help(const struct orch_program *program, const char *argv0, struct orch_buf *out)
{
    orch_buf_printf(out, "%s: serves the flows of %s (orchc %s)\n\nusage: %s [FLAG]...\n\n", argv0,
                    program->name, program->compiler, argv0);
    help_flags(out);
    help_program(program, out);
}
