/* Making the tree: statements; see ast_build.h. */
#include "ast_build.h"

#include "memory.h"
#include "parser.h"

struct ast_stmt *ast_stmt_new(struct parser *p, struct span span, enum ast_stmt_kind kind)
{
    struct ast_stmt *stmt = memory_new(&p->c->arena, 1, sizeof *stmt);

    stmt->kind = kind;
    stmt->span = span;
    stmt->depth = 1;
    return stmt;
}

/* A statement above others that are `below` deep; an ERROR where that is too deep. */
static struct ast_stmt *stmt_above(struct parser *p, struct span span, enum ast_stmt_kind kind,
                                   unsigned below)
{
    struct ast_stmt *stmt;

    if (below >= PARSE_MAX_TREE) {
        ast_too_deep(p, span);
        return ast_stmt_new(p, span, AST_STMT_ERROR);
    }
    stmt = ast_stmt_new(p, span, kind);
    stmt->depth = below + 1;
    return stmt;
}

struct ast_stmt *ast_assign(struct parser *p, struct span span, struct ast_name target,
                            struct ast_expr *value)
{
    struct ast_stmt *stmt = ast_stmt_new(p, span, AST_STMT_ASSIGN);

    stmt->assign.target = target;
    stmt->assign.value = value;
    return stmt;
}

struct ast_stmt *ast_invoke(struct parser *p, struct span span, struct ast_callee callee,
                            struct ast_arguments args, struct ast_tail tail)
{
    struct ast_stmt *stmt = ast_stmt_new(p, span, AST_STMT_INVOKE);

    stmt->invoke.target = (struct ast_name){NULL, {span.file, span.begin, span.begin}};
    stmt->invoke.service = callee.service;
    stmt->invoke.operation = callee.operation;
    stmt->invoke.args = args.first;
    stmt->invoke.has_args = args.written;
    stmt->invoke.clauses = tail.clauses.first;
    stmt->invoke.fallbacks = tail.first;
    return stmt;
}

struct ast_stmt *ast_invoke_target(struct span span, struct ast_name target,
                                   struct ast_stmt *invoke)
{
    invoke->span = span;
    invoke->invoke.target = target;
    return invoke;
}

struct ast_stmt *ast_block(struct parser *p, struct span span, enum ast_stmt_kind kind,
                           struct ast_stmt_list body)
{
    unsigned below = 0;
    struct ast_stmt *stmt;

    for (const struct ast_stmt *s = body.first; s; s = s->next)
        below = s->depth > below ? s->depth : below;
    stmt = stmt_above(p, span, kind, below);
    if (stmt->kind == kind)
        stmt->body = body.first;
    return stmt;
}

struct ast_stmt *ast_parallel(struct parser *p, struct span span, struct ast_stmt *block)
{
    struct ast_stmt *stmt = stmt_above(p, span, AST_STMT_PARALLEL, block->depth);

    if (stmt->kind == AST_STMT_PARALLEL && block->kind == AST_STMT_SEQUENCE)
        stmt->body = block->body;
    return stmt;
}

struct ast_stmt *ast_if(struct parser *p, struct span span, struct ast_expr *cond,
                        struct ast_stmt *then, struct ast_stmt *otherwise)
{
    unsigned below = then->depth;
    struct ast_stmt *stmt;

    if (otherwise && otherwise->depth > below)
        below = otherwise->depth;
    stmt = stmt_above(p, span, AST_STMT_IF, below);
    if (stmt->kind != AST_STMT_IF)
        return stmt;
    stmt->branch.cond = cond;
    stmt->branch.then = then;
    stmt->branch.otherwise = otherwise;
    return stmt;
}

struct ast_choice *ast_choice_new(struct parser *p, struct span head, struct ast_expr_list values,
                                  struct ast_stmt *body)
{
    struct ast_choice *made = memory_new(&p->c->arena, 1, sizeof *made);

    made->values = values.first;
    made->body = body;
    made->span = head;
    return made;
}

struct ast_stmt *ast_switch(struct parser *p, struct span span, struct ast_expr *value,
                            struct ast_choice_list cases)
{
    unsigned below = 0;
    struct ast_stmt *stmt;

    for (const struct ast_choice *c = cases.first; c; c = c->next)
        below = c->body->depth > below ? c->body->depth : below;
    stmt = stmt_above(p, span, AST_STMT_SWITCH, below);
    if (stmt->kind != AST_STMT_SWITCH)
        return stmt;
    stmt->choice.value = value;
    stmt->choice.cases = cases.first;
    return stmt;
}

struct ast_stmt *ast_race(struct parser *p, struct span span, struct ast_expr *need,
                          struct span word, struct ast_stmt *block)
{
    struct ast_stmt *stmt = stmt_above(p, span, AST_STMT_RACE, block->depth);

    if (stmt->kind != AST_STMT_RACE)
        return stmt;
    stmt->race.need = need;
    stmt->race.of = word;
    if (block->kind == AST_STMT_SEQUENCE)
        stmt->race.body = block->body;
    return stmt;
}

struct ast_stmt *ast_within(struct parser *p, struct span span, struct ast_expr *limit,
                            struct ast_stmt *body, struct ast_stmt *otherwise)
{
    const unsigned other = otherwise ? otherwise->depth : 0;
    struct ast_stmt *stmt =
        stmt_above(p, span, AST_STMT_WITHIN, body->depth > other ? body->depth : other);

    if (stmt->kind != AST_STMT_WITHIN)
        return stmt;
    stmt->within.limit = limit;
    stmt->within.body = body;
    stmt->within.otherwise = otherwise;
    return stmt;
}

struct ast_stmt *ast_while(struct parser *p, struct span span, struct ast_expr *cond,
                           struct ast_expr *max, struct ast_stmt *body)
{
    struct ast_stmt *stmt = stmt_above(p, span, AST_STMT_WHILE, body->depth);

    if (stmt->kind != AST_STMT_WHILE)
        return stmt;
    stmt->loop.cond = cond;
    stmt->loop.max = max;
    stmt->loop.body = body;
    return stmt;
}

struct ast_stmt *ast_throw(struct parser *p, struct span span, struct ast_name error,
                           struct ast_expr *value)
{
    struct ast_stmt *stmt = ast_stmt_new(p, span, AST_STMT_THROW);

    stmt->raise.error = error;
    stmt->raise.value = value;
    return stmt;
}

struct ast_caught *ast_caught_new(struct parser *p, struct ast_name name)
{
    struct ast_caught *made = memory_new(&p->c->arena, 1, sizeof *made);

    made->name = name;
    return made;
}

struct ast_arm *ast_arm_new(struct parser *p, struct span head, struct ast_caught_list names,
                            struct ast_name bound, struct ast_stmt *body)
{
    struct ast_arm *made = memory_new(&p->c->arena, 1, sizeof *made);

    made->names = names.first;
    made->bound = bound;
    made->body = body;
    made->span = head;
    return made;
}

struct ast_stmt *ast_try(struct parser *p, struct span span, struct ast_stmt *body,
                         struct ast_arm_list arms)
{
    unsigned below = body->depth;
    struct ast_stmt *stmt;

    for (const struct ast_arm *arm = arms.first; arm; arm = arm->next)
        below = arm->body->depth > below ? arm->body->depth : below;
    stmt = stmt_above(p, span, AST_STMT_TRY, below);
    if (stmt->kind != AST_STMT_TRY)
        return stmt;
    stmt->attempt.body = body;
    stmt->attempt.arms = arms.first;
    return stmt;
}

struct ast_stmt *ast_return(struct parser *p, struct span span, struct ast_expr *value)
{
    struct ast_stmt *stmt = ast_stmt_new(p, span, AST_STMT_RETURN);

    stmt->value = value;
    return stmt;
}

struct ast_stmt *ast_stmt_unsupported(struct parser *p, struct span span, const char *what)
{
    struct ast_stmt *stmt = ast_stmt_new(p, span, AST_STMT_UNSUPPORTED);

    stmt->what = what;
    return stmt;
}

struct ast_stmt *ast_stmt_reserved(struct parser *p, struct span span, const char *word)
{
    return ast_stmt_unsupported(p, span, memory_text(&p->c->arena, "`%s`", word));
}

struct ast_tail ast_tail_clause(struct ast_tail tail, struct ast_clause *clause)
{
    tail.clauses = ast_clause_add(tail.clauses, clause);
    return tail;
}

struct ast_tail ast_tail_fallback(struct parser *p, struct ast_tail tail, struct span span,
                                  struct ast_expr *value)
{
    struct ast_fallback *fallback = memory_new(&p->c->arena, 1, sizeof *fallback);

    fallback->value = value;
    fallback->span = span;
    if (tail.last)
        tail.last->next = fallback;
    else
        tail.first = fallback;
    tail.last = fallback;
    return tail;
}
