#include "projections/tenures.hpp"

#include "events/type_no.hpp"

namespace longstop::projections {

bool changes_hands(const log::Header& header) {
    return header.type == events::type::case_passed_on ||
           header.type == events::type::case_taken_over;
}

Tenures tenures_of(const log::LogColumns& log) {
    Tenures tenures;
    for (const auto& header : log.headers) {
        if (!changes_hands(header)) continue;
        tenures.add(header.case_no, header.date, header.type == events::type::case_taken_over);
    }
    return tenures;
}

}  // namespace longstop::projections
