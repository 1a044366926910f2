#include "projections/entry_effect.hpp"

#include <algorithm>
#include <optional>

#include "projections/idle_entries.hpp"

namespace longstop::projections {
namespace {

using law::Clock;

// The case as a log of some length has it.
struct CaseAt {
    CaseAt(const log::LogColumns& log, const law::CompiledLaw& law, std::uint32_t case_no,
           Day as_of)
        : foldable(log, law, std::nullopt),
          evaluator(law, foldable.vocabulary()),
          of_case(foldable.of_case(case_no, as_of)),
          answer{of_case.facts, evaluator.run(of_case, as_of), as_of} {}

    FoldableLog foldable;
    law::Evaluator evaluator;
    law::CaseFacts of_case;
    CaseAnswer answer;
};

bool due_first(const ClockPair& a, const ClockPair& b) {
    const auto key = [](const ClockPair& change) {
        const auto due = change.shown().clock.due;
        return std::pair{due == law::no_day, due};
    };
    return key(a) < key(b);
}

}  // namespace

EntryEffect effect_of(const log::LogColumns& log, Position position, const law::CompiledLaw& law,
                      Day as_of) {
    const auto& header = log.headers[position - 1];
    EntryEffect effect;
    effect.could_change = header.target != 0 || can_change_a_clock(law, header.type, header.choice);
    // Mostly the entry is the last, and the log is as it was then.
    std::optional<log::LogColumns> cut;
    if (position < log.headers.size()) cut = cut_to(log, position);
    const auto& with = cut ? *cut : log;
    const auto without = cut_to(log, position - 1);
    const CaseAt before(without, law, header.case_no, as_of);
    const CaseAt after(with, law, header.case_no, as_of);
    const ClockKeys keys(law, law);
    each_pair(keys, before.answer, after.answer, [&](const Clock* x, const Clock* y) {
        if (x != nullptr && y != nullptr && x->state == y->state && x->refusal == y->refusal &&
            outcome_of(*x, before.answer.facts) == outcome_of(*y, after.answer.facts)) {
            return;
        }
        effect.changes.push_back({before.answer.reported(x, header.case_no, without),
                                  after.answer.reported(y, header.case_no, with)});
    });
    std::stable_sort(effect.changes.begin(), effect.changes.end(), due_first);
    return effect;
}

}  // namespace longstop::projections
