/* Recording decisions of the wiring (struct wiring, model.h) for explain: one for each parameter or
 * field, and those inside where a record was made from another. */
#ifndef WIRING_H
#define WIRING_H

#include "model.h"

struct wirings { /* a list that grows at its end */
    struct wiring *first, *last;
};

void wiring_add(struct model *m, struct wirings *list, const struct wiring *wiring);
/* One that the user wrote: `target` says for what, `given` is the value before it was adapted. */
void wiring_explicit(struct model *m, struct wirings *list, const struct wiring *target,
                     const struct expr *given);
/* What fitting a value of type `from`, written `source`, to `to` decided inside: "products[].price"
 * from "products[].price_fen". Nothing where it is no fitting of records. */
void wiring_inside(struct model *m, struct wirings *list, const struct type *from,
                   const struct type *to, const char *target, const char *source);
/* The declared conversion that a value of type `from` goes through to be a `to`; NULL: none. */
const struct conversion *wiring_conversion(const struct model *m, const struct type *from,
                                           const struct type *to);

#endif
