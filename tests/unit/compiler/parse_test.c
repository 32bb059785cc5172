/* The parser where goldens do not reach: spans, the shape of what follows an error, limits, and
 * texts that are too large for a file of their own. */
#include "compiler/parse.h"
#include "runtime/base/buf.h"
#include "tests/support/unit.h"

#include <stdlib.h>

static struct ast_file *parsed(struct compilation *c, const char *text)
{
    compilation_init(c);
    return parse(c, sources_add(&c->sources, orch_str("a.orch"), orch_str(text)));
}

static bool spans(const struct ast_file *f, struct span span, const char *text)
{
    return unit_str_is(orch_str_n(f->source->text.ptr + span.begin, span.end - span.begin), text);
}

static void test_spans(void)
{
    struct compilation c;
    struct ast_file *f =
        parsed(&c, "// x\nflow home ( a , b ? ) -> H\n{ x = a + f(1) . y ?? \"t {b}\"  invoke s.o "
                   "( a : 1 ) timeout 5ms else [ ] }\nrecord R { id : [ int ? ] json \"n\" }");
    const struct ast_decl *flow = f->decls, *record = flow->next;
    const struct ast_stmt *assign = flow->flow.body->body, *call = assign->next;
    const struct ast_expr *e = assign->assign.value;

    CU_ASSERT_EQUAL_FATAL(c.diags.n_errors, 0);
    CU_ASSERT_EQUAL(flow->span.begin, 5);
    CU_ASSERT_TRUE(spans(f, flow->name.span, "home"));
    CU_ASSERT_TRUE(spans(f, flow->flow.params->next->span, "b ?"));
    CU_ASSERT_TRUE(spans(f, assign->span, "x = a + f(1) . y ?? \"t {b}\""));
    CU_ASSERT_TRUE(spans(f, e->binary.op_span, "??"));
    CU_ASSERT_TRUE(spans(f, e->binary.left->span, "a + f(1) . y"));
    CU_ASSERT_TRUE(spans(f, e->binary.left->binary.right->span, "f(1) . y"));
    CU_ASSERT_TRUE(spans(f, e->binary.right->span, "\"t {b}\""));
    CU_ASSERT_TRUE(spans(f, e->binary.right->parts->span, "\"t {"));
    CU_ASSERT_TRUE(spans(f, e->binary.right->parts->next->span, "b"));
    CU_ASSERT_TRUE(spans(f, call->span, "invoke s.o ( a : 1 ) timeout 5ms else [ ]"));
    CU_ASSERT_TRUE(spans(f, call->invoke.service.span, "s"));
    CU_ASSERT_TRUE(spans(f, call->invoke.args->span, "a : 1"));
    CU_ASSERT_TRUE(spans(f, call->invoke.clauses->span, "timeout 5ms"));
    CU_ASSERT_TRUE(spans(f, call->invoke.fallbacks->span, "else [ ]"));
    CU_ASSERT_TRUE(spans(f, record->span, "record R { id : [ int ? ] json \"n\" }"));
    CU_ASSERT_TRUE(spans(f, record->members->span, "id : [ int ? ] json \"n\""));
    CU_ASSERT_TRUE(spans(f, record->members->type->elem->span, "int ?"));
    CU_ASSERT_TRUE(spans(f, record->members->clauses->string.span, "\"n\""));
    compilation_free(&c);
}

static void test_names_are_interned(void)
{
    struct compilation c;
    struct ast_file *f = parsed(&c, "record A { a  b: a }\nrecord B { a }");

    CU_ASSERT_PTR_EQUAL(f->decls->members->name.text, f->decls->next->members->name.text);
    CU_ASSERT_PTR_EQUAL(f->decls->members->name.text, f->decls->members->next->type->name.text);
    compilation_free(&c);
}

static unsigned count_stmts(const struct ast_stmt *s)
{
    unsigned n = 0;

    for (; s; s = s->next)
        n++;
    return n;
}

/* What is around an error is all there. */
static void test_recovery(void)
{
    struct compilation c;
    struct ast_file *f = parsed(&c, "record A { a: }\n"
                                    "flow b() {\n  x = 1\n  y = = 2\n  z = 3\n}\n"
                                    "flow broken( {\n}\n"
                                    "enum e { red }\n");
    const struct ast_decl *d = f->decls;

    CU_ASSERT_EQUAL(c.diags.n_errors, 3);
    CU_ASSERT_TRUE(d->kind == AST_DECL_RECORD && strcmp(d->name.text, "A") == 0);
    d = d->next;
    CU_ASSERT_TRUE(d->kind == AST_DECL_FLOW && strcmp(d->name.text, "b") == 0);
    CU_ASSERT_EQUAL(count_stmts(d->flow.body->body), 3);
    CU_ASSERT_EQUAL(d->flow.body->body->next->kind, AST_STMT_ERROR);
    while (d->next)
        d = d->next;
    CU_ASSERT_TRUE(d->kind == AST_DECL_ENUM && strcmp(d->name.text, "e") == 0);
    compilation_free(&c);
}

/* A flow whose body is `before`, then n times `part`, then `after`. */
static unsigned errors_in(const char *before, unsigned n, const char *part, const char *after,
                          enum diag_code *code)
{
    struct compilation c;
    struct orch_buf text;
    unsigned errors;

    orch_buf_init(&text, 0);
    orch_buf_cstr(&text, before);
    for (unsigned i = 0; i < n; i++)
        orch_buf_cstr(&text, part);
    orch_buf_cstr(&text, after);
    compilation_init(&c);
    parse(&c, sources_add(&c.sources, orch_str("a.orch"), orch_buf_get(&text)));
    errors = c.diags.n_errors;
    if (c.diags.first && code)
        *code = c.diags.first->code;
    compilation_free(&c);
    orch_buf_free(&text);
    return errors;
}

static void test_limits(void)
{
    static const struct {
        const char *before, *part, *after;
        unsigned fits, too_many;
    } cases[] = {
        {"flow a() { x = ", "b + ", "b }", PARSE_MAX_TREE - 1, PARSE_MAX_TREE},
        {"flow a() { x = ", "b ?? ", "b }", PARSE_MAX_TREE - 1, PARSE_MAX_TREE},
        {"flow a() { x = b", ".c", " }", PARSE_MAX_TREE - 1, PARSE_MAX_TREE},
        {"flow a() { x = ", "!", "b }", PARSE_MAX_TREE - 1, PARSE_MAX_TREE},
        {"flow a() { x = ", "- ", "b }", 100, 1000000},
        {"flow a() { x = ", "if b then c else ", "d }", 100, 100000},
        {"flow a() { if b { }", " else if b { }", " }", PARSE_MAX_TREE - 3, PARSE_MAX_TREE},
    };
    enum diag_code code;

    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        code = DIAG_COUNT;
        CU_ASSERT_EQUAL(
            errors_in(cases[i].before, cases[i].fits, cases[i].part, cases[i].after, &code), 0);
        CU_ASSERT_EQUAL(
            errors_in(cases[i].before, cases[i].too_many, cases[i].part, cases[i].after, &code), 1);
        CU_ASSERT_EQUAL(code, DIAG_TOO_DEEP);
    }
}

/* Brackets that are opened a hundred thousand times: one diagnostic, at once. */
static void test_brackets(void)
{
    static const char *const openers[][2] = {
        {"flow a() { x = ", "("},     {"flow a() { x = ", "["},   {"flow a() { ", "{"},
        {"flow a() { x = ", "{ a: "}, {"flow a() { x = ", "\"{"}, {"record a { x: ", "["},
        {"record a { x: ", "{"},      {"flow a() { x = ", "f("},  {"flow a() { ", "if b { "}};
    enum diag_code code = DIAG_COUNT;

    for (unsigned i = 0; i < sizeof openers / sizeof openers[0]; i++) {
        CU_ASSERT_EQUAL(errors_in(openers[i][0], 100000, openers[i][1], "", &code), 1);
        CU_ASSERT_EQUAL(code, DIAG_TOO_DEEP);
    }
    CU_ASSERT_EQUAL(errors_in("", 100000, "}", "", &code), DIAG_MAX_ERRORS);
    CU_ASSERT_EQUAL(errors_in("flow a() { ", 100000, "x = = 1\n", "}", &code), DIAG_MAX_ERRORS);
}

/* Long is fine where it is not deep. */
static void test_long(void)
{
    CU_ASSERT_EQUAL(errors_in("flow a() {", 200000, "x = 1 ", "}", NULL), 0);
    CU_ASSERT_EQUAL(errors_in("flow a() { x = [", 200000, "1, ", "] }", NULL), 0);
    CU_ASSERT_EQUAL(errors_in("flow a() { x = \"", 100000, "a{b}", "\" }", NULL), 0);
    CU_ASSERT_EQUAL(errors_in("record a {", 200000, "b: int ", "}", NULL), 0);
    CU_ASSERT_EQUAL(errors_in("", 50000, "record a { }\n", "", NULL), 0);
    CU_ASSERT_EQUAL(errors_in("record a { } //", 2000000, "x", "", NULL), 0);
}

static void test_docs(void)
{
    struct compilation c;
    struct ast_file *f = parsed(&c, "/// not of the comment\n// but\n/// two\n///   lines\n"
                                    "record A {\n  /// of a\r\n  a  b\n}\n//// none\nrecord B { }\n"
                                    "service s { url \"x\"\n/// op\nget() GET \"/\" }");
    const struct ast_decl *a = f->decls, *b = a->next, *s = b->next;

    CU_ASSERT_TRUE(unit_str_is(a->doc, "not of the comment\ntwo\n  lines"));
    CU_ASSERT_TRUE(unit_str_is(a->members->doc, "of a"));
    CU_ASSERT_EQUAL(a->members->next->doc.len, 0);
    CU_ASSERT_EQUAL(b->doc.len, 0);
    CU_ASSERT_TRUE(unit_str_is(s->service.operations->doc, "op"));
    compilation_free(&c);
}

static void test_odd_texts(void)
{
    struct compilation c;
    struct ast_file *f = parsed(&c, "\xef\xbb\xbfrecord A {\r\n  a\r\n}\r\n");

    CU_ASSERT_EQUAL(c.diags.n_errors, 0);
    CU_ASSERT_TRUE(f->decls && strcmp(f->decls->name.text, "A") == 0);
    compilation_free(&c);

    f = parsed(&c, "\xef\xbb\xbf");
    CU_ASSERT_TRUE(!f->decls && c.diags.first->code == DIAG_FILE_EMPTY);
    compilation_free(&c);

    f = parsed(&c, "record A { a: \xed\xa0\x80 }");
    CU_ASSERT_TRUE(!f->decls && c.diags.first->code == DIAG_FILE_NOT_UTF8);
    CU_ASSERT_EQUAL(c.diags.first->span.begin, 14);
    compilation_free(&c);
}

static const CU_TestInfo tests[] = {{"spans", test_spans},
                                    {"names are interned", test_names_are_interned},
                                    {"what is around an error", test_recovery},
                                    {"depth of trees", test_limits},
                                    {"depth of brackets", test_brackets},
                                    {"long texts", test_long},
                                    {"doc comments", test_docs},
                                    {"odd texts", test_odd_texts},
                                    CU_TEST_INFO_NULL};

int main(void)
{
    return unit_main("compiler/parse", tests);
}
