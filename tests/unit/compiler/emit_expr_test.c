/* What expressions become in C, line by line: constants, operators and their parentheses, and that
 * what may not be evaluated is not. What the values are is tested by tests/scenario/emitted_*.scn.
 */
#include "checked.h"

#include "compiler/emit.h"

#define PROGRAM                                                                                    \
    "record Item { id: int  name: string  rank: float?  sub: Sub? }\n"                             \
    "record Sub { id: int  label: string? }\n"                                                     \
    "service s { url \"http://127.0.0.1:1\"  items() -> items: [Item] GET \"/i\" }\n"              \
    "flow t(n: int, m: int, x: float, s: string, o: int?, p: bool, d: duration) on GET \"/t\" {\n" \
    "invoke s.items\n"

/* The emitted function of the statement `text` in a flow, without its first lines. */
static void emits_with(const char *text, const char *want, bool debug)
{
    const struct emit_options options = {.own_name = "test.c", .debug = debug};
    struct compilation c;
    struct orch_buf program, out;
    struct graph *g;

    orch_buf_init(&program, 0);
    orch_buf_init(&out, 0);
    orch_buf_printf(&program, PROGRAM "%s }", text);
    orch_buf_append(&program, "", 1);
    g = lower(checked(&c, program.data));
    CU_ASSERT_EQUAL_FATAL(c.diags.n_errors, 0);
    analyse(g);
    emit(g, &options, &out);
    orch_buf_append(&out, "", 1);
    if (!strstr(out.data, want)) {
        const char *f = strstr(out.data, "static void t_1_assign");
        printf("%s emits: %.900s\n", text, f ? f : out.data);
    }
    CU_ASSERT_PTR_NOT_NULL(strstr(out.data, want));
    orch_buf_free(&out);
    orch_buf_free(&program);
    compilation_free(&c);
}

static void emits(const char *text, const char *want)
{
    emits_with(text, want, false);
}

static void test_constants(void)
{
    emits("v = -9223372036854775807", "f->v = -9223372036854775807;");
    emits("v = 1e300", "f->v = 1e+300;");
    emits("v = 100.0", "f->v = 100.0;");
    emits("v = 0.1", "f->v = 0.1;");
    emits("v = 0.30000000000000004", "f->v = 0.30000000000000004;");
    emits("v = 5m", "f->v = 300000;");
    emits("v = \"a\\\"\\n\"", "f->v = (struct orch_str)ORCH_STR(\"a\\\"\\n\");");
}

static void test_arithmetic_is_checked(void)
{
    emits("v = n - m * 2", "f->v = orch_int_sub(ev, f->n, orch_int_mul(ev, f->m, 2));");
    emits("v = -n", "f->v = orch_int_sub(ev, 0, f->n);");
    emits("v = -x", "f->v = -f->x;");
    emits("v = - -x", "f->v = - -f->x;");
    emits("v = x + n", "f->v = orch_float_finite(ev, f->x + (double)f->n);");
    emits("v = x / n", "f->v = orch_float_div(ev, f->x, (double)f->n);");
    emits("v = x + 1", "f->v = orch_float_finite(ev, f->x + 1.0);");
    emits("v = s + s", "f->v = orch_str_concat(ev, f->s, f->s);");
}

static void test_comparisons(void)
{
    emits("v = n < m", "f->v = f->n < f->m;");
    emits("v = !(n < m)", "f->v = !(f->n < f->m);");
    emits("v = s == \"a\"", "f->v = orch_str_eq(f->s, (struct orch_str)ORCH_STR(\"a\"));");
    emits("v = s != \"a\"", "f->v = !orch_str_eq(");
    emits("v = s >= \"a\"", "f->v = orch_str_cmp(f->s, (struct orch_str)ORCH_STR(\"a\")) >= 0;");
    emits("v = o == none", "f->v = !f->o.some;");
    emits("v = none != o", "f->v = f->o.some;");
    emits("v = len(s) == len(items)",
          "f->v = (int64_t)orch_str_code_points(f->s) == (int64_t)f->items.n;");
}

static void test_parentheses_are_those_of_the_source(void)
{
    emits("v = p && (p || !p)", "f->v = f->p && (f->p || !f->p);");
    emits("v = (n + m) * n", "f->v = orch_int_mul(ev, orch_int_add(ev, f->n, f->m), f->n);");
    emits("v = (x + x) * x", "orch_float_finite(ev, orch_float_finite(ev, f->x + f->x) * f->x);");
    emits("v = if p then n else if p then m else 1", "f->v = f->p ? f->n : (f->p ? f->m : 1);");
    emits("v = (if p then n else m) + 1", "orch_int_add(ev, f->p ? f->n : f->m, 1);");
}

static void test_optionals(void)
{
    emits("v = o ?? 1", "f->v = f->o.some ? f->o.value : 1;");
    emits("v = o ?? o ?? 1", "f->v = f->o.some ? f->o.value : (f->o.some ? f->o.value : 1);");
    emits("o = n", "f->o.value = f->n;\n    f->o.some = true;");
    emits("o = none", "f->o = (struct orch_opt_int){.some = false};");
    emits("v = if o != none then o + 1 else 0",
          "f->v = f->o.some ? orch_int_add(ev, f->o.value, 1) : 0;");
    emits("v = [i.sub?.label ?? \"-\" for i in items]",
          "i->sub.value.label.some ? i->sub.value.label.value :");
}

/* The loop is within the `if`: it does not run where the left side has decided. */
static void test_the_right_side_waits(void)
{
    emits("v = p && len([i for i in items if i.id == n]) > 0",
          "    bool value = f->p;\n    if (value) {\n        struct list_Item list");
    emits("v = p || len([i for i in items if i.id == n]) > 0",
          "    bool value = f->p;\n    if (!value) {\n        struct list_Item list");
    emits("v = if p then \"{n}\" else s",
          "    if (f->p) {\n        struct orch_text text;\n        orch_text_begin(&text, ev);\n"
          "        orch_text_int(&text, f->n);\n        value = orch_text_end(&text);\n"
          "    } else {\n        value = f->s;\n    }\n    f->v = value;");
}

static void test_texts(void)
{
    emits("v = \"{s + s}!\"", "    const struct orch_str value = orch_str_concat(ev, f->s, f->s);\n"
                              "    struct orch_text text;\n    orch_text_begin(&text, ev);\n"
                              "    orch_text_str(&text, value);\n");
    emits("v = \"{x} {d} {p}\"", "    orch_text_float(&text, f->x);\n");
    emits("v = \"{x} {d} {p}\"", "    orch_text_int(&text, f->d);\n");
    emits("v = \"{x} {d} {p}\"", "    orch_text_bool(&text, f->p);\n");
}

static void test_loops(void)
{
    emits("v = [i.id for i in items]",
          "    struct orch_list_int list = {.items = orch_eval_alloc(ev, f->items.n, "
          "sizeof(int64_t))};\n"
          "    for (size_t i_2 = 0; list.items && i_2 < f->items.n; i_2++) {\n"
          "        const struct Item *i = &f->items.items[i_2];\n"
          "        list.items[list.n++] = i->id;\n    }\n    f->v = list;\n");
    emits("v = [1 for e in items]", "i++) {\n        list.items[list.n++] = 1;\n");
    emits("v = [\"{e.id}\" for e in items if e.rank != none]",
          "        if (!e->rank.some)\n            continue;\n        struct orch_text text;\n");
    emits("v = [n, m]", "    if (list.items) {\n        list.n = 2;\n");
}

/* Two loops side by side use the same names, one within another does not. */
static void test_names_end_with_their_block(void)
{
    emits("v = len([a for a in items]) + len([a for a in items])",
          "    struct list_Item list_2 = {.items = orch_eval_alloc(ev, f->items.n, "
          "sizeof(struct Item))};\n"
          "    for (size_t i = 0; list_2.items && i < f->items.n; i++) {\n"
          "        const struct Item *a = &f->items.items[i];\n");
    emits("v = [[b.id for b in items] for a in items]",
          "        for (size_t i_2 = 0; list_2.items && i_2 < f->items.n; i_2++) {\n");
}

static void test_debugging_marks_each_line(void)
{
    emits_with("\nv = n", "#line 7 \"test.orch\"\n    f->v = f->n;\n", true);
    emits_with("\nv = n", "\n/* test.orch:7  v = n */\n#line 7 \"test.orch\"\nstatic void", true);
}

static const CU_TestInfo tests[] = {
    {"constants", test_constants},
    {"arithmetic is checked", test_arithmetic_is_checked},
    {"comparisons", test_comparisons},
    {"parentheses are those of the source", test_parentheses_are_those_of_the_source},
    {"optionals", test_optionals},
    {"the right side waits", test_the_right_side_waits},
    {"texts", test_texts},
    {"loops", test_loops},
    {"names end with their block", test_names_end_with_their_block},
    {"debugging marks each line", test_debugging_marks_each_line},
    CU_TEST_INFO_NULL,
};

int main(void)
{
    return unit_main("compiler/emit_expr", tests);
}
