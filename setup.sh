#!/bin/sh
# Installs the Debian packages that are missing, and says which and why; with all there it does and says nothing.
#   ./setup.sh SET...           sets: build demo test lint fuzz bench
#   ./setup.sh --check SET...   says what is missing, installs nothing
# A line of packages() is one need: alternatives separated by `|`; any one of them will do, the first is installed
# (patterns match what is installed already). Works on Debian 12 and 13, as root or with sudo.
set -eu

packages() {
    case $1 in
    build) echo "gcc libc6-dev make flex bison libcurl4-openssl-dev libjansson-dev libmicrohttpd-dev libpcre2-dev libyaml-dev" ;;
    demo)  echo "curl" ;;
    test)  echo "libcunit1-dev curl pkg-config|pkgconf" ;;
    lint)  echo "clang-format clang-tidy cppcheck" ;;
    fuzz)  echo "clang libclang-rt-dev|libclang-rt-[0-9]*-dev" ;;
    bench) echo "wrk" ;;
    *)     return 1 ;;
    esac
}

purpose() {
    case $1 in
    build) echo "to build orchc, the runtime and the services" ;;
    demo)  echo "to fetch the page" ;;
    test)  echo "to run the tests" ;;
    lint)  echo "to check layout and style" ;;
    fuzz)  echo "to build the fuzz targets" ;;
    bench) echo "to measure" ;;
    esac
}

die() {
    echo "setup: $*" >&2
    exit 1
}

installed() { # installed PACKAGE-OR-PATTERN
    dpkg-query -W -f '${db:Status-Abbrev}\n' "$1" 2>/dev/null | grep -q '^.i'
}

missing() { # missing SET: prints what must be installed for it
    for need in $(set -f; packages "$1"); do
        found=
        for name in $(set -f; echo "$need" | tr '|' ' '); do
            installed "$name" && found=1 && break
        done
        [ -n "$found" ] || printf '%s ' "${need%%|*}"
    done
}

install() { # install PACKAGE...
    as_root=
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || die "not root and no sudo: have an administrator run: apt-get install $*"
        as_root=sudo
    fi
    echo "setup: installing them now, with apt-get${as_root:+, as root by sudo}" >&2
    $as_root apt-get update -q || die "apt-get update failed; its messages are above"
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@" ||
        die "apt-get could not install: $*"
}

check=
if [ "${1:-}" = --check ]; then
    check=1
    shift
fi
[ $# -gt 0 ] || set -- build
for set in "$@"; do
    packages "$set" >/dev/null || die "no set '$set'; there are: build demo test lint fuzz bench"
done
if ! command -v dpkg-query >/dev/null; then
    echo "setup: not a Debian system; what is needed, by its Debian names:" >&2
    for set in "$@"; do echo "  $(packages "$set")  ($(purpose "$set"))" >&2; done
    exit 0
fi

wanted=
for set in "$@"; do
    names=$(missing "$set")
    [ -z "$names" ] || echo "setup: missing, $(purpose "$set"): ${names% }" >&2
    wanted="$wanted$names"
done
[ -n "$wanted" ] || exit 0
if [ -n "$check" ]; then
    echo "setup: ./setup.sh $* installs it; make demo and make test do so by themselves" >&2
    exit 0
fi
# shellcheck disable=SC2086  # a list of words
install $wanted >&2
