#include "projections/why.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <unordered_map>

#include "engine/law/due.hpp"

namespace longstop::projections {
namespace {

template <class T, class F>
std::vector<T> chosen(const std::vector<T>& all, F&& wanted) {
    std::vector<T> some;
    std::copy_if(all.begin(), all.end(), std::back_inserter(some), wanted);
    return some;
}

// By subject: the duties that come before the row and are still open (7.3).
using OpenBefore = std::unordered_map<std::int32_t, std::set<law::RowNo>>;

OpenBefore open_before(std::span<const law::Clock> clocks, const law::RowPlan& plan) {
    OpenBefore rows;
    for (const auto& clock : clocks) {
        if (clock.state == law::Clock::State::open && plan.not_listed_while.has(clock.row)) {
            rows[clock.subject].insert(clock.row);
        }
    }
    return rows;
}

// The first plans that left the clock alone while it ran: a few say what all would.
std::vector<law::Answer> left_alone(const law::Clock& clock,
                                    const std::vector<law::Answer>& answers) {
    constexpr std::size_t few = 5;
    std::vector<law::Answer> found;
    const auto first = std::upper_bound(
        answers.begin(), answers.end(), clock.started_by,
        [](std::uint32_t at, const law::Answer& answer) { return at < answer.fact; });
    for (auto answer = first; answer != answers.end() && found.size() < few; ++answer) {
        if (clock.ended_by != law::no_fact && answer->fact >= clock.ended_by) break;
        if (answer->left_alone.has(clock.row)) found.push_back(*answer);
    }
    return found;
}

}  // namespace

bool equal_subjects(std::string_view a, std::string_view b) {
    return law::subject_key(a) == law::subject_key(b);
}

Explainer::Explainer(const law::CompiledLaw& law, std::vector<ReadLaw> laws)
    : law_(&law), laws_(std::move(laws)) {
    for (const auto day : law.calendar().publications()) {
        publications_.push_back({day, law.calendar().as_known_on(day - date::days{1}),
                                 law.calendar().as_known_on(day)});
    }
}

Result<Explainer> Explainer::make(const law::CompiledLaw& law) {
    auto laws = every_reading(law);
    if (!laws) return laws.error();
    return Explainer(law, std::move(*laws));
}

Why Explainer::why(const FoldableLog& log, std::uint32_t case_no, law::RowNo row, Day as_of) const {
    Why why;
    why.row = row;
    const auto of_case = log.of_case(case_no, as_of);
    why.facts.assign(of_case.facts.begin(), of_case.facts.end());
    why.later_record_begins = of_case.later_record_begins;

    law::Recorder recorder;
    law::Evaluator evaluator(*law_, log.vocabulary());
    const auto clocks = evaluator.run(why.of_case(), as_of, &recorder);
    const auto of_row = [&](const auto& told) { return told.row == row; };
    why.answers = recorder.answers;
    why.not_started = chosen(recorder.not_started, of_row);
    why.idle = chosen(recorder.exception_tests, [&](const law::ExceptionTest& exception_test) {
        return exception_test.clock == law::no_clock &&
               why.facts[exception_test.reliance].other == row;
    });
    const auto before = open_before(clocks, law_->plans[row]);
    constexpr auto not_told = std::numeric_limits<std::size_t>::max();
    std::vector<std::size_t> place(clocks.size(), not_told);  // of a clock, in why.clocks
    for (std::uint32_t at = 0; at < clocks.size(); ++at) {
        const auto& clock = clocks[at];
        if (clock.row != row || clock.started_on > events::number_of(as_of)) continue;
        place[at] = why.clocks.size();
        auto& told = why.clocks.emplace_back();
        told.reported = reported(clock, at, case_no, why.facts, log.log());
        told.reported.range = law::due_range(*law_, clock, why.facts);
        told.steps_left_out = recorder.left_out(at);
        told.moved = moves(clock, why);
        told.left_alone = left_alone(clock, recorder.answers);
        if (const auto open = before.find(clock.subject); open != before.end()) {
            told.kept_off_by.assign(open->second.begin(), open->second.end());
        }
    }
    const auto hand_out = [&](const auto& all, auto of_clock) {
        for (const auto& one : all) {
            if (one.clock == law::no_clock || place[one.clock] == not_told) continue;
            (why.clocks[place[one.clock]].*of_clock).push_back(one);
        }
    };
    hand_out(recorder.steps, &WhyClock::steps);
    hand_out(recorder.dues, &WhyClock::dues);
    hand_out(recorder.exception_tests, &WhyClock::exception_tests);
    read_otherwise(why, log.vocabulary(), as_of);
    return why;
}

// Only a publication after the start can have moved a date that somebody had computed.
std::vector<Moved> Explainer::moves(const law::Clock& clock, const Why& why) const {
    std::vector<Moved> moved;
    const auto& duty = law_->duty(clock.row);
    for (const auto& published : publications_) {
        if (events::number_of(published.day) <= clock.started_on) continue;
        const auto before = law::due_day(duty, published.before, clock, why.facts);
        const auto after = law::due_day(duty, published.after, clock, why.facts);
        if (before && after && *before != *after) {
            moved.push_back({published.day, *before, *after});
        }
    }
    return moved;
}

void Explainer::read_otherwise(Why& why, const law::Vocabulary& words, Day as_of) const {
    for (const auto& reading : law_->duty(why.row).readings) {
        std::unordered_map<std::uint32_t, law::Clock> by_start;
        for (std::size_t i = 1; i < laws_.size(); ++i) {  // the first is the law as asked about
            if (laws_[i].name != reading.name) continue;
            law::Evaluator evaluator(laws_[i].law, words);
            for (const auto& found : evaluator.run(why.of_case(), as_of)) {
                if (found.row == why.row) by_start.insert_or_assign(found.started_by, found);
            }
        }
        for (auto& told : why.clocks) {
            const auto found = by_start.find(told.reported.clock.started_by);
            told.readings.push_back(
                {&reading, found == by_start.end() ? std::nullopt : std::optional{found->second}});
        }
    }
}

}  // namespace longstop::projections
