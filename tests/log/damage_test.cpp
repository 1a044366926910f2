// Damage done to the files of a store: a read gives the full answer or an error, never less.
#include <fmt/format.h>

#include "tests/log/store_support.hpp"

#include "tests/support/paths.hpp"

using namespace longstop;
using namespace longstop::tests;

// A writer that is killed with its store open. What it was asked for: "wal" a store that was never
// closed nor flushed; "all" one that was flushed, closed, opened and added to.
TEST_CASE("child: fills a store and is killed", "[.child]") {
    auto clock = Clock{};
    const bool all = Child::more() == "all";
    if (all) {
        auto store = opened(Child::store(), clock.function());
        append(store, birmingham, some_facts(0, 12));
        append(store, surrey, some_facts(0, 6));
        REQUIRE(store.flush().has_value());
    }
    auto store = opened(Child::store(), clock.function());
    // What SYNCED may still say after a power loss (decision 33): nothing of the last appends.
    fs::copy_file(Child::store() / "SYNCED", Child::store().parent_path() / "SYNCED.early");
    const auto first = all ? 12U : 0U;
    append(store, birmingham, some_facts(first, 6));
    append(store, surrey, some_facts(first, 5));
    append(store, birmingham, some_facts(first + 6, 3));
    append(store, birmingham, some_facts(first + 9, 1));
    Child::die();
}

namespace {

void fill_and_kill(const fs::path& store, const std::string& how) {
    Child child("child: fills a store and is killed", store, how);
    const auto status = child.wait();
    REQUIRE(WIFSIGNALED(status));
    REQUIRE(WTERMSIG(status) == SIGKILL);
}

void fill_and_close(const fs::path& directory) {
    Clock clock;
    auto store = opened(directory, clock.function());
    append(store, birmingham, some_facts(0, 12));
    append(store, surrey, some_facts(0, 6));
    REQUIRE(store.flush().has_value());
}

fs::path made(const Folder& folder, const std::string& how) {
    const auto store = folder / "store";
    if (how == "closed") {
        fill_and_close(store);
    } else {
        fill_and_kill(store, how);
    }
    return store;
}

// As after a power loss that took the last lengths of the logs with it.
void forget_synced(const Folder& folder, const fs::path& store) {
    fs::copy_file(folder / "SYNCED.early", store / "SYNCED", fs::copy_options::overwrite_existing);
}

// What `longstop` answers by its exit status.
int status_of(const std::string& arguments, const fs::path& store, std::string* said = nullptr) {
    const auto command =
        std::string{LONGSTOP_PROGRAM} + " --store " + store.string() + " " + arguments + " 2>&1";
    std::FILE* out = ::popen(command.c_str(), "r");
    REQUIRE(out != nullptr);
    std::string text;
    std::array<char, 4096> part{};
    while (const auto size = std::fread(part.data(), 1, part.size(), out)) {
        text.append(part.data(), size);
    }
    const int status = ::pclose(out);
    if (said != nullptr) *said = text;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

std::string short_name(const fs::path& file) { return file.filename().string(); }

}  // namespace

TEST_CASE("a torn tail opens: all earlier entries are there, the last whole or not at all") {
    const std::string how = GENERATE("wal", "all");
    Folder folder;
    const auto store = made(folder, how);
    forget_synced(folder, store);
    const auto full = whole_answer(store);
    const auto wal = newest_wal(store);
    const auto bytes = bytes_of(wal);
    std::vector<std::string> answers;  // each other answer, as the tail gets shorter
    // At every byte of the last commits, and here and there in those before.
    std::mt19937 dice(5);
    for (auto size = bytes.size(); size-- > 0;) {
        if (size + 600 < bytes.size()) size -= std::min<std::size_t>(size, dice() % 60);
        fs::resize_file(wal, size);
        INFO(how << ": " << short_name(wal) << " cut to " << size << " of " << bytes.size());
        const auto answer = answer_of(store);
        if (!answer) {
            // Cut to nothing, a store that was never closed has no format.
            CHECK(how == "wal");
            CHECK(answers.size() >= 4);
            continue;
        }
        if (answers.empty() || answers.back() != *answer) answers.push_back(*answer);
    }
    // One answer a commit, and one of what was there before them: nothing in between.
    CHECK(answers.size() == 4);
    CHECK(std::count(answers.begin(), answers.end(), full) == 0);
    write(wal, bytes);
    CHECK(whole_answer(store) == full);
}

TEST_CASE("a writer opens over a torn tail, goes on, and the store is whole") {
    Folder folder;
    const auto store = made(folder, "all");
    forget_synced(folder, store);
    const auto wal = newest_wal(store).filename();
    const auto size = fs::file_size(store / "db" / wal);
    for (std::uintmax_t cut = 1; cut < 120; cut += 17) {
        const auto torn = folder / "torn";
        copy_store(store, torn);
        fs::resize_file(torn / "db" / wal, size - cut);
        INFO("cut off " << cut);
        {
            auto writer = opened(torn, fixed_clock());
            // The last commit was position 22; what was lost can be appended again.
            CHECK(append(writer, birmingham, some_facts(21, 1)).front().position == 22);
            CHECK(append(writer, birmingham, some_facts(22, 1)).front().position == 23);
        }
        CHECK(told(findings(torn)).empty());
        CHECK(whole_answer(torn).find("log 330 23 ") != std::string::npos);
    }
}

// Where to damage a file: every byte of a small one, some hundreds of a larger one.
std::vector<std::size_t> places_in(std::size_t size, std::mt19937& dice) {
    std::vector<std::size_t> places;
    const auto stride = size <= 256 ? 1 : size / 80;
    for (std::size_t at = dice() % stride; at < size; at += 1 + dice() % (2 * stride - 1)) {
        places.push_back(at);
    }
    return places;
}

TEST_CASE("a flipped byte in any file gives the full answer or an error, never less") {
    const Watch watch(240);
    const std::string how = GENERATE("wal", "all", "closed");
    Folder folder;
    const auto store = made(folder, how);
    const auto full = whole_answer(store);
    std::mt19937 dice(Catch::rngSeed() + 7);
    std::size_t noticed = 0;
    std::size_t tried = 0;
    for (const auto& file : files_of(store)) {
        const auto bytes = bytes_of(file);
        const auto places = places_in(bytes.size(), dice);
        std::size_t errors = 0;
        for (const auto at : places) {
            auto damaged = bytes;
            const auto bit = static_cast<char>(1U << dice() % 8);
            damaged[at] = static_cast<char>(damaged[at] ^ bit);
            write(file, damaged);
            const auto answer = answer_of(store);
            if (!answer) ++errors;
            if (answer && *answer != full) {
                FAIL_CHECK(how << ": " << short_name(file) << " byte " << at << " bit " << int{bit}
                               << ": another answer in silence, of " << answer->size()
                               << " bytes instead of " << full.size() << "; seed "
                               << Catch::rngSeed());
            }
        }
        write(file, bytes);
        const auto kind = file.extension();
        INFO(how << ": " << short_name(file) << ": " << errors << " errors in " << places.size());
        if (kind == ".log" || kind == ".sst") {
            noticed += errors;
            tried += places.size();
        }
        if (short_name(file).starts_with("MANIFEST")) CHECK(errors == places.size());
    }
    // Damage is noticed at all: most bytes that hold something are looked at.
    CHECK(noticed * 10 >= tried * 3);
    CHECK(whole_answer(store) == full);
}

TEST_CASE("any file but a write-ahead log cut off anywhere gives the full answer or an error") {
    const Watch watch(240);
    const std::string how = GENERATE("wal", "all", "closed");
    Folder folder;
    const auto store = made(folder, how);
    const auto full = whole_answer(store);
    std::mt19937 dice(Catch::rngSeed() + 8);
    for (const auto& file : files_of(store)) {
        // A write-ahead log that is cut off is a torn tail: the test above.
        if (file.extension() == ".log") continue;
        const auto bytes = bytes_of(file);
        for (const auto size : places_in(bytes.size(), dice)) {
            fs::resize_file(file, size);
            const auto answer = answer_of(store);
            if (answer && *answer != full) {
                FAIL_CHECK(how << ": " << short_name(file) << " cut to " << size
                               << ": another answer in silence; seed " << Catch::rngSeed());
            }
            write(file, bytes);
        }
    }
}

TEST_CASE("a flipped byte met by a writer gives the full answer or an error, never less") {
    const Watch watch(240);
    const std::string how = GENERATE("wal", "all");
    Folder folder;
    const auto store = made(folder, how);
    const auto full = whole_answer(store);
    const auto other = folder / "other";
    std::mt19937 dice(Catch::rngSeed() + 11);
    for (const auto& file : files_of(store)) {
        const auto name = fs::relative(file, store);
        const auto bytes = bytes_of(file);
        if (bytes.empty()) continue;
        for (int tries = 0; tries < 24; ++tries) {
            const auto at = dice() % bytes.size();
            auto damaged = bytes;
            damaged[at] = static_cast<char>(damaged[at] ^ (1U << dice() % 8));
            copy_store(store, other);
            write(other / name, damaged);
            const auto answer = [&]() -> Result<std::string> {
                const auto writer = Store::open_for_writing(other, fixed_clock(), true);
                if (!writer) return writer.error();
                return answer_of(*writer);
            }();
            if (answer && *answer != full) {
                FAIL_CHECK(how << ": " << name << " byte " << at
                               << ": another answer in silence, of " << answer->size()
                               << " bytes instead of " << full.size());
            }
            // And neither does the next reader see less, once the writer has closed.
            const auto after = answer_of(other);
            if (after && *after != full)
                FAIL_CHECK(how << ": " << name << " byte " << at << " after");
        }
    }
}

TEST_CASE("verify names the file of a flipped byte; a read of it ends with exit status 4") {
    Folder folder;
    const auto store = made(folder, "all");
    std::string said;
    REQUIRE(status_of("verify", store, &said) == 0);
    REQUIRE(status_of("export", store, &said) == 0);
    std::mt19937 dice(3);
    for (const auto& file : files_of(store)) {
        const auto kind = file.extension();
        if (kind != ".sst" && kind != ".log") continue;
        const auto bytes = bytes_of(file);
        if (bytes.empty()) continue;
        for (const auto at : {std::size_t{20}, bytes.size() / 2}) {
            auto damaged = bytes;
            damaged[at] = static_cast<char>(damaged[at] ^ 0x40);
            write(file, damaged);
            if (const auto answer = answer_of(store); !answer) {
                INFO(short_name(file) << " byte " << at << ": " << answer.error().found);
                CHECK(status_of("verify --format table", store, &said) == 1);
                CAPTURE(said);
                CHECK(said.find(short_name(file)) != std::string::npos);
                CHECK(answer.error().code == events::ErrorCode::store_damaged);
            }
        }
        write(file, bytes);
    }
    const auto wal = newest_wal(store);
    auto damaged = bytes_of(wal);
    damaged[40] = static_cast<char>(damaged[40] ^ 1);
    write(wal, damaged);
    CHECK(status_of("export", store, &said) == 4);
    CHECK(status_of("breaches", store, &said) == 4);
    CHECK(status_of("record 330/C-1 note date=2025-01-01 text=x", store, &said) == 4);
    CHECK(said.find("write-ahead log") != std::string::npos);
    CHECK(bytes_of(wal) == damaged);  // nothing was written over the damage
}

TEST_CASE("a file that is gone gives the full answer or an error, never less") {
    const Watch watch(240);
    const std::string how = GENERATE("wal", "all", "closed");
    const bool writing = GENERATE(false, true);
    Folder folder;
    const auto store = made(folder, how);
    const auto full = whole_answer(store);
    const auto other = folder / "other";
    for (const auto& file : files_of(store)) {
        const auto name = fs::relative(file, store);
        copy_store(store, other);
        fs::remove(other / name);
        const auto answer = [&]() -> Result<std::string> {
            if (!writing) return answer_of(other);
            const auto writer = Store::open_for_writing(other, fixed_clock(), true);
            if (!writer) return writer.error();
            return answer_of(*writer);
        }();
        if (answer && *answer != full) {
            FAIL_CHECK(how << (writing ? ", writer" : ", reader") << ": without " << name
                           << " another answer in silence, of " << answer->size()
                           << " bytes instead of " << full.size());
        }
        if (!writing) continue;
        // What was refused was left alone: with the file back, everything is there.
        if (!answer) {
            write(other / name, bytes_of(store / name));
            const auto again = answer_of(other);
            if (!again || *again != full) {
                FAIL_CHECK(how << ": the refusal for want of " << name << " did harm: "
                               << (again ? "another answer" : again.error().found));
            }
        }
    }
}

TEST_CASE("an older MANIFEST gives the full answer or an error, never less") {
    const Watch watch(240);
    const bool writing = GENERATE(false, true);
    Folder folder;
    const auto store = folder / "store";
    Clock clock;
    const auto kept = folder / "kept";
    {
        auto writer = opened(store, clock.function());
        append(writer, birmingham, some_facts(0, 12));
        REQUIRE(writer.flush().has_value());
    }
    copy_store(store, kept);
    {
        auto writer = opened(store, clock.function());
        append(writer, birmingham, some_facts(12, 12));
        append(writer, surrey, some_facts(0, 6));
        REQUIRE(writer.flush().has_value());
    }
    const auto full = whole_answer(store);
    // The old one under its own name, and under the name CURRENT gives.
    const bool under_old_name = GENERATE(false, true);
    const auto current = bytes_of(store / "db/CURRENT");
    const auto old = bytes_of(kept / "db/CURRENT");
    const auto from = kept / "db" / old.substr(0, old.size() - 1);
    if (under_old_name) {
        write(store / "db/CURRENT", old);
        write(store / "db" / old.substr(0, old.size() - 1), bytes_of(from));
    } else {
        write(store / "db" / current.substr(0, current.size() - 1), bytes_of(from));
    }
    const auto answer = [&]() -> Result<std::string> {
        if (!writing) return answer_of(store);
        const auto writer = Store::open_for_writing(store, fixed_clock(), true);
        if (!writer) return writer.error();
        return answer_of(*writer);
    }();
    CHECK_FALSE((answer && *answer != full));
}

TEST_CASE("a record of the MANIFEST changed to a kind that is not written is an error, no hang") {
    const Watch watch(60);
    Folder folder;
    const auto store = made(folder, "closed");
    const auto full = whole_answer(store);
    for (const auto& file : files_of(store)) {
        if (!short_name(file).starts_with("MANIFEST")) continue;
        const auto bytes = bytes_of(file);
        for (std::size_t at = 0; at + 7 <= bytes.size();) {
            const auto length =
                static_cast<std::size_t>(static_cast<unsigned char>(bytes[at + 4])) +
                256U * static_cast<unsigned char>(bytes[at + 5]);
            for (const char kind : {'\5', '\7', '\0', '\2', '\x81'}) {
                auto damaged = bytes;
                if (damaged[at + 6] == kind) continue;
                damaged[at + 6] = kind;
                write(file, damaged);
                INFO("record at " << at << ", kind " << int{kind});
                CHECK(answer_of(store).has_error());
            }
            at += 7 + length;
        }
    }
}
