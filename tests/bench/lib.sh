# shellcheck shell=bash
# What the benchmarks share: sourced by bench.sh, growth.sh and peers/.

# shellcheck disable=SC2034  # used by who sources this
as_of=2026-03-31  # the last day of the data; fixed, so that every run answers the same question

now() { echo "${EPOCHREALTIME/[.,]/}"; }  # microseconds

# program BUILD_DIR NAME: the newest executable of that name in the build
program() {
    local found
    found=$(find "$1" -type f -name "$2" -perm -u+x -printf '%T@ %p\n' | sort -rn | head -n 1)
    [[ $found ]] || { echo "error: no $2 in $1" >&2; exit 2; }
    realpath "${found#* }"
}
