// A store of an older format is read as it is, and upgraded only for whoever says so.
#include <catch2/catch.hpp>

#include "tests/cli/e2e_program.hpp"

#include "tests/support/paths.hpp"

namespace longstop::cli::tests {
namespace {

constexpr auto a_note = "record 330/C-1 note date=2025-06-01 text=seen";
constexpr auto read_all = "export --format jsonl";

void put_store_of_format_1(const Program& longstop) {
    fs::copy(LONGSTOP_TESTS_DIR "/golden/store-v1", longstop.store(), fs::copy_options::recursive);
}

TEST_CASE("upgrade: a store of format 1 is read, and not written without --upgrade",
          "[e2e][upgrade]") {
    const Program longstop;
    put_store_of_format_1(longstop);
    const auto before = longstop(read_all);
    REQUIRE(before.status == 0);
    for (const std::string command :
         {a_note, "rebuild", "alerts --emit", "import a.jsonl --source a.jsonl"}) {
        longstop.write("a.jsonl", "");
        const auto ran = longstop(command);
        INFO(command << "\n" << ran.err);
        CHECK(ran.status == 4);
        CHECK(ran.err.find("its format is version 1, and this program writes version 2") !=
              std::string::npos);
        CHECK(ran.err.find("code: old_format") != std::string::npos);
        CHECK(ran.err.find("--upgrade") != std::string::npos);
    }
    CHECK(longstop(read_all).out == before.out);
    CHECK(longstop("verify").status == 0);
    CHECK_FALSE(fs::exists(longstop.store().string() + ".before-upgrade-1"));
}

TEST_CASE("upgrade: with --upgrade the store is kept beside itself, then written",
          "[e2e][upgrade]") {
    const Program longstop;
    put_store_of_format_1(longstop);
    const auto before = longstop(read_all).out;
    const auto kept = longstop.store().string() + ".before-upgrade-1";

    const auto upgraded = longstop(std::string{a_note} + " --upgrade");
    INFO(upgraded.err);
    CHECK(upgraded.status == 0);
    CHECK(upgraded.err.find("the store is kept as it was in ") != std::string::npos);
    CHECK(longstop("verify").status == 0);
    const auto after = longstop(read_all).out;
    CHECK(after.size() > before.size());

    // From now on nobody need ask, and nothing more is kept.
    CHECK(longstop("record 330/C-1 note date=2025-06-02 text=again").status == 0);
    CHECK(longstop("record 330/C-1 note date=2025-06-03 text=more --upgrade").status == 0);
    CHECK_FALSE(fs::exists(longstop.store().string() + ".before-upgrade-2"));

    // What is kept is the store as it was, of its old format.
    CHECK(longstop("--store " + kept + " " + read_all).out == before);
    CHECK(longstop("--store " + kept + " verify").status == 0);
    const auto refused = longstop("--store " + kept + " " + a_note);
    CHECK(refused.status == 4);
    CHECK(refused.err.find("code: old_format") != std::string::npos);
}

TEST_CASE("upgrade: what was kept before is not written over", "[e2e][upgrade]") {
    const Program longstop;
    put_store_of_format_1(longstop);
    fs::create_directory(longstop.store().string() + ".before-upgrade-1");
    CHECK(longstop(std::string{a_note} + " --upgrade").status == 0);
    CHECK(fs::is_empty(longstop.store().string() + ".before-upgrade-1"));
    CHECK(fs::exists(longstop.store().string() + ".before-upgrade-2/HEADS"));
    CHECK_FALSE(fs::exists(longstop.store().string() + ".before-upgrade-2.partial"));
}

}  // namespace
}  // namespace longstop::cli::tests
