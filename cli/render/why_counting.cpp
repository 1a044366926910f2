// The steps of an explanation that count a limit, limb by limb, down to its last day.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/render/clock_rows.hpp"
#include "cli/render/why_parts.hpp"
#include "cli/render/words.hpp"

namespace longstop::cli::steps {
namespace {

using law::Counting;
using law::Limb;
using From = Limb::From;

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
constexpr std::string_view of_fixed_dates = "fixed-date";
constexpr std::string_view of_working_days = "count-working-days";
constexpr std::string_view of_tribunal_days = "rule12-skip";

const CountingWords& words_of(const law::Duty& duty) {
    return counting_words[static_cast<std::size_t>(duty.counting)];
}

// -- a limb with a last day ----------------------------------------------------------------------

std::string counted_text(const law::Duty& duty, const Limb& limb, const law::LimbCount& counted) {
    const auto day = long_day(*counted.day);
    if (limb.from == From::the_field) {
        return fmt::format("The day named in `{}` is {}.", events::field_name(limb.fields.front()),
                           day);
    }
    if (limb.from == From::before_fixed) {
        return fmt::format("Before {} {}: the last day in time is {}.",
                           static_cast<unsigned>(limb.fixed.day()), month_name(limb.fixed.month()),
                           day);
    }
    const auto& words = words_of(duty);
    const auto period = period_text(limb.period);
    const auto from = long_day(*counted.from);
    if (limb.from == From::before_field) {
        return fmt::format("{} {} {} is {}.", period, words.joins, from, day);
    }
    if (limb.period.count == 0) return fmt::format("At once is on the day itself, {}.", day);
    return fmt::format("{} {} {}{} {} on {}.", period, words.joins, from, words.aside,
                       limb.period.count == 1 ? "ends" : "end", day);
}

std::string_view authority_of(const law::Duty& duty, const Limb& limb) {
    if (limb.from == From::the_field) return {};
    const auto& words = words_of(duty);
    return limb.period.unit == law::Unit::months ? words.authority_in_months : words.authority;
}

// -- a limb that has nothing to count from -------------------------------------------------------

std::string lack_text(const Limb& limb) {
    if (limb.from == From::event) {
        return fmt::format("no {} has come while the clock was open",
                           events::type_name(limb.event));
    }
    if (limb.from == From::waking) {
        return fmt::format("no {} has woken the clock", events::type_name(limb.event));
    }
    std::vector<std::string> names;
    names.reserve(limb.fields.size());
    for (const auto no : limb.fields) names.push_back(fmt::format("`{}`", events::field_name(no)));
    return "the event gives no " + joined(names, " and no ");
}

std::string absent_text(const Limb& limb) {
    return fmt::format(
        "{} cannot be counted, as {}: left out.",
        limb.from == From::the_field ? std::string{"One day named"} : period_text(limb.period),
        lack_text(limb));
}

// -- the days that a count in working days passes over -------------------------------------------

// Holidays by name; weekends and the Tribunal's vacations by their number.
std::string skipped_text(const std::vector<law::Skipped>& days) {
    std::vector<std::string> parts;
    std::vector<std::pair<std::string, std::int32_t>> groups;
    const auto count = [&](const std::string& name) {
        for (auto& group : groups) {
            if (group.first == name) return static_cast<void>(++group.second);
        }
        groups.emplace_back(name, 1);
    };
    for (const auto& day : days) {
        switch (day.what) {
            case law::Skipped::What::weekend: count("weekends"); break;
            case law::Skipped::What::vacation: count(day.name); break;
            case law::Skipped::What::holiday:
                parts.push_back(fmt::format("{} ({})", long_day(day.day), day.name));
        }
    }
    for (const auto& [name, number] : groups) {
        parts.push_back(fmt::format("{} of {}", days_text(number), name));
    }
    return joined(parts, ", ");
}

void add_skipped(Writer& writer, Day from, Day to) {
    const auto& duty = writer.duty();
    const bool tribunal = duty.adjust == law::Adjust::rule12_skip;
    const auto first = duty.counting == Counting::from_incl ? from : from + date::days{1};
    auto days = writer.law().calendar().skipped(first, to, tribunal);
    auto says = days.empty() ? std::string{"No day between them is passed over."}
                             : fmt::format("{} {} passed over: {}.", pluralized(days.size(), "day"),
                                           days.size() == 1 ? "is" : "are", skipped_text(days));
    auto& step =
        writer.add(What::skipped, std::move(says), tribunal ? of_tribunal_days : of_working_days);
    step.skipped = std::move(days);
}

// -- the limit -----------------------------------------------------------------------------------

void add_limb(Writer& writer, const Limb& limb, const law::LimbCount& counted) {
    if (!counted.day) {
        if (!counted.unknown) writer.add(What::counted, absent_text(limb));
        return;
    }
    const auto& duty = writer.duty();
    writer.add(What::counted, counted_text(duty, limb, counted), authority_of(duty, limb));
    if (limb.period.unit == law::Unit::working_days) {
        add_skipped(writer, *counted.from, *counted.day);
    }
}

void add_choice(Writer& writer, const law::DueCount& due) {
    constexpr std::array<std::string_view, 4> choices{"one", "later", "earlier", "first"};
    const auto day = long_day(*due.limbs[*due.chosen].day);
    const auto computed =
        std::count_if(due.limbs.begin(), due.limbs.end(),
                      [](const law::LimbCount& limb) { return limb.day.has_value(); });
    const auto choice = choices[static_cast<std::size_t>(writer.duty().within.choose)];
    writer.add(What::governs, computed == 1
                                  ? fmt::format("That leaves {}.", day)
                                  : fmt::format("Of these the {} governs: {}.", choice, day));
}

void add_fixed(Writer& writer, const Clock& clock, const law::DueCount& due) {
    const auto by = due.fact == clock.directed_by ? due.fact : clock.started_by;
    writer.add(What::governs, by,
               fmt::format("{} itself names {}, and that date governs.", writer.event_text(by),
                           long_day(*due.fixed)),
               of_fixed_dates);
}

}  // namespace

void add_due(Writer& writer, const Clock& clock, const law::DueCount& due) {
    if (due.fixed) return add_fixed(writer, clock, due);
    const auto& limbs = writer.duty().within.limbs;
    for (std::size_t i = 0; i < due.limbs.size(); ++i) add_limb(writer, limbs[i], due.limbs[i]);
    if (due.limbs.size() > 1 && due.chosen) add_choice(writer, due);
    if (due.computed && due.due && *due.computed != *due.due) {
        add_rule12(writer, *due.computed, *due.due);
    }
    if (!due.due) add_unknown(writer);
}

std::vector<std::string_view> counting_authorities() {
    std::vector<std::string_view> ids{of_fixed_dates, of_working_days, of_tribunal_days};
    for (const auto& words : counting_words) {
        ids.push_back(words.authority);
        ids.push_back(words.authority_in_months);
    }
    return ids;
}

}  // namespace longstop::cli::steps
