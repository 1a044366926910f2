// Proves a store whole.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "engine/log/database.hpp"
#include "engine/log/format/checkpoint.hpp"
#include "engine/log/reader.hpp"

namespace longstop::log {

// The sorted files of a store that do not fit their own checksums, also where the store cannot be
// opened. Any thread.
std::vector<Finding> damaged_files(const std::filesystem::path& store, const Disk& disk);

// Holds a store's files against their checksums, the derived parts of its logs against their
// records, and the records against heads and checkpoint. Changes nothing.
//
// It owns nothing: the database and the state must outlive it, and it must be gone before the lock
// of the state is let go of. For any thread that holds that lock, for reading is enough.
class Verifier {
  public:
    Verifier(const Database& database, const StoreState& state)
        : database_(database), reader_(database, state) {}

    Result<std::vector<Finding>> verify(const Progress& progress);

  private:
    using Heads = std::map<AuthorityId, Head>;
    void verify_files();
    void verify_logs(const std::vector<LogHead>& logs, const Heads& sealed,
                     const Progress& progress);
    // A block beyond the head of its log, or of a log that has no head, was written by nobody.
    void find_strays(const Heads& heads);
    rocksdb::Status find_stray_blocks(Family which, const Heads& heads);
    rocksdb::Status find_stray_texts(const Heads& heads);
    bool is_wanted(const std::string& table) const;
    void add(std::string where, std::string what) {
        findings_.push_back({std::move(where), std::move(what)});
    }

    const Database& database_;
    const Reader reader_;
    std::vector<Finding> findings_;
};

}  // namespace longstop::log
