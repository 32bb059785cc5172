/* Header fields (RFC 9110, section 5): which names and values there can be, and the lines of those
 * that every call of an operation sends. */
#ifndef ORCH_HEADER_H
#define ORCH_HEADER_H

#include "base/buf.h"
#include "flow.h"

/* A field name: a token. */
bool orch_header_is_name(struct orch_str name);
/* Names are compared without regard to case. */
bool orch_header_same(struct orch_str a, struct orch_str b);

enum orch_header_use {
    ORCH_HEADER_READ,     /* of a request that came in */
    ORCH_HEADER_CONSTANT, /* sent, the same with each call */
    ORCH_HEADER_SENT,     /* sent, by a parameter */
};
/* True for fields that a program has no say in: those of one connection (RFC 9110, 7.6.1), those
 * that frame a message, and what the client sends by itself. */
bool orch_header_is_reserved(struct orch_str name, enum orch_header_use use);

/* Why the value cannot be sent as it is (static text), or NULL. Line ends and other control
 * characters would end the field or the message; white space around it would not arrive. */
const char *orch_header_fault(struct orch_str value);

/* Appends "Name: value" and a NUL; "Name;" for an empty value, which is how libcurl is told of one.
 * The value must have no fault. */
void orch_header_line(struct orch_buf *out, const char *name, struct orch_str value);
/* The line of a header of an operation; `secrets` by index, as the program has them. */
void orch_header_constant(struct orch_buf *out, const struct orch_header *h,
                          const char *const *secrets);

#endif
