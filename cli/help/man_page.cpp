#include "cli/help/man_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "cli/help/reference.hpp"
#include "cli/help/roff.hpp"
#include "cli/questions/questions.hpp"
#include "cli/version.hpp"

namespace longstop::cli {
namespace {

using roff::Page;

using ArgumentTexts = std::vector<ArgumentText>;

constexpr std::string_view program_name = "longstop";
constexpr std::string_view summary = "statutory deadlines of EHC plans, from an event log";
constexpr std::string_view documents = "/usr/share/doc/longstop";

// "longstop-law-diff"
std::string page_name(const CommandText& command) {
    auto name = fmt::format("{} {}", program_name, command.name);
    std::replace(name.begin(), name.end(), ' ', '-');
    return name;
}

std::string reference_to(std::string_view page) { return roff::bold(page) + "(1)"; }

Page new_page(std::string_view title, std::string_view means) {
    Page page(title, fmt::format("Longstop {}", version()));
    page.section("NAME");
    page.paragraph(roff::text(title) + " \\- " + roff::text(means));
    return page;
}

std::string value_text(const ArgumentText& argument) {
    return roff::italic(argument.value) + (argument.repeated ? " ..." : "");
}

std::string label(const ArgumentText& argument) {
    if (argument.positional) return value_text(argument);
    const auto name = roff::bold(argument.name);
    return argument.value.empty() ? name : name + " " + value_text(argument);
}

// "(default: 14; 0 to 3650)"
std::string bounds(const ArgumentText& argument) {
    if (argument.standard.empty() && argument.range.empty()) return {};
    const auto standard =
        argument.standard.empty() ? "" : fmt::format("default: {}", argument.standard);
    const auto* between = standard.empty() || argument.range.empty() ? "" : "; ";
    return roff::text(fmt::format(" ({}{}{})", standard, between, argument.range));
}

void arguments_section(Page& page, std::string_view heading, const ArgumentTexts& all,
                       bool (*keep)(const ArgumentText&)) {
    if (std::none_of(all.begin(), all.end(), keep)) return;
    page.section(heading);
    for (const auto& argument : all) {
        if (keep(argument)) {
            page.item(label(argument), roff::text(argument.means) + bounds(argument));
        }
    }
}

bool any(const ArgumentText& /*argument*/) { return true; }

bool positional(const ArgumentText& argument) { return argument.positional; }

// A row of every reading command, and not of this one alone.
bool of_reading(const ArgumentText& argument) {
    const auto rows = reading_parameters();
    return std::any_of(rows.begin(), rows.end(), [&](const Parameter& row) {
        return row.name == argument.name && row.means == argument.means;
    });
}

bool own(const ArgumentText& argument) { return !positional(argument) && !of_reading(argument); }

void told_section(Page& page, std::string_view heading, std::span<const Told> rows) {
    page.section(heading);
    for (const auto& row : rows) page.item(roff::bold(row.name), roff::markdown(row.means));
}

std::string synopsis(const CommandText& command) {
    auto line = roff::bold(fmt::format("{} {}", program_name, command.name)) + " [" +
                roff::italic("OPTIONS") + "]";
    for (const auto& argument : command.arguments) {
        if (argument.positional) {
            const auto value = value_text(argument);
            line += argument.required ? " " + value : " [" + value + "]";
        } else if (argument.required) {
            line += " " + label(argument);
        }
    }
    return line;
}

const Question* question_called(std::string_view name) {
    const auto all = questions();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const auto* one) { return one->name == name; });
    return found == all.end() ? nullptr : *found;
}

std::string field_text(const FieldRow& field) {
    const auto means = roff::markdown(field.means);
    return field.missing.empty() ? means : means + ". " + roff::markdown(field.missing);
}

// A field that several lists have is told once.
void fields_section(Page& page, const Question& question) {
    page.section("FIELDS OF THE ANSWER");
    std::set<std::string_view> told;
    for (const auto& list : question.lists) {
        if (!list.name.empty()) page.paragraph("Of " + roff::bold(list.name) + ":");
        for (const auto field : list.fields) {
            const auto& row = field.row();
            const bool first = told.insert(row.name).second;
            page.item(roff::bold(row.name), first ? field_text(row) : "as above");
        }
    }
}

ManPage command_page(const CommandText& command, const CommandText& program) {
    const auto name = page_name(command);
    auto page = new_page(name, command.means);
    page.section("SYNOPSIS");
    page.paragraph(synopsis(command));
    page.section("DESCRIPTION");
    page.paragraph(roff::text(command.means) + ".");
    page.paragraph("In full: " + roff::italic(fmt::format("{}/cli.md", documents)) + ".");
    arguments_section(page, "ARGUMENTS", command.arguments, positional);
    arguments_section(page, "OPTIONS", command.arguments, own);
    arguments_section(page, "OPTIONS OF EVERY READING COMMAND", command.arguments, of_reading);
    arguments_section(page, "OPTIONS OF EVERY COMMAND", common_arguments(program), any);
    if (const auto* question = question_called(command.name)) fields_section(page, *question);
    told_section(page, "EXIT STATUS", exit_statuses);
    page.section("EXAMPLE");
    page.paragraph("With the store of " + reference_to("longstop-demo") + ":");
    page.as_it_stands(command.example);
    page.section("SEE ALSO");
    page.paragraph(reference_to(program_name));
    return {name + ".1", page.made()};
}

void commands_section(Page& page, const std::vector<CommandText>& commands) {
    page.section("COMMANDS");
    for (const auto& command : commands) {
        page.item(reference_to(page_name(command)), roff::text(command.means));
    }
}

void reading_section(Page& page) {
    page.section("OPTIONS OF EVERY READING COMMAND");
    for (const auto& row : reading_parameters()) {
        const auto value = row.value.empty() ? "" : " " + roff::italic(row.value);
        page.item(roff::bold(row.name) + value, roff::text(row.means));
    }
}

std::string all_references(const std::vector<CommandText>& commands) {
    std::string out;
    for (const auto& command : commands) {
        out += (out.empty() ? "" : ",\n") + reference_to(page_name(command));
    }
    return out;
}

// The description's lines are broken for a terminal.
std::string in_one_line(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

ManPage program_page(const CommandText& program, const std::string& events) {
    const auto commands = called_commands(program);
    auto page = new_page(program_name, summary);
    page.section("SYNOPSIS");
    page.paragraph(roff::bold(program_name) + " [" + roff::italic("OPTIONS") + "] " +
                   roff::italic("COMMAND") + " ...");
    page.section("DESCRIPTION");
    page.paragraph(roff::text(in_one_line(program.means)));
    commands_section(page, commands);
    arguments_section(page, "OPTIONS OF EVERY COMMAND", program.arguments, any);
    reading_section(page);
    told_section(page, "EXIT STATUS", exit_statuses);
    told_section(page, "ENVIRONMENT", variables);
    told_section(page, "FILES", files);
    page.section("EVENT TYPES");
    page.as_it_stands(events);
    page.section("SEE ALSO");
    page.paragraph(all_references(commands));
    page.paragraph("The manual is in " + roff::italic(documents) +
                   ": begin with README.md and operating.md.");
    return {fmt::format("{}.1", program_name), page.made()};
}

}  // namespace

std::vector<ManPage> man_pages(const CommandText& program, const std::string& events) {
    std::vector<ManPage> pages{program_page(program, events)};
    for (const auto& command : called_commands(program)) {
        pages.push_back(command_page(command, program));
    }
    return pages;
}

}  // namespace longstop::cli
