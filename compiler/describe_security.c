/* Credentials: what `security` asks for is sent as headers, their values from the environment. A
 * scheme `bearerAuth` of a description that is imported as `catalog` is CATALOG_BEARER_AUTH. Of
 * alternatives the first counts that can be sent. */
#include "describe_parts.h"

#include "runtime/header.h"

#include <strings.h>

/* A header that proves who calls. */
struct proof {
    struct orch_str header;
    const char *before; /* the value from the environment; "Bearer " */
    const struct node_entry *scheme;
};

/* False where the scheme cannot be sent as a header. */
static bool read_scheme(struct describing *o, const struct node_entry *wanted, struct proof *proof)
{
    const struct node *schemes = node_map(node_map(o->d->root, "components"), "securitySchemes");
    const struct node_entry *entry = node_entry(schemes, wanted->key);
    const struct node *n = entry ? describe_follow(o->d, &o->w, entry->value) : NULL;
    const struct node *type = node_get(n, "type");
    const struct orch_str scheme = node_string(n, "scheme");

    *proof = (struct proof){orch_str("Authorization"), "Bearer ", wanted};
    if (node_is(type, "oauth2") || node_is(type, "openIdConnect"))
        return true;
    if (node_is(type, "http")) {
        if (scheme.len == 5 && strncasecmp(scheme.ptr, "basic", 5) == 0)
            proof->before = "Basic ";
        return proof->before[1] == 'a' ||
               (scheme.len == 6 && strncasecmp(scheme.ptr, "bearer", 6) == 0);
    }
    if (!node_is(type, "apiKey") || !node_is(node_get(n, "in"), "header"))
        return false;
    proof->header = node_string(n, "name");
    proof->before = "";
    return orch_header_is_name(proof->header) &&
           !orch_header_is_reserved(proof->header, ORCH_HEADER_CONSTANT);
}

/* A parameter is that header. */
static bool is_given(const struct describing *o, struct orch_str header)
{
    for (const struct ast_member *m = o->item->operation->params; m; m = m->next) {
        const struct ast_clause *from = m->clauses;

        if (from && from->kind == AST_CLAUSE_FROM && from->string.text.ptr &&
            orch_header_same(from->string.text, header))
            return true;
    }
    return false;
}

static struct ast_expr *part(struct describing *o, enum ast_expr_kind kind, struct span span)
{
    struct ast_expr *e = memory_new(&o->d->c->arena, 1, sizeof *e);

    e->kind = kind;
    e->depth = 1;
    e->span = span;
    return e;
}

static void add_header(struct describing *o, const struct proof *proof)
{
    const struct span span = proof->scheme->key_span;
    struct ast_clause **end = &o->item->operation->clauses, *clause;
    struct ast_expr *value = part(o, AST_EXPR_NAME, span);

    if (is_given(o, proof->header))
        return;
    clause = describe_clause(o->d, AST_CLAUSE_HEADER, span);
    clause->string = (struct ast_string){proof->header, span};
    value->name =
        (struct ast_name){describe_env(o->d, describe_identifier(o->d, proof->scheme->key)), span};
    clause->values = value;
    if (*proof->before) {
        clause->values = part(o, AST_EXPR_STRING, span);
        clause->values->string = orch_str(proof->before);
        clause->values->next = value;
    }
    while (*end)
        end = &(*end)->next;
    *end = clause;
}

/* All that one alternative asks for; false where some of it cannot be sent. */
static bool read_alternative(struct describing *o, const struct node *alternative,
                             struct proof *proofs)
{
    if (alternative->kind != NODE_MAP)
        return false;
    for (unsigned i = 0; i < alternative->n; i++) {
        if (!read_scheme(o, &alternative->entries[i], &proofs[i]))
            return false;
        for (unsigned k = 0; k < i; k++) {
            if (orch_header_same(proofs[k].header, proofs[i].header))
                return false;
        }
    }
    return true;
}

void describe_security(struct describing *o)
{
    const struct node *holder = node_get(o->node, "security") ? o->node : o->d->root;
    const struct node *list = node_list(holder, "security");

    for (unsigned i = 0; list && i < list->n; i++) {
        const struct node *alternative = list->entries[i].value;
        struct proof *proofs = memory_new(&o->d->c->arena, alternative->n, sizeof *proofs);

        if (!read_alternative(o, alternative, proofs))
            continue;
        for (unsigned k = 0; k < alternative->n; k++)
            add_header(o, &proofs[k]);
        return;
    }
    if (list && list->n > 0)
        describe_note(o->d, &o->w, DIAG_DESCRIBED_LEFT_OUT, node_key_span(holder, "security"),
                      "`security` is left out: nothing is sent that proves who calls");
}
