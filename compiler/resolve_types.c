/* Types as they are written -> types. Every name is bound here, or reported with the nearest that
 * there is. */
#include "resolve_parts.h"

#include <ctype.h>

/* What other languages call our base types. */
static const char *base_type_elsewhere(const char *name)
{
    static const char *const known[][2] = {
        {"integer", "int"},  {"int32", "int"},     {"int64", "int"},      {"long", "int"},
        {"double", "float"}, {"number", "float"},  {"real", "float"},     {"decimal", "float"},
        {"boolean", "bool"}, {"str", "string"},    {"String", "string"},  {"text", "string"},
        {"date", "time"},    {"datetime", "time"}, {"timestamp", "time"}, {"any", "json"},
        {"object", "json"},
    };

    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(name, known[i][0]) == 0)
            return known[i][1];
    }
    return NULL;
}

/* Offers the nearest declared name; of terms alone where it must be one. */
static void offer_near(struct resolver *r, struct diag *d, const struct ast_name *name,
                       bool only_terms)
{
    struct diag_near near;
    const char *best = only_terms ? NULL : base_type_elsewhere(name->text);

    if (diags_full(&r->c->diags)) /* nobody will read it */
        return;
    diag_near_init(&near, name->text);
    for (size_t i = 0; i < r->names.n && !best; i++) {
        const struct declared *candidate = r->names.entries[i].value;

        if (!candidate->open && candidate->kind != DECLARED_ERROR &&
            (!only_terms || candidate->kind == DECLARED_TERM))
            diag_near_try(&near, candidate->name);
    }
    if (!best)
        best = near.best;
    if (best)
        diag_fix(d, name->span, best, "did you mean `%s`?", best);
}

static const struct type *type_of_name(struct resolver *r, const struct ast_name *name)
{
    struct declared *d = resolve_declared(r, name->text);

    if (d && d->kind == DECLARED_ERROR) {
        diag_label(diag_add(&r->c->diags, DIAG_UNKNOWN_TYPE, name->span,
                            "`%s` is an error, which no value has as its type", name->text),
                   d->span, "`%s` is declared here", name->text);
        return type_base(&r->model->types, TYPE_ERROR);
    }
    if (d)
        return d->kind == DECLARED_TERM ? dictionary_term_type(r, d) : d->type;
    if (name->text)
        offer_near(r,
                   diag_add(&r->c->diags, DIAG_UNKNOWN_TYPE, name->span,
                            "there is no type or term `%s`", name->text),
                   name, false);
    return type_base(&r->model->types, TYPE_ERROR);
}

static const struct type *written_type(struct resolver *r, const struct ast_type *syntax)
{
    struct types *types = &r->model->types;
    const struct type *elem;

    switch (syntax->kind) {
    case AST_TYPE_NAME:
        return type_of_name(r, &syntax->name);
    case AST_TYPE_LIST:
        elem = resolve_type(r, syntax->elem);
        return elem->kind == TYPE_ERROR ? elem : type_list(types, elem);
    case AST_TYPE_OPTIONAL:
        return type_optional(types, resolve_type(r, syntax->elem));
    case AST_TYPE_MAP:
        resolve_error(r, DIAG_NOT_SUPPORTED, syntax->span,
                      "`{T}`, an object with any keys, is not supported yet");
        break;
    case AST_TYPE_ERROR:
        break;
    }
    return type_base(types, TYPE_ERROR);
}

const struct type *resolve_type(struct resolver *r, const struct ast_type *syntax)
{
    const struct type *type = written_type(r, syntax);

    return syntax->colour.text ? resolve_colour(r, type, syntax) : type;
}

static bool is_name(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* `name string` for `name: string`: reported where a type stands right behind the name; nothing
 * more is said of that type. */
static bool lacks_colon(struct resolver *r, const struct ast_name *name)
{
    const struct orch_str text = sources_get(&r->c->sources, name->span.file)->text;
    const struct span end = {name->span.file, name->span.end, name->span.end};
    const struct declared *type;
    uint32_t begin = name->span.end, stop;
    struct diag *d;

    if (r->colon_at.file == name->span.file && r->colon_at.end == name->span.begin)
        return true;
    while (begin < text.len && text.ptr[begin] == ' ')
        begin++;
    for (stop = begin; stop < text.len && is_name(text.ptr[stop]);)
        stop++;
    type = orch_map_get(&r->names, orch_str_n(text.ptr + begin, stop - begin));
    if (!type || begin == name->span.end || resolve_declared(r, name->text) ||
        type->kind == DECLARED_TERM || type->kind == DECLARED_ERROR)
        return false;
    d = diag_add(&r->c->diags, DIAG_UNKNOWN_TYPE, name->span, "there is no term `%s`", name->text);
    diag_fix(d, end, ":", "a `:` stands before its type: `%s: %s`", name->text, type->name);
    r->colon_at = (struct span){name->span.file, end.begin, begin};
    return true;
}

/* A name alone stands for the term of that name, and there is none. */
static void report_bare(struct resolver *r, const struct ast_name *name)
{
    const struct declared *other = resolve_declared(r, name->text);
    struct diag *d;

    if (lacks_colon(r, name))
        return;
    d = diag_add(&r->c->diags, DIAG_UNKNOWN_TYPE, name->span, "there is no term `%s`", name->text);
    diag_note(d,
              "a name alone stands for the term of that name: write `%s: type`, "
              "or declare the term in a dictionary",
              name->text);
    if (!other) {
        offer_near(r, d, name, true);
        return;
    }
    diag_fix(d, name->span, memory_text(&r->c->arena, "%s: %s", name->text, name->text),
             "`%s` is a type, so `%s: %s` would be a member of that type", name->text, name->text,
             name->text);
}

struct term *resolve_term(struct resolver *r, const struct ast_name *name)
{
    struct declared *d = resolve_declared(r, name->text);

    if (d && d->kind == DECLARED_TERM) {
        dictionary_term_type(r, d);
        return d->term;
    }
    if (name->text)
        offer_near(r,
                   diag_add(&r->c->diags, DIAG_UNKNOWN_TYPE, name->span,
                            d ? "`%s` is a type, not a term" : "there is no term `%s`", name->text),
                   name, true);
    return NULL;
}

const struct type *resolve_member_type(struct resolver *r, const struct ast_name *name,
                                       const struct ast_type *syntax, bool optional)
{
    struct types *types = &r->model->types;
    struct declared *d = resolve_declared(r, name->text);
    const struct type *type;

    if (syntax) {
        type = resolve_type(r, syntax);
    } else if (d && d->kind == DECLARED_TERM) {
        type = dictionary_term_type(r, d);
    } else {
        if (name->text)
            report_bare(r, name);
        type = type_base(types, TYPE_ERROR);
    }
    return optional ? type_optional(types, type) : type;
}
