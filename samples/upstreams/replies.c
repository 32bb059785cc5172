/* See replies.h. */
#include "replies.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

bool path_fits(const char *pattern, struct slice path)
{
    const char *p = path.ptr, *end = path.ptr + path.len;

    while (*pattern && p < end) {
        if (pattern[0] == '_' && pattern[-1] == '/' && (pattern[1] == '/' || !pattern[1]) &&
            *p != '/') {
            pattern++;
            while (p < end && *p != '/')
                p++;
        } else if (*pattern++ != *p++) {
            return false;
        }
    }
    return *pattern == '\0' && p == end;
}

const struct reply *replies_find(const struct reply *replies, struct slice path)
{
    const struct reply *wild = NULL;

    for (const struct reply *r = replies; r; r = r->next) {
        if (slice_is(path, r->pattern))
            return r;
        if (!wild && path_fits(r->pattern, path))
            wild = r;
    }
    return wild;
}

/* A reply whose body is the file; NULL with errno where it cannot be read. */
static struct reply *load_file(const char *file, const char *pattern)
{
    struct stat st;
    struct reply *r = calloc(1, sizeof *r);
    FILE *f = fopen(file, "rb");
    size_t size;

    if (!r || !f || fstat(fileno(f), &st) != 0)
        goto failed;
    size = (size_t)st.st_size;
    r->pattern = strdup(pattern);
    r->bytes = malloc(size + 256);
    if (!r->pattern || !r->bytes)
        goto failed;
    r->head = http_head(r->bytes, 256, 200, size, "");
    r->len = r->head + size;
    if (fread(r->bytes + r->head, 1, size, f) != size) {
        errno = EIO;
        goto failed;
    }
    fclose(f);
    return r;
failed:
    if (f)
        fclose(f);
    replies_free(r);
    return NULL;
}

/* `path` is what a request for a file of this folder begins with: "" for the service's own. */
static bool load_folder(const char *folder, const char *path, struct reply **out, char *error,
                        size_t error_size)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    bool good = dir != NULL;

    while (good && (entry = readdir(dir))) {
        char file[4096], pattern[1024];
        char *dot = strrchr(entry->d_name, '.');
        struct stat st;

        if (entry->d_name[0] == '.')
            continue;
        snprintf(file, sizeof file, "%s/%s", folder, entry->d_name);
        snprintf(pattern, sizeof pattern, "%s/%s", path, entry->d_name);
        if (stat(file, &st) == 0 && S_ISDIR(st.st_mode)) {
            good = load_folder(file, pattern, out, error, error_size);
        } else if (dot && strcmp(dot, ".json") == 0) {
            struct reply *r;

            pattern[strlen(pattern) - 5] = '\0';
            r = load_file(file, strcmp(pattern, "/index") == 0 ? "/" : pattern);
            good = r != NULL;
            if (good) {
                r->next = *out;
                *out = r;
            } else {
                snprintf(error, error_size, "%s: %s", file, strerror(errno));
            }
        }
    }
    if (!dir)
        snprintf(error, error_size, "%s: %s", folder, strerror(errno));
    else
        closedir(dir);
    return good;
}

bool replies_load(const char *folder, struct reply **out, char *error, size_t error_size)
{
    *out = NULL;
    return load_folder(folder, "", out, error, error_size);
}

void replies_free(struct reply *replies)
{
    while (replies) {
        struct reply *next = replies->next;

        free(replies->pattern);
        free(replies->bytes);
        free(replies);
        replies = next;
    }
}
