// What a reading command is asked under: the day, the instant, the law, the format.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/app.hpp"
#include "engine/law/compiled.hpp"
#include "engine/log/store.hpp"
#include "projections/fold.hpp"

namespace longstop::cli {

class Parameters;

// The options every reading command takes (question/parameters.cpp), as they were given.
struct ReadingOptions {
    std::string as_of;
    std::string known_at;
    std::string format;
    std::string law;           // a folder of TOML files in place of the law built in
    std::string as_law_stood;  // a day: only the rows in force and known then
    std::string reading;       // of disputed law: strict, lenient or a name
    bool basis = false;        // tell what makes the answer repeatable
    std::string basis_file;    // and write it there
};
ReadingOptions reading_options(const Parameters& given);

// By what one tells which law was used: digests of its files, and the day it is taken to stand on.
struct LawMarks {
    std::string law;
    std::string calendar;
    std::optional<events::Day> in_force_on;
    std::vector<std::string> left_out = {};  // rows not in force or not known on that day
    std::string reading = {};                // under which it was read; empty: as written
};

struct LawInUse {
    law::CompiledLaw law;
    LawMarks marks;
};

// The law of a folder, or the one built in; with `as_law_stood`, as it stood on that day.
Result<LawInUse> law_in_use(const std::string& folder, const std::string& as_law_stood = {});
Result<LawInUse> law_in_use(const ReadingOptions& options);
// The digests of the law's files: SHA-256 over the lines that `sha256sum` prints for them, by name.
// The calendar is no part of the first, and alone in the second.
LawMarks marks_of(const std::vector<law::LawFile>& files);

Result<projections::Question> question_of(const App& app, const ReadingOptions& options);
Result<Format> format_of(const App& app, const std::string& format);

// The authorities a command speaks of: those named, in the order of their codes, or every one with
// a log.
Result<std::vector<events::AuthorityId>> authorities_of(const log::Store& store,
                                                        const std::vector<std::string>& named);

// "330/EHC-1023"; else an error: `failed` says what cannot be done.
Result<events::CaseKey> case_argument(std::string_view failed, const std::string& text);

Result<events::Day> day_argument(std::string_view option, const std::string& text);

// The days that --from and --to name, both inclusive; nothing where one is empty. The wrong way
// round they are an error: `failed` says what cannot be done, `would_read` how the answer would
// mislead.
struct DayRange {
    std::optional<events::Day> from;
    std::optional<events::Day> to;
};
Result<DayRange> day_range(const std::string& from, const std::string& to, std::string_view failed,
                           std::string_view would_read);

// "as of 2026-03-31, known at 2026-01-01 23:59:59Z"
std::string describe(const projections::Question& question);

}  // namespace longstop::cli
