/* Any bytes as a request target: whatever is taken as a parameter is well-formed UTF-8 without NUL,
 * and finding its route never reads beyond what was sent. */
#include "runtime/input.h"
#include "runtime/router.h"
#include "runtime/target.h"

#include <stdint.h>
#include <stdlib.h>

static const struct orch_flow flows[] = {{.name = "a", .path = "/users/{id}/{what}"},
                                         {.name = "b", .path = "/users/me"},
                                         {.name = "c", .path = "/{any}"}};
static const struct orch_program program = {.flows = flows, .n_flows = 3};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct orch_input in;
    struct orch_str raw = {(const char *)data, size};
    struct orch_target target;
    struct orch_route route;
    struct orch_arena arena;
    char error[128];
    struct orch_router *r = orch_router_new(&program, error, sizeof error);

    orch_arena_init(&arena, 0, 1u << 20);
    in = (struct orch_input){.arena = &arena};
    if (r && orch_target_split(raw, &target)) {
        orch_router_find(r, ORCH_GET, target.path, &route);
        for (unsigned i = 0; i < route.n_params; i++)
            orch_target_path_param(&in, route.params[i].name, route.params[i].value);
        orch_target_query(&in, target.query);
    }
    for (unsigned place = 0; place < 2; place++) {
        for (unsigned i = 0; i < in.n_pairs[place]; i++) {
            struct orch_str value = in.pairs[place][i].value;
            if (!orch_str_is_utf8(value) || (value.len > 0 && memchr(value.ptr, 0, value.len)))
                abort();
        }
    }
    orch_router_free(r);
    orch_arena_free(&arena);
    return 0;
}
