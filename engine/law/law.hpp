// A body of law as its files word it: its rows and its calendar, and whose words they are.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/law/calendar.hpp"
#include "engine/law/duty.hpp"
#include "events/result.hpp"

namespace longstop::law {

struct Instrument {
    std::string file;
    std::string title;
    std::string address;
    std::string note;
};

// On whose authority a step is taken that a provision does not spell out: england/authorities.toml.
struct Authority {
    std::string id;
    std::string cite;
    std::string words;
    std::string address;  // may be empty
};

// What is of no one duty: england/common.toml.
struct Common {
    // What leaves a closed case closed (docs/law/reading.md, 4.1).
    std::vector<Pattern> stays_closed;
    // A setting closed for so long, and how far before the closure, and before its end, advice may
    // have been asked of it (6.4).
    struct Closure {
        std::array<bool, ground_count> grounds{};  // by Ground
        int at_least = 0;                          // days
        int margin = 0;                            // days
        std::string refused;                       // what is said of one that did not last so long
    };
    Closure closure;
    // A time in which what falls due may be excused; both days inclusive (6.4).
    struct Relaxation {
        std::array<bool, ground_count> grounds{};
        Day due_from{};
        Day due_to{};
        std::string refused;  // what is said of what falls due outside it
    };
    Relaxation relaxation;
    // Where a case may wait. It waits at the first of them at which one of its duties is open.
    std::vector<std::string> stages;
    // Every key ("closure.at_least") with its value as text: what two bodies of law are compared
    // by.
    std::vector<std::pair<std::string, std::string>> written;
};

// A value that nothing changes. Whoever wants other law (a reading, the law as it stood, an
// amendment) makes another; compiled.hpp makes of it what the evaluator runs.
class Law {
  public:
    Law() = default;
    // The versions of a duty must be neighbours among the rows, in the order in which they come
    // into force.
    Law(std::vector<Duty> rows, Calendar calendar, Common common,
        std::vector<Instrument> instruments = {}, std::vector<Authority> authorities = {})
        : rows_(std::move(rows)),
          calendar_(std::move(calendar)),
          common_(std::move(common)),
          instruments_(std::move(instruments)),
          authorities_(std::move(authorities)) {}

    // The same law with other rows.
    Law with(std::vector<Duty> rows) const {
        return {std::move(rows), calendar_, common_, instruments_, authorities_};
    }

    const std::vector<Duty>& rows() const { return rows_; }  // in table order
    const Calendar& calendar() const { return calendar_; }
    const Common& common() const { return common_; }
    const std::vector<Instrument>& instruments() const { return instruments_; }
    const std::vector<Authority>& authorities() const { return authorities_; }

    // The row of the duty, the first of them where it has versions.
    const Duty* find(std::string_view id) const;
    std::optional<RowNo> row_of(std::string_view id) const;
    RowSet rows_of(std::string_view id) const;  // of all versions; empty where no duty has the id
    std::size_t duty_count() const;

    // The last day on which a clock of the row can start: as written, else the day before the next
    // version comes into force; nothing where it stays in force.
    std::optional<Day> last_day(RowNo row) const;
    bool in_force(RowNo row, Day day) const;

    const Authority* authority(std::string_view id) const;  // null where the law names none

  private:
    std::vector<Duty> rows_;
    Calendar calendar_;
    Common common_;
    std::vector<Instrument> instruments_;
    std::vector<Authority> authorities_;
};

// One file of the law: its name and its whole text.
struct LawFile {
    std::string name;
    std::string text;
};

// Reads and checks every file, in the order of their names. The error names file, line, what and
// why. Files must be called calendar.toml and common.toml; authorities.toml may be missing.
events::Result<Law> load_law(std::vector<LawFile> files);

// The law under a named reading: the rows that carry it are changed, all others are as they were.
// `strict` and `lenient` stand for the readings of that side. An error for a name that no row
// carries.
events::Result<Law> under(const Law& law, std::string_view reading);
// The names of the readings, in table order; without `strict` and `lenient`.
std::vector<std::string> reading_names(const Law& law);

}  // namespace longstop::law
