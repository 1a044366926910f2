// The journal: what has been committed and not been sealed into blocks yet. A commit is one value
// whatever logs it adds to, so that a group of small appends costs one row; sealing splits it by
// log. docs/log-format.md has the bytes.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/log/format/bytes.hpp"
#include "events/ids.hpp"

namespace longstop::log {

// What a retraction in the journal takes out, so that a reader need not look its id up.
struct Target {
    std::uint32_t place = 0;     // among the records of the run or tail, from 0
    std::uint32_t position = 0;  // of the entry it takes out
    bool operator==(const Target&) const = default;
};

// The records one commit adds to one log: views of the bytes given to decode_commit.
struct Run {
    events::AuthorityId la;
    events::Position first = 0;
    std::vector<std::string_view> records;
    std::vector<Target> targets;
};

void put_run(std::string& commit, events::AuthorityId la, events::Position first,
             const Pack& records, std::span<const Target> targets);
// The runs of a commit, as views into its bytes; nothing where they are not well formed.
std::optional<std::vector<Run>> decode_commit(std::string_view bytes);
std::string begin_commit();

// The entries of one log that are not sealed: a run without gaps that follows the sealed ones.
struct Tail {
    events::Position first = 0;
    std::vector<std::string_view> records;  // of the journal's commits; good until it is cleared
    std::vector<Target> targets;
    events::Position last() const { return first + records.size() - 1; }
};

// The whole journal in memory. It is bounded: a writer seals it when it has grown to some MiB.
class Journal {
  public:
    // Takes a commit in; false when it is not well formed, or does not follow what is there.
    bool add(std::uint64_t number, std::string bytes);
    // All commits up to the last are sealed.
    void clear();
    void start_after(std::uint64_t sealed) { last_ = sealed; }

    std::uint64_t last() const { return last_; }  // the number of the last commit, sealed or not
    std::size_t bytes() const { return bytes_; }
    const std::map<events::AuthorityId, Tail>& tails() const { return tails_; }
    const Tail* tail(events::AuthorityId la) const;

  private:
    std::deque<std::string> commits_;  // a deque: views into its strings stay valid as it grows
    std::map<events::AuthorityId, Tail> tails_;
    std::uint64_t last_ = 0;
    std::size_t bytes_ = 0;
};

}  // namespace longstop::log
