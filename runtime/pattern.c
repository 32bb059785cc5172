/* Regular expressions by PCRE2; the only file that knows it.
 *
 * A compiled pattern is never written again, so threads share it. What one match needs (a context
 * and the match data with its backtracking frames) lives on the stack of the caller, through
 * PCRE2's own allocator hooks: nothing is kept per thread, and nothing comes from the heap unless a
 * match nests deeper than that room. Cost is bounded three ways: length of the text, number of
 * backtracks, memory of the frames. PCRE2 counts backtracks anew at each place where a match may
 * begin, so a pattern that may begin anywhere gets a share of them per place. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "pattern.h"

#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    SCRATCH = 24 * 1024,      /* PCRE2 begins with 20 KiB of frames */
    FRAMES_KIB = 16 * 1024,   /* most that the frames may take */
    BACKTRACKS = 2000000,     /* in all */
    MAX_BACKTRACKS = 1000000, /* at one place */
    MIN_BACKTRACKS = 64,      /* at one place, however long the text */
    MAX_PATTERN = 64 * 1024,  /* bytes of a pattern */
};

struct orch_pattern {
    pcre2_code *code;
    bool anchored; /* may begin at one place only */
    size_t len;
    char text[];
};

/* Memory of one match. */
struct scratch {
    size_t used;
    _Alignas(16) char bytes[SCRATCH];
};

static void *scratch_alloc(size_t size, void *data)
{
    struct scratch *s = data;
    size_t room = (size + 15) & ~(size_t)15;
    void *p;

    if (room > SCRATCH - s->used)
        return malloc(size);
    p = s->bytes + s->used;
    s->used += room;
    return p;
}

static void scratch_free(void *p, void *data)
{
    struct scratch *s = data;

    if ((uintptr_t)p - (uintptr_t)s->bytes >= SCRATCH)
        free(p);
}

static void say(int code, char error[], size_t n)
{
    if (n > 0 && pcre2_get_error_message(code, (PCRE2_UCHAR *)error, n) < 0)
        snprintf(error, n, "not a pattern");
}

struct orch_pattern *orch_pattern_new(struct orch_str text, char error[], size_t n,
                                      size_t *error_at)
{
    uint32_t options = PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C, all = 0;
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    struct orch_pattern *p = calloc(1, sizeof *p + text.len);
    PCRE2_SIZE at = 0;
    int code = PCRE2_ERROR_NOMEMORY;

    if (p && context) {
        p->len = text.len;
        if (text.len)
            memcpy(p->text, text.ptr, text.len);
        pcre2_set_max_pattern_length(context, MAX_PATTERN);
        p->code = pcre2_compile((PCRE2_SPTR)p->text, p->len, options, &code, &at, context);
    }
    pcre2_compile_context_free(context);
    if (!p || !p->code) {
        say(code, error, n);
        if (error_at)
            *error_at = at < text.len ? at : text.len;
        free(p);
        return NULL;
    }
    pcre2_pattern_info(p->code, PCRE2_INFO_ALLOPTIONS, &all);
    p->anchored = all & PCRE2_ANCHORED;
    return p;
}

void orch_pattern_free(struct orch_pattern *p)
{
    if (!p)
        return;
    pcre2_code_free(p->code);
    free(p);
}

/* How often a match may backtrack at one place of a text of so many bytes. */
static uint32_t backtracks(const struct orch_pattern *p, size_t len)
{
    uint32_t share = (uint32_t)(BACKTRACKS / (len + 1));

    if (p->anchored || share > MAX_BACKTRACKS)
        return MAX_BACKTRACKS;
    return share < MIN_BACKTRACKS ? MIN_BACKTRACKS : share;
}

bool orch_pattern_matches(const struct orch_pattern *p, struct orch_str s)
{
    struct scratch scratch;
    pcre2_general_context *general;
    pcre2_match_context *context;
    pcre2_match_data *data;
    int found = PCRE2_ERROR_NOMEMORY;

    if (s.len > ORCH_PATTERN_MAX_TEXT)
        return false;
    scratch.used = 0;
    general = pcre2_general_context_create(scratch_alloc, scratch_free, &scratch);
    context = pcre2_match_context_create(general);
    data = pcre2_match_data_create(1, general);
    if (general && context && data) {
        pcre2_set_match_limit(context, backtracks(p, s.len));
        pcre2_set_heap_limit(context, FRAMES_KIB);
        found = pcre2_match(p->code, (PCRE2_SPTR)(s.len ? s.ptr : ""), s.len, 0, 0, data, context);
    }
    pcre2_match_data_free(data);
    pcre2_match_context_free(context);
    pcre2_general_context_free(general);
    return found >= 0; /* the errors, limits among them, are negative */
}

bool orch_json_check_pattern(struct orch_json_in *in, struct orch_str v,
                             const struct orch_pattern *p)
{
    static const char must[] = "must match ";
    char *what;

    if (in->error)
        return false;
    if (orch_pattern_matches(p, v))
        return true;
    what = orch_arena_alloc(in->arena, sizeof must + p->len);
    if (!what)
        return orch_json_mismatch(in, "must match a pattern");
    memcpy(what, must, sizeof must - 1);
    memcpy(what + sizeof must - 1, p->text, p->len);
    what[sizeof must - 1 + p->len] = '\0';
    return orch_json_mismatch(in, what);
}
