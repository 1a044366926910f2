// What holds for every command, as rows: the man page and docs/cli.md tell it.
#pragma once

#include <array>
#include <string_view>

namespace longstop::cli {

struct Told {
    std::string_view name;
    std::string_view means;  // in Markdown, without a full stop
};

// clang-format off
inline constexpr auto exit_statuses = std::to_array<Told>({
    {"0", "well. A list may be empty"},
    {"1", "`verify` found damage, or could not open a store that is there; `reconcile` found a difference"},
    {"2", "the command could not be understood; the law or an input file could not be read; the rejected file could not be written. `longstop` alone, `--from` after `--to`, an unknown duty, `--emit` with `--known-at`"},
    {"3", "input was refused: rows of an import, a CSV header, a record, an expected version, an authority or case the store does not know, a store without any log"},
    {"4", "the store cannot be opened, read or written; or standard output cannot be written, so that the answer is cut short (of a pipe whose reader has left, nothing is said)"},
});

inline constexpr auto variables = std::to_array<Told>({
    {"LONGSTOP_STORE", "the store"},
    {"USER", "who records and imports, unless `--actor` says otherwise"},
    {"TMPDIR", "where a reader keeps its folder, and an import its temporary file (default `/tmp`)"},
    {"NO_COLOR", "no colour and no picture; so does `TERM=dumb`"},
    {"LC_ALL", "`timeline` draws bars where the first of `LC_ALL`, `LC_CTYPE` and `LANG` that is set names UTF-8"},
});

inline constexpr auto files = std::to_array<Told>({
    {"./longstop-data", "the store, where neither `--store` nor `$LONGSTOP_STORE` names another"},
    {"FILE.rejected.jsonl", "the rows of FILE that an import refused, each with the reason"},
    {"STORE.before-upgrade-N", "the store as it was before `--upgrade`"},
});
// clang-format on

}  // namespace longstop::cli
