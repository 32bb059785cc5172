/* The model as text, all of it, for golden tests and for people who work on the compiler. Stable:
 * in the order of declaration, no addresses, places as line:column. */
#include "expr_text.h"
#include "memory.h"

struct dumper {
    const struct model *m;
    struct types types; /* for texts of types */
    struct orch_buf *out;
};

/* --- small parts */

static void put_type(struct dumper *d, const struct type *type)
{
    orch_buf_cstr(d->out, type_text(&d->types, type));
}

static void put_place(struct dumper *d, struct span span)
{
    const struct source *source = sources_get(&d->m->compilation->sources, span.file);
    const struct position at = source ? source_position(source, span.begin) : (struct position){0};

    orch_buf_printf(d->out, "%u:%u", at.line, at.column);
}

static void put_expr(struct dumper *d, const struct expr *e)
{
    expr_text(e, EXPR_TEXT_EXACT, d->out);
}

static void indent(struct dumper *d, int depth)
{
    orch_buf_printf(d->out, "%*s", 2 * depth, "");
}

static void put_timeout(struct dumper *d, uint32_t ms)
{
    if (!ms)
        return;
    orch_buf_cstr(d->out, " timeout ");
    expr_text_duration(ms, d->out);
}

/* ` json "x"`, where it differs from the name. */
static void put_wire(struct dumper *d, const char *name, struct orch_str wire)
{
    if (orch_str_eq(orch_str(name), wire))
        return;
    orch_buf_cstr(d->out, " json ");
    expr_text_string(wire, d->out);
}

/* --- dictionary */

static void put_bounds(struct dumper *d, const struct constraints *c, enum type_kind kind)
{
    for (int i = 0; i < 2; i++) {
        if (!(i ? c->has_max : c->has_min))
            continue;
        orch_buf_cstr(d->out, i ? " max " : " min ");
        if (kind == TYPE_FLOAT)
            expr_text_float(i ? c->float_max : c->float_min, d->out);
        else if (kind == TYPE_DURATION)
            expr_text_duration(i ? c->int_max : c->int_min, d->out);
        else
            orch_buf_printf(d->out, "%lld", (long long)(i ? c->int_max : c->int_min));
    }
}

static void put_constraints(struct dumper *d, const struct constraints *c, enum type_kind kind)
{
    put_bounds(d, c, kind);
    if (c->has_length && c->length_max == SIZE_MAX)
        orch_buf_printf(d->out, " length %zu..", c->length_min);
    else if (c->has_length && c->length_min == c->length_max)
        orch_buf_printf(d->out, " length %zu", c->length_min);
    else if (c->has_length)
        orch_buf_printf(d->out, " length %zu..%zu", c->length_min, c->length_max);
    if (c->pattern.ptr) {
        orch_buf_cstr(d->out, " matches ");
        expr_text_string(c->pattern, d->out);
    }
    for (unsigned i = 0; i < c->n_one_of; i++) {
        orch_buf_cstr(d->out, i ? ", " : " one of ");
        put_expr(d, c->one_of[i]);
    }
}

static void dump_terms(struct dumper *d)
{
    for (unsigned i = 0; i < d->m->n_terms; i++) {
        const struct term *t = d->m->terms[i];

        orch_buf_printf(d->out, "term %s: ", t->name);
        put_type(d, t->type->plain);
        put_constraints(d, &t->constraints, t->type->kind);
        if (t->unit.ptr) {
            orch_buf_cstr(d->out, " unit ");
            expr_text_string(t->unit, d->out);
        }
        orch_buf_cstr(d->out, t->secret ? " secret\n" : "\n");
    }
    for (unsigned i = 0; i < d->m->n_conversions; i++) {
        const struct conversion *c = d->m->conversions[i];

        orch_buf_printf(d->out, "convert %s -> %s", c->from->name, c->to->name);
        if (c->value) {
            orch_buf_cstr(d->out, " = ");
            put_expr(d, c->value);
        }
        orch_buf_char(d->out, '\n');
    }
}

/* --- records and enums */

static void dump_records(struct dumper *d)
{
    for (unsigned i = 0; i < d->m->n_records; i++) {
        const struct record *r = d->m->records[i];

        if (r->error)
            orch_buf_printf(d->out, "error %s %u\n", r->name, r->error->status);
        else
            orch_buf_printf(d->out, "record %s\n", r->name);
        for (unsigned k = 0; k < r->n_fields; k++) {
            orch_buf_printf(d->out, "  %s: ", r->fields[k].name);
            put_type(d, r->fields[k].type);
            if (r->fields[k].limits)
                put_constraints(d, r->fields[k].limits, type_inner(r->fields[k].type)->kind);
            put_wire(d, r->fields[k].name, r->fields[k].wire);
            orch_buf_char(d->out, '\n');
        }
    }
    for (unsigned i = 0; i < d->m->n_enums; i++) {
        const struct enumeration *e = d->m->enums[i];

        orch_buf_printf(d->out, "enum %s\n", e->name);
        for (unsigned k = 0; k < e->n_values; k++) {
            orch_buf_printf(d->out, "  %s", e->values[k].name);
            put_wire(d, e->values[k].name, e->values[k].wire);
            orch_buf_char(d->out, '\n');
        }
    }
}

/* --- services and signatures */

static void put_params(struct dumper *d, const struct param *params, unsigned n, int depth)
{
    static const char *const places[] = {
        [PLACE_PATH] = "path",        [PLACE_QUERY] = "query", [PLACE_HEADER] = "header",
        [PLACE_FIELD] = "body field", [PLACE_BODY] = "body",
    };

    for (unsigned i = 0; i < n; i++) {
        indent(d, depth);
        orch_buf_printf(d->out, "param %s: ", params[i].name);
        put_type(d, params[i].type);
        orch_buf_printf(d->out, " in %s", places[params[i].place]);
        put_wire(d, params[i].name, params[i].wire);
        orch_buf_char(d->out, '\n');
    }
}

static void put_route(struct dumper *d, enum orch_method method, struct orch_str path)
{
    orch_buf_printf(d->out, " %s ", orch_method_name(method));
    expr_text_string(path, d->out);
}

static void put_headers(struct dumper *d, const struct headers *hs, int depth)
{
    for (unsigned i = 0; i < hs->n; i++) {
        const struct header *h = &hs->items[i];

        indent(d, depth);
        orch_buf_printf(d->out, "header %.*s =", ORCH_STR_ARG(h->name));
        for (unsigned k = 0; k < h->n_parts; k++) {
            orch_buf_cstr(d->out, h->parts[k].env ? " env " : " ");
            if (h->parts[k].env)
                orch_buf_cstr(d->out, h->parts[k].env);
            else
                expr_text_string(h->parts[k].text, d->out);
        }
        orch_buf_char(d->out, '\n');
    }
}

static void dump_service(struct dumper *d, const struct service *s)
{
    orch_buf_printf(d->out, "service %s", s->name);
    if (s->env.ptr)
        orch_buf_printf(d->out, " env %.*s", ORCH_STR_ARG(s->env));
    if (s->url.ptr) {
        orch_buf_cstr(d->out, " url ");
        expr_text_string(s->url, d->out);
    }
    put_timeout(d, s->timeout_ms);
    orch_buf_char(d->out, '\n');
    for (unsigned i = 0; i < s->n_operations; i++) {
        const struct operation *o = s->operations[i];

        orch_buf_printf(d->out, "  operation %s", o->name);
        put_route(d, o->method, o->path.text);
        if (o->result_name)
            orch_buf_printf(d->out, " -> %s: %s", o->result_name,
                            type_text(&d->types, o->result_type));
        put_timeout(d, o->timeout_ms);
        orch_buf_char(d->out, '\n');
        put_params(d, o->params, o->n_params, 2);
        put_headers(d, &o->headers, 2);
        for (unsigned k = 0; k < o->n_answers; k++)
            orch_buf_printf(d->out, "    %u throws %s\n", o->answers[k].status,
                            o->answers[k].error->name);
    }
}

/* --- statements */

static void put_wirings(struct dumper *d, const struct wiring *list, int depth)
{
    static const char *const kinds[] = {
        [WIRING_EXPLICIT] = "explicit", [WIRING_COLOUR] = "colour", [WIRING_NAME] = "name",
        [WIRING_LEFT_OUT] = "left out", [WIRING_REPLY] = "reply",
    };

    for (const struct wiring *w = list; w; w = w->next) {
        indent(d, depth);
        orch_buf_printf(d->out, "wired %s", w->target);
        if (w->source)
            orch_buf_printf(d->out, " from %s", w->source);
        if (w->conversion)
            orch_buf_printf(d->out, " by %s -> %s", w->conversion->from->name,
                            w->conversion->to->name);
        orch_buf_printf(d->out, ": %s", kinds[w->kind]);
        if (w->reason)
            orch_buf_printf(d->out, ", %s", w->reason);
        orch_buf_char(d->out, '\n');
    }
}

/* "name value" on a line of its own. */
static void put_valued(struct dumper *d, int depth, const char *name, const struct expr *value)
{
    indent(d, depth);
    orch_buf_printf(d->out, "%s ", name);
    put_expr(d, value);
    orch_buf_char(d->out, '\n');
}

static void dump_reply_errors(struct dumper *d, const struct stmt *s, int depth);

static void dump_invoke(struct dumper *d, const struct stmt *s, int depth)
{
    const struct operation *o = s->invoke.operation;

    if (!o) {
        orch_buf_cstr(d->out, "invoke error\n");
        return;
    }
    orch_buf_printf(d->out, "invoke %s", o->full_name);
    put_timeout(d, s->invoke.timeout_ms);
    if (s->invoke.result)
        orch_buf_printf(d->out, " -> %s", s->invoke.result->name);
    orch_buf_char(d->out, '\n');
    for (unsigned i = 0; s->invoke.args && i < o->n_params; i++) {
        if (s->invoke.args[i])
            put_valued(d, depth + 1, memory_text(d->types.arena, "arg %s =", o->params[i].name),
                       s->invoke.args[i]);
    }
    if (s->invoke.fallback)
        put_valued(d, depth + 1, "else", s->invoke.fallback);
    put_wirings(d, s->wirings, depth + 1);
    dump_reply_errors(d, s, depth + 1);
}

static void dump_return(struct dumper *d, const struct stmt *s, int depth)
{
    const struct expr *value = s->value;

    if (!value || value->kind != EXPR_RECORD) {
        orch_buf_cstr(d->out, value ? "return " : "return");
        if (value)
            put_expr(d, value);
        orch_buf_char(d->out, '\n');
    } else {
        const struct record *record = type_inner(value->type)->record;

        orch_buf_printf(d->out, "return %s\n", record->name);
        for (unsigned i = 0; i < value->n_items; i++) {
            if (value->items[i])
                put_valued(d, depth + 1,
                           memory_text(d->types.arena, "field %s =", record->fields[i].name),
                           value->items[i]);
        }
    }
    put_wirings(d, s->wirings, depth + 1);
}

static void dump_stmts(struct dumper *d, const struct stmt *list, int depth);

static void dump_branch(struct dumper *d, const struct stmt *s, int depth)
{
    orch_buf_cstr(d->out, "if ");
    put_expr(d, s->branch.cond);
    orch_buf_char(d->out, '\n');
    dump_stmts(d, s->branch.then, depth + 1);
    if (s->branch.otherwise) {
        indent(d, depth);
        orch_buf_cstr(d->out, "else\n");
        dump_stmts(d, s->branch.otherwise, depth + 1);
    }
}

/* "no_city", its fields on lines of their own. */
static void put_error(struct dumper *d, const struct error_decl *error, const struct expr *value,
                      int depth)
{
    orch_buf_printf(d->out, "throw %s\n", error->name);
    for (unsigned i = 0; value && i < value->n_items; i++)
        put_valued(d, depth + 1,
                   memory_text(d->types.arena, "field %s =", error->record->fields[i].name),
                   value->items[i]);
}

static void dump_reply_errors(struct dumper *d, const struct stmt *s, int depth)
{
    for (unsigned i = 0; i < s->invoke.n_errors; i++) {
        const struct reply_error *e = &s->invoke.errors[i];

        indent(d, depth);
        orch_buf_printf(d->out, "%u ", e->answer->status);
        put_error(d, e->answer->error, e->value, depth);
        put_wirings(d, e->wirings, depth + 1);
    }
}

static void dump_throw(struct dumper *d, const struct stmt *s, int depth)
{
    if (s->raise.error)
        put_error(d, s->raise.error, s->raise.value, depth);
    else
        orch_buf_cstr(d->out, "throw what was caught\n");
    put_wirings(d, s->wirings, depth + 1);
}

static void put_caught(struct dumper *d, const struct arm *arm)
{
    orch_buf_cstr(d->out, "catch");
    for (unsigned e = ORCH_OK; e < ORCH_ERR_COUNT; e++) {
        if (arm->kinds & (1u << e))
            orch_buf_printf(d->out, " %s", orch_error_info((enum orch_error)e)->name);
    }
    for (unsigned i = 0; i < arm->n_errors; i++)
        orch_buf_printf(d->out, " %s", arm->errors[i]->name);
    if (arm->bound) {
        orch_buf_printf(d->out, " as %s: ", arm->bound->name);
        put_type(d, arm->bound->type);
    }
    orch_buf_char(d->out, '\n');
}

static void dump_try(struct dumper *d, const struct stmt *s, int depth)
{
    orch_buf_cstr(d->out, "try\n");
    dump_stmts(d, s->attempt.body, depth + 1);
    for (unsigned i = 0; i < s->attempt.n_arms; i++) {
        indent(d, depth + 1);
        put_caught(d, &s->attempt.arms[i]);
        dump_stmts(d, s->attempt.arms[i].body, depth + 2);
    }
}

static void dump_switch(struct dumper *d, const struct stmt *s, int depth)
{
    orch_buf_cstr(d->out, "switch ");
    put_expr(d, s->choice.value);
    orch_buf_char(d->out, '\n');
    for (unsigned i = 0; i < s->choice.n_choices; i++) {
        const struct choice *c = &s->choice.choices[i];

        indent(d, depth + 1);
        orch_buf_cstr(d->out, c->n_values ? "case" : "else");
        for (unsigned v = 0; v < c->n_values; v++) {
            orch_buf_cstr(d->out, v ? ", " : " ");
            put_expr(d, c->values[v]);
        }
        orch_buf_char(d->out, '\n');
        dump_stmts(d, c->body, depth + 2);
    }
}

static void dump_parallel(struct dumper *d, const struct stmt *s, int depth)
{
    if (s->parallel.need)
        orch_buf_printf(d->out, "parallel need %u\n", s->parallel.need);
    else
        orch_buf_cstr(d->out, "parallel\n");
    dump_stmts(d, s->parallel.body, depth + 1);
}

static void dump_within(struct dumper *d, const struct stmt *s, int depth)
{
    orch_buf_printf(d->out, "within %ums\n", (unsigned)s->within.limit_ms);
    dump_stmts(d, s->within.body, depth + 1);
    if (s->within.otherwise) {
        indent(d, depth);
        orch_buf_cstr(d->out, "else\n");
        dump_stmts(d, s->within.otherwise, depth + 1);
    }
}

static void dump_while(struct dumper *d, const struct stmt *s, int depth)
{
    orch_buf_cstr(d->out, "while ");
    put_expr(d, s->loop.cond);
    orch_buf_char(d->out, '\n');
    dump_stmts(d, s->loop.body, depth + 1);
}

static void dump_stmt(struct dumper *d, const struct stmt *s, int depth)
{
    indent(d, depth);
    put_place(d, s->span);
    orch_buf_char(d->out, ' ');
    switch (s->kind) {
    case STMT_ASSIGN:
        orch_buf_printf(d->out, "%s %s = ", s->syntax ? "assign" : "keep", s->assign.var->name);
        put_expr(d, s->assign.value);
        orch_buf_char(d->out, '\n');
        break;
    case STMT_INVOKE:
        dump_invoke(d, s, depth);
        break;
    case STMT_EMPTY:
        orch_buf_cstr(d->out, "empty\n");
        break;
    case STMT_SEQUENCE:
        orch_buf_cstr(d->out, "sequence\n");
        dump_stmts(d, s->body, depth + 1);
        break;
    case STMT_PARALLEL:
        dump_parallel(d, s, depth);
        break;
    case STMT_WITHIN:
        dump_within(d, s, depth);
        break;
    case STMT_WHILE:
        dump_while(d, s, depth);
        break;
    case STMT_BRANCH:
        dump_branch(d, s, depth);
        break;
    case STMT_THROW:
        dump_throw(d, s, depth);
        break;
    case STMT_TRY:
        dump_try(d, s, depth);
        break;
    case STMT_SWITCH:
        dump_switch(d, s, depth);
        break;
    case STMT_RETURN:
        dump_return(d, s, depth);
        break;
    }
}

static void dump_stmts(struct dumper *d, const struct stmt *list, int depth)
{
    for (const struct stmt *s = list; s; s = s->next)
        dump_stmt(d, s, depth);
}

/* --- flows */

static void dump_vars(struct dumper *d, const struct flow *f)
{
    for (unsigned i = 0; i < f->n_vars; i++) {
        const struct var *v = f->vars[i];

        if (v->kind == VAR_PARAM)
            continue;
        orch_buf_printf(d->out, "  var %s: ", v->name);
        put_type(d, v->type);
        orch_buf_printf(d->out, "%s%s%s%s\n", v->of ? " of a branch" : "",
                        v->may_be_unset ? " maybe unset" : "", v->secret ? " secret" : "",
                        v->read ? "" : " never read");
    }
}

static void dump_flow(struct dumper *d, const struct flow *f)
{
    orch_buf_printf(d->out, "flow %s", f->name);
    put_route(d, f->method, f->path.text);
    if (f->result->kind != TYPE_VOID) {
        orch_buf_cstr(d->out, " -> ");
        put_type(d, f->result);
    }
    put_timeout(d, f->timeout_ms);
    orch_buf_char(d->out, '\n');
    put_params(d, f->params, f->n_params, 1);
    dump_vars(d, f);
    if (f->body)
        dump_stmts(d, f->body, 1);
}

void model_dump(const struct model *m, struct orch_buf *out)
{
    struct dumper d = {m, {.arena = &m->compilation->arena}, out};

    dump_terms(&d);
    dump_records(&d);
    for (unsigned i = 0; i < m->n_services; i++)
        dump_service(&d, m->services[i]);
    for (unsigned i = 0; i < m->n_flows; i++)
        dump_flow(&d, m->flows[i]);
}
