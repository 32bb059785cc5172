/* The functions of one node: what an assignment sets, which way a branch goes, what a call sends
 * and reads, what is answered. */
#include "emit_parts.h"
#include "excerpt.h"
#include "memory.h"

#define ORIGIN_MAX 70 /* bytes of source in a comment */

struct node {
    struct emit *e;
    struct cwriter *w;
    const struct emit_frame *frame;
    const struct graph_node *node;
    const char *prefix; /* "home_3" */
    const char *origin; /* "invoke content.banners timeout 80ms else []" */
};

static void begin(struct node *n, struct emit_fn *fn)
{
    emit_fn_begin(fn, n->e, n->frame, n->node->stmt->span, n->origin);
}

static const char *function_name(struct node *n, const char *role)
{
    return cwriter_name(&n->e->names, "%s_%s", n->prefix, role);
}

/* Ends a function of the node; returns its name. `fmt` has the name at its %s. */
static const char *end(struct node *n, struct emit_fn *fn, const char *role, const char *result,
                       const char *params, bool writes_frame)
{
    const char *name = function_name(n, role);

    emit_fn_end(fn, n->w, memory_text(n->e->arena, "%s%s(%s)", result, name, params), writes_frame);
    return name;
}

/* Sets a variable of the frame. */
static void set(struct emit_fn *fn, const struct var *var, const struct expr *x)
{
    const char *value = emit_value(fn, emit_expr(fn, x));
    const char *member = fn->frame->members[var->index];

    fn->uses_frame = true;
    if (var->may_be_unset && !type_is_optional(x->type)) {
        cwriter_line(&fn->body, "f->%s.value = %s;", member, value);
        cwriter_line(&fn->body, "f->%s.some = true;", member);
    } else {
        cwriter_line(&fn->body, "f->%s = %s;", member, value);
    }
}

/* --- assign, branch, return ----------------------------------------------------------------- */

static const char *assign(struct node *n)
{
    struct emit_fn fn;

    begin(n, &fn);
    set(&fn, n->node->stmt->assign.var, n->node->stmt->assign.value);
    return memory_text(n->e->arena, ".assign = %s",
                       end(n, &fn, "assign", "void ", "struct orch_eval *ev, void *frame", true));
}

static const char *target(struct emit *e, uint16_t node)
{
    return node == ORCH_END ? "ORCH_END" : memory_text(e->arena, "%u", node);
}

/* The nodes that a branch leads to: "(const uint16_t[]){2, ORCH_END}". */
static const char *targets(struct node *n)
{
    const struct graph_node *g = n->node;
    const char *list = "";

    for (unsigned i = 0; i < g->n_targets; i++)
        list = memory_text(n->e->arena, "%s%s%s", list, i ? ", " : "", target(n->e, g->targets[i]));
    return memory_text(n->e->arena, "(const uint16_t[]){%s}", list);
}

static const char *branch(struct node *n)
{
    const struct stmt *s = n->node->stmt;
    struct emit_fn fn;

    begin(n, &fn);
    if (s->kind == STMT_SWITCH)
        emit_switch(&fn, s);
    else
        cwriter_line(&fn.body, "return %s ? 0 : 1;",
                     emit_condition(&fn, emit_expr(&fn, model_decision(s))));
    return memory_text(
        n->e->arena, ".branch = {%s, %s, %u}",
        end(n, &fn, "choose", "unsigned ", "struct orch_eval *ev, const void *frame", false),
        targets(n), (unsigned)n->node->n_targets);
}

static const char *fork(struct node *n)
{
    const struct graph_node *g = n->node;
    const char *name = function_name(n, "branches"), *text;

    emit_origin(n->e, n->w, g->stmt->span, g->label);
    emit_origin_end(n->w);
    cwriter_open(n->w, "static const struct orch_fork_branch %s[] =", name);
    for (unsigned i = 0; i < g->n_branches; i++)
        cwriter_line(n->w, "{.node = %u, .strand = %u},", g->branches[i].node,
                     g->branches[i].strand);
    cwriter_close(n->w, ";");
    cwriter_blank(n->w);
    text = memory_text(n->e->arena, ".branches = %s, .n_branches = %u", name, g->n_branches);
    if (g->need)
        text = memory_text(n->e->arena, "%s, .need = %u, .end = %u", text, g->need, g->end);
    if (g->timeout_ms)
        text = memory_text(n->e->arena, "%s, .timeout_ms = %u", text, (unsigned)g->timeout_ms);
    if (g->otherwise)
        text = memory_text(n->e->arena, "%s, .otherwise = %s", text, target(n->e, g->otherwise));
    return memory_text(n->e->arena, ".fork = {%s}", text);
}

static const char *answer(struct node *n)
{
    const struct expr *value = n->node->stmt->value;
    struct emit_fn fn;

    begin(n, &fn);
    if (value) {
        emit_write(&fn, value);
        emit_write_flush(&fn);
    } else {
        cwriter_line(&fn.body, "(void)out; /* nothing is returned */");
    }
    return memory_text(n->e->arena, ".answer = %s",
                       end(n, &fn, "answer", "void ",
                           "struct orch_eval *ev, const void *frame, struct orch_buf *out", false));
}

/* --- invoke --------------------------------------------------------------------------------- */

static const char *request(struct node *n)
{
    struct emit_fn fn;

    begin(n, &fn);
    emit_request(&fn, n->node->stmt);
    return end(n, &fn, "request", "void ",
               "struct orch_eval *ev, const void *frame, struct orch_upstream_request *out", false);
}

/* A variable that may hold a value already is set to a whole new one, or left as it is. */
static void read_anew(struct emit_fn *fn, const struct var *result, const struct type *t,
                      const char *member)
{
    struct cwriter *w = &fn->body;
    const char *value = emit_local(fn, "value");
    const bool scalar = t->kind != TYPE_STRING && t->kind != TYPE_JSON && t->kind != TYPE_LIST &&
                        t->kind != TYPE_RECORD;

    cwriter_line(w, "%s %s = %s;", emit_type(fn->e, t), value, scalar ? "0" : "{0}");
    cwriter_if(w, emit_text(fn, "!%s", emit_read(fn->e, t, "in", value)), "return false;");
    if (result->may_be_unset) {
        cwriter_line(w, "f->%s.value = %s;", member, value);
        cwriter_line(w, "f->%s.some = true;", member);
    } else {
        cwriter_line(w, "f->%s = %s;", member, value);
    }
    cwriter_line(w, "return true;");
}

static void read_first(struct emit_fn *fn, const struct var *result, const struct type *t,
                       const char *name)
{
    const char *member = emit_text(fn, result->may_be_unset ? "f->%s.value" : "f->%s", name);
    const char *read = emit_read(fn->e, t, "in", member);

    if (result->may_be_unset) {
        member = emit_text(fn, "f->%s.some", name);
        cwriter_line(&fn->body, "%s = %s;", member, read);
        read = member;
    }
    cwriter_line(&fn->body, "return %s;", read);
}

static void read_null(struct emit_fn *fn, const char *name)
{
    cwriter_open(&fn->body, "if (orch_json_null(in))");
    cwriter_line(&fn->body, "f->%s.some = false;", name);
    cwriter_line(&fn->body, "return true;");
    cwriter_close(&fn->body, "");
}

/* The reply, read into the frame; NULL where nothing reads the result. */
static const char *reply(struct node *n)
{
    const struct stmt *s = n->node->stmt;
    const struct var *result = s->invoke.result;
    const struct type *t = s->invoke.operation->result_type;
    const bool anew = result && (result->n_sets > 1 || n->node->again);
    const char *name;
    struct emit_fn fn;

    if (!result || !n->frame->members[result->index])
        return NULL;
    begin(n, &fn);
    fn.uses_frame = true;
    name = n->frame->members[result->index];
    if (type_is_optional(t) && anew)
        read_null(&fn, name);
    else if (type_is_optional(t))
        cwriter_if(&fn.body, "orch_json_null(in)", "return true;");
    if (anew)
        read_anew(&fn, result, type_inner(t), name);
    else
        read_first(&fn, result, type_inner(t), name);
    return end(n, &fn, "reply", "bool ",
               "struct orch_eval *ev, void *frame, struct orch_json_in *in", true);
}

static const char *otherwise(struct node *n)
{
    const struct stmt *s = n->node->stmt;
    const struct var *result = s->invoke.result;
    struct emit_fn fn;

    if (!s->invoke.fallback)
        return NULL;
    begin(n, &fn);
    if (result && n->frame->members[result->index])
        set(&fn, result, s->invoke.fallback);
    return end(n, &fn, "otherwise", "void ", "struct orch_eval *ev, void *frame", true);
}

static const char *invoke(struct node *n)
{
    const struct stmt *s = n->node->stmt;
    const struct var *result = s->invoke.result;
    const char *sends = request(n), *reads = reply(n), *falls = otherwise(n);
    const char *errors = emit_reply_errors(n->e, n->w, n->frame, n->prefix, s);
    const char *name = function_name(n, "invoke");
    struct cwriter *w = n->w;

    cwriter_open(w, "static const struct orch_invoke %s =", name);
    cwriter_line(w, ".operation = %s,", emit_operation(n->e, s->invoke.operation));
    if (s->invoke.timeout_ms)
        cwriter_line(w, ".timeout_ms = %u,", (unsigned)s->invoke.timeout_ms);
    if (result)
        cwriter_line(w, ".result = %s,", cwriter_quote(n->e->arena, orch_str(result->name)));
    cwriter_line(w, ".request = %s,", sends);
    if (reads)
        cwriter_line(w, ".reply = %s,", reads);
    if (falls)
        cwriter_line(w, ".otherwise = %s,", falls);
    if (n->node->again)
        cwriter_line(w, ".again = true,");
    if (errors)
        cwriter_line(w, ".errors = %s, .n_errors = %u,", errors, s->invoke.n_errors);
    cwriter_close(w, ";");
    cwriter_blank(w);
    return memory_text(n->e->arena, ".invoke = &%s", name);
}

/* --- throw, catch --------------------------------------------------------------------------- */

static const char *raise_error(struct node *n)
{
    const struct stmt *s = n->node->stmt;
    const char *make = emit_make(n->e, n->w, n->frame, n->prefix, s, s->raise.value, NULL);

    return memory_text(n->e->arena, ".raise = {%s, %s}", emit_error(n->e, s->raise.error), make);
}

static const char *handler(struct node *n)
{
    const char *arms = emit_handler(n->e, n->w, n->frame, n->prefix, n->node);

    return memory_text(n->e->arena, ".handler = {%s, %u}", arms, (unsigned)n->node->n_targets);
}

/* --- the node ------------------------------------------------------------------------------- */

/* What stands over its functions: its statement; of an `if` or a switch what it decides on. */
static const char *origin_of(struct emit *e, const struct graph_node *node)
{
    const struct stmt *s = node->stmt;
    const bool is_switch = s->kind == STMT_SWITCH;
    struct span span = s->span;
    const char *text;

    if (!s->syntax || s->kind == STMT_WHILE)
        return node->label;
    if (node->op == ORCH_BRANCH)
        span = model_decision(s)->span;
    text = excerpt(e->c, span, ORIGIN_MAX);
    if (!*text)
        return node->label;
    if (node->op != ORCH_BRANCH)
        return text;
    return memory_text(e->arena, is_switch ? "switch %s" : "if %s", text);
}

const char *emit_node(struct emit *e, struct cwriter *w, const struct emit_frame *frame,
                      unsigned number)
{
    const struct graph_node *node = &frame->flow->nodes[number];
    struct node n = {e, w, frame, node, NULL, NULL};

    n.prefix = memory_text(e->arena, "%s_%u", frame->flow->flow->name, number);
    n.origin = origin_of(e, node);
    switch (node->op) {
    case ORCH_ASSIGN:
        return assign(&n);
    case ORCH_INVOKE:
        return invoke(&n);
    case ORCH_BRANCH:
        return branch(&n);
    case ORCH_FORK:
        return fork(&n);
    case ORCH_RETURN:
        return answer(&n);
    case ORCH_THROW:
        return raise_error(&n);
    case ORCH_RETHROW:
        return memory_text(e->arena, ".caught = %u", (unsigned)node->caught);
    case ORCH_CATCH:
        return handler(&n);
    case ORCH_EMPTY:
        break;
    }
    return "";
}
