#include "cli/render/why_steps.hpp"

#include <algorithm>
#include <array>

#include "cli/render/why_parts.hpp"

namespace longstop::cli {
namespace {

using projections::Why;
using projections::WhyClock;

constexpr std::array<std::string_view, 25> what_texts{
    "start",     "counted",  "skipped",   "governs",   "adjusted", "stands",   "unknown",
    "moved",     "linked",   "rested",    "woke",      "ended",    "lapsed",   "gone",
    "relied",    "tested",   "exception", "authority", "reading",  "unlisted", "not-started",
    "overtaken", "answered", "held",      "status"};

// Whether a change of the clock is one at which its due date is counted.
bool is_counted_at(law::Step::What what) {
    using enum law::Step::What;
    return what == opened || what == linked || what == woke;
}

// What happened to the clock, each count of its due date behind the change that called for it.
void add_history(steps::Writer& writer, const WhyClock& told) {
    const auto& clock = told.reported.clock;
    auto due = told.dues.begin();
    for (const auto& step : told.steps) {
        steps::add_answer(writer, step);
        steps::add_change(writer, clock, step);
        if (due != told.dues.end() && due->fact == step.fact && is_counted_at(step.what)) {
            steps::add_due(writer, clock, *due++);
        }
    }
    for (; due != told.dues.end(); ++due) {
        steps::add_due(writer, clock, *due);  // fixed by what came later
    }
}

}  // namespace

std::string_view what_text(WhyStep::What what) {
    return what_texts[static_cast<std::size_t>(what)];
}

std::vector<events::Position> positions_of(const Why& why) {
    std::vector<events::Position> positions;
    positions.reserve(why.facts.size());
    for (const auto& fact : why.facts) positions.push_back(fact.source);
    std::sort(positions.begin(), positions.end());
    return positions;
}

std::vector<WhyStep> steps_of(const Why& why, const WhyClock& told, const law::CompiledLaw& law,
                              events::Day as_of, const EventDetails& details, Idle idle) {
    const auto& clock = told.reported.clock;
    steps::Writer writer(why, law, law.duty(clock.row), details);
    add_history(writer, told);
    for (const auto& answer : told.left_alone) steps::add_left_alone(writer, answer);
    steps::add_stands(writer, clock);
    steps::add_moves(writer, told);
    for (const auto& test : told.exception_tests) steps::add_exception(writer, test);
    if (idle == Idle::told) {
        for (const auto& test : why.idle) steps::add_exception(writer, test);
    }
    steps::add_authorities(writer);
    steps::add_readings(writer, told);
    for (const auto row : told.kept_off_by) steps::add_unlisted(writer, row);
    steps::add_status(writer, told, as_of);
    return writer.take();
}

std::vector<WhyStep> steps_without_clock(const Why& why, const law::CompiledLaw& law,
                                         const EventDetails& details) {
    const auto row = why.not_started.empty() ? why.duty : why.not_started.back().row;
    steps::Writer writer(why, law, law.duty(row), details);
    for (const auto& event : why.not_started) steps::add_not_started(writer, event);
    for (const auto& test : why.idle) steps::add_exception(writer, test);
    steps::add_no_clock(writer);
    return writer.take();
}

std::vector<std::string_view> authority_ids() {
    std::vector<std::string_view> ids;
    for (const auto& of_part : {steps::counting_authorities(), steps::last_day_authorities(),
                                steps::exception_authorities()}) {
        ids.insert(ids.end(), of_part.begin(), of_part.end());
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

}  // namespace longstop::cli
