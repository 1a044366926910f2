// The architecture, tested: includes run one way, RocksDB stays in engine/log, no clock is read
// below cli, and the generated pages are fresh.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <vector>

#include "tests/support/answers.hpp"

#include "tests/support/paths.hpp"

namespace {

namespace fs = std::filesystem;
using longstop::tests::file_text;

const fs::path root{LONGSTOP_SOURCE_DIR};

std::vector<fs::path> sources_under(const std::string& folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
        const auto ending = entry.path().extension();
        if (ending == ".cpp" || ending == ".hpp") files.push_back(entry.path());
    }
    REQUIRE(files.size() > 3);
    return files;
}

std::vector<std::string> includes_of(const fs::path& file) {
    static const std::regex line(R"(#include\s*[<"]([^>"]+)[>"])");
    const auto text = file_text(file);
    std::vector<std::string> found;
    for (std::sregex_iterator it(text.begin(), text.end(), line), end; it != end; ++it) {
        found.push_back((*it)[1]);
    }
    return found;
}

// What the program prints for a command.
std::string output_of(const std::string& arguments) {
    const auto command = std::string{LONGSTOP_PROGRAM} + " " + arguments;
    auto* pipe = ::popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string out;
    for (char buffer[4096]; const auto n = std::fread(buffer, 1, sizeof buffer, pipe);) {
        out.append(buffer, n);
    }
    REQUIRE(::pclose(pipe) == 0);
    return out;
}

}  // namespace

TEST_CASE("includes run along the arrows: events, law and log, projections, cli") {
    const std::map<std::string, std::set<std::string>> may_include{
        {"events", {"events"}},
        {"engine/law", {"events", "engine/law"}},
        {"engine/log", {"events", "engine/log"}},
        {"engine/log/format", {"events", "engine/log/format"}},
        {"engine/log/rocks", {"events", "engine/log/format", "engine/log/rocks"}},
        {"projections", {"events", "engine/law", "engine/log", "projections"}},
        {"cli", {"events", "engine/law", "engine/log", "projections", "cli"}}};
    const std::map<std::string, std::set<std::string>> may_not_include{
        {"cli/render", {"cli/question", "cli/questions", "cli/commands", "cli/reconcile"}},
        {"cli/question", {"cli/questions", "cli/commands"}},
        {"cli/questions", {"cli/commands"}}};
    for (const auto& [folder, others] : may_not_include) {
        for (const auto& file : sources_under(folder)) {
            for (const auto& include : includes_of(file)) {
                INFO(file << " includes " << include);
                CHECK(std::none_of(others.begin(), others.end(),
                                   [&](const auto& to) { return include.starts_with(to + "/"); }));
            }
        }
    }
    for (const auto& [folder, allowed] : may_include) {
        for (const auto& file : sources_under(folder)) {
            for (const auto& include : includes_of(file)) {
                const bool ours = include.starts_with("events/") ||
                                  include.starts_with("engine/") ||
                                  include.starts_with("projections/") ||
                                  include.starts_with("cli/") || include.starts_with("tests/");
                if (!ours) continue;
                const bool fits = std::any_of(allowed.begin(), allowed.end(), [&](const auto& to) {
                    return include.starts_with(to + "/");
                });
                INFO(file << " includes " << include);
                CHECK(fits);
            }
        }
    }
}

TEST_CASE("the parts of a store use those before them: what proves it cannot write it") {
    const std::vector<std::string> parts{
        "store_folder", "store_at_rest", "checkpoint_file", "database",     "id_places",
        "log_state",    "sealed_logs",   "reader",          "look_ups",     "derived_log",
        "log_check",    "verifier",      "proof",           "batch_writer", "sealer",
        "rebuilder",    "request_queue", "group_commit",    "committer",    "recovery"};
    const auto place = [&](const fs::path& file) {
        return std::find(parts.begin(), parts.end(), file.stem().string()) - parts.begin();
    };
    std::set<std::string> seen;
    for (const auto& entry : fs::directory_iterator(root / "engine/log")) {
        const auto at = place(entry.path());
        if (at == std::ssize(parts)) continue;
        seen.insert(entry.path().stem().string());
        for (const auto& include : includes_of(entry.path())) {
            if (fs::path(include).parent_path() != "engine/log") continue;
            const auto used = place(include);
            INFO(entry.path() << " includes " << include);
            CHECK((used == std::ssize(parts) || used <= at));
        }
    }
    CHECK(seen.size() == parts.size());
}

TEST_CASE("RocksDB is included in engine/log's .cpp files and their private headers alone") {
    const std::set<std::string> headers{"database.hpp", "database_options.hpp", "status.hpp",
                                        "synced_recorder.hpp", "writes.hpp"};
    for (const auto* folder : {"events", "engine", "projections", "cli"}) {
        for (const auto& file : sources_under(folder)) {
            for (const auto& include : includes_of(file)) {
                if (!include.starts_with("rocksdb/")) continue;
                INFO(file);
                const auto place = fs::relative(file, root / "engine/log").generic_string();
                CHECK_FALSE(place.starts_with(".."));
                CHECK_FALSE(place.starts_with("format/"));
                CHECK((file.extension() == ".cpp" || headers.contains(file.filename().string())));
            }
        }
    }
}

TEST_CASE("nothing below cli reads a clock, and the law reads no disk and no JSON") {
    const std::regex clock(R"(system_clock::now|steady_clock::now|std::time\(|gettimeofday)");
    for (const auto* folder : {"events", "engine", "projections"}) {
        for (const auto& file : sources_under(folder)) {
            INFO(file);
            CHECK_FALSE(std::regex_search(file_text(file), clock));
        }
    }
    for (const auto& file : sources_under("engine/law")) {
        for (const auto& include : includes_of(file)) {
            INFO(file << " includes " << include);
            CHECK(include.find("fstream") == std::string::npos);
            CHECK(include.find("filesystem") == std::string::npos);
            CHECK(include.find("json") == std::string::npos);
        }
    }
}

TEST_CASE("the generated pages say what the program says (./dev docs makes them)") {
    CHECK(file_text(root / "docs/law/register.md") == output_of("rules --register"));
    CHECK(file_text(root / "docs/events.md") == output_of("help events --markdown"));
}

TEST_CASE("docs/law/why.md explains every duty as the program does (./dev docs makes it)") {
    const longstop::tests::TemporaryFolder folder;
    const auto store = "--store " + (folder.path() / "store").string();
    output_of(store + " import " + (root / "docs/examples/why.jsonl").string() +
              " --source examples --trust-recorded-at 2>&1");
    const auto page = file_text(root / "docs/law/why.md");
    CHECK(page == output_of(store + " why 330 --pages --as-of 2026-06-30"));
    for (const auto& duty : longstop::tests::law_of_england().rows()) {
        INFO(duty.id);
        const auto at = page.find("\n## " + duty.id + "\n");
        REQUIRE(at != std::string::npos);
        const auto section = page.substr(at, page.find("\n## ", at + 1) - at);
        CHECK(section.find("No clock:") == std::string::npos);
        CHECK(section.find(duty.source) != std::string::npos);
    }
}

TEST_CASE("every duty carries its words and an https address") {
    for (const auto& duty : longstop::tests::law_of_england().rows()) {
        INFO(duty.id);
        CHECK(duty.words.size() > 20);
        CHECK(duty.source.starts_with("https://"));
        CHECK_FALSE(duty.cite.empty());
    }
    CHECK(longstop::tests::law_of_england().rows().size() == 72);
}

TEST_CASE("the program names no duty: it asks for measures, groups and rows") {
    const std::regex for_readers(
        R"(//[^\n]*|\.example = "[^"]*")");  // comments, and what help shows
    for (const auto* folder : {"events", "engine", "projections", "cli"}) {
        for (const auto& file : sources_under(folder)) {
            // The demonstration is histories: its reliances name duties, as any record may.
            if (file.string().find("/cli/demo/") != std::string::npos) continue;
            const auto text = std::regex_replace(file_text(file), for_readers, "");
            for (const auto& duty : longstop::tests::law_of_england().rows()) {
                INFO(file << " names " << duty.id);
                CHECK(text.find(duty.id) == std::string::npos);
            }
        }
    }
}
