#!/usr/bin/env bash
# DuckDB, from npm, in Node. Run by run.sh, which installs it into $PEERS_MODULES.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"

folder=$work/duckdb
mkdir "$folder"
cp "$here/duckdb.mjs" "$PEERS_MODULES"  # beside its node_modules
export PEERS_DUCKDB=$folder/events.db
duckdb() { node "$PEERS_MODULES/duckdb.mjs" "$@"; }
result version "$(duckdb version)"

# --- durable appends, each a transaction, over 16 authorities -------------------------------------

if [[ $1 == append ]]; then
    duckdb run "$(query schema '' |
        sed 's/^)$/, primary key (la, case_ref, position), unique (la, source, id))/')"
    result append_1 "$(duckdb append "$PEERS_SECONDS")"
    exit
fi

# --- load: sorted and without keys, as its users load ---------------------------------------------

columns=$(query schema '' | sed -n "s/^ \+\([a-z_]\+\) \+\([a-z]\+\).*/'\1': '\2'/p" | paste -sd ,)
load() {
    rm -f "$PEERS_DUCKDB"
    duckdb run "create table events as
        from read_csv('$work/events.csv', header = false, columns = {$columns})
        order by la, case_ref, position; checkpoint"
}
loads load
bytes=$(stat -c %s "$PEERS_DUCKDB")
result load_bytes "$bytes"

# --- questions -----------------------------------------------------------------------------------

day="date '$PEERS_AS_OF'"
list=$(query list_window "$day")
csv() { duckdb run "copy ($1) to '/dev/stdout' (format csv, header false)"; }

result list_s "$(duckdb warm "select count(*), sum(days_late) from ($list)" | middle)"
result list_process_s "$(from_start csv "$list order by days_late desc, la, case_ref")"
keep_list <"$work/answer"
wide=$(query milestones "$day")
long=$(query milestones_long "$day")
result milestones_s "$({ duckdb warm "$wide" | middle; duckdb warm "$long" | middle; } | least)"
result milestones_answer "$({ duckdb rows "$wide" && duckdb rows "$long"; } | paste -sd ' ')"
result case_s "$(duckdb cases "$work/cases.csv" | middle)"
one=$(sed -n "1s/\(.*\),\(.*\)/la = \1 and case_ref = '\2'/p" "$work/cases.csv")
result start_s "$(from_start duckdb version)"
result case_process_s "$(from_start csv "select * from events where $one order by position")"

start=$(now)
duckdb run 'create unique index events_source_id on events (la, source, id); checkpoint'
result key_s "$(seconds_since "$start")"
result key_bytes "$(($(stat -c %s "$PEERS_DUCKDB") - bytes))"
