#!/usr/bin/env bash
# PostgreSQL 15, as a cluster of its own in the work folder, on a socket there, durable: fsync and
# synchronous_commit are on, the WAL is on the same disk. Run by run.sh.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"

bin=/usr/lib/postgresql/15/bin
cluster=$work/postgres
as_server=()
if ((EUID == 0)); then  # PostgreSQL refuses to run as root
    as_server=(runuser -u postgres --)
    chmod 711 "$work"
fi
mkdir "$cluster"
((EUID == 0)) && chown postgres "$cluster"

stop() { "${as_server[@]}" "$bin/pg_ctl" -D "$cluster/data" -m immediate -w stop >/dev/null 2>&1 || true; }
trap stop EXIT
trap 'exit 130' INT TERM

memory=$(awk '/^MemTotal/ { print int($2 / 1024) }' /proc/meminfo)  # MiB
cd "$cluster"
"${as_server[@]}" "$bin/initdb" -D "$cluster/data" -U postgres -A trust -E UTF8 --locale=C \
    >"$work/postgres.log"
"${as_server[@]}" tee -a "$cluster/data/postgresql.conf" >/dev/null <<TEXT
listen_addresses = ''
unix_socket_directories = '$cluster'
unix_socket_permissions = 0700
fsync = on
synchronous_commit = on
full_page_writes = on
wal_level = minimal          # as its manual advises for loading; as durable as with more
max_wal_senders = 0
max_wal_size = 8GB
checkpoint_timeout = 30min
shared_buffers = $((memory / 4))MB
effective_cache_size = $((memory * 3 / 4))MB
maintenance_work_mem = 1GB
work_mem = 256MB
max_parallel_workers_per_gather = 2
random_page_cost = 1.1
jit = off                    # compiling costs more than it saves on these questions
effective_io_concurrency = 200
TEXT
"${as_server[@]}" "$bin/pg_ctl" -D "$cluster/data" -w -l "$cluster/log" start >/dev/null

export PGHOST=$cluster PGUSER=postgres PGDATABASE=postgres PGOPTIONS='-c client_min_messages=warning'
sql() { "$bin/psql" -X -q -v ON_ERROR_STOP=1 "$@"; }
keys='alter table events add primary key (la, case_ref, position), add unique (la, source, id)'
result version "$(sql -At -c 'show server_version' | sed 's/ .*//')"

# warm QUERY: the median time of the query in one session, the first run left out.
warm() {
    {
        printf '%s\n' '\timing on'
        for ((round = 0; round <= PEERS_ROUNDS; ++round)); do echo "$1;"; done
    } | sql -At | sed -n 's/^Time: \([0-9.]*\) ms.*/\1/p' | tail -n +2 |
        awk '{ print $1 / 1000 }' | middle
}

# --- durable appends, each a transaction, over 16 authorities ------------------------------------

if [[ $1 == append ]]; then
    sql -c "$(query schema '')" -c "$keys" -c 'create sequence number cache 100' -c checkpoint
    cat >"$cluster/append.sql" <<'TEXT'
\set la random(900, 915)
insert into events
select :la, 'E' || n % 1000, n, 1, date '2024-01-01' + (n % 1000)::integer, true, 'bench',
       'b-' || n, now(), 'officer-9', null
from nextval('number') as n;
TEXT
    for clients in 1 16 64; do
        result "append_$clients" "$("$bin/pgbench" -n -M prepared -c "$clients" -j 2 \
            -T "$PEERS_SECONDS" -f "$cluster/append.sql" | sed -n 's/^tps = \([0-9.]*\).*/\1/p')"
    done
    exit
fi

# --- load: copied and given its keys in one transaction ------------------------------------------

load() {
    sql <<TEXT
drop table if exists events;
begin;
$(query schema '');
\\copy events from '$work/events.csv' with (format csv, freeze)
$keys;
commit;
TEXT
}
loads load
sql -c 'vacuum analyze events'
result load_bytes "$(sql -At -c "select pg_total_relation_size('events')")"

# --- questions -----------------------------------------------------------------------------------

day="date '$PEERS_AS_OF'"
list=$(query list "$day")
sorted="copy ($list order by days_late desc, la, case_ref) to stdout (format csv)"

result list_s "$(warm "select count(*), sum(days_late) from ($list) as list")"
result list_process_s "$(from_start sql -c "$sorted")"
keep_list <"$work/answer"
wide=$(query milestones "$day")
long=$(query milestones_long "$day")
result milestones_s "$({ warm "$wide"; warm "$long"; } | least)"
result milestones_answer "$({ sql -At -F ' ' -c "$wide" -c "$long"; } | paste -sd ' ')"

# A thousand statements, ten times over; pgbench tells the mean time of each.
awk -F, '{ printf "select * from events where la = %d and case_ref = '\''%s'\'' order by position;\n", $1, $2 }' \
    "$work/cases.csv" >"$cluster/cases.sql"
result case_s "$("$bin/pgbench" -n -M prepared -t 10 -r -f "$cluster/cases.sql" |
    sed -n 's/^ *\([0-9.]\+\) .*select .*/\1/p' | awk '{ print $1 / 1000 }' | middle)"
result case_process_s "$(from_start sql -c "copy ($(head -n 1 "$cluster/cases.sql" | tr -d ';')) to stdout")"

sql -c "$(query list_index '')" -c 'vacuum analyze events'
result list_indexed_s "$(warm "select count(*), sum(days_late) from ($list) as list")"
result list_indexed_process_s "$(from_start sql -c "$sorted")"
