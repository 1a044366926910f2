#!/usr/bin/env bash
# SQLite: loaded by its shell, asked and appended to by Python's sqlite3, the same library. Run by
# run.sh.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"

folder=$work/sqlite
db=$folder/events.db
mkdir "$folder"
ask() { python3 "$here/sqlite.py" "$db" "$@"; }
result version "$(sqlite3 --version | sed 's/ .*//')"

# --- durable appends, each a transaction, over 16 authorities; writers wait for each other ---------

if [[ $1 == append ]]; then
    sqlite3 "$db" "$(query schema '' |
        sed 's/^)$/, primary key (la, case_ref, position), unique (la, source, id)) without rowid/')"
    result append_1 "$(ask append "$PEERS_SECONDS")"
    exit
fi

# --- load: sorted, so that each row is added at the end of its table ------------------------------

load() {
    rm -f "$db"
    sort -t , -k 1,1n -k 2,2 -k 3,3n -S 25% -T "$folder" "$work/events-days.csv" >"$folder/sorted.csv"
    sqlite3 "$db" <<TEXT >/dev/null
pragma journal_mode = off;
pragma synchronous = off;
pragma cache_size = -1000000;
begin;
$(query schema '' | sed 's/^)$/, primary key (la, case_ref, position)) without rowid;/')
.mode csv
.import $folder/sorted.csv events
create unique index events_source_id on events (la, source, id);
commit;
TEXT
    sync "$db"  # one file, made anew: durable from here, and until here nothing is lost but the work
}
loads load
sqlite3 "$db" 'analyze; pragma journal_mode = wal' >/dev/null
result load_bytes "$(stat -c %s "$db")"
rm "$folder/sorted.csv"

# --- questions -----------------------------------------------------------------------------------

day=$(($(date -u -d "$PEERS_AS_OF" +%s) / 86400))
list=$(query list "$day")
sorted="select la, case_ref, date(due * 86400, 'unixepoch'), days_late from ($list)
        order by days_late desc, la, case_ref"

counted="select count(*), sum(days_late) from ($list)"
result list_s "$(ask warm "$counted" | middle)"
result list_process_s "$(from_start sqlite3 -csv "$db" "$sorted")"
tr -d '\r' <"$work/answer" | keep_list
wide=$(query milestones "$day")
long=$(query milestones_long "$day")
result milestones_s "$({ ask warm "$wide" | middle; ask warm "$long" | middle; } | least)"
result milestones_answer "$({ sqlite3 -separator ' ' "$db" "$wide; $long"; } | paste -sd ' ')"
result case_s "$(ask cases "$work/cases.csv" | middle)"
one=$(sed -n "1s/\(.*\),\(.*\)/la = \1 and case_ref = '\2'/p" "$work/cases.csv")
result case_process_s "$(from_start sqlite3 -csv "$db" "select * from events where $one order by position")"

sqlite3 "$db" "$(query list_index ''); analyze"
result list_indexed_s "$(ask warm "$counted" | middle)"
result list_indexed_process_s "$(from_start sqlite3 -csv "$db" "$sorted")"
