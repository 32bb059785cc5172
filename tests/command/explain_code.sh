#!/usr/bin/env bash
# orchc explain-code prints the section of docs/diagnostics.md on a code, whole, for each code there is.
. tests/support/command.sh
page=$top/docs/diagnostics.md

words() { tr -s ' \n' '\n\n' | sed '/^$/d'; }

for code in $(sed -nE 's/^### ([EW][0-9]+):.*/\1/p' "$page"); do
    awk -v code="$code:" '/^##/ && !fenced { on = $2 == code; sub(/^### /, "") }
        /^```/ { fenced = !fenced; next } on' "$page" | words >wanted
    expect 0 "^$code: " "$ORCHC" explain-code "$code"
    sed '/^-Wno-/d' said | words | diff - wanted >differ || { echo "explain-code $code differs from the page:"; cat differ; exit 1; }
done

expect 0 '^E0203: an unknown value$' "$ORCHC" explain-code e0203
expect 0 '^W0502: ' "$ORCHC" explain-code unused-result
grep -qx -e '-Wno-unused-result hides it.' said || { echo "no name of the switch:"; cat said; exit 1; }
expect 2 'there is no diagnostic E9999$' "$ORCHC" explain-code E9999
says_lines 1
expect 2 'there is no diagnostic X0203: did you mean E0203\?' "$ORCHC" explain-code X0203
expect 2 'explain-code needs a code' "$ORCHC" explain-code
