// Looks entries up by their source and id, for those who do not append.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string_view>

#include "engine/log/reader.hpp"

namespace longstop::log {

// Keeps the logs it was asked about, ids and all, and the block it read last, under a lock of its
// own. Any thread may call it, with a Reader and so with the lock of the state; the lock here comes
// after that one.
class LookUps {
  public:
    // The position of an entry; 0 where there is none.
    Result<Position> find(const Reader& reader, AuthorityId la, std::string_view source,
                          std::string_view id);
    // What an append of the event would answer if its source and id are known; nothing where they
    // are not.
    Result<std::optional<Outcome>> compare(const Reader& reader, AuthorityId la,
                                           const Event& event);
    // Whoever makes anew what is kept here calls this, with the state's lock for writing.
    void forget();

  private:
    // These are called with `mutex_` held.
    Result<const LogState*> log(const Reader& reader, AuthorityId la);
    Result<Position> find_in(const LogState& log, const Reader& reader, AuthorityId la,
                             std::string_view source, std::string_view id);
    Result<Entry> entry_at(const Reader& reader, AuthorityId la, Position position);

    std::mutex mutex_;
    std::map<AuthorityId, LogState> logs_;  // a log that nobody has appended to has not grown
    RecordBlock block_;
};

}  // namespace longstop::log
