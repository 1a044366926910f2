#include "cli/reading.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "cli/messages.hpp"
#include "cli/question/parameters.hpp"
#include "engine/law/england.hpp"
#include "engine/law/in_force_on.hpp"

namespace longstop::cli {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> whole_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return std::nullopt;
    return std::string{std::istreambuf_iterator<char>(in), {}};
}

Result<std::vector<law::LawFile>> files_in(const std::string& folder) {
    std::vector<law::LawFile> files;
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator(folder, failed)) {
        if (entry.path().extension() != ".toml") continue;
        const auto text = whole_file(entry.path());
        if (!text) {
            failed = std::make_error_code(std::errc::io_error);
            break;
        }
        files.push_back({entry.path().filename().string(), *text});
    }
    if (failed || files.empty()) {
        return usage_error(fmt::format("cannot read the law in {}", folder),
                           failed ? failed.message() : "there is no .toml file in it",
                           "copy engine/law/england and change the copy", ErrorCode::bad_law);
    }
    return files;
}

std::string sum_of(std::string_view text) { return log::to_hex(log::sha256({text})); }

}  // namespace

ReadingOptions reading_options(const Parameters& given) {
    return {given.text("--as-of"), given.text("--known-at"),     given.text("--format"),
            given.text("--law"),   given.text("--as-law-stood"), given.text("--reading"),
            given.flag("--basis"), given.text("--basis-file")};
}

Result<LawInUse> law_in_use(const std::string& folder, const std::string& as_law_stood) {
    std::optional<events::Day> in_force_on;
    if (!as_law_stood.empty()) {
        const auto day = day_argument("--as-law-stood", as_law_stood);
        if (!day) return day.error();
        in_force_on = *day;
    }
    auto files =
        folder.empty() ? Result<std::vector<law::LawFile>>{law::england()} : files_in(folder);
    if (!files) return files.error();
    auto marks = marks_of(*files);
    auto law = law::load_law(std::move(*files));
    if (!law) return law.error();
    if (!in_force_on) return LawInUse{law::compile(std::move(*law)), std::move(marks)};
    auto stood = law::in_force_on(*law, *in_force_on);
    marks.in_force_on = in_force_on;
    marks.left_out = std::move(stood.left_out);
    return LawInUse{law::compile(std::move(stood.law)), std::move(marks)};
}

Result<LawInUse> law_in_use(const ReadingOptions& options) {
    auto used = law_in_use(options.law, options.as_law_stood);
    if (!used || options.reading.empty()) return used;
    auto read = law::under(used->law.written, options.reading);
    if (!read) return read.error();
    used->law = law::compile(std::move(*read));
    used->marks.reading = options.reading;
    return used;
}

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

Result<events::CaseKey> case_argument(std::string_view failed, const std::string& text) {
    if (auto key = events::parse_case_key(text)) return std::move(*key);
    return usage_error(std::string{failed}, fmt::format("\"{}\" is no case", text),
                       "write LA/CASE, such as 330/EHC-1023");
}

Result<events::Day> day_argument(std::string_view option, const std::string& text) {
    const auto day = events::parse_day(text);
    if (day && events::in_range(*day)) return *day;
    return usage_error(fmt::format("cannot read {}", option), fmt::format("\"{}\" is no day", text),
                       "write a day as YYYY-MM-DD, from 1900 to 2199");
}

Result<DayRange> day_range(const std::string& from, const std::string& to, std::string_view failed,
                           std::string_view would_read) {
    DayRange range;
    for (const auto& [name, text, day] :
         {std::tuple{"--from", &from, &range.from}, std::tuple{"--to", &to, &range.to}}) {
        if (text->empty()) continue;
        const auto parsed = day_argument(name, *text);
        if (!parsed) return parsed.error();
        *day = *parsed;
    }
    if (range.from && range.to && *range.to < *range.from) {
        return usage_error(std::string{failed},
                           fmt::format("--from {} lies after --to {}", from, to),
                           std::string{would_read} + ": turn the days round");
    }
    return range;
}

Result<projections::Question> question_of(const App& app, const ReadingOptions& options) {
    projections::Question question;
    if (options.as_of.empty()) {
        question.as_of = app.today();
    } else {
        const auto day = day_argument("--as-of", options.as_of);
        if (!day) return day.error();
        question.as_of = *day;
    }
    if (!options.known_at.empty()) {
        question.known_at = events::parse_known_at(options.known_at);
        if (!question.known_at) {
            return usage_error("cannot read --known-at",
                               fmt::format("\"{}\" is no instant", options.known_at),
                               "write 2026-03-31T17:00:00Z, or a day: 2026-03-31");
        }
    }
    return question;
}

Result<Format> format_of(const App& app, const std::string& format) {
    if (format.empty()) return app.env.out_is_terminal ? Format::table : Format::jsonl;
    if (format == "table") return Format::table;
    if (format == "json") return Format::json;
    if (format == "jsonl") return Format::jsonl;
    if (format == "csv") return Format::csv;
    return usage_error("cannot read --format", fmt::format("\"{}\" is no format", format),
                       "use table, json, jsonl or csv");
}

namespace {

Result<events::AuthorityId> authority_among(const std::vector<events::AuthorityId>& all,
                                            const std::string& named) {
    const auto wanted = events::parse_authority(named);
    if (!wanted) {
        return usage_error("cannot read --la", fmt::format("\"{}\" is no authority", named),
                           "an authority is its three-digit DfE code, such as 330");
    }
    if (std::find(all.begin(), all.end(), *wanted) != all.end()) return *wanted;
    std::string known;
    for (const auto id : all) known += (known.empty() ? "" : ", ") + events::to_text(id);
    return Error{ErrorCode::unknown_authority, fmt::format("cannot answer for authority {}", named),
                 fmt::format("the store has no log for it; it has logs for {}", known),
                 "an empty list would read as \"no breaches\"",
                 "check the code, or import the authority's file first"};
}

}  // namespace

Result<std::vector<events::AuthorityId>> authorities_of(const log::Store& store,
                                                        const std::vector<std::string>& named) {
    const auto heads = store.heads();
    if (!heads) return heads.error();
    std::vector<events::AuthorityId> all;
    for (const auto& head : *heads) all.push_back(head.la);
    if (all.empty()) {
        return Error{ErrorCode::no_log, "cannot answer", "the store holds no log yet",
                     "an empty list would read as \"no breaches\"",
                     "longstop import FILE, or longstop record"};
    }
    if (named.empty()) return all;
    std::vector<events::AuthorityId> wanted;
    for (const auto& la : named) {
        const auto found = authority_among(all, la);
        if (!found) return found.error();
        wanted.push_back(*found);
    }
    std::sort(wanted.begin(), wanted.end());
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    return wanted;
}

std::string describe(const projections::Question& question) {
    auto text = fmt::format("as of {}", events::to_text(question.as_of));
    if (question.known_at) {
        text += fmt::format(", known at {}Z", events::to_text(*question.known_at).substr(0, 19));
    }
    return text;
}

}  // namespace longstop::cli
