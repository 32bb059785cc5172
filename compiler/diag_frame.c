/* Code frames; see diag_frame.h. A mark becomes one piece per line that is shown: a mark over
 * several lines shows its first and its last. Lines wider than the frame are cut around the
 * pieces. */
#include "diag_frame.h"

#include "memory.h"
#include "runtime/base/utf8.h"

#include <stdlib.h>

#define FRAME_COLUMNS 100 /* a line wider than this is cut */
#define FRAME_BEFORE  40  /* characters of a cut line that stay before its first piece */

/* What one mark underlines in one line. */
struct piece {
    uint32_t line;
    size_t begin, end; /* bytes of the line */
    const char *text;
    bool primary;
    bool named;           /* the text stands on the row of underlines */
    unsigned left, right; /* columns, once the window is known */
};

/* The part of a line that is shown. */
struct window {
    struct orch_str line;
    size_t begin, end; /* bytes */
};

void diag_frame_style(struct diag_frame *f, enum diag_style style)
{
    static const char *const codes[] = {
        [DIAG_STYLE_NONE] = "\033[0m",       [DIAG_STYLE_BOLD] = "\033[0;1m",
        [DIAG_STYLE_ERROR] = "\033[0;1;31m", [DIAG_STYLE_WARNING] = "\033[0;1;33m",
        [DIAG_STYLE_LABEL] = "\033[0;34m",   [DIAG_STYLE_GUTTER] = "\033[0;34m",
    };

    if (f->colour)
        orch_buf_cstr(&f->out, codes[style]);
}

/* `12 |`, or without a number where line is 0. */
static void gutter(struct diag_frame *f, uint32_t line)
{
    diag_frame_style(f, DIAG_STYLE_GUTTER);
    if (line)
        orch_buf_printf(&f->out, "%*u |", (int)f->digits, line);
    else
        orch_buf_printf(&f->out, "%*s |", (int)f->digits, "");
    diag_frame_style(f, DIAG_STYLE_NONE);
}

void diag_frame_blank(struct diag_frame *f)
{
    gutter(f, 0);
    orch_buf_char(&f->out, '\n');
}

/* --- pieces ------------------------------------------------------------------------------ */

static struct piece piece_of(const struct source *src, const struct diag_mark *m, uint32_t line,
                             uint32_t begin, uint32_t end)
{
    const size_t start = src->lines[line - 1], len = source_line(src, line).len;
    struct piece p = {.line = line, .text = m->text, .primary = m->primary};

    p.begin = begin < start ? 0 : begin - start;
    p.begin = p.begin < len ? p.begin : len;
    p.end = end - start < len ? end - start : len;
    return p;
}

static unsigned split(const struct source *src, const struct diag_mark *m, struct piece *out)
{
    const uint32_t size = (uint32_t)src->text.len;
    const uint32_t begin = m->span.begin < size ? m->span.begin : size;
    const uint32_t end = m->span.end > begin ? (m->span.end < size ? m->span.end : size) : begin;
    const uint32_t first = source_position(src, begin).line;
    const uint32_t last = source_position(src, end > begin ? end - 1 : end).line;
    struct orch_str tail = source_line(src, last);
    uint32_t indent = 0;

    out[0] = piece_of(src, m, first, begin, first == last ? end : size);
    if (first == last)
        return 1;
    while (indent < tail.len && (tail.ptr[indent] == ' ' || tail.ptr[indent] == '\t'))
        indent++;
    out[0].text = NULL;
    out[1] = piece_of(src, m, last, src->lines[last - 1] + indent, end);
    return 2;
}

static int compare(const void *a, const void *b)
{
    const struct piece *x = a, *y = b;

    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    if (x->begin != y->begin)
        return x->begin < y->begin ? -1 : 1;
    if (x->primary != y->primary)
        return x->primary ? 1 : -1;
    return x->end < y->end ? -1 : x->end > y->end;
}

/* --- one line ---------------------------------------------------------------------------- */

/* Up to `limit` columns from byte `at`; returns where they end. */
static size_t advance(struct orch_str line, size_t at, unsigned limit)
{
    unsigned columns = 0;

    while (at < line.len) {
        struct diag_cell cell = diag_cell_at(line.ptr + at, line.ptr + line.len);

        if (columns + cell.columns > limit)
            break;
        columns += cell.columns;
        at += cell.bytes;
    }
    return at;
}

static struct window window_at(struct orch_str line, size_t piece)
{
    struct window w = {.line = line};

    if (advance(line, 0, FRAME_COLUMNS) < line.len) {
        w.begin = piece;
        for (unsigned i = 0; i < FRAME_BEFORE && w.begin > 0; i++) {
            do {
                w.begin--;
            } while (w.begin > 0 && orch_utf8_is_tail(line.ptr[w.begin]));
        }
        if (advance(line, w.begin, FRAME_COLUMNS) == line.len) /* show as much of the end */
            while (w.begin > 0 && advance(line, w.begin - 1, FRAME_COLUMNS) == line.len)
                w.begin--;
        while (w.begin > 0 && w.begin < line.len && orch_utf8_is_tail(line.ptr[w.begin]))
            w.begin++;
    }
    w.end = advance(line, w.begin, FRAME_COLUMNS);
    return w;
}

/* The column of a byte within the window, after the sign that the line is cut. */
static unsigned column_of(const struct window *w, size_t byte)
{
    unsigned column = w->begin > 0 ? 3 : 0;

    for (size_t at = w->begin; at < byte && at < w->end;) {
        struct diag_cell cell = diag_cell_at(w->line.ptr + at, w->line.ptr + w->line.len);

        column += cell.columns;
        at += cell.bytes;
    }
    return column;
}

static void draw_text(struct diag_frame *f, const struct window *w, uint32_t number)
{
    size_t end = w->end;

    gutter(f, number);
    while (end > w->begin && (w->line.ptr[end - 1] == ' ' || w->line.ptr[end - 1] == '\t'))
        end--;
    if (end > w->begin || w->begin > 0)
        orch_buf_char(&f->out, ' ');
    if (w->begin > 0)
        orch_buf_cstr(&f->out, "...");
    diag_clean(&f->out, orch_str_n(w->line.ptr + w->begin, end - w->begin));
    if (w->end < w->line.len)
        orch_buf_cstr(&f->out, "...");
    orch_buf_char(&f->out, '\n');
}

static enum diag_style style_of(const struct diag_frame *f, const struct piece *p)
{
    if (!p->primary)
        return DIAG_STYLE_LABEL;
    return f->severity == DIAG_ERROR ? DIAG_STYLE_ERROR : DIAG_STYLE_WARNING;
}

static void draw_named(struct diag_frame *f, const struct piece *p)
{
    diag_frame_style(f, style_of(f, p));
    diag_clean(&f->out, orch_str(p->text));
    diag_frame_style(f, DIAG_STYLE_NONE);
}

/* The piece whose text can stand on the row of underlines: nothing begins to the right of it. */
static struct piece *last_with_text(struct piece *pieces, unsigned n)
{
    for (unsigned i = n; i-- > 0 && pieces[i].left == pieces[n - 1].left;) {
        if (pieces[i].text)
            return &pieces[i];
    }
    return NULL;
}

/* The row of `^^^^` and `----`, with the text of the last piece. */
static void draw_underlines(struct diag_frame *f, struct piece *pieces, unsigned n)
{
    struct piece *last = last_with_text(pieces, n);
    unsigned width = 0, column = 0;

    for (unsigned i = 0; i < n; i++)
        width = pieces[i].right > width ? pieces[i].right : width;
    gutter(f, 0);
    orch_buf_char(&f->out, ' ');
    while (column < width) {
        const struct piece *top = NULL; /* what is drawn at this column */
        unsigned end = width;

        for (unsigned i = 0; i < n; i++) {
            const struct piece *p = &pieces[i];

            if (p->left > column)
                end = p->left < end ? p->left : end;
            else if (p->right > column && (!top || p->primary)) {
                top = p;
                end = p->right < end ? p->right : end;
            }
        }
        if (top)
            diag_frame_style(f, style_of(f, top));
        for (; column < end; column++)
            orch_buf_char(&f->out, !top ? ' ' : top->primary ? '^' : '-');
    }
    diag_frame_style(f, DIAG_STYLE_NONE);
    if (last && pieces[n - 1].right == width) {
        last->named = true;
        orch_buf_char(&f->out, ' ');
        draw_named(f, last);
    }
    orch_buf_char(&f->out, '\n');
}

/* A row with a bar under each piece before `n` that still has its text to come, then the text of
 * piece n, where there is one. */
static void draw_bars(struct diag_frame *f, const struct piece *pieces, unsigned n,
                      const struct piece *named)
{
    unsigned column = 0;

    gutter(f, 0);
    orch_buf_char(&f->out, ' ');
    for (unsigned i = 0; i < n; i++) {
        if (!pieces[i].text || pieces[i].named || pieces[i].left < column ||
            (named && pieces[i].left >= named->left))
            continue;
        for (; column < pieces[i].left; column++)
            orch_buf_char(&f->out, ' ');
        diag_frame_style(f, style_of(f, &pieces[i]));
        orch_buf_char(&f->out, '|');
        diag_frame_style(f, DIAG_STYLE_NONE);
        column++;
    }
    if (named) {
        for (; column < named->left; column++)
            orch_buf_char(&f->out, ' ');
        draw_named(f, named);
    }
    orch_buf_char(&f->out, '\n');
}

static void draw_texts(struct diag_frame *f, const struct piece *pieces, unsigned n)
{
    bool first = true;

    for (unsigned i = n; i-- > 0;) {
        if (!pieces[i].text || pieces[i].named)
            continue;
        if (first)
            draw_bars(f, pieces, i + 1, NULL);
        first = false;
        draw_bars(f, pieces, i, &pieces[i]);
    }
}

/* One line and all its pieces: again and again where they do not fit into one window. */
static void draw_line(struct diag_frame *f, const struct source *src, struct piece *pieces,
                      unsigned n)
{
    const struct orch_str line = source_line(src, pieces[0].line);

    while (n > 0) {
        struct window w = window_at(line, pieces[0].begin);
        unsigned fit = 0;

        for (; fit < n && (fit == 0 || pieces[fit].begin <= w.end); fit++) {
            struct piece *p = &pieces[fit];

            p->left = column_of(&w, p->begin);
            p->right = column_of(&w, p->end);
            if (p->right <= p->left)
                p->right = p->left + 1;
        }
        draw_text(f, &w, pieces[0].line);
        draw_underlines(f, pieces, fit);
        draw_texts(f, pieces, fit);
        pieces += fit;
        n -= fit;
    }
}

/* --- the frame --------------------------------------------------------------------------- */

static void draw_place(struct diag_frame *f, const struct source *src, struct span span)
{
    struct position at = source_position(src, span.begin);

    if (f->drawn > 0)
        diag_frame_blank(f);
    diag_frame_style(f, DIAG_STYLE_GUTTER);
    orch_buf_printf(&f->out, "%*s%s ", (int)f->digits, "", f->drawn == 0 ? "-->" : ":::");
    diag_frame_style(f, DIAG_STYLE_NONE);
    diag_clean(&f->out, src->name);
    orch_buf_printf(&f->out, ":%u:%u\n", at.line, at.column);
    diag_frame_blank(f);
}

/* What stands between two lines that are shown: nothing, the one line, or a sign. */
static void draw_gap(struct diag_frame *f, const struct source *src, uint32_t from, uint32_t to)
{
    if (to == from + 2) {
        struct window w = window_at(source_line(src, from + 1), 0);

        draw_text(f, &w, from + 1);
    } else if (to > from + 2) {
        diag_frame_style(f, DIAG_STYLE_GUTTER);
        orch_buf_cstr(&f->out, "...\n");
        diag_frame_style(f, DIAG_STYLE_NONE);
    }
}

void diag_frame_draw(struct diag_frame *f, const struct diag_mark *marks, unsigned n)
{
    const struct source *src = sources_get(f->sources, marks[0].span.file);
    struct piece *pieces = memory_new(f->arena, (size_t)n * 2, sizeof *pieces);
    unsigned n_pieces = 0;

    for (unsigned i = 0; i < n; i++)
        n_pieces += split(src, &marks[i], &pieces[n_pieces]);
    qsort(pieces, n_pieces, sizeof *pieces, compare);
    draw_place(f, src, marks[0].span);
    for (unsigned i = 0, end; i < n_pieces; i = end) {
        for (end = i + 1; end < n_pieces && pieces[end].line == pieces[i].line;)
            end++;
        if (i > 0)
            draw_gap(f, src, pieces[i - 1].line, pieces[i].line);
        draw_line(f, src, &pieces[i], end - i);
    }
    f->drawn++;
}
