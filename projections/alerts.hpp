// The night's alerts: each clock raises at most one alert a stage, and says it once.
#pragma once

#include <string>

#include "projections/fold.hpp"

namespace longstop::projections {

// 0 none, 1 due soon, 2 due tomorrow (or today), 3 overdue, 3 + n overdue by n times four weeks.
using Stage = int;
// A right whose last day is not known yet: shown each night, never raised.
constexpr Stage held = -1;
constexpr Stage no_stage = 0;
constexpr Stage due_soon = 1;
constexpr Stage due_tomorrow = 2;
constexpr Stage overdue = 3;

std::string stage_text(Stage stage);  // "overdue-8-weeks"
std::optional<Stage> parse_stage(std::string_view text);

struct AlertFilter {
    int within = 14;        // days before the due date at which a clock is due soon
    bool guidance = false;  // also guidance
    bool rights = false;    // also rights of parents and young people that are running out
    bool excused = false;   // also what is late but excused
};

// The highest stage a clock has reached.
Stage stage_of(const law::Clock& clock, const law::CompiledLaw& law, Day as_of,
               const AlertFilter& filter);

struct Alert {
    ReportedClock reported;
    Stage stage = no_stage;
    std::uint32_t ordinal = 0;  // among the case's clocks of the same duty, subject and start
};

// An alert as the log remembers it.
struct RaisedAlert {
    std::string clock;  // as clock_key writes it
    Stage stage = no_stage;
    Day night{};
};

// Names a clock by what does not change when the log is exported and imported: case, duty,
// subject, start and ordinal.
std::string clock_key(const Alert& alert, const law::CompiledLaw& law, const log::LogColumns& log);
std::string clock_key(const events::Event& raised);  // of an alert-raised entry

// The alerts of a night, in reading order: for each clock the highest stage it has reached, unless
// that stage or a higher one was raised on an earlier night. What was raised this very night is
// raised again, so that a second run of a night gives the same set.
std::vector<Alert> alerts_of(const FoldableLog& log, const law::CompiledLaw& law, Day night,
                             const AlertFilter& filter, std::span<const RaisedAlert> raised);

// The alert-raised entries of a log that are known.
Result<std::vector<RaisedAlert>> raised_alerts(const log::Store& store, const FoldableLog& log);

}  // namespace longstop::projections
