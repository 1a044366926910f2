// A store of each way in which one was written, kept as it was: every later version opens it and
// answers the same. That of the newest is made anew by running the hidden test below with
// LONGSTOP_GOLDEN_STORE naming an empty folder; that is right only while no format has been
// released.
#include "tests/log/store_support.hpp"

#include "tests/support/paths.hpp"

using namespace longstop;
using namespace longstop::tests;

namespace {

constexpr AuthorityId lancashire{888};

fs::path golden(const std::string& name) { return fs::path{LONGSTOP_TESTS_DIR} / "golden" / name; }

}  // namespace

TEST_CASE("make the golden store", "[.golden]") {
    const char* directory = std::getenv("LONGSTOP_GOLDEN_STORE");
    REQUIRE(directory != nullptr);
    Clock clock;
    {
        auto store = opened(directory, clock.function());
        append(store, birmingham, some_facts(0, 7));
        append(store, surrey, some_facts(0, 4));
        Facts of_matters;
        of_matters.add("review-meeting-held", "C-7", "2025-03-03", "m-1", {{"matter", "R/7"}});
        of_matters.add("tribunal-direction", "C-7", "2025-03-04", "m-2",
                       {{"step", "response"}, {"by", "2025-04-01"}, {"matter", "A/12, R/7"}});
        of_matters.add("amended-plan-sent", "C-7", "2025-03-05", "m-3",
                       {{"names_next", "yes"}, {"matter", "R/7"}, {"colour", "blue"}});
        append(store, lancashire, of_matters);
        Facts assigned;
        assigned.add("note", "C-7", "2025-03-06", "a-1", {{"caseworker", "Ada L."}});
        assigned.add("note", "C-7", "2025-03-07", "a-2",
                     {{"caseworker", "Bo"}, {"team", "North"}, {"matter", "R/7"}});
        assigned.add("note", "C-8", "2025-03-07", "a-3", {{"team", "South"}});
        append(store, lancashire, assigned);
        Facts trusted;
        trusted.add("final-plan-sent", "C-9", "2019-12-31", "old").recorded_at =
            events::parse_instant("2020-01-02T03:04:05Z");
        append(store, birmingham, trusted, {true, {}});
        REQUIRE(store.flush().has_value());
        append(store, surrey, some_facts(4, 2));  // some of it lies in the write-ahead log
    }
    for (const auto& file : fs::recursive_directory_iterator(directory)) {
        const auto name = file.path().filename().string();
        if (name.starts_with("LOG") || name.starts_with("OPTIONS") || name == "LOCK" ||
            name == "IDENTITY") {
            fs::remove(file.path());
        }
    }
    write(fs::path{directory}.string() + ".txt", whole_answer(directory));
}

TEST_CASE("the golden store of each format opens and gives the entries it was given") {
    const std::string name =
        GENERATE("store-v1", "store-v2", "store-v2-matters", "store-v2-assigned");
    REQUIRE(fs::exists(golden(name + "/db/CURRENT")));
    const bool writing = GENERATE(false, true);
    INFO(name << (writing ? ", by a writer" : ", by a reader"));
    Folder folder;
    fs::create_directories(folder / "store");
    fs::copy(golden(name), folder / "store", fs::copy_options::recursive);
    const auto expected = bytes_of(golden(name + ".txt"));
    REQUIRE(expected.find("log 330 8 ") != std::string::npos);
    if (writing) {
        // Only whoever says so makes the newest format of an older one.
        const auto refused = Store::open_for_writing(folder / "store", own_clock());
        CHECK(refused.has_error() == (name == "store-v1"));
        if (!refused) CHECK(refused.error().code == events::ErrorCode::old_format);
    }
    if (writing) {
        CHECK(whole_answer(folder / "store") == expected);
        auto store =
            Store::open_for_writing(folder / "store", own_clock(), false, {}, true).value();
        CHECK(answer_of(store).value() == expected);
        CHECK(told(store.verify({}).value()).empty());
        CHECK(append(store, surrey, some_facts(0, 6))[5].what == Outcome::What::already_present);
        CHECK(append(store, surrey, some_facts(6, 1))[0].position == 7);
        REQUIRE(store.rebuild({}).has_value());
        CHECK(told(store.verify({}).value()).empty());
    } else {
        CHECK(whole_answer(folder / "store") == expected);
        CHECK(told(findings(folder / "store")).empty());
    }
}
