/* An invoke node: writes the request, makes the call, reads the reply, and where it fails, falls
 * back. attempt() is where one call goes out and attempt_ended() where it comes to its end, however
 * it does: retries, hedges and fuses belong there.
 *
 * What a call can end with: ORCH_OK; UNREACHABLE, or MALFORMED, from the transport; STATUS, for
 * another status than 2xx; DECLARED, where that status is declared to be an error; MALFORMED, for a
 * reply that is not what its operation declares; TIMEOUT; CANCELLED. */
#include "metrics.h"
#include "run_state.h"

#include <stdio.h>
#include <string.h>

static void call_done(struct orch_call *call);
static void call_timed_out(struct orch_timer *timer);

static const struct orch_invoke *invoke_of(const struct orch_invocation *inv)
{
    return inv->run->plan->flow->nodes[inv->node].invoke;
}

static struct orch_invocation *invocation_of(struct orch_run *run, uint16_t strand)
{
    return &run->invocations[run->plan->slot[run->strands[strand].node]];
}

void orch_invocation_init(struct orch_invocation *inv, struct orch_run *run, uint16_t node)
{
    *inv = (struct orch_invocation){.run = run, .node = node};
    inv->timer.fn = call_timed_out;
    inv->timer.data = inv;
    inv->call.operation = invoke_of(inv)->operation;
    inv->call.done = call_done;
    inv->call.data = inv;
    orch_request_init(&inv->call.request);
    orch_buf_init(&inv->call.reply, 0); /* the transport bounds it */
    inv->call.request.target.limit = run->engine->settings.max_run_memory;
    inv->call.request.headers.limit = run->engine->settings.max_run_memory;
    inv->call.request.body.limit = run->engine->settings.max_run_memory;
}

void orch_invocation_reset(struct orch_invocation *inv)
{
    inv->fell_back = ORCH_OK;
    orch_run_recycle(&inv->call.request.target);
    orch_run_recycle(&inv->call.request.headers);
    orch_run_recycle(&inv->call.request.body);
    orch_run_recycle(&inv->call.reply);
}

void orch_invocation_free(struct orch_invocation *inv)
{
    orch_request_free(&inv->call.request);
    orch_buf_free(&inv->call.reply);
}

/* --- one call -------------------------------------------------------------------------------- */

/* Sends it. Its own timeout gets a timer only where it ends before the flow's deadline. */
static void attempt(struct orch_invocation *inv)
{
    struct orch_run *run = inv->run;
    struct orch_engine *e = run->engine;
    uint32_t timeout_ms = invoke_of(inv)->timeout_ms;
    int64_t until;

    inv->started = orch_loop_now(e->loop);
    until = inv->started + (int64_t)timeout_ms * 1000000;
    if (timeout_ms > 0 && until < run->deadline.at)
        orch_timer_start(e->loop, &inv->timer, until);
    inv->in_flight = true;
    inv->call.error = ORCH_OK;
    inv->call.status = 0;
    inv->call.detail[0] = 0;
    orch_buf_reset(&inv->call.reply);
    run->calls++;
    e->transport->start(e->transport, &inv->call);
}

/* Books how it ended. */
static void attempt_ended(struct orch_invocation *inv, enum orch_error error)
{
    struct orch_engine *e = inv->run->engine;
    struct orch_operation_metrics *m;

    inv->in_flight = false;
    orch_timer_stop(e->loop, &inv->timer);
    if (!e->metrics)
        return;
    m = &e->metrics->operations[inv->call.operation];
    orch_metrics_count(&m->calls[error], 1);
    if (error != ORCH_ERR_CANCELLED)
        orch_metrics_observe(&m->seconds, orch_loop_now(e->loop) - inv->started);
}

/* --- the reply ------------------------------------------------------------------------------- */

/* What is read may point into the reply; where the call may be made again, it lives in the run. */
static struct orch_str reply_text(struct orch_invocation *inv)
{
    struct orch_str text = orch_buf_get(&inv->call.reply);
    char *copy;

    if (!invoke_of(inv)->again)
        return text;
    copy = orch_eval_alloc(&inv->run->ev, 1, text.len);
    if (copy)
        memcpy(copy, text.ptr, text.len);
    return orch_str_n(copy, copy ? text.len : 0);
}

static enum orch_error read_reply(struct orch_invocation *inv, char *detail, size_t size)
{
    struct orch_run *run = inv->run;
    const struct orch_invoke *invoke = invoke_of(inv);
    struct orch_json_in in;
    struct orch_str text, path;

    if (!invoke->reply)
        return ORCH_OK;
    if (inv->call.reply.len == 0) {
        snprintf(detail, size, "the reply is empty (status %d)", inv->call.status);
        return ORCH_ERR_MALFORMED;
    }
    text = reply_text(inv);
    if (run->ev.fault != ORCH_OK)
        return ORCH_OK;
    orch_json_init(&in, text, &run->arena, "reply", NULL);
    if (invoke->reply(&run->ev, run->frame, &in) && orch_json_finish(&in))
        return ORCH_OK;
    if (in.error == orch_json_no_memory) { /* the reply is not to blame */
        orch_eval_fault(&run->ev, ORCH_ERR_MEMORY, "the reply is too large");
        return ORCH_OK;
    }
    path = orch_json_path(&in);
    snprintf(detail, size, "%.*s %s", ORCH_STR_ARG(path), in.error ? in.error : "is not accepted");
    return ORCH_ERR_MALFORMED;
}

/* What the reply's status is declared to be; NULL: nothing. */
static const struct orch_reply_error *declared_error(const struct orch_invocation *inv)
{
    const struct orch_invoke *invoke = invoke_of(inv);

    for (uint16_t i = 0; i < invoke->n_errors; i++)
        if (invoke->errors[i].status == inv->call.status)
            return &invoke->errors[i];
    return NULL;
}

/* Makes the declared error; what its reply has of it is read, and does not matter where it is not
 * as expected. */
static void make_error(struct orch_invocation *inv, const struct orch_reply_error *e)
{
    struct orch_run *run = inv->run;
    struct orch_json_in in;

    inv->declared = e->error;
    if (inv->call.reply.len > 0)
        orch_json_init(&in, reply_text(inv), &run->arena, "reply", NULL);
    inv->value = e->make(&run->ev, run->frame, inv->call.reply.len > 0 ? &in : NULL);
}

/* What the transport has brought, judged. */
static enum orch_error judge(struct orch_invocation *inv, char *detail, size_t size)
{
    const struct orch_call *call = &inv->call;
    const struct orch_reply_error *declared;

    if (call->error != ORCH_OK) {
        snprintf(detail, size, "%s", call->detail);
        return call->error;
    }
    if (call->status < 200 || call->status > 299) {
        snprintf(detail, size, "status %d", call->status);
        declared = declared_error(inv);
        if (declared)
            make_error(inv, declared);
        return declared ? ORCH_ERR_DECLARED : ORCH_ERR_STATUS;
    }
    return read_reply(inv, detail, size);
}

/* --- the node -------------------------------------------------------------------------------- */

/* The call has ended, and will not be made again. */
static void invoke_ended(struct orch_invocation *inv, enum orch_error error, const char *detail)
{
    struct orch_run *run = inv->run;
    const struct orch_invoke *invoke = invoke_of(inv);

    if (orch_flow_faulted(run, inv->strand)) /* while the reply was read */
        return;
    if (error == ORCH_ERR_DECLARED) {
        orch_flow_throw(run, inv->strand, inv->declared, inv->value, detail);
        return;
    }
    if (error != ORCH_OK) {
        if (!invoke->otherwise) {
            orch_flow_fail(run, inv->strand, error, detail);
            return;
        }
        invoke->otherwise(&run->ev, run->frame);
        if (orch_flow_faulted(run, inv->strand))
            return;
        inv->fell_back = error;
        snprintf(inv->call.detail, sizeof inv->call.detail, "%s", detail);
    }
    orch_flow_resume(run, inv->strand);
}

void orch_invoke(struct orch_run *run, uint16_t strand)
{
    struct orch_invocation *inv = invocation_of(run, strand);
    struct orch_upstream_request *request = &inv->call.request;

    inv->strand = strand;
    orch_request_reset(request);
    invoke_of(inv)->request(&run->ev, run->frame, request);
    if (orch_flow_faulted(run, strand))
        return;
    if (request->target.failed || request->headers.failed || request->body.failed) {
        orch_flow_fail(run, strand, ORCH_ERR_MEMORY, "the request is too long");
        return;
    }
    if (request->refused)
        invoke_ended(inv, ORCH_ERR_INVALID, request->refused);
    else
        attempt(inv);
}

static void call_done(struct orch_call *call)
{
    struct orch_invocation *inv = call->data;
    char detail[320] = "";
    enum orch_error error;

    orch_flow_enter(inv->run);
    error = judge(inv, detail, sizeof detail);
    attempt_ended(inv, error);
    invoke_ended(inv, error, detail);
    orch_flow_pump(inv->run);
}

static void call_timed_out(struct orch_timer *timer)
{
    struct orch_invocation *inv = timer->data;
    struct orch_transport *t = inv->run->engine->transport;
    char detail[64];

    orch_flow_enter(inv->run);
    snprintf(detail, sizeof detail, "no answer within %u ms", (unsigned)invoke_of(inv)->timeout_ms);
    t->cancel(t, &inv->call);
    attempt_ended(inv, ORCH_ERR_TIMEOUT);
    invoke_ended(inv, ORCH_ERR_TIMEOUT, detail);
    orch_flow_pump(inv->run);
}

int orch_invoke_status(struct orch_run *run, uint16_t strand)
{
    return invocation_of(run, strand)->call.status;
}

void orch_invoke_abort(struct orch_run *run, uint16_t strand, enum orch_error why)
{
    struct orch_invocation *inv = invocation_of(run, strand);
    struct orch_transport *t = run->engine->transport;

    if (!inv->in_flight)
        return;
    t->cancel(t, &inv->call);
    attempt_ended(inv, why);
}
