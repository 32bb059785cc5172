/* The switches of warnings: -W and its kin; see diag.h. */
#include "diag.h"

/* The code of that name, or DIAG_COUNT. */
static enum diag_code code_of(const char *name)
{
    for (int i = 0; i < DIAG_COUNT; i++) {
        if (strcmp(diag_code_name((enum diag_code)i).text, name) == 0)
            return (enum diag_code)i;
    }
    return DIAG_COUNT;
}

static struct diag_name nearest(const char *wanted)
{
    struct diag_name names[DIAG_COUNT], none = {""};
    struct diag_near near;

    diag_near_init(&near, wanted);
    for (int i = 0; i < DIAG_COUNT; i++) {
        names[i] = diag_code_name((enum diag_code)i);
        if (diag_code_severity((enum diag_code)i) == DIAG_WARNING)
            diag_near_try(&near, names[i].text);
    }
    if (!near.best)
        return none;
    memcpy(none.text, near.best, strlen(near.best) + 1);
    return none;
}

static bool skip(const char **text, const char *prefix)
{
    const size_t len = strlen(prefix);

    if (strncmp(*text, prefix, len) != 0)
        return false;
    *text += len;
    return true;
}

enum diag_switch_result diag_switch(struct diag_switches *s, const char *arg,
                                    struct diag_name *near)
{
    const bool no = skip(&arg, "no-");
    bool error;
    enum diag_code code;

    *near = (struct diag_name){""};
    if (strcmp(arg, "error") == 0) {
        s->errors = !no;
        memset(s->warning, 0, sizeof s->warning);
        return DIAG_SWITCH_OK;
    }
    error = skip(&arg, "error=");
    code = code_of(arg);
    if (code == DIAG_COUNT) {
        *near = nearest(arg);
        return DIAG_SWITCH_UNKNOWN;
    }
    if (diag_code_severity(code) != DIAG_WARNING)
        return DIAG_SWITCH_NO_WARNING;
    if (error) {
        s->error[code] = !no;
        s->warning[code] = no;
    }
    if (!(error && no)) /* -Werror=NAME switches it on, too */
        s->off[code] = no;
    return DIAG_SWITCH_OK;
}
