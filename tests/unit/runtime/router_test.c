/* Routes: which flow wins, parameters, methods, and what is no route. */
#include "tests/support/unit.h"

#include "runtime/router.h"

#include <stdlib.h>

static struct orch_router *make(const struct orch_flow *flows, uint16_t n)
{
    struct orch_program program = {.flows = flows, .n_flows = n};
    char error[256] = "";
    struct orch_router *r = orch_router_new(&program, error, sizeof error);

    if (!r)
        printf("router: %s\n", error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(r);
    return r;
}

/* Name of the flow that takes it; "405" or "404" where none does. */
static const char *take(const struct orch_router *r, enum orch_method m, const char *path)
{
    struct orch_route route;

    orch_router_find(r, m, orch_str(path), &route);
    return route.flow ? route.flow->name : route.allowed ? "405" : "404";
}

static const struct orch_flow shop[] = {
    {.name = "any", .method = ORCH_GET, .path = "/users/{id}"},
    {.name = "any_home", .method = ORCH_GET, .path = "/users/{id}/home"},
    {.name = "me", .method = ORCH_GET, .path = "/users/me"},
    {.name = "change", .method = ORCH_POST, .path = "/users/{id}"},
    {.name = "root", .method = ORCH_GET, .path = "/"},
    {.name = "left", .method = ORCH_GET, .path = "/a/{x}"},
    {.name = "right", .method = ORCH_GET, .path = "/{x}/b"},
    {.name = "deep", .method = ORCH_GET, .path = "/{x}/{y}/{z}"},
};

static void test_exact_wins(void)
{
    struct orch_router *r = make(shop, sizeof shop / sizeof shop[0]);

    CU_ASSERT_STRING_EQUAL(take(r, ORCH_GET, "/users/me"), "me");
    CU_ASSERT_STRING_EQUAL(take(r, ORCH_GET, "/users/m"), "any");
    CU_ASSERT_STRING_EQUAL(take(r, ORCH_GET, "/users/me/home"), "any_home");
    CU_ASSERT_STRING_EQUAL(take(r, ORCH_GET, "/"), "root");
    CU_ASSERT_STRING_EQUAL(take(r, ORCH_GET, "/a/b"), "left");
    CU_ASSERT_STRING_EQUAL(take(r, ORCH_GET, "/c/b"), "right");
    CU_ASSERT_STRING_EQUAL(take(r, ORCH_GET, "/a/b/c"), "deep");
    orch_router_free(r);
}

/* Whatever the order of declaration is. */
static void test_order_does_not_matter(void)
{
    enum { N = sizeof shop / sizeof shop[0] };
    struct orch_flow turned[N];
    struct orch_router *r;

    for (unsigned shift = 0; shift < N; shift++) {
        for (unsigned i = 0; i < N; i++)
            turned[i] = shop[(N - 1 - i + shift) % N];
        r = make(turned, N);
        CU_ASSERT_STRING_EQUAL(take(r, ORCH_GET, "/users/me"), "me");
        CU_ASSERT_STRING_EQUAL(take(r, ORCH_GET, "/users/me/home"), "any_home");
        CU_ASSERT_STRING_EQUAL(take(r, ORCH_GET, "/a/b"), "left");
        orch_router_free(r);
    }
}

static void test_what_is_no_route(void)
{
    struct orch_router *r = make(shop, sizeof shop / sizeof shop[0]);

    CU_ASSERT_STRING_EQUAL(take(r, ORCH_GET, "/users"), "404");
    CU_ASSERT_STRING_EQUAL(take(r, ORCH_GET, "/users/"), "404");
    CU_ASSERT_STRING_EQUAL(take(r, ORCH_GET, "/users/me/"), "404");
    CU_ASSERT_STRING_EQUAL(take(r, ORCH_GET, "//users/me"), "404");
    CU_ASSERT_STRING_EQUAL(take(r, ORCH_GET, "/Users/me"), "404");
    CU_ASSERT_STRING_EQUAL(take(r, ORCH_GET, ""), "404");
    CU_ASSERT_STRING_EQUAL(take(r, ORCH_GET, "users/me"), "404");
    CU_ASSERT_STRING_EQUAL(take(r, ORCH_GET, "/users/me/home/more"), "404");
    orch_router_free(r);
}

static void test_too_many_segments(void)
{
    struct orch_router *r = make(shop, sizeof shop / sizeof shop[0]);
    char path[2 * 5000 + 1];

    for (size_t i = 0; i < sizeof path - 1; i++)
        path[i] = i % 2 ? 'a' : '/';
    path[sizeof path - 1] = '\0';
    CU_ASSERT_STRING_EQUAL(take(r, ORCH_GET, path), "404");
    orch_router_free(r);
}

static void test_methods(void)
{
    struct orch_router *r = make(shop, sizeof shop / sizeof shop[0]);
    struct orch_route route;
    char allow[64];

    CU_ASSERT_STRING_EQUAL(take(r, ORCH_HEAD, "/users/7"), "any");
    CU_ASSERT_STRING_EQUAL(take(r, ORCH_POST, "/users/7"), "change");
    CU_ASSERT_STRING_EQUAL(take(r, ORCH_POST, "/users/me"), "change");
    CU_ASSERT_STRING_EQUAL(take(r, ORCH_DELETE, "/users/me"), "405");
    CU_ASSERT_STRING_EQUAL(take(r, ORCH_METHOD_COUNT, "/users/me"), "405");
    CU_ASSERT_STRING_EQUAL(take(r, ORCH_METHOD_COUNT, "/nothing"), "404");
    orch_router_find(r, ORCH_DELETE, orch_str("/users/me"), &route);
    orch_router_allow(route.allowed, allow, sizeof allow);
    CU_ASSERT_STRING_EQUAL(allow, "GET, HEAD, POST");
    orch_router_allow((1u << ORCH_METHOD_COUNT) - 1, allow, sizeof allow);
    CU_ASSERT_STRING_EQUAL(allow, "GET, HEAD, POST, PUT, PATCH, DELETE");
    orch_router_free(r);
}

static void test_parameters(void)
{
    struct orch_router *r = make(shop, sizeof shop / sizeof shop[0]);
    struct orch_route route;

    orch_router_find(r, ORCH_GET, orch_str("/x%2Fy/%C3%A9/z+"), &route);
    CU_ASSERT_EQUAL_FATAL(route.n_params, 3);
    CU_ASSERT(unit_str_is(route.params[0].name, "x"));
    CU_ASSERT(unit_str_is(route.params[0].value, "x%2Fy"));
    CU_ASSERT(unit_str_is(route.params[1].name, "y"));
    CU_ASSERT(unit_str_is(route.params[1].value, "%C3%A9"));
    CU_ASSERT(unit_str_is(route.params[2].value, "z+"));
    orch_router_free(r);
}

static void test_segments_are_decoded(void)
{
    struct orch_router *r = make(shop, sizeof shop / sizeof shop[0]);

    CU_ASSERT_STRING_EQUAL(take(r, ORCH_GET, "/users/%6De"), "me");
    CU_ASSERT_STRING_EQUAL(take(r, ORCH_GET, "/%75sers/me"), "me");
    CU_ASSERT_STRING_EQUAL(take(r, ORCH_GET, "/users/me%"), "any");
    CU_ASSERT_STRING_EQUAL(take(r, ORCH_GET, "/users%2Fme"), "404");
    orch_router_free(r);
}

static void refuses(const struct orch_flow *flows, uint16_t n, const char *why)
{
    struct orch_program program = {.flows = flows, .n_flows = n};
    char error[256] = "";

    CU_ASSERT_PTR_NULL(orch_router_new(&program, error, sizeof error));
    CU_ASSERT_STRING_EQUAL(error, why);
}

static void test_bad_templates(void)
{
    static const struct orch_flow twins[] = {
        {.name = "a", .method = ORCH_GET, .path = "/x/{p}"},
        {.name = "b", .method = ORCH_GET, .path = "/x/{q}"},
    };
    static const struct orch_flow relative = {.name = "a", .path = "x"};
    static const struct orch_flow part = {.name = "a", .path = "/x{y}"};
    static const struct orch_flow empty = {.name = "a", .path = "/{}"};

    refuses(twins, 2, "flows a and b have the same route GET /x/{q}");
    refuses(&relative, 1, "flow a, x: the path does not begin with '/'");
    refuses(&part, 1, "flow a, /x{y}: a parameter must be a whole segment, as in /users/{id}");
    refuses(&empty, 1, "flow a, /{}: a parameter must be a whole segment, as in /users/{id}");
}

static const CU_TestInfo tests[] = {
    {"the exact segment wins", test_exact_wins},
    {"the order of flows does not matter", test_order_does_not_matter},
    {"what is no route", test_what_is_no_route},
    {"too many segments", test_too_many_segments},
    {"methods and Allow", test_methods},
    {"parameters, still encoded", test_parameters},
    {"segments are decoded after splitting", test_segments_are_decoded},
    {"templates that are refused", test_bad_templates},
    CU_TEST_INFO_NULL,
};

int main(void)
{
    return unit_main("runtime/router", tests);
}
