// What an entry changed, in lines for whoever has just recorded it.
#pragma once

#include <string>

#include "projections/entry_effect.hpp"
#include "projections/idle_entries.hpp"

namespace longstop::cli {

// One line a clock: "  ended    reg13.2-final-plan, due 2025-06-02: 7 days late". One line where an
// entry that could change a clock changes none; nothing where its type never does.
std::string effect_lines(const projections::EntryEffect& effect, const law::CompiledLaw& law,
                         const log::LogColumns& log);

// The entries of an import that changed no clock: how many, the first few, and how to see all.
class IdleLines {
  public:
    void add(const log::LogColumns& log, const std::vector<projections::IdleEntry>& idle);
    std::string text() const;  // empty where there are none

  private:
    std::size_t count_ = 0;
    std::string first_;
};

}  // namespace longstop::cli
