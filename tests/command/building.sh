#!/usr/bin/env bash
# What can go wrong between a sound program and its binary: said in full, and nothing half-written is left.
. tests/support/command.sh
cp "$top/samples/hello/hello.orch" .

expect 0 '' "$ORCHC" hello.orch -o hello_svc
expect 0 'hello|[0-9]+\.[0-9]+' ./hello_svc --version
rm hello_svc

# a compiler that is missing, and one that fails: what was run, what it said, where the C is
expect 2 'no-such-cc' "$ORCHC" --cc no-such-cc hello.orch -o hello_svc
absent hello_svc
printf '#!/bin/sh\necho "cc: out of luck" >&2\nexit 3\n' >bad-cc
chmod +x bad-cc
expect 70 'out of luck' "$ORCHC" --cc ./bad-cc hello.orch -o hello_svc
grep -q 'bad-cc' said || { echo "it does not say what was run:"; cat said; exit 1; }
kept=$(grep -oE '[^ ,;`'"'"']+\.c\b' said | head -n 1)
[ -s "$kept" ] || { echo "it does not say where the C is:"; cat said; exit 1; }
absent hello_svc
expect 2 'no-such-cc' env CC=no-such-cc "$ORCHC" hello.orch -o hello_svc
absent hello_svc

# places that cannot be written to
expect 2 'no/such/folder' "$ORCHC" hello.orch -o no/such/folder/hello_svc
mkdir taken
expect 2 'taken' "$ORCHC" hello.orch -o taken
expect 2 'no/such/folder' "$ORCHC" --emit=c hello.orch -o no/such/folder/hello.c

# a program with errors leaves an older binary alone
echo old >hello_svc
sed 's/greeter.greet/greeter.gret/' hello.orch >wrong.orch
expect 1 'greet' "$ORCHC" wrong.orch -o hello_svc
[ "$(cat hello_svc)" = old ] || { echo "the older binary is gone"; exit 1; }

# the C, on request
expect 0 '' "$ORCHC" --keep-c hello.orch -o kept_svc
[ -s kept_svc.c ] || { echo "no kept_svc.c"; exit 1; }
expect 0 'hello\.orch' "$ORCHC" --emit=c hello.orch
grep -q "$PWD" said && { echo "the C names a folder of this machine"; exit 1; }
"$ORCHC" --emit=c hello.orch >once.c && "$ORCHC" --emit=c hello.orch >twice.c && cmp once.c twice.c || exit 1

# dependencies, for make
expect 0 '' "$ORCHC" -M home.d "$top/samples/home/home.orch" -o home_svc
grep -q 'shop\.orch' home.d || { echo "home.d lacks shop.orch"; exit 1; }
