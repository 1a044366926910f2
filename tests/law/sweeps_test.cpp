// What one event does to all of many clocks is told to each later (engine/law/sweeps.hpp), also to
// those that open later on its day (engine/law/day_sweeps.hpp). Held against the same evaluator
// where it never is: a case of many matters gives each of them the clocks, and the steps, that a
// case of that matter alone gives, whose few clocks are changed one by one.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <set>

#include "tests/support/case_history.hpp"

using namespace longstop::tests;
namespace law = longstop::law;
namespace events = longstop::events;

namespace {

constexpr std::int32_t first_day = 16436;  // 2015-01-01
constexpr int matters = 50;                // more than are changed one by one

// What may happen, named or nameless: what becomes of a matter hangs on no other. Nothing besides
// happens on the day of a request, where an event that touched a clock of another matter would not
// act on the new one, and one that touched none would (4.3f).
struct Kind {
    std::string_view type;
    std::string_view choice;
    int named;     // how often, of a hundred draws
    int nameless;  // likewise
};
constexpr std::array kinds{Kind{"request-received", "", 30, 0},
                           Kind{"assess-decision-notified", "no", 2, 13},
                           Kind{"assess-decision-notified", "yes", 2, 13},
                           Kind{"issue-decision-made", "", 2, 5},
                           Kind{"draft-plan-sent", "", 2, 5},
                           Kind{"no-plan-decision-notified", "", 1, 0},
                           Kind{"final-plan-sent", "", 1, 0},
                           Kind{"request-withdrawn", "", 1, 0},
                           Kind{"tribunal-order", "dismiss", 1, 0},
                           Kind{"appeal-received", "", 0, 2},
                           Kind{"appeal-response-sent", "", 0, 3},
                           Kind{"appeal-not-opposed", "make-plan", 2, 3}};

law::Fact fact_of(const Kind& kind, std::int32_t day) {
    const auto& type = *events::find_type(kind.type);
    law::Fact fact;
    fact.type = type.no;
    fact.date = first_day + day;
    if (!kind.choice.empty()) {
        fact.choice = events::choice_of(*events::choice_field(type), kind.choice);
    }
    return fact;
}

// A case of many matters, most of them requested before the rest happens; `source` is the place.
std::vector<law::Fact> made_up(std::mt19937& random) {
    const auto below = [&](unsigned n) { return static_cast<int>(random() % n); };
    const int days = 5 + below(200);
    std::vector<law::Fact> facts;
    for (int matter = 1; matter <= matters; ++matter) {
        facts.push_back(fact_of(kinds[0], 0));
        facts.back().matter = matter;
    }
    const auto draw = [&](int of_kind) {
        for (const auto& kind : kinds) {
            for (const bool named : {true, false}) {
                of_kind -= named ? kind.named : kind.nameless;
                if (of_kind >= 0) continue;
                const int day = 2 * below(static_cast<unsigned>(days));
                facts.push_back(fact_of(kind, kind.type == kinds[0].type ? day : day + 1));
                if (named) facts.back().matter = 1 + below(matters);
                return;
            }
        }
    };
    int all = 0;
    for (const auto& kind : kinds) all += kind.named + kind.nameless;
    const int more = 50 + below(700);
    for (int i = 0; i < more; ++i) draw(below(static_cast<unsigned>(all)));
    std::stable_sort(facts.begin(), facts.end(),
                     [](const auto& a, const auto& b) { return a.date < b.date; });
    for (std::uint32_t at = 0; at < facts.size(); ++at) facts[at].source = at;
    return facts;
}

std::vector<law::Fact> of_matter(const std::vector<law::Fact>& facts, std::int32_t matter) {
    std::vector<law::Fact> some;
    std::copy_if(facts.begin(), facts.end(), std::back_inserter(some),
                 [&](const law::Fact& fact) { return fact.matter == 0 || fact.matter == matter; });
    return some;
}

// By matter, its clocks and what was told of each, facts by their sources.
using Told = std::vector<std::int64_t>;
using ByMatter = std::map<std::int32_t, std::vector<Told>>;

ByMatter told_of(const std::vector<law::Fact>& facts, std::span<const law::Clock> clocks,
                 const law::Recorder& recorder) {
    const auto source = [&](std::uint32_t at) {
        return at == law::no_fact ? std::int64_t{-1} : std::int64_t{facts[at].source};
    };
    std::vector<Told> told(clocks.size());
    for (std::uint32_t at = 0; at < clocks.size(); ++at) {
        const auto& clock = clocks[at];
        told[at] = {clock.row,
                    static_cast<int>(clock.state),
                    static_cast<int>(clock.status),
                    clock.due,
                    clock.ended_on,
                    clock.days_late,
                    clock.overtaken,
                    source(clock.started_by),
                    source(clock.ended_by),
                    source(clock.woken_by),
                    recorder.left_out(at)};
    }
    for (const auto& step : recorder.steps) {
        told[step.clock].push_back(source(step.fact));
        told[step.clock].push_back(static_cast<int>(step.what));
    }
    for (const auto& due : recorder.dues) {
        told[due.clock].push_back(source(due.fact));
        told[due.clock].push_back(due.due ? events::number_of(*due.due) : law::no_day);
    }
    ByMatter by;
    for (std::uint32_t at = 0; at < clocks.size(); ++at) {
        by[clocks[at].matter].push_back(std::move(told[at]));
    }
    return by;
}

// Runs the case, adds to `acted` the sources of the facts that changed a clock, and answers what
// was told; told or not, the clocks are the same.
ByMatter run(law::Evaluator& evaluator, const std::vector<law::Fact>& facts, events::Day as_of,
             std::set<std::uint32_t>& acted) {
    const auto untold = told_of(facts, evaluator.run(facts, as_of), {});
    law::Recorder recorder;
    const auto clocks = evaluator.run(facts, as_of, &recorder);
    CHECK(told_of(facts, clocks, {}) == untold);
    CHECK(std::is_sorted(recorder.steps.begin(), recorder.steps.end(),
                         [](const auto& a, const auto& b) { return a.place < b.place; }));
    for (std::uint32_t at = 0; at < facts.size(); ++at) {
        if (recorder.has_acted(at)) acted.insert(facts[at].source);
    }
    return told_of(facts, clocks, recorder);
}

// A day on which all is decided before it is requested. What is drawn looks forward, whatever it
// does, so that a clock comes out as if it had been opened first. `requested`: matter 0, or the
// first so many.
constexpr std::array looking_forward{
    Kind{"assess-decision-notified", "no", 0, 0}, Kind{"assess-decision-notified", "yes", 0, 0},
    Kind{"no-plan-decision-notified", "", 0, 0}, Kind{"request-withdrawn", "", 0, 0}};

std::vector<law::Fact> decided_first(std::mt19937& random, std::vector<std::int32_t>& requested) {
    const auto below = [&](unsigned n) { return static_cast<int>(random() % n); };
    const int many = 1 + below(5);
    const int named = std::array{0, 5, 50, 100}[random() % 4];  // of a hundred
    const int turning = std::array{80, 99, 100}[random() % 3];  // likewise, yes and no
    std::vector<law::Fact> facts;
    for (int left = 34 + below(400); left > 0; --left) {
        const int kind = below(100) < turning ? below(2) : 2 + below(20) / 19;
        facts.push_back(fact_of(looking_forward[static_cast<std::size_t>(kind)], 0));
        if (below(100) < named) facts.back().matter = 1 + below(static_cast<unsigned>(many));
    }
    if (below(4) == 0) {
        requested = {0};
    } else {
        for (int matter = 1; matter <= many; ++matter) requested.push_back(matter);
    }
    for (const auto matter : requested) {
        facts.push_back(fact_of(kinds[0], 0));
        facts.back().matter = matter;
    }
    for (std::uint32_t at = 0; at < facts.size(); ++at) facts[at].source = at;
    return facts;
}

// The request of the matter, and then what was decided before it.
std::vector<law::Fact> requested_first(std::vector<law::Fact> facts, std::int32_t matter) {
    const auto request = facts.back().type;
    const auto is_request = [&](const law::Fact& fact) { return fact.type == request; };
    std::stable_partition(facts.begin(), facts.end(), is_request);
    std::erase_if(facts, [&](const law::Fact& fact) {
        return is_request(fact) ? fact.matter != matter
                                : matter != 0 && fact.matter != 0 && fact.matter != matter;
    });
    return facts;
}

// The law of which the rows alone are run that a request starts.
law::CompiledLaw of_requests(const law::CompiledLaw& whole) {
    law::RowSet rows;
    for (const auto* id : {"reg5.1-decide-whether-to-assess", "reg10.1-no-plan",
                           "reg13.2-final-plan", "guid-draft-by-16w"}) {
        rows.add(*whole.written.row_of(id));
    }
    return law::compile(whole.written, rows);
}

}  // namespace

TEST_CASE("sweeps: each of many matters has the clocks and steps that it has alone") {
    law::Vocabulary words;
    for (int matter = 1; matter <= matters; ++matter) {
        words.matters.add(static_cast<std::uint32_t>(matter), "m" + std::to_string(matter));
    }
    // Under the second reading a due date is counted anew at each waking.
    for (const auto& of_law : {of_requests(england()), of_requests(england("ombudsman"))}) {
        law::Evaluator evaluator(of_law, words);
        for (unsigned seed = 1; seed <= 40; ++seed) {
            INFO("seed " << seed);
            std::mt19937 random(seed);
            const auto facts = made_up(random);
            const auto as_of = events::day_of(first_day + 100 + static_cast<int>(seed) * 10);
            std::set<std::uint32_t> acted;
            const auto together = run(evaluator, facts, as_of, acted);
            std::set<std::uint32_t> acted_alone;
            ByMatter alone;
            for (int matter = 1; matter <= matters; ++matter) {
                alone.merge(run(evaluator, of_matter(facts, matter), as_of, acted_alone));
            }
            for (const auto& [matter, told] : together) {
                INFO("matter " << matter);
                CHECK(told == alone[matter]);
            }
            CHECK(acted == acted_alone);
        }
    }
}

TEST_CASE("sweeps: a clock that looks back over its day stands as one that opened first on it") {
    law::Vocabulary words;
    for (int matter = 1; matter <= matters; ++matter) {
        words.matters.add(static_cast<std::uint32_t>(matter), "m" + std::to_string(matter));
    }
    for (const auto& of_law : {of_requests(england()), of_requests(england("ombudsman"))}) {
        law::Evaluator evaluator(of_law, words);
        for (unsigned seed = 1; seed <= 300; ++seed) {
            INFO("seed " << seed);
            std::mt19937 random(seed);
            std::vector<std::int32_t> requested;
            const auto facts = decided_first(random, requested);
            const auto as_of = events::day_of(first_day + static_cast<int>(seed));
            std::set<std::uint32_t> acted;
            const auto looked_back = run(evaluator, facts, as_of, acted);
            std::set<std::uint32_t> acted_on;
            ByMatter read;
            for (const auto matter : requested) {
                read.merge(run(evaluator, requested_first(facts, matter), as_of, acted_on));
            }
            CHECK(looked_back == read);
            CHECK(acted == acted_on);
        }
    }
}
