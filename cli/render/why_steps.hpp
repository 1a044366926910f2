// The words of an explanation: one numbered step for each thing the evaluator did with a clock,
// each with its provision or authority, from the event that started it to its status. The sentences
// are in why_parts.hpp.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "projections/why.hpp"

namespace longstop::cli {

struct WhyStep {
    // In JSON the names of docs/cli.md.
    enum class What : std::uint8_t {
        start,     // the event that starts the clock
        counted,   // a limb of the limit, counted
        skipped,   // the days a count in working days passes over
        governs,   // which limb, or which fixed date, gives the due date
        adjusted,  // rule 12 moves the end of the time
        stands,    // the last day is not worked, and the limit does not move
        unknown,   // no day can be counted
        moved,     // a holiday published later moved the due date
        linked,    // a limb counts from this event
        rested,
        woke,
        ended,
        lapsed,
        gone,         // lapsed for good
        relied,       // an exception was relied on
        tested,       // a fact held against its test
        exception,    // made out or not, and why
        authority,    // where the law is read rather than written
        reading,      // how else the provision is read, and with what result
        unlisted,     // kept off the breach list by another duty
        not_started,  // an event that starts the duty and opened no clock
        overtaken,    // never done, by a later step
        answered,     // which matter a plan was read as answering
        held,         // the last day is not known yet
        status,       // always the last
    };
    What what = What::start;
    std::string says;
    std::string cite;
    std::string words;
    std::string address;
    std::optional<events::Day> date;
    events::Position position = 0;  // of the event the step is about; 0: none
    events::TypeNo event = 0;
    std::vector<law::Skipped> skipped;
};
std::string_view what_text(WhyStep::What what);

// What the records say that the log's columns do not: the fields of an event, by its position.
using EventDetails = std::map<events::Position, std::string>;
// The positions of the events that an explanation speaks of.
std::vector<events::Position> positions_of(const projections::Why& why);

// Whether the reliances that speak of no clock are told: of several clocks, with the first.
enum class Idle : std::uint8_t { told, left_out };

std::vector<WhyStep> steps_of(const projections::Why& why, const projections::WhyClock& clock,
                              const law::CompiledLaw& law, events::Day as_of,
                              const EventDetails& details, Idle idle = Idle::told);
// Where the case has no clock of the duty: what would start one, and what did not.
std::vector<WhyStep> steps_without_clock(const projections::Why& why, const law::CompiledLaw& law,
                                         const EventDetails& details);

// The ids that steps look up in england/authorities.toml.
std::vector<std::string_view> authority_ids();

}  // namespace longstop::cli
