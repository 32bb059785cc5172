/* What a flow accepts: its parameters, read from the path, the query, headers and the body into the
 * frame. Whatever is wrong goes into the violations; nothing stops at the first. */
#include "emit_parts.h"
#include "memory.h"

/* Where the parameter stands in the frame. */
static const char *target(struct emit_fn *fn, const struct param *p)
{
    const bool is_optional = p->var->may_be_unset;

    fn->uses_frame = true;
    return emit_text(fn, is_optional ? "f->%s.value" : "f->%s", fn->frame->members[p->var->index]);
}

static const char *place_of(const struct param *p)
{
    if (p->place == PLACE_HEADER)
        return "ORCH_IN_HEADER";
    return p->place == PLACE_PATH ? "ORCH_IN_PATH" : "ORCH_IN_QUERY";
}

/* The call that reads one value of the type to `lvalue`. */
static const char *input_call(struct emit_fn *fn, const struct param *p, const struct type *t,
                              bool required, const char *lvalue)
{
    static const char *const words[] = {
        [TYPE_INT] = "int",    [TYPE_FLOAT] = "float", [TYPE_BOOL] = "bool",
        [TYPE_STRING] = "str", [TYPE_TIME] = "time",   [TYPE_DURATION] = "int",
    };
    const char *common =
        emit_text(fn, "in, %s, %s, %s", place_of(p), cwriter_quote(fn->e->arena, p->wire),
                  required ? "true" : "false");

    if (t->kind == TYPE_ENUM)
        return emit_text(fn, "orch_input_enum(%s, %s, %u, &%s)", common,
                         emit_enum_table(fn->e, t->enumeration), t->enumeration->n_values, lvalue);
    return emit_text(fn, "orch_input_%s(%s, &%s)", words[t->kind], common, lvalue);
}

static const char *check_call(struct emit_fn *fn, const struct param *p, const struct type *t,
                              const char *lvalue)
{
    return emit_text(fn, "%s(in, %s, %s, %s);", emit_input_check(fn->e, t), place_of(p),
                     cwriter_quote(fn->e->arena, p->wire), lvalue);
}

static void accept_scalar(struct emit_fn *fn, const struct param *p)
{
    const struct type *t = type_inner(p->type);
    const char *call = input_call(fn, p, t, !type_is_optional(p->type), target(fn, p));
    const char *set = NULL;
    struct cwriter *w = &fn->body;

    if (p->var->may_be_unset) {
        set = emit_text(fn, "f->%s.some", fn->frame->members[p->var->index]);
        cwriter_line(w, "%s = %s;", set, call);
    }
    if (emit_is_constrained(t)) {
        cwriter_if(w, set ? set : call, "%s", check_call(fn, p, t, target(fn, p)));
    } else if (!set) {
        cwriter_line(w, "%s;", call);
    }
}

/* A list: an element for each time that the parameter was sent. */
static void accept_list(struct emit_fn *fn, const struct param *p)
{
    const struct type *t = type_inner(p->type), *elem = t->elem;
    const char *list = target(fn, p), *item, *call;
    struct cwriter *w = &fn->body;
    struct cwriter_names scope;

    cwriter_line(w, "%s.n = orch_input_items(in, %s, %s);", list, place_of(p),
                 cwriter_quote(fn->e->arena, p->wire));
    cwriter_line(w, "%s.items = orch_eval_alloc(%s, %s.n, sizeof *%s.items);", list, emit_ev(fn),
                 list, list);
    emit_scope_begin(fn, &scope);
    item = emit_local(fn, "i");
    cwriter_open(w, "for (size_t %s = 0; %s.items && orch_input_item(in, %s, %s.n); %s++)", item,
                 list, item, list, item);
    item = emit_text(fn, "%s.items[%s]", list, item);
    call = input_call(fn, p, elem, true, item);
    if (emit_is_constrained(elem))
        cwriter_if(w, call, "%s", check_call(fn, p, elem, item));
    else
        cwriter_line(w, "%s;", call);
    cwriter_close(w, "");
    emit_scope_end(fn);
    if (p->var->may_be_unset)
        cwriter_line(w, type_is_optional(p->type) ? "f->%s.some = %s.n > 0;" : "f->%s.some = true;",
                     fn->frame->members[p->var->index], list);
    if (emit_is_constrained(t) && type_is_optional(p->type))
        cwriter_if(w, emit_text(fn, "%s.n > 0", list), "%s", check_call(fn, p, t, list));
    else if (emit_is_constrained(t))
        cwriter_line(w, "%s", check_call(fn, p, t, list));
}

/* --- the body ------------------------------------------------------------------------------- */

/* A parameter that must be given, in a variable that is unset later on some path. */
static bool is_given_optional(const struct param *p)
{
    return p->var->may_be_unset && !type_is_optional(p->type);
}

/* The body as an object whose members are parameters: a decoder of its own. */
static const char *body_decoder(struct emit *e, struct cwriter *w, const struct emit_frame *frame)
{
    const struct flow *f = frame->flow->flow;
    struct emit_field *fields = memory_new(e->arena, f->n_params, sizeof *fields);
    const char *name = cwriter_name(&e->names, "read_%s_body", f->name);
    unsigned n = 0;

    for (unsigned i = 0; i < f->n_params; i++) {
        const struct param *p = &f->params[i];
        const char *member = frame->members[p->var->index];

        if (p->place == PLACE_FIELD)
            fields[n++] = (struct emit_field){
                p->wire, p->type,
                memory_text(e->arena, is_given_optional(p) ? "out->%s.value" : "out->%s", member),
                NULL};
    }
    emit_origin(e, w, f->span, memory_text(e->arena, "the body that %s accepts", f->name));
    emit_object_decoder(e, w, name, frame->type, fields, n);
    emit_origin_end(w);
    cwriter_blank(w);
    return name;
}

static void accept_fields(struct emit_fn *fn, const char *decoder)
{
    const struct flow *f = fn->frame->flow->flow;
    struct cwriter *w = &fn->body;

    fn->uses_frame = true;
    cwriter_line(w, "%s(&json, f);", decoder);
    for (unsigned i = 0; i < f->n_params; i++) {
        if (f->params[i].place == PLACE_FIELD && is_given_optional(&f->params[i]))
            cwriter_line(w, "f->%s.some = true;", fn->frame->members[f->params[i].var->index]);
    }
}

/* One parameter is the whole body. */
static void accept_whole(struct emit_fn *fn, const struct param *p)
{
    const struct type *t = type_inner(p->type);
    const char *read = emit_read(fn->e, t, "&json", target(fn, p));
    const char *member = fn->frame->members[p->var->index];

    if (type_is_optional(p->type))
        cwriter_if(&fn->body, "!orch_json_null(&json)", "f->%s.some = %s;", member, read);
    else if (p->var->may_be_unset)
        cwriter_line(&fn->body, "f->%s.some = %s;", member, read);
    else
        cwriter_line(&fn->body, emit_is_constrained(t) ? "(void)(%s);" : "%s;", read);
}

/* True where a request needs no body: nothing in it is required. */
static bool may_be_missing(const struct flow *f)
{
    for (unsigned i = 0; i < f->n_params; i++) {
        const struct param *p = &f->params[i];

        if ((p->place == PLACE_FIELD || p->place == PLACE_BODY) && !type_is_optional(p->type))
            return false;
    }
    return true;
}

/* Reads the body, where a parameter comes from there. */
static void accept_body(struct emit_fn *fn, const char *decoder)
{
    const struct flow *f = fn->frame->flow->flow;
    struct cwriter *w = &fn->body;

    if (may_be_missing(f))
        cwriter_if(w, "in->body.len == 0", "return;");
    cwriter_line(w, "orch_input_body(in, &json);");
    if (decoder)
        accept_fields(fn, decoder);
    for (unsigned i = 0; i < f->n_params; i++) {
        if (f->params[i].place == PLACE_BODY)
            accept_whole(fn, &f->params[i]);
    }
    cwriter_line(w, "orch_input_body_end(%s, in, &json);", emit_ev(fn));
}

static bool has_place(const struct flow *f, enum place place)
{
    for (unsigned i = 0; i < f->n_params; i++) {
        if (f->params[i].place == place)
            return true;
    }
    return false;
}

bool emit_has_body(const struct flow *f)
{
    return has_place(f, PLACE_FIELD) || has_place(f, PLACE_BODY);
}

void emit_accept(struct emit *e, struct cwriter *w, const struct emit_frame *frame,
                 const char *name)
{
    const struct flow *f = frame->flow->flow;
    const char *decoder = has_place(f, PLACE_FIELD) ? body_decoder(e, w, frame) : NULL;
    struct emit_fn fn;

    emit_fn_begin(&fn, e, frame, f->span,
                  memory_text(e->arena, "flow %s: its parameters", f->name));
    if (emit_has_body(f)) {
        cwriter_line(&fn.body, "struct orch_json_in json;");
        cwriter_blank(&fn.body);
    }
    for (unsigned i = 0; i < f->n_params; i++) {
        const struct param *p = &f->params[i];

        if (p->place != PLACE_FIELD && p->place != PLACE_BODY)
            (type_inner(p->type)->kind == TYPE_LIST ? accept_list : accept_scalar)(&fn, p);
    }
    if (emit_has_body(f))
        accept_body(&fn, decoder);
    if (f->n_params == 0)
        cwriter_line(&fn.body, "(void)in;");
    emit_fn_end(&fn, w,
                memory_text(e->arena,
                            "void %s(struct orch_eval *ev, void *frame, struct orch_input *in)",
                            name),
                true);
}
