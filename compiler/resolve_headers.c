/* Headers: their names, wherever they are said, and those that every call of a service or operation
 * sends: `header "Authorization" = "Bearer {env API_TOKEN}"`. */
#include "resolve_parts.h"

bool resolve_header_name(struct resolver *r, const struct ast_string *name,
                         enum orch_header_use use)
{
    struct diag *d;

    if (!name->text.ptr)
        return false;
    if (!orch_header_is_name(name->text)) {
        d = resolve_error(r, DIAG_BAD_HEADER, name->span, "this is no name of a header");
        diag_note(d, "it has letters, digits and `-`, as in \"X-Tenant\" (RFC 9110, 5.1)");
        return false;
    }
    if (!orch_header_is_reserved(name->text, use))
        return true;
    d = diag_add(&r->c->diags, DIAG_BAD_HEADER, name->span, "the header `%.*s` cannot be %s",
                 ORCH_STR_ARG(name->text), use == ORCH_HEADER_READ ? "read" : "set");
    if (use == ORCH_HEADER_SENT && !orch_header_is_reserved(name->text, ORCH_HEADER_CONSTANT))
        diag_note(d, "it is the same in all calls: write a clause `header \"%.*s\" = \"...\"`",
                  ORCH_STR_ARG(name->text));
    else
        diag_note(d, "it belongs to the connection or to how messages are sent");
    return false;
}

/* --- constants */

static void report_fault(struct resolver *r, struct span span, const char *what, const char *note)
{
    struct diag *d = resolve_error(r, DIAG_BAD_HEADER, span, what);

    if (note)
        diag_note(d, "%s", note);
}

/* True where the text can be part of a value; `ends`: it begins or ends the value. */
static bool is_sendable(struct resolver *r, const struct ast_expr *text, bool begins, bool ends)
{
    const struct orch_str s = text->string;

    for (size_t i = 0; i < s.len; i++) {
        if (((unsigned char)s.ptr[i] < ' ' && s.ptr[i] != '\t') || s.ptr[i] == 0x7f) {
            report_fault(r, text->span, "a header has no line end or other control character",
                         NULL);
            return false;
        }
    }
    if (s.len > 0 &&
        ((begins && strchr(" \t", s.ptr[0])) || (ends && strchr(" \t", s.ptr[s.len - 1])))) {
        report_fault(r, text->span, "white space around the value of a header is not sent",
                     "leave it out");
        return false;
    }
    return true;
}

static bool add_parts(struct resolver *r, struct header *h, const struct ast_clause *clause)
{
    for (const struct ast_expr *e = clause->values; e; e = e->next) {
        struct header_part part = {.env = NULL};

        if (e->kind == AST_EXPR_NAME) {
            part.env = e->name.text;
        } else if (e->kind == AST_EXPR_STRING) {
            if (!is_sendable(r, e, e == clause->values, !e->next))
                return false;
            part.text = e->string;
            if (part.text.len == 0)
                continue;
        }
        h->parts = memory_grow(&r->c->arena, h->parts, h->n_parts, sizeof *h->parts);
        h->parts[h->n_parts++] = part;
    }
    if (h->n_parts == 0 && clause->values)
        report_fault(r, clause->values->span, "a header needs a value",
                     "leave the clause out to send none");
    return h->n_parts > 0;
}

static const struct header *find(const struct headers *hs, struct orch_str name)
{
    for (unsigned i = 0; i < hs->n; i++) {
        if (orch_header_same(hs->items[i].name, name))
            return &hs->items[i];
    }
    return NULL;
}

static void add(struct resolver *r, struct headers *hs, const struct header *h)
{
    hs->items = memory_grow(&r->c->arena, hs->items, hs->n, sizeof *hs->items);
    hs->items[hs->n++] = *h;
}

static void report_twice(struct resolver *r, struct orch_str name, struct span span,
                         struct span first, const char *label)
{
    struct diag *d = diag_add(&r->c->diags, DIAG_BAD_HEADER, span, "the header `%.*s` is set twice",
                              ORCH_STR_ARG(name));

    diag_label(d, first, "%s", label);
}

struct headers resolve_headers(struct resolver *r, const struct ast_clause *list)
{
    struct headers hs = {NULL, 0};

    for (const struct ast_clause *c = list; c; c = c->next) {
        struct header h = {.name = c->string.text, .span = c->string.span};
        const struct header *first;

        if (c->kind != AST_CLAUSE_HEADER ||
            !resolve_header_name(r, &c->string, ORCH_HEADER_CONSTANT) || !add_parts(r, &h, c))
            continue;
        first = find(&hs, h.name);
        if (first)
            report_twice(r, h.name, h.span, first->span, "the first is here");
        else
            add(r, &hs, &h);
    }
    return hs;
}

static const struct param *header_param(const struct operation *o, struct orch_str name)
{
    for (unsigned i = 0; i < o->n_params; i++) {
        if (o->params[i].place == PLACE_HEADER && orch_header_same(o->params[i].wire, name))
            return &o->params[i];
    }
    return NULL;
}

void resolve_operation_headers(struct resolver *r, struct operation *o,
                               const struct ast_clause *list)
{
    const struct headers *common = &o->service->headers;
    const unsigned n_own = (o->headers = resolve_headers(r, list)).n;

    for (unsigned i = 0; i < n_own; i++) {
        const struct header *h = &o->headers.items[i];
        const struct param *p = header_param(o, h->name);

        if (p)
            report_twice(r, h->name, h->span, p->span, "by this parameter");
    }
    for (unsigned i = 0; i < common->n; i++) {
        const struct orch_str name = common->items[i].name;

        if (!find(&o->headers, name) && !header_param(o, name))
            add(r, &o->headers, &common->items[i]);
    }
}
