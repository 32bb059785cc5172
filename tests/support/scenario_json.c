/* See scenario_json.h. */
#include "scenario_json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

json_t *json_at(json_t *root, const char *path)
{
    while (root && *path) {
        size_t width;
        char key[128];

        if (*path == '[') {
            root = json_array_get(root, strtoul(path + 1, (char **)&path, 10));
            path += *path == ']';
            continue;
        }
        path += *path == '.';
        width = strcspn(path, ".[");
        if (width == 0)
            continue;
        snprintf(key, sizeof key, "%.*s", (int)width, path);
        root = json_object_get(root, key);
        path += width;
    }
    return root;
}

bool json_has(json_t *whole, json_t *part)
{
    const char *key;
    json_t *value;

    if (!json_is_object(part))
        return json_equal(whole, part);
    json_object_foreach(part, key, value)
    {
        json_t *found = json_object_get(whole, key);

        if (!found || !json_has(found, value))
            return false;
    }
    return json_is_object(whole);
}

char *json_text(json_t *value)
{
    char *text = value ? json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY) : strdup("(nothing)");

    if (!text)
        abort();
    return text;
}
