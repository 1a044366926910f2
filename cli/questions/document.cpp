#include "cli/questions/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "cli/help/reference.hpp"
#include "cli/question/clock_filters.hpp"
#include "cli/questions/questions.hpp"

namespace longstop::cli {
namespace {

constexpr std::string_view mark = "<!-- made: ";
constexpr std::string_view mark_end = " -->\n";
constexpr std::string_view end = "<!-- end -->";

constexpr std::array<std::string_view, 8> type_texts{"text",        "day",  "instant", "number",
                                                     "true, false", "list", "object",  ""};

// A cell of a table in Markdown.
std::string cell(std::string_view text) {
    std::string out;
    for (const char c : text) out += c == '|' ? std::string{"\\|"} : std::string{c};
    return out;
}

std::string fields_table() {
    std::string out = "| field | type | means | null or absent |\n|---|---|---|---|\n";
    for (const auto& field : field_rows) {
        if (field.type == FieldType::table) continue;
        out += fmt::format("| `{}` | {} | {} | {} |\n", field.name,
                           type_texts[static_cast<std::size_t>(field.type)], cell(field.means),
                           cell(field.missing));
    }
    return out;
}

std::string parameters_table(std::span<const Parameter> rows) {
    std::string out = "| option | means |\n|---|---|\n";
    for (const auto& row : rows) {
        if (row.hidden) continue;
        auto means = cell(row.means);
        if (row.takes == Takes::number) {
            means += row.has_standard()
                         ? fmt::format(" ({}; {} to {})", row.standard, row.least, row.most)
                         : fmt::format(" ({} to {})", row.least, row.most);
        }
        out += fmt::format("| `{}{}{}` | {} |\n", row.name, row.value.empty() ? "" : " ", row.value,
                           means);
    }
    return out;
}

std::string names(std::span<const Field> fields, bool headings) {
    std::string out;
    for (const auto field : fields) {
        out += out.empty() ? "" : ", ";
        out += headings ? std::string{field.row().heading} : fmt::format("`{}`", field.row().name);
    }
    return out;
}

std::string list_text(const List& list) {
    std::string out = list.name.empty() ? "Fields" : fmt::format("Fields of `{}`", list.name);
    out += ": " + names(list.fields, false) + ".\n";
    if (!list.in_table.empty()) out += "\nTable: " + names(list.in_table, true) + ".\n";
    return out;
}

std::string usage(const Question& question) {
    auto out = fmt::format("`longstop {}", question.name);
    for (const auto& row : question.takes) {
        if (row.name.starts_with('-') || row.hidden) continue;
        const auto value = fmt::format("{}{}", row.value, row.takes == Takes::texts ? "..." : "");
        out += row.required ? " " + value : fmt::format(" [{}]", value);
    }
    return out + " [OPTIONS]`\n";
}

std::string example_text(std::string_view line) { return fmt::format("Example: `{}`\n", line); }

std::string question_text(const Question& question) {
    auto out = usage(question);
    if (!question.takes.empty()) out += "\n" + parameters_table(question.takes);
    if (question.clock_filters) out += "\nAnd the [filters of clocks](#filters-of-clocks).\n";
    for (const auto& list : question.lists) out += "\n" + list_text(list);
    return out + "\n" + example_text(question.example);
}

std::string told_table(std::string_view what, std::span<const Told> rows) {
    auto out = fmt::format("| {} | means |\n|---|---|\n", what);
    for (const auto& row : rows) out += fmt::format("| `{}` | {} |\n", row.name, cell(row.means));
    return out;
}

std::optional<std::string> example_of(const CommandText& program, std::string_view name) {
    for (const auto& command : program.commands) {
        if (command.name == name) return example_text(command.example);
    }
    return std::nullopt;
}

std::optional<std::string> made(const CommandText& program, std::string_view name) {
    constexpr std::string_view example = "example ";
    if (name == "fields") return fields_table();
    if (name == "options") return parameters_table(reading_parameters());
    if (name == "list options") return parameters_table(list_parameters());
    if (name == "filters") return parameters_table(clock_filter_parameters());
    if (name == "variables") return told_table("variable", variables);
    if (name == "exit statuses") return told_table("status", exit_statuses);
    if (name.starts_with(example)) return example_of(program, name.substr(example.size()));
    const auto all = questions();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const auto* question) { return question->name == name; });
    if (found == all.end()) return std::nullopt;
    return question_text(**found);
}

}  // namespace

std::string with_made_parts(std::string_view page, const CommandText& program) {
    std::string out;
    for (auto at = page.find(mark); at != std::string_view::npos; at = page.find(mark)) {
        const auto name_at = at + mark.size();
        const auto name_end = page.find(mark_end, name_at);
        const auto until = page.find(end, name_at);
        if (name_end == std::string_view::npos || until == std::string_view::npos) break;
        const auto text = made(program, page.substr(name_at, name_end - name_at));
        const auto begin = name_end + mark_end.size();
        out += page.substr(0, begin);
        out += text ? "\n" + *text + "\n" : std::string{page.substr(begin, until - begin)};
        page.remove_prefix(until);
    }
    out += page;
    return out;
}

}  // namespace longstop::cli
