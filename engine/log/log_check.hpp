// One log held against what is derived of its records, against its head and against the checkpoint.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/log/derived_log.hpp"
#include "engine/log/format/checkpoint.hpp"
#include "engine/log/reader.hpp"

namespace longstop::log {

// What is said of a log without looking at its records.
struct SaidOfLog {
    LogHead whole;
    Head sealed;                // empty where nothing is sealed
    CheckpointHead checkpoint;  // with no entries where it does not name the log
};

// Owns what it derives. The reader, what is said and the findings must outlive it; for one thread.
class LogCheck {
  public:
    LogCheck(const Reader& reader, const SaidOfLog& said, std::vector<Finding>& findings);

    // Adds every fault to the findings. `one_done` is called after each entry.
    void run(const std::function<void()>& one_done);

  private:
    void check(const Entry& entry, std::string_view record);
    void check_parts(const DerivedLog::Parts& parts, Position position);
    void check_sealed();
    void check_texts();
    void add(std::string where, std::string what) {
        findings_.push_back({std::move(where), std::move(what)});
    }

    const Reader& reader_;
    const SaidOfLog& said_;
    std::vector<Finding>& findings_;
    const AuthorityId la_;
    const std::string log_;              // "log 330"
    std::optional<LogColumns> columns_;  // nothing where they cannot be read
    std::optional<std::vector<IdHash>> index_;
    DerivedLog derived_;
    bool columns_differ_ = false;
    bool index_differs_ = false;
};

}  // namespace longstop::log
