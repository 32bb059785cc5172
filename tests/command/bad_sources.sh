#!/usr/bin/env bash
# Files that are no Orch, of all kinds: each gets a diagnostic with a place, none a crash, a hang, or silence.
. tests/support/command.sh

expect 2 'missing\.orch.*No such file' "$ORCHC" --check missing.orch
expect 2 'orchc: .*directory|E0001' "$ORCHC" --check /

: >empty.orch
expect 1 'E0004' "$ORCHC" --check empty.orch

head -c 4096 "$ORCHC" >binary.orch
expect 1 '^error.*E0|E0003|E0101' "$ORCHC" --check binary.orch

printf 'dictionary d { caf\xe9 : int }\n' >latin1.orch
expect 1 'E0003' "$ORCHC" --check latin1.orch

head -c 10000000 /dev/zero | tr '\0' 'x' >huge.orch
expect 1 'E0002' "$ORCHC" --check huge.orch

{ printf 'flow f() {\n x = '; head -c 200000 /dev/zero | tr '\0' '('; } >deep.orch
expect 1 'E0' "$ORCHC" --check deep.orch
{ printf 'flow f() '; head -c 200000 /dev/zero | tr '\0' '{'; } >blocks.orch
expect 1 'E0' "$ORCHC" --check blocks.orch
{ printf 'flow f() { x = "'; for _ in {1..2000}; do printf '{"'; done; } >strings.orch
expect 1 'E0' "$ORCHC" --check strings.orch

printf 'dictionary d {\n  a : int\n' >brace.orch
expect 1 'brace\.orch:[0-9]+' "$ORCHC" --check brace.orch

# every file that is cut off somewhere is refused, or is a whole one by luck; none brings the compiler down
for cut in 200 400 600 800 1000 1200 1400 1600; do
    head -c $cut "$top/samples/home/shop.orch" >cut.orch
    timeout 20 "$ORCHC" --check cut.orch >said 2>&1
    status=$?
    [ $status -le 1 ] || { echo "cut after $cut bytes: status $status"; cat said; exit 1; }
done
