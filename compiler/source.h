/* Source texts and places in them. A span is a range of bytes of one source; line and column are
 * computed only when a place is shown. Sources stay in memory until the compilation ends, so tokens
 * and names may point into them. */
#ifndef SOURCE_H
#define SOURCE_H

#include "runtime/base/arena.h"
#include "runtime/base/str.h"

#include <stdint.h>

#define SOURCE_MAX_BYTES (8u * 1024 * 1024) /* larger files are refused with a diagnostic */

struct span {
    uint32_t file;       /* number of the source, from 1; 0: no place */
    uint32_t begin, end; /* byte offsets, end exclusive */
};

static inline struct span span_join(struct span a, struct span b)
{
    return (struct span){a.file, a.begin, b.end};
}

struct source {
    uint32_t number;
    struct orch_str
        name; /* as given or as imported, relative to where orchc runs; what diagnostics show */
    struct orch_str text;
    uint32_t *lines; /* offset of the start of each line */
    uint32_t n_lines;
    uint64_t device, inode; /* of the file; inode 0: none (standard input, memory) */
};

struct sources {
    struct orch_arena *arena;
    struct source **items; /* items[number - 1] */
    uint32_t n;
};

enum source_error {
    SOURCE_OK,
    SOURCE_MISSING,
    SOURCE_UNREADABLE,
    SOURCE_TOO_LARGE,
    SOURCE_IS_DIRECTORY
};

void sources_init(struct sources *s, struct orch_arena *arena);
/* Reads the file `path` ("-": standard input), shown as `name`. *out is set where SOURCE_OK; errno
 * is kept otherwise. A file that was read already (the same file, however it is spelled) is given
 * again. */
enum source_error sources_load(struct sources *s, struct orch_str path, struct orch_str name,
                               struct source **out);
/* The same for a file of up to `max` bytes. */
enum source_error sources_load_up_to(struct sources *s, struct orch_str path, struct orch_str name,
                                     size_t max, struct source **out);
/* The same from memory (copied); for tests and fuzzing. */
struct source *sources_add(struct sources *s, struct orch_str name, struct orch_str text);
const struct source *sources_get(const struct sources *s,
                                 uint32_t number); /* NULL where there is none */
/* `path` as written in `from`, relative to from's folder. In the arena. */
struct orch_str sources_relative(struct sources *s, const struct source *from,
                                 struct orch_str path);

struct position {
    uint32_t line;   /* from 1 */
    uint32_t column; /* from 1, in code points: what editors show */
};
struct position source_position(const struct source *src, uint32_t offset);
/* The line of an offset, from 1, in logarithmic time. */
uint32_t source_line_of(const struct source *src, uint32_t offset);
/* The text of a line, without its end. */
struct orch_str source_line(const struct source *src, uint32_t line);

#endif
