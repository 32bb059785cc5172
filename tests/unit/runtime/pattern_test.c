/* Patterns: what they mean, what is refused with which place, hostile texts, threads, the heap. */
#include "tests/support/unit.h"

#include "runtime/pattern.h"

#include <malloc.h>
#include <pthread.h>
#include <stdlib.h>

static bool matches(const char *pattern, const char *text)
{
    struct orch_pattern *p = orch_pattern_new(orch_str(pattern), NULL, 0, NULL);
    bool found;

    CU_ASSERT_PTR_NOT_NULL_FATAL(p);
    found = orch_pattern_matches(p, orch_str(text));
    orch_pattern_free(p);
    return found;
}

static void test_meaning(void)
{
    CU_ASSERT_TRUE(matches("^1[0-9]{10}$", "13812345678"));
    CU_ASSERT_FALSE(matches("^1[0-9]{10}$", "1381234567"));
    CU_ASSERT_FALSE(matches("^1[0-9]{10}$", "138123456789"));
    CU_ASSERT_FALSE(matches("^1[0-9]{10}$", "13812345678\n")); /* `$` is the very end */
    CU_ASSERT_TRUE(matches("b", "abc"));                       /* found anywhere */
    CU_ASSERT_TRUE(matches("", ""));
    CU_ASSERT_TRUE(matches("^$", ""));
    CU_ASSERT_FALSE(matches("^.$", ""));
    CU_ASSERT_TRUE(matches("^.$", "\xe4\xb8\xad")); /* a code point, not a byte */
    CU_ASSERT_TRUE(matches("^\\p{Han}+$", "\xe4\xb8\xad\xe6\x96\x87"));
    CU_ASSERT_FALSE(matches("^\\d$", "\xd9\xa3")); /* ASCII digits only */
    CU_ASSERT_TRUE(matches("^(?i)straSSe$", "STRASSE"));
    CU_ASSERT_TRUE(matches("^(a|b)\\1$", "aa"));
    CU_ASSERT_FALSE(matches("^(a|b)\\1$", "ab"));
    CU_ASSERT_FALSE(matches("a", "a\xff")); /* no UTF-8 */
}

static void test_slices(void)
{
    struct orch_str text = ORCH_STR("^a+$ and more");
    struct orch_pattern *p = orch_pattern_new(orch_str_n(text.ptr, 4), NULL, 0, NULL);

    CU_ASSERT_PTR_NOT_NULL_FATAL(p);
    CU_ASSERT_TRUE(orch_pattern_matches(p, orch_str_n("aaab", 3)));
    CU_ASSERT_FALSE(orch_pattern_matches(p, orch_str_n("aaab", 4)));
    CU_ASSERT_FALSE(orch_pattern_matches(p, (struct orch_str){NULL, 0}));
    CU_ASSERT_FALSE(orch_pattern_matches(p, orch_str_n("a\0a", 3)));
    orch_pattern_free(p);
    orch_pattern_free(NULL);
    p = orch_pattern_new((struct orch_str){NULL, 0}, NULL, 0, NULL);
    CU_ASSERT_TRUE(orch_pattern_matches(p, (struct orch_str){NULL, 0}));
    orch_pattern_free(p);
}

static void test_bad_patterns(void)
{
    static const char *const patterns[] = {"a(b", "a)b", "[a", "*a", "a{2,1}", "\\p{Nope}", "a\\"};
    char error[120];
    size_t at;

    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        error[0] = '\0';
        at = 99;
        CU_ASSERT_PTR_NULL(orch_pattern_new(orch_str(patterns[i]), error, sizeof error, &at));
        CU_ASSERT_TRUE(at <= strlen(patterns[i]));
        CU_ASSERT_TRUE(strlen(error) > 5);
    }
    CU_ASSERT_PTR_NULL(orch_pattern_new(orch_str("ab)c"), error, sizeof error, &at));
    CU_ASSERT_EQUAL(at, 2);
    CU_ASSERT_STRING_EQUAL(error, "unmatched closing parenthesis");
    CU_ASSERT_PTR_NULL(orch_pattern_new(orch_str("a\xff"), NULL, 0, NULL)); /* no UTF-8 */
    CU_ASSERT_PTR_NULL(orch_pattern_new(orch_str("a\\C"), NULL, 0, NULL));  /* half a code point */
}

static void test_hostile_patterns(void)
{
    char *text = malloc(100000);
    size_t at;

    memset(text, '(', 100000);
    CU_ASSERT_PTR_NULL(orch_pattern_new(orch_str_n(text, 100000), NULL, 0, &at));
    CU_ASSERT_PTR_NULL(orch_pattern_new(orch_str_n(text, 60000), NULL, 0, &at));
    CU_ASSERT_PTR_NULL(orch_pattern_new(orch_str("((a{1,1000}){1,1000}){1,1000}"), NULL, 0, &at));
    memset(text, 'a', 100000);
    CU_ASSERT_PTR_NULL(orch_pattern_new(orch_str_n(text, 64 * 1024 + 1), NULL, 0, &at));
    free(text);
}

/* Each would take years (or a page of memory per byte) if nobody counted. */
static void test_hostile_texts(void)
{
    static const char *const patterns[] = {
        "^(a+)+$",
        "(a+)+$",
        "^(a|a)*$",
        "^(a|aa)+$",
        "(a*)*(a*)*(a*)*!$",
        "^(?:a?){60}a{60}b",
        "a*a*a*a*a*[^a\\n]$",
        "^((a)|(aa))*\\3\\3b$",
    };
    enum { N = 60000 };
    char *text = malloc(N + 1);

    memset(text, 'a', N);
    text[N] = '\n';
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        struct orch_pattern *p = orch_pattern_new(orch_str(patterns[i]), NULL, 0, NULL);
        CU_ASSERT_PTR_NOT_NULL_FATAL(p);
        CU_ASSERT_FALSE(orch_pattern_matches(p, orch_str_n(text + N - 30, 31)));
        CU_ASSERT_FALSE(orch_pattern_matches(p, orch_str_n(text, N + 1)));
        orch_pattern_free(p);
    }
    free(text);
}

/* Long texts are nothing hostile in themselves; one byte over the limit is. */
static void test_long_texts(void)
{
    enum { N = ORCH_PATTERN_MAX_TEXT };
    struct orch_pattern *simple = orch_pattern_new(orch_str("^[a-z]+$"), NULL, 0, NULL);
    struct orch_pattern *nested = orch_pattern_new(orch_str("^(?:a|b)*$"), NULL, 0, NULL);
    struct orch_pattern *found = orch_pattern_new(orch_str("[a-z]+@"), NULL, 0, NULL);
    char *text = malloc(N + 1);

    memset(text, 'a', N + 1);
    CU_ASSERT_TRUE(orch_pattern_matches(simple, orch_str_n(text, N)));
    CU_ASSERT_FALSE(orch_pattern_matches(simple, orch_str_n(text, N + 1)));
    CU_ASSERT_TRUE(orch_pattern_matches(nested, orch_str_n(text, N / 4)));
    text[N - 1] = '@';
    CU_ASSERT_TRUE(orch_pattern_matches(found, orch_str_n(text, N)));
    free(text);
    orch_pattern_free(simple);
    orch_pattern_free(nested);
    orch_pattern_free(found);
}

#if defined(__SANITIZE_ADDRESS__)
#define HEAP_IN_USE() ((size_t)0) /* mallinfo2 knows nothing of ASan's heap */
#else
#define HEAP_IN_USE() (mallinfo2().uordblks + mallinfo2().hblkhd)
#endif

static void test_nothing_stays_on_the_heap(void)
{
    struct orch_pattern *p = orch_pattern_new(orch_str("^(?:a|b)*$"), NULL, 0, NULL);
    char text[5000];
    size_t before;

    memset(text, 'b', sizeof text);
    before = HEAP_IN_USE();
    for (int i = 0; i < 20; i++) {
        CU_ASSERT_TRUE(orch_pattern_matches(p, orch_str("abab")));
        CU_ASSERT_TRUE(orch_pattern_matches(p, orch_str_n(text, sizeof text))); /* nests deeply */
    }
    CU_ASSERT_EQUAL(HEAP_IN_USE(), before);
    orch_pattern_free(p);
}

static void *match_often(void *pattern)
{
    size_t good = 0;

    for (int i = 0; i < 2000; i++) {
        good += orch_pattern_matches(pattern, orch_str("13812345678"));
        good += !orch_pattern_matches(pattern, orch_str("1381234567x"));
    }
    return good == 4000 ? pattern : NULL;
}

static void test_threads_share(void)
{
    struct orch_pattern *p = orch_pattern_new(orch_str("^1([0-9]|x{2})+$"), NULL, 0, NULL);
    pthread_t threads[4];

    for (int i = 0; i < 4; i++)
        CU_ASSERT_EQUAL_FATAL(pthread_create(&threads[i], NULL, match_often, p), 0);
    for (int i = 0; i < 4; i++) {
        void *result = NULL;
        pthread_join(threads[i], &result);
        CU_ASSERT_PTR_EQUAL(result, p);
    }
    orch_pattern_free(p);
}

static void test_json_constraint(void)
{
    struct orch_pattern *p = orch_pattern_new(orch_str("^[A-Z]{3}$"), NULL, 0, NULL);
    struct orch_violations v = {.n = 0};
    struct orch_arena arena;
    struct orch_json_in in;

    orch_arena_init(&arena, 0, 0);
    orch_json_init(&in, orch_str("\"x\""), &arena, "body", &v);
    CU_ASSERT_TRUE(orch_json_check_pattern(&in, orch_str("ABC"), p));
    CU_ASSERT_EQUAL(v.n, 0);
    CU_ASSERT_FALSE(orch_json_check_pattern(&in, orch_str("ABCD"), p));
    CU_ASSERT_EQUAL(v.n, 1);
    CU_ASSERT_TRUE(unit_str_is(v.items[0].where, "body"));
    CU_ASSERT_TRUE(unit_str_is(v.items[0].what, "must match ^[A-Z]{3}$"));
    orch_json_init(&in, orch_str("\"x\""), &arena, "reply", NULL);
    CU_ASSERT_FALSE(orch_json_check_pattern(&in, orch_str("ABCD"), p));
    CU_ASSERT_STRING_EQUAL(in.error, "must match ^[A-Z]{3}$");
    CU_ASSERT_FALSE(orch_json_check_pattern(&in, orch_str("ABC"), p)); /* reading has ended */
    orch_arena_free(&arena);
    orch_pattern_free(p);
}

static const CU_TestInfo tests[] = {
    {"meaning", test_meaning},
    {"slices", test_slices},
    {"bad patterns", test_bad_patterns},
    {"hostile patterns", test_hostile_patterns},
    {"hostile texts", test_hostile_texts},
    {"long texts", test_long_texts},
    {"nothing stays on the heap", test_nothing_stays_on_the_heap},
    {"threads share", test_threads_share},
    {"JSON constraint", test_json_constraint},
    CU_TEST_INFO_NULL,
};

int main(void)
{
    return unit_main("runtime/pattern", tests);
}
