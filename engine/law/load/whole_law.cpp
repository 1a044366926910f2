#include "engine/law/load/whole_law.hpp"

#include <algorithm>

#include "engine/law/compiled.hpp"
#include "engine/law/load/toml_values.hpp"

namespace longstop::law::load {
namespace {

// The evaluator keeps what is held and fixed in histories, of which it has room for 64.
void check_histories(const Law& law) {
    std::size_t histories = history::of_rows;
    for (const auto& duty : law.rows()) {
        histories += 3 * duty.held.size() + (duty.directed_by.empty() ? 0 : 1);
        if (histories > max_histories) {
            throw Fault{duty.file, duty.line, "too many rows are held, or have a day that is fixed",
                        "the evaluator keeps 64 histories of events"};
        }
    }
}

// What the program counts by must be there to be counted.
void check_measures(const Law& law) {
    const auto& rows = law.rows();
    for (std::size_t i = 0; i < measures.size(); ++i) {
        const auto carries = [&](const Duty& duty) {
            return duty.counts_as(static_cast<Measure>(i));
        };
        if (std::any_of(rows.begin(), rows.end(), carries)) continue;
        throw Fault{rows.empty() ? "calendar.toml" : rows.front().file, 1,
                    "no row of the law carries the measure \"" + std::string{measures[i].name} +
                        "\" (" + std::string{measures[i].meaning} + ")",
                    "statistics and counts ask for it: they would say 0"};
    }
}

void check_stages(const Law& law) {
    const auto& stages = law.common().stages;
    for (const auto& duty : law.rows()) {
        if (duty.stage.empty() || std::count(stages.begin(), stages.end(), duty.stage) == 1)
            continue;
        throw Fault{
            duty.file, duty.line,
            "the stage \"" + duty.stage + "\" does not stand once in [stages] of common.toml",
            "no case would ever be said to wait there, or nobody could say before what"};
    }
}

}  // namespace

void check_whole_law(const Law& law) {
    check_histories(law);
    if (law.rows().size() > max_rows) {
        const auto& last = law.rows()[max_rows];
        throw Fault{last.file, last.line, "more than 128 rows",
                    "the evaluator holds 128, each version of a duty is one"};
    }
    for (std::size_t i = 0; i < law.rows().size(); ++i) {
        const auto& duty = law.rows()[i];
        for (std::size_t j = 0; j < i; ++j) {
            if (law.rows()[j].id == duty.id && duty.version == 0) {
                throw Fault{duty.file, duty.line, "a second row is called " + duty.id,
                            "answers name a duty by its id"};
            }
        }
        for (const auto* ids : {&duty.unless_open, &duty.not_listed_while}) {
            for (const auto& id : *ids) {
                if (!law.row_of(id)) {
                    throw Fault{duty.file, duty.line, "no row is called " + id, ""};
                }
            }
        }
    }
    check_measures(law);
    check_stages(law);
}

}  // namespace longstop::law::load
