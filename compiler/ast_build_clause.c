/* Making the tree: clauses and marks; see ast_build.h. */
#include "ast_build.h"

#include "memory.h"
#include "parser.h"

struct ast_clause *ast_clause_flag(struct parser *p, struct span span, enum ast_clause_kind kind)
{
    struct ast_clause *clause = memory_new(&p->c->arena, 1, sizeof *clause);

    clause->kind = kind;
    clause->span = span;
    return clause;
}

struct ast_clause *ast_clause_value(struct parser *p, struct span span, enum ast_clause_kind kind,
                                    struct ast_expr *value)
{
    struct ast_clause *clause = ast_clause_flag(p, span, kind);

    clause->value = value;
    return clause;
}

struct ast_clause *ast_clause_string(struct parser *p, struct span span, enum ast_clause_kind kind,
                                     struct ast_string string)
{
    struct ast_clause *clause = ast_clause_flag(p, span, kind);

    clause->string = string;
    return clause;
}

struct ast_clause *ast_clause_name(struct parser *p, struct span span, enum ast_clause_kind kind,
                                   struct ast_name name, struct ast_string string)
{
    struct ast_clause *clause = ast_clause_string(p, span, kind, string);

    clause->name = name;
    return clause;
}

struct ast_clause *ast_clause_header(struct parser *p, struct span span, struct ast_string name,
                                     struct ast_expr_list parts)
{
    struct ast_clause *clause = ast_clause_string(p, span, AST_CLAUSE_HEADER, name);

    clause->values = parts.first;
    return clause;
}

struct ast_clause *ast_clause_length(struct parser *p, struct span span, struct ast_expr *low,
                                     struct ast_expr *high, bool open)
{
    struct ast_clause *clause = ast_clause_value(p, span, AST_CLAUSE_LENGTH, low);

    clause->high = high;
    clause->open = open;
    return clause;
}

struct ast_clause *ast_clause_one_of(struct parser *p, struct span span,
                                     struct ast_expr_list values)
{
    struct ast_clause *clause = ast_clause_flag(p, span, AST_CLAUSE_ONE_OF);

    clause->values = values.first;
    return clause;
}

struct ast_clause *ast_clause_answer(struct parser *p, struct span span, struct ast_expr *status,
                                     struct ast_name error)
{
    struct ast_clause *clause = ast_clause_value(p, span, AST_CLAUSE_ANSWER, status);

    clause->name = error;
    return clause;
}

struct ast_clause *ast_clause_unsupported(struct parser *p, struct span span, const char *what)
{
    struct ast_clause *clause = ast_clause_flag(p, span, AST_CLAUSE_UNSUPPORTED);

    clause->what = what;
    return clause;
}

struct ast_expr *ast_duration_without_unit(struct parser *p, struct span span, int64_t number)
{
    const struct span end = {span.file, span.end, span.end};
    struct diag *d = parser_mended(p, span, "a duration has a unit");

    diag_fix(d, end, "ms", "write `%lldms`, or with `s`, `m` or `h`", (long long)number);
    return ast_integer(p, span, AST_EXPR_DURATION, number);
}
