/* The section of docs/diagnostics.md on one code, for a terminal; see explain_code.h. */
#include "explain_code.h"

#include "diag.h"

#include <string.h>
#include <strings.h>

#define WIDTH 80

static bool is_indented(const char *line)
{
    return line[0] == ' ';
}

/* A paragraph, with line breaks between words. */
static void print_wrapped(const char *text, FILE *out)
{
    size_t column = 0;

    while (*text) {
        const size_t len = strcspn(text, " ");

        if (column > 0 && column + 1 + len > WIDTH) {
            fputc('\n', out);
            column = 0;
        }
        if (column > 0)
            fputc(' ', out);
        fwrite(text, 1, len, out);
        column += len + (column > 0);
        text += len + strspn(text + len, " ");
    }
    fputc('\n', out);
}

static void print_section(const char *code, FILE *out)
{
    for (const struct code_line *l = code_lines; l->code; l++) {
        if (strcmp(l->code, code) != 0)
            continue;
        if (is_indented(l->line))
            fprintf(out, "%s\n", l->line);
        else
            print_wrapped(l->line, out);
    }
}

/* DIAG_COUNT where there is none; near the code or name that is nearest. */
static int find(const char *wanted, struct diag_name *nearest)
{
    struct diag_name names[DIAG_COUNT];
    struct diag_near near;

    diag_near_init(&near, wanted);
    for (int i = 0; i < DIAG_COUNT; i++) {
        const char *code = diag_code_text((enum diag_code)i);

        names[i] = diag_code_name((enum diag_code)i);
        if (strcasecmp(code, wanted) == 0 || strcmp(names[i].text, wanted) == 0)
            return i;
        diag_near_try(&near, code);
        diag_near_try(&near, names[i].text);
    }
    snprintf(nearest->text, sizeof nearest->text, "%s", near.best ? near.best : "");
    return DIAG_COUNT;
}

bool explain_code(const char *code, FILE *out, FILE *err)
{
    struct diag_name nearest;
    const int found = find(code, &nearest);

    if (found == DIAG_COUNT) {
        fprintf(err, "orchc: there is no diagnostic %s", code);
        if (nearest.text[0])
            fprintf(err, ": did you mean %s?", nearest.text);
        fputc('\n', err);
        return false;
    }
    print_section(diag_code_text((enum diag_code)found), out);
    if (diag_code_severity((enum diag_code)found) == DIAG_WARNING)
        fprintf(out, "\n-Wno-%s hides it.\n", diag_code_name((enum diag_code)found).text);
    return true;
}
