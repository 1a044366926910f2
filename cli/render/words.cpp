#include "cli/render/words.hpp"

#include <fmt/format.h>

#include <array>

namespace longstop::cli {
namespace {

constexpr std::array<std::string_view, 7> weekday_names{
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> month_names{
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

}  // namespace

std::string pluralized(std::uint64_t count, std::string_view thing) {
    return fmt::format("{} {}{}", count, thing, count == 1 ? "" : "s");
}

std::string pluralized_entries(std::uint64_t count) {
    return fmt::format("{} {}", count, count == 1 ? "entry" : "entries");
}

std::string days_text(std::int32_t count) {
    return pluralized(static_cast<std::uint64_t>(count), "day");
}

std::string_view month_name(date::month month) {
    return month_names[static_cast<unsigned>(month) - 1];
}

std::string long_day(events::Day day) {
    const date::year_month_day ymd{day};
    return fmt::format("{} {} {} {}", weekday_names[date::weekday{day}.c_encoding()],
                       static_cast<unsigned>(ymd.day()), month_name(ymd.month()),
                       static_cast<int>(ymd.year()));
}

std::string joined(std::span<const std::string> parts, std::string_view between) {
    std::string text;
    for (const auto& part : parts) {
        if (part.empty()) continue;
        if (!text.empty()) text += between;
        text += part;
    }
    return text;
}

}  // namespace longstop::cli
