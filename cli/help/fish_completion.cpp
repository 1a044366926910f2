#include <fmt/format.h>

#include <set>

#include "cli/help/completions.hpp"

namespace longstop::cli {
namespace {

constexpr std::string_view head =
    R"(# Completion of longstop for fish. Made by longstop help --completions fish.

)";

// Fish asks each row whether it applies.
constexpr std::string_view body = R"(
# Whether the line names this command, and what is completed is at least the first place of its
# arguments, and at most the second.
function __longstop_at --argument-names wanted least most
    set -l command ''
    set -l place 1
    set -l awaits no
    for word in (commandline -opc)[2..]
        if test $awaits = yes
            set awaits no
        else if string match -q -- '-*' $word
            contains -- $word $__longstop_valued; and set awaits yes
        else if contains -- (string trim "$command $word") $__longstop_commands
            set command (string trim "$command $word")
        else
            set place (math $place + 1)
        end
    end
    test "$command" = "$wanted"; or return 1
    test -z "$least"; and return 0
    test $place -ge $least -a $place -le $most
end

complete -c longstop -f
)";

std::string quoted(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'' || c == '\\') out += '\\';
        out += c;
    }
    return out + "'";
}

std::string value_words(const ArgumentText& argument) {
    switch (completes(argument)) {
        case Completes::list: return " -a " + quoted(joined(argument.values));
        case Completes::file: return " -F";
        case Completes::directory: return " -a '(__fish_complete_directories)'";
        case Completes::nothing: break;
    }
    return {};
}

// An option that awaits a value takes no file for one, unless it is one.
std::string_view awaited(const ArgumentText& argument) {
    return completes(argument) == Completes::file ? " -r" : " -x";
}

std::string option_row(const ArgumentText& argument, const std::string& condition) {
    return fmt::format("complete -c longstop{} -l {}{}{} -d {}\n", condition,
                       argument.name.substr(2), takes_value(argument) ? awaited(argument) : "",
                       value_words(argument), quoted(argument.means));
}

std::string condition(std::string_view command, std::string_view more = {}) {
    return fmt::format(" -n {}", quoted(fmt::format("__longstop_at {}{}", quoted(command), more)));
}

std::string place_row(const CommandText& command, const ArgumentText& argument, int place) {
    const auto words = value_words(argument);
    if (words.empty()) return {};
    constexpr int last = 9999;
    const auto places = fmt::format(" {} {}", place, argument.repeated ? last : place);
    return fmt::format("complete -c longstop{}{}\n", condition(command.name, places), words);
}

std::string rows_of(const CommandText& command) {
    std::string out;
    for (const auto& one : command.commands) {
        out += fmt::format("complete -c longstop{} -a {} -d {}\n", condition(command.name),
                           quoted(last_word(one)), quoted(one.means));
    }
    int place = 0;
    for (const auto& argument : command.arguments) {
        out += argument.positional ? place_row(command, argument, ++place)
                                   : option_row(argument, condition(command.name));
    }
    for (const auto& one : command.commands) out += rows_of(one);
    return out;
}

std::string rows_of_program(const CommandText& program) {
    std::string out;
    for (const auto& argument : common_arguments(program)) out += option_row(argument, "");
    return out + rows_of(without_common_arguments(program));
}

void add_names(const CommandText& command, std::vector<std::string>& commands,
               std::set<std::string>& valued) {
    if (!command.name.empty()) commands.push_back(quoted(command.name));
    for (const auto& argument : command.arguments) {
        if (takes_value(argument)) valued.insert(argument.name);
    }
    for (const auto& one : command.commands) add_names(one, commands, valued);
}

}  // namespace

std::string fish_completion(const CommandText& program) {
    std::vector<std::string> commands;
    std::set<std::string> valued;
    add_names(program, commands, valued);
    return fmt::format("{}set -g __longstop_commands {}\nset -g __longstop_valued {}\n{}{}", head,
                       joined(commands), joined({valued.begin(), valued.end()}), body,
                       rows_of_program(program));
}

}  // namespace longstop::cli
