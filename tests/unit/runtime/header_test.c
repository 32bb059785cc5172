/* Header fields: names, values, lines. */
#include "runtime/header.h"
#include "tests/support/unit.h"

static void test_names(void)
{
    static const char *const good[] = {"X-Tenant", "a", "!#$%&'*+-.^_`|~9", "ETag"};
    static const char bad[] = "\x01\x1f \t\r\n\"(),/:;<=>?@[\\]{}\x7f\x80\xff";

    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        CU_ASSERT_TRUE(orch_header_is_name(orch_str(good[i])));
    CU_ASSERT_FALSE(orch_header_is_name(orch_str("")));
    for (size_t i = 0; i < sizeof bad; i++) { /* its NUL, too */
        const char name[] = {'X', bad[i], 'y'};

        CU_ASSERT_FALSE(orch_header_is_name(orch_str_n(name, sizeof name)));
    }
}

static void test_reserved(void)
{
    static const struct {
        const char *name;
        bool read, constant, sent;
    } cases[] = {
        {"connection", true, true, true}, {"TRANSFER-ENCODING", true, true, true},
        {"Host", false, true, true},      {"Content-Type", false, true, true},
        {"Accept", false, false, true},   {"X-Host", false, false, false},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct orch_str name = orch_str(cases[i].name);

        CU_ASSERT_EQUAL(orch_header_is_reserved(name, ORCH_HEADER_READ), cases[i].read);
        CU_ASSERT_EQUAL(orch_header_is_reserved(name, ORCH_HEADER_CONSTANT), cases[i].constant);
        CU_ASSERT_EQUAL(orch_header_is_reserved(name, ORCH_HEADER_SENT), cases[i].sent);
    }
}

static void test_values(void)
{
    CU_ASSERT_PTR_NULL(orch_header_fault(orch_str("")));
    CU_ASSERT_PTR_NULL(orch_header_fault(orch_str("a b\tc: \xc3\xa4;\"x\"")));
    CU_ASSERT_PTR_NOT_NULL(orch_header_fault(orch_str(" a")));
    CU_ASSERT_PTR_NOT_NULL(orch_header_fault(orch_str("a\t")));
    for (int c = 0; c < 0x80; c++) {
        const char value[] = {'a', (char)c, 'b'};
        const bool control = (c < ' ' && c != '\t') || c == 0x7f;

        CU_ASSERT_EQUAL(orch_header_fault(orch_str_n(value, sizeof value)) != NULL, control);
    }
}

static void test_lines(void)
{
    static const char wanted[] = "A: b\0Empty;\0Authorization: Bearer s3\0";
    const struct orch_header_part parts[] = {{.text = "Bearer "}, {.secret = 1}};
    const struct orch_header h = {"Authorization", parts, 2};
    const char *const secrets[] = {"other", "s3"};
    struct orch_buf out;

    orch_buf_init(&out, 0);
    orch_header_line(&out, "A", orch_str("b"));
    orch_header_line(&out, "Empty", orch_str(""));
    orch_header_constant(&out, &h, secrets);
    CU_ASSERT_TRUE(orch_str_eq(orch_buf_get(&out), orch_str_n(wanted, sizeof wanted - 1)));
    orch_buf_free(&out);
}

int main(void)
{
    static const CU_TestInfo tests[] = {
        {"names", test_names}, {"reserved", test_reserved}, {"values", test_values},
        {"lines", test_lines}, CU_TEST_INFO_NULL,
    };
    return unit_main("runtime/header", tests);
}
