/* Names: what a description calls its things, as identifiers of the language. The same text always
 * gives the same name. */
#include "describe_parts.h"
#include "reserved.h"
#include "runtime/base/buf.h"

#include <ctype.h>

#define MANY_ALIKE 10 /* from then on it is remembered how many there are */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

const char *describe_identifier(struct description *d, struct orch_str text)
{
    struct orch_buf name;
    const char *made;

    orch_buf_init(&name, 0);
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];
        const char last = name.len > 0 ? name.data[name.len - 1] : '_';

        if (is_letter(c) || is_digit(c) || c == '_')
            orch_buf_char(&name, c);
        else if (last != '_')
            orch_buf_char(&name, '_');
    }
    while (name.len > 0 && name.data[name.len - 1] == '_' && text.ptr[text.len - 1] != '_')
        name.len--;
    if (name.len == 0 || is_digit(name.data[0]))
        made = memory_text(&d->c->arena, "_%.*s", ORCH_STR_ARG(orch_buf_get(&name)));
    else
        made = memory_text(&d->c->arena, "%.*s", ORCH_STR_ARG(orch_buf_get(&name)));
    orch_buf_free(&name);
    return intern(&d->c->names, orch_str(made));
}

/* True where a new word begins at name[i]: the U of homeUrl, the S of APIServer. */
static bool begins_word(const char *name, size_t i)
{
    if (i == 0 || !isupper((unsigned char)name[i]) || name[i - 1] == '_')
        return false;
    return !isupper((unsigned char)name[i - 1]) || islower((unsigned char)name[i + 1]);
}

const char *describe_variable(struct description *d, const char *name)
{
    struct orch_buf text;
    const char *made;

    orch_buf_init(&text, 0);
    for (size_t i = 0; name[i]; i++) {
        if (begins_word(name, i))
            orch_buf_char(&text, '_');
        orch_buf_char(&text, (char)tolower((unsigned char)name[i]));
    }
    orch_buf_char(&text, '\0');
    if (words_is_reserved(text.data))
        made = memory_text(&d->c->arena, "%s_", text.data);
    else
        made = memory_text(&d->c->arena, "%s", text.data);
    orch_buf_free(&text);
    return intern(&d->c->names, orch_str(made));
}

const char *describe_env(struct description *d, const char *name)
{
    const char *text = memory_text(&d->c->arena, "%s_%s", d->name, describe_variable(d, name));
    char *upper = memory_new(&d->c->arena, strlen(text) + 1, 1);

    for (size_t i = 0; text[i]; i++)
        upper[i] = (char)toupper((unsigned char)text[i]);
    return intern(&d->c->names, orch_str(upper));
}

static bool ends_with(const char *name, size_t len, const char *end)
{
    const size_t n = strlen(end);

    return len > n && strcmp(name + len - n, end) == 0;
}

const char *describe_plural(struct description *d, const char *name)
{
    const size_t len = strlen(name);
    const char *plural;

    if (ends_with(name, len, "y") && !strchr("aeiou", name[len - 2]))
        plural = memory_text(&d->c->arena, "%.*sies", (int)(len - 1), name);
    else if (ends_with(name, len, "s") || ends_with(name, len, "x") || ends_with(name, len, "ch") ||
             ends_with(name, len, "sh"))
        plural = memory_text(&d->c->arena, "%ses", name);
    else
        plural = memory_text(&d->c->arena, "%ss", name);
    return intern(&d->c->names, orch_str(plural));
}

/* Where to go on counting, where many have the same name. */
static unsigned next_number(struct description *d, const char *wish, unsigned i)
{
    const uintptr_t last = (uintptr_t)orch_map_get(&d->counted, orch_str(wish));

    if (i == MANY_ALIKE && last > i)
        i = (unsigned)last;
    if (i >= MANY_ALIKE)
        orch_map_put(&d->counted, orch_str(wish), (void *)(uintptr_t)(i + 1));
    return i;
}

const char *describe_unique(struct description *d, struct orch_map *taken, const char *wish,
                            void *value)
{
    const char *base = intern(&d->c->names, orch_str(wish)), *name = base;

    for (unsigned i = 2; orch_map_get(taken, orch_str(name)); i++) {
        i = next_number(d, base, i);
        name = intern(&d->c->names, orch_str(memory_text(&d->c->arena, "%s_%u", base, i)));
    }
    orch_map_put(taken, orch_str(name), value);
    return name;
}

void describe_give_name(struct description *d, struct node *schema, struct orch_str text,
                        struct span span)
{
    schema->name = describe_unique(d, &d->types, describe_identifier(d, text), d);
    schema->name_span = span;
}

struct described *describe_type_called(const struct description *d, const char *name)
{
    void *item = orch_map_get(&d->types, orch_str(name));

    return item == d ? NULL : item; /* the name is kept for one that was not met */
}
