/* Adapting values to types, on types made by hand: which step comes next, how fields of records are
 * found, what fits, and what is built. */
#include "compiler/checker.h"
#include "tests/support/unit.h"

struct world {
    struct compilation c;
    struct model m;
    struct flow flow;
};

static struct term *term(struct world *w, const char *name, const struct type *plain)
{
    struct term *t = memory_new(&w->c.arena, 1, sizeof *t);

    t->name = intern(&w->c.names, orch_str(name));
    t->type = type_coloured(&w->m.types, plain, t);
    return t;
}

static struct record *record(struct world *w, const char *name)
{
    struct record *r = memory_new(&w->c.arena, 1, sizeof *r);

    r->name = name;
    r->fields = memory_new(&w->c.arena, 8, sizeof *r->fields);
    type_record(&w->m.types, r);
    return r;
}

static struct field *field(struct world *w, struct record *r, const char *name,
                           const struct type *type)
{
    struct field *f = &r->fields[r->n_fields];

    f->name = intern(&w->c.names, orch_str(name));
    f->type = type;
    f->index = r->n_fields++;
    return f;
}

static struct conversion *conversion(struct world *w, struct term *from, struct term *to)
{
    struct conversion *c = memory_new(&w->c.arena, 1, sizeof *c);
    const struct span nowhere = {0};

    c->from = from;
    c->to = to;
    c->var = memory_new(&w->c.arena, 1, sizeof *c->var);
    *c->var = (struct var){.name = from->name, .kind = VAR_LOCAL, .type = from->type};
    c->value = expr_unary(&w->m, EXPR_RECOLOUR, to->type,
                          expr_unary(&w->m, EXPR_RECOLOUR, from->type->plain,
                                     expr_var(&w->m, c->var, from->type, nowhere)));
    w->m.conversions =
        memory_grow(&w->c.arena, w->m.conversions, w->m.n_conversions, sizeof *w->m.conversions);
    w->m.conversions[w->m.n_conversions++] = c;
    return c;
}

static void world_init(struct world *w)
{
    *w = (struct world){.flow = {.name = "test"}};
    compilation_init(&w->c);
    w->m.compilation = &w->c;
    types_init(&w->m.types, &w->c.arena);
}

static const struct type *base(struct world *w, enum type_kind kind)
{
    return type_base(&w->m.types, kind);
}

static const struct type *list(struct world *w, const struct type *elem)
{
    return type_list(&w->m.types, elem);
}

static const struct type *opt(struct world *w, const struct type *elem)
{
    return type_optional(&w->m.types, elem);
}

/* A variable of the type, read. */
static struct expr *value(struct world *w, const struct type *type)
{
    const struct span nowhere = {0};
    struct var *v = memory_new(&w->c.arena, 1, sizeof *v);

    *v = (struct var){.name = "v", .kind = VAR_SET, .type = type_inner(type)};
    return expr_var(&w->m, v, type, nowhere);
}

static struct expr *adapt(struct world *w, struct expr *e, const struct type *target)
{
    return check_adapt(&w->m, &w->flow, e, target, "the target", (struct span){0});
}

static enum adapt_step step(struct world *w, const struct type *from, const struct type *to)
{
    const struct conversion *c;

    return adapt_step(&w->m, from, to, &c);
}

/* --- steps ---------------------------------------------------------------------------------- */

static void test_scalars(void)
{
    struct world w;

    world_init(&w);
    const struct type *i = base(&w, TYPE_INT), *f = base(&w, TYPE_FLOAT);
    const struct type *s = base(&w, TYPE_STRING);

    CU_ASSERT_EQUAL(step(&w, i, i), ADAPT_SAME);
    CU_ASSERT_EQUAL(step(&w, i, f), ADAPT_WIDEN);
    CU_ASSERT_EQUAL(step(&w, f, i), ADAPT_WRONG_TYPE);
    CU_ASSERT_EQUAL(step(&w, i, s), ADAPT_WRONG_TYPE);
    CU_ASSERT_EQUAL(step(&w, base(&w, TYPE_JSON), s), ADAPT_WRONG_TYPE);
    CU_ASSERT_EQUAL(step(&w, s, base(&w, TYPE_JSON)), ADAPT_WRONG_TYPE);
    CU_ASSERT_EQUAL(step(&w, base(&w, TYPE_ERROR), s), ADAPT_SAME);
    CU_ASSERT_EQUAL(step(&w, base(&w, TYPE_VOID), s), ADAPT_WRONG_TYPE);
    compilation_free(&w.c);
}

static void test_optionals(void)
{
    struct world w;

    world_init(&w);
    const struct type *i = base(&w, TYPE_INT), *f = base(&w, TYPE_FLOAT);
    const struct type *none = base(&w, TYPE_NONE);

    CU_ASSERT_EQUAL(step(&w, i, opt(&w, i)), ADAPT_SOME);
    CU_ASSERT_EQUAL(step(&w, opt(&w, i), i), ADAPT_WRONG_OPTIONAL);
    CU_ASSERT_EQUAL(step(&w, opt(&w, i), opt(&w, f)), ADAPT_LIFT);
    CU_ASSERT_EQUAL(step(&w, none, opt(&w, i)), ADAPT_NONE);
    CU_ASSERT_EQUAL(step(&w, none, i), ADAPT_WRONG_OPTIONAL);
    CU_ASSERT_FALSE(check_fits(&w.m, opt(&w, f), opt(&w, i)));
    struct expr *e = adapt(&w, value(&w, i), opt(&w, f));
    CU_ASSERT_EQUAL_FATAL(e->kind, EXPR_SOME);
    CU_ASSERT_EQUAL(e->left->kind, EXPR_WIDEN);
    CU_ASSERT_PTR_EQUAL(e->type, opt(&w, f));
    e = adapt(&w, value(&w, opt(&w, i)), opt(&w, f));
    CU_ASSERT_EQUAL_FATAL(e->kind, EXPR_LIFT);
    CU_ASSERT_EQUAL(e->value->kind, EXPR_WIDEN);
    CU_ASSERT_PTR_EQUAL(e->value->left->var, e->var);
    compilation_free(&w.c);
}

static void test_colours(void)
{
    struct world w;

    world_init(&w);
    const struct type *i = base(&w, TYPE_INT), *f = base(&w, TYPE_FLOAT);
    struct term *level = term(&w, "level", i), *city = term(&w, "city_id", i);
    struct term *yuan = term(&w, "price_yuan", f);

    CU_ASSERT_EQUAL(step(&w, i, level->type), ADAPT_RECOLOUR);
    CU_ASSERT_EQUAL(step(&w, level->type, i), ADAPT_RECOLOUR);
    CU_ASSERT_EQUAL(step(&w, level->type, city->type), ADAPT_WRONG_COLOUR);
    CU_ASSERT_EQUAL(step(&w, level->type, yuan->type), ADAPT_WRONG_TYPE);
    CU_ASSERT_EQUAL(step(&w, i, yuan->type), ADAPT_PLAIN);
    CU_ASSERT_EQUAL(step(&w, level->type, f), ADAPT_PLAIN);
    struct expr *e = adapt(&w, value(&w, level->type), f);
    CU_ASSERT_EQUAL_FATAL(e->kind, EXPR_WIDEN);
    CU_ASSERT_EQUAL(e->left->kind, EXPR_RECOLOUR);
    conversion(&w, level, city);
    CU_ASSERT_EQUAL(step(&w, level->type, city->type), ADAPT_CONVERT);
    CU_ASSERT_EQUAL(step(&w, city->type, level->type), ADAPT_WRONG_COLOUR);
    compilation_free(&w.c);
}

static void test_conversion_is_copied(void)
{
    struct world w;

    world_init(&w);
    struct term *a = term(&w, "a", base(&w, TYPE_INT)), *b = term(&w, "b", base(&w, TYPE_INT));
    struct conversion *c = conversion(&w, a, b);
    struct expr *one = adapt(&w, value(&w, a->type), b->type);
    struct expr *two = adapt(&w, value(&w, a->type), b->type);

    CU_ASSERT_EQUAL_FATAL(one->kind, EXPR_LET);
    CU_ASSERT_PTR_EQUAL(one->conversion, c);
    CU_ASSERT_PTR_EQUAL(one->type, b->type);
    CU_ASSERT_PTR_NOT_EQUAL(one->var, c->var);
    CU_ASSERT_NOT_EQUAL(one->var->index, two->var->index);
    CU_ASSERT_PTR_EQUAL(one->value->left->left->var, one->var);
    CU_ASSERT_PTR_EQUAL(two->value->left->left->var, two->var);
    compilation_free(&w.c);
}

static void test_lists(void)
{
    struct world w;

    world_init(&w);
    const struct type *i = base(&w, TYPE_INT), *f = base(&w, TYPE_FLOAT);
    struct term *id = term(&w, "id", i), *other = term(&w, "other", i);
    struct term *ids = term(&w, "ids", list(&w, i));

    CU_ASSERT_EQUAL(step(&w, list(&w, i), list(&w, f)), ADAPT_LIST);
    CU_ASSERT_EQUAL(step(&w, list(&w, i), list(&w, id->type)), ADAPT_RECOLOUR);
    CU_ASSERT_EQUAL(step(&w, list(&w, i), ids->type), ADAPT_RECOLOUR);
    CU_ASSERT_EQUAL(step(&w, list(&w, id->type), list(&w, other->type)), ADAPT_WRONG_COLOUR);
    CU_ASSERT_EQUAL(step(&w, list(&w, opt(&w, i)), list(&w, i)), ADAPT_WRONG_OPTIONAL);
    struct expr *e = adapt(&w, value(&w, ids->type), list(&w, f));
    CU_ASSERT_EQUAL_FATAL(e->kind, EXPR_FOR);
    CU_ASSERT_EQUAL(e->value->kind, EXPR_WIDEN);
    CU_ASSERT_PTR_EQUAL(e->type, list(&w, f));
    compilation_free(&w.c);
}

/* --- records ---------------------------------------------------------------------------------- */

static void test_match(void)
{
    struct world w;
    const struct field *got;

    world_init(&w);
    const struct type *i = base(&w, TYPE_INT), *s = base(&w, TYPE_STRING);
    struct term *city = term(&w, "city_id", i), *level = term(&w, "level", i);
    struct term *fen = term(&w, "fen", i), *yuan = term(&w, "yuan", i);
    struct term *far = term(&w, "far", i);
    struct record *from = record(&w, "From"), *to = record(&w, "To");
    struct field *home = field(&w, from, "home", city->type);
    struct field *name = field(&w, from, "name", s);
    struct field *price = field(&w, from, "price", fen->type);

    field(&w, from, "level", level->type);
    field(&w, from, "best", level->type);
    conversion(&w, fen, yuan);
    CU_ASSERT_EQUAL(adapt_match(&w.m, from, field(&w, to, "city", city->type), &got),
                    ADAPT_BY_TERM);
    CU_ASSERT_PTR_EQUAL(got, home);
    CU_ASSERT_EQUAL(adapt_match(&w.m, from, field(&w, to, "level", level->type), &got),
                    ADAPT_BY_NAME_AND_TERM);
    CU_ASSERT_EQUAL(adapt_match(&w.m, from, field(&w, to, "high", level->type), &got),
                    ADAPT_AMBIGUOUS);
    CU_ASSERT_EQUAL(adapt_match(&w.m, from, field(&w, to, "price", yuan->type), &got),
                    ADAPT_BY_NAME);
    CU_ASSERT_PTR_EQUAL(got, price);
    CU_ASSERT_EQUAL(adapt_match(&w.m, from, field(&w, to, "cost", yuan->type), &got),
                    ADAPT_BY_TERM);
    CU_ASSERT_EQUAL(adapt_match(&w.m, from, field(&w, to, "name", s), &got), ADAPT_BY_NAME);
    CU_ASSERT_PTR_EQUAL(got, name);
    to->n_fields = 0;
    CU_ASSERT_EQUAL(adapt_match(&w.m, from, field(&w, to, "home", i), &got), ADAPT_BY_NAME);
    CU_ASSERT_EQUAL(adapt_match(&w.m, from, field(&w, to, "name", i), &got), ADAPT_UNFIT);
    CU_ASSERT_EQUAL(adapt_match(&w.m, from, field(&w, to, "title", s), &got), ADAPT_MISSING);
    CU_ASSERT_EQUAL(adapt_match(&w.m, from, field(&w, to, "note", opt(&w, s)), &got),
                    ADAPT_LEFT_OUT);
    /* a name alone is no meaning: the coloured target wants its term */
    CU_ASSERT_EQUAL(adapt_match(&w.m, from, field(&w, to, "name", far->type), &got), ADAPT_MISSING);
    CU_ASSERT_PTR_EQUAL(got, name);
    compilation_free(&w.c);
}

static void test_record_is_built(void)
{
    struct world w;

    world_init(&w);
    const struct type *i = base(&w, TYPE_INT), *s = base(&w, TYPE_STRING);
    struct term *id = term(&w, "id", i);
    struct record *from = record(&w, "User"), *to = record(&w, "Card");

    field(&w, from, "name", s);
    field(&w, from, "uid", id->type);
    field(&w, from, "other", i);
    field(&w, to, "key", id->type);
    field(&w, to, "name", opt(&w, s));
    field(&w, to, "note", opt(&w, s));
    struct expr *e = adapt(&w, value(&w, list(&w, from->type)), list(&w, to->type));
    CU_ASSERT_EQUAL_FATAL(e->kind, EXPR_FOR);
    struct expr *made = e->value; /* over the variable of the loop: nothing is bound again */
    CU_ASSERT_EQUAL_FATAL(made->kind, EXPR_RECORD);
    CU_ASSERT_EQUAL(made->n_items, 3);
    CU_ASSERT_EQUAL(made->items[0]->kind, EXPR_FIELD);
    CU_ASSERT_PTR_EQUAL(made->items[0]->field, &from->fields[1]);
    CU_ASSERT_PTR_EQUAL(made->items[0]->left->var, e->var);
    CU_ASSERT_EQUAL(made->items[1]->kind, EXPR_SOME);
    CU_ASSERT_EQUAL(made->items[2]->kind, EXPR_NONE);
    for (unsigned f = 0; f < 3; f++)
        CU_ASSERT_PTR_EQUAL(made->items[f]->type, to->fields[f].type);
    compilation_free(&w.c);
}

/* Node { next: [Node] } into another of its kind would never end. */
static void test_recursive_records(void)
{
    struct world w;

    world_init(&w);
    struct record *a = record(&w, "A"), *b = record(&w, "B");

    field(&w, a, "next", list(&w, a->type));
    field(&w, b, "next", list(&w, b->type));
    CU_ASSERT_TRUE(check_fits(&w.m, a->type, a->type));
    CU_ASSERT_FALSE(check_fits(&w.m, a->type, b->type));
    CU_ASSERT_PTR_NULL(adapt(&w, value(&w, a->type), b->type));
    CU_ASSERT_EQUAL(w.c.diags.n_errors, 1);
    compilation_free(&w.c);
}

static void test_secrets(void)
{
    struct world w;

    world_init(&w);
    const struct type *s = base(&w, TYPE_STRING);
    struct term *phone = term(&w, "phone", s);
    struct record *from = record(&w, "User"), *to = record(&w, "Card");

    phone->secret = true;
    field(&w, from, "phone", phone->type);
    field(&w, to, "phone", phone->type);
    struct expr *e = adapt(&w, value(&w, from->type), to->type);
    CU_ASSERT_FALSE(e->secret);
    CU_ASSERT_TRUE(e->items[0]->secret);
    CU_ASSERT_EQUAL(w.c.diags.n_errors, 0);
    to->fields[0].type = s;
    adapt(&w, value(&w, from->type), to->type);
    CU_ASSERT_EQUAL_FATAL(w.c.diags.n_errors, 1);
    CU_ASSERT_EQUAL(w.c.diags.first->code, DIAG_SECRET_LEAK);
    CU_ASSERT_TRUE(adapt(&w, value(&w, phone->type), s)->secret);
    compilation_free(&w.c);
}

int main(void)
{
    static const CU_TestInfo tests[] = {
        {"scalars", test_scalars},
        {"optionals", test_optionals},
        {"colours", test_colours},
        {"each use of a conversion has variables of its own", test_conversion_is_copied},
        {"lists", test_lists},
        {"fields are found by meaning", test_match},
        {"records are built", test_record_is_built},
        {"recursive records", test_recursive_records},
        {"secrets", test_secrets},
        CU_TEST_INFO_NULL,
    };

    return unit_main("compiler/adapt", tests);
}
