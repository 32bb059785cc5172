#!/usr/bin/env bash
# docs/emitted-c.md shows what is emitted: each of its blocks of C stands so in what its program becomes.
. tests/support/command.sh
page=$top/docs/emitted-c.md

awk '/^```orch/ { on = 1; next } /^```/ { on = 0 } on' "$page" >page.orch
expect 0 '' "$ORCHC" --emit=c page.orch -o page.c
emitted=$(cat page.c; echo .) block='' inside='' n=0
while IFS= read -r line; do
    if [ "$line" = '```c' ]; then
        inside=1 block=''
    elif [ "$line" = '```' ] && [ -n "$inside" ]; then
        inside='' n=$((n + 1))
        [[ $emitted == *"$block"* ]] || { printf 'this is not emitted:\n%s' "$block"; exit 1; }
    elif [ -n "$inside" ]; then
        block+=$line$'\n'
    fi
done <"$page"
[ $n -gt 5 ] || { echo "only $n blocks were found"; exit 1; }
