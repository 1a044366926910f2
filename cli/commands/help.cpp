// longstop help: the commands; `help events` from the table of event types itself.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "cli/commands/commands.hpp"
#include "cli/help/completions.hpp"
#include "cli/help/man_page.hpp"
#include "cli/questions/document.hpp"
#include "events/types.hpp"

namespace longstop::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
    std::string topic;
    bool markdown = false;
    std::string refresh;  // a page of docs
    std::string man;      // a folder
    std::string shell;
};

std::string field_help(const events::Field& field) {
    auto text = std::string{events::field_name(field.no)};
    if (!field.choices.empty()) {
        text += ": ";
        for (const auto& choice : field.choices) {
            text += fmt::format("{}{}", &choice == &field.choices.front() ? "" : ", ", choice);
        }
    }
    if (field.kind == events::FieldKind::day) text += ": a day";
    if (field.kind == events::FieldKind::year) text += ": a year";
    return field.needed ? text : "[" + text + "]";
}

std::string events_page() {
    std::string out =
        "Event types. `date` is the day named beside the type; fields in [] may be left out.\n"
        "Every type may also carry [matter]: the references of the processes it belongs to, joined "
        "by commas.\nEvery type may carry [caseworker] and [team]: whose the case is from then "
        "on.\n";
    for (const auto& type : events::event_types()) {
        out += fmt::format("\n{}\n    {}{}\n", type.name, type.date_is,
                           type.law.empty() ? "" : fmt::format(" ({})", type.law));
        for (const auto& field : type.fields) out += fmt::format("    {}\n", field_help(field));
    }
    return out;
}

// docs/events.md: made by this command, held against it by a test.
std::string events_markdown() {
    std::string out =
        "# Event types\n\nMade by `longstop help events --markdown` from events/type_rows.def; a "
        "test "
        "holds this page against it.\nFields in [] may be left out. `date` is the day named in the "
        "second column.\nEvery type may also carry [matter]: the references of the processes "
        "(a review, an appeal) it belongs to, joined\nby commas; [caseworker] and [team]: whose "
        "the "
        "case is from then on.\n\n| type | `date` is | fields | "
        "law |\n|---|---|---|---|\n";
    for (const auto& type : events::event_types()) {
        std::string fields;
        for (const auto& field : type.fields) {
            fields += (fields.empty() ? "" : "; ") + field_help(field);
        }
        out += fmt::format("| `{}` | {} | {} | {} |\n", type.name, type.date_is, fields, type.law);
    }
    return out;
}

// A page of documentation with the parts made again that come from the rows.
Exit refreshed(const CommandText& program, const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    const std::string page{std::istreambuf_iterator<char>(in), {}};
    if (in) return finished(print_bytes(with_made_parts(page, program)));
    return usage_error("cannot make the page again", fmt::format("{} cannot be read", file),
                       "name a page of docs", ErrorCode::unreadable_file);
}

// The man pages, into a folder; one page that is there already is written anew.
Exit pages_written(const CommandText& program, const fs::path& folder) {
    std::error_code failed;
    fs::create_directories(folder, failed);
    for (const auto& page : man_pages(program, events_page())) {
        std::ofstream out(folder / page.file, std::ios::binary);
        out << page.text;
        if (out.flush()) continue;
        return usage_error("cannot write a man page", (folder / page.file).string(),
                           "name a folder that can be written", ErrorCode::unwritable_file);
    }
    return 0;
}

Exit script_printed(const CommandText& program, const std::string& shell) {
    if (const auto script = completion_for(shell, program)) return finished(print_bytes(*script));
    return usage_error("cannot make completions", fmt::format("\"{}\" is no such shell", shell),
                       fmt::format("name one of {}", joined(completed_shells(), ", ")));
}

Exit help(const Arguments& arguments, const Options& options) {
    const auto& topic = options.topic;
    if (!options.refresh.empty()) return refreshed(arguments.text(), options.refresh);
    if (!options.man.empty()) return pages_written(arguments.text(), options.man);
    if (!options.shell.empty()) return script_printed(arguments.text(), options.shell);
    if (topic.empty()) return finished(print(arguments.help()));
    if (topic == "events") {
        return finished(print(options.markdown ? events_markdown() : events_page()));
    }
    if (const auto page = arguments.help_of(topic)) return finished(print(*page));
    return usage_error("cannot help", fmt::format("nothing is called \"{}\"", topic),
                       "longstop help lists the commands; longstop help events the event types");
}

}  // namespace

void add_help(Arguments& arguments, App& app) {
    auto* command = arguments.add_subcommand(
        "help", "This page; help events lists the event types, help COMMAND one command");
    const auto options = std::make_shared<Options>();
    // For ./dev docs, and for cmake/package.cmake.
    command->add_option("--refresh", options->refresh, "")->group("");
    command->add_option("--man", options->man, "")->group("");
    command->add_flag("--markdown", options->markdown, "events as the page docs/events.md");
    command
        ->add_option("--completions", options->shell,
                     "The script that completes commands in a shell: bash, zsh or fish")
        ->type_name("SHELL")
        ->values(completed_shells);
    command->add_option("topic", options->topic, "events, or a command")
        ->type_name("TOPIC")
        ->values([&arguments] {
            auto topics = arguments.command_names();
            topics.emplace_back("events");
            return topics;
        });
    command->example("longstop help breaches");
    command->callback([options, &arguments, &app] {
        app.chosen = [options, &arguments] { return help(arguments, *options); };
    });
}

}  // namespace longstop::cli
