/* How long a service takes from its start to its first answer, in microseconds.
 *
 *   startup HOST:PORT TARGET PROGRAM ARGS...
 *
 * Starts the program, connects until it can, sends one GET, and prints the time until the first
 * byte of a 200 is there. Ends the program. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long now_us(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000LL + t.tv_nsec / 1000;
}

/* The first bytes of the answer; 0 where nobody listens yet. */
static int ask(const struct sockaddr_in *address, const char *target)
{
    char text[1024];
    int fd = socket(AF_INET, SOCK_STREAM, 0), good = 0;
    int n = snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: startup\r\n\r\n", target);

    if (fd < 0)
        return -1;
    if (connect(fd, (const struct sockaddr *)address, sizeof *address) == 0 &&
        send(fd, text, (size_t)n, 0) == n && recv(fd, text, sizeof text, 0) > 12)
        good = memcmp(text, "HTTP/1.1 200", 12) == 0 ? 1 : -1;
    close(fd);
    return good;
}

int main(int argc, char **argv)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    char host[64];
    int port, good;
    long long began;
    pid_t pid;

    if (argc < 4 || sscanf(argv[1], "%63[0-9.]:%d", host, &port) != 2) {
        fputs("usage: startup HOST:PORT TARGET PROGRAM ARGS...\n", stderr);
        return 2;
    }
    address.sin_port = htons((uint16_t)port);
    inet_pton(AF_INET, host, &address.sin_addr);
    began = now_us();
    pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        execv(argv[3], argv + 3);
        _exit(127);
    }
    while ((good = ask(&address, argv[2])) == 0 && now_us() - began < 5000000)
        usleep(50);
    printf("%lld\n", now_us() - began);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    return good == 1 ? 0 : 1;
}
