#include "engine/law/narrow.hpp"

namespace longstop::law {
namespace {

// The rows whose clocks decide what becomes of a clock of the row.
RowSet decide(const Law& law, RowNo row) {
    const auto& duty = law.duties[row];
    auto rows = duty.unless_open_rows | duty.not_listed_while_rows;
    if (duty.answers == 0 && !duty.group) return rows;
    for (const auto& group : law.groups) rows = rows | group;  // what a plan answers
    return rows;
}

}  // namespace

Law narrowed(Law law, RowNo row) {
    RowSet rows;
    rows.add(row);
    for (RowSet before; !(before == rows);) {
        before = rows;
        before.each([&](RowNo one) { rows = rows | decide(law, one); });
    }
    law.only = rows;
    compile(law);
    return law;
}

}  // namespace longstop::law
