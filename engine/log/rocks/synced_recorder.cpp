#include "engine/log/rocks/synced_recorder.hpp"

#include <algorithm>

namespace longstop::log {

using rocksdb::FileOptions;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

namespace {

IOStatus io_status(const rocksdb::Status& status) {
    return rocksdb::status_to_io_status(rocksdb::Status{status});
}

}  // namespace

SyncedRecorder::SyncedRecorder(std::shared_ptr<rocksdb::FileSystem> files, std::string folder)
    : files_(std::move(files)), folder_(std::move(folder)) {}

IOStatus SyncedRecorder::begun(std::uint64_t number) {
    const std::lock_guard lock(mutex_);
    if (auto status = open(); !status.ok()) return status;
    std::erase_if(state_.logs, [number](const auto& log) { return log.number >= number; });
    state_.logs.push_back({number, 0, synced_digest({})});
    return write_to_last();
}

IOStatus SyncedRecorder::synced(const SyncedLog& log) {
    const std::lock_guard lock(mutex_);
    const auto found = std::find_if(state_.logs.begin(), state_.logs.end(),
                                    [&](const auto& one) { return one.number == log.number; });
    if (found == state_.logs.end() || found->bytes >= log.bytes) return IOStatus::OK();
    *found = log;
    return write();
}

IOStatus SyncedRecorder::goes(std::uint64_t number) {
    const std::lock_guard lock(mutex_);
    if (auto status = open(); !status.ok()) return status;
    const auto gone =
        std::erase_if(state_.logs, [number](const auto& log) { return log.number == number; });
    return gone == 0 ? IOStatus::OK() : write_to_last();
}

IOStatus SyncedRecorder::open() {
    if (file_) return IOStatus::OK();
    const auto name = folder_ + "/SYNCED";
    auto status = files_->FileExists(name, IOOptions{}, nullptr);
    if (status.IsNotFound() || status.IsPathNotFound()) status = make();
    std::string bytes;
    if (status.ok()) status = io_status(rocksdb::ReadFileToString(files_.get(), name, &bytes));
    if (status.ok()) status = files_->NewRandomRWFile(name, FileOptions{}, &file_, nullptr);
    if (!status.ok()) return status;
    auto state = decode_synced(bytes);
    if (!state) {
        file_.reset();
        return IOStatus::Corruption(name, "cannot be read");
    }
    state_ = std::move(*state);
    return IOStatus::OK();
}

// Aside first: a file half made would pass for a damaged one.
IOStatus SyncedRecorder::make() const {
    const auto name = folder_ + "/SYNCED";
    const auto empty = encode_synced({});
    std::unique_ptr<rocksdb::FSWritableFile> file;
    auto status = files_->NewWritableFile(name + ".new", FileOptions{}, &file, nullptr);
    if (status.ok()) status = file->Append(empty + empty, IOOptions{}, nullptr);
    if (status.ok()) status = file->Sync(IOOptions{}, nullptr);
    if (status.ok()) status = file->Close(IOOptions{}, nullptr);
    if (status.ok()) status = files_->RenameFile(name + ".new", name, IOOptions{}, nullptr);
    std::unique_ptr<rocksdb::FSDirectory> folder;
    if (status.ok()) status = files_->NewDirectory(folder_, IOOptions{}, &folder, nullptr);
    return status.ok() ? folder->Fsync(IOOptions{}, nullptr) : status;
}

IOStatus SyncedRecorder::write() {
    ++state_.turn;
    return file_->Write(state_.turn % 2 * synced_place, encode_synced(state_), IOOptions{},
                        nullptr);
}

IOStatus SyncedRecorder::write_to_last() {
    auto status = write();
    return status.ok() ? file_->Sync(IOOptions{}, nullptr) : status;
}

}  // namespace longstop::log
