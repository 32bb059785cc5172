/* Any bytes as a description, read as YAML and as JSON, and all of the pipeline behind it: whatever
 * is said has a place within its text, and what is accepted resolves the same way twice. */
#include "compiler/parse.h"
#include "compiler/passes.h"
#include "runtime/base/buf.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Uses what the seeds describe. */
static const char program_text[] =
    "import \"x.yaml\" as api\n"
    "dictionary d { t: int u: string v: [string] }\n"
    "colour api { A: t  A.a: u  a: v  a.a: t  B.b: u }\n"
    "record R { a: api.A?  b: api.B?  c: api.C?  d: api.D? }\n"
    "flow f(t, u) on GET \"/f\" { invoke api.a invoke api.b invoke api.c invoke api.get_a }\n";

static void describe_bytes(const char *name, struct orch_str text, struct orch_buf *dump)
{
    struct program program = {.n_files = 1, .n_descriptions = 1};
    struct program_description description;
    struct ast_file *file;
    struct compilation c;

    compilation_init(&c);
    file = parse(&c, sources_add(&c.sources, orch_str("x.orch"), orch_str(program_text)));
    description.import = file->decls;
    description.source = sources_add(&c.sources, orch_str(name), text);
    program.files = &file;
    program.descriptions = &description;
    if (describe(&c, &program) && c.diags.n_errors == 0)
        model_dump(resolve(&c, &program), dump);
    for (const struct diag *d = c.diags.first; d; d = d->next) {
        const struct source *source = sources_get(&c.sources, d->span.file);

        if (!source || d->span.begin > d->span.end || d->span.end > source->text.len)
            abort();
    }
    compilation_free(&c);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"x.yaml", "x.json"};

    for (int i = 0; i < 2; i++) {
        struct orch_buf once, twice;

        orch_buf_init(&once, 0);
        orch_buf_init(&twice, 0);
        describe_bytes(names[i], orch_str_n((const char *)data, size), &once);
        describe_bytes(names[i], orch_str_n((const char *)data, size), &twice);
        if (!orch_str_eq(orch_buf_get(&once), orch_buf_get(&twice)))
            abort();
        orch_buf_free(&once);
        orch_buf_free(&twice);
    }
    return 0;
}
