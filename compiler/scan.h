/* What the rules of grammar/orch.l do: one function each. They return the token to give, or nothing
 * where the rule gives none. Reports of bad characters, numbers and strings are made here. */
#ifndef SCAN_H
#define SCAN_H

#include "parser.h"

/* As parser_report; what is in a line that is being skipped is not said. */
#define scan_report(p, code, span, ...)                                                            \
    diag_add((p)->gave_up ||                                                                       \
                     ((p)->quiet && source_line_of((p)->source, (span).begin) <= (p)->quiet_line)  \
                 ? &(p)->unheard                                                                   \
                 : &(p)->c->diags,                                                                 \
             code, span, __VA_ARGS__)

/* Made by flex (end of grammar/orch.l). */
void *scan_open(struct parser *p); /* NULL where memory ends */
void scan_close(void *scanner);
int scan_next(struct parser *p, GRAMMAR_STYPE *value, struct span *span);

void scan_init(struct parser *p);
void scan_free(struct parser *p);

void scan_advance(struct parser *p, struct span *span, size_t len);
void scan_give_back(struct parser *p, struct span *span, size_t len);
int scan_end(struct parser *p, struct span *span);

/* Words, symbols, comments (scan.c) */
const char *scan_name(struct parser *p, const char *text, size_t len);
int scan_word(struct parser *p, GRAMMAR_STYPE *value, const char *text, size_t len);
int scan_symbol(struct parser *p, unsigned char c);
void scan_doc(struct parser *p, const char *text, size_t len);
void scan_block_comment(struct parser *p, struct span span);
/* A run that begins with, or goes on with, characters beyond ASCII: reported. *used: how much of it
 * is one token. Returns 0 where it is left out. */
int scan_foreign(struct parser *p, GRAMMAR_STYPE *value, struct span span, const char *text,
                 size_t len, size_t *used);
int scan_other_language(struct parser *p, struct span span, const char *text);
void scan_hash(struct parser *p, struct span span);

/* Numbers (scan_number.c); text is NUL-terminated */
int scan_integer(struct parser *p, GRAMMAR_STYPE *value, struct span span, const char *text);
int scan_float(struct parser *p, GRAMMAR_STYPE *value, struct span span, const char *text);
/* Digits, with or without a fraction. */
int scan_number(struct parser *p, GRAMMAR_STYPE *value, struct span span, const char *text);
int scan_duration(struct parser *p, GRAMMAR_STYPE *value, struct span span, const char *text);
int scan_unsupported_number(GRAMMAR_STYPE *value, int kind);
int scan_bad_number(struct parser *p, GRAMMAR_STYPE *value, struct span span, const char *text);
/* True where the `%` just read ends a number (`50% of`), false where it divides (`a %b`, `10%3`).
 */
bool scan_is_percent(const struct parser *p);

/* Strings (scan_string.c) */
void scan_string_begin(struct parser *p, struct span span);
int scan_string_kind(const struct parser *p, int with_holes, int plain, int pattern);
void scan_string_text(struct parser *p, const char *text, size_t len);
void scan_escape(struct parser *p, char c);
void scan_escape_unicode(struct parser *p, struct span span, const char *digits);
void scan_bad_escape(struct parser *p, struct span span, unsigned char c);
int scan_string_end(struct parser *p, GRAMMAR_STYPE *value, struct span *span);
int scan_string_broken(struct parser *p, GRAMMAR_STYPE *value, struct span *span);
int scan_single_quoted(struct parser *p, GRAMMAR_STYPE *value, struct span span, const char *text,
                       size_t len);
void scan_hole_open(struct parser *p);
bool scan_hole_brace(struct parser *p, int step); /* false: the hole ends here */
int scan_text_hole(struct parser *p, GRAMMAR_STYPE *value, struct span *span);
void scan_text_resume(struct parser *p, struct span span);
int scan_text_broken(struct parser *p, GRAMMAR_STYPE *value, struct span *span);

#endif
