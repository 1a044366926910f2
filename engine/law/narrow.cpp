#include "engine/law/narrow.hpp"

namespace longstop::law {
namespace {

// The rows whose clocks decide what becomes of a clock of the row.
RowSet decide(const CompiledLaw& law, RowNo row) {
    const auto& duty = law.duty(row);
    auto rows = law.plans[row].unless_open | law.plans[row].not_listed_while;
    if (duty.answers == 0 && !duty.group) return rows;
    for (const auto& group : law.groups) rows = rows | group;  // what a plan answers
    return rows;
}

}  // namespace

CompiledLaw narrowed(const CompiledLaw& law, RowNo row) {
    RowSet rows;
    rows.add(row);
    for (RowSet before; !(before == rows);) {
        before = rows;
        before.each([&](RowNo one) { rows = rows | decide(law, one); });
    }
    return compile(law.written, rows);
}

}  // namespace longstop::law
