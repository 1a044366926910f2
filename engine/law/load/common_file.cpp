// common.toml: what is of no one duty.
#include <algorithm>

#include "engine/law/load/files.hpp"
#include "events/type_no.hpp"
#include "events/types.hpp"

namespace longstop::law::load {
namespace {

// Keys of one table of common.toml.
class CommonReader {
  public:
    CommonReader(const std::string& file, const toml::table& all, std::string_view name,
                 std::initializer_list<std::string_view> keys)
        : file_(file), name_(name) {
        const auto* table = all.get_as<toml::table>(name);
        if (table == nullptr) {
            throw Fault{file, 1, "there is no table [" + name_ + "]", "answers hang on it"};
        }
        check_keys(file, *table, keys);
        table_ = table;
    }

    const toml::node& needed(std::string_view key) const {
        const auto* node = table_->get(key);
        if (node == nullptr) fail(*table_, "[" + name_ + "] has no " + std::string{key});
        return *node;
    }
    std::string text(std::string_view key) const {
        const auto value = needed(key).value<std::string>();
        if (!value || value->empty()) fail(needed(key), std::string{key} + " must be a text");
        return *value;
    }
    int days(std::string_view key) const {
        const auto value = needed(key).value<std::int64_t>();
        if (!needed(key).is_integer() || *value < 0 || *value > 3660) {
            fail(needed(key), std::string{key} + " must be a number of days");
        }
        return static_cast<int>(*value);
    }
    Day day(std::string_view key) const { return day_in(file_, *table_, key); }
    std::vector<std::string> texts(std::string_view key) const {
        std::vector<std::string> values;
        const auto* list = needed(key).as_array();
        if (list == nullptr) fail(needed(key), std::string{key} + " must be a list of texts");
        for (const auto& item : *list) {
            const auto value = item.value<std::string>();
            if (!item.is_string()) fail(item, std::string{key} + " must hold texts only");
            values.push_back(*value);
        }
        return values;
    }
    std::array<bool, ground_count> grounds() const {
        const auto* type = events::find_type(events::type::exception_relied_on);
        std::array<bool, ground_count> grounds{};
        for (const auto& name : texts("grounds")) {
            const auto ground = events::choice_of(*events::choice_field(*type), name);
            if (ground == 0) fail(needed("grounds"), "no ground is called \"" + name + "\"");
            grounds[ground] = true;
        }
        return grounds;
    }
    std::vector<Pattern> patterns(std::string_view key) const {
        std::vector<Pattern> list;
        for (const auto& value : texts(key)) {
            auto parsed = parse_pattern(value);
            if (!parsed.pattern) fail(needed(key), std::string{key} + ": " + parsed.why);
            list.push_back(*parsed.pattern);
        }
        return list;
    }

    [[noreturn]] void fail(const toml::node& node, std::string what) const {
        throw Fault{file_, line_of(node), std::move(what), "answers hang on it"};
    }

  private:
    const std::string& file_;
    std::string name_;
    const toml::table* table_ = nullptr;
};

}  // namespace

Common read_common(const std::string& file, const toml::table& table) {
    Common common;
    common.stays_closed =
        CommonReader(file, table, "closed_case", {"stays_closed"}).patterns("stays_closed");
    const CommonReader closure(file, table, "closure",
                               {"cite", "grounds", "at_least", "margin", "refused"});
    common.closure = {closure.grounds(), closure.days("at_least"), closure.days("margin"),
                      closure.text("refused")};
    const CommonReader relaxation(file, table, "relaxation",
                                  {"cite", "grounds", "due_from", "due_to", "refused"});
    common.relaxation = {relaxation.grounds(), relaxation.day("due_from"), relaxation.day("due_to"),
                         relaxation.text("refused")};
    if (table.contains("stages")) {
        common.stages = CommonReader(file, table, "stages", {"order"}).texts("order");
    }
    for (const auto& [name, node] : table) {
        for (const auto& [key, value] : *node.as_table()) {
            common.written.emplace_back(std::string{name.str()} + "." + std::string{key.str()},
                                        written(key.str(), value));
        }
    }
    if (common.relaxation.due_to < common.relaxation.due_from) {
        relaxation.fail(relaxation.needed("due_to"), "the time ends before it begins");
    }
    return common;
}

}  // namespace longstop::law::load
