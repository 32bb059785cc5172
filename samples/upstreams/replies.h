/* The replies of a service: the JSON files of its folder, in memory, ready to be sent.
 *
 * A request for /products/hot is answered with products/hot.json, one for / with index.json. A
 * folder or file named `_` stands for any one path segment: /users/42 finds users/_.json where
 * there is no users/42.json. */
#ifndef UPSTREAMS_REPLIES_H
#define UPSTREAMS_REPLIES_H

#include "http.h"

struct reply {
    char *pattern; /* "/users/_" */
    char *bytes;   /* head and body, as sent */
    size_t len;    /* of both */
    size_t head;   /* of the head alone */
    struct reply *next;
};

/* Loads every .json file under the folder. False where one cannot be read; the message is in
 * error. */
bool replies_load(const char *folder, struct reply **out, char *error, size_t error_size);
void replies_free(struct reply *replies);

/* The reply for a path, one without wildcards before one with; NULL where there is none. */
const struct reply *replies_find(const struct reply *replies, struct slice path);

/* True where the path fits the pattern, segment by segment; `_` fits any segment. */
bool path_fits(const char *pattern, struct slice path);

#endif
