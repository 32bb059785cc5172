/* Looking things up in the model; see model.h. Names are interned: the same name is the same
 * pointer. */
#include "model.h"

struct service *model_service(const struct model *m, const char *name)
{
    for (unsigned i = 0; i < m->n_services; i++) {
        if (m->services[i]->name == name)
            return m->services[i];
    }
    return NULL;
}

struct operation *model_operation(const struct service *s, const char *name)
{
    for (unsigned i = 0; i < s->n_operations; i++) {
        if (s->operations[i]->name == name)
            return s->operations[i];
    }
    return NULL;
}

struct flow *model_flow(const struct model *m, const char *name)
{
    for (unsigned i = 0; i < m->n_flows; i++) {
        if (m->flows[i]->name == name)
            return m->flows[i];
    }
    return NULL;
}

struct error_decl *model_error(const struct model *m, const char *name)
{
    for (unsigned i = 0; i < m->n_errors; i++) {
        if (m->errors[i]->name == name)
            return m->errors[i];
    }
    return NULL;
}

struct field *model_field(const struct record *r, const char *name)
{
    for (unsigned i = 0; i < r->n_fields; i++) {
        if (r->fields[i].name == name)
            return &r->fields[i];
    }
    return NULL;
}

const struct conversion *model_conversion(const struct model *m, const struct term *from,
                                          const struct term *to)
{
    for (unsigned i = 0; i < m->n_conversions; i++) {
        if (m->conversions[i]->from == from && m->conversions[i]->to == to)
            return m->conversions[i];
    }
    return NULL;
}

struct stmt *model_stmt_block(const struct stmt *s, unsigned i, bool *more)
{
    *more = true;
    switch (s->kind) {
    case STMT_SEQUENCE:
        if (i == 0)
            return s->body;
        break;
    case STMT_PARALLEL:
        if (i == 0)
            return s->parallel.body;
        break;
    case STMT_WITHIN:
        if (i < 2)
            return i == 0 ? s->within.body : s->within.otherwise;
        break;
    case STMT_WHILE:
        if (i == 0)
            return s->loop.body;
        break;
    case STMT_BRANCH:
        if (i < 2)
            return i == 0 ? s->branch.then : s->branch.otherwise;
        break;
    case STMT_SWITCH:
        if (i < s->choice.n_choices)
            return s->choice.choices[i].body;
        break;
    case STMT_TRY:
        if (i == 0)
            return s->attempt.body;
        if (i <= s->attempt.n_arms)
            return s->attempt.arms[i - 1].body;
        break;
    default:
        break;
    }
    *more = false;
    return NULL;
}

const struct expr *model_decision(const struct stmt *s)
{
    if (s->kind == STMT_SWITCH)
        return s->choice.value;
    return s->kind == STMT_WHILE ? s->loop.cond : s->branch.cond;
}
