/* The programs that a scenario starts; their output goes to files, which are read as they grow. */
#ifndef SCENARIO_PROCESS_H
#define SCENARIO_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

struct process {
    pid_t pid; /* 0: not started */
    bool ended;
    int code; /* exit status; 128 + the signal that ended it */
    char out[512], err[512];
};

/* Starts argv with standard output and error in `name`.out and `name`.err under the folder. It dies
 * with this program. `cwd` NULL: here. False where it cannot be started. */
bool process_start(struct process *p, char *const argv[], const char *folder, const char *name,
                   const char *cwd);

/* True once it has ended, after at most `seconds`. */
bool process_wait(struct process *p, int seconds);

/* Kills it where it still runs. */
void process_end(struct process *p);

/* A whole file, NUL-terminated, for the caller to free; empty where there is none. */
char *file_text(const char *path);

/* Sleeps a moment between two looks at a condition; false when `*left` (milliseconds) is used up.
 */
bool pause_for(int *left);

#endif
