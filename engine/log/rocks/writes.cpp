#include "engine/log/rocks/writes.hpp"

#include <algorithm>
#include <string>

namespace longstop::log {
namespace {

rocksdb::Slice slice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }

}  // namespace

void Writes::put(rocksdb::ColumnFamilyHandle* family, std::string_view key,
                 std::string_view value) {
    make_room(key.size() + value.size());
    note(batch_.Put(family, slice(key), slice(value)));
}

void Writes::remove(rocksdb::ColumnFamilyHandle* family, std::string_view key) {
    make_room(key.size());
    note(batch_.Delete(family, slice(key)));
}

void Writes::remove_range(rocksdb::ColumnFamilyHandle* family, std::string_view from,
                          std::string_view to) {
    make_room(from.size() + to.size());
    note(batch_.DeleteRange(family, slice(from), slice(to)));
}

void Writes::mark(std::string_view bytes) {
    make_room(bytes.size());
    note(batch_.PutLogData(slice(bytes)));
}

void Writes::make_room(std::size_t bytes) {
    constexpr std::size_t around = 32;  // kind, family and lengths
    const auto needed = batch_.GetDataSize() + bytes + around;
    if (needed <= room_) return;
    std::string larger;
    larger.reserve(std::max(needed, 2 * room_));
    larger += batch_.Data();
    room_ = larger.capacity();
    batch_ = rocksdb::WriteBatch{std::move(larger)};
}

}  // namespace longstop::log
