/* What the syntax tree knows of itself; see ast.h. */
#include "ast.h"

const char *ast_operator_text(enum ast_operator op)
{
    static const char *const texts[] = {
#define X(id, text) text,
        AST_OPERATORS(X)
#undef X
    };

    return texts[op];
}

const struct ast_stmt *ast_stmt_block(const struct ast_stmt *s, unsigned i, bool *more)
{
    const struct ast_choice *choice;
    const struct ast_arm *arm;

    *more = true;
    switch (s->kind) {
    case AST_STMT_SEQUENCE:
    case AST_STMT_PARALLEL:
        if (i == 0)
            return s->body;
        break;
    case AST_STMT_IF:
        if (i < 2)
            return i == 0 ? s->branch.then : s->branch.otherwise;
        break;
    case AST_STMT_SWITCH:
        choice = s->choice.cases;
        while (choice && i-- > 0)
            choice = choice->next;
        if (choice)
            return choice->body;
        break;
    case AST_STMT_RACE:
        if (i == 0)
            return s->race.body;
        break;
    case AST_STMT_WITHIN:
        if (i < 2)
            return i == 0 ? s->within.body : s->within.otherwise;
        break;
    case AST_STMT_WHILE:
        if (i == 0)
            return s->loop.body;
        break;
    case AST_STMT_TRY:
        arm = s->attempt.arms;
        if (i == 0)
            return s->attempt.body;
        while (arm && --i > 0)
            arm = arm->next;
        if (arm)
            return arm->body;
        break;
    default:
        break;
    }
    *more = false;
    return NULL;
}
