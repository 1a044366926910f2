#include "cli/question/values.hpp"

#include <algorithm>

#include "cli/render/clock_rows.hpp"
#include "engine/law/england.hpp"
#include "engine/law/law.hpp"
#include "events/invariant.hpp"
#include "events/types.hpp"
#include "projections/checks.hpp"
#include "projections/questions.hpp"

namespace longstop::cli::values {
namespace {

std::vector<std::string> names(const auto& rows) {
    std::vector<std::string> names;
    for (const auto& row : rows) names.emplace_back(row.name);
    return names;
}

law::Law law_built_in() {
    auto law = law::load_law(law::england());
    events::invariant(static_cast<bool>(law), "the law built in can be read");
    return std::move(*law);
}

}  // namespace

std::vector<std::string> formats() { return {"table", "json", "jsonl", "csv"}; }
std::vector<std::string> file_formats() { return {"jsonl", "csv"}; }

std::vector<std::string> duties() {
    std::vector<std::string> ids;
    const auto law = law_built_in();
    for (const auto& row : law.rows()) ids.push_back(row.id);
    return ids;
}

std::vector<std::string> readings() {
    auto names = law::reading_names(law_built_in());
    names.insert(names.begin(), {"strict", "lenient"});
    return names;
}

std::vector<std::string> event_types() {
    std::vector<std::string> names;
    for (const auto& type : events::event_types()) {
        if (type.no < events::first_own_type) names.emplace_back(type.name);
    }
    return names;
}

std::vector<std::string> owners() {
    std::vector<std::string> names;
    const auto law = law_built_in();
    for (const auto& row : law.rows()) names.push_back(row.owed_by);
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

std::vector<std::string> kinds() { return {law::kind_texts.begin(), law::kind_texts.end()}; }

std::vector<std::string> statuses() {
    const auto all = all_status_texts();
    return {all.begin(), all.end()};
}

std::vector<std::string> stages() { return law_built_in().common().stages; }

std::vector<std::string> checks() { return names(projections::checks()); }
std::vector<std::string> counts() { return names(projections::questions()); }

}  // namespace longstop::cli::values
