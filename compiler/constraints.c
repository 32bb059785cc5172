/* What a term says of its values besides their type: constraints and marks; and constraints that a
 * description gives to a field. Each must fit the type and be possible; what is wrong is reported
 * and left out. */
#include "resolve_parts.h"

#include "runtime/pattern.h"

#include <assert.h>

/* A term or field whose constraints are being read. */
struct constrained {
    struct resolver *r;
    const struct type *type; /* without the colour */
    struct constraints *to;
};

#define FITS(kind) (1u << TYPE_##kind)

/* Which types a clause goes with; 0: all. */
static unsigned fitting_types(enum ast_clause_kind clause)
{
    switch (clause) {
    case AST_CLAUSE_MIN:
    case AST_CLAUSE_MAX:
        return FITS(INT) | FITS(FLOAT) | FITS(DURATION);
    case AST_CLAUSE_UNIT:
        return FITS(INT) | FITS(FLOAT);
    case AST_CLAUSE_LENGTH:
        return FITS(STRING) | FITS(LIST);
    case AST_CLAUSE_MATCHES:
        return FITS(STRING);
    case AST_CLAUSE_ONE_OF:
        return FITS(INT) | FITS(STRING);
    default:
        return 0;
    }
}

/* "int, float and duration" */
static const char *kinds_text(struct resolver *r, unsigned kinds)
{
    const char *text = "";

    for (unsigned kind = 0; kind <= TYPE_RECORD; kind++) {
        unsigned left = kinds & ~((2u << kind) - 1);

        if (kinds & (1u << kind))
            text = memory_text(&r->c->arena, "%s`%s`%s", text, type_kind_name((enum type_kind)kind),
                               !left                      ? ""
                               : (left & (left - 1)) == 0 ? " and "
                                                          : ", ");
    }
    return text;
}

/* The clause, where it is given and fits the type. */
static const struct ast_clause *fitting(const struct constrained *t, const struct clauses *cs,
                                        enum ast_clause_kind kind)
{
    const struct ast_clause *clause = cs->of[kind];
    const unsigned kinds = fitting_types(kind);
    struct diag *d;

    if (!clause || t->type->kind == TYPE_ERROR)
        return NULL;
    if (!kinds || kinds & (1u << t->type->kind))
        return clause;
    d = diag_add(&t->r->c->diags, DIAG_BAD_CONSTRAINT, clause->span, "`%s` does not fit `%s`",
                 resolve_clause_text(kind), type_text(&t->r->model->types, t->type));
    diag_note(d, "`%s` goes with %s", resolve_clause_text(kind), kinds_text(t->r, kinds));
    return NULL;
}

/* --- numbers */

/* A number as written, maybe with a sign. */
struct constant {
    enum ast_expr_kind kind; /* INT, FLOAT or DURATION; ERROR: none of them */
    int64_t integer;
    double number; /* of INT and FLOAT */
};

static struct constant constant_of(const struct ast_expr *e)
{
    struct constant c = {AST_EXPR_ERROR, 0, 0};

    if (e->kind == AST_EXPR_UNARY && e->binary.op == AST_OP_NEG && e->binary.right) {
        c = constant_of(e->binary.right);
        return (struct constant){c.kind, -c.integer, -c.number};
    }
    if (e->kind == AST_EXPR_INT)
        return (struct constant){e->kind, e->integer, (double)e->integer};
    if (e->kind == AST_EXPR_DURATION)
        return (struct constant){e->kind, e->integer, 0};
    if (e->kind == AST_EXPR_FLOAT)
        return (struct constant){e->kind, 0, e->number};
    return c;
}

/* Reads a bound; false where it is none for this type. */
static bool read_bound(const struct constrained *t, const struct ast_clause *clause,
                       int64_t *integer, double *number)
{
    const struct constant c =
        clause->value ? constant_of(clause->value) : (struct constant){AST_EXPR_ERROR, 0, 0};
    const enum type_kind kind = t->type->kind;
    bool good = kind == TYPE_INT     ? c.kind == AST_EXPR_INT
                : kind == TYPE_FLOAT ? c.kind == AST_EXPR_INT || c.kind == AST_EXPR_FLOAT
                                     : c.kind == AST_EXPR_DURATION;

    if (good) {
        *integer = c.integer;
        *number = c.number;
    } else if (clause->value && resolve_supported(t->r, clause->value)) {
        diag_add(&t->r->c->diags, DIAG_BAD_CONSTRAINT, clause->value->span,
                 "`%s` of %s is a constant, such as %s", resolve_clause_text(clause->kind),
                 kind == TYPE_INT     ? "an `int`"
                 : kind == TYPE_FLOAT ? "a `float`"
                                      : "a `duration`",
                 kind == TYPE_INT     ? "10"
                 : kind == TYPE_FLOAT ? "0.5"
                                      : "30s");
    }
    return good;
}

static void report_crossed(const struct constrained *t, const struct ast_clause *low,
                           const struct ast_clause *high)
{
    assert(low && high);
    diag_label(diag_add(&t->r->c->diags, DIAG_BAD_CONSTRAINT, high->span,
                        "no value is at least `min` and at most `max`"),
               low->span, "the least is here");
}

static void bounds(const struct constrained *t, const struct clauses *cs)
{
    const struct ast_clause *low = fitting(t, cs, AST_CLAUSE_MIN);
    const struct ast_clause *high = fitting(t, cs, AST_CLAUSE_MAX);
    struct constraints *to = t->to;

    to->has_min = low && read_bound(t, low, &to->int_min, &to->float_min);
    to->has_max = high && read_bound(t, high, &to->int_max, &to->float_max);
    if (to->has_min && to->has_max &&
        (to->int_min > to->int_max || to->float_min > to->float_max)) {
        report_crossed(t, low, high);
        to->has_max = false;
    }
}

/* --- length */

static bool read_length(const struct constrained *t, const struct ast_expr *e, size_t *out)
{
    if (e->kind == AST_EXPR_INT && e->integer >= 0) {
        *out = (size_t)e->integer;
        return true;
    }
    if (resolve_supported(t->r, e))
        resolve_error(t->r, DIAG_BAD_CONSTRAINT, e->span,
                      "a length is a number from 0 on, or a range such as 1..200");
    return false;
}

static void length(const struct constrained *t, const struct clauses *cs)
{
    const struct ast_clause *clause = fitting(t, cs, AST_CLAUSE_LENGTH);
    size_t low, high;

    if (!clause || !clause->value || !read_length(t, clause->value, &low))
        return;
    high = clause->open ? SIZE_MAX : low;
    if (clause->high && !read_length(t, clause->high, &high))
        return;
    if (low > high) {
        resolve_error(t->r, DIAG_BAD_CONSTRAINT, clause->span,
                      "the range ends before it begins: no length fits");
        return;
    }
    t->to->has_length = true;
    t->to->length_min = low;
    t->to->length_max = high;
}

/* --- matches */

static void matches(const struct constrained *t, const struct clauses *cs)
{
    const struct ast_clause *clause = fitting(t, cs, AST_CLAUSE_MATCHES);
    struct orch_pattern *pattern;
    char why[256];
    size_t at = 0;

    if (!clause || !clause->string.text.ptr)
        return;
    pattern = orch_pattern_new(clause->string.text, why, sizeof why, &at);
    if (pattern) {
        orch_pattern_free(pattern);
        t->to->pattern = clause->string.text;
        return;
    }
    if (at > clause->string.text.len)
        at = clause->string.text.len;
    diag_add(&t->r->c->diags, DIAG_BAD_PATTERN,
             resolve_inside(t->r, &clause->string, at, at < clause->string.text.len),
             "this pattern cannot be: %s", why);
}

/* --- one of */

/* A value of `one of`, or NULL. */
static struct expr *read_choice(const struct constrained *t, const struct ast_expr *e)
{
    const bool is_int = t->type->kind == TYPE_INT;
    const struct constant c = constant_of(e);
    struct expr *choice;

    if (!resolve_supported(t->r, e))
        return NULL;
    if (is_int ? c.kind != AST_EXPR_INT : e->kind != AST_EXPR_STRING) {
        diag_add(&t->r->c->diags, DIAG_BAD_CONSTRAINT, e->span,
                 "a value of this `one of` is a constant `%s`", type_kind_name(t->type->kind));
        return NULL;
    }
    choice = memory_new(&t->r->c->arena, 1, sizeof *choice);
    choice->kind = is_int ? EXPR_INT : EXPR_STRING;
    choice->type = t->type;
    choice->span = e->span;
    if (is_int)
        choice->integer = c.integer;
    else
        choice->string = e->string;
    return choice;
}

/* Adds the choice to those in `known`, by its text; false, and reported, where it is there. */
static bool is_new_choice(const struct constrained *t, struct orch_map *known,
                          const struct expr *choice)
{
    const struct orch_str text =
        choice->kind == EXPR_INT
            ? orch_str(memory_text(&t->r->c->arena, "%lld", (long long)choice->integer))
            : choice->string;
    const struct expr *first = orch_map_get(known, text);

    if (!first) {
        orch_map_put(known, text, (void *)(uintptr_t)choice);
        return true;
    }
    diag_label(
        diag_add(&t->r->c->diags, DIAG_BAD_CONSTRAINT, choice->span, "this value is listed twice"),
        first->span, "the first is here");
    return false;
}

static void one_of(const struct constrained *t, const struct clauses *cs)
{
    const struct ast_clause *clause = fitting(t, cs, AST_CLAUSE_ONE_OF);
    struct constraints *to = t->to;
    struct orch_map known;

    if (!clause)
        return;
    orch_map_init(&known);
    for (const struct ast_expr *e = clause->values; e; e = e->next) {
        struct expr *choice = read_choice(t, e);

        if (!choice || !is_new_choice(t, &known, choice))
            continue;
        to->one_of = memory_grow(&t->r->c->arena, to->one_of, to->n_one_of, sizeof *to->one_of);
        to->one_of[to->n_one_of++] = choice;
    }
    orch_map_free(&known);
}

#define LIMITS (CLAUSE(MIN) | CLAUSE(MAX) | CLAUSE(LENGTH) | CLAUSE(MATCHES) | CLAUSE(ONE_OF))

static void read_limits(const struct constrained *t, const struct clauses *cs)
{
    bounds(t, cs);
    length(t, cs);
    matches(t, cs);
    one_of(t, cs);
}

const struct constraints *constraints_of_field(struct resolver *r, const struct type *type,
                                               const struct ast_member *syntax)
{
    const struct clauses cs = resolve_clauses(r, syntax->limits, LIMITS, "a field");
    struct constraints *limits = memory_new(&r->c->arena, 1, sizeof *limits);
    const struct constrained t = {r, type, limits};

    read_limits(&t, &cs);
    return limits;
}

void constraints_of_term(struct resolver *r, struct term *term, const struct ast_member *syntax)
{
    const struct clauses cs =
        resolve_clauses(r, syntax->clauses, LIMITS | CLAUSE(UNIT) | CLAUSE(SECRET), "a term");
    const struct constrained t = {r, term->type->plain, &term->constraints};
    const struct ast_clause *unit = fitting(&t, &cs, AST_CLAUSE_UNIT);

    read_limits(&t, &cs);
    if (unit)
        term->unit = unit->string.text;
    term->secret = cs.of[AST_CLAUSE_SECRET] != NULL;
}
