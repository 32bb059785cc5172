/* The one writer of C: indentation, wrapping, quoting, names, comments, #line. The emitters say
 * what is written; nothing else than this file knows how a line of C is laid out.
 *
 *     cwriter_open(w, "if (%s)", condition);
 *     cwriter_line(w, "orch_json_write_str(out, %s);", value);
 *     cwriter_close(w, "");
 */
#ifndef CWRITER_H
#define CWRITER_H

#include "runtime/base/arena.h"
#include "runtime/base/buf.h"
#include "runtime/base/map.h"

#include <stdint.h>

struct cwriter {
    struct orch_arena *arena; /* of the texts that functions return */
    struct orch_buf text;
    unsigned indent;
    const char *mark_file; /* lines come from here: each gets a #line; NULL: they do not */
    uint32_t mark_line;
};

void cwriter_init(struct cwriter *w, struct orch_arena *arena);
void cwriter_free(struct cwriter *w);

/* One line, indented; a long one is wrapped at blanks outside of strings. */
void cwriter_line(struct cwriter *w, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* A line and " {"; what follows is indented. */
void cwriter_open(struct cwriter *w, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void cwriter_else(struct cwriter *w);
/* "if (cond)" with one statement. */
void cwriter_if(struct cwriter *w, const char *cond, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* "}" and what follows it: "", ";", " name;". */
void cwriter_close(struct cwriter *w, const char *behind);
/* The first line of a function, without its brace; and the brace. cwriter_close ends it. */
void cwriter_function(struct cwriter *w, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void cwriter_blank(struct cwriter *w);
/* A banner line over a section. */
void cwriter_banner(struct cwriter *w, const char *title);
/* A comment line: whatever the text holds, it is one comment and changes nothing else. */
void cwriter_comment(struct cwriter *w, const char *text);
/* All of `other`, as it is; or a text that cwriter_cut gave. */
void cwriter_add(struct cwriter *w, const struct cwriter *other);
void cwriter_raw(struct cwriter *w, const char *text);

/* Takes back what was written after `mark` (an earlier w->text.len) and returns it; "" where that
 * is nothing. */
const char *cwriter_cut(struct cwriter *w, size_t mark);

/* The finished file: as written, and where lines are marked, a #line that leads back to the file
 * `own_name` behind each marked stretch. */
void cwriter_finish(const struct cwriter *w, const char *own_name, struct orch_buf *out);

/* A string literal of C, with its quotes: any bytes, no trigraphs; readable UTF-8 stays. */
const char *cwriter_quote(struct orch_arena *arena, struct orch_str s);

/* Names of one scope of C. Each name given out is an identifier, no keyword, no macro of a standard
 * header, none of the runtime's, and not in use in this scope or an outer one. */
struct cwriter_names {
    struct orch_arena *arena;
    struct cwriter_names *outer; /* or NULL */
    struct orch_map used;
    struct orch_map inner; /* those of blocks within it that have ended */
};
void cwriter_names_init(struct cwriter_names *n, struct orch_arena *arena,
                        struct cwriter_names *outer);
void cwriter_names_free(struct cwriter_names *n);
/* The block has ended: blocks beside it may use its names again. The outer scope may not, for what
 * it is asked for later may be declared before the block. Frees. */
void cwriter_names_leave(struct cwriter_names *n);
/* As near to the wish as can be: "case" -> "case_", the second "x" -> "x_2". */
const char *cwriter_name(struct cwriter_names *n, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
