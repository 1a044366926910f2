// SYNCED: of whatever bytes the later place that can be read is taken. Of two places written by
// turns one may be spoilt anyhow: the other is read, whole.
#include "engine/log/format/bytes.hpp"
#include "engine/log/rocks/synced_logs.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace longstop::log;

namespace {

bool same(const SyncedLogs& a, const SyncedLogs& b) { return a.turn == b.turn && a.logs == b.logs; }

void comes_back(std::string_view file) {
    const auto read = decode_synced(file);
    if (!read) return;
    const auto place = encode_synced(*read);
    promise(place.size() == synced_place);
    const auto again = decode_synced(place + std::string(synced_place, '\0'));
    promise(again && same(*again, *read));
}

SyncedLogs taken_from(Cursor& cursor) {
    SyncedLogs synced;
    synced.turn = cursor.number<std::uint32_t>();
    for (auto left = cursor.number<std::uint8_t>() % most_synced_logs; left > 0; --left) {
        const auto number = cursor.number<std::uint64_t>();
        const auto bytes = cursor.number<std::uint64_t>();
        synced.logs.push_back({number, bytes, cursor.number<std::uint64_t>()});
    }
    return synced;
}

void one_is_left(Cursor cursor) {
    const auto at = cursor.number<std::uint16_t>() % synced_place;
    const auto change = cursor.number<std::uint8_t>();
    const auto then = taken_from(cursor);
    auto now = taken_from(cursor);
    now.turn = then.turn + 1;
    auto spoilt = encode_synced(now);
    spoilt[at] = static_cast<char>(spoilt[at] ^ static_cast<char>(change));
    const auto& left = change == 0 ? now : then;
    const auto before = decode_synced(encode_synced(then) + spoilt);
    const auto behind = decode_synced(spoilt + encode_synced(then));
    promise(before && same(*before, left) && behind && same(*behind, left));
}

}  // namespace

void fuzz(std::string_view bytes) {
    comes_back(bytes);
    one_is_left(Cursor(bytes));
    const SyncedLog log{1, bytes.size() / 2, synced_digest(bytes.substr(0, bytes.size() / 2))};
    promise(!damage_in_synced(log, bytes));
}
