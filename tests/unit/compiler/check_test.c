/* check: states of variables where paths part and meet; what it says of variables; that one mistake
 * gives one message. What the messages say is in tests/golden/check. */
#include "tests/unit/compiler/checked.h"

/* --- states ----------------------------------------------------------------------------------- */

struct states {
    struct orch_arena arena;
    struct var a, b;
    struct field f;
};

static void states_init(struct states *s)
{
    *s = (struct states){.a = {.name = "a", .kind = VAR_SET, .index = 0},
                         .b = {.name = "b", .kind = VAR_SET, .index = 9}};
    orch_arena_init(&s->arena, 0, 0);
}

static enum presence presence(const struct state *s, const struct var *v)
{
    return state_get(s, v).presence;
}

static void test_merge(void)
{
    static const enum presence all[] = {PRESENCE_UNSET, PRESENCE_MAYBE, PRESENCE_OPTIONAL,
                                        PRESENCE_SET};
    static const enum presence merged[4][4] = {
        {PRESENCE_UNSET, PRESENCE_MAYBE, PRESENCE_MAYBE, PRESENCE_MAYBE},
        {PRESENCE_MAYBE, PRESENCE_MAYBE, PRESENCE_MAYBE, PRESENCE_MAYBE},
        {PRESENCE_MAYBE, PRESENCE_MAYBE, PRESENCE_OPTIONAL, PRESENCE_OPTIONAL},
        {PRESENCE_MAYBE, PRESENCE_MAYBE, PRESENCE_OPTIONAL, PRESENCE_SET},
    };
    const struct span cond = {1, 10, 20};
    struct states w;

    states_init(&w);
    for (unsigned i = 0; i < 4; i++) {
        for (unsigned j = 0; j < 4; j++) {
            struct state *one = state_new(&w.arena), *two = state_new(&w.arena);

            if (all[i] != PRESENCE_UNSET)
                state_set(&w.arena, one, &w.a, all[i]);
            if (all[j] != PRESENCE_UNSET)
                state_set(&w.arena, two, &w.a, all[j]);
            state_merge(&w.arena, one, two, cond);
            CU_ASSERT_EQUAL(presence(one, &w.a), merged[i][j]);
        }
    }
    orch_arena_free(&w.arena);
}

static void test_merge_names_the_path(void)
{
    const struct span cond = {1, 10, 20};
    struct states w;

    states_init(&w);
    struct state *one = state_new(&w.arena), *two = state_new(&w.arena);
    state_set(&w.arena, one, &w.a, PRESENCE_SET);
    state_set(&w.arena, two, &w.b, PRESENCE_SET);
    state_merge(&w.arena, one, two, cond);
    CU_ASSERT_FALSE(state_get(one, &w.a).unset_when.truth);
    CU_ASSERT_TRUE(state_get(one, &w.b).unset_when.truth);
    CU_ASSERT_EQUAL(state_get(one, &w.a).unset_when.cond.begin, 10);
    orch_arena_free(&w.arena);
}

static void test_ended_paths_do_not_count(void)
{
    const struct span cond = {1, 10, 20};
    struct states w;

    states_init(&w);
    struct state *one = state_new(&w.arena), *two = state_new(&w.arena);
    state_set(&w.arena, two, &w.a, PRESENCE_SET);
    one->ended = true;
    state_merge(&w.arena, one, two, cond);
    CU_ASSERT_FALSE(one->ended);
    CU_ASSERT_EQUAL(presence(one, &w.a), PRESENCE_SET);
    CU_ASSERT_FALSE(one->turn.truth);
    CU_ASSERT_EQUAL(one->turn.cond.begin, 10);
    two->ended = one->ended = true;
    state_merge(&w.arena, one, two, cond);
    CU_ASSERT_TRUE(one->ended);
    orch_arena_free(&w.arena);
}

static void test_known(void)
{
    const struct span cond = {1, 10, 20};
    const struct field *fields[1];
    struct states w;

    states_init(&w);
    fields[0] = &w.f;
    struct state *one = state_new(&w.arena);
    struct known known = {.var = &w.a, .fields = fields, .n_fields = 1};
    state_set(&w.arena, one, &w.a, PRESENCE_SET);
    state_set(&w.arena, one, &w.b, PRESENCE_OPTIONAL);
    struct state *two = state_copy(&w.arena, one);
    state_know(&w.arena, one, &known);
    state_know(&w.arena, one, &(struct known){.var = &w.b});
    CU_ASSERT_TRUE(known_holds(one->known, &w.a, fields, 1));
    CU_ASSERT_FALSE(known_holds(one->known, &w.a, NULL, 0));
    CU_ASSERT_FALSE(known_holds(two->known, &w.a, fields, 1));
    CU_ASSERT_EQUAL(presence(one, &w.b), PRESENCE_SET);
    struct state *three = state_copy(&w.arena, one);
    state_merge(&w.arena, one, two, cond);
    CU_ASSERT_FALSE(known_holds(one->known, &w.a, fields, 1));
    CU_ASSERT_EQUAL(presence(one, &w.b), PRESENCE_OPTIONAL);
    state_set(&w.arena, three, &w.a, PRESENCE_SET);
    CU_ASSERT_FALSE(known_holds(three->known, &w.a, fields, 1));
    orch_arena_free(&w.arena);
}

static void test_join(void)
{
    struct states w;

    states_init(&w);
    struct state *before = state_new(&w.arena), *branches[2];
    state_set(&w.arena, before, &w.a, PRESENCE_OPTIONAL);
    branches[0] = state_copy(&w.arena, before);
    branches[1] = state_copy(&w.arena, before);
    state_set(&w.arena, branches[0], &w.a, PRESENCE_SET);
    state_set(&w.arena, branches[1], &w.b, PRESENCE_MAYBE);
    state_join(&w.arena, before, branches, 2);
    CU_ASSERT_EQUAL(presence(before, &w.a), PRESENCE_SET);
    CU_ASSERT_EQUAL(presence(before, &w.b), PRESENCE_MAYBE);
    CU_ASSERT_FALSE(before->ended);
    branches[1]->ended = true;
    state_join(&w.arena, before, branches, 2);
    CU_ASSERT_TRUE(before->ended);
    orch_arena_free(&w.arena);
}

/* --- variables ------------------------------------------------------------------------------- */

static void test_variables(void)
{
    struct compilation c;
    struct model *m = checked(&c, "dictionary d { city_id: int  phone: string secret }\n"
                                  "record Page { note: string?  a: int }\n"
                                  "flow page(city_id?, phone, flag: bool) -> Page\n"
                                  "  on GET \"/page\" {\n"
                                  "  city_id = city_id ?? 3\n"
                                  "  text = \"call {phone}\"\n"
                                  "  a = len(text)\n"
                                  "  a = 3\n"
                                  "  if flag { note = \"x\" }\n"
                                  "  other = if flag then none else 3\n"
                                  "  return\n"
                                  "}\n");
    const struct flow *flow = m->flows[0];
    const struct var *city = checked_var(&c, flow, "city_id");

    CU_ASSERT_EQUAL(c.diags.n_errors, 1); /* a may hold a secret */
    CU_ASSERT_EQUAL(checked_count(&c, DIAG_SECRET_LEAK), 1);
    CU_ASSERT_EQUAL(city->kind, VAR_PARAM);
    CU_ASSERT_TRUE(city->may_be_unset);
    CU_ASSERT_TRUE(city->read);
    CU_ASSERT_FALSE(city->secret);
    CU_ASSERT_TRUE(checked_var(&c, flow, "text")->secret);
    CU_ASSERT_TRUE(checked_var(&c, flow, "a")->secret);
    CU_ASSERT_TRUE(checked_var(&c, flow, "note")->may_be_unset);
    CU_ASSERT_TRUE(checked_var(&c, flow, "note")->read);
    CU_ASSERT_TRUE(checked_var(&c, flow, "other")->may_be_unset);
    CU_ASSERT_FALSE(checked_var(&c, flow, "other")->read);
    CU_ASSERT_EQUAL(checked_var(&c, flow, "other")->type->kind, TYPE_INT);
    compilation_free(&c);
}

static void test_narrowed_assignment(void)
{
    struct compilation c;
    struct model *m = checked(&c, "dictionary d { city_id: int }\n"
                                  "flow page(city_id?) -> city_id on GET \"/page\" {\n"
                                  "  city_id = city_id ?? 3\n"
                                  "  return city_id\n"
                                  "}\n");
    const struct stmt *body = m->flows[0]->body;
    const struct expr *set = checked_stmt(body, 0)->assign.value;
    const struct expr *read = checked_stmt(body, 1)->value;

    CU_ASSERT_EQUAL(c.diags.n_errors, 0);
    CU_ASSERT_PTR_EQUAL(set->type, m->terms[0]->type);
    CU_ASSERT_EQUAL_FATAL(read->kind, EXPR_VAR);
    CU_ASSERT_PTR_EQUAL(read->type, m->terms[0]->type); /* no longer optional */
    compilation_free(&c);
}

/* --- messages -------------------------------------------------------------------------------- */

static void test_one_mistake_one_message(void)
{
    struct compilation c;

    checked(&c, "record R { x: int }\n"
                "flow page() -> R on GET \"/page\" {\n"
                "  a = nothing + 1\n"
                "  b = a.x + len(a) * 2\n"
                "  c = [y.z for y in b if y > a]\n"
                "  if a { d = b } else { d = c }\n"
                "  return { x: if a == d then b else c }\n"
                "}\n");
    CU_ASSERT_EQUAL(c.diags.n_errors, 1);
    CU_ASSERT_EQUAL(checked_count(&c, DIAG_UNKNOWN_NAME), 1);
    compilation_free(&c);
}

static void test_every_flow_is_checked(void)
{
    struct compilation c;

    checked(&c, "flow a() -> int on GET \"/a\" { return x }\n"
                "flow b() -> int on GET \"/b\" { return y  }\n"
                "flow c() -> int on GET \"/c\" { return \"\" }\n");
    CU_ASSERT_EQUAL(checked_count(&c, DIAG_UNKNOWN_NAME), 2);
    CU_ASSERT_EQUAL(checked_count(&c, DIAG_TYPE_MISMATCH), 1);
    compilation_free(&c);
}

int main(void)
{
    static const CU_TestInfo tests[] = {
        {"states merge", test_merge},
        {"a merge names the path", test_merge_names_the_path},
        {"paths that ended do not count", test_ended_paths_do_not_count},
        {"what is known not to be none", test_known},
        {"branches join", test_join},
        {"variables", test_variables},
        {"an assignment narrows", test_narrowed_assignment},
        {"one mistake, one message", test_one_mistake_one_message},
        {"every flow is checked", test_every_flow_is_checked},
        CU_TEST_INFO_NULL,
    };

    return unit_main("compiler/check", tests);
}
