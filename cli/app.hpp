// Where everything is wired: the arguments, the store, the law, the clock and the terminal. The
// wall clock, the environment and file descriptors are looked at here and nowhere below.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "cli/arguments.hpp"
#include "cli/render/output.hpp"
#include "cli/render/rows.hpp"
#include "engine/law/law.hpp"
#include "engine/log/store.hpp"
#include "projections/fold.hpp"

namespace longstop::cli {

using events::Error;
using events::ErrorCode;
using events::Result;

// What the outside is like. main() fills it; tests may fill it otherwise.
struct Environment {
    std::function<events::Instant()> now;
    bool out_is_terminal = false;
    bool err_is_terminal = false;
    bool no_colour = false;
    bool utf8 = true;
    int width = 100;
    std::string user;  // the default actor of `record`
};

// The answer of a command: its exit status (0 well, 1 the answer is "no", 3 some input refused),
// or the error that ended it.
using Answer = Result<int>;
constexpr int answer_is_no = 1;

struct App {
    Environment env;
    std::string store;
    bool upgrade = false;            // a store of an older format becomes one of this program's
    bool csv_safe = false;           // cells that a spreadsheet would take for formulas are texts
    std::function<Answer()> chosen;  // the command that the arguments name

    TerminalStyle style() const;
    events::Day today() const;  // in Europe/London
};

// Who did it: the option, else the user. What cannot be exported and read back is refused.
Result<std::string> actor_of(const App& app, const std::string& option);

// The options every reading command takes.
struct ReadingOptions {
    std::string as_of;
    std::string known_at;
    std::string format;
    std::string law;           // a folder of TOML files in place of the law built in
    std::string as_law_stood;  // a day: only the rows in force and known then
    std::string reading;       // of disputed law: strict, lenient or a name
    bool basis = false;        // tell what makes the answer repeatable
    std::string basis_file;    // and write it there
    void add_to(Arguments& command, bool with_ics = false);
};

// By what one tells which law was used: digests of its files, and the day it is taken to stand on.
struct LawMarks {
    std::string law;
    std::string calendar;
    std::optional<events::Day> stood_on;
    std::vector<std::string> left_out = {};  // rows not in force or not known on that day
    std::string reading = {};                // under which it was read; empty: as written
};

struct LawInUse {
    law::Law law;
    LawMarks marks;
};

// A reading command at work: store, law, question and format.
struct Reading {
    law::Law law;
    log::Store store;
    projections::Question question;
    Format format = Format::jsonl;
    LawMarks marks = {};
};

// The law of a folder, or the one built in; with `as_law_stood`, as it stood on that day.
Result<LawInUse> law_in_use(const std::string& folder, const std::string& as_law_stood = {});
Result<LawInUse> law_in_use(const ReadingOptions& options);
Result<projections::Question> question_of(const App& app, const ReadingOptions& options);
Result<Format> format_of(const App& app, const ReadingOptions& options);
Result<Reading> open_reading(const App& app, const ReadingOptions& options);
// The store, for a command that writes. With --upgrade a store of an older format is kept beside
// itself and upgraded; without, it is refused.
Result<log::Store> open_writing(const App& app, bool create);

// The authorities a command speaks of: the one named, or every one with a log.
Result<std::vector<events::AuthorityId>> authorities_of(const log::Store& store,
                                                        const std::string& la);

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
Error usage_error(std::string failed, std::string found, std::string hint,
                  ErrorCode code = ErrorCode::bad_usage);

// A line on standard error that says how far long work has come; nothing where that is no terminal.
class ProgressLine {
  public:
    ProgressLine(const App& app, std::string label);
    ~ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;
    // `of` 0: not known. `unit_done` is what the rate counts.
    void show(std::uint64_t done, std::uint64_t of, std::uint64_t unit_done, std::string_view unit);

  private:
    const App& app_;
    std::string label_;
    events::Instant started_;
    events::Instant shown_{};
    bool drawn_ = false;
};

// The answer of a command that has written its output, or could not. A reader that has left
// (`| head`) knows: then nothing is said.
Answer finished(bool written);
Answer finished(bool written, std::string failed, std::string why, std::string hint);

std::string counted(std::uint64_t count, std::string_view thing);  // "1 clock", "2 clocks"
std::string counted_entries(std::uint64_t count);                  // "1 entry", "2 entries"

// "as of 2026-03-31, known at 2026-01-01 23:59:59Z"
std::string asked(const projections::Question& question);

// Whether a store is there, or something that cannot be looked at.
bool holds_store(const App& app);
// Says on standard error that a store will be made: a mistyped folder must not pass unseen.
void tell_if_new(const App& app);

void print_error(const Error& error, bool colour);

// Parses the arguments and runs the command they name; the exit status.
int run(int argc, const char* const* argv, Environment env);

}  // namespace longstop::cli
