// The documents, held against the program and against each other: numbers, links, decisions.
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <filesystem>
#include <regex>
#include <set>

#include "cli/import/chunk.hpp"
#include "cli/import/row_fields.hpp"
#include "engine/log/format/key_format.hpp"
#include "tests/support/answers.hpp"

#include "tests/support/paths.hpp"

namespace {

namespace fs = std::filesystem;
namespace law = longstop::law;
namespace log_format = longstop::log;
using namespace longstop::cli;
using longstop::tests::file_text;

const fs::path root{LONGSTOP_SOURCE_DIR};

// With a comma between thousands, as the documents have it.
std::string grouped(std::size_t number) {
    auto text = std::to_string(number);
    for (auto at = static_cast<int>(text.size()) - 3; at > 0; at -= 3) {
        text.insert(static_cast<std::size_t>(at), ",");
    }
    return text;
}
std::string mib(std::size_t bytes) { return fmt::format("{} MiB", bytes >> 20U); }

// The text in one line: a sentence may be broken anywhere.
std::string in_one_line(const fs::path& file) {
    static const std::regex blanks(R"(\s+)");
    return std::regex_replace(file_text(file), blanks, " ");
}

std::vector<fs::path> pages() {
    std::vector<fs::path> files;
    for (const auto* name : {"README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"}) {
        files.push_back(root / name);
    }
    for (const auto& entry : fs::recursive_directory_iterator(root / "docs")) {
        if (entry.path().extension() == ".md") files.push_back(entry.path());
    }
    return files;
}

std::vector<fs::path> decisions() {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(root / "docs/decisions")) {
        files.push_back(entry.path());
    }
    REQUIRE(files.size() > 40);
    return files;
}

}  // namespace

TEST_CASE("numbers in the documents are those of the program") {
    struct Said {
        std::string page, words;
    };
    const auto chunk = grouped(Chunk::most_rows);
    const auto duties = longstop::tests::law_of_england().rows().size();
    const std::vector<Said> all{
        {"docs/law/left-out.md", fmt::format("Longstop computes {} duties.", duties)},
        {"docs/architecture.md", fmt::format("There is room for {} rows", law::max_rows)},
        {"docs/log-format.md", fmt::format("| rows of the law | {} |", law::max_rows)},
        {"docs/architecture.md", "chunks of at most " + chunk + " rows"},
        {"docs/operating.md", "chunks of " + chunk + " rows"},
        {"docs/cli.md", "| a row | " + mib(longest_row) + " of texts"},
        {"docs/cli.md", "| a row | " + grouped(most_fields) + " fields"},
        {"docs/cli.md", fmt::format("| a CSV header | {} KiB and {} columns", longest_header >> 10U,
                                    grouped(most_fields))},
        {"docs/log-format.md", "| a line of an interchange file | " + mib(longest_line) + " |"},
        {"docs/operating.md",
         fmt::format("There are two so far, {} and {}. This program reads both and writes {}:",
                     log_format::oldest_format_version, log_format::format_version,
                     log_format::format_version)},
    };
    for (const auto& said : all) {
        INFO(said.page << " should say: " << said.words);
        CHECK(in_one_line(root / said.page).find(said.words) != std::string::npos);
    }
}

TEST_CASE("links between the documents lead somewhere") {
    static const std::regex link(R"(\]\(([^)#:\s]+)(#[^)]*)?\))");
    for (const auto& page : pages()) {
        const auto text = file_text(page);
        for (std::sregex_iterator it(text.begin(), text.end(), link), end; it != end; ++it) {
            INFO(page << " links to " << (*it)[1]);
            CHECK(fs::exists(page.parent_path() / (*it)[1].str()));
        }
    }
}

TEST_CASE("every decision is listed in docs/README.md by its title") {
    const auto list = file_text(root / "docs/README.md");
    static const std::regex title(R"(^# (\d+)\. (.*))");
    for (const auto& page : decisions()) {
        const auto name = page.filename().string();
        const auto text = file_text(page);
        std::smatch found;
        INFO(name);
        REQUIRE(std::regex_search(text, found, title));
        CHECK(std::stoi(found[1]) == std::stoi(name.substr(0, 4)));
        const auto line =
            fmt::format("| [{}](decisions/{}) | {} |", name.substr(0, 4), name, found[2].str());
        INFO("docs/README.md should have the line: " << line);
        CHECK(list.find(line) != std::string::npos);
    }
}

TEST_CASE("what a decision supersedes says so at its top") {
    static const std::regex supersedes(R"(Supersedes [^.]*?\[\d+\]\((\d{4}-[^)]*\.md)\))");
    static const std::regex superseded(R"(\*\*Superseded( in part)? by \[\d+\]\((\d{4}-[^)]*)\))");
    for (const auto& page : decisions()) {
        const auto text = file_text(page);
        const auto top = text.substr(0, text.find("## Context"));
        INFO(page.filename());
        if (std::smatch found; std::regex_search(text, found, supersedes)) {
            const auto older = file_text(page.parent_path() / found[1].str());
            CHECK(older.substr(0, older.find("## Context")).find(page.filename().string()) !=
                  std::string::npos);
        }
        // Nowhere but at the top.
        const bool says = std::regex_search(text, superseded);
        CHECK(std::regex_search(top, superseded) == says);
    }
}
