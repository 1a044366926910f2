// What a folder of backups says is proven before it is believed: the latest backup is put back
// whole or refused, and an older one only when it is asked for.
#include "engine/log/backup/backup_folder.hpp"

#include <sys/stat.h>

#include "engine/log/backup/backup_manifest.hpp"
#include "tests/log/store_support.hpp"
#include "tests/support/paths.hpp"

using namespace longstop;
using namespace longstop::tests;

namespace {

void fill(const fs::path& directory, std::uint64_t from, std::uint64_t count) {
    auto store = opened(directory, fixed_clock());
    append(store, surrey, some_facts(from, count));
    REQUIRE(store.flush().has_value());
}

// A store and two backups of it; and how the store stood at each.
struct TwoBackups {
    TwoBackups() {
        for (const std::uint64_t from : {0, 24}) {
            fill(store, from, 24);
            REQUIRE(log::back_up(store, backups, {}).has_value());
            answers.push_back(whole_answer(store));
        }
    }
    Folder folder;
    fs::path store = folder / "store";
    fs::path backups = folder / "backups";
    fs::path place = folder / "new";
    std::vector<std::string> answers;
};

// The latest backup, or an error and nothing.
void check_latest_or_nothing(const TwoBackups& two, std::size_t& refused) {
    const auto done = log::restore(two.backups, two.place, {}, {});
    if (done) {
        CHECK(done->number == 2);
        CHECK(whole_answer(two.place) == two.answers[1]);
    } else {
        ++refused;
        CHECK(done.error().code == events::ErrorCode::backup_damaged);
        CHECK_FALSE(fs::exists(two.place));
        CHECK_FALSE(fs::exists(two.place.string() + ".restoring"));
    }
    fs::remove_all(two.place);
}

void check_every_flip(const TwoBackups& two, const fs::path& file, bool is_of_latest) {
    const auto bytes = bytes_of(file);
    std::mt19937 dice(Catch::rngSeed());
    const std::size_t stride = is_of_latest ? 1 : 97;
    std::size_t tried = 0;
    std::size_t refused = 0;
    for (std::size_t at = 0; at < bytes.size(); at += stride, ++tried) {
        INFO(file << ", byte " << at << ", seed " << Catch::rngSeed());
        auto damaged = bytes;
        damaged[at] = static_cast<char>(damaged[at] ^ (1U << dice() % 8));
        write(file, damaged);
        check_latest_or_nothing(two, refused);
    }
    write(file, bytes);
    if (is_of_latest) CHECK(refused == tried);
}

}  // namespace

TEST_CASE("no byte of what a folder of backups says can change unnoticed") {
    const TwoBackups two;
    check_every_flip(two, two.backups / "BACKUPS", true);
    check_every_flip(two, two.backups / "manifests/2", true);
    check_every_flip(two, two.backups / "manifests/1", false);
}

TEST_CASE("whatever is gone or cut in a folder of backups, an older one is not put back for it") {
    const TwoBackups two;
    std::size_t refused = 0;
    for (const auto& file : files_of(two.backups)) {
        if (file.filename() == "LOCK") continue;
        const auto bytes = bytes_of(file);
        INFO(file);
        fs::remove(file);
        check_latest_or_nothing(two, refused);
        write(file, bytes.substr(0, bytes.size() / 2));
        check_latest_or_nothing(two, refused);
        write(file, "");
        check_latest_or_nothing(two, refused);
        write(file, bytes);
    }
    CHECK(refused > 20);
    // Asked for by its number, a backup stands on its own text.
    fs::remove(two.backups / "BACKUPS");
    REQUIRE(log::restore(two.backups, two.place, 1, {}).has_value());
    CHECK(whole_answer(two.place) == two.answers[0]);
}

TEST_CASE("backups that are swapped are refused") {
    const TwoBackups two;
    const auto first = two.backups / "manifests/1";
    const auto second = two.backups / "manifests/2";
    const auto of_first = bytes_of(first);
    const auto of_second = bytes_of(second);
    std::size_t refused = 0;
    write(second, of_first);
    check_latest_or_nothing(two, refused);
    write(first, of_second);
    check_latest_or_nothing(two, refused);
    CHECK(refused == 2);
    CHECK(log::restore(two.backups, two.place, 1, {}).has_error());
    write(first, of_first);
    write(second, of_second);
    // Another folder's list, and its second backup.
    const TwoBackups other;
    fill(other.store, 100, 5);
    REQUIRE(log::back_up(other.store, other.backups, {}).has_value());
    const auto list = bytes_of(two.backups / "BACKUPS");
    write(two.backups / "BACKUPS", bytes_of(other.backups / "BACKUPS"));
    check_latest_or_nothing(two, refused);
    CHECK(refused == 3);
    write(two.backups / "BACKUPS", list);
    check_latest_or_nothing(two, refused);
    CHECK(refused == 3);
}

TEST_CASE("a list from before the latest backup does not hide it") {
    Folder folder;
    fill(folder / "store", 0, 12);
    REQUIRE(log::back_up(folder / "store", folder / "backups", {}).has_value());
    const auto list = bytes_of(folder / "backups/BACKUPS");
    fill(folder / "store", 12, 12);
    REQUIRE(log::back_up(folder / "store", folder / "backups", {}).has_value());
    write(folder / "backups/BACKUPS", list);
    const auto done = log::restore(folder / "backups", folder / "new", {}, {});
    REQUIRE(done.has_value());
    CHECK(done->number == 2);
    // The next one lists all three.
    fill(folder / "store", 24, 12);
    REQUIRE(log::back_up(folder / "store", folder / "backups", {})->number == 3);
    CHECK(log::parse_list(bytes_of(folder / "backups/BACKUPS"))->size() == 3);
}

TEST_CASE("another store is not taken for a later state of the one backed up") {
    Folder folder;
    fill(folder / "store", 0, 24);
    REQUIRE(log::back_up(folder / "store", folder / "backups", {}).has_value());
    fill(folder / "other", 1000, 40);
    const auto other = log::back_up(folder / "other", folder / "backups", {});
    REQUIRE(other.has_error());
    CHECK(other.error().found == "log 936 is another log than in the backup before");
    fill(folder / "store", 24, 1);
    CHECK(log::back_up(folder / "store", folder / "backups", {}).has_value());
}

TEST_CASE("backups of the version before are put back, proven, and gone on from") {
    Folder folder;
    const auto backups = folder / "backups";
    const auto place = folder / "new";
    fs::copy(LONGSTOP_TESTS_DIR "/golden/backups-v1", backups, fs::copy_options::recursive);
    const auto latest = log::restore(backups, place, {}, {});
    if (!latest) FAIL(latest.error().found);
    CHECK(latest->number == 2);
    CHECK(latest->entries == 26);
    CHECK(told(findings(place)).empty());
    const auto full = whole_answer(place);
    fs::remove_all(place);
    CHECK(log::restore(backups, place, 1, {})->entries == 25);

    const auto meta = backups / "meta/2";
    const auto bytes = bytes_of(meta);
    for (auto at = Catch::rngSeed() % 7; at < bytes.size(); at += 7) {
        INFO("byte " << at << ", seed " << Catch::rngSeed());
        auto damaged = bytes;
        damaged[at] = static_cast<char>(damaged[at] ^ 1);
        write(meta, damaged);
        fs::remove_all(place);
        const auto done = log::restore(backups, place, {}, {});
        if (done) CHECK(whole_answer(place) == full);  // its time, say
    }
    fs::remove(meta);
    fs::remove_all(place);
    CHECK(log::restore(backups, place, {}, {}).has_error());
    write(meta, bytes);

    REQUIRE(log::restore(backups, place, {}, {}).has_value());
    auto next = log::back_up(place, backups, {});
    if (!next) FAIL(next.error().found);
    CHECK(next->number == 3);
    CHECK(log::restore(backups, folder / "third", {}, {})->entries == 26);
    CHECK(log::restore(backups, folder / "second", 2, {})->entries == 26);
    // It is in the list now: not even its time changes unnoticed.
    auto damaged = bytes;
    damaged[0] = static_cast<char>(damaged[0] ^ 1);
    write(meta, damaged);
    CHECK(log::restore(backups, folder / "changed", 2, {}).has_error());
}

TEST_CASE("restore touches no folder that it has not made") {
    const TwoBackups two;
    const fs::path aside = two.place.string() + ".restoring";
    fs::create_directory(aside);
    write(aside / "letter.txt", "dear sir");
    const auto in_the_way = log::restore(two.backups, two.place, {}, {});
    REQUIRE(in_the_way.has_error());
    CHECK(in_the_way.error().code == events::ErrorCode::folder_in_use);
    CHECK(bytes_of(aside / "letter.txt") == "dear sir");
    // One that a restore left behind when it was stopped is made use of.
    fs::remove(aside / "letter.txt");
    write(aside / "RESTORING", "");
    fs::create_directories(aside / "store/db");
    write(aside / "store/db/CURRENT", "half");
    REQUIRE(log::restore(two.backups, two.place, {}, {}).has_value());
    CHECK_FALSE(fs::exists(aside));
    CHECK(whole_answer(two.place) == two.answers[1]);
}

TEST_CASE("a store is restored to NEW/, and into an empty folder, which stays the same folder") {
    const TwoBackups two;
    REQUIRE(log::restore(two.backups, two.place.string() + "/", {}, {}).has_value());
    CHECK(whole_answer(two.place) == two.answers[1]);
    const auto empty = two.folder / "empty";
    fs::create_directory(empty);
    struct stat before {
    }, after{};
    REQUIRE(::stat(empty.c_str(), &before) == 0);
    REQUIRE(log::restore(two.backups, empty.string() + "/", {}, {}).has_value());
    REQUIRE(::stat(empty.c_str(), &after) == 0);
    CHECK(before.st_ino == after.st_ino);
    CHECK(whole_answer(empty) == two.answers[1]);
    CHECK_FALSE(fs::exists(empty / ".restoring"));
}

TEST_CASE("the text of a backup names no file outside a store") {
    log::BackupManifest manifest{1, "none", {}, {}};
    const auto parsed = [&](const std::string& name) {
        manifest.files = {{name, 1, std::string(64, 'a')}};
        return log::parse_manifest(log::to_text(manifest)).has_value();
    };
    CHECK(parsed("HEADS"));
    CHECK(parsed("db/000012.sst"));
    CHECK(parsed("db/MANIFEST-000004"));
    for (const auto* name : {"db/../../x", "db/..", "db/.", "/etc/passwd", "../x", "db/a/b", "db/",
                             "x", "db/a b", ""}) {
        INFO(name);
        CHECK_FALSE(parsed(name));
    }
}
