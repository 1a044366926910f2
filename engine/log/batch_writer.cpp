#include "engine/log/batch_writer.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "events/invariant.hpp"

namespace longstop::log {
namespace {

using events::ErrorCode;

std::string cannot_write(const StoreFolder& folder) {
    return fmt::format("cannot write to the store {}", folder.path().string());
}

Error out_of_memory(const StoreFolder& folder) {
    return {ErrorCode::out_of_memory, cannot_write(folder), "memory ran out",
            "the entries were not acknowledged, and this process writes nothing more",
            "give it more memory, or import a smaller file; then run the same again: what did "
            "arrive is found by its id"};
}

Error too_large(const StoreFolder& folder, const rocksdb::Status& status) {
    return {ErrorCode::commit_too_large, cannot_write(folder), status.ToString(),
            "nothing of the append was written", "append fewer entries at once"};
}

// Why the disk did not take them, and what that means for entries.
Error not_acknowledged(const Error& failed) {
    return {failed.code, failed.failed, failed.found,
            "the entries were not acknowledged; what the disk now holds of them is not "
            "known, so this process writes nothing more",
            "mend the disk (is it full?), then run longstop verify and record the "
            "entries again: what did arrive is found by its id"};
}

// RocksDB writes where there is memory, or ends the process. Throws where there is too little: it
// takes the entries into its tables in memory, in pieces of up to an eighth of a table.
void check_for_memory(std::size_t bytes) {
    constexpr std::size_t pieces = 6U << 20U;
    ::operator delete(::operator new(bytes + pieces));
}

}  // namespace

BatchWriter::BatchWriter(Database& database)
    : database_(database), no_memory_(out_of_memory(database.folder())) {}

// Only the last batch in a write-ahead log can be torn, since each is synced before the next.
// Ending in a byte that is not zero, it shows where its end was not written.
Result<void> BatchWriter::write_synced(Writes& writes) {
    events::invariant(may_write(),
                      "nothing is written before the store is proven, nor after a "
                      "failure");
    writes.mark("\xff");
    if (!writes.status().ok()) return fail(too_large(folder(), writes.status()));
    check_for_memory(writes.batch().GetDataSize());
    const auto status = database_.write_synced(writes.batch());
    if (auto written = folder().check_written(status); !written) {
        return fail(not_acknowledged(written.error()));
    }
    return {};
}

const Error& BatchWriter::fail(const Error& error) {
    if (!failure_) failure_ = error;
    return *failure_;
}

Error BatchWriter::failure() const noexcept {
    events::invariant(failure_.has_value(), "whoever asks why writing failed was told that it did");
    try {
        return *failure_;
    } catch (const std::bad_alloc&) {
        return Error{failure_->code, {}, {}, {}, {}};
    }
}

// A batch of more than 4 GiB in one piece, or a fault of our own.
Error BatchWriter::thrown_while_writing(const std::exception& thrown) const {
    const bool too_large = dynamic_cast<const std::length_error*>(&thrown) != nullptr;
    return {too_large ? ErrorCode::commit_too_large : ErrorCode::internal, cannot_write(folder()),
            thrown.what(),
            "the entries were not acknowledged, and this process writes nothing more",
            too_large ? "append fewer entries at once"
                      : "run longstop verify; if it finds nothing, please report this"};
}

}  // namespace longstop::log
