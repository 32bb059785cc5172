/* What a name means where it is read: a variable of a comprehension, a variable of the flow (set on
 * every path, by nobody at the same time), or a value of the enum that is expected. */
#include "checker.h"

struct var *check_var(const struct flow *flow, const char *name)
{
    for (unsigned i = 0; i < flow->n_vars; i++) {
        if (flow->vars[i]->name == name && !flow->vars[i]->bound)
            return flow->vars[i];
    }
    return NULL;
}

struct var *check_var_here(const struct checker *k, const char *name)
{
    for (const struct race *race = k->races; race; race = race->outer) {
        for (const struct alias *alias = race->aliases; alias; alias = alias->next) {
            if (alias->own->name == name)
                return alias->own;
        }
    }
    return check_var(k->flow, name);
}

const struct term *check_term(const struct model *m, const char *name)
{
    const struct type *type = orch_map_get(&m->type_names, orch_str(name));

    return type && type->term && type->term->name == name ? type->term : NULL;
}

static int enum_value(const struct enumeration *e, const char *name)
{
    for (unsigned i = 0; i < e->n_values; i++) {
        if (e->values[i].name == name)
            return (int)i;
    }
    return -1;
}

struct expr *check_enum(struct checker *k, const struct type *type, const struct ast_name *value,
                        struct span span)
{
    const struct enumeration *declared = type->enumeration;
    int index = value->text ? enum_value(declared, value->text) : -1;
    struct expr *e;
    struct diag_near near;
    struct diag *d;

    if (index >= 0) {
        e = expr_new(k->m, EXPR_ENUM, type->plain, span);
        e->integer = index;
        return e;
    }
    if (value->text) {
        d = check_report(k->m, DIAG_UNKNOWN_NAME, value->span, "enum `%s` has no value `%s`",
                         declared->name, value->text);
        diag_near_init(&near, value->text);
        for (unsigned i = 0; i < declared->n_values; i++)
            diag_near_try(&near, declared->values[i].name);
        if (near.best)
            diag_fix(d, value->span, near.best, "did you mean `%s`?", near.best);
        diag_label(d, declared->span, "`%s` is declared here", declared->name);
    }
    return expr_error(k->m, span);
}

/* --- variables ----------------------------------------------------------------- */

/* The branch beside this one that sets the name at the same time; NULL: none. */
static const struct race_name *racing(const struct checker *k, const char *name)
{
    for (const struct race *race = k->races; race; race = race->outer) {
        const struct race_name *beside = NULL;

        for (unsigned i = 0; i < race->n; i++) {
            if (race->names[i].name != name)
                continue;
            if (race->names[i].branch == race->branch)
                return NULL; /* its own: two that set it were reported at the parallel */
            if (!beside)
                beside = &race->names[i];
        }
        if (beside)
            return beside;
    }
    return NULL;
}

struct span check_racing(const struct checker *k, const char *name)
{
    const struct race_name *beside = racing(k, name);

    return beside ? beside->span : (struct span){0};
}

static void report_race(struct checker *k, const struct ast_name *name,
                        const struct race_name *beside)
{
    struct diag *d = check_report(k->m, DIAG_WRITE_CONFLICT, name->span,
                                  "`%s` is read here while another branch sets it", name->text);

    diag_label(d, beside->span, "set here, in a branch that runs at the same time");
    diag_note(d, "what needs `%s` goes behind that statement, in the same branch: `{ ... }`",
              name->text);
}

static void report_unset(struct checker *k, const struct ast_name *name, const struct var *v,
                         struct turn turn)
{
    struct diag *d = check_report(k->m, DIAG_UNSET_READ, name->span, "`%s` is not set when %s",
                                  name->text, check_turn(k->m, turn));

    diag_label(d, turn.cond, "when %s, nothing sets `%s`", check_turn_here(turn), name->text);
    diag_label(d, v->span, "it is set here");
    diag_note(d, "set it on the other path too, or read it only where it is set");
}

static struct expr *read_var(struct checker *k, const struct ast_name *name, struct var *v)
{
    struct fact fact = state_get(k->state, v);
    struct orch_arena *arena = &k->m->compilation->arena;

    v->read = true;
    if (fact.presence == PRESENCE_MAYBE) {
        report_unset(k, name, v, fact.unset_when);
        state_set(arena, k->state, v, PRESENCE_SET); /* said once */
        return expr_error(k->m, name->span);
    }
    if (fact.presence == PRESENCE_OPTIONAL)
        return expr_var(k->m, v, type_optional(&k->m->types, v->type), name->span);
    return expr_var(k->m, v, v->type, name->span);
}

static struct expr *read_local(struct checker *k, const struct ast_name *name, struct var *v)
{
    struct expr *e = expr_var(k->m, v, v->type, name->span);

    v->read = true;
    if (type_is_optional(v->type) && known_holds(k->state->known, v, NULL, 0))
        e = expr_unary(k->m, EXPR_VALUE, type_inner(v->type), e);
    return e;
}

bool check_name_seen(const struct checker *k, const char *name)
{
    for (const struct local *local = k->locals; local; local = local->outer) {
        if (local->var->name == name)
            return true;
    }
    return check_var_here(k, name) || racing(k, name);
}

/* The value of a name that is read; NULL where it is none in sight: nothing was reported. */
static struct expr *read_name(struct checker *k, const struct ast_name *name)
{
    const struct race_name *beside;
    struct var *v;

    for (const struct local *local = k->locals; local; local = local->outer) {
        if (local->var->name == name->text)
            return read_local(k, name, local->var);
    }
    v = check_var_here(k, name->text);
    beside = racing(k, name->text);
    if (beside) {
        report_race(k, name, beside);
        return expr_error(k->m, name->span);
    }
    if (!v || state_get(k->state, v).presence == PRESENCE_UNSET)
        return NULL;
    return read_var(k, name, v);
}

/* --- names that are none --------------------------------------------------------- */

/* Where a statement of the list sets the name for the first time; file 0: nowhere. */
static struct span set_later(const struct model *m, const struct ast_stmt *s, const char *name)
{
    struct span found = {0};
    bool more;

    for (; s && found.file == 0; s = s->next) {
        switch (s->kind) {
        case AST_STMT_ASSIGN:
            if (s->assign.target.text == name)
                found = s->assign.target.span;
            break;
        case AST_STMT_INVOKE:
            if (check_result_name(m, s) == name)
                found = s->span;
            break;
        default:
            for (unsigned i = 0; found.file == 0; i++) {
                const struct ast_stmt *block = ast_stmt_block(s, i, &more);

                if (!more)
                    break;
                found = set_later(m, block, name);
            }
            break;
        }
    }
    return found;
}

/* The nearest of what could be read here. */
static const char *nearest(const struct checker *k, const char *wanted, const struct type *expected)
{
    struct diag_near near;

    diag_near_init(&near, wanted);
    for (const struct local *local = k->locals; local; local = local->outer)
        diag_near_try(&near, local->var->name);
    for (unsigned i = 0; i < k->flow->n_vars; i++) {
        if (state_get(k->state, k->flow->vars[i]).presence != PRESENCE_UNSET)
            diag_near_try(&near, k->flow->vars[i]->name);
    }
    if (expected && type_inner(expected)->kind == TYPE_ENUM) {
        const struct enumeration *e = type_inner(expected)->enumeration;

        for (unsigned i = 0; i < e->n_values; i++)
            diag_near_try(&near, e->values[i].name);
    }
    return near.best;
}

static void report_unknown(struct checker *k, const struct ast_name *name,
                           const struct type *expected)
{
    const struct ast_decl *syntax = k->flow->syntax;
    struct span later = {0};
    const char *near = nearest(k, name->text, expected);
    struct diag *d = check_report(k->m, DIAG_UNKNOWN_NAME, name->span,
                                  "there is no value `%s` here", name->text);

    if (syntax && syntax->kind == AST_DECL_FLOW)
        later = set_later(k->m, syntax->flow.body, name->text);
    if (later.file != 0) {
        diag_label(d, later, "`%s` is set here", name->text);
        diag_note(d, "a statement sees what came before it on every path");
    } else if (near) {
        diag_fix(d, name->span, near, "did you mean `%s`?", near);
    } else if (check_term(k->m, name->text)) {
        diag_note(d, "`%s` is a term of the dictionary, but nothing has set a value of that name",
                  name->text);
    } else if (orch_map_get(&k->m->type_names, orch_str(name->text))) {
        diag_note(d, "`%s` is a type", name->text);
    }
}

/* --- reading ------------------------------------------------------------------- */

struct expr *check_name(struct checker *k, const struct ast_name *name, const struct type *expected)
{
    const struct type *inner = expected ? type_inner(expected) : NULL;
    struct expr *e;

    if (!name->text)
        return expr_error(k->m, name->span);
    e = read_name(k, name);
    if (e)
        return e;
    if (inner && inner->kind == TYPE_ENUM && enum_value(inner->enumeration, name->text) >= 0)
        return check_enum(k, inner, name, name->span);
    report_unknown(k, name, expected);
    return expr_error(k->m, name->span);
}
