/* The syntax tree as text; see ast_dump in ast.h. Two blanks a level:
 *
 *     (flow 9:1 home
 *       (param 9:11 user_id)
 *       (result Home)
 *       (clause 10:3 on GET "/home")
 *       (assign 14:3 city_id (?? city_id (. user home_city))))
 */
#include "ast.h"

#include "runtime/base/buf.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

struct dump {
    struct orch_buf *out;
    const struct source *source;
    unsigned level;
};

static void dump_expr(struct dump *d, const struct ast_expr *e);
static void dump_stmts(struct dump *d, const struct ast_stmt *s);

static void open(struct dump *d, const char *kind)
{
    orch_buf_printf(d->out, "\n%*s(%s", (int)d->level * 2, "", kind);
    d->level++;
}

static void open_at(struct dump *d, const char *kind, struct span span)
{
    const struct position at = source_position(d->source, span.begin);

    open(d, kind);
    orch_buf_printf(d->out, " %u:%u", at.line, at.column);
}

static void close(struct dump *d)
{
    orch_buf_char(d->out, ')');
    d->level--;
}

static void name(struct dump *d, struct ast_name n)
{
    orch_buf_printf(d->out, " %s", n.text ? n.text : "-");
}

/* In quotes, with the escapes of the language; bytes beyond ASCII stand as they are. */
static void quoted(struct dump *d, struct orch_str text)
{
    orch_buf_cstr(d->out, " \"");
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];

        if (c == '\n')
            orch_buf_cstr(d->out, "\\n");
        else if ((unsigned char)c < ' ' || c == 0x7f)
            orch_buf_printf(d->out, "\\u{%x}", (unsigned)c);
        else if (c == '"' || c == '\\')
            orch_buf_printf(d->out, "\\%c", c);
        else
            orch_buf_char(d->out, c);
    }
    orch_buf_char(d->out, '"');
}

static void doc(struct dump *d, struct orch_str text)
{
    if (text.len == 0)
        return;
    open(d, "doc");
    quoted(d, text);
    close(d);
}

/* --- types ------------------------------------------------------------------------------- */

static void type(struct dump *d, const struct ast_type *t)
{
    switch (t->kind) {
    case AST_TYPE_NAME:
        orch_buf_cstr(d->out, t->name.text);
        break;
    case AST_TYPE_LIST:
        orch_buf_char(d->out, '[');
        type(d, t->elem);
        orch_buf_char(d->out, ']');
        break;
    case AST_TYPE_MAP:
        orch_buf_char(d->out, '{');
        type(d, t->elem);
        orch_buf_char(d->out, '}');
        break;
    case AST_TYPE_OPTIONAL:
        type(d, t->elem);
        orch_buf_char(d->out, '?');
        break;
    case AST_TYPE_ERROR:
        orch_buf_cstr(d->out, "<error>");
        break;
    }
}

/* --- expressions ------------------------------------------------------------------------- */

static void exprs(struct dump *d, const char *kind, const struct ast_expr *list)
{
    orch_buf_printf(d->out, " (%s", kind);
    for (; list; list = list->next)
        dump_expr(d, list);
    orch_buf_char(d->out, ')');
}

static void entries(struct dump *d, const struct ast_entry *e)
{
    for (; e; e = e->next) {
        name(d, e->name);
        if (e->value) {
            orch_buf_char(d->out, ':');
            dump_expr(d, e->value);
        }
    }
}

/* The shortest decimals that read back the same; always with a sign that it is no integer. */
static void dump_float(struct dump *d, double number)
{
    char text[40];

    for (int digits = 1; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, number);
        if (strtod(text, NULL) == number)
            break;
    }
    orch_buf_printf(d->out, " %s%s", text, strpbrk(text, ".e") ? "" : ".0");
}

static void dump_literal(struct dump *d, const struct ast_expr *e)
{
    switch (e->kind) {
    case AST_EXPR_INT:
        orch_buf_printf(d->out, " %" PRId64, e->integer);
        break;
    case AST_EXPR_DURATION:
        orch_buf_printf(d->out, " %" PRId64 "ms", e->integer);
        break;
    case AST_EXPR_FLOAT:
        dump_float(d, e->number);
        break;
    case AST_EXPR_STRING:
        quoted(d, e->string);
        break;
    case AST_EXPR_BOOL:
        orch_buf_cstr(d->out, e->truth ? " true" : " false");
        break;
    default:
        orch_buf_cstr(d->out, e->kind == AST_EXPR_NONE ? " none" : " <error>");
    }
}

static void dump_field(struct dump *d, const struct ast_expr *e)
{
    orch_buf_cstr(d->out, e->kind == AST_EXPR_FIELD ? " (." : " (?.");
    dump_expr(d, e->field.base);
    name(d, e->field.name);
    orch_buf_char(d->out, ')');
}

static void dump_operation(struct dump *d, const struct ast_expr *e)
{
    orch_buf_printf(d->out, " (%s", ast_operator_text(e->binary.op));
    if (e->binary.left)
        dump_expr(d, e->binary.left);
    dump_expr(d, e->binary.right);
    orch_buf_char(d->out, ')');
}

static void dump_for(struct dump *d, const struct ast_expr *e)
{
    orch_buf_cstr(d->out, " (for");
    dump_expr(d, e->loop.value);
    name(d, e->loop.var);
    dump_expr(d, e->loop.list);
    if (e->loop.cond)
        dump_expr(d, e->loop.cond);
    orch_buf_char(d->out, ')');
}

static void dump_expr(struct dump *d, const struct ast_expr *e)
{
    switch (e->kind) {
    case AST_EXPR_NAME:
        name(d, e->name);
        break;
    case AST_EXPR_FIELD:
    case AST_EXPR_SAFE_FIELD:
        dump_field(d, e);
        break;
    case AST_EXPR_CALL:
        orch_buf_cstr(d->out, " (call");
        name(d, e->call.name);
        for (const struct ast_expr *a = e->call.args; a; a = a->next)
            dump_expr(d, a);
        orch_buf_char(d->out, ')');
        break;
    case AST_EXPR_UNARY:
    case AST_EXPR_BINARY:
        dump_operation(d, e);
        break;
    case AST_EXPR_COND:
        orch_buf_cstr(d->out, " (if");
        dump_expr(d, e->cond.cond);
        dump_expr(d, e->cond.then);
        dump_expr(d, e->cond.otherwise);
        orch_buf_char(d->out, ')');
        break;
    case AST_EXPR_TEXT:
        exprs(d, "text", e->parts);
        break;
    case AST_EXPR_LIST:
        exprs(d, "list", e->parts);
        break;
    case AST_EXPR_RECORD:
        orch_buf_cstr(d->out, " (record");
        entries(d, e->entries);
        orch_buf_char(d->out, ')');
        break;
    case AST_EXPR_FOR:
        dump_for(d, e);
        break;
    case AST_EXPR_UNSUPPORTED:
        orch_buf_printf(d->out, " (unsupported %s)", e->what);
        break;
    default:
        dump_literal(d, e);
    }
}

/* --- clauses and members ----------------------------------------------------------------- */

static void dump_clause(struct dump *d, const struct ast_clause *c)
{
    static const char *const names[] = {
#define X(id, text) text,
        AST_CLAUSES(X)
#undef X
    };

    open_at(d, "clause", c->span);
    orch_buf_printf(d->out, " %s", names[c->kind]);
    if (c->name.text)
        name(d, c->name);
    if (c->value)
        dump_expr(d, c->value);
    if (c->open)
        orch_buf_cstr(d->out, " ..");
    if (c->high)
        dump_expr(d, c->high);
    for (const struct ast_expr *v = c->values; v; v = v->next)
        dump_expr(d, v);
    if (c->string.text.ptr)
        quoted(d, c->string.text);
    if (c->what)
        orch_buf_printf(d->out, " %s", c->what);
    close(d);
}

static void dump_clauses(struct dump *d, const struct ast_clause *c)
{
    for (; c; c = c->next)
        dump_clause(d, c);
}

static void dump_members(struct dump *d, const char *kind, const struct ast_member *m)
{
    for (; m; m = m->next) {
        open_at(d, kind, m->span);
        name(d, m->name);
        orch_buf_cstr(d->out, m->optional ? "?" : "");
        if (m->type) {
            orch_buf_cstr(d->out, ": ");
            type(d, m->type);
        }
        doc(d, m->doc);
        dump_clauses(d, m->clauses);
        close(d);
    }
}

/* --- statements -------------------------------------------------------------------------- */

static void dump_invoke(struct dump *d, const struct ast_stmt *s)
{
    if (s->invoke.target.text)
        orch_buf_printf(d->out, " %s =", s->invoke.target.text);
    orch_buf_printf(d->out, " %s%s%s", s->invoke.service.text ? s->invoke.service.text : "",
                    s->invoke.service.text ? "." : "", s->invoke.operation.text);
    if (s->invoke.has_args) {
        orch_buf_cstr(d->out, " (args");
        entries(d, s->invoke.args);
        orch_buf_char(d->out, ')');
    }
    dump_clauses(d, s->invoke.clauses);
    for (const struct ast_fallback *f = s->invoke.fallbacks; f; f = f->next) {
        open_at(d, "else", f->span);
        dump_expr(d, f->value);
        close(d);
    }
}

static void dump_if(struct dump *d, const struct ast_stmt *s)
{
    dump_expr(d, s->branch.cond);
    dump_stmts(d, s->branch.then);
    if (s->branch.otherwise) {
        open(d, "else");
        dump_stmts(d, s->branch.otherwise);
        close(d);
    }
}

static void dump_switch(struct dump *d, const struct ast_stmt *s)
{
    dump_expr(d, s->choice.value);
    for (const struct ast_choice *c = s->choice.cases; c; c = c->next) {
        open_at(d, c->values ? "case" : "else", c->span);
        for (const struct ast_expr *v = c->values; v; v = v->next)
            dump_expr(d, v);
        dump_stmts(d, c->body);
        close(d);
    }
}

static void dump_race(struct dump *d, const struct ast_stmt *s)
{
    if (s->race.need)
        dump_expr(d, s->race.need);
    else
        orch_buf_cstr(d->out, " any");
    dump_stmts(d, s->race.body);
}

static void dump_within(struct dump *d, const struct ast_stmt *s)
{
    dump_expr(d, s->within.limit);
    dump_stmts(d, s->within.body);
    if (s->within.otherwise) {
        open(d, "else");
        dump_stmts(d, s->within.otherwise);
        close(d);
    }
}

static void dump_throw(struct dump *d, const struct ast_stmt *s)
{
    if (s->raise.error.text)
        name(d, s->raise.error);
    if (s->raise.value)
        dump_expr(d, s->raise.value);
}

static void dump_try(struct dump *d, const struct ast_stmt *s)
{
    dump_stmts(d, s->attempt.body);
    for (const struct ast_arm *arm = s->attempt.arms; arm; arm = arm->next) {
        open_at(d, "catch", arm->span);
        for (const struct ast_caught *c = arm->names; c; c = c->next)
            name(d, c->name);
        if (arm->bound.text)
            orch_buf_printf(d->out, " as %s", arm->bound.text);
        dump_stmts(d, arm->body);
        close(d);
    }
}

static void dump_while(struct dump *d, const struct ast_stmt *s)
{
    dump_expr(d, s->loop.cond);
    if (s->loop.max) {
        orch_buf_cstr(d->out, " max");
        dump_expr(d, s->loop.max);
    }
    dump_stmts(d, s->loop.body);
}

static void dump_stmt(struct dump *d, const struct ast_stmt *s)
{
    static const char *const names[] = {
#define STMT(id, name) name,
#include "ast_nodes.def"
    };

    open_at(d, names[s->kind], s->span);
    switch (s->kind) {
    case AST_STMT_ASSIGN:
        name(d, s->assign.target);
        dump_expr(d, s->assign.value);
        break;
    case AST_STMT_INVOKE:
        dump_invoke(d, s);
        break;
    case AST_STMT_SEQUENCE:
    case AST_STMT_PARALLEL:
        dump_stmts(d, s->body);
        break;
    case AST_STMT_IF:
        dump_if(d, s);
        break;
    case AST_STMT_SWITCH:
        dump_switch(d, s);
        break;
    case AST_STMT_RACE:
        dump_race(d, s);
        break;
    case AST_STMT_WITHIN:
        dump_within(d, s);
        break;
    case AST_STMT_WHILE:
        dump_while(d, s);
        break;
    case AST_STMT_THROW:
        dump_throw(d, s);
        break;
    case AST_STMT_TRY:
        dump_try(d, s);
        break;
    case AST_STMT_RETURN:
        if (s->value)
            dump_expr(d, s->value);
        break;
    case AST_STMT_UNSUPPORTED:
        orch_buf_printf(d->out, " %s", s->what);
        break;
    case AST_STMT_EMPTY:
    case AST_STMT_ERROR:
        break;
    }
    close(d);
}

static void dump_stmts(struct dump *d, const struct ast_stmt *s)
{
    for (; s; s = s->next)
        dump_stmt(d, s);
}

/* --- declarations ------------------------------------------------------------------------ */

static void dump_dictionary(struct dump *d, const struct ast_decl *decl)
{
    dump_members(d, "term", decl->dictionary.terms);
    for (const struct ast_convert *c = decl->dictionary.converts; c; c = c->next) {
        open_at(d, "convert", c->span);
        name(d, c->from);
        name(d, c->to);
        dump_expr(d, c->value);
        close(d);
    }
}

static void dump_service(struct dump *d, const struct ast_decl *decl)
{
    dump_clauses(d, decl->service.clauses);
    for (const struct ast_operation *o = decl->service.operations; o; o = o->next) {
        open_at(d, "operation", o->span);
        name(d, o->name);
        name(d, o->method);
        quoted(d, o->path.text);
        doc(d, o->doc);
        dump_members(d, "param", o->params);
        if (o->result_name.text) {
            open(d, "result");
            name(d, o->result_name);
            if (o->result_type) {
                orch_buf_cstr(d->out, ": ");
                type(d, o->result_type);
            }
            close(d);
        }
        dump_clauses(d, o->clauses);
        close(d);
    }
}

static void dump_colour(struct dump *d, const struct ast_decl *decl)
{
    for (const struct ast_paint *p = decl->paints; p; p = p->next) {
        open_at(d, "paint", p->span);
        name(d, p->of);
        if (p->member.text)
            name(d, p->member);
        name(d, p->term);
        close(d);
    }
}

static void dump_flow(struct dump *d, const struct ast_decl *decl)
{
    dump_members(d, "param", decl->flow.params);
    if (decl->flow.result) {
        open(d, "result");
        orch_buf_char(d->out, ' ');
        type(d, decl->flow.result);
        close(d);
    }
    dump_clauses(d, decl->flow.clauses);
    if (decl->flow.body)
        dump_stmts(d, decl->flow.body->body);
}

static void dump_decl(struct dump *d, const struct ast_decl *decl)
{
    static const char *const names[] = {
#define DECL(id, name) name,
#include "ast_nodes.def"
    };

    open_at(d, names[decl->kind], decl->span);
    if (decl->name.text)
        name(d, decl->name);
    if (decl->kind == AST_DECL_IMPORT)
        quoted(d, decl->path.text);
    if (decl->kind == AST_DECL_UNSUPPORTED)
        orch_buf_printf(d->out, " %s", decl->what);
    doc(d, decl->doc);
    switch (decl->kind) {
    case AST_DECL_DICTIONARY:
        dump_dictionary(d, decl);
        break;
    case AST_DECL_RECORD:
        dump_members(d, "field", decl->members);
        break;
    case AST_DECL_ENUM:
        dump_members(d, "value", decl->members);
        break;
    case AST_DECL_ERROR:
        if (decl->error.status)
            dump_expr(d, decl->error.status);
        dump_members(d, "field", decl->error.fields);
        break;
    case AST_DECL_SERVICE:
        dump_service(d, decl);
        break;
    case AST_DECL_FLOW:
        dump_flow(d, decl);
        break;
    case AST_DECL_COLOUR:
        dump_colour(d, decl);
        break;
    case AST_DECL_IMPORT:
    case AST_DECL_UNSUPPORTED:
        break;
    }
    close(d);
}

void ast_dump(const struct ast_file *file, struct orch_buf *out)
{
    struct dump d = {.out = out, .source = file->source, .level = 1};

    orch_buf_cstr(out, "(file");
    for (const struct ast_decl *decl = file->decls; decl; decl = decl->next)
        dump_decl(&d, decl);
    orch_buf_cstr(out, ")\n");
}
