#include "cli/render/why_steps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/render/clock_rows.hpp"

namespace longstop::cli {
namespace {

using events::Day;
using events::day_of;
using law::Counting;
using law::Limb;
using law::Status;
using law::Unit;
using projections::Why;
using projections::WhyClock;
using What = WhyStep::What;

constexpr std::array<std::string_view, 25> what_texts{
    "start",     "counted",  "skipped",   "governs",   "adjusted", "stands",   "unknown",
    "moved",     "linked",   "rested",    "woke",      "ended",    "lapsed",   "gone",
    "relied",    "tested",   "exception", "authority", "reading",  "unlisted", "not-started",
    "overtaken", "answered", "held",      "status"};

constexpr std::array<std::string_view, 7> weekday_names{
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> month_names{
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

// By Counting: how the count is worded, and the authority for it in days and weeks.
struct CountingWords {
    std::string_view joins;  // between the period and the day it counts from
    std::string_view aside;  // behind that day
    std::string_view authority;
    std::string_view authority_in_months;
};
constexpr std::array<CountingWords, 7> counting_words{{
    {"from", ", that day not counted,", "count-after", "count-after-months"},
    {"beginning with", ", that day being the first,", "count-from-incl", "count-from-incl-months"},
    {"before", "", "count-clear", "count-clear"},
    {"before", "", "count-before-date", "count-before-date"},
    {"before", "", "count-by-date", "count-by-date"},
    {"before", "", "count-strictly-before", "count-strictly-before"},
    {"clear before", "", "count-clear-days", "count-clear-days"},
}};

constexpr std::array<std::string_view, 3> rule12_ids{"rule12-vacation", "rule12-non-working",
                                                     "rule12-skip"};
constexpr std::array<std::string_view, 7> ground_names{
    "",        "school-closed",      "early-years-closed", "personal-circumstances",
    "absence", "missed-appointment", "coronavirus"};

const CountingWords& words_of(Counting counting) {
    return counting_words[static_cast<std::size_t>(counting)];
}

std::string number_of(std::int64_t count, std::string_view thing) {
    return fmt::format("{} {}{}", count, thing, count == 1 ? "" : "s");
}

std::string days_text(std::int64_t days) { return number_of(days, "day"); }

// The sentences of the notes that say what is our reading and not written in the law.
std::vector<std::string> readings_in(const std::string& notes) {
    constexpr std::string_view mark = "Reading: ";
    std::vector<std::string> readings;
    for (auto at = notes.find(mark); at != std::string::npos; at = notes.find(mark, at + 1)) {
        const auto first = at + mark.size();
        auto end = notes.find(". ", first);
        if (end == std::string::npos) end = notes.size() - 1;
        readings.push_back(notes.substr(first, end - first + 1));
    }
    return readings;
}

// Writes the steps of one clock, in order.
class Steps {
  public:
    Steps(const Why& why, const law::CompiledLaw& law, const EventDetails& details)
        : why_(why), law_(law), duty_(law.duty(why.row)), details_(details) {}

    std::vector<WhyStep> of(const WhyClock& told, Day as_of, Idle idle) {
        told_ = &told;
        auto due = told.dues.begin();
        for (const auto& step : told.steps) {
            add_answer(step);
            add_change(step);
            const bool counts =
                due != told.dues.end() && due->fact == step.fact &&
                (step.what == law::Step::What::opened || step.what == law::Step::What::linked ||
                 step.what == law::Step::What::woke);
            if (counts) add_due(*due++);
        }
        for (; due != told.dues.end(); ++due) add_due(*due);  // fixed by what came later
        for (const auto& answer : told.left_alone) add_left_alone(answer);
        add_stands();
        add_moves();
        for (const auto& exception_test : told.exception_tests) add_weighing(exception_test);
        if (idle == Idle::told) {
            for (const auto& exception_test : why_.idle) add_weighing(exception_test);
        }
        add_authorities();
        add_readings();
        for (const auto row : told.kept_off_by) add_unlisted(row);
        add_status(as_of);
        return std::move(steps_);
    }

    std::vector<WhyStep> without_clock() {
        for (const auto& not_started : why_.not_started) add_not_started(not_started);
        for (const auto& exception_test : why_.idle) add_weighing(exception_test);
        std::string starts;
        for (const auto& pattern : duty_.starts) {
            starts += (starts.empty() ? "" : ", ") + pattern.text;
        }
        auto& step = add(What::status, fmt::format("No clock: {}. The duty starts with {}.",
                                                   why_.not_started.empty()
                                                       ? "nothing that starts the duty is recorded"
                                                       : "no event that starts the duty opened one",
                                                   starts));
        cite_duty(step, true);
        return std::move(steps_);
    }

  private:
    WhyStep& add(What what, std::string says) {
        auto& step = steps_.emplace_back();
        step.what = what;
        step.says = std::move(says);
        return step;
    }
    WhyStep& add(What what, std::uint32_t fact, std::string says) {
        auto& step = add(what, std::move(says));
        const auto& of = why_.facts[fact];
        step.date = day_of(of.date);
        step.position = of.source;
        step.event = of.type;
        return step;
    }
    void cite_duty(WhyStep& step, bool with_words = false) const {
        step.cite = duty_.cite;
        step.address = duty_.source;
        if (with_words) step.words = duty_.words;
    }
    void cite(WhyStep& step, std::string_view id) const {
        const auto* authority = law_.written.authority(id);
        if (authority == nullptr) return cite_duty(step);
        step.cite = authority->cite;
        step.words = authority->words;
        step.address = authority->address;
    }
    const law::Fact& fact(std::uint32_t at) const { return why_.facts[at]; }
    const law::Clock& clock() const { return told_->reported.clock; }

    // "request-received (by parent)"
    std::string event_text(std::uint32_t at) const {
        std::string text{events::type_name(fact(at).type)};
        const auto found = details_.find(fact(at).source);
        if (found != details_.end() && !found->second.empty()) text += " (" + found->second + ")";
        return text;
    }

    void add_change(const law::Step& change) {
        using Change = law::Step::What;
        const auto event = event_text(change.fact);
        switch (change.what) {
            case Change::opened: return add_start(change.fact);
            case Change::linked:
                cite_duty(add(What::linked, change.fact,
                              event + ": the first since the start, so the limit counts from it "
                                      "as well."));
                return;
            case Change::rested:
                cite_duty(add(What::rested, change.fact,
                              event + ": for the time being the duty is not owed, and the clock "
                                      "rests."));
                return;
            case Change::woke:
                cite_duty(add(What::woke, change.fact,
                              event + ": the duty is owed again, and the clock runs on from its "
                                      "old start."));
                return;
            case Change::ended: return add_end(change.fact);
            case Change::lapsed: return add_lapse(change.fact);
            case Change::overtaken:
                cite_duty(add(What::overtaken, change.fact,
                              event + ": a later step, taken although this one was never recorded, "
                                      "overtakes it. It is judged by the day on which that came."));
                return;
            case Change::held:
                cite_duty(
                    add(What::held, change.fact,
                        fmt::format("{}: while this goes on the time has no last day. It runs "
                                    "until {}, and there is none yet.",
                                    event, held_until_text(duty_, clock()))));
                return;
            case Change::gone:
                cite_duty(
                    add(What::gone, change.fact, event + ": the resting clock can wake no more."));
                return;
        }
    }

    // -- what a plan answers -----------------------------------------------------------------

    static std::string groups_text(law::Groups groups) {
        constexpr std::array<std::string_view, law::group_count + 1> names{
            "an order, agreement or concession",
            "a notice of amendments",
            "a re-assessment",
            "a request",
            "a review",
            "nothing that is pending"};
        std::string text;
        for (std::size_t group = 0; group < names.size(); ++group) {
            if ((groups >> group & 1U) == 0) continue;
            text += fmt::format("{}{}", text.empty() ? "" : " and ", names[group]);
        }
        return text;
    }

    // On what ground it was read so.
    std::string ground_text(const law::Answer& answer) const {
        if (answer.by_name) return "it names the matter";
        if (answer.groups == law::no_group) return "no clock was open that it could have met";
        if (!answer.left_alone.empty()) {
            return "it names no matter that settles it, and of what is pending an order, an "
                   "amendment, a re-assessment, a request and a review come first in this order";
        }
        return answer.amending_only ? "amendments had been prepared for it"
                                    : "nothing else was pending";
    }

    void add_answer(const law::Step& step) {
        if (duty_.answers == 0) return;
        const auto found =
            std::find_if(why_.answers.begin(), why_.answers.end(),
                         [&](const law::Answer& answer) { return answer.fact == step.fact; });
        if (found == why_.answers.end()) return;
        cite_duty(add(What::answered, step.fact,
                      fmt::format("{} is read as answering {}: {}.", event_text(step.fact),
                                  groups_text(found->groups), ground_text(*found))));
    }

    void add_left_alone(const law::Answer& answer) {
        cite_duty(add(
            What::answered, answer.fact,
            fmt::format("{} is read as answering {}, and leaves this clock alone: {}. "
                        "Recorded with `matter`, it would answer what it names.",
                        event_text(answer.fact), groups_text(answer.groups), ground_text(answer))));
    }

    void add_start(std::uint32_t at) {
        auto says = event_text(at) + " starts the clock.";
        if (clock().started_on != fact(at).date) {
            says += fmt::format(" It counts from {}, the day the event gives for that.",
                                long_day(day_of(clock().started_on)));
        }
        if (duty_.in_force_to) {
            says += fmt::format(" The provision was in force from {} to {}.",
                                long_day(duty_.in_force_from), long_day(*duty_.in_force_to));
        }
        if (clock().ends_from != law::no_day) {
            says += fmt::format(" What was done before {} does not discharge it.",
                                long_day(day_of(clock().ends_from)));
        }
        cite_duty(add(What::start, at, std::move(says)), true);
    }

    void add_end(std::uint32_t at) {
        const bool before = at < clock().started_by;
        const bool itself = at == clock().started_by;
        auto says = event_text(at);
        says += duty_.is_window() ? " is the act that had to wait for the end of this time."
                : before          ? " had already been done: it discharges the duty."
                : itself ? " is itself the act that is owed: only the time between is judged."
                         : " discharges the duty.";
        cite_duty(add(What::ended, at, std::move(says)));
    }

    void add_lapse(std::uint32_t at) {
        const auto names = [&](const law::Pattern& pattern) {
            return pattern.type == fact(at).type;
        };
        const bool by_pattern = std::any_of(duty_.lapses.begin(), duty_.lapses.end(), names);
        const bool starts_anew = std::any_of(duty_.starts.begin(), duty_.starts.end(), names);
        cite_duty(
            add(What::lapsed, at,
                event_text(at) + (starts_anew && !by_pattern
                                      ? " starts the duty afresh: a new clock takes the place "
                                        "of this one."
                                      : ": the duty is no longer owed.")));
    }

    // -- the due date ------------------------------------------------------------------------

    void add_due(const law::DueCount& due) {
        if (due.fixed) {
            const auto by = due.fact == clock().directed_by ? due.fact : clock().started_by;
            cite(add(What::governs, by,
                     fmt::format("{} itself names {}, and that date governs.", event_text(by),
                                 long_day(*due.fixed))),
                 "fixed-date");
            return;
        }
        for (std::size_t i = 0; i < due.limbs.size(); ++i) {
            add_limb(duty_.within.limbs[i], due.limbs[i]);
        }
        if (due.limbs.size() > 1 && due.chosen) add_choice(due);
        if (due.computed && due.due && *due.computed != *due.due) add_rule12(due);
        if (!due.due) add_unknown();
    }

    void add_limb(const Limb& limb, const law::LimbCount& counted) {
        if (!counted.day) {
            if (!counted.unknown) add_absent(limb);
            return;
        }
        const auto& words = words_of(duty_.counting);
        std::string says;
        auto id = words.authority;
        if (limb.from == Limb::From::the_field) {
            says = fmt::format("The day named in `{}` is {}.",
                               events::field_name(limb.fields.front()), long_day(*counted.day));
            return cite_duty(add(What::counted, std::move(says)));
        }
        if (limb.from == Limb::From::before_fixed) {
            says = fmt::format("Before {} {}: the last day in time is {}.",
                               static_cast<unsigned>(limb.fixed.day()),
                               month_names[static_cast<unsigned>(limb.fixed.month()) - 1],
                               long_day(*counted.day));
            return cite(add(What::counted, std::move(says)), id);
        }
        says = fmt::format("{} {} {}{} end on {}.", period_text(limb.period), words.joins,
                           long_day(*counted.from), words.aside, long_day(*counted.day));
        if (limb.from == Limb::From::before_field) {
            says = fmt::format("{} {} {} is {}.", period_text(limb.period), words.joins,
                               long_day(*counted.from), long_day(*counted.day));
        } else if (limb.period.count == 0) {
            says = fmt::format("At once is on the day itself, {}.", long_day(*counted.day));
        }
        if (limb.period.unit == Unit::months) id = words.authority_in_months;
        if (limb.period.count == 1) {
            if (const auto at = says.find(" end on "); at != std::string::npos) {
                says.replace(at, 8, " ends on ");
            }
        }
        cite(add(What::counted, std::move(says)), id);
        if (limb.period.unit == Unit::working_days) add_skipped(*counted.from, *counted.day);
    }

    void add_absent(const Limb& limb) {
        std::string lacks;
        if (limb.from == Limb::From::event || limb.from == Limb::From::waking) {
            lacks = fmt::format("no {} {}", events::type_name(limb.event),
                                limb.from == Limb::From::event ? "has come while the clock was open"
                                                               : "has woken the clock");
        } else {
            for (const auto no : limb.fields) {
                lacks += fmt::format("{}`{}`", lacks.empty() ? "the event gives no " : " and no ",
                                     events::field_name(no));
            }
        }
        cite_duty(add(What::counted,
                      fmt::format("{} cannot be counted, as {}: left out.",
                                  limb.from == Limb::From::the_field ? std::string{"One day named"}
                                                                     : period_text(limb.period),
                                  lacks)));
    }

    void add_skipped(Day from, Day to) {
        const bool tribunal = duty_.adjust == law::Adjust::rule12_skip;
        const auto first = duty_.counting == Counting::from_incl ? from : from + date::days{1};
        auto days = law_.calendar().skipped(first, to, tribunal);
        std::string says;
        if (days.empty()) {
            says = "No day between them is passed over.";
        } else {
            says = fmt::format("{} passed over: {}.",
                               days_text(static_cast<std::int64_t>(days.size())) +
                                   (days.size() == 1 ? " is" : " are"),
                               skipped_text(days));
        }
        auto& step = add(What::skipped, std::move(says));
        cite(step, tribunal ? "rule12-skip" : "count-working-days");
        step.skipped = std::move(days);
    }

    // Holidays by name; weekends and the Tribunal's vacations by their number.
    static std::string skipped_text(const std::vector<law::Skipped>& days) {
        std::vector<std::pair<std::string, int>> groups;
        std::string named;
        const auto count = [&](const std::string& name) {
            for (auto& group : groups) {
                if (group.first == name) return static_cast<void>(++group.second);
            }
            groups.emplace_back(name, 1);
        };
        for (const auto& day : days) {
            if (day.name == "Saturday" || day.name == "Sunday") {
                count("of weekends");
            } else if (day.name.find("rule 12") != std::string::npos) {
                count("of " + day.name.substr(0, day.name.find(',')));
            } else {
                named += fmt::format("{}{} ({})", named.empty() ? "" : ", ", long_day(day.day),
                                     day.name);
            }
        }
        for (const auto& [name, number] : groups) {
            named += fmt::format("{}{} {}", named.empty() ? "" : ", ", days_text(number), name);
        }
        return named;
    }

    void add_choice(const law::DueCount& due) {
        constexpr std::array<std::string_view, 4> choices{"one", "later", "earlier", "first"};
        const auto day = *due.limbs[*due.chosen].day;
        const auto computed =
            std::count_if(due.limbs.begin(), due.limbs.end(),
                          [](const law::LimbCount& limb) { return limb.day.has_value(); });
        cite_duty(add(What::governs,
                      computed == 1
                          ? fmt::format("That leaves {}.", long_day(day))
                          : fmt::format("Of these the {} governs: {}.",
                                        choices[static_cast<std::size_t>(duty_.within.choose)],
                                        long_day(day))));
    }

    void add_rule12(const law::DueCount& due) {
        const bool vacation = law::in_tribunal_vacation(*due.computed);
        const auto month = date::year_month_day{*due.computed}.month();
        const auto where = !vacation               ? "is no working day"
                           : month == date::August ? "lies in August"
                                                   : "lies between 25 December and 1 January";
        auto& step =
            add(What::adjusted, fmt::format("{} {}: time ends on {}.", long_day(*due.computed),
                                            where, long_day(*due.due)));
        cite(step, vacation ? rule12_ids[0] : rule12_ids[1]);
        step.skipped = law_.calendar().skipped(*due.computed, *due.due - date::days{1}, vacation);
    }

    void add_unknown() {
        cite(add(What::unknown,
                 fmt::format("No last day can be named: the count needs working days after {}, and "
                             "until then only are the bank holidays published and verified.",
                             long_day(law_.calendar().verified_until()))),
             "count-working-days");
    }

    // A last day that nobody works at, where the limit does not give way.
    void add_stands() {
        if (clock().due == law::no_day || duty_.adjust == law::Adjust::rule12_appeal) return;
        const auto due = day_of(clock().due);
        const auto days = law_.calendar().skipped(due, due, false);
        if (days.empty()) return;
        const bool weekend = days.front().name == "Saturday" || days.front().name == "Sunday";
        cite(add(What::stands,
                 fmt::format("{}{} is no working day, and the limit does not move.", long_day(due),
                             weekend ? "" : " (" + days.front().name + ")")),
             "no-roll");
    }

    void add_moves() {
        for (const auto& moved : told_->moved) {
            auto& step =
                add(What::moved,
                    fmt::format("Until {} the due date was {}. On that day a change of the bank "
                                "holidays was published, and it became {}.",
                                long_day(moved.published), long_day(moved.before),
                                long_day(moved.after)));
            step.date = moved.published;
            cite(step, "count-working-days");
        }
    }

    // -- exceptions --------------------------------------------------------------------------

    void add_weighing(const law::ExceptionTest& exception_test) {
        const auto ground = ground_names[fact(exception_test.reliance).choice];
        cite(add(What::relied, exception_test.reliance, event_text(exception_test.reliance) + "."),
             ground);
        if (exception_test.clock == law::no_clock) {
            cite_duty(add(What::exception, exception_test.reliance,
                          "It speaks of no clock of this duty: none had started by then, or it had "
                          "been met in time already."));
            return;
        }
        for (const auto& candidate : exception_test.candidates) {
            cite(add(What::tested, candidate.fact,
                     event_text(candidate.fact) + ": " +
                         (candidate.failed == law::NotMadeOut::none
                              ? std::string{"passes the test"}
                              : std::string{refusal_text(candidate.failed)}) +
                         "."),
                 ground);
        }
        auto& step = add(What::exception, exception_test.reliance,
                         exception_test.refusal == law::NotMadeOut::none
                             ? std::string{"The exception is made out. It excuses lateness; it "
                                           "moves no due date."}
                             : fmt::format("The exception is not made out: {}.",
                                           refusal_text(exception_test.refusal)));
        cite(step, ground);
    }

    // -- what is read rather than written ----------------------------------------------------

    void add_authorities() {
        if (duty_.kind == law::Kind::case_law) {
            for (const auto& instrument : law_.written.instruments()) {
                if (instrument.file != duty_.file) continue;
                auto& step = add(What::authority,
                                 "The provisions are read together as the court read them.");
                step.cite = duty_.cite;
                step.words = instrument.note;
                step.address = instrument.address;
            }
        }
        for (const auto& reading : readings_in(duty_.notes)) {
            cite_duty(add(What::authority, "Read, not written: " + reading));
        }
    }

    void add_readings() {
        for (const auto& other : told_->readings) {
            std::string result = "no clock starts";
            if (other.clock) {
                result = other.clock->due == law::no_day
                             ? std::string{"no due date"}
                             : fmt::format("due {}", long_day(day_of(other.clock->due)));
                result += fmt::format(", {}", status_text(other.clock->status));
                if (other.clock->days_late > 0) {
                    result += fmt::format(", {} late", days_text(other.clock->days_late));
                }
            }
            auto& step =
                add(What::reading, fmt::format("Read as `{}`: {}.", other.reading->name, result));
            step.cite = other.reading->authority;
            step.words = other.reading->words;
        }
    }

    void add_unlisted(law::RowNo row) {
        cite_duty(add(What::unlisted,
                      fmt::format("Not on the breach list while {} is still open: that failure "
                                  "comes first.",
                                  law_.duty(row).id)));
    }

    void add_not_started(const law::NotStarted& told) {
        constexpr std::array<std::string_view, 4> reasons{
            "the provision is not in force on that day", "a duty that goes before it is still open",
            "it is judged once, and a clock has been there already", "a clock of it is still open"};
        cite_duty(add(What::not_started, told.fact,
                      fmt::format("{} starts no clock: {}.", event_text(told.fact),
                                  reasons[static_cast<std::size_t>(told.why)])));
    }

    // -- the end -----------------------------------------------------------------------------

    void add_status(Day as_of) {
        auto says = status_sentence(as_of);
        if (told_->steps_left_out > 0) {
            says +=
                fmt::format(" {} changes before the last are not listed.", told_->steps_left_out);
        }
        if (duty_.is_guidance()) says += " This is guidance: being late is no breach of law.";
        if (duty_.is_conditional() && clock().state != law::Clock::State::ended) {
            says += " It binds only whoever takes the step: left undone it is no breach of law.";
        }
        if (duty_.is_right()) says += " This is a right: nobody is in breach.";
        cite_duty(add(What::status, std::move(says)));
    }

    std::string status_sentence(Day as_of) const {
        const auto due = clock().due == law::no_day ? std::string{} : long_day(day_of(clock().due));
        const auto ended =
            clock().ended_on == law::no_day ? std::string{} : long_day(day_of(clock().ended_on));
        const auto late = days_text(clock().days_late);
        const auto name = status_text(clock().status);
        switch (clock().status) {
            case Status::running:
                if (clock().held != 0) {
                    return fmt::format("{}: runs until {}: none yet. No last day is known.", name,
                                       held_until_text(duty_, clock()));
                }
                if (clock().due == events::number_of(as_of)) {
                    return fmt::format("{}: due today, {}, and not done yet.", name, due);
                }
                return fmt::format("{}: not done by {}; due on {}, {} from then.", name,
                                   long_day(as_of), due,
                                   days_text(clock().due - events::number_of(as_of)));
            case Status::overdue:
                return fmt::format("{}: due on {} and not done by {}, {} later.", name, due,
                                   long_day(as_of), late);
            case Status::met:
                if (ended.empty()) {
                    return fmt::format("{}: the time ran out on {} with nothing done in it.", name,
                                       due);
                }
                if (!duty_.is_window() && clock().ended_on == clock().due) {
                    return fmt::format("{}: done on {}, the last day.", name, ended);
                }
                return duty_.is_window()
                           ? fmt::format("{}: the time ran out on {}, and the act came on {}.",
                                         name, due, ended)
                           : fmt::format("{}: done on {}, due on {}.", name, ended, due);
            case Status::met_late:
                return fmt::format("{}: done on {}, {} after it was due on {}.", name, ended, late,
                                   due);
            case Status::too_early:
                if (clock().held != 0) {
                    return fmt::format("{}: the act came on {}, and the time had no last day yet.",
                                       name, ended);
                }
                return fmt::format(
                    "{}: the act came on {}, {} before it might: the time runs to "
                    "the end of {}.",
                    name, ended, days_text(clock().days_early), due);
            case Status::excused:
                return fmt::format(
                    "{}: due on {}, {}, {} late, with an exception made out.", name, due,
                    ended.empty() ? "not done by " + long_day(as_of) : "done on " + ended, late);
            case Status::lapsed: return lapsed_sentence(due, ended);
            case Status::unknown:
                if (clock().because == law::Because::before_the_record_begins) {
                    return fmt::format(
                        "{}: due on {}, before the record of the case is complete. "
                        "What is not recorded there may have been done in time.",
                        name, due.empty() ? "a day not known" : due);
                }
                return fmt::format("{}: no due date, and so never a breach.", name);
        }
        return {};
    }

    std::string lapsed_sentence(const std::string& due, const std::string& ended) const {
        const auto name = status_text(clock().status);
        if (ended.empty()) return fmt::format("{}: not used by {}.", name, due);
        if (clock().overtaken && clock().days_late > 0) {
            return fmt::format("{}: never done; overtaken on {}, {} after it was due on {}.", name,
                               ended, days_text(clock().days_late), due);
        }
        const auto since = clock().state == law::Clock::State::resting ? "not owed for now, since"
                                                                       : "no longer owed since";
        return clock().days_late > 0
                   ? fmt::format("{}: {} {}, {} after it was due on {}.", name, since, ended,
                                 days_text(clock().days_late), due)
                   : fmt::format("{}: {} {}; it was due on {}.", name, since, ended, due);
    }

    const Why& why_;
    const law::CompiledLaw& law_;
    const law::Duty& duty_;
    const EventDetails& details_;
    const WhyClock* told_ = nullptr;
    std::vector<WhyStep> steps_;
};

}  // namespace

std::string_view what_text(WhyStep::What what) {
    return what_texts[static_cast<std::size_t>(what)];
}

std::string long_day(Day day) {
    const date::year_month_day ymd{day};
    return fmt::format("{} {} {} {}", weekday_names[date::weekday{day}.c_encoding()],
                       static_cast<unsigned>(ymd.day()),
                       month_names[static_cast<unsigned>(ymd.month()) - 1],
                       static_cast<int>(ymd.year()));
}

std::vector<events::Position> positions_of(const Why& why) {
    std::vector<events::Position> positions;
    for (const auto& fact : why.facts) positions.push_back(fact.source);
    std::sort(positions.begin(), positions.end());
    return positions;
}

std::vector<WhyStep> steps_of(const Why& why, const WhyClock& clock, const law::CompiledLaw& law,
                              Day as_of, const EventDetails& details, Idle idle) {
    return Steps(why, law, details).of(clock, as_of, idle);
}

std::vector<WhyStep> steps_without_clock(const Why& why, const law::CompiledLaw& law,
                                         const EventDetails& details) {
    return Steps(why, law, details).without_clock();
}

std::vector<std::string_view> authority_ids() {
    std::vector<std::string_view> ids{"count-working-days", "no-roll", "fixed-date"};
    for (const auto& words : counting_words) {
        ids.push_back(words.authority);
        ids.push_back(words.authority_in_months);
    }
    ids.insert(ids.end(), rule12_ids.begin(), rule12_ids.end());
    ids.insert(ids.end(), ground_names.begin() + 1, ground_names.end());
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

}  // namespace longstop::cli
