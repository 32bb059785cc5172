/* What scenarios ask of JSON. */
#ifndef SCENARIO_JSON_H
#define SCENARIO_JSON_H

#include <jansson.h>
#include <stdbool.h>

/* The value at a path like .user.name or .items[2].id; `.` is the whole. Borrowed; NULL where there
 * is none. */
json_t *json_at(json_t *root, const char *path);

/* True where all that `part` has is in `whole`: members of objects, at any depth; arrays and
 * scalars are compared as a whole. */
bool json_has(json_t *whole, json_t *part);

/* Any JSON value in compact form, for the caller to free; "(nothing)" for NULL. */
char *json_text(json_t *value);

#endif
