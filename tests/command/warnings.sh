#!/usr/bin/env bash
# Warnings can be switched off, or made errors that no program is built with.
. tests/support/command.sh
cat >dead.orch <<'END'
flow page() -> int on GET "/page" {
  return 1
  empty
}
END

expect 0 'warning.*W0501' "$ORCHC" --check --format=gcc dead.orch
expect 0 '' "$ORCHC" --check -w dead.orch
expect 0 '' "$ORCHC" --check -Wno-unreachable dead.orch
expect 0 '' "$ORCHC" --check -Werror -Wno-unreachable dead.orch
expect 1 'error.*W0501' "$ORCHC" --check -Werror --format=gcc dead.orch
expect 1 'error.*W0501' "$ORCHC" --check -Werror=unreachable --format=gcc dead.orch
expect 0 'warning.*W0501' "$ORCHC" --check -Werror -Wno-error=unreachable --format=gcc dead.orch
expect 1 '1 error' "$ORCHC" -Werror dead.orch -o dead
absent dead
expect 2 "did you mean 'unreachable'" "$ORCHC" --check -Wno-unreachabel dead.orch
says_lines 1
