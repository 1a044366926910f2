#include "projections/case_list.hpp"

#include <algorithm>
#include <tuple>

#include "projections/breaches.hpp"
#include "projections/stages.hpp"

namespace longstop::projections {
namespace {

void add(CaseLine& line, const law::Clock& clock, const law::Duty& duty, std::int32_t as_of) {
    if (clock.state != law::Clock::State::open || clock.started_on > as_of) return;
    ++line.open;
    if (is_breach(clock, duty)) {
        ++line.overdue;
        if (clock.days_late > line.worst_late) {
            line.worst_late = clock.days_late;
            line.worst_row = clock.row;
        }
    }
    const bool ahead = clock.due != law::no_day && clock.due >= as_of && !duty.is_window();
    if (ahead && (line.next_due == law::no_day || clock.due < line.next_due)) {
        line.next_due = clock.due;
        line.next_row = clock.row;
    }
}

// By case number - 1: the last known entry about it.
std::vector<Position> last_entries(const FoldableLog& log) {
    std::vector<Position> last(log.case_count());
    const auto& headers = log.log().headers;
    for (Position position = 1; position <= headers.size(); ++position) {
        const auto case_no = headers[position - 1].case_no;
        if (case_no != 0 && log.known(position)) last[case_no - 1] = position;
    }
    return last;
}

}  // namespace

std::vector<CaseLine> case_list(const FoldableLog& log, const law::CompiledLaw& law, Day as_of,
                                const ClockFilter& filter) {
    std::vector<CaseLine> lines;
    const auto last = last_entries(log);
    const auto today = events::number_of(as_of);
    fold_cases(log, law, as_of, 1, log.case_count() + 1,
               [&](std::uint32_t case_no, std::span<const law::Fact> facts,
                   std::span<const law::Clock> clocks) {
                   const bool kept =
                       !filter || std::any_of(clocks.begin(), clocks.end(), [&](const auto& clock) {
                           return clock.started_on <= today &&
                                  filter({log, law, case_no, facts, clocks, clock});
                       });
                   if (!kept) return;
                   CaseLine line;
                   line.case_no = case_no;
                   line.stage = stage_of(clocks, law, today);
                   line.last_entry = last[case_no - 1];
                   for (const auto& clock : clocks) add(line, clock, law.duty(clock.row), today);
                   lines.push_back(line);
               });
    const auto& cases = log.log().cases;
    std::sort(lines.begin(), lines.end(), [&](const CaseLine& a, const CaseLine& b) {
        const auto key = [&](const CaseLine& line) {
            return std::tuple{-line.worst_late, line.next_due == law::no_day, line.next_due};
        };
        return std::pair{key(a), std::string_view{cases[a.case_no - 1]}} <
               std::pair{key(b), std::string_view{cases[b.case_no - 1]}};
    });
    return lines;
}

}  // namespace longstop::projections
