#include "cli/render/pair_rows.hpp"

#include <fmt/format.h>

#include "cli/render/clock_rows.hpp"

namespace longstop::cli {
namespace {

using projections::ReportedClock;
using namespace std::string_view_literals;

const std::vector<Column>& field_columns() {
    static const std::vector<Column> columns{{"la"},
                                             {"case"},
                                             {"duty"},
                                             {"subject"},
                                             {"change"},
                                             {"started_on"},
                                             {"due_before"},
                                             {"due_after"},
                                             {"status_before"},
                                             {"status_after"},
                                             {"days_late_before"},
                                             {"days_late_after"}};
    return columns;
}

const std::vector<Column>& table_columns() {
    static const std::vector<Column> columns{{"change", "CHANGE", 16, false, true},
                                             {"late", "LATE", 5, true},
                                             {"status", "IS", 9, false, true},
                                             {"due", "DUE", 10, false, true},
                                             {"moved", "MOVED", 6, true},
                                             {"case", "CASE", 17, false, true},
                                             {"duty", "DUTY", 31}};
    return columns;
}

// The texts of one side, living as long as the row.
struct Side {
    explicit Side(const std::optional<ReportedClock>& clock) : here(clock.has_value()) {
        if (!here) return;
        if (clock->clock.due != law::no_day) {
            due_day = clock->clock.due;
            due = events::to_text(events::day_of(due_day));
        }
        status = status_text(clock->clock.status);
        late = clock->clock.days_late;
    }
    Cell due_cell() const { return due.empty() ? Cell{Null{}} : Cell{std::string_view{due}}; }
    Cell status_cell() const { return here ? Cell{status} : Cell{Null{}}; }
    Cell late_cell() const { return here ? Cell{std::int64_t{late}} : Cell{Null{}}; }
    bool here;
    std::int32_t due_day = law::no_day;
    std::string due;
    std::string_view status;  // static text
    std::int32_t late = 0;
};

// "+7d": by how far the due date moved.
std::string days_between(const Side& before, const Side& after) {
    if (before.due_day == law::no_day || after.due_day == law::no_day) return {};
    const auto days = after.due_day - before.due_day;
    return days == 0 ? std::string{} : fmt::format("{:+}d", days);
}

}  // namespace

const std::vector<Column>& pair_columns(bool table) {
    return table ? table_columns() : field_columns();
}

void write_pair(RowWriter& rows, bool table, const PairRow& row, const law::CompiledLaw& law_before,
                const law::CompiledLaw& law_after, const log::LogColumns& texts,
                std::span<const Cell> more) {
    const auto& shown = row.after ? *row.after : *row.before;
    const auto& law = row.after ? law_after : law_before;
    const Side before(row.before);
    const Side after(row.after);
    const auto la = events::to_text(texts.la);
    const auto& reference = texts.cases[shown.case_no - 1];
    const std::string_view duty = law.duty(shown.clock.row).id;
    if (table) {
        const auto key = la + "/" + reference;
        const auto& seen = after.here ? after : before;
        const auto late = seen.late > 0 ? fmt::format("{}d", seen.late) : std::string{};
        const auto moved = days_between(before, after);
        rows.row(
            std::array<Cell, 7>{row.change, std::string_view{late},
                                after.here ? Cell{after.status} : Cell{"gone"sv}, seen.due_cell(),
                                std::string_view{moved}, std::string_view{key}, duty},
            after.here && after.late > 0 ? Emphasis::bad : Emphasis::none);
        return;
    }
    const auto subject = projections::subject_text(shown, law, texts);
    const auto started = events::to_text(events::day_of(shown.clock.started_on));
    std::vector<Cell> cells{std::string_view{la},
                            std::string_view{reference},
                            duty,
                            subject.empty() ? Cell{Null{}} : Cell{std::string_view{subject}},
                            row.change,
                            std::string_view{started},
                            before.due_cell(),
                            after.due_cell(),
                            before.status_cell(),
                            after.status_cell(),
                            before.late_cell(),
                            after.late_cell()};
    cells.insert(cells.end(), more.begin(), more.end());
    rows.row(cells);
}

}  // namespace longstop::cli
