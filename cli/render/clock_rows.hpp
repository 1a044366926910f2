// A clock as a row: the fields of docs/cli.md for machines, fewer and shorter ones in a table.
#pragma once

#include <string>
#include <unordered_map>

#include "cli/render/rows.hpp"
#include "projections/fold.hpp"

namespace longstop::cli {

std::string_view status_text(law::Status status);
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

// Writes clocks of one log after the other through a RowWriter.
class ClockRows {
  public:
    ClockRows(Format format, const law::CompiledLaw& law, events::Day as_of,
              const TerminalStyle& style);

    void write(const projections::ReportedClock& clock, const log::LogColumns& log,
               const Reliances& reliances);
    RowWriter& writer() { return *writer_; }
    // The reading asked for, which rows then name; the readings that bits of a clock stand for.
    void say_reading(std::string reading) { reading_ = std::move(reading); }
    void say_broken_under(std::vector<std::string> readings) { readings_ = std::move(readings); }
    void foot(std::string_view line) { writer_->foot(line); }
    bool finish() { return writer_->finish(); }

  private:
    void write_table(const projections::ReportedClock& clock, const log::LogColumns& log);
    void write_fields(const projections::ReportedClock& clock, const log::LogColumns& log,
                      const Reliances& reliances);

    std::string readings_json(std::uint32_t readings) const;

    Format format_;
    const law::CompiledLaw& law_;
    std::string as_of_;
    std::unique_ptr<RowWriter> writer_;
    std::string reading_;
    std::vector<std::string> readings_;
    std::string excuse_;        // JSON of the row at hand
    std::string broken_under_;  // likewise
};

}  // namespace longstop::cli
