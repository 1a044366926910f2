// The steps of an explanation that say what moves a last day, once it is counted, and what does
// not.
#include <fmt/format.h>

#include "cli/render/why_parts.hpp"
#include "cli/render/words.hpp"

namespace longstop::cli::steps {
namespace {

constexpr std::string_view of_vacations = "rule12-vacation";
constexpr std::string_view of_days_off = "rule12-non-working";
constexpr std::string_view of_working_days = "count-working-days";
constexpr std::string_view of_no_move = "no-roll";

std::string_view where_text(Day day, bool in_vacation) {
    if (!in_vacation) return "is no working day";
    return date::year_month_day{day}.month() == date::August
               ? "lies in August"
               : "lies between 25 December and 1 January";
}

}  // namespace

void add_rule12(Writer& writer, Day computed, Day due) {
    const bool in_vacation = law::in_tribunal_vacation(computed);
    auto& step = writer.add(What::adjusted,
                            fmt::format("{} {}: time ends on {}.", long_day(computed),
                                        where_text(computed, in_vacation), long_day(due)),
                            in_vacation ? of_vacations : of_days_off);
    step.skipped = writer.law().calendar().skipped(computed, due - date::days{1}, in_vacation);
}

void add_unknown(Writer& writer) {
    writer.add(What::unknown,
               fmt::format("No last day can be named: the count needs working days after {}, and "
                           "until then only are the bank holidays published and verified.",
                           long_day(writer.law().calendar().verified_until())),
               of_working_days);
}

// A last day that nobody works at, where the limit does not give way.
void add_stands(Writer& writer, const Clock& clock) {
    if (clock.due == law::no_day || writer.duty().adjust == law::Adjust::rule12_appeal) return;
    const auto due = events::day_of(clock.due);
    const auto days = writer.law().calendar().skipped(due, due, false);
    if (days.empty()) return;
    const auto& off = days.front();
    writer.add(
        What::stands,
        fmt::format("{}{} is no working day, and the limit does not move.", long_day(due),
                    off.what == law::Skipped::What::weekend ? std::string{}  // the day has named it
                                                            : fmt::format(" ({})", off.name)),
        of_no_move);
}

void add_moves(Writer& writer, const WhyClock& told) {
    for (const auto& moved : told.moved) {
        auto& step = writer.add(
            What::moved,
            fmt::format("Until {} the due date was {}. On that day a change of the bank holidays "
                        "was published, and it became {}.",
                        long_day(moved.published), long_day(moved.before), long_day(moved.after)),
            of_working_days);
        step.date = moved.published;
    }
}

std::vector<std::string_view> last_day_authorities() {
    return {of_vacations, of_days_off, of_working_days, of_no_move};
}

}  // namespace longstop::cli::steps
