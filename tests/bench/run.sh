#!/usr/bin/env bash
# The benchmark: the home page under wrk, one worker on one core, next to the floor (floor.c) that moves
# the same bytes without reading them. Alternating runs within one measurement; ratios are what counts.
#
#   tests/bench/run.sh            (make bench does this)
#   SECONDS_PER_RUN=4 ROUNDS=3 CONNECTIONS=16 tests/bench/run.sh
#
# Core 0 has what is measured, core 1 the eight services and wrk.
set -eu
cd "$(dirname "$0")/../.."
build=${BUILD:-build}
seconds=${SECONDS_PER_RUN:-4} rounds=${ROUNDS:-3} connections=${CONNECTIONS:-16}
target='/home?user_id=42'
service_port=${PORT:-8461} floor_port=$((${PORT:-8461} + 1))
tick=$(getconf CLK_TCK)
work=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null; rm -rf "$work"' EXIT

die() {
    echo "bench: $*" >&2
    exit 1
}
[ "$(nproc)" -ge 2 ] || die "needs two cores"

start() { # start CORE NAME COMMAND...: its output goes to $work/NAME
    local core=$1 name=$2
    shift 2
    taskset -c "$core" "$@" >"$work/$name" 2>&1 &
    pids+=($!)
}

await() { # await NAME COMMAND...: until the command holds
    local name=$1 i
    shift
    for ((i = 0; i < 500; i++)); do
        "$@" >/dev/null 2>&1 && return
        sleep 0.01
    done
    die "$name did not start: $(cat "$work/$name")"
}

cpu_us() { # of a process since its start
    awk -v tick="$tick" '{ print ($14 + $15) * 1000000 / tick }' "/proc/$1/stat"
}

# One run of wrk against a port: prints "pages/s cpu-us/page p50-us p99-us".
measure() { # measure PID PORT CONNECTIONS
    local before after
    before=$(cpu_us "$1")
    taskset -c 1 wrk -t1 -c"$3" -d"${seconds}s" --latency "http://127.0.0.1:$2$target" >"$work/wrk"
    after=$(cpu_us "$1")
    ! grep -E 'Socket errors|Non-2xx' "$work/wrk" >&2 || die "wrk saw errors"
    awk -v cpu="$(echo "$after $before" | awk '{ print $1 - $2 }')" '
        function us(t) { return t ~ /us$/ ? t + 0 : t ~ /ms$/ ? t * 1000 : t * 1000000 }
        $1 == "50%" { p50 = us($2) }  $1 == "99%" { p99 = us($2) }
        /requests in/ { pages = $1 }  /^Requests\/sec/ { rate = $2 }
        END { printf "%.0f %.2f %.0f %.0f\n", rate, cpu / pages, p50, p99 }' "$work/wrk"
}

median() { sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
column() { awk -v n="$2" '{ print $n }' "$work/$1" | median; }

# --- what is measured ---

start 1 upstreams "$build/samples/upstreams" --dir samples/home/replies --free-ports --log 0
await upstreams grep -q services "$work/upstreams"
port_of() { grep -o "\"$1\":[0-9]*" "$work/upstreams" | cut -d: -f2; }

urls=()
while read -r name _; do
    urls+=(--set "$name.url=http://127.0.0.1:$(port_of "$name")")
done < <(grep -v '^#' samples/home/replies/ports)
service=("$build/samples/home_svc" --workers 1 --log off --admin off --listen "127.0.0.1:$service_port" "${urls[@]}")
start 0 service "${service[@]}"
service_pid=$!
await service curl -sf "http://127.0.0.1:$service_port$target"
size=$(curl -sf -D "$work/head" "http://127.0.0.1:$service_port$target" | wc -c)
! grep -i '^orch-degraded' "$work/head" >&2 || die "the page is degraded"

calls=()
while read -r name path; do
    calls+=("127.0.0.1:$(port_of "$name")$path")
done <<'END'
account /users/42
channels /channels?city=310100
banners /banners?city=310100&level=3
icons /icons?tier=gold
catalog /products/hot?city=310100&level=3
promotions /promotions?city=310100&tier=gold
brands /brands/featured
recommendations /users/42/recommendations?city=310100
END
start 0 floor "$build/tests/bench/floor" "$floor_port" "$size" "${calls[@]}"
floor_pid=$!
await floor curl -sf "http://127.0.0.1:$floor_port$target"

# --- measuring ---

measure "$service_pid" "$service_port" "$connections" >/dev/null # warms up
for ((i = 0; i < rounds; i++)); do
    measure "$service_pid" "$service_port" "$connections" >>"$work/orch"
    measure "$floor_pid" "$floor_port" "$connections" >>"$work/bare"
    measure "$service_pid" "$service_port" 1 >>"$work/orch1"
    measure "$floor_pid" "$floor_port" 1 >>"$work/bare1"
done
rss=$(awk '/VmRSS/ { print $2 }' "/proc/$service_pid/status")
kill "$service_pid"
wait "$service_pid" || die "the service did not end well"
for ((i = 0; i < 11; i++)); do
    taskset -c 0 "$build/tests/bench/startup" "127.0.0.1:$service_port" "$target" "${service[@]}" 2>/dev/null
done >"$work/startup"

# --- the report: medians of the rounds ---

row() { # row TEXT COLUMN-OF-RUN
    awk -v text="$1" -v orch="$(column "$2" "$4")" -v bare="$(column "$3" "$4")" \
        'BEGIN { printf "%-34s %10s %10s %7.2f x\n", text, orch, bare, bare ? orch / bare : 0 }'
}
echo "home page, $size bytes out of 8 services; medians of $rounds runs of $seconds s; one worker on one core"
printf '%-34s %10s %10s %9s\n' "" orch floor "orch/floor"
row "pages per second, c=$connections" orch bare 1
row "CPU per page, us" orch bare 2
row "p50, us, c=$connections" orch bare 3
row "p99, us, c=$connections" orch bare 4
row "p50, us, c=1" orch1 bare1 3
row "p99, us, c=1" orch1 bare1 4
printf '%-34s %10s\n' "resident memory after the runs, KiB" "$rss"
printf '%-34s %10s\n' "start to first answer, us" "$(median <"$work/startup")"
