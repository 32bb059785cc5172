/* orch.h: the contract between what orchc emits and liborch. An emitted service includes this file
 * and nothing else. It is versioned by ORCH_ABI (flow.h): a program that was emitted for another
 * version does not compile. */
#ifndef ORCH_H
#define ORCH_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "errors.h"
#include "eval.h"
#include "flow.h"
#include "input.h"
#include "json_read.h"
#include "json_write.h"
#include "pattern.h"
#include "request.h"

#endif
