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
