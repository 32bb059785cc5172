/* Descriptions as trees with places, and the names that their things get. What becomes of them is
 * in tests/golden/openapi. */
#include "compiler/describe_parts.h"
#include "tests/support/unit.h"

static struct compilation c;

static struct node *read_text(const char *name, const char *text)
{
    compilation_init(&c);
    return describe_read(&c, sources_add(&c.sources, orch_str(name), orch_str(text)));
}

/* What stands at a place in the text. */
static bool is_at(struct span span, const char *wanted)
{
    const struct source *source = sources_get(&c.sources, span.file);
    const struct orch_str got = orch_str_n(source->text.ptr + span.begin, span.end - span.begin);

    if (!unit_str_is(got, wanted))
        printf("got: %.*s\n", ORCH_STR_ARG(got));
    return unit_str_is(got, wanted);
}

static bool reported(const char *message)
{
    for (const struct diag *d = c.diags.first; d; d = d->next) {
        if (d->code == DIAG_BAD_DESCRIPTION && strstr(d->message, message))
            return true;
    }
    return false;
}

static void test_yaml_places(void)
{
    const char *text = "\xef\xbb\xbf"
                       "a: caf\xc3\xa9\nb: { \"\xf0\x9f\x98\x80\": [1, -2.5e3], c: ~ }\n"
                       "d: |\n  two\n  lines\ne: 'it''s'\n";
    const struct node *root = read_text("x.yaml", text), *b;

    CU_ASSERT_PTR_NOT_NULL_FATAL(root);
    CU_ASSERT_TRUE(unit_str_is(node_string(root, "a"), "caf\xc3\xa9"));
    CU_ASSERT_TRUE(is_at(node_get(root, "a")->span, "caf\xc3\xa9"));
    CU_ASSERT_TRUE(is_at(node_key_span(root, "b"), "b"));
    b = node_map(root, "b");
    CU_ASSERT_TRUE(is_at(b->span, "{ \"\xf0\x9f\x98\x80\": [1, -2.5e3], c: ~ }"));
    CU_ASSERT_TRUE(is_at(b->entries[0].key_span, "\"\xf0\x9f\x98\x80\""));
    CU_ASSERT_TRUE(is_at(b->entries[0].value->entries[1].value->span, "-2.5e3"));
    CU_ASSERT_TRUE(unit_str_is(node_string(root, "d"), "two\nlines\n"));
    CU_ASSERT_TRUE(is_at(node_get(root, "e")->span, "'it''s'"));
    CU_ASSERT_TRUE(unit_str_is(node_string(root, "e"), "it's"));
    compilation_free(&c);
}

static void test_yaml_scalars(void)
{
    static const enum node_kind wanted[] = {
        NODE_NULL,  NODE_NULL,   NODE_BOOL,   NODE_STRING, NODE_STRING, NODE_INT,    NODE_INT,
        NODE_FLOAT, NODE_STRING, NODE_STRING, NODE_STRING, NODE_STRING, NODE_STRING, NODE_FLOAT,
    };
    const struct node *root = read_text(
        "x.yml",
        "a: [~, null, True, yes, \"true\", 12, -3, 3.0, 1.2.3, 0x1F, -, !!str 7, '7', 1e9]");
    const struct node *list = root ? node_list(root, "a") : NULL;

    CU_ASSERT_PTR_NOT_NULL_FATAL(list);
    CU_ASSERT_EQUAL_FATAL(list->n, sizeof wanted / sizeof *wanted);
    for (unsigned i = 0; i < list->n; i++)
        CU_ASSERT_EQUAL(list->entries[i].value->kind, wanted[i]);
    compilation_free(&c);
}

static void test_yaml_anchors(void)
{
    const struct node *root = read_text("x.yaml", "base: &b { x: 1, y: 2 }\n"
                                                  "other: &o { y: 3, z: 4 }\n"
                                                  "same: *b\n"
                                                  "more: { <<: [*b, *o], x: 5 }\n"
                                                  "text: { \"<\": 1 }\n");
    const struct node *more;

    CU_ASSERT_PTR_NOT_NULL_FATAL(root);
    CU_ASSERT_PTR_EQUAL(node_get(root, "same"), node_get(root, "base"));
    more = node_map(root, "more");
    CU_ASSERT_EQUAL(more->n, 3); /* its own x, y of the first, z of the second */
    CU_ASSERT_TRUE(unit_str_is(node_get(more, "x")->text, "5"));
    CU_ASSERT_TRUE(unit_str_is(node_get(more, "y")->text, "2"));
    CU_ASSERT_TRUE(unit_str_is(node_get(more, "z")->text, "4"));
    compilation_free(&c);
}

static void test_json_places(void)
{
    const struct node *root = read_text(
        "x.json",
        " {\"a\\u00e9\": [true, null, -0.5], \"b\" : {\"c\":\"x\\n\\ud83d\\ude00\"},\"d\":7}\n");
    const struct node *a;

    CU_ASSERT_PTR_NOT_NULL_FATAL(root);
    CU_ASSERT_TRUE(is_at(root->entries[0].key_span, "\"a\\u00e9\""));
    CU_ASSERT_TRUE(unit_str_is(root->entries[0].key, "a\xc3\xa9"));
    a = root->entries[0].value;
    CU_ASSERT_TRUE(is_at(a->span, "[true, null, -0.5]"));
    CU_ASSERT_EQUAL(a->entries[0].value->kind, NODE_BOOL);
    CU_ASSERT_EQUAL(a->entries[1].value->kind, NODE_NULL);
    CU_ASSERT_EQUAL(a->entries[2].value->kind, NODE_FLOAT);
    CU_ASSERT_TRUE(is_at(a->entries[2].value->span, "-0.5"));
    CU_ASSERT_TRUE(is_at(node_key_span(root, "b"), "\"b\""));
    CU_ASSERT_TRUE(unit_str_is(node_string(node_map(root, "b"), "c"), "x\n\xf0\x9f\x98\x80"));
    CU_ASSERT_EQUAL(node_get(root, "d")->kind, NODE_INT);
    CU_ASSERT_PTR_NULL(node_get(root, "e"));
    CU_ASSERT_PTR_NULL(node_get(NULL, "e"));
    compilation_free(&c);
}

/* Maps of any size find each of their keys, and see a key that is there twice. */
static void test_many_keys(void)
{
    char text[4096], key[16];

    for (unsigned n = 1; n < 40; n++) {
        size_t len = (size_t)snprintf(text, sizeof text, "{");
        const struct node *root;

        for (unsigned i = 0; i < n; i++)
            len += (size_t)snprintf(text + len, sizeof text - len, "%s\"k%u\": %u", i ? ", " : "",
                                    i * 7919 % 1000, i);
        snprintf(text + len, sizeof text - len, "}");
        root = read_text("x.json", text);
        CU_ASSERT_PTR_NOT_NULL_FATAL(root);
        for (unsigned i = 0; i < n; i++) {
            snprintf(key, sizeof key, "k%u", i * 7919 % 1000);
            CU_ASSERT_PTR_EQUAL(node_get(root, key), root->entries[i].value);
        }
        CU_ASSERT_PTR_NULL(node_get(root, "k"));
        compilation_free(&c);
        snprintf(text + len, sizeof text - len, ", \"k%u\": 0}", (n - 1) * 7919 % 1000);
        CU_ASSERT_PTR_NULL(read_text("x.json", text));
        CU_ASSERT_TRUE(reported("is here twice"));
        compilation_free(&c);
    }
}

static void test_bounds(void)
{
    char text[2 * TREE_MAX_DEPTH + 16];
    struct orch_buf many;

    memset(text, '[', TREE_MAX_DEPTH + 1);
    text[TREE_MAX_DEPTH + 1] = '\0';
    CU_ASSERT_PTR_NULL(read_text("x.yaml", text));
    CU_ASSERT_TRUE(reported("nested more than"));
    compilation_free(&c);
    CU_ASSERT_PTR_NULL(read_text("x.json", text));
    CU_ASSERT_TRUE(reported("nested more than"));
    compilation_free(&c);

    orch_buf_init(&many, 0);
    orch_buf_cstr(&many, "a: &a {");
    for (unsigned i = 0; i <= TREE_MAX_MERGE; i++)
        orch_buf_printf(&many, "k%u: 1,", i);
    orch_buf_cstr(&many, "}\nb: { <<: *a }\n");
    orch_buf_append(&many, "", 1);
    CU_ASSERT_PTR_NULL(read_text("x.yaml", many.data));
    CU_ASSERT_TRUE(reported("adds more than"));
    compilation_free(&c);
    orch_buf_free(&many);
}

static void test_identifiers(void)
{
    static const struct {
        const char *text, *name;
    } cases[] = {
        {"Product", "Product"},
        {"simple-user", "simple_user"},
        {"a.b/c", "a_b_c"},
        {"@type", "type"},
        {"$ref", "ref"},
        {"_links", "_links"},
        {"x_", "x_"},
        {"trailing-", "trailing"},
        {"1st", "_1st"},
        {"+1", "_1"},
        {"", "_"},
        {"---", "_"},
        {"a  - b", "a_b"},
        {"na\xc3\xafve", "na_ve"},
        {"\xe4\xba\xac", "_"},
        {"get/users/{id}", "get_users_id"},
    };
    struct description d = {.c = &c};

    compilation_init(&c);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CU_ASSERT_STRING_EQUAL(describe_identifier(&d, orch_str(cases[i].text)), cases[i].name);
    compilation_free(&c);
}

static void test_variables(void)
{
    static const struct {
        const char *name, *variable, *plural;
    } cases[] = {
        {"Product", "product", "products"},
        {"SimpleUser", "simple_user", "simple_users"},
        {"APIKey", "api_key", "api_keys"},
        {"HTTPServer2", "http_server2", "http_server2s"},
        {"Category", "category", "categories"},
        {"Day", "day", "days"},
        {"Address", "address", "addresses"},
        {"Box", "box", "boxes"},
        {"Match", "match", "matches"},
        {"For", "for_", "for_s"},
        {"a_B", "a_b", "a_bs"},
    };
    struct description d = {.c = &c};

    compilation_init(&c);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *variable = describe_variable(&d, cases[i].name);

        CU_ASSERT_STRING_EQUAL(variable, cases[i].variable);
        CU_ASSERT_STRING_EQUAL(describe_plural(&d, variable), cases[i].plural);
    }
    compilation_free(&c);
}

static void test_unique(void)
{
    struct description d = {.c = &c};
    struct orch_map taken;
    const char *name = "";

    compilation_init(&c);
    orch_map_init(&d.counted);
    orch_map_init(&taken);
    CU_ASSERT_STRING_EQUAL(describe_unique(&d, &taken, "a", &d), "a");
    CU_ASSERT_STRING_EQUAL(describe_unique(&d, &taken, "a_2", &d), "a_2");
    CU_ASSERT_STRING_EQUAL(describe_unique(&d, &taken, "a", &d), "a_3");
    for (unsigned i = 0; i < 5000; i++) /* in linear time */
        name = describe_unique(&d, &taken, "b", &d);
    CU_ASSERT_STRING_EQUAL(name, "b_5000");
    orch_map_free(&taken);
    orch_map_free(&d.counted);
    compilation_free(&c);
}

static const CU_TestInfo tests[] = {{"places in YAML", test_yaml_places},
                                    {"scalars of YAML", test_yaml_scalars},
                                    {"anchors and merging", test_yaml_anchors},
                                    {"places in JSON", test_json_places},
                                    {"many keys", test_many_keys},
                                    {"bounds", test_bounds},
                                    {"identifiers", test_identifiers},
                                    {"variables and plurals", test_variables},
                                    {"unique names", test_unique},
                                    CU_TEST_INFO_NULL};

int main(void)
{
    return unit_main("compiler/describe", tests);
}
