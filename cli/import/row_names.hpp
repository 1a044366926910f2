// The names by which the rows of a file are known.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/import/occurrences.hpp"
#include "events/event.hpp"

namespace longstop::cli {

// A row without an id gets the log's own, of its content and of which row of that content it is:
// the same in every run over the file.
class RowNames {
  public:
    explicit RowNames(std::filesystem::path scratch) : occurrences_(std::move(scratch)) {}

    // Names those of the next rows that have no id. The names live until the next call.
    events::Result<void> name(std::vector<events::Event>& events);

  private:
    Occurrences occurrences_;
    std::vector<std::string> own_ids_;  // the events look into these
};

}  // namespace longstop::cli
