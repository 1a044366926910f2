// A line on standard error that says how far long work has come; nothing where that is no terminal.
#pragma once

#include "cli/app.hpp"

namespace longstop::cli {

class ProgressLine {
  public:
    ProgressLine(const App& app, const std::string& label);
    ~ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;
    // `of` 0: not known. `unit_done` is what the rate counts.
    void show(std::uint64_t done, std::uint64_t of, std::uint64_t unit_done, std::string_view unit);

  private:
    const App& app_;
    std::string label_;
    events::Instant started_;
    events::Instant shown_{};
    bool drawn_ = false;
};

}  // namespace longstop::cli
