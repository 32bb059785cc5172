#!/usr/bin/env bash
# Wrong usage gets one line that says what would be right, and status 2.
. tests/support/command.sh
cp "$top/samples/hello/hello.orch" .

expect 0 'usage: orchc' "$ORCHC" --help
expect 0 '[0-9]+\.[0-9]+\.[0-9]+' "$ORCHC" --version
expect 2 '--help' "$ORCHC"
expect 2 '--check' "$ORCHC" --chek hello.orch
says_lines 1
expect 2 'graph' "$ORCHC" --dump=grap hello.orch
says_lines 1
expect 2 '-o' "$ORCHC" hello.orch -o
says_lines 1
expect 2 'svg' "$ORCHC" --emit=svg hello.orch
says_lines 1
expect 0 '' "$ORCHC" --check hello.orch
expect 0 '' sh -c "'$ORCHC' --check - <hello.orch"
