/* Paths with parameters, "/users/{id}/orders": of operations (what is sent) and of flows (what is
 * answered). Both are taken apart into literals and parameters; what could not be sent, or would
 * never be met, is reported with its place inside the string. */
#include "resolve_parts.h"

#include "runtime/router.h"

/* Reading along a path. */
struct path_reader {
    struct resolver *r;
    struct signature *s;
    struct orch_map params; /* by name */
    struct orch_str text;
    size_t at;
    bool *in_path;
    bool wrong; /* something was reported */
};

/* Reports at `len` bytes from `at`; NULL where something was reported before: one mistake often
 * makes others. */
static struct diag *bad_path(struct path_reader *p, size_t at, size_t len, const char *message)
{
    struct span span = resolve_inside(p->r, p->s->path_text, at, len);

    if (p->wrong)
        return NULL;
    p->wrong = true;
    return resolve_error(p->r, DIAG_BAD_PATH, span, message);
}

static void advise(struct diag *d, const char *note)
{
    if (d)
        diag_note(d, "%s", note);
}

static bool is_name(struct orch_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        const char c = s.ptr[i];
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';

        if (!letter && !(i > 0 && c >= '0' && c <= '9'))
            return false;
    }
    return s.len > 0;
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* --- characters (RFC 3986, section 3.3) */

static void check_percent(struct path_reader *p)
{
    if (p->s->of_flow)
        advise(bad_path(p, p->at, 1, "the path of a flow is not percent-encoded"),
               "write it as it reads; what arrives is decoded before it is compared");
    else if (p->at + 2 >= p->text.len || !is_hex(p->text.ptr[p->at + 1]) ||
             !is_hex(p->text.ptr[p->at + 2]))
        bad_path(p, p->at, 1, "`%` begins two hexadecimal digits, as in `%20`");
}

static void check_character(struct path_reader *p)
{
    const unsigned char c = (unsigned char)p->text.ptr[p->at];
    size_t len = 1;

    if (c == '?')
        advise(bad_path(p, p->at, 1, "a path has no query"),
               "parameters that are not in the path become the query by themselves");
    else if (c == '#')
        bad_path(p, p->at, 1, "a path has no fragment");
    else if (c == '}')
        advise(bad_path(p, p->at, 1, "this `}` closes nothing"), "a parameter is written `{name}`");
    else if (c == '%')
        check_percent(p);
    else if (c <= ' ' || c == 0x7f)
        bad_path(p, p->at, 1, "a path has no white space or control characters");
    else if (c < 0x80 && strchr("\"<>\\^`|", c))
        bad_path(p, p->at, 1, "this character cannot be in a path");
    else if (c >= 0x80 && !p->s->of_flow) {
        while (p->at + len < p->text.len && (p->text.ptr[p->at + len] & 0xC0) == 0x80)
            len++;
        advise(bad_path(p, p->at, len, "this character cannot be sent in a path as it is"),
               "write its bytes percent-encoded, as in `%C3%A9`");
    }
}

/* --- parameters */

static void report_no_parameter(struct path_reader *p, struct orch_str name, size_t at)
{
    const char *text = intern(&p->r->c->names, name);
    struct diag *d = bad_path(p, at, name.len, "this is no parameter");
    struct diag_near near;

    if (!d)
        return;
    diag_near_init(&near, text);
    for (unsigned i = 0; i < p->s->n_params; i++)
        diag_near_try(&near, p->s->params[i].name);
    if (near.best)
        diag_fix(d, d->span, near.best, "did you mean `%s`?", near.best);
    else
        diag_note(d, "declare it: `%s` between the parentheses", text);
}

/* The parameter that a name in braces stands for, or NULL where that was reported. */
static const struct param *named_param(struct path_reader *p, struct orch_str name, size_t at)
{
    const struct param *param = orch_map_get(&p->params, name);

    if (!param) {
        report_no_parameter(p, name, at);
        return NULL;
    }
    if (p->in_path[param->index]) {
        bad_path(p, at, name.len, "a parameter stands in the path once");
        return NULL;
    }
    p->in_path[param->index] = true;
    return param;
}

/* Reads "{name}"; NULL where it was reported. */
static const struct param *read_param(struct path_reader *p)
{
    const size_t begin = p->at;
    const char *close = memchr(p->text.ptr + begin, '}', p->text.len - begin);
    struct orch_str name;

    if (!close) {
        p->at = p->text.len;
        bad_path(p, begin, 1, "this `{` is not closed");
        return NULL;
    }
    name = orch_str_n(p->text.ptr + begin + 1, (size_t)(close - p->text.ptr) - begin - 1);
    p->at = begin + name.len + 2;
    if (!is_name(name)) {
        advise(bad_path(p, begin, name.len + 2, "in braces stands the name of a parameter"),
               "as in \"/users/{id}\"");
        return NULL;
    }
    if (p->s->of_flow &&
        (p->text.ptr[begin - 1] != '/' || (p->at < p->text.len && p->text.ptr[p->at] != '/'))) {
        advise(bad_path(p, begin, name.len + 2, "a parameter is a whole segment of a flow's path"),
               "as in \"/users/{id}/orders\"");
        return NULL;
    }
    return named_param(p, name, begin + 1);
}

/* --- segments */

/* Each segment, the parameters within it as they are written. */
static void check_segments(struct path_reader *p)
{
    unsigned n = 0;

    for (size_t begin = 1; begin <= p->text.len; n++) {
        const char *slash = memchr(p->text.ptr + begin, '/', p->text.len - begin);
        const size_t end = slash ? (size_t)(slash - p->text.ptr) : p->text.len;
        const struct orch_str segment = orch_str_n(p->text.ptr + begin, end - begin);

        if (orch_str_eq(segment, orch_str(".")) || orch_str_eq(segment, orch_str("..")))
            bad_path(p, begin, segment.len, "a segment `.` or `..` never arrives: it is resolved");
        else if (p->s->of_flow && slash && segment.len == 0)
            bad_path(p, begin - 1, 2, "a segment of a flow's path is not empty");
        begin = end + 1;
    }
    if (p->s->of_flow && n > ORCH_ROUTE_MAX_SEGMENTS)
        bad_path(p, 0, p->text.len,
                 memory_text(&p->r->c->arena, "the path of a flow has at most %d segments",
                             ORCH_ROUTE_MAX_SEGMENTS));
}

/* --- all of it */

static void add_piece(struct path_reader *p, struct orch_str literal, const struct param *param)
{
    struct path *path = &p->s->path;

    if (!param && literal.len == 0)
        return;
    path->pieces = memory_grow(&p->r->c->arena, path->pieces, path->n_pieces, sizeof *path->pieces);
    path->pieces[path->n_pieces++] = (struct path_piece){literal, param};
}

static void read_path(struct path_reader *p)
{
    size_t literal = 0;

    while (p->at < p->text.len) {
        if (p->text.ptr[p->at] == '{') {
            add_piece(p, orch_str_n(p->text.ptr + literal, p->at - literal), NULL);
            add_piece(p, orch_str_n(NULL, 0), read_param(p));
            literal = p->at;
        } else {
            check_character(p);
            p->at++;
        }
    }
    add_piece(p, orch_str_n(p->text.ptr + literal, p->at - literal), NULL);
}

bool resolve_path(struct resolver *r, struct signature *s, bool *in_path)
{
    struct path_reader p = {.r = r, .s = s, .text = s->path_text->text, .in_path = in_path};

    s->path.text = p.text;
    if (!p.text.ptr)
        return false;
    if (p.text.len == 0 || p.text.ptr[0] != '/') {
        bad_path(&p, 0, p.text.len > 0, "a path begins with `/`");
        return false;
    }
    orch_map_init(&p.params);
    for (unsigned i = 0; i < s->n_params; i++)
        orch_map_put(&p.params, orch_str(s->params[i].name), &s->params[i]);
    check_segments(&p);
    read_path(&p);
    orch_map_free(&p.params);
    return !p.wrong;
}
