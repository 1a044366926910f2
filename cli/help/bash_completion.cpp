#include <fmt/format.h>

#include <map>

#include "cli/help/completions.hpp"

namespace longstop::cli {
namespace {

constexpr std::string_view head =
    R"(# Completion of longstop for bash. Made by longstop help --completions bash.

)";

// The command is looked for among the words before the one that is completed; so is the option, or
// the place, that it is the value of. Readline cuts --la=999 into three words.
constexpr std::string_view tail = R"(
_longstop() {
    local word=${COMP_WORDS[COMP_CWORD]} command='' awaits='' place=1 past at
    local commands options valued values
    COMPREPLY=()
    _longstop_takes ''
    for ((at = 1; at < COMP_CWORD; at++)); do
        past=${COMP_WORDS[at]}
        if [[ $past == = ]]; then
            continue
        elif [[ -n $awaits ]]; then
            awaits=''
        elif [[ $past == -* ]]; then
            [[ " $valued " != *" $past "* ]] || awaits=$past
        elif [[ " $commands " == *" $past "* ]]; then
            command+=${command:+ }$past
            _longstop_takes "$command"
        else
            ((place += 1))
        fi
    done
    [[ $word != = ]] || word=''
    if [[ -z $awaits && $word == -* ]]; then
        values=$options
    elif [[ -z $awaits && -n $commands ]]; then
        values=$commands
    else
        _longstop_values "$command ${awaits:-$place}"
    fi
    case $values in
        FILE) mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
        DIR) mapfile -t COMPREPLY < <(compgen -d -- "$word") ;;
        *)
            mapfile -t COMPREPLY < <(compgen -W "$values" -- "$word")
            return
            ;;
    esac
    compopt -o filenames 2>/dev/null  # a folder is not the end of a name
}
complete -F _longstop longstop
)";

std::string names_of(const std::vector<ArgumentText>& arguments,
                     bool (*wanted)(const ArgumentText&)) {
    std::vector<std::string> names;
    for (const auto& argument : arguments) {
        if (wanted(argument)) names.push_back(argument.name);
    }
    return joined(names);
}

bool is_option(const ArgumentText& argument) { return !argument.positional; }

std::string takes_row(const CommandText& command, const CommandText& program) {
    auto arguments = command.arguments;
    if (&command != &program) {
        const auto common = common_arguments(program);
        arguments.insert(arguments.end(), common.begin(), common.end());
    }
    std::vector<std::string> names;
    names.reserve(command.commands.size());
    for (const auto& one : command.commands) names.push_back(last_word(one));
    return fmt::format("        {}) commands={} options={} valued={} ;;\n", in_quotes(command.name),
                       in_quotes(joined(names)), in_quotes(names_of(arguments, is_option)),
                       in_quotes(names_of(arguments, takes_value)));
}

std::string takes_rows(const CommandText& command, const CommandText& program) {
    auto rows = takes_row(command, program);
    for (const auto& one : command.commands) rows += takes_rows(one, program);
    return rows;
}

std::string values_of(const ArgumentText& argument) {
    switch (completes(argument)) {
        case Completes::list: return joined(argument.values);
        case Completes::file: return "FILE";
        case Completes::directory: return "DIR";
        case Completes::nothing: break;
    }
    return {};
}

// Patterns of "COMMAND --option" and "COMMAND PLACE", by what completes them.
using Patterns = std::map<std::string, std::vector<std::string>>;

void add_patterns(const CommandText& command, std::string_view name, Patterns& patterns) {
    int place = 0;
    for (const auto& argument : command.arguments) {
        if (argument.positional) ++place;
        const auto values = values_of(argument);
        if (values.empty()) continue;
        auto key = argument.positional ? std::to_string(place) : argument.name;
        if (argument.positional && argument.repeated) key = fmt::format("[{}-9]*", place);
        patterns[values].push_back(fmt::format("{}\\ {}", name, key));
    }
}

std::string escaped(std::string command) {
    if (const auto blank = command.find(' '); blank != std::string::npos) {
        command.insert(blank, "\\");
    }
    return command;
}

std::string values_rows(const CommandText& program) {
    Patterns patterns;
    add_patterns(program, "*", patterns);
    for (const auto& command : called_commands(program)) {
        add_patterns(command, escaped(command.name), patterns);
    }
    std::string rows;
    for (const auto& [values, keys] : patterns) {
        rows += fmt::format("        {}) values={} ;;\n", joined(keys, " | "), in_quotes(values));
    }
    return rows;
}

}  // namespace

std::string bash_completion(const CommandText& program) {
    return fmt::format(
        "{}_longstop_takes() {{  # COMMAND\n    case $1 in\n{}    esac\n}}\n\n"
        "_longstop_values() {{  # COMMAND and an option, or the place of an argument\n"
        "    values=''\n    case $1 in\n{}    esac\n}}\n{}",
        head, takes_rows(program, program), values_rows(program), tail);
}

}  // namespace longstop::cli
