/* The contract between an emitted service and the engine: tables of constants that say what runs in
 * which order, and the functions that touch values. The compiler emits them (docs/emitted-c.md
 * shows them); flow.c walks them.
 *
 * A flow is a table of nodes. A strand is a place in that table: a run starts with strand 0 at node
 * 0, a fork starts one more strand per branch. Each branch has a strand number of its own, given by
 * the compiler: two strands that can be active at once never share one, so a run's strands are an
 * array of known size.
 *
 * All values of a run live in its frame: one struct per flow, zeroed at the start, in the run's
 * arena, like every string and list that they point to. Strands of one run write distinct members
 * of it. */
#ifndef ORCH_FLOW_H
#define ORCH_FLOW_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "errors.h"
#include "json_read.h"

#include <stdint.h>

struct orch_upstream_request;
struct orch_input;

/* What emitted code may use of the run that it works for: the first parameter of each emitted
 * function. A fault is sticky: the first one is kept, the engine looks at it when the function has
 * returned, and treats it like a failure of that node. Code after a fault runs on with harmless
 * values. */
struct orch_eval {
    struct orch_arena *arena;
    enum orch_error fault;    /* ORCH_OK while all is well */
    const char *fault_detail; /* static text */
    int64_t wall_us;          /* wall clock of this turn, microseconds since 1970: `now()` */
};

void orch_eval_fault(struct orch_eval *ev, enum orch_error err, const char *detail);
/* Zeroed memory for n items; faults with MEMORY, and then returns NULL (so: n items may not be
 * written). */
void *orch_eval_alloc(struct orch_eval *ev, size_t n, size_t size);

/* --- nodes ----------------------------------------------------------------------------------- */

#define ORCH_END UINT16_MAX /* as `next`: the strand ends here; its fork joins */

enum orch_op {
    ORCH_ASSIGN,  /* run.assign; next */
    ORCH_INVOKE,  /* starts a call; next when it has answered or fallen back */
    ORCH_BRANCH,  /* run.choose picks one of targets */
    ORCH_FORK,    /* starts the branches; next when enough of them have ended */
    ORCH_RETURN,  /* builds and writes the answer; the run ends, whatever else still runs is
                     cancelled */
    ORCH_EMPTY,   /* nothing; next */
    ORCH_THROW,   /* fails with a declared error */
    ORCH_RETHROW, /* fails again with what a catch has caught */
    ORCH_CATCH,   /* a handler: not walked to, but looked at where a node fails whose on_error it is
                   */
};

/* --- errors that the program declares -------------------------------------------------------- */

struct orch_declared {
    const char *name;
    const char *title;                                      /* of the problem details */
    uint16_t status;                                        /* of the answer */
    void (*write)(const void *value, struct orch_buf *out); /* its fields, as a JSON object */
};

/* Makes the value of a declared error in the run's arena: a struct with its fields. `in` is the
 * reply that stands for the error (its object may have some of the fields), or NULL. NULL after a
 * fault. */
typedef const void *(*orch_make_fn)(struct orch_eval *ev, const void *frame,
                                    struct orch_json_in *in);

/* A status of a reply that is a declared error. */
struct orch_reply_error {
    uint16_t status;
    uint16_t error; /* index into the program's errors */
    orch_make_fn make;
};

struct orch_throw {
    uint16_t error;
    orch_make_fn make;
};

/* What a handler is given. */
struct orch_caught {
    enum orch_error kind;
    uint16_t error;        /* DECLARED: index into the program's errors */
    const void *value;     /* DECLARED: what its make function gave */
    const char *operation; /* the call that failed; "" where it was none */
    int status;            /* STATUS: of the reply */
};

#define ORCH_SET(error) (1u << ORCH_ERR_##error)
#define ORCH_CALL_FAILURES                                                                         \
    (ORCH_SET(TIMEOUT) | ORCH_SET(UNREACHABLE) | ORCH_SET(FUSED) | ORCH_SET(BUSY) |                \
     ORCH_SET(STATUS) | ORCH_SET(MALFORMED))

/* One arm of a handler; the first that has the failure counts. */
struct orch_arm {
    uint32_t kinds;         /* a set of ORCH_SET; with DECLARED: all declared errors */
    const uint16_t *errors; /* these declared errors besides */
    uint16_t n_errors;
    uint16_t target; /* its first node, or ORCH_END */
    /* `as e`: copies what it wants into the frame; NULL: nothing. */
    void (*bind)(struct orch_eval *ev, void *frame, const struct orch_caught *caught);
};

struct orch_invoke {
    uint16_t operation;  /* index into the program's operations */
    uint32_t timeout_ms; /* of one attempt; 0: only the flow's deadline bounds it */
    const char *result;  /* name of what it sets; what Orch-Degraded says; NULL: sets nothing */
    /* Writes path, query, headers and body of the request. */
    void (*request)(struct orch_eval *ev, const void *frame, struct orch_upstream_request *out);
    /* Reads a 2xx reply into the frame; false where it is malformed. NULL: the body is not looked
     * at. */
    bool (*reply)(struct orch_eval *ev, void *frame, struct orch_json_in *in);
    /* `else expr`: sets the result; NULL: a failure propagates. */
    void (*otherwise)(struct orch_eval *ev, void *frame);
    bool again; /* may run several times in a run: what it has read stays when it reads again */
    const struct orch_reply_error *errors; /* statuses that are declared errors */
    uint16_t n_errors;
};

struct orch_fork_branch {
    uint16_t node;   /* the first of the branch */
    uint16_t strand; /* the strand that runs it */
};

struct orch_node {
    enum orch_op op;
    uint16_t next;     /* ORCH_END: the strand ends after this one */
    uint16_t on_error; /* the ORCH_CATCH around it, on the same strand; 0: none */
    uint32_t line;     /* in the .orch, from 1 */
    const char *label; /* "invoke content.banners": for logs, pictures, traces */
    union {
        void (*assign)(struct orch_eval *ev, void *frame);
        const struct orch_invoke *invoke;
        struct {
            unsigned (*choose)(struct orch_eval *ev, const void *frame); /* index into targets */
            const uint16_t *targets; /* nodes; ORCH_END ends the strand */
            uint16_t n_targets;
        } branch;
        struct {
            const struct orch_fork_branch *branches;
            uint16_t n_branches;
            /* So many branches must come to their end; then the others are cancelled. It fails as
             * soon as too few are left. 0: all of them. */
            uint16_t need;
            uint16_t end; /* need > 0: its branches are the nodes before this one, each up to the
                             first of the next branch */
            /* When this time has passed, all below it is cancelled, and it goes on there; without
             * `otherwise` (0) it fails with TIMEOUT. 0: no deadline. */
            uint32_t timeout_ms;
            uint16_t otherwise;
        } fork;
        /* Writes the whole answer as JSON. */
        void (*answer)(struct orch_eval *ev, const void *frame, struct orch_buf *out);
        struct orch_throw raise; /* THROW */
        uint16_t caught;         /* RETHROW: the ORCH_CATCH */
        struct {
            const struct orch_arm *arms;
            uint16_t n_arms;
        } handler; /* CATCH */
    };
};

/* --- flows, services, the program ------------------------------------------------------------ */

enum orch_method {
    ORCH_GET,
    ORCH_HEAD,
    ORCH_POST,
    ORCH_PUT,
    ORCH_PATCH,
    ORCH_DELETE,
    ORCH_METHOD_COUNT
};
const char *orch_method_name(enum orch_method m);

struct orch_flow {
    const char *name;
    enum orch_method method;
    uint32_t timeout_ms; /* 0: ORCH_DEFAULT_TIMEOUT_MS */
    const char *path;    /* "/users/{id}/home": segments in braces are path parameters */
    size_t frame_size;
    uint16_t n_strands;
    uint16_t n_nodes;
    bool has_body;    /* reads a JSON body */
    bool secret_path; /* a path parameter is secret: logs show `path` and not what was sent */
    const char *const *headers; /* names of those that it reads */
    uint16_t n_headers;
    const struct orch_node *nodes;
    const char *file; /* the .orch that it comes from, as given to the compiler */
    /* Reads the parameters into the frame; what is wrong goes into the input's violations. */
    void (*accept)(struct orch_eval *ev, void *frame, struct orch_input *in);
};

struct orch_upstream {
    const char *name; /* of the service in the .orch; --set NAME.url= */
    const char *env;  /* environment variable with its URL, or NULL */
    const char *url;  /* the default, or NULL: then it must be set */
};

/* A header that each call of an operation sends: its parts, one behind the other. */
struct orch_header_part {
    const char *text; /* NULL: the value of a secret */
    uint16_t secret;  /* index into the program's secrets */
};
struct orch_header {
    const char *name;
    const struct orch_header_part *parts;
    uint16_t n_parts;
};

struct orch_operation {
    const char *name; /* "content.banners" */
    uint16_t upstream;
    enum orch_method method;
    const char *path; /* template "/users/{uid}", for logs and metrics */
    const struct orch_header *headers;
    uint16_t n_headers;
};

#define ORCH_ABI 4 /* of this header; the program's must be the same */

struct orch_program {
    unsigned abi;
    const char *name;     /* "home" */
    const char *compiler; /* version of the orchc that emitted it */
    const struct orch_upstream *upstreams;
    const struct orch_operation *operations;
    const struct orch_flow *flows;
    const char *const *secrets; /* environment variables that headers are made from: must be set */
    const struct orch_declared *errors;
    uint16_t n_upstreams, n_operations, n_flows, n_secrets, n_errors;
    /* Called once before the first run (compiles patterns and the like); NULL where there is
     * nothing to do. False: it could not, and has said why on stderr. */
    bool (*start)(void);
};

/* main() of a service: reads settings, serves, returns the exit code. See service.c. */
int orch_main(const struct orch_program *program, int argc, char **argv);

#endif
