// Disputed law: what each reading changes, and that nothing else changes with it. Days counted by
// hand; the authorities stand in the law's files beside the rows.
#include <set>

#include "tests/law/both_sides.hpp"

using namespace longstop::tests;
namespace law = longstop::law;

namespace {

const Fields yes = {{"outcome", "yes"}};
const Fields no = {{"outcome", "no"}};
const Fields of_assessing = {{"kind", "assess"}};

// Refused on the last day of week 6, and agreed to 14 weeks after the request (Essex, 24 019 445,
// with a day for the refusal, which the decision does not give).
Case refused_and_agreed() {
    return Case()
        .on("2024-01-08", "request-received")
        .on("2024-02-19", "assess-decision-notified", no)
        .on("2024-04-12", "assess-decision-notified", yes);
}

Case conceded(bool after_the_response) {
    auto case_ref = Case()
                        .on("2023-01-09", "request-received")
                        .on("2023-02-20", "assess-decision-notified", no)
                        .on("2023-03-20", "appeal-received");
    if (after_the_response) case_ref = case_ref.on("2023-03-27", "appeal-response-sent");
    return case_ref.on("2023-04-03", "appeal-not-opposed", of_assessing);
}

std::string due(const Case& case_ref, std::string_view duty, std::string_view as_of) {
    return case_ref.clock(duty, as_of).due;
}

}  // namespace

TEST_CASE("day-one: the day of the request is the first of the weeks",
          "[reg10.1-no-plan][reg13.2-final-plan][reg5.1-decide-whether-to-assess]") {
    // Essex, 23 013 824: 16 weeks from 18 May 2023 put at 6 September.
    const auto essex = Case().on("2023-05-18", "request-received");
    CHECK(due(essex, "reg10.1-no-plan", "2023-06-01") == "2023-09-07");
    CHECK(due(essex.under("day-one"), "reg10.1-no-plan", "2023-06-01") == "2023-09-06");
    CHECK(due(essex.under("day-one"), "reg5.1-decide-whether-to-assess", "2023-06-01") ==
          "2023-06-28");
    CHECK(due(essex.under("day-one"), "reg13.2-final-plan", "2023-06-01") == "2023-10-04");
    CHECK(essex.clock("reg13.2-final-plan", "2023-10-05").status == Status::running);
    CHECK(essex.under("day-one").clock("reg13.2-final-plan", "2023-10-05").status ==
          Status::overdue);
    // Advice is asked for, and not requested of the authority: no such reading.
    const auto advice = Case().on("2023-05-18", "advice-requested", {{"body", "health"}});
    CHECK(due(advice.under("day-one"), "reg8.1-advice", "2023-06-01") == "2023-06-29");
}

TEST_CASE("literal-before: the date itself is too late",
          "[reg18.1a-phase-post16][reg18.1b-phase-other][reg18.3-phase-2015]") {
    const auto moving = [](std::string_view to, std::string_view year) {
        return Case()
            .on("2014-10-01", "phase-transfer-planned",
                {{"transfer", std::string{to}}, {"year", std::string{year}}})
            .under("literal-before");
    };
    CHECK(due(moving("post-16", "2026"), "reg18.1a-phase-post16", "2015-01-01") == "2026-03-30");
    CHECK(due(moving("other", "2026"), "reg18.1b-phase-other", "2015-01-01") == "2026-02-14");
    CHECK(due(moving("post-16", "2015"), "reg18.3-phase-2015", "2015-01-01") == "2015-05-30");
}

TEST_CASE("clear-days: 15 days lie between the notice and the meeting",
          "[reg20.3-meeting-notice][reg20.4-circulate-advice]") {
    const auto notified = [](std::string_view day) {
        return Case()
            .on(day, "review-meeting-notified", {{"meeting", "2026-01-14"}})
            .under("clear-days");
    };
    CHECK(due(notified("2025-12-30"), "reg20.3-meeting-notice", "2025-12-31") == "2025-12-30");
    CHECK(notified("2025-12-30").clock("reg20.3-meeting-notice", "2025-12-31").status ==
          Status::met);
    CHECK(notified("2025-12-31").clock("reg20.3-meeting-notice", "2025-12-31").status ==
          Status::met_late);
    CHECK(due(notified("2025-12-30"), "reg20.4-circulate-advice", "2025-12-31") == "2025-12-30");
}

TEST_CASE("working-days: 30 of them for a mediation",
          "[reg36.2-la-arrange][reg35.4-mixed-arrange][reg35.3-health-only-arrange]") {
    const auto wanted = [](std::string_view issues) {
        return Case().on("2026-06-01", "mediation-requested", {{"issues", std::string{issues}}});
    };
    CHECK(due(wanted("education"), "reg36.2-la-arrange", "2026-06-02") == "2026-07-01");
    CHECK(due(wanted("education").under("working-days"), "reg36.2-la-arrange", "2026-06-02") ==
          "2026-07-13");
    CHECK(due(wanted("mixed").under("lenient"), "reg35.4-mixed-arrange", "2026-06-02") ==
          "2026-07-13");
    const auto told = wanted("health").on("2026-06-01", "mediation-commissioners-told");
    CHECK(due(told.under("lenient"), "reg35.3-health-only-arrange", "2026-06-02") == "2026-07-13");
}

TEST_CASE("twelve-weeks: an early notice of amendments does not bring the plan forward",
          "[devon-12w-final]") {
    const auto early =
        Case().on("2026-01-14", "review-meeting-held").on("2026-02-04", "amendment-notice-sent");
    CHECK(due(early, "devon-12w-final", "2026-03-01") == "2026-04-01");
    CHECK(due(early.under("twelve-weeks"), "devon-12w-final", "2026-03-01") == "2026-04-08");
}

TEST_CASE("ombudsman: agreed after a refusal, the weeks run from the agreement",
          "[reg13.2-final-plan][reg10.1-no-plan]") {
    const auto case_ref = refused_and_agreed();
    CHECK(due(case_ref, "reg13.2-final-plan", "2024-05-01") == "2024-05-27");
    CHECK(due(case_ref.under("ombudsman"), "reg13.2-final-plan", "2024-05-01") == "2024-07-19");
    CHECK(due(case_ref, "reg10.1-no-plan", "2024-05-01") == "2024-04-29");
    CHECK(due(case_ref.under("ombudsman"), "reg10.1-no-plan", "2024-05-01") == "2024-06-21");
    // Nothing was refused: the 20 weeks from the request.
    const auto straight = Case()
                              .on("2024-01-08", "request-received")
                              .on("2024-04-12", "assess-decision-notified", yes);
    CHECK(due(straight.under("ombudsman"), "reg13.2-final-plan", "2024-05-01") == "2024-05-27");
    // A draft that follows a refusal is no agreement to assess.
    const auto drafted = Case()
                             .on("2024-01-08", "request-received")
                             .on("2024-02-19", "assess-decision-notified", no)
                             .on("2024-04-12", "draft-plan-sent");
    CHECK(due(drafted.under("ombudsman"), "reg13.2-final-plan", "2024-05-01") == "2024-05-27");
    // A concession that needs an order counts as agreeing.
    CHECK(due(conceded(true).under("ombudsman"), "reg13.2-final-plan", "2023-05-01") ==
          "2023-07-10");
    CHECK(due(conceded(true).under("ombudsman"), "reg10.1-no-plan", "2023-05-01") == "2023-06-12");
}

TEST_CASE("hertfordshire: a concession in time leaves the 20 weeks running too",
          "[reg13.2-final-plan][reg45.3A.b-final]") {
    const auto case_ref = conceded(false);
    CHECK(case_ref.clock("reg13.2-final-plan", "2023-06-01").status == Status::lapsed);
    const auto read = case_ref.under("hertfordshire");
    CHECK(read.clock("reg13.2-final-plan", "2023-06-01").due == "2023-05-29");
    CHECK(read.clock("reg13.2-final-plan", "2023-06-01").status == Status::overdue);
    CHECK(read.clock("reg45.3A.b-final", "2023-06-01").due == "2023-07-10");
    // After the response the default has the 20 weeks running as well.
    CHECK(conceded(true).clock("reg13.2-final-plan", "2023-06-01").status == Status::overdue);
}

TEST_CASE("consent-order: after the response nothing is owed until the order",
          "[reg13.2-final-plan][reg10.1-no-plan][reg44.2b.ii-final]") {
    const auto case_ref = conceded(true);
    for (const auto* duty : {"reg13.2-final-plan", "reg10.1-no-plan"}) {
        CHECK(case_ref.clock(duty, "2023-06-01").status == Status::overdue);
        CHECK(case_ref.under("consent-order").clock(duty, "2023-06-01").status == Status::lapsed);
    }
    const auto ordered = case_ref.on("2023-05-08", "tribunal-order", of_assessing);
    CHECK(due(ordered.under("consent-order"), "reg44.2b.ii-final", "2023-06-01") == "2023-08-14");
}

TEST_CASE("strict and lenient take the readings of their side, and leave every other row") {
    const auto& written = england().rows();
    for (const auto& [name, side] :
         {std::pair{"strict", law::Side::strict}, std::pair{"lenient", law::Side::lenient}}) {
        const auto& read = england(name).rows();
        REQUIRE(read.size() == written.size());
        for (std::size_t row = 0; row < written.size(); ++row) {
            const auto& readings = written[row].readings;
            const bool carries = std::any_of(readings.begin(), readings.end(),
                                             [&](const auto& one) { return one.side == side; });
            const bool same = read[row].within.text == written[row].within.text &&
                              read[row].counting == written[row].counting;
            INFO(name << " " << written[row].id);
            CHECK(same != carries);
        }
    }
}

TEST_CASE("a reading of a side changes the count alone, and in its direction") {
    for (const auto& duty : england().rows()) {
        for (const auto& reading : duty.readings) {
            INFO(duty.id << " " << reading.name);
            CHECK(reading.authority.size() > 10);
            CHECK(reading.words.size() > 10);
            CHECK(reading.row.readings.empty());
            CHECK(reading.row.id == duty.id);
            CHECK(reading.row.cite == duty.cite);
            if (reading.side == law::Side::neither) continue;
            const auto texts = [](const std::vector<law::Pattern>& patterns) {
                std::vector<std::string> all;
                for (const auto& pattern : patterns) all.push_back(pattern.text);
                return all;
            };
            CHECK(texts(reading.row.starts) == texts(duty.starts));
            CHECK(texts(reading.row.ends) == texts(duty.ends));
            CHECK(texts(reading.row.lapses) == texts(duty.lapses));
        }
    }
}

TEST_CASE("the readings are these, and a name that is none is refused with their list") {
    CHECK(law::reading_names(england().written) ==
          std::vector<std::string>{"day-one", "ombudsman", "consent-order", "hertfordshire",
                                   "literal-before", "clear-days", "working-days", "twelve-weeks"});
    const auto none = law::under(england().written, "kind");
    REQUIRE_FALSE(none.has_value());
    CHECK(none.error().found == "no row carries a reading called \"kind\"");
    CHECK(none.error().hint.find("strict, lenient, day-one") != std::string::npos);
}

TEST_CASE("under a reading the row still says how else it is read, the default among it") {
    const auto* row = england("ombudsman").written.find("reg13.2-final-plan");
    std::set<std::string> names;
    for (const auto& reading : row->readings) names.insert(reading.name);
    CHECK(names == std::set<std::string>{"consent-order", "day-one", "default", "hertfordshire"});
}
