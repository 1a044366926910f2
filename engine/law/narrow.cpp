#include "engine/law/narrow.hpp"

namespace longstop::law {

Law narrowed(Law law, RowNo row) {
    RowSet rows;
    rows.add(row);
    for (RowSet before; !(before == rows);) {
        before = rows;
        before.each([&](RowNo one) {
            rows = rows | law.duties[one].unless_open_rows | law.duties[one].not_listed_while_rows;
        });
    }
    law.only = rows;
    compile(law);
    return law;
}

}  // namespace longstop::law
