/* Descriptions written as YAML: libyaml gives events, here they become a tree with places. This is
 * the one file that knows libyaml. Scalars mean what the core schema of YAML 1.2 says (`yes` is a
 * string); an alias is the anchored node itself; `<<` merges, as in YAML 1.1; one document. */
#include "describe_tree.h"

#include "memory.h"
#include "runtime/base/map.h"
#include "runtime/base/num.h"
#include "runtime/base/utf8.h"

#include <yaml.h>

struct yaml_anchor {
    const char *name;
    struct node *node; /* NULL: it is being read */
};

struct yaml {
    struct tree_builder b;
    yaml_parser_t parser;
    struct yaml_anchor *anchors;
    size_t n_anchors;
    size_t level_anchor[TREE_MAX_DEPTH]; /* of what is open: its anchor's number + 1, or 0 */
    /* libyaml counts characters: a place that is known in both, for going on from there. */
    size_t index, offset;
    size_t begin; /* of the text: behind a byte order mark */
};

/* --- places */

/* The offset of a character, from the last one asked for. */
static size_t offset_of(struct yaml *y, size_t index)
{
    const struct orch_str text = y->b.source->text;

    while (y->index < index && y->offset < text.len) {
        size_t step = orch_utf8_step(text.ptr + y->offset, text.ptr + text.len);

        y->offset += step ? step : 1;
        y->index++;
    }
    while (y->index > index && y->offset > 0) {
        y->offset--;
        while (y->offset > 0 && orch_utf8_is_tail(text.ptr[y->offset]))
            y->offset--;
        y->index--;
    }
    return y->offset;
}

static struct span place(struct yaml *y, const yaml_event_t *event)
{
    const size_t begin = offset_of(y, event->start_mark.index);

    return tree_span(&y->b, begin, offset_of(y, event->end_mark.index));
}

static struct span place_of_mark(struct yaml *y, yaml_mark_t mark)
{
    const size_t at = offset_of(y, mark.index);

    return tree_span(&y->b, at, at < y->b.source->text.len ? at + 1 : at);
}

/* --- scalars */

static bool is_one_of(struct orch_str s, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (orch_str_eq(s, orch_str(words[i])))
            return true;
    }
    return false;
}

static enum node_kind number_kind(struct orch_str s)
{
    const char *begin = s.ptr, *end = s.ptr + s.len;
    struct orch_num num;

    if (begin < end && (*begin == '+' || *begin == '-'))
        begin++;
    if (begin == end || *begin < '0' || *begin > '9')
        return NODE_STRING;
    if (!orch_num_scan(begin, end, &num) || num.end != end)
        return NODE_STRING;
    return memchr(s.ptr, '.', s.len) || memchr(s.ptr, 'e', s.len) || memchr(s.ptr, 'E', s.len)
               ? NODE_FLOAT
               : NODE_INT;
}

static enum node_kind scalar_kind(const yaml_event_t *event, struct orch_str text)
{
    static const char *const nulls[] = {"", "~", "null", "Null", "NULL"};
    static const char *const truths[] = {"true", "True", "TRUE"};
    static const char *const lies[] = {"false", "False", "FALSE"};
    const char *tag = (const char *)event->data.scalar.tag;

    if (event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE ||
        (tag && (strcmp(tag, YAML_STR_TAG) == 0 || strcmp(tag, "!") == 0)))
        return NODE_STRING;
    if (is_one_of(text, nulls, sizeof nulls / sizeof *nulls))
        return NODE_NULL;
    if (is_one_of(text, truths, sizeof truths / sizeof *truths) ||
        is_one_of(text, lies, sizeof lies / sizeof *lies))
        return NODE_BOOL;
    return number_kind(text);
}

/* --- anchors */

/* Notes an anchor; returns its number + 1, or 0 where there is none. */
static size_t anchor(struct yaml *y, const yaml_char_t *name)
{
    if (!name)
        return 0;
    y->anchors = memory_grow(&y->b.c->arena, y->anchors, y->n_anchors, sizeof *y->anchors);
    y->anchors[y->n_anchors] = (struct yaml_anchor){
        orch_arena_str(&y->b.c->arena, orch_str((const char *)name)).ptr, NULL};
    return ++y->n_anchors;
}

static bool alias(struct yaml *y, const yaml_event_t *event)
{
    const char *name = (const char *)event->data.alias.anchor;
    const struct span span = place(y, event);
    size_t i = y->n_anchors;

    while (i > 0 && strcmp(y->anchors[i - 1].name, name) != 0)
        i--;
    if (i == 0)
        return tree_fail(&y->b, span, "there is no anchor `&%s` before this", name);
    if (!y->anchors[i - 1].node)
        return tree_fail(&y->b, span, "`&%s` holds itself", name);
    return tree_again(&y->b, y->anchors[i - 1].node);
}

/* --- events */

static struct orch_str scalar_text(struct yaml *y, const yaml_event_t *event)
{
    const struct orch_str text =
        orch_str_n((const char *)event->data.scalar.value, event->data.scalar.length);

    return orch_arena_str(&y->b.c->arena, text);
}

/* True where the next node is a key. */
static bool wants_key(const struct yaml *y)
{
    const struct tree_level *level = y->b.depth ? &y->b.levels[y->b.depth - 1] : NULL;

    return level && level->node->kind == NODE_MAP && !level->has_key;
}

static void finish_anchor(struct yaml *y, size_t number, struct node *node)
{
    if (number > 0)
        y->anchors[number - 1].node = node;
}

/* The node that was made last. */
static struct node *last_made(const struct yaml *y)
{
    return y->b.depth ? y->b.stack[y->b.n_stack - 1].value : y->b.root;
}

static bool scalar(struct yaml *y, const yaml_event_t *event)
{
    const struct orch_str text = scalar_text(y, event);
    const struct span span = place(y, event);
    size_t number;

    if (wants_key(y))
        return tree_key(&y->b, text, span);
    number = anchor(y, event->data.scalar.anchor);
    if (!tree_scalar(&y->b, scalar_kind(event, text), text, span))
        return false;
    finish_anchor(y, number, last_made(y));
    return true;
}

static bool open_level(struct yaml *y, const yaml_event_t *event, enum node_kind kind)
{
    const yaml_char_t *name =
        kind == NODE_MAP ? event->data.mapping_start.anchor : event->data.sequence_start.anchor;

    if (wants_key(y))
        return tree_fail(&y->b, place(y, event), "a key is a single value here");
    if (!tree_open(&y->b, kind, place(y, event)))
        return false;
    y->level_anchor[y->b.depth - 1] = anchor(y, name);
    return true;
}

static bool close_level(struct yaml *y, const yaml_event_t *event)
{
    const size_t number = y->level_anchor[y->b.depth - 1];

    if (!tree_merge(&y->b) || !tree_close(&y->b, (uint32_t)offset_of(y, event->end_mark.index)))
        return false;
    finish_anchor(y, number, last_made(y));
    return true;
}

static bool handle(struct yaml *y, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return scalar(y, event);
    case YAML_ALIAS_EVENT:
        return wants_key(y) ? tree_fail(&y->b, place(y, event), "a key is a single value here")
                            : alias(y, event);
    case YAML_SEQUENCE_START_EVENT:
        return open_level(y, event, NODE_LIST);
    case YAML_MAPPING_START_EVENT:
        return open_level(y, event, NODE_MAP);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return close_level(y, event);
    case YAML_DOCUMENT_START_EVENT:
        return !y->b.root ||
               tree_fail(&y->b, place(y, event), "a description is one YAML document");
    default:
        return true;
    }
}

/* --- all of it */

static bool report_problem(struct yaml *y)
{
    const yaml_parser_t *p = &y->parser;
    const size_t len = y->b.source->text.len;
    struct span span = place_of_mark(y, p->problem_mark);

    if (p->error == YAML_READER_ERROR && y->begin + p->problem_offset < len)
        span = tree_span(&y->b, y->begin + p->problem_offset, y->begin + p->problem_offset + 1);
    if (p->error == YAML_MEMORY_ERROR)
        return tree_fail(&y->b, span, "this needs more memory than there is");
    if (span.begin < len && y->b.source->text.ptr[span.begin] == '\t')
        return tree_fail(&y->b, span, "this is not valid YAML: a tab does not indent, blanks do");
    return tree_fail(&y->b, span, "this is not valid YAML: %s%s%s", p->context ? p->context : "",
                     p->context ? ", " : "", p->problem ? p->problem : "it cannot be read");
}

static void read_events(struct yaml *y)
{
    bool more = true;

    while (more) {
        yaml_event_t event;

        if (!yaml_parser_parse(&y->parser, &event)) {
            report_problem(y);
            return;
        }
        more = handle(y, &event) && event.type != YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
}

struct node *describe_yaml(struct compilation *c, const struct source *source)
{
    struct yaml y = {.n_anchors = 0};

    tree_begin(&y.b, c, source);
    if (source->text.len >= 3 && memcmp(source->text.ptr, "\xef\xbb\xbf", 3) == 0)
        y.begin = y.offset = 3;
    if (!yaml_parser_initialize(&y.parser)) {
        tree_fail(&y.b, tree_span(&y.b, 0, 0), "this needs more memory than there is");
        return NULL;
    }
    yaml_parser_set_encoding(&y.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&y.parser, (const unsigned char *)source->text.ptr + y.begin,
                                 source->text.len - y.begin);
    read_events(&y);
    yaml_parser_delete(&y.parser);
    return y.b.failed ? NULL : y.b.root;
}
