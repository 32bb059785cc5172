/* Listening sockets, bound before anything else of a service starts. */
#ifndef ORCH_LISTEN_H
#define ORCH_LISTEN_H

#include <stdbool.h>
#include <stddef.h>

/* Binds n sockets to one address ("HOST:PORT" as config.h checks it; port 0: any free one), so that
 * the kernel spreads connections over them. Refuses an address on which anybody listens, also
 * another service of ours: sockets that share a port share it silently, so the first is bound
 * without sharing. True with fds[0..n) (non-blocking) and the address in bound[] ("[::1]:8080");
 * false with one line in error[]. */
bool orch_listen(const char *address, unsigned n, int *fds, char *bound, size_t bound_size,
                 char *error, size_t error_size);

#endif
