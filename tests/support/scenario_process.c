/* See scenario_process.h. */
#include "scenario_process.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void redirect(const char *path, int flags, int to)
{
    int fd = open(path, flags | O_CLOEXEC, 0644);

    if (fd < 0 || dup2(fd, to) < 0)
        _exit(126);
}

bool process_start(struct process *p, char *const argv[], const char *folder, const char *name,
                   const char *cwd)
{
    *p = (struct process){0};
    snprintf(p->out, sizeof p->out, "%s/%s.out", folder, name);
    snprintf(p->err, sizeof p->err, "%s/%s.err", folder, name);
    fflush(NULL);
    p->pid = fork();
    if (p->pid != 0)
        return p->pid > 0;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    redirect("/dev/null", O_RDONLY, STDIN_FILENO);
    redirect(p->out, O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
    redirect(p->err, O_WRONLY | O_CREAT | O_TRUNC, STDERR_FILENO);
    if (cwd && chdir(cwd) != 0)
        _exit(126);
    execvp(argv[0], argv);
    perror(argv[0]);
    _exit(127);
}

bool pause_for(int *left)
{
    struct timespec moment = {.tv_nsec = 2000000};

    nanosleep(&moment, NULL);
    *left -= 2;
    return *left > 0;
}

bool process_wait(struct process *p, int seconds)
{
    int status, left = seconds * 1000;

    while (!p->ended) {
        if (waitpid(p->pid, &status, WNOHANG) == p->pid) {
            p->ended = true;
            p->code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        } else if (!pause_for(&left)) {
            return false;
        }
    }
    return true;
}

void process_end(struct process *p)
{
    if (p->pid > 0 && !p->ended) {
        kill(p->pid, SIGKILL);
        waitpid(p->pid, NULL, 0);
        p->ended = true;
    }
}

char *file_text(const char *path)
{
    FILE *f = fopen(path, "rb");
    char *text = NULL;
    size_t len = 0, cap = 0, n;

    do {
        cap = cap ? cap * 2 : 4096;
        text = realloc(text, cap + 1);
        if (!text)
            abort();
        n = f ? fread(text + len, 1, cap - len, f) : 0;
        len += n;
    } while (n > 0 && len == cap);
    text[len] = '\0';
    if (f)
        fclose(f);
    return text;
}
