#include "engine/log/rocks/halting_files.hpp"

#include <rocksdb/file_system.h>

#include "engine/log/rocks/status.hpp"

namespace longstop::log {
namespace {

using rocksdb::DirFsyncOptions;
using rocksdb::FileOptions;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

using Failure = std::shared_ptr<WriteFailure>;

IOStatus halted() { return IOStatus::IOError("nothing is written after a failed write"); }

// What goes on in files that are open: it goes well, or so it is told.
template <class Act>
IOStatus told_well(const Failure& failure, Act&& act) {
    if (failure->came()) return IOStatus::OK();
    if (const auto status = act(); !status.ok()) failure->note(status);
    return IOStatus::OK();
}

// What makes or names files: RocksDB bears the truth there.
template <class Act>
IOStatus told_truly(const Failure& failure, Act&& act) {
    if (failure->came()) return halted();
    auto status = act();
    if (!status.ok()) failure->note(status);
    return status;
}

class HaltingFile : public rocksdb::FSWritableFileOwnerWrapper {
  public:
    HaltingFile(std::unique_ptr<rocksdb::FSWritableFile> file, Failure failure)
        : FSWritableFileOwnerWrapper(std::move(file)), failure_(std::move(failure)) {}

    IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* context) override {
        return told_well(failure_, [&] { return target()->Append(data, options, context); });
    }
    IOStatus Append(const Slice& data, const IOOptions& options,
                    const rocksdb::DataVerificationInfo&, IODebugContext* context) override {
        return Append(data, options, context);
    }
    IOStatus PositionedAppend(const Slice& data, std::uint64_t offset, const IOOptions& options,
                              IODebugContext* context) override {
        return told_well(
            failure_, [&] { return target()->PositionedAppend(data, offset, options, context); });
    }
    IOStatus PositionedAppend(const Slice& data, std::uint64_t offset, const IOOptions& options,
                              const rocksdb::DataVerificationInfo&,
                              IODebugContext* context) override {
        return PositionedAppend(data, offset, options, context);
    }
    IOStatus Truncate(std::uint64_t size, const IOOptions& options,
                      IODebugContext* context) override {
        return told_well(failure_, [&] { return target()->Truncate(size, options, context); });
    }
    IOStatus Flush(const IOOptions& options, IODebugContext* context) override {
        return told_well(failure_, [&] { return target()->Flush(options, context); });
    }
    IOStatus Sync(const IOOptions& options, IODebugContext* context) override {
        return told_well(failure_, [&] { return target()->Sync(options, context); });
    }
    IOStatus Fsync(const IOOptions& options, IODebugContext* context) override {
        return told_well(failure_, [&] { return target()->Fsync(options, context); });
    }
    IOStatus RangeSync(std::uint64_t offset, std::uint64_t bytes, const IOOptions& options,
                       IODebugContext* context) override {
        return told_well(failure_,
                         [&] { return target()->RangeSync(offset, bytes, options, context); });
    }
    IOStatus Close(const IOOptions& options, IODebugContext* context) override {
        return told_well(failure_, [&] { return target()->Close(options, context); });
    }

  private:
    Failure failure_;
};

class HaltingDirectory : public rocksdb::FSDirectoryWrapper {
  public:
    HaltingDirectory(std::unique_ptr<rocksdb::FSDirectory> directory, Failure failure)
        : FSDirectoryWrapper(directory.get()),
          directory_(std::move(directory)),
          failure_(std::move(failure)) {}

    IOStatus Fsync(const IOOptions& options, IODebugContext* context) override {
        return told_well(failure_, [&] { return directory_->Fsync(options, context); });
    }
    IOStatus FsyncWithDirOptions(const IOOptions& options, IODebugContext* context,
                                 const DirFsyncOptions& what) override {
        return told_well(failure_,
                         [&] { return directory_->FsyncWithDirOptions(options, context, what); });
    }

  private:
    std::unique_ptr<rocksdb::FSDirectory> directory_;
    Failure failure_;
};

class HaltingFiles : public rocksdb::FileSystemWrapper {
  public:
    HaltingFiles(Failure failure, const std::shared_ptr<rocksdb::FileSystem>& base)
        : FileSystemWrapper(base), failure_(std::move(failure)) {}
    const char* Name() const override { return "LongstopHaltingFiles"; }

    IOStatus NewWritableFile(const std::string& name, const FileOptions& options,
                             std::unique_ptr<rocksdb::FSWritableFile>* result,
                             IODebugContext* context) override {
        return made(result,
                    [&] { return target()->NewWritableFile(name, options, result, context); });
    }
    IOStatus ReopenWritableFile(const std::string& name, const FileOptions& options,
                                std::unique_ptr<rocksdb::FSWritableFile>* result,
                                IODebugContext* context) override {
        return made(result,
                    [&] { return target()->ReopenWritableFile(name, options, result, context); });
    }
    IOStatus NewDirectory(const std::string& name, const IOOptions& options,
                          std::unique_ptr<rocksdb::FSDirectory>* result,
                          IODebugContext* context) override {
        auto status = target()->NewDirectory(name, options, result, context);
        if (status.ok()) {
            *result = std::make_unique<HaltingDirectory>(std::move(*result), failure_);
        }
        return status;
    }
    IOStatus RenameFile(const std::string& from, const std::string& to, const IOOptions& options,
                        IODebugContext* context) override {
        return told_truly(failure_,
                          [&] { return target()->RenameFile(from, to, options, context); });
    }
    // A file that could not be removed does no harm; one removed after a failure might.
    IOStatus DeleteFile(const std::string& name, const IOOptions& options,
                        IODebugContext* context) override {
        return failure_->came() ? halted() : target()->DeleteFile(name, options, context);
    }

  private:
    template <class Act>
    IOStatus made(std::unique_ptr<rocksdb::FSWritableFile>* result, Act&& act) {
        auto status = told_truly(failure_, act);
        if (status.ok()) *result = std::make_unique<HaltingFile>(std::move(*result), failure_);
        return status;
    }

    Failure failure_;
};

}  // namespace

void WriteFailure::note(const rocksdb::Status& status) {
    const std::lock_guard lock(mutex_);
    if (!failed_) failed_ = Failed{code_of(status), status.ToString()};
    came_ = true;
}

std::optional<WriteFailure::Failed> WriteFailure::what() const {
    const std::lock_guard lock(mutex_);
    return failed_;
}

std::shared_ptr<rocksdb::FileSystem> halting_at(std::shared_ptr<WriteFailure> failure,
                                                std::shared_ptr<rocksdb::FileSystem> base) {
    return std::make_shared<HaltingFiles>(std::move(failure), base);
}

}  // namespace longstop::log
