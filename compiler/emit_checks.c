/* What the dictionary demands of values that enter: a function per constrained term, for JSON and
 * for parameters; and one per field of which a description demands something. Patterns are compiled
 * when the service starts. */
#include "emit_parts.h"
#include "excerpt.h"
#include "memory.h"

#include <stdlib.h>

/* The two ways of checking differ in the names and first arguments of what they call. */
struct way {
    const char *key;       /* of the function made */
    const char *signature; /* of its parameters, but the value */
    const char *call;      /* "orch_json_check_": int, float, ... */
    const char *args;
    const char *refuse; /* gives false, and says why */
};

static const struct way json_way = {"check", "struct orch_json_in *in", "orch_json_check_", "in",
                                    "orch_json_mismatch(in"};
static const struct way input_way = {
    "check_param", "struct orch_input *in, enum orch_place place, const char *name",
    "orch_input_check_", "in, place, name", "orch_input_violation(in, place, name"};

/* What is constrained: a term, or a field by itself. */
struct constrained {
    const char *name;
    struct span span;
    const struct type *type;
    const struct constraints *constraints;
};

static struct constrained of_term(const struct term *term)
{
    return (struct constrained){term->name, term->span, term->type, &term->constraints};
}

static bool demands_something(const struct constraints *c)
{
    return c->has_min || c->has_max || c->has_length || c->pattern.ptr || c->n_one_of > 0;
}

bool emit_is_constrained(const struct type *t)
{
    return t->term && demands_something(&t->term->constraints);
}

const char *emit_int(struct emit *e, int64_t v)
{
    if (v == INT64_MIN)
        return "INT64_MIN";
    return v == INT64_MAX ? "INT64_MAX" : memory_text(e->arena, "%lld", (long long)v);
}

const char *emit_float(struct emit *e, double v)
{
    const char *text = memory_text(e->arena, "%.1f", v);

    if (strlen(text) <= 17 && strtod(text, NULL) == v) /* 100.0, not 1e+02 */
        return text;
    for (int digits = 1; digits <= 17; digits++) { /* the fewest that read back the same */
        text = memory_text(e->arena, "%.*g", digits, v);
        if (strtod(text, NULL) == v)
            break;
    }
    return strpbrk(text, ".en") ? text : memory_text(e->arena, "%s.0", text);
}

static const char *bound(struct emit *e, size_t n)
{
    return n == SIZE_MAX ? "SIZE_MAX" : memory_text(e->arena, "%zu", n);
}

/* Adds one condition to those before it. */
static const char *also(struct emit *e, const char *all, const char *one)
{
    return *all ? memory_text(e->arena, "%s && %s", all, one) : one;
}

static const char *check_range(struct emit *e, const struct way *w, const struct constraints *c,
                               const struct type *t)
{
    const bool is_float = t->kind == TYPE_FLOAT;
    const char *min = c->has_min ? emit_int(e, c->int_min) : "INT64_MIN";
    const char *max = c->has_max ? emit_int(e, c->int_max) : "INT64_MAX";

    if (is_float) {
        min = c->has_min ? emit_float(e, c->float_min) : "-__DBL_MAX__";
        max = c->has_max ? emit_float(e, c->float_max) : "__DBL_MAX__";
    }
    return memory_text(e->arena, "%s%s(%s, v, %s, %s)", w->call, is_float ? "float" : "int",
                       w->args, min, max);
}

static const char *check_length(struct emit *e, const struct way *w, const struct constraints *c,
                                const struct type *t)
{
    const bool is_list = t->kind == TYPE_LIST;

    return memory_text(e->arena, "%s%s(%s, v%s, %s, %s)", w->call, is_list ? "count" : "length",
                       w->args, is_list ? ".n" : "", bound(e, c->length_min),
                       bound(e, c->length_max));
}

static const char *check_one_of(struct emit *e, const struct way *w, const struct constraints *c)
{
    struct orch_buf what, cond;
    const char *text;

    orch_buf_init(&what, 0);
    orch_buf_init(&cond, 0);
    orch_buf_cstr(&what, "must be one of ");
    for (unsigned i = 0; i < c->n_one_of; i++) {
        const struct expr *x = c->one_of[i];
        const char *comma = i > 0 ? ", " : "";

        if (x->kind == EXPR_STRING) {
            orch_buf_printf(&what, "%s%.*s", comma, ORCH_STR_ARG(x->string));
            orch_buf_printf(&cond, "orch_str_eq(v, %s) || ", emit_string(e, x->string));
        } else {
            orch_buf_printf(&what, "%s%lld", comma, (long long)x->integer);
            orch_buf_printf(&cond, "v == %s || ", emit_int(e, x->integer));
        }
    }
    text = memory_text(e->arena, "(%.*s%s, %s))", ORCH_STR_ARG(orch_buf_get(&cond)), w->refuse,
                       cwriter_quote(e->arena, orch_buf_get(&what)));
    orch_buf_free(&what);
    orch_buf_free(&cond);
    return text;
}

/* The variable that holds the compiled pattern. */
static const char *pattern_of(struct emit *e, const struct constrained *what)
{
    const char *key = memory_text(e->arena, "pattern %s", what->name);
    bool made;
    struct emit_function *f =
        emit_demand(e, key, memory_text(e->arena, "pattern_%s", what->name), &made);

    if (!made)
        return f->name;
    cwriter_line(&e->tables, "static struct orch_pattern *%s; /* made by start() */", f->name);
    cwriter_line(&e->patterns, "%s = orch_pattern_new(%s, error, sizeof error, NULL);", f->name,
                 emit_string(e, what->constraints->pattern));
    cwriter_open(&e->patterns, "if (!%s)", f->name);
    cwriter_line(&e->patterns, "fprintf(stderr, \"the pattern of %s: %%s\\n\", error);",
                 what->name);
    cwriter_line(&e->patterns, "return false;");
    cwriter_close(&e->patterns, "");
    return f->name;
}

static const char *check_pattern(struct emit *e, const struct way *w, const struct constrained *of)
{
    struct orch_buf what;
    const char *name = pattern_of(e, of), *text;

    if (w == &json_way)
        return memory_text(e->arena, "orch_json_check_pattern(in, v, %s)", name);
    orch_buf_init(&what, 0);
    orch_buf_printf(&what, "must match %.*s", ORCH_STR_ARG(of->constraints->pattern));
    text = memory_text(e->arena, "(orch_pattern_matches(%s, v) || %s, %s))", name, w->refuse,
                       cwriter_quote(e->arena, orch_buf_get(&what)));
    orch_buf_free(&what);
    return text;
}

static const char *condition(struct emit *e, const struct way *w, const struct constrained *of)
{
    const struct constraints *c = of->constraints;
    const struct type *t = of->type;
    const char *all = "";

    if (c->has_min || c->has_max)
        all = also(e, all, check_range(e, w, c, t));
    if (c->has_length)
        all = also(e, all, check_length(e, w, c, t));
    if (c->pattern.ptr)
        all = also(e, all, check_pattern(e, w, of));
    if (c->n_one_of > 0)
        all = also(e, all, check_one_of(e, w, c));
    return all;
}

/* The declaration: what stands on its line from its name on. */
static const char *declaration(struct emit *e, const struct constrained *of)
{
    const struct source *src = sources_get(&e->c->sources, of->span.file);
    struct span span = of->span;

    if (!src)
        return of->name;
    while (span.end < src->text.len && src->text.ptr[span.end] != '\n')
        span.end++;
    return excerpt(e->c, span, 80);
}

static const char *check_function(struct emit *e, const struct way *w, const struct constrained *of)
{
    const char *key = memory_text(e->arena, "%s %s", w->key, of->name);
    bool made;
    struct emit_function *f =
        emit_demand(e, key, memory_text(e->arena, "%s_%s", w->key, of->name), &made);
    const char *cond;

    if (!made)
        return f->name;
    cond = condition(e, w, of);
    emit_origin(e, &e->checks, of->span, declaration(e, of));
    cwriter_function(&e->checks, "static bool %s(%s, %s v)", f->name, w->signature,
                     emit_type(e, of->type));
    cwriter_line(&e->checks, "return %s;", cond);
    cwriter_close(&e->checks, "");
    emit_origin_end(&e->checks);
    cwriter_blank(&e->checks);
    return f->name;
}

const char *emit_json_check(struct emit *e, const struct type *t)
{
    const struct constrained of = of_term(t->term);

    return check_function(e, &json_way, &of);
}

const char *emit_input_check(struct emit *e, const struct type *t)
{
    const struct constrained of = of_term(t->term);

    return check_function(e, &input_way, &of);
}

const char *emit_limits_check(struct emit *e, const struct record *r, const struct field *f)
{
    const struct constrained of = {memory_text(e->arena, "%s.%s", r->name, f->name), f->span,
                                   type_inner(f->type), f->limits};

    return f->limits && demands_something(f->limits) ? check_function(e, &json_way, &of) : NULL;
}
