/* The grammar of Orch, in the order of docs/language.md; each group opens with a line of it. The
 * actions build the tree (compiler/ast_build.h) and do nothing else. The tokens come from
 * compiler/tokens.c: words are already keywords or names, brackets are balanced, and RESUME stands
 * where the text can be understood again after an error. grammar/README.md says how to add to it. */

%require "3.8"
%language "c"
%define api.pure full
%define api.prefix {grammar_}
%define api.token.prefix {TOKEN_}
%define api.location.type {struct span}
%define parse.error custom
%define parse.lac full
%locations
%expect 0
%param {struct parser *p}

%code requires {
#include "compiler/ast_build.h"
}

%code {
#include "compiler/damage.h"
#include "compiler/syntax.h"
#include "compiler/tokens.h"

/* The stack of states grows on the heap up to this. */
#define YYMAXDEPTH 20000

#define YYLLOC_DEFAULT(current, rhs, n)                                                            \
    ((current) = (n) ? span_join(YYRHSLOC(rhs, 1), YYRHSLOC(rhs, n))                               \
                     : (struct span){YYRHSLOC(rhs, 0).file, YYRHSLOC(rhs, 0).end,                  \
                                     YYRHSLOC(rhs, 0).end});                                       \
    note_damage(p, current, rhs, yyerror_range)

/* Bison joins its error range where it gives up what was read from there on, in any rule. */
static void note_damage(struct parser *p, struct span given_up, const struct span *rhs,
                        const struct span *error_range)
{
    if (rhs == error_range)
        damage_add(p->c, given_up);
}

static int grammar_lex(GRAMMAR_STYPE *value, struct span *span, struct parser *p)
{
    return tokens_next(p, value, span);
}

static void grammar_error(struct span *span, struct parser *p, const char *message)
{
    (void)message; /* the only one is that YYMAXDEPTH was reached */
    ast_too_deep(p, *span);
}
}

%union {
    const char *word;
    int64_t integer;
    double number;
    struct orch_str text;
    bool truth;
    const char *what;
    struct ast_name name;
    struct ast_string string;
    struct ast_type *type;
    struct ast_expr *expr;
    struct ast_expr_list exprs;
    struct ast_entry *entry;
    struct ast_entry_list entries;
    struct ast_clause *clause;
    struct ast_clause_list clauses;
    struct ast_member *member;
    struct ast_member_list members;
    struct ast_terms terms;
    struct ast_paint *paint;
    struct ast_paint_list paints;
    struct ast_convert *convert;
    struct ast_result result;
    struct ast_operation *operation;
    struct ast_service_body service_body;
    struct ast_callee callee;
    struct ast_arguments arguments;
    struct ast_tail tail;
    struct ast_stmt *stmt;
    struct ast_stmt_list stmts;
    struct ast_arm *arm;
    struct ast_arm_list arms;
    struct ast_caught_list names;
    struct ast_choice *choice;
    struct ast_choice_list choices;
    struct ast_decl *decl;
}

/* The quoted texts are what error messages say. */
%token END 0 "the end of the file"
%token RESUME "the rest" RESUME_BODY "the body"
%token BAD "a character that means nothing here" MISPLACED "something else"
%token <word> NAME "a name" TARGET "a name that is set" METHOD "an HTTP method"
%token <word> RESERVED "a reserved word" COMPOUND "an assignment with an operator"
%token <integer> INT "a number" STATUS_CODE "a status" DURATION "a duration"
%token <number> FLOAT "a number with a fraction"
%token PERCENT "a percentage" SIZE "a size"
%token <text> STRING "a string"
%token <text> TEXT_BEGIN "the start of a string" TEXT_MIDDLE "a part of a string"
%token <text> TEXT_END "the end of a string"

%token LBRACE "{" RBRACE "}" LPAREN "(" RPAREN ")" LBRACKET "[" RBRACKET "]"
%token COMMA "," SEMICOLON ";" COLON ":" QUESTION "?" ASSIGN "=" ARROW "->"
%token DOT "." SAFE_DOT "?." RANGE ".." SPREAD "..."
%token OR "||" AND "&&" COALESCE "??" EQ "==" NE "!=" LT "<" LE "<=" GT ">" GE ">="
%token PLUS "+" MINUS "-" STAR "*" SLASH "/" PERCENT_SIGN "%" NOT "!"

%token IMPORT "import" DICTIONARY "dictionary" CONVERT "convert" RECORD "record" ENUM "enum"
%token SERVICE "service" COLOUR "colour" FLOW "flow" ERROR_WORD "error" POLICY "policy" TEST "test"
%token DURABLE "durable"
%token MIN "min" MAX "max" LENGTH "length" MATCHES "matches" ONE "one" OF "of" UNIT "unit"
%token SECRET "secret" JSON "json" FROM "from" HEADER "header"
%token URL "url" ENV "env" TIMEOUT "timeout" ON "on" ON_KINDS "on failures" RETRY "retry"
%token AFTER "after" FUSE "fuse" FUSE_BARE "fuse alone" HEDGE "hedge" LIMIT "limit" CACHE "cache"
%token COALESCE_CALLS "coalesce" IDEMPOTENT "idempotent" USING "using" HEADERS "headers"
%token ENVELOPE "envelope" OK "ok" VALUE_WORD "value" MESSAGE "message" STALE "stale"
%token TRIP "trip" SLOW "slow" OVER "over" OPEN "open" PROBE "probe" LAST "last"
%token CONSECUTIVE "consecutive"
%token GIVEN "given" WHEN "when" EXPECT "expect" REPLIES "replies" FAILS "fails" ONCE "once"
%token STATUS "status" DEGRADED "degraded"
%token INVOKE "invoke" EMPTY "empty" IF "if" THEN "then" ELSE "else" ELSE_CASE "else:"
%token PARALLEL "parallel" ANY "any" RETURN "return" RETURN_BARE "return alone"
%token SWITCH "switch" CASE "case" THROW "throw" THROW_BARE "throw alone" TRY "try" CATCH "catch" FOR "for" IN "in"
%token WHILE "while" WITHIN "within" YIELD "yield" AS "as" TRUE "true" FALSE "false" NONE "none"

/* From loosest to tightest. */
%precedence CONDITIONAL BARE
%precedence "{" error
%left "||"
%left "&&"
%nonassoc "==" "!=" "<" "<=" ">" ">="
%right "??"
%left "+" "-"
%left "*" "/" "%"
%precedence "as"
%precedence UNARY

%type <decl> declaration import dictionary record enum failure service colour flow
%type <name> name
%type <string> string
%type <terms> terms
%type <convert> convert
%type <member> member enum_value
%type <members> members enum_values params
%type <truth> optional
%type <type> type member_type flow_result
%type <paint> paint
%type <paints> paints
%type <clause> mark clause policy
%type <clauses> marks clauses
%type <operation> operation
%type <service_body> service_body
%type <result> result
%type <expr> number literal duration expression primary value condition text while_limit
%type <exprs> literals values list_items text_parts header_value header_parts
%type <entry> entry
%type <entries> entries entry_list
%type <expr> record_value
%type <stmt> block statement if invoke within_else
%type <stmts> statements
%type <choices> cases
%type <arm> catch
%type <arms> catches
%type <names> names
%type <expr> error_status
%type <members> error_fields
%type <choice> case
%type <exprs> case_values
%type <callee> callee
%type <arguments> arguments
%type <tail> tail
%type <expr> fallback

%%

/* --- files and declarations -------------------------------------------------------------- */

file: declarations;

declarations:
    %empty
  | declarations declaration            { ast_file_add(p, $2); }
  | declarations ";"
  | declarations error RESUME           { yyerrok; }
  ;

declaration:
    import | dictionary | record | enum | failure | service | colour | flow
  | "durable" flow                      { $$ = ast_durable(p, @$, $2); }
  | "fuse" name "{" fuse_items "}"      { $$ = ast_decl_unsupported(p, @$, $2, "a `fuse`"); }
  | "policy" name "{" policies "}"      { $$ = ast_decl_unsupported(p, @$, $2, "a `policy`"); }
  | "test" STRING "{" test_items "}"    { $$ = ast_decl_unsupported(p, @$, ast_no_name(@1), "a `test`"); }
  | RESERVED                            { $$ = ast_decl_reserved(p, @$, $1); }
  | broken_head RESUME                  { yyerrok; $$ = NULL; }
  | "fuse" error the_body "{" fuse_items "}" { yyerrok; $$ = NULL; }
  | "policy" error the_body "{" policies "}" { yyerrok; $$ = NULL; }
  | "test" error the_body "{" test_items "}" { yyerrok; $$ = NULL; }
  ;

/* A head that did not parse, and no body behind it. */
broken_head:
    "import" error | "dictionary" error | "record" error | "enum" error | "service" error
  | "colour" error | "flow" error | "durable" error | "error" error | "fuse" error | "policy" error | "test" error
  ;

/* What is wrong within the body is news, however soon it comes. */
the_body:
    RESUME_BODY                         { yyerrok; }
  ;

/* import "shop.orch"      import "catalog.openapi.yaml" as catalog */
import:
    "import" string                     { $$ = ast_import(p, @$, $2, ast_no_name(@2)); }
  | "import" string "as" name           { $$ = ast_import(p, @$, $2, $4); }
  ;

/* --- the data dictionary, records and enums ---------------------------------------------- */

/* dictionary shop { user_id: int min 1   convert price_fen -> price_yuan = price_fen / 100.0 } */
dictionary:
    "dictionary" name "{" terms "}"     { $$ = ast_dictionary(p, @$, $2, $4); }
  | "dictionary" error the_body "{" terms "}" { yyerrok; $$ = NULL; }
  ;

terms:
    %empty                              { $$ = (struct ast_terms){0}; }
  | terms member                        { $$ = ast_terms_member($1, $2); }
  | terms convert                       { $$ = ast_terms_convert($1, $2); }
  | terms ";"
  | terms error RESUME                  { yyerrok; $$ = $1; }
  ;

convert:
    "convert" name "->" name "=" expression { $$ = ast_convert_new(p, @$, $2, $4, $6); }
  ;

/* record User { id: user_id  name: string  level  phone? } */
record:
    "record" name "{" members "}"       { $$ = ast_members(p, @$, AST_DECL_RECORD, $2, $4); }
  | "record" error the_body "{" members "}" { yyerrok; $$ = NULL; }
  ;

members:
    %empty                              { $$ = (struct ast_member_list){0}; }
  | members member                      { $$ = ast_member_add($1, $2); }
  | members ";"
  | members error RESUME                { yyerrok; $$ = $1; }
  ;

member:
    name optional member_type marks     { $$ = ast_member_new(p, @$, $1, $2, $3, $4); }
  ;

optional:
    %empty                              { $$ = false; }
  | "?"                                 { $$ = true; }
  ;

member_type:
    %empty                              { $$ = NULL; }
  | ":" type                            { $$ = $2; }
  ;

/* enum color { red  green  blue json "B" } */
enum:
    "enum" name "{" enum_values "}"     { $$ = ast_members(p, @$, AST_DECL_ENUM, $2, $4); }
  | "enum" error the_body "{" enum_values "}" { yyerrok; $$ = NULL; }
  ;

enum_values:
    %empty                              { $$ = (struct ast_member_list){0}; }
  | enum_values enum_value              { $$ = ast_member_add($1, $2); }
  | enum_values ";"
  | enum_values error RESUME            { yyerrok; $$ = $1; }
  ;

enum_value:
    name marks                          { $$ = ast_member_new(p, @$, $1, false, NULL, $2); }
  ;

/* error no_city 404 { city_id  detail: string? } */
failure:
    "error" name error_status error_fields { $$ = ast_error(p, @$, $2, $3, $4); }
  | "error" error the_body "{" members "}" { yyerrok; $$ = NULL; }
  ;

error_status:
    %empty                              { $$ = NULL; }
  | INT                                 { $$ = ast_integer(p, @$, AST_EXPR_INT, $1); }
  ;

error_fields:
    %empty                              { $$ = (struct ast_member_list){0}; }
  | "{" members "}"                     { $$ = $2; }
  ;

/* int   user_id   catalog.Product   [Product]   {string}   time? */
type:
    name                                { $$ = ast_type_name(p, $1); }
  | name "." name                       { $$ = ast_type_qualified(p, @$, $1, $3); }
  | "[" type "]"                        { $$ = ast_type_of(p, @$, AST_TYPE_LIST, $2); }
  | "{" type "}"                        { $$ = ast_type_of(p, @$, AST_TYPE_MAP, $2); }
  | type "?"                            { $$ = ast_type_of(p, @$, AST_TYPE_OPTIONAL, $1); }
  | "[" error RESUME "]"                { yyerrok; $$ = ast_type_error(p, @$); }
  | "{" error RESUME "}"                { yyerrok; $$ = ast_type_error(p, @$); }
  ;

/* min 1 max 10   length 0..200   one of "a", "b"   unit "fen"   secret   json "sku"   from body */
marks:
    %empty                              { $$ = (struct ast_clause_list){0}; }
  | marks mark                          { $$ = ast_clause_add($1, $2); }
  ;

mark:
    "min" number                        { $$ = ast_clause_value(p, @$, AST_CLAUSE_MIN, $2); }
  | "max" number                        { $$ = ast_clause_value(p, @$, AST_CLAUSE_MAX, $2); }
  | "length" INT                        { $$ = ast_clause_length(p, @$, ast_integer(p, @2, AST_EXPR_INT, $2), NULL, false); }
  | "length" INT ".."                   { $$ = ast_clause_length(p, @$, ast_integer(p, @2, AST_EXPR_INT, $2), NULL, true); }
  | "length" INT ".." INT               { $$ = ast_clause_length(p, @$, ast_integer(p, @2, AST_EXPR_INT, $2), ast_integer(p, @4, AST_EXPR_INT, $4), false); }
  | "length" ".." INT                   { $$ = ast_clause_length(p, @$, ast_integer(p, @2, AST_EXPR_INT, 0), ast_integer(p, @3, AST_EXPR_INT, $3), false); }
  | "matches" string                    { $$ = ast_clause_string(p, @$, AST_CLAUSE_MATCHES, $2); }
  | "one" "of" literals                 { $$ = ast_clause_one_of(p, @$, $3); }
  | "unit" string                       { $$ = ast_clause_string(p, @$, AST_CLAUSE_UNIT, $2); }
  | "secret"                            { $$ = ast_clause_flag(p, @$, AST_CLAUSE_SECRET); }
  | "json" string                       { $$ = ast_clause_string(p, @$, AST_CLAUSE_JSON, $2); }
  | "from" name                         { $$ = ast_clause_name(p, @$, AST_CLAUSE_FROM, $2, ast_no_string(@2)); }
  | "from" "header" string              { $$ = ast_clause_name(p, @$, AST_CLAUSE_FROM, ast_name_new("header", @2), $3); }
  ;

number:
    INT                                 { $$ = ast_integer(p, @$, AST_EXPR_INT, $1); }
  | FLOAT                               { $$ = ast_float(p, @$, $1); }
  | DURATION                            { $$ = ast_integer(p, @$, AST_EXPR_DURATION, $1); }
  | PERCENT                             { $$ = ast_expr_unsupported(p, @$, "a percentage"); }
  | SIZE                                { $$ = ast_expr_unsupported(p, @$, "a size"); }
  | "-" number                          { $$ = ast_minus(@$, $2); }
  ;

literals:
    literal                             { $$ = ast_expr_add((struct ast_expr_list){0}, $1); }
  | literals "," literal                { $$ = ast_expr_add($1, $3); }
  ;

literal:
    number
  | STRING                              { $$ = ast_string_expr(p, @$, $1); }
  ;

/* --- services ---------------------------------------------------------------------------- */

/* service content { url env CONTENT_URL else "http://127.0.0.1:7002"  timeout 120ms  ... } */
service:
    "service" name "{" service_body "}" { $$ = ast_service(p, @$, $2, $4); }
  | "service" error the_body "{" service_body "}" { yyerrok; $$ = NULL; }
  ;

/* Clauses first: those behind an operation are its own. */
service_body:
    clauses %prec BARE                  { $$ = (struct ast_service_body){.clauses = $1}; }
  | clauses error RESUME                { yyerrok; $$ = (struct ast_service_body){.clauses = $1}; }
  | service_body operation              { $$ = ast_service_operation($1, $2); }
  | service_body ";"
  | service_body error RESUME           { yyerrok; $$ = $1; }
  ;

/* banners(city: city_id, level) -> banners  GET "/banners" */
operation:
    name params result METHOD string clauses
                                        { $$ = ast_operation_new(p, @$, $1, $2, $3, ast_name_new($4, @4), $5, $6); }
  ;

/* Brackets are a rule of their own where more follows: after an error there, the parser goes back to
 * a list that is still open. */
params:
    "(" members ")"                     { $$ = $2; }
  ;

result:
    %empty                              { $$ = (struct ast_result){0}; }
  | "->" name                           { $$ = (struct ast_result){$2, NULL}; }
  | "->" name ":" type                  { $$ = (struct ast_result){$2, $4}; }
  ;

/* --- descriptions ------------------------------------------------------------------------ */

/* colour catalog { Product.sku: product_id   hot.city: city_id   hot: products } */
colour:
    "colour" name "{" paints "}"        { $$ = ast_colour(p, @$, $2, $4); }
  | "colour" error the_body "{" paints "}" { yyerrok; $$ = NULL; }
  ;

paints:
    %empty                              { $$ = (struct ast_paint_list){0}; }
  | paints paint                        { $$ = ast_paint_add($1, $2); }
  | paints ";"
  | paints error RESUME                 { yyerrok; $$ = $1; }
  ;

paint:
    name ":" name                       { $$ = ast_paint_new(p, @$, $1, ast_no_name(@1), $3); }
  | name "." name ":" name              { $$ = ast_paint_new(p, @$, $1, $3, $5); }
  ;

/* --- clauses of services, operations, flows and calls ------------------------------------- */

clauses:
    %empty                              { $$ = (struct ast_clause_list){0}; }
  | clauses clause                      { $$ = ast_clause_add($1, $2); }
  ;

/* url env CONTENT_URL else "http://..."   on GET "/home"   404 -> no_city   envelope { ok code == 0 } */
clause:
    policy
  | "url" string                        { $$ = ast_clause_string(p, @$, AST_CLAUSE_URL, $2); }
  | "url" "env" name                    { $$ = ast_clause_name(p, @$, AST_CLAUSE_URL, $3, ast_no_string(@3)); }
  | "url" "env" name "else" string      { $$ = ast_clause_name(p, @$, AST_CLAUSE_URL, $3, $5); }
  | "on" METHOD string                  { $$ = ast_clause_name(p, @$, AST_CLAUSE_ON, ast_name_new($2, @2), $3); }
  | "timeout" "env" name "else" duration { $$ = ast_clause_unsupported(p, @$, "`timeout env`"); }
  | "header" string "=" header_value    { $$ = ast_clause_header(p, @$, $2, $4); }
  | "envelope" "{" envelope_items "}"   { $$ = ast_clause_unsupported(p, @$, "`envelope`"); }
  | STATUS_CODE "->" name               { $$ = ast_clause_answer(p, @$, ast_integer(p, @1, AST_EXPR_INT, $1), $3); }
  ;

/* timeout 80ms   retry 2 after 30ms..200ms on timeout, status 503   fuse standard   cache 30s */
policy:
    "timeout" duration                  { $$ = ast_clause_value(p, @$, AST_CLAUSE_TIMEOUT, $2); }
  | "timeout" "env" name                { $$ = ast_clause_unsupported(p, @$, "`timeout env`"); }
  | "retry" INT retry_delay retry_kinds { $$ = ast_clause_unsupported(p, @$, "`retry`"); }
  | "fuse" name                         { $$ = ast_clause_unsupported(p, @$, "`fuse`"); }
  | "fuse" "none"                       { $$ = ast_clause_unsupported(p, @$, "`fuse`"); }
  | FUSE_BARE                           { $$ = ast_clause_unsupported(p, @$, "`fuse`"); }
  | "hedge" duration                    { $$ = ast_clause_unsupported(p, @$, "`hedge`"); }
  | "limit" INT                         { $$ = ast_clause_unsupported(p, @$, "`limit`"); }
  | "cache" duration                    { $$ = ast_clause_unsupported(p, @$, "`cache`"); }
  | "coalesce"                          { $$ = ast_clause_unsupported(p, @$, "`coalesce`"); }
  | "idempotent"                        { $$ = ast_clause_unsupported(p, @$, "`idempotent`"); }
  | "using" name                        { $$ = ast_clause_unsupported(p, @$, "`using`"); }
  | "headers" strings                   { $$ = ast_clause_unsupported(p, @$, "`headers`"); }
  ;

/* header "X-Client" = "orch"   = env API_KEY   = "Bearer {env API_TOKEN}" */
header_value:
    STRING                              { $$ = ast_expr_add((struct ast_expr_list){0}, ast_string_expr(p, @$, $1)); }
  | "env" name                          { $$ = ast_expr_add((struct ast_expr_list){0}, ast_name_expr(p, $2)); }
  | header_parts TEXT_END               { $$ = ast_text_add(p, $1, $2, @2); }
  ;

header_parts:
    TEXT_BEGIN "env" name               { $$ = ast_expr_add(ast_text_add(p, (struct ast_expr_list){0}, $1, @1), ast_name_expr(p, $3)); }
  | header_parts TEXT_MIDDLE "env" name { $$ = ast_expr_add(ast_text_add(p, $1, $2, @2), ast_name_expr(p, $4)); }
  | TEXT_BEGIN error RESUME             { yyerrok; $$ = (struct ast_expr_list){0}; }
  | header_parts TEXT_MIDDLE error RESUME { yyerrok; $$ = $1; }
  ;

policies: %empty | policies policy | policies ";" | policies error RESUME { yyerrok; };

duration:
    DURATION                            { $$ = ast_integer(p, @$, AST_EXPR_DURATION, $1); }
  | INT                                 { $$ = ast_duration_without_unit(p, @$, $1); }
  ;

retry_delay: %empty | "after" duration | "after" duration ".." duration;
retry_kinds: %empty | ON_KINDS retry_list;
retry_list: retry_kind | retry_list "," retry_kind;
retry_kind: name | name INT | INT;
strings: string | strings "," string;

envelope_items: %empty | envelope_items envelope_item | envelope_items error RESUME { yyerrok; };
envelope_item: "ok" expression | "value" name | "message" name;

/* --- flows ------------------------------------------------------------------------------- */

/* flow home(user_id, city_id?) -> Home on GET "/home" timeout 300ms { ... } */
flow:
    "flow" name params flow_result clauses block
                                        { $$ = ast_flow(p, @$, $2, $3, $4, $5, $6); }
  | "flow" error the_body block         { yyerrok; $$ = NULL; }
  ;

flow_result:
    %empty                              { $$ = NULL; }
  | "->" type                           { $$ = $2; }
  ;

/* --- statements -------------------------------------------------------------------------- */

block:
    "{" statements "}"                  { $$ = ast_block(p, @$, AST_STMT_SEQUENCE, $2); }
  ;

statements:
    %empty                              { $$ = (struct ast_stmt_list){0}; }
  | statements statement                { $$ = ast_stmt_add($1, $2); }
  | statements ";"
  | statements error RESUME             { yyerrok; $$ = ast_stmt_add($1, ast_stmt_new(p, @2, AST_STMT_ERROR)); }
  ;

/* city_id = city_id ?? user.home_city      products = invoke catalog.hot      empty */
statement:
    TARGET "=" expression               { $$ = ast_assign(p, @$, ast_name_new($1, @1), $3); }
  | TARGET "=" invoke                   { $$ = ast_invoke_target(@$, ast_name_new($1, @1), $3); }
  | invoke
  | "empty"                             { $$ = ast_stmt_new(p, @$, AST_STMT_EMPTY); }
  | block
  | if
  | "parallel" block                    { $$ = ast_parallel(p, @$, $2); }
  | "return" expression                 { $$ = ast_return(p, @$, $2); }
  | RETURN_BARE                         { $$ = ast_return(p, @$, NULL); }
  | "parallel" "any" block              { $$ = ast_race(p, @$, NULL, @2, $3); }
  | "parallel" INT "of" block           { $$ = ast_race(p, @$, ast_integer(p, @2, AST_EXPR_INT, $2), @3, $4); }
  | "switch" expression "{" junk cases "}" { $$ = ast_switch(p, @$, $2, $5); }
  | THROW_BARE                          { $$ = ast_throw(p, @$, ast_no_name(@1), NULL); }
  | "throw" name %prec BARE             { $$ = ast_throw(p, @$, $2, NULL); }
  | "throw" name record_value           { $$ = ast_throw(p, @$, $2, $3); }
  | "try" block catches                 { $$ = ast_try(p, @$, $2, $3); }
  | for                                 { $$ = ast_stmt_unsupported(p, @$, "the statement `for`"); }
  | TARGET "=" for                      { $$ = ast_stmt_unsupported(p, @$, "the statement `for`"); }
  | "yield" expression                  { $$ = ast_stmt_unsupported(p, @$, "`yield`"); }
  | "while" error RESUME                { yyerrok; $$ = ast_stmt_new(p, @$, AST_STMT_ERROR); }
  | "while" condition while_limit block { $$ = ast_while(p, @$, $2, $3, $4); }
  | "within" duration block within_else { $$ = ast_within(p, @$, $2, $3, $4); }
  | RESERVED                            { $$ = ast_stmt_reserved(p, @$, $1); }
  | TARGET "=" RESERVED                 { $$ = ast_stmt_reserved(p, @$, $3); }
  ;

/* if c { } else if d { } else { } */
if:
    "if" condition block                { $$ = ast_if(p, @$, $2, $3, NULL); }
  | "if" condition block "else" block   { $$ = ast_if(p, @$, $2, $3, $5); }
  | "if" condition block "else" if      { $$ = ast_if(p, @$, $2, $3, $5); }
  | "if" error RESUME                   { yyerrok; $$ = ast_stmt_new(p, @$, AST_STMT_ERROR); }
  ;

condition:
    expression
  | error RESUME_BODY                   { yyerrok; $$ = ast_expr_new(p, @$, AST_EXPR_ERROR); }
  ;

junk: %empty | error RESUME { yyerrok; };
/* case red, green: ... else: ... */
cases:
    %empty                              { $$ = (struct ast_choice_list){0}; }
  | cases case                          { $$ = ast_choice_add($1, $2); }
  ;

case:
    "case" case_values ":" statements   { $$ = ast_choice_new(p, span_join(@1, @3), $2, ast_block(p, @4, AST_STMT_SEQUENCE, $4)); }
  | ELSE_CASE ":" statements            { $$ = ast_choice_new(p, span_join(@1, @2), (struct ast_expr_list){0}, ast_block(p, @3, AST_STMT_SEQUENCE, $3)); }
  ;

case_values:
    expression                          { $$ = ast_expr_add((struct ast_expr_list){0}, $1); }
  | case_values "," expression          { $$ = ast_expr_add($1, $3); }
  ;

/* catch no_city, timeout as e { } */
catches:
    catch                               { $$ = ast_arm_add((struct ast_arm_list){0}, $1); }
  | catches catch                       { $$ = ast_arm_add($1, $2); }
  ;

catch:
    "catch" block                       { $$ = ast_arm_new(p, @1, (struct ast_caught_list){0}, ast_no_name(@1), $2); }
  | "catch" names block                 { $$ = ast_arm_new(p, span_join(@1, @2), $2, ast_no_name(@2), $3); }
  | "catch" names "as" name block       { $$ = ast_arm_new(p, span_join(@1, @4), $2, $4, $5); }
  ;

names:
    name                                { $$ = ast_caught_add((struct ast_caught_list){0}, ast_caught_new(p, $1)); }
  | names "," name                      { $$ = ast_caught_add($1, ast_caught_new(p, $3)); }
  ;

for: "for" name "in" expression for_limit block;
for_limit: %empty | "parallel" INT;

/* while more max 10 { }     within 200ms { } else { } */
while_limit:
    %empty                              { $$ = NULL; }
  | "max" number                        { $$ = $2; }
  ;

within_else:
    %empty                              { $$ = NULL; }
  | "else" block                        { $$ = $2; }
  ;

/* --- calls ------------------------------------------------------------------------------- */

/* invoke content.banners(city: c, level) timeout 80ms else [] */
invoke:
    "invoke" callee arguments tail      { $$ = ast_invoke(p, @$, $2, $3, $4); }
  ;

callee:
    name                                { $$ = (struct ast_callee){ast_no_name(@1), $1}; }
  | name "." name                       { $$ = ast_callee_of(p, $1, $3); }
  ;

arguments:
    %empty                              { $$ = (struct ast_arguments){NULL, false}; }
  | "(" entries ")"                     { $$ = (struct ast_arguments){$2.first, true}; }
  ;

tail:
    %empty                              { $$ = (struct ast_tail){0}; }
  | tail policy                         { $$ = ast_tail_clause($1, $2); }
  | tail fallback                       { $$ = ast_tail_fallback(p, $1, @2, $2); }
  ;

fallback:
    "else" expression                   { $$ = $2; }
  | "else" "stale" duration             { $$ = ast_expr_unsupported(p, @$, "`else stale`"); }
  | "else" "invoke" callee arguments    { $$ = ast_expr_unsupported(p, @$, "`else invoke`"); }
  ;

/* --- expressions ------------------------------------------------------------------------- */

/* if c then a else b     a || b && c     x ?? 0 > 3     -n * 2     user?.phone */
expression:
    primary
  | "if" expression "then" expression "else" expression %prec CONDITIONAL
                                        { $$ = ast_cond(p, @$, $2, $4, $6); }
  | expression "||" expression          { $$ = ast_binary(p, @$, $1, AST_OP_OR, @2, $3); }
  | expression "&&" expression          { $$ = ast_binary(p, @$, $1, AST_OP_AND, @2, $3); }
  | expression "==" expression          { $$ = ast_binary(p, @$, $1, AST_OP_EQ, @2, $3); }
  | expression "!=" expression          { $$ = ast_binary(p, @$, $1, AST_OP_NE, @2, $3); }
  | expression "<" expression           { $$ = ast_binary(p, @$, $1, AST_OP_LT, @2, $3); }
  | expression "<=" expression          { $$ = ast_binary(p, @$, $1, AST_OP_LE, @2, $3); }
  | expression ">" expression           { $$ = ast_binary(p, @$, $1, AST_OP_GT, @2, $3); }
  | expression ">=" expression          { $$ = ast_binary(p, @$, $1, AST_OP_GE, @2, $3); }
  | expression "??" expression          { $$ = ast_binary(p, @$, $1, AST_OP_COALESCE, @2, $3); }
  | expression "+" expression           { $$ = ast_binary(p, @$, $1, AST_OP_ADD, @2, $3); }
  | expression "-" expression           { $$ = ast_binary(p, @$, $1, AST_OP_SUB, @2, $3); }
  | expression "*" expression           { $$ = ast_binary(p, @$, $1, AST_OP_MUL, @2, $3); }
  | expression "/" expression           { $$ = ast_binary(p, @$, $1, AST_OP_DIV, @2, $3); }
  | expression "%" expression           { $$ = ast_binary(p, @$, $1, AST_OP_REM, @2, $3); }
  | expression "as" name                { $$ = ast_expr_unsupported(p, @$, "`as`"); }
  | "!" expression %prec UNARY          { $$ = ast_unary(p, @$, AST_OP_NOT, @1, $2); }
  | "-" expression %prec UNARY          { $$ = ast_unary(p, @$, AST_OP_NEG, @1, $2); }
  ;

primary:
    value
  | primary "." name                    { $$ = ast_field(p, @$, AST_EXPR_FIELD, $1, $3); }
  | primary "?." name                   { $$ = ast_field(p, @$, AST_EXPR_SAFE_FIELD, $1, $3); }
  ;

value:
    name                                { $$ = ast_name_expr(p, $1); }
  | name "(" ")"                        { $$ = ast_call(p, @$, $1, (struct ast_expr_list){0}); }
  | name "(" values ")"                 { $$ = ast_call(p, @$, $1, $3); }
  | INT                                 { $$ = ast_integer(p, @$, AST_EXPR_INT, $1); }
  | FLOAT                               { $$ = ast_float(p, @$, $1); }
  | DURATION                            { $$ = ast_integer(p, @$, AST_EXPR_DURATION, $1); }
  | PERCENT                             { $$ = ast_expr_unsupported(p, @$, "a percentage"); }
  | SIZE                                { $$ = ast_expr_unsupported(p, @$, "a size"); }
  | STRING                              { $$ = ast_string_expr(p, @$, $1); }
  | text
  | "true"                              { $$ = ast_bool(p, @$, true); }
  | "false"                             { $$ = ast_bool(p, @$, false); }
  | "none"                              { $$ = ast_expr_new(p, @$, AST_EXPR_NONE); }
  | "(" expression ")"                  { $$ = $2; }
  | "(" error RESUME ")"                { yyerrok; $$ = ast_expr_new(p, @$, AST_EXPR_ERROR); }
  | record_value
  | "[" list_items "]"                  { $$ = ast_parts(p, @$, AST_EXPR_LIST, $2); }
  | "[" expression "for" name "in" expression "]" { $$ = ast_for(p, @$, $2, $4, $6, NULL); }
  | "[" expression "for" name "in" expression "if" expression "]" { $$ = ast_for(p, @$, $2, $4, $6, $8); }
  ;

values:
    expression                          { $$ = ast_expr_add((struct ast_expr_list){0}, $1); }
  | values "," expression               { $$ = ast_expr_add($1, $3); }
  | error RESUME                        { yyerrok; $$ = ast_expr_add((struct ast_expr_list){0}, ast_expr_new(p, @$, AST_EXPR_ERROR)); }
  | values "," error RESUME             { yyerrok; $$ = $1; }
  ;

/* [a, b]     [f(x) for x in xs if c] */
list_items:
    %empty                              { $$ = (struct ast_expr_list){0}; }
  | values
  | values ","
  ;

/* { a, b: e, ...r } */
record_value:
    "{" entries "}"                     { $$ = ast_record(p, @$, $2); }
  ;

entries:
    %empty                              { $$ = (struct ast_entry_list){0}; }
  | entry_list
  | entry_list ","
  ;

entry_list:
    entry                               { $$ = ast_entry_add((struct ast_entry_list){0}, $1); }
  | entry_list "," entry                { $$ = ast_entry_add($1, $3); }
  | error RESUME                        { yyerrok; $$ = (struct ast_entry_list){0}; }
  | entry_list "," error RESUME         { yyerrok; $$ = $1; }
  ;

entry:
    name                                { $$ = ast_entry_new(p, @$, $1, NULL); }
  | name ":" expression                 { $$ = ast_entry_new(p, @$, $1, $3); }
  | "..." expression                    { $$ = ast_entry_spread(p, @$); }
  ;

/* "text {hole} text" */
text:
    text_parts TEXT_END                 { $$ = ast_parts(p, @$, AST_EXPR_TEXT, ast_text_add(p, $1, $2, @2)); }
  ;

text_parts:
    TEXT_BEGIN expression               { $$ = ast_expr_add(ast_text_add(p, (struct ast_expr_list){0}, $1, @1), $2); }
  | text_parts TEXT_MIDDLE expression   { $$ = ast_expr_add(ast_text_add(p, $1, $2, @2), $3); }
  | TEXT_BEGIN error RESUME             { yyerrok; $$ = (struct ast_expr_list){0}; }
  | text_parts TEXT_MIDDLE error RESUME { yyerrok; $$ = $1; }
  ;

/* --- fuses and tests --------------------------------------------------------------------- */

/* trip 50% of 20 in 10s   slow 80% over 150ms   open 5s..60s   probe 3 */
fuse_items: %empty | fuse_items fuse_item | fuse_items ";" | fuse_items error RESUME { yyerrok; };
fuse_item:
    "trip" PERCENT "of" INT "in" duration
  | "trip" PERCENT "of" "last" INT
  | "trip" "consecutive" INT
  | "slow" PERCENT "over" duration
  | "open" duration
  | "open" duration ".." duration
  | "probe" INT
  ;

/* given catalog.hot fails unreachable once, then replies []    when home(user_id: 42)
 * expect status 200    expect result.banners == [] */
test_items: %empty | test_items test_item | test_items ";" | test_items error RESUME { yyerrok; };
test_item:
    "given" name "." name test_answers
  | "when" name arguments
  | "expect" "status" INT
  | "expect" "degraded" names
  | "expect" expression
  ;
test_answers: test_answer | test_answers "," "then" test_answer;
test_answer: "replies" expression test_once test_after | "fails" name test_code test_once test_after;
test_code: %empty | INT;
test_once: %empty | "once";
test_after: %empty | "after" duration;

/* --- small parts ------------------------------------------------------------------------- */

name:
    NAME                                { $$ = ast_name_new($1, @1); }
  ;

string:
    STRING                              { $$ = ast_string_new($1, @1); }
  ;

%%

/* Says what was found, and what could have stood there; compiler/syntax.c makes a sentence of it. */
static int yyreport_syntax_error(const yypcontext_t *context, struct parser *p)
{
    yysymbol_kind_t kinds[YYNTOKENS];
    const char *expected[YYNTOKENS];
    int n;

    if (syntax_is_silent(p)) {
        tokens_panic(p);
        return 0;
    }
    n = yypcontext_expected_tokens(context, kinds, YYNTOKENS);
    for (int i = 0; i < n; i++)
        expected[i] = yysymbol_name(kinds[i]);
    syntax_report(p, (struct expected){expected, n > 0 ? (unsigned)n : 0});
    tokens_panic(p);
    return 0;
}
