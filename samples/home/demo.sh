#!/usr/bin/env bash
# The demo (make demo): starts the eight services of the shop and the compiled home page, fetches the page once and
# shows it with the time it took. At a terminal it goes on serving until Ctrl-C, so that one can try things; elsewhere
# it cleans up and ends.  usage: demo.sh BUILD-FOLDER
set -eu
cd "$(dirname "$0")/../.."
build=${1:-build}
listen=127.0.0.1:${PORT:-8080} admin=127.0.0.1:${ADMIN_PORT:-9090}
work=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; wait; rm -rf "$work"' EXIT
trap 'echo; exit 0' INT TERM

start() { # start NAME READY COMMAND...: waits until its output has READY
    local name=$1 ready=$2
    shift 2
    : >"$work/$name" # is there before it is looked into
    setsid "$@" >"$work/$name" 2>&1 & # Ctrl-C is for this script, which ends them in its own way
    pids+=($!)
    until grep -q "$ready" "$work/$name"; do
        if ! kill -0 $! 2>/dev/null; then
            echo "demo: $name did not start:" >&2
            cat "$work/$name" >&2
            if grep -q 'home_svc: cannot listen' "$work/$name"; then
                echo "demo: something else has that port; take others: make demo PORT=18080 ADMIN_PORT=19090" >&2
            fi
            exit 1
        fi
        sleep 0.02
    done
}

start "the shop's services" services "$build/samples/upstreams" --dir samples/home/replies --with-parent
start "the home page" 'listening on' "$build/samples/home_svc" --listen "$listen" --admin "$admin"

url="http://$listen/home?user_id=42"
curl -sS -o /dev/null "$url" # the first one opens the connections
seconds=$(curl -sS -D "$work/head" -o "$work/page" -w '%{time_total}' "$url")
LC_ALL=C awk -f samples/home/pretty.awk "$work/page"
status=$(head -n 1 "$work/head" | cut -d ' ' -f 2)
services=$(grep -c '^ *[^# ]' samples/home/replies/ports)
degraded=$(sed -n 's/\r$//; s/^Orch-Degraded: //p' "$work/head")
echo
echo "GET $url"
awk -v t="$seconds" -v status="$status" -v n="$services" \
    'BEGIN { printf "answered %s in %.2f ms, out of %d services: one call, then the others at once\n", status, t * 1000, n }'
if [ -n "$degraded" ]; then
    echo "but not with everything: $degraded"
    tail -n 1 "$work/the home page" | sed 's/.*"fallbacks":\[//; s/}\].*//; s/},{/}\n{/g' |
        sed -E 's/.*"name":"([^"]*)","node":"([^"]*)","line":([0-9]+),"detail":"(.*)".*/  home.orch:\3: \2: \1: \4/'
fi
if [ "$status" != 200 ]; then
    echo "demo: this is no page; the log of the service says:" >&2
    tail -n 1 "$work/the home page" >&2
    exit 1
fi
cat <<END

What to try next, in a second terminal:

  curl -i '$url'
      the page, with its headers
  curl -X POST 'localhost:7000/banners?delay=1s'
      makes a service slow: the page comes without banners, and says so: Orch-Degraded: banners;timeout
  curl -X POST 'localhost:7000/brands?down=yes'
      stops a service; down=no starts it again
  curl -X POST 'localhost:7000/channels?status=503'
      fails one that the page cannot do without
  curl -X POST localhost:7000/reset
      all well again
  curl '${url%=*}=0&city_id=x'
      bad input: every mistake is named
  curl $admin/metrics
      what runs, and how well
  $build/bin/orchc --explain samples/home/home.orch
      what the compiler wired and converted
  samples/home/README.md
      adds a field to the page, and a ninth service
END
if [ -t 0 ] && [ -t 1 ]; then
    echo
    echo "Serving until Ctrl-C; a line for each request:"
    tail -n 0 -f --pid="${pids[1]}" "$work/the home page" &
    pids+=($!)
    wait "${pids[1]}"
else
    echo
    echo "(At a terminal, make demo goes on serving, so that these can be tried.)"
fi
