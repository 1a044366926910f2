#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "cli/import/chunk.hpp"
#include "cli/import/occurrences.hpp"
#include "cli/import/rejected_file.hpp"
#include "tests/cli/import_support.hpp"

namespace longstop::cli {
namespace {

using tests::adds_up;
using tests::Folder;
using tests::MemoryLog;
using tests::options_for;

std::string row(const std::string& la, const std::string& more = "") {
    return "{\"la\":\"" + la +
           "\",\"case\":\"A1\",\"type\":\"note\",\"date\":\"2025-01-13\",\"text\":\"x\"" +
           (more.empty() ? "" : "," + more) + "}\n";
}

ImportSummary import(MemoryLog& log, const std::string& file) {
    const auto summary = import_file(options_for(file), log.appender());
    REQUIRE(summary.has_value());
    CHECK(adds_up(*summary));
    return *summary;
}

}  // namespace

TEST_CASE("import: all the good rows, none of the bad, and the counts add up") {
    const Folder folder;
    MemoryLog log;
    const auto file =
        folder.write("a.jsonl", row("330", "\"id\":\"1\"") + "not json\n\n" + row("33") +
                                    row("331", "\"id\":\"2\"") + row("330", "\"id\":\"1\""));
    const auto summary = import(log, file);
    CHECK(summary.read == 5);
    CHECK(summary.appended == 2);
    CHECK(summary.already_present == 1);
    CHECK(summary.refused == 2);
    CHECK(summary.source == "a.jsonl");
    CHECK(summary.bytes == std::filesystem::file_size(file));
    CHECK(summary.rejected == file + ".rejected.jsonl");
    CHECK(folder.read("a.jsonl.rejected.jsonl") ==
          "{\"line\":2,\"reason\":\"the line is not JSON (syntax error), and one JSON object is "
          "wanted\",\"row\":\"not json\"}\n"
          "{\"line\":4,\"reason\":\"the field `la` is `33`, and three digits are wanted\",\"row\":"
          "\"{\\\"la\\\":\\\"33\\\",\\\"case\\\":\\\"A1\\\",\\\"type\\\":\\\"note\\\",\\\"date\\\":"
          "\\\"2025-01-13\\\",\\\"text\\\":\\\"x\\\"}\"}\n");
}

TEST_CASE("import: rows of many authorities go to their logs in the order of the file",
          "[threads]") {
    const Folder folder;
    MemoryLog log;
    std::string text;
    for (int i = 0; i < 300; ++i) {
        text += row(i % 3 == 0   ? "999"
                    : i % 3 == 1 ? "331"
                                 : "330",
                    "\"id\":\"" + std::to_string(i) + "\"");
    }
    import(log, folder.write("a.jsonl", text));
    CHECK(log.calls == 4);  // one a chunk, one a log for the import itself
    for (const unsigned la : {999U, 331U, 330U}) {
        const auto& kept = log.of(la);
        REQUIRE(kept.size() == 101);
        bool in_order = true;
        for (std::size_t i = 1; i < 100; ++i) {
            in_order = in_order && std::stoi(kept[i - 1].id) < std::stoi(kept[i].id);
        }
        CHECK(in_order);
    }
}

TEST_CASE("import: each log that got something has an entry about the import") {
    const Folder folder;
    MemoryLog log;
    const auto file = folder.write("a.jsonl", row("330") + row("331") + "bad\n");
    auto options = options_for(file);
    options.source = "crm";
    options.trust_recorded_at = true;
    const auto summary = import_file(options, log.appender());
    REQUIRE(summary.has_value());
    for (const unsigned la : {330U, 331U}) {
        REQUIRE(log.of(la).size() == 2);
        const auto& entry = log.of(la).back();
        CHECK(entry.type == "import-done");
        CHECK(entry.case_ref.empty());
        CHECK(entry.source == "longstop-import");
        CHECK(entry.actor == "night job");
        CHECK(entry.id.size() == 64);
        CHECK(entry.fields == std::map<std::string, std::string>{
                                  {"file", "a.jsonl"},
                                  {"sha256", summary->sha256},
                                  {"read", "3"},
                                  {"appended", "2"},
                                  {"already_present", "0"},
                                  {"refused", "1"},
                                  {"options", "format=jsonl source=crm trust-recorded-at"}});
    }
    CHECK(log.of(330).back().id != log.of(331).back().id);
}

TEST_CASE("import: an import that adds nothing writes nothing") {
    const Folder folder;
    MemoryLog log;
    const auto file = folder.write("a.jsonl", row("330") + row("330", "\"id\":\"7\""));
    import(log, file);
    CHECK(log.entries() == 3);
    const auto again = import(log, file);
    CHECK(again.already_present == 2);
    CHECK(log.entries() == 3);
    import(log, folder.write("b.jsonl", "bad\n"));
    CHECK(log.entries() == 3);
}

TEST_CASE("import: rows without an id get ids of their own, the same in every run") {
    const Folder folder;
    MemoryLog log;
    const auto file = folder.write("a.jsonl", row("330") + row("330") + row("331") +
                                                  row("330", "\"source\":\"b\"") + row("330"));
    CHECK(import(log, file).appended == 5);
    std::set<std::pair<std::string, std::string>> ids;
    for (const auto& kept : log.of(330)) ids.emplace(kept.source, kept.id);
    CHECK(ids.size() == 5);
    CHECK(import(log, file).already_present == 5);
    MemoryLog other;
    import(other, file);
    for (std::size_t i = 0; i < 5; ++i) CHECK(log.of(330)[i].id == other.of(330)[i].id);
}

TEST_CASE("import: a file that failed half way is finished by importing it again", "[threads]") {
    const Folder folder;
    // Few rows that fill several chunks: the memory log looks for ids one by one.
    constexpr std::size_t rows = 120;
    auto wide = row("330");
    wide.insert(wide.rfind('}'), std::size_t{3} << 18U, ' ');
    std::string text;
    for (std::size_t i = 0; i < rows; ++i) text += wide;
    REQUIRE(text.size() > 2 * Chunk::capacity);
    const auto file = folder.write("a.jsonl", text);
    MemoryLog log;
    log.fail_at_call = 2;
    const auto failed = import_file(options_for(file), log.appender());
    REQUIRE(failed.has_error());
    CHECK(failed.error().found.empty());
    const auto before = log.entries();
    CHECK(before > 0);
    CHECK(before < rows);
    std::size_t appended = 0, present = 0;
    std::set<std::string> known;
    for (const auto& kept : log.of(330)) known.insert(kept.id);
    const auto again = import_file(
        options_for(file),
        [&](std::span<const log::Batch> batches) -> events::Result<log::Outcomes> {
            using What = log::Outcome::What;
            log::Outcomes outcomes;
            for (const auto& batch : batches) {
                auto& of_batch = outcomes.emplace_back();
                for (const auto& event : batch.events) {
                    const bool is_new = known.insert(std::string{event.id}).second;
                    is_new ? ++appended : ++present;
                    of_batch.push_back({is_new ? What::appended : What::already_present, 1});
                }
            }
            return outcomes;
        });
    REQUIRE(again.has_value());
    CHECK(adds_up(*again));
    CHECK(again->already_present == before);
    CHECK(again->appended == rows - before);
}

TEST_CASE("import: one id with other content is refused as a conflict, and the first stays") {
    const Folder folder;
    MemoryLog log;
    const auto summary = import(
        log, folder.write("a.jsonl", row("330", "\"id\":\"1\"") + "bad\n" +
                                         row("330", "\"id\":\"1\",\"actor\":\"B\"") + "[]\n"));
    CHECK(summary.appended == 1);
    CHECK(summary.refused == 3);
    CHECK(log.of(330)[0].actor.empty());
    const auto rejected = folder.read("a.jsonl.rejected.jsonl");
    CHECK(rejected.find("{\"line\":3,\"reason\":\"the field `id` is `1`, which the log already "
                        "holds under this source with other content at position 1, and an id of "
                        "its own is wanted\"") != std::string::npos);
    CHECK(rejected.find("\"line\":2") < rejected.find("\"line\":3"));
    CHECK(rejected.find("\"line\":3") < rejected.find("\"line\":4"));
}

TEST_CASE("import: a refused row claims no id") {
    const Folder folder;
    MemoryLog log;
    const auto bad = row("330", "\"id\":\"1\",\"recorded_at\":\"yesterday\"");
    const auto good = row("330", "\"id\":\"1\"");
    const auto summary = import(log, folder.write("a.jsonl", bad + good));
    CHECK(summary.appended == 1);
    CHECK(summary.refused == 1);
}

TEST_CASE("import: a later import of the same file that adds rows has an entry of its own") {
    const Folder folder;
    MemoryLog log;
    const auto file = folder.write("a.jsonl", row("330", "\"id\":\"1\"") + row("330"));
    import(log, file);
    log.logs[330].erase(log.logs[330].begin());  // as if the program had refused it then
    CHECK(import(log, file).appended == 1);
    REQUIRE(log.of(330).size() == 4);
    CHECK(log.of(330)[3].type == "import-done");
    CHECK(log.of(330)[3].id != log.of(330)[1].id);
}

TEST_CASE("import: a dry run counts and lists like a real one, and leaves no entry") {
    const Folder folder;
    MemoryLog log;
    auto options = options_for(folder.write("a.jsonl", row("330") + "bad\n"));
    options.dry_run = true;
    const auto summary = import_file(options, log.appender());
    REQUIRE(summary.has_value());
    CHECK(summary->appended == 1);
    CHECK(summary->refused == 1);
    CHECK(log.of(330).size() == 1);
    CHECK(folder.has("a.jsonl.rejected.jsonl"));
}

TEST_CASE("import: refused rows of an earlier run are replaced, or removed when there are none") {
    const Folder folder;
    MemoryLog log;
    import(log, folder.write("a.jsonl", "bad\nworse\n"));
    const auto first = folder.read("a.jsonl.rejected.jsonl");
    import(log, folder.write("a.jsonl", "bad\n"));
    CHECK(folder.read("a.jsonl.rejected.jsonl").size() < first.size());
    CHECK(import(log, folder.write("a.jsonl", row("330"))).rejected.empty());
    CHECK(folder.files() == 1);
}

TEST_CASE("import: an import that fails leaves the refused rows of the run before") {
    const Folder folder;
    MemoryLog log;
    import(log, folder.write("a.jsonl", "bad\n"));
    const auto before = folder.read("a.jsonl.rejected.jsonl");
    log.fail_at_call = log.calls + 1;
    const auto file = folder.write("a.jsonl", "worse\n" + row("330"));
    CHECK(import_file(options_for(file), log.appender()).has_error());
    CHECK(folder.read("a.jsonl.rejected.jsonl") == before);
    CHECK(folder.files() == 2);
}

TEST_CASE("import: a refused row that is not UTF-8 is kept in base64") {
    const Folder folder;
    MemoryLog log;
    import(log, folder.write("a.jsonl", "{\"a\":\"\xFF\"}\r\n"));
    CHECK(folder.read("a.jsonl.rejected.jsonl") ==
          "{\"line\":1,\"reason\":\"the row holds bytes that are not UTF-8, and UTF-8 is wanted\","
          "\"row_base64\":\"eyJhIjoi/yJ9\"}\n");
}

TEST_CASE("import: a refused line of many pieces is one row of base64") {
    const Folder folder;
    {
        auto made = RejectedFile::make(folder.write("x", "") + ".rejected.jsonl");
        REQUIRE(made.has_value());
        auto& file = *made;
        const auto reason = reason_for(Why::line_too_long);
        REQUIRE(file.add({1, reason, "a", true, false}).has_value());
        REQUIRE(file.add({1, reason, "bcd", false, false}).has_value());
        REQUIRE(file.add({1, reason, "", false, false}).has_value());
        REQUIRE(file.add({1, reason, "e", false, true}).has_value());
        REQUIRE(file.add({2, reason, "plain", true, true}).has_value());
        REQUIRE(file.finish().has_value());
    }
    const auto text = folder.read("x.rejected.jsonl");
    CHECK(text.find("\"row_base64\":\"YWJjZGU=\"}\n") != std::string::npos);
    CHECK(text.find("\"row\":\"plain\"}\n") != std::string::npos);
}

TEST_CASE("import: a refused line beyond 8 MiB goes whole to the rejected file, others go on") {
    const Folder folder;
    MemoryLog log;
    const std::size_t size = 2 * longest_line + 1;
    const auto summary =
        import(log, folder.write("a.jsonl", std::string(size, 'x') + "\n" + row("330")));
    CHECK(summary.refused == 1);
    CHECK(summary.appended == 1);
    CHECK(folder.read("a.jsonl.rejected.jsonl").size() > (size + 2) / 3 * 4);
}

TEST_CASE("import: CSV by the file's ending, or as it is told") {
    const Folder folder;
    MemoryLog log;
    const std::string text =
        "la,case,type,date,text,id\n330,A1,note,2025-01-13,\"a, \"\"b\"\"\nc\",1\n"
        "330,A1,note,2025-01-13,\"stray\n330,A1,note,2025-01-13,d,2\n330,A1,note\n";
    const auto summary = import(log, folder.write("a.CSV", text));
    CHECK(summary.format == FileFormat::csv);
    CHECK(summary.appended == 2);
    CHECK(summary.refused == 2);
    CHECK(log.of(330)[0].fields.at("text") == "a, \"b\"\nc");
    auto options = options_for(folder.write("b.txt", text));
    options.format = FileFormat::csv;
    CHECK(import_file(options, log.appender())->read == 4);
}

TEST_CASE("import: a CSV file without a usable header imports nothing") {
    const Folder folder;
    MemoryLog log;
    const auto file = folder.write("a.csv", "la,la\n330,A1\n");
    const auto summary = import_file(options_for(file), log.appender());
    REQUIRE(summary.has_error());
    CHECK(summary.error().found == "the header row names `la` twice");
    CHECK(log.calls == 0);
    CHECK(folder.files() == 1);
}

TEST_CASE("import: standard input needs a source, and so does a name that cannot be one") {
    MemoryLog log;
    const auto summary = import_file(options_for("-"), log.appender());
    REQUIRE(summary.has_error());
    CHECK(summary.error().code == events::ErrorCode::bad_usage);
    CHECK(import_file(options_for("\xFF.jsonl"), log.appender()).has_error());
}

TEST_CASE("import: progress ends at the file's size", "[threads]") {
    const Folder folder;
    MemoryLog log;
    const auto file = folder.write("a.jsonl", row("330") + row("331") + "\n\n");
    std::uint64_t done = 0, total = 0, rows = 0;
    const auto note = [&](auto d, auto t, auto r) { done = d, total = t, rows = r; };
    REQUIRE(import_file(options_for(file), log.appender(), note).has_value());
    CHECK(done == std::filesystem::file_size(file));
    CHECK(total == done);
    CHECK(rows == 2);
}

TEST_CASE("import: occurrences are counted however many there are") {
    Occurrences seen(std::filesystem::temp_directory_path());
    std::uint64_t hash = 1;
    bool all_first = true, all_second = true;
    for (int i = 0; i < 100'000; ++i) {
        all_first = all_first && *seen.count(hash += 0x9E3779B97F4A7C15U) == 1;
    }
    hash = 1;
    for (int i = 0; i < 100'000; ++i) {
        all_second = all_second && *seen.count(hash += 0x9E3779B97F4A7C15U) == 2;
    }
    CHECK(all_first);
    CHECK(all_second);
    CHECK(*seen.count(0) == 1);
    CHECK(*seen.count(0) == 2);
    Occurrences nowhere("/nowhere/at/all");
    CHECK(nowhere.count(1).has_error());
}

}  // namespace longstop::cli
