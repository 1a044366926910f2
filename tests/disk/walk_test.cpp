// Every call of a command that writes fails, once or from there on, for each reason a disk gives.
// The command says so and ends with 4, or ends well where the call did not matter. Nothing that was
// acknowledged is lost, and with the disk mended the same command does the rest.
#include <array>
#include <catch2/catch.hpp>
#include <functional>

#include "tests/disk/failing_disk.hpp"

using namespace longstop::tests;
namespace fs = std::filesystem;

namespace {

bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

std::string rows(int from, int count) {
    std::string text;
    for (int i = from; i < from + count; ++i) {
        text += R"({"la":"330","case":"A-)" + std::to_string(i) +
                R"(","type":"request-received","date":"2025-01-13","id":"r)" + std::to_string(i) +
                "\"}\n";
    }
    return text;
}

// A command, how things stand before it, and what is there once it has ended well.
struct Walk {
    std::string command;
    std::function<void(const Program&)> arrange;
    std::string store = "longstop-data";
    // Lines of the export that must be there after the command has ended well.
    std::vector<std::string> then = {};
    int well = 0;  // the status of a run that nothing fails
};

void some_store(const Program& longstop) {
    longstop.write("a.jsonl", rows(0, 40));
    longstop.out("import a.jsonl --source a.jsonl");
    longstop.out("record 330/B request-received date=2025-01-13 id=before");
}

std::vector<Walk> walks() {
    const auto more = [](const Program& longstop) {
        some_store(longstop);
        longstop.write("b.jsonl", rows(100, 3000));
    };
    const auto some_refused = [](const Program& longstop) {
        some_store(longstop);
        longstop.write("b.jsonl", rows(100, 300) + "no row\n" + rows(400, 100));
    };
    const auto backed_up = [](const Program& longstop) {
        some_store(longstop);
        longstop.out("backup copies");
        longstop.out("record 330/C request-received date=2025-01-13 id=between");
    };
    const auto two_backups = [backed_up](const Program& longstop) {
        backed_up(longstop);
        longstop.out("backup copies");
    };
    return {
        {"record 330/D request-received date=2025-02-13 id=new",
         some_store,
         "longstop-data",
         {"\"new\""}},
        {"record 330/D request-received date=2025-02-13 id=new",
         [](const Program&) {},
         "longstop-data",
         {"\"new\""}},
        {"import b.jsonl --source b.jsonl", more, "longstop-data", {"\"r100\"", "\"r3099\""}},
        {"import b.jsonl --source b.jsonl",
         some_refused,
         "longstop-data",
         {"\"r100\"", "\"r499\""},
         3},
        {"alerts --emit --as-of 2025-02-20", some_store, "longstop-data", {"alert-raised"}},
        {"backup copies", backed_up},
        {"--store new restore copies", two_backups, "new", {"\"between\""}},
        {"rebuild --as-of 2025-02-20", some_store},
    };
}

// What was acknowledged before the command began.
std::string acknowledged_before(const Program& longstop) {
    return fs::exists(longstop.store()) ? longstop.out("export") : std::string{};
}

void check_all_is_there(const Program& longstop, const Walk& walk, const std::string& before) {
    if (!before.empty()) {
        const auto now = longstop("export");
        CHECK(now.status == 0);
        CHECK(now.out.starts_with(before));
        const auto verified = longstop("verify");
        INFO(verified.out << verified.err);
        CHECK(verified.status == 0);
    }
    if (walk.store == "new") {  // whole or not at all
        CHECK((!longstop.has("new") || longstop("--store new verify").status == 0));
    }
}

void check_was_done(const Program& longstop, const Walk& walk) {
    const auto now = longstop("--store " + walk.store + " export");
    CHECK(now.status == 0);
    for (const auto& line : walk.then) CHECK(says(now.out, line));
}

void fail_at(const Program& arranged, const Walk& walk, const FailingCall& call) {
    const Program longstop;
    fs::copy(arranged.folder(), longstop.folder(), fs::copy_options::recursive);
    const auto before = acknowledged_before(longstop);
    const auto ran = run_failing(longstop, walk.command, call);
    INFO(walk.command << ": call " << call.at << " fails with " << call.error
                      << (call.ever ? " from there on" : " once") << ", status " << ran.status
                      << "\n"
                      << ran.err);
    CHECK((ran.status == 4 || ran.status == walk.well));
    if (ran.status == 4) CHECK(says(ran.err, "error: "));
    CHECK_FALSE(says(ran.err, "restore the last backup"));
    CHECK_FALSE(says(ran.err, "may be missing"));
    CHECK_FALSE(says(ran.err, "longstop stopped"));
    check_all_is_there(longstop, walk, before);
    if (ran.status != 4) check_was_done(longstop, walk);
    if (ran.status != 4 && walk.store == "new") return;
    const auto again = longstop(walk.command);
    INFO("again: " << again.err);
    CHECK(again.status == walk.well);
    check_was_done(longstop, walk);
}

}  // namespace

TEST_CASE("whatever call of a writing command the disk fails, it is told and nothing is lost") {
    constexpr std::array errors{ENOSPC, EIO, EFBIG, EDQUOT, EROFS, 0};
    for (const auto& walk : walks()) {
        const Program arranged;
        walk.arrange(arranged);
        const Program counted;
        fs::copy(arranged.folder(), counted.folder(), fs::copy_options::recursive);
        const auto whole = run_failing(counted, walk.command, {});
        INFO(walk.command << "\n" << whole.err);
        REQUIRE(whole.status == walk.well);
        const auto calls = calls_made(counted);
        REQUIRE(calls > 20);
        if (at_full_length()) {
            for (long at = 1; at <= calls; ++at) {
                for (const int error : errors) {
                    for (const bool ever : {false, true})
                        fail_at(arranged, walk, {at, error, ever});
                }
            }
            continue;
        }
        // A sample that in time meets every call: where it begins goes by the seed.
        const auto stride = std::max<long>(1, calls / 16);
        auto turn = static_cast<std::size_t>(Catch::rngSeed());
        for (long at = 1 + static_cast<long>(turn % static_cast<std::size_t>(stride)); at <= calls;
             at += stride, ++turn) {
            fail_at(arranged, walk, {at, errors[turn % errors.size()], turn % 4 < 2});
        }
    }
}
