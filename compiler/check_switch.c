/* Switches: what is decided on, the constants of each case (none twice), and for enums that every
 * value has a case. Paths meet behind it as behind an `if`. */
#include "checker.h"

/* --- values ---------------------------------------------------------------------------------- */

static bool may_decide(const struct type *type)
{
    return type->kind == TYPE_INT || type->kind == TYPE_STRING || type->kind == TYPE_BOOL ||
           type->kind == TYPE_ENUM;
}

static struct expr *check_decider(struct checker *k, const struct ast_expr *syntax)
{
    struct expr *value = check_operand(k, syntax, NULL, "what `switch` decides on");

    if (check_failed(value) || may_decide(value->type))
        return value;
    check_report(k->m, DIAG_TYPE_MISMATCH, syntax->span,
                 "`switch` decides on an int, a string, a bool or an enum, but this is %s",
                 check_a(k->m, value->type));
    return expr_error(k->m, syntax->span);
}

/* The same constant, for a number with its sign. */
static struct expr *folded(struct checker *k, struct expr *e)
{
    struct expr *made;

    if (e->kind != EXPR_UNARY || e->op != AST_OP_NEG || e->left->kind != EXPR_INT)
        return e;
    made = expr_new(k->m, EXPR_INT, e->type, e->span);
    made->integer = -e->left->integer;
    return made;
}

/* A value of a case; NULL where it was reported. */
static struct expr *check_case_value(struct checker *k, const struct ast_expr *syntax,
                                     const struct expr *decider)
{
    const struct type *type = decider->type;
    struct expr *e;
    struct diag *d;

    if (type->kind == TYPE_ENUM && syntax->kind == AST_EXPR_NAME)
        e = check_enum(k, type, &syntax->name, syntax->span);
    else
        e = folded(k, check_expr(k, syntax, check_failed(decider) ? NULL : type));
    if (check_failed(e) || check_failed(decider))
        return NULL;
    if (e->kind != EXPR_INT && e->kind != EXPR_STRING && e->kind != EXPR_BOOL &&
        e->kind != EXPR_ENUM) {
        d = check_report(k->m, DIAG_BAD_CASE, syntax->span, "a case is a constant");
        diag_note(d, "write a number, a text, `true`, `false` or a value of an enum; what depends "
                     "on other values is for `if`");
        return NULL;
    }
    if (e->type->plain == type->plain)
        return e;
    d = check_report(k->m, DIAG_TYPE_MISMATCH, syntax->span,
                     "this case is %s, but the switch decides on %s", check_a(k->m, e->type),
                     check_a(k->m, type));
    diag_label(d, decider->span, "this is %s", check_a(k->m, type));
    return NULL;
}

static bool same_constant(const struct expr *a, const struct expr *b)
{
    return a->kind == EXPR_STRING ? orch_str_eq(a->string, b->string) : a->integer == b->integer;
}

/* The value of an earlier case, or of this one, that is the same; NULL: none. */
static const struct expr *earlier(const struct stmt *made, const struct expr *e)
{
    for (unsigned i = 0; i < made->choice.n_choices; i++) {
        const struct choice *c = &made->choice.choices[i];

        for (unsigned v = 0; v < c->n_values; v++) {
            if (same_constant(c->values[v], e))
                return c->values[v];
        }
    }
    return NULL;
}

/* made->choice.n_choices counts the choice whose values these are. */
static void check_values(struct checker *k, struct stmt *made, const struct ast_choice *syntax)
{
    struct choice *c = &made->choice.choices[made->choice.n_choices - 1];

    for (const struct ast_expr *v = syntax->values; v; v = v->next) {
        struct expr *e = check_case_value(k, v, made->choice.value);
        const struct expr *first = e ? earlier(made, e) : NULL;

        if (first) {
            diag_label(check_report(k->m, DIAG_BAD_CASE, v->span, "`%s` has a case already",
                                    check_source(k->m, v->span)),
                       first->span, "the first is here");
        } else if (e) {
            c->values =
                memory_grow(&k->m->compilation->arena, c->values, c->n_values, sizeof *c->values);
            c->values[c->n_values++] = e;
        }
    }
}

/* --- all values ------------------------------------------------------------------------------ */

static bool has_case(const struct stmt *made, int64_t value)
{
    const struct expr wanted = {.kind = EXPR_ENUM, .integer = value};

    return earlier(made, &wanted) != NULL;
}

/* "`red`, `green`" without a case; NULL: each has one. *names: the same as a case lists them. */
static const char *lacking(struct checker *k, const struct stmt *made, const char **names)
{
    const struct enumeration *e = made->choice.value->type->enumeration;
    const char *missing = NULL;

    *names = NULL;
    for (unsigned i = 0; i < e->n_values; i++) {
        if (has_case(made, i))
            continue;
        missing = missing ? check_format(k->m, "%s, `%s`", missing, e->values[i].name)
                          : check_format(k->m, "`%s`", e->values[i].name);
        *names =
            *names ? check_format(k->m, "%s, %s", *names, e->values[i].name) : e->values[i].name;
    }
    return missing;
}

static void report_lacking(struct checker *k, const struct stmt *made, const char *missing,
                           const char *names)
{
    const struct enumeration *e = made->choice.value->type->enumeration;
    struct span head = made->span, end = made->span;
    struct diag *d;

    head.end = made->choice.value->span.end;
    end.begin = --end.end;
    d = check_report(k->m, DIAG_NOT_EXHAUSTIVE, head, "this switch over %s lacks %s", e->name,
                     missing);
    diag_label(d, e->span, "`%s` is declared here", e->name);
    diag_fix(d, end, check_format(k->m, "case %s: empty ", names), "add `case %s: ...`", names);
    diag_note(d, "or say what happens with all others: `else: ...`");
}

/* True where the cases cover every value that there can be. Reports values of an enum that have
 * none, and an `else` that is left nothing. */
static bool check_covered(struct checker *k, const struct stmt *made, const struct ast_choice *rest)
{
    const struct type *type = made->choice.value->type;
    const char *missing = NULL, *names;
    bool covered = false;

    if (type->kind == TYPE_ENUM) {
        missing = lacking(k, made, &names);
        covered = !missing;
    } else if (type->kind == TYPE_BOOL) {
        covered = has_case(made, 0) && has_case(made, 1);
    }
    if (covered && rest)
        check_report(k->m, DIAG_UNREACHABLE, rest->span,
                     "this is never reached: each value has a case");
    if (missing && !rest)
        report_lacking(k, made, missing, names);
    return covered || rest || missing;
}

/* --- the statement --------------------------------------------------------------------------- */

/* Only one `else`, behind all cases: the cases without any others; *rest is that one, or NULL. */
static void check_else(struct checker *k, const struct ast_choice *list,
                       const struct ast_choice **rest)
{
    *rest = NULL;
    for (const struct ast_choice *c = list; c; c = c->next) {
        if (*rest)
            diag_label(check_report(k->m, DIAG_BAD_CASE, c->span, "`else` is the last of a switch"),
                       (*rest)->span, "`else` is here");
        else if (!c->values)
            *rest = c;
    }
}

static void check_body(struct checker *k, struct choice *c, const struct ast_choice *syntax,
                       struct state *after, struct turn *turn, const struct state *before)
{
    struct orch_arena *arena = &k->m->compilation->arena;
    const struct turn this = {.cond = syntax->span, .kind = TURN_CASE};

    k->state = state_copy(arena, before);
    c->span = syntax->span;
    c->body = check_stmt(k, syntax->body);
    if (turn->cond.file == 0)
        *after = *k->state;
    else
        state_meet(arena, after, *turn, k->state, this);
    *turn = this;
}

struct stmt *check_switch(struct checker *k, const struct ast_stmt *s)
{
    struct orch_arena *arena = &k->m->compilation->arena;
    struct stmt *made = check_stmt_new(k, STMT_SWITCH, s);
    struct turn turn = {.cond = {0}}, none = {.cond = s->span, .kind = TURN_NO_CASE};
    struct state *before = k->state, *after = state_copy(arena, k->state);
    const struct ast_choice *rest;

    made->choice.value = check_decider(k, s->choice.value);
    none.cond.end = s->choice.value->span.end;
    check_else(k, s->choice.cases, &rest);
    for (const struct ast_choice *c = s->choice.cases; c; c = c->next) {
        made->choice.choices = memory_grow(arena, made->choice.choices, made->choice.n_choices,
                                           sizeof *made->choice.choices);
        made->choice.choices[made->choice.n_choices++] = (struct choice){.n_values = 0};
        check_values(k, made, c);
        check_body(k, &made->choice.choices[made->choice.n_choices - 1], c, after, &turn, before);
    }
    k->state = after;
    if (check_failed(made->choice.value) || check_covered(k, made, rest))
        return made;
    if (turn.cond.file != 0)
        state_meet(arena, after, turn, before, none);
    return made;
}
