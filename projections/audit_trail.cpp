#include "projections/audit_trail.hpp"

#include <algorithm>
#include <unordered_map>

#include "events/type_no.hpp"

namespace longstop::projections {
namespace {

using ChangesByPosition = std::unordered_map<Position, std::vector<Change>>;

// Answers how many changes of the case are not among them.
std::uint64_t add_changes(const FoldableLog& log, const law::CompiledLaw& law, Day as_of,
                          std::uint32_t case_no, law::Evaluator& evaluator,
                          ChangesByPosition& changes) {
    const auto of_case = log.of_case(case_no, as_of);
    const auto facts = of_case.facts;
    law::Recorder recorder;
    const auto clocks = evaluator.run(of_case, as_of, &recorder);
    for (const auto& step : recorder.steps) {
        const auto& clock = clocks[step.clock];
        const auto shown = reported(clock, step.clock, case_no, facts, log.log());
        changes[facts[step.fact].source].push_back(
            {step.what, clock.row, subject_text(shown, law, log.log())});
    }
    return recorder.all_left_out();
}

// By target: the last retraction in force that takes it out.
std::unordered_map<Position, Position> retractions(const FoldableLog& log) {
    std::unordered_map<Position, Position> by;
    const auto& headers = log.log().headers;
    for (Position position = 1; position <= headers.size(); ++position) {
        const auto& header = headers[position - 1];
        if (header.type == events::type::retracted && header.target != 0 &&
            log.in_force(position)) {
            by[header.target] = position;
        }
    }
    return by;
}

}  // namespace

std::string_view change_text(law::Step::What what) {
    using What = law::Step::What;
    switch (what) {
        case What::opened: return "opened";
        case What::ended: return "ended";
        case What::lapsed: return "lapsed";
        case What::overtaken: return "overtaken";
        case What::rested: return "rested";
        case What::woke: return "woke";
        case What::linked: return "counted from here";
        case What::gone: return "lapsed for good";
        case What::held: return "held";
    }
    return "";
}

Result<std::uint64_t> audit_trail(const log::Store& store, const FoldableLog& log,
                                  const law::CompiledLaw& law, Day as_of,
                                  std::string_view reference, const AuditFunction& f) {
    const auto& headers = log.log().headers;
    const auto only = reference.empty() ? 0 : case_number(log.log(), reference);
    ChangesByPosition changes;
    std::uint64_t left_out = 0;
    law::Evaluator evaluator(law, log.vocabulary());
    std::vector<Position> positions;
    if (reference.empty()) {
        for (std::uint32_t no = 1; no <= log.case_count(); ++no) {
            left_out += add_changes(log, law, as_of, no, evaluator, changes);
        }
    } else if (only != 0) {
        left_out += add_changes(log, law, as_of, only, evaluator, changes);
    }
    for (Position position = 1; position <= headers.size(); ++position) {
        const bool wanted =
            reference.empty() || (only != 0 && headers[position - 1].case_no == only);
        if (wanted && log.known(position)) positions.push_back(position);
    }
    const auto by = retractions(log);
    const auto read = store.each_entry_at(log.log().la, positions, [&](const events::Entry& entry) {
        AuditLine line{entry, entry.recorded_at - Instant{entry.event.date},
                       {},    log.in_force(entry.position),
                       0,     headers[entry.position - 1].target};
        if (const auto found = changes.find(entry.position); found != changes.end()) {
            line.changes = std::move(found->second);
        }
        if (const auto found = by.find(entry.position); found != by.end()) {
            line.retracted_by = found->second;
        }
        f(line);
        return true;
    });
    if (!read) return read.error();
    return left_out;
}

}  // namespace longstop::projections
