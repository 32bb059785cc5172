/* switch.c: emitted by orchc 0.1.0 from switch.orch; changes made here are lost. */
#include <orch/orch.h>

_Static_assert(ORCH_ABI == 4, "emitted for another version of liborch");

/* Conditions are those of the source, also where one is always true. */
#pragma GCC diagnostic ignored "-Wtautological-compare"

/* --- Types ----------------------------------------------------------------------------------- */

/* switch.orch:1  enum Tier */
enum Tier {
    Tier_regular,
    Tier_gold,
    Tier_black,
};

/* --- Tables ---------------------------------------------------------------------------------- */

/* the values of Tier on the wire */
static const struct orch_str Tier_names[] = {
    [Tier_regular] = ORCH_STR("regular"),
    [Tier_gold] = ORCH_STR("gold"),
    [Tier_black] = ORCH_STR("black"),
};

/* --- Flow pick ------------------------------------------------------------------------------- */

/* What a run of pick holds. */
struct pick_frame {
    int tier;
    int64_t n;
    struct orch_str lang;
    bool big;
    int64_t rank;
    struct orch_str text;
    struct orch_str name;
};

/* switch.orch:3  flow pick: its parameters */
static void pick_accept(struct orch_eval *ev, void *frame, struct orch_input *in)
{
    struct pick_frame *f = frame;
    (void)ev;

    orch_input_enum(in, ORCH_IN_QUERY, "tier", true, Tier_names, 3, &f->tier);
    orch_input_int(in, ORCH_IN_QUERY, "n", true, &f->n);
    orch_input_str(in, ORCH_IN_QUERY, "lang", true, &f->lang);
    orch_input_bool(in, ORCH_IN_QUERY, "big", true, &f->big);
}

/* switch.orch:6  switch tier */
static unsigned pick_0_choose(struct orch_eval *ev, const void *frame)
{
    const struct pick_frame *f = frame;
    (void)ev;

    switch (f->tier) {
        case Tier_regular:
            return 0;
        case Tier_gold:
        case Tier_black:
            return 1;
        default:
            return 2;
    }
}

/* switch.orch:7  rank = 0 */
static void pick_1_assign(struct orch_eval *ev, void *frame)
{
    struct pick_frame *f = frame;
    (void)ev;

    f->rank = 0;
}

/* switch.orch:9  rank = 10 */
static void pick_2_assign(struct orch_eval *ev, void *frame)
{
    struct pick_frame *f = frame;
    (void)ev;

    f->rank = 10;
}

/* switch.orch:10  if big */
static unsigned pick_3_choose(struct orch_eval *ev, const void *frame)
{
    const struct pick_frame *f = frame;
    (void)ev;

    return f->big ? 0 : 1;
}

/* switch.orch:10  rank = 11 */
static void pick_4_assign(struct orch_eval *ev, void *frame)
{
    struct pick_frame *f = frame;
    (void)ev;

    f->rank = 11;
}

/* switch.orch:12  switch n */
static unsigned pick_5_choose(struct orch_eval *ev, const void *frame)
{
    const struct pick_frame *f = frame;
    (void)ev;

    switch (f->n) {
        case 1:
            return 0;
        case -2:
        case 3:
            return 1;
        default:
            return 2;
    }
}

/* switch.orch:13  text = "one" */
static void pick_6_assign(struct orch_eval *ev, void *frame)
{
    struct pick_frame *f = frame;
    (void)ev;

    f->text = (struct orch_str)ORCH_STR("one");
}

/* switch.orch:14  text = "some" */
static void pick_7_assign(struct orch_eval *ev, void *frame)
{
    struct pick_frame *f = frame;
    (void)ev;

    f->text = (struct orch_str)ORCH_STR("some");
}

/* switch.orch:15  text = "many" */
static void pick_8_assign(struct orch_eval *ev, void *frame)
{
    struct pick_frame *f = frame;
    (void)ev;

    f->text = (struct orch_str)ORCH_STR("many");
}

/* switch.orch:17  name = "other" */
static void pick_9_assign(struct orch_eval *ev, void *frame)
{
    struct pick_frame *f = frame;
    (void)ev;

    f->name = (struct orch_str)ORCH_STR("other");
}

/* switch.orch:18  switch lang */
static unsigned pick_10_choose(struct orch_eval *ev, const void *frame)
{
    const struct pick_frame *f = frame;
    (void)ev;

    if (orch_str_eq(f->lang, (struct orch_str)ORCH_STR("de")) ||
            orch_str_eq(f->lang, (struct orch_str)ORCH_STR("at")))
        return 0;
    if (orch_str_eq(f->lang, (struct orch_str)ORCH_STR("fr")))
        return 1;
    return 2;
}

/* switch.orch:19  name = "German" */
static void pick_11_assign(struct orch_eval *ev, void *frame)
{
    struct pick_frame *f = frame;
    (void)ev;

    f->name = (struct orch_str)ORCH_STR("German");
}

/* switch.orch:20  name = "French" */
static void pick_12_assign(struct orch_eval *ev, void *frame)
{
    struct pick_frame *f = frame;
    (void)ev;

    f->name = (struct orch_str)ORCH_STR("French");
}

/* switch.orch:22  switch big */
static unsigned pick_13_choose(struct orch_eval *ev, const void *frame)
{
    const struct pick_frame *f = frame;
    (void)ev;

    if (f->big)
        return 0;
    if (!f->big)
        return 1;
    return 2;
}

/* switch.orch:22  rank = rank + 1 */
static void pick_15_assign(struct orch_eval *ev, void *frame)
{
    struct pick_frame *f = frame;

    f->rank = orch_int_add(ev, f->rank, 1);
}

/* switch.orch:23  return { text, rank, lang: name } */
static void pick_16_answer(struct orch_eval *ev, const void *frame, struct orch_buf *out)
{
    const struct pick_frame *f = frame;
    (void)ev;

    orch_json_write_lit(out, "{\"text\":");
    orch_json_write_str(out, f->text);
    orch_json_write_lit(out, ",\"rank\":");
    orch_json_write_int(out, f->rank);
    orch_json_write_lit(out, ",\"lang\":");
    orch_json_write_str(out, f->name);
    orch_json_write_lit(out, "}");
}

static const struct orch_node pick_nodes[] = {
    [0] = {
        .op = ORCH_BRANCH, .next = 5, .line = 6,
        .label = "switch tier",
        .branch = {pick_0_choose, (const uint16_t[]){1, 2, 5}, 3},
    },
    [1] = {
        .op = ORCH_ASSIGN, .next = 5, .line = 7,
        .label = "assign rank",
        .assign = pick_1_assign,
    },
    [2] = {
        .op = ORCH_ASSIGN, .next = 3, .line = 9,
        .label = "assign rank",
        .assign = pick_2_assign,
    },
    [3] = {
        .op = ORCH_BRANCH, .next = 5, .line = 10,
        .label = "if big",
        .branch = {pick_3_choose, (const uint16_t[]){4, 5}, 2},
    },
    [4] = {
        .op = ORCH_ASSIGN, .next = 5, .line = 10,
        .label = "assign rank",
        .assign = pick_4_assign,
    },
    [5] = {
        .op = ORCH_BRANCH, .next = 9, .line = 12,
        .label = "switch n",
        .branch = {pick_5_choose, (const uint16_t[]){6, 7, 8, 8}, 4},
    },
    [6] = {
        .op = ORCH_ASSIGN, .next = 9, .line = 13,
        .label = "assign text",
        .assign = pick_6_assign,
    },
    [7] = {
        .op = ORCH_ASSIGN, .next = 9, .line = 14,
        .label = "assign text",
        .assign = pick_7_assign,
    },
    [8] = {
        .op = ORCH_ASSIGN, .next = 9, .line = 15,
        .label = "assign text",
        .assign = pick_8_assign,
    },
    [9] = {
        .op = ORCH_ASSIGN, .next = 10, .line = 17,
        .label = "assign name",
        .assign = pick_9_assign,
    },
    [10] = {
        .op = ORCH_BRANCH, .next = 13, .line = 18,
        .label = "switch lang",
        .branch = {pick_10_choose, (const uint16_t[]){11, 12, 13}, 3},
    },
    [11] = {
        .op = ORCH_ASSIGN, .next = 13, .line = 19,
        .label = "assign name",
        .assign = pick_11_assign,
    },
    [12] = {
        .op = ORCH_ASSIGN, .next = 13, .line = 20,
        .label = "assign name",
        .assign = pick_12_assign,
    },
    [13] = {
        .op = ORCH_BRANCH, .next = 16, .line = 22,
        .label = "switch big",
        .branch = {pick_13_choose, (const uint16_t[]){14, 15, 16}, 3},
    },
    [14] = {
        .op = ORCH_EMPTY, .next = 16, .line = 22,
        .label = "empty",
    },
    [15] = {
        .op = ORCH_ASSIGN, .next = 16, .line = 22,
        .label = "assign rank",
        .assign = pick_15_assign,
    },
    [16] = {
        .op = ORCH_RETURN, .next = ORCH_END, .line = 23,
        .label = "return",
        .answer = pick_16_answer,
    },
};

/* --- Program --------------------------------------------------------------------------------- */

static const struct orch_flow flows[] = {
    [0] = {
        .name = "pick",
        .method = ORCH_GET,
        .path = "/pick",
        .frame_size = sizeof(struct pick_frame),
        .n_strands = 1,
        .n_nodes = 17,
        .nodes = pick_nodes,
        .file = "switch.orch",
        .accept = pick_accept,
    },
};

static const struct orch_program program = {
    .abi = ORCH_ABI,
    .name = "switch",
    .compiler = "0.1.0",
    .flows = flows,
    .n_flows = 1,
};

int main(int argc, char **argv)
{
    return orch_main(&program, argc, argv);
}
