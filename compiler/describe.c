/* describe: the descriptions that a program imports -> trees as its own files give; see passes.h.
 * OpenAPI 3.0 and 3.1: schemas become records and enums, paths the operations of a service that is
 * called by the name behind `as`. JSON Schema: types alone. Spans lead into the description. */
#include "describe_parts.h"

#include <stdarg.h>

bool describe_is_description(struct orch_str path)
{
    static const char *const ends[] = {".yaml", ".yml", ".json"};

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const size_t n = strlen(ends[i]);

        if (path.len > n && memcmp(path.ptr + path.len - n, ends[i], n) == 0)
            return true;
    }
    return false;
}

/* --- items and notes ------------------------------------------------------------------------- */

struct described *describe_add(struct description *d, enum described_kind kind, const char *name,
                               struct span span)
{
    struct described *item = memory_new(&d->c->arena, 1, sizeof *item);
    const char *full = memory_text(&d->c->arena, "%s.%s", d->name, name);

    item->kind = kind;
    item->name = name;
    item->full = intern(&d->c->names, orch_str(full));
    item->span = span;
    item->last_note = &item->notes;
    item->last_use = &item->uses;
    if (kind == DESCRIBED_OPERATION) {
        item->operation = memory_new(&d->c->arena, 1, sizeof *item->operation);
        item->operation->name = (struct ast_name){name, span};
        item->operation->span = span;
    } else {
        item->decl = memory_new(&d->c->arena, 1, sizeof *item->decl);
        item->decl->kind = kind == DESCRIBED_RECORD ? AST_DECL_RECORD : AST_DECL_ENUM;
        item->decl->name = (struct ast_name){item->full, span};
        item->decl->span = span;
    }
    d->items = memory_grow(&d->c->arena, d->items, d->n_items, sizeof(struct described *));
    d->items[d->n_items++] = item;
    return item;
}

struct described_note *describe_note(struct description *d, const struct where *w,
                                     enum diag_code code, struct span span, const char *fmt, ...)
{
    struct described_note *note = memory_new(&d->c->arena, 1, sizeof *note);
    char text[512];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    note->code = code;
    note->span = span;
    note->message = memory_text(&d->c->arena, "%s", text);
    note->mention = w->mention;
    *w->owner->last_note = note;
    w->owner->last_note = &note->next;
    return note;
}

struct orch_str describe_doc(const struct node *n)
{
    const struct orch_str text = node_string(n, "description");

    return text.len > 0 ? text : node_string(n, "summary");
}

/* --- translating ----------------------------------------------------------------------------- */

/* Names first, then types: no schema without a name takes the name of one that has it. */
static void translate_schemas(struct description *d, const struct node *schemas)
{
    struct described nobody = {.last_note = &nobody.notes, .last_use = &nobody.uses};

    for (unsigned i = 0; schemas && i < schemas->n; i++) {
        const struct node_entry *entry = &schemas->entries[i];

        if (!entry->value->name)
            describe_give_name(d, entry->value, entry->key, entry->key_span);
    }
    for (unsigned i = 0; schemas && i < schemas->n; i++) {
        const struct node_entry *entry = &schemas->entries[i];
        const struct where w = {
            .owner = &nobody, .path = entry->value->name, .span = entry->key_span};

        describe_schema(d, &w, entry->value);
    }
}

/* The schema that a JSON Schema file is itself: called by its title, or as the file. */
static void name_root(struct description *d)
{
    struct orch_str title = node_string(d->root, "title"), name = d->source->name;
    size_t begin = name.len, end;

    while (begin > 0 && name.ptr[begin - 1] != '/')
        begin--;
    for (end = begin; end < name.len && name.ptr[end] != '.'; end++) {
    }
    if (title.len > 0)
        describe_give_name(d, d->root, title, node_get(d->root, "title")->span);
    else
        describe_give_name(
            d, d->root, orch_str_n(name.ptr + begin, end - begin),
            (struct span){d->source->number, d->root->span.begin, d->root->span.begin});
}

static void translate(struct description *d)
{
    struct described nobody = {.last_note = &nobody.notes, .last_use = &nobody.uses};
    struct where w = {.owner = &nobody};

    translate_schemas(d, node_map(node_map(d->root, "components"), "schemas"));
    translate_schemas(d, node_map(d->root, "$defs"));
    translate_schemas(d, node_map(d->root, "definitions"));
    if (d->is_openapi) {
        describe_operations(d);
    } else {
        name_root(d);
        w.path = d->root->name;
        w.span = d->root->name_span;
        describe_schema(d, &w, d->root);
    }
    for (unsigned i = 0; i < d->n_items; i++) { /* more are met on the way */
        if (d->items[i]->kind == DESCRIBED_RECORD)
            describe_record(d, d->items[i]);
    }
}

/* --- what kind of description it is ------------------------------------------------------------
 */

static bool is_scalar_beginning(const struct node *n, const char *text)
{
    const size_t len = strlen(text);

    return n && n->text.len >= len && memcmp(n->text.ptr, text, len) == 0;
}

static bool reported_kind(struct description *d, struct span span, const char *message,
                          const char *note)
{
    struct diag *report = diag_add(&d->c->diags, DIAG_BAD_DESCRIPTION, span, "%s", message);

    diag_note(report, "%s", note);
    return false;
}

static bool know_kind(struct description *d)
{
    static const char *const of_schemas[] = {"$schema", "$defs", "definitions", "type",
                                             "properties"};
    const struct node *version = node_get(d->root, "openapi");
    const struct span top = {d->source->number, d->root->span.begin, d->root->span.begin + 1};

    d->is_openapi = version != NULL;
    d->siblings_count = !is_scalar_beginning(version, "3.0");
    if (is_scalar_beginning(version, "3.0") || is_scalar_beginning(version, "3.1"))
        return true;
    if (version)
        return reported_kind(d, version->span, "this version of OpenAPI is not known",
                             "3.0 and 3.1 are");
    if (node_get(d->root, "swagger"))
        return reported_kind(d, node_key_span(d->root, "swagger"),
                             "Swagger, which is OpenAPI 2, is not known",
                             "convert the description to OpenAPI 3");
    for (size_t i = 0; i < sizeof of_schemas / sizeof *of_schemas; i++) {
        if (node_get(d->root, of_schemas[i]))
            return true;
    }
    return reported_kind(d, top, "this is neither an OpenAPI description nor a JSON Schema",
                         "an OpenAPI description says `openapi: 3.1.0`; a JSON Schema has `$defs`, "
                         "or says `type: object`");
}

/* --- the tree that results ------------------------------------------------------------------- */

static struct ast_decl *service(struct description *d)
{
    struct ast_decl *decl = memory_new(&d->c->arena, 1, sizeof *decl);
    struct ast_operation **last = &decl->service.operations;

    decl->kind = AST_DECL_SERVICE;
    decl->span = d->import->span;
    decl->name = d->import->name;
    decl->doc = describe_doc(node_map(d->root, "info"));
    decl->service.clauses = describe_server(d);
    for (unsigned i = 0; i < d->n_items; i++) {
        if (d->items[i]->kind != DESCRIBED_OPERATION || !d->items[i]->used)
            continue;
        *last = d->items[i]->operation;
        last = &(*last)->next;
    }
    return decl;
}

static struct ast_file *tree(struct description *d)
{
    struct ast_file *file = memory_new(&d->c->arena, 1, sizeof *file);
    struct ast_decl **last = &file->decls;

    file->source = d->source;
    file->described = true;
    for (unsigned i = 0; i < d->n_items; i++) {
        if (!d->items[i]->decl || !d->items[i]->used)
            continue;
        *last = d->items[i]->decl;
        last = &(*last)->next;
    }
    if (d->is_openapi)
        *last = service(d);
    return file;
}

/* --- one description ------------------------------------------------------------------------- */

static void init(struct description *d)
{
    struct described_file *file = memory_new(&d->c->arena, 1, sizeof *file);

    orch_map_init(&d->types);
    orch_map_init(&d->operations);
    orch_map_init(&d->counted);
    orch_map_init(&d->files);
    file->source = d->source;
    file->root = d->root;
    orch_map_put(&d->files, d->source->name, file);
}

static void release(struct description *d)
{
    orch_map_free(&d->types);
    orch_map_free(&d->operations);
    orch_map_free(&d->counted);
    orch_map_free(&d->files);
}

/* The tree of a description; NULL where it cannot be used at all, which was reported. */
static struct ast_file *one(struct description *d)
{
    struct ast_file *file = NULL;

    d->root = describe_read(d->c, d->source);
    if (!d->root || !know_kind(d))
        return NULL;
    init(d);
    describe_collect_paints(d);
    translate(d);
    describe_check_paints(d);
    describe_mark_used(d);
    describe_cut_cycles(d);
    describe_tell(d);
    file = tree(d);
    release(d);
    return file;
}

/* --- all of them ----------------------------------------------------------------------------- */

/* An import that asks for the same file by the same name was met before; reports another file by
 * the same name. */
static bool is_known(struct compilation *c, const struct program *program, unsigned number)
{
    const struct program_description *this = &program->descriptions[number];

    for (unsigned i = 0; i < number; i++) {
        const struct program_description *other = &program->descriptions[i];

        if (other->import->name.text != this->import->name.text)
            continue;
        if (other->source != this->source)
            diag_label(diag_add(&c->diags, DIAG_DUPLICATE_NAME, this->import->name.span,
                                "two descriptions are called `%s`", this->import->name.text),
                       other->import->name.span, "the first is here");
        return true;
    }
    return false;
}

/* The words that the program has, before those of descriptions join them. */
static void note_mentioned(struct compilation *c, struct orch_map *mentioned)
{
    orch_map_init(mentioned);
    for (size_t i = 0; i < c->names.map.n; i++)
        orch_map_put(mentioned, c->names.map.entries[i].key, mentioned);
}

static void note_terms(const struct program *program, struct orch_map *terms)
{
    orch_map_init(terms);
    for (unsigned i = 0; i < program->n_files; i++) {
        for (const struct ast_decl *d = program->files[i]->decls; d; d = d->next) {
            const struct ast_member *t =
                d->kind == AST_DECL_DICTIONARY ? d->dictionary.terms : NULL;

            for (; t; t = t->next) {
                if (t->name.text)
                    orch_map_put(terms, orch_str(t->name.text), terms);
            }
        }
    }
}

static void put_in_front(struct compilation *c, struct program *program, struct ast_file **files,
                         unsigned n)
{
    struct ast_file **all = memory_new(&c->arena, n + program->n_files, sizeof(struct ast_file *));

    if (n > 0)
        memcpy(all, files, n * sizeof(struct ast_file *));
    memcpy(all + n, program->files, program->n_files * sizeof(struct ast_file *));
    program->files = all;
    program->n_files += n;
}

/* `colour` of a name that no import has. */
static void check_colour(struct compilation *c, const struct program *program,
                         const struct ast_decl *colour)
{
    struct diag_near near;
    struct diag *d;

    diag_near_init(&near, colour->name.text);
    for (unsigned i = 0; i < program->n_descriptions; i++) {
        if (program->descriptions[i].import->name.text == colour->name.text)
            return;
        diag_near_try(&near, program->descriptions[i].import->name.text);
    }
    d = diag_add(&c->diags, DIAG_BAD_COLOUR, colour->name.span,
                 "no description is imported as `%s`", colour->name.text);
    if (near.best)
        diag_fix(d, colour->name.span, near.best, "did you mean `%s`?", near.best);
    else
        diag_note(d, "import one: `import \"%s.openapi.yaml\" as %s`", colour->name.text,
                  colour->name.text);
}

static void check_colours(struct compilation *c, const struct program *program)
{
    for (unsigned i = 0; i < program->n_files; i++) {
        for (const struct ast_decl *d = program->files[i]->decls; d; d = d->next) {
            if (d->kind == AST_DECL_COLOUR && d->name.text)
                check_colour(c, program, d);
        }
    }
}

bool describe(struct compilation *c, struct program *program)
{
    struct ast_file **files =
        memory_new(&c->arena, program->n_descriptions, sizeof(struct ast_file *));
    struct orch_map mentioned, terms;
    unsigned n = 0;
    bool good = true;

    check_colours(c, program);
    note_mentioned(c, &mentioned);
    note_terms(program, &terms);
    for (unsigned i = 0; i < program->n_descriptions; i++) {
        const struct program_description *p = &program->descriptions[i];
        struct description d = {.c = c,
                                .program = program,
                                .name = p->import->name.text,
                                .import = p->import,
                                .source = p->source,
                                .mentioned = &mentioned,
                                .terms = &terms};

        if (is_known(c, program, i))
            continue;
        files[n] = one(&d);
        if (files[n])
            n++;
        else
            good = false;
    }
    orch_map_free(&mentioned);
    orch_map_free(&terms);
    put_in_front(c, program, files, n);
    return good;
}
