// What makes an answer repeatable: the logs as far as they were read, the day, the instant, the law
// and the calendar. Two answers with one basis are the same answer.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "cli/reading.hpp"
#include "cli/render/row.hpp"

namespace longstop::cli {

// A log as far as an answer read it.
struct LogRead {
    events::AuthorityId la;
    std::uint64_t entries = 0;
    std::string root;  // of the Merkle tree over those entries, in hexadecimal
};

struct Basis {
    std::vector<LogRead> logs;  // by authority; none: no log was read
    events::Day as_of{};
    std::optional<events::Instant> known_at;
    LawMarks law;
};

Result<Basis> basis_of(const log::Store& store, const std::vector<events::AuthorityId>& las,
                       const projections::Question& question, const LawMarks& law);

// SHA-256 over a line for each log ("ROOT  LA ENTRIES\n"); of one log alone, its root.
std::string digest_of(const std::vector<LogRead>& logs);

std::string basis_json(const Basis& basis);  // an object, whole
// The basis, or the one in an answer that carries it; nothing where the text holds none.
std::optional<Basis> parse_basis(std::string_view text);
std::string basis_line(const Basis& basis);  // for people: digests by their first 12 figures

Result<void> write_basis(const std::filesystem::path& file, const Basis& basis);
// Reads a basis, or an answer in JSON that carries one.
Result<Basis> read_basis(const std::filesystem::path& file);

// Reads each log as far as the basis saw it, and holds its root against the basis: an error where
// the log does not begin with those very entries.
Result<void> prove(const log::Store& store, const Basis& basis);

// Hands the basis to the answer: into JSON always; where --basis asks for it, below a table, and on
// standard error beside JSON Lines and CSV; into a file where --basis-file names one.
Result<void> add_basis(const ReadingOptions& options, const Basis& basis, Rows& rows);
// The same for an answer that is no list: nothing but standard error and the file.
Result<void> tell_basis(const ReadingOptions& options, const Basis& basis);

}  // namespace longstop::cli
