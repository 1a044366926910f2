#!/usr/bin/env bash
# Measures a built longstop on this machine and prints one table: what, target, measured, peak
# memory. Judges nothing: the exit status says only whether the measuring itself went through.
#
#   tests/bench/bench.sh BUILD_DIR [--quick] [--seed N]
#
# BUILD_DIR holds `longstop` and `longstop-bench-data`, at any depth. --quick takes a tenth of the
# sizes (the targets are for the full ones). Data and stores go to a new folder under TMPDIR (about
# 5 GB; 0.5 GB with --quick), removed at the end. The targets are for 2 cores and a local disk.
set -euo pipefail
export LC_ALL=C

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$here/lib.sh"
build='' quick='' seed=7
while (($#)); do
    case $1 in
        --quick) quick=yes ;;
        --seed) seed=${2:?--seed needs a number}; shift ;;
        -*) echo "error: no such option: $1" >&2; exit 2 ;;
        *) build=$1 ;;
    esac
    shift
done
[[ -d $build ]] || { echo "usage: $0 BUILD_DIR [--quick] [--seed N]" >&2; exit 2; }

longstop=$(program "$build" longstop)
bench_data=$(program "$build" longstop-bench-data)
bench_fold=$(program "$build" longstop-bench-fold)
bench_append=$(program "$build" longstop-bench-append)

# Sizes.
scale=1; [[ $quick ]] && scale=10
lines=$((1000000 / scale))
one=$((170000 / scale))
nation=$((10000000 / scale))

work=$(mktemp -d "${TMPDIR:-/tmp}/longstop-bench-XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

gnu_time=''
[[ -x /usr/bin/time ]] && /usr/bin/time --version >/dev/null 2>&1 && gnu_time=/usr/bin/time

# --- one run, many runs ------------------------------------------------------------------------

# run OUT COMMAND...: runs it with its output to OUT; sets `took` (microseconds) and `peak` (KiB, 0
# where nobody can say). GNU time stands in the way of each run alike; it costs about a millisecond.
took=0 peak=0
run() {
    local out=$1 start status=0; shift
    start=$(now)
    if [[ $gnu_time ]]; then
        "$gnu_time" -f %M -o "$work/peak" "$@" >"$out" 2>"$work/stderr" || status=$?
    else
        "$@" >"$out" 2>"$work/stderr" || status=$?
    fi
    took=$(($(now) - start))
    peak=0
    [[ $gnu_time ]] && peak=$(tail -n 1 "$work/peak")
    if ((status != 0)); then
        echo "failed with $status: $*" >&2
        tail -n 5 "$work/stderr" >&2
        took=0
    fi
    return 0
}

# median N OUT COMMAND...: `took` becomes the median of N runs, `peak` the highest.
# A run that failed makes the whole measure fail (took = 0).
median() {
    local count=$1 times=() highest=0 failed=''; shift
    for ((i = 0; i < count; ++i)); do
        run "$@"
        ((took == 0)) && { failed=yes; break; }
        times+=("$took")
        ((peak > highest)) && highest=$peak
    done
    peak=$highest
    took=0
    [[ $failed ]] || took=$(printf '%s\n' "${times[@]}" | sort -n | sed -n "$(((count + 1) / 2))p")
    return 0
}

# --- the table ---------------------------------------------------------------------------------

rows=()
row() { rows+=("$1|$2|$3|$4"); }  # what, target, measured, peak
memory() { if ((peak > 0)); then echo "$((peak / 1024)) MiB"; else echo -; fi; }
taken() {  # taken FORMAT MICROSECONDS_A_UNIT
    if ((took > 0)); then awk "BEGIN { printf \"$1\", $took / $2 }"; else echo failed; fi
}
seconds() { taken '%.2f s' 1e6; }
millis() { taken '%.1f ms' 1e3; }
rate() {  # rate COUNT UNIT
    if ((took > 0)); then
        awk "BEGIN { printf \"%d %s/s\", $1 * 1e6 / $took, \"$2\" }"
    else
        echo failed
    fi
}
short() {  # 1000000 -> 1 M, 17000 -> 17 k
    awk "BEGIN { n = $1; if (n >= 1e6) printf \"%g M\", n / 1e6; else printf \"%g k\", n / 1e3 }"
}
step() { [[ -t 2 ]] && printf '%s\n' "$*" >&2; return 0; }

# --- the machine -------------------------------------------------------------------------------

cached() { sed -n "s/^$1:[A-Z]*=//p" "$cache" | head -n 1; }
cache=$(find "$build" -maxdepth 1 -name CMakeCache.txt)
compiler='' kind=''
if [[ $cache ]]; then
    compiler=$(cached CMAKE_CXX_COMPILER)
    kind=$(cached CMAKE_BUILD_TYPE)
fi
compiler=${compiler:-c++}
printf '%-10s %s\n' \
    program "$("$longstop" --version 2>/dev/null | head -n 1)" \
    cores "$(nproc), $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" \
    memory "$(awk '/^MemTotal/ { printf "%.1f GiB", $2 / 1048576 }' /proc/meminfo)" \
    kernel "$(uname -sr)" \
    compiler "$("$compiler" --version 2>/dev/null | head -n 1)${kind:+, $kind}" \
    disk "$(df -T "$work" | awk 'NR == 2 { print $2, "on", $1 }')" \
    seed "$seed${quick:+ (quick: a tenth of the sizes)}"
echo

# --- (a) import of one file into an empty store ------------------------------------------------

make() { "$bench_data" --kind "$1" --events "$2" --seed "$seed" --out "$3" \
             --authorities "$here/authorities.tsv"; }

step "importing $lines lines"
make lines "$lines" "$work/lines.jsonl"
cat "$work/lines.jsonl" >/dev/null  # into the page cache: reading the disk is not measured
imports=() highest=0
for ((turn = 0; turn < 3; ++turn)); do
    rm -rf "$work/store-lines"
    sync -f "$work"  # what others left unwritten is not ours to wait for
    run /dev/null "$longstop" --store "$work/store-lines" \
        import "$work/lines.jsonl" --source bench --trust-recorded-at --unlisted-authority
    imports+=("$took")
    ((peak > highest)) && highest=$peak
done
peak=$highest
took=$(printf '%s\n' "${imports[@]}" | sort -n | sed -n 2p)
row "import $(short "$lines") lines, empty store, synced (median of 3)" ">= 250000 lines/s" \
    "$(rate "$lines" lines)" "$(memory)"
rm -rf "$work/store-lines" "$work/lines.jsonl"

# --- (b) the breach list of one authority ------------------------------------------------------

step "one authority of $one events"
make authority "$one" "$work/one.jsonl"
run /dev/null "$longstop" --store "$work/store-one" import "$work/one.jsonl" --source bench --trust-recorded-at --unlisted-authority
breaches=("$longstop" --store "$work/store-one" breaches --la 998 --as-of "$as_of")
run /dev/null "${breaches[@]}"  # warms the page cache
median 9 "$work/answer" "${breaches[@]}"
row "breaches --la 998, $(short "$one") events, whole process (median of 9)" "<= 150 ms" \
    "$(millis)" "$(memory)"
echo "breaches of 998: $(wc -l <"$work/answer") lines" >"$work/notes"
rm -rf "$work/store-one" "$work/one.jsonl"

# --- (c), (e) the nation -----------------------------------------------------------------------

step "the nation: $nation events, 153 authorities"
make nation "$nation" "$work/nation.jsonl"
store=$work/store-nation
run /dev/null "$longstop" --store "$store" import "$work/nation.jsonl" --source bench --trust-recorded-at --unlisted-authority
row "import $(short "$nation") lines, 153 authorities (once)" "-" \
    "$(rate "$nation" lines)" "$(memory)"
rm -f "$work/nation.jsonl"

step "its breach list"
breaches=("$longstop" --store "$store" breaches --as-of "$as_of" --format csv)
run /dev/null "${breaches[@]}"
median 5 /dev/null "${breaches[@]}"
row "breaches --format csv, $(short "$nation") events (median of 5)" "<= 5 s" \
    "$(seconds)" "$(memory)"
now_took=$took
median 5 /dev/null "${breaches[@]}" --known-at 2026-03-31
row "the same as known at an instant, against now" "<= 1.2 times" "$(taken '%.2f' "$now_took")" \
    "$(memory)"
twenty=("$longstop" --store "$store" breaches --as-of "$as_of" --duty reg13.2-final-plan --format csv)
median 5 /dev/null "${twenty[@]}"
row "the 20-week list of all, $(short "$nation") events (median of 5)" "-" "$(seconds)" "$(memory)"
cp -r "$(dirname "$0")/../../engine/law/england" "$work/law"
run /dev/null "$longstop" --store "$store" rehearse "$work/law" --as-of "$as_of" --format csv
row "rehearse of an unchanged law, $(short "$nation") events (once)" "< 10 s" "$(seconds)" \
    "$(memory)"
rm -f "$work/answer"
"${breaches[@]}" 2>/dev/null | wc -l >"$work/count" || true
echo "breaches of the nation: $(cat "$work/count") lines" >>"$work/notes"
du -sb "$store" | awk -v n="$nation" '{ printf "store: %.1f bytes an event\n", $1 / n }' \
    >>"$work/notes"

step "a rehearsal of it: the 6 weeks of reg 5(1) as 7"
cp -r "$here/../../engine/law/england" "$work/law"
sed -i '/"reg5.1-decide-whether-to-assess"/,/^within/ s/"6 weeks"/"7 weeks"/' "$work/law"/10-*.toml
rehearse=("$longstop" --store "$store" rehearse "$work/law" --as-of "$as_of" --show rates)
run /dev/null "${rehearse[@]}"
median 3 /dev/null "${rehearse[@]}"
row "rehearse, $(short "$nation") events under two laws (median of 3)" "<= 10 s" \
    "$(seconds)" "$(memory)"

step "folds in a process that stays"
"$bench_fold" --store "$store" --as-of "$as_of" >>"$work/resident"

step "verify and rebuild"
run /dev/null "$longstop" --store "$store" verify
row "verify, $(short "$nation") events (once)" "-" "$(rate "$nation" events)" "$(memory)"
run /dev/null "$longstop" --store "$store" rebuild
row "rebuild, $(short "$nation") events (once)" "-" "$(rate "$nation" events)" "$(memory)"

# --- durable appends ---------------------------------------------------------------------------

step "durable appends"
rm -rf "$store"
append_seconds=3; [[ $quick ]] && append_seconds=1
"$bench_append" --dir "$work/appends" --seconds "$append_seconds" >"$work/append-rates"

# --- the answer --------------------------------------------------------------------------------

wide=4 mid=6 right=8
for entry in "${rows[@]}"; do
    IFS='|' read -r what target measured _ <<<"$entry"
    ((${#what} > wide)) && wide=${#what}
    ((${#target} > mid)) && mid=${#target}
    ((${#measured} > right)) && right=${#measured}
done
line() { printf "%-${wide}s  %${mid}s  %${right}s  %11s\n" "$@"; }
line what target measured 'peak memory'
line '' '' '' '(< 2048 MiB)'
for entry in "${rows[@]}"; do
    IFS='|' read -r what target measured peak_text <<<"$entry"
    line "$what" "$target" "$measured" "$peak_text"
done
echo
cat "$work/notes"
echo
echo "in a process that stays, two threads:"
cat "$work/resident"
echo
echo "durable appends, over 16 authorities:"
cat "$work/append-rates"
[[ $gnu_time ]] || echo "peak memory is not known: /usr/bin/time (package time) is missing"
