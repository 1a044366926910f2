// The session in README.md is real: each command is run, and prints what the page says.
#include <catch2/catch.hpp>
#include <cstdio>
#include <fstream>

#include "tests/support/answers.hpp"

#include "tests/support/blessing.hpp"
#include "tests/support/paths.hpp"

namespace {

namespace fs = std::filesystem;
using namespace longstop::tests;

struct Example {
    std::string command;
    std::string output;
};

// The lines of the ```console blocks: "$ command", then what it prints.
std::vector<Example> examples_of(const std::string& page) {
    std::vector<Example> examples;
    bool inside = false;
    for (const auto& line : lines_of(page)) {
        if (line.starts_with("```")) {
            inside = line == "```console";
        } else if (inside && line.starts_with("$ ")) {
            examples.push_back({line.substr(2), ""});
        } else if (inside && !examples.empty()) {
            examples.back().output += line + "\n";
        }
    }
    return examples;
}

std::string output_of(const std::string& command, const fs::path& folder) {
    // The program by its name, a UTF-8 terminal's locale, nothing of the caller's environment.
    const auto line = "cd '" + folder.string() +
                      "' && env -u LONGSTOP_STORE -u NO_COLOR LANG=C.UTF-8 "
                      "LC_ALL=C.UTF-8 PATH=\"" +
                      fs::path(LONGSTOP_PROGRAM).parent_path().string() + ":$PATH\" sh -c '" +
                      command + "' 2>&1";
    auto* pipe = ::popen(line.c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string out;
    for (char buffer[4096]; const auto n = std::fread(buffer, 1, sizeof buffer, pipe);) {
        out.append(buffer, n);
    }
    ::pclose(pipe);
    return out;
}

// The page with the outputs of these examples.
std::string page_with(const std::string& page, const std::vector<Example>& examples) {
    std::string out;
    bool inside = false;
    auto next = examples.begin();
    for (const auto& line : lines_of(page)) {
        const bool fence = line.starts_with("```");
        if (fence) inside = line == "```console";
        if (!inside || fence) {
            out += line + "\n";
        } else if (line.starts_with("$ ")) {
            out += line + "\n" + (next++)->output;
        }
    }
    return out;
}

}  // namespace

TEST_CASE("the README's commands print what the README shows", "[golden]") {
    const fs::path root{LONGSTOP_SOURCE_DIR};
    const TemporaryFolder folder;
    fs::copy_file(root / "docs/examples/council.jsonl", folder.path() / "council.jsonl");
    const auto page = file_text(root / "README.md");
    auto examples = examples_of(page);
    REQUIRE(examples.size() >= 6);
    for (auto& example : examples) {
        INFO("$ " << example.command);
        const auto output = output_of(example.command, folder.path());
        if (longstop::tests::blessing()) {
            example.output = output;
        } else {
            CHECK(output == example.output);
        }
    }
    if (longstop::tests::blessing()) {
        std::ofstream(root / "README.md") << page_with(page, examples);
    }
}
