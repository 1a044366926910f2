// longstop help: the commands; `help events` from the table of event types itself.
#include <fmt/format.h>

#include "cli/commands/commands.hpp"

namespace longstop::cli {
namespace {

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
        "Event types. `date` is the day named beside the type; fields in [] may be left out.\n";
    for (const auto& type : events::event_types()) {
        out += fmt::format("\n{}\n    {}{}\n", type.name, type.date_is,
                           type.law.empty() ? "" : fmt::format(" ({})", type.law));
        for (const auto& field : type.fields) out += fmt::format("    {}\n", field_help(field));
    }
    return out;
}

// CLI11 would hand a question over to the command that was parsed: this one.
std::string page_of(const CLI::App& command) {
    return command.get_formatter()->make_help(&command, command.get_name(),
                                              CLI::AppFormatMode::Normal);
}

Answer help(const CLI::App& arguments, const std::string& topic) {
    if (topic.empty()) {
        return finished(print(page_of(arguments)));
    }
    if (topic == "events") {
        return finished(print(events_page()));
    }
    for (const auto* command : arguments.get_subcommands({})) {
        if (command->get_name() == topic) {
            return finished(print(page_of(*command)));
        }
    }
    return usage_error("cannot help", fmt::format("nothing is called \"{}\"", topic),
                       "longstop help lists the commands; longstop help events the event types");
}

}  // namespace

void add_help(CLI::App& arguments, App& app) {
    auto* command = arguments.add_subcommand(
        "help", "This page; help events lists the event types, help COMMAND one command");
    const auto topic = std::make_shared<std::string>();
    command->add_option("topic", *topic, "events, or a command");
    command->callback([topic, &arguments, &app] {
        app.chosen = [topic, &arguments] { return help(arguments, *topic); };
    });
}

}  // namespace longstop::cli
