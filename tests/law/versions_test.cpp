// A duty with versions is one duty: its clocks, whichever version governs them, keep each other
// from starting, are relied on, read and amended together. The version in force on the day a clock
// starts governs it to its end (docs/law/reading.md, 4.3a).
//
// The example: 22 weeks instead of 20 for requests from 1 January 2027. 2026-12-31 and 140 days are
// 2027-05-20; 2027-01-01 and 154 days are 2027-06-04.
#include <algorithm>

#include "engine/law/amendment.hpp"
#include "engine/law/in_force_on.hpp"
#include "tests/law/both_sides.hpp"
#include "tests/support/amended_law.hpp"

using namespace longstop;
using namespace longstop::tests;

namespace {

constexpr auto plan = "reg13.2-final-plan";
const std::string longer =
    "in_force_from = 2027-01-01\nwithin = \"22 weeks\"\ncite = \"SI 2026/1, reg 2\"\n"
    "words = \"within 22 weeks\"\n";

const law::CompiledLaw& amended() {
    static const auto law = amended_england(plan, longer);
    return law;
}

Case requested(std::string_view day) { return Case().on(day, "request-received").under(amended()); }

events::Day day(std::string_view text) { return events::parse_day(text).value(); }

}  // namespace

TEST_CASE("versions: the last day of the old one and the first of the new", "[versions]") {
    both_sides(requested("2026-12-31"), plan, "2027-05-20", "2027-05-21", {"final-plan-sent"});
    both_sides(requested("2027-01-01"), plan, "2027-06-04", "2027-06-05", {"final-plan-sent"});
    // Without the amendment.
    CHECK(Case().on("2027-01-01", "request-received").clock(plan, "2027-06-04").due ==
          "2027-05-21");
}

TEST_CASE("versions: an open clock of the old one keeps a new one from starting", "[versions]") {
    const auto again = requested("2026-12-31").on("2027-02-01", "request-received");
    CHECK(again.count(plan, "2027-06-30") == 1);
    CHECK(again.clock(plan, "2027-06-30").due == "2027-05-20");
    // Once a plan has ended it, a request begins anew, under the new one: 2027-03-01 + 154.
    const auto after = requested("2026-12-31")
                           .on("2027-02-22", "final-plan-sent")
                           .on("2027-03-01", "request-received");
    REQUIRE(after.count(plan, "2027-06-30") == 2);
    CHECK(after.clock(plan, "2027-06-30", 2).due == "2027-08-02");
}

TEST_CASE("versions: a resting clock of the old one lapses for good when a new one opens",
          "[versions]") {
    const auto case_ref = requested("2026-12-01")
                              .on("2027-01-05", "assess-decision-notified", {{"outcome", "no"}})
                              .on("2027-02-01", "request-received")
                              .on("2027-03-01", "assess-decision-notified", {{"outcome", "yes"}});
    REQUIRE(case_ref.count(plan, "2027-03-31") == 2);
    CHECK(case_ref.clock(plan, "2027-03-31", 1).status == Status::lapsed);
    CHECK(case_ref.clock(plan, "2027-03-31", 2).status == Status::running);
}

TEST_CASE("versions: unless_open means the duty, whichever version runs", "[versions]") {
    for (const auto* first : {"2026-12-31", "2027-01-01"}) {
        INFO(first);
        const auto case_ref =
            requested(first)
                .on("2027-01-20", "assess-decision-notified", {{"outcome", "yes"}})
                .on("2027-02-01", "request-received");
        // Decided once; while the plan is owed a second request asks for no second decision.
        CHECK(case_ref.count("reg5.1-decide-whether-to-assess", "2027-06-30") == 1);
        CHECK(case_ref.count(plan, "2027-06-30") == 1);
    }
}

TEST_CASE("versions: a reliance names the duty and excuses a clock of either", "[versions]") {
    for (const auto* first : {"2026-12-31", "2027-01-01"}) {
        INFO(first);
        const auto case_ref =
            requested(first)
                .on("2027-03-01", "personal-circumstances", {{"until", "2027-03-20"}})
                .on("2027-04-01", "exception-relied-on",
                    {{"ground", "personal-circumstances"}, {"duty", plan}, {"reason", "illness"}});
        CHECK(case_ref.clock(plan, "2027-07-01").status == Status::excused);
    }
}

TEST_CASE("versions: of the clocks of a duty a reliance speaks of the one opened last",
          "[versions]") {
    const auto case_ref =
        requested("2026-12-01")
            .on("2027-02-01", "request-withdrawn")
            .on("2027-02-02", "request-received")
            .on("2027-03-01", "personal-circumstances", {{"until", "2027-03-20"}})
            .on("2027-03-02", "exception-relied-on",
                {{"ground", "personal-circumstances"}, {"duty", plan}, {"reason", "illness"}});
    REQUIRE(case_ref.count(plan, "2027-09-01") == 2);
    CHECK(case_ref.clock(plan, "2027-09-01", 1).excused_by.empty());
    CHECK(case_ref.clock(plan, "2027-09-01", 2).status == Status::excused);
}

TEST_CASE("versions: once is once of the duty", "[versions]") {
    const auto law = amended_england("cfa42.2-provision", "in_force_from = 2027-01-01\n");
    const auto case_ref =
        Case()
            .on("2026-12-01", "provision-specified", {{"provision", "speech therapy"}})
            .on("2027-02-01", "provision-specified", {{"provision", "speech therapy"}})
            .on("2027-02-01", "provision-specified", {{"provision", "transport"}})
            .under(law);
    CHECK(case_ref.count("cfa42.2-provision", "2027-06-30") == 2);
}

TEST_CASE("versions: a version carries the readings of its duty, unless it replaced their words",
          "[versions]") {
    const auto strict = law::under(amended().written, "strict");
    REQUIRE(strict.has_value());
    const auto law = law::compile(*strict);
    CHECK(Case().on("2026-12-31", "request-received").under(law).clock(plan, "2027-05-01").due ==
          "2027-05-19");
    CHECK(Case().on("2027-01-01", "request-received").under(law).clock(plan, "2027-05-01").due ==
          "2027-06-03");
    // `ombudsman` words the limit itself.
    const auto& rows = amended().written.rows();
    std::vector<std::string> carried;
    amended().written.rows_of(plan).each([&](law::RowNo row) {
        for (const auto& reading : rows[row].readings) {
            carried.push_back(std::to_string(rows[row].version) + " " + reading.name);
        }
    });
    CHECK(carried == std::vector<std::string>{"0 day-one", "0 ombudsman", "0 hertfordshire",
                                              "0 consent-order", "1 day-one", "1 hertfordshire",
                                              "1 consent-order"});
}

TEST_CASE("versions: the days of one end where the next begins", "[versions]") {
    const auto& law = amended().written;
    const auto first = law.row_of(plan).value();
    CHECK(law.last_day(first) == day("2026-12-31"));
    CHECK_FALSE(law.last_day(static_cast<law::RowNo>(first + 1)).has_value());
    CHECK(law.rows().size() == england().rows().size() + 1);
    CHECK(law.duty_count() == england().rows().size());
    CHECK(law.find(plan)->within.text == "20 weeks");

    // A version with a last day: the duty is then in force no more.
    const auto until = amended_england(plan, longer + "in_force_to = 2029-12-31\n");
    const auto starts = [&](std::string_view on) {
        return Case().on(on, "request-received").under(until).count(plan, "2030-12-31");
    };
    CHECK(starts("2029-12-31") == 1);
    CHECK(starts("2030-01-01") == 0);
}

TEST_CASE("versions: where none is in force, the event is said once to start none", "[versions]") {
    law::Recorder recorder;
    law::Fact request;
    request.type = events::find_type("request-received")->no;
    request.date = events::number_of(day("2014-08-31"));
    const std::vector<law::Fact> facts{request};
    law::run(amended(), facts, day("2014-09-30"), {}, &recorder);
    const auto rows = amended().written.rows_of(plan);
    CHECK(std::count_if(recorder.not_started.begin(), recorder.not_started.end(),
                        [&](const auto& told) { return rows.has(told.row); }) == 1);
    // Where one is, the other is not mentioned.
    recorder = {};
    auto later = facts;
    later.front().date = events::number_of(day("2027-01-01"));
    CHECK(law::run(amended(), later, day("2027-09-30"), {}, &recorder).size() > 1);
    CHECK(std::none_of(recorder.not_started.begin(), recorder.not_started.end(),
                       [&](const auto& told) { return rows.has(told.row); }));
}

TEST_CASE("versions: the law as it stood holds what had come into force", "[versions][stood]") {
    const auto rows_on = [](const law::Law& law, std::string_view on) {
        return law::in_force_on(law, day(on)).law.rows_of(plan);
    };
    const auto count = [](const law::RowSet& rows) {
        int all = 0;
        rows.each([&](law::RowNo) { ++all; });
        return all;
    };
    const auto& law = amended().written;
    CHECK(count(rows_on(law, "2026-12-31")) == 1);
    CHECK(count(rows_on(law, "2027-01-01")) == 2);  // the clocks of 2026 still run
    // On the day before, nobody could say that the 20 weeks would end.
    const auto before = law::compile(law::in_force_on(law, day("2026-12-31")).law);
    CHECK(Case().on("2027-01-01", "request-received").under(before).clock(plan, "2027-05-01").due ==
          "2027-05-21");
    // One that was known later had not ended the one before it either.
    const auto late = england_with_version(plan, longer + "known_from = 2027-03-01\n");
    REQUIRE(late.has_value());
    CHECK(count(rows_on(*late, "2027-02-28")) == 1);
    CHECK(count(rows_on(*late, "2027-03-01")) == 2);
}

TEST_CASE("versions: an amendment by a version is one change of one duty", "[versions]") {
    const auto found = law::amendments(england().written, amended().written);
    REQUIRE(found.size() == 1);
    CHECK(found.front().what == law::Amendment::What::added);
    CHECK(found.front().id == plan);
    CHECK(found.front().key == "version 2027-01-01");
    CHECK(found.front().after == "22 weeks: send the finalised plan");
    // And its keys are compared with those of the same version.
    const auto other = amended_england(plan, "in_force_from = 2027-01-01\nwithin = \"23 weeks\"\n");
    const auto keys = law::amendments(amended().written, other.written);
    REQUIRE(keys.size() == 3);
    CHECK(keys[1].key == "version 2027-01-01: within");
    CHECK(keys[1].before == "22 weeks");
    CHECK(keys[1].after == "23 weeks");
}

TEST_CASE("an amendment of what is of no one duty is told too", "[versions]") {
    auto files = law::england();
    for (auto& file : files) {
        if (file.name != "common.toml") continue;
        file.text.replace(file.text.find("at_least = 28"), 13, "at_least = 42");
    }
    const auto other = law::load_law(std::move(files));
    REQUIRE(other.has_value());
    const auto found = law::amendments(england().written, *other);
    REQUIRE(found.size() == 1);
    CHECK(found.front().id == "common");
    CHECK(found.front().key == "closure.at_least");
    CHECK(found.front().before == "28");
    CHECK(found.front().after == "42");
}

TEST_CASE("versions: what is of the duty itself no version changes", "[versions]") {
    for (const auto* key : {"id = \"x\"\n", "subject = \"body\"\n", "matter = \"any\"\n",
                            "measures = []\n", "start_date = [\"date\"]\n", "wihtin = \"1 week\"\n",
                            "in_force = { from = 2027-01-01 }\n"}) {
        INFO(key);
        const auto law =
            england_with_version(plan, "in_force_from = 2027-01-01\n" + std::string{key});
        REQUIRE_FALSE(law.has_value());
        CHECK(law.error().found.find("a version cannot change") != std::string::npos);
    }
}
