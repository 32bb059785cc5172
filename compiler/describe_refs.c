/* References: `$ref: "#/components/schemas/Product"`, or to a file beside this one,
 * `$ref: "common.yaml#/Money"`. What is elsewhere on the network is not fetched. */
#include "describe_parts.h"

#include <errno.h>

#define MAX_FILES 1000

/* --- files */

static struct described_file *add_file(struct description *d, const struct source *source,
                                       struct node *root)
{
    struct described_file *file = memory_new(&d->c->arena, 1, sizeof *file);

    file->source = source;
    file->root = root;
    return file;
}

static const struct described_file *file_of(const struct description *d, struct span span)
{
    for (size_t i = 0; i < d->files.n; i++) {
        const struct described_file *file = d->files.entries[i].value;

        if (file->source && file->source->number == span.file)
            return file;
    }
    return NULL;
}

/* Reads a file that is referred to; what is wrong with it is reported there. NULL: there is none.
 */
static struct described_file *read_file(struct description *d, struct orch_str path)
{
    struct described_file *file = orch_map_get(&d->files, path);
    struct source *source;

    if (file || d->files.n >= MAX_FILES)
        return file;
    if (sources_load_up_to(&d->c->sources, path, path, DESCRIBE_MAX_BYTES, &source) != SOURCE_OK) {
        file = add_file(d, NULL, NULL);
    } else {
        const struct described_file *known = file_of(d, (struct span){source->number, 0, 0});

        file = add_file(d, source, known ? known->root : describe_read(d->c, source));
    }
    orch_map_put(&d->files, path, file);
    return file;
}

/* --- pointers (RFC 6901) */

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* One step of a pointer, its escapes resolved: `~1` is a slash, `~0` a tilde; `%20` a blank. */
static struct orch_str pointer_step(struct description *d, struct orch_str raw)
{
    char *text = memory_new(&d->c->arena, raw.len + 1, 1);
    size_t n = 0;

    for (size_t i = 0; i < raw.len; i++) {
        const char *p = raw.ptr + i;
        const size_t left = raw.len - i;

        if (*p == '%' && left > 2 && hex(p[1]) >= 0 && hex(p[2]) >= 0) {
            text[n++] = (char)(hex(p[1]) * 16 + hex(p[2]));
            i += 2;
        } else {
            text[n++] = *p;
        }
    }
    raw = orch_str_n(text, n);
    n = 0;
    for (size_t i = 0; i < raw.len; i++) {
        const bool escape = raw.ptr[i] == '~' && i + 1 < raw.len;

        if (escape && (raw.ptr[i + 1] == '1' || raw.ptr[i + 1] == '0'))
            text[n++] = raw.ptr[++i] == '1' ? '/' : '~';
        else
            text[n++] = raw.ptr[i];
    }
    return orch_str_n(text, n);
}

static struct node *element(const struct node *list, struct orch_str step)
{
    unsigned n = 0;

    for (size_t i = 0; i < step.len; i++) {
        if (step.ptr[i] < '0' || step.ptr[i] > '9' || n >= list->n)
            return NULL;
        n = n * 10 + (unsigned)(step.ptr[i] - '0');
    }
    return step.len > 0 && n < list->n ? list->entries[n].value : NULL;
}

/* Walks along a pointer; *last is its last step, *span where that key stands. */
static struct node *walk(struct description *d, struct node *n, struct orch_str pointer,
                         struct orch_str *last, struct span *span)
{
    while (n && pointer.len > 0) {
        const char *slash;
        const struct node_entry *entry;

        if (pointer.ptr[0] != '/')
            return NULL;
        pointer = orch_str_n(pointer.ptr + 1, pointer.len - 1);
        slash = pointer.len > 0 ? memchr(pointer.ptr, '/', pointer.len) : NULL;
        *last = pointer_step(
            d, orch_str_n(pointer.ptr, slash ? (size_t)(slash - pointer.ptr) : pointer.len));
        pointer = slash ? orch_str_n(slash, pointer.len - (size_t)(slash - pointer.ptr))
                        : orch_str_n(NULL, 0);
        if (n->kind == NODE_LIST) {
            n = element(n, *last);
            continue;
        }
        entry = node_entry(n, *last);
        n = entry ? entry->value : NULL;
        if (entry)
            *span = entry->key_span;
    }
    return n;
}

/* --- references */

static bool is_remote(struct orch_str s)
{
    for (size_t i = 0; i + 2 < s.len; i++) {
        if (memcmp(s.ptr + i, "://", 3) == 0)
            return true;
    }
    return false;
}

/* "money" of "parts/money.schema.yaml". */
static struct orch_str stem(struct orch_str path)
{
    size_t begin = path.len, end;

    while (begin > 0 && path.ptr[begin - 1] != '/')
        begin--;
    for (end = begin + 1; end < path.len && path.ptr[end] != '.'; end++) {
    }
    return orch_str_n(path.ptr + begin, end < path.len ? end - begin : path.len - begin);
}

/* The root of the file that the reference names; NULL where it was noted that there is none. */
static struct node *root_of(struct description *d, const struct where *w, const struct node *ref,
                            struct orch_str file_part)
{
    const struct described_file *here = file_of(d, ref->span), *file;
    struct orch_str path;

    if (file_part.len == 0)
        return here ? here->root : d->root;
    if (!describe_is_description(file_part)) {
        describe_note(d, w, DIAG_BAD_DESCRIPTION, ref->span,
                      "`%.*s` is no description: those are .yaml, .yml and .json files",
                      ORCH_STR_ARG(file_part));
        return NULL;
    }
    path = sources_relative(&d->c->sources, here ? here->source : d->source, file_part);
    file = read_file(d, path);
    if (!file || !file->source)
        describe_note(d, w, DIAG_BAD_DESCRIPTION, ref->span, "there is no file `%.*s`",
                      ORCH_STR_ARG(path));
    return file ? file->root : NULL;
}

/* What a reference leads to; NULL where it was noted that it leads nowhere. */
static struct node *target(struct description *d, const struct where *w, const struct node *ref)
{
    const char *hash = ref->text.len > 0 ? memchr(ref->text.ptr, '#', ref->text.len) : NULL;
    const size_t n_file = hash ? (size_t)(hash - ref->text.ptr) : ref->text.len;
    const struct orch_str file_part = orch_str_n(ref->text.ptr, n_file);
    struct orch_str pointer = orch_str_n(NULL, 0), last = stem(file_part);
    struct span span = ref->span;
    struct node *root, *found;

    if (hash)
        pointer = orch_str_n(hash + 1, ref->text.len - n_file - 1);
    if (is_remote(file_part)) {
        describe_note(d, w, DIAG_DESCRIBED_WIDER, ref->span,
                      "`%.*s` is not fetched from the network", ORCH_STR_ARG(file_part));
        return NULL;
    }
    root = root_of(d, w, ref, file_part);
    found = root ? walk(d, root, pointer, &last, &span) : NULL;
    if (root && !found)
        describe_note(d, w, DIAG_BAD_DESCRIPTION, ref->span, "`%.*s` leads nowhere",
                      ORCH_STR_ARG(ref->text));
    if (found && !found->name && last.len > 0)
        describe_give_name(d, found, last, span);
    return found;
}

struct node *describe_follow(struct description *d, const struct where *w, struct node *n)
{
    for (unsigned hops = 0; n && n->kind == NODE_MAP; hops++) {
        const struct node *ref = node_get(n, "$ref");

        if (!ref || ref->kind != NODE_STRING)
            break;
        if (hops == DESCRIBE_MAX_HOPS) {
            describe_note(d, w, DIAG_BAD_DESCRIPTION, ref->span,
                          "references lead to each other without end");
            return NULL;
        }
        n = target(d, w, ref);
    }
    return n;
}

bool describe_same_reference(const struct node *a, const struct node *b)
{
    const struct orch_str x = node_string(a, "$ref"), y = node_string(b, "$ref");

    return x.len > 0 && a->span.file == b->span.file && orch_str_eq(x, y);
}
