/* Counters: sums over workers, buckets, and the exposition's format. */
#include "tests/support/unit.h"

#include "runtime/metrics.h"

#include <stdlib.h>

static const struct orch_flow flows[] = {{.name = "home"}, {.name = "cart"}};
static const struct orch_operation operations[] = {{.name = "content.banners"}};
static const struct orch_program program = {
    .flows = flows, .n_flows = 2, .operations = operations, .n_operations = 1};

/* The exposition, NUL-terminated; to be freed. */
static char *expose(struct orch_metrics *const *blocks, unsigned n)
{
    struct orch_buf out;

    orch_buf_init(&out, 0);
    orch_metrics_write(&out, &program, blocks, n);
    orch_buf_char(&out, '\0');
    CU_ASSERT_FALSE_FATAL(out.failed);
    return out.data;
}

/* True where the text has exactly that line. */
static bool has(const char *text, const char *line)
{
    size_t n = strlen(line);

    for (const char *at = text; at; at = strchr(at, '\n')) {
        at += at != text;
        if (strncmp(at, line, n) == 0 && at[n] == '\n')
            return true;
    }
    printf("no line: %s\n", line);
    return false;
}

static void test_sums(void)
{
    struct orch_metrics *m[2] = {orch_metrics_new(&program), orch_metrics_new(&program)};
    char *text;

    CU_ASSERT_FATAL(m[0] && m[1]);
    orch_metrics_count(&m[0]->flows[1].answers[2], 3);
    orch_metrics_count(&m[1]->flows[1].answers[2], 4);
    orch_metrics_count(&m[1]->flows[0].answers[0], 1);
    orch_metrics_count(&m[0]->flows[0].degraded, 2);
    orch_metrics_count(&m[0]->operations[0].calls[ORCH_OK], 5);
    orch_metrics_count(&m[1]->operations[0].calls[ORCH_ERR_TIMEOUT], 6);
    orch_metrics_count(&m[0]->runs_active, 9);
    orch_metrics_count(&m[0]->runs_active, -2);
    orch_metrics_count(&m[1]->connections_active, 8);
    orch_metrics_count(&m[1]->refused, 1);
    text = expose(m, 2);
    CU_ASSERT(has(text, "orch_flow_answers_total{flow=\"cart\",status=\"2xx\"} 7"));
    CU_ASSERT(has(text, "orch_flow_answers_total{flow=\"home\",status=\"2xx\"} 0"));
    CU_ASSERT(has(text, "orch_flow_answers_total{flow=\"home\",status=\"cancelled\"} 1"));
    CU_ASSERT(has(text, "orch_flow_degraded_total{flow=\"home\"} 2"));
    CU_ASSERT(
        has(text, "orch_operation_calls_total{operation=\"content.banners\",outcome=\"ok\"} 5"));
    CU_ASSERT(has(
        text, "orch_operation_calls_total{operation=\"content.banners\",outcome=\"timeout\"} 6"));
    CU_ASSERT(has(text, "orch_runs_active 7"));
    CU_ASSERT(has(text, "orch_connections_active 8"));
    CU_ASSERT(has(text, "orch_requests_refused_total 1"));
    free(text);
    orch_metrics_free(m[0]);
    orch_metrics_free(m[1]);
}

static void test_buckets(void)
{
    static const int64_t ns[] = {-5,        0,         1000000,    1000001,
                                 150000000, 200000000, 9999999999, 60000000000};
    struct orch_metrics *m = orch_metrics_new(&program);
    char *text;

    CU_ASSERT_PTR_NOT_NULL_FATAL(m);
    for (size_t i = 0; i < sizeof ns / sizeof ns[0]; i++)
        orch_metrics_observe(&m->flows[0].seconds, ns[i]);
    text = expose(&m, 1);
    /* Bounds are inclusive, and the counts are of all that is not above. */
    CU_ASSERT(has(text, "orch_flow_duration_seconds_bucket{flow=\"home\",le=\"0.001\"} 3"));
    CU_ASSERT(has(text, "orch_flow_duration_seconds_bucket{flow=\"home\",le=\"0.0025\"} 4"));
    CU_ASSERT(has(text, "orch_flow_duration_seconds_bucket{flow=\"home\",le=\"0.1\"} 4"));
    CU_ASSERT(has(text, "orch_flow_duration_seconds_bucket{flow=\"home\",le=\"0.2\"} 6"));
    CU_ASSERT(has(text, "orch_flow_duration_seconds_bucket{flow=\"home\",le=\"10\"} 7"));
    CU_ASSERT(has(text, "orch_flow_duration_seconds_bucket{flow=\"home\",le=\"+Inf\"} 8"));
    CU_ASSERT(has(text, "orch_flow_duration_seconds_count{flow=\"home\"} 8"));
    CU_ASSERT(has(text, "orch_flow_duration_seconds_sum{flow=\"home\"} 70.352000000"));
    free(text);
    orch_metrics_free(m);
}

/* Every line is a comment or `name{labels} number`, and each family is introduced before its
 * samples, once. */
static void test_format(void)
{
    struct orch_metrics *m = orch_metrics_new(&program);
    char *text;
    char family[64] = "";
    unsigned families = 0;

    CU_ASSERT_PTR_NOT_NULL_FATAL(m);
    text = expose(&m, 1);
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
        if (strncmp(line, "# HELP ", 7) == 0) {
            CU_ASSERT(sscanf(line + 7, "%63s", family) == 1);
            families++;
        } else if (strncmp(line, "# TYPE ", 7) == 0) {
            CU_ASSERT(strncmp(line + 7, family, strlen(family)) == 0);
        } else {
            char *end;
            CU_ASSERT(strncmp(line, family, strlen(family)) == 0);
            CU_ASSERT_PTR_NOT_NULL_FATAL(strrchr(line, ' '));
            strtod(strrchr(line, ' ') + 1, &end);
            CU_ASSERT(*end == '\0');
        }
    }
    CU_ASSERT_EQUAL(families, 8);
    free(text);
    orch_metrics_free(m);
}

static const CU_TestInfo tests[] = {
    {"workers are summed", test_sums},
    {"buckets of a histogram", test_buckets},
    {"the text format", test_format},
    CU_TEST_INFO_NULL,
};

int main(void)
{
    return unit_main("runtime/metrics", tests);
}
