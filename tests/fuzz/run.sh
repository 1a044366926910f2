#!/usr/bin/env bash
# run.sh NAME_fuzz SECONDS: one fuzz target, its line of summary; ./dev fuzz runs them all. The seeds
# are run first. LONGSTOP_FUZZ_SEED=N makes a run over the same seeds begin the same; without it each
# run is another. What is found stays in build/fuzz/found/NAME: the report, and the input, which
# becomes a seed once the fault is mended.
set -euo pipefail
cd "$(dirname "$0")/../.."
name=${1%_fuzz}
found=build/fuzz/found/$name
grown=build/fuzz/grown/$name
rm -rf "$found"
mkdir -p "$found" "$grown"
# A pause of the machine is no hang of the reader: a minute an input.
if ASAN_OPTIONS=detect_stack_use_after_return=1 "build/fuzz/tests/fuzz/$1" \
    -seed="${LONGSTOP_FUZZ_SEED:-0}" -max_total_time="$2" -timeout=60 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="$found/" "$grown" "tests/fuzz/corpus/$name" >"$found/log" 2>&1; then
    awk -v name="$name" '/number_of_executed_units/ {runs = $2} /cov: / {seen = $0}
        END {sub(/.*cov: /, "", seen); sub(/ .*/, "", seen)
             printf "%-10s %10d inputs, %6d edges, nothing found\n", name, runs, seen}' "$found/log"
    rm -r "$found"
else
    mv "$found/log" "$found/report"
    echo "$name: FOUND something; its input: $(find "$found" -type f ! -name report | head -n 1)"
    exit 1
fi
