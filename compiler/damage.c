/* Damage and what follows from it; see damage.h. */
#include "damage.h"

#include "memory.h"
#include "passes.h"

#include <ctype.h>
#include <stdlib.h>

struct damage {
    struct span *spans; /* whole lines, once they are known to be damaged */
    unsigned n;
    const struct ast_decl **decls; /* the declarations that they are in */
    unsigned n_decls;
    struct orch_str *words; /* that occur in the spans; sorted */
    unsigned n_words;
    /* What may be missing, with names that nobody knows. */
    bool lost_type, lost_service, lost_call, lost_import;
    const struct diag *seen; /* the last error whose place is in the spans */
};

static struct damage *damage_of(struct compilation *c)
{
    if (!c->damage)
        c->damage = memory_new(&c->arena, 1, sizeof *c->damage);
    return c->damage;
}

void damage_add(struct compilation *c, struct span skipped)
{
    struct damage *d = damage_of(c);

    d->spans = memory_grow(&c->arena, d->spans, d->n, sizeof *d->spans);
    d->spans[d->n++] = skipped;
}

void damage_extend(struct compilation *c, uint32_t end)
{
    struct damage *d = damage_of(c);

    if (d->n > 0 && d->spans[d->n - 1].end < end)
        d->spans[d->n - 1].end = end;
}

/* --- where ------------------------------------------------------------------------------------ */

static bool holds(struct span outer, struct span inner)
{
    return outer.file == inner.file && outer.begin <= inner.begin && inner.begin < outer.end;
}

static bool overlap(struct span a, struct span b)
{
    return a.file == b.file && a.begin <= b.end && b.begin <= a.end;
}

/* The lines of a span, without the end of the last. */
static struct span lines_of(const struct source *source, struct span span)
{
    const struct orch_str text = source->text;

    while (span.begin > 0 && text.ptr[span.begin - 1] != '\n')
        span.begin--;
    if (span.end > span.begin && text.ptr[span.end - 1] == '\n')
        span.end--;
    while (span.end < text.len && text.ptr[span.end] != '\n')
        span.end++;
    return span;
}

/* Grows a span that is in no declaration to all between the declarations around it: one is missing
 * there. One that is the name of a declaration, or all of it, grows to all of it. */
static struct span grown(struct damage *d, struct compilation *c, const struct ast_file *file,
                         struct span span)
{
    struct span gap = {span.file, 0, (uint32_t)file->source->text.len};

    if (file->described) /* one line may be all of it */
        return span;
    for (const struct ast_decl *decl = file->decls; decl; decl = decl->next) {
        if (holds(decl->span, span)) {
            d->decls = memory_grow(&c->arena, d->decls, d->n_decls, sizeof(struct ast_decl *));
            d->decls[d->n_decls++] = decl;
            if (decl->kind != AST_DECL_FLOW && holds(decl->name.span, span))
                return decl->span;
            return lines_of(file->source, span);
        }
        if (decl->span.end <= span.begin)
            gap.begin = decl->span.end;
        else if (decl->span.begin < gap.end)
            gap.end = decl->span.begin;
    }
    return gap;
}

static const struct ast_file *file_of(const struct program *program, struct span span)
{
    for (unsigned i = 0; i < program->n_files; i++) {
        if (program->files[i]->source->number == span.file)
            return program->files[i];
    }
    return NULL;
}

/* --- words ------------------------------------------------------------------------------------ */

static bool is_word(char ch)
{
    return isalnum((unsigned char)ch) || ch == '_';
}

/* The next word of a text, which is taken off; empty at its end. */
static struct orch_str next_word(struct orch_str *text)
{
    struct orch_str word;

    while (text->len > 0 && !is_word(text->ptr[0]))
        *text = orch_str_n(text->ptr + 1, text->len - 1);
    word = orch_str_n(text->ptr, 0);
    while (text->len > 0 && is_word(text->ptr[0])) {
        *text = orch_str_n(text->ptr + 1, text->len - 1);
        word.len++;
    }
    return word;
}

static int compare_words(const void *a, const void *b)
{
    const struct orch_str *x = a, *y = b;
    const size_t len = x->len < y->len ? x->len : y->len;
    const int order = memcmp(x->ptr, y->ptr, len);

    return order ? order : x->len < y->len ? -1 : x->len > y->len;
}

static void add_word(struct compilation *c, struct orch_str word)
{
    struct damage *d = c->damage;

    d->words = memory_grow(&c->arena, d->words, d->n_words, sizeof *d->words);
    d->words[d->n_words++] = word;
    d->lost_type = d->lost_type || orch_str_eq(word, orch_str("record")) ||
                   orch_str_eq(word, orch_str("enum")) || orch_str_eq(word, orch_str("dictionary"));
    d->lost_service = d->lost_service || orch_str_eq(word, orch_str("service"));
    d->lost_import = d->lost_import || orch_str_eq(word, orch_str("import")) ||
                     orch_str_eq(word, orch_str("orch")); /* the file that it names */
    d->lost_call = d->lost_call || orch_str_eq(word, orch_str("invoke"));
}

/* All words in damaged lines, and the names of damaged declarations, for those lack members. */
static void collect_words(struct compilation *c)
{
    struct damage *d = c->damage;

    d->n_words = 0;
    d->words = NULL;
    for (unsigned i = 0; i < d->n; i++) {
        const struct source *source = sources_get(&c->sources, d->spans[i].file);
        struct orch_str text =
            orch_str_n(source->text.ptr + d->spans[i].begin, d->spans[i].end - d->spans[i].begin);

        for (struct orch_str w = next_word(&text); w.len > 0; w = next_word(&text))
            add_word(c, w);
    }
    for (unsigned i = 0; i < d->n_decls; i++) {
        const struct ast_decl *decl = d->decls[i];

        d->lost_type = d->lost_type || decl->kind == AST_DECL_DICTIONARY;
        if (decl->name.text && decl->kind != AST_DECL_FLOW && decl->kind != AST_DECL_DICTIONARY)
            add_word(c, orch_str(decl->name.text));
    }
    if (d->n_words > 0)
        qsort(d->words, d->n_words, sizeof *d->words, compare_words);
}

/* A message quotes names in `...`, and names terms in (...). */
static bool names_damaged(const struct damage *d, const char *message)
{
    for (const char *p = message; *p; p++) {
        const char *end = *p == '`' ? strchr(p + 1, '`') : *p == '(' ? strchr(p + 1, ')') : NULL;
        struct orch_str quoted;

        if (!end)
            continue;
        quoted = orch_str_n(p + 1, (size_t)(end - p) - 1);
        for (struct orch_str w = next_word(&quoted); w.len > 0; w = next_word(&quoted)) {
            if (d->n_words > 0 && bsearch(&w, d->words, d->n_words, sizeof w, compare_words))
                return true;
        }
        p = end;
    }
    return false;
}

/* --- what follows ----------------------------------------------------------------------------- */

/* Findings that something is not there, or not used: the damaged part may be what does it. */
static bool tells_of_absence(enum diag_code code)
{
    switch (code) {
    case DIAG_FILE_EMPTY:
    case DIAG_EMPTY_TYPE:
    case DIAG_MISSING_FIELD:
    case DIAG_WIRE_MISSING:
    case DIAG_WIRE_AMBIGUOUS:
    case DIAG_UNSET_READ:
    case DIAG_NO_RETURN:
    case DIAG_NOT_EXHAUSTIVE:
    case DIAG_BAD_CLAUSE:
    case DIAG_BAD_PATH:
    case DIAG_BAD_PARAMETER:
    case DIAG_NO_FLOW:
        return true;
    default:
        return diag_code_severity(code) == DIAG_WARNING;
    }
}

/* Findings that a name is unknown: the damaged part may be what declares it. */
static bool is_lost(const struct damage *d, enum diag_code code)
{
    return (code == DIAG_UNKNOWN_TYPE && d->lost_type) ||
           (code == DIAG_UNKNOWN_OPERATION && d->lost_service);
}

static bool follows(const void *damage, const struct diag *found)
{
    const struct damage *d = damage;
    const bool absence =
        tells_of_absence(found->code) || (found->code == DIAG_UNKNOWN_NAME && d->lost_call);

    for (unsigned i = 0; i < d->n; i++) {
        if (overlap(d->spans[i], found->span))
            return true;
    }
    for (unsigned i = 0; i < d->n_decls && absence; i++) {
        if (holds(d->decls[i]->span, found->span))
            return true;
    }
    return is_lost(d, found->code) || names_damaged(d, found->message);
}

/* Takes in the errors that were not seen yet. False where one has no place in a file. */
static bool take_in(struct compilation *c, const struct program *program)
{
    struct damage *d = damage_of(c);
    const struct diag *from = d->seen ? d->seen->next : c->diags.first;
    const unsigned before = d->seen ? d->n : 0;

    for (; from; from = from->next) {
        if (from->severity == DIAG_ERROR) {
            if (!file_of(program, from->span))
                return false;
            damage_add(c, from->span);
        }
        d->seen = from;
    }
    for (unsigned i = before; i < d->n; i++) {
        const struct ast_file *file = file_of(program, d->spans[i]);

        if (!file)
            return false;
        d->spans[i] = grown(d, c, file, d->spans[i]);
    }
    collect_words(c);
    c->diags.follows = follows;
    c->diags.damage = d;
    return true;
}

bool damage_is_local(struct compilation *c, const struct program *program)
{
    for (const struct diag *d = c->diags.first; d; d = d->next) {
        switch (d->code) {
        case DIAG_BAD_CHARACTER:
        case DIAG_BAD_NUMBER:
        case DIAG_BAD_STRING:
        case DIAG_UNCLOSED:
        case DIAG_SYNTAX:
            break;
        default:
            if (d->severity == DIAG_ERROR)
                return false;
        }
    }
    /* What a broken import would have brought, nobody knows. */
    return !diags_full(&c->diags) && take_in(c, program) && !c->damage->lost_import;
}

void damage_spread(struct compilation *c, const struct program *program)
{
    take_in(c, program);
}

bool damage_is_shared(const struct compilation *c, const struct program *program)
{
    const struct damage *d = c->damage;

    for (unsigned i = 0; d && i < d->n; i++) {
        const struct ast_file *file = file_of(program, d->spans[i]);
        bool in_body = false;

        for (const struct ast_decl *decl = file ? file->decls : NULL; decl; decl = decl->next)
            in_body = in_body || (decl->kind == AST_DECL_FLOW && decl->flow.body &&
                                  holds(decl->flow.body->span, d->spans[i]));
        if (!in_body)
            return true;
    }
    return false;
}
