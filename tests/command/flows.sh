#!/usr/bin/env bash
# Which flows are built: all of a file, or the one that is named; a file without any has nothing to build (E0605).
. tests/support/command.sh
cp "$top/tests/scenario/mini.orch" "$top/samples/home/shop.orch" .

expect 0 'flow page.*' "$ORCHC" --dump=graph mini.orch
grep -q '^flow both' said || { echo "not all flows are there"; exit 1; }
expect 0 '^flow both' "$ORCHC" --dump=graph --flow both mini.orch
[ "$(grep -c '^flow' said)" -eq 1 ] || { echo "more than one flow is there"; cat said; exit 1; }
expect 0 'flows\[\]' "$ORCHC" --emit=c --flow buy mini.orch
grep -q 'strict' said && { echo "another flow is in the C"; exit 1; }
grep -q 'extra' said && { echo "a service that is not called is in the C"; exit 1; }

expect 1 'E0605.*no flow .pag.' "$ORCHC" --flow pag mini.orch -o pag_svc
grep -q 'did you mean `page`' said || { echo "it does not offer page"; cat said; exit 1; }
absent pag_svc
expect 1 'E0605' "$ORCHC" --check --flow pag mini.orch
expect 1 'E0605.*no flow' "$ORCHC" shop.orch -o shop_svc
expect 1 'E0605' "$ORCHC" --emit=c shop.orch
expect 0 '' "$ORCHC" --check shop.orch
expect 0 'term user_id' "$ORCHC" --dump=model shop.orch
