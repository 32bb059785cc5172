/* What was wired, converted, defaulted and left out, flow by flow and call by call: what
 * `orchc --explain` shows to people. Each statement with its place at the right edge, each
 * parameter with the value that it gets and why. */
#include "columns.h"
#include "expr_text.h"
#include "memory.h"

#include "runtime/limits.h"

#define MOST_TARGET 30 /* widths of columns, at most */
#define MOST_SOURCE 40
#define GIST_COLUMN 12 /* width of "timeout", "takes", ... */

struct explainer {
    const struct model *m;
    struct types types; /* for texts of types */
    struct orch_buf *out;
    const struct flow *flow;
    const char *failure; /* what that of a call does */
};

/* --- small parts */

/* NULL: nowhere. */
static const char *place_text(const struct explainer *x, struct span span)
{
    const struct source *source = sources_get(&x->m->compilation->sources, span.file);
    struct position at;

    if (!source)
        return NULL;
    at = source_position(source, span.begin);
    return memory_text(x->types.arena, "%.*s:%u:%u", ORCH_STR_ARG(source->name), at.line,
                       at.column);
}

/* What was appended to a buffer, in the arena. */
static const char *taken(const struct explainer *x, struct orch_buf *buf)
{
    const char *text = memory_text(x->types.arena, "%.*s", ORCH_STR_ARG(orch_buf_get(buf)));

    orch_buf_free(buf);
    return text;
}

static const char *duration_text(const struct explainer *x, uint32_t ms)
{
    struct orch_buf buf;

    orch_buf_init(&buf, 0);
    expr_text_duration(ms, &buf);
    return taken(x, &buf);
}

static const char *value_text(const struct explainer *x, const struct expr *e)
{
    struct orch_buf buf;

    orch_buf_init(&buf, 0);
    expr_text(e, EXPR_TEXT_PLAIN, &buf);
    return taken(x, &buf);
}

static const char *member_text(struct explainer *x, const char *name, const struct type *type)
{
    return memory_text(x->types.arena, "%s: %s", name, type_text(&x->types, type));
}

/* "what  text" under a statement or a flow; `place`: where that is said. */
static void gist(const struct explainer *x, unsigned indent, const char *what, const char *text,
                 struct span place)
{
    const struct columns c = {x->out, indent, {GIST_COLUMN}};

    columns_row(&c, (const char *const[]){what, text}, 2, place_text(x, place));
}

/* --- rows of wirings: target, source, reason */

static const char *source_text(const struct wiring *w)
{
    return w->kind == WIRING_LEFT_OUT ? "left out" : w->source ? w->source : "";
}

static const char *reason_text(const struct explainer *x, const struct wiring *w)
{
    static const char *const kinds[] = {
        [WIRING_EXPLICIT] = "as written", [WIRING_COLOUR] = "by term", [WIRING_NAME] = "by name",
        [WIRING_LEFT_OUT] = "",           [WIRING_REPLY] = "by name",
    };

    const char *text = kinds[w->kind];

    if (w->kind == WIRING_LEFT_OUT && w->reason)
        text = w->reason;
    else if (w->kind != WIRING_EXPLICIT && w->reason)
        text = memory_text(x->types.arena, "%s: %s", text, w->reason);
    if (w->conversion)
        text = memory_text(x->types.arena, "%s (%s -> %s)", text, w->conversion->from->name,
                           w->conversion->to->name);
    return text;
}

/* Where the conversion that was applied is declared. */
static struct span reason_place(const struct wiring *w)
{
    return w->conversion ? w->conversion->span : (struct span){0};
}

static void explain_wirings(const struct explainer *x, const struct wiring *list, unsigned indent)
{
    struct columns c = {x->out, indent, {GIST_COLUMN}};

    for (const struct wiring *w = list; w; w = w->next) {
        columns_fit(&c, 0, w->target, MOST_TARGET);
        columns_fit(&c, 1, source_text(w), MOST_SOURCE);
    }
    for (const struct wiring *w = list; w; w = w->next)
        columns_row(&c, (const char *const[]){w->target, source_text(w), reason_text(x, w)}, 3,
                    place_text(x, reason_place(w)));
}

/* --- calls */

/* The timeout that counts for a call, and who says so. */
static const char *timeout_text(const struct explainer *x, const struct stmt *s)
{
    const struct operation *o = s->invoke.operation;
    const uint32_t of_flow = x->flow->timeout_ms ? x->flow->timeout_ms : ORCH_DEFAULT_TIMEOUT_MS;
    const struct span said = s->invoke.timeout_span;
    struct orch_arena *arena = x->types.arena;
    const char *text, *who = "this call";

    if (!s->invoke.timeout_ms)
        return memory_text(arena, "none of its own; the flow ends after %s",
                           duration_text(x, of_flow));
    if (o->timeout_ms && memcmp(&said, &o->timeout_span, sizeof said) == 0)
        who = memory_text(arena, "operation %s", o->full_name);
    else if (o->service->timeout_ms && memcmp(&said, &o->service->timeout_span, sizeof said) == 0)
        who = memory_text(arena, "service %s", o->service->name);
    text = memory_text(arena, "%s, of %s", duration_text(x, s->invoke.timeout_ms), who);
    if (s->invoke.timeout_ms > of_flow)
        text = memory_text(arena, "%s; the flow's %s comes first", text, duration_text(x, of_flow));
    return text;
}

/* The statuses that are errors, and where their fields come from. */
static void explain_answers(struct explainer *x, const struct stmt *s, unsigned indent)
{
    struct orch_arena *arena = x->types.arena;

    for (unsigned i = 0; i < s->invoke.n_errors; i++) {
        const struct reply_error *e = &s->invoke.errors[i];

        gist(x, indent, memory_text(arena, "on %u", e->answer->status),
             memory_text(arena, "throws %s", e->answer->error->name), e->answer->span);
        explain_wirings(x, e->wirings, indent + 2);
    }
}

static void explain_call(struct explainer *x, const struct stmt *s, unsigned indent)
{
    const struct operation *o = s->invoke.operation;
    const struct expr *fallback = s->invoke.fallback;
    const struct span nowhere = {0};
    struct orch_arena *arena = x->types.arena;

    gist(x, indent, "request",
         memory_text(arena, "%s %.*s of service %s", orch_method_name(o->method),
                     ORCH_STR_ARG(o->path.text), o->service->name),
         o->span);
    if (s->invoke.result)
        gist(x, indent, "sets", member_text(x, s->invoke.result->name, s->invoke.result->type),
             nowhere);
    gist(x, indent, "timeout", timeout_text(x, s), s->invoke.timeout_span);
    explain_wirings(x, s->wirings, indent);
    explain_answers(x, s, indent);
    gist(x, indent, "on failure",
         fallback ? memory_text(arena, "%s instead", value_text(x, fallback)) : x->failure,
         fallback ? fallback->span : nowhere);
}

/* --- statements */

static void explain_stmts(struct explainer *x, const struct stmt *list, unsigned depth);

static unsigned indent_of(unsigned depth)
{
    return 2 + 2 * depth;
}

/* The line that a statement begins with; wrapped under itself. */
static void head(const struct explainer *x, struct span span, unsigned depth, const char *text)
{
    const struct columns c = {x->out, indent_of(depth), {0}};

    columns_row(&c, (const char *const[]){text}, 1, place_text(x, span));
}

static void explain_branch(struct explainer *x, const struct stmt *s, unsigned depth,
                           const char *word)
{
    const struct stmt *otherwise = s->branch.otherwise;

    head(x, s->span, depth,
         memory_text(x->types.arena, "%s %s", word, value_text(x, s->branch.cond)));
    explain_stmts(x, s->branch.then, depth + 1);
    if (otherwise && otherwise->kind == STMT_BRANCH) {
        explain_branch(x, otherwise, depth, "else if");
    } else if (otherwise) {
        head(x, otherwise->span, depth, "else");
        explain_stmts(x, otherwise, depth + 1);
    }
}

static void explain_switch(struct explainer *x, const struct stmt *s, unsigned depth)
{
    struct orch_arena *arena = x->types.arena;

    head(x, s->span, depth, memory_text(arena, "switch %s", value_text(x, s->choice.value)));
    for (unsigned i = 0; i < s->choice.n_choices; i++) {
        const struct choice *c = &s->choice.choices[i];
        const char *text = c->n_values ? "case" : "else";

        for (unsigned v = 0; v < c->n_values; v++)
            text = memory_text(arena, "%s%s %s", text, v ? "," : "", value_text(x, c->values[v]));
        head(x, c->span, depth + 1, text);
        explain_stmts(x, c->body, depth + 2);
    }
}

static void explain_throw(struct explainer *x, const struct stmt *s, unsigned depth)
{
    struct orch_arena *arena = x->types.arena;
    const char *text = "throw what was caught";

    if (s->raise.error && s->syntax->raise.value)
        text =
            memory_text(arena, "throw %s %s", s->raise.error->name, value_text(x, s->raise.value));
    else if (s->raise.error)
        text = memory_text(arena, "throw %s, built from what is in sight", s->raise.error->name);
    head(x, s->span, depth, text);
    explain_wirings(x, s->wirings, indent_of(depth + 1));
}

static const char *caught_text(struct explainer *x, const struct arm *arm)
{
    struct orch_arena *arena = x->types.arena;
    const char *text = "catch", *comma = " ";

    if (arm->kinds & ORCH_SET(DECLARED))
        return "catch all";
    if ((arm->kinds & ORCH_CALL_FAILURES) == ORCH_CALL_FAILURES) {
        text = "catch failed";
        comma = ", ";
    }
    for (unsigned e = ORCH_OK; *comma == ' ' && e < ORCH_ERR_COUNT; e++) {
        if (arm->kinds & (1u << e))
            text = memory_text(arena, "%s %s", text, orch_error_info((enum orch_error)e)->name);
    }
    for (unsigned i = 0; i < arm->n_errors; i++) {
        text = memory_text(arena, "%s%s%s", text, comma, arm->errors[i]->name);
        comma = ", ";
    }
    return arm->bound ? memory_text(arena, "%s as %s", text, arm->bound->name) : text;
}

static void explain_try(struct explainer *x, const struct stmt *s, unsigned depth)
{
    const char *outer = x->failure;

    head(x, s->span, depth, "try");
    x->failure = memory_text(x->types.arena, "goes to the nearest catch for it; else it %s", outer);
    explain_stmts(x, s->attempt.body, depth + 1);
    x->failure = outer;
    for (unsigned i = 0; i < s->attempt.n_arms; i++) {
        head(x, s->attempt.arms[i].span, depth, caught_text(x, &s->attempt.arms[i]));
        explain_stmts(x, s->attempt.arms[i].body, depth + 1);
    }
}

static void explain_return(struct explainer *x, const struct stmt *s, unsigned depth)
{
    const bool built = s->syntax && !s->syntax->value;
    const struct wiring *wirings = s->wirings;
    const char *text = "return";

    /* What was written needs no row, unless it was converted. */
    if (!built && wirings && !wirings->conversion)
        wirings = wirings->next;
    if (built && s->value)
        text = memory_text(x->types.arena, "return %s, built from what is in sight",
                           type_text(&x->types, x->flow->result));
    else if (s->value)
        text = memory_text(x->types.arena, "return %s", value_text(x, s->value));
    head(x, s->span, depth, text);
    explain_wirings(x, wirings, indent_of(depth + 1));
}

static void explain_parallel(struct explainer *x, const struct stmt *s, unsigned depth)
{
    const char *text = "parallel: all at once", *outer = x->failure;

    if (s->parallel.need == 1)
        text = "parallel any: all at once, until one has succeeded";
    else if (s->parallel.need > 1)
        text = memory_text(x->types.arena, "parallel %u of: all at once, until %u have succeeded",
                           s->parallel.need, s->parallel.need);
    head(x, s->span, depth, text);
    if (s->parallel.need)
        x->failure = "ends this branch with that failure";
    explain_stmts(x, s->parallel.body, depth + 1);
    x->failure = outer;
}

static void explain_within(struct explainer *x, const struct stmt *s, unsigned depth)
{
    const struct stmt *otherwise = s->within.otherwise;

    head(x, s->span, depth,
         memory_text(x->types.arena, "within %s", duration_text(x, s->within.limit_ms)));
    explain_stmts(x, s->within.body, depth + 1);
    if (otherwise) {
        head(x, otherwise->span, depth, "else, when the time is over");
        explain_stmts(x, otherwise, depth + 1);
    }
}

static void explain_while(struct explainer *x, const struct stmt *s, unsigned depth)
{
    head(x, s->span, depth,
         memory_text(x->types.arena, "while %s, %lld times at most",
                     value_text(x, s->loop.cond->right), (long long)s->syntax->loop.max->integer));
    explain_stmts(x, s->loop.body->body->body, depth + 1);
}

static void explain_stmt(struct explainer *x, const struct stmt *s, unsigned depth)
{
    struct orch_arena *arena = x->types.arena;

    if (!s->syntax) { /* nobody wrote it: only what is in it shows */
        for (s = s->kind == STMT_SEQUENCE ? s->body : NULL; s; s = s->next)
            explain_stmt(x, s, depth);
        return;
    }
    switch (s->kind) {
    case STMT_ASSIGN:
        head(x, s->span, depth,
             memory_text(arena, "%s = %s", s->assign.var->name, value_text(x, s->assign.value)));
        break;
    case STMT_INVOKE:
        head(x, s->span, depth, memory_text(arena, "invoke %s", s->invoke.operation->full_name));
        explain_call(x, s, indent_of(depth + 1));
        break;
    case STMT_EMPTY:
        head(x, s->span, depth, "empty");
        break;
    case STMT_SEQUENCE:
        head(x, s->span, depth, "in order:");
        explain_stmts(x, s->body, depth + 1);
        break;
    case STMT_PARALLEL:
        explain_parallel(x, s, depth);
        break;
    case STMT_WITHIN:
        explain_within(x, s, depth);
        break;
    case STMT_WHILE:
        explain_while(x, s, depth);
        break;
    case STMT_BRANCH:
        explain_branch(x, s, depth, "if");
        break;
    case STMT_THROW:
        explain_throw(x, s, depth);
        break;
    case STMT_TRY:
        explain_try(x, s, depth);
        break;
    case STMT_SWITCH:
        explain_switch(x, s, depth);
        break;
    case STMT_RETURN:
        explain_return(x, s, depth);
        break;
    }
}

/* A block's own braces say nothing: only what is in it shows. */
static void explain_stmts(struct explainer *x, const struct stmt *list, unsigned depth)
{
    if (list && list->kind == STMT_SEQUENCE && !list->next)
        list = list->body;
    for (const struct stmt *s = list; s; s = s->next)
        explain_stmt(x, s, depth);
}

/* --- flows */

static const char *place_name(enum place place)
{
    switch (place) {
    case PLACE_PATH:
        return "from the path";
    case PLACE_QUERY:
        return "from the query";
    case PLACE_HEADER:
        return "from a header";
    case PLACE_FIELD:
        return "a field of the body";
    case PLACE_BODY:
        break;
    }
    return "the body";
}

static void explain_params(struct explainer *x)
{
    const struct flow *f = x->flow;
    struct columns c = {x->out, 2, {GIST_COLUMN}};

    for (unsigned i = 0; i < f->n_params; i++)
        columns_fit(&c, 1, member_text(x, f->params[i].name, f->params[i].type), COLUMNS_WIDTH);
    for (unsigned i = 0; i < f->n_params; i++) {
        const struct param *p = &f->params[i];

        columns_row(&c,
                    (const char *const[]){i ? "" : "takes", member_text(x, p->name, p->type),
                                          place_name(p->place)},
                    3, NULL);
    }
}

static void explain_flow(struct explainer *x)
{
    const struct flow *f = x->flow;
    struct orch_arena *arena = x->types.arena;
    const struct columns title = {x->out, 0, {0}};
    const char *answer =
        memory_text(arena, "%s %.*s", orch_method_name(f->method), ORCH_STR_ARG(f->path.text));

    if (f->result->kind != TYPE_VOID)
        answer = memory_text(arena, "%s with %s", answer, type_text(&x->types, f->result));
    columns_row(&title, (const char *const[]){memory_text(arena, "flow %s", f->name)}, 1,
                place_text(x, f->span));
    gist(x, 2, "answers", answer, f->route_span);
    gist(x, 2, "timeout",
         f->timeout_ms ? duration_text(x, f->timeout_ms)
                       : memory_text(arena, "%s, as for every flow that says nothing",
                                     duration_text(x, ORCH_DEFAULT_TIMEOUT_MS)),
         f->timeout_span);
    explain_params(x);
    orch_buf_char(x->out, '\n');
    explain_stmts(x, f->body, 0);
}

void explain(const struct model *m, struct orch_buf *out)
{
    struct explainer x = {.m = m,
                          .types = {.arena = &m->compilation->arena},
                          .out = out,
                          .failure = "ends the flow with that failure"};

    if (!m->n_flows)
        orch_buf_cstr(out, "There is no flow here, so nothing is wired.\n");
    for (unsigned i = 0; i < m->n_flows; i++) {
        orch_buf_cstr(out, i ? "\n" : "");
        x.flow = m->flows[i];
        explain_flow(&x);
    }
}
