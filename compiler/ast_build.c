/* Making the tree: names, lists, declarations and types; see ast_build.h. */
#include "ast_build.h"

#include "memory.h"
#include "parser.h"

#define X(node)                                                                                    \
    struct ast_##node##_list ast_##node##_add(struct ast_##node##_list list,                       \
                                              struct ast_##node *node)                             \
    {                                                                                              \
        if (!node)                                                                                 \
            return list;                                                                           \
        if (list.last)                                                                             \
            list.last->next = node;                                                                \
        else                                                                                       \
            list.first = node;                                                                     \
        list.last = node;                                                                          \
        return list;                                                                               \
    }
AST_LISTS(X)
#undef X

struct ast_name ast_name_new(const char *word, struct span span)
{
    return (struct ast_name){word, span};
}

struct ast_string ast_string_new(struct orch_str text, struct span span)
{
    return (struct ast_string){text, span};
}

struct ast_name ast_no_name(struct span near)
{
    return (struct ast_name){NULL, {near.file, near.end, near.end}};
}

struct ast_string ast_no_string(struct span near)
{
    return (struct ast_string){{NULL, 0}, {near.file, near.end, near.end}};
}

void ast_too_deep(struct parser *p, struct span span)
{
    diag_note(parser_report(p, DIAG_TOO_DEEP, span, "this is nested too deep"),
              "an expression or a chain of `else if` has at most %d steps", PARSE_MAX_TREE);
    p->gave_up = true;
}

/* --- declarations ------------------------------------------------------------------------ */

static struct ast_decl *decl_new(struct parser *p, struct span span, enum ast_decl_kind kind,
                                 struct ast_name name)
{
    struct ast_decl *decl = memory_new(&p->c->arena, 1, sizeof *decl);

    decl->kind = kind;
    decl->span = span;
    decl->name = name;
    decl->doc = parser_doc(p, span.begin);
    return decl;
}

void ast_file_add(struct parser *p, struct ast_decl *decl)
{
    if (!decl)
        return;
    if (p->last_decl)
        p->last_decl->next = decl;
    else
        p->file->decls = decl;
    p->last_decl = decl;
}

struct ast_decl *ast_import(struct parser *p, struct span span, struct ast_string path,
                            struct ast_name name)
{
    struct ast_decl *decl = decl_new(p, span, AST_DECL_IMPORT, name);

    decl->path = path;
    return decl;
}

struct ast_decl *ast_colour(struct parser *p, struct span span, struct ast_name name,
                            struct ast_paint_list paints)
{
    struct ast_decl *decl = decl_new(p, span, AST_DECL_COLOUR, name);

    decl->paints = paints.first;
    return decl;
}

struct ast_paint *ast_paint_new(struct parser *p, struct span span, struct ast_name of,
                                struct ast_name member, struct ast_name term)
{
    struct ast_paint *paint = memory_new(&p->c->arena, 1, sizeof *paint);

    paint->of = of;
    paint->member = member;
    paint->term = term;
    paint->span = span;
    return paint;
}

struct ast_decl *ast_dictionary(struct parser *p, struct span span, struct ast_name name,
                                struct ast_terms terms)
{
    struct ast_decl *decl = decl_new(p, span, AST_DECL_DICTIONARY, name);

    decl->dictionary.terms = terms.members.first;
    decl->dictionary.converts = terms.first;
    return decl;
}

struct ast_decl *ast_members(struct parser *p, struct span span, enum ast_decl_kind kind,
                             struct ast_name name, struct ast_member_list members)
{
    struct ast_decl *decl = decl_new(p, span, kind, name);

    decl->members = members.first;
    return decl;
}

struct ast_decl *ast_error(struct parser *p, struct span span, struct ast_name name,
                           struct ast_expr *status, struct ast_member_list fields)
{
    struct ast_decl *decl = decl_new(p, span, AST_DECL_ERROR, name);

    decl->error.status = status;
    decl->error.fields = fields.first;
    return decl;
}

struct ast_decl *ast_service(struct parser *p, struct span span, struct ast_name name,
                             struct ast_service_body body)
{
    struct ast_decl *decl = decl_new(p, span, AST_DECL_SERVICE, name);

    decl->service.clauses = body.clauses.first;
    decl->service.operations = body.operations.first;
    return decl;
}

struct ast_service_body ast_service_operation(struct ast_service_body body,
                                              struct ast_operation *operation)
{
    body.operations = ast_operation_add(body.operations, operation);
    return body;
}

struct ast_decl *ast_flow(struct parser *p, struct span span, struct ast_name name,
                          struct ast_member_list params, struct ast_type *result,
                          struct ast_clause_list clauses, struct ast_stmt *body)
{
    struct ast_decl *decl = decl_new(p, span, AST_DECL_FLOW, name);

    decl->flow.params = params.first;
    decl->flow.result = result;
    decl->flow.clauses = clauses.first;
    decl->flow.body = body;
    return decl;
}

struct ast_decl *ast_decl_unsupported(struct parser *p, struct span span, struct ast_name name,
                                      const char *what)
{
    struct ast_decl *decl = decl_new(p, span, AST_DECL_UNSUPPORTED, name);

    decl->what = what;
    return decl;
}

struct ast_decl *ast_decl_reserved(struct parser *p, struct span span, const char *word)
{
    return ast_decl_unsupported(p, span, ast_no_name(span),
                                memory_text(&p->c->arena, "`%s`", word));
}

struct ast_decl *ast_durable(struct parser *p, struct span span, const struct ast_decl *flow)
{
    if (!flow)
        return NULL;
    return ast_decl_unsupported(p, span, flow->name, "a `durable` flow");
}

struct ast_terms ast_terms_member(struct ast_terms terms, struct ast_member *member)
{
    terms.members = ast_member_add(terms.members, member);
    return terms;
}

struct ast_terms ast_terms_convert(struct ast_terms terms, struct ast_convert *convert)
{
    if (terms.last)
        terms.last->next = convert;
    else
        terms.first = convert;
    terms.last = convert;
    return terms;
}

struct ast_convert *ast_convert_new(struct parser *p, struct span span, struct ast_name from,
                                    struct ast_name to, struct ast_expr *value)
{
    struct ast_convert *convert = memory_new(&p->c->arena, 1, sizeof *convert);

    convert->from = from;
    convert->to = to;
    convert->value = value;
    convert->span = span;
    return convert;
}

struct ast_member *ast_member_new(struct parser *p, struct span span, struct ast_name name,
                                  bool optional, struct ast_type *type,
                                  struct ast_clause_list marks)
{
    struct ast_member *member = memory_new(&p->c->arena, 1, sizeof *member);

    member->name = name;
    member->optional = optional;
    member->type = type;
    member->clauses = marks.first;
    member->doc = parser_doc(p, span.begin);
    member->span = span;
    return member;
}

struct ast_operation *ast_operation_new(struct parser *p, struct span span, struct ast_name name,
                                        struct ast_member_list params, struct ast_result result,
                                        struct ast_name method, struct ast_string path,
                                        struct ast_clause_list clauses)
{
    struct ast_operation *operation = memory_new(&p->c->arena, 1, sizeof *operation);

    operation->name = name;
    operation->params = params.first;
    operation->result_name = result.name;
    operation->result_type = result.type;
    operation->method = method;
    operation->path = path;
    operation->clauses = clauses.first;
    operation->doc = parser_doc(p, span.begin);
    operation->span = span;
    return operation;
}

/* --- types ------------------------------------------------------------------------------- */

static struct ast_type *type_new(struct parser *p, struct span span, enum ast_type_kind kind)
{
    struct ast_type *type = memory_new(&p->c->arena, 1, sizeof *type);

    type->kind = kind;
    type->depth = 1;
    type->span = span;
    return type;
}

struct ast_type *ast_type_name(struct parser *p, struct ast_name name)
{
    struct ast_type *type = type_new(p, name.span, AST_TYPE_NAME);

    type->name = name;
    return type;
}

static void refer(struct parser *p, struct ast_name of, struct ast_name name, bool is_type)
{
    struct ast_reference *reference = memory_new(&p->c->arena, 1, sizeof *reference);

    reference->of = of;
    reference->name = name;
    reference->is_type = is_type;
    reference->next = p->file->references;
    p->file->references = reference;
}

struct ast_type *ast_type_qualified(struct parser *p, struct span span, struct ast_name of,
                                    struct ast_name name)
{
    const char *full = memory_text(&p->c->arena, "%s.%s", of.text, name.text);

    refer(p, of, name, true);
    return ast_type_name(p, ast_name_new(intern(&p->c->names, orch_str(full)), span));
}

struct ast_callee ast_callee_of(struct parser *p, struct ast_name service,
                                struct ast_name operation)
{
    refer(p, service, operation, false);
    return (struct ast_callee){service, operation};
}

struct ast_type *ast_type_error(struct parser *p, struct span span)
{
    return type_new(p, span, AST_TYPE_ERROR);
}

struct ast_type *ast_type_of(struct parser *p, struct span span, enum ast_type_kind kind,
                             struct ast_type *elem)
{
    struct ast_type *type;

    if (elem->depth >= PARSE_MAX_TREE) {
        ast_too_deep(p, span);
        return ast_type_error(p, span);
    }
    type = type_new(p, span, kind);
    type->elem = elem;
    type->depth = elem->depth + 1;
    return type;
}
