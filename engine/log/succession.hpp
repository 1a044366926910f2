// Cases that go on in the log of another authority, with their whole history.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/log/store.hpp"

namespace longstop::log {

struct PassedCase {
    std::string reference;  // in the log it leaves
    std::string as;         // in the log it joins
};

struct Succession {
    AuthorityId from;
    AuthorityId to;
    events::Day on{};  // the first day for which `to` answers
    std::vector<PassedCase> cases;
    // Sources whose ids mean something else in the log they join: by the old name, the new.
    std::map<std::string, std::string, std::less<>> sources;
    std::string actor;
};

// A case that cannot be carried over as it stands, and why.
struct Obstacle {
    std::string reference;
    std::string what;
};

struct CarriedOver {
    std::uint64_t cases = 0;  // that changed hands now
    std::uint64_t entries = 0;
    std::uint64_t already_there = 0;
    LogHead head{};  // of the log they leave: where the marks point
};

// Looks at every case and every entry; writes nothing.
Result<std::vector<Obstacle>> obstacles_to(const Store& store, const Succession& succession);

// Carries the cases over. Each entry keeps its id, its source and its recorded instant (as a
// trusted one), and says in `carried_from` where it head: authority, position, and the entries and
// root of its log. In the same commit the old log is told where the case went, and the new one
// since when it answers: a case changes hands whole or not at all. What is there already is passed
// over. There must be no obstacles.
Result<CarriedOver> carry_over(Store& store, const Succession& succession,
                               const Progress& progress);

}  // namespace longstop::log
