#include "cli/questions/who_answers.hpp"

#include <fmt/format.h>

#include "cli/render/output.hpp"
#include "events/field_no.hpp"
#include "events/type_no.hpp"
#include "projections/tenures.hpp"

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
        if (header.case_no != case_no || !projections::changes_hands(header)) continue;
        if (first == 0 || header.date < date_of(first)) first = at;
        if (header.date <= day && (last == 0 || header.date >= date_of(last))) last = at;
    }
    return last == 0 ? first : last;
}

std::string told(const events::Event& change) {
    const auto here = fmt::format("{}/{}", events::to_text(change.la), change.case_reference);
    const bool went = change.type == type::case_passed_on;
    const auto other = field_text(change, went ? FieldNo::to_la : FieldNo::from_la);
    return fmt::format("{}: {} {} {} {} for this case: ask about {}/{}\n", here,
                       went ? "from" : "before", events::to_text(change.date), other,
                       went ? "answers" : "answered", other,
                       field_text(change, FieldNo::reference));
}

// The change of hands by which the log's authority no longer answers; 0: it answers.
events::Position passed_on_at(const log::LogColumns& log, std::string_view case_ref,
                              std::int32_t day) {
    const auto case_no = projections::case_number(log, case_ref);
    if (case_no == 0 || projections::tenures_of(log).answers(case_no, day)) return 0;
    return governing_change(log, case_no, day);
}

}  // namespace

Result<void> tell_recorded_late(const log::Store& store, const log::LogColumns& log,
                                std::string_view case_ref, events::Day as_of) {
    const auto position = passed_on_at(log, case_ref, events::number_of(as_of));
    if (position == 0) return {};
    return store.each_entry_at(log.la, std::span{&position, 1}, [](const events::Entry& entry) {
        tell(told(entry.event));
        if (entry.event.type == type::case_passed_on) {
            tell(
                "the entry counts for nobody until longstop succeed is run again, which carries it "
                "over\n");
        }
        return true;
    });
}

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
