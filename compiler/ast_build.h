/* ast_build: what the actions of grammar/orch.y call, one function each, to make the tree. They
 * take what the grammar has read and give nodes in the arena; lists are built in order, and adding
 * NULL (what did not parse) adds nothing. Doc comments are found by the place where a node begins.
 * The few things that the grammar cannot say (a tree that is too deep, a missing unit) are reported
 * here. */
#ifndef AST_BUILD_H
#define AST_BUILD_H

#include "ast.h"

struct parser;

/* Lists under construction. */
#define AST_LISTS(X)                                                                               \
    X(member)                                                                                      \
    X(operation)                                                                                   \
    X(paint)                                                                                       \
    X(clause)                                                                                      \
    X(stmt)                                                                                        \
    X(choice)                                                                                      \
    X(caught)                                                                                      \
    X(arm)                                                                                         \
    X(expr)                                                                                        \
    X(entry)
#define X(node)                                                                                    \
    struct ast_##node##_list {                                                                     \
        struct ast_##node *first, *last;                                                           \
    };                                                                                             \
    struct ast_##node##_list ast_##node##_add(struct ast_##node##_list list,                       \
                                              struct ast_##node *node);
AST_LISTS(X)
#undef X

struct ast_terms { /* the inside of a dictionary */
    struct ast_member_list members;
    struct ast_convert *first, *last;
};
struct ast_service_body {
    struct ast_clause_list clauses;
    struct ast_operation_list operations;
};
struct ast_tail { /* what follows a call, in any order */
    struct ast_clause_list clauses;
    struct ast_fallback *first, *last;
};
struct ast_result { /* of an operation */
    struct ast_name name;
    struct ast_type *type;
};
struct ast_callee {
    struct ast_name service, operation;
};
struct ast_arguments {
    struct ast_entry *first;
    bool written;
};

struct ast_name ast_name_new(const char *word, struct span span);
struct ast_string ast_string_new(struct orch_str text, struct span span);
struct ast_name ast_no_name(struct span near); /* text NULL, at the end of `near` */
struct ast_string ast_no_string(struct span near);

/* Declarations (ast_build.c) */
void ast_file_add(struct parser *p, struct ast_decl *decl);
struct ast_decl *ast_import(struct parser *p, struct span span, struct ast_string path,
                            struct ast_name name);
struct ast_decl *ast_colour(struct parser *p, struct span span, struct ast_name name,
                            struct ast_paint_list paints);
struct ast_paint *ast_paint_new(struct parser *p, struct span span, struct ast_name of,
                                struct ast_name member, struct ast_name term);
struct ast_decl *ast_dictionary(struct parser *p, struct span span, struct ast_name name,
                                struct ast_terms terms);
struct ast_decl *ast_members(struct parser *p, struct span span, enum ast_decl_kind kind,
                             struct ast_name name, struct ast_member_list members);
struct ast_decl *ast_error(struct parser *p, struct span span, struct ast_name name,
                           struct ast_expr *status, struct ast_member_list fields);
struct ast_decl *ast_service(struct parser *p, struct span span, struct ast_name name,
                             struct ast_service_body body);
struct ast_service_body ast_service_operation(struct ast_service_body body,
                                              struct ast_operation *operation);
struct ast_decl *ast_flow(struct parser *p, struct span span, struct ast_name name,
                          struct ast_member_list params, struct ast_type *result,
                          struct ast_clause_list clauses, struct ast_stmt *body);
struct ast_decl *ast_decl_unsupported(struct parser *p, struct span span, struct ast_name name,
                                      const char *what);
struct ast_decl *ast_durable(struct parser *p, struct span span, const struct ast_decl *flow);
struct ast_decl *ast_decl_reserved(struct parser *p, struct span span, const char *word);
struct ast_terms ast_terms_member(struct ast_terms terms, struct ast_member *member);
struct ast_terms ast_terms_convert(struct ast_terms terms, struct ast_convert *convert);
struct ast_convert *ast_convert_new(struct parser *p, struct span span, struct ast_name from,
                                    struct ast_name to, struct ast_expr *value);
struct ast_member *ast_member_new(struct parser *p, struct span span, struct ast_name name,
                                  bool optional, struct ast_type *type,
                                  struct ast_clause_list marks);
struct ast_operation *ast_operation_new(struct parser *p, struct span span, struct ast_name name,
                                        struct ast_member_list params, struct ast_result result,
                                        struct ast_name method, struct ast_string path,
                                        struct ast_clause_list clauses);
struct ast_type *ast_type_name(struct parser *p, struct ast_name name);
/* These two note what is referred to: file->references. */
struct ast_type *ast_type_qualified(struct parser *p, struct span span, struct ast_name of,
                                    struct ast_name name);
struct ast_callee ast_callee_of(struct parser *p, struct ast_name service,
                                struct ast_name operation);
struct ast_type *ast_type_of(struct parser *p, struct span span, enum ast_type_kind kind,
                             struct ast_type *elem);
struct ast_type *ast_type_error(struct parser *p, struct span span);

/* Clauses and marks (ast_build_clause.c) */
struct ast_clause *ast_clause_flag(struct parser *p, struct span span, enum ast_clause_kind kind);
struct ast_clause *ast_clause_value(struct parser *p, struct span span, enum ast_clause_kind kind,
                                    struct ast_expr *value);
struct ast_clause *ast_clause_string(struct parser *p, struct span span, enum ast_clause_kind kind,
                                     struct ast_string string);
struct ast_clause *ast_clause_name(struct parser *p, struct span span, enum ast_clause_kind kind,
                                   struct ast_name name, struct ast_string string);
/* `header "X-Client" = ...`: strings and, where the environment is asked, names. */
struct ast_clause *ast_clause_header(struct parser *p, struct span span, struct ast_string name,
                                     struct ast_expr_list parts);
struct ast_clause *ast_clause_length(struct parser *p, struct span span, struct ast_expr *low,
                                     struct ast_expr *high, bool open);
struct ast_clause *ast_clause_one_of(struct parser *p, struct span span,
                                     struct ast_expr_list values);
struct ast_clause *ast_clause_answer(struct parser *p, struct span span, struct ast_expr *status,
                                     struct ast_name error);
struct ast_clause *ast_clause_unsupported(struct parser *p, struct span span, const char *what);
/* A number where a duration is due: reported. */
struct ast_expr *ast_duration_without_unit(struct parser *p, struct span span, int64_t number);

/* Statements (ast_build_stmt.c) */
struct ast_stmt *ast_assign(struct parser *p, struct span span, struct ast_name target,
                            struct ast_expr *value);
struct ast_stmt *ast_invoke(struct parser *p, struct span span, struct ast_callee callee,
                            struct ast_arguments args, struct ast_tail tail);
/* The same statement, setting a name. */
struct ast_stmt *ast_invoke_target(struct span span, struct ast_name target,
                                   struct ast_stmt *invoke);
struct ast_stmt *ast_stmt_new(struct parser *p, struct span span, enum ast_stmt_kind kind);
struct ast_stmt *ast_block(struct parser *p, struct span span, enum ast_stmt_kind kind,
                           struct ast_stmt_list body);
struct ast_stmt *ast_parallel(struct parser *p, struct span span, struct ast_stmt *block);
/* `parallel any` (need NULL) and `parallel n of`; `word` is `any` or `of`. */
struct ast_stmt *ast_race(struct parser *p, struct span span, struct ast_expr *need,
                          struct span word, struct ast_stmt *block);
struct ast_stmt *ast_within(struct parser *p, struct span span, struct ast_expr *limit,
                            struct ast_stmt *body, struct ast_stmt *otherwise);
struct ast_stmt *ast_while(struct parser *p, struct span span, struct ast_expr *cond,
                           struct ast_expr *max, struct ast_stmt *body);
struct ast_stmt *ast_if(struct parser *p, struct span span, struct ast_expr *cond,
                        struct ast_stmt *then, struct ast_stmt *otherwise);
struct ast_stmt *ast_switch(struct parser *p, struct span span, struct ast_expr *value,
                            struct ast_choice_list cases);
/* One of its cases: `head` is all before its statements; no values: `else`. */
struct ast_choice *ast_choice_new(struct parser *p, struct span head, struct ast_expr_list values,
                                  struct ast_stmt *body);
/* No name: `throw` alone. */
struct ast_stmt *ast_throw(struct parser *p, struct span span, struct ast_name error,
                           struct ast_expr *value);
struct ast_stmt *ast_try(struct parser *p, struct span span, struct ast_stmt *body,
                         struct ast_arm_list arms);
struct ast_arm *ast_arm_new(struct parser *p, struct span head, struct ast_caught_list names,
                            struct ast_name bound, struct ast_stmt *body);
struct ast_caught *ast_caught_new(struct parser *p, struct ast_name name);
struct ast_stmt *ast_return(struct parser *p, struct span span, struct ast_expr *value);
struct ast_stmt *ast_stmt_unsupported(struct parser *p, struct span span, const char *what);
struct ast_stmt *ast_stmt_reserved(struct parser *p, struct span span, const char *word);
struct ast_tail ast_tail_clause(struct ast_tail tail, struct ast_clause *clause);
struct ast_tail ast_tail_fallback(struct parser *p, struct ast_tail tail, struct span span,
                                  struct ast_expr *value);

/* Expressions (ast_build_expr.c) */
struct ast_expr *ast_expr_new(struct parser *p, struct span span, enum ast_expr_kind kind);
struct ast_expr *ast_integer(struct parser *p, struct span span, enum ast_expr_kind kind,
                             int64_t value);
struct ast_expr *ast_float(struct parser *p, struct span span, double value);
struct ast_expr *ast_minus(struct span span, struct ast_expr *number); /* a literal, in place */
struct ast_expr *ast_bool(struct parser *p, struct span span, bool value);
struct ast_expr *ast_string_expr(struct parser *p, struct span span, struct orch_str text);
struct ast_expr *ast_name_expr(struct parser *p, struct ast_name name);
struct ast_expr *ast_field(struct parser *p, struct span span, enum ast_expr_kind kind,
                           struct ast_expr *base, struct ast_name name);
struct ast_expr *ast_call(struct parser *p, struct span span, struct ast_name name,
                          struct ast_expr_list args);
struct ast_expr *ast_unary(struct parser *p, struct span span, enum ast_operator op,
                           struct span op_span, struct ast_expr *right);
struct ast_expr *ast_binary(struct parser *p, struct span span, struct ast_expr *left,
                            enum ast_operator op, struct span op_span, struct ast_expr *right);
struct ast_expr *ast_cond(struct parser *p, struct span span, struct ast_expr *cond,
                          struct ast_expr *then, struct ast_expr *otherwise);
struct ast_expr *ast_parts(struct parser *p, struct span span, enum ast_expr_kind kind,
                           struct ast_expr_list parts);
/* Adds the text between two holes, unless it is empty. */
struct ast_expr_list ast_text_add(struct parser *p, struct ast_expr_list parts,
                                  struct orch_str text, struct span span);
struct ast_expr *ast_record(struct parser *p, struct span span, struct ast_entry_list entries);
struct ast_expr *ast_for(struct parser *p, struct span span, struct ast_expr *value,
                         struct ast_name var, struct ast_expr *list, struct ast_expr *cond);
struct ast_expr *ast_expr_unsupported(struct parser *p, struct span span, const char *what);
struct ast_entry *ast_entry_new(struct parser *p, struct span span, struct ast_name name,
                                struct ast_expr *value);
/* `...r`: kept as an entry without a name. */
struct ast_entry *ast_entry_spread(struct parser *p, struct span span);

/* Reports, once, that a tree would be deeper than PARSE_MAX_TREE. */
void ast_too_deep(struct parser *p, struct span span);

#endif
