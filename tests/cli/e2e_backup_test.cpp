// backup and restore through the real program.
#include <catch2/catch.hpp>

#include "tests/cli/e2e_program.hpp"

namespace longstop::cli::tests {
namespace {

bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

std::string number_after(const std::string& text, const std::string& words) {
    const auto at = text.find(words);
    if (at == std::string::npos) return {};
    const auto begin = at + words.size();
    return text.substr(begin, text.find_first_not_of("0123456789", begin) - begin);
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

TEST_CASE("backup and restore: the same answers from the copy, and a second backup is small",
          "[e2e][backup]") {
    const Program longstop;
    longstop.write("a.jsonl", rows(0, 3000));
    longstop.out("import a.jsonl --source a.jsonl");
    const auto first = longstop.out("backup copies");
    CHECK(says(first, "backup 1 in copies: 3001 entries in 1 log, proven whole"));
    const auto before = longstop.out("export");
    longstop.out("record 330/B note date=2025-01-14 text=later");
    const auto second = longstop.out("backup copies");
    CHECK(says(second, "backup 2 in copies: 3002 entries in 1 log, proven whole"));
    const auto grown = [](const std::string& told) {
        return std::stol(number_after(told, "the folder grew by "));
    };
    CHECK(grown(second) * 3 < grown(first));

    CHECK(says(longstop.out("--store new restore copies"),
               "backup 2 restored to new: 3002 entries in 1 log, proven whole"));
    CHECK(longstop.out("--store new export") == longstop.out("export"));
    CHECK(longstop("--store new verify").status == 0);
    CHECK(longstop.out("--store new breaches --as-of 2026-01-01") ==
          longstop.out("breaches --as-of 2026-01-01"));
    CHECK(says(longstop.out("--store old restore copies --backup 1"), "3001 entries"));
    CHECK(longstop.out("--store old export") == before);
    // What was put back is written on like any store.
    CHECK(longstop("--store new record 330/C note date=2025-01-15 text=x").status == 0);
}

TEST_CASE("backup: beside a running import, which goes on", "[e2e][backup]") {
    Program longstop;
    longstop.write("a.jsonl", rows(0, 100));
    longstop.out("import a.jsonl --source a.jsonl");
    auto running = longstop.start({"import", "-", "--source", "pipe"});
    // More than a chunk, so that some of it is appended while the import waits for the rest.
    running.write(rows(1000, 20000));
    const auto made = longstop.out("backup copies");
    const auto entries = std::stol(number_after(made, "copies: "));
    CHECK(entries >= 101);
    CHECK(entries <= 101 + 20000);
    running.write(rows(50000, 10));
    running.close_input();
    CHECK(running.wait().status == 0);
    CHECK(says(longstop.out("backup copies"), "backup 2 in copies: 20112 entries"));
    CHECK(says(longstop.out("--store new restore copies --backup 1"),
               std::to_string(entries) + " entries"));
    CHECK(longstop("--store new verify").status == 0);
    CHECK(longstop("verify").status == 0);
}

TEST_CASE("restore: a damaged backup is refused with status 4, an older one put back",
          "[e2e][backup]") {
    const Program longstop;
    longstop.write("a.jsonl", rows(0, 100));
    longstop.out("import a.jsonl --source a.jsonl");
    longstop.out("backup copies");
    longstop.out("record 330/B note date=2025-01-14 text=later");
    longstop.out("backup copies");
    const auto list_of_files = longstop.folder() / "copies/manifests/2";
    auto bytes = whole_file(list_of_files);
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    std::ofstream(list_of_files, std::ios::binary) << bytes;
    const auto refused = longstop("--store new restore copies");
    CHECK(refused.status == 4);
    CHECK(says(refused.err, "cannot use backup 2 in copies"));
    CHECK(says(refused.err, "longstop restore --backup N"));
    CHECK_FALSE(longstop.has("new"));
    CHECK(longstop("--store new restore copies --backup 1").status == 0);
    CHECK(longstop("--store new verify").status == 0);
}

TEST_CASE("restore: never over a store", "[e2e][backup]") {
    const Program longstop;
    longstop.write("a.jsonl", rows(0, 3));
    longstop.out("import a.jsonl --source a.jsonl");
    longstop.out("backup copies");
    longstop.out("record 330/B note date=2025-01-14 text=later");
    const auto before = longstop.out("export");
    CHECK(longstop("restore copies").status == 2);
    CHECK(longstop.out("export") == before);
}

}  // namespace
}  // namespace longstop::cli::tests
