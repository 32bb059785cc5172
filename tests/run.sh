#!/usr/bin/env bash
# The one test runner. It builds nothing (make does); it prints failures in full and, as its last line,
# `N passed, N failed`; the exit status is 1 where anything failed.
#
#   tests/run.sh [--only=KIND] [--rewrite] [NAME]      NAME: only tests whose name contains it
#
#   headers    every header compiles alone
#   unit       CUnit programs; the last line of each is `unit NAME: N passed, N failed`
#   fuzz       tests/fuzz/fuzz_NAME.c over its seeds in tests/fuzz/corpus/NAME
#   golden     x.orch beside x.ast|.model|.graph|.c|.explain|.err|.warn: what is there is compared
#              (--rewrite: written anew); x.args holds further arguments; .err wants exit status 1, the others 0
#   samples    every sample passes --check, and the C that it becomes compiles without a warning
#   docs       every block fenced ```orch passes --check without a word; ```orch error CODE is refused with just
#              this error, ```orch error with any; ```orch warning CODE passes with just this warning; ```orch part is
#              not looked at. A block that opens with `// name.orch` has that name, so that a later one can import it;
#              so has a ```yaml block that opens with `# name.yaml`.
#   command    tests/command/*.sh: what a user at a shell meets; each exits 0 where all is well
#   scenario   tests/scenario/*.scn: a service binary against mock upstreams
#
# Each test is one run of this script (--one KIND ITEM), two at a time; its output is shown where it fails.
set -u
cd "$(dirname "$0")/.." || exit 2
export CC=${CC:-cc} SAN=${SAN:-} BUILD=${BUILD:-build}
export ASAN_OPTIONS=detect_stack_use_after_return=1${ASAN_OPTIONS:+:$ASAN_OPTIONS} # as newer compilers do by themselves
BUILD=$(realpath -m "$BUILD")
orchc=$BUILD/bin/orchc
kinds="headers unit fuzz golden samples docs command scenario"

list() { # list KIND: its items, one a line
    case $1 in
    headers) find compiler grammar runtime samples tests -name '*.h' ;;
    unit) find tests/unit -name '*_test.c' ;;
    fuzz) find tests/fuzz -maxdepth 1 -name '*.c' ;;
    golden) find tests/golden samples -name '*.orch' | while read -r file; do
        find "${file%/*}" -name "$(basename "$file" .orch).*" -regex '.*\.\(ast\|model\|graph\|c\|explain\|err\|warn\)'
    done ;;
    samples) find samples -name '*.orch' ;;
    docs) grep -ls '^```orch' README.md docs/*.md samples/*/*.md ;;
    command) find tests/command -name '*.sh' ;;
    scenario) find tests/scenario -name '*.scn' ;;
    esac 2>/dev/null | sort
}

# --- the kinds; each is given an item, prints what went wrong and returns 0 or 1 -------------------------------

check_headers() {
    printf '#include "%s"\n' "$1" |
        $CC -std=c11 -Wall -Wextra -Werror -D_GNU_SOURCE -DORCH_VERSION='"0"' -I. -I"$BUILD/gen" -fsyntax-only -x c -
}

check_unit() {
    local program=${1#tests/unit/}
    "$BUILD/tests/unit/${program%_test.c}"
}

check_fuzz() {
    local name
    name=$(basename "$1" .c)
    find "tests/fuzz/corpus/${name#fuzz_}" -type f -print0 | sort -z | xargs -0 -r "$BUILD/tests/fuzz/${name}_replay"
}

# What orchc says about NAME.orch, in the form that the extension asks for.
golden_output() { # golden_output EXT NAME ARGS...
    local ext=$1 file=$2.orch
    shift 2
    case $ext in
    ast | model | graph) "$orchc" --dump="$ext" "$@" "$file" ;;
    c) "$orchc" --emit=c "$@" "$file" ;;
    explain) "$orchc" --explain "$@" "$file" ;;
    err | warn) "$orchc" --check --format=text --color=never "$@" "$file" 2>&1 >/dev/null ;;
    esac
}

check_golden() {
    local name ext=${1##*.} args=() want=0 status
    name=$(basename "${1%.*}")
    cd "$(dirname "$1")" || return 1
    [ ! -f "$name.args" ] || read -ra args <"$name.args"
    [ "$ext" != err ] || want=1
    golden_output "$ext" "$name" "${args[@]}" >"$scratch/out" 2>"$scratch/err"
    status=$?
    if [ $status -ne $want ]; then
        echo "exit status $status, wanted $want"
        cat "$scratch/err" "$scratch/out"
        return 1
    fi
    if [ -n "${REWRITE:-}" ]; then cp "$scratch/out" "$name.$ext"; fi
    diff -u "$name.$ext" "$scratch/out" || return 1
    [ "$ext" != c ] || compiles_clean "$scratch/out"
}

compiles_clean() { # compiles_clean FILE: emitted C, by every compiler that is here
    local cc
    for cc in gcc clang; do
        command -v $cc >/dev/null || continue
        $cc -std=c11 -O1 -Wall -Wextra -Werror -I"$BUILD/include" -x c -c "$1" -o /dev/null || return 1
    done
}

check_samples() {
    "$orchc" --check "$1" || return 1
    grep -q '^flow ' "$1" || return 0
    "$orchc" --emit=c "$1" -o "$scratch/out.c" && compiles_clean "$scratch/out.c"
}

check_docs() {
    local doc=$PWD/$1 kind code file line status codes want failed=0
    cd "$scratch" || return 1
    awk '/^```orch/ { n++; file = ""; kind = $2 ? $2 : "good"; code = $3; next }
         /^```yaml/ { kind = "yaml"; next }
         kind == "yaml" && /^# [a-z_.]+\.yaml/ { file = $2; kind = ""; printf "" > file }
         /^```/     { if (file) close(file); file = ""; kind = ""; next }
         kind && kind != "yaml" && !file { file = match($0, /^\/\/ [a-z_]+\.orch/) ? substr($0, 4, RLENGTH - 3) : "block" n ".orch"
                         print kind, code ? code : "-", file, FNR - 1; printf "" > file }
         file       { print > file }' "$doc" >blocks
    while read -r kind code file line; do
        [ "$kind" != part ] || continue
        "$orchc" --check --format=gcc "$file" >out 2>&1
        status=$?
        codes=$(grep -oE '\[[EW][0-9]{4}\]$' out | tr -d '[]' | sort -u | paste -sd ' ')
        case $kind in
        good) want="0 " ;;
        warning) want="0 $code" ;;
        error) codes=$(echo "$codes" | grep -oE 'E[0-9]+' | paste -sd ' ') want="1 ${code/-/$codes}" ;;
        *) want="no such kind" ;;
        esac
        [ "$status $codes" != "$want" ] || continue
        failed=1
        echo "${doc##*/}:$line: $kind $code: $file ended with '$status $codes', wanted '$want'"
        cat out
    done <blocks
    return $failed
}

check_command() { ORCHC=$orchc SCRATCH=$scratch "$1"; }

check_scenario() { "$BUILD/tests/scenario" --build "$BUILD" --scratch "$scratch" "$1"; }

# --- running them ----------------------------------------------------------------------------------------------

# One test: its output and its counts go to $results/N.
run_one() { # run_one N KIND ITEM
    local out=$results/$1.out counts
    scratch=$results/$1.scratch
    mkdir "$scratch"
    if (check_"$2" "$3") >"$out" 2>&1; then status=0; else status=$?; fi
    counts="$((status == 0)) $((status != 0))"
    if [ "$2" = unit ] && [[ $(tail -n 1 "$out") =~ :\ ([0-9]+)\ passed,\ ([0-9]+)\ failed ]]; then
        counts="${BASH_REMATCH[1]} ${BASH_REMATCH[2]}"
        [ $status -eq 0 ] || [ "${BASH_REMATCH[2]}" -gt 0 ] || counts="${BASH_REMATCH[1]} 1"
    elif [ "$2" = unit ]; then
        echo "(ended with status $status before its last line)" >>"$out"
        counts="0 1"
    fi
    echo "$2 $counts $3" >"$results/$1.counts"
    rm -rf "$scratch"
}

report() {
    local kind passed failed all_passed=0 all_failed=0 file name
    for kind in $kinds; do
        passed=0 failed=0
        for file in "$results"/*.counts; do
            read -r k p f name <"$file"
            [ "$k" = "$kind" ] || continue
            passed=$((passed + p)) failed=$((failed + f))
            [ "$f" -eq 0 ] || { echo "--- FAILED: $kind $name"; cat "${file%.counts}.out"; }
        done
        [ $((passed + failed)) -eq 0 ] || echo "$kind: $passed passed, $failed failed"
        all_passed=$((all_passed + passed)) all_failed=$((all_failed + failed))
    done
    [ $((all_passed + all_failed)) -gt 0 ] || { echo "no test has '$1' in its name"; all_failed=1; }
    echo "$all_passed passed, $all_failed failed"
    [ "$all_failed" -eq 0 ]
}

if [ "${1:-}" = --one ]; then
    shift
    run_one "$@"
    exit 0
fi

pattern=
for arg in "$@"; do
    case $arg in
    --only=*) kinds=${arg#--only=} ;;
    --rewrite) export REWRITE=1 kinds=golden ;;
    -*) echo "run.sh: unknown flag $arg" >&2; exit 2 ;;
    *) pattern=$arg ;;
    esac
done

results=$(mktemp -d)
export results
trap 'rm -rf "$results"' EXIT
for kind in $kinds; do
    list "$kind" | sed "s/^/$kind /"
done | grep -F -- "$pattern" | awk '{ printf "%05d\n%s\n%s\n", NR, $1, $2 }' |
    xargs -d '\n' -r -n 3 -P "${JOBS:-2}" "$0" --one
report "$pattern"
