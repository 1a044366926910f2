// What of the logs lies in blocks. Whatever is missing between 1 and the head of a log is an error,
// never a shorter answer.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/log/database.hpp"
#include "engine/log/format/head.hpp"
#include "engine/log/store.hpp"

namespace longstop::log {

// Holds nothing but the database, which must outlive it. For whoever holds the store's state
// (log_state.hpp), for reading or for writing, so that nothing is sealed between two questions.
class SealedLogs {
  public:
    explicit SealedLogs(const Database& database) : database_(database) {}

    Result<std::map<AuthorityId, Head>> heads() const;
    Result<std::optional<Head>> head(AuthorityId la) const;
    // Of a key of the family `meta`.
    Result<std::optional<std::string>> meta_value(std::string_view key) const;
    Result<LogColumns> columns(AuthorityId la) const;
    Result<std::vector<std::string>> dictionary(AuthorityId la, Dictionary which,
                                                std::uint32_t expected) const;
    Result<std::vector<IdHash>> index(AuthorityId la, std::uint64_t entries) const;

    // Calls `f` with each block that ends at `first` or later, until it answers false.
    using BlockFunction = std::function<Result<bool>(Position last, std::string_view bytes)>;
    Result<void> each_block(Family which, AuthorityId la, Position first,
                            const BlockFunction& f) const;

    // The blocks of a log must reach exactly to its head: a family that RocksDB opened at an older
    // version of itself shows here.
    Result<void> check_end(Family which, AuthorityId la, std::uint64_t entries) const;
    // The same for every log.
    Result<void> check_ends(Family which, const std::map<AuthorityId, Head>& heads) const;

    Error damaged(std::string found) const { return database_.folder().damaged(std::move(found)); }

  private:
    Result<std::vector<Header>> headers(AuthorityId la, std::uint64_t entries) const;
    Result<void> check_numbers(const LogColumns& log) const;
    Error ends_elsewhere(Family which, AuthorityId la, Position last, std::uint64_t entries) const;
    // Whether the iterator came to where it is, or to the end, without an error.
    Result<void> check_read(const rocksdb::Iterator& it) const;

    const Database& database_;
};

}  // namespace longstop::log
