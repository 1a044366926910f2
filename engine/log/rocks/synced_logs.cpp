#define XXH_INLINE_ALL
#include "engine/log/rocks/synced_logs.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include "engine/log/format/bytes.hpp"

namespace longstop::log {
namespace {

constexpr std::size_t checksum_at = synced_place - sizeof(std::uint64_t);

std::optional<SyncedLogs> decode_place(std::string_view place) {
    if (place.size() != synced_place) return std::nullopt;
    Cursor checksum(place.substr(checksum_at));
    if (checksum.number<std::uint64_t>() != synced_digest(place.substr(0, checksum_at))) {
        return std::nullopt;
    }
    Cursor cursor(place);
    SyncedLogs synced;
    synced.turn = cursor.number<std::uint64_t>();
    const auto count = cursor.number<std::uint32_t>();
    if (count > most_synced_logs) return std::nullopt;
    for (std::uint32_t i = 0; i < count; ++i) {
        SyncedLog log;
        log.number = cursor.number<std::uint64_t>();
        log.bytes = cursor.number<std::uint64_t>();
        log.digest = cursor.number<std::uint64_t>();
        synced.logs.push_back(log);
    }
    return synced;
}

}  // namespace

std::uint64_t synced_digest(std::string_view bytes) {
    return XXH3_64bits(bytes.data(), bytes.size());
}

struct SyncedDigest::State {
    XXH3_state_t xxh3;
};
SyncedDigest::SyncedDigest() : state_(std::make_unique<State>()) {
    XXH3_64bits_reset(&state_->xxh3);
}
SyncedDigest::~SyncedDigest() = default;
void SyncedDigest::add(std::string_view bytes) {
    XXH3_64bits_update(&state_->xxh3, bytes.data(), bytes.size());
}
std::uint64_t SyncedDigest::value() const { return XXH3_64bits_digest(&state_->xxh3); }

std::string encode_synced(const SyncedLogs& synced) {
    const auto count = std::min(synced.logs.size(), most_synced_logs);
    std::string place;
    put(place, synced.turn);
    put(place, static_cast<std::uint32_t>(count));
    for (auto i = synced.logs.size() - count; i < synced.logs.size(); ++i) {
        put(place, synced.logs[i].number);
        put(place, synced.logs[i].bytes);
        put(place, synced.logs[i].digest);
    }
    place.resize(checksum_at);
    put(place, synced_digest(place));
    return place;
}

std::optional<SyncedLogs> decode_synced(std::string_view file) {
    if (file.size() != 2 * synced_place) return std::nullopt;
    auto first = decode_place(file.substr(0, synced_place));
    auto second = decode_place(file.substr(synced_place));
    if (!first || (second && second->turn > first->turn)) return second;
    return first;
}

std::optional<std::string> damage_in_synced(const SyncedLog& synced, std::string_view bytes) {
    if (bytes.size() < synced.bytes) {
        return fmt::format("{} bytes were synced, and it has {}", synced.bytes, bytes.size());
    }
    if (synced_digest(bytes.substr(0, synced.bytes)) != synced.digest) {
        return fmt::format("its first {} bytes are not those that were synced", synced.bytes);
    }
    return std::nullopt;
}

}  // namespace longstop::log
