#include "engine/log/database.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "engine/log/rocks/database_options.hpp"
#include "engine/log/rocks/lock_holder.hpp"
#include "engine/log/rocks/status.hpp"

namespace longstop::log {
namespace {

using events::Error;
using events::ErrorCode;
using events::Result;
namespace fs = std::filesystem;

constexpr int most_opens_of_a_view = 5;
constexpr int most_catch_ups = 200;

bool lacks_journal(const rocksdb::Status& status) {
    return status.IsInvalidArgument() &&
           status.ToString().find("Column family not found") != std::string::npos;
}

// TMPDIR as it is set, where it is no folder: the error then names it.
fs::path named_temporary_folder() {
    const auto* name = std::getenv("TMPDIR");
    return name == nullptr ? "/tmp" : name;
}

}  // namespace

Database::~Database() {
    close();
    remove_private_folder();
}

Result<void> Database::open_for_writing(bool create) {
    const auto& disk = folder_.disk();
    if (const auto made = disk.make_folders(folder_.database()); !made) {
        return Error{made.error().code,
                     fmt::format("cannot make the store {}", folder_.path().string()),
                     made.error().found, "", "name another folder with --store DIR"};
    }
    const auto status = open_primary(create);
    if (!is_held(status)) return folder_.check_written(status);
    return folder_.held(describe_holder(status, folder_.lock_file()));
}

rocksdb::Status Database::open_primary(bool create) {
    auto options = database_options(folder_.disk());
    options.create_if_missing = create;
    // A store that was made once has its families. One that is missing went with a part of the
    // MANIFEST, and what the write-ahead log holds of it would be dropped in silence.
    options.create_missing_column_families = !folder_.disk().exists(folder_.checkpoint_file());
    const auto open = [&](std::size_t count) {
        return rocksdb::DB::Open(options, folder_.database().string(), all_families(count),
                                 &families_, &db_);
    };
    const auto status = open(family_names.size());
    // Version 1, or damage: whoever opens the store tells which.
    return lacks_journal(status) ? open(families_of_version_1) : status;
}

// A reader is a RocksDB secondary: a read-only open beside a writer that flushes can miss entries
// and say OK. Files that a writer removes meanwhile make the open fail; then it is tried again.
Result<void> Database::open_view() {
    close();
    is_view_ = true;
    if (auto made = make_private_folder(); !made) return made;
    rocksdb::Status status;
    for (int tries = 0; tries < most_opens_of_a_view; ++tries) {
        auto before = list_of_files();
        status = open_secondary();
        if (!status.ok()) continue;
        if (catch_up(std::move(before), status)) {
            // RocksDB has its log open and asks for nothing more there: what has no name is
            // gone with the process, however that ends.
            remove_private_folder();
            return {};
        }
        close();
    }
    if (status.ok()) return folder_.changes_too_fast();
    return folder_.is_unfinished() ? folder_.unfinished() : folder_.unreadable(status);
}

rocksdb::Status Database::open_secondary() {
    auto options = database_options(folder_.disk());
    options.max_open_files = -1;  // keep what the writer may remove
    const auto open = [&](std::size_t count) {
        return rocksdb::DB::OpenAsSecondary(options, folder_.database().string(),
                                            private_folder_.string(), all_families(count),
                                            &families_, &db_);
    };
    const auto status = open(family_names.size());
    // A store of version 1, which no later program has written to.
    return lacks_journal(status) ? open(families_of_version_1) : status;
}

// What a writer flushed meanwhile may be in neither the files nor the write-ahead logs this view
// has read. Catching up mends that; the view is whole once the list of files stands still.
bool Database::catch_up(std::string list_before, rocksdb::Status& status) {
    for (int i = 0; i < most_catch_ups && status.ok(); ++i) {
        list_seen_ = list_of_files();
        if (list_seen_ == list_before) return true;
        list_before = list_seen_;
        status = db_->TryCatchUpWithPrimary();
    }
    return false;
}

Result<void> Database::make_private_folder() {
    remove_private_folder();
    std::error_code failed;
    auto temporary = fs::temp_directory_path(failed);
    if (failed) temporary = named_temporary_folder();
    std::string pattern = (temporary / "longstop-reader-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
        return Error{
            ErrorCode::no_temporary_folder, "cannot make a temporary folder",
            fmt::format("{}: {}", fs::path(pattern).parent_path().string(), std::strerror(errno)),
            "a reader keeps its own small log there", "set TMPDIR to a writable folder"};
    }
    private_folder_ = pattern;
    return {};
}

void Database::remove_private_folder() const {
    std::error_code ignored;
    if (!private_folder_.empty()) fs::remove_all(private_folder_, ignored);
}

void Database::close() {
    if (abandoned_) return;  // closing would wait for ever; the process's end lets go of the store
    for (auto* handle : families_) db_->DestroyColumnFamilyHandle(handle);
    families_.clear();
    delete db_;
    db_ = nullptr;
}

bool Database::is_outrun() const { return is_view_ && list_of_files() != list_seen_; }

// The MANIFEST's name and length: it grows with every flush and compaction.
std::string Database::list_of_files() const {
    const auto& disk = folder_.disk();
    const auto current = disk.read(folder_.database() / "CURRENT");
    if (!current || !*current) return {};
    const auto name = (*current)->substr(0, (*current)->find('\n'));
    return fmt::format("{} {}", name, disk.size(folder_.database() / name));
}

Result<void> Database::add_journal() {
    const auto which = Family::journal;
    rocksdb::ColumnFamilyHandle* handle = nullptr;
    const auto status = db_->CreateColumnFamily(
        family_options(which), family_names[static_cast<std::size_t>(which)], &handle);
    if (auto added = folder_.check_written(status); !added) return added;
    families_.push_back(handle);
    return {};
}

std::unique_ptr<rocksdb::Iterator> Database::iterator(Family which,
                                                      const rocksdb::ReadOptions& options) const {
    return std::unique_ptr<rocksdb::Iterator>{db_->NewIterator(options, family(which))};
}

rocksdb::Status Database::get(Family which, std::string_view key, std::string& value) const {
    return db_->Get(rocksdb::ReadOptions{}, family(which), rocksdb::Slice{key.data(), key.size()},
                    &value);
}

std::set<std::string> Database::tables() const {
    std::vector<rocksdb::LiveFileMetaData> files;
    db_->GetLiveFilesMetaData(&files);
    std::set<std::string> names;
    for (const auto& file : files) names.insert(file.name.substr(1));
    return names;
}

int Database::files_at_level_0(rocksdb::ColumnFamilyHandle* family) const {
    rocksdb::ColumnFamilyMetaData meta;
    db_->GetColumnFamilyMetaData(family, &meta);
    for (const auto& level : meta.levels) {
        if (level.level == 0) return static_cast<int>(level.files.size());
    }
    return 0;
}

rocksdb::Status Database::write_synced(rocksdb::WriteBatch& batch) {
    rocksdb::WriteOptions options;
    options.sync = true;
    abandoned_ = true;  // where the next line throws
    auto status = db_->Write(options, &batch);
    abandoned_ = false;
    return status;
}

rocksdb::Status Database::flush() { return db_->Flush(rocksdb::FlushOptions{}, families_); }

rocksdb::Status Database::sync_wal() { return db_->SyncWAL(); }

rocksdb::Status Database::compact(rocksdb::ColumnFamilyHandle* family) {
    return db_->CompactRange(rocksdb::CompactRangeOptions{}, family, nullptr, nullptr);
}

}  // namespace longstop::log
