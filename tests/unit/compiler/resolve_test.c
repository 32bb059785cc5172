/* Resolving declarations: what the model holds, and that nothing in a tree, however broken, stops
 * it. What it reports is pinned by the golden tests. */
#include "compiler/memory.h"
#include "compiler/parse.h"
#include "compiler/passes.h"
#include "tests/support/unit.h"

static struct compilation c;

static struct model *resolved(const char *text)
{
    struct program *program;

    compilation_init(&c);
    program = load(&c, sources_add(&c.sources, orch_str("t.orch"), orch_str(text)));
    return resolve(&c, program);
}

static void end(void)
{
    compilation_free(&c);
}

static const char *name(const char *text)
{
    return intern(&c.names, orch_str(text));
}

static unsigned count(enum diag_code code)
{
    unsigned n = 0;

    for (const struct diag *d = c.diags.first; d; d = d->next)
        n += d->code == code;
    return n;
}

static const struct diag *only(enum diag_code code)
{
    CU_ASSERT_EQUAL(c.diags.n_errors, 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(c.diags.first);
    CU_ASSERT_EQUAL(c.diags.first->code, code);
    return c.diags.first;
}

static const struct type *type_named(const struct model *m, const char *text)
{
    return orch_map_get(&m->type_names, orch_str(text));
}

static void test_terms(void)
{
    struct model *m = resolved("dictionary d { ids: [id]  id: int min 1 max 9  user: User }\n"
                               "record User { id  boss: User2? }\n"
                               "record User2 { id? }\n");
    const struct type *id, *ids;

    CU_ASSERT_EQUAL(c.diags.n_errors, 0);
    id = type_named(m, "id");
    ids = type_named(m, "ids");
    CU_ASSERT_PTR_NOT_NULL_FATAL(id);
    CU_ASSERT_PTR_NOT_NULL_FATAL(ids);
    CU_ASSERT_EQUAL(id->kind, TYPE_INT);
    CU_ASSERT_STRING_EQUAL(id->term->name, "id");
    CU_ASSERT_PTR_EQUAL(ids->elem, id);
    CU_ASSERT_TRUE(id->term->constraints.has_min);
    CU_ASSERT_EQUAL(id->term->constraints.int_max, 9);
    CU_ASSERT_PTR_EQUAL(type_named(m, "user")->plain, type_named(m, "User"));
    CU_ASSERT_PTR_EQUAL(m->records[0]->fields[0].type, id);
    CU_ASSERT_TRUE(type_is_optional(m->records[0]->fields[1].type));
    CU_ASSERT_PTR_EQUAL(type_term(m->records[1]->fields[0].type), id->term);
    end();
}

static void test_conversions(void)
{
    struct model *m = resolved("dictionary d { a: int  b: float  convert a -> b = a / 2.0 }\n");
    const struct term *a = type_named(m, "a")->term, *b = type_named(m, "b")->term;
    const struct conversion *conversion = model_conversion(m, a, b);

    CU_ASSERT_PTR_NOT_NULL_FATAL(conversion);
    CU_ASSERT_PTR_EQUAL(conversion->var->type, a->type);
    CU_ASSERT_EQUAL(conversion->var->kind, VAR_LOCAL);
    CU_ASSERT_PTR_NULL(conversion->value);
    CU_ASSERT_PTR_NULL(model_conversion(m, b, a));
    end();
}

static void test_operation(void)
{
    struct model *m =
        resolved("dictionary d { level: int }\n"
                 "service s {\n  url \"http://h:1/x\"  timeout 2s\n"
                 "  get(id: int, level?) -> n: int GET \"/a/{id}/b\" timeout 50ms\n"
                 "  put(id: int, level json \"lv\", q: bool from query) PUT \"/{id}\"\n"
                 "  all(n: [int] from body) POST \"/all\"\n}\n");
    const struct service *s;
    const struct operation *o;

    CU_ASSERT_EQUAL(c.diags.n_errors, 0);
    s = model_service(m, name("s"));
    CU_ASSERT_PTR_NOT_NULL_FATAL(s);
    CU_ASSERT_TRUE(unit_str_is(s->url, "http://h:1/x"));
    CU_ASSERT_PTR_NULL(s->env.ptr);
    CU_ASSERT_EQUAL(s->timeout_ms, 2000);
    o = model_operation(s, name("get"));
    CU_ASSERT_PTR_NOT_NULL_FATAL(o);
    CU_ASSERT_STRING_EQUAL(o->full_name, "s.get");
    CU_ASSERT_EQUAL(o->timeout_ms, 50);
    CU_ASSERT_EQUAL_FATAL(o->path.n_pieces, 3);
    CU_ASSERT_TRUE(unit_str_is(o->path.pieces[0].literal, "/a/"));
    CU_ASSERT_PTR_EQUAL(o->path.pieces[1].param, &o->params[0]);
    CU_ASSERT_TRUE(unit_str_is(o->path.pieces[2].literal, "/b"));
    CU_ASSERT_EQUAL(o->params[0].place, PLACE_PATH);
    CU_ASSERT_EQUAL(o->params[1].place, PLACE_QUERY);
    o = model_operation(s, name("put"));
    CU_ASSERT_EQUAL(o->result_type->kind, TYPE_VOID);
    CU_ASSERT_EQUAL(o->params[1].place, PLACE_FIELD);
    CU_ASSERT_TRUE(unit_str_is(o->params[1].wire, "lv"));
    CU_ASSERT_EQUAL(o->params[2].place, PLACE_QUERY);
    CU_ASSERT_EQUAL(model_operation(s, name("all"))->params[0].place, PLACE_BODY);
    CU_ASSERT_EQUAL(m->n_operations, 3);
    CU_ASSERT_EQUAL(m->operations[2]->index, 2);
    end();
}

static void test_flow(void)
{
    struct model *m =
        resolved("dictionary d { pin: string secret  id: int }\n"
                 "flow f(id, pin?) -> int on GET \"/f/{id}\" timeout 1s { return 1 }\n");
    const struct flow *f = model_flow(m, name("f"));

    CU_ASSERT_EQUAL(c.diags.n_errors, 0);
    CU_ASSERT_PTR_NOT_NULL_FATAL(f);
    CU_ASSERT_EQUAL(f->timeout_ms, 1000);
    CU_ASSERT_PTR_NULL(f->body);
    CU_ASSERT_EQUAL_FATAL(f->n_vars, 2);
    CU_ASSERT_EQUAL(f->vars[0]->kind, VAR_PARAM);
    CU_ASSERT_FALSE(f->vars[0]->may_be_unset);
    CU_ASSERT_PTR_EQUAL(f->params[1].var, f->vars[1]);
    CU_ASSERT_TRUE(f->vars[1]->may_be_unset);
    CU_ASSERT_TRUE(f->vars[1]->secret);
    CU_ASSERT_FALSE(type_is_optional(f->vars[1]->type));
    end();
}

/* One mistake, one message: what uses an unknown type is not reported again. */
static void test_absorbed(void)
{
    const struct diag *d;

    resolved("dictionary d { t: Nowhere min 1  u: [t]  convert t -> w = t  w: int }\n"
             "record R { t  u }\n"
             "service s { url \"http://h\"  get(t) -> u GET \"/{t}\" }\n"
             "flow f(t) -> R on GET \"/f\" { return }\n");
    d = only(DIAG_UNKNOWN_TYPE);
    CU_ASSERT_PTR_NOT_NULL(strstr(d->message, "`Nowhere`"));
    end();
}

static void test_near(void)
{
    const struct diag *d;

    resolved("record Address { a: int }\nrecord R { home: Adress }\n");
    d = only(DIAG_UNKNOWN_TYPE);
    CU_ASSERT_PTR_NOT_NULL_FATAL(d->fixes);
    CU_ASSERT_STRING_EQUAL(d->fixes->replacement, "Address");
    end();
}

static void test_places_inside_strings(void)
{
    const char *text = "service s { url \"http://h\"  get(id: int) GET \"/\\u{41}x/{key}\"\n"
                       "  put(id: int) GET \"/\\\"{key}\" }\n"
                       "dictionary d { w: string matches \"\\\"a[\" }\n";
    unsigned at = 0;

    resolved(text);
    for (const struct diag *d = c.diags.first; d; d = d->next, at++) {
        const char *shown = text + d->span.begin;
        const size_t len = d->span.end - d->span.begin;

        if (d->code == DIAG_BAD_PATTERN) {
            CU_ASSERT_TRUE(len <= 1); /* one place, inside the quotes */
            CU_ASSERT_TRUE(d->span.end <= strlen(text) - strlen("\" }\n"));
        } else if (shown[0] == '"' && shown[1] == '/') {
            CU_ASSERT_EQUAL(d->code, DIAG_BAD_PATH); /* the whole string, where it has \u */
        } else {
            CU_ASSERT_TRUE(unit_str_is(orch_str_n(shown, len), "\\\""));
        }
    }
    CU_ASSERT_EQUAL(at, 3);
    end();
}

/* 300 records, each within the one before: bounded, wherever the walk begins. */
static void test_deep_records(void)
{
    const char *up = "", *down = "";

    compilation_init(&c);
    for (int i = 0; i < 300; i++) {
        down = memory_text(&c.arena, "%srecord D%d { x: D%d }\n", down, i, i + 1);
        up = memory_text(&c.arena, "record U%d { x: U%d }\n%s", i, i + 1, up);
    }
    up = memory_text(&c.arena, "record D300 { x: int }\nrecord U300 { x: int }\n%s%s", up, down);
    resolve(&c, load(&c, sources_add(&c.sources, orch_str("t.orch"), orch_str(up))));
    CU_ASSERT_TRUE(count(DIAG_TOO_DEEP) >= 2);
    CU_ASSERT_EQUAL(count(DIAG_RECURSIVE_TYPE), 0);
    end();
}

static void test_deep_terms(void)
{
    const char *text = "dictionary d { t300: int\n";

    compilation_init(&c);
    for (int i = 0; i < 300; i++)
        text = memory_text(&c.arena, "%s t%d: [t%d]\n", text, i, i + 1);
    text = memory_text(&c.arena, "%s}\n", text);
    resolve(&c, load(&c, sources_add(&c.sources, orch_str("t.orch"), orch_str(text))));
    CU_ASSERT_TRUE(count(DIAG_TOO_DEEP) >= 1);
    end();
}

/* A tree as the parser leaves it behind after errors: names without text, types that did not parse.
 */
static void test_broken_tree(void)
{
    struct source source = {.number = 1};
    struct ast_type bad = {.kind = AST_TYPE_ERROR};
    struct ast_expr error = {.kind = AST_EXPR_ERROR};
    struct ast_clause clauses[] = {
        {.kind = AST_CLAUSE_JSON},    {.kind = AST_CLAUSE_FROM},
        {.kind = AST_CLAUSE_MIN},     {.kind = AST_CLAUSE_LENGTH, .value = &error},
        {.kind = AST_CLAUSE_TIMEOUT}, {.kind = AST_CLAUSE_URL},
        {.kind = AST_CLAUSE_MATCHES}, {.kind = AST_CLAUSE_ON},
        {.kind = AST_CLAUSE_ONE_OF},  {.kind = AST_CLAUSE_UNIT},
    };
    struct ast_member member = {.type = &bad, .clauses = clauses};
    struct ast_convert convert = {.value = &error};
    struct ast_operation operation = {.params = &member, .result_type = &bad};
    struct ast_decl decls[6] = {{.kind = AST_DECL_IMPORT}};
    struct ast_file file = {.source = &source, .decls = decls}, *files[] = {&file};
    struct program program = {.files = files, .n_files = 1};
    struct model *m;

    compilation_init(&c);
    for (size_t i = 0; i + 1 < sizeof clauses / sizeof *clauses; i++)
        clauses[i].next = &clauses[i + 1];
    for (int i = 0; i < 5; i++)
        decls[i].next = &decls[i + 1];
    decls[1] = (struct ast_decl){.kind = AST_DECL_DICTIONARY, .next = &decls[2]};
    decls[1].dictionary.terms = &member;
    decls[1].dictionary.converts = &convert;
    decls[2] = (struct ast_decl){.kind = AST_DECL_RECORD, .next = &decls[3], .members = &member};
    decls[3] = (struct ast_decl){.kind = AST_DECL_ENUM, .next = &decls[4], .members = &member};
    decls[4] = (struct ast_decl){.kind = AST_DECL_SERVICE, .next = &decls[5]};
    decls[4].service.clauses = clauses;
    decls[4].service.operations = &operation;
    decls[5] = (struct ast_decl){.kind = AST_DECL_FLOW};
    decls[5].flow.params = &member;
    decls[5].flow.result = &bad;
    decls[5].flow.clauses = clauses;
    m = resolve(&c, &program);
    CU_ASSERT_EQUAL(m->n_terms + m->n_records + m->n_services + m->n_flows, 0);
    for (int i = 2; i < 6; i++)
        decls[i].name.text = name(memory_text(&c.arena, "n%d", i));
    operation.name.text = name("o");
    m = resolve(&c, &program);
    CU_ASSERT_EQUAL(m->n_records, 1);
    CU_ASSERT_EQUAL(m->n_operations, 1);
    CU_ASSERT_EQUAL(m->n_flows, 1);
    member.name.text = name("m");
    member.clauses = NULL;
    m = resolve(&c, &program);
    CU_ASSERT_EQUAL(m->operations[0]->n_params, 1);
    CU_ASSERT_EQUAL(m->n_terms, 1);
    end();
}

int main(void)
{
    static const CU_TestInfo tests[] = {
        {"terms, and records of them", test_terms},
        {"conversions", test_conversions},
        {"operations", test_operation},
        {"flows", test_flow},
        {"one mistake gives one message", test_absorbed},
        {"did you mean", test_near},
        {"places inside strings", test_places_inside_strings},
        {"records within records", test_deep_records},
        {"terms of lists of terms", test_deep_terms},
        {"a broken tree", test_broken_tree},
        CU_TEST_INFO_NULL,
    };

    return unit_main("compiler/resolve", tests);
}
