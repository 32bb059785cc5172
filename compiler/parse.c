/* parse: a source text becomes a tree; see parse.h. The work is done by the scanner
 * (grammar/orch.l), the tokens (tokens.c) and the grammar (grammar/orch.y); here a text is refused
 * that is no text at all, and what they share is set up and taken down. */
#include "parser.h"

#include "memory.h"
#include "runtime/base/utf8.h"
#include "scan.h"
#include "tokens.h"

struct orch_str parser_doc(const struct parser *p, uint32_t begin)
{
    unsigned low = 0, high = p->n_docs;

    while (low < high) {
        unsigned mid = (low + high) / 2;

        if (p->docs[mid].before < begin)
            low = mid + 1;
        else
            high = mid;
    }
    return low < p->n_docs && p->docs[low].before == begin ? p->docs[low].text
                                                           : (struct orch_str){NULL, 0};
}

/* Offset of the first byte that is no text: not UTF-8, or NUL. The length where there is none. */
static size_t text_ends(struct orch_str text)
{
    const char *p = text.ptr, *end = text.ptr + text.len;

    while (p < end) {
        size_t step = orch_utf8_step(p, end);

        if (step == 0 || *p == '\0')
            break;
        p += step;
    }
    return (size_t)(p - text.ptr);
}

static bool is_text(struct compilation *c, const struct source *source)
{
    const size_t end = text_ends(source->text);
    const uint32_t at = (uint32_t)end;
    struct diag *d;

    if (end == source->text.len)
        return true;
    d = diag_add(&c->diags, DIAG_FILE_NOT_UTF8, (struct span){source->number, at, at + 1},
                 source->text.ptr[end] == '\0' ? "this is not text: it holds a zero byte"
                                               : "this is not UTF-8 text");
    diag_note(d, "an Orch file is text in UTF-8");
    return false;
}

static void run(struct parser *p)
{
    scan_init(p);
    tokens_init(p);
    grammar_parse(p);
    tokens_free(p);
    scan_free(p);
}

struct ast_file *parse(struct compilation *c, const struct source *source)
{
    struct parser p = {.c = c, .source = source};
    const unsigned errors = c->diags.n_errors;
    struct diag *d;

    p.file = memory_new(&c->arena, 1, sizeof *p.file);
    p.file->source = source;
    diags_init(&p.unheard, &c->arena);
    if (!is_text(c, source))
        return p.file;
    run(&p);
    if (!p.file->decls && c->diags.n_errors == errors) {
        d = diag_add(&c->diags, DIAG_FILE_EMPTY, (struct span){source->number, 0, 0},
                     "this file declares nothing");
        diag_note(d, "a file holds declarations: `flow`, `service`, `record`, `enum`, "
                     "`dictionary`, `import`");
    }
    return p.file;
}
