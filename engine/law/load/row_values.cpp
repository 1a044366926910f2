#include "engine/law/load/row_values.hpp"

#include "engine/law/load/row_keys.hpp"

namespace longstop::law::load {

const toml::node* RowValues::get(std::string_view key) const {
    if (changed_.reading != nullptr && is_one_of(key, changeable_keys)) {
        if (const auto* node = changed_.reading->get(key)) return node;
    }
    if (changed_.version != nullptr && is_changed_by_version(key))
        return changed_.version->get(key);
    return table_.get(key);
}

bool RowValues::is_changed_by_version(std::string_view key) const {
    return is_one_of(key, own_version_keys) || changed_.version->contains(key);
}

std::string RowValues::text(std::string_view key) const {
    const auto* node = get(key);
    if (node == nullptr) return {};
    const auto value = node->value<std::string>();
    if (!node->is_string() || !value) {
        fail(*node, std::string{key} + " must be a text", "");
    }
    return *value;
}

std::string RowValues::needed_text(std::string_view key) const {
    auto value = text(key);
    if (value.empty()) {
        fail("the row has no " + std::string{key},
             "every duty carries its provision, its words and its address; every reading its "
             "name, its authority and its words");
    }
    return value;
}

std::vector<std::string> RowValues::texts(std::string_view key) const {
    std::vector<std::string> values;
    const auto* node = get(key);
    if (node == nullptr) return values;
    const auto* array = node->as_array();
    if (array == nullptr) fail(*node, std::string{key} + " must be a list of texts", "");
    for (const auto& item : *array) {
        if (!item.is_string()) fail(item, std::string{key} + " must hold texts only", "");
        values.push_back(*item.value<std::string>());
    }
    return values;
}

std::vector<Pattern> RowValues::patterns(std::string_view key) const {
    std::vector<Pattern> list;
    for (const auto& value : texts(key)) {
        auto parsed = parse_pattern(value);
        if (!parsed.pattern) {
            fail(*get(key), std::string{key} + ": " + parsed.why,
                 "a pattern that fits nothing would leave the duty silent");
        }
        if (parsed.pattern->self && key != "ends") {
            fail(*get(key), "self: belongs in ends only", "");
        }
        if (meeting_condition(*parsed.pattern) != nullptr && key != "lapses") {
            fail(*get(key), "[meeting!=subject] belongs in lapses only", "");
        }
        list.push_back(*parsed.pattern);
    }
    return list;
}

FieldNo RowValues::field(const toml::node& at, std::string_view name) const {
    const auto no = events::find_field(name);
    if (no == FieldNo::foreign) {
        fail(at, "no event has a field \"" + std::string{name} + "\"", "");
    }
    return no;
}

Day RowValues::day(const toml::node& node, std::string what) const {
    const auto date = node.value<toml::date>();
    if (!node.is_date() || !date) fail(node, std::move(what), "");
    return Day{date::year{date->year} / date->month / date->day};
}

}  // namespace longstop::law::load
