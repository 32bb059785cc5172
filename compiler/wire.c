/* wire: fills in what calls and returns leave out; see passes.h. Then it is known what reads each
 * variable, and results that nothing reads are reported. */
#include "wire_parts.h"

/* --- calls ----------------------------------------------------------------------------------- */

/* True where the decision is about the parameter, or something inside it. */
static bool is_about(const struct wiring *wiring, const struct param *param)
{
    size_t len = strlen(param->name);

    return strncmp(wiring->target, param->name, len) == 0 &&
           (!wiring->target[len] || wiring->target[len] == '.' || wiring->target[len] == '[');
}

static void keep_explicit(struct wirer *w, const struct wiring *explicit, const struct param *param)
{
    for (; explicit; explicit = explicit->next) {
        if (is_about(explicit, param))
            wiring_add(w->m, &w->wirings, explicit);
    }
}

static void wire_call(struct wirer *w)
{
    const struct operation *operation = w->stmt->invoke.operation;
    const struct wiring *explicit = w->stmt->wirings;

    for (unsigned i = 0; i < operation->n_params; i++) {
        const struct param *param = &operation->params[i];
        const struct slot slot = {
            .name = param->name,
            .type = param->type,
            .span = param->span,
            .what = check_format(w->m, "parameter `%s` of %s", param->name, operation->full_name)};

        if (w->stmt->invoke.args[i])
            keep_explicit(w, explicit, param);
        else
            w->stmt->invoke.args[i] = wire_slot(w, &slot);
    }
    w->stmt->wirings = w->wirings.first;
    for (unsigned i = 0; i < w->stmt->invoke.n_errors; i++)
        wire_reply_error(w, &w->stmt->invoke.errors[i]);
}

/* --- statements ------------------------------------------------------------------------------ */

static void wire_stmt(struct wirer *w, struct stmt *s)
{
    bool more;

    w->stmt = s;
    w->wirings = (struct wirings){NULL, NULL};
    switch (s->kind) {
    case STMT_INVOKE:
        wire_call(w);
        break;
    case STMT_THROW:
        if (!s->raise.error || s->raise.value)
            break;
        s->raise.value = wire_fields(w, s->raise.error->record);
        s->wirings = w->wirings.first;
        break;
    case STMT_RETURN:
        if (s->value || w->flow->result->kind == TYPE_VOID)
            break;
        wire_return(w);
        s->wirings = w->wirings.first;
        break;
    default:
        for (unsigned i = 0;; i++) {
            struct stmt *block = model_stmt_block(s, i, &more);

            if (!more)
                break;
            for (; block; block = block->next)
                wire_stmt(w, block);
        }
    }
}

/* --- results that nothing reads -------------------------------------------------------------- */

static bool only_asks(const struct operation *operation)
{
    return operation->method == ORCH_GET || operation->method == ORCH_HEAD;
}

/* The field of the result that the name was probably meant for. */
static void note_field(const struct flow *flow, const struct var *v, struct diag *d)
{
    const struct type *result = type_inner(flow->result);
    struct diag_near near;

    if (result->kind != TYPE_RECORD)
        return;
    diag_near_init(&near, v->name);
    for (unsigned i = 0; i < result->record->n_fields; i++)
        diag_near_try(&near, result->record->fields[i].name);
    if (near.best && strcmp(near.best, v->name) != 0)
        diag_note(d, "the result has a field `%s`", near.best);
}

/* What the branches of a race set is read where the variable that it is for is read, and the other
 * way round. */
static void share_reads(const struct flow *flow)
{
    for (unsigned i = flow->n_vars; i-- > 0;) {
        const struct var *v = flow->vars[i];

        if (v->of)
            v->of->read = v->of->read || v->read;
    }
    for (unsigned i = 0; i < flow->n_vars; i++) {
        struct var *v = flow->vars[i];

        if (v->of)
            v->read = v->of->read;
    }
}

static void report_unread(struct model *m, const struct flow *flow, const struct stmt *s)
{
    const struct var *v = NULL;
    struct diag *d = NULL;
    bool more;

    switch (s->kind) {
    case STMT_ASSIGN:
        v = s->assign.var;
        if (!v->read && v->kind == VAR_SET && s->syntax)
            d = check_report(m, DIAG_UNUSED_RESULT, s->syntax->assign.target.span,
                             "nothing reads `%s`", v->name);
        break;
    case STMT_INVOKE:
        v = s->invoke.result;
        if (v && !v->read && v->kind == VAR_SET && only_asks(s->invoke.operation))
            d = check_report(m, DIAG_UNUSED_RESULT, s->span, "nothing reads `%s`, the result of %s",
                             v->name, s->invoke.operation->full_name);
        break;
    default:
        for (unsigned i = 0;; i++) {
            const struct stmt *block = model_stmt_block(s, i, &more);

            if (!more)
                break;
            for (; block; block = block->next)
                report_unread(m, flow, block);
        }
    }
    if (d)
        note_field(flow, v, d);
}

void wire(struct model *m)
{
    struct wirer w = {.m = m, .n_types = m->types.n};

    w.reach = memory_new(&m->compilation->arena, w.n_types, sizeof *w.reach);
    for (unsigned i = 0; i < m->n_flows; i++) {
        const unsigned errors = diags_found(&m->compilation->diags);

        w.flow = m->flows[i];
        if (!w.flow->body || w.flow->faulty)
            continue;
        wire_stmt(&w, w.flow->body);
        share_reads(w.flow);
        if (w.flow->result->kind != TYPE_VOID && diags_found(&m->compilation->diags) == errors)
            report_unread(m, w.flow, w.flow->body);
    }
}
