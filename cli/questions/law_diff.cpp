// longstop law diff: what an amended law changes, row by row and key by key.
#include <fmt/format.h>

#include "cli/questions/questions.hpp"
#include "engine/law/amendment.hpp"

namespace longstop::cli {
namespace {

using law::Amendment;

constexpr std::array<std::string_view, 3> change_texts{"added", "removed", "changed"};

constexpr std::array fields{"change"_f, "row"_f, "key"_f, "before"_f, "after"_f};

void write(Rows& rows, const Amendment& amendment) {
    auto& row = rows.row();
    row["change"_f] = change_texts[static_cast<std::size_t>(amendment.what)];
    row["row"_f] = std::string_view{amendment.id};
    row["key"_f] = or_null(amendment.key);
    row["before"_f] = or_null(amendment.before);
    row["after"_f] = or_null(amendment.after);
    rows.write(amendment.what == Amendment::What::removed ? Emphasis::warn : Emphasis::none);
}

Exit answer(const Asked& asked, Rows& rows) {
    const auto& folder = asked.text("dir");
    const auto after = law_in_use(folder, asked.options.as_law_stood);
    if (!after) return after.error();
    const auto amendments = law::amendments(asked.law().written, after->law.written);
    rows.begin(fields, fields);
    if (const auto added = asked.add_basis({}, rows); !added) return added.error();
    std::array<std::uint64_t, 3> counts{};
    for (const auto& amendment : amendments) {
        write(rows, amendment);
        ++counts[static_cast<std::size_t>(amendment.what)];
    }
    rows.foot(fmt::format("{} added, {} removed, {} changed", pluralized(counts[0], "row"),
                          pluralized(counts[1], "row"), pluralized(counts[2], "key")));
    if (!amendments.empty()) {
        rows.foot(
            fmt::format("next: longstop rehearse {} shows who would be late under it", folder));
    }
    return 0;
}

constexpr std::array takes{parameter::other_law};
constexpr std::array lists{List{"", fields, fields}};

}  // namespace

const Question question::law_diff{
    .name = "law diff",
    .asks = "The rows and keys that differ in another law",
    .takes = takes,
    .lists = lists,
    .answer = answer,
    .needs = Needs::law,
    .example = "longstop law diff longstop-data/amended-law",
};

}  // namespace longstop::cli
