/* The access log: one line of JSON a request, whatever was sent. */
#include "tests/support/unit.h"

#include "runtime/log.h"

#include <jansson.h>
#include <stdlib.h>
#include <unistd.h>

/* What one request's line is, without its newline; reads from a pipe, so that the number of writes
 * does not matter here. */
static void write_line(const struct orch_access *a, bool enabled, char *out, size_t size)
{
    struct orch_log log;
    int ends[2];
    ssize_t n;

    CU_ASSERT_FATAL(pipe(ends) == 0);
    orch_log_init(&log, ends[1], enabled);
    orch_log_access(&log, a);
    orch_log_free(&log);
    close(ends[1]);
    n = read(ends[0], out, size - 1);
    close(ends[0]);
    CU_ASSERT_FATAL(n >= 0);
    out[n] = '\0';
    if (n > 0) {
        CU_ASSERT(out[n - 1] == '\n');
        out[n - 1] = '\0';
    }
    CU_ASSERT_PTR_NULL(strchr(out, '\n'));
}

static void test_whole_line(void)
{
    const struct orch_trouble fallbacks[] = {
        {.name = "timeout", .node = "invoke banners.list", .line = 31},
        {.name = "malformed", .detail = ORCH_STR("reply[0].id is missing")}};
    const struct orch_access a = {.wall_us = 1769903999123456,
                                  .flow = "home",
                                  .method = "GET",
                                  .path = ORCH_STR("/home"),
                                  .status = 502,
                                  .elapsed_ns = 12345678,
                                  .bytes = 2048,
                                  .calls = 8,
                                  .degraded = ORCH_STR("banners;timeout"),
                                  .fallbacks = fallbacks,
                                  .n_fallbacks = 2,
                                  .error = {.name = "unreachable",
                                            .node = "invoke account.profile",
                                            .line = 27,
                                            .detail = ORCH_STR("connect: \"refused\"")}};
    char line[1024];

    write_line(&a, true, line, sizeof line);
    CU_ASSERT_STRING_EQUAL(
        line, "{\"time\":\"2026-01-31T23:59:59.123Z\",\"flow\":\"home\",\"method\":\"GET\","
              "\"path\":\"/home\",\"status\":502,\"ms\":12.345,\"bytes\":2048,\"calls\":8,"
              "\"degraded\":\"banners;timeout\",\"fallbacks\":[{\"name\":\"timeout\","
              "\"node\":\"invoke banners.list\",\"line\":31},{\"name\":\"malformed\","
              "\"detail\":\"reply[0].id is missing\"}],\"error\":{\"name\":\"unreachable\","
              "\"node\":\"invoke account.profile\",\"line\":27,"
              "\"detail\":\"connect: \\\"refused\\\"\"}}");
}

static void test_least_line(void)
{
    const struct orch_access a = {
        .wall_us = 1500000, .method = "GET", .path = ORCH_STR("/x"), .status = 404};
    char line[1024];

    write_line(&a, true, line, sizeof line);
    CU_ASSERT_STRING_EQUAL(line, "{\"time\":\"1970-01-01T00:00:01.500Z\",\"method\":\"GET\","
                                 "\"path\":\"/x\",\"status\":404,\"ms\":0.000,\"bytes\":0}");
}

static void test_off(void)
{
    const struct orch_access a = {.method = "GET", .status = 200};
    char line[64];

    write_line(&a, false, line, sizeof line);
    CU_ASSERT_STRING_EQUAL(line, "");
}

/* Nobody can forge a line or break its JSON. */
static void test_hostile(void)
{
    static const char *const paths[] = {"/a\"},{\"b", "/\xff\xfe\"\\", "/a\x01\x7f",
                                        "/\xe4\xbd\xa0", ""};

    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        struct orch_access a = {.method = "G\"E\nT", .status = 404};
        char line[1024];
        json_t *json;

        a.path = orch_str(paths[i]);
        write_line(&a, true, line, sizeof line);
        json = json_loads(line, 0, NULL);
        CU_ASSERT_PTR_NOT_NULL_FATAL(json);
        CU_ASSERT_EQUAL(json_object_size(json), 6);
        CU_ASSERT_STRING_EQUAL(json_string_value(json_object_get(json, "method")), "G\"E\nT");
        if (orch_str_is_utf8(a.path))
            CU_ASSERT_STRING_EQUAL(json_string_value(json_object_get(json, "path")), paths[i]);
        json_decref(json);
    }
}

static void test_long_path(void)
{
    char path[4000];
    const struct orch_access a = {.method = "GET", .path = {path, sizeof path}, .status = 404};
    char line[4096];
    json_t *json;

    memset(path, 'a', sizeof path);
    write_line(&a, true, line, sizeof line);
    json = json_loads(line, 0, NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(json);
    CU_ASSERT_EQUAL(strlen(json_string_value(json_object_get(json, "path"))), 1024 + 3);
    json_decref(json);
}

static const CU_TestInfo tests[] = {
    {"everything that is known", test_whole_line},
    {"what is not known is left out", test_least_line},
    {"switched off", test_off},
    {"hostile bytes", test_hostile},
    {"a long path is cut", test_long_path},
    CU_TEST_INFO_NULL,
};

int main(void)
{
    return unit_main("runtime/log", tests);
}
