#!/usr/bin/env bash
# Where texts go: standard output, a file that is whole or untouched, a pipe; never over a source.
. tests/support/command.sh
cp "$top/samples/hello/hello.orch" .

expect 0 '' "$ORCHC" --emit=c hello.orch -o hello.c
grep -q '^/\* hello.c: emitted by orchc' hello.c || { echo "the C does not say what it is"; exit 1; }
expect 0 '' "$ORCHC" --dump=graph hello.orch -o hello.graph
"$ORCHC" --dump=graph hello.orch -o - | cmp - hello.graph || exit 1
"$ORCHC" --dump=graph hello.orch -o /dev/stdout | cmp - hello.graph || exit 1
[ "$(stat -c %a hello.c)" = "$(umask -S >/dev/null; printf '%o' $((0666 & ~$(umask))))" ] ||
    { echo "the mode of hello.c is $(stat -c %a hello.c)"; exit 1; }

# a link is followed, not replaced
ln -s hello.c link.c
expect 0 '' "$ORCHC" --emit=c hello.orch -o link.c
[ -L link.c ] || { echo "the link was replaced"; exit 1; }

# what is full or closed says so
expect 2 'No space left' sh -c "'$ORCHC' --emit=c hello.orch -o /dev/full"
expect 2 'No space left' sh -c "'$ORCHC' --emit=c hello.orch >/dev/full"
expect 2 'hello.orch is a source' "$ORCHC" --emit=c hello.orch -o hello.orch
expect 2 'is a source' "$ORCHC" hello.orch -o ./hello.orch
cmp hello.orch "$top/samples/hello/hello.orch" || exit 1
expect 2 'no/such' "$ORCHC" -M no/such/hello.d --emit=c hello.orch -o hello.c

# nothing else is left behind
[ "$(echo *)" = "hello.c hello.graph hello.orch link.c said" ] || { echo "left behind: $(echo *)"; exit 1; }

# diagnostics as JSON are the output of --check, else they go to standard error
printf 'flow f() on GET "/f" { x = y }\n' >wrong.orch
"$ORCHC" --check --format=json wrong.orch 2>/dev/null | grep -q '"E0203"' || { echo "no JSON"; exit 1; }
"$ORCHC" --emit=c --format=json wrong.orch 2>&1 >/dev/null | grep -q '"E0203"' || { echo "no JSON"; exit 1; }
