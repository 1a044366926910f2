#include "cli/reconcile/differences.hpp"

#include <map>

namespace longstop::cli {

using events::Event;

std::vector<FieldDifference> differences(const Event& row, const Event& recorded) {
    std::vector<FieldDifference> found;
    const auto compare = [&](std::string_view name, std::string_view a, std::string_view b) {
        if (a != b) found.push_back({std::string{name}, std::string{a}, std::string{b}});
    };
    compare("case", row.case_reference, recorded.case_reference);
    compare("type", events::type_name(row.type), events::type_name(recorded.type));
    compare("date", events::to_text(row.date), events::to_text(recorded.date));
    compare("actor", row.actor, recorded.actor);
    compare("recorded_at", row.source_recorded_at, recorded.source_recorded_at);
    std::map<std::string_view, std::pair<std::string_view, std::string_view>> fields;
    for (const auto& field : row.fields) fields[name_of(field)].first = field.value;
    for (const auto& field : recorded.fields) fields[name_of(field)].second = field.value;
    for (const auto& [name, texts] : fields) compare(name, texts.first, texts.second);
    return found;
}

}  // namespace longstop::cli
