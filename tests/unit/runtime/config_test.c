/* Settings: precedence, what is refused and how it is said, what is printed. */
#include "tests/support/unit.h"

#include "runtime/config.h"
#include "runtime/config_value.h"

#include <jansson.h>
#include <stdlib.h>
#include <unistd.h>

static const struct orch_upstream upstreams[] = {
    {"account", "ACCOUNT_URL", "http://127.0.0.1:7001"},
    {"content", NULL, NULL},
};
static const struct orch_flow flows[] = {
    {.name = "home", .method = ORCH_GET, .path = "/home", .timeout_ms = 300}};
static const struct orch_program program = {.abi = ORCH_ABI,
                                            .name = "shop",
                                            .compiler = "0.1.0",
                                            .flows = flows,
                                            .n_flows = 1,
                                            .upstreams = upstreams,
                                            .n_upstreams = 2};

static char error[1024];

/* Reads flags (space-separated) and environment (semicolon-separated) for a program of our own. */
static bool read_for(struct orch_config *c, const struct orch_program *p, const char *flags,
                     const char *env)
{
    char *argv[32] = {(char[]){"shop"}};
    char *envp[32] = {NULL};
    char *flags_copy = strdup(flags);
    char *env_copy = strdup(env);
    int argc = 1;
    int n = 0;
    bool fine;

    for (char *s = strtok(flags_copy, " "); s; s = strtok(NULL, " "))
        argv[argc++] = s;
    for (char *s = strtok(env_copy, ";"); s; s = strtok(NULL, ";"))
        envp[n++] = s;
    error[0] = '\0';
    fine = orch_config_read(c, p, argc, argv, envp, error, sizeof error);
    free(flags_copy);
    free(env_copy);
    return fine;
}

/* The same for a program whose second service has no default: its URL is given unless refused
 * before.
 */
static bool reads(struct orch_config *c, const char *flags, const char *env)
{
    char all[1024];

    snprintf(all, sizeof all, "--set content.url=http://c %s", flags);
    return read_for(c, &program, all, env);
}

static void refuses(const char *flags, const char *env, const char *why)
{
    struct orch_config c;

    CU_ASSERT_FALSE(reads(&c, flags, env));
    if (strcmp(error, why) != 0)
        printf("%s: %s\n", flags, error);
    CU_ASSERT_STRING_EQUAL(error, why);
    orch_config_free(&c);
}

/* A file with that text; the caller removes it. */
static void write_file(char *path, const char *text)
{
    int fd;

    strcpy(path, "/tmp/orch-config-XXXXXX");
    fd = mkstemp(path);
    CU_ASSERT_FATAL(fd >= 0);
    CU_ASSERT_FATAL(write(fd, text, strlen(text)) == (ssize_t)strlen(text));
    close(fd);
}

static void test_defaults(void)
{
    struct orch_config c;

    CU_ASSERT_FATAL(reads(&c, "", ""));
    CU_ASSERT_EQUAL(c.action, ORCH_SERVE);
    CU_ASSERT_STRING_EQUAL(orch_config_text(&c, ORCH_SET_LISTEN), "0.0.0.0:8080");
    CU_ASSERT_STRING_EQUAL(orch_config_text(&c, ORCH_SET_ADMIN), "127.0.0.1:9090");
    CU_ASSERT_EQUAL(orch_config_number(&c, ORCH_SET_LOG), 1);
    CU_ASSERT_EQUAL(orch_config_number(&c, ORCH_SET_DRAIN), 10000);
    CU_ASSERT(orch_config_number(&c, ORCH_SET_WORKERS) >= 1);
    CU_ASSERT_STRING_EQUAL(c.urls[0].text, "http://127.0.0.1:7001");
    CU_ASSERT_EQUAL(c.urls[0].origin, ORCH_FROM_DEFAULT);
    CU_ASSERT_EQUAL(c.urls[1].origin, ORCH_FROM_FLAG);
    orch_config_free(&c);
}

/* Flag, environment, file, default: each wins over what follows it. */
static void test_precedence(void)
{
    struct orch_config c;
    char path[64];
    char flags[256];

    write_file(path, "{\"drain\": \"1s\", \"max-body\": 1, \"max-runs\": \"1\", \"log\": false,\n"
                     " \"services\": {\"account\": {\"url\": \"http://file\"},\n"
                     "                \"content\": {\"url\": \"http://file/\"}}}");
    snprintf(flags, sizeof flags, "--config=%s --drain=3s", path);
    CU_ASSERT_FATAL(
        reads(&c, flags, "ORCH_DRAIN=2s;ORCH_MAX_BODY=2;ACCOUNT_URL=http://env;ORCH_LISTEN="));
    CU_ASSERT_EQUAL(orch_config_number(&c, ORCH_SET_DRAIN), 3000);
    CU_ASSERT_EQUAL(c.values[ORCH_SET_DRAIN].origin, ORCH_FROM_FLAG);
    CU_ASSERT_EQUAL(orch_config_number(&c, ORCH_SET_MAX_BODY), 2);
    CU_ASSERT_EQUAL(c.values[ORCH_SET_MAX_BODY].origin, ORCH_FROM_ENV);
    CU_ASSERT_EQUAL(orch_config_number(&c, ORCH_SET_MAX_RUNS), 1);
    CU_ASSERT_EQUAL(c.values[ORCH_SET_MAX_RUNS].origin, ORCH_FROM_FILE);
    CU_ASSERT_EQUAL(orch_config_number(&c, ORCH_SET_LOG), 0);
    CU_ASSERT_EQUAL(c.values[ORCH_SET_LISTEN].origin, ORCH_FROM_DEFAULT); /* empty: not set */
    CU_ASSERT_STRING_EQUAL(c.urls[0].text, "http://env");
    CU_ASSERT_STRING_EQUAL(c.urls[1].text, "http://c");
    orch_config_free(&c);

    snprintf(flags, sizeof flags, "ORCH_CONFIG=%s", path);
    CU_ASSERT_FATAL(read_for(&c, &program, "", flags));
    CU_ASSERT_STRING_EQUAL(c.urls[1].text, "http://file"); /* without its slash */
    orch_config_free(&c);
    unlink(path);
}

static void test_units(void)
{
    struct orch_config c;

    CU_ASSERT_FATAL(reads(&c,
                          "--max-body 64KiB --max-reply 2MiB --max-run-memory 1GiB --drain 5m "
                          "--idle-timeout 1500ms --max-header 2048B --workers 4",
                          ""));
    CU_ASSERT_EQUAL(orch_config_number(&c, ORCH_SET_MAX_BODY), 65536);
    CU_ASSERT_EQUAL(orch_config_number(&c, ORCH_SET_MAX_REPLY), 2097152);
    CU_ASSERT_EQUAL(orch_config_number(&c, ORCH_SET_MAX_RUN_MEMORY), 1073741824);
    CU_ASSERT_EQUAL(orch_config_number(&c, ORCH_SET_DRAIN), 300000);
    CU_ASSERT_EQUAL(orch_config_number(&c, ORCH_SET_IDLE_TIMEOUT), 1500);
    CU_ASSERT_EQUAL(orch_config_number(&c, ORCH_SET_MAX_HEADER), 2048);
    CU_ASSERT_EQUAL(orch_config_number(&c, ORCH_SET_WORKERS), 4);
    orch_config_free(&c);
}

static void test_flags_refused(void)
{
    refuses("--listn x", "", "unknown flag --listn; did you mean --listen?");
    refuses("--chek-config", "", "unknown flag --chek-config; did you mean --check-config?");
    refuses("--frobnicate", "", "unknown flag --frobnicate; --help lists them");
    refuses("extra", "", "unexpected argument \"extra\"; --help lists the flags");
    refuses("-v", "", "unexpected argument \"-v\"; --help lists the flags");
    refuses("--drain", "", "--drain needs a value: --drain TIME");
    refuses("--check-config=yes", "", "--check-config takes no value");
    refuses("--config /nowhere/x", "", "cannot read /nowhere/x: No such file or directory");
    refuses("--set account.url", "", "--set must be SERVICE.url=URL");
    refuses("--set account=http://x", "", "--set must be SERVICE.url=URL");
    refuses("--set acount.url=http://x", "",
            "--set: unknown service \"acount\"; did you mean \"account\"?");
    refuses("--set x.url=http://x", "", "--set: unknown service \"x\"");
}

static void test_values_refused(void)
{
    refuses("--workers 0", "", "--workers must be 1 to 64, not 0");
    refuses("--workers 65", "", "--workers must be 1 to 64, not 65");
    refuses("--workers -1", "", "--workers must be a whole number, not \"-1\"");
    refuses("--workers 99999999999999999999", "",
            "--workers must be a whole number, not \"99999999999999999999\"");
    refuses("--workers=", "", "--workers must be a whole number, not \"\"");
    refuses("--drain 10", "",
            "--drain must be a time with its unit, as in 500ms, 10s or 5m, not "
            "\"10\"");
    refuses("--drain 2h", "", "--drain must be 0ms to 1h, not 2h");
    refuses("--max-body 1kb", "",
            "--max-body must be a number of bytes, as in 65536, 64KiB or "
            "1MiB, not \"1kb\"");
    refuses("--log yes", "", "--log must be on or off, not \"yes\"");
    refuses("", "ORCH_LOG=yes", "ORCH_LOG must be on or off, not \"yes\"");
    refuses("--log on", "ORCH_LOG=yes", "ORCH_LOG must be on or off, not \"yes\"");
    refuses("--log \x01\n", "", "--log must be on or off, not \"  \"");
}

static void test_addresses(void)
{
    static const char *const good[] = {"0.0.0.0:0", "localhost:65535", "[::]:80", "[::1]:8080",
                                       "my-host.example_1:1"};
    static const char *const bad[] = {"80",     ":80",    "host:", "host:65536",
                                      "host:x", "::1:80", "[::1]", "[::1:80",
                                      "[x]:80", "a b:80", "off",   "h:8080/x"};
    char host[256];
    unsigned port;

    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        CU_ASSERT(orch_address_split(orch_str(good[i]), host, &port));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        CU_ASSERT_FALSE(orch_address_split(orch_str(bad[i]), host, &port));
    CU_ASSERT(orch_address_split(orch_str("[::1]:8080"), host, &port));
    CU_ASSERT_STRING_EQUAL(host, "::1");
    CU_ASSERT_EQUAL(port, 8080);
    refuses("--listen off", "",
            "--listen must be HOST:PORT, as in 127.0.0.1:8080 or [::1]:8080, not \"off\"");
    refuses("--admin 1", "",
            "--admin must be HOST:PORT or off, as in 127.0.0.1:8080 or [::1]:8080, not \"1\"");
}

static void test_urls(void)
{
    static const char *const good[] = {"http://h",         "https://h:1/",     "HTTP://h/a/b",
                                       "http://[::1]:7/x", "http://u:p@h:80/", "http://h/%20"};
    static const struct {
        const char *url, *why;
    } bad[] = {
        {"", "must begin with http:// or https://"},
        {"h:80", "must begin with http:// or https://"},
        {"ftp://h", "must begin with http:// or https://"},
        {"http://", "has no host"},
        {"http:///x", "has no host"},
        {"http://:80", "has no host"},
        {"http://u@", "has no host"},
        {"http://h:", "must have a port of 1 to 65535"},
        {"http://h:0", "must have a port of 1 to 65535"},
        {"http://h:70000", "must have a port of 1 to 65535"},
        {"http://h:8x", "must have a port of 1 to 65535"},
        {"http://h%41", "has a host that is not well-formed"},
        {"http://[::1", "has no host"},
        {"http://h/?a", "must have no query and no fragment"},
        {"http://h#a", "must have no query and no fragment"},
        {"http://h/a b", "has a character that must be percent-encoded"},
        {"http://h/\xc3\xa9", "has a character that must be percent-encoded"},
    };
    struct orch_value v;
    char why[128];

    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        CU_ASSERT_FATAL(orch_url_read(orch_str(good[i]), &v, why, sizeof why));
        CU_ASSERT(v.text[strlen(v.text) - 1] != '/');
        free(v.text);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        CU_ASSERT_FALSE_FATAL(orch_url_read(orch_str(bad[i].url), &v, why, sizeof why));
        if (strcmp(why, bad[i].why) != 0)
            printf("%s: %s\n", bad[i].url, why);
        CU_ASSERT_STRING_EQUAL(why, bad[i].why);
    }
    refuses("--set account.url=http://u:secret@h:x", "",
            "--set account.url: the URL must have a port of 1 to 65535");
    refuses("", "ACCOUNT_URL=x", "ACCOUNT_URL: the URL must begin with http:// or https://");
}

static void test_missing_url(void)
{
    static const struct orch_upstream named[] = {{"pay", "PAY_URL", NULL}};
    static const struct orch_program p = {.upstreams = named, .n_upstreams = 1};
    struct orch_config c;

    CU_ASSERT_FALSE(read_for(&c, &program, "", ""));
    CU_ASSERT_STRING_EQUAL(error, "service content has no URL: give --set content.url=URL, or "
                                  "services.content.url in a --config file");
    orch_config_free(&c);
    CU_ASSERT_FALSE(read_for(&c, &p, "", "PAY_URL="));
    CU_ASSERT_STRING_EQUAL(error, "service pay has no URL: give --set pay.url=URL, set PAY_URL, or "
                                  "services.pay.url in a --config file");
    orch_config_free(&c);
}

/* What is wrong with a file is said with its place. */
static void test_files_refused(void)
{
    static const struct {
        const char *text, *why; /* behind the file's name */
    } rows[] = {
        {"{\n  \"lisen\": 1}", ":2:3: unknown setting \"lisen\"; did you mean \"listen\"?"},
        {"{\"log\": \"on\",\n\"log\": \"on\"}", ":2:1: \"log\" is given twice"},
        {"{\"workers\": 0}", ":1:2: \"workers\" must be 1 to 64, not 0"},
        {"{\"workers\": 1.5}", ":1:2: \"workers\" must be a whole number, not \"1.5\""},
        {"{\"log\": null}", ":1:2: \"log\" must be on or off, not \"null\""},
        {"{\"services\": {\"acount\": {}}}",
         ":1:15: unknown service \"acount\"; did you mean \"account\"?"},
        {"{\"services\": {\"account\": {\"uri\": 1}}}",
         ":1:27: unknown setting of a service \"uri\"; did you mean \"url\"?"},
        {"{\"services\": {\"account\": {\"url\": \"x\"}}}",
         ":1:27: \"account\": the URL must begin with http:// or https://"},
        {"{\"services\": {\"account\": {}, \"account\": {}}}", ":1:30: \"account\" is given twice"},
    };
    char path[64];
    char flags[128];
    char why[256];

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        write_file(path, rows[i].text);
        snprintf(flags, sizeof flags, "--config %s", path);
        snprintf(why, sizeof why, "%s%s", path, rows[i].why);
        refuses(flags, "", why);
        unlink(path);
    }
}

/* Bad JSON is refused with its line; the words are the reader's. */
static void test_broken_files(void)
{
    static const struct {
        const char *text;
        unsigned line;
    } rows[] = {{"", 1},
                {"[]", 1},
                {"{\n\"log\": \"on\"\n\"a\"}", 3},
                {"{\"log\":", 1},
                {"{} x", 1},
                {"{\"services\": 1}", 1},
                {"{\"log\" 1}", 1},
                {"\xff\xfe", 1},
                {"{\"services\": {\"account\": 1}}", 1}};
    struct orch_config c;
    char path[64];
    char flags[128];
    char begin[128];

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        write_file(path, rows[i].text);
        snprintf(flags, sizeof flags, "--config %s", path);
        CU_ASSERT_FALSE(reads(&c, flags, ""));
        snprintf(begin, sizeof begin, "%s:%u:", path, rows[i].line);
        CU_ASSERT(strncmp(error, begin, strlen(begin)) == 0);
        orch_config_free(&c);
        unlink(path);
    }
}

static void test_actions(void)
{
    struct orch_config c;

    CU_ASSERT(reads(&c, "--check-config", ""));
    CU_ASSERT_EQUAL(c.action, ORCH_CHECK);
    orch_config_free(&c);
    CU_ASSERT(read_for(&c, &program, "--help --nonsense", "ORCH_LOG=nonsense"));
    CU_ASSERT_EQUAL(c.action, ORCH_HELP);
    orch_config_free(&c);
    CU_ASSERT(read_for(&c, &program, "--version", ""));
    CU_ASSERT_EQUAL(c.action, ORCH_VERSION_TEXT);
    orch_config_free(&c);
}

static const char *member(const json_t *root, const char *setting, const char *what)
{
    return json_string_value(json_object_get(json_object_get(root, setting), what));
}

/* It is JSON, says origins, and keeps passwords to itself. */
static void test_print(void)
{
    struct orch_config c;
    struct orch_buf out;
    json_t *root;
    json_t *account;

    CU_ASSERT_FATAL(
        reads(&c, "--drain 1500ms --set account.url=http://u:secret@h:1/x@y", "ORCH_LOG=off"));
    orch_buf_init(&out, 0);
    orch_config_print(&c, &out);
    root = json_loadb(out.data, out.len, JSON_REJECT_DUPLICATES, NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(root);
    CU_ASSERT_EQUAL(json_object_size(root), ORCH_SET_COUNT + 1);
    CU_ASSERT_STRING_EQUAL(member(root, "drain", "value"), "1500ms");
    CU_ASSERT_STRING_EQUAL(member(root, "drain", "origin"), "flag");
    CU_ASSERT_STRING_EQUAL(member(root, "log", "value"), "off");
    CU_ASSERT_STRING_EQUAL(member(root, "log", "origin"), "env");
    CU_ASSERT_STRING_EQUAL(member(root, "listen", "origin"), "default");
    account = json_object_get(json_object_get(root, "services"), "account");
    CU_ASSERT_STRING_EQUAL(member(account, "url", "value"), "http://***@h:1/x@y");
    json_decref(root);
    orch_buf_free(&out);
    orch_config_free(&c);
}

/* Secrets come from the environment alone, and nothing shows them. */
static void test_secrets(void)
{
    static const char *const names[] = {"A_TOKEN", "B_TOKEN"};
    const struct orch_program p = {
        .abi = ORCH_ABI, .name = "s", .compiler = "0", .secrets = names, .n_secrets = 2};
    struct orch_config c;
    struct orch_buf out;
    json_t *root;

    CU_ASSERT_FALSE(read_for(&c, &p, "", "A_TOKEN=x"));
    CU_ASSERT_PTR_NOT_NULL(strstr(error, "B_TOKEN is not set"));
    orch_config_free(&c);
    CU_ASSERT_FALSE(read_for(&c, &p, "", "A_TOKEN=hush\n;B_TOKEN=y"));
    CU_ASSERT_PTR_NOT_NULL(strstr(error, "A_TOKEN cannot be sent"));
    CU_ASSERT_PTR_NULL(strstr(error, "hush"));
    orch_config_free(&c);

    CU_ASSERT_FATAL(read_for(&c, &p, "", "B_TOKEN=hush;A_TOKEN=x y"));
    CU_ASSERT_STRING_EQUAL(c.secrets[0], "x y");
    CU_ASSERT_STRING_EQUAL(c.secrets[1], "hush");
    orch_buf_init(&out, 0);
    orch_config_print(&c, &out);
    root = json_loadb(out.data, out.len, JSON_REJECT_DUPLICATES, NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(root);
    CU_ASSERT_STRING_EQUAL(member(json_object_get(root, "secrets"), "B_TOKEN", "value"), "***");
    CU_ASSERT_PTR_NULL(memmem(out.data, out.len, "hush", 4));
    json_decref(root);
    orch_buf_free(&out);
    orch_config_free(&c);
}

/* Help names every flag, route and service. */
static void test_help(void)
{
    struct orch_buf out;

    orch_buf_init(&out, 0);
    orch_config_help(&program, "shop", &out);
    orch_buf_char(&out, '\0');
    for (unsigned s = 0; s < ORCH_SET_COUNT; s++) {
        char flag[64];
        snprintf(flag, sizeof flag, "--%s ", orch_settings[s].name);
        CU_ASSERT_PTR_NOT_NULL(strstr(out.data, flag));
    }
    CU_ASSERT_PTR_NOT_NULL(strstr(out.data, "GET    /home"));
    CU_ASSERT_PTR_NOT_NULL(strstr(out.data, "ACCOUNT_URL"));
    CU_ASSERT_PTR_NOT_NULL(strstr(out.data, "no default: must be given"));
    orch_buf_free(&out);
}

static void test_nearest(void)
{
    static const char *const names[] = {"listen", "admin", "max-body"};

    CU_ASSERT_STRING_EQUAL(orch_nearest(orch_str("lsiten"), names, 3), "listen");
    CU_ASSERT_STRING_EQUAL(orch_nearest(orch_str("max_body"), names, 3), "max-body");
    CU_ASSERT_STRING_EQUAL(orch_nearest(orch_str("adminn"), names, 3), "admin");
    CU_ASSERT_PTR_NULL(orch_nearest(orch_str("a"), names, 3));
    CU_ASSERT_PTR_NULL(orch_nearest(orch_str("drain"), names, 3));
    CU_ASSERT_PTR_NULL(orch_nearest(orch_str(""), names, 3));
}

static const CU_TestInfo tests[] = {
    {"defaults", test_defaults},
    {"flag, environment, file, default", test_precedence},
    {"units", test_units},
    {"flags that are refused", test_flags_refused},
    {"values that are refused", test_values_refused},
    {"addresses", test_addresses},
    {"URLs", test_urls},
    {"a service without a URL", test_missing_url},
    {"files that are refused, with the place", test_files_refused},
    {"files that are no JSON", test_broken_files},
    {"what is only asked", test_actions},
    {"--print-config", test_print},
    {"secrets", test_secrets},
    {"--help", test_help},
    {"did you mean", test_nearest},
    CU_TEST_INFO_NULL,
};

int main(void)
{
    return unit_main("runtime/config", tests);
}
