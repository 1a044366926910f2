// The law as an axis: `law diff` compares two bodies of law, `rehearse` runs history under both.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "tests/cli/e2e_demo.hpp"
#include "tests/cli/e2e_rows.hpp"

#include "tests/support/paths.hpp"

namespace longstop::cli::tests {
namespace {

constexpr auto as_of = " --as-of 2026-06-30";
constexpr auto assess = "reg5.1-decide-whether-to-assess";

// A copy of the law in the test's folder, with one text of one file put in place of another.
class Amended {
  public:
    explicit Amended(const Program& longstop) {
        auto name = (longstop.folder() / "law-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
        fs::copy(LONGSTOP_LAW_DIR, folder_);
    }
    Amended(const Amended&) = delete;
    Amended& operator=(const Amended&) = delete;
    ~Amended() { fs::remove_all(folder_); }

    std::string read(const std::string& file) const { return whole_file(folder_ / file); }
    void write(const std::string& file, const std::string& text) const {
        std::ofstream(folder_ / file, std::ios::binary) << text;
    }
    // Within the row of that id.
    void change(const std::string& file, const std::string& id, const std::string& before,
                const std::string& after) const {
        auto text = read(file);
        const auto row = text.find("\"" + id + "\"");
        const auto at = text.find(before, row);
        if (row == std::string::npos || at == std::string::npos) {
            throw std::runtime_error("no such row: " + id);
        }
        write(file, text.replace(at, before.size(), after));
    }
    // One more version of the duty, below its row and its readings.
    void add_version(const std::string& file, const std::string& id,
                     const std::string& keys) const {
        auto text = read(file);
        const auto row = text.find("= \"" + id + "\"");
        if (row == std::string::npos) throw std::runtime_error("no such row: " + id);
        const auto next = std::min(text.find("\n[[duty]]", row), text.size());
        write(file, text.insert(next, "\n[[duty.version]]\n" + keys));
    }
    std::string name() const { return folder_.filename().string(); }

  private:
    fs::path folder_;
};

constexpr auto regulations = "10-send-regulations-2014.toml";

// The file's duties in the opposite order, with comments between them.
std::string turned_round(const std::string& text) {
    const std::string mark = "\n[[duty]]\n";
    std::vector<std::string> rows;
    auto at = text.find(mark);
    auto turned = text.substr(0, at);
    while (at != std::string::npos) {
        const auto next = text.find(mark, at + mark.size());
        rows.push_back(text.substr(at, next == std::string::npos ? next : next - at));
        at = next;
    }
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) turned += *row + "\n# a comment\n";
    return turned;
}

std::set<std::string> keys(const Rows& rows) {
    std::set<std::string> found;
    for (const auto& row : rows) {
        const auto subject = row.find("subject");
        found.insert(row.at("la") + "/" + row.at("case") + " " + row.at("duty") + " " +
                     row.at("started_on") + " " + (subject == row.end() ? "" : subject->second));
    }
    return found;
}

Rows ask(const std::string& question) { return rows_of_jsonl(demo().out(question + as_of)); }

Rows with(const Rows& rows, const std::string& field, const std::string& value) {
    Rows found;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(found),
                 [&](const Row& row) { return row.count(field) && row.at(field) == value; });
    return found;
}

TEST_CASE("law axis: an amendment that changes nothing has an empty diff", "[e2e][law-axis]") {
    const Amended same(demo());
    CHECK(ask("law diff " + same.name()).empty());
    for (const std::string list : {"clocks", "rates", "weeks"}) {
        CHECK(ask("rehearse " + same.name() + " --show " + list).empty());
    }
    // Another order of rows and other comments are no change either.
    same.write(regulations, turned_round(same.read(regulations)));
    CHECK(same.read(regulations) !=
          whole_file(fs::path{LONGSTOP_LAW_DIR} / std::string{regulations}));
    CHECK(ask("law diff " + same.name()).empty());
    for (const std::string list : {"clocks", "rates", "weeks"}) {
        CHECK(ask("rehearse " + same.name() + " --show " + list).empty());
    }
    const auto table = demo().out("rehearse " + same.name() + " --format table" + as_of);
    CHECK(table.find("no clock differs") != std::string::npos);
}

TEST_CASE("law axis: law diff names rows, keys and days of the calendar", "[e2e][law-axis]") {
    const Amended law(demo());
    law.change(regulations, assess, "\"6 weeks\"", "\"7 weeks\"");
    law.change("calendar.toml", "New Year's Day", "2014-04-18", "2014-04-17");
    fs::remove(demo().folder() / law.name() / "50-recommendations-2017.toml");
    law.write("70-new.toml",
              "[[duty]]\nid = \"new-duty\"\ncite = \"a new Act\"\n"
              "source = \"https://www.legislation.gov.uk/\"\nwords = \"soon\"\n"
              "owed_by = \"LA\"\nduty = \"answer soon\"\n"
              "starts = [\"request-received\"]\nwithin = \"1 week\"\n"
              "ends = [\"note\"]\non_restart = \"ignore\"\n"
              "in_force = { from = 2014-09-01 }\n");
    std::string said;
    for (const auto& row : ask("law diff " + law.name())) {
        said += row.at("change") + " " + row.at("row") + " " +
                (row.count("key") ? row.at("key") : "") + ": " +
                (row.count("before") ? row.at("before") : "") + " -> " +
                (row.count("after") ? row.at("after") : "") + "\n";
    }
    CHECK(said.find("changed " + std::string{assess} + " within: 6 weeks -> 7 weeks\n") !=
          std::string::npos);
    CHECK(said.find("added new-duty : -> 1 week: answer soon\n") == std::string::npos);
    CHECK(said.find("added new-duty :  -> 1 week: answer soon\n") != std::string::npos);
    CHECK(said.find("removed rec-health-response : 5 weeks: ") != std::string::npos);
    CHECK(said.find("changed calendar 2014-04-18: Good Friday -> \n") != std::string::npos);
    CHECK(said.find("changed calendar 2014-04-17:  -> Good Friday\n") != std::string::npos);
    CHECK(std::count(said.begin(), said.end(), '\n') == 6);
}

TEST_CASE("law axis: shifting one limit by a week changes exactly the clocks of that duty",
          "[e2e][law-axis]") {
    const Amended law(demo());
    law.change(regulations, assess, "\"6 weeks\"", "\"7 weeks\"");
    const auto turned = ask("rehearse " + law.name());
    const auto clocks = with(ask("deadlines --all"), "duty", assess);
    CHECK(clocks.size() > 100);
    CHECK(turned.size() == clocks.size());
    CHECK(keys(turned) == keys(clocks));
    for (const auto& row : turned) {
        INFO(row.at("case"));
        REQUIRE(row.at("due_before") < row.at("due_after"));
    }
    // Who becomes late and who no longer is: the breach lists under both laws say the same.
    const auto before = keys(ask("breaches"));
    const auto after = keys(ask("breaches --law " + law.name()));
    std::set<std::string> relieved;
    std::set_difference(before.begin(), before.end(), after.begin(), after.end(),
                        std::inserter(relieved, relieved.end()));
    CHECK_FALSE(relieved.empty());
    CHECK(keys(with(turned, "change", "no-longer-late")) == relieved);
    CHECK(with(turned, "change", "becomes-late").empty());
    CHECK(std::includes(before.begin(), before.end(), after.begin(), after.end()));
}

TEST_CASE("law axis: a limit that changes from a day on is one table, and the duty stays one",
          "[e2e][law-axis][versions]") {
    const std::string plan = "reg13.2-final-plan";
    const Amended law(demo());
    law.add_version(regulations, plan, "in_force_from = 2025-01-01\nwithin = \"22 weeks\"\n");
    const auto under = " --law " + law.name();

    const auto differs = ask("law diff " + law.name());
    REQUIRE(differs.size() == 1);
    CHECK(differs.front().at("change") == "added");
    CHECK(differs.front().at("row") == plan);
    CHECK(differs.front().at("key") == "version 2025-01-01");

    // The clocks that start from that day on are due later, each the same clock under both laws.
    const auto all = with(ask("deadlines --all"), "duty", plan);
    Rows since;
    std::copy_if(all.begin(), all.end(), std::back_inserter(since),
                 [](const Row& row) { return row.at("started_on") >= "2025-01-01"; });
    REQUIRE_FALSE(since.empty());
    REQUIRE(since.size() < all.size());
    const auto turned = ask("rehearse " + law.name());
    CHECK(keys(turned) == keys(since));
    for (const auto& row : turned) REQUIRE(row.at("due_before") < row.at("due_after"));
    CHECK(keys(with(ask("deadlines --all" + under), "duty", plan)) == keys(all));

    // A filter, the statistics and a count mean both.
    const auto before = keys(ask("breaches --duty " + plan));
    const auto after = keys(ask("breaches --duty " + plan + under));
    std::set<std::string> relieved;
    std::set_difference(before.begin(), before.end(), after.begin(), after.end(),
                        std::inserter(relieved, relieved.end()));
    CHECK_FALSE(relieved.empty());
    CHECK(keys(with(turned, "change", "no-longer-late")) == relieved);
    CHECK(std::includes(before.begin(), before.end(), after.begin(), after.end()));
    const auto issued = [](const Rows& rows) {
        std::map<std::string, std::string> by_la;
        for (const auto& row : rows) by_la[row.at("la")] = row.at("plans_issued");
        return by_la;
    };
    CHECK(issued(ask("stats --year 2025" + under)) == issued(ask("stats --year 2025")));

    // Each clock is explained by its own version.
    const auto& late = since.front();
    const auto why = demo().out("why " + late.at("la") + "/" + late.at("case") + " " + plan +
                                under + " --format table" + as_of);
    CHECK(why.find("22 weeks from") != std::string::npos);
    const auto rules = demo().out("rules " + plan + under);
    CHECK(rules.find("2014-09-01 to 2024-12-31") != std::string::npos);
    CHECK(rules.find("from 2025-01-01") != std::string::npos);
}

TEST_CASE("law axis: rates and weeks are those of the clocks", "[e2e][law-axis]") {
    const Amended law(demo());
    law.change(regulations, assess, "\"6 weeks\"", "\"5 weeks\"");
    const auto turned = ask("rehearse " + law.name());
    CHECK_FALSE(with(turned, "change", "becomes-late").empty());
    const auto rates = ask("rehearse " + law.name() + " --show rates");
    CHECK_FALSE(rates.empty());
    for (const auto& rate : rates) {
        REQUIRE(rate.at("duty") == assess);
        for (const auto& [side, which] : {std::pair{"before", ""}, std::pair{"after", "x"}}) {
            long decided = 0;
            long in_time = 0;
            const auto folder = std::string{*which ? " --law " + law.name() : ""};
            for (const auto& row :
                 with(ask("deadlines --la " + rate.at("la") + folder), "duty", assess)) {
                const auto status = row.at("status");
                if (status == "running" || status == "lapsed" || status == "unknown") continue;
                ++decided;
                if (status == "met") ++in_time;
            }
            CHECK(rate.at(std::string{"decided_"} + side) == std::to_string(decided));
            CHECK(rate.at(std::string{"on_time_"} + side) == std::to_string(in_time));
        }
    }
    // A week's work moves to another week: none is lost and none is made, but for clocks that are
    // taken over by events before or after.
    long change = 0;
    const auto weeks = ask("rehearse " + law.name() + " --show weeks");
    CHECK(weeks.size() > 10);
    for (const auto& week : weeks) {
        REQUIRE(week.at("week").substr(4, 2) == "-W");
        REQUIRE(std::stol(week.at("duties_due_after")) - std::stol(week.at("duties_due_before")) ==
                std::stol(week.at("difference")));
        change += std::stol(week.at("difference"));
    }
    CHECK(change == 0);
}

TEST_CASE("law axis: --from and --to are due dates under either law", "[e2e][law-axis]") {
    const Amended law(demo());
    law.change(regulations, assess, "\"6 weeks\"", "\"7 weeks\"");
    const std::string from = "2025-03-01";
    const std::string to = "2025-03-31";
    const auto inside = [&](const std::string& day) { return day >= from && day <= to; };
    std::size_t expected = 0;
    for (const auto& row : ask("rehearse " + law.name())) {
        if (inside(row.at("due_before")) || inside(row.at("due_after"))) ++expected;
    }
    const auto rows = ask("rehearse " + law.name() + " --from " + from + " --to " + to);
    CHECK(expected > 0);
    CHECK(rows.size() == expected);
    CHECK(demo()("rehearse " + law.name() + " --from 2025-02-01 --to 2025-01-01").status == 2);
    CHECK(demo()("rehearse no-such-folder").status == 2);
    CHECK(demo()("rehearse " + law.name() + " --show everything").status == 2);
}

TEST_CASE("law axis: the table has all three lists, within 100 columns", "[e2e][law-axis]") {
    const Amended law(demo());
    law.change(regulations, assess, "\"6 weeks\"", "\"7 weeks\"");
    const auto table = lines_of(demo().out("rehearse " + law.name() + " --format table" + as_of));
    for (const auto& line : table) REQUIRE(columns_of(line) <= 100);
    const auto has = [&](const std::string& front) {
        return std::any_of(table.begin(), table.end(),
                           [&](const auto& line) { return line.starts_with(front); });
    };
    CHECK(has("CHANGE"));
    CHECK(has("LA "));
    CHECK(has("WEEK"));
    CHECK(has("next: longstop law diff"));
}

// A reliance names a duty by its row, and the laws number their rows differently.
TEST_CASE("law axis: exceptions are weighed alike under a law with other row numbers",
          "[e2e][law-axis]") {
    const Program longstop;
    longstop.out("record 330/A request-received date=2025-01-13");
    longstop.out("record 330/A absence-from-area date=2025-03-01 until=2025-04-15");
    longstop.out(
        "record 330/A exception-relied-on date=2025-06-10 ground=absence "
        "duty=reg13.2-final-plan reason=away");
    const Amended law(longstop);
    law.write(regulations, turned_round(law.read(regulations)));
    const std::string ask_excused =
        "breaches --excused --as-of 2025-08-01 --duty reg13.2-final-plan";
    REQUIRE(rows_of_jsonl(longstop.out(ask_excused)).at(0).at("status") == "excused");
    CHECK(rows_of_jsonl(longstop.out("rehearse " + law.name() + " --as-of 2025-08-01")).empty());
}

}  // namespace
}  // namespace longstop::cli::tests
