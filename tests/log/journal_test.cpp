// The journal's bytes, and what sealing makes of them (docs/log-format.md, "Commits").
#include "engine/log/format/journal.hpp"

#include "tests/log/store_support.hpp"

using namespace longstop;
using namespace longstop::tests;
using namespace longstop::log;

namespace {

Pack records_of(std::initializer_list<const char*> texts) {
    Pack records;
    for (const auto* text : texts) records.add(text);
    return records;
}

std::string two_runs() {
    auto commit = begin_commit();
    const std::array targets{Target{1, 3}};
    put_run(commit, birmingham, 7, records_of({"seven", "eight", ""}), targets);
    put_run(commit, surrey, 1, records_of({"one"}), {});
    return commit;
}

std::uint64_t entries(const Store& store, AuthorityId la) {
    for (const auto& head : store.heads().value()) {
        if (head.la == la) return head.entries;
    }
    return 0;
}

}  // namespace

TEST_CASE("a commit gives back its runs: authority, first position, records and targets") {
    const auto commit = two_runs();
    const auto runs = decode_commit(commit);
    REQUIRE(runs.has_value());
    REQUIRE(runs->size() == 2);
    CHECK((*runs)[0].la == birmingham);
    CHECK((*runs)[0].first == 7);
    CHECK((*runs)[0].records == std::vector<std::string_view>{"seven", "eight", ""});
    CHECK((*runs)[0].targets == std::vector<Target>{{1, 3}});
    CHECK((*runs)[1].la == surrey);
    CHECK((*runs)[1].records == std::vector<std::string_view>{"one"});
    CHECK((*runs)[1].targets.empty());
}

TEST_CASE("the commit of the worked example in docs/log-format.md has the bytes it shows") {
    auto commit = begin_commit();
    put_run(commit, birmingham, 1, records_of({"r"}), {});
    using namespace std::string_literals;
    CHECK(commit == "\x01\x4a\x01\x01\0\0\0\0\0\0\0\0\0\0\0\x09\0\0\0\x01\0\0\0\x01\0\0\0r"s);
}

TEST_CASE("a commit that is cut off, too long, empty or of another version is refused") {
    const auto commit = two_runs();
    const auto first_run = decode_commit(commit)->front();
    const auto end_of_first = static_cast<std::size_t>(
        first_run.records.back().data() + first_run.records.back().size() - commit.data());
    for (std::size_t size = 0; size < commit.size(); ++size) {
        INFO(size);
        // Cut off exactly between two runs a commit is a commit; the numbers of positions tell.
        CHECK(decode_commit(std::string_view{commit}.substr(0, size)).has_value() ==
              (size == end_of_first));
    }
    CHECK_FALSE(decode_commit(commit + '\0').has_value());
    auto other = commit;
    other[0] = 2;
    CHECK_FALSE(decode_commit(other).has_value());
}

TEST_CASE("a target must be an earlier entry, and its place one of the run's") {
    for (const auto& target : {Target{1, 8}, Target{1, 0}, Target{3, 1}, Target{0, 7}}) {
        auto commit = begin_commit();
        put_run(commit, birmingham, 7, records_of({"a", "b", "c"}), std::span{&target, 1});
        INFO(target.place << " takes out " << target.position);
        CHECK_FALSE(decode_commit(commit).has_value());
    }
    const Target earlier{1, 7};
    auto commit = begin_commit();
    put_run(commit, birmingham, 7, records_of({"a", "b", "c"}), std::span{&earlier, 1});
    CHECK(decode_commit(commit).has_value());
}

TEST_CASE("commits of hostile bytes are refused or read, and never overrun") {
    const auto commit = two_runs();
    std::mt19937 dice(5);
    for (int tries = 0; tries < 20000; ++tries) {
        auto hostile = commit;
        for (auto flips = 1 + dice() % 3; flips-- > 0;) {
            hostile[dice() % hostile.size()] = static_cast<char>(dice());
        }
        if (const auto runs = decode_commit(hostile)) CHECK_FALSE(runs->empty());
    }
}

TEST_CASE("a journal takes commits in their order only, and each log's positions without a gap") {
    Journal journal;
    journal.start_after(4);
    CHECK_FALSE(journal.add(4, two_runs()));
    CHECK_FALSE(journal.add(6, two_runs()));
    REQUIRE(journal.add(5, two_runs()));
    CHECK(journal.last() == 5);
    CHECK(journal.tail(birmingham)->last() == 9);
    auto gap = begin_commit();
    put_run(gap, birmingham, 11, records_of({"eleven"}), {});
    CHECK_FALSE(Journal{journal}.add(6, gap));
    auto next = begin_commit();
    const Target target{0, 9};
    put_run(next, birmingham, 10, records_of({"ten"}), std::span{&target, 1});
    REQUIRE(journal.add(6, next));
    CHECK(journal.tail(birmingham)->records.back() == "ten");
    CHECK(journal.tail(birmingham)->targets == std::vector<Target>{{1, 3}, {3, 9}});
    journal.clear();
    CHECK(journal.tails().empty());
    CHECK(journal.last() == 6);
}

TEST_CASE("a store answers the same from its journal, from blocks, and from both") {
    Folder folder;
    const auto half_sealed = folder / "both";
    const auto sealed = folder / "sealed";
    const auto in_journal = folder / "journal";
    for (const auto& [directory, seal_after] :
         {std::pair{in_journal, 100U}, std::pair{half_sealed, 5U}, std::pair{sealed, 0U}}) {
        auto store = opened(directory, fixed_clock());
        for (unsigned i = 0; i < 10; ++i) {
            append(store, birmingham, some_facts(i * 7, 7));
            append(store, surrey, some_facts(i * 3, 3));
            if (i == seal_after || seal_after == 0) REQUIRE(store.flush().has_value());
        }
        CHECK(told(store.verify({}).value()).empty());
        CHECK(entries(store, birmingham) == 70);
    }
    const auto expected = whole_answer(in_journal);
    CHECK(whole_answer(half_sealed) == expected);
    CHECK(whole_answer(sealed) == expected);
}

TEST_CASE("a journal that grows beyond its bound is sealed by the way, and nothing is lost") {
    Folder folder;
    auto store = opened(folder / "store", fixed_clock());
    // Each append stays under what goes into blocks at once; together they are well over 8 MiB.
    for (std::uint64_t i = 0; i < 60; ++i) {
        append(store, birmingham, some_facts(i * 12, 12, 80'000));
    }
    CHECK(entries(store, birmingham) == 720);
    CHECK(told(store.verify({}).value()).empty());
    const auto expected = answer_of(store).value();
    store = opened(folder / "other", fixed_clock());  // closes the first
    CHECK(whole_answer(folder / "store") == expected);
    CHECK(told(findings(folder / "store")).empty());
}
