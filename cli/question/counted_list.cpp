#include "cli/question/counted_list.hpp"

#include <algorithm>

#include "cli/render/counted_rows.hpp"

namespace longstop::cli {

Result<std::uint64_t> list_counted(const Asked& asked, Rows& rows,
                                   const std::vector<events::AuthorityId>& las,
                                   const EachCounted& each) {
    rows.begin(counted_fields(), counted_fields_in_table());
    if (const auto added = asked.add_basis(las, rows); !added) return added.error();
    std::uint64_t count = 0;
    for (const auto la : las) {
        const auto log = asked.store().columns(la);
        if (!log) return log.error();
        const projections::FoldableLog foldable(*log, asked.law(), asked.when.known_at);
        std::vector<CountedRow> listed;
        each(foldable, [&](const auto& counted, const auto& item) {
            listed.push_back(counted_row(counted, item));
        });
        std::stable_sort(listed.begin(), listed.end(),
                         [](const auto& a, const auto& b) { return a.counted < b.counted; });
        for (const auto& row : listed) write_counted(rows, row, asked.law(), *log);
        count += listed.size();
    }
    return count;
}

}  // namespace longstop::cli
