/* resolve: trees -> a model of all declarations; see passes.h. First the names of all types are
 * collected, from all files, so that they may be used before they are declared; then what stands
 * behind them is resolved subject by subject (resolve_parts.h lists the files). */
#include "resolve_parts.h"

struct declared *resolve_declared(const struct resolver *r, const char *name)
{
    return name ? orch_map_get(&r->names, orch_str(name)) : NULL;
}

bool resolve_unique(struct resolver *r, struct orch_map *map, struct orch_str name,
                    const struct span *span, const char *before, const char *after)
{
    const struct span *first = orch_map_get(map, name);
    struct diag *d;

    if (!first) {
        orch_map_put(map, name, (void *)(uintptr_t)span);
        return true;
    }
    d = diag_add(&r->c->diags, DIAG_DUPLICATE_NAME, *span, "%s `%.*s`%s", before,
                 ORCH_STR_ARG(name), after);
    diag_label(d, *first, "the first is here");
    return false;
}

static const char *declared_what(enum declared_kind kind)
{
    switch (kind) {
    case DECLARED_BASE:
        return "a base type";
    case DECLARED_TERM:
        return "a term";
    case DECLARED_RECORD:
        return "a record";
    case DECLARED_ERROR:
        return "an error";
    case DECLARED_ENUM:
        break;
    }
    return "an enum";
}

struct declared *resolve_declare(struct resolver *r, enum declared_kind kind,
                                 const struct ast_name *name)
{
    struct declared *first = resolve_declared(r, name->text), *new;
    struct diag *d;

    if (!name->text)
        return NULL;
    if (first) {
        d = diag_add(&r->c->diags, DIAG_DUPLICATE_NAME, name->span, "`%s` is %s already",
                     name->text, declared_what(first->kind));
        if (first->kind != DECLARED_BASE)
            diag_label(d, first->span, "`%s` is declared here first", name->text);
        diag_note(d, "base types, terms, records, enums and errors share one space of names, "
                     "over all files of a program");
        return NULL;
    }
    new = memory_new(&r->c->arena, 1, sizeof *new);
    new->kind = kind;
    new->name = name->text;
    new->span = name->span;
    orch_map_put(&r->names, orch_str(name->text), new);
    return new;
}

static void declare_base_types(struct resolver *r)
{
    static const struct {
        enum type_kind kind;
        const char *name;
    } base[] = {
#define X(id, name, optional, ctype, scalar) {TYPE_##id, name},
#include "types.def"
#undef X
    };

    for (size_t i = 0; i < sizeof base / sizeof *base; i++) {
        struct ast_name name = {intern(&r->c->names, orch_str(base[i].name)), {0, 0, 0}};
        struct declared *d = resolve_declare(r, DECLARED_BASE, &name);

        d->type = type_base(&r->model->types, base[i].kind);
    }
}

static void declare_term(struct resolver *r, const struct ast_member *syntax)
{
    struct model *m = r->model;
    struct declared *d = resolve_declare(r, DECLARED_TERM, &syntax->name);

    if (!d)
        return;
    d->term_syntax = syntax;
    d->term = memory_new(&r->c->arena, 1, sizeof *d->term);
    d->term->name = d->name;
    d->term->doc = syntax->doc;
    d->term->span = d->span;
    m->terms = memory_grow(&r->c->arena, m->terms, m->n_terms, sizeof *m->terms);
    m->terms[m->n_terms++] = d->term;
}

static void declare_record(struct resolver *r, const struct ast_decl *syntax)
{
    struct model *m = r->model;
    struct declared *d = resolve_declare(r, DECLARED_RECORD, &syntax->name);
    struct record *record;

    if (!d)
        return;
    record = memory_new(&r->c->arena, 1, sizeof *record);
    record->name = d->name;
    record->doc = syntax->doc;
    record->span = d->span;
    d->syntax = syntax;
    d->type = type_record(&m->types, record);
    m->records = memory_grow(&r->c->arena, m->records, m->n_records, sizeof *m->records);
    m->records[m->n_records++] = record;
}

static void declare_enum(struct resolver *r, const struct ast_decl *syntax)
{
    struct model *m = r->model;
    struct declared *d = resolve_declare(r, DECLARED_ENUM, &syntax->name);
    struct enumeration *e;

    if (!d)
        return;
    e = memory_new(&r->c->arena, 1, sizeof *e);
    e->name = d->name;
    e->span = d->span;
    d->syntax = syntax;
    d->type = type_enum(&m->types, e);
    m->enums = memory_grow(&r->c->arena, m->enums, m->n_enums, sizeof *m->enums);
    m->enums[m->n_enums++] = e;
}

static void declare_file(struct resolver *r, const struct ast_file *file)
{
    for (const struct ast_decl *d = file->decls; d; d = d->next) {
        switch (d->kind) {
        case AST_DECL_DICTIONARY:
            for (const struct ast_member *t = d->dictionary.terms; t; t = t->next)
                declare_term(r, t);
            break;
        case AST_DECL_RECORD:
            declare_record(r, d);
            break;
        case AST_DECL_ENUM:
            declare_enum(r, d);
            break;
        case AST_DECL_ERROR:
            resolve_declare_error(r, d);
            break;
        case AST_DECL_UNSUPPORTED:
            diag_add(&r->c->diags, DIAG_NOT_SUPPORTED, d->span, "%s is not supported yet", d->what);
            break;
        case AST_DECL_IMPORT:
        case AST_DECL_SERVICE:
        case AST_DECL_COLOUR:
        case AST_DECL_FLOW:
            break;
        }
    }
}

static void *moved(struct orch_arena *arena, const void *from, size_t n, size_t size)
{
    return n ? memcpy(memory_new(arena, n, size), from, n * size) : NULL;
}

/* For the passes behind: the types by name. The map is only read from here on, so its memory moves
 * to the arena: nobody has to free it. */
static void keep_type_names(struct resolver *r)
{
    struct orch_map map, *kept = &r->model->type_names;

    orch_map_init(&map);
    for (size_t i = 0; i < r->names.n; i++) {
        struct declared *d = r->names.entries[i].value;

        if (d->kind != DECLARED_ERROR)
            orch_map_put(&map, r->names.entries[i].key, (void *)(uintptr_t)d->type);
    }
    *kept = map;
    kept->cap = map.n;
    kept->entries = moved(&r->c->arena, map.entries, map.n, sizeof *map.entries);
    kept->index = moved(&r->c->arena, map.index, map.slots, sizeof *map.index);
    orch_map_free(&map);
}

struct model *resolve(struct compilation *c, const struct program *program)
{
    struct model *m = memory_new(&c->arena, 1, sizeof *m);
    struct resolver r = {.c = c, .model = m, .program = program};

    m->compilation = c;
    types_init(&m->types, &c->arena);
    orch_map_init(&r.names);
    orch_map_init(&r.callable);

    declare_base_types(&r);
    for (unsigned i = 0; i < program->n_files; i++)
        declare_file(&r, program->files[i]);
    dictionary_terms(&r);
    resolve_records(&r);
    resolve_recursion(&r);
    resolve_errors(&r);
    dictionary_conversions(&r);
    resolve_services(&r);
    resolve_flows(&r);
    keep_type_names(&r);

    orch_map_free(&r.names);
    orch_map_free(&r.callable);
    return m;
}
