#!/usr/bin/env bash
# Files that are no Orch, of all kinds: each gets a diagnostic with a place, none a crash, a hang, or silence.
. tests/support/command.sh

# told FILE PATTERN...: it is refused, and each pattern is in a line of what is said, of few lines
told() {
    local file=$1
    shift
    expect 1 '^1 error$' "$ORCHC" --check "$file"
    for pattern; do grep -qE -- "$pattern" said || { echo "$file: not said: $pattern"; head -c 2000 said; exit 1; }; done
    [ "$(wc -c <said)" -lt 2000 ] || { echo "$file: too much is said"; head -c 2000 said; exit 1; }
}

# not there, or no file
expect 2 'E0001.*cannot read `missing\.orch`: No such file' "$ORCHC" --check missing.orch
expect 2 'E0001.*cannot read `missing\.orch`: No such file' "$ORCHC" missing.orch -o missing
expect 2 'E0001.*`/` is a folder, not a file' "$ORCHC" --check /
printf 'import "missing.orch"\n' >importer.orch
told importer.orch 'E0001.*there is no file `missing\.orch`' 'importer\.orch:1:8' 'looked for beside the file that imports it'
absent missing

# nothing in it
: >empty.orch
told empty.orch 'E0004.*this file declares nothing' 'empty\.orch:1:1' 'a file holds declarations: `flow`, `service`'
expect 1 'E0004' "$ORCHC" empty.orch -o empty
printf '// later\n\n' >comment.orch
told comment.orch 'E0004.*this file declares nothing'
absent empty

# not text
head -c 4096 "$ORCHC" >binary.orch
told binary.orch 'E0003.*it holds a zero byte' 'binary\.orch:1:'
printf 'dictionary d { caf\xe9 : int }\n' >latin1.orch
told latin1.orch 'E0003.*this is not UTF-8 text' 'latin1\.orch:1:19' 'an Orch file is text in UTF-8'
printf '\xff\xfed\0i\0c\0' >utf16.orch
told utf16.orch 'E0003.*this is not UTF-8 text' 'utf16\.orch:1:1'
printf '\xef\xbb\xbfdictionary d { a : int }\n' >mark.orch # a byte order mark is no mistake
expect 0 '' "$ORCHC" --check mark.orch

# too large: of bytes, and of one name
head -c 10000000 /dev/zero | tr '\0' 'x' >huge.orch
told huge.orch 'E0002.*`huge\.orch` is larger than 8 MiB'
head -c 8000000 /dev/zero | tr '\0' 'x' >name.orch
told name.orch 'E0105.*`xxx.*\.\.\.` begins no declaration'

# nested too deep, opened by every means; long chains are no less deep
nested() { # nested BEFORE REPEATED
    { printf '%s' "$1"; yes -- "$2" | head -n 20000 | tr -d '\n'; } >deep.orch
    told deep.orch 'E0106.*this is nested too deep' 'deep\.orch:1:[0-9]+'
}
head='flow f() on GET "/" { x = '
nested "$head" '('
nested "$head" '['
nested "$head" 'len('
nested "$head" '{ a: '
nested "$head" '"{'
nested "$head" '- '
nested "$head" '!'
nested "$head" 'if true then 1 else '
nested "$head" 'if '
nested 'flow f() on GET "/" ' '{'
nested 'flow f() on GET "/" { ' 'if true { } else '
nested 'flow f() on GET "/" { ' 'parallel { '
nested 'record R { a: ' '['
for link in '+ 1 ' '?? 1 ' '.b '; do
    { printf '%sa ' "$head"; yes -- "$link" | head -n 20000 | tr -d '\n'; printf ' }'; } >deep.orch
    told deep.orch 'E0106.*this is nested too deep'
done

# a brace that is missing: the one that was opened is shown
for file in shop home; do
    sed '$d' "$top/samples/home/$file.orch" >last.orch
    [ "$file" = shop ] || cp "$top/samples/home/shop.orch" .
    told last.orch 'E0104.*this `\{` is not closed' 'last\.orch:[0-9]+:[0-9]+' 'the file ends here'
done
printf 'dictionary d {\n  a : int\n' >brace.orch
told brace.orch 'E0104.*this `\{` is not closed' 'brace\.orch:1:14'
printf 'dictionary d {\n  a : int\nrecord R { b: int }\n' >brace.orch
told brace.orch 'E0104.*this `\{` is not closed' 'brace\.orch:1:14'

# every file that is cut off somewhere is refused, or is a whole one by luck; none brings the compiler down
for cut in 200 400 600 800 1000 1200 1400 1600; do
    head -c $cut "$top/samples/home/shop.orch" >cut.orch
    timeout 20 "$ORCHC" --check cut.orch >said 2>&1
    status=$?
    [ $status -le 1 ] || { echo "cut after $cut bytes: status $status"; cat said; exit 1; }
done
