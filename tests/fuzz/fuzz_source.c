/* Any bytes as a source text: parsed, dumped, and all diagnostics rendered in each format. Beyond
 * not crashing: every diagnostic lies within the text, and a text that was refused was told why. */
#include "compiler/parse.h"
#include "runtime/base/buf.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_spans(const struct compilation *c, const struct source *source)
{
    for (const struct diag *d = c->diags.first; d; d = d->next) {
        if (d->span.file != source->number || d->span.begin > d->span.end ||
            d->span.end > source->text.len)
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct compilation c;
    struct orch_buf dump;
    struct source *source;
    struct ast_file *file;
    FILE *out = fopen("/dev/null", "w");

    compilation_init(&c);
    orch_buf_init(&dump, 0);
    source = sources_add(&c.sources, orch_str("x.orch"), orch_str_n((const char *)data, size));
    file = parse(&c, source);
    check_spans(&c, source);
    if (!file->decls && c.diags.n_errors == 0)
        abort();
    ast_dump(file, &dump);
    for (int format = DIAG_FORMAT_TEXT; out && format <= DIAG_FORMAT_JSON; format++)
        diags_render(&c.diags, &c.sources, (enum diag_format)format, format == 0, out);
    orch_buf_free(&dump);
    compilation_free(&c);
    if (out)
        fclose(out);
    return 0;
}
