/* What the parts of the scenario runner share: the scene, and the commands that act on it. */
#ifndef SCENARIO_H
#define SCENARIO_H

#include "scenario_http.h"
#include "scenario_json.h"
#include "scenario_process.h"

enum {
    PATIENCE = 20,     /* seconds that any wait may take: only a failure takes them */
    MAX_EXCHANGES = 8, /* requests under way at once */
    MAX_ARGS = 64
};

struct scene {
    const char *build;   /* the build folder */
    const char *scratch; /* a folder for this run's files */
    const char *file;    /* the script */
    int line;
    struct process upstreams, service;
    json_t *ports;                           /* of the mock services, by name */
    char control[64], listen[64], admin[64]; /* host:port; empty: not there */
    struct exchange answer;                  /* the latest */
    struct exchange under_way[MAX_EXCHANGES];
    char names[MAX_EXCHANGES][32]; /* of those under way; empty: free */
    char *saved;                   /* a body, by `save` */
};

/* Reports a failure of the current line, with what helps to understand it; always false. */
__attribute__((format(printf, 2, 3))) bool scene_fail(struct scene *s, const char *format, ...);

/* A command of the language: gets its arguments, the last of which is the rest of the line. */
struct command {
    const char *name;
    int args; /* at most; those not given are "" */
    bool (*run)(struct scene *s, char **arg);
    const char *help;
};

/* The commands, each table ended by a NULL name. */
extern const struct command scenario_actions[]; /* what is done */
extern const struct command scenario_checks[];  /* what must hold */

/* Sends a control request to the mock services and returns the answer's JSON (the caller drops it),
 * or NULL after a failure. */
json_t *scene_control(struct scene *s, const char *method, const char *target, const char *body);

#endif
