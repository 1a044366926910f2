// What fell due before the record of a case begins is unknown where the record alone would say late
// (docs/law/reading.md, 7.6). A request of 8 January 2024 has its 6 weeks end on 19 February and
// its 20 weeks on 27 May 2024.
#include <catch2/catch.hpp>

#include "tests/support/case_history.hpp"

using namespace longstop::tests;

namespace {

const Case requested = Case().on("2024-01-08", "request-received");
constexpr std::string_view decide = "reg5.1-decide-whether-to-assess";

}  // namespace

TEST_CASE("7.6: due the day before the record begins it is unknown, due on that day it is late",
          "[reg5.1-decide-whether-to-assess]") {
    const auto unknown = requested.on("2024-02-20", "record-begins").clock(decide, "2024-03-01");
    CHECK(unknown.status == Status::unknown);
    CHECK(unknown.before_record);
    CHECK(unknown.due == "2024-02-19");
    CHECK(unknown.days_late == 0);
    const auto late = requested.on("2024-02-19", "record-begins").clock(decide, "2024-03-01");
    CHECK(late.status == Status::overdue);
    CHECK(late.days_late == 11);
}

TEST_CASE("7.6: what was met, is running or excused stays", "[reg5.1-decide-whether-to-assess]") {
    const auto begun = requested.on("2024-06-03", "record-begins");
    CHECK(begun.on("2024-02-19", "assess-decision-notified", {{"outcome", "yes"}})
              .clock(decide, "2024-07-01")
              .status == Status::met);
    CHECK(begun.on("2024-02-20", "assess-decision-notified", {{"outcome", "yes"}})
              .clock(decide, "2024-07-01")
              .status == Status::unknown);
    CHECK(begun.clock("reg13.2-final-plan", "2024-05-27").status == Status::running);
    CHECK(begun.clock("reg13.2-final-plan", "2024-05-28").status == Status::unknown);
    const auto excused = begun.on("2024-02-01", "personal-circumstances")
                             .on("2024-02-19", "exception-relied-on",
                                 {{"ground", "personal-circumstances"},
                                  {"duty", std::string{decide}},
                                  {"reason", "r"}});
    CHECK(excused.clock(decide, "2024-07-01").status == Status::excused);
}

TEST_CASE("7.6: the last in reading order counts, of whatever day",
          "[reg5.1-decide-whether-to-assess]") {
    const auto two = requested.on("2024-06-03", "record-begins").on("2024-02-01", "record-begins");
    CHECK(two.clock(decide, "2024-03-01").status == Status::unknown);
    CHECK(two.clock(decide, "2024-07-01").status == Status::unknown);
}

TEST_CASE("7.6: a window cut short before the record begins is unknown", "[cfa45.4-keep-plan]") {
    const auto ended =
        Case().on("2024-01-12", "cease-decision-notified").on("2024-02-01", "plan-ceased");
    CHECK(ended.clock("cfa45.4-keep-plan", "2024-07-01").status == Status::too_early);
    CHECK(ended.on("2024-06-03", "record-begins").clock("cfa45.4-keep-plan", "2024-07-01").status ==
          Status::unknown);
}
