/* From statements to nodes, and what of a program is kept. What tables look like is in
 * tests/golden/graph; here are the bounds, and what a reader of the dump would not see. */
#include "checked.h"

#include "compiler/excerpt.h"
#include "compiler/graph.h"

#define SERVICE                                                                                    \
    "service s { url \"http://127.0.0.1:1\"  a() -> a: Node GET \"/a\"  b() -> b: int GET \"/b\" " \
    "send(node: Node) POST \"/send\" }\n"                                                          \
    "record Node { id: int  name: string  next: [Node]  other: Other? }\n"                         \
    "record Other { x: int  y: int }\n"

struct fixture {
    struct compilation c;
    struct model *m;
    struct graph *g;
};

static void begin(struct fixture *f, const char *text)
{
    f->m = checked(&f->c, text);
    CU_ASSERT_EQUAL_FATAL(f->c.diags.n_errors, 0);
    f->g = lower(f->m);
    if (f->c.diags.n_errors == 0)
        analyse(f->g);
}

/* "name: field field", of the kept ones. */
static void keeps(struct fixture *f, unsigned record, const char *want)
{
    const struct graph_record *r = &f->g->records[record];
    struct orch_buf b;

    orch_buf_init(&b, 0);
    orch_buf_printf(&b, "%s:", r->record->name);
    for (unsigned i = 0; i < r->record->n_fields; i++) {
        if (r->kept[i])
            orch_buf_printf(&b, " %s", r->record->fields[i].name);
    }
    CU_ASSERT_TRUE(unit_str_is(orch_buf_get(&b), want));
    orch_buf_free(&b);
}

static void test_only_what_is_read_is_kept(void)
{
    struct fixture f;

    begin(&f, SERVICE "flow f() -> string on GET \"/f\" { invoke s.a return a.name }");
    keeps(&f, 0, "Node: name");
    keeps(&f, 1, "Other:");
    CU_ASSERT_TRUE(f.g->records[0].decoded);
    CU_ASSERT_FALSE(f.g->records[0].encoded);
    CU_ASSERT_FALSE(f.g->records[1].used);
    compilation_free(&f.c);
}

static void test_what_is_written_whole_is_kept_whole(void)
{
    struct fixture f;

    begin(&f, SERVICE "flow f() -> Node on GET \"/f\" { invoke s.a return a }");
    keeps(&f, 0, "Node: id name next other");
    keeps(&f, 1, "Other: x y");
    CU_ASSERT_TRUE(f.g->records[0].encoded);
    CU_ASSERT_TRUE(f.g->records[1].decoded);
    compilation_free(&f.c);
}

/* A record that is made only to be written is no value: its own struct is not needed. */
static void test_what_is_written_in_parts_is_no_value(void)
{
    struct fixture f;

    begin(&f, SERVICE "record Out { n: Small  all: [Small] }\nrecord Small { id: int }\n"
                      "flow f() -> Out on GET \"/f\" { invoke s.a  return { n: a, all: a.next } }");
    keeps(&f, 0, "Node: id next");
    CU_ASSERT_FALSE(f.g->records[2].used);
    CU_ASSERT_FALSE(f.g->records[3].used);
    compilation_free(&f.c);
}

/* Keeping one field can make another one needed, in an expression that was walked before. */
static void test_keeping_goes_on_until_nothing_changes(void)
{
    struct fixture f;

    begin(&f, SERVICE "dictionary d { pair : Pair }\nrecord Pair { left: Other  right: int }\n"
                      "flow f(n: int) -> int on GET \"/f\" { invoke s.a "
                      "pair = { left: { x: n, y: len(a.name) }, right: a.id } "
                      "if n > 0 { return pair.left.y } return n }");
    keeps(&f, 0, "Node: name");
    keeps(&f, 1, "Other: y");
    keeps(&f, 2, "Pair: left");
    compilation_free(&f.c);
}

static void test_request_bodies_are_read_whole(void)
{
    struct fixture f;

    begin(&f, SERVICE "flow f(node: Node) -> int on POST \"/f\" { return node.id }");
    keeps(&f, 0, "Node: id name next other");
    keeps(&f, 1, "Other: x y");
    CU_ASSERT_FALSE(f.g->records[0].encoded);
    compilation_free(&f.c);
}

static void test_results_that_nothing_reads_have_no_place(void)
{
    struct fixture f;
    const struct graph_flow *flow;

    begin(&f, SERVICE "flow f(n: int) on GET \"/f\" { invoke s.a invoke s.b x = 1 }");
    flow = &f.g->flows[0];
    for (unsigned i = 0; i < flow->flow->n_vars; i++)
        CU_ASSERT_EQUAL(flow->kept[i], strcmp(flow->flow->vars[i]->name, "n") == 0 ||
                                           strcmp(flow->flow->vars[i]->name, "x") == 0);
    CU_ASSERT_TRUE(f.g->operations_used[0]);
    CU_ASSERT_FALSE(f.g->operations_used[2]);
    CU_ASSERT_FALSE(f.g->records[0].used);
    compilation_free(&f.c);
}

/* No two strands that may be active at once share a number: those of a fork, and of forks within
 * its branches. */
static void test_strands(void)
{
    struct fixture f;
    const struct graph_node *n;

    begin(&f, SERVICE "flow f() on GET \"/f\" { parallel { { parallel { empty empty } empty } "
                      "{ parallel { empty empty } parallel { empty empty empty } } } "
                      "parallel { empty empty } }");
    n = f.g->flows[0].nodes;
    CU_ASSERT_EQUAL(f.g->flows[0].n_strands, 1 + 2 + 2 + 3);
    CU_ASSERT_EQUAL(n[0].branches[1].strand, 2);
    CU_ASSERT_EQUAL(n[1].branches[0].strand, 3); /* of the first branch */
    CU_ASSERT_EQUAL(n[1].branches[1].strand, 4);
    CU_ASSERT_EQUAL(n[5].branches[0].strand, 5); /* of the second, which runs beside it */
    CU_ASSERT_EQUAL(n[8].branches[0].strand, 5); /* once that is over */
    CU_ASSERT_EQUAL(n[8].branches[2].strand, 7);
    CU_ASSERT_EQUAL(n[12].branches[0].strand, 1); /* once all of it is over */
    compilation_free(&f.c);
}

static void test_there_are_bounds(void)
{
    struct compilation c;
    struct orch_buf text;

    orch_buf_init(&text, 0);
    orch_buf_cstr(&text, "flow f() on GET \"/f\" {");
    for (int i = 0; i <= GRAPH_MAX_NODES; i++)
        orch_buf_cstr(&text, " empty");
    orch_buf_append(&text, "}", 2);
    lower(checked(&c, text.data));
    CU_ASSERT_EQUAL(checked_count(&c, DIAG_NOT_SUPPORTED), 1);
    compilation_free(&c);
    orch_buf_free(&text);
}

static void shows(const char *source, size_t max, const char *want)
{
    struct compilation c;
    const struct source *src;
    const char *got;

    compilation_init(&c);
    src = sources_add(&c.sources, orch_str("x.orch"), orch_str(source));
    got = excerpt(&c, (struct span){src->number, 0, (uint32_t)strlen(source)}, max);
    if (strcmp(got, want) != 0)
        printf("shows: %s\n", got);
    CU_ASSERT_STRING_EQUAL(got, want);
    compilation_free(&c);
}

static void test_excerpts(void)
{
    shows("a  =\n\t b // no\n  + c", 60, "a = b + c");
    shows("/* no */ a /* no */ b /* no", 60, "a b");
    shows("x = \"a  //  b \\\" /* c\"  ", 60, "x = \"a  //  b \\\" /* c\"");
    shows("abcdef", 3, "abc...");
    shows("ab\xC3\xA9z", 3, "ab...");
    shows("\"open", 60, "\"open");
    shows("", 60, "");
}

static const CU_TestInfo tests[] = {
    {"only what is read is kept", test_only_what_is_read_is_kept},
    {"what is written whole is kept whole", test_what_is_written_whole_is_kept_whole},
    {"what is written in parts is no value", test_what_is_written_in_parts_is_no_value},
    {"keeping goes on until nothing changes", test_keeping_goes_on_until_nothing_changes},
    {"request bodies are read whole", test_request_bodies_are_read_whole},
    {"results that nothing reads have no place", test_results_that_nothing_reads_have_no_place},
    {"strands are shared where they may be", test_strands},
    {"there are bounds", test_there_are_bounds},
    {"excerpts are one line", test_excerpts},
    CU_TEST_INFO_NULL,
};

int main(void)
{
    return unit_main("compiler/lower", tests);
}
