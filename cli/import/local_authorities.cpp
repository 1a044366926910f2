#include "cli/import/local_authorities.hpp"

#include <algorithm>
#include <array>
#include <sstream>

#include "events/type_no.hpp"

namespace longstop::cli {
namespace {

constexpr std::size_t most_names = 3;

using Cells = std::vector<std::string>;
Cells cells_of(const std::string& line) {
    Cells cells(1);
    for (const char c : line) {
        if (c == '\t') {
            cells.emplace_back();
        } else {
            cells.back() += c;
        }
    }
    return cells;
}

// code name region from until successors
LocalAuthority authority_of(const Cells& cells) {
    LocalAuthority authority;
    authority.code = events::parse_authority(cells.at(0)).value();
    authority.name = cells.at(1);
    authority.until = events::parse_day(cells.at(4));
    std::istringstream successors(cells.at(5));
    for (std::string code; successors >> code;) {
        authority.successors.push_back(events::parse_authority(code).value());
    }
    return authority;
}

std::vector<LocalAuthority> read_all() {
    std::vector<LocalAuthority> all;
    const auto files = local_authorities_file();
    std::istringstream lines(files.front().text);
    std::string line;
    std::getline(lines, line);  // the header
    while (std::getline(lines, line)) all.push_back(authority_of(cells_of(line)));
    return all;
}

std::string named(const LocalAuthority& authority) {
    return events::to_text(authority.code) + " " + authority.name;
}

// How many digits differ; two that changed places count as one.
int slips(events::AuthorityId a, events::AuthorityId b) {
    const auto x = events::authority_text(a);
    const auto y = events::authority_text(b);
    int differ = 0;
    for (std::size_t i = 0; i < x.size(); ++i) differ += x[i] == y[i] ? 0 : 1;
    const bool swapped = differ == 2 && std::is_permutation(x.begin(), x.end(), y.begin());
    return swapped ? 1 : differ;
}

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

std::string nearest(events::AuthorityId code, events::Day day) {
    struct Near {
        int slips;
        const LocalAuthority* authority;
    };
    std::vector<Near> near;  // in the order of the list among equals
    for (const auto& authority : local_authorities()) {
        if (answers_on(authority.code, day))
            near.push_back({slips(code, authority.code), &authority});
    }
    const auto shown = std::min(near.size(), most_names);
    std::partial_sort(near.begin(), near.begin() + static_cast<std::ptrdiff_t>(shown), near.end(),
                      [](const Near& a, const Near& b) {
                          return std::pair{a.slips, a.authority} < std::pair{b.slips, b.authority};
                      });
    std::vector<std::string> names;
    for (std::size_t i = 0; i < shown; ++i) names.push_back(named(*near[i].authority));
    return joined(names);
}

}  // namespace

std::span<const LocalAuthority> local_authorities() {
    static const auto all = read_all();
    return all;
}

const LocalAuthority* find_local_authority(events::AuthorityId code) {
    static const auto by_code = [] {
        std::array<const LocalAuthority*, 1000> table{};
        for (const auto& authority : local_authorities()) table[authority.code.code] = &authority;
        return table;
    }();
    return by_code.at(code.code);
}

bool answers_on(events::AuthorityId code, events::Day day) {
    const auto* authority = find_local_authority(code);
    return authority != nullptr && (!authority->until || day <= *authority->until);
}

std::optional<Reason> judge_authority(const events::Event& event) {
    const bool of_any_day =
        event.type == events::type::retracted || event.type >= events::first_own_type;
    if (of_any_day || answers_on(event.la, event.date)) return std::nullopt;
    return reason_for(Why::la_not_listed,
                      {"la", events::to_text(event.la), why_not_listed(event.la, event.date)});
}

std::string why_not_listed(events::AuthorityId code, events::Day day) {
    const auto* authority = find_local_authority(code);
    if (authority == nullptr) {
        return "no authority has the code " + events::to_text(code) + "; the nearest are " +
               nearest(code, day);
    }
    std::vector<std::string> names;
    names.reserve(authority->successors.size());
    for (const auto successor : authority->successors) {
        names.push_back(named(*find_local_authority(successor)));
    }
    return named(*authority) + " ended on " + events::to_text(*authority->until) + "; since then " +
           joined(names);
}

}  // namespace longstop::cli
