// Findings of the Local Government and Social Care Ombudsman, held against the law as computed
// here: tests/cases/ombudsman.jsonl (see the README beside it). Where a decision gives only the
// month of a thing, the case is run twice, with every such day at the beginning and again at the
// end of its month: what the Ombudsman found late must be late at both ends.
#include <catch2/catch.hpp>

#include <boost/json.hpp>
#include <fstream>
#include <functional>
#include <map>
#include <set>

#include "tests/support/case_history.hpp"

#include "tests/support/paths.hpp"

using namespace longstop::tests;
namespace json = boost::json;

namespace {

// Where a decision has no date: a day by which all of them had been made.
constexpr std::string_view all_decided = "2026-06-30";

struct Finding {
    std::string duty;  // empty where the finding is about no one row
    std::string about;
    bool breach = false;
    std::string due;
};

struct Decision {
    std::string ref;
    std::string as_of;
    Case earliest;
    Case latest;
    std::vector<Finding> findings;
};

std::string text(const json::object& object, std::string_view key) {
    const auto* value = object.if_contains(key);
    return value != nullptr && value->is_string() ? json::value_to<std::string>(*value)
                                                  : std::string{};
}

// `end` is earliest or latest: the day taken where only the month is known.
Case happened(const json::array& events, std::string_view end) {
    Case case_ref;
    for (const auto& event : events) {
        const auto& row = event.as_object();
        Fields fields;
        for (const auto* name : {"outcome", "kind"}) {
            if (row.contains(name)) fields.push_back({name, text(row, name)});
        }
        const auto day = row.contains("date") ? text(row, "date") : text(row, end);
        case_ref = case_ref.on(day, text(row, "type"), fields);
    }
    return case_ref;
}

std::vector<Decision> read_decisions() {
    std::ifstream in(std::string{LONGSTOP_TESTS_DIR} + "/cases/ombudsman.jsonl");
    std::vector<Decision> decisions;
    for (std::string line; std::getline(in, line);) {
        const auto row = json::parse(line).as_object();
        Decision decision;
        decision.ref = text(row, "ref");
        decision.as_of = text(row, "decided");
        if (decision.as_of.empty()) decision.as_of = all_decided;
        decision.earliest = happened(row.at("events").as_array(), "earliest");
        decision.latest = happened(row.at("events").as_array(), "latest");
        for (const auto& value : row.at("findings").as_array()) {
            const auto& finding = value.as_object();
            decision.findings.push_back({text(finding, "duty"), text(finding, "about"),
                                         finding.at("breach") == true, text(finding, "due")});
        }
        decisions.push_back(std::move(decision));
    }
    return decisions;
}

const std::vector<Decision>& decisions() {
    static const auto all = read_decisions();
    return all;
}

const Decision& decision(std::string_view ref) {
    for (const auto& one : decisions()) {
        if (one.ref == ref) return one;
    }
    throw std::invalid_argument("no decision " + std::string{ref});
}

// "cfa44.1" is either of the two rows of section 44(1).
std::vector<ClockView> clocks_of(const Case& case_ref, std::string_view duty,
                                 std::string_view as_of) {
    if (duty != "cfa44.1") return case_ref.clocks(as_of, duty);
    auto clocks = case_ref.clocks(as_of, "cfa44.1a-first-review");
    const auto later = case_ref.clocks(as_of, "cfa44.1b-later-review");
    clocks.insert(clocks.end(), later.begin(), later.end());
    return clocks;
}

bool is_late(const ClockView& clock) {
    return clock.status == Status::overdue || clock.status == Status::met_late ||
           (clock.status == Status::lapsed && clock.days_late > 0);
}

struct RefAndDuty {
    std::string ref;
    std::string duty;
    auto operator<=>(const RefAndDuty&) const = default;
};

std::ostream& operator<<(std::ostream& out, const RefAndDuty& pair) {
    return out << pair.ref << " " << pair.duty;
}

// Findings of a breach whose starting event has no published date: no clock, nothing to hold.
const std::set<RefAndDuty> without_a_start = {
    {"18 001 971", "reg13.2-final-plan"},
    {"19 010 890", "devon-12w-final"},
    {"19 011 568", "cfa44.1"},
    {"22 002 771", "reg10.1-no-plan"},
    {"22 016 420", "reg13.2-final-plan"},
    {"23 017 300", "reg13.2-final-plan"},
    {"23 017 334", "reg13.2-final-plan"},
    {"23 018 200", "reg27.2-final"},
    {"24 000 060", "reg13.2-final-plan"},
    {"24 007 332", "cfa44.1"},
    {"24 007 521", "reg27.2-final"},
    {"24 007 869", "cfa44.1"},
    {"24 011 536", "reg27.2-final"},
    {"24 014 728", "devon-12w-final"},
    {"24 019 017", "cfa44.1"},
    {"24 019 017", "reg18.1a-phase-post16"},
    {"24 019 533", "devon-12w-final"},
    {"24 023 195", "reg13.2-final-plan"},
    {"LGL-60669", "reg27.2-final"},
    {"NEWS-BRENT-1450", "cfa44.1"},
    {"NEWS-HCC-1500", "reg13.2-final-plan"},
    {"NEWS-HCC-900", "devon-12w-final"},
    {"NEWS-SURREY-1100", "reg13.2-final-plan"},
    {"NEWS-WSX-40WK", "reg13.2-final-plan"},
};

// Findings about no one row of the law: read below, one by one.
const std::multiset<std::string> about_no_one_row = {
    "23 010 574", "24 019 445", "24 019 445",   "25 005 721",
    "25 005 721", "25 007 885", "NEWS-HCC-700", "NEWS-SLOUGH-500",
};

// Stated due dates that are not the law's: what the decision says, and what the law gives.
struct Slip {
    std::string ref;
    std::string duty;
    std::string stated;
    std::string by_law;
    auto operator<=>(const Slip&) const = default;
};
const std::set<Slip> slips = {{"23 013 824", "reg10.1-no-plan", "2023-09-06", "2023-09-07"}};

// Findings whose clock lapsed after its due date instead of being met late or still owed: none.
const std::set<RefAndDuty> lapsed_late = {};

void each_finding(const std::function<void(const Decision&, const Finding&)>& f) {
    for (const auto& one : decisions()) {
        for (const auto& finding : one.findings) f(one, finding);
    }
}

}  // namespace

TEST_CASE("real cases: 93 decisions with 113 findings") {
    std::size_t findings = 0;
    std::size_t breaches = 0;
    each_finding([&](const Decision&, const Finding& finding) {
        ++findings;
        if (finding.breach) ++breaches;
    });
    CHECK(decisions().size() == 93);
    CHECK(findings == 113);
    CHECK(breaches == 108);
}

TEST_CASE("real cases: what the Ombudsman found late is late at both ends of what is known") {
    std::size_t held = 0;
    each_finding([&](const Decision& one, const Finding& finding) {
        if (!finding.breach || finding.duty.empty()) return;
        if (without_a_start.contains({one.ref, finding.duty})) return;
        INFO(one.ref << " " << finding.duty << " as of " << one.as_of);
        bool at_both_ends = true;
        for (const auto* case_ref : {&one.earliest, &one.latest}) {
            const auto clocks = clocks_of(*case_ref, finding.duty, one.as_of);
            CHECK_FALSE(clocks.empty());
            at_both_ends = at_both_ends && !clocks.empty();
            for (const auto& clock : clocks) {
                INFO("started " << clock.started_on << ", due " << clock.due << ", "
                                << clock.status);
                CHECK(is_late(clock));
                at_both_ends = at_both_ends && is_late(clock);
            }
        }
        if (at_both_ends) ++held;
    });
    CHECK(held == 76);
}

TEST_CASE("real cases: none of the late clocks is one that lapsed late") {
    std::set<RefAndDuty> found;
    each_finding([&](const Decision& one, const Finding& finding) {
        if (!finding.breach || finding.duty.empty()) return;
        for (const auto* case_ref : {&one.earliest, &one.latest}) {
            for (const auto& clock : clocks_of(*case_ref, finding.duty, one.as_of)) {
                if (clock.status == Status::lapsed) found.insert({one.ref, finding.duty});
            }
        }
    });
    CHECK(found == lapsed_late);
}

TEST_CASE("real cases: the due dates the decisions state are the law's, but for one slip") {
    std::set<Slip> found;
    std::size_t agreed = 0;
    each_finding([&](const Decision& one, const Finding& finding) {
        if (finding.due.empty() || without_a_start.contains({one.ref, finding.duty})) return;
        INFO(one.ref << " " << finding.duty);
        const auto clocks = clocks_of(one.earliest, finding.duty, one.as_of);
        REQUIRE(clocks.size() == 1);
        CHECK(clocks_of(one.latest, finding.duty, one.as_of)[0].due == clocks[0].due);
        if (clocks[0].due == finding.due) {
            ++agreed;
        } else {
            found.insert({one.ref, finding.duty, finding.due, clocks[0].due});
        }
    });
    CHECK(found == slips);
    CHECK(agreed == 7);
}

TEST_CASE("real cases: the findings without a published start are these, and no others") {
    std::set<RefAndDuty> found;
    std::multiset<std::string> no_row;
    each_finding([&](const Decision& one, const Finding& finding) {
        if (!finding.breach) return;
        if (finding.duty.empty()) {
            no_row.insert(one.ref);
        } else if (clocks_of(one.earliest, finding.duty, one.as_of).empty() ||
                   clocks_of(one.latest, finding.duty, one.as_of).empty()) {
            found.insert({one.ref, finding.duty});
        }
    });
    CHECK(found == without_a_start);
    CHECK(no_row == about_no_one_row);
    CHECK(found.size() == 24);
}

TEST_CASE("real cases: days late that were published") {
    // Suffolk, 2023: the answer 21 days late, the plan 190.
    const auto& suffolk = decision("NEWS-SCC-1650");
    CHECK(suffolk.earliest.clock("reg5.1-decide-whether-to-assess", suffolk.as_of).days_late == 21);
    CHECK(suffolk.earliest.clock("reg13.2-final-plan", suffolk.as_of).days_late == 190);
    // West Northamptonshire, 2025: "approximately 9.5 weeks" are 66 days.
    const auto& northants = decision("25 006 076");
    CHECK(northants.earliest.clock("reg13.2-final-plan", northants.as_of).days_late == 66);
}

TEST_CASE("real cases: where the Ombudsman found nothing, or nothing was asked") {
    // Hertfordshire, 2023: the decision went out a day after the four weeks; nobody remarked on it.
    const auto& late_by_one = decision("NEWS-HCC-1200");
    CHECK(late_by_one.earliest.clock("reg20.10-decision", all_decided).days_late == 1);
    // Shropshire, 2024: 12 weeks to 5 March, and a plan some day in March.
    const auto& shropshire = decision("24 011 876");
    CHECK(shropshire.earliest.clock("devon-12w-final", shropshire.as_of).due == "2024-03-05");
    CHECK(shropshire.earliest.clock("devon-12w-final", shropshire.as_of).status == Status::met);
    CHECK(shropshire.latest.clock("devon-12w-final", shropshire.as_of).status == Status::met_late);
    // Twelve months starting with 4 August 2022.
    CHECK(shropshire.earliest.clock("cfa44.1a-first-review", shropshire.as_of).due == "2023-08-03");
    // Hampshire, 2024: ordered to amend in February; no amended plan among the dates.
    const auto& hampshire = decision("24 000 060");
    CHECK(hampshire.latest.clock("reg44.2e-amend-provision", all_decided).status ==
          Status::overdue);
}

// The Ombudsman usually counts 10 and 14 weeks from the day an authority agrees to assess after a
// refusal. The law has such weeks after an order, an agreement or a concession (regs 42, 44, 45);
// where none is recorded the 20 weeks still run from the request (R (W) v Hertfordshire CC [2023]
// EWHC 3138 (Admin)), and the 16 weeks for a refusal with them. These are two readings and not a
// mistake.
TEST_CASE("real cases: agreed to assess after a refusal: the weeks are read from the request") {
    const auto& essex = decision("24 019 445");
    CHECK(essex.earliest.clock("reg10.1-no-plan", essex.as_of).due == "2024-04-29");
    CHECK(essex.earliest.clock("reg10.1-no-plan", essex.as_of).status == Status::overdue);
    CHECK(essex.earliest.clock("reg13.2-final-plan", essex.as_of).due == "2024-05-27");
    CHECK(essex.earliest.clock("reg13.2-final-plan", essex.as_of).status == Status::overdue);

    const auto& essex_later = decision("25 005 721");
    CHECK(essex_later.earliest.clock("reg10.1-no-plan", all_decided).due == "2025-03-21");
    CHECK(essex_later.earliest.clock("reg10.1-no-plan", all_decided).status == Status::overdue);
    CHECK(essex_later.earliest.clock("reg13.2-final-plan", all_decided).due == "2025-04-18");
    CHECK(essex_later.earliest.clock("reg13.2-final-plan", all_decided).status == Status::overdue);

    const auto& hertfordshire = decision("NEWS-HCC-700");
    const auto early = hertfordshire.earliest.clock("reg13.2-final-plan", all_decided);
    const auto late = hertfordshire.latest.clock("reg13.2-final-plan", all_decided);
    CHECK(early.due == "2023-01-19");
    CHECK(early.status == Status::met_late);
    CHECK(late.due == "2023-02-17");
    CHECK(late.status == Status::met_late);

    // No day of the request is published: no clock.
    const auto& cambridgeshire = decision("25 007 885");
    CHECK(cambridgeshire.earliest.clocks(cambridgeshire.as_of).empty());
}

TEST_CASE("real cases: the other reading, the same facts with a written agreement, is late too") {
    const auto agreed = [](std::string_view requested, std::string_view day) {
        return Case()
            .on(requested, "request-received")
            .on(day, "mediation-agreement", {{"kind", "assess"}});
    };
    const auto essex = agreed("2024-01-08", "2024-04-12");
    CHECK(essex.clock("reg42.2-assess-no-plan", "2025-04-01").due == "2024-06-21");
    CHECK(essex.clock("reg42.2-assess-final", "2025-04-01").due == "2024-07-19");
    CHECK(essex.clock("reg42.2-assess-final", "2025-04-01").status == Status::overdue);
    CHECK(essex.clock("reg13.2-final-plan", "2025-04-01").status == Status::lapsed);
    const auto essex_later = agreed("2024-11-29", "2025-03-01");
    CHECK(essex_later.clock("reg42.2-assess-no-plan", all_decided).due == "2025-05-10");
    CHECK(essex_later.clock("reg42.2-assess-final", all_decided).due == "2025-06-07");
}

// The same findings under the reading named for the Ombudsman's practice. The decisions say that
// the authority had refused, and not when (nor, for Cambridgeshire, when it was asked): under this
// reading neither day matters, which is tested with an early and a late one of each.
TEST_CASE(
    "real cases: under the Ombudsman's reading the weeks run from the agreement, and are over") {
    struct Agreed {
        std::string_view ref, agreed, no_plan_due, plan_due, due_as_written;
    };
    const Fields refused = {{"outcome", "no"}};
    std::size_t held = 0;
    for (const auto& [ref, agreed, no_plan_due, plan_due, due_as_written] :
         {Agreed{"24 019 445", "2024-04-12", "2024-06-21", "2024-07-19", "2024-05-27"},
          Agreed{"25 005 721", "2025-03-01", "2025-05-10", "2025-06-07", "2025-04-18"},
          Agreed{"25 007 885", "2025-01-24", "2025-04-04", "2025-05-02", ""}}) {
        INFO(ref);
        const auto& one = decision(ref);
        for (const auto* finding :
             {"10 weeks from agreeing to assess", "14 weeks from agreeing to assess"}) {
            held += static_cast<std::size_t>(
                std::count_if(one.findings.begin(), one.findings.end(),
                              [&](const Finding& f) { return f.breach && f.about == finding; }));
        }
        for (const int days_before_agreeing : {1, 30}) {
            const auto agreement = *longstop::events::parse_day(agreed);
            const auto refusal =
                longstop::events::to_text(agreement - date::days{days_before_agreeing});
            auto case_ref = one.earliest.on(refusal, "assess-decision-notified", refused);
            if (due_as_written.empty()) {
                const auto asked =
                    longstop::events::to_text(agreement - date::days{40 + days_before_agreeing});
                case_ref = case_ref.on(asked, "request-received");
            }
            const auto read = case_ref.under("ombudsman");
            CHECK(read.clock("reg10.1-no-plan", one.as_of).due == no_plan_due);
            CHECK(read.clock("reg13.2-final-plan", one.as_of).due == plan_due);
            CHECK(is_late(read.clock("reg10.1-no-plan", one.as_of)));
            CHECK(is_late(read.clock("reg13.2-final-plan", one.as_of)));
            if (due_as_written.empty()) continue;
            CHECK(case_ref.clock("reg13.2-final-plan", one.as_of).due == due_as_written);
            CHECK(case_ref.under("hertfordshire").clock("reg13.2-final-plan", one.as_of).due ==
                  due_as_written);
        }
    }
    CHECK(held == 5);
    // Hertfordshire, where only months are known: 14 weeks from a day of July 2023 are over in
    // November, and the plan came in March 2024.
    const auto& hertfordshire = decision("NEWS-HCC-700");
    for (const auto& [case_ref, due] : {std::pair{&hertfordshire.earliest, "2023-10-07"},
                                        std::pair{&hertfordshire.latest, "2023-11-06"}}) {
        const auto read =
            case_ref->on("2023-01-15", "assess-decision-notified", refused).under("ombudsman");
        CHECK(read.clock("reg13.2-final-plan", all_decided).due == due);
        CHECK(read.clock("reg13.2-final-plan", all_decided).status == Status::met_late);
    }
}

TEST_CASE("real cases: a plan ordered in December 2023: the draft and the plan are both late") {
    const auto& slough = decision("NEWS-SLOUGH-500");
    CHECK(slough.earliest.clock("reg44.2c.i-draft", all_decided).due == "2024-01-05");
    CHECK(slough.latest.clock("reg44.2c.i-draft", all_decided).due == "2024-02-04");
    CHECK(slough.earliest.clock("reg44.2c.ii-final", all_decided).due == "2024-02-16");
    CHECK(slough.latest.clock("reg44.2c.ii-final", all_decided).due == "2024-03-17");
    for (const auto* duty : {"reg44.2c.i-draft", "reg44.2c.ii-final"}) {
        CHECK(slough.latest.clock(duty, all_decided).status == Status::overdue);
    }
}

TEST_CASE("real cases: a move to post-16 whose day is not published has no clock") {
    const auto& east_sussex = decision("23 010 574");
    CHECK(east_sussex.earliest.count("reg18.1a-phase-post16", all_decided) == 0);
}
