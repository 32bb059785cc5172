/* Clauses and marks: which belong to which declaration, and the simple ones that several have. */
#include "resolve_parts.h"

#define MAX_TIMEOUT_MS (60 * 60 * 1000)

/* Constraints and marks of values: they belong to terms. */
#define TERM_ONLY                                                                                  \
    (CLAUSE(MIN) | CLAUSE(MAX) | CLAUSE(LENGTH) | CLAUSE(MATCHES) | CLAUSE(ONE_OF) |               \
     CLAUSE(UNIT) | CLAUSE(SECRET))

const char *resolve_clause_text(enum ast_clause_kind kind)
{
    static const char *const texts[] = {
#define X(id, text) [AST_CLAUSE_##id] = text,
        AST_CLAUSES(X)
#undef X
    };

    return texts[kind];
}

static void report_misplaced(struct resolver *r, const struct ast_clause *clause, const char *owner)
{
    const char *text = resolve_clause_text(clause->kind);
    struct diag *d = diag_add(&r->c->diags, DIAG_BAD_CLAUSE, clause->span,
                              "`%s` does not belong to %s", text, owner);

    if ((1u << clause->kind) & TERM_ONLY)
        diag_note(d,
                  "`%s` says something of a meaning: declare a term in a dictionary "
                  "with it, and use that term here",
                  text);
}

struct clauses resolve_clauses(struct resolver *r, const struct ast_clause *list, unsigned allowed,
                               const char *owner)
{
    struct clauses cs = {{NULL}};

    for (const struct ast_clause *c = list; c; c = c->next) {
        if (c->kind == AST_CLAUSE_UNSUPPORTED) {
            diag_add(&r->c->diags, DIAG_NOT_SUPPORTED, c->span, "%s is not supported yet", c->what);
        } else if (!((1u << c->kind) & allowed)) {
            report_misplaced(r, c, owner);
        } else if (c->kind == AST_CLAUSE_ANSWER) {
            continue; /* there may be several: resolve_answers reads them */
        } else if (cs.of[c->kind] && c->kind != AST_CLAUSE_HEADER) {
            struct diag *d = diag_add(&r->c->diags, DIAG_BAD_CLAUSE, c->span, "`%s` is given twice",
                                      resolve_clause_text(c->kind));

            diag_label(d, cs.of[c->kind]->span, "the first is here");
        } else {
            cs.of[c->kind] = c;
        }
    }
    return cs;
}

bool resolve_supported(struct resolver *r, const struct ast_expr *e)
{
    if (e->kind == AST_EXPR_UNSUPPORTED)
        diag_add(&r->c->diags, DIAG_NOT_SUPPORTED, e->span, "%s is not supported yet", e->what);
    return e->kind != AST_EXPR_UNSUPPORTED && e->kind != AST_EXPR_ERROR;
}

struct orch_str resolve_wire_name(struct resolver *r, const struct clauses *cs, const char *name)
{
    const struct ast_clause *json = cs->of[AST_CLAUSE_JSON];

    if (!json || !json->string.text.ptr)
        return orch_str(name);
    if (json->string.text.len == 0)
        resolve_error(r, DIAG_BAD_CLAUSE, json->string.span, "a name in JSON is not empty here");
    return json->string.text;
}

const struct span *resolve_wire_span(const struct clauses *cs, const struct ast_name *name)
{
    const struct ast_clause *json = cs->of[AST_CLAUSE_JSON];

    return json ? &json->span : &name->span;
}

void resolve_timeout(struct resolver *r, const struct clauses *cs, uint32_t *ms, struct span *span)
{
    const struct ast_clause *c = cs->of[AST_CLAUSE_TIMEOUT];
    const struct ast_expr *value = c ? c->value : NULL;

    if (!value || !resolve_supported(r, value))
        return;
    if (value->kind != AST_EXPR_DURATION) {
        resolve_error(r, DIAG_BAD_CLAUSE, value->span,
                      "`timeout` takes a duration, such as 300ms or 2s");
    } else if (value->integer <= 0 || value->integer > MAX_TIMEOUT_MS) {
        resolve_error(r, DIAG_BAD_CLAUSE, value->span,
                      "a timeout is longer than nothing and at most 1h");
    } else {
        *ms = (uint32_t)value->integer;
        *span = c->span;
    }
}

struct span resolve_inside(const struct resolver *r, const struct ast_string *s, size_t at,
                           size_t len)
{
    const struct source *src = sources_get(&r->c->sources, s->span.file);
    uint32_t i = s->span.begin + 1, end = s->span.end - 1, from = i;

    if (!src || end < i || end > src->text.len || at + len > s->text.len)
        return s->span;
    for (size_t k = 0; k < at + len && i < end; k++, i++) {
        const char *raw = src->text.ptr + i;

        if (k == at)
            from = i;
        if (*raw == s->text.ptr[k])
            continue;
        if (*raw != '\\' || raw[1] == 'u') /* cut short, or several bytes: the whole will do */
            return s->span;
        i++;
    }
    return (struct span){s->span.file, len ? from : i, i};
}
