// The disk a store lies on. Longstop reads and writes a few files beside RocksDB (HEADS, and the
// scans before opening). They go through the same file system as RocksDB's own, so that a test's
// disk, which loses power or runs full, is met by everything.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/log/format/digest.hpp"
#include "engine/log/rocks/halting_files.hpp"
#include "events/result.hpp"

namespace rocksdb {
class Env;
}

namespace longstop::log {

class Disk {
  public:
    Disk();                            // this machine's
    explicit Disk(rocksdb::Env& env);  // another; it must outlive every store on it

    bool exists(const std::filesystem::path& file) const;
    // The names in a folder; none where it cannot be read.
    std::vector<std::string> names_in(const std::filesystem::path& folder) const;
    // A whole file; nothing where there is none, an error where it cannot be read.
    events::Result<std::optional<std::string>> read(const std::filesystem::path& file) const;
    std::uint64_t size(const std::filesystem::path& file) const;  // 0 where there is none

    // Makes a folder and those above it that are missing, to last.
    events::Result<void> make_folders(const std::filesystem::path& folder) const;
    // Puts bytes in place of a file: whoever reads sees the old file or the new, and so does
    // whoever comes after a power loss.
    events::Result<void> replace(const std::filesystem::path& file, std::string_view bytes) const;
    // Gives a file a second name; a copy, where the file system cannot. False: there is no such
    // file.
    events::Result<bool> link(const std::filesystem::path& file,
                              const std::filesystem::path& name) const;
    // Copies a file piece by piece, to last. What it held is told.
    struct Summed {
        std::uint64_t size = 0;
        Digest sum{};  // SHA-256
    };
    events::Result<Summed> copy(const std::filesystem::path& file,
                                const std::filesystem::path& to) const;
    events::Result<Summed> sum(const std::filesystem::path& file) const;  // copies nothing
    // Makes a file of the bytes, which need not outlive a power loss.
    events::Result<void> write(const std::filesystem::path& file, std::string_view bytes) const;
    // Removes a file, or a folder with everything in it, if it is there.
    void remove_all(const std::filesystem::path& path) const;
    bool is_folder(const std::filesystem::path& path) const;
    std::uint64_t bytes_in(const std::filesystem::path& folder) const;  // of every file in it
    events::Result<void> rename(const std::filesystem::path& from,
                                const std::filesystem::path& to) const;
    // Makes everything in a folder last.
    events::Result<void> sync_all(const std::filesystem::path& folder) const;
    // Makes the names in a folder last.
    events::Result<void> sync_folder(const std::filesystem::path& folder) const;

    rocksdb::Env* env() const { return env_; }
    // The disk as a database is given it (database_files.hpp). Outlives the Disk it is asked of
    // only where a copy of that does.
    rocksdb::Env* database_env() const { return database_env_.get(); }
    // The first write of the database that failed: from then on it was told that all goes well, and
    // nothing was written.
    std::optional<WriteFailure::Failed> failed_write() const { return failure_->what(); }

  private:
    rocksdb::Env* env_;
    std::shared_ptr<WriteFailure> failure_;
    std::shared_ptr<rocksdb::Env> database_env_;
};

}  // namespace longstop::log
