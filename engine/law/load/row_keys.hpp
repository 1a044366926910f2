// The keys of a [[duty]] table, and which of them its versions and readings may change.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace longstop::law::load {

inline constexpr std::array duty_keys{std::string_view{"id"},
                                      std::string_view{"cite"},
                                      std::string_view{"source"},
                                      std::string_view{"words"},
                                      std::string_view{"owed_by"},
                                      std::string_view{"duty"},
                                      std::string_view{"kind"},
                                      std::string_view{"confidence"},
                                      std::string_view{"starts"},
                                      std::string_view{"start_date"},
                                      std::string_view{"subject"},
                                      std::string_view{"within"},
                                      std::string_view{"counting"},
                                      std::string_view{"adjust"},
                                      std::string_view{"override"},
                                      std::string_view{"ends"},
                                      std::string_view{"ends_from"},
                                      std::string_view{"rests"},
                                      std::string_view{"lapses"},
                                      std::string_view{"overtaken_by"},
                                      std::string_view{"final_by"},
                                      std::string_view{"held"},
                                      std::string_view{"matter"},
                                      std::string_view{"measures"},
                                      std::string_view{"stage"},
                                      std::string_view{"group"},
                                      std::string_view{"answers"},
                                      std::string_view{"whatever_answered"},
                                      std::string_view{"wakes"},
                                      std::string_view{"unless_open"},
                                      std::string_view{"not_listed_while"},
                                      std::string_view{"on_restart"},
                                      std::string_view{"excused_by"},
                                      std::string_view{"if_missed"},
                                      std::string_view{"in_force"},
                                      std::string_view{"reading"},
                                      std::string_view{"version"},
                                      std::string_view{"known_from"},
                                      std::string_view{"notes"}};

// What a [[duty.reading]] says of itself, and the keys of the row it may change.
inline constexpr std::array own_reading_keys{std::string_view{"name"},
                                             std::string_view{"authority"},
                                             std::string_view{"words"}, std::string_view{"side"}};
inline constexpr std::array changeable_keys{
    std::string_view{"starts"},   std::string_view{"start_date"},   std::string_view{"within"},
    std::string_view{"counting"}, std::string_view{"adjust"},       std::string_view{"override"},
    std::string_view{"ends"},     std::string_view{"ends_from"},    std::string_view{"rests"},
    std::string_view{"lapses"},   std::string_view{"overtaken_by"}, std::string_view{"final_by"},
    std::string_view{"wakes"},    std::string_view{"unless_open"},  std::string_view{"excused_by"}};

// What a [[duty.version]] says of itself. Of the row's keys it may change those that are not of the
// duty itself: its name, what its clocks are told apart by, and the day on which they start, which
// decides which version governs them.
inline constexpr std::array own_version_keys{
    std::string_view{"in_force_from"}, std::string_view{"in_force_to"},
    std::string_view{"known_from"}, std::string_view{"reading"}};
inline constexpr std::array keys_of_the_duty{
    std::string_view{"id"},       std::string_view{"subject"}, std::string_view{"matter"},
    std::string_view{"measures"}, std::string_view{"stage"},   std::string_view{"start_date"},
    std::string_view{"in_force"}, std::string_view{"version"}};

template <std::size_t N>
bool is_one_of(std::string_view key, const std::array<std::string_view, N>& keys) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

}  // namespace longstop::law::load
