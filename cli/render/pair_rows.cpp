#include "cli/render/pair_rows.hpp"

#include <fmt/format.h>

#include "cli/render/clock_rows.hpp"

namespace longstop::cli {
namespace {

using projections::ReportedClock;

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
    static const std::vector<Column> columns{
        {"change", "CHANGE", 14, false, true}, {"late", "LATE", 6, true},
        {"case", "CASE", 17, false, true},     {"duty", "DUTY", 31},
        {"due", "DUE", 10, false, true},       {"due_after", "DUE AFTER", 10, false, true},
        {"status", "WAS", 9, false, true},     {"status_after", "IS", 9, false, true}};
    return columns;
}

// The texts of one side, living as long as the row.
struct Side {
    explicit Side(const std::optional<ReportedClock>& clock) : here(clock.has_value()) {
        if (!here) return;
        if (clock->clock.due != law::no_day) {
            due = events::to_text(events::day_of(clock->clock.due));
        }
        status = status_text(clock->clock.status);
        late = clock->clock.days_late;
    }
    Cell due_cell() const { return due.empty() ? Cell{Null{}} : Cell{std::string_view{due}}; }
    Cell status_cell() const { return here ? Cell{status} : Cell{Null{}}; }
    Cell late_cell() const { return here ? Cell{std::int64_t{late}} : Cell{Null{}}; }
    bool here;
    std::string due;
    std::string_view status;
    std::int32_t late = 0;
};

}  // namespace

const std::vector<Column>& pair_columns(bool table) {
    return table ? table_columns() : field_columns();
}

void write_pair(RowWriter& rows, bool table, const PairRow& row, const law::Law& law_before,
                const law::Law& law_after, const log::LogColumns& texts) {
    const auto& shown = row.after ? *row.after : *row.before;
    const auto& law = row.after ? law_after : law_before;
    const Side before(row.before);
    const Side after(row.after);
    const auto la = events::to_text(texts.la);
    const auto& reference = texts.cases[shown.case_no - 1];
    const std::string_view duty = law.duties[shown.clock.row].id;
    if (table) {
        const auto key = la + "/" + reference;
        const auto days = after.here ? after.late : before.late;
        const auto late = days > 0 ? fmt::format("{}d", days) : std::string{};
        rows.row(std::array<Cell, 8>{row.change, std::string_view{late}, std::string_view{key},
                                     duty, before.due_cell(), after.due_cell(),
                                     before.status_cell(), after.status_cell()},
                 after.here && after.late > 0 ? Emphasis::bad : Emphasis::none);
        return;
    }
    const auto subject = projections::subject_text(shown, law, texts);
    const auto started = events::to_text(events::day_of(shown.clock.started_on));
    rows.row(std::array<Cell, 12>{std::string_view{la}, std::string_view{reference}, duty,
                                  subject.empty() ? Cell{Null{}} : Cell{std::string_view{subject}},
                                  row.change, std::string_view{started}, before.due_cell(),
                                  after.due_cell(), before.status_cell(), after.status_cell(),
                                  before.late_cell(), after.late_cell()});
}

}  // namespace longstop::cli
