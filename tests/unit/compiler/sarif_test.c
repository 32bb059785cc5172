/* SARIF: one valid document, whatever was found. */
#include "compiler/compile.h"
#include "compiler/diag_sarif.h"
#include "tests/support/unit.h"

#include <jansson.h>
#include <stdlib.h>

/* What is written, read again. */
static json_t *written(const struct diag_sarif *s)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    json_t *document;

    CU_ASSERT_PTR_NOT_NULL_FATAL(out);
    diag_sarif_write(s, out);
    fclose(out);
    document = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    free(text);
    CU_ASSERT_PTR_NOT_NULL_FATAL(document);
    return document;
}

/* What is at a path such as "runs/0/results"; NULL where there is nothing. */
static json_t *at(json_t *value, const char *path)
{
    char part[64];
    int n;

    for (; value && sscanf(path, "%63[^/]%n", part, &n) == 1; path += n + (path[n] == '/'))
        value = json_is_array(value) ? json_array_get(value, (size_t)atoi(part))
                                     : json_object_get(value, part);
    return value;
}

static void is_text(json_t *document, const char *path, const char *wanted)
{
    const char *got = json_string_value(at(document, path));

    if (!got || strcmp(got, wanted) != 0)
        printf("%s: got '%s', wanted '%s'\n", path, got ? got : "nothing", wanted);
    CU_ASSERT_TRUE(got && strcmp(got, wanted) == 0);
}

static void is_number(json_t *document, const char *path, json_int_t wanted)
{
    json_t *got = at(document, path);

    CU_ASSERT_TRUE(json_is_integer(got));
    if (json_integer_value(got) != wanted)
        printf("%s: got %d, wanted %d\n", path, (int)json_integer_value(got), (int)wanted);
    CU_ASSERT_EQUAL(json_integer_value(got), wanted);
}

static void test_nothing(void)
{
    struct diag_sarif *s = diag_sarif_new();
    json_t *document;

    CU_ASSERT_PTR_NOT_NULL_FATAL(s);
    document = written(s);
    is_text(document, "version", "2.1.0");
    is_text(document, "runs/0/tool/driver/name", "orchc");
    is_text(document, "runs/0/columnKind", "unicodeCodePoints");
    CU_ASSERT_TRUE(json_is_array(at(document, "runs/0/results")));
    CU_ASSERT_EQUAL(json_array_size(at(document, "runs/0/results")), 0);
    CU_ASSERT_EQUAL(json_array_size(at(document, "runs/0/tool/driver/rules")), DIAG_COUNT);
    json_decref(document);
    diag_sarif_free(s);
}

static void test_rules(void)
{
    struct diag_sarif *s = diag_sarif_new();
    json_t *document, *rules;

    CU_ASSERT_PTR_NOT_NULL_FATAL(s);
    document = written(s);
    rules = at(document, "runs/0/tool/driver/rules");
    for (int i = 0; i < DIAG_COUNT; i++) {
        json_t *rule = json_array_get(rules, (size_t)i);

        is_text(rule, "id", diag_code_text((enum diag_code)i));
        is_text(rule, "shortDescription/text", diag_code_title((enum diag_code)i));
    }
    is_text(json_array_get(rules, DIAG_UNUSED_RESULT), "name", "UnusedResult");
    is_text(json_array_get(rules, DIAG_UNUSED_RESULT), "defaultConfiguration/level", "warning");
    json_decref(document);
    diag_sarif_free(s);
}

/* Line 2 is `  \xc3\xa9 citi`: columns are code points, offsets are bytes. */
static void add_compilation(struct diag_sarif *s, const char *name)
{
    const struct span citi = {1, 6, 10};
    struct compilation c;
    struct diag *d;

    compilation_init(&c);
    sources_add(&c.sources, orch_str(name), orch_str("a\n \xc3\xa9 citi\n"));
    d = diag_add(&c.diags, DIAG_UNKNOWN_NAME, citi, "there is no `citi`");
    diag_label(d, (struct span){1, 0, 1}, "this is `a`");
    diag_note(d, "one");
    diag_note(d, "two");
    diag_fix(d, citi, "city", "did you mean `city`?");
    diag_add(&c.diags, DIAG_NO_FLOW, (struct span){0}, "nowhere");
    diag_sarif_add(s, &c.diags, &c.sources);
    compilation_free(&c);
}

static void test_result(void)
{
    struct diag_sarif *s = diag_sarif_new();
    json_t *document, *result;

    CU_ASSERT_PTR_NOT_NULL_FATAL(s);
    add_compilation(s, "my shop.orch");
    document = written(s);
    CU_ASSERT_EQUAL(json_array_size(at(document, "runs/0/results")), 2);
    CU_ASSERT_PTR_NULL(at(document, "runs/0/results/0/locations")); /* it has no place */
    result = at(document, "runs/0/results/1");
    is_text(result, "ruleId", "E0203");
    is_number(result, "ruleIndex", DIAG_UNKNOWN_NAME);
    is_text(result, "level", "error");
    is_text(result, "message/text", "there is no `citi`\nnote: one\nnote: two");
    is_text(result, "locations/0/physicalLocation/artifactLocation/uri", "my%20shop.orch");
    is_number(result, "locations/0/physicalLocation/region/startLine", 2);
    is_number(result, "locations/0/physicalLocation/region/startColumn", 4);
    is_number(result, "locations/0/physicalLocation/region/endColumn", 8);
    is_number(result, "locations/0/physicalLocation/region/byteOffset", 6);
    is_number(result, "locations/0/physicalLocation/region/byteLength", 4);
    is_text(result, "relatedLocations/0/message/text", "this is `a`");
    is_number(result, "relatedLocations/0/physicalLocation/region/startLine", 1);
    is_text(result, "fixes/0/description/text", "did you mean `city`?");
    is_text(result, "fixes/0/artifactChanges/0/replacements/0/insertedContent/text", "city");
    is_number(result, "fixes/0/artifactChanges/0/replacements/0/deletedRegion/startColumn", 4);
    json_decref(document);
    diag_sarif_free(s);
}

static void test_several_files(void)
{
    struct diag_sarif *s = diag_sarif_new();
    json_t *document;

    CU_ASSERT_PTR_NOT_NULL_FATAL(s);
    add_compilation(s, "a.orch");
    add_compilation(s, "/tmp/b.orch");
    add_compilation(s, "a.orch");
    document = written(s);
    CU_ASSERT_EQUAL(json_array_size(at(document, "runs")), 1);
    CU_ASSERT_EQUAL(json_array_size(at(document, "runs/0/results")), 6);
    CU_ASSERT_EQUAL(json_array_size(at(document, "runs/0/artifacts")), 2);
    is_text(document, "runs/0/artifacts/1/location/uri", "file:///tmp/b.orch");
    is_number(document, "runs/0/results/3/locations/0/physicalLocation/artifactLocation/index", 1);
    is_number(document, "runs/0/results/5/locations/0/physicalLocation/artifactLocation/index", 0);
    json_decref(document);
    diag_sarif_free(s);
}

static const CU_TestInfo tests[] = {
    {"nothing found", test_nothing},
    {"every code is a rule", test_rules},
    {"a result with all it can have", test_result},
    {"several files are one run", test_several_files},
    CU_TEST_INFO_NULL,
};

int main(void)
{
    return unit_main("compiler/sarif", tests);
}
