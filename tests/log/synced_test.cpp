// What the file SYNCED says of the write-ahead logs, and that none of them can be lost or cut
// without its being told.
#include "engine/log/rocks/synced_logs.hpp"

#include "engine/log/rocks/wal_scan.hpp"
#include "tests/log/simulated_disk.hpp"
#include "tests/log/store_support.hpp"

using namespace longstop;
using namespace longstop::tests;

namespace {

log::SyncedLogs some_logs(std::uint64_t turn, std::uint64_t count) {
    log::SyncedLogs synced;
    synced.turn = turn;
    for (std::uint64_t i = 1; i <= count; ++i) synced.logs.push_back({i * 3, i << 33U, ~i});
    return synced;
}

}  // namespace

TEST_CASE("SYNCED gives back the later of its two places; a spoilt place leaves the other") {
    const auto older = encode_synced(some_logs(6, 2));
    const auto newer = encode_synced(some_logs(7, 3));
    for (const auto& file : {older + newer, newer + older}) {
        const auto synced = log::decode_synced(file);
        REQUIRE(synced.has_value());
        CHECK(synced->turn == 7);
        CHECK(synced->logs == some_logs(7, 3).logs);
    }
    for (std::size_t at = 0; at < newer.size(); ++at) {
        auto spoilt = newer;
        spoilt[at] = static_cast<char>(spoilt[at] ^ 4);
        INFO(at);
        REQUIRE(log::decode_synced(older + spoilt).value().turn == 6);
        REQUIRE_FALSE(log::decode_synced(spoilt + spoilt).has_value());
    }
    CHECK_FALSE(log::decode_synced("").has_value());
    CHECK_FALSE(log::decode_synced(older).has_value());
    CHECK_FALSE(log::decode_synced(std::string(1024, '\0')).has_value());
    CHECK_FALSE(log::decode_synced(older + newer + "x").has_value());
}

TEST_CASE("SYNCED keeps the newest of more logs than it has room for") {
    const auto all = some_logs(1, log::most_synced_logs + 5);
    const auto kept = log::decode_synced(encode_synced(all) + encode_synced(all)).value();
    CHECK(kept.logs.size() == log::most_synced_logs);
    CHECK(kept.logs.back() == all.logs.back());
}

TEST_CASE("the digest of a log is the same in one piece and in many") {
    std::string bytes;
    log::SyncedDigest pieces;
    CHECK(pieces.value() == log::synced_digest(""));
    for (int i = 0; i < 500; ++i) {
        const std::string piece(static_cast<std::size_t>(i), static_cast<char>(i));
        bytes += piece;
        pieces.add(piece);
        REQUIRE(pieces.value() == log::synced_digest(bytes));
    }
}

// Two sessions that close leave a log each; a third appends, and is killed. So does an import of
// several files that is killed between two flushes.
TEST_CASE("child: leaves three write-ahead logs and is killed", "[.child]") {
    const auto first = std::stoul(Child::more());
    for (std::uint64_t session = 0; session < 3; ++session) {
        auto store = opened(Child::store(), fixed_clock());
        for (std::uint64_t i = 0; i < 4; ++i) {
            append(store, i % 2 == 0 ? surrey : birmingham,
                   some_facts(first + 40 * session + 10 * i, 10));
        }
        if (session == 2) Child::die();
    }
}

namespace {

void fill_and_kill(const fs::path& store, const std::string& first) {
    Child child("child: leaves three write-ahead logs and is killed", store, first);
    REQUIRE(WIFSIGNALED(child.wait()));
}

std::vector<fs::path> wals_of(const fs::path& store) {
    std::vector<fs::path> wals;
    for (const auto& file : files_of(store)) {
        if (file.extension() == ".log") wals.push_back(file);
    }
    return wals;
}

Result<std::string> answer_of_a(const std::string& who, const fs::path& store) {
    if (who == "reader") return answer_of(store);
    const auto writer = Store::open_for_writing(store, fixed_clock());
    if (!writer) return writer.error();
    return answer_of(*writer);
}

using Damage = std::function<void(const fs::path& wal)>;

struct NamedDamage {
    std::string name;
    Damage to;
};

}  // namespace

TEST_CASE("a write-ahead log lost, cut, emptied or another store's is told, whichever it is") {
    Folder folder;
    fill_and_kill(folder / "store", "0");
    fill_and_kill(folder / "stranger", "1000");
    const auto full = whole_answer(folder / "store");
    const auto wals = wals_of(folder / "store");
    const auto strangers = wals_of(folder / "stranger");
    REQUIRE(wals.size() == 3);
    REQUIRE(strangers.size() == 3);
    const std::string who = GENERATE("reader", "writer");
    const auto other = folder / "other";
    std::vector<NamedDamage> damages{{"removed", [](const fs::path& wal) { fs::remove(wal); }},
                                     {"empty", [](const fs::path& wal) { write(wal, ""); }},
                                     {"the stranger's", [&](const fs::path& wal) {
                                          for (const auto& stranger : strangers) {
                                              if (stranger.filename() == wal.filename())
                                                  write(wal, bytes_of(stranger));
                                          }
                                      }}};
    for (const auto part : {0.02, 0.25, 0.5, 0.75, 0.99}) {
        damages.push_back({"cut", [part](const fs::path& wal) {
                               const auto bytes = bytes_of(wal);
                               const auto end = bytes.find_last_not_of('\0') + 1;
                               write(wal, bytes.substr(0, static_cast<std::size_t>(
                                                              part * static_cast<double>(end))));
                           }});
    }
    const auto told_of = [&](const std::string& what) {
        const auto answer = answer_of_a(who, other);
        INFO(who << ": " << what);
        REQUIRE(answer.has_error());
        REQUIRE(answer.error().code == events::ErrorCode::store_damaged);
        REQUIRE(answer.error().found.find(".log") != std::string::npos);
    };
    // Each alone, and each with each of a later log: a newer log must not hide an older one's loss.
    for (std::size_t i = 0; i < wals.size(); ++i) {
        for (const auto& [name, damage] : damages) {
            copy_store(folder / "store", other);
            damage(other / "db" / wals[i].filename());
            told_of(name + " " + wals[i].filename().string());
            for (auto j = i + 1; j < wals.size(); ++j) {
                for (const auto& [second_name, second] : damages) {
                    copy_store(folder / "store", other);
                    damage(other / "db" / wals[i].filename());
                    second(other / "db" / wals[j].filename());
                    told_of(name + " " + wals[i].filename().string() + ", " + second_name + " " +
                            wals[j].filename().string());
                }
            }
        }
    }
    // What was refused was left alone.
    copy_store(folder / "store", other);
    CHECK(answer_of_a(who, other).value() == full);
}

TEST_CASE("a write-ahead log cut at any byte of what was acknowledged is told; behind it, not") {
    Folder folder;
    fill_and_kill(folder / "store", "0");
    const auto full = whole_answer(folder / "store");
    const auto synced = log::decode_synced(bytes_of(folder / "store/SYNCED")).value();
    const auto other = folder / "other";
    copy_store(folder / "store", other);
    std::uint64_t cuts = 0;
    for (const auto& wal : wals_of(other)) {
        const auto bytes = bytes_of(wal);
        const auto number = std::stoull(wal.stem().string());
        const auto found = std::find_if(synced.logs.begin(), synced.logs.end(),
                                        [&](const auto& log) { return log.number == number; });
        REQUIRE(found != synced.logs.end());
        // Nothing was written that was not acknowledged.
        CHECK(found->bytes == bytes.find_last_not_of('\0') + 1);
        for (std::uint64_t size = 0; size <= bytes.size(); size += size < found->bytes ? 7 : 511) {
            write(wal, bytes.substr(0, size));
            const auto sound = log::check_wals(other / "db");
            INFO(wal.filename() << " cut to " << size << " of " << found->bytes);
            REQUIRE(sound.has_value() == (size >= found->bytes));
            ++cuts;
        }
        write(wal, bytes);
    }
    CHECK(cuts > 500);
    CHECK(whole_answer(other) == full);
}

// The length of a log is written down and not synced; that of a finished log lasts all the same.
TEST_CASE("after a power loss, too, a finished log that is lost or cut is told") {
    constexpr auto place = "/srv/store";
    std::mt19937 dice(4);
    for (int round = 0; round < 40; ++round) {
        SimulatedDisk before;
        for (std::uint64_t session = 0; session < 3; ++session) {
            auto store = Store::open_for_writing(place, fixed_clock(), true, before.disk()).value();
            append(store, surrey, some_facts(10 * session, 10));
            if (session == 2) before.power_off();
        }
        before.wait_until_idle();
        const auto left = before.platter().after_power_loss(dice);
        std::vector<std::string> wals;
        for (const auto& file : SimulatedDisk(left).files()) {
            if (file.ends_with(".log")) wals.push_back(file);
        }
        REQUIRE(wals.size() == 3);
        for (const auto& wal : {wals[0], wals[1]}) {
            SimulatedDisk disk(left.after_kill());
            const bool cut = dice() % 2 == 0;
            if (cut) disk.bytes(wal).resize(disk.bytes(wal).size() / 2);
            if (!cut) disk.remove(wal);
            INFO("round " << round << ": " << wal << (cut ? " cut" : " removed"));
            REQUIRE(Store::open_for_reading(place, disk.disk()).has_error());
        }
        SimulatedDisk disk(left.after_kill());
        const auto whole = Store::open_for_reading(place, disk.disk());
        if (!whole) FAIL("round " << round << ": " << whole.error().found);
    }
}

TEST_CASE("a store whose database is another's is told, though that has more entries") {
    Folder folder;
    const bool killed = GENERATE(false, true);
    {
        auto store = opened(folder / "store");
        append(store, surrey, some_facts(0, 20));
        REQUIRE(store.flush().has_value());
    }
    {
        auto stranger = opened(folder / "stranger");
        append(stranger, surrey, some_facts(500, 50));
        REQUIRE(stranger.flush().has_value());
    }
    auto heads = bytes_of(folder / "store/HEADS");
    if (killed) heads.erase(heads.find(" closed"), 7);
    fs::remove(folder / "stranger/SYNCED");
    write(folder / "stranger/HEADS", "wal 1" + heads.substr(heads.find_first_of(" \n", 4)));
    const auto verified = told(findings(folder / "stranger"));
    INFO(verified);
    CHECK_FALSE(verified.empty());
    for (const std::string who : {"reader", "writer"}) {
        const auto answer = answer_of_a(who, folder / "stranger");
        REQUIRE(answer.has_error());
        CHECK(answer.error().found ==
              (killed ? "log 936 is not the log it was when it was last closed"
                      : "log 936 has 50 entries, but had 20 when it was last closed"));
    }
}
