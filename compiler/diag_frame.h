/* Code frames: the lines of one file that the marks of a diagnostic touch, underlined. Part of the
 * text renderer (diag_text.c). */
#ifndef DIAG_FRAME_H
#define DIAG_FRAME_H

#include "diag_render.h"

struct diag_mark {
    struct span span;
    const char *text; /* shown beside the underline; NULL: none */
    bool primary;     /* the diagnostic's own span: `^`, the others `-` */
};

enum diag_style {
    DIAG_STYLE_NONE,
    DIAG_STYLE_BOLD,
    DIAG_STYLE_ERROR,
    DIAG_STYLE_WARNING,
    DIAG_STYLE_LABEL,
    DIAG_STYLE_GUTTER
};

struct diag_frame {
    struct orch_buf out;
    const struct sources *sources;
    struct orch_arena *arena;
    bool colour;
    enum diag_severity severity;
    unsigned digits; /* width of the line numbers */
    unsigned drawn;  /* frames so far */
};

/* All marks are of one file, at least one. The first frame of a diagnostic opens with `-->`, the
 * others with `:::`. */
void diag_frame_draw(struct diag_frame *f, const struct diag_mark *marks, unsigned n);
void diag_frame_blank(struct diag_frame *f); /* a line with the gutter alone */
void diag_frame_style(struct diag_frame *f, enum diag_style style);

#endif
