/* What must hold in a scenario. Checks on the answer look once; checks on what happens elsewhere
 * (the mock services, the log, the metrics) wait until it holds. */
#include "scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- the answer --- */

static bool check_status(struct scene *s, char **arg)
{
    return s->answer.status == atoi(arg[0]) ||
           scene_fail(s, "status %d, wanted %s", s->answer.status, arg[0]);
}

/* `~ TEXT` contains, anything else is the whole. */
static bool fits(const char *value, const char *wanted)
{
    if (wanted[0] == '~' && wanted[1] == ' ')
        return strstr(value, wanted + 2) != NULL;
    return strcmp(value, wanted) == 0;
}

static bool check_header(struct scene *s, char **arg)
{
    char value[1024];
    bool there = exchange_header(&s->answer, arg[0], value, sizeof value);

    if (strcmp(arg[1], "absent") == 0)
        return !there || scene_fail(s, "header %s is there: %s", arg[0], value);
    return (there && fits(value, arg[1])) || scene_fail(s, "header %s is '%s', wanted '%s'", arg[0],
                                                        there ? value : "(absent)", arg[1]);
}

static bool check_body(struct scene *s, char **arg)
{
    const char *body = s->answer.body ? s->answer.body : "";

    if (strcmp(arg[0], "empty") == 0)
        return s->answer.body_len == 0 || scene_fail(s, "the body is not empty");
    if (arg[0][0] == '!')
        return !strstr(body, arg[0] + 2) || scene_fail(s, "the body has '%s'", arg[0] + 2);
    return fits(body, arg[0]) || scene_fail(s, "the body is not '%s'", arg[0]);
}

/* Compares the value at the path with the wanted one: JSON, `absent`, or `count N`. */
static bool compare(struct scene *s, json_t *root, const char *path, const char *wanted_text)
{
    json_t *value = json_at(root, path), *wanted = NULL;
    bool good;

    if (strcmp(wanted_text, "absent") == 0) {
        good = value == NULL;
    } else if (strncmp(wanted_text, "count ", 6) == 0) {
        good = value && json_array_size(value) == strtoul(wanted_text + 6, NULL, 10) &&
               json_is_array(value);
    } else {
        wanted = json_loads(wanted_text, JSON_DECODE_ANY, NULL);
        if (!wanted)
            return scene_fail(s, "'%s' is no JSON", wanted_text);
        good = value && json_equal(value, wanted);
    }
    if (!good) {
        char *text = json_text(value);

        scene_fail(s, "%s is %s, wanted %s", path, text, wanted_text);
        free(text);
    }
    json_decref(wanted);
    return good;
}

static bool check_json(struct scene *s, char **arg)
{
    json_error_t error;
    json_t *body = json_loadb(s->answer.body ? s->answer.body : "", s->answer.body_len,
                              JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &error);
    bool good = body ? compare(s, body, arg[0], arg[1])
                     : scene_fail(s, "the body is no JSON: %s", error.text);

    json_decref(body);
    return good;
}

static bool check_same(struct scene *s, char **arg)
{
    (void)arg;
    return (s->saved && s->answer.body && strcmp(s->saved, s->answer.body) == 0) ||
           scene_fail(s, "the body differs from the saved one: %s", s->saved ? s->saved : "(none)");
}

static bool check_closed(struct scene *s, char **arg)
{
    (void)arg;
    return exchange_closed(&s->answer, PATIENCE) || scene_fail(s, "the connection is still open");
}

/* The service's address takes no connections any more. */
static bool check_refused(struct scene *s, char **arg)
{
    int left = PATIENCE * 1000;
    bool good;

    (void)arg;
    do {
        struct exchange x;

        good = !exchange_start(&x, s->listen, "", 0);
        exchange_end(&x);
    } while (!good && pause_for(&left));
    return good || scene_fail(s, "the service still takes connections");
}

/* --- the mock services --- */

/* `counter` is a member of /counts: requests, cancelled, connections, open, waiting. */
static bool check_upstream(struct scene *s, char **arg)
{
    int left = PATIENCE * 1000;
    json_int_t wanted = atoll(arg[2]), value;
    bool good;

    do {
        json_t *counts = scene_control(s, "GET", "/counts", ""), *number;

        if (!counts)
            return false;
        number = json_object_get(json_object_get(counts, arg[0]), arg[1]);
        good = json_is_integer(number);
        value = json_integer_value(number);
        json_decref(counts);
        if (!good)
            return scene_fail(s, "no mock service %s, or no count %s", arg[0], arg[1]);
    } while (value != wanted && pause_for(&left));
    return value == wanted || scene_fail(s, "%s %s is %lld, wanted %lld", arg[0], arg[1],
                                         (long long)value, (long long)wanted);
}

/* The latest request that a service saw. */
static bool check_sent(struct scene *s, char **arg)
{
    json_t *log = scene_control(s, "GET", "/log", ""), *latest = NULL, *entry;
    size_t i;
    bool good;

    json_array_foreach(log, i, entry)
    {
        if (strcmp(json_string_value(json_object_get(entry, "service")), arg[0]) == 0)
            latest = entry;
    }
    if (!log)
        return false;
    good = latest ? compare(s, latest, arg[1], arg[2]) : scene_fail(s, "%s saw no request", arg[0]);
    json_decref(log);
    return good;
}

/* --- the service --- */

/* True where a line of the text is a JSON object that has all of `wanted`. */
static bool has_record(const char *text, json_t *wanted)
{
    while (*text) {
        size_t len = strcspn(text, "\n");
        json_t *line = json_loadb(text, len, 0, NULL);
        bool found = line && json_has(line, wanted);

        json_decref(line);
        if (found)
            return true;
        text += len + (text[len] == '\n');
    }
    return false;
}

static bool check_log(struct scene *s, char **arg)
{
    json_t *wanted = arg[0][0] == '{' ? json_loads(arg[0], 0, NULL) : NULL;
    int left = PATIENCE * 1000;
    bool good;

    if (arg[0][0] == '{' && !wanted)
        return scene_fail(s, "'%s' is no JSON", arg[0]);
    do {
        char *text = file_text(s->service.err);

        good = wanted ? has_record(text, wanted) : fits(text, arg[0]);
        free(text);
    } while (!good && pause_for(&left));
    json_decref(wanted);
    return good || scene_fail(s, "the log has no '%s'", arg[0]);
}

static bool check_unlogged(struct scene *s, char **arg)
{
    char *text = file_text(s->service.err);
    bool good = !strstr(text, arg[0]);

    free(text);
    return good || scene_fail(s, "the log has '%s'", arg[0]);
}

static bool check_lines(struct scene *s, char **arg)
{
    char *text = file_text(s->service.err);
    int lines = 0;

    for (char *c = text; *c; c++)
        lines += *c == '\n';
    free(text);
    return lines == atoi(arg[0]) || scene_fail(s, "%d lines, wanted %s", lines, arg[0]);
}

static bool check_output(struct scene *s, char **arg)
{
    char *text = file_text(s->service.out);
    bool good = fits(text, arg[0]);

    if (!good)
        scene_fail(s, "standard output is not '%s' but: %s", arg[0], text);
    free(text);
    return good;
}

static bool check_exit(struct scene *s, char **arg)
{
    if (!process_wait(&s->service, PATIENCE))
        return scene_fail(s, "the service still runs");
    return s->service.code == atoi(arg[0]) ||
           scene_fail(s, "exit status %d, wanted %s", s->service.code, arg[0]);
}

/* A line of the exposition, whole: `name{labels} value`. */
static bool check_metric(struct scene *s, char **arg)
{
    static const char request[] =
        "GET /metrics HTTP/1.1\r\nHost: admin\r\nConnection: close\r\n\r\n";
    int left = PATIENCE * 1000;
    bool good = false;

    do {
        struct exchange x;
        size_t width = strlen(arg[0]);

        if (!exchange_start(&x, s->admin, request, sizeof request - 1) ||
            !exchange_finish(&x, PATIENCE))
            return scene_fail(s, "%s", x.error);
        for (char *line = x.body; line && !good;
             line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL)
            good = strncmp(line, arg[0], width) == 0 && (line[width] == '\n' || !line[width]);
        if (!good && left <= 2)
            fprintf(stderr, "%s\n", x.bytes);
        exchange_end(&x);
    } while (!good && pause_for(&left));
    return good || scene_fail(s, "no metric '%s'", arg[0]);
}

const struct command scenario_checks[] = {
    {"status", 1, check_status, "N: of the answer"},
    {"header", 2, check_header, "NAME VALUE | ~ TEXT | absent"},
    {"body", 1, check_body, "TEXT | ~ TEXT | ! TEXT | empty: the body is, has, has not it"},
    {"json", 2, check_json,
     "PATH VALUE | count N | absent: of the body; .items[0].name, . is the whole"},
    {"same", 1, check_same, "the body is the saved one, byte for byte"},
    {"closed", 1, check_closed, "the service closes the connection"},
    {"refused", 1, check_refused, "waits until the service takes no connections"},
    {"upstream", 3, check_upstream,
     "SERVICE requests|cancelled|connections|open|waiting N: waits for it"},
    {"sent", 3, check_sent,
     "SERVICE PATH VALUE: of its latest request: .method .path .query .headers .body"},
    {"log", 1, check_log, "{JSON} | ~ TEXT: waits for a line that has these members, or this text"},
    {"unlogged", 1, check_unlogged, "TEXT: it is nowhere in the log"},
    {"lines", 1, check_lines, "N: of standard error"},
    {"output", 1, check_output, "TEXT | ~ TEXT: standard output, of `run`"},
    {"exit", 1, check_exit, "N: waits for the service to end, with this status"},
    {"metric", 1, check_metric, "LINE: waits for this line in /metrics"},
    {NULL, 0, NULL, NULL}};
