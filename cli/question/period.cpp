#include "cli/question/period.hpp"

#include <fmt/format.h>

namespace longstop::cli {

Result<projections::Days> days_of(const Asked& asked) {
    const auto& given = asked.text("--year");
    const auto& from = asked.text("--from");
    const auto& to = asked.text("--to");
    if (!given.empty()) {
        const auto year = events::parse_year(given);
        if (!year || !from.empty() || !to.empty()) {
            return usage_error(
                "cannot read --year",
                year ? "--from or --to is given too" : fmt::format("\"{}\" is no year", given),
                "write --year 2025 alone, or --from and --to");
        }
        return projections::days_of_year(*year);
    }
    const auto range = day_range(from, to, "cannot count", "an empty count would read as \"none\"");
    if (!range) return range.error();
    return projections::Days{range->from, range->to};
}

std::string period_text(const projections::Days& days) {
    std::string text;
    if (days.from) text += "from " + events::to_text(*days.from);
    if (days.to) text += (text.empty() ? "to " : " to ") + events::to_text(*days.to);
    return text;
}

}  // namespace longstop::cli
