/* Flows with races, deadlines and loops, as the compiler emits them, written by hand. Operations
 * s.a to s.c set nothing; an assignment adds its letter to a text, which is the answer. */
#ifndef ORCH_TESTS_RACE_PROGRAM_H
#define ORCH_TESTS_RACE_PROGRAM_H

#include "runtime/orch.h"

#include <string.h>

struct race_frame {
    char text[64];
    int64_t rounds;
};

static inline void race_note(void *frame, char letter)
{
    struct race_frame *f = frame;
    size_t len = strlen(f->text);

    if (len + 1 < sizeof f->text)
        f->text[len] = letter;
}

#define RACE_NOTE(letter)                                                                          \
    static void race_note_##letter(struct orch_eval *ev, void *frame)                              \
    {                                                                                              \
        (void)ev;                                                                                  \
        race_note(frame, *#letter);                                                                \
    }
RACE_NOTE(A)
RACE_NOTE(B)
RACE_NOTE(C)
RACE_NOTE(D)
RACE_NOTE(E)
RACE_NOTE(F)

static void race_answer(struct orch_eval *ev, const void *frame, struct orch_buf *out)
{
    (void)ev;
    orch_json_write_str(out, orch_str(((const struct race_frame *)frame)->text));
}

/* --- calls ----------------------------------------------------------------------------------- */

enum { RACE_A, RACE_B, RACE_C, RACE_OPERATIONS };

static void race_request(struct orch_eval *ev, const void *frame, struct orch_upstream_request *out)
{
    (void)ev;
    (void)frame;
    orch_request_path(out, "/x");
}

static const struct orch_invoke race_a = {.operation = RACE_A, .request = race_request},
                                race_b = {.operation = RACE_B, .request = race_request},
                                race_c = {.operation = RACE_C, .request = race_request};
static const struct orch_invoke race_a_else = {
    .operation = RACE_A, .request = race_request, .otherwise = race_note_F, .result = "a"};
static const struct orch_invoke race_b_30 = {
    .operation = RACE_B, .request = race_request, .timeout_ms = 30};
static const struct orch_invoke race_a_50 = {
    .operation = RACE_A, .request = race_request, .timeout_ms = 50};

#define CALL(which, then)                                                                          \
    {                                                                                              \
        .op = ORCH_INVOKE, .next = then, .label = #which, .invoke = &race_##which                  \
    }
#define NOTE(letter, then)                                                                         \
    {                                                                                              \
        .op = ORCH_ASSIGN, .next = then, .label = #letter, .assign = race_note_##letter            \
    }
#define FORK(then, list, ...)                                                                      \
    {                                                                                              \
        .op = ORCH_FORK, .next = then, .label = "fork", .fork = {                                  \
            .branches = list,                                                                      \
            .n_branches = sizeof(list) / sizeof *(list),                                           \
            __VA_ARGS__                                                                            \
        }                                                                                          \
    }
#define ANSWER                                                                                     \
    {                                                                                              \
        .op = ORCH_RETURN, .next = ORCH_END, .label = "return", .answer = race_answer              \
    }

/* --- parallel any, 2 of, 3 of: { a A } { b B } { c C } --------------------------------------- */

static const struct orch_fork_branch race_three[] = {{1, 1}, {3, 2}, {5, 3}};
#define THREE(n)                                                                                   \
    {                                                                                              \
        FORK(7, race_three, .need = n, .end = 7), CALL(a, 2), NOTE(A, ORCH_END), CALL(b, 4),       \
            NOTE(B, ORCH_END), CALL(c, 6), NOTE(C, ORCH_END), ANSWER                               \
    }
static const struct orch_node race_any_nodes[] = THREE(1), race_two_nodes[] = THREE(2),
                              race_three_nodes[] = THREE(3);

/* --- within 50ms { a A } else { E } ---------------------------------------------------------- */

static const struct orch_fork_branch race_one[] = {{1, 1}};
static const struct orch_node race_within_nodes[] = {
    FORK(4, race_one, .timeout_ms = 50, .otherwise = 3), CALL(a, 2), NOTE(A, ORCH_END), NOTE(E, 4),
    ANSWER};

/* within 50ms { a A } */
static const struct orch_node race_bare_nodes[] = {FORK(3, race_one, .timeout_ms = 50), CALL(a, 2),
                                                   NOTE(A, ORCH_END), ANSWER};

/* within 50ms { a timeout 50ms } else { E } */
static const struct orch_node race_tie_nodes[] = {
    FORK(3, race_one, .timeout_ms = 50, .otherwise = 2), CALL(a_50, ORCH_END), NOTE(E, 3), ANSWER};

/* within 400ms { a A } else { E }: the flow's 300 ms come first. */
static const struct orch_node race_long_nodes[] = {
    FORK(4, race_one, .timeout_ms = 400, .otherwise = 3), CALL(a, 2), NOTE(A, ORCH_END), NOTE(E, 4),
    ANSWER};

/* within 100ms { within 50ms { a A } else { E b B } c C } else { F } */
static const struct orch_fork_branch race_inner[] = {{2, 2}};
static const struct orch_node race_nested_nodes[] = {
    FORK(10, race_one, .timeout_ms = 100, .otherwise = 9),
    FORK(7, race_inner, .timeout_ms = 50, .otherwise = 4),
    CALL(a, 3),
    NOTE(A, ORCH_END),
    NOTE(E, 5),
    CALL(b, 6),
    NOTE(B, 7),
    CALL(c, 8),
    NOTE(C, ORCH_END),
    NOTE(F, 10),
    ANSWER};

/* --- parallel any { { within 50ms { a A } else { E } } { b B } } ------------------------------ */

static const struct orch_fork_branch race_mixed[] = {{1, 1}, {5, 3}};
static const struct orch_node race_within_in_any_nodes[] = {
    FORK(7, race_mixed, .need = 1, .end = 7),
    FORK(ORCH_END, race_inner, .timeout_ms = 50, .otherwise = 4),
    CALL(a, 3),
    NOTE(A, ORCH_END),
    NOTE(E, ORCH_END),
    CALL(b, 6),
    NOTE(B, ORCH_END),
    ANSWER};

/* within 50ms { parallel any { { a A } { b B } } C } else { E } */
static const struct orch_fork_branch race_inner_two[] = {{2, 2}, {4, 3}};
static const struct orch_node race_any_in_within_nodes[] = {
    FORK(8, race_one, .timeout_ms = 50, .otherwise = 7),
    FORK(6, race_inner_two, .need = 1, .end = 6),
    CALL(a, 3),
    NOTE(A, ORCH_END),
    CALL(b, 5),
    NOTE(B, ORCH_END),
    NOTE(C, ORCH_END),
    NOTE(E, 8),
    ANSWER};

/* within 50ms { parallel { a { b timeout 30ms } } } else { E } */
static const struct orch_fork_branch race_inner_calls[] = {{2, 2}, {3, 3}};
static const struct orch_node race_all_in_within_nodes[] = {
    FORK(5, race_one, .timeout_ms = 50, .otherwise = 4),
    FORK(ORCH_END, race_inner_calls, .need = 0),
    CALL(a, ORCH_END),
    CALL(b_30, ORCH_END),
    NOTE(E, 5),
    ANSWER};

/* parallel { { parallel any { { a A } { b B } } } { c C } } */
static const struct orch_fork_branch race_outer[] = {{1, 1}, {6, 4}};
static const struct orch_node race_any_in_all_nodes[] = {
    FORK(8, race_outer, .need = 0),
    FORK(ORCH_END, race_inner_two, .need = 1, .end = 6),
    CALL(a, 3),
    NOTE(A, ORCH_END),
    CALL(b, 5),
    NOTE(B, ORCH_END),
    CALL(c, 7),
    NOTE(C, ORCH_END),
    ANSWER};

/* parallel any { { parallel { a b } } { c C } } */
static const struct orch_fork_branch race_all_first[] = {{1, 1}, {4, 4}};
static const struct orch_node race_all_in_any_nodes[] = {
    FORK(6, race_all_first, .need = 1, .end = 6),
    FORK(ORCH_END, race_inner_calls, .need = 0),
    CALL(a, ORCH_END),
    CALL(b, ORCH_END),
    CALL(c, 5),
    NOTE(C, ORCH_END),
    ANSWER};

/* parallel any { { a else F; c C } { b B } } */
static const struct orch_fork_branch race_fallback[] = {{1, 1}, {4, 2}};
static const struct orch_node race_degraded_nodes[] = {FORK(6, race_fallback, .need = 1, .end = 6),
                                                       CALL(a_else, 2),
                                                       CALL(c, 3),
                                                       NOTE(C, ORCH_END),
                                                       CALL(b, 5),
                                                       NOTE(B, ORCH_END),
                                                       ANSWER};

/* parallel any { empty { b B } } */
static const struct orch_fork_branch race_instant[] = {{1, 1}, {2, 2}};
static const struct orch_node race_instant_nodes[] = {
    FORK(4, race_instant, .need = 1, .end = 4),
    {.op = ORCH_EMPTY, .next = ORCH_END, .label = "empty"},
    CALL(b, 3),
    NOTE(B, ORCH_END),
    ANSWER};

/* parallel any { { a; return } { b B } } D */
static const struct orch_fork_branch race_return_branches[] = {{1, 1}, {3, 2}};
static const struct orch_node race_return_nodes[] = {
    FORK(5, race_return_branches, .need = 1, .end = 5),
    CALL(a, 2),
    ANSWER,
    CALL(b, 4),
    NOTE(B, ORCH_END),
    NOTE(D, 6),
    ANSWER};

/* --- loops ----------------------------------------------------------------------------------- */

static void race_reset(struct orch_eval *ev, void *frame)
{
    (void)ev;
    ((struct race_frame *)frame)->rounds = 0;
}

static void race_step(struct orch_eval *ev, void *frame)
{
    (void)ev;
    ((struct race_frame *)frame)->rounds++;
}

static unsigned race_less_than_3(struct orch_eval *ev, const void *frame)
{
    (void)ev;
    return ((const struct race_frame *)frame)->rounds < 3 ? 0 : 1;
}

static unsigned race_less_than_many(struct orch_eval *ev, const void *frame)
{
    (void)ev;
    return ((const struct race_frame *)frame)->rounds < 25000 ? 0 : 1;
}

static unsigned race_always(struct orch_eval *ev, const void *frame)
{
    (void)ev;
    (void)frame;
    return 0;
}

#define TEST(choice, yes, no)                                                                      \
    {                                                                                              \
        .op = ORCH_BRANCH, .label = "while", .branch = {                                           \
            .choose = choice,                                                                      \
            .targets = (const uint16_t[]){yes, no},                                                \
            .n_targets = 2                                                                         \
        }                                                                                          \
    }
#define SET(function, then)                                                                        \
    {                                                                                              \
        .op = ORCH_ASSIGN, .next = then, .label = "keep rounds", .assign = function                \
    }

/* while ... max 3 { a A } */
static const struct orch_invoke race_a_again = {
    .operation = RACE_A, .request = race_request, .again = true};
static const struct orch_node race_loop_nodes[] = {SET(race_reset, 1), TEST(race_less_than_3, 2, 5),
                                                   CALL(a_again, 3),   NOTE(A, 4),
                                                   SET(race_step, 1),  ANSWER};

/* while ... max 3 { within 50ms { a A } else { E } } */
static const struct orch_fork_branch race_in_loop[] = {{3, 1}};
static const struct orch_node race_within_loop_nodes[] = {
    SET(race_reset, 1),
    TEST(race_less_than_3, 2, 7),
    FORK(6, race_in_loop, .timeout_ms = 50, .otherwise = 5),
    CALL(a_again, 4),
    NOTE(A, ORCH_END),
    NOTE(E, 6),
    SET(race_step, 1),
    ANSWER};

/* A loop of 25,000 rounds without a call, and one that has no end. */
static const struct orch_node race_busy_nodes[] = {
    SET(race_reset, 1), TEST(race_less_than_many, 2, 3), SET(race_step, 1), NOTE(D, 4), ANSWER};
static const struct orch_node race_endless_nodes[] = {TEST(race_always, 1, 2), SET(race_step, 0),
                                                      ANSWER};

/* --- the program ----------------------------------------------------------------------------- */

enum {
    RACE_ANY,
    RACE_TWO,
    RACE_THREE,
    RACE_WITHIN,
    RACE_BARE,
    RACE_TIE,
    RACE_LONG,
    RACE_NESTED,
    RACE_WITHIN_IN_ANY,
    RACE_ANY_IN_WITHIN,
    RACE_ALL_IN_WITHIN,
    RACE_ANY_IN_ALL,
    RACE_ALL_IN_ANY,
    RACE_DEGRADED,
    RACE_INSTANT,
    RACE_RETURN,
    RACE_LOOP,
    RACE_WITHIN_LOOP,
    RACE_BUSY,
    RACE_ENDLESS,
    RACE_FLOWS
};

#define RACE_FLOW(table, ms)                                                                       \
    {                                                                                              \
        .name = #table, .method = ORCH_GET, .path = "/", .timeout_ms = ms,                         \
        .frame_size = sizeof(struct race_frame), .n_strands = 5,                                   \
        .n_nodes = sizeof(table) / sizeof *(table), .nodes = table, .file = "race.orch"            \
    }
static const struct orch_flow race_flows[RACE_FLOWS] = {
    [RACE_ANY] = RACE_FLOW(race_any_nodes, 300),
    [RACE_TWO] = RACE_FLOW(race_two_nodes, 300),
    [RACE_THREE] = RACE_FLOW(race_three_nodes, 300),
    [RACE_WITHIN] = RACE_FLOW(race_within_nodes, 300),
    [RACE_BARE] = RACE_FLOW(race_bare_nodes, 300),
    [RACE_TIE] = RACE_FLOW(race_tie_nodes, 300),
    [RACE_LONG] = RACE_FLOW(race_long_nodes, 300),
    [RACE_NESTED] = RACE_FLOW(race_nested_nodes, 300),
    [RACE_WITHIN_IN_ANY] = RACE_FLOW(race_within_in_any_nodes, 300),
    [RACE_ANY_IN_WITHIN] = RACE_FLOW(race_any_in_within_nodes, 300),
    [RACE_ALL_IN_WITHIN] = RACE_FLOW(race_all_in_within_nodes, 300),
    [RACE_ANY_IN_ALL] = RACE_FLOW(race_any_in_all_nodes, 300),
    [RACE_ALL_IN_ANY] = RACE_FLOW(race_all_in_any_nodes, 300),
    [RACE_DEGRADED] = RACE_FLOW(race_degraded_nodes, 300),
    [RACE_INSTANT] = RACE_FLOW(race_instant_nodes, 300),
    [RACE_RETURN] = RACE_FLOW(race_return_nodes, 300),
    [RACE_LOOP] = RACE_FLOW(race_loop_nodes, 300),
    [RACE_WITHIN_LOOP] = RACE_FLOW(race_within_loop_nodes, 300),
    [RACE_BUSY] = RACE_FLOW(race_busy_nodes, 300),
    [RACE_ENDLESS] = RACE_FLOW(race_endless_nodes, 20),
};

static const struct orch_upstream race_upstreams[] = {{.name = "s", .url = "http://127.0.0.1:1"}};
static const struct orch_operation race_operations[RACE_OPERATIONS] = {
    [RACE_A] = {.name = "s.a", .path = "/x"},
    [RACE_B] = {.name = "s.b", .path = "/x"},
    [RACE_C] = {.name = "s.c", .path = "/x"},
};
static const struct orch_program race_program = {
    .abi = ORCH_ABI,
    .name = "race",
    .compiler = ORCH_VERSION,
    .upstreams = race_upstreams,
    .operations = race_operations,
    .flows = race_flows,
    .n_upstreams = 1,
    .n_operations = RACE_OPERATIONS,
    .n_flows = RACE_FLOWS,
};

#endif
