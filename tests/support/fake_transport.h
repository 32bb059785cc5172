/* A transport without a network: it remembers what was asked for, and the test says, call by call
 * and in any order, how each ends. Whoever never gets an answer waits until it is cancelled. */
#ifndef ORCH_TESTS_FAKE_TRANSPORT_H
#define ORCH_TESTS_FAKE_TRANSPORT_H

#include "runtime/client.h"
#include "runtime/flow.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { FAKE_MAX_CALLS = 64 };

struct fake_transport {
    struct orch_transport t; /* first: the engine's view of it */
    const struct orch_program *program;
    struct orch_call *in_flight[FAKE_MAX_CALLS]; /* in the order of starting */
    unsigned n_in_flight;
    unsigned started, cancelled;
    char cancelled_names[256]; /* " hot brands", in the order of cancelling */
};

/* "hot" for "catalog.hot". */
static inline const char *fake_short_name(const struct fake_transport *f, const struct orch_call *c)
{
    return strchr(f->program->operations[c->operation].name, '.') + 1;
}

static inline void fake_start(struct orch_transport *t, struct orch_call *call)
{
    struct fake_transport *f = (struct fake_transport *)t;

    for (unsigned i = 0; i < f->n_in_flight; i++)
        assert(f->in_flight[i] != call);
    assert(f->n_in_flight < FAKE_MAX_CALLS);
    f->in_flight[f->n_in_flight++] = call;
    f->started++;
}

static inline void fake_forget(struct fake_transport *f, const struct orch_call *call)
{
    unsigned i = 0;

    while (i < f->n_in_flight && f->in_flight[i] != call)
        i++;
    assert(i < f->n_in_flight); /* only what is in flight may end */
    f->n_in_flight--;
    memmove(&f->in_flight[i], &f->in_flight[i + 1], (f->n_in_flight - i) * sizeof f->in_flight[0]);
}

static inline void fake_cancel(struct orch_transport *t, struct orch_call *call)
{
    struct fake_transport *f = (struct fake_transport *)t;
    size_t len = strlen(f->cancelled_names);

    fake_forget(f, call);
    f->cancelled++;
    snprintf(f->cancelled_names + len, sizeof f->cancelled_names - len, "%s%s", len ? " " : "",
             fake_short_name(f, call));
}

static inline void fake_close(struct orch_transport *t)
{
    assert(((struct fake_transport *)t)->n_in_flight == 0);
}

static inline void fake_init(struct fake_transport *f, const struct orch_program *program)
{
    *f = (struct fake_transport){
        .t = {.start = fake_start, .cancel = fake_cancel, .close = fake_close}, .program = program};
}

/* The oldest call in flight of the operation with that short name, or NULL. */
static inline struct orch_call *fake_find(const struct fake_transport *f, const char *name)
{
    for (unsigned i = 0; i < f->n_in_flight; i++)
        if (strcmp(fake_short_name(f, f->in_flight[i]), name) == 0)
            return f->in_flight[i];
    return NULL;
}

/* Ends a call with an HTTP answer. */
static inline void fake_answer(struct fake_transport *f, struct orch_call *call, int status,
                               struct orch_str body)
{
    fake_forget(f, call);
    call->error = ORCH_OK;
    call->status = status;
    orch_buf_str(&call->reply, body);
    call->done(call);
}

/* Ends a call without one: UNREACHABLE or MALFORMED. */
static inline void fake_break(struct fake_transport *f, struct orch_call *call,
                              enum orch_error error, const char *detail)
{
    fake_forget(f, call);
    call->error = error;
    call->status = 0;
    snprintf(call->detail, sizeof call->detail, "%s", detail);
    call->done(call);
}

#endif
