/* The life of a connection: requests in, answers out when they are due. */
#ifndef UPSTREAMS_CONNECTION_H
#define UPSTREAMS_CONNECTION_H

#include "server.h"

/* Takes over an accepted descriptor; service NULL: it is a control connection. */
void connection_add(struct server *s, struct service *service, int fd);

/* Makes what a hold keeps waiting due: it is answered at the end of this turn. */
void connections_release(struct server *s, const struct service *service);

/* Closes all connections of the service, whatever they wait for. */
void connections_close(struct server *s, const struct service *service);

/* Answers what is due. Returns the milliseconds until the next answer is, -1 if none is expected.
 */
int connections_due(struct server *s);

/* Frees what was closed in this turn. */
void connections_bury(struct server *s);

#endif
