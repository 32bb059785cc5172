/* "Did you mean": the nearest candidate by edit distance, where a swap of neighbours counts once
 * (optimal string alignment) and case does not count as much as a letter. */
#include "diag.h"

#include <ctype.h>

#define NEAR_MAX_LENGTH 64 /* longer names are not compared */
#define NEAR_MAX        3  /* edits */

static unsigned min2(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

static bool same_letter(char a, char b)
{
    return tolower((unsigned char)a) == tolower((unsigned char)b);
}

static unsigned distance(const char *a, size_t n, const char *b, size_t m)
{
    unsigned rows[3][NEAR_MAX_LENGTH + 1];
    unsigned *before = rows[0], *last = rows[1], *row = rows[2];

    for (unsigned j = 0; j <= m; j++)
        last[j] = j;
    for (unsigned i = 1; i <= n; i++) {
        unsigned *oldest = before;

        row[0] = i;
        for (unsigned j = 1; j <= m; j++) {
            unsigned change = last[j - 1] + !same_letter(a[i - 1], b[j - 1]);

            row[j] = min2(change, min2(last[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && same_letter(a[i - 1], b[j - 2]) &&
                same_letter(a[i - 2], b[j - 1]))
                row[j] = min2(row[j], before[j - 2] + 1);
        }
        before = last;
        last = row;
        row = oldest;
    }
    return last[m];
}

void diag_near_init(struct diag_near *n, const char *wanted)
{
    size_t len = strlen(wanted), limit = (len + 2) / 3;

    *n = (struct diag_near){.wanted = wanted};
    n->distance = (unsigned)(limit < NEAR_MAX ? limit : NEAR_MAX) + 1; /* better is nearer */
}

void diag_near_try(struct diag_near *n, const char *candidate)
{
    size_t len = strlen(n->wanted), other = strlen(candidate);
    unsigned d;

    if (len > NEAR_MAX_LENGTH || other > NEAR_MAX_LENGTH || strcmp(n->wanted, candidate) == 0)
        return;
    if (len == 1 && other != 1) /* a single letter is near to nearly everything */
        return;
    d = distance(n->wanted, len, candidate, other);
    if (d < n->distance) {
        n->distance = d;
        n->best = candidate;
    }
}
