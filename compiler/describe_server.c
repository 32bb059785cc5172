/* Where the service is: CATALOG_URL of the environment, for a description that is called `catalog`;
 * by default the first server of the description, its variables at their defaults. */
#include "describe_parts.h"
#include "runtime/base/buf.h"

#include <ctype.h>

/* The URL with its variables filled in; ptr NULL where one has no default. */
static struct orch_str filled(struct description *d, const struct node *server, struct orch_str url)
{
    const struct node *variables = node_map(server, "variables");
    struct orch_str text = {NULL, 0};
    struct orch_buf made;
    bool good = true;

    orch_buf_init(&made, 0);
    for (size_t i = 0; i < url.len && good; i++) {
        const char *close = url.ptr[i] == '{' ? memchr(url.ptr + i, '}', url.len - i) : NULL;
        const struct node_entry *variable;
        const struct node *value;
        size_t len;

        if (!close) {
            orch_buf_char(&made, url.ptr[i]);
            continue;
        }
        len = (size_t)(close - url.ptr) - i - 1;
        variable = node_entry(variables, orch_str_n(url.ptr + i + 1, len));
        value = variable ? node_get(variable->value, "default") : NULL;
        good = value && value->kind != NODE_MAP && value->kind != NODE_LIST;
        if (good)
            orch_buf_str(&made, value->text);
        i += len + 1;
    }
    while (made.len > 0 && made.data[made.len - 1] == '/') /* every path begins with one */
        made.len--;
    if (good)
        text = orch_arena_str(&d->c->arena, orch_buf_get(&made));
    orch_buf_free(&made);
    return text;
}

/* No user, no query, nothing that would have to be percent-encoded. */
static bool is_plain(struct orch_str url)
{
    for (size_t i = 0; i < url.len; i++) {
        if (!isalnum((unsigned char)url.ptr[i]) && !strchr("-._~:/%[]", url.ptr[i]))
            return false;
    }
    return true;
}

static bool is_absolute(struct orch_str url)
{
    return (url.len > 7 && memcmp(url.ptr, "http://", 7) == 0) ||
           (url.len > 8 && memcmp(url.ptr, "https://", 8) == 0);
}

struct ast_clause *describe_server(struct description *d)
{
    const struct node *servers = node_list(d->root, "servers");
    const struct node *first = servers && servers->n > 0 ? servers->entries[0].value : NULL;
    const struct node *url = node_get(first, "url");
    struct ast_clause *clause = describe_clause(d, AST_CLAUSE_URL, d->import->path.span);

    clause->name = (struct ast_name){describe_env(d, "url"), d->import->name.span};
    clause->string.span = url ? url->span : clause->span;
    if (url && url->kind == NODE_STRING) {
        const struct orch_str text = filled(d, first, url->text);

        if (is_absolute(text) && is_plain(text))
            clause->string.text = text;
        else if (is_absolute(text))
            diag_add(&d->c->diags, DIAG_DESCRIBED_LEFT_OUT, url->span,
                     "this URL is left out: %s must say where `%s` is", clause->name.text, d->name);
    }
    return clause;
}
