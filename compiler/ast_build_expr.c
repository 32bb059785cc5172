/* Making the tree: expressions; see ast_build.h. */
#include "ast_build.h"

#include "memory.h"
#include "parser.h"

struct ast_expr *ast_expr_new(struct parser *p, struct span span, enum ast_expr_kind kind)
{
    struct ast_expr *expr = memory_new(&p->c->arena, 1, sizeof *expr);

    expr->kind = kind;
    expr->span = span;
    expr->depth = 1;
    return expr;
}

/* An expression above others that are `below` deep; an ERROR where that is too deep. */
static struct ast_expr *expr_above(struct parser *p, struct span span, enum ast_expr_kind kind,
                                   unsigned below)
{
    struct ast_expr *expr;

    if (below >= PARSE_MAX_TREE) {
        ast_too_deep(p, span);
        return ast_expr_new(p, span, AST_EXPR_ERROR);
    }
    expr = ast_expr_new(p, span, kind);
    expr->depth = below + 1;
    return expr;
}

static unsigned deeper(unsigned below, const struct ast_expr *expr)
{
    return expr && expr->depth > below ? expr->depth : below;
}

static unsigned deepest(const struct ast_expr_list *list)
{
    unsigned below = 0;

    for (const struct ast_expr *e = list->first; e; e = e->next)
        below = deeper(below, e);
    return below;
}

struct ast_expr *ast_integer(struct parser *p, struct span span, enum ast_expr_kind kind,
                             int64_t value)
{
    struct ast_expr *expr = ast_expr_new(p, span, kind);

    expr->integer = value;
    return expr;
}

struct ast_expr *ast_float(struct parser *p, struct span span, double value)
{
    struct ast_expr *expr = ast_expr_new(p, span, AST_EXPR_FLOAT);

    expr->number = value;
    return expr;
}

struct ast_expr *ast_minus(struct span span, struct ast_expr *number)
{
    number->span = span;
    if (number->kind == AST_EXPR_FLOAT)
        number->number = -number->number;
    else if (number->kind != AST_EXPR_UNSUPPORTED)
        number->integer = -number->integer; /* a literal is never the least integer */
    return number;
}

struct ast_expr *ast_bool(struct parser *p, struct span span, bool value)
{
    struct ast_expr *expr = ast_expr_new(p, span, AST_EXPR_BOOL);

    expr->truth = value;
    return expr;
}

struct ast_expr *ast_string_expr(struct parser *p, struct span span, struct orch_str text)
{
    struct ast_expr *expr = ast_expr_new(p, span, AST_EXPR_STRING);

    expr->string = text;
    return expr;
}

struct ast_expr *ast_name_expr(struct parser *p, struct ast_name name)
{
    struct ast_expr *expr = ast_expr_new(p, name.span, AST_EXPR_NAME);

    expr->name = name;
    return expr;
}

struct ast_expr *ast_field(struct parser *p, struct span span, enum ast_expr_kind kind,
                           struct ast_expr *base, struct ast_name name)
{
    struct ast_expr *expr = expr_above(p, span, kind, base->depth);

    if (expr->kind != kind)
        return expr;
    expr->field.base = base;
    expr->field.name = name;
    return expr;
}

struct ast_expr *ast_call(struct parser *p, struct span span, struct ast_name name,
                          struct ast_expr_list args)
{
    struct ast_expr *expr = expr_above(p, span, AST_EXPR_CALL, deepest(&args));

    if (expr->kind != AST_EXPR_CALL)
        return expr;
    expr->call.name = name;
    expr->call.args = args.first;
    return expr;
}

struct ast_expr *ast_unary(struct parser *p, struct span span, enum ast_operator op,
                           struct span op_span, struct ast_expr *right)
{
    struct ast_expr *expr = expr_above(p, span, AST_EXPR_UNARY, right->depth);

    if (expr->kind != AST_EXPR_UNARY)
        return expr;
    expr->binary.op = op;
    expr->binary.op_span = op_span;
    expr->binary.right = right;
    return expr;
}

struct ast_expr *ast_binary(struct parser *p, struct span span, struct ast_expr *left,
                            enum ast_operator op, struct span op_span, struct ast_expr *right)
{
    struct ast_expr *expr = expr_above(p, span, AST_EXPR_BINARY, deeper(left->depth, right));

    if (expr->kind != AST_EXPR_BINARY)
        return expr;
    expr->binary.op = op;
    expr->binary.op_span = op_span;
    expr->binary.left = left;
    expr->binary.right = right;
    return expr;
}

struct ast_expr *ast_cond(struct parser *p, struct span span, struct ast_expr *cond,
                          struct ast_expr *then, struct ast_expr *otherwise)
{
    unsigned below = deeper(deeper(cond->depth, then), otherwise);
    struct ast_expr *expr = expr_above(p, span, AST_EXPR_COND, below);

    if (expr->kind != AST_EXPR_COND)
        return expr;
    expr->cond.cond = cond;
    expr->cond.then = then;
    expr->cond.otherwise = otherwise;
    return expr;
}

struct ast_expr *ast_parts(struct parser *p, struct span span, enum ast_expr_kind kind,
                           struct ast_expr_list parts)
{
    struct ast_expr *expr = expr_above(p, span, kind, deepest(&parts));

    if (expr->kind == kind)
        expr->parts = parts.first;
    return expr;
}

struct ast_expr_list ast_text_add(struct parser *p, struct ast_expr_list parts,
                                  struct orch_str text, struct span span)
{
    return text.len == 0 ? parts : ast_expr_add(parts, ast_string_expr(p, span, text));
}

struct ast_expr *ast_record(struct parser *p, struct span span, struct ast_entry_list entries)
{
    unsigned below = 0;
    struct ast_expr *expr;

    for (const struct ast_entry *e = entries.first; e; e = e->next)
        below = deeper(below, e->value);
    expr = expr_above(p, span, AST_EXPR_RECORD, below);
    if (expr->kind == AST_EXPR_RECORD)
        expr->entries = entries.first;
    return expr;
}

struct ast_expr *ast_for(struct parser *p, struct span span, struct ast_expr *value,
                         struct ast_name var, struct ast_expr *list, struct ast_expr *cond)
{
    unsigned below = deeper(deeper(value->depth, list), cond);
    struct ast_expr *expr = expr_above(p, span, AST_EXPR_FOR, below);

    if (expr->kind != AST_EXPR_FOR)
        return expr;
    expr->loop.value = value;
    expr->loop.var = var;
    expr->loop.list = list;
    expr->loop.cond = cond;
    return expr;
}

struct ast_expr *ast_expr_unsupported(struct parser *p, struct span span, const char *what)
{
    struct ast_expr *expr = ast_expr_new(p, span, AST_EXPR_UNSUPPORTED);

    expr->what = what;
    return expr;
}

struct ast_entry *ast_entry_new(struct parser *p, struct span span, struct ast_name name,
                                struct ast_expr *value)
{
    struct ast_entry *entry = memory_new(&p->c->arena, 1, sizeof *entry);

    entry->name = name;
    entry->value = value;
    entry->span = span;
    return entry;
}

struct ast_entry *ast_entry_spread(struct parser *p, struct span span)
{
    return ast_entry_new(p, span, ast_no_name(span), ast_expr_unsupported(p, span, "`...`"));
}
