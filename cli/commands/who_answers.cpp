#include "cli/commands/who_answers.hpp"

#include <fmt/format.h>

#include "cli/render/output.hpp"

namespace longstop::cli {
namespace {

using events::FieldNo;
namespace type = events::type;

// The change of hands by which the authority does not answer: the last one by the day, or the first
// of all, which is yet to come.
events::Position governing_change(const log::LogColumns& log, std::uint32_t case_no,
                                  std::int32_t day) {
    events::Position last = 0;
    events::Position first = 0;
    const auto date_of = [&](events::Position at) { return log.headers[at - 1].date; };
    for (events::Position at = 1; at <= log.headers.size(); ++at) {
        const auto& header = log.headers[at - 1];
        const bool changes =
            header.type == type::case_passed_on || header.type == type::case_taken_over;
        if (header.case_no != case_no || !changes) continue;
        if (first == 0 || header.date < date_of(first)) first = at;
        if (header.date <= day && (last == 0 || header.date >= date_of(last))) last = at;
    }
    return last == 0 ? first : last;
}

std::string told(const events::Event& change) {
    const auto here = fmt::format("{}/{}", events::to_text(change.la), change.case_reference);
    const bool went = change.type == type::case_passed_on;
    const auto other =
        fmt::format("{}/{}", field_text(change, went ? FieldNo::to_la : FieldNo::from_la),
                    field_text(change, FieldNo::reference));
    return fmt::format("{}: {} {} {} for this case: ask about {}\n", here, went ? "from" : "before",
                       events::to_text(change.date),
                       other.substr(0, 3) + (went ? " answers" : " answered"), other);
}

}  // namespace

Result<void> tell_who_answers(const log::Store& store, const projections::FoldableLog& log,
                              std::uint32_t case_no, events::Day as_of) {
    const auto day = events::number_of(as_of);
    if (log.answers(case_no, day)) return {};
    const auto position = governing_change(log.log(), case_no, day);
    return store.each_entry_at(log.log().la, std::span{&position, 1},
                               [](const events::Entry& entry) {
                                   tell(told(entry.event));
                                   return true;
                               });
}

}  // namespace longstop::cli
