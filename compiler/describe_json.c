/* Descriptions written as JSON: the runtime's strict reader gives the values, here they get their
 * places. */
#include "describe_tree.h"

#include "runtime/json_read.h"

struct json {
    struct tree_builder b;
    struct orch_json_in in;
};

static uint32_t offset(const struct json *j, const char *at)
{
    return (uint32_t)(at - j->in.begin);
}

/* What comes next, without the white space before it. */
static char peek(struct json *j)
{
    while (j->in.at < j->in.end && *j->in.at && strchr(" \t\r\n", *j->in.at))
        j->in.at++;
    return j->in.at < j->in.end ? *j->in.at : '\0';
}

/* The place of the key that was read just now: what is before the colon that was read last. */
static struct span key_span(const struct json *j, uint32_t from)
{
    const char *text = j->in.begin;
    uint32_t end = offset(j, j->in.at) - 1;

    while (end > from && text[end - 1] != '"')
        end--;
    while (from + 1 < end && text[from] != '"')
        from++;
    return tree_span(&j->b, from, end);
}

static bool read_value(struct json *j);

static bool read_object(struct json *j)
{
    struct orch_str key;
    uint32_t before = offset(j, j->in.at) + 1;

    if (!tree_open(&j->b, NODE_MAP, tree_span(&j->b, before - 1, before)))
        return false;
    orch_json_enter_object(&j->in);
    while (orch_json_next_key(&j->in, &key)) {
        if (!tree_key(&j->b, key, key_span(j, before)) || !read_value(j))
            return false;
        before = offset(j, j->in.at);
    }
    return orch_json_leave_object(&j->in, NULL, NULL, NULL, 0) &&
           tree_close(&j->b, offset(j, j->in.at));
}

static bool read_array(struct json *j)
{
    const uint32_t begin = offset(j, j->in.at);

    if (!tree_open(&j->b, NODE_LIST, tree_span(&j->b, begin, begin + 1)))
        return false;
    orch_json_enter_array(&j->in);
    while (orch_json_next_element(&j->in)) {
        if (!read_value(j))
            return false;
    }
    return !orch_json_failed(&j->in) && tree_close(&j->b, offset(j, j->in.at));
}

static enum node_kind scalar_kind(struct orch_str raw)
{
    switch (raw.ptr[0]) {
    case 't':
    case 'f':
        return NODE_BOOL;
    case 'n':
        return NODE_NULL;
    default:
        for (size_t i = 0; i < raw.len; i++) {
            if (strchr(".eE", raw.ptr[i]))
                return NODE_FLOAT;
        }
        return NODE_INT;
    }
}

static bool read_value(struct json *j)
{
    const char first = peek(j);
    const uint32_t begin = offset(j, j->in.at);
    struct orch_str text;

    if (first == '{')
        return read_object(j);
    if (first == '[')
        return read_array(j);
    if (!(first == '"' ? orch_json_str(&j->in, &text) : orch_json_raw(&j->in, &text)))
        return false;
    return tree_scalar(&j->b, first == '"' ? NODE_STRING : scalar_kind(text), text,
                       tree_span(&j->b, begin, offset(j, j->in.at)));
}

struct node *describe_json(struct compilation *c, const struct source *source)
{
    static const char before[] = "is not valid JSON: ";
    struct json j;
    const char *error;
    uint32_t at;

    tree_begin(&j.b, c, source);
    orch_json_init(&j.in, source->text, &c->arena, "", NULL);
    if (source->text.len >= 3 && memcmp(source->text.ptr, "\xef\xbb\xbf", 3) == 0)
        j.in.at += 3;
    if (read_value(&j) && orch_json_finish(&j.in))
        return j.b.root;
    if (orch_json_failed(&j.in)) {
        error = j.in.error;
        if (strncmp(error, before, sizeof before - 1) == 0)
            error += sizeof before - 1;
        at = offset(&j, j.in.error_at);
        tree_fail(&j.b, tree_span(&j.b, at, at < source->text.len ? at + 1 : at),
                  "this is not valid JSON: %s", error);
    }
    return NULL;
}
