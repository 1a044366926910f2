// Every duty of the law is tested by name: its id is a tag in these files.
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "tests/support/case_history.hpp"

#include "tests/support/paths.hpp"

namespace {

namespace fs = std::filesystem;

std::set<std::string> tags_below(const fs::path& folder) {
    // A tag: brackets inside a string, holding what an id may hold. Arrays hold no such text.
    const std::regex tag(R"(\[([A-Za-z][A-Za-z0-9.]*(?:-[A-Za-z0-9]+)+)\])");
    std::set<std::string> tags;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (!entry.path().filename().string().ends_with("_test.cpp")) continue;
        std::ifstream in(entry.path());
        const std::string text(std::istreambuf_iterator<char>(in), {});
        for (std::sregex_iterator at(text.begin(), text.end(), tag), end; at != end; ++at) {
            tags.insert((*at)[1]);
        }
    }
    return tags;
}

}  // namespace

TEST_CASE("every duty of the law is a tag of some test of the law") {
    const auto tags = tags_below(fs::path{LONGSTOP_TESTS_DIR} / "law");
    std::vector<std::string> untested;
    for (const auto& duty : longstop::tests::england().rows()) {
        if (!tags.contains(duty.id)) untested.push_back(duty.id);
    }
    CHECK(untested == std::vector<std::string>{});
}
