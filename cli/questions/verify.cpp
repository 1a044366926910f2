// longstop verify: proves the store whole, or names the damage.
#include <fmt/format.h>

#include "cli/progress_line.hpp"
#include "cli/questions/questions.hpp"
#include "cli/render/output.hpp"

namespace longstop::cli {
namespace {

constexpr std::array fields{"where"_f, "fault"_f};

// A store that cannot be opened is a finding too: verify answers "no" and says why.
Exit answer(const Asked& asked, Rows& rows) {
    Basis basis;  // of a store, whatever the law
    basis.as_of = asked.when.as_of;
    std::uint64_t entries = 0;
    std::size_t logs = 0;
    const auto store = log::Store::open_for_reading(asked.app.store);
    if (!store && store.error().code != ErrorCode::store_damaged) return store.error();
    std::vector<log::Finding> findings;
    if (!store) {
        findings = log::Store::damaged_files(asked.app.store);
        findings.push_back({asked.app.store, store.error().found});
    } else {
        ProgressLine line(asked.app, "verify");
        auto found = store->verify(
            [&](std::uint64_t done, std::uint64_t of) { line.show(done, of, done, "entries"); });
        if (!found) return found.error();
        findings = std::move(*found);
        if (const auto heads = store->heads()) {
            logs = heads->size();
            for (const auto& head : *heads) {
                entries += head.entries;
                basis.logs.push_back({head.la, head.entries, log::to_hex(head.root)});
            }
        }
    }
    rows.begin(fields, fields);
    if (const auto added = add_basis(asked.options, basis, rows); !added) return added.error();
    for (const auto& finding : findings) {
        auto& row = rows.row();
        row["where"_f] = std::string_view{finding.where};
        row["fault"_f] = std::string_view{finding.what};
        rows.write(Emphasis::bad);
    }
    if (findings.empty()) {
        rows.foot(
            fmt::format("whole: {} entries in {}; positions without gaps, every record, digest,",
                        entries, pluralized(logs, "log")));
        rows.foot("column, dictionary and index entry fits, recording instants in order");
    } else {
        rows.foot(fmt::format("{} found: restore the last backup (docs/operating.md)",
                              pluralized(findings.size(), "fault")));
    }
    if (!rows.finish()) return finished(false);
    // A night job that asks for JSON sees an empty list: say on standard error what that means.
    if (!rows.is_table() && findings.empty()) {
        tell(fmt::format("whole: {} entries in {}\n", entries, pluralized(logs, "log")));
    }
    return findings.empty() ? 0 : answer_is_no;
}

constexpr std::array lists{List{"", fields, fields}};

}  // namespace

const Question question::verify{
    .name = "verify",
    .asks = "Prove the store whole, or name the damage",
    .takes = {},
    .lists = lists,
    .answer = answer,
    .needs = Needs::itself,
    .example = "longstop verify",
};

}  // namespace longstop::cli
