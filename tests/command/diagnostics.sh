#!/usr/bin/env bash
# The registry of diagnostics, their page in the docs and their tests keep up with each other: every code has a section
# with its title, and a golden (or command) test that shows its message.
. tests/support/command.sh
registry=$top/compiler/diag_codes.def page=$top/docs/diagnostics.md failed=0

while IFS='|' read -r code title; do
    grep -qxF "### $code: $title" "$page" || { echo "docs/diagnostics.md has no section '### $code: $title'"; failed=1; }
    grep -rqF "$code" "$top/tests/golden" "$top/tests/command" --include='*.err' --include='*.warn' --include='*.sh' ||
        { echo "no golden test shows $code ($title)"; failed=1; }
done < <(sed -nE 's/^X\([A-Z_0-9]+, *"([EW][0-9]+)", *DIAG_[A-Z]+, *"(.*)"\).*/\1|\2/p' "$registry")

while read -r code; do
    grep -qF "\"$code\"" "$registry" || { echo "docs/diagnostics.md explains $code, which is not there"; failed=1; }
done < <(sed -nE 's/^### ([EW][0-9]+):.*/\1/p' "$page")
# SARIF is one JSON document on standard output, for several files and for none that is wrong.
cp "$top/samples/hello/hello.orch" good.orch
echo 'flow f() -> int on GET "/f" { return x }' >bad.orch
expect 0 '"results": \[\]' "$ORCHC" --check --format=sarif good.orch
expect 1 '"ruleId": "E0203"' "$ORCHC" --check --format=sarif good.orch bad.orch
[ "$(grep -c '"\$schema"' said)" -eq 1 ] || { echo "not one document:"; cat said; failed=1; }
exit $failed
