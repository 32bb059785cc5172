/* types.c: emitted by orchc 0.1.0 from types.orch; changes made here are lost. */
#include <orch/orch.h>

_Static_assert(ORCH_ABI == 4, "emitted for another version of liborch");

/* Conditions are those of the source, also where one is always true. */
#pragma GCC diagnostic ignored "-Wtautological-compare"

/* --- Types ----------------------------------------------------------------------------------- */

ORCH_OPTIONAL(opt_Kind, int);
ORCH_LIST(list_Node, struct Node);
ORCH_LIST(list_opt_Node, struct opt_Node);
ORCH_OPTIONAL(opt_list_str, struct orch_list_str);

/* types.orch:15  record Author */
struct Author {
    struct orch_str name;
    struct orch_str mail;
};
ORCH_LIST(list_Author, struct Author);

/* types.orch:14  record Meta */
struct Meta {
    struct orch_str label;
    struct list_Author by;
    struct orch_opt_float share;
    struct orch_str weird;
    struct orch_opt_int seen;
};
ORCH_OPTIONAL(opt_Meta, struct Meta);

/* types.orch:13  record Node */
struct Node {
    int64_t id;
    struct opt_Kind kind;
    struct list_Node children;
    struct list_opt_Node parents;
    struct opt_list_str tags;
    struct opt_Meta meta;
    struct orch_str skipped;
};
ORCH_OPTIONAL(opt_Node, struct Node);

/* types.orch:16  record Blank */
struct Blank {
    bool unread_; /* none of its fields is read */
};
ORCH_LIST(list_Blank, struct Blank);
ORCH_LIST(list_Kind, int);
ORCH_LIST(list_list_Kind, struct list_Kind);

/* types.orch:11  enum Kind */
enum Kind {
    Kind_leaf,
    Kind_branch,
};

/* --- Tables ---------------------------------------------------------------------------------- */

/* the values of Kind on the wire */
static const struct orch_str Kind_names[] = {
    [Kind_leaf] = ORCH_STR("leaf"),
    [Kind_branch] = ORCH_STR("Ast"),
};

/* --- Checks of the dictionary ---------------------------------------------------------------- */

/* types.orch:4  node_id : int min 1 */
static bool check_param_node_id(struct orch_input *in, enum orch_place place, const char *name,
        int64_t v)
{
    return orch_input_check_int(in, place, name, v, 1, INT64_MAX);
}

/* types.orch:4  node_id : int min 1 */
static bool check_node_id(struct orch_json_in *in, int64_t v)
{
    return orch_json_check_int(in, v, 1, INT64_MAX);
}

/* types.orch:5  label : string length 1..8 */
static bool check_label(struct orch_json_in *in, struct orch_str v)
{
    return orch_json_check_length(in, v, 1, 8);
}

/* types.orch:6  tags : [label] length ..3 */
static bool check_tags(struct orch_json_in *in, struct orch_list_str v)
{
    return orch_json_check_count(in, v.n, 0, 3);
}

/* types.orch:7  share : float min 0 max 1 */
static bool check_share(struct orch_json_in *in, double v)
{
    return orch_json_check_float(in, v, 0.0, 1.0);
}

/* --- Decoders -------------------------------------------------------------------------------- */

static bool read_Node(struct orch_json_in *in, struct Node *out);

static bool read_list_label(struct orch_json_in *in, struct orch_list_str *out)
{
    void *items = NULL;
    size_t n = 0, cap = 0;

    if (!orch_json_enter_array(in))
        return false;
    while (orch_json_next_element(in)) {
        struct orch_str *item = orch_json_grow(in, &items, n, &cap, sizeof *item);

        if (!item)
            return false;
        n++;
        if (orch_json_str(in, item))
            check_label(in, *item);
    }
    out->items = items;
    out->n = n;
    return !orch_json_failed(in);
}

/* types.orch:15  record Author */
static bool read_Author(struct orch_json_in *in, struct Author *out)
{
    static const char *const names[] = {"full name", "mail"};
    static const uint64_t required[] = {0x3};
    uint64_t seen[1] = {0};
    struct orch_str key;

    if (!orch_json_enter_object(in))
        return false;
    while (orch_json_next_key(in, &key)) {
        switch (key.len) {
        case 4:
            if (memcmp(key.ptr, "mail", 4) == 0) {
                if (orch_json_field(in, seen, 1, "mail"))
                    orch_json_str(in, &out->mail);
                continue;
            }
            break;
        case 9:
            if (memcmp(key.ptr, "full name", 9) == 0) {
                if (orch_json_field(in, seen, 0, "full name"))
                    orch_json_str(in, &out->name);
                continue;
            }
            break;
        }
        orch_json_skip(in);
    }
    return orch_json_leave_object(in, seen, required, names, 2);
}

static bool read_list_Author(struct orch_json_in *in, struct list_Author *out)
{
    void *items = NULL;
    size_t n = 0, cap = 0;

    if (!orch_json_enter_array(in))
        return false;
    while (orch_json_next_element(in)) {
        struct Author *item = orch_json_grow(in, &items, n, &cap, sizeof *item);

        if (!item)
            return false;
        n++;
        read_Author(in, item);
    }
    out->items = items;
    out->n = n;
    return !orch_json_failed(in);
}

/* types.orch:14  record Meta */
static bool read_Meta(struct orch_json_in *in, struct Meta *out)
{
    static const char *const names[] = {"label", "by", "share", "a \"b\" ü", "seen"};
    static const uint64_t required[] = {0xb};
    uint64_t seen[1] = {0};
    struct orch_str key;

    if (!orch_json_enter_object(in))
        return false;
    while (orch_json_next_key(in, &key)) {
        switch (key.len) {
        case 2:
            if (memcmp(key.ptr, "by", 2) == 0) {
                if (orch_json_field(in, seen, 1, "by"))
                    read_list_Author(in, &out->by);
                continue;
            }
            break;
        case 4:
            if (memcmp(key.ptr, "seen", 4) == 0) {
                if (orch_json_field(in, seen, 4, "seen") && !orch_json_null(in))
                    out->seen.some = orch_json_time(in, &out->seen.value);
                continue;
            }
            break;
        case 5:
            if (memcmp(key.ptr, "label", 5) == 0) {
                if (orch_json_field(in, seen, 0, "label") && orch_json_str(in, &out->label))
                    check_label(in, out->label);
                continue;
            }
            if (memcmp(key.ptr, "share", 5) == 0) {
                if (orch_json_field(in, seen, 2, "share") && !orch_json_null(in))
                    out->share.some = orch_json_float(in, &out->share.value) &&
                            check_share(in, out->share.value);
                continue;
            }
            break;
        case 8:
            if (memcmp(key.ptr, "a \"b\" ü", 8) == 0) {
                if (orch_json_field(in, seen, 3, "a \"b\" ü"))
                    orch_json_str(in, &out->weird);
                continue;
            }
            break;
        }
        orch_json_skip(in);
    }
    return orch_json_leave_object(in, seen, required, names, 5);
}

static bool read_list_opt_Node(struct orch_json_in *in, struct list_opt_Node *out)
{
    void *items = NULL;
    size_t n = 0, cap = 0;

    if (!orch_json_enter_array(in))
        return false;
    while (orch_json_next_element(in)) {
        struct opt_Node *item = orch_json_grow(in, &items, n, &cap, sizeof *item);

        if (!item)
            return false;
        n++;
        if (!orch_json_null(in))
            item->some = read_Node(in, &item->value);
    }
    out->items = items;
    out->n = n;
    return !orch_json_failed(in);
}

static bool read_list_Node(struct orch_json_in *in, struct list_Node *out)
{
    void *items = NULL;
    size_t n = 0, cap = 0;

    if (!orch_json_enter_array(in))
        return false;
    while (orch_json_next_element(in)) {
        struct Node *item = orch_json_grow(in, &items, n, &cap, sizeof *item);

        if (!item)
            return false;
        n++;
        read_Node(in, item);
    }
    out->items = items;
    out->n = n;
    return !orch_json_failed(in);
}

/* types.orch:13  record Node */
static bool read_Node(struct orch_json_in *in, struct Node *out)
{
    static const char *const names[] = {"id", "kind", "children", "parents", "tags", "meta",
            "skipped"};
    static const uint64_t required[] = {0x4d};
    uint64_t seen[1] = {0};
    struct orch_str key;

    if (!orch_json_enter_object(in))
        return false;
    while (orch_json_next_key(in, &key)) {
        switch (key.len) {
        case 2:
            if (memcmp(key.ptr, "id", 2) == 0) {
                if (orch_json_field(in, seen, 0, "id") && orch_json_int(in, &out->id))
                    check_node_id(in, out->id);
                continue;
            }
            break;
        case 4:
            if (memcmp(key.ptr, "kind", 4) == 0) {
                if (orch_json_field(in, seen, 1, "kind") && !orch_json_null(in))
                    out->kind.some = orch_json_enum(in, Kind_names, 2, &out->kind.value);
                continue;
            }
            if (memcmp(key.ptr, "tags", 4) == 0) {
                if (orch_json_field(in, seen, 4, "tags") && !orch_json_null(in))
                    out->tags.some = read_list_label(in, &out->tags.value) &&
                            check_tags(in, out->tags.value);
                continue;
            }
            if (memcmp(key.ptr, "meta", 4) == 0) {
                if (orch_json_field(in, seen, 5, "meta") && !orch_json_null(in))
                    out->meta.some = read_Meta(in, &out->meta.value);
                continue;
            }
            break;
        case 7:
            if (memcmp(key.ptr, "parents", 7) == 0) {
                if (orch_json_field(in, seen, 3, "parents"))
                    read_list_opt_Node(in, &out->parents);
                continue;
            }
            if (memcmp(key.ptr, "skipped", 7) == 0) {
                if (orch_json_field(in, seen, 6, "skipped"))
                    orch_json_raw(in, &out->skipped);
                continue;
            }
            break;
        case 8:
            if (memcmp(key.ptr, "children", 8) == 0) {
                if (orch_json_field(in, seen, 2, "children"))
                    read_list_Node(in, &out->children);
                continue;
            }
            break;
        }
        orch_json_skip(in);
    }
    return orch_json_leave_object(in, seen, required, names, 7);
}

/* types.orch:16  record Blank */
static bool read_Blank(struct orch_json_in *in, struct Blank *out)
{
    uint64_t seen[1] = {0};
    struct orch_str key;

    (void)out;
    if (!orch_json_enter_object(in))
        return false;
    while (orch_json_next_key(in, &key)) {
        orch_json_skip(in);
    }
    return orch_json_leave_object(in, seen, seen, NULL, 0);
}

static bool read_list_Blank(struct orch_json_in *in, struct list_Blank *out)
{
    void *items = NULL;
    size_t n = 0, cap = 0;

    if (!orch_json_enter_array(in))
        return false;
    while (orch_json_next_element(in)) {
        struct Blank *item = orch_json_grow(in, &items, n, &cap, sizeof *item);

        if (!item)
            return false;
        n++;
        read_Blank(in, item);
    }
    out->items = items;
    out->n = n;
    return !orch_json_failed(in);
}

static bool read_list_kind(struct orch_json_in *in, struct list_Kind *out)
{
    void *items = NULL;
    size_t n = 0, cap = 0;

    if (!orch_json_enter_array(in))
        return false;
    while (orch_json_next_element(in)) {
        int *item = orch_json_grow(in, &items, n, &cap, sizeof *item);

        if (!item)
            return false;
        n++;
        orch_json_enum(in, Kind_names, 2, item);
    }
    out->items = items;
    out->n = n;
    return !orch_json_failed(in);
}

static bool read_list_list_kind(struct orch_json_in *in, struct list_list_Kind *out)
{
    void *items = NULL;
    size_t n = 0, cap = 0;

    if (!orch_json_enter_array(in))
        return false;
    while (orch_json_next_element(in)) {
        struct list_Kind *item = orch_json_grow(in, &items, n, &cap, sizeof *item);

        if (!item)
            return false;
        n++;
        read_list_kind(in, item);
    }
    out->items = items;
    out->n = n;
    return !orch_json_failed(in);
}

/* --- Encoders -------------------------------------------------------------------------------- */

static void write_Node(struct orch_buf *out, const struct Node *v);

/* types.orch:15  record Author */
static void write_Author(struct orch_buf *out, const struct Author *v)
{
    orch_json_write_lit(out, "{\"full name\":");
    orch_json_write_str(out, v->name);
    orch_json_write_lit(out, ",\"mail\":");
    orch_json_write_str(out, v->mail);
    orch_json_write_lit(out, "}");
}

/* types.orch:14  record Meta */
static void write_Meta(struct orch_buf *out, const struct Meta *v)
{
    orch_json_write_lit(out, "{\"label\":");
    orch_json_write_str(out, v->label);
    orch_json_write_lit(out, ",\"by\":[");
    for (size_t i = 0; i < v->by.n; i++) {
        const struct Author *item = &v->by.items[i];
        if (i > 0)
            orch_buf_char(out, ',');
        write_Author(out, item);
    }
    orch_json_write_lit(out, "]");
    if (v->share.some) {
        orch_json_write_lit(out, ",\"share\":");
        orch_json_write_float(out, v->share.value);
    }
    orch_json_write_lit(out, ",\"a \\\"b\\\" ü\":");
    orch_json_write_str(out, v->weird);
    if (v->seen.some) {
        orch_json_write_lit(out, ",\"seen\":");
        orch_json_write_time(out, v->seen.value);
    }
    orch_json_write_lit(out, "}");
}

/* types.orch:13  record Node */
static void write_Node(struct orch_buf *out, const struct Node *v)
{
    orch_json_write_lit(out, "{\"id\":");
    orch_json_write_int(out, v->id);
    if (v->kind.some) {
        orch_json_write_lit(out, ",\"kind\":");
        orch_json_write_str(out, Kind_names[v->kind.value]);
    }
    orch_json_write_lit(out, ",\"children\":[");
    for (size_t i = 0; i < v->children.n; i++) {
        const struct Node *item = &v->children.items[i];
        if (i > 0)
            orch_buf_char(out, ',');
        write_Node(out, item);
    }
    orch_json_write_lit(out, "],\"parents\":[");
    for (size_t i = 0; i < v->parents.n; i++) {
        const struct opt_Node *item = &v->parents.items[i];
        if (i > 0)
            orch_buf_char(out, ',');
        if (item->some) {
            write_Node(out, &item->value);
        } else {
            orch_json_write_lit(out, "null");
        }
    }
    orch_json_write_lit(out, "]");
    if (v->tags.some) {
        orch_json_write_lit(out, ",\"tags\":[");
        for (size_t i = 0; i < v->tags.value.n; i++) {
            const struct orch_str item = v->tags.value.items[i];
            if (i > 0)
                orch_buf_char(out, ',');
            orch_json_write_str(out, item);
        }
        orch_json_write_lit(out, "]");
    }
    if (v->meta.some) {
        orch_json_write_lit(out, ",\"meta\":");
        write_Meta(out, &v->meta.value);
    }
    orch_json_write_lit(out, ",\"skipped\":");
    orch_buf_str(out, v->skipped);
    orch_json_write_lit(out, "}");
}

/* --- Services -------------------------------------------------------------------------------- */

enum {
    service_trees,
};

static const struct orch_upstream upstreams[] = {
    /* types.orch:19  service trees */
    [service_trees] = {.name = "trees", .env = "TREES_URL", .url = "http://127.0.0.1:7000/base"},
};

enum {
    operation_trees_root,
    operation_trees_blanks,
    operation_trees_label,
    operation_trees_tags,
    operation_trees_grid,
    operation_trees_ping,
};

static const struct orch_operation operations[] = {
    /* types.orch:21  trees.root */
    [operation_trees_root] = {
        .name = "trees.root",
        .upstream = service_trees,
        .method = ORCH_GET,
        .path = "/nodes/{id}",
    },
    /* types.orch:22  trees.blanks */
    [operation_trees_blanks] = {
        .name = "trees.blanks",
        .upstream = service_trees,
        .method = ORCH_GET,
        .path = "/blanks",
    },
    /* types.orch:23  trees.label */
    [operation_trees_label] = {
        .name = "trees.label",
        .upstream = service_trees,
        .method = ORCH_GET,
        .path = "/label",
    },
    /* types.orch:24  trees.tags */
    [operation_trees_tags] = {
        .name = "trees.tags",
        .upstream = service_trees,
        .method = ORCH_GET,
        .path = "/tags",
    },
    /* types.orch:25  trees.grid */
    [operation_trees_grid] = {
        .name = "trees.grid",
        .upstream = service_trees,
        .method = ORCH_GET,
        .path = "/grid",
    },
    /* types.orch:26  trees.ping */
    [operation_trees_ping] = {
        .name = "trees.ping",
        .upstream = service_trees,
        .method = ORCH_POST,
        .path = "/ping",
    },
};

/* --- Flow tree ------------------------------------------------------------------------------- */

/* What a run of tree holds. */
struct tree_frame {
    int64_t node_id;
    struct opt_Node root;
    struct list_Blank blanks;
    struct orch_str found;
    struct orch_list_str labels;
    struct list_list_Kind grid;
    struct orch_list_str authors;
};

/* types.orch:29  flow tree: its parameters */
static void tree_accept(struct orch_eval *ev, void *frame, struct orch_input *in)
{
    struct tree_frame *f = frame;
    (void)ev;

    if (orch_input_int(in, ORCH_IN_PATH, "node_id", true, &f->node_id))
        check_param_node_id(in, ORCH_IN_PATH, "node_id", f->node_id);
}

/* types.orch:32  parallel */
static const struct orch_fork_branch tree_0_branches[] = {
    {.node = 1, .strand = 1},
    {.node = 2, .strand = 2},
    {.node = 3, .strand = 3},
    {.node = 4, .strand = 4},
    {.node = 5, .strand = 5},
    {.node = 6, .strand = 6},
};

/* types.orch:33  invoke trees.root else none */
static void tree_1_request(struct orch_eval *ev, const void *frame,
        struct orch_upstream_request *out)
{
    const struct tree_frame *f = frame;
    (void)ev;

    orch_request_path(out, "/nodes/");
    orch_request_path_int(out, f->node_id);
}

/* types.orch:33  invoke trees.root else none */
static bool tree_1_reply(struct orch_eval *ev, void *frame, struct orch_json_in *in)
{
    struct tree_frame *f = frame;
    (void)ev;

    if (orch_json_null(in))
        return true;
    f->root.some = read_Node(in, &f->root.value);
    return f->root.some;
}

/* types.orch:33  invoke trees.root else none */
static void tree_1_otherwise(struct orch_eval *ev, void *frame)
{
    struct tree_frame *f = frame;
    (void)ev;

    f->root = (struct opt_Node){.some = false};
}

static const struct orch_invoke tree_1_invoke = {
    .operation = operation_trees_root,
    .result = "root",
    .request = tree_1_request,
    .reply = tree_1_reply,
    .otherwise = tree_1_otherwise,
};

/* types.orch:34  invoke trees.blanks */
static void tree_2_request(struct orch_eval *ev, const void *frame,
        struct orch_upstream_request *out)
{
    (void)frame;
    (void)ev;

    orch_request_path(out, "/blanks");
}

/* types.orch:34  invoke trees.blanks */
static bool tree_2_reply(struct orch_eval *ev, void *frame, struct orch_json_in *in)
{
    struct tree_frame *f = frame;
    (void)ev;

    return read_list_Blank(in, &f->blanks);
}

static const struct orch_invoke tree_2_invoke = {
    .operation = operation_trees_blanks,
    .result = "blanks",
    .request = tree_2_request,
    .reply = tree_2_reply,
};

/* types.orch:35  invoke trees.label else "none" */
static void tree_3_request(struct orch_eval *ev, const void *frame,
        struct orch_upstream_request *out)
{
    (void)frame;
    (void)ev;

    orch_request_path(out, "/label");
}

/* types.orch:35  invoke trees.label else "none" */
static bool tree_3_reply(struct orch_eval *ev, void *frame, struct orch_json_in *in)
{
    struct tree_frame *f = frame;
    (void)ev;

    return orch_json_str(in, &f->found) && check_label(in, f->found);
}

/* types.orch:35  invoke trees.label else "none" */
static void tree_3_otherwise(struct orch_eval *ev, void *frame)
{
    struct tree_frame *f = frame;
    (void)ev;

    f->found = (struct orch_str)ORCH_STR("none");
}

static const struct orch_invoke tree_3_invoke = {
    .operation = operation_trees_label,
    .result = "found",
    .request = tree_3_request,
    .reply = tree_3_reply,
    .otherwise = tree_3_otherwise,
};

/* types.orch:36  invoke trees.tags else [] */
static void tree_4_request(struct orch_eval *ev, const void *frame,
        struct orch_upstream_request *out)
{
    (void)frame;
    (void)ev;

    orch_request_path(out, "/tags");
}

/* types.orch:36  invoke trees.tags else [] */
static bool tree_4_reply(struct orch_eval *ev, void *frame, struct orch_json_in *in)
{
    struct tree_frame *f = frame;
    (void)ev;

    return read_list_label(in, &f->labels) && check_tags(in, f->labels);
}

/* types.orch:36  invoke trees.tags else [] */
static void tree_4_otherwise(struct orch_eval *ev, void *frame)
{
    struct tree_frame *f = frame;
    (void)ev;

    f->labels = (struct orch_list_str){.n = 0};
}

static const struct orch_invoke tree_4_invoke = {
    .operation = operation_trees_tags,
    .result = "labels",
    .request = tree_4_request,
    .reply = tree_4_reply,
    .otherwise = tree_4_otherwise,
};

/* types.orch:37  invoke trees.grid */
static void tree_5_request(struct orch_eval *ev, const void *frame,
        struct orch_upstream_request *out)
{
    (void)frame;
    (void)ev;

    orch_request_path(out, "/grid");
}

/* types.orch:37  invoke trees.grid */
static bool tree_5_reply(struct orch_eval *ev, void *frame, struct orch_json_in *in)
{
    struct tree_frame *f = frame;
    (void)ev;

    return read_list_list_kind(in, &f->grid);
}

static const struct orch_invoke tree_5_invoke = {
    .operation = operation_trees_grid,
    .result = "grid",
    .request = tree_5_request,
    .reply = tree_5_reply,
};

/* types.orch:38  invoke trees.ping */
static void tree_6_request(struct orch_eval *ev, const void *frame,
        struct orch_upstream_request *out)
{
    (void)frame;
    (void)ev;

    orch_request_path(out, "/ping");
}

static const struct orch_invoke tree_6_invoke = {
    .operation = operation_trees_ping,
    .request = tree_6_request,
};

/* types.orch:40  authors = if root?.meta != none then [a.name for a in root?.meta?.by] ... */
static void tree_7_assign(struct orch_eval *ev, void *frame)
{
    struct tree_frame *f = frame;

    struct orch_list_str value;
    if (f->root.value.meta.some) {
        struct orch_list_str list = {.items = orch_eval_alloc(ev, f->root.value.meta.value.by.n,
                sizeof(struct orch_str))};
        for (size_t i = 0; list.items && i < f->root.value.meta.value.by.n; i++) {
            const struct Author *a = &f->root.value.meta.value.by.items[i];
            list.items[list.n++] = a->name;
        }
        value = list;
    } else {
        struct orch_list_str list_2 = {.items = orch_eval_alloc(ev, 1, sizeof(struct orch_str))};
        if (list_2.items) {
            list_2.n = 1;
            list_2.items[0] = (struct orch_str)ORCH_STR("nobody");
        }
        value = list_2;
    }
    f->authors = value;
}

/* types.orch:41  return { root, authors, blanks: len(blanks), label: found, tags: label... */
static void tree_8_answer(struct orch_eval *ev, const void *frame, struct orch_buf *out)
{
    const struct tree_frame *f = frame;
    (void)ev;

    orch_json_write_lit(out, "{");
    bool comma = false;
    if (f->root.some) {
        orch_json_write_lit(out, "\"root\":");
        write_Node(out, &f->root.value);
        comma = true;
    }
    if (comma)
        orch_buf_char(out, ',');
    orch_json_write_lit(out, "\"authors\":[");
    for (size_t i = 0; i < f->authors.n; i++) {
        const struct orch_str item = f->authors.items[i];
        if (i > 0)
            orch_buf_char(out, ',');
        orch_json_write_str(out, item);
    }
    orch_json_write_lit(out, "],\"blanks\":");
    orch_json_write_int(out, (int64_t)f->blanks.n);
    orch_json_write_lit(out, ",\"label\":");
    orch_json_write_str(out, f->found);
    if (f->root.value.kind.some) {
        orch_json_write_lit(out, ",\"maybe\":");
        orch_json_write_str(out, Kind_names[f->root.value.kind.value]);
    }
    orch_json_write_lit(out, ",\"tags\":[");
    for (size_t i = 0; i < f->labels.n; i++) {
        const struct orch_str item = f->labels.items[i];
        if (i > 0)
            orch_buf_char(out, ',');
        orch_json_write_str(out, item);
    }
    orch_json_write_lit(out, "],\"grid\":[");
    for (size_t i = 0; i < f->grid.n; i++) {
        const struct list_Kind *item = &f->grid.items[i];
        if (i > 0)
            orch_buf_char(out, ',');
        orch_json_write_lit(out, "[");
        for (size_t i_2 = 0; i_2 < item->n; i_2++) {
            const int item_2 = item->items[i_2];
            if (i_2 > 0)
                orch_buf_char(out, ',');
            orch_json_write_str(out, Kind_names[item_2]);
        }
        orch_json_write_lit(out, "]");
    }
    orch_json_write_lit(out, "]}");
}

static const struct orch_node tree_nodes[] = {
    [0] = {
        .op = ORCH_FORK, .next = 7, .line = 32,
        .label = "parallel",
        .fork = {.branches = tree_0_branches, .n_branches = 6},
    },
    [1] = {
        .op = ORCH_INVOKE, .next = ORCH_END, .line = 33,
        .label = "invoke trees.root",
        .invoke = &tree_1_invoke,
    },
    [2] = {
        .op = ORCH_INVOKE, .next = ORCH_END, .line = 34,
        .label = "invoke trees.blanks",
        .invoke = &tree_2_invoke,
    },
    [3] = {
        .op = ORCH_INVOKE, .next = ORCH_END, .line = 35,
        .label = "invoke trees.label",
        .invoke = &tree_3_invoke,
    },
    [4] = {
        .op = ORCH_INVOKE, .next = ORCH_END, .line = 36,
        .label = "invoke trees.tags",
        .invoke = &tree_4_invoke,
    },
    [5] = {
        .op = ORCH_INVOKE, .next = ORCH_END, .line = 37,
        .label = "invoke trees.grid",
        .invoke = &tree_5_invoke,
    },
    [6] = {
        .op = ORCH_INVOKE, .next = ORCH_END, .line = 38,
        .label = "invoke trees.ping",
        .invoke = &tree_6_invoke,
    },
    [7] = {
        .op = ORCH_ASSIGN, .next = 8, .line = 40,
        .label = "assign authors",
        .assign = tree_7_assign,
    },
    [8] = {
        .op = ORCH_RETURN, .next = ORCH_END, .line = 41,
        .label = "return",
        .answer = tree_8_answer,
    },
};

/* --- Flow ping ------------------------------------------------------------------------------- */

/* What a run of ping holds. */
struct ping_frame {
    bool unused_; /* it has no variables */
};

/* types.orch:46  flow ping: its parameters */
static void ping_accept(struct orch_eval *ev, void *frame, struct orch_input *in)
{
    (void)frame;
    (void)ev;

    (void)in;
}

/* types.orch:46  invoke trees.ping */
static void ping_0_request(struct orch_eval *ev, const void *frame,
        struct orch_upstream_request *out)
{
    (void)frame;
    (void)ev;

    orch_request_path(out, "/ping");
}

static const struct orch_invoke ping_0_invoke = {
    .operation = operation_trees_ping,
    .request = ping_0_request,
};

static const struct orch_node ping_nodes[] = {
    [0] = {
        .op = ORCH_INVOKE, .next = ORCH_END, .line = 46,
        .label = "invoke trees.ping",
        .invoke = &ping_0_invoke,
    },
};

/* --- Flow pong ------------------------------------------------------------------------------- */

/* What a run of pong holds. */
struct pong_frame {
    bool unused_; /* it has no variables */
};

/* types.orch:47  flow pong: its parameters */
static void pong_accept(struct orch_eval *ev, void *frame, struct orch_input *in)
{
    (void)frame;
    (void)ev;

    (void)in;
}

/* types.orch:47  return */
static void pong_0_answer(struct orch_eval *ev, const void *frame, struct orch_buf *out)
{
    (void)frame;
    (void)ev;

    (void)out; /* nothing is returned */
}

static const struct orch_node pong_nodes[] = {
    [0] = {
        .op = ORCH_RETURN, .next = ORCH_END, .line = 47,
        .label = "return",
        .answer = pong_0_answer,
    },
};

/* --- Flow nothing ---------------------------------------------------------------------------- */

/* What a run of nothing holds. */
struct nothing_frame {
    bool unused_; /* it has no variables */
};

/* types.orch:48  flow nothing: its parameters */
static void nothing_accept(struct orch_eval *ev, void *frame, struct orch_input *in)
{
    (void)frame;
    (void)ev;

    (void)in;
}

static const struct orch_node nothing_nodes[] = {
    [0] = {
        .op = ORCH_EMPTY, .next = ORCH_END, .line = 48,
        .label = "empty",
    },
};

/* --- Program --------------------------------------------------------------------------------- */

static const struct orch_flow flows[] = {
    [0] = {
        .name = "tree",
        .method = ORCH_GET,
        .path = "/trees/{node_id}",
        .frame_size = sizeof(struct tree_frame),
        .n_strands = 7,
        .n_nodes = 9,
        .nodes = tree_nodes,
        .file = "types.orch",
        .accept = tree_accept,
    },
    [1] = {
        .name = "ping",
        .method = ORCH_POST,
        .path = "/ping",
        .frame_size = sizeof(struct ping_frame),
        .n_strands = 1,
        .n_nodes = 1,
        .nodes = ping_nodes,
        .file = "types.orch",
        .accept = ping_accept,
    },
    [2] = {
        .name = "pong",
        .method = ORCH_PUT,
        .path = "/ping",
        .frame_size = sizeof(struct pong_frame),
        .n_strands = 1,
        .n_nodes = 1,
        .nodes = pong_nodes,
        .file = "types.orch",
        .accept = pong_accept,
    },
    [3] = {
        .name = "nothing",
        .method = ORCH_GET,
        .path = "/nothing",
        .frame_size = sizeof(struct nothing_frame),
        .n_strands = 1,
        .n_nodes = 1,
        .nodes = nothing_nodes,
        .file = "types.orch",
        .accept = nothing_accept,
    },
};

static const struct orch_program program = {
    .abi = ORCH_ABI,
    .name = "types",
    .compiler = "0.1.0",
    .upstreams = upstreams,
    .n_upstreams = 1,
    .operations = operations,
    .n_operations = 6,
    .flows = flows,
    .n_flows = 4,
};

int main(int argc, char **argv)
{
    return orch_main(&program, argc, argv);
}
