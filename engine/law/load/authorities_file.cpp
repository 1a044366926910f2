// authorities.toml: what explains a step that no row does.
#include "engine/law/load/files.hpp"

namespace longstop::law::load {

std::vector<Authority> read_authorities(const std::string& file, const toml::table& table) {
    std::vector<Authority> authorities;
    const auto* list = table.get_as<toml::array>("authority");
    if (list == nullptr) throw Fault{file, 1, "there is no list of [[authority]]", ""};
    for (const auto& node : *list) {
        const auto& row = table_in(file, node);
        check_keys(file, row, {"id", "cite", "words", "address"});
        const auto text = [&](const char* key) { return row[key].value_or(std::string{}); };
        Authority authority{text("id"), text("cite"), text("words"), text("address")};
        if (authority.id.empty() || authority.cite.empty() || authority.words.empty()) {
            throw Fault{file, line_of(node), "an authority needs id, cite and words",
                        "a step would be explained by nothing"};
        }
        authorities.push_back(std::move(authority));
    }
    return authorities;
}

}  // namespace longstop::law::load
