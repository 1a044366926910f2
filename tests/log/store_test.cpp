// What the log promises whoever appends to it.
#include <thread>

#include "engine/log/rocks/wal_scan.hpp"
#include "events/field_no.hpp"
#include "tests/log/store_support.hpp"

using namespace longstop;
using namespace longstop::tests;
using What = Outcome::What;

namespace {

std::vector<Entry> entries_of(const Store& store, AuthorityId la) {
    std::vector<Entry> all;  // texts of an entry are views: only its numbers are used
    REQUIRE(store
                .each_entry(la, 1, UINT32_MAX,
                            [&](const Entry& entry) {
                                all.push_back(entry);
                                return true;
                            })
                .has_error());  // there are not so many: positions beyond the head are missing
    return all;
}

std::uint64_t entries(const Store& store, AuthorityId la) {
    const auto heads = store.heads().value();
    for (const auto& head : heads) {
        if (head.la == la) return head.entries;
    }
    return 0;
}

std::vector<std::int64_t> instants(const Store& store, AuthorityId la) {
    std::vector<std::int64_t> all;
    for (const auto& entry : entries_of(store, la)) {
        all.push_back(entry.recorded_at.time_since_epoch().count());
    }
    return all;
}

}  // namespace

TEST_CASE("positions of each log are 1, 2, 3, ... whatever goes on in the others") {
    Folder folder;
    auto store = opened(folder / "store");
    for (std::uint64_t i = 0; i < 5; ++i) {
        const auto here = append(store, birmingham, some_facts(i * 3, 3));
        const auto there = append(store, surrey, some_facts(i * 2, 2));
        for (std::uint64_t k = 0; k < 3; ++k) CHECK(here[k].position == i * 3 + k + 1);
        for (std::uint64_t k = 0; k < 2; ++k) CHECK(there[k].position == i * 2 + k + 1);
    }
    CHECK(entries(store, birmingham) == 15);
    CHECK(entries(store, surrey) == 10);
    CHECK(entries_of(store, birmingham).size() == 15);
    CHECK(store.columns(birmingham).value().headers.size() == 15);
    CHECK(told(store.verify({}).value()).empty());
}

TEST_CASE("a log that nobody has written to is empty, not an error") {
    Folder folder;
    auto store = opened(folder / "store");
    CHECK(store.heads().value().empty());
    CHECK(store.columns(surrey).value().headers.empty());
    CHECK(store.find(surrey, "tests", "id-1").value() == 0);
    CHECK(store.append(surrey, {}, {}).value().empty());
    CHECK(store.heads().value().empty());
    CHECK(store.verify({}).value().empty());
}

TEST_CASE("authorities 000 and 999 are logs like any other") {
    Folder folder;
    auto store = opened(folder / "store");
    for (const std::uint16_t code : {std::uint16_t{0}, std::uint16_t{999}}) {
        append(store, AuthorityId{code}, some_facts(0, 8));
        CHECK(entries(store, AuthorityId{code}) == 8);
        CHECK(store.columns(AuthorityId{code}).value().headers.size() == 8);
        CHECK(store.find(AuthorityId{code}, "tests", "id-7").value() == 8);
    }
    CHECK(told(store.verify({}).value()).empty());
}

TEST_CASE("everything of an event comes back from the log") {
    Folder folder;
    Facts facts;
    auto& event = facts.add(
        "advice-requested", "C-1", "2024-02-29", "i/1 \xc3\xa9",
        {{"body", "health"}, {"setting", ""}, {"zz", "2"}, {"aa", "1"}, {"received", "not a day"}});
    event.actor = "jo\nbloggs";
    event.source_recorded_at = "yesterday";
    event.recorded_at = Instant{std::chrono::microseconds{5}};  // not trusted: not taken
    {
        auto store = opened(folder / "store", fixed_clock(1234567890123456));
        append(store, surrey, facts);
    }
    const auto store = Store::open_for_reading(folder / "store").value();
    std::string text;
    REQUIRE(store
                .each_entry(surrey, 1, 1,
                            [&](const Entry& entry) {
                                text = told(entry);
                                return true;
                            })
                .has_value());
    CHECK(text ==
          "1 2009-02-13T23:31:30.123456Z 936/C-1 advice-requested 2024-02-29 "
          "tests:i/1 \xc3\xa9 by=jo\nbloggs at=yesterday 3=health 4=not a day 5= 0aa=1 "
          "0zz=2");
    const auto columns = store.columns(surrey).value();
    CHECK(columns.headers.front().first == events::Slots::absent);
    CHECK(columns.cases == std::vector<std::string>{"C-1"});
    CHECK(columns.texts == std::vector<std::string>{"health"});
}

TEST_CASE("recorded_at never runs backwards in a log, though the clock does") {
    Folder folder;
    Clock clock{1000, -100};
    {
        auto store = opened(folder / "store", clock.function());
        for (std::uint64_t i = 0; i < 4; ++i) append(store, surrey, some_facts(i * 2, 2));
        CHECK(instants(store, surrey) == std::vector<std::int64_t>(8, 900));
        clock.step = 1000;
        append(store, surrey, some_facts(8, 1));
        CHECK(instants(store, surrey).back() == 1600);
    }
    Clock earlier{0, 1};  // of a process started after the machine's clock was set back
    auto store = opened(folder / "store", earlier.function());
    append(store, surrey, some_facts(9, 1));
    CHECK(instants(store, surrey).back() == 1600);
    append(store, birmingham, some_facts(0, 1));  // each log has its own
    CHECK(instants(store, birmingham) == std::vector<std::int64_t>{2});
    CHECK(told(store.verify({}).value()).empty());
}

TEST_CASE("trusted instants are taken as they are, may run backwards, and move no clock") {
    Folder folder;
    Clock clock{1000, 1};
    auto store = opened(folder / "store", clock.function());
    Facts facts;
    const std::vector<std::int64_t> given{5000, 300, 9'999'999'999, -7};
    for (const auto at : given) {
        facts.add("note", "C-1", "2025-01-01", "t" + std::to_string(at), {{"text", "x"}})
            .recorded_at = Instant{std::chrono::microseconds{at}};
    }
    facts.add("note", "C-1", "2025-01-01", "none", {{"text", "x"}});  // brings none: the clock's
    append(store, surrey, facts, {true, {}});
    append(store, surrey, some_facts(0, 1));
    CHECK(instants(store, surrey) ==
          std::vector<std::int64_t>{5000, 300, 9'999'999'999, -7, 1001, 1002});
    const auto all = entries_of(store, surrey);
    for (std::size_t i = 0; i < all.size(); ++i) CHECK(all[i].trusted == (i < 4));
    CHECK(told(store.verify({}).value()).empty());
}

TEST_CASE("the same source and id again is already present, across a reopen and in one batch") {
    Folder folder;
    const auto facts = some_facts(0, 12);
    {
        auto store = opened(folder / "store");
        append(store, surrey, facts);
        for (const auto& outcome : append(store, surrey, facts)) {
            CHECK(outcome.what == What::already_present);
        }
        REQUIRE(store.flush().has_value());
    }
    auto store = opened(folder / "store");
    const auto again = append(store, surrey, some_facts(6, 12));
    for (std::uint64_t i = 0; i < 12; ++i) {
        CHECK(again[i].what == (i < 6 ? What::already_present : What::appended));
        CHECK(again[i].position == 7 + i);
    }
    CHECK(entries(store, surrey) == 18);
    Facts twice;
    for (int i = 0; i < 2; ++i) twice.add("note", "C", "2025-01-01", "twice", {{"text", "t"}});
    const auto outcomes = append(store, surrey, twice);
    CHECK(outcomes[0].what == What::appended);
    CHECK(outcomes[1].what == What::already_present);
    CHECK(outcomes[1].position == outcomes[0].position);
    // An id counts per authority and per source.
    CHECK(append(store, birmingham, twice).front().what == What::appended);
    Facts other;
    other.add("note", "C", "2025-01-01", "twice", {{"text", "t"}}).source = "elsewhere";
    CHECK(append(store, surrey, other).front().what == What::appended);
    CHECK(store.find(surrey, "tests", "twice").value() == 19);
    CHECK(store.find(surrey, "elsewhere", "twice").value() == 20);
    CHECK(store.find(surrey, "nowhere", "twice").value() == 0);
    CHECK(told(store.verify({}).value()).empty());
}

TEST_CASE("source and id do not run together: (ab, c) is not (a, bc)") {
    Folder folder;
    auto store = opened(folder / "store");
    Facts facts;
    facts.add("note", "C", "2025-01-01", "c", {{"text", "t"}}).source = "ab";
    facts.add("note", "C", "2025-01-01", "bc", {{"text", "t"}}).source = "a";
    for (const auto& outcome : append(store, surrey, facts)) {
        CHECK(outcome.what == What::appended);
    }
}

TEST_CASE("the same source and id with any other content is a conflict, and is not written") {
    Folder folder;
    auto store = opened(folder / "store");
    const auto base = [](Facts& facts) -> Event& {
        auto& event = facts.add("advice-received", "C-1", "2025-01-01", "id", {{"body", "b"}});
        event.actor = "jo";
        event.source_recorded_at = "then";
        return event;
    };
    Facts first;
    base(first);
    append(store, surrey, first);
    const auto answers = [&](const std::function<void(Event&, Facts&)>& change) {
        Facts facts;
        change(base(facts), facts);
        const auto compared = store.compare(surrey, facts.all().front()).value();
        const auto outcome = append(store, surrey, facts).front();
        REQUIRE(compared.has_value());
        CHECK(compared->what == outcome.what);
        CHECK(outcome.position == 1);
        return outcome.what;
    };
    CHECK(answers([](Event&, Facts&) {}) == What::already_present);
    CHECK(answers([](Event& e, Facts&) { e.type = 17; }) == What::conflict);
    CHECK(answers([](Event& e, Facts&) { e.date += date::days{1}; }) == What::conflict);
    CHECK(answers([](Event& e, Facts&) { e.case_reference = "C-2"; }) == What::conflict);
    CHECK(answers([](Event& e, Facts&) { e.actor = ""; }) == What::conflict);
    CHECK(answers([](Event& e, Facts&) { e.source_recorded_at = "now"; }) == What::conflict);
    CHECK(answers([](Event& e, Facts&) { e.fields[0].value = "B"; }) == What::conflict);
    CHECK(answers([](Event& e, Facts&) { e.fields.clear(); }) == What::conflict);
    CHECK(answers([](Event& e, Facts&) {
              e.fields.push_back({events::FieldNo::foreign, "x", "y"});
          }) == What::conflict);
    CHECK(answers([](Event& e, Facts&) { e.recorded_at = Instant{}; }) == What::already_present);
    CHECK(entries(store, surrey) == 1);
}

TEST_CASE("an event without an id gets one of the log's own, of its content") {
    Folder folder;
    auto store = opened(folder / "store");
    Facts facts;
    facts.add("note", "C", "2025-01-01", "", {{"text", "t"}});
    facts.add("note", "C", "2025-01-02", "", {{"text", "t"}});
    append(store, surrey, facts);
    const auto own = log::own_id(facts.all()[1], 1);
    CHECK(own.starts_with("~"));
    CHECK(own.size() == 27);
    CHECK(log::own_id(facts.all()[1], 2) != own);
    CHECK(store.find(surrey, "tests", own).value() == 2);
    CHECK(append(store, surrey, facts)[1].what == What::already_present);
}

TEST_CASE(
    "an expected version is met by the number of the case's events, else nothing is written") {
    Folder folder;
    const auto note = [](Store& store, const std::string& case_ref, const std::string& id,
                         std::optional<std::uint64_t> expected) {
        Facts facts;
        facts.add("note", case_ref, "2025-01-01", id, {{"text", "t"}});
        facts.add("note", case_ref, "2025-01-02", id + "+", {{"text", "t"}});
        return store.append(surrey, facts.all(), {false, expected});
    };
    {
        auto store = opened(folder / "store");
        CHECK(note(store, "A", "1", 0).has_value());
        CHECK(note(store, "B", "2", 0).has_value());  // each case has its own
        CHECK(note(store, "A", "3", 2).has_value());
        const auto refused = note(store, "A", "4", 2);
        REQUIRE(refused.has_error());
        CHECK(refused.error().code == events::ErrorCode::version_conflict);
        CHECK(refused.error().found == "the case has 4 events, not the 2 expected");
        CHECK(refused.error().failed.find("936/A") != std::string::npos);
        CHECK(entries(store, surrey) == 6);
        CHECK(store.find(surrey, "tests", "4").value() == 0);
        CHECK(note(store, "C", "5", 1).has_error());
        CHECK(note(store, "A", "6", {}).has_value());  // who expects nothing is not held up
        CHECK(note(store, "A", "7", 6).has_value());
    }
    auto store = opened(folder / "store");
    CHECK(note(store, "A", "8", 6).has_error());
    CHECK(note(store, "A", "8", 8).has_value());
    CHECK(note(store, "new", "9", 0).has_value());
    // The log's own entries about a case are no events of it.
    Facts own;
    own.add("alert-raised", "A", "2025-01-01", "own", {{"duty", "d"}});
    append(store, surrey, own);
    CHECK(note(store, "A", "10", 10).has_value());
    CHECK(told(store.verify({}).value()).empty());
}

TEST_CASE("a retraction takes out an earlier entry of its source and case, and nothing else") {
    Folder folder;
    Facts facts;
    const auto retract = [&](const std::string& id, const std::string& case_ref,
                             const std::string& of, std::string_view source = "tests") {
        facts.add("retracted", case_ref, "2025-01-09", id, {{"of", of}, {"reason", "r"}}).source =
            source;
    };
    retract("r1", "A", "n1");                                     // 1: not there yet
    facts.add("note", "A", "2025-01-01", "n1", {{"text", "t"}});  // 2
    retract("r2", "A", "n1");                                     // 3 -> 2
    retract("r3", "A", "n1", "elsewhere");                        // 4: other source
    retract("r4", "B", "n1");                                     // 5: other case
    retract("r5", "A", "r5");                                     // 6: itself
    retract("r6", "A", "r2");                                     // 7 -> 3
    retract("r7", "A", "nothing");                                // 8
    const std::vector<std::uint32_t> expected{0, 0, 2, 0, 0, 0, 3, 0};
    const bool in_one_batch = GENERATE(true, false);
    auto store = opened(folder / "store");
    if (in_one_batch) {
        append(store, surrey, facts);
    } else {
        for (const auto& event : facts.all()) {
            REQUIRE(store.append(surrey, std::span{&event, 1}, {}).has_value());
        }
    }
    const auto targets = [&] {
        std::vector<std::uint32_t> all;
        for (const auto& header : store.columns(surrey).value().headers) {
            all.push_back(header.target);
        }
        return all;
    };
    CHECK(targets() == expected);
    CHECK(told(store.verify({}).value()).empty());
    REQUIRE(store.rebuild({}).has_value());
    CHECK(targets() == expected);
    CHECK(told(store.verify({}).value()).empty());
}

TEST_CASE("each_entry gives any run of positions; each_entry_at any that ascend") {
    Folder folder;
    auto store = opened(folder / "store");
    for (std::uint64_t i = 0; i < 10; ++i) append(store, surrey, some_facts(i * 4, i % 4 + 1));
    const auto all = entries(store, surrey);
    const auto ids = [&](std::span<const log::Position> positions) {
        std::vector<log::Position> found;
        REQUIRE(store
                    .each_entry_at(surrey, positions,
                                   [&](const Entry& entry) {
                                       found.push_back(entry.position);
                                       return true;
                                   })
                    .has_value());
        return found;
    };
    std::vector<log::Position> every;
    for (log::Position i = 1; i <= all; ++i) every.push_back(i);
    CHECK(ids(every) == every);
    CHECK(ids(std::vector<log::Position>{1, all}) == std::vector<log::Position>{1, all});
    CHECK(ids(std::vector<log::Position>{2, 2, 3}) == std::vector<log::Position>{2, 2, 3});
    for (log::Position first = 1; first <= all; ++first) {
        for (log::Position last = first; last <= all; ++last) {
            log::Position next = first;
            REQUIRE(store
                        .each_entry(surrey, first, last,
                                    [&](const Entry& entry) { return entry.position == next++; })
                        .has_value());
            CHECK(next == last + 1);
        }
    }
    const std::vector<log::Position> beyond{all + 1};
    CHECK(store.each_entry_at(surrey, beyond, [](const Entry&) { return true; }).has_error());
    CHECK(store.each_entry(surrey, 1, all + 1, [](const Entry&) { return true; }).has_error());
    log::Position seen = 0;
    REQUIRE(store
                .each_entry(surrey, 1, all,
                            [&](const Entry& entry) {
                                seen = entry.position;
                                return entry.position < 3;
                            })
                .has_value());
    CHECK(seen == 3);
}

TEST_CASE("eight threads that append at once: every position once, every entry whole",
          "[threads]") {
    Folder folder;
    auto store = opened(folder / "store");
    constexpr std::uint64_t threads = 8;
    constexpr std::uint64_t rounds = 60;
    std::array<std::vector<log::Position>, threads> positions;
    std::atomic<bool> done = false;
    std::atomic<std::uint64_t> asked = 0;
    std::atomic<int> wrong = 0;
    std::vector<std::thread> running;
    for (std::uint64_t t = 0; t < threads; ++t) {
        running.emplace_back([&, t] {
            for (std::uint64_t i = 0; i < rounds; ++i) {
                std::vector<std::string> ids;
                for (int k = 0; k < 2; ++k) {
                    ids.push_back(std::to_string(t) + "-" + std::to_string(i * 2) +
                                  std::to_string(k));
                }
                std::vector<Event> batch(2);
                for (std::size_t k = 0; k < 2; ++k) {
                    batch[k].type = 3;
                    batch[k].case_reference = "C";
                    batch[k].source = "s";
                    batch[k].id = ids[k];
                }
                const auto outcomes = store.append(t % 2 == 0 ? surrey : birmingham, batch, {});
                if (!outcomes || outcomes->size() != 2 ||
                    (*outcomes)[1].position != (*outcomes)[0].position + 1) {
                    ++wrong;
                    continue;
                }
                for (const auto& outcome : *outcomes) positions[t].push_back(outcome.position);
            }
        });
    }
    // And one that reads all the while: what it finds is what was appended.
    std::thread reader([&] {
        while (!done) {
            const auto log = store.columns(surrey);
            const auto at = store.find(surrey, "s", "0-00");
            if (!log || !at || *at > log->headers.size() + 1000) ++wrong;
            ++asked;
        }
    });
    for (auto& thread : running) thread.join();
    done = true;
    reader.join();
    CHECK(wrong == 0);
    CHECK(asked > 0);
    for (const std::uint64_t parity : {0U, 1U}) {
        std::vector<log::Position> all;
        for (auto t = parity; t < threads; t += 2) {
            CHECK(std::is_sorted(positions[t].begin(), positions[t].end()));
            all.insert(all.end(), positions[t].begin(), positions[t].end());
        }
        std::sort(all.begin(), all.end());
        REQUIRE(all.size() == threads / 2 * rounds * 2);
        for (std::size_t i = 0; i < all.size(); ++i) CHECK(all[i] == i + 1);
    }
    CHECK(told(store.verify({}).value()).empty());
}

TEST_CASE("of eight threads that expect the same version, one wins", "[threads]") {
    Folder folder;
    auto store = opened(folder / "store");
    for (std::uint64_t version = 0; version < 20; ++version) {
        std::atomic<int> won = 0;
        std::vector<std::thread> running;
        for (int t = 0; t < 8; ++t) {
            running.emplace_back([&, t] {
                const auto id = std::to_string(version) + "." + std::to_string(t);
                Event event;
                event.type = 3;
                event.case_reference = "C";
                event.source = "s";
                event.id = id;
                if (store.append(surrey, std::span{&event, 1}, {false, version})) ++won;
            });
        }
        for (auto& thread : running) thread.join();
        CHECK(won == 1);
    }
    CHECK(entries(store, surrey) == 20);
}

TEST_CASE("appends that wait share one sync", "[threads]") {
    Folder folder;
    auto store = opened(folder / "store");
    // Counted by the blocks: a commit writes one block of a log.
    constexpr int threads = 8;
    constexpr int rounds = 50;
    std::vector<std::thread> running;
    for (int t = 0; t < threads; ++t) {
        running.emplace_back([&, t] {
            for (int i = 0; i < rounds; ++i) {
                const auto id = std::to_string(t) + "-" + std::to_string(i);
                Event event;
                event.type = 3;
                event.source = "s";
                event.id = id;
                (void)store.append(surrey, std::span{&event, 1}, {});
            }
        });
    }
    for (auto& thread : running) thread.join();
    REQUIRE(entries(store, surrey) == threads * rounds);
    // Eight threads with a sync each would write 400 batches; the sequence of the last batch in the
    // write-ahead log is not reachable here, so its size stands for it: a lone commit of such an
    // event is above 600 bytes.
    const auto wal = bytes_of(newest_wal(folder / "store"));
    CHECK(log::readable_part(wal) < threads * rounds * 600);
}

TEST_CASE("a store closed and opened again gives the same answer, as often as you like") {
    Folder folder;
    std::string before;
    for (std::uint64_t i = 0; i < 12; ++i) {
        auto store = opened(folder / "store");
        if (i > 0) CHECK(answer_of(store).value() == before);
        append(store, birmingham, some_facts(i * 5, 5));
        if (i % 3 == 0) REQUIRE(store.flush().has_value());
        before = answer_of(store).value();
    }
    CHECK(whole_answer(folder / "store") == before);
    CHECK(told(findings(folder / "store")).empty());
}

TEST_CASE("a folder without a store is told so, and reading makes none") {
    Folder folder;
    const auto reader = Store::open_for_reading(folder / "none");
    REQUIRE(reader.has_error());
    CHECK(reader.error().code == events::ErrorCode::no_store);
    CHECK(reader.error().found == "there is no store in this folder");
    const auto writer = Store::open_for_writing(folder / "none", fixed_clock(), false);
    REQUIRE(writer.has_error());
    CHECK_FALSE(fs::exists(folder / "none"));
}

TEST_CASE("a folder that cannot be made is told so") {
    Folder folder;
    write(folder / "file", "x");
    const auto writer = Store::open_for_writing(folder / "file/store", fixed_clock());
    REQUIRE(writer.has_error());
    CHECK(writer.error().code == events::ErrorCode::io_error);
    CHECK(writer.error().failed.starts_with("cannot make the store"));
}

TEST_CASE("one store opened twice for writing by one process is refused, and harms nothing") {
    Folder folder;
    auto store = opened(folder / "store");
    append(store, surrey, some_facts(0, 3));
    const auto second = Store::open_for_writing(folder / "store", fixed_clock());
    REQUIRE(second.has_error());
    CHECK(second.error().found == "it is held by this process");
    append(store, surrey, some_facts(3, 3));
    CHECK(entries(store, surrey) == 6);
}
