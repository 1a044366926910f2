#include "cli/question/clock_filters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/question/values.hpp"
#include "cli/render/clock_rows.hpp"
#include "cli/render/text_width.hpp"
#include "projections/stages.hpp"

namespace longstop::cli {
namespace {

using projections::Assignments;
using projections::ClockInCase;
using Keeps = ClockFilters::Keeps;

struct Given {
    const Asked& asked;
    const Parameters::Value& value;
    std::string_view name;  // of the parameter
};

// A row: the parameter, and what it keeps where it is given.
struct FilterRow {
    Parameter parameter;
    Result<Keeps> (*read)(const Given&);
    bool needs_whole_case = false;
};

// --- values --------------------------------------------------------------------------------------

std::string joined(std::span<const std::string_view> values) {
    std::string text;
    for (std::size_t i = 0; i < values.size(); ++i) {
        text += i == 0 ? "" : i + 1 == values.size() ? " or " : ", ";
        text += values[i];
    }
    return text;
}

// Which of the values a list may name were given; an error where one is none of them.
Result<std::vector<bool>> chosen(const Given& given, std::span<const std::string_view> values) {
    std::vector<bool> chosen(values.size(), false);
    for (const auto& text : given.value.texts) {
        const auto found = std::find(values.begin(), values.end(), text);
        if (found == values.end()) {
            return usage_error(fmt::format("cannot read {}", given.name),
                               fmt::format("\"{}\" is not one of them", text),
                               "write " + joined(values));
        }
        chosen[static_cast<std::size_t>(found - values.begin())] = true;
    }
    return chosen;
}

bool holds(std::string_view text, const std::string& folded_part) {
    return folded(text).find(folded_part) != std::string::npos;
}

// Some part of the text is what was given, whatever the case of its letters.
template <class TextOf>
Result<Keeps> contains(const Given& given, TextOf text_of) {
    return Keeps{[part = folded(given.value.text), text_of](const ClockInCase& of,
                                                            const Assignments& assignments) {
        return holds(text_of(of, assignments), part);
    }};
}

// --- the filters ---------------------------------------------------------------------------------

Result<Keeps> owed_by(const Given& given) {
    std::vector<std::string_view> owners;
    for (const auto& duty : given.asked.law().rows()) {
        const std::string_view owner = duty.owed_by;
        if (std::find(owners.begin(), owners.end(), owner) == owners.end()) owners.push_back(owner);
    }
    if (const auto known = chosen(given, owners); !known) return known.error();
    return Keeps{[wanted = given.value.texts](const ClockInCase& of, const Assignments&) {
        return std::find(wanted.begin(), wanted.end(), of.duty().owed_by) != wanted.end();
    }};
}

Result<Keeps> kind(const Given& given) {
    auto wanted = chosen(given, law::kind_texts);
    if (!wanted) return wanted.error();
    return Keeps{[wanted = std::move(*wanted)](const ClockInCase& of, const Assignments&) {
        return wanted[static_cast<std::size_t>(of.duty().kind)];
    }};
}

Result<Keeps> status(const Given& given) {
    auto wanted = chosen(given, all_status_texts());
    if (!wanted) return wanted.error();
    return Keeps{[wanted = std::move(*wanted)](const ClockInCase& of, const Assignments&) {
        return wanted[static_cast<std::size_t>(of.clock.status)];
    }};
}

Result<Keeps> subject(const Given& given) {
    return contains(given, [](const ClockInCase& of, const Assignments&) {
        return projections::subject_text(of.reported(), of.law, of.log.log());
    });
}

Result<Keeps> caseworker(const Given& given) {
    return contains(given, [](const ClockInCase& of, const Assignments& assignments) {
        return assignments.caseworker(of.case_no, of.log.log());
    });
}

Result<Keeps> team(const Given& given) {
    return contains(given, [](const ClockInCase& of, const Assignments& assignments) {
        return assignments.team(of.case_no, of.log.log());
    });
}

Result<Keeps> case_part(const Given& given) {
    return contains(given, [](const ClockInCase& of, const Assignments&) {
        return std::string_view{of.log.log().cases[of.case_no - 1]};
    });
}

// The day that --on names. Nothing where the clock has none.
using DayOf = std::int32_t (*)(const law::Clock&);
constexpr std::array<std::string_view, 3> day_names{"due", "started", "ended"};
constexpr std::array<DayOf, 3> days_of{[](const law::Clock& clock) { return clock.due; },
                                       [](const law::Clock& clock) { return clock.started_on; },
                                       [](const law::Clock& clock) { return clock.ended_on; }};

Result<std::size_t> place_of_day(const Asked& asked) {
    const auto& on = asked.text("--on");
    if (on.empty()) return std::size_t{0};
    const auto found = std::find(day_names.begin(), day_names.end(), on);
    if (found != day_names.end()) return static_cast<std::size_t>(found - day_names.begin());
    return usage_error("cannot read --on", fmt::format("\"{}\" is no day of a clock", on),
                       "write " + joined(day_names));
}

// --from and --to at once, whichever is given first: both are read, so that neither lies after the
// other unseen.
Result<Keeps> between(const Given& given) {
    const auto place = place_of_day(given.asked);
    if (!place) return place.error();
    const auto range = day_range(given.asked.text("--from"), given.asked.text("--to"),
                                 "cannot list these days", "an empty list would read as \"none\"");
    if (!range) return range.error();
    const auto least = range->from ? events::number_of(*range->from) : law::no_day;
    const auto most = range->to ? std::optional{events::number_of(*range->to)} : std::nullopt;
    return Keeps{
        [day_of = days_of[*place], least, most](const ClockInCase& of, const Assignments&) {
            const auto day = day_of(of.clock);
            // What has no due date because nobody can know it may be due in these days too.
            if (day == law::no_day) {
                return of.clock.status == law::Status::unknown && day_of == days_of[0];
            }
            return (least == law::no_day || day >= least) && (!most || day <= *most);
        }};
}

Result<Keeps> which_day(const Given& given) {
    const auto place = place_of_day(given.asked);
    if (!place) return place.error();
    if (given.asked.text("--from").empty() && given.asked.text("--to").empty()) {
        return usage_error("cannot read --on", "neither --from nor --to is given",
                           "add the days: --on started --from 2026-01-01");
    }
    return Keeps{[](const ClockInCase&, const Assignments&) { return true; }};
}

Result<Keeps> stage(const Given& given) {
    std::vector<std::string_view> stages;
    for (const auto& name : given.asked.law().written.common().stages) stages.push_back(name);
    auto wanted = chosen(given, stages);
    if (!wanted) return wanted.error();
    const auto as_of = events::number_of(given.asked.when.as_of);
    return Keeps{[wanted = std::move(*wanted), as_of](const ClockInCase& of, const Assignments&) {
        const auto stage = projections::stage_of(of.clocks, of.law, as_of);
        return stage != 0 && wanted[stage - 1U];
    }};
}

Result<Keeps> due_within(const Given& given) {
    const auto days = static_cast<std::int32_t>(given.value.number);
    const auto from = events::number_of(given.asked.when.as_of);
    return Keeps{[from, to = from + days](const ClockInCase& of, const Assignments&) {
        const auto& clock = of.clock;
        return clock.state == law::Clock::State::open && clock.due != law::no_day &&
               clock.due >= from && clock.due <= to;
    }};
}

Result<Keeps> late_more_than(const Given& given) {
    return Keeps{[days = given.value.number](const ClockInCase& of, const Assignments&) {
        return of.clock.days_late > days;
    }};
}

constexpr Parameter days_parameter(std::string_view name, std::string_view means) {
    return {.name = name,
            .takes = Takes::number,
            .value = "DAYS",
            .means = means,
            .standard = -1,
            .most = 36500};
}

// clang-format off
constexpr auto rows = std::to_array<FilterRow>({
    {{.name = "--owed-by", .takes = Takes::texts, .value = "WHO", .means = "Only what is owed by LA, body, setting, commissioner, adviser, parent or tribunal-party", .values = values::owners}, owed_by},
    {{.name = "--kind", .takes = Takes::texts, .value = "KIND", .means = "Only duties of this kind: statute, case-law, tribunal-rule or guidance", .values = values::kinds}, kind},
    {{.name = "--status", .takes = Takes::texts, .value = "STATUS", .means = "Only clocks of this status: running, overdue, met, met-late, too-early, excused, lapsed or unknown", .values = values::statuses}, status},
    {{"--subject", Takes::text, "TEXT", "Only where the body, setting or other subject has this text in it"}, subject},
    {{"--caseworker", Takes::text, "TEXT", "Only cases whose caseworker has this text in the name"}, caseworker},
    {{"--team", Takes::text, "TEXT", "Only cases whose team has this text in the name"}, team},
    {{"--case", Takes::text, "TEXT", "Only cases with this text in the reference"}, case_part},
    {{.name = "--stage", .takes = Takes::texts, .value = "STAGE", .means = "Only cases that wait at this stage, such as awaiting-advice", .values = values::stages}, stage, true},
    {parameter::meaning(parameter::from, "Only what is due, or --on started or ended, on or after this day"), between},
    {parameter::meaning(parameter::to, "Only what is due, or --on started or ended, on or before this day"), between},
    {{"--on", Takes::text, "WHICH", "Which day --from and --to look at: due (unless said), started or ended"}, which_day},
    {days_parameter("--due-within", "Only what is open and falls due from the day asked about to so many days later"), due_within},
    {days_parameter("--late-more-than", "Only what is late by more than so many days"), late_more_than},
});
constexpr auto parameters = [] {
    std::array<Parameter, rows.size()> all;
    std::transform(rows.begin(), rows.end(), all.begin(),
                   [](const FilterRow& row) { return row.parameter; });
    return all;
}();
// clang-format on

bool is_given(const Parameter& parameter, const Parameters::Value& value) {
    if (parameter.takes == Takes::number) return value.number >= parameter.least;
    return !value.text.empty() || !value.texts.empty();
}

}  // namespace

std::span<const Parameter> clock_filter_parameters() { return parameters; }

Result<ClockFilters> ClockFilters::read(const Asked& asked) {
    ClockFilters filters;
    for (const auto& row : rows) {
        const auto& value = asked.given.value(row.parameter.name);
        if (!is_given(row.parameter, value)) continue;
        auto keeps = row.read({asked, value, row.parameter.name});
        if (!keeps) return keeps.error();
        filters.keeps_.push_back(std::move(*keeps));
        filters.need_whole_case_ = filters.need_whole_case_ || row.needs_whole_case;
    }
    return filters;
}

projections::ClockFilter ClockFilters::of_log(const Assignments& assignments) const {
    if (keeps_.empty()) return {};
    return [this, &assignments](const ClockInCase& of) {
        return std::all_of(keeps_.begin(), keeps_.end(),
                           [&](const Keeps& keeps) { return keeps(of, assignments); });
    };
}

}  // namespace longstop::cli
