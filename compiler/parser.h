/* What scanner, tokens, grammar and constructors share while one file is parsed. Private to them:
 * the rest of the compiler knows parse.h.
 *
 *     bytes --scan (grammar/orch.l)--> raw tokens --tokens--> tokens --grammar/orch.y--> ast_build
 *
 * tokens.c is the place between scanner and grammar: words become keywords (words.c), brackets are
 * balanced (brackets.c), and after a syntax error the rest is skipped to where the grammar can go
 * on. */
#ifndef PARSER_H
#define PARSER_H

#include "grammar/parse.h"
#include "parse.h"
#include "runtime/base/buf.h"

/* What kind of thing the innermost bracket holds: it decides which words are keywords. */
enum place {
    IN_FILE = 1,       /* no bracket: declarations, and their heads */
    IN_FIELDS = 2,     /* of a record, enum, error; parameters */
    IN_TERMS = 4,      /* of a dictionary */
    IN_SERVICE = 8,    /* clauses and operations; clauses of a policy */
    IN_CODE = 16,      /* statements */
    IN_VALUE = 32,     /* arguments, lists, records, holes of strings; list and map types */
    IN_FUSE = 64,      /* a fuse declaration */
    IN_TEST = 128,     /* a test */
    IN_ENVELOPE = 256, /* envelope { ... } */
};

/* What can stand next: decided by the token before. */
enum spot {
    SPOT_START,   /* a statement, member or declaration begins */
    SPOT_OPERAND, /* a value, name or type is due */
    SPOT_AFTER,   /* a value, name or type has ended */
};

struct token {
    int kind; /* TOKEN_... */
    int raw;  /* as the scanner gave it */
    int real; /* of MISPLACED: what it is after the error */
    struct span span;
    GRAMMAR_STYPE value;
    bool first;      /* on its line */
    unsigned indent; /* of its line, in columns */
    bool made;       /* not written: put in after a report */
};

struct bracket {
    int closer; /* the token that closes it */
    enum place place;
    struct span span;
    unsigned indent; /* of the line that it stands in */
    bool commas;     /* commas between statements were reported */
};

#define TOKENS_AHEAD 8 /* raw tokens that may be looked at before they are taken */

struct tokens {
    struct token ahead[TOKENS_AHEAD]; /* a ring of raw tokens */
    unsigned indent;                  /* of the line of the last of them */
    unsigned first, n_ahead;
    struct token last; /* given to the grammar, its effect not yet booked */
    bool last_pending; /* last is to be booked when the next one is asked for */
    struct token held; /* taken, but not given yet */
    bool holds;
    struct token before;     /* the last booked one */
    struct token before2;    /* and the one before that */
    enum spot spot;          /* what can stand after `before` */
    int declaration;         /* token of the declaration being read; 0: between two */
    enum place closed_place; /* place of the bracket that was closed last */
    bool outside;   /* statements outside of any flow were reported: up to the next declaration */
    bool condition; /* between `if` or `while` and its block */
    struct bracket *stack; /* open brackets */
    unsigned n_open, cap_open;
    struct span suspect; /* a `{` whose `}` stands further left than its line: probably not its
                            own; begin == end: none */
    struct span suspect_closer; /* that `}` */
    uint32_t unclosed_at;       /* where unclosed brackets were reported, + 1 */
    bool close;                 /* ... or close the innermost bracket */
    bool panic;                 /* after a syntax error: skip */
    uint32_t resumed_at;   /* where the last skipping ended, + 1: so that each one makes progress */
    unsigned stuck;        /* times that it ended there again */
    unsigned error_indent; /* of the line of the last syntax error */
    uint32_t error_begin;  /* where it was */
};

struct scan {
    void *scanner;
    uint32_t offset;       /* of the next byte */
    uint32_t string_begin; /* of the string being read */
    struct orch_buf text;  /* of the string being read */
    struct orch_buf doc;   /* lines of /// since the last token */
    bool has_doc;
    int last_kind;         /* of the last raw token */
    const char *last_word; /* its word, where it is one; interned */
    unsigned *holes;       /* open braces in each open hole of a string */
    unsigned n_holes, cap_holes;
    uint32_t broken_line; /* where a string was reported as not closed: the end of its line + 1 */
};

/* A doc comment and the token that it stands before. */
struct parser_doc {
    uint32_t before;
    struct orch_str text;
};

struct parser {
    struct compilation *c;
    const struct source *source;
    struct ast_file *file;
    struct ast_decl *last_decl;
    struct scan scan;
    struct tokens tokens;
    struct parser_doc *docs; /* in the order of the source */
    unsigned n_docs;
    bool gave_up;        /* too deep, or too many errors: no more is read or reported */
    bool quiet;          /* skipping: what else is wrong there is not said */
    uint32_t quiet_line; /* nor what the scanner finds in this line */
    uint32_t
        mended_line; /* a mistake was reported and mended here: a syntax error follows from it */
    struct diags unheard; /* where it goes instead */
};

/* The doc comment before the token at `begin`; empty where there is none. */
struct orch_str parser_doc(const struct parser *p, uint32_t begin);
/* Adds a diagnostic, as diag_add does, unless the parser is skipping. Never NULL. */
#define parser_report(p, code, ...)                                                                \
    diag_add((p)->quiet || (p)->gave_up ? &(p)->unheard : &(p)->c->diags, code, __VA_ARGS__)
/* The same for a syntax error that is mended, so that parsing goes on as if nothing was. */
#define parser_mended(p, span, ...)                                                                \
    ((p)->mended_line = (p)->quiet ? (p)->mended_line : source_line_of((p)->source, (span).begin), \
     parser_report(p, DIAG_SYNTAX, span, __VA_ARGS__))
/* The text of a span. */
static inline struct orch_str parser_text(const struct parser *p, struct span span)
{
    return orch_str_n(p->source->text.ptr + span.begin, span.end - span.begin);
}

#endif
