#!/usr/bin/env bash
# Layout (clang-format 14), mistakes (cppcheck, clang-tidy): all three are run, and what they find is shown in full.
# `make lint` makes the generated headers that they need first.
set -u
cd "$(dirname "$0")/.." || exit 2
export LC_ALL=C
mapfile -t all < <(find compiler runtime samples tests -name '*.[ch]' -not -path 'tests/golden/*' | sort)
mapfile -t checked < <(printf '%s\n' "${all[@]}" | grep '\.c$' | grep -v '^tests/unit/')
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# Other versions lay out some details differently; they are not asked.
if clang-format --version | grep -q 'version 14\.'; then
    clang-format --dry-run -Werror "${all[@]}" || failed=1
else
    echo "lint: the layout is not checked: this is not clang-format 14"
fi

# Newer versions take put(text, format(n, text)) for a read of `text`; both compilers and the analyzer see that better.
cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 -j 2 \
    --suppress=arrayIndexThenCheck --suppress=uninitvar --suppress=normalCheckLevelMaxBranches \
    -D__GNUC__ -I. -Ibuild/gen "${checked[@]}" || failed=1

# Checks are in .clang-tidy, flags in compile_flags.txt. The analyzer looks at each function by itself: looking into
# those that it calls takes forty times as long, and guesses more than it finds.
arg=--extra-arg=-Xclang
printf '%s\n' "${checked[@]}" |
    xargs -P 2 -n 4 clang-tidy --quiet $arg --extra-arg=-analyzer-config $arg --extra-arg=mode=shallow \
        >"$work/tidy" 2>/dev/null || failed=1
grep -v '^$' "$work/tidy"

[ $failed -eq 0 ] && echo "lint: ${#all[@]} files, nothing found"
exit $failed
