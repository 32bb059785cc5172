#!/usr/bin/env bash
# -g: a debugger stops at a line of the .orch and shows what stands there.
. tests/support/command.sh
cp "$top/samples/hello/hello.orch" .

expect 0 '' "$ORCHC" -g -O0 --keep-c hello.orch -o hello_svc
grep -q '^#line 17 "hello.orch"$' hello_svc.c || { echo "no #line for line 17"; exit 1; }
grep -q '^#line [0-9]* "hello_svc.c"$' hello_svc.c || { echo "no #line that leads back"; exit 1; }
# each #line that leads back names the line that it stands before
awk '/^#line [0-9]+ "hello_svc.c"$/ && $2 != NR + 1 { print FILENAME ":" NR ": " $0; bad = 1 } END { exit bad }' \
    hello_svc.c || exit 1

command -v gdb >/dev/null || exit 0
expect 0 'Line 18 of .*hello_1_answer' gdb -batch -nx -ex 'info line hello.orch:18' ./hello_svc
