# shellcheck shell=bash
# What the scripts of the engines share. Each is called ENGINE.sh STAGE, where STAGE is `ask` (load
# and ask) or `append`, and is told by environment:
#   PEERS_WORK    the run's temporary folder: the data, the stores, results.tsv
#   PEERS_AS_OF   the day asked about
#   PEERS_ROUNDS  how often each question is asked; the median counts
#   PEERS_LOADS   how often the data is loaded; report.py takes the median
#   PEERS_SECONDS how long appends are made
set -euo pipefail
export LC_ALL=C

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=../lib.sh
source "$here/../lib.sh"
work=$PEERS_WORK

seconds_since() { awk "BEGIN { print ($(now) - $1) / 1e6 }"; }

# result NAME VALUE: in seconds, bytes or appends a second. The script's name is the engine's.
peer=$(basename "$0" .sh)
result() {
    [[ $2 ]] || { echo "no figure for $1" >&2; exit 1; }  # what should have printed it has failed
    printf '%s\t%s\t%s\n' "$peer" "$1" "$2" >>"$work/results.tsv"
}

middle() { sort -g | awk '{ all[NR] = $1 } END { if (NR) print all[int((NR + 1) / 2)] }'; }
least() { sort -g | head -n 1; }

# loads FUNCTION: calls it, which must begin anew, and notes how long each time took.
loads() {
    local start turn
    for ((turn = 0; turn < PEERS_LOADS; ++turn)); do
        sync -f "$work"  # what was left unwritten is not its to wait for
        start=$(now)
        "$1"
        result load_s "$(seconds_since "$start")"
    done
}

# from_start COMMAND...: the median time of the command from its start to its exit, after a run
# that warms the page cache. Its output goes to $work/answer.
from_start() {
    local start round
    "$@" >"$work/answer"
    for ((round = 0; round < PEERS_ROUNDS; ++round)); do
        start=$(now)
        "$@" >"$work/answer"
        seconds_since "$start"
    done | middle
}

# The text of a query, AS_OF replaced by the day as this peer writes it.
query() { sed -e '/^--/d' -e "s/AS_OF/$2/g" "$here/$1.sql"; }

# An answer as every peer can give it: la,case,due,days late. Kept for run.sh to compare.
keep_list() { sort >"$work/list.$peer"; }
