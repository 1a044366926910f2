// A clock as a row: the fields of docs/cli.md for machines, fewer and shorter ones in a table.
#pragma once

#include <string>
#include <unordered_map>

#include "cli/render/row.hpp"
#include "projections/assignments.hpp"

namespace longstop::cli {

std::string_view status_text(law::Status status);
std::span<const std::string_view> all_status_texts();  // in the order of the statuses
// The code of a refused exception and, after a colon, what it means.
std::string refusal_text(law::NotMadeOut refusal, const law::Law& law);
std::string_view because_text(law::Because because);  // why a status is unknown
std::string period_text(const law::Period& period);   // "2 months"
// What a held clock waits for ("1 month after mediation-certificate-issued"); empty for others.
std::string held_until_text(const law::Duty& duty, const law::Clock& clock);

// What a reliance says, by its position: only the record knows the reason.
struct Reliance {
    std::string ground;
    std::string relied_on;
    std::string reason;
};
using Reliances = std::unordered_map<events::Position, Reliance>;

// The reliances that the clocks name; an error when the log cannot be read.
events::Result<Reliances> reliances_of(const log::Store& store, events::AuthorityId la,
                                       const std::vector<projections::ReportedClock>& clocks);

// What the rows of a log's clocks name besides their numbers.
struct LogTexts {
    log::LogColumns columns;
    Reliances reliances;
    projections::Assignments assignments;
};

// The fields of a list of clocks, and those of it in a table.
std::span<const Field> clock_fields();
std::span<const Field> clock_fields_in_table();

// Fills in when the clock started, is due and ended, and its status: what every row of it says.
void fill_state(Row& row, const projections::ReportedClock& clock);

// Writes clocks of one log after the other into a list of clock_fields().
class ClockRows {
  public:
    ClockRows(Rows& rows, const law::CompiledLaw& law, events::Day as_of)
        : rows_(rows), law_(law), as_of_(events::number_of(as_of)) {}

    void write(const projections::ReportedClock& clock, const LogTexts& of);
    // Fills a row with the fields of a clock; the texts outlive it.
    void fill(Row& row, const projections::ReportedClock& clock, const log::LogColumns& log,
              const Reliances& reliances, const projections::Assignments& assignments) const;
    // The reading asked for, which rows then name; the readings that bits of a clock stand for.
    void say_reading(std::string reading) { reading_ = std::move(reading); }
    void say_broken_under(std::vector<std::string> readings) { readings_ = std::move(readings); }

  private:
    void fill_table(Row& row, const projections::ReportedClock& clock, const LogTexts& of) const;
    std::string readings_json(std::uint32_t readings) const;

    Rows& rows_;
    const law::CompiledLaw& law_;
    std::int32_t as_of_;
    std::string reading_;
    std::vector<std::string> readings_;
};

}  // namespace longstop::cli
