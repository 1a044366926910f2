// What a command takes, as plain data: man pages and completions are made of it.
#pragma once

#include <string>
#include <vector>

namespace longstop::cli {

struct ArgumentText {
    std::string name;      // "--la", "--help"; of a positional argument "case"
    std::string value;     // what stands for the value: "LA"; empty: a flag
    std::string means;     // a sentence without a full stop
    std::string standard;  // the value where none is given, as far as it is said
    std::string range;     // of a number: "0 to 3650"
    bool positional = false;
    bool required = false;
    bool repeated = false;
    std::vector<std::string> values = {};  // all that may be given, where they can be listed
};

struct CommandText {
    std::string name;     // "law diff": the command `diff` of `law`
    std::string means;    // in one line
    std::string example;  // a complete command line
    std::vector<ArgumentText> arguments;
    std::vector<CommandText> commands;  // its own: then it is not called alone
};

// "diff" of "law diff".
inline std::string last_word(const CommandText& command) {
    return command.name.substr(command.name.rfind(' ') + 1);
}

// The commands that are called, without those that only have commands of their own.
inline std::vector<CommandText> called_commands(const CommandText& command) {
    std::vector<CommandText> called;
    for (const auto& one : command.commands) {
        if (one.commands.empty()) called.push_back(one);
        for (auto& below : called_commands(one)) called.push_back(std::move(below));
    }
    return called;
}

// Of the program's own arguments those that may stand behind a command, too; and the others.
inline bool is_common(const ArgumentText& argument) {
    return argument.name != "--help" && argument.name != "--version";
}
inline std::vector<ArgumentText> common_arguments(const CommandText& program) {
    auto arguments = program.arguments;
    std::erase_if(arguments, [](const auto& argument) { return !is_common(argument); });
    return arguments;
}
inline CommandText without_common_arguments(CommandText program) {
    std::erase_if(program.arguments, is_common);
    return program;
}

}  // namespace longstop::cli
