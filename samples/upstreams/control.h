/* Control requests, on a port of their own:
 *
 *   POST /SERVICE?FAULT     sets a fault (faults.h); a body replaces the reply's
 *   POST /SERVICE?down=yes  stops the service; down=no starts it again
 *   POST /SERVICE?release   ends its holds: answers what they keep waiting
 *   POST /SERVICE?clear     ends all its faults
 *   POST /reset             all services up, no faults, nothing seen yet
 *   GET  /counts            per service: requests, cancelled, connections, open, waiting
 *   GET  /log               the requests seen, as JSON */
#ifndef UPSTREAMS_CONTROL_H
#define UPSTREAMS_CONTROL_H

#include "server.h"

/* Carries out the request. Returns the JSON body to answer with, which the caller frees. */
char *control_answer(struct server *s, const struct request *r, int *status);

#endif
