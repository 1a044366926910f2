#include "cli/basis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "cli/failed_write.hpp"
#include "cli/messages.hpp"
#include "cli/render/output.hpp"
#include "events/codec.hpp"

namespace longstop::cli {
namespace {

constexpr std::size_t shown_figures = 12;

std::string_view front(std::string_view digest) { return digest.substr(0, shown_figures); }

std::string logs_line(const std::vector<LogRead>& logs) {
    std::uint64_t entries = 0;
    for (const auto& log : logs) entries += log.entries;
    const auto which = logs.size() == 1 ? "log " + events::to_text(logs.front().la)
                                        : fmt::format("{} logs", logs.size());
    return fmt::format("{} at {} ({})", which, entries, front(digest_of(logs)));
}

Error no_basis(const std::filesystem::path& file, std::string found) {
    return usage_error(fmt::format("cannot read a basis in {}", file.string()), std::move(found),
                       "give a file written with --basis-file, or an answer in --format json",
                       ErrorCode::unreadable_file);
}

// Which rows an answer about the law of a past day does not use: their clocks are absent from it.
std::string stood_line(const LawMarks& law) {
    if (!law.in_force_on) return {};
    std::string ids;
    for (const auto& id : law.left_out) ids += (ids.empty() ? "" : ", ") + id;
    return paragraph(fmt::format("the law as it stood on {}, without the rows not in force or not "
                                 "known then: {}",
                                 events::to_text(*law.in_force_on), ids.empty() ? "none" : ids),
                     98, 2);
}

}  // namespace

Result<Basis> basis_of(const log::Store& store, const std::vector<events::AuthorityId>& las,
                       const projections::Question& question, const LawMarks& law) {
    const auto heads = store.heads();
    if (!heads) return heads.error();
    Basis basis{{}, question.as_of, question.known_at, law};
    for (const auto& head : *heads) {
        if (std::find(las.begin(), las.end(), head.la) == las.end()) continue;
        basis.logs.push_back({head.la, head.entries, log::to_hex(head.root)});
    }
    return basis;
}

std::string basis_line(const Basis& basis) {
    auto text = std::string{"basis: "};
    if (!basis.logs.empty()) text += logs_line(basis.logs) + ", ";
    text += describe({basis.as_of, basis.known_at});
    if (!basis.law.law.empty()) {
        text +=
            fmt::format(", law {}, calendar {}", front(basis.law.law), front(basis.law.calendar));
    }
    if (basis.law.in_force_on) {
        text += fmt::format(", as the law stood on {}", events::to_text(*basis.law.in_force_on));
    }
    if (!basis.law.reading.empty()) text += ", read as " + basis.law.reading;
    return paragraph(text, 93, 7);
}

Result<void> write_basis(const std::filesystem::path& file, const Basis& basis) {
    errno = 0;
    std::ofstream out(file, std::ios::binary);
    out << basis_json(basis) << '\n';
    out.close();
    if (out) return {};
    return usage_error(fmt::format("cannot write the basis to {}", file.string()),
                       "the file cannot be written", "name a file in a folder that is there",
                       code_of_failed_write(errno));
}

Result<Basis> read_basis(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return no_basis(file, "the file cannot be opened");
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    auto basis = parse_basis(text);
    if (!basis) return no_basis(file, "it holds no basis");
    return std::move(*basis);
}

namespace {

Error another_log(const LogRead& seen, std::string found) {
    return {ErrorCode::other_log, fmt::format("cannot prove log {}", events::to_text(seen.la)),
            std::move(found), "the past of a log is never rewritten: this is another store",
            "name the store the basis was made from (--store), and run longstop verify"};
}

}  // namespace

Result<void> prove(const log::Store& store, const Basis& basis) {
    const auto heads = store.heads();
    if (!heads) return heads.error();
    for (const auto& seen : basis.logs) {
        const auto head = std::find_if(heads->begin(), heads->end(),
                                       [&](const auto& one) { return one.la == seen.la; });
        const auto entries = head == heads->end() ? 0 : head->entries;
        if (entries < seen.entries) {
            return another_log(seen, fmt::format("the basis saw {} entries, and the log has {}",
                                                 seen.entries, entries));
        }
        log::Frontier frontier;
        std::string record;
        const auto read =
            store.each_entry(seen.la, 1, seen.entries, [&](const events::Entry& entry) {
                record.clear();
                events::encode(entry, record);
                frontier.add(record);
                return true;
            });
        if (!read) return read.error();
        if (log::to_hex(frontier.root()) == seen.root) continue;
        return another_log(
            seen,
            fmt::format("its first {} entries have another root than the basis", seen.entries));
    }
    return {};
}

Result<void> tell_basis(const ReadingOptions& options, const Basis& basis) {
    if (!options.basis_file.empty()) {
        if (auto written = write_basis(options.basis_file, basis); !written) return written;
    }
    if (options.basis) tell(basis_line(basis) + "\n");
    return {};
}

Result<void> add_basis(const ReadingOptions& options, const Basis& basis, Rows& rows) {
    auto below = stood_line(basis.law);
    if (rows.is_table() && options.basis) {
        below += (below.empty() ? "" : "\n") + basis_line(basis);
    }
    rows.basis(basis_json(basis), std::move(below));
    ReadingOptions aside = options;
    aside.basis = options.basis && (rows.format() == Format::jsonl || rows.format() == Format::csv);
    return tell_basis(aside, basis);
}

}  // namespace longstop::cli
