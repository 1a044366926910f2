#include "cli/basis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>

#include "cli/failed_write.hpp"
#include "events/codec.hpp"

namespace longstop::cli {
namespace {

constexpr std::size_t shown_figures = 12;

std::string_view front(std::string_view digest) { return digest.substr(0, shown_figures); }

std::string sum_of(std::string_view text) { return log::to_hex(log::sha256({text})); }

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

// The texts and numbers of a basis in JSON. Throws what Boost.JSON throws.
Basis parsed(const boost::json::object& object) {
    const auto text = [&](const boost::json::object& of, std::string_view key) {
        return std::string{of.at(key).as_string()};
    };
    const auto optional_text = [&](std::string_view key) {
        const auto* value = object.if_contains(key);
        return value == nullptr || value->is_null() ? std::string{} : text(object, key);
    };
    Basis basis;
    basis.as_of = events::parse_day(text(object, "as_of")).value();
    if (const auto known = optional_text("known_at"); !known.empty()) {
        basis.known_at = events::parse_known_at(known).value();
    }
    for (const auto& item : object.at("logs").as_array()) {
        const auto& log = item.as_object();
        basis.logs.push_back({events::parse_authority(text(log, "la")).value(),
                              log.at("entries").to_number<std::uint64_t>(), text(log, "root")});
    }
    basis.law.law = optional_text("law");
    basis.law.calendar = optional_text("calendar");
    basis.law.reading = optional_text("reading");
    if (const auto stood = optional_text("as_law_stood"); !stood.empty()) {
        basis.law.stood_on = events::parse_day(stood).value();
    }
    return basis;
}

// Which rows an answer about the law of a past day does not use: their clocks are absent from it.
std::string stood_line(const LawMarks& law) {
    if (!law.stood_on) return {};
    std::string ids;
    for (const auto& id : law.left_out) ids += (ids.empty() ? "" : ", ") + id;
    return paragraph(fmt::format("the law as it stood on {}, without the rows not in force or not "
                                 "known then: {}",
                                 events::to_text(*law.stood_on), ids.empty() ? "none" : ids),
                     98, 2);
}

std::string quoted_or_null(const std::string& text) {
    return text.empty() ? "null" : fmt::format("\"{}\"", text);
}

}  // namespace

LawMarks marks_of(const std::vector<law::LawFile>& files) {
    auto by_name = files;
    std::sort(by_name.begin(), by_name.end(),
              [](const auto& a, const auto& b) { return a.name < b.name; });
    LawMarks marks;
    std::string lines;
    for (const auto& file : by_name) {
        const auto line = fmt::format("{}  {}\n", sum_of(file.text), file.name);
        if (file.name == "calendar.toml") {
            marks.calendar = sum_of(line);
        } else {
            lines += line;
        }
    }
    marks.law = sum_of(lines);
    return marks;
}

std::string digest_of(const std::vector<LogRead>& logs) {
    if (logs.size() == 1) return logs.front().root;
    std::string lines;
    for (const auto& log : logs) {
        lines += fmt::format("{}  {} {}\n", log.root, events::to_text(log.la), log.entries);
    }
    return sum_of(lines);
}

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

Result<Basis> basis_of(const Reading& reading, const std::vector<events::AuthorityId>& las) {
    return basis_of(reading.store, las, reading.question, reading.marks);
}

std::string basis_json(const Basis& basis) {
    std::string logs;
    for (const auto& log : basis.logs) {
        logs +=
            fmt::format("{}{{\"la\":\"{}\",\"entries\":{},\"root\":\"{}\"}}",
                        logs.empty() ? "" : ",", events::to_text(log.la), log.entries, log.root);
    }
    const auto known = basis.known_at ? events::to_text(*basis.known_at) : std::string{};
    const auto stood = basis.law.stood_on ? events::to_text(*basis.law.stood_on) : std::string{};
    return fmt::format(
        "{{\"as_of\":\"{}\",\"known_at\":{},\"digest\":{},\"logs\":[{}],\"law\":{},\"calendar\":{},"
        "\"as_law_stood\":{},\"reading\":{}}}",
        events::to_text(basis.as_of), quoted_or_null(known),
        quoted_or_null(basis.logs.empty() ? "" : digest_of(basis.logs)), logs,
        quoted_or_null(basis.law.law), quoted_or_null(basis.law.calendar), quoted_or_null(stood),
        quoted_or_null(basis.law.reading));
}

std::string basis_line(const Basis& basis) {
    auto text = std::string{"basis: "};
    if (!basis.logs.empty()) text += logs_line(basis.logs) + ", ";
    text += asked({basis.as_of, basis.known_at});
    if (!basis.law.law.empty()) {
        text +=
            fmt::format(", law {}, calendar {}", front(basis.law.law), front(basis.law.calendar));
    }
    if (basis.law.stood_on) {
        text += fmt::format(", as the law stood on {}", events::to_text(*basis.law.stood_on));
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
    try {
        const auto value = boost::json::parse(text);
        const auto& object = value.as_object();
        const auto* inside = object.if_contains("basis");
        return parsed(inside == nullptr ? object : inside->as_object());
    } catch (const std::exception&) {
        return no_basis(file, "it holds no basis");
    }
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

Result<void> add_basis(const ReadingOptions& options, Format format, const Basis& basis,
                       RowWriter& rows) {
    auto below = stood_line(basis.law);
    if (format == Format::table && options.basis) {
        below += (below.empty() ? "" : "\n") + basis_line(basis);
    }
    rows.basis(basis_json(basis), std::move(below));
    ReadingOptions aside = options;
    aside.basis = options.basis && (format == Format::jsonl || format == Format::csv);
    return tell_basis(aside, basis);
}

Result<void> add_basis(const ReadingOptions& options, const Reading& reading,
                       const std::vector<events::AuthorityId>& las, RowWriter& rows) {
    const auto basis = basis_of(reading, las);
    if (!basis) return basis.error();
    return add_basis(options, reading.format, *basis, rows);
}

}  // namespace longstop::cli
