/* A program of failures, written by hand as the compiler emits them: what the tests of handlers
 * run. Each step that runs leaves a letter in the frame's trail, which is the answer.
 *
 *     try {                                                         // OUTER
 *       try {                                                       // INNER
 *         parallel {
 *           { invoke s.one timeout 50ms   a }
 *           { invoke s.two (404 -> first, 410 -> second)  1: throw first  5: by zero  b }
 *           parallel {
 *             { try { invoke s.three timeout 80ms (410 -> second)  c }        // DEEP
 *               catch timeout, malformed { d  2: throw  3: throw first }
 *               catch second as e { D } }
 *             { invoke s.four else E   e }
 *           }
 *         }
 *         f
 *       } catch first as e { g  4: throw second  2: throw  6: invoke s.five }
 *         catch status as e { h  5: by zero }
 *         catch third { t }
 *       i
 *     } catch unreachable, second { j }
 *       catch { k  8: throw }
 *     l
 *
 * `N:` is done where the parameter `mode` is N. Each function that may fault divides by (fault -
 * its own number). */
#ifndef ORCH_TESTS_TROUBLE_PROGRAM_H
#define ORCH_TESTS_TROUBLE_PROGRAM_H

#include "runtime/orch.h"

#include <stdio.h>

enum { TROUBLE_FIRST, TROUBLE_SECOND, TROUBLE_THIRD, TROUBLE_ERRORS };
enum { TROUBLE_ONE, TROUBLE_TWO, TROUBLE_THREE, TROUBLE_FOUR, TROUBLE_FIVE, TROUBLE_OPERATIONS };

struct trouble_error {
    int64_t n;
    struct orch_opt_str why;
};

struct trouble_frame {
    int64_t mode;
    char trail[32];
    size_t n_trail;
    char bound[64]; /* what was bound last, as text */
};

/* --- steps ----------------------------------------------------------------------------------- */

#define TROUBLE_STEP(letter, number)                                                               \
    static void trouble_##letter(struct orch_eval *ev, void *frame)                                \
    {                                                                                              \
        struct trouble_frame *f = frame;                                                           \
        orch_int_div(ev, 1, f->mode - (number));                                                   \
        f->trail[f->n_trail++] = #letter[0];                                                       \
    }
TROUBLE_STEP(a, -1)
TROUBLE_STEP(b, 5)
TROUBLE_STEP(c, -1)
TROUBLE_STEP(d, -1)
TROUBLE_STEP(D, -1)
TROUBLE_STEP(e, -1)
TROUBLE_STEP(E, -1)
TROUBLE_STEP(f, -1)
TROUBLE_STEP(g, -1)
TROUBLE_STEP(h, 5)
TROUBLE_STEP(i, -1)
TROUBLE_STEP(j, -1)
TROUBLE_STEP(k, -1)
TROUBLE_STEP(l, -1)
TROUBLE_STEP(t, -1)

/* Branches: the first target where the mode is one of two. */
#define TROUBLE_IF(name, one, other)                                                               \
    static unsigned trouble_if_##name(struct orch_eval *ev, const void *frame)                     \
    {                                                                                              \
        const struct trouble_frame *f = frame;                                                     \
        (void)ev;                                                                                  \
        return f->mode == (one) || f->mode == (other) ? 0 : 1;                                     \
    }
TROUBLE_IF(1, 1, 1)
TROUBLE_IF(2, 2, 2)
TROUBLE_IF(3, 3, 3)
TROUBLE_IF(4, 4, 4)
TROUBLE_IF(6, 6, 6)
TROUBLE_IF(8, 8, 8)

/* --- calls and errors ------------------------------------------------------------------------ */

static void trouble_request(struct orch_eval *ev, const void *frame,
                            struct orch_upstream_request *out)
{
    (void)ev;
    (void)frame;
    orch_request_path(out, "/");
}

/* "{}" alone. */
static bool trouble_reply(struct orch_eval *ev, void *frame, struct orch_json_in *in)
{
    const uint64_t seen[1] = {0};
    struct orch_str key;

    (void)ev;
    (void)frame;
    return orch_json_enter_object(in) && !orch_json_next_key(in, &key) &&
           orch_json_leave_object(in, seen, seen, NULL, 0);
}

static bool trouble_read_why(struct orch_json_in *in, struct trouble_error *out)
{
    static const char *const names[] = {"why"};
    static const uint64_t required[] = {0};
    struct orch_str key;
    uint64_t seen[1] = {0};

    if (!orch_json_enter_object(in))
        return false;
    while (orch_json_next_key(in, &key)) {
        if (!orch_str_eq(key, orch_str("why")))
            orch_json_skip(in);
        else if (orch_json_field(in, seen, 0, "why"))
            out->why.some = orch_json_str(in, &out->why.value);
    }
    return orch_json_leave_object(in, seen, required, names, 1);
}

static const void *trouble_make(struct orch_eval *ev, const void *frame, struct orch_json_in *in)
{
    const struct trouble_frame *f = frame;
    struct trouble_error *made = orch_eval_alloc(ev, 1, sizeof *made), read = {0};

    orch_int_div(ev, 1, f->mode - 7);
    if (!made)
        return NULL;
    made->n = (int64_t)f->n_trail;
    if (in && trouble_read_why(in, &read))
        made->why = read.why;
    return made;
}

static void trouble_write(const void *value, struct orch_buf *out)
{
    const struct trouble_error *e = value;

    orch_buf_printf(out, "{\"n\":%d", (int)e->n);
    if (e->why.some) {
        orch_buf_cstr(out, ",\"why\":");
        orch_json_write_str(out, e->why.value);
    }
    orch_buf_char(out, '}');
}

/* "first 1", "status s.one 503". */
static void trouble_bind_error(struct orch_eval *ev, void *frame, const struct orch_caught *caught)
{
    const struct trouble_error *e = caught->value;
    struct trouble_frame *f = frame;

    (void)ev;
    snprintf(f->bound, sizeof f->bound, " error %d n %d why %.*s", caught->error, (int)e->n,
             ORCH_STR_ARG(e->why.value));
}

static void trouble_bind_call(struct orch_eval *ev, void *frame, const struct orch_caught *caught)
{
    struct trouble_frame *f = frame;

    (void)ev;
    snprintf(f->bound, sizeof f->bound, " %s %s %d", orch_error_info(caught->kind)->name,
             caught->operation, caught->status);
}

static const struct orch_reply_error trouble_two_errors[] = {
    {404, TROUBLE_FIRST, trouble_make},
    {410, TROUBLE_SECOND, trouble_make},
};
static const struct orch_reply_error trouble_three_errors[] = {
    {410, TROUBLE_SECOND, trouble_make},
};

#define TROUBLE_CALL(op, ms)                                                                       \
    .operation = (op), .timeout_ms = (ms), .request = trouble_request, .reply = trouble_reply
static const struct orch_invoke trouble_one = {TROUBLE_CALL(TROUBLE_ONE, 50)};
static const struct orch_invoke trouble_two = {TROUBLE_CALL(TROUBLE_TWO, 0),
                                               .errors = trouble_two_errors, .n_errors = 2};
static const struct orch_invoke trouble_three = {TROUBLE_CALL(TROUBLE_THREE, 80),
                                                 .errors = trouble_three_errors, .n_errors = 1};
static const struct orch_invoke trouble_four = {TROUBLE_CALL(TROUBLE_FOUR, 0),
                                                .otherwise = trouble_E};
static const struct orch_invoke trouble_five = {TROUBLE_CALL(TROUBLE_FIVE, 0)};

/* --- nodes ----------------------------------------------------------------------------------- */

enum {
    T_FORK,
    T_ONE,
    T_A,
    T_TWO,
    T_IF_1,
    T_THROW_1,
    T_B,
    T_FORK_2,
    T_THREE,
    T_C,
    T_DEEP,
    T_D,
    T_IF_2,
    T_AGAIN_2,
    T_IF_3,
    T_THROW_3,
    T_DD,
    T_FOUR,
    T_E,
    T_F,
    T_INNER,
    T_G,
    T_IF_4,
    T_THROW_4,
    T_IF_G2,
    T_AGAIN_G,
    T_IF_6,
    T_FIVE,
    T_H,
    T_T,
    T_I,
    T_OUTER,
    T_J,
    T_K,
    T_IF_8,
    T_AGAIN_8,
    T_L,
    T_RETURN,
    T_COUNT
};

static void trouble_answer(struct orch_eval *ev, const void *frame, struct orch_buf *out)
{
    const struct trouble_frame *f = frame;

    (void)ev;
    orch_buf_append(out, f->trail, f->n_trail);
    orch_buf_cstr(out, f->bound);
}

static const struct orch_fork_branch trouble_branches[] = {{T_ONE, 1}, {T_TWO, 2}, {T_FORK_2, 3}};
static const struct orch_fork_branch trouble_branches_2[] = {{T_THREE, 4}, {T_FOUR, 5}};

static const uint16_t trouble_second[] = {TROUBLE_SECOND};
static const uint16_t trouble_first[] = {TROUBLE_FIRST};
static const uint16_t trouble_third[] = {TROUBLE_THIRD};
static const struct orch_arm trouble_deep[] = {
    {.kinds = ORCH_SET(TIMEOUT) | ORCH_SET(MALFORMED), .target = T_D, .bind = trouble_bind_call},
    {.errors = trouble_second, .n_errors = 1, .target = T_DD, .bind = trouble_bind_error},
};
static const struct orch_arm trouble_inner[] = {
    {.errors = trouble_first, .n_errors = 1, .target = T_G, .bind = trouble_bind_error},
    {.kinds = ORCH_SET(STATUS), .target = T_H, .bind = trouble_bind_call},
    {.errors = trouble_third, .n_errors = 1, .target = T_T},
};
static const struct orch_arm trouble_outer[] = {
    {.kinds = ORCH_SET(UNREACHABLE), .errors = trouble_second, .n_errors = 1, .target = T_J},
    {.kinds = ORCH_CALL_FAILURES | ORCH_SET(DECLARED), .target = T_K},
};

#define T_STEP(letter, next_node, around)                                                          \
    {                                                                                              \
        .op = ORCH_ASSIGN, .next = (next_node), .on_error = (around), .label = #letter,            \
        .assign = trouble_##letter                                                                 \
    }
#define T_CALL(name, next_node, around)                                                            \
    {                                                                                              \
        .op = ORCH_INVOKE, .next = (next_node), .on_error = (around), .label = "invoke " #name,    \
        .invoke = &trouble_##name                                                                  \
    }
#define T_IF(number, then, otherwise, around)                                                      \
    {                                                                                              \
        .op = ORCH_BRANCH, .on_error = (around), .label = "if", .branch = {                        \
            trouble_if_##number,                                                                   \
            (const uint16_t[]){(then), (otherwise)},                                               \
            2                                                                                      \
        }                                                                                          \
    }
#define T_THROW(which, around)                                                                     \
    {                                                                                              \
        .op = ORCH_THROW, .on_error = (around), .label = "throw", .raise = {                       \
            (which),                                                                               \
            trouble_make                                                                           \
        }                                                                                          \
    }
#define T_AGAIN(of, around)                                                                        \
    {                                                                                              \
        .op = ORCH_RETHROW, .on_error = (around), .label = "throw", .caught = (of)                 \
    }
#define T_CATCH(arms, n, around)                                                                   \
    {                                                                                              \
        .op = ORCH_CATCH, .on_error = (around), .label = "catch", .handler = {(arms), (n) }        \
    }

static const struct orch_node trouble_nodes[T_COUNT] = {
    [T_FORK] = {.op = ORCH_FORK,
                .next = T_F,
                .on_error = T_INNER,
                .label = "parallel",
                .fork = {trouble_branches, 3}},
    [T_ONE] = T_CALL(one, T_A, 0),
    [T_A] = T_STEP(a, ORCH_END, 0),
    [T_TWO] = T_CALL(two, T_IF_1, 0),
    [T_IF_1] = T_IF(1, T_THROW_1, T_B, 0),
    [T_THROW_1] = T_THROW(TROUBLE_FIRST, 0),
    [T_B] = T_STEP(b, ORCH_END, 0),
    [T_FORK_2] = {.op = ORCH_FORK,
                  .next = ORCH_END,
                  .label = "parallel",
                  .fork = {trouble_branches_2, 2}},
    [T_THREE] = T_CALL(three, T_C, T_DEEP),
    [T_C] = T_STEP(c, ORCH_END, T_DEEP),
    [T_DEEP] = T_CATCH(trouble_deep, 2, 0),
    [T_D] = T_STEP(d, T_IF_2, 0),
    [T_IF_2] = T_IF(2, T_AGAIN_2, T_IF_3, 0),
    [T_AGAIN_2] = T_AGAIN(T_DEEP, 0),
    [T_IF_3] = T_IF(3, T_THROW_3, ORCH_END, 0),
    [T_THROW_3] = T_THROW(TROUBLE_FIRST, 0),
    [T_DD] = T_STEP(D, ORCH_END, 0),
    [T_FOUR] = T_CALL(four, T_E, 0),
    [T_E] = T_STEP(e, ORCH_END, 0),
    [T_F] = T_STEP(f, T_I, T_INNER),
    [T_INNER] = T_CATCH(trouble_inner, 3, T_OUTER),
    [T_G] = T_STEP(g, T_IF_4, T_OUTER),
    [T_IF_4] = T_IF(4, T_THROW_4, T_IF_G2, T_OUTER),
    [T_THROW_4] = T_THROW(TROUBLE_SECOND, T_OUTER),
    [T_IF_G2] = T_IF(2, T_AGAIN_G, T_IF_6, T_OUTER),
    [T_AGAIN_G] = T_AGAIN(T_INNER, T_OUTER),
    [T_IF_6] = T_IF(6, T_FIVE, T_I, T_OUTER),
    [T_FIVE] = T_CALL(five, T_I, T_OUTER),
    [T_H] = T_STEP(h, T_I, T_OUTER),
    [T_T] = T_STEP(t, T_I, T_OUTER),
    [T_I] = T_STEP(i, T_L, T_OUTER),
    [T_OUTER] = T_CATCH(trouble_outer, 2, 0),
    [T_J] = T_STEP(j, T_L, 0),
    [T_K] = T_STEP(k, T_IF_8, 0),
    [T_IF_8] = T_IF(8, T_AGAIN_8, T_L, 0),
    [T_AGAIN_8] = T_AGAIN(T_OUTER, 0),
    [T_L] = T_STEP(l, T_RETURN, 0),
    [T_RETURN] = {.op = ORCH_RETURN, .label = "return", .answer = trouble_answer},
};

/* --- the program ----------------------------------------------------------------------------- */

static void trouble_accept(struct orch_eval *ev, void *frame, struct orch_input *in)
{
    struct trouble_frame *f = frame;

    (void)ev;
    orch_input_int(in, ORCH_IN_QUERY, "mode", true, &f->mode);
}

static const struct orch_flow trouble_flows[] = {
    {.name = "trouble",
     .path = "/trouble",
     .timeout_ms = 300,
     .frame_size = sizeof(struct trouble_frame),
     .n_strands = 6,
     .n_nodes = T_COUNT,
     .nodes = trouble_nodes,
     .file = "trouble.orch",
     .accept = trouble_accept},
};

static const struct orch_upstream trouble_upstreams[] = {
    {.name = "s", .url = "http://127.0.0.1:7001"}};

static const struct orch_operation trouble_operations[TROUBLE_OPERATIONS] = {
    [TROUBLE_ONE] = {.name = "s.one", .path = "/one"},
    [TROUBLE_TWO] = {.name = "s.two", .path = "/two"},
    [TROUBLE_THREE] = {.name = "s.three", .path = "/three"},
    [TROUBLE_FOUR] = {.name = "s.four", .path = "/four"},
    [TROUBLE_FIVE] = {.name = "s.five", .path = "/five"},
};

static const struct orch_declared trouble_errors[TROUBLE_ERRORS] = {
    [TROUBLE_FIRST] = {"first", "First", 404, trouble_write},
    [TROUBLE_SECOND] = {"second", "Second", 410, trouble_write},
    [TROUBLE_THIRD] = {"third", "Third", 409, NULL},
};

static const struct orch_program trouble_program = {
    .abi = ORCH_ABI,
    .name = "trouble",
    .compiler = ORCH_VERSION,
    .upstreams = trouble_upstreams,
    .operations = trouble_operations,
    .flows = trouble_flows,
    .errors = trouble_errors,
    .n_upstreams = 1,
    .n_operations = TROUBLE_OPERATIONS,
    .n_flows = 1,
    .n_errors = TROUBLE_ERRORS,
};

#endif
