/* Types are kept once: the same type is the same pointer, colours included. */
#include "compiler/model.h"
#include "tests/support/unit.h"

static struct orch_arena arena;
static struct types types;

static void begin(void)
{
    orch_arena_init(&arena, 0, 0);
    types_init(&types, &arena);
}

static void end(void)
{
    orch_arena_free(&arena);
}

static void test_base_types(void)
{
    begin();
    CU_ASSERT_EQUAL(type_base(&types, TYPE_INT)->kind, TYPE_INT);
    CU_ASSERT_PTR_EQUAL(type_base(&types, TYPE_JSON), type_base(&types, TYPE_JSON));
    CU_ASSERT_PTR_NOT_EQUAL(type_base(&types, TYPE_INT), type_base(&types, TYPE_TIME));
    CU_ASSERT_PTR_EQUAL(type_base(&types, TYPE_INT)->plain, type_base(&types, TYPE_INT));
    end();
}

static void test_made_once(void)
{
    const struct type *integer, *list;
    struct record record = {.name = "R"};
    struct enumeration enumeration = {.name = "E"};

    begin();
    integer = type_base(&types, TYPE_INT);
    list = type_list(&types, integer);
    CU_ASSERT_PTR_EQUAL(type_list(&types, integer), list);
    CU_ASSERT_PTR_EQUAL(type_optional(&types, list), type_optional(&types, list));
    CU_ASSERT_PTR_EQUAL(type_list(&types, list)->elem, list);
    CU_ASSERT_PTR_EQUAL(type_record(&types, &record), type_record(&types, &record));
    CU_ASSERT_PTR_EQUAL(record.type->record, &record);
    CU_ASSERT_PTR_EQUAL(type_enum(&types, &enumeration), type_enum(&types, &enumeration));
    CU_ASSERT_PTR_EQUAL(enumeration.type->enumeration, &enumeration);
    end();
}

static void test_optional_of_optional(void)
{
    const struct type *maybe, *error;

    begin();
    maybe = type_optional(&types, type_base(&types, TYPE_STRING));
    error = type_base(&types, TYPE_ERROR);
    CU_ASSERT_PTR_EQUAL(type_optional(&types, maybe), maybe);
    CU_ASSERT_PTR_EQUAL(type_optional(&types, error), error);
    CU_ASSERT_TRUE(type_is_optional(maybe));
    CU_ASSERT_PTR_EQUAL(type_inner(maybe), type_base(&types, TYPE_STRING));
    end();
}

static void test_colours(void)
{
    struct term city = {.name = "city_id"}, level = {.name = "level"};
    const struct type *integer, *coloured;

    begin();
    integer = type_base(&types, TYPE_INT);
    coloured = type_coloured(&types, integer, &city);
    CU_ASSERT_PTR_NOT_EQUAL(coloured, integer);
    CU_ASSERT_PTR_EQUAL(coloured->plain, integer);
    CU_ASSERT_PTR_EQUAL(type_coloured(&types, integer, &city), coloured);
    CU_ASSERT_PTR_NOT_EQUAL(type_coloured(&types, integer, &level), coloured);
    CU_ASSERT_PTR_EQUAL(type_coloured(&types, coloured, &level),
                        type_coloured(&types, integer, &level));
    CU_ASSERT_PTR_EQUAL(type_coloured(&types, coloured, NULL), integer);
    CU_ASSERT_PTR_EQUAL(type_term(type_optional(&types, coloured)), &city);
    CU_ASSERT_PTR_EQUAL(type_coloured(&types, type_optional(&types, integer), &city),
                        type_optional(&types, coloured));
    CU_ASSERT_PTR_EQUAL(type_coloured(&types, type_base(&types, TYPE_ERROR), &city),
                        type_base(&types, TYPE_ERROR));
    end();
}

static void test_elements_keep_colours(void)
{
    struct term city = {.name = "city_id"}, cities = {.name = "cities"};
    const struct type *elem, *list;

    begin();
    elem = type_coloured(&types, type_base(&types, TYPE_INT), &city);
    list = type_coloured(&types, type_list(&types, elem), &cities);
    CU_ASSERT_PTR_EQUAL(list->plain, type_list(&types, elem));
    CU_ASSERT_PTR_EQUAL(list->elem, elem);
    CU_ASSERT_STRING_EQUAL(type_text(&types, list), "[int (city_id)] (cities)");
    end();
}

static void test_texts(void)
{
    struct term city = {.name = "city_id"};
    struct record record = {.name = "User"};
    const struct type *coloured;

    begin();
    coloured = type_coloured(&types, type_base(&types, TYPE_INT), &city);
    CU_ASSERT_STRING_EQUAL(type_text(&types, coloured), "int (city_id)");
    CU_ASSERT_STRING_EQUAL(type_text(&types, type_optional(&types, coloured)), "int? (city_id)");
    CU_ASSERT_STRING_EQUAL(
        type_text(&types, type_optional(&types, type_list(&types, type_record(&types, &record)))),
        "[User]?");
    CU_ASSERT_STRING_EQUAL(type_text(&types, type_base(&types, TYPE_VOID)), "nothing");
    end();
}

static void test_scalars(void)
{
    struct enumeration enumeration = {.name = "E"};
    struct record record = {.name = "R"};

    begin();
    CU_ASSERT_TRUE(type_is_scalar(type_base(&types, TYPE_TIME)));
    CU_ASSERT_TRUE(type_is_scalar(type_optional(&types, type_base(&types, TYPE_BOOL))));
    CU_ASSERT_TRUE(type_is_scalar(type_enum(&types, &enumeration)));
    CU_ASSERT_FALSE(type_is_scalar(type_base(&types, TYPE_JSON)));
    CU_ASSERT_FALSE(type_is_scalar(type_list(&types, type_base(&types, TYPE_INT))));
    CU_ASSERT_FALSE(type_is_scalar(type_record(&types, &record)));
    end();
}

/* Growing past the first capacities keeps what was there. */
static void test_many(void)
{
    struct term terms[100] = {{.name = "t"}};
    const struct type *integer, *list;

    begin();
    integer = type_base(&types, TYPE_INT);
    for (int i = 0; i < 100; i++)
        terms[i].type = type_coloured(&types, integer, &terms[i]);
    for (int i = 0; i < 100; i++)
        CU_ASSERT_PTR_EQUAL(type_coloured(&types, integer, &terms[i]), terms[i].type);
    list = type_list(&types, integer);
    CU_ASSERT_PTR_EQUAL(type_list(&types, integer), list);
    CU_ASSERT_PTR_EQUAL(type_base(&types, TYPE_INT), integer);
    end();
}

int main(void)
{
    static const CU_TestInfo tests[] = {
        {"base types", test_base_types},
        {"a type is made once", test_made_once},
        {"an optional of an optional", test_optional_of_optional},
        {"colours", test_colours},
        {"elements keep their colours", test_elements_keep_colours},
        {"texts", test_texts},
        {"scalars", test_scalars},
        {"many types", test_many},
        CU_TEST_INFO_NULL,
    };

    return unit_main("compiler/types", tests);
}
