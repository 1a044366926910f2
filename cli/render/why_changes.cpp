// The steps of an explanation that say what an event did to the clock.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/render/clock_rows.hpp"
#include "cli/render/why_parts.hpp"
#include "cli/render/words.hpp"

namespace longstop::cli::steps {
namespace {

std::string start_text(const Writer& writer, const Clock& clock, std::uint32_t fact) {
    const auto& duty = writer.duty();
    std::string text = " starts the clock.";
    if (clock.started_on != writer.fact(fact).date) {
        text += fmt::format(" It counts from {}, the day the event gives for that.",
                            long_day(events::day_of(clock.started_on)));
    }
    if (duty.in_force_to) {
        text += fmt::format(" The provision was in force from {} to {}.",
                            long_day(duty.in_force_from), long_day(*duty.in_force_to));
    }
    if (clock.ends_from != law::no_day) {
        text += fmt::format(" What was done before {} does not discharge it.",
                            long_day(events::day_of(clock.ends_from)));
    }
    return text;
}

std::string end_text(const Writer& writer, const Clock& clock, std::uint32_t fact) {
    if (writer.duty().is_window()) return " is the act that had to wait for the end of this time.";
    if (fact < clock.started_by) return " had already been done: it discharges the duty.";
    return fact == clock.started_by
               ? " is itself the act that is owed: only the time between is judged."
               : " discharges the duty.";
}

std::string lapse_text(const Writer& writer, const Clock&, std::uint32_t fact) {
    const auto any_names_it = [&](const std::vector<law::Pattern>& patterns) {
        const auto type = writer.fact(fact).type;
        return std::any_of(patterns.begin(), patterns.end(),
                           [&](const law::Pattern& pattern) { return pattern.type == type; });
    };
    const auto& duty = writer.duty();
    return any_names_it(duty.starts) && !any_names_it(duty.lapses)
               ? " starts the duty afresh: a new clock takes the place of this one."
               : ": the duty is no longer owed.";
}

std::string held_text(const Writer& writer, const Clock& clock, std::uint32_t) {
    return fmt::format(
        ": while this goes on the time has no last day. It runs until {}, and there is none yet.",
        held_until_text(writer.duty(), clock));
}

// By law::Step::What: the step, and what it says behind the event; made of the clock where it is
// not the same for all.
struct Change {
    What what;
    std::string_view same;
    std::string (*made)(const Writer&, const Clock&, std::uint32_t fact) = nullptr;
};
constexpr std::array<Change, 9> changes{{
    {What::start, "", start_text},
    {What::ended, "", end_text},
    {What::lapsed, "", lapse_text},
    {What::overtaken,
     ": a later step, taken although this one was never recorded, overtakes it. It is judged by "
     "the day on which that came."},
    {What::rested, ": for the time being the duty is not owed, and the clock rests."},
    {What::woke, ": the duty is owed again, and the clock runs on from its old start."},
    {What::linked, ": the first since the start, so the limit counts from it as well."},
    {What::gone, ": the resting clock can wake no more."},
    {What::held, "", held_text},
}};

}  // namespace

void add_change(Writer& writer, const Clock& clock, const law::Step& change) {
    const auto& told = changes[static_cast<std::size_t>(change.what)];
    auto says = writer.event_text(change.fact);
    says += told.made == nullptr ? std::string{told.same} : told.made(writer, clock, change.fact);
    auto& step = writer.add(told.what, change.fact, std::move(says));
    if (told.what == What::start) step.words = writer.duty().words;
}

}  // namespace longstop::cli::steps
