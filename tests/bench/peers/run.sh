#!/usr/bin/env bash
# Longstop beside PostgreSQL, SQLite and DuckDB: the same events loaded into each, the same
# questions asked, and one table.
#
#   tests/bench/peers/run.sh BUILD_DIR [--events N] [--seed N]
#
# Uses what is installed (./dev bench --peers installs it) and DuckDB from npm, kept in
# BUILD_DIR/peers. Data and stores go to a new folder under TMPDIR (about 10 GB for 10 million
# events), removed at the end; the table and results.json stay in BUILD_DIR/peers.
#
# A peer that cannot be measured is told and left out. The exit status says whether all were
# measured and gave the same answers.
set -euo pipefail
export LC_ALL=C

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=../lib.sh
source "$here/../lib.sh"
build='' events=10000000 seed=7
while (($#)); do
    case $1 in
        --events) events=${2:?--events needs a number}; shift ;;
        --seed) seed=${2:?--seed needs a number}; shift ;;
        -*) echo "error: no such option: $1" >&2; exit 2 ;;
        *) build=$1 ;;
    esac
    shift
done
[[ -d $build && $events =~ ^[0-9]+$ && $seed =~ ^[0-9]+$ ]] ||
    { echo "usage: $0 BUILD_DIR [--events N] [--seed N]" >&2; exit 2; }

LONGSTOP=$(program "$build" longstop)
BENCH_FOLD=$(program "$build" longstop-bench-fold)
BENCH_APPEND=$(program "$build" longstop-bench-append)
bench_data=$(program "$build" longstop-bench-data)
kept=$(realpath "$build")/peers
mkdir -p "$kept"

PEERS_WORK=$(mktemp -d "${TMPDIR:-/tmp}/longstop-peers-XXXXXX")
PEERS_AS_OF=$as_of
PEERS_ROUNDS=5
PEERS_LOADS=3
PEERS_SECONDS=3
append_rounds=3  # the engines take turns, for a disk is not as quick at all times
PEERS_MODULES=$kept
export LONGSTOP BENCH_FOLD BENCH_APPEND PEERS_WORK PEERS_AS_OF PEERS_ROUNDS PEERS_LOADS
export PEERS_SECONDS PEERS_MODULES

# Each peer runs in a process group of its own, so that all of it can be ended.
child=''
trap '[[ ! $child ]] || kill -TERM -- "-$child" || true; wait || true; rm -rf "$PEERS_WORK"' EXIT
trap 'exit 130' INT TERM

step() { printf '%(%H:%M:%S)T  %s\n' -1 "$*" >&2; }
fact() { printf 'machine\t%s\t%s\n' "$1" "$2" >>"$PEERS_WORK/results.tsv"; }

# missing PEER: why the peer cannot be measured; nothing when it can.
missing() {
    local tool
    case $1 in
        postgres) [[ -x /usr/lib/postgresql/15/bin/initdb ]] || echo 'postgresql-15 is not installed' ;;
        sqlite) command -v sqlite3 >/dev/null || echo 'sqlite3 is not installed' ;;
        duckdb)
            for tool in node npm; do
                command -v $tool >/dev/null || { echo "$tool is not installed"; return; }
            done
            cmp -s "$here/package-lock.json" "$kept/package-lock.json" && [[ -d $kept/node_modules ]] && return
            cp "$here/package.json" "$here/package-lock.json" "$kept"
            npm ci --prefix "$kept" --no-audit --no-fund >"$PEERS_WORK/npm.log" 2>&1 && return
            rm -f "$kept/package-lock.json"
            echo "npm cannot install it: $(grep -m 1 -i error "$PEERS_WORK/npm.log")"
            ;;
    esac
}

status=0
not_measured() {  # PEER WHY
    printf '%s\tnot_measured\t%s\n' "$1" "$2" >>"$PEERS_WORK/results.tsv"
    step "$1: not measured: $2"
    status=1
}

measure() {  # PEER STAGE
    local failed=0
    step "$1: $2"
    sync -f "$PEERS_WORK"
    set -m
    "$here/$1.sh" "$2" </dev/null 2>"$PEERS_WORK/$1.err" &
    child=$!
    set +m
    wait "$child" || failed=$?
    child=''
    rm -rf "${PEERS_WORK:?}/$1"
    ((failed == 0)) || not_measured "$1" "$2 ended with $failed: $(tail -n 2 "$PEERS_WORK/$1.err" | paste -sd ' ')"
}

fact processor "$(nproc) x $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)"
fact memory "$(awk '/^MemTotal/ { printf "%.1f GiB", $2 / 1048576 }' /proc/meminfo)"
fact kernel "$(uname -sr)"
fact disk "$(df -T "$PEERS_WORK" | awk 'NR == 2 { print $2 }')"
fact load_before "$(cut -d ' ' -f 1 /proc/loadavg)"
fact events "$events"
fact seed "$seed"
fact command "./dev bench --peers --events $events --seed $seed"
fact rounds $PEERS_ROUNDS
fact commit "$(git -C "$here" describe --always --dirty 2>/dev/null || echo unknown)"

step "making $events events"
cd "$PEERS_WORK"
"$bench_data" --kind nation --events "$events" --seed "$seed" --out events.jsonl \
    --authorities "$here/../authorities.tsv"
"$here/to_csv.py" events.jsonl "$here/../../../events/types.cpp" events.csv events-days.csv cases.csv
peers=()
for peer in longstop postgres sqlite duckdb; do
    why=$(missing $peer)
    if [[ $why ]]; then not_measured $peer "$why"; else peers+=("$peer"); fi
done
for peer in "${peers[@]}"; do
    cat events* >/dev/null  # into the page cache
    measure "$peer" ask
done
rm events*
for ((round = 0; round < append_rounds; ++round)); do
    for peer in "${peers[@]}"; do measure "$peer" append; done
done
fact load_after "$(cut -d ' ' -f 1 /proc/loadavg)"

for peer in longstop postgres sqlite duckdb; do
    [[ -f list.$peer ]] || continue
    printf '%s\tlist_answer\t%s rows, %s\n' $peer "$(wc -l <list.$peer)" \
        "$(sha256sum <list.$peer | cut -c 1-16)" >>results.tsv
done
"$here/report.py" results.tsv "$kept/results.json" | tee "$kept/table.txt" || status=1
exit $status
