/* Errors and handlers of a node: the functions that make the value of an error, the errors that a
 * call answers with, the arms of a handler and what they bind. */
#include "emit_parts.h"
#include "excerpt.h"
#include "memory.h"

#include <assert.h>

#define ORIGIN_MAX 70 /* bytes of source in a comment */

#define MAKE_PARAMS "struct orch_eval *ev, const void *frame, struct orch_json_in *in"
#define BIND_PARAMS "struct orch_eval *ev, void *frame, const struct orch_caught *caught"

/* --- errors --------------------------------------------------------------------------------- */

/* The decoder of those fields that the reply may have; NULL: none. */
static const char *decoder(struct emit *e, struct cwriter *w, const char *prefix,
                           const struct record *r, const bool *replied)
{
    struct emit_field *fields = memory_new(e->arena, r->n_fields, sizeof *fields);
    const char *name;
    unsigned n = 0;

    for (unsigned i = 0; replied && i < r->n_fields; i++) {
        if (replied[i])
            fields[n++] =
                (struct emit_field){r->fields[i].wire, r->fields[i].type,
                                    memory_text(e->arena, "out->%s", emit_member(e, r, i)),
                                    emit_limits_check(e, r, &r->fields[i])};
    }
    if (n == 0)
        return NULL;
    name = cwriter_name(&e->names, "%s_replied", prefix);
    emit_object_decoder(e, w, name, emit_type(e, r->type), fields, n);
    cwriter_blank(w);
    return name;
}

/* Takes the fields over that were read; of a reply that is not as expected, none. */
static void take_replied(struct emit_fn *fn, const struct record *r, const bool *replied,
                         const char *decode)
{
    struct cwriter *w = &fn->body;

    cwriter_line(w, "%s read = {0};", emit_type(fn->e, r->type));
    cwriter_open(w, "if (in && %s(in, &read))", decode);
    for (unsigned i = 0; i < r->n_fields; i++) {
        if (replied[i])
            cwriter_line(w, "made->%s = read.%s;", emit_member(fn->e, r, i),
                         emit_member(fn->e, r, i));
    }
    cwriter_close(w, "");
}

const char *emit_make(struct emit *e, struct cwriter *w, const struct emit_frame *frame,
                      const char *prefix, const struct stmt *s, const struct expr *value,
                      const bool *replied)
{
    const struct record *r = value->type->record;
    const char *decode = decoder(e, w, prefix, r, replied);
    const char *name = cwriter_name(&e->names, "%s_error", prefix);
    struct emit_fn fn;

    emit_fn_begin(&fn, e, frame, s->span, excerpt(e->c, s->span, ORIGIN_MAX));
    if (!decode)
        cwriter_line(&fn.body, "(void)in;");
    if (r->n_fields == 0) {
        cwriter_line(&fn.body, "return NULL; /* it has no fields */");
    } else {
        cwriter_line(&fn.body, "%s *made = orch_eval_alloc(ev, 1, sizeof *made);",
                     emit_type(e, r->type));
        emit_ev(&fn);
        cwriter_blank(&fn.body);
        cwriter_if(&fn.body, "!made", "return NULL;");
        cwriter_line(&fn.body, "*made = %s;", emit_value(&fn, emit_expr(&fn, value)));
        if (decode)
            take_replied(&fn, r, replied, decode);
        cwriter_line(&fn.body, "return made;");
    }
    emit_fn_end(&fn, w, memory_text(e->arena, "const void *%s(%s)", name, MAKE_PARAMS), false);
    return name;
}

const char *emit_reply_errors(struct emit *e, struct cwriter *w, const struct emit_frame *frame,
                              const char *prefix, const struct stmt *s)
{
    const unsigned n = s->invoke.n_errors;
    const char **makes = memory_new(e->arena, n, sizeof *makes);
    const char *name;

    if (n == 0)
        return NULL;
    for (unsigned i = 0; i < n; i++) {
        const struct reply_error *r = &s->invoke.errors[i];

        makes[i] = emit_make(e, w, frame, memory_text(e->arena, "%s_%u", prefix, r->answer->status),
                             s, r->value, r->replied);
    }
    name = cwriter_name(&e->names, "%s_errors", prefix);
    cwriter_open(w, "static const struct orch_reply_error %s[] =", name);
    for (unsigned i = 0; i < n; i++) {
        const struct answer *a = s->invoke.errors[i].answer;

        cwriter_line(w, "{%u, %s, %s},", a->status, emit_error(e, a->error), makes[i]);
    }
    cwriter_close(w, ";");
    cwriter_blank(w);
    return name;
}

/* --- what an arm binds ---------------------------------------------------------------------- */

static void bind_call_failure(struct emit_fn *fn, const struct record *r, const char *to)
{
    static const char *const values[] = {
        "orch_str(orch_error_info(caught->kind)->name)",
        "orch_str(caught->operation)",
        "(struct orch_opt_int){caught->kind == ORCH_ERR_STATUS, caught->status}",
    };
    const struct graph_record *kept = graph_record(fn->e->g, r);

    assert(r->n_fields == sizeof values / sizeof *values);
    for (unsigned i = 0; i < sizeof values / sizeof *values; i++) {
        if (kept->kept[i])
            cwriter_line(&fn->body, "f->%s.%s = %s;", to, emit_member(fn->e, r, i), values[i]);
    }
}

/* One of several errors: the fields that they share. */
static void bind_shared(struct emit_fn *fn, const struct record *r, const struct arm *arm,
                        const char *to)
{
    const struct graph_record *kept = graph_record(fn->e->g, r);
    struct cwriter *w = &fn->body;

    for (unsigned i = 0; i < arm->n_errors; i++) {
        const struct record *from = arm->errors[i]->record;

        if (!fn->e->g->errors_used[arm->errors[i]->index])
            continue;
        cwriter_open(w, "if (caught->error == %s)", emit_error(fn->e, arm->errors[i]));
        cwriter_line(w, "const %s *thrown = caught->value;", emit_type(fn->e, from->type));
        cwriter_blank(w);
        for (unsigned k = 0; k < r->n_fields; k++) {
            const struct field *field = &r->fields[k];

            if (kept->kept[k])
                cwriter_line(w, "f->%s.%s = thrown->%s;", to, emit_member(fn->e, r, k),
                             emit_member(fn->e, from, model_field(from, field->name)->index));
        }
        cwriter_close(w, "");
    }
}

static bool keeps_any(const struct emit *e, const struct record *r)
{
    const struct graph_record *kept = graph_record(e->g, r);

    for (unsigned i = 0; i < r->n_fields; i++) {
        if (kept->kept[i])
            return true;
    }
    return false;
}

/* NULL: nothing reads what it binds. */
static const char *bind(struct emit *e, struct cwriter *w, const struct emit_frame *frame,
                        const char *prefix, const struct arm *arm)
{
    const char *to = arm->bound ? frame->members[arm->bound->index] : NULL;
    const struct record *r = to ? arm->bound->type->record : NULL;
    const char *name;
    struct emit_fn fn;

    if (!to || !keeps_any(e, r) || (r->error && !e->g->errors_used[r->error->index]))
        return NULL;
    name = cwriter_name(&e->names, "%s_bind", prefix);
    emit_fn_begin(&fn, e, frame, arm->span, excerpt(e->c, arm->span, ORIGIN_MAX));
    fn.uses_frame = true;
    if (r->error)
        cwriter_line(&fn.body, "f->%s = *(const %s *)caught->value;", to, emit_type(e, r->type));
    else if (arm->kinds)
        bind_call_failure(&fn, r, to);
    else
        bind_shared(&fn, r, arm, to);
    emit_fn_end(&fn, w, memory_text(e->arena, "void %s(%s)", name, BIND_PARAMS), true);
    return name;
}

/* --- handlers -------------------------------------------------------------------------------- */

/* "ORCH_SET(TIMEOUT) | ORCH_SET(STATUS)"; "0". */
static const char *kinds(struct emit *e, uint32_t set)
{
    static const char *const names[] = {
#define X(id, name, status, retryable, booked, title) [ORCH_ERR_##id] = #id,
#include "runtime/errors.def"
#undef X
    };
    const char *text = "";

    if ((set & ORCH_CALL_FAILURES) == ORCH_CALL_FAILURES) {
        text = "ORCH_CALL_FAILURES";
        set &= ~ORCH_CALL_FAILURES;
    }
    for (unsigned i = ORCH_OK + 1; i < ORCH_ERR_COUNT; i++) {
        if (set & (1u << i))
            text = memory_text(e->arena, "%s%sORCH_SET(%s)", text, *text ? " | " : "", names[i]);
    }
    return *text ? text : "0";
}

/* The arm's errors that anything throws: ".errors = (const uint16_t[]){error_a}, .n_errors = 1, ".
 */
static const char *errors(struct emit *e, const struct arm *arm)
{
    const char *list = "";
    unsigned n = 0;

    for (unsigned i = 0; i < arm->n_errors; i++) {
        if (e->g->errors_used[arm->errors[i]->index])
            list = memory_text(e->arena, "%s%s%s", list, n++ ? ", " : "",
                               emit_error(e, arm->errors[i]));
    }
    return n ? memory_text(e->arena, ".errors = (const uint16_t[]){%s}, .n_errors = %u, ", list, n)
             : "";
}

const char *emit_handler(struct emit *e, struct cwriter *w, const struct emit_frame *frame,
                         const char *prefix, const struct graph_node *node)
{
    const struct stmt *s = node->stmt;
    const char **binds = memory_new(e->arena, s->attempt.n_arms, sizeof *binds);
    const char *name;

    for (unsigned i = 0; i < s->attempt.n_arms; i++)
        binds[i] =
            bind(e, w, frame, memory_text(e->arena, "%s_%u", prefix, i), &s->attempt.arms[i]);
    name = cwriter_name(&e->names, "%s_arms", prefix);
    cwriter_open(w, "static const struct orch_arm %s[] =", name);
    for (unsigned i = 0; i < s->attempt.n_arms; i++) {
        const struct arm *arm = &s->attempt.arms[i];
        const char *target = node->targets[i] == ORCH_END
                                 ? "ORCH_END"
                                 : memory_text(e->arena, "%u", (unsigned)node->targets[i]);

        cwriter_line(w, "{.kinds = %s, %s.target = %s%s%s},", kinds(e, arm->kinds), errors(e, arm),
                     target, binds[i] ? ", .bind = " : "", binds[i] ? binds[i] : "");
    }
    cwriter_close(w, ";");
    cwriter_blank(w);
    return name;
}
