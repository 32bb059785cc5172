/* What a client sent, read with the same strictness as JSON: a parameter is well-formed where its
 * text would be a JSON value of that type. Whatever is wrong becomes a violation. */
#include "input.h"

#include "base/time.h"
#include "json_write.h"

#include <stdio.h>

bool orch_input_violation(struct orch_input *in, enum orch_place place, const char *name,
                          const char *what)
{
    static const char *const places[] = {[ORCH_IN_PATH] = "path", [ORCH_IN_QUERY] = "query"};
    char where[160];
    int n = snprintf(where, sizeof where, "%s.%s", places[place], name);

    if (n < 0)
        n = 0;
    if ((size_t)n >= sizeof where)
        n = (int)sizeof where - 1;
    orch_violations_add(&in->violations, in->arena, orch_str_n(where, (size_t)n), orch_str(what));
    return false;
}

/* The one value of a parameter; false where there is none, or too many. */
static bool find(struct orch_input *in, enum orch_place place, const char *name, bool required,
                 struct orch_str *out)
{
    const struct orch_input_pair *pairs = in->pairs[place];
    struct orch_str wanted = orch_str(name);
    const struct orch_input_pair *found = NULL;

    for (unsigned i = 0; i < in->n_pairs[place]; i++) {
        if (!orch_str_eq(pairs[i].name, wanted))
            continue;
        if (found)
            return orch_input_violation(in, place, name, "must be sent once");
        found = &pairs[i];
    }
    if (!found)
        return required ? orch_input_violation(in, place, name, "is missing") : false;
    *out = found->value;
    return true;
}

/* A reader over one value. JSON allows white space around a value and quotes around a string; a
 * parameter has neither, so the reader gets an empty text where the value has them. */
static void scalar(struct orch_input *in, struct orch_json_in *json, struct orch_str v)
{
    bool plain =
        v.len > 0 && !strchr(" \t\r\n\"", v.ptr[0]) && !strchr(" \t\r\n", v.ptr[v.len - 1]);

    orch_json_init(json, plain ? v : orch_str(""), in->arena, "", NULL);
}

bool orch_input_str(struct orch_input *in, enum orch_place place, const char *name, bool required,
                    struct orch_str *out)
{
    struct orch_str v;

    if (!find(in, place, name, required, &v))
        return false;
    if (!orch_str_is_utf8(v))
        return orch_input_violation(in, place, name, "must be UTF-8");
    *out = v;
    return true;
}

bool orch_input_int(struct orch_input *in, enum orch_place place, const char *name, bool required,
                    int64_t *out)
{
    struct orch_json_in json;
    struct orch_str v;
    int64_t value;

    if (!find(in, place, name, required, &v))
        return false;
    scalar(in, &json, v);
    if (!orch_json_int(&json, &value) || !orch_json_finish(&json))
        return orch_input_violation(in, place, name, "must be an integer");
    *out = value;
    return true;
}

bool orch_input_float(struct orch_input *in, enum orch_place place, const char *name, bool required,
                      double *out)
{
    struct orch_json_in json;
    struct orch_str v;
    double value;

    if (!find(in, place, name, required, &v))
        return false;
    scalar(in, &json, v);
    if (!orch_json_float(&json, &value) || !orch_json_finish(&json))
        return orch_input_violation(in, place, name, "must be a number");
    *out = value;
    return true;
}

bool orch_input_bool(struct orch_input *in, enum orch_place place, const char *name, bool required,
                     bool *out)
{
    struct orch_str v;
    bool yes;

    if (!find(in, place, name, required, &v))
        return false;
    yes = orch_str_eq(v, orch_str("true"));
    if (!yes && !orch_str_eq(v, orch_str("false")))
        return orch_input_violation(in, place, name, "must be true or false");
    *out = yes;
    return true;
}

bool orch_input_time(struct orch_input *in, enum orch_place place, const char *name, bool required,
                     int64_t *out)
{
    struct orch_str v;

    if (!find(in, place, name, required, &v))
        return false;
    if (!orch_time_parse(v, out))
        return orch_input_violation(in, place, name, "must be a time (RFC 3339)");
    return true;
}

bool orch_input_enum(struct orch_input *in, enum orch_place place, const char *name, bool required,
                     const struct orch_str *names, unsigned n, int *out)
{
    char what[200];
    struct orch_buf b = {.data = what, .cap = sizeof what - 1, .limit = sizeof what - 1};
    struct orch_str v;

    if (!find(in, place, name, required, &v))
        return false;
    for (unsigned i = 0; i < n; i++) {
        if (orch_str_eq(v, names[i])) {
            *out = (int)i;
            return true;
        }
    }
    orch_buf_cstr(&b, "must be one of ");
    for (unsigned i = 0; i < n; i++) {
        if (i > 0)
            orch_buf_cstr(&b, ", ");
        orch_buf_str(&b, names[i]);
    }
    what[b.len] = 0;
    return orch_input_violation(in, place, name, b.failed ? "must be one of its values" : what);
}

/* --- constraints ----------------------------------------------------------------------------- */

bool orch_input_check_int(struct orch_input *in, enum orch_place place, const char *name, int64_t v,
                          int64_t min, int64_t max)
{
    char what[64];

    if (v >= min && v <= max)
        return true;
    snprintf(what, sizeof what, "must be at %s %lld", v < min ? "least" : "most",
             (long long)(v < min ? min : max));
    return orch_input_violation(in, place, name, what);
}

bool orch_input_check_float(struct orch_input *in, enum orch_place place, const char *name,
                            double v, double min, double max)
{
    char what[64];
    struct orch_buf b = {.data = what, .cap = sizeof what - 1, .limit = sizeof what - 1};

    if (v >= min && v <= max)
        return true;
    orch_buf_cstr(&b, v < min ? "must be at least " : "must be at most ");
    orch_json_write_float(&b, v < min ? min : max);
    what[b.len] = 0;
    return orch_input_violation(in, place, name, what);
}

bool orch_input_check_length(struct orch_input *in, enum orch_place place, const char *name,
                             struct orch_str v, size_t min, size_t max)
{
    size_t n = orch_str_code_points(v);
    size_t bound = n < min ? min : max;
    char what[80];

    if (n >= min && n <= max)
        return true;
    snprintf(what, sizeof what, "must be at %s %zu character%s long", n < min ? "least" : "most",
             bound, bound == 1 ? "" : "s");
    return orch_input_violation(in, place, name, what);
}

void orch_input_body(struct orch_input *in, struct orch_json_in *json)
{
    orch_json_init(json, in->body, in->arena, "body", &in->violations);
    if (in->body.len > 0)
        return;
    orch_violations_add(&in->violations, in->arena, orch_str("body"), orch_str("is missing"));
    json->error = "is missing"; /* so that nothing is read, and nothing else is added */
    json->error_at = json->at;
}
