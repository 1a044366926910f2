// Every question, whatever it asks: its answer is what its row says, in every format, and the
// documents have it. A new question fails here until it has an example.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>

#include "cli/questions/questions.hpp"
#include "tests/cli/e2e_demo.hpp"
#include "tests/cli/e2e_program.hpp"
#include "tests/cli/e2e_rows.hpp"

namespace longstop::cli::tests {
namespace {

// How each question is asked of the demo's store; the rows of it have every field that they may.
const std::map<std::string_view, std::vector<std::string>> examples{
    {"deadlines", {"--la 999", "--la 999 --reading strict"}},
    {"breaches", {"--la 999 --excused --lapsed", "--la 999 --reading any"}},
    {"due", {"--la 999 --guidance", "--la 999 --within 100 --reading strict"}},
    {"cases", {"--la 999 --all"}},
    {"waiting", {"--la 999"}},
    {"timeline", {"999/DEMO-1"}},
    {"audit", {"--la 999"}},
    {"why", {"999/DEMO-1 reg13.2-final-plan", "999/DEMO-1 reg13.2-final-plan --reading strict"}},
    {"alerts", {"--la 999 --rights --excused"}},
    {"stats", {"--la 999 --year 2025", "--la 999 --from 2025-02-01", "--la 999 --list"}},
    {"count", {"requests-and-plans --la 999", "exceptions --la 999 --list"}},
    {"check", {"--la 999"}},
    {"diff", {"--from 2026-05-31 --to 2026-06-30 --la 999"}},
    {"rules", {""}},
    {"law diff", {"AMENDED"}},
    {"rehearse", {"AMENDED --la 999"}},
    {"verify", {""}},
    {"rebuild", {""}},
};

// The law with 18 weeks in place of 20.
std::string amended_law() {
    namespace fs = std::filesystem;
    const auto folder = demo().folder() / "amended";
    if (fs::exists(folder)) return folder.string();
    fs::copy(LONGSTOP_LAW_DIR, folder);
    const auto file = folder / "10-send-regulations-2014.toml";
    auto text = whole_file(file);
    const std::string before = "\"20 weeks\"";
    const auto at = text.find(before);
    REQUIRE(at != std::string::npos);
    std::ofstream(file, std::ios::binary) << text.replace(at, before.size(), "\"18 weeks\"");
    return folder.string();
}

std::vector<std::string> asked_as(const Question& question) {
    const auto found = examples.find(question.name);
    INFO("give the question " << question.name << " an example in tests/cli/questions_test.cpp");
    REQUIRE(found != examples.end());
    std::vector<std::string> all;
    for (auto more : found->second) {
        if (more.starts_with("AMENDED")) more.replace(0, 7, amended_law());
        auto ask = std::string{question.name} + " " + more;
        all.push_back(question.name == "diff" ? ask : ask + " --as-of 2026-06-30");
    }
    return all;
}

// The list that is asked for: the one that is called as an option of the question, or the first.
const List& list_of(const Question& question, const std::string& ask) {
    REQUIRE_FALSE(question.lists.empty());
    for (const auto& list : question.lists) {
        const bool named = list.name.starts_with("--");
        if (named && ask.find(list.name) != std::string::npos) return list;
    }
    return question.lists.front();
}

bool is_of_type(const boost::json::value& value, FieldType type) {
    static const std::regex day(R"(\d{4}-\d\d-\d\d)");
    static const std::regex instant(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z)");
    const auto matches = [&](const std::regex& shape) {
        return value.is_string() && std::regex_match(value.as_string().c_str(), shape);
    };
    switch (type) {
        case FieldType::text: return value.is_string();
        case FieldType::day: return matches(day);
        case FieldType::instant: return matches(instant);
        case FieldType::number: return value.is_number();
        case FieldType::flag: return value.is_bool();
        case FieldType::list: return value.is_array();
        case FieldType::object: return value.is_object();
        case FieldType::table: break;
    }
    return false;
}

// Why a row is not as the list says; empty where it is.
std::string against(const boost::json::object& row, const List& list) {
    std::size_t next = 0;
    for (const auto& [name, value] : row) {
        while (next < list.fields.size() && list.fields[next].row().name != name) ++next;
        if (next == list.fields.size()) return std::string{name} + " is not a field there";
        const auto& field = list.fields[next++].row();
        if (!value.is_null() && !is_of_type(value, field.type)) {
            return std::string{name} + " is of another type";
        }
        if (value.is_null() && !field.missing.starts_with("null")) {
            return std::string{name} + " is null, and the vocabulary does not say why";
        }
    }
    return {};
}

}  // namespace

TEST_CASE("questions: each row has the fields of the question, of their types, with its basis",
          "[e2e][questions]") {
    const auto& longstop = demo();
    for (const auto* question : questions()) {
        for (const auto& ask : asked_as(*question)) {
            INFO(ask);
            const auto ran = longstop(ask + " --format json");
            REQUIRE(ran.status == 0);
            const auto answer = boost::json::parse(ran.out);
            CHECK(answer.at("format") == 2);
            CHECK(answer.at("basis").is_object());
            for (const auto& row : answer.at("rows").as_array()) {
                REQUIRE(against(row.as_object(), list_of(*question, ask)) == "");
            }
        }
    }
}

TEST_CASE("questions: the header of CSV is the fields of the question", "[e2e][questions]") {
    for (const auto* question : questions()) {
        for (const auto& ask : asked_as(*question)) {
            INFO(ask);
            std::string header;
            for (const auto field : list_of(*question, ask).fields) {
                header += (header.empty() ? "" : ",") + std::string{field.row().name};
            }
            const auto out = demo()(ask + " --format csv").out;
            CHECK(out.substr(0, out.find('\n')) == header);
        }
    }
}

TEST_CASE("questions: help names every parameter, and docs/cli.md has each question",
          "[questions]") {
    const auto page = whole_file(LONGSTOP_SOURCE_DIR "/docs/cli.md");
    const Program longstop;
    for (const auto* question : questions()) {
        INFO(question->name);
        CHECK(page.find("<!-- made: " + std::string{question->name} + " -->") != std::string::npos);
        const auto help = longstop.out(std::string{question->name} + " --help");
        for (const auto& parameter : parameters_of(*question)) {
            INFO(parameter.name);
            CHECK((help.find(parameter.name) != std::string::npos) == !parameter.hidden);
        }
    }
    INFO("./dev docs makes it again");
    CHECK(page == longstop.out("help --refresh " LONGSTOP_SOURCE_DIR "/docs/cli.md"));
}

}  // namespace longstop::cli::tests
