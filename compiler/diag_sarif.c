/* SARIF 2.1.0; see diag_sarif.h. Every code is a rule, by its number in the registry. Lines and
 * columns count from 1, columns in code points; ends are exclusive, as ours are. */
#include "diag_sarif.h"

#include "diag_render.h"

#include <ctype.h>
#include <jansson.h>
#include <stdlib.h>

#define SCHEMA                                                                                     \
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

struct diag_sarif {
    json_t *results;
    json_t *artifacts;
    json_t *index; /* uri -> number of its artifact */
};

struct diag_sarif *diag_sarif_new(void)
{
    struct diag_sarif *s = malloc(sizeof *s);

    if (s)
        *s = (struct diag_sarif){json_array(), json_array(), json_object()};
    return s;
}

void diag_sarif_free(struct diag_sarif *s)
{
    if (!s)
        return;
    json_decref(s->results);
    json_decref(s->artifacts);
    json_decref(s->index);
    free(s);
}

/* --- parts ------------------------------------------------------------------------------------ */

static json_t *text(struct orch_str s)
{
    struct orch_buf clean;
    json_t *value;

    orch_buf_init(&clean, 0);
    diag_clean(&clean, s);
    value = json_stringn(clean.data ? clean.data : "", clean.len);
    orch_buf_free(&clean);
    return value;
}

/* {"text": ...}, which SARIF calls a message */
static json_t *message(const char *s)
{
    return json_pack("{s:o}", "text", text(orch_str(s)));
}

/* A message with its notes, a line each. */
static json_t *message_of(const struct diag *d)
{
    struct orch_buf lines;
    json_t *made;

    orch_buf_init(&lines, 0);
    diag_clean(&lines, orch_str(d->message));
    for (const struct diag_note *n = d->notes; n; n = n->next) {
        orch_buf_cstr(&lines, "\nnote: ");
        diag_clean(&lines, orch_str(n->text));
    }
    made = json_pack("{s:o}", "text", json_stringn(lines.data, lines.len));
    orch_buf_free(&lines);
    return made;
}

/* A path as a URI reference (RFC 3986): relative, or of a file. */
static json_t *uri_of(struct orch_str path)
{
    static const char plain[] = "-._~/";
    struct orch_buf uri;
    json_t *made;

    orch_buf_init(&uri, 0);
    if (path.len > 0 && path.ptr[0] == '/')
        orch_buf_cstr(&uri, "file://");
    for (size_t i = 0; i < path.len; i++) {
        const unsigned char c = (unsigned char)path.ptr[i];

        if (c < 0x80 && (isalnum(c) || (c && strchr(plain, c))))
            orch_buf_char(&uri, (char)c);
        else
            orch_buf_printf(&uri, "%%%02X", c);
    }
    made = json_stringn(uri.data ? uri.data : "", uri.len);
    orch_buf_free(&uri);
    return made;
}

/* {"uri": ..., "index": ...}; the file becomes an artifact where it is none yet. */
static json_t *artifact(struct diag_sarif *s, const struct source *file)
{
    json_t *uri = uri_of(file->name), *known = json_object_get(s->index, json_string_value(uri));

    if (!known) {
        known = json_integer((json_int_t)json_array_size(s->artifacts));
        json_object_set_new(s->index, json_string_value(uri), known);
        json_array_append_new(s->artifacts, json_pack("{s:{s:O},s:s}", "location", "uri", uri,
                                                      "sourceLanguage", "orch"));
    }
    return json_pack("{s:o,s:O}", "uri", uri, "index", known);
}

static json_t *region(const struct source *file, struct span span)
{
    const struct position begin = source_position(file, span.begin);
    const struct position end = source_position(file, span.end);

    return json_pack("{s:I,s:I,s:I,s:I,s:I,s:I}", "startLine", (json_int_t)begin.line,
                     "startColumn", (json_int_t)begin.column, "endLine", (json_int_t)end.line,
                     "endColumn", (json_int_t)end.column, "byteOffset", (json_int_t)span.begin,
                     "byteLength", (json_int_t)(span.end - span.begin));
}

/* NULL where the span has no file. */
static json_t *location(struct diag_sarif *s, struct span span, const struct sources *src)
{
    const struct source *file = sources_get(src, span.file);

    if (!file)
        return NULL;
    return json_pack("{s:{s:o,s:o}}", "physicalLocation", "artifactLocation", artifact(s, file),
                     "region", region(file, span));
}

/* --- results ---------------------------------------------------------------------------------- */

static json_t *labels(struct diag_sarif *s, const struct diag *d, const struct sources *src)
{
    json_t *list = json_array();

    for (const struct diag_label *l = d->labels; l; l = l->next) {
        json_t *place = location(s, l->span, src);

        if (!place)
            continue;
        json_object_set_new(place, "id", json_integer((json_int_t)json_array_size(list)));
        json_object_set_new(place, "message", message(l->text));
        json_array_append_new(list, place);
    }
    return list;
}

static json_t *fixes(struct diag_sarif *s, const struct diag *d, const struct sources *src)
{
    json_t *list = json_array();

    for (const struct diag_fix *f = d->fixes; f; f = f->next) {
        const struct source *file = sources_get(src, f->span.file);

        if (!file)
            continue;
        json_array_append_new(list, json_pack("{s:o,s:[{s:o,s:[{s:o,s:{s:s}}]}]}", "description",
                                              message(f->text), "artifactChanges",
                                              "artifactLocation", artifact(s, file), "replacements",
                                              "deletedRegion", region(file, f->span),
                                              "insertedContent", "text", f->replacement));
    }
    return list;
}

static void set_unless_empty(json_t *object, const char *key, json_t *list)
{
    if (json_array_size(list) > 0)
        json_object_set(object, key, list);
    json_decref(list);
}

static json_t *result(struct diag_sarif *s, const struct diag *d, const struct sources *src)
{
    json_t *made =
        json_pack("{s:s,s:i,s:s,s:o}", "ruleId", diag_code_text(d->code), "ruleIndex", (int)d->code,
                  "level", diag_severity_text(d->severity), "message", message_of(d));
    json_t *place = location(s, d->span, src), *places = json_array();

    if (place)
        json_array_append_new(places, place);
    set_unless_empty(made, "locations", places);
    set_unless_empty(made, "relatedLocations", labels(s, d, src));
    set_unless_empty(made, "fixes", fixes(s, d, src));
    return made;
}

void diag_sarif_add(struct diag_sarif *s, const struct diags *ds, const struct sources *src)
{
    const struct diag **sorted = diags_sorted(ds);

    for (uint32_t i = 0; i < src->n; i++)
        json_decref(artifact(s, src->items[i]));
    for (unsigned i = 0; i < ds->n_kept; i++)
        json_array_append_new(s->results, result(s, sorted[i], src));
}

/* --- the document ----------------------------------------------------------------------------- */

/* "UnknownName": SARIF asks for names that are one word. */
static json_t *rule_name(enum diag_code code)
{
    const struct diag_name name = diag_code_name(code);
    char joined[sizeof name.text] = "";
    size_t n = 0;
    bool begins = true;

    for (const char *p = name.text; *p; p++) {
        if (*p != '-')
            joined[n++] = (char)(begins ? toupper((unsigned char)*p) : *p);
        begins = *p == '-';
    }
    return json_stringn(joined, n);
}

static json_t *rules(void)
{
    json_t *list = json_array();

    for (int i = 0; i < DIAG_COUNT; i++) {
        const enum diag_code code = (enum diag_code)i;

        json_array_append_new(list,
                              json_pack("{s:s,s:o,s:o,s:{s:s}}", "id", diag_code_text(code), "name",
                                        rule_name(code), "shortDescription",
                                        message(diag_code_title(code)), "defaultConfiguration",
                                        "level", diag_severity_text(diag_code_severity(code))));
    }
    return list;
}

void diag_sarif_write(const struct diag_sarif *s, FILE *out)
{
    json_t *document = json_pack(
        "{s:s,s:s,s:[{s:{s:{s:s,s:s,s:o}},s:s,s:O,s:O}]}", "$schema", SCHEMA, "version", "2.1.0",
        "runs", "tool", "driver", "name", "orchc", "version", ORCH_VERSION, "rules", rules(),
        "columnKind", "unicodeCodePoints", "artifacts", s->artifacts, "results", s->results);

    json_dumpf(document, out, JSON_INDENT(2));
    fputc('\n', out);
    json_decref(document);
}
