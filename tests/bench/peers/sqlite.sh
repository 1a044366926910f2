#!/usr/bin/env bash
# SQLite: loaded by its shell, asked and appended to by Python's sqlite3, the same library. Run by
# run.sh.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"

folder=$work/sqlite
db=$folder/events.db
mkdir "$folder"
result version "$(sqlite3 --version | sed 's/ .*//')"

# --- load: sorted, so that each row is added at the end of its table ------------------------------

start=$(now)
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
result load_s "$(seconds_since "$start")"
sqlite3 "$db" 'analyze; pragma journal_mode = wal' >/dev/null
result load_bytes "$(stat -c %s "$db")"
rm "$folder/sorted.csv"

# --- questions -----------------------------------------------------------------------------------

day=$(($(date -u -d "$PEERS_AS_OF" +%s) / 86400))
list=$(query list "$day")
sorted="select la, case_ref, date(due * 86400, 'unixepoch'), days_late from ($list)
        order by days_late desc, la, case_ref"
ask() { "$python" "$here/sqlite.py" "$db" "$@"; }
python=$(command -v /usr/bin/python3 python3 | head -n 1)

counted="select count(*), sum(days_late) from ($list)"
result list_s "$(ask warm "$counted" | middle)"
result list_process_s "$(from_start sqlite3 -csv "$db" "$sorted")"
tr -d '\r' <"$work/answer" | keep_list
result milestones_s "$(ask warm "$(query milestones "$day")" | middle)"
result milestones_answer "$(sqlite3 -separator ' ' "$db" "$(query milestones "$day")")"
result case_s "$(ask cases "$work/cases.csv" | middle)"
one=$(sed -n "1s/\(.*\),\(.*\)/la = \1 and case_ref = '\2'/p" "$work/cases.csv")
result case_process_s "$(from_start sqlite3 -csv "$db" "select * from events where $one order by position")"

sqlite3 "$db" "$(query list_index ''); analyze"
result list_indexed_s "$(ask warm "$counted" | middle)"
result list_indexed_process_s "$(from_start sqlite3 -csv "$db" "$sorted")"

# --- durable appends, each a transaction, over 16 authorities; writers wait for each other ---------

db=$folder/append.db
sqlite3 "$db" "$(query schema '' |
    sed 's/^)$/, primary key (la, case_ref, position), unique (la, source, id)) without rowid/')"
result append_1 "$(ask append "$PEERS_SECONDS")"
