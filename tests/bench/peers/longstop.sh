#!/usr/bin/env bash
# Longstop itself, asked what its peers are asked, and what they cannot say. Run by run.sh, which
# names the programs: LONGSTOP, BENCH_FOLD, BENCH_APPEND.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"

folder=$work/longstop
store=$folder/store
law=$folder/plain-law
duty=reg13.2-final-plan
mkdir "$folder"

# --- durable appends, over 16 authorities --------------------------------------------------------

if [[ $1 == append ]]; then
    "$BENCH_APPEND" --dir "$folder/appends" --seconds "$PEERS_SECONDS" --authorities 16 >"$folder/rates"
    for how in 'threads: 1' 'in flight: 16' 'in flight: 64'; do
        result "append_${how##* }" \
            "$(sed -n "s/^append, $how *\([0-9.]*\)\/s.*/\1/p" "$folder/rates")"
    done
    result fdatasync "$(sed -n 's/^fdatasync of a growing file *\([0-9.]*\)\/s.*/\1/p' "$folder/rates")"
    exit
fi

# --- load ----------------------------------------------------------------------------------------

result version "$("$LONGSTOP" --version | head -n 1 | sed 's/^longstop //')"
load() {
    rm -rf "$store"
    "$LONGSTOP" --store "$store" import "$work/events.jsonl" --source bench --trust-recorded-at --unlisted-authority 2>/dev/null >&2
}
loads load
result load_bytes "$(du -sb "$store" | cut -f 1)"

# --- questions -----------------------------------------------------------------------------------

cp -r "$here/plain-law" "$law"
cp "$here/../../../engine/law/england/calendar.toml" "$law"

# measured UNIT WHAT: the figure that longstop-bench-fold printed on the line that begins so.
measured() { sed -n "s/^$2.* \([0-9.]\+\) $1\( .*\|$\)/\1/p" "$folder/fold" | head -n 1; }
fold() { "$BENCH_FOLD" --store "$store" --as-of "$PEERS_AS_OF" --rounds "$PEERS_ROUNDS" "$@" >"$folder/fold"; }
in_seconds() { awk -v by="$1" '{ print $1 / by }'; }
breaches() { "$LONGSTOP" --store "$store" breaches --as-of "$PEERS_AS_OF" --format csv "$@"; }

fold --law "$law" --duty plain-20-weeks
result list_s "$(measured ms 'breach list' | in_seconds 1e3)"
result list_process_s "$(from_start breaches --law "$law" --duty plain-20-weeks)"
tail -n +2 "$work/answer" | cut -d , -f 1,2,9,13 | keep_list
fold --duty $duty
result whole_law_list_s "$(measured ms 'breach list' | in_seconds 1e3)"
result whole_law_list_process_s "$(from_start breaches --duty $duty)"
fold
result read_s "$(measured ms 'columns read' | in_seconds 1e3)"
result group_s "$(measured ms grouped | in_seconds 1e3)"
result milestones_s "$(measured ms 'every duty' | in_seconds 1e3)"
result case_s "$(measured us "one case's clocks" | in_seconds 1e6)"
one=$(sed -n '1s/,/\//p' "$work/cases.csv")
result case_process_s "$(from_start "$LONGSTOP" --store "$store" deadlines "$one" --as-of "$PEERS_AS_OF" --format csv)"
