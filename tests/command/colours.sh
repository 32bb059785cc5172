#!/usr/bin/env bash
# What samples/colours/README.md says happens, happens; and what it quotes is what orchc says.
. tests/support/command.sh
sample=$top/samples/colours
cp "$sample/colours.orch" .

grep -E '^    ( |invoke)' "$sample/README.md" | sed 's/^    //' >quoted
[ "$(wc -l <quoted)" -ge 5 ] || { echo "the README quotes nothing"; exit 1; }
while IFS= read -r line; do
    grep -qF -- "$line" "$sample/colours.explain" || { echo "colours.explain does not say: $line"; exit 1; }
done <quoted

sed 's/invoke stock.level /invoke stock.level(item: found.shop) /' colours.orch >wrong.orch
expect 1 'E0302' "$ORCHC" --check wrong.orch
sed 's/shop: shop_id  title/shop: shop_id  maker: shop_id  title/' colours.orch >twice.orch
expect 1 'E0402' "$ORCHC" --check twice.orch
grep -q 'found.shop' said && grep -q 'found.maker' said || { echo "it does not offer both"; cat said; exit 1; }
sed '/convert/d' colours.orch >none.orch
expect 1 'E0401' "$ORCHC" --check none.orch
