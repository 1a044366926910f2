// The format is RocksDB's block-based table, version 5 (table/format.cc,
// block_based_table_builder.cc of RocksDB 7.8). Every store of Longstop has it, with XXH3:
// store.cpp asks for both.
#define XXH_INLINE_ALL
#include "engine/log/rocks/table_scan.hpp"

#include <xxhash.h>

#include <string_view>

#include "engine/log/format/bytes.hpp"

namespace longstop::log {
namespace {

// The footer: type of checksum, handles of metaindex and index (padded to 40 bytes), version,
// magic.
constexpr std::size_t footer_size = 1 + 40 + 4 + 8;
constexpr std::uint8_t xxh3 = 4;
constexpr std::uint32_t version = 5;
constexpr std::uint64_t magic = 0x88e241b785f4cff7U;
// What follows a block: how it is compressed, and the checksum of both.
constexpr std::size_t trailer_size = 1 + 4;
// Blocks of properties take some thousand bytes.
constexpr std::uint64_t most_bytes = 1U << 20U;

struct Handle {
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
};

std::uint64_t take_varint(Cursor& cursor) {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && cursor.ok(); shift += 7) {
        const auto byte = cursor.number<std::uint8_t>();
        value |= std::uint64_t{byte & 127U} << shift;
        if (byte < 128) break;
    }
    return value;
}

Handle take_handle(Cursor& cursor) {
    Handle handle;
    handle.offset = take_varint(cursor);
    handle.size = take_varint(cursor);
    return handle;
}

std::optional<Handle> metaindex_of(std::string_view footer) {
    Cursor cursor(footer);
    const auto checksum = cursor.number<std::uint8_t>();
    Cursor handles(cursor.take(40));
    const auto metaindex = take_handle(handles);
    take_handle(handles);  // of the index
    const bool known = cursor.number<std::uint32_t>() == version &&
                       cursor.number<std::uint64_t>() == magic && checksum == xxh3;
    if (!known || !cursor.ok() || !handles.ok()) return std::nullopt;
    return metaindex;
}

bool is_sound(std::string_view block) {
    const auto content = block.substr(0, block.size() - trailer_size);
    Cursor trailer(block.substr(content.size()));
    const std::uint32_t compression = trailer.number<std::uint8_t>();
    const auto sum = static_cast<std::uint32_t>(XXH3_64bits(content.data(), content.size())) ^
                     (compression * 0x6b9083d9U);
    return trailer.number<std::uint32_t>() == sum;
}

// A block whose checksum is right, with its trailer.
std::optional<std::string> sound_block(const ReadAt& read, const Handle& handle) {
    if (handle.size > most_bytes) return std::nullopt;
    const auto size = static_cast<std::size_t>(handle.size) + trailer_size;
    auto block = read(handle.offset, size);
    if (!block || block->size() != size || !is_sound(*block)) return std::nullopt;
    return block;
}

// The metaindex has whole keys, each with its value behind it.
std::optional<Handle> properties_in(std::string_view metaindex) {
    constexpr std::string_view key = "rocksdb.properties";
    const auto at = metaindex.find(key);
    if (at == std::string_view::npos) return std::nullopt;
    Cursor value(metaindex.substr(at + key.size()));
    const auto handle = take_handle(value);
    return value.ok() ? std::optional{handle} : std::nullopt;
}

}  // namespace

std::optional<std::string> damage_in_table(const ReadAt& read, std::uint64_t size) {
    const auto footer = size < footer_size ? std::nullopt : read(size - footer_size, footer_size);
    const auto metaindex = footer ? metaindex_of(*footer) : std::nullopt;
    if (!metaindex) return "its footer is damaged";
    const auto index = sound_block(read, *metaindex);
    const auto properties = index ? properties_in(*index) : std::nullopt;
    if (!properties) return "its metaindex is damaged";
    if (!sound_block(read, *properties)) return "its properties are damaged";
    return std::nullopt;
}

}  // namespace longstop::log
