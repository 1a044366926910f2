// The stories of tests/scenarios, each through the real program. The format: its README.md.
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/cli/e2e_program.hpp"
#include "tests/support/blessing.hpp"

#include "tests/support/paths.hpp"

namespace longstop::cli::tests {
namespace {

struct Section {
    std::vector<std::string> told;      // as it stands in the file, comments and files too
    std::vector<std::string> expected;  // below ----
};

std::vector<Section> sections_of(const std::string& text) {
    std::vector<Section> sections(1);
    bool expecting = false;
    for (const auto& line : lines_of(text)) {
        if (line == "====") {
            sections.emplace_back();
            expecting = false;
        } else if (line == "----") {
            expecting = true;
        } else {
            (expecting ? sections.back().expected : sections.back().told).push_back(line);
        }
    }
    return sections;
}

bool reads(const std::string& command) {
    constexpr std::array reading{"deadlines", "breaches", "audit", "alerts", "stats"};
    return std::find(reading.begin(), reading.end(), command) != reading.end();
}

// Adds to `printed` what one line of a story prints.
void tell(const Program& longstop, const std::string& line, std::vector<std::string>& printed) {
    const auto pipe = line.find(" | grep ");
    auto words = words_of(line.substr(0, pipe));
    const bool formatted = std::find(words.begin(), words.end(), "--format") != words.end();
    if (reads(words.front()) && !formatted) words.insert(words.end(), {"--format", "table"});
    const auto ran = longstop.run(words);
    if (words.front() != "record" || ran.status != 0) {
        for (auto& out : lines_of(ran.out)) {
            const auto rate = out.find("  (");  // of an import: another each time
            if (words.front() == "import") out.resize(std::min(rate, out.size()));
            if (pipe == std::string::npos || out.find(line.substr(pipe + 8)) != std::string::npos) {
                printed.push_back(out);
            }
        }
    }
    if (ran.status == 0) return;
    for (const auto& err : lines_of(ran.err)) printed.push_back(err);
    printed.push_back("[exit " + std::to_string(ran.status) + "]");
}

std::vector<std::string> played(const Program& longstop, const Section& section) {
    std::vector<std::string> printed;
    const auto& told = section.told;
    for (std::size_t i = 0; i < told.size(); ++i) {
        if (told[i].empty() || told[i].front() == '#') continue;
        if (told[i].starts_with("file ")) {
            std::string text;
            const auto name = told[i].substr(5);
            for (++i; i < told.size() && told[i] != "."; ++i) text += told[i] + "\n";
            longstop.write(name, text);
            continue;
        }
        tell(longstop, told[i], printed);
    }
    return printed;
}

// Several blanks as one, none at the end.
std::vector<std::string> squeezed(std::vector<std::string> lines) {
    for (auto& line : lines) {
        const auto last = std::unique(line.begin(), line.end(),
                                      [](char a, char b) { return a == ' ' && b == ' '; });
        line.erase(last, line.end());
        while (!line.empty() && line.back() == ' ') line.pop_back();
        if (!line.empty() && line.front() == ' ') line.erase(0, 1);
    }
    return lines;
}

void bless(const fs::path& file, const std::vector<Section>& sections) {
    std::ofstream out(file);
    for (const auto& section : sections) {
        if (&section != &sections.front()) out << "====\n";
        for (const auto& line : section.told) out << line << "\n";
        out << "----\n";
        for (const auto& line : section.expected) out << line << "\n";
    }
}

std::vector<fs::path> stories() {
    std::vector<fs::path> files;
    for (const auto& file : fs::directory_iterator(LONGSTOP_TESTS_DIR "/scenarios")) {
        if (file.path().extension() == ".txt") files.push_back(file.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

TEST_CASE("stories: the program prints what the caseworker is told", "[story]") {
    const auto files = stories();
    REQUIRE(files.size() >= 10);
    for (const auto& file : files) {
        DYNAMIC_SECTION(file.stem().string()) {
            const Program longstop;
            auto sections = sections_of(whole_file(file));
            for (auto& section : sections) {
                INFO(file.filename().string());
                const auto printed = played(longstop, section);
                if (longstop::tests::blessing()) {
                    section.expected = printed;
                } else {
                    CHECK(squeezed(printed) == squeezed(section.expected));
                }
            }
            if (longstop::tests::blessing()) bless(file, sections);
        }
    }
}

}  // namespace
}  // namespace longstop::cli::tests
