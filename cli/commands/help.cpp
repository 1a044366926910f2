// longstop help: the commands; `help events` from the table of event types itself.
#include <fmt/format.h>

#include <fstream>

#include "cli/commands/commands.hpp"
#include "cli/questions/document.hpp"
#include "events/types.hpp"

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
        "Event types. `date` is the day named beside the type; fields in [] may be left out.\n"
        "Every type may also carry [matter]: the references of the processes it belongs to, joined "
        "by commas;\n[caseworker] and [team]: whose the case is from then on.\n";
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
Exit refreshed(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    const std::string page{std::istreambuf_iterator<char>(in), {}};
    if (in) return finished(print_bytes(with_made_parts(page)));
    return usage_error("cannot make the page again", fmt::format("{} cannot be read", file),
                       "name a page of docs", ErrorCode::unreadable_file);
}

Exit help(const Arguments& arguments, const std::string& topic, bool markdown,
          const std::string& refresh) {
    if (!refresh.empty()) return refreshed(refresh);
    if (topic.empty()) {
        return finished(print(arguments.help()));
    }
    if (topic == "events") {
        return finished(print(markdown ? events_markdown() : events_page()));
    }
    if (const auto page = arguments.help_of(topic)) return finished(print(*page));
    return usage_error("cannot help", fmt::format("nothing is called \"{}\"", topic),
                       "longstop help lists the commands; longstop help events the event types");
}

}  // namespace

void add_help(Arguments& arguments, App& app) {
    auto* command = arguments.add_subcommand(
        "help", "This page; help events lists the event types, help COMMAND one command");
    const auto topic = std::make_shared<std::string>();
    const auto markdown = std::make_shared<bool>(false);
    const auto refresh = std::make_shared<std::string>();
    // For ./dev docs.
    command->add_option("--refresh", *refresh, "")->group("");
    command->add_flag("--markdown", *markdown, "events as the page docs/events.md");
    command->add_option("topic", *topic, "events, or a command");
    command->callback([topic, markdown, refresh, &arguments, &app] {
        app.chosen = [topic, markdown, refresh, &arguments] {
            return help(arguments, *topic, *markdown, *refresh);
        };
    });
}

}  // namespace longstop::cli
