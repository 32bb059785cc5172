/* Syntax errors; see syntax.h. */
#include "syntax.h"

#include "brackets.h"
#include "memory.h"
#include "words.h"

bool syntax_is_silent(const struct parser *p)
{
    const struct token *t = &p->tokens.last;

    return p->gave_up || t->made || t->span.begin + 1 == p->tokens.resumed_at;
}

void syntax_report(struct parser *p, const char *found, const char *const *expected, unsigned n)
{
    struct orch_buf text;

    orch_buf_init(&text, 0);
    for (unsigned i = 0; i < n; i++)
        orch_buf_printf(&text, "%s%s", i ? ", " : "", expected[i]);
    parser_report(p, DIAG_SYNTAX, p->tokens.last.span, "expected %.*s, found %s", (int)text.len,
                  text.data, found);
    orch_buf_free(&text);
}
