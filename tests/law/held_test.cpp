// Clocks without a last day yet: the right to appeal while a certificate is awaited, and the time
// for which a plan is kept while it, or an appeal, goes on (docs/law/reading.md, 4.9, 7.7).
// 12 January 2026 and 2 months is Thursday 12 March.
#include <catch2/catch.hpp>

#include "tests/law/both_sides.hpp"

using namespace longstop::tests;

namespace {

const Case ceasing = Case().on("2026-01-12", "cease-decision-notified");
constexpr std::string_view keep = "cfa45.4-keep-plan";
constexpr std::string_view appeal = "rule20.1.c-appeal";

}  // namespace

TEST_CASE("s.45(4): the plan is kept to the last day to appeal", "[cfa45.4-keep-plan]") {
    both_sides_of_a_window(ceasing, keep, "2026-03-12", "2026-03-13", {"plan-ceased"});
    const auto reviewed =
        Case().on("2026-01-12", "review-decision-notified", {{"outcome", "cease"}});
    CHECK(reviewed.clock(keep, "2026-03-12").due == "2026-03-12");
}

TEST_CASE("s.45(4): mediation sought by the last day holds the window, a day later it does not",
          "[cfa45.4-keep-plan][rule20.1.c-appeal]") {
    const auto in_time = ceasing.on("2026-03-12", "mediation-adviser-contacted");
    CHECK(in_time.clock(keep, "2026-03-12").due == "2026-03-12");
    const auto held = in_time.clock(keep, "2026-03-13");
    CHECK(held.status == Status::running);
    CHECK(held.due.empty());
    CHECK(held.held);
    CHECK(in_time.clock(appeal, "2026-03-13").held);
    CHECK(in_time.clock(appeal, "2026-03-13").status == Status::running);
    const auto late = ceasing.on("2026-03-13", "mediation-adviser-contacted");
    CHECK(late.clock(keep, "2026-03-14").status == Status::met);
    CHECK(late.clock(appeal, "2026-03-14").status == Status::lapsed);
}

TEST_CASE("s.45(4): ended while held it is too early, by nobody knows how much",
          "[cfa45.4-keep-plan]") {
    const auto ended = ceasing.on("2026-03-02", "mediation-declined")
                           .on("2026-04-20", "plan-ceased")
                           .clock(keep, "2026-05-01");
    CHECK(ended.status == Status::too_early);
    CHECK(ended.due.empty());
    CHECK(ended.days_early == 0);
    CHECK(ended.ended_on == "2026-04-20");
    // A certificate of the day of the end lets the time run out: 20 April and a month is 20 May.
    const auto released = ceasing.on("2026-03-02", "mediation-declined")
                              .on("2026-04-20", "plan-ceased")
                              .on("2026-04-20", "mediation-certificate-issued")
                              .clock(keep, "2026-05-01");
    CHECK(released.due == "2026-03-12");
    CHECK(released.status == Status::met);
}

TEST_CASE("4.9: the certificate releases for good, and gives its own month",
          "[cfa45.4-keep-plan][rule20.1.c-appeal]") {
    const auto certified = ceasing.on("2026-03-02", "mediation-declined")
                               .on("2026-03-24", "mediation-certificate-issued");
    CHECK(certified.clock(appeal, "2026-04-24").due == "2026-04-24");
    CHECK(certified.clock(appeal, "2026-04-25").status == Status::lapsed);
    const auto again = certified.on("2026-03-25", "mediation-requested");
    CHECK_FALSE(again.clock(appeal, "2026-04-25").held);
    CHECK(again.clock(keep, "2026-04-25").status == Status::met);
}

TEST_CASE("s.45(4): an appeal against ceasing holds the window until it is withdrawn or decided",
          "[cfa45.4-keep-plan]") {
    const auto against = [](const Fields& fields) {
        return ceasing.on("2026-03-02", "appeal-registered", fields)
            .clock(keep, "2026-03-13")
            .status;
    };
    CHECK(against({}) == Status::running);
    CHECK(against({{"against", "cease"}}) == Status::running);
    CHECK(against({{"against", "plan"}}) == Status::met);
    const auto appealed = ceasing.on("2026-03-02", "appeal-registered");
    CHECK(appealed.on("2026-05-01", "appeal-withdrawn").clock(keep, "2026-05-02").status ==
          Status::met);
    CHECK(appealed.on("2026-05-01", "tribunal-order", {{"kind", "continue"}})
              .clock(keep, "2026-05-02")
              .status == Status::lapsed);
}

TEST_CASE("rule 20: one right for each kind of decision, and an appeal uses its own",
          "[rule20.1.c-appeal][reg33-contact-adviser]") {
    const auto two =
        Case().on("2026-01-12", "cease-decision-notified").on("2026-01-19", "final-plan-sent");
    CHECK(two.clock(appeal, "2026-02-01", "cease").status == Status::running);
    CHECK(two.clock(appeal, "2026-02-01", "plan").status == Status::running);
    const auto one = two.on("2026-02-02", "appeal-registered", {{"against", "plan"}});
    CHECK(one.clock(appeal, "2026-02-03", "cease").status == Status::running);
    CHECK(one.clock(appeal, "2026-02-03", "plan").status == Status::met);
    CHECK(one.clock("reg33-contact-adviser", "2026-02-03", "cease").status == Status::running);
    CHECK(one.clock("reg33-contact-adviser", "2026-02-03", "plan").status == Status::lapsed);
    const auto all = two.on("2026-02-02", "appeal-registered");
    CHECK(all.clock(appeal, "2026-02-03", "cease").status == Status::met);
}
