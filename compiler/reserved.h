/* The words that cannot name a value. */
#ifndef RESERVED_H
#define RESERVED_H

#include <stdbool.h>

/* True for a keyword that is one wherever statements and expressions stand, like `if`. */
bool words_is_reserved(const char *word);

#endif
