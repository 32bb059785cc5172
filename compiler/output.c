/* Makes files whole or not at all: temporary file beside the place, then rename(2). */
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_stdout(const char *path)
{
    return !path || strcmp(path, "-") == 0;
}

/* A file as any program would have made it: mkstemp makes it for its owner alone. */
static bool give_usual_mode(int fd)
{
    const mode_t mask = umask(0);

    umask(mask);
    return fchmod(fd, 0666 & ~mask) == 0;
}

static bool fail(struct output *o, int error)
{
    output_discard(o);
    errno = error;
    return false;
}

bool output_begin(struct output *o, const char *path)
{
    struct stat st;
    int fd;

    o->temp[0] = '\0';
    if (stat(path, &st) == 0) {
        if (!S_ISREG(st.st_mode))
            return fail(o, S_ISDIR(st.st_mode) ? EISDIR : EINVAL);
        if (!realpath(path, o->path))
            return false;
    } else if ((size_t)snprintf(o->path, sizeof o->path, "%s", path) >= sizeof o->path) {
        return fail(o, ENAMETOOLONG);
    }
    if ((size_t)snprintf(o->temp, sizeof o->temp, "%s.XXXXXX", o->path) >= sizeof o->temp) {
        o->temp[0] = '\0';
        return fail(o, ENAMETOOLONG);
    }
    fd = mkstemp(o->temp);
    if (fd < 0) {
        o->temp[0] = '\0';
        return false;
    }
    if (!give_usual_mode(fd) || close(fd) != 0)
        return fail(o, errno);
    return true;
}

bool output_commit(struct output *o)
{
    if (rename(o->temp, o->path) != 0)
        return fail(o, errno);
    o->temp[0] = '\0';
    return true;
}

void output_discard(struct output *o)
{
    if (o->temp[0])
        unlink(o->temp);
    o->temp[0] = '\0';
}

static bool write_all(int fd, struct orch_str text)
{
    while (text.len > 0) {
        ssize_t n = write(fd, text.ptr, text.len);

        if (n < 0 && errno != EINTR)
            return false;
        if (n > 0) {
            text.ptr += n;
            text.len -= (size_t)n;
        }
    }
    return true;
}

/* Opens `path`, writes, closes; a failed close is a failed write (full disks tell it late). */
static bool write_file(const char *path, int flags, struct orch_str text)
{
    const int fd = open(path, O_WRONLY | O_CLOEXEC | flags, 0666);
    bool ok;
    int error;

    if (fd < 0)
        return false;
    ok = write_all(fd, text);
    error = errno;
    if (close(fd) != 0 && ok)
        return false;
    errno = error;
    return ok;
}

bool output_text(const char *path, struct orch_str text)
{
    struct output o;
    struct stat st;

    if (is_stdout(path))
        return fflush(stdout) == 0 && write_all(STDOUT_FILENO, text);
    if (stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
        return write_file(path, 0, text);
    if (!output_begin(&o, path))
        return false;
    if (!write_file(o.temp, O_TRUNC, text))
        return fail(&o, errno);
    return output_commit(&o);
}
