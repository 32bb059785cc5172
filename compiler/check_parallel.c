/* Parallel: each statement is a branch that starts from what is known before; afterwards what each
 * has set is set. Two branches may not set the same name, and none may read what another sets:
 * which comes first is nobody's to say. So the names that branches set are found before they are
 * checked. */
#include "checker.h"

static void note_name(struct checker *k, struct race *race, const char *name, struct span span)
{
    struct race_name *added;

    if (!name)
        return;
    for (unsigned i = 0; i < race->n; i++) {
        if (race->names[i].name == name && race->names[i].branch == race->branch)
            return;
    }
    race->names = memory_grow(&k->m->compilation->arena, race->names, race->n, sizeof *race->names);
    added = &race->names[race->n++];
    *added = (struct race_name){name, span, race->branch};
}

/* What the statements of a list set, on any path. */
static void note_all(struct checker *k, struct race *race, const struct ast_stmt *s);

static void note_one(struct checker *k, struct race *race, const struct ast_stmt *s)
{
    bool more;

    switch (s->kind) {
    case AST_STMT_ASSIGN:
        note_name(k, race, s->assign.target.text, s->assign.target.span);
        break;
    case AST_STMT_INVOKE:
        note_name(k, race, check_result_name(k->m, s),
                  s->invoke.target.text
                      ? s->invoke.target.span
                      : span_join(s->invoke.service.span, s->invoke.operation.span));
        break;
    default:
        for (unsigned i = 0;; i++) {
            const struct ast_stmt *block = ast_stmt_block(s, i, &more);

            if (!more)
                break;
            note_all(k, race, block);
        }
        break;
    }
}

static void note_all(struct checker *k, struct race *race, const struct ast_stmt *s)
{
    for (; s; s = s->next)
        note_one(k, race, s);
}

void check_race_conflicts(struct checker *k, const struct race *race)
{
    for (unsigned i = 0; i < race->n; i++) {
        for (unsigned j = 0; j < i; j++) {
            struct diag *d;

            if (race->names[j].name != race->names[i].name)
                continue;
            d = check_report(k->m, DIAG_WRITE_CONFLICT, race->names[i].span,
                             "two branches of this parallel set `%s`", race->names[i].name);
            diag_label(d, race->names[j].span, "the other branch sets it here");
            diag_note(d, "give one of them another name: `other = ...`");
            break;
        }
    }
}

void check_race_note(struct checker *k, struct race *race, const struct ast_stmt *branches)
{
    for (; branches; branches = branches->next) {
        note_one(k, race, branches);
        race->branch++;
    }
    race->branch = 0;
}

struct stmt *check_parallel(struct checker *k, const struct ast_stmt *s)
{
    const struct ast_stmt *branches = s->kind == AST_STMT_RACE ? s->race.body : s->body;
    struct orch_arena *arena = &k->m->compilation->arena;
    struct stmt *made = check_stmt_new(k, STMT_PARALLEL, s), **end = &made->parallel.body;
    struct race race = {.outer = k->races};
    struct state *before = k->state, **after = NULL;
    unsigned n = 0;

    check_race_note(k, &race, branches);
    check_race_conflicts(k, &race);
    k->races = &race;
    for (const struct ast_stmt *branch = branches; branch; branch = branch->next) {
        k->state = state_copy(arena, before);
        *end = check_stmt(k, branch);
        if (*end)
            end = &(*end)->next;
        after = memory_grow(arena, after, n, sizeof(struct state *));
        after[n++] = k->state;
        race.branch++;
    }
    k->races = race.outer;
    k->state = before;
    state_join(arena, before, after, n);
    return made;
}
