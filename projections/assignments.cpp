#include "projections/assignments.hpp"

#include <algorithm>

#include "engine/log/derive.hpp"

namespace longstop::projections {
namespace {

// A dictionary text of both (log::assigned_text), cut at its separator.
struct Assigned {
    std::string_view caseworker;
    std::string_view team;
    explicit Assigned(std::string_view text)
        : caseworker(text.substr(0, text.find(log::assigned_separator))),
          team(text.substr(std::min(text.size(), caseworker.size() + 1))) {}
};

// Most logs name nobody, and then their entries need not be looked at.
bool may_assign(const log::LogColumns& log) {
    return std::any_of(log.texts.begin(), log.texts.end(), [](const std::string& text) {
        return text.find(log::assigned_separator) != std::string::npos;
    });
}

std::string_view text_at(std::uint32_t number, const log::LogColumns& log) {
    return number == 0 ? std::string_view{} : std::string_view{log.texts[number - 1]};
}

}  // namespace

Assignments::Assignments(const FoldableLog& foldable) {
    const auto& log = foldable.log();
    if (!may_assign(log)) return;
    caseworkers_.resize(log.cases.size());
    teams_.resize(log.cases.size());
    for (Position position = 1; position <= log.headers.size(); ++position) {
        const auto& header = log.headers[position - 1];
        if (header.assigned == 0 || header.case_no == 0 || !foldable.in_force(position)) continue;
        const Assigned assigned(log.texts[header.assigned - 1]);
        if (!assigned.caseworker.empty()) caseworkers_[header.case_no - 1] = header.assigned;
        if (!assigned.team.empty()) teams_[header.case_no - 1] = header.assigned;
    }
}

std::string_view Assignments::caseworker(std::uint32_t case_no, const log::LogColumns& log) const {
    if (caseworkers_.empty()) return {};
    return Assigned(text_at(caseworkers_[case_no - 1], log)).caseworker;
}

std::string_view Assignments::team(std::uint32_t case_no, const log::LogColumns& log) const {
    if (teams_.empty()) return {};
    return Assigned(text_at(teams_[case_no - 1], log)).team;
}

}  // namespace longstop::projections
