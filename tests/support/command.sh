# Sourced by tests/command/*.sh: running a command and looking at how it ended. A check that fails says so and ends the
# test.  Given: $ORCHC, the compiler; $SCRATCH, a folder for this test alone, which becomes the working folder.
set -u
top=$PWD
cd "$SCRATCH" || exit 2
export TMPDIR=$SCRATCH # what a command leaves behind goes away with the test

# expect STATUS PATTERN COMMAND...: it ends with the status within 60 s, and what it says has the pattern (grep -E; "" for
# saying nothing at all). What it said stays in ./said.
expect() {
    local want=$1 pattern=$2 status
    shift 2
    timeout 60 "$@" >said 2>&1 </dev/null
    status=$?
    if [ $status -ne "$want" ]; then
        echo "status $status, wanted $want: $*"
        head -c 2000 said
        exit 1
    fi
    if [ -z "$pattern" ]; then [ ! -s said ]; else grep -qE -- "$pattern" said; fi && return
    echo "it did not say '$pattern': $*"
    head -c 2000 said
    exit 1
}

# says_lines N: the last command said so many lines.
says_lines() {
    [ "$(wc -l <said)" -eq "$1" ] && return
    echo "wanted $1 lines:"
    head -c 2000 said
    exit 1
}

absent() { # absent PATH...
    for path in "$@"; do
        [ ! -e "$path" ] || { echo "$path is there"; exit 1; }
    done
}
