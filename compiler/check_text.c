/* Words for the messages of check and wire: what the user wrote, places, types with their article,
 * and the one message that has three mends. */
#include "checker.h"
#include "excerpt.h"

#define SOURCE_LONGEST 40 /* bytes of source text that a message quotes */

const char *check_source(const struct model *m, struct span span)
{
    const char *text = excerpt(m->compilation, span, SOURCE_LONGEST);

    return text[0] ? text : "value";
}

const char *check_value_text(const struct model *m, const struct expr *value)
{
    switch (value->kind) {
    case EXPR_VAR:
        return value->var->name;
    case EXPR_FIELD:
    case EXPR_SAFE_FIELD:
        return memory_text(&m->compilation->arena, "%s%s.%s", check_value_text(m, value->left),
                           value->kind == EXPR_FIELD ? "" : "?", value->field->name);
    case EXPR_VALUE:
    case EXPR_SOME:
    case EXPR_WIDEN:
    case EXPR_RECOLOUR:
        return check_value_text(m, value->left);
    default:
        return check_source(m, value->span);
    }
}

const char *check_at(const struct model *m, struct span span)
{
    const struct source *src = sources_get(&m->compilation->sources, span.file);
    struct position at;

    if (!src)
        return "its place";
    at = source_position(src, span.begin);
    return memory_text(&m->compilation->arena, "%u:%u", (unsigned)at.line, (unsigned)at.column);
}

const char *check_turn(const struct model *m, struct turn turn)
{
    static const char *const texts[] = {
        [TURN_CASE] = "the case at %s is taken",
        [TURN_NO_CASE] = "the switch at %s has no case for the value",
        [TURN_COMPLETED] = "the try at %s completes",
        [TURN_FAILED] = "something in the try at %s fails",
        [TURN_CAUGHT] = "the catch at %s is taken",
        [TURN_WON] = "the branch at %s comes first",
        [TURN_LOST] = "the branch at %s is cancelled",
        [TURN_IN_TIME] = "the block at %s ends in time",
        [TURN_EXPIRED] = "the time of the block at %s is over",
        [TURN_ROUND] = "the loop at %s has run a round",
        [TURN_NO_ROUND] = "the loop at %s has run no round",
    };
    struct orch_arena *arena = &m->compilation->arena;
    const char *text = turn.truth ? "the condition at %s is true" : "the condition at %s is false";
    const char *at = check_at(m, turn.cond);
    int len;

    if (turn.kind != TURN_CONDITION)
        text = texts[turn.kind];
    len = (int)(strchr(text, '%') - text);
    return memory_text(arena, "%.*s%s%s", len, text, at, text + len + 2);
}

const char *check_turn_here(struct turn turn)
{
    switch (turn.kind) {
    case TURN_CASE:
        return "this case is taken";
    case TURN_NO_CASE:
        return "this has no case for the value";
    case TURN_COMPLETED:
        return "this completes";
    case TURN_FAILED:
        return "something in this fails";
    case TURN_CAUGHT:
        return "this catch is taken";
    case TURN_WON:
        return "this branch comes first";
    case TURN_LOST:
        return "this branch is cancelled";
    case TURN_IN_TIME:
        return "this ends in time";
    case TURN_EXPIRED:
        return "the time of this is over";
    case TURN_ROUND:
        return "this has run a round";
    case TURN_NO_ROUND:
        return "this has run no round";
    case TURN_CONDITION:
        break;
    }
    return turn.truth ? "this is true" : "this is false";
}

const char *check_type(struct model *m, const struct type *type)
{
    switch (type->kind) {
    case TYPE_NONE:
        return "none";
    case TYPE_VOID:
        return "nothing";
    default:
        return type_text(&m->types, type);
    }
}

const char *check_a(struct model *m, const struct type *type)
{
    const char *text = check_type(m, type);

    switch (type->kind) {
    case TYPE_NONE:
    case TYPE_VOID:
    case TYPE_ERROR:
        return text;
    default:
        if (text[0] == '[')
            return text;
        return check_format(m, "%s %s", strchr("aeiouAEIO", text[0]) ? "an" : "a", text);
    }
}

/* What to write behind `??` for a value of this type; NULL: there is no short one. */
static const char *placeholder(const struct type *type)
{
    switch (type_inner(type)->kind) {
    case TYPE_INT:
        return " ?? 0";
    case TYPE_FLOAT:
        return " ?? 0.0";
    case TYPE_BOOL:
        return " ?? false";
    case TYPE_STRING:
        return " ?? \"\"";
    case TYPE_LIST:
        return " ?? []";
    default:
        return NULL;
    }
}

/* A variable or a field of one, as the user wrote it: something can be put behind it. */
static bool is_written_path(const struct model *m, const struct expr *value)
{
    return (value->kind == EXPR_VAR || value->kind == EXPR_FIELD ||
            value->kind == EXPR_SAFE_FIELD) &&
           strcmp(check_value_text(m, value), check_source(m, value->span)) == 0;
}

/* The mends that there always are: another value, a guard; between them `else_note`, unless NULL.
 */
static void mend(struct model *m, struct diag *d, const struct expr *value,
                 const struct type *target, const char *else_note)
{
    const char *source = check_value_text(m, value);
    const char *instead = placeholder(target);

    diag_label(d, value->span, "this is %s", check_a(m, value->type));
    if (instead && is_written_path(m, value))
        diag_fix(d, (struct span){value->span.file, value->span.end, value->span.end}, instead,
                 "give a value for when it is none: `%s%s`", source, instead);
    else
        diag_note(d, "give a value for when it is none: `%s ?? ...`", source);
    if (else_note)
        diag_note(d, "%s", else_note);
    if (is_written_path(m, value))
        diag_note(d, "or guard this with `if %s != none { ... }`", source);
}

void check_optional(struct model *m, const struct expr *value, const struct type *target,
                    const char *what, struct span span)
{
    struct diag *d;

    if (value->type->kind == TYPE_NONE) {
        check_report(m, DIAG_OPTIONAL_MISMATCH, span, "%s is %s, it may not be none", what,
                     check_a(m, target));
        return;
    }
    d = check_report(m, DIAG_OPTIONAL_MISMATCH, span, "%s is %s, but `%s` may be none", what,
                     check_a(m, target), check_value_text(m, value));
    mend(m, d, value, target, check_format(m, "or make %s optional", what));
}

void check_optional_operand(struct model *m, const struct expr *value, const char *what,
                            struct span span)
{
    struct diag *d;

    if (value->type->kind == TYPE_NONE) {
        check_report(m, DIAG_OPTIONAL_MISMATCH, span, "%s may not be none", what);
        return;
    }
    d = check_report(m, DIAG_OPTIONAL_MISMATCH, span, "%s may not be none, but `%s` may be", what,
                     check_value_text(m, value));
    mend(m, d, value, type_inner(value->type), NULL);
}
