/* load: from one file to the trees of a whole program. Input: the main file. Output: its tree and
 * those of all files that it imports, directly or not: each file once, imported before importing,
 * the main file last; and the descriptions (OpenAPI, JSON Schema) that they import, as bytes.
 * Reports files that cannot be read and imports that go in a circle, both at the import; a file
 * that cannot be read is left out. */
#include "memory.h"
#include "parse.h"
#include "passes.h"

#include <assert.h>
#include <ctype.h>
#include <errno.h>

#define LOAD_MAX_DEPTH 100 /* of files that import each other in a row */

/* The files being loaded just now: from the innermost to the main file. */
struct load_chain {
    const struct source *source;
    struct span import;            /* where this file imports the next one, */
    const struct source *imported; /* which is this; NULL: not read yet */
    const struct load_chain *outer;
    unsigned depth;
};

struct loader {
    struct compilation *c;
    struct program *program;
};

static void load_file(struct loader *l, const struct source *source,
                      const struct load_chain *outer);

static bool loaded(const struct loader *l, const struct source *source)
{
    for (unsigned i = 0; i < l->program->n_files; i++) {
        if (l->program->files[i]->source == source)
            return true;
    }
    return false;
}

static void report_unreadable(struct loader *l, const struct ast_string *import,
                              struct orch_str path, enum source_error error, size_t max)
{
    struct diags *ds = &l->c->diags;
    const int reason = errno;

    switch (error) {
    case SOURCE_MISSING:
        diag_note(diag_add(ds, DIAG_FILE_UNREADABLE, import->span, "there is no file `%.*s`",
                           ORCH_STR_ARG(path)),
                  "an import is looked for beside the file that imports it");
        break;
    case SOURCE_IS_DIRECTORY:
        diag_add(ds, DIAG_FILE_UNREADABLE, import->span, "`%.*s` is a folder, not a file",
                 ORCH_STR_ARG(path));
        break;
    case SOURCE_TOO_LARGE:
        diag_add(ds, DIAG_FILE_TOO_LARGE, import->span, "`%.*s` is larger than %zu MiB",
                 ORCH_STR_ARG(path), max / (1024 * 1024));
        break;
    default:
        diag_add(ds, DIAG_FILE_UNREADABLE, import->span, "cannot read `%.*s`: %s",
                 ORCH_STR_ARG(path), strerror(reason));
    }
}

/* Labels each import on the way from `first` to here, in the order of following them. */
static void label_chain(struct diag *d, const struct load_chain *link,
                        const struct load_chain *first)
{
    assert(link); /* the first is on the way */
    if (link != first)
        label_chain(d, link->outer, first);
    diag_label(d, link->import, "`%.*s` imports `%.*s`", ORCH_STR_ARG(link->source->name),
               ORCH_STR_ARG(link->imported->name));
}

/* True where the imported file is one of those being loaded: that is a circle. */
static bool reported_cycle(struct loader *l, const struct source *imported,
                           const struct load_chain *link)
{
    const struct load_chain *first = link;
    struct diag *d;

    while (first && first->source != imported)
        first = first->outer;
    if (!first)
        return false;
    if (first == link) {
        diag_add(&l->c->diags, DIAG_IMPORT_CYCLE, link->import, "`%.*s` imports itself",
                 ORCH_STR_ARG(imported->name));
        return true;
    }
    d = diag_add(&l->c->diags, DIAG_IMPORT_CYCLE, link->import,
                 "files import each other: `%.*s` imports `%.*s` again",
                 ORCH_STR_ARG(link->source->name), ORCH_STR_ARG(imported->name));
    label_chain(d, link->outer, first);
    diag_note(d, "move what both need into a file that imports neither");
    return true;
}

/* --- descriptions */

/* "catalog" of "api/catalog.openapi.yaml": how it could be called. */
static const char *name_for(struct loader *l, struct orch_str path)
{
    size_t begin = path.len, n = 0;

    while (begin > 0 && path.ptr[begin - 1] != '/')
        begin--;
    while (begin + n < path.len && isalnum((unsigned char)path.ptr[begin + n]))
        n++;
    return n > 0 && isalpha((unsigned char)path.ptr[begin])
               ? memory_text(&l->c->arena, "%.*s", (int)n, path.ptr + begin)
               : "api";
}

/* True where `as` is there for a description, and nowhere else. */
static bool is_named_rightly(struct loader *l, const struct ast_decl *import)
{
    const struct ast_string *path = &import->path;
    const struct span behind = {path->span.file, path->span.end, path->span.end};
    const bool described = describe_is_description(path->text);
    const char *name;
    struct diag *d;

    if (described == (import->name.text != NULL))
        return true;
    if (!described) {
        d = diag_add(&l->c->diags, DIAG_BAD_CLAUSE, import->name.span,
                     "a file of the program has no name of its own");
        diag_note(d, "`as` names a description: a .yaml, .yml or .json file");
        return false;
    }
    name = name_for(l, path->text);
    d = diag_add(&l->c->diags, DIAG_BAD_CLAUSE, path->span, "a description needs a name");
    diag_fix(d, behind, memory_text(&l->c->arena, " as %s", name),
             "write `as %s` behind it: its types are `%s.Type` then", name, name);
    return false;
}

static void add_description(struct loader *l, const struct ast_decl *import,
                            const struct source *source)
{
    struct program *p = l->program;

    p->descriptions =
        memory_grow(&l->c->arena, p->descriptions, p->n_descriptions, sizeof *p->descriptions);
    p->descriptions[p->n_descriptions++] = (struct program_description){import, source};
}

/* --- imports */

static void load_import(struct loader *l, const struct ast_decl *decl, struct load_chain *link)
{
    const struct ast_string *import = &decl->path;
    struct sources *sources = &l->c->sources;
    struct orch_str path;
    struct source *imported;
    enum source_error error;
    const size_t max = decl->name.text ? DESCRIBE_MAX_BYTES : SOURCE_MAX_BYTES;

    if (!import->text.ptr)
        return;
    if (import->text.len == 0 || memchr(import->text.ptr, 0, import->text.len)) {
        diag_add(&l->c->diags, DIAG_FILE_UNREADABLE, import->span,
                 "an import names a file, such as \"shop.orch\"");
        return;
    }
    if (!is_named_rightly(l, decl))
        return;
    path = sources_relative(sources, link->source, import->text);
    if (orch_str_eq(path, orch_str("-"))) /* a file of that name, not standard input */
        path = orch_str("./-");
    error = sources_load_up_to(sources, path, path, max, &imported);
    link->import = import->span;
    if (error != SOURCE_OK) {
        report_unreadable(l, import, path, error, max);
        return;
    }
    if (decl->name.text) {
        add_description(l, decl, imported);
        return;
    }
    link->imported = imported;
    if (!reported_cycle(l, imported, link) && !loaded(l, imported)) {
        if (link->depth == LOAD_MAX_DEPTH)
            diag_add(&l->c->diags, DIAG_TOO_DEEP, import->span,
                     "more than %d files import each other in a row", LOAD_MAX_DEPTH);
        else
            load_file(l, imported, link);
    }
}

static void load_file(struct loader *l, const struct source *source, const struct load_chain *outer)
{
    struct load_chain link = {
        .source = source, .outer = outer, .depth = outer ? outer->depth + 1 : 1};
    struct program *program = l->program;
    struct ast_file *file = parse(l->c, source);

    for (const struct ast_decl *d = file->decls; d; d = d->next) {
        if (d->kind == AST_DECL_IMPORT)
            load_import(l, d, &link);
    }
    program->files =
        memory_grow(&l->c->arena, program->files, program->n_files, sizeof(struct ast_file *));
    program->files[program->n_files++] = file;
}

struct program *load(struct compilation *c, const struct source *main_file)
{
    struct loader l = {c, memory_new(&c->arena, 1, sizeof(struct program))};

    load_file(&l, main_file, NULL);
    return l.program;
}
