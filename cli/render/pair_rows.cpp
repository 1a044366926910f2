#include "cli/render/pair_rows.hpp"

#include <fmt/format.h>

#include "cli/render/clock_rows.hpp"

namespace longstop::cli {
namespace {

using projections::ClockPair;
using projections::ReportedClock;

constexpr std::array fields{"la"_f,
                            "case"_f,
                            "duty"_f,
                            "subject"_f,
                            "change"_f,
                            "started_on"_f,
                            "due_before"_f,
                            "due_after"_f,
                            "status_before"_f,
                            "status_after"_f,
                            "days_late_before"_f,
                            "days_late_after"_f};
constexpr std::array in_table{"change"_f, "late"_f,     "is"_f,  "due"_f,
                              "moved"_f,  "case_key"_f, "duty"_f};

std::int32_t due_of(const std::optional<ReportedClock>& clock) {
    return clock ? clock->clock.due : law::no_day;
}

// "+7d": by how far the due date moved.
std::string days_between(const ClockPair& pair) {
    const auto before = due_of(pair.before);
    const auto after = due_of(pair.after);
    if (before == law::no_day || after == law::no_day || before == after) return {};
    return fmt::format("{:+}d", after - before);
}

void fill_side(Row& row, const std::optional<ReportedClock>& clock, Field due, Field status,
               Field days_late) {
    row[due] = day_cell(due_of(clock));
    row[status] = clock ? Cell{status_text(clock->clock.status)} : Cell{Null{}};
    row[days_late] = clock ? Cell{std::int64_t{clock->clock.days_late}} : Cell{Null{}};
}

}  // namespace

std::span<const Field> pair_fields() { return fields; }
std::span<const Field> pair_fields_in_table() { return in_table; }

void fill_pair(Rows& rows, std::string_view change, const ClockPair& pair,
               const law::CompiledLaw& law_before, const law::CompiledLaw& law_after,
               const log::LogColumns& texts) {
    const auto& shown = pair.shown();
    const auto& law = pair.after ? law_after : law_before;
    auto la = events::to_text(texts.la);
    const auto& reference = texts.cases[shown.case_no - 1];
    auto& row = rows.row();
    row["change"_f] = change;
    row["duty"_f] = std::string_view{law.duty(shown.clock.row).id};
    if (rows.needs_table_fields()) {
        const auto late = shown.clock.days_late;
        if (late > 0) row.keep("late"_f, fmt::format("{}d", late));
        row["is"_f] = pair.after ? status_text(pair.after->clock.status) : std::string_view{"gone"};
        row["due"_f] = day_cell(shown.clock.due);
        row.keep("moved"_f, days_between(pair));
        row.keep("case_key"_f, la + "/" + reference);
    }
    if (!rows.needs_all_fields()) return;
    row.keep("la"_f, std::move(la));
    row["case"_f] = std::string_view{reference};
    row.keep_or_null("subject"_f, projections::subject_text(shown, law, texts));
    row["started_on"_f] = day_cell(shown.clock.started_on);
    fill_side(row, pair.before, "due_before"_f, "status_before"_f, "days_late_before"_f);
    fill_side(row, pair.after, "due_after"_f, "status_after"_f, "days_late_after"_f);
}

Emphasis pair_emphasis(const ClockPair& pair) {
    return pair.after && pair.after->clock.days_late > 0 ? Emphasis::bad : Emphasis::none;
}

}  // namespace longstop::cli
