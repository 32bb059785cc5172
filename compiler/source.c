/* Source texts: reading them once, and finding lines and columns. Input: paths or bytes. Output:
 * sources that live as long as the arena. Nothing is assumed of the text: lines end at \n, \r\n is
 * taken as one line end, and a text that is not UTF-8 counts one column a byte. */
#include "source.h"

#include "memory.h"
#include "runtime/base/buf.h"
#include "runtime/base/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define SOURCE_READ_STEP (64u * 1024)

void sources_init(struct sources *s, struct orch_arena *arena)
{
    *s = (struct sources){.arena = arena};
}

static void index_lines(struct orch_arena *arena, struct source *src)
{
    const char *text = src->text.ptr, *end = text + src->text.len;
    uint32_t n = 1;

    for (const char *p = text; p < end && (p = memchr(p, '\n', (size_t)(end - p))); p++)
        n++;
    src->lines = memory_new(arena, n, sizeof src->lines[0]);
    src->n_lines = 1;
    for (const char *p = text; p < end && (p = memchr(p, '\n', (size_t)(end - p))); p++)
        src->lines[src->n_lines++] = (uint32_t)(p + 1 - text);
}

static struct orch_str copy(struct orch_arena *arena, struct orch_str s)
{
    char *bytes = memory_new(arena, s.len + 1, 1);

    if (s.len > 0)
        memcpy(bytes, s.ptr, s.len);
    return orch_str_n(bytes, s.len);
}

struct source *sources_add(struct sources *s, struct orch_str name, struct orch_str text)
{
    struct source *src = memory_new(s->arena, 1, sizeof *src);

    s->items = memory_grow(s->arena, s->items, s->n, sizeof s->items[0]);
    s->items[s->n++] = src;
    src->number = s->n;
    src->name = copy(s->arena, name);
    src->text = copy(s->arena, text);
    index_lines(s->arena, src);
    return src;
}

static enum source_error read_all(int fd, struct orch_buf *text, size_t max)
{
    for (;;) {
        ssize_t n;

        if (!orch_buf_reserve(text, SOURCE_READ_STEP))
            return SOURCE_TOO_LARGE;
        n = read(fd, text->data + text->len, SOURCE_READ_STEP);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno == EISDIR ? SOURCE_IS_DIRECTORY : SOURCE_UNREADABLE;
        if (n == 0)
            return SOURCE_OK;
        text->len += (size_t)n;
        if (text->len > max)
            return SOURCE_TOO_LARGE;
    }
}

static struct source *find_file(const struct sources *s, const struct stat *st)
{
    for (uint32_t i = 0; i < s->n; i++) {
        struct source *src = s->items[i];

        if (src->inode != 0 && src->inode == st->st_ino && src->device == st->st_dev)
            return src;
    }
    return NULL;
}

/* Reads what is open as fd, unless it is a file that was read before. */
static enum source_error load(struct sources *s, int fd, struct orch_str name, size_t max,
                              struct source **out)
{
    struct orch_buf text;
    struct stat st;
    enum source_error error;
    bool regular;

    if (fstat(fd, &st) != 0)
        return SOURCE_UNREADABLE;
    if (S_ISDIR(st.st_mode))
        return SOURCE_IS_DIRECTORY;
    regular = S_ISREG(st.st_mode);
    if (regular && (*out = find_file(s, &st)))
        return SOURCE_OK;
    if (regular && st.st_size > (off_t)max)
        return SOURCE_TOO_LARGE;
    orch_buf_init(&text, 0);
    error = read_all(fd, &text, max);
    if (error == SOURCE_OK) {
        *out = sources_add(s, name, orch_buf_get(&text));
        (*out)->device = regular ? st.st_dev : 0;
        (*out)->inode = regular ? st.st_ino : 0;
    }
    orch_buf_free(&text);
    return error;
}

enum source_error sources_load(struct sources *s, struct orch_str path, struct orch_str name,
                               struct source **out)
{
    return sources_load_up_to(s, path, name, SOURCE_MAX_BYTES, out);
}

enum source_error sources_load_up_to(struct sources *s, struct orch_str path, struct orch_str name,
                                     size_t max, struct source **out)
{
    const bool standard_input = orch_str_eq(path, orch_str("-"));
    enum source_error error;
    int fd = STDIN_FILENO, reason;

    if (!standard_input) {
        fd = open(copy(s->arena, path).ptr, O_RDONLY | O_CLOEXEC | O_NOCTTY);
        if (fd < 0)
            return errno == ENOENT || errno == ENOTDIR ? SOURCE_MISSING : SOURCE_UNREADABLE;
    }
    error = load(s, fd, name, max, out);
    reason = errno;
    if (!standard_input)
        close(fd);
    errno = reason;
    return error;
}

const struct source *sources_get(const struct sources *s, uint32_t number)
{
    return number >= 1 && number <= s->n ? s->items[number - 1] : NULL;
}

struct orch_str sources_relative(struct sources *s, const struct source *from, struct orch_str path)
{
    size_t folder = from->name.len;

    while (path.len >= 2 && path.ptr[0] == '.' && path.ptr[1] == '/') {
        path = orch_str_n(path.ptr + 2, path.len - 2);
        while (path.len > 0 && path.ptr[0] == '/') /* "./" and ".//" mean the same */
            path = orch_str_n(path.ptr + 1, path.len - 1);
    }
    while (folder > 0 && from->name.ptr[folder - 1] != '/')
        folder--;
    if (folder == 0 || (path.len > 0 && path.ptr[0] == '/'))
        return copy(s->arena, path);
    return orch_str(
        memory_text(s->arena, "%.*s%.*s", (int)folder, from->name.ptr, ORCH_STR_ARG(path)));
}

uint32_t source_line_of(const struct source *src, uint32_t offset)
{
    uint32_t low = 0, high = src->n_lines; /* lines[low] <= offset < lines[high] */

    while (high - low > 1) {
        uint32_t mid = low + (high - low) / 2;

        if (src->lines[mid] <= offset)
            low = mid;
        else
            high = mid;
    }
    return low + 1;
}

struct position source_position(const struct source *src, uint32_t offset)
{
    const uint32_t end = offset < src->text.len ? offset : (uint32_t)src->text.len;
    const uint32_t line = source_line_of(src, end);
    const char *p = src->text.ptr + src->lines[line - 1], *stop = src->text.ptr + end;
    uint32_t column = 1;

    for (; p < stop; column++) {
        size_t step = orch_utf8_step(p, src->text.ptr + src->text.len);

        p += step ? step : 1;
    }
    return (struct position){line, column};
}

struct orch_str source_line(const struct source *src, uint32_t line)
{
    uint32_t begin, end;

    if (line < 1 || line > src->n_lines)
        return orch_str_n(NULL, 0);
    begin = src->lines[line - 1];
    end = line < src->n_lines ? src->lines[line] - 1 : (uint32_t)src->text.len;
    if (end > begin && src->text.ptr[end - 1] == '\r')
        end--;
    return orch_str_n(src->text.ptr + begin, end - begin);
}
