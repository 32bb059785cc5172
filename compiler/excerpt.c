/* Makes one line out of a piece of source. */
#include "excerpt.h"

#include "memory.h"

struct reading {
    const char *at, *end;
    bool in_string; /* white space and slashes are text there */
};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Behind white space and comments. */
static void skip_blank(struct reading *r)
{
    while (r->at < r->end) {
        if (is_space(*r->at)) {
            r->at++;
        } else if (*r->at == '/' && r->end - r->at > 1 && r->at[1] == '/') {
            while (r->at < r->end && *r->at != '\n')
                r->at++;
        } else if (*r->at == '/' && r->end - r->at > 1 && r->at[1] == '*') {
            r->at += 2;
            while (r->at < r->end && !(*r->at == '*' && r->end - r->at > 1 && r->at[1] == '/'))
                r->at++;
            r->at = r->end - r->at > 1 ? r->at + 2 : r->end;
        } else {
            return;
        }
    }
}

/* Copies one character to `out`; an escaped one together with its backslash. */
static char *copy_character(struct reading *r, char *out)
{
    if (*r->at == '"')
        r->in_string = !r->in_string;
    if (r->in_string && *r->at == '\\' && r->end - r->at > 1)
        *out++ = *r->at++;
    *out++ = *r->at++;
    return out;
}

static size_t cut(char *text, size_t len, size_t max)
{
    if (len <= max)
        return len;
    len = max;
    while (len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80) /* not within a code point */
        len--;
    memcpy(text + len, "...", 3);
    return len + 3;
}

const char *excerpt(struct compilation *c, struct span span, size_t max)
{
    const struct source *src = sources_get(&c->sources, span.file);
    struct reading r;
    char *text, *out;

    if (!src || span.begin >= span.end || span.end > src->text.len)
        return "";
    r = (struct reading){src->text.ptr + span.begin, src->text.ptr + span.end, false};
    text = out = memory_new(&c->arena, span.end - span.begin + 4, 1);
    skip_blank(&r);
    while (r.at < r.end) {
        const char *before = r.at;

        if (!r.in_string)
            skip_blank(&r);
        if (r.at > before && r.at < r.end)
            *out++ = ' ';
        if (r.at < r.end)
            out = copy_character(&r, out);
    }
    text[cut(text, (size_t)(out - text), max)] = '\0';
    return text;
}

uint32_t excerpt_line(const struct compilation *c, struct span span)
{
    const struct source *src = sources_get(&c->sources, span.file);

    return src ? source_position(src, span.begin).line : 0;
}
