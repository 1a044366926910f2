// The cases of a succession: their entries in both logs, and each entry as it is carried over.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/log/store.hpp"
#include "engine/log/succession.hpp"

namespace longstop::log {

// The texts that events point into; it must outlive them.
class Texts {
  public:
    std::string_view keep(std::string_view text) { return kept_.emplace_back(text); }

  private:
    std::deque<std::string> kept_;
};

// Whether an entry says that a case goes to another authority, or came from one.
bool changes_hands(events::TypeNo type);

// What the headers of a log say of some of its cases.
struct CaseEntries {
    std::vector<Position> carried;  // the entries that go along
    Position last_change = 0;       // the last time the case changed hands; 0: never
};

// The cases of a succession as both logs hold them.
class CarriedCases {
  public:
    static Result<CarriedCases> of(const Store& store, const Succession& succession);

    // Null where the log it leaves has no such case.
    const CaseEntries* leaving(const PassedCase& passed) const {
        return find(leaving_, passed.reference);
    }
    const CaseEntries* joining(const PassedCase& passed) const { return find(joining_, passed.as); }

  private:
    using ByReference = std::unordered_map<std::string, CaseEntries>;

    CarriedCases(const LogColumns& from, const LogColumns& to, const Succession& succession);
    static ByReference entries_of(const LogColumns& log,
                                  const std::vector<std::string_view>& wanted);
    static const CaseEntries* find(const ByReference& entries, const std::string& reference);

    ByReference leaving_;  // references are short and few beside the entries
    ByReference joining_;
};

// An entry as it is carried over. `mark` is what `carried_from` says.
Event carried(const Event& event, const Succession& succession, const PassedCase& passed,
              std::string_view mark, Texts& texts);

// How a case stands in one of the two logs.
struct Standing {
    bool done = false;    // it has changed hands as the succession says
    std::string problem;  // it changed hands otherwise
};

Result<Standing> standing_in_old(const Store& store, const Succession& succession,
                                 const CaseEntries& entries);
Result<bool> done_in_new(const Store& store, const Succession& succession,
                         const CaseEntries* entries);

}  // namespace longstop::log
