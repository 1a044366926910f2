#!/usr/bin/env bash
# How time and bytes grow with the number of events: the same nation at several sizes, the same
# questions. Prints tab-separated lines: size, what, figure, unit; nothing is judged.
#
#   tests/bench/growth.sh BUILD_DIR [--sizes "1000000 10000000 50000000"] [--copies 4] [--keep DIR]
#
# After the largest size its columns are laid out --copies times in memory, and folded: a nation that
# much larger. With --keep the stores stay in DIR and are used again (their import is then not
# measured). Needs some 60 bytes of disk an event for each store, and 200 for the lines of the
# largest while it is imported.
set -euo pipefail
export LC_ALL=C

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$here/lib.sh"
build='' sizes='1000000 10000000 50000000' copies=4 keep=''
while (($#)); do
    case $1 in
        --sizes) sizes=${2:?--sizes needs numbers}; shift ;;
        --copies) copies=${2:?--copies needs a number}; shift ;;
        --keep) keep=${2:?--keep needs a folder}; shift ;;
        -*) echo "error: no such option: $1" >&2; exit 2 ;;
        *) build=$1 ;;
    esac
    shift
done
[[ -d $build ]] || { echo "usage: $0 BUILD_DIR [--sizes \"N...\"] [--copies N] [--keep DIR]" >&2; exit 2; }

longstop=$(program "$build" longstop)
bench_data=$(program "$build" longstop-bench-data)
bench_fold=$(program "$build" longstop-bench-fold)

work=${keep:-$(mktemp -d "${TMPDIR:-/tmp}/longstop-growth-XXXXXX")}
mkdir -p "$work"
[[ $keep ]] || trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

tell() { printf '%s\t%s\t%s\t%s\n' "$size" "$1" "$2" "$3"; }

# median COUNT COMMAND...: seconds of the whole process, its output thrown away.
median() {
    local count=$1 times=() start
    shift
    for ((i = 0; i < count; ++i)); do
        start=$(now)
        "$@" >/dev/null 2>"$work/stderr"
        times+=($(($(now) - start)))
    done
    printf '%s\n' "${times[@]}" | sort -n | sed -n "$(((count + 1) / 2))p" |
        awk '{ printf "%.4f", $1 / 1e6 }'
}

# The authority whose share of the plans is nearest to the mean, and the smallest.
average=$(awk -F'\t' 'NR > 1 { plans[$1] = $2; sum += $2; ++n }
    END { for (la in plans) { d = plans[la] - sum / n; d = d < 0 ? -d : d
                              if (best == "" || d < least) { best = la; least = d } }
          print best }' "$here/authorities.tsv")
smallest=$(sed 1d "$here/authorities.tsv" | sort -t$'\t' -k2n | head -n 1 | cut -f1)

make_store() {
    [[ -d $work/$size ]] && return
    "$bench_data" --kind nation --events "$size" --seed 7 --out "$work/lines" \
        --authorities "$here/authorities.tsv"
    cat "$work/lines" >/dev/null
    tell import "$(median 1 "$longstop" --store "$work/$size" import "$work/lines" --source bench --unlisted-authority \
        --trust-recorded-at)" s
    rm "$work/lines"
    sleep 11  # whoever reads a store written a moment ago looks at more of it (decision 27)
}

# A writer is killed in the middle of its work; how long until the next one has recorded?
after_kill() {
    "$bench_data" --kind authority --events 100000 --seed 8 --out "$work/lines" \
        --authorities "$here/authorities.tsv"
    "$longstop" --store "$work/$size" import "$work/lines" --source bench --unlisted-authority >/dev/null 2>&1 &
    sleep 0.4
    kill -9 $! 2>/dev/null || true
    wait $! 2>/dev/null || true
    tell 'record after a kill -9' \
        "$(median 1 "$longstop" --store "$work/$size" record 999/KILLED note date=2026-01-01 text=x)" s
    rm "$work/lines"
}

resident() {  # COPIES
    "$bench_fold" --store "$work/$size_of_store" --as-of "$as_of" --rounds 3 --copies "$1" |
        sed -nE 's/^(.*[^ ]) +([0-9.]+) ms +.*/\1\t\2\tms/p; s/^(one case.*[^ ]) +([0-9.]+) us$/\1\t\2\tus/p' |
        while IFS=$'\t' read -r what figure unit; do tell "$what" "$figure" "$unit"; done
}

for size in $sizes; do
    size_of_store=$size
    make_store
    tell 'bytes an event' "$(du -sb "$work/$size" | awk -v n="$size" '{ printf "%.1f", $1 / n }')" B
    asked=("$longstop" --store "$work/$size" breaches --as-of "$as_of" --format csv)
    "${asked[@]}" >/dev/null 2>&1  # into the page cache
    tell 'smallest authority, process' "$(median 9 "${asked[@]}" --la "$smallest")" s
    tell 'average authority, process' "$(median 9 "${asked[@]}" --la "$average")" s
    tell '20-week list, process' "$(median 3 "${asked[@]}" --duty reg13.2-final-plan)" s
    tell 'breach list, process' "$(median 3 "${asked[@]}")" s
    resident 1
    after_kill
done
size_of_store=$size
size=$((size * copies))
resident "$copies"
