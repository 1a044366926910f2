// The law's files, read and checked. Every fault is told with file, line, what and why.
#include <algorithm>

#include "engine/law/load/files.hpp"
#include "engine/law/load/versions.hpp"
#include "engine/law/load/whole_law.hpp"
#include "engine/law/toml_depth.hpp"

namespace longstop::law {
namespace load {
namespace {

using events::Error;
using events::ErrorCode;

Error to_error(const Fault& fault) {
    return {ErrorCode::bad_law, "cannot load the law",
            fault.file + ":" + std::to_string(fault.line) + ": " + fault.what, fault.why,
            "mend the row, or leave out --law to use the law built into the program"};
}

Instrument read_instrument(const std::string& file, const toml::table& table) {
    const auto at = table["instrument"];
    return {file, at["title"].value_or(std::string{}), at["address"].value_or(std::string{}),
            at["note"].value_or(std::string{})};
}

void read_duties(const std::string& file, const toml::table& table, std::vector<Duty>& duties) {
    const auto* rows = table.get_as<toml::array>("duty");
    if (rows == nullptr) throw Fault{file, 1, "the file has no [[duty]]", "an empty law is no law"};
    for (const auto& node : *rows) {
        const auto* row = node.as_table();
        if (row == nullptr) throw Fault{file, line_of(node), "a duty must be a table", ""};
        auto versions = read_versions(file, *row);
        std::move(versions.begin(), versions.end(), std::back_inserter(duties));
    }
}

void check_depth(const LawFile& file) {
    if (const auto line = line_too_deep(file.text)) {
        throw Fault{file.name, *line, "values or keys nest too deep",
                    "no row of the law has lists within lists, or keys of many parts"};
    }
}

Law law_of(std::vector<LawFile>& files) {
    std::sort(files.begin(), files.end(),
              [](const LawFile& a, const LawFile& b) { return a.name < b.name; });
    std::vector<Duty> duties;
    std::optional<Calendar> calendar;
    std::optional<Common> common;
    std::vector<Instrument> instruments;
    std::vector<Authority> authorities;
    for (const auto& file : files) {
        try {
            check_depth(file);
            const auto table = toml::parse(file.text, file.name);
            if (file.name == "calendar.toml") {
                check_keys(file.name, table,
                           {"verified_from", "verified_until", "holiday", "withdrawn", "source"});
                calendar = read_calendar(file.name, table);
            } else if (file.name == "common.toml") {
                check_keys(file.name, table, {"closed_case", "closure", "relaxation", "stages"});
                common = read_common(file.name, table);
            } else if (file.name == "authorities.toml") {
                check_keys(file.name, table, {"authority"});
                authorities = read_authorities(file.name, table);
            } else {
                check_keys(file.name, table, {"instrument", "duty"});
                instruments.push_back(read_instrument(file.name, table));
                read_duties(file.name, table, duties);
            }
        } catch (const toml::parse_error& error) {
            throw Fault{file.name, static_cast<int>(error.source().begin.line),
                        std::string{error.description()}, ""};
        }
    }
    if (!calendar) {
        throw Fault{"calendar.toml", 1, "the file is missing", "working days cannot be counted"};
    }
    if (!common) {
        throw Fault{"common.toml", 1, "the file is missing",
                    "whether a closed case opens again, and exceptions, hang on it"};
    }
    Law law(std::move(duties), std::move(*calendar), std::move(*common), std::move(instruments),
            std::move(authorities));
    check_whole_law(law);
    return law;
}

}  // namespace
}  // namespace load

events::Result<Law> load_law(std::vector<LawFile> files) {
    try {
        return load::law_of(files);
    } catch (const load::Fault& fault) {
        return load::to_error(fault);
    }
}

}  // namespace longstop::law
