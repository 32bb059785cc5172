/* Answers on the admin listener. A page is a row: its path and what writes it. */
#include "admin.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static const char text_type[] = "text/plain; charset=utf-8";
static const char metrics_type[] = "text/plain; version=0.0.4; charset=utf-8";

struct page {
    const char *path;
    const char *content_type;
    int (*write)(const struct orch_admin *admin, struct orch_buf *out); /* returns the status */
    const char *help;
};

static int write_health(const struct orch_admin *admin, struct orch_buf *out)
{
    (void)admin;
    orch_buf_cstr(out, "ok\n");
    return 200;
}

static int write_readiness(const struct orch_admin *admin, struct orch_buf *out)
{
    orch_buf_cstr(out, admin->draining ? "draining\n" : "ready\n");
    return admin->draining ? 503 : 200;
}

/* Bytes of memory that are resident; 0 where /proc does not say. */
static unsigned long long resident_bytes(void)
{
    unsigned long long size;
    unsigned long long resident = 0;
    FILE *f = fopen("/proc/self/statm", "re");

    if (!f)
        return 0;
    if (fscanf(f, "%llu %llu", &size, &resident) != 2)
        resident = 0;
    fclose(f);
    return resident * (unsigned long long)sysconf(_SC_PAGESIZE);
}

static double cpu_seconds(void)
{
    struct rusage u;

    if (getrusage(RUSAGE_SELF, &u) != 0)
        return 0;
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
           (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static void write_process(const struct orch_admin *admin, struct orch_buf *out)
{
    orch_buf_printf(out,
                    "# HELP orch_info What is running.\n# TYPE orch_info gauge\n"
                    "orch_info{program=\"%s\",compiler=\"%s\"} 1\n",
                    admin->program->name, admin->program->compiler);
    orch_buf_printf(out,
                    "# HELP orch_workers Worker threads.\n# TYPE orch_workers gauge\n"
                    "orch_workers %u\n",
                    admin->n_blocks);
    orch_buf_printf(out,
                    "# HELP process_start_time_seconds Start, in seconds since 1970.\n"
                    "# TYPE process_start_time_seconds gauge\nprocess_start_time_seconds %.3f\n",
                    (double)admin->started / 1e6);
    orch_buf_printf(out,
                    "# HELP process_resident_memory_bytes Resident memory.\n"
                    "# TYPE process_resident_memory_bytes gauge\n"
                    "process_resident_memory_bytes %llu\n",
                    resident_bytes());
    orch_buf_printf(out,
                    "# HELP process_cpu_seconds_total User and system time.\n"
                    "# TYPE process_cpu_seconds_total counter\nprocess_cpu_seconds_total %.6f\n",
                    cpu_seconds());
}

static int write_metrics(const struct orch_admin *admin, struct orch_buf *out)
{
    orch_metrics_write(out, admin->program, admin->blocks, admin->n_blocks);
    write_process(admin, out);
    return 200;
}

static int write_index(const struct orch_admin *admin, struct orch_buf *out);

static const struct page pages[] = {
    {"/", text_type, write_index, "this list"},
    {"/healthz", text_type, write_health, "200 while the service runs"},
    {"/readyz", text_type, write_readiness, "200 while it takes requests, 503 while it drains"},
    {"/metrics", metrics_type, write_metrics, "counters, in the text format of Prometheus"},
};
#define N_PAGES (sizeof pages / sizeof pages[0])

static int write_index(const struct orch_admin *admin, struct orch_buf *out)
{
    orch_buf_printf(out, "%s (orchc %s)\n\n", admin->program->name, admin->program->compiler);
    for (size_t i = 0; i < N_PAGES; i++)
        orch_buf_printf(out, "%-10s  %s\n", pages[i].path, pages[i].help);
    return 200;
}

static const struct page *find_page(struct orch_str path)
{
    for (size_t i = 0; i < N_PAGES; i++) {
        if (orch_target_segment_is(path, orch_str(pages[i].path)))
            return &pages[i];
    }
    return NULL;
}

static void take_request(struct orch_exchange *x, void *data)
{
    const struct orch_admin *admin = data;
    const struct orch_problem unknown = {
        .status = 404, .title = "There is nothing at this path", .error = "not_found"};
    const struct orch_problem method = {.status = 405,
                                        .title = "This path does not know the method",
                                        .error = "method_not_allowed"};
    const struct page *page = find_page(x->target.path);
    struct orch_buf *out = orch_exchange_text(x);
    struct orch_head head = {0};

    if (!page) {
        orch_exchange_problem(x, &head, &unknown);
        return;
    }
    if (x->method != ORCH_GET && x->method != ORCH_HEAD) {
        head.allow = "GET, HEAD";
        orch_exchange_problem(x, &head, &method);
        return;
    }
    head.status = page->write(admin, out);
    head.content_type = page->content_type;
    orch_exchange_answer(x, &head, orch_buf_get(out));
}

/* Every request is answered at once: there is nothing to cancel, and nothing is logged. */
static void nothing(struct orch_exchange *x, void *data)
{
    (void)x;
    (void)data;
}

struct orch_handler orch_admin_handler(struct orch_admin *admin)
{
    return (struct orch_handler){take_request, nothing, nothing, admin};
}
