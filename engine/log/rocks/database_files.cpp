#include "engine/log/rocks/database_files.hpp"

#include <rocksdb/file_system.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>

#include "engine/log/rocks/synced_recorder.hpp"
#include "engine/log/rocks/table_scan.hpp"
#include "engine/log/rocks/wal_scan.hpp"

namespace longstop::log {
namespace {

using rocksdb::FileOptions;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

constexpr std::size_t zeros_ahead = 256U << 10U;
// A single `record` writes a few records and pays for no zeros.
constexpr int steady_use = 16;
// What is large itself gains nothing by a cheaper sync.
constexpr std::size_t small_append = 16U << 10U;

bool is_table(const std::string& name) { return name.ends_with(".sst"); }
bool is_log(const std::string& name) { return name.ends_with(".log"); }
// The same records in the same blocks.
bool is_manifest(const std::string& name) {
    return name.substr(name.find_last_of('/') + 1).starts_with("MANIFEST-");
}

// 16 of ".../000016.log"
std::uint64_t number_of(const std::string& name) {
    std::uint64_t number = 0;
    const auto* begin = name.data() + name.find_last_of('/') + 1;
    std::from_chars(begin, name.data() + name.size(), number);
    return number;
}

class ZeroedLog : public rocksdb::FSWritableFileOwnerWrapper {
  public:
    ZeroedLog(std::unique_ptr<rocksdb::FSWritableFile> file, std::uint64_t number,
              std::shared_ptr<SyncedRecorder> recorder)
        : FSWritableFileOwnerWrapper(std::move(file)),
          number_(number),
          recorder_(std::move(recorder)) {}

    IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* context) override {
        fill_ahead(data.size(), options, context);
        auto status = target()->PositionedAppend(data, size_, options, context);
        if (status.ok()) {
            size_ += data.size();
            digest_.add(data.ToStringView());
        } else {
            // Half a record among zeros could pass for damage.
            (void)target()->Truncate(size_, options, context);
        }
        return status;
    }
    IOStatus Append(const Slice& data, const IOOptions& options,
                    const rocksdb::DataVerificationInfo&, IODebugContext* context) override {
        return Append(data, options, context);
    }
    IOStatus Truncate(std::uint64_t size, const IOOptions& options,
                      IODebugContext* context) override {
        size_ = size;
        zeros_end_ = size;
        return target()->Truncate(size, options, context);
    }
    IOStatus Close(const IOOptions& options, IODebugContext* context) override {
        const auto cut =
            zeros_end_ > size_ ? target()->Truncate(size_, options, context) : IOStatus::OK();
        auto closed = target()->Close(options, context);
        return cut.ok() ? closed : cut;
    }
    std::uint64_t GetFileSize(const IOOptions&, IODebugContext*) override { return size_; }
    IOStatus Sync(const IOOptions& options, IODebugContext* context) override {
        return record(target()->Sync(options, context));
    }
    IOStatus Fsync(const IOOptions& options, IODebugContext* context) override {
        return record(target()->Fsync(options, context));
    }

  private:
    // After a failed sync another may say OK and have done nothing.
    IOStatus record(IOStatus synced) {
        if (!synced.ok()) failed_ = true;
        if (failed_) return synced;
        return recorder_->synced({number_, size_, digest_.value()});
    }
    void fill_ahead(std::size_t next, const IOOptions& options, IODebugContext* context) {
        if (next > small_append || ++small_appends_ < steady_use) return;
        if (size_ + next <= zeros_end_) return;
        static const std::string zeros(zeros_ahead, '\0');
        const auto from = std::max(size_, zeros_end_);
        // A disk too full for zeros may still have room for what is to be written.
        if (target()->PositionedAppend(zeros, from, options, context).ok()) {
            zeros_end_ = from + zeros.size();
        }
    }

    std::uint64_t number_;
    std::shared_ptr<SyncedRecorder> recorder_;
    SyncedDigest digest_;
    bool failed_ = false;
    std::uint64_t size_ = 0;
    std::uint64_t zeros_end_ = 0;
    int small_appends_ = 0;
};

// A file that a writer may still add to: at the end of what was sound it is looked at again.
class SoundLog : public rocksdb::FSSequentialFile {
  public:
    SoundLog(std::shared_ptr<rocksdb::FileSystem> files, std::string name)
        : files_(std::move(files)), name_(std::move(name)) {}

    IOStatus Read(std::size_t n, const IOOptions& options, Slice* result, char* scratch,
                  IODebugContext* context) override {
        *result = Slice(scratch, 0);
        if (at_ == begin_ + bytes_.size()) {
            if (auto status = look(options, context); !status.ok()) return status;
        }
        const auto part = std::string_view{bytes_}.substr(at_ - begin_, n);
        std::copy(part.begin(), part.end(), scratch);
        *result = Slice(scratch, part.size());
        at_ += part.size();
        return IOStatus::OK();
    }
    IOStatus Skip(std::uint64_t) override { return IOStatus::NotSupported("Skip"); }

  private:
    // Takes in what is sound from the block on in which `at_` lies.
    IOStatus look(const IOOptions& options, IODebugContext* context) {
        begin_ = at_ / wal_block * wal_block;
        bytes_.clear();
        std::unique_ptr<rocksdb::FSSequentialFile> file;
        auto status = files_->NewSequentialFile(name_, FileOptions{}, &file, context);
        if (status.ok() && begin_ > 0) status = file->Skip(begin_);
        std::string part(zeros_ahead, '\0');
        for (Slice got(part); status.ok() && !got.empty();) {
            status = file->Read(part.size(), options, &got, part.data(), context);
            if (status.ok()) bytes_.append(got.data(), got.size());
        }
        const auto known = at_ - begin_;
        bytes_.resize(status.ok() ? std::max(known, readable_part(bytes_, known)) : known);
        return status;
    }

    std::shared_ptr<rocksdb::FileSystem> files_;
    std::string name_;
    std::string bytes_;  // of the file, from `begin_` on
    std::size_t begin_ = 0;
    std::size_t at_ = 0;
};

IOStatus check_table(const rocksdb::FSRandomAccessFile& file, const std::string& name,
                     std::uint64_t size, IODebugContext* context) {
    auto read_status = IOStatus::OK();
    const auto read = [&](std::uint64_t offset, std::size_t wanted) -> std::optional<std::string> {
        std::string bytes(wanted, '\0');
        Slice got;
        read_status = file.Read(offset, wanted, IOOptions{}, &got, bytes.data(), context);
        return read_status.ok() ? std::optional{got.ToString()} : std::nullopt;
    };
    const auto damage = damage_in_table(read, size);
    if (!read_status.ok()) return read_status;
    return damage ? IOStatus::Corruption(name, *damage) : IOStatus::OK();
}

class DatabaseFileSystem : public rocksdb::FileSystemWrapper {
  public:
    using FileSystemWrapper::FileSystemWrapper;
    const char* Name() const override { return "LongstopDatabaseFiles"; }

    IOStatus NewWritableFile(const std::string& name, const FileOptions& options,
                             std::unique_ptr<rocksdb::FSWritableFile>* result,
                             IODebugContext* context) override {
        auto status = target()->NewWritableFile(name, options, result, context);
        if (!status.ok() || !is_log(name)) return status;
        const auto recorder = recorder_beside(name);
        status = recorder->begun(number_of(name));
        if (!status.ok()) return status;
        *result = std::make_unique<ZeroedLog>(std::move(*result), number_of(name), recorder);
        return status;
    }
    IOStatus DeleteFile(const std::string& name, const IOOptions& options,
                        IODebugContext* context) override {
        if (is_log(name)) {
            if (auto status = recorder_beside(name)->goes(number_of(name)); !status.ok()) {
                return status;
            }
        }
        return target()->DeleteFile(name, options, context);
    }
    IOStatus NewSequentialFile(const std::string& name, const FileOptions& options,
                               std::unique_ptr<rocksdb::FSSequentialFile>* result,
                               IODebugContext* context) override {
        auto status = target()->NewSequentialFile(name, options, result, context);
        if (status.ok() && (is_log(name) || is_manifest(name))) {
            *result = std::make_unique<SoundLog>(target_, name);
        }
        return status;
    }
    IOStatus NewRandomAccessFile(const std::string& name, const FileOptions& options,
                                 std::unique_ptr<rocksdb::FSRandomAccessFile>* result,
                                 IODebugContext* context) override {
        auto status = target()->NewRandomAccessFile(name, options, result, context);
        if (!status.ok() || !is_table(name)) return status;
        std::uint64_t size = 0;
        status = target()->GetFileSize(name, IOOptions{}, &size, context);
        if (status.ok()) status = check_table(**result, name, size, context);
        if (!status.ok()) result->reset();
        return status;
    }

  private:
    // The one of the database in which the log lies, which all its open logs share.
    std::shared_ptr<SyncedRecorder> recorder_beside(const std::string& log) {
        const auto folder = std::filesystem::path(log).parent_path().parent_path().string();
        const std::lock_guard lock(recorders_mutex_);
        auto& known = recorders_[folder];
        auto recorder = known.lock();
        if (!recorder) known = recorder = std::make_shared<SyncedRecorder>(target_, folder);
        return recorder;
    }

    std::mutex recorders_mutex_;
    std::map<std::string, std::weak_ptr<SyncedRecorder>> recorders_;
};

class DatabaseEnv : public rocksdb::EnvWrapper {
  public:
    DatabaseEnv(rocksdb::Env& base, std::shared_ptr<WriteFailure> failure)
        : rocksdb::EnvWrapper(&base) {
        file_system_ = halting_at(std::move(failure),
                                  std::make_shared<DatabaseFileSystem>(base.GetFileSystem()));
        system_clock_ = base.GetSystemClock();
    }
    const char* Name() const override { return "LongstopDatabaseEnv"; }

    // RocksDB removes and renames some files by its Env: past the file system, if left to `base`.
    rocksdb::Status DeleteFile(const std::string& name) override {
        return file_system_->DeleteFile(name, IOOptions{}, nullptr);
    }
    rocksdb::Status RenameFile(const std::string& from, const std::string& to) override {
        return file_system_->RenameFile(from, to, IOOptions{}, nullptr);
    }
};

}  // namespace

std::shared_ptr<rocksdb::Env> with_database_files(rocksdb::Env& base,
                                                  std::shared_ptr<WriteFailure> failure) {
    return std::make_shared<DatabaseEnv>(base, std::move(failure));
}

}  // namespace longstop::log
