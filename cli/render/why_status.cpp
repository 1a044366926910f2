// The last step of an explanation: the status, and what it does not mean.
#include <fmt/format.h>

#include <array>

#include "cli/render/clock_rows.hpp"
#include "cli/render/why_parts.hpp"
#include "cli/render/words.hpp"

namespace longstop::cli::steps {
namespace {

// A clock on the day asked about.
struct Standing {
    const Clock& clock;
    const law::Duty& duty;
    Day as_of;

    bool has_ended() const { return clock.ended_on != law::no_day; }
    std::string due() const { return long_day(events::day_of(clock.due)); }
    std::string ended() const { return long_day(events::day_of(clock.ended_on)); }
    std::string late() const { return days_text(clock.days_late); }
    std::string today() const { return long_day(as_of); }
};

std::string running(const Standing& now) {
    const auto& clock = now.clock;
    if (clock.held != 0) {
        return fmt::format("runs until {}: none yet. No last day is known.",
                           held_until_text(now.duty, clock));
    }
    const auto left = clock.due - events::number_of(now.as_of);
    if (left == 0) return fmt::format("due today, {}, and not done yet.", now.due());
    return fmt::format("not done by {}; due on {}, {} from then.", now.today(), now.due(),
                       days_text(left));
}

std::string overdue(const Standing& now) {
    return fmt::format("due on {} and not done by {}, {} later.", now.due(), now.today(),
                       now.late());
}

std::string met(const Standing& now) {
    if (!now.has_ended()) {
        return fmt::format("the time ran out on {} with nothing done in it.", now.due());
    }
    if (now.duty.is_window()) {
        return fmt::format("the time ran out on {}, and the act came on {}.", now.due(),
                           now.ended());
    }
    if (now.clock.ended_on == now.clock.due) {
        return fmt::format("done on {}, the last day.", now.ended());
    }
    return fmt::format("done on {}, due on {}.", now.ended(), now.due());
}

std::string met_late(const Standing& now) {
    return fmt::format("done on {}, {} after it was due on {}.", now.ended(), now.late(),
                       now.due());
}

std::string too_early(const Standing& now) {
    if (now.clock.held != 0) {
        return fmt::format("the act came on {}, and the time had no last day yet.", now.ended());
    }
    return fmt::format("the act came on {}, {} before it might: the time runs to the end of {}.",
                       now.ended(), days_text(now.clock.days_early), now.due());
}

std::string excused(const Standing& now) {
    return fmt::format("due on {}, {}, {} late, with an exception made out.", now.due(),
                       now.has_ended() ? "done on " + now.ended() : "not done by " + now.today(),
                       now.late());
}

std::string lapsed(const Standing& now) {
    const auto& clock = now.clock;
    const bool was_late = clock.days_late > 0;
    if (!now.has_ended()) return fmt::format("not used by {}.", now.due());
    if (clock.overtaken && was_late) {
        return fmt::format("never done; overtaken on {}, {} after it was due on {}.", now.ended(),
                           now.late(), now.due());
    }
    const auto since = fmt::format(
        "{} since {}",
        clock.state == Clock::State::resting ? "not owed for now," : "no longer owed", now.ended());
    return was_late ? fmt::format("{}, {} after it was due on {}.", since, now.late(), now.due())
                    : fmt::format("{}; it was due on {}.", since, now.due());
}

std::string unknown(const Standing& now) {
    if (now.clock.because != law::Because::before_the_record_begins) {
        return "no due date, and so never a breach.";
    }
    return fmt::format(
        "due on {}, before the record of the case is complete. "
        "What is not recorded there may have been done in time.",
        now.clock.due == law::no_day ? "a day not known" : now.due());
}

// By Status.
using Sentence = std::string (*)(const Standing&);
constexpr std::array<Sentence, 8> sentences{running,   overdue, met,    met_late,
                                            too_early, excused, lapsed, unknown};

std::string status_sentence(const Standing& now) {
    const auto status = now.clock.status;
    return fmt::format("{}: {}", status_text(status),
                       sentences[static_cast<std::size_t>(status)](now));
}

}  // namespace

void add_unlisted(Writer& writer, law::RowNo kept_off_by) {
    writer.add(What::unlisted, fmt::format("Not on the breach list while {} is still open: that "
                                           "failure comes first.",
                                           writer.law().duty(kept_off_by).id));
}

void add_status(Writer& writer, const WhyClock& told, Day as_of) {
    const auto& duty = writer.duty();
    const auto& clock = told.reported.clock;
    auto says = status_sentence({clock, duty, as_of});
    if (told.steps_left_out > 0) {
        says += fmt::format(" {} changes before the last are not listed.", told.steps_left_out);
    }
    if (duty.is_guidance()) says += " This is guidance: being late is no breach of law.";
    if (duty.is_conditional() && clock.state != Clock::State::ended) {
        says += " It binds only whoever takes the step: left undone it is no breach of law.";
    }
    if (duty.is_right()) says += " This is a right: nobody is in breach.";
    writer.add(What::status, std::move(says));
}

}  // namespace longstop::cli::steps
