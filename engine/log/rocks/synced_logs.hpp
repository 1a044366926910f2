// The bytes of the file SYNCED: how far each write-ahead log in use has been synced
// (docs/log-format.md).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace longstop::log {

struct SyncedLog {
    std::uint64_t number = 0;  // of the file, 16 of 000016.log
    std::uint64_t bytes = 0;   // from its front
    std::uint64_t digest = 0;  // XXH3 of them
    bool operator==(const SyncedLog&) const = default;
};

struct SyncedLogs {
    std::uint64_t turn = 0;  // each time it is written, one more
    std::vector<SyncedLog> logs;
};

// The file has two places of one sector each, written by turns: a crash spoils one at most.
constexpr std::size_t synced_place = 512;
constexpr std::size_t most_synced_logs = 20;

// What is written in one place; of more logs than it holds, the newest.
std::string encode_synced(const SyncedLogs& synced);
// The later of the two places; nothing where neither can be read.
std::optional<SyncedLogs> decode_synced(std::string_view file);

std::uint64_t synced_digest(std::string_view bytes);

// The same of bytes that come piece by piece.
class SyncedDigest {
  public:
    SyncedDigest();
    ~SyncedDigest();
    SyncedDigest(const SyncedDigest&) = delete;
    SyncedDigest& operator=(const SyncedDigest&) = delete;
    void add(std::string_view bytes);
    std::uint64_t value() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

// What is wrong with a log of which so much was synced; nothing where it begins with just that.
std::optional<std::string> damage_in_synced(const SyncedLog& synced, std::string_view bytes);

}  // namespace longstop::log
