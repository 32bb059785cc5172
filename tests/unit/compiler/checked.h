/* From the text of a program to its model, for tests of check and wire. */
#ifndef TESTS_CHECKED_H
#define TESTS_CHECKED_H

#include "compiler/checker.h"
#include "tests/support/unit.h"

/* Loads, resolves, checks and (where all that went well) wires. The model of a program that
 * resolves; diagnostics are in the compilation. */
static inline struct model *checked(struct compilation *c, const char *text)
{
    struct model *m;

    compilation_init(c);
    m = resolve(c, load(c, sources_add(&c->sources, orch_str("test.orch"), orch_str(text))));
    CU_ASSERT_EQUAL_FATAL(c->diags.n_errors, 0);
    check(m);
    if (c->diags.n_errors == 0)
        wire(m);
    return m;
}

/* The variable of a flow, by name. */
static inline struct var *checked_var(struct compilation *c, const struct flow *flow,
                                      const char *name)
{
    struct var *v = check_var(flow, intern(&c->names, orch_str(name)));

    CU_ASSERT_PTR_NOT_NULL_FATAL(v);
    return v;
}

/* The statement of a sequence or parallel, by number. */
static inline struct stmt *checked_stmt(const struct stmt *block, unsigned number)
{
    struct stmt *s = block->body;

    while (s && number-- > 0)
        s = s->next;
    CU_ASSERT_PTR_NOT_NULL_FATAL(s);
    return s;
}

/* How many diagnostics of the code there are. */
static inline unsigned checked_count(const struct compilation *c, enum diag_code code)
{
    unsigned n = 0;

    for (const struct diag *d = c->diags.first; d; d = d->next)
        n += d->code == code;
    return n;
}

#endif
