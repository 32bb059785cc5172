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
expect 2 'no-such-cc.*--cc' env CC=no-such-cc "$ORCHC" hello.orch -o hello_svc
absent hello_svc

printf '#!/bin/sh\nkill -9 $$\n' >killed-cc
printf '#!/bin/sh\nexit 0\n' >idle-cc
chmod +x killed-cc idle-cc
expect 70 'killed-cc was ended by signal 9' "$ORCHC" --cc ./killed-cc hello.orch -o hello_svc
grep -q 'the C is kept in' said || { echo "it does not say where the C is:"; cat said; exit 1; }
absent hello_svc
expect 70 'idle-cc reported success, but made no program' "$ORCHC" --cc ./idle-cc hello.orch -o hello_svc
absent hello_svc

printf '#!/bin/sh\nkill -INT $$\n' >stopped-cc
chmod +x stopped-cc
expect 2 'interrupted' "$ORCHC" --cc ./stopped-cc hello.orch -o hello_svc
says_lines 1
absent hello_svc

# a source is never written over, however it is named
cp hello.orch before
ln -s hello.orch link.orch
for args in "hello.orch -o hello.orch" "hello.orch -o link.orch" "hello.orch -M ./hello.orch -o hello_svc" \
    "--emit=c hello.orch -o hello.orch" "--explain hello.orch -o hello.orch" "--dump=ast hello.orch -o $PWD/hello.orch"; do
    # shellcheck disable=SC2086  # words
    expect 2 '(hello|link)\.orch is a source' "$ORCHC" $args
    says_lines 1
    cmp before hello.orch || exit 1
done
absent hello_svc

# a full disk
for text in --emit=c --explain --dump=ast --dump=model --dump=graph; do
    expect 2 'standard output: No space left' sh -c "exec '$ORCHC' $text hello.orch >/dev/full"
    expect 2 '/dev/full: No space left' "$ORCHC" $text hello.orch -o /dev/full
done
for text in --help --version; do
    expect 2 'standard output: No space left' sh -c "exec '$ORCHC' $text >/dev/full"
done
expect 2 '/dev/full: No space left' "$ORCHC" -M /dev/full hello.orch -o hello_svc
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
