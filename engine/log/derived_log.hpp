// A log derived again from its records, entry by entry: what its columns, dictionary and index must
// hold. Verifying holds the store against it, rebuilding writes it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/log/format/columns.hpp"
#include "engine/log/format/digest.hpp"
#include "engine/log/id_places.hpp"
#include "engine/log/log_state.hpp"
#include "events/event.hpp"

namespace longstop::log {

// Owns all it holds; for one thread at a time.
class DerivedLog {
  public:
    struct Parts {
        Header header;
        IdHash id = 0;
    };
    // The next entry of the log. `record`: the bytes the log holds of it.
    Parts add(const Entry& entry, std::string_view record);

    const std::vector<std::string>& cases() const { return cases_; }
    const std::vector<std::string>& texts() const { return texts_; }
    const Frontier& frontier() const { return frontier_; }
    std::int64_t last_recorded_at() const { return last_recorded_at_; }
    // Whether the log's own instants have ever run backwards.
    bool ran_backwards() const { return ran_backwards_; }

  private:
    std::uint32_t target_of(const Event& retraction, std::uint32_t case_no) const;
    std::string_view name_at(Position position) const;

    std::vector<std::string> cases_;
    std::vector<std::string> texts_;
    Numbers case_numbers_;
    Numbers text_numbers_;
    std::vector<std::uint32_t> case_of_;  // by position - 1
    Frontier frontier_;
    std::int64_t last_recorded_at_ = 0;
    bool ran_backwards_ = false;
    IdPlaces places_;
    // Source and id of all entries, one behind the other: those of a large log take more than 4
    // GiB.
    std::string names_;
    std::vector<std::size_t> name_ends_;
};

}  // namespace longstop::log
