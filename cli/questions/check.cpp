// longstop check: what is missing or odd in what is recorded, by name, and what would mend it.
#include <fmt/format.h>

#include "cli/question/values.hpp"
#include "cli/questions/questions.hpp"
#include "cli/render/clock_rows.hpp"
#include "cli/render/wrapped.hpp"
#include "projections/authorities.hpp"
#include "projections/checks.hpp"

namespace longstop::cli {
namespace {

using projections::Finding;

// The entry a finding is about, as the log has it.
struct EntryTexts {
    std::string id;
    std::string source;
    std::string date;
    std::string_view type;  // of the table of types
};

struct Found {
    std::vector<Finding> findings;
    std::map<events::Position, EntryTexts> entries;
    log::LogColumns texts;
};

constexpr std::array fields{"check"_f, "la"_f,   "case"_f,  "position"_f, "id"_f,  "source"_f,
                            "date"_f,  "type"_f, "about"_f, "means"_f,    "mend"_f};
constexpr std::array in_table{"check"_f, "case_key"_f, "position"_f, "date"_f, "type"_f, "about"_f};

std::string list_of_checks() {
    std::string out = "What longstop check looks for, and what would mend it\n";
    for (const auto& check : projections::checks()) {
        out += fmt::format("\n{}\n    {}\n    to mend: {}\n", check.name,
                           paragraph(check.means, 94, 4), paragraph(check.mend, 85, 13));
    }
    return out;
}

Result<std::optional<std::size_t>> check_named(const std::string& name) {
    if (name.empty()) return std::optional<std::size_t>{};
    const auto all = projections::checks();
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].name == name) return std::optional{i};
    }
    return usage_error("cannot check", fmt::format("no check is called \"{}\"", name),
                       "longstop check --list names them");
}

Result<std::map<events::Position, EntryTexts>> entries_of(const log::Store& store,
                                                          events::AuthorityId la,
                                                          const std::vector<Finding>& findings) {
    std::map<events::Position, EntryTexts> entries;
    for (const auto& finding : findings) entries[finding.position];
    std::vector<events::Position> positions;
    positions.reserve(entries.size());
    for (const auto& [position, texts] : entries) positions.push_back(position);
    const auto read = store.each_entry_at(la, positions, [&](const events::Entry& entry) {
        entries[entry.position] = {std::string{entry.event.id}, std::string{entry.event.source},
                                   events::to_text(entry.event.date),
                                   events::type_name(entry.event.type)};
        return true;
    });
    if (!read) return read.error();
    return entries;
}

std::string about(const Finding& finding, const law::Law& law) {
    if (finding.refusal == law::NotMadeOut::none) return finding.about;
    return fmt::format("{}: {}", finding.about, refusal_text(finding.refusal, law));
}

void write(Rows& rows, const Found& found, const Finding& finding, const law::Law& law) {
    const auto& check = projections::checks()[finding.check];
    const auto& entry = found.entries.at(finding.position);
    const auto& reference = found.texts.cases[finding.case_no - 1];
    auto la = events::to_text(found.texts.la);
    auto& row = rows.row();
    row["check"_f] = check.name;
    row.keep("case_key"_f, la + "/" + reference);
    row.keep("la"_f, std::move(la));
    row["case"_f] = std::string_view{reference};
    row["position"_f] = position_cell(finding.position);
    row["id"_f] = std::string_view{entry.id};
    row["source"_f] = std::string_view{entry.source};
    row["date"_f] = std::string_view{entry.date};
    row["type"_f] = entry.type;
    row.keep_or_null("about"_f, about(finding, law));
    row["means"_f] = check.means;
    row["mend"_f] = check.mend;
    rows.write(Emphasis::warn);
    if (!rows.is_table()) return;
    rows.below("    ", fmt::format("id {} of {}; to mend: {}", entry.id, entry.source, check.mend));
}

// How many of each name, those that hide answers first.
void write_totals(Rows& rows, const std::vector<Found>& logs) {
    const auto all = projections::checks();
    std::vector<std::uint64_t> counts(all.size());
    std::uint64_t total = 0;
    for (const auto& log : logs) {
        for (const auto& finding : log.findings) {
            ++counts[finding.check];
            ++total;
        }
    }
    rows.foot(total == 0 ? "nothing found" : pluralized(total, "finding") + ":");
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (counts[i] > 0) {
            rows.foot(fmt::format("{:>7} ", counts[i]),
                      fmt::format("{}: {}", all[i].name, all[i].means));
        }
    }
}

Result<std::string> first(const Asked& asked) {
    if (asked.flag("--list")) return list_of_checks();
    const auto only = check_named(asked.text("--only"));
    if (!only) return only.error();
    return std::string{};
}

Exit answer(const Asked& asked, Rows& rows) {
    const auto only = check_named(asked.text("--only"));
    const auto las = asked.authorities();
    if (!las) return las.error();
    const auto logs = projections::for_each_authority<Found>(
        asked.store(), *las, [&](log::LogColumns& log) -> Result<Found> {
            Found found;
            const projections::FoldableLog foldable(log, asked.law(), asked.when.known_at);
            found.findings =
                projections::findings_of(foldable, asked.law(), asked.when.as_of, *only);
            auto entries = entries_of(asked.store(), log.la, found.findings);
            if (!entries) return entries.error();
            found.entries = std::move(*entries);
            projections::drop_headers(log);
            found.texts = std::move(log);
            return found;
        });
    if (!logs) return logs.error();
    rows.begin(fields, in_table);
    if (const auto added = asked.add_basis(*las, rows); !added) return added.error();
    for (std::size_t name = 0; name < projections::checks().size(); ++name) {
        for (const auto& log : *logs) {
            for (const auto& finding : log.findings) {
                if (finding.check == name) write(rows, log, finding, asked.law().written);
            }
        }
    }
    write_totals(rows, *logs);
    rows.foot(describe(asked.when));
    rows.foot("next: longstop audit LA/CASE shows the entries; longstop check --list explains");
    return 0;
}

constexpr auto takes = std::to_array<Parameter>({
    parameter::la,
    {.name = "--only", .value = "NAME", .means = "One check alone", .values = values::checks},
    {"--list", Takes::flag, "", "The checks, each explained"},
});
constexpr std::array lists{List{"", fields, in_table}};

}  // namespace

const Question question::check{
    .name = "check",
    .asks = "What is missing or odd in what is recorded, and what would mend it",
    .takes = takes,
    .lists = lists,
    .answer = answer,
    .first = first,
    .example = "longstop check --la 999",
};

}  // namespace longstop::cli
