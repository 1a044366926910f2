#include "engine/law/load/toml_values.hpp"

#include <algorithm>
#include <sstream>
#include <vector>

namespace longstop::law::load {

std::string written(std::string_view key, const toml::node& node) {
    if (const auto text = node.value<std::string>(); node.is_string() && text) return *text;
    const auto plain = [](const toml::node& value) {
        std::ostringstream out;
        value.visit([&](const auto& v) { out << v; });
        return out.str();
    };
    const auto* list = node.as_array();
    if (list == nullptr) return plain(node);
    std::vector<std::string> items;
    for (const auto& item : *list) {
        const auto text = item.value<std::string>();
        items.push_back(item.is_string() && text ? *text : plain(item));
    }
    if (key != "start_date") std::sort(items.begin(), items.end());
    std::string joined;
    for (const auto& item : items) joined += (joined.empty() ? "" : ", ") + item;
    return joined;
}

void check_keys(const std::string& file, const toml::table& table,
                std::initializer_list<std::string_view> known) {
    for (const auto& [key, node] : table) {
        if (std::find(known.begin(), known.end(), key.str()) == known.end()) {
            throw Fault{file, line_of(node),
                        "the key \"" + std::string{key.str()} + "\" is not known",
                        "what stands under it would silently be no law"};
        }
    }
}

const toml::table& table_in(const std::string& file, const toml::node& node) {
    const auto* table = node.as_table();
    if (table == nullptr) throw Fault{file, line_of(node), "a holiday must be a table", ""};
    return *table;
}

Day day_in(const std::string& file, const toml::table& table, std::string_view key) {
    const auto* node = table.get(key);
    const auto value = node == nullptr ? std::optional<toml::date>{} : node->value<toml::date>();
    if (node == nullptr || !node->is_date() || !value) {
        throw Fault{file, line_of(node == nullptr ? static_cast<const toml::node&>(table) : *node),
                    "the date " + std::string{key} + " is missing or no date", ""};
    }
    return Day{date::year{value->year} / value->month / value->day};
}

}  // namespace longstop::law::load
