/* What a client sent, read with the same strictness as JSON: a parameter is well-formed where its
 * text would be a JSON value of that type. Whatever is wrong becomes a violation. */
#include "input.h"

#include "base/num.h"
#include "base/time.h"

#include <stdio.h>

bool orch_input_violation(struct orch_input *in, enum orch_place place, const char *name,
                          const char *what)
{
    static const char *const places[] = {
        [ORCH_IN_PATH] = "path", [ORCH_IN_QUERY] = "query", [ORCH_IN_HEADER] = "header"};
    char where[160];
    int n = in->item > 0
                ? snprintf(where, sizeof where, "%s.%s[%zu]", places[place], name, in->item - 1)
                : snprintf(where, sizeof where, "%s.%s", places[place], name);

    if (n < 0)
        n = 0;
    if ((size_t)n >= sizeof where)
        n = (int)sizeof where - 1;
    orch_violations_add(&in->violations, in->arena, orch_str_n(where, (size_t)n), orch_str(what));
    return false;
}

/* The value of a parameter: of the item that is being read, else the only one; false where there is
 * none, or too many. */
static bool find(struct orch_input *in, enum orch_place place, const char *name, bool required,
                 struct orch_str *out)
{
    const struct orch_input_pair *pairs = in->pairs[place];
    struct orch_str wanted = orch_str(name);
    const struct orch_input_pair *found = NULL;
    size_t n = 0;

    for (unsigned i = 0; i < in->n_pairs[place]; i++) {
        if (!orch_str_eq(pairs[i].name, wanted) || (in->item > 0 && ++n != in->item))
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
    struct orch_str v;
    struct orch_num num;
    bool whole;

    if (!find(in, place, name, required, &v))
        return false;
    if (orch_int_parse(v, out))
        return true;
    whole = orch_num_scan(v.ptr, v.ptr + v.len, &num) && num.end == v.ptr + v.len && num.whole;
    return orch_input_violation(in, place, name,
                                whole ? "must be an integer of 64 bits" : "must be an integer");
}

bool orch_input_float(struct orch_input *in, enum orch_place place, const char *name, bool required,
                      double *out)
{
    struct orch_str v;

    if (!find(in, place, name, required, &v))
        return false;
    return orch_float_parse(v, out) || orch_input_violation(in, place, name, "must be a number");
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
    return orch_time_parse(v, out) ||
           orch_input_violation(in, place, name, "must be a time such as 2024-05-06T07:08:09Z");
}

bool orch_input_enum(struct orch_input *in, enum orch_place place, const char *name, bool required,
                     const struct orch_str *names, unsigned n, int *out)
{
    char what[256];
    size_t len;
    struct orch_str v;

    if (!find(in, place, name, required, &v))
        return false;
    for (unsigned i = 0; i < n; i++) {
        if (orch_str_eq(v, names[i])) {
            *out = (int)i;
            return true;
        }
    }
    len = (size_t)snprintf(what, sizeof what, "must be one of");
    for (unsigned i = 0; i < n && len < sizeof what; i++)
        len += (size_t)snprintf(what + len, sizeof what - len, "%s %.*s", i > 0 ? "," : "",
                                ORCH_STR_ARG(names[i]));
    return orch_input_violation(in, place, name, what);
}

/* --- lists ----------------------------------------------------------------------------------- */

size_t orch_input_items(const struct orch_input *in, enum orch_place place, const char *name)
{
    const struct orch_str wanted = orch_str(name);
    size_t n = 0;

    for (unsigned i = 0; i < in->n_pairs[place]; i++)
        n += orch_str_eq(in->pairs[place][i].name, wanted);
    return n;
}

bool orch_input_item(struct orch_input *in, size_t i, size_t n)
{
    in->item = i < n ? i + 1 : 0;
    return i < n;
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
    char what[64], number[ORCH_FLOAT_SIZE];
    size_t n;

    if (v >= min && v <= max)
        return true;
    n = orch_float_format(v < min ? min : max, number);
    snprintf(what, sizeof what, "must be at %s %.*s", v < min ? "least" : "most", (int)n, number);
    return orch_input_violation(in, place, name, what);
}

bool orch_input_check_length(struct orch_input *in, enum orch_place place, const char *name,
                             struct orch_str v, size_t min, size_t max)
{
    size_t n = orch_str_code_points(v);
    size_t bound = n < min ? min : max;
    char what[64];

    if (n >= min && n <= max)
        return true;
    snprintf(what, sizeof what, "must have at %s %zu character%s", n < min ? "least" : "most",
             bound, bound == 1 ? "" : "s");
    return orch_input_violation(in, place, name, what);
}

bool orch_input_check_count(struct orch_input *in, enum orch_place place, const char *name,
                            size_t n, size_t min, size_t max)
{
    size_t bound = n < min ? min : max;
    char what[64];

    if (n >= min && n <= max)
        return true;
    snprintf(what, sizeof what, "must have at %s %zu element%s", n < min ? "least" : "most", bound,
             bound == 1 ? "" : "s");
    return orch_input_violation(in, place, name, what);
}

void orch_input_body(struct orch_input *in, struct orch_json_in *json)
{
    orch_json_init(json, in->body, in->arena, "body", &in->violations);
    if (in->body.len > 0)
        return;
    orch_violations_add(&in->violations, in->arena, orch_str("body"), orch_str("is missing"));
    json->error = "is missing"; /* so that nothing is read */
    json->error_at = json->at;
}

void orch_input_body_end(struct orch_eval *ev, struct orch_input *in, struct orch_json_in *json)
{
    if (orch_json_finish(json) || in->body.len == 0) /* which was said already */
        return;
    if (json->error == orch_json_no_memory)
        orch_eval_fault(ev, ORCH_ERR_MEMORY, "the body is too large");
    else
        orch_violations_add(&in->violations, in->arena, orch_json_path(json),
                            orch_str(json->error));
}
