#include "cli/render/counted_rows.hpp"

namespace longstop::cli {
namespace {

constexpr std::array fields{"la"_f,   "case"_f,     "group"_f,  "counted"_f,  "type"_f,
                            "date"_f, "position"_f, "duty"_f,   "subject"_f,  "started_on"_f,
                            "due"_f,  "ended_on"_f, "status"_f, "days_late"_f};
constexpr std::array in_table{"case_key"_f, "counted"_f, "date"_f, "due"_f, "ended_on"_f, "late"_f};

}  // namespace

std::span<const Field> counted_fields() { return fields; }
std::span<const Field> counted_fields_in_table() { return in_table; }

CountedRow counted_row(const projections::Counted& counted, const projections::CountedItem& item) {
    CountedRow row{counted, item.view.case_no, std::nullopt, 0};
    if (item.fact != nullptr) row.position = item.fact->source;
    if (item.clock != nullptr) {
        const auto order = static_cast<std::uint32_t>(item.clock - item.view.clocks.data());
        row.clock = projections::reported(*item.clock, order, item.view.case_no, item.view.facts,
                                          item.view.log.log());
    }
    return row;
}

void write_counted(Rows& rows, const CountedRow& counted, const law::CompiledLaw& law,
                   const log::LogColumns& log) {
    auto la = events::to_text(log.la);
    const auto& reference = log.cases[counted.case_no - 1];
    auto& row = rows.row();
    row.keep("case_key"_f, la + "/" + reference);
    row.keep("la"_f, std::move(la));
    row["case"_f] = std::string_view{reference};
    row["group"_f] = std::string_view{counted.counted.group};
    row["counted"_f] = std::string_view{counted.counted.what};
    // The event that is counted, or the one that ended the clock, or else began it.
    const auto position = counted.position != 0          ? counted.position
                          : counted.clock->ended_by != 0 ? counted.clock->ended_by
                                                         : counted.clock->started_by;
    const auto& header = log.headers[position - 1];
    row["type"_f] = events::type_name(header.type);
    row["date"_f] = day_cell(header.date);
    row["position"_f] = position_cell(position);
    row["duty"_f] = row["subject"_f] = row["started_on"_f] = Null{};
    row["due"_f] = row["ended_on"_f] = row["status"_f] = row["days_late"_f] = Null{};
    if (counted.clock) {
        const auto& clock = counted.clock->clock;
        row["duty"_f] = std::string_view{law.duty(clock.row).id};
        row.keep_or_null("subject"_f, projections::subject_text(*counted.clock, law, log));
        fill_state(row, *counted.clock);
        if (clock.days_late > 0) row.keep("late"_f, std::to_string(clock.days_late) + "d");
    }
    rows.write();
}

}  // namespace longstop::cli
