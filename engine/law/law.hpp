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

// A value that nothing changes. Whoever wants other law (a reading, the law as it stood, an
// amendment) makes another; compiled.hpp makes of it what the evaluator runs.
class Law {
  public:
    Law() = default;
    Law(std::vector<Duty> rows, Calendar calendar, std::vector<Instrument> instruments = {},
        std::vector<Authority> authorities = {})
        : rows_(std::move(rows)),
          calendar_(std::move(calendar)),
          instruments_(std::move(instruments)),
          authorities_(std::move(authorities)) {}

    // The same law with other rows.
    Law with(std::vector<Duty> rows) const {
        return {std::move(rows), calendar_, instruments_, authorities_};
    }

    const std::vector<Duty>& rows() const { return rows_; }  // in table order
    const Calendar& calendar() const { return calendar_; }
    const std::vector<Instrument>& instruments() const { return instruments_; }
    const std::vector<Authority>& authorities() const { return authorities_; }

    const Duty* find(std::string_view id) const;
    std::optional<RowNo> row_of(std::string_view id) const;
    const Authority* authority(std::string_view id) const;  // null where the law names none

  private:
    std::vector<Duty> rows_;
    Calendar calendar_;
    std::vector<Instrument> instruments_;
    std::vector<Authority> authorities_;
};

// One file of the law: its name and its whole text.
struct LawFile {
    std::string name;
    std::string text;
};

// Reads and checks every file, in the order of their names. The error names file, line, what and
// why. One file must be called calendar.toml; authorities.toml may be missing.
events::Result<Law> load_law(std::vector<LawFile> files);

// The law under a named reading: the rows that carry it are changed, all others are as they were.
// `strict` and `lenient` stand for the readings of that side. An error for a name that no row
// carries.
events::Result<Law> under(const Law& law, std::string_view reading);
// The names of the readings, in table order; without `strict` and `lenient`.
std::vector<std::string> reading_names(const Law& law);

}  // namespace longstop::law
