// A whole file into the log: all the good rows, none of the bad.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cli/import/chunk_reader.hpp"
#include "engine/log/store.hpp"

namespace longstop::cli {

// Appends events of some authorities to their logs: an outcome for each, in order. `import` hands
// in the store's own append; a dry run one that throws away what it is given.
using Appender = std::function<events::Result<log::Outcomes>(std::span<const log::Batch>)>;

// Called after each chunk. `bytes_total` is 0 where nobody knows.
using ImportProgress =
    std::function<void(std::uint64_t bytes_done, std::uint64_t bytes_total, std::uint64_t rows)>;

struct ImportOptions {
    std::string file;                  // "-" is standard input
    std::optional<FileFormat> format;  // by the file's ending, else JSON Lines
    std::string source;                // of rows that name none; empty: they are refused
    std::string actor;                 // of the import, not of its rows
    bool trust_recorded_at = false;    // told to the log's entry; the appender acts on it
    bool unlisted_authority = false;   // rows of authorities that are not listed are taken, too
    bool mend = false;                 // told to the log's entry
    bool dry_run = false;              // no entry about the import; the appender keeps nothing
    events::Day today{};               // legal date of the entry about the import
    std::filesystem::path scratch;     // for temporary files; empty: the system's folder
    std::string rejected_folder;       // of the rejected file; empty: beside the imported file
    bool keep_rejected = false;        // of an earlier run, where this one refuses nothing
    // Nothing is recorded later than this says; without it any instant is trusted.
    std::function<events::Instant()> now;
};

// Why an import takes no such row, though it can be read as a fact; nothing where it does. `now` is
// the instant of the import.
std::optional<Reason> judge_row(const ImportOptions& options, const events::Event& event,
                                events::Instant now);

// What can be known before anything is read, made or appended: whether rows have a source, and a
// place where the refused ones can be written.
events::Result<void> check_import(const ImportOptions& options);

// Whether the first rows of a file all lack a source, and the options name none: then it is better
// not begun.
bool names_no_source(const ImportOptions& options);

// read = appended + already_present + refused.
struct ImportSummary {
    std::string file;
    std::string source;
    FileFormat format = FileFormat::jsonl;
    std::uint64_t read = 0;  // rows; blank lines and a header are none
    std::uint64_t appended = 0;
    std::uint64_t already_present = 0;
    std::uint64_t refused = 0;
    std::uint64_t mended = 0;  // old entries that --mend took out of force
    std::uint64_t bytes = 0;
    std::string read_as;  // how, where it is not as `export` writes it
    std::string sha256;   // of the file's bytes, in hexadecimal
    // By authority the file has good rows of; 0 where all were present already.
    std::map<events::AuthorityId, std::uint64_t> appended_to;
    // Appended, but dated after the day of the import: no answer of that day sees them.
    std::uint64_t dated_ahead = 0;
    std::vector<std::string> some_ahead;  // the first few: "330/A note on 2062-01-13"
    void note_ahead(const events::Event& event);
    std::filesystem::path rejected;  // where the refused rows are; empty: nothing was refused
};

// Imports the file, and tells each log it added something to in an `import-done` entry. The same
// file again, or the rest of it after a crash, adds only what is missing; an import that adds
// nothing writes nothing. An error leaves in the log what was appended before it.
events::Result<ImportSummary> import_file(const ImportOptions& options, const Appender& append,
                                          const ImportProgress& progress = {});
// The same from what is open already.
events::Result<ImportSummary> import_input(Input input, const ImportOptions& options,
                                           const Appender& append,
                                           const ImportProgress& progress = {});

// What an option of that name asks for; nothing where it is not given.
events::Result<std::optional<FileFormat>> file_format(std::string_view option,
                                                      std::string_view text);
// By the file's ending where none is asked for.
FileFormat format_of(const ImportOptions& options);
// The folder for temporary files.
std::filesystem::path scratch_of(const ImportOptions& options);
// The name by which the log knows a file.
std::string imported_name(const std::string& file);

constexpr std::string_view format_name(FileFormat format) {
    return format == FileFormat::csv ? "csv" : "jsonl";
}

}  // namespace longstop::cli
