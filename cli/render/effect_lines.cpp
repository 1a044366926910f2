#include "cli/render/effect_lines.hpp"

#include <fmt/format.h>

#include "cli/render/clock_rows.hpp"
#include "cli/render/text_width.hpp"
#include "cli/render/words.hpp"

namespace longstop::cli {
namespace {

using law::Clock;
using law::Status;
using projections::ClockPair;

std::string due_of(const Clock& clock) {
    return clock.due == law::no_day ? "no due date yet"
                                    : "due " + events::to_text(events::day_of(clock.due));
}

std::string standing(const Clock& clock) {
    switch (clock.status) {
        case Status::overdue: return "overdue by " + days_text(clock.days_late);
        case Status::met: return clock.state == Clock::State::ended ? "in time" : "kept";
        case Status::met_late: return days_text(clock.days_late) + " late";
        case Status::too_early:
            return clock.days_early == 0 ? "too early" : days_text(clock.days_early) + " too early";
        default: return std::string{status_text(clock.status)};
    }
}

std::string_view verb_of(const ClockPair& change) {
    if (!change.before) return "opened";
    if (!change.after) return "gone";
    const auto was = change.before->clock.state;
    const auto is = change.after->clock.state;
    if (was == is) return change.before->clock.due == change.after->clock.due ? "changed" : "moved";
    switch (is) {
        case Clock::State::open: return "runs on";
        case Clock::State::ended: return "ended";
        case Clock::State::lapsed: return "lapsed";
        case Clock::State::resting: return "rests";
    }
    return "changed";
}

// What a reader must know besides the due date.
std::string result_of(const ClockPair& change) {
    if (!change.after) return {};
    const auto& now = change.after->clock;
    std::string text;
    if (change.before && change.before->clock.due != now.due) {
        text += ", was " + due_of(change.before->clock);
    }
    const bool said_by_verb = now.status == Status::running || now.status == Status::lapsed;
    if (!said_by_verb) text += ": " + standing(now);
    if (change.before && now.status != change.before->clock.status &&
        now.state == change.before->clock.state) {
        text += ", was " + standing(change.before->clock);
    }
    return text;
}

}  // namespace

std::string effect_lines(const projections::EntryEffect& effect, const law::CompiledLaw& law,
                         const log::LogColumns& log) {
    if (effect.changes.empty()) {
        return effect.could_change ? "  it changes no clock: no duty of the case was waiting for "
                                     "it, and it starts none\n"
                                   : "";
    }
    std::string text;
    for (const auto& change : effect.changes) {
        const auto& clock = change.shown();
        const auto subject = subject_text(clock, law, log);
        text += fmt::format("  {:<8} {}{}, {}{}\n", verb_of(change), law.duty(clock.clock.row).id,
                            subject.empty() ? "" : " for " + sanitized(subject),
                            due_of(clock.clock), result_of(change));
    }
    return text;
}

void IdleLines::add(const log::LogColumns& log, const std::vector<projections::IdleEntry>& idle) {
    constexpr std::size_t shown = 3;
    for (const auto& entry : idle) {
        if (count_++ >= shown) continue;
        first_ +=
            fmt::format("{}{}/{} {} (position {})", count_ == 1 ? "" : ", ",
                        events::to_text(log.la), log.cases[entry.case_no - 1],
                        events::type_name(log.headers[entry.position - 1].type), entry.position);
    }
}

std::string IdleLines::text() const {
    if (count_ == 0) return {};
    return fmt::format(
        "  {} no clock, though {} could: {}{}\n"
        "  longstop check --only changes-nothing lists all, with what would mend them\n",
        count_ == 1 ? "1 entry changes" : fmt::format("{} entries change", count_),
        count_ == 1 ? "its type" : "their types", first_, count_ > 3 ? ", ..." : "");
}

}  // namespace longstop::cli
