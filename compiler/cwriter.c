/* The one writer of C; see cwriter.h. */
#include "cwriter.h"

#include "memory.h"

#include <ctype.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>

#define WIDTH  100 /* columns of a line */
#define INDENT 4

void cwriter_init(struct cwriter *w, struct orch_arena *arena)
{
    *w = (struct cwriter){.arena = arena};
    orch_buf_init(&w->text, 0);
}

void cwriter_free(struct cwriter *w)
{
    orch_buf_free(&w->text);
}

/* --- lines ---------------------------------------------------------------------------------- */

static void put_indent(struct cwriter *w, unsigned columns)
{
    for (unsigned i = 0; i < columns; i++)
        orch_buf_char(&w->text, ' ');
}

/* True for a blank behind which a line may go on: after a comma or an operator. */
static bool is_good_break(const char *text, size_t i)
{
    const char before = text[i - 1];

    return before == ',' || before == '?' || before == ':' ||
           (i > 1 && (before == '&' || before == '|') && text[i - 2] == before);
}

/* Where to break a text that has `room` columns: at a blank outside of strings that lets the first
 * part fit. Of the good ones, the last of those in the fewest parentheses; else the last of all,
 * else the first that comes; 0 where there is none. A brace stays with what it opens. */
static size_t break_at(const char *text, size_t room)
{
    size_t any = 0, good = 0;
    int depth = 0, best_depth = INT_MAX;
    bool in_string = false;

    for (size_t i = 0; (i <= room || any == 0) && text[i]; i++) {
        const char c = text[i];

        if (in_string && c == '\\' && text[i + 1])
            i++;
        else if (c == '"')
            in_string = !in_string;
        if (in_string)
            continue;
        depth += c == '(' || c == '[' || c == '{';
        depth -= c == ')' || c == ']' || c == '}';
        if (c != ' ' || i == 0 || strcmp(text + i, " {") == 0)
            continue;
        any = i;
        if (is_good_break(text, i) && depth <= best_depth) {
            good = i;
            best_depth = depth;
        }
    }
    return good > 0 ? good : any;
}

static void put_text(struct cwriter *w, const char *text)
{
    unsigned columns = w->indent * INDENT;

    if (w->mark_file) { /* directives may not stand within the arguments of a macro: not wrapped */
        orch_buf_printf(&w->text, "#line %u %s\n", (unsigned)w->mark_line,
                        cwriter_quote(w->arena, orch_str(w->mark_file)));
        put_indent(w, columns);
        orch_buf_printf(&w->text, "%s\n", text);
        return;
    }
    for (;;) {
        size_t room = columns < WIDTH ? WIDTH - columns : 0;
        size_t at = strlen(text) > room ? break_at(text, room) : 0;

        put_indent(w, columns);
        if (at == 0)
            break;
        orch_buf_append(&w->text, text, at);
        orch_buf_char(&w->text, '\n');
        text += at + 1;
        columns = w->indent * INDENT + 2 * INDENT;
    }
    orch_buf_printf(&w->text, "%s\n", text);
}

static void put_formatted(struct cwriter *w, const char *fmt, va_list ap, const char *behind)
{
    struct orch_buf line;

    orch_buf_init(&line, 0);
    orch_buf_vprintf(&line, fmt, ap);
    orch_buf_cstr(&line, behind);
    orch_buf_append(&line, "", 1);
    put_text(w, line.data);
    orch_buf_free(&line);
}

void cwriter_line(struct cwriter *w, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    put_formatted(w, fmt, ap, "");
    va_end(ap);
}

void cwriter_open(struct cwriter *w, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    put_formatted(w, fmt, ap, " {");
    va_end(ap);
    w->indent++;
}

void cwriter_if(struct cwriter *w, const char *cond, const char *fmt, ...)
{
    va_list ap;

    cwriter_line(w, "if (%s)", cond);
    w->indent++;
    va_start(ap, fmt);
    put_formatted(w, fmt, ap, "");
    va_end(ap);
    w->indent--;
}

void cwriter_else(struct cwriter *w)
{
    w->indent--;
    put_text(w, "} else {");
    w->indent++;
}

void cwriter_close(struct cwriter *w, const char *behind)
{
    w->indent--;
    cwriter_line(w, "}%s", behind);
}

void cwriter_function(struct cwriter *w, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    put_formatted(w, fmt, ap, "");
    va_end(ap);
    put_text(w, "{");
    w->indent++;
}

void cwriter_blank(struct cwriter *w)
{
    orch_buf_char(&w->text, '\n');
}

void cwriter_add(struct cwriter *w, const struct cwriter *other)
{
    orch_buf_str(&w->text, orch_buf_get(&other->text));
}

void cwriter_raw(struct cwriter *w, const char *text)
{
    orch_buf_cstr(&w->text, text);
}

const char *cwriter_cut(struct cwriter *w, size_t mark)
{
    const size_t len = w->text.len - mark;
    char *text = memory_new(w->arena, len + 1, 1);

    if (len > 0)
        memcpy(text, w->text.data + mark, len);
    w->text.len = mark;
    return text;
}

/* --- comments and strings ------------------------------------------------------------------- */

/* Characters that reorder what is shown, or are lines of their own: a reader (and a compiler, which
 * warns of them) must not meet them raw. Length in bytes of such a character at `at`, or 0. */
static size_t deceptive(const unsigned char *at, size_t left)
{
    if (left >= 2 && at[0] == 0xC2 && at[1] < 0xA0)
        return 2; /* U+0080..9F: controls */
    if (left < 3 || at[0] != 0xE2)
        return 0;
    if (at[1] == 0x80 && ((at[2] >= 0x8B && at[2] <= 0x8F) || (at[2] >= 0xA8 && at[2] <= 0xAE)))
        return 3;                                                   /* U+200B..200F, 2028..202E */
    return at[1] == 0x81 && at[2] >= 0xA0 && at[2] <= 0xAF ? 3 : 0; /* U+2060..206F */
}

static bool is_plain(unsigned char c)
{
    return c >= 0x20 && c != 0x7F;
}

void cwriter_comment(struct cwriter *w, const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    const bool utf8 = orch_str_is_utf8(orch_str(text));
    size_t left = strlen(text);

    put_indent(w, w->indent * INDENT);
    orch_buf_cstr(&w->text, "/* ");
    while (left > 0) {
        size_t skip = deceptive(at, left);

        if (skip > 0 || !is_plain(*at) || (*at >= 0x80 && !utf8))
            orch_buf_char(&w->text, ' ');
        else
            orch_buf_char(&w->text, (char)*at);
        if (left > 1 && ((*at == '*' && at[1] == '/') || (*at == '/' && at[1] == '*') ||
                         (left > 2 && memcmp(at, "\?\?/", 3) == 0)))
            orch_buf_char(&w->text, ' ');
        skip = skip > 0 ? skip : 1;
        at += skip;
        left -= skip;
    }
    orch_buf_cstr(&w->text, " */\n");
}

void cwriter_banner(struct cwriter *w, const char *title)
{
    const size_t width = strlen(title) + 8;

    cwriter_blank(w);
    orch_buf_printf(&w->text, "/* --- %s ", title);
    for (size_t i = width; i < WIDTH - 4; i++)
        orch_buf_char(&w->text, '-');
    orch_buf_cstr(&w->text, " */\n\n");
}

static void quote_byte(struct orch_buf *out, unsigned char c)
{
    switch (c) {
    case '"':
    case '\\':
        orch_buf_printf(out, "\\%c", c);
        break;
    case '\n':
        orch_buf_cstr(out, "\\n");
        break;
    case '\t':
        orch_buf_cstr(out, "\\t");
        break;
    default: /* three octal digits: a digit behind them is not taken for one of them */
        orch_buf_printf(out, "\\%03o", c);
    }
}

const char *cwriter_quote(struct orch_arena *arena, struct orch_str s)
{
    const unsigned char *at = (const unsigned char *)s.ptr;
    const bool utf8 = orch_str_is_utf8(s);
    struct orch_buf out;
    const char *text;

    orch_buf_init(&out, 0);
    orch_buf_char(&out, '"');
    for (size_t i = 0, escaped = 0; i < s.len; i++) {
        if (escaped == 0)
            escaped = deceptive(at + i, s.len - i);
        if (at[i] == '?' && i > 0 && at[i - 1] == '?')
            orch_buf_cstr(&out, "\\?");
        else if (escaped > 0 || !is_plain(at[i]) || at[i] == '"' || at[i] == '\\' ||
                 (at[i] >= 0x80 && !utf8))
            quote_byte(&out, at[i]);
        else
            orch_buf_char(&out, (char)at[i]);
        escaped -= escaped > 0;
    }
    orch_buf_char(&out, '"');
    text = memory_text(arena, "%.*s", (int)out.len, out.data);
    orch_buf_free(&out);
    return text;
}

/* --- the finished file ---------------------------------------------------------------------- */

/* True for a line that a debugger never stops at. */
static bool is_layout(const char *line, size_t len)
{
    return len == 0 || line[0] == '#' || (len > 1 && line[0] == '/' && line[1] == '*');
}

void cwriter_finish(const struct cwriter *w, const char *own_name, struct orch_buf *out)
{
    const char *own = cwriter_quote(w->arena, orch_str(own_name));
    const char *at = w->text.data, *end = at + w->text.len;
    bool marked = false; /* the line before came from elsewhere */
    bool mark = false;   /* this one does: a #line stands above it */
    size_t lines = 0;    /* written so far */

    while (at < end) {
        const char *nl = memchr(at, '\n', (size_t)(end - at));
        size_t len = (size_t)(nl - at);

        if (len > 6 && memcmp(at, "#line ", 6) == 0) {
            mark = true;
        } else if (mark) {
            marked = true;
            mark = false;
        } else if (marked && !is_layout(at, len)) {
            orch_buf_printf(out, "#line %zu %s\n", lines + 2, own);
            lines++;
            marked = false;
        }
        orch_buf_append(out, at, len + 1);
        lines++;
        at = nl + 1;
    }
}

/* --- names ---------------------------------------------------------------------------------- */

/* Words that mean something else: keywords of C11, macros that its headers may define, what emitted
 * code calls beside the runtime. */
static const char *const reserved[] = {
    "auto",     "break",        "case",     "char",     "const",    "continue", "default",
    "do",       "double",       "else",     "enum",     "extern",   "float",    "for",
    "goto",     "if",           "inline",   "int",      "long",     "register", "restrict",
    "return",   "short",        "signed",   "sizeof",   "static",   "struct",   "switch",
    "typedef",  "union",        "unsigned", "void",     "volatile", "while",    "asm",
    "typeof",   "bool",         "true",     "false",    "NULL",     "EOF",      "errno",
    "stdin",    "stdout",       "stderr",   "assert",   "offsetof", "memcmp",   "memcpy",
    "strlen",   "fprintf",      "main",     "size_t",   "linux",    "unix",     "i386",
    "INFINITY", "NAN",          "va_start", "va_end",   "va_arg",   "va_copy",  "va_list",
    "alignas",  "alignof",      "noreturn", "complex",  "I",        "signal",   "constexpr",
    "nullptr",  "thread_local", "int64_t",  "uint64_t", "uint32_t", "uint16_t",
};

/* Names of C's own headers and of the runtime begin like this. */
static bool has_reserved_prefix(const char *name)
{
    static const char *const prefixes[] = {"_",     "orch_",    "ORCH_",  "INT",   "UINT",
                                           "SIZE_", "PTRDIFF_", "WCHAR_", "WINT_", "SIG_"};

    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        if (strncmp(name, prefixes[i], strlen(prefixes[i])) == 0)
            return true;
    }
    return false;
}

static bool is_reserved(const char *name)
{
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++) {
        if (strcmp(name, reserved[i]) == 0)
            return true;
    }
    return false;
}

void cwriter_names_init(struct cwriter_names *n, struct orch_arena *arena,
                        struct cwriter_names *outer)
{
    n->arena = arena;
    n->outer = outer;
    orch_map_init(&n->used);
    orch_map_init(&n->inner);
}

void cwriter_names_free(struct cwriter_names *n)
{
    orch_map_free(&n->used);
    orch_map_free(&n->inner);
}

static void hand_on(struct orch_map *to, const struct orch_map *names)
{
    for (size_t i = 0; i < names->n; i++)
        orch_map_put(to, names->entries[i].key, names->entries[i].value);
}

void cwriter_names_leave(struct cwriter_names *n)
{
    hand_on(&n->outer->inner, &n->used);
    hand_on(&n->outer->inner, &n->inner);
    cwriter_names_free(n);
}

static bool in_use(const struct cwriter_names *n, const char *name)
{
    if (orch_map_get(&n->inner, orch_str(name)))
        return true;
    for (; n; n = n->outer) {
        if (orch_map_get(&n->used, orch_str(name)))
            return true;
    }
    return false;
}

/* An identifier: other characters than letters, digits and '_' become '_'; none begins with a
 * digit or an underscore. */
static char *identifier(struct orch_arena *arena, const char *fmt, va_list ap)
{
    struct orch_buf b;
    char *name;

    orch_buf_init(&b, 0);
    orch_buf_vprintf(&b, fmt, ap);
    orch_buf_append(&b, "", 1);
    for (char *c = b.data; *c; c++) {
        if (!isalnum((unsigned char)*c) || (unsigned char)*c >= 0x80)
            *c = '_';
    }
    name = memory_new(arena, b.len + 2, 1);
    if (!isalpha((unsigned char)b.data[0]))
        name[0] = 'x';
    strcat(name, b.data);
    orch_buf_free(&b);
    return name;
}

const char *cwriter_name(struct cwriter_names *n, const char *fmt, ...)
{
    const char *wish, *name;
    va_list ap;

    va_start(ap, fmt);
    wish = name = identifier(n->arena, fmt, ap);
    va_end(ap);
    if (is_reserved(name))
        wish = name = memory_text(n->arena, "%s_", name);
    else if (has_reserved_prefix(name))
        wish = name = memory_text(n->arena, "x_%s", name);
    for (unsigned i = 2; in_use(n, name); i++)
        name = memory_text(n->arena, "%s_%u", wish, i);
    orch_map_put(&n->used, orch_str(name), (void *)n);
    return name;
}
