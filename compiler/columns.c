/* Text in columns; see columns.h. Widths are code points. */
#include "columns.h"

#define GAP 2

/* The line that is being written. */
struct line {
    struct orch_buf *out;
    unsigned at; /* its width so far */
};

static unsigned width(const char *text, size_t len)
{
    return (unsigned)orch_str_code_points(orch_str_n(text, len));
}

void columns_fit(struct columns *c, unsigned column, const char *text, unsigned most)
{
    unsigned wanted = width(text, strlen(text)) + GAP;

    if (wanted > most)
        wanted = most;
    if (wanted > c->widths[column])
        c->widths[column] = wanted;
}

/* Blanks up to the column; on a new line where the text before leaves no blank in between. */
static void go_to(struct line *l, unsigned column)
{
    if (l->at > 0 && l->at >= column) {
        orch_buf_char(l->out, '\n');
        l->at = 0;
    }
    orch_buf_printf(l->out, "%*s", (int)(column - l->at), "");
    l->at = column;
}

static void put(struct line *l, const char *text, size_t len)
{
    orch_buf_append(l->out, text, len);
    l->at += width(text, len);
}

/* Word by word, from `column` on, on as many lines as it takes. */
static void put_wrapped(struct line *l, const char *text, unsigned column)
{
    bool first = true;

    for (size_t len; *text; text += len, text += strspn(text, " ")) {
        len = strcspn(text, " ");
        if (first) {
            go_to(l, column);
        } else if (l->at + 1 + width(text, len) > COLUMNS_WIDTH) {
            orch_buf_char(l->out, '\n');
            l->at = 0;
            go_to(l, column);
        } else {
            put(l, " ", 1);
        }
        put(l, text, len);
        first = false;
    }
}

static void put_right(struct line *l, const char *text)
{
    const unsigned wide = width(text, strlen(text));

    if (l->at + GAP + wide > COLUMNS_WIDTH) {
        orch_buf_char(l->out, '\n');
        l->at = 0;
    }
    if (wide < COLUMNS_WIDTH)
        go_to(l, COLUMNS_WIDTH - wide);
    put(l, text, strlen(text));
}

void columns_row(const struct columns *c, const char *const cells[], unsigned n, const char *right)
{
    struct line l = {c->out, 0};
    unsigned column = c->indent;

    for (unsigned i = 0; i < n; i++) {
        if (i + 1 == n) {
            put_wrapped(&l, cells[i], column);
        } else if (cells[i][0]) {
            go_to(&l, column);
            put(&l, cells[i], strlen(cells[i]));
        }
        column += c->widths[i];
    }
    if (right)
        put_right(&l, right);
    orch_buf_char(c->out, '\n');
}
