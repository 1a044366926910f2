#include "cli/question/bind.hpp"

#include <memory>

namespace longstop::cli {
namespace {

Argument* add(Arguments& command, const Parameter& row, Parameters::Value& value) {
    const std::string name{row.name};
    const std::string means{row.means};
    switch (row.takes) {
        case Takes::flag: return command.add_flag(name, value.flag, means);
        case Takes::texts: return command.add_option(name, value.texts, means);
        case Takes::number: {
            auto* argument = command.add_option(name, value.number, means);
            if (row.has_standard()) argument->capture_default_str();
            return argument->within(row.least, row.most);
        }
        case Takes::text: break;
    }
    return command.add_option(name, value.text, means);
}

}  // namespace

void add_parameters(Arguments& command, std::span<const Parameter> rows, Parameters& given) {
    for (const auto& row : rows) {
        auto* argument = add(command, row, given[row.name]);
        if (!row.value.empty()) argument->type_name(std::string{row.value});
        if (row.required) argument->required();
        if (row.hidden) argument->group("");
        if (!row.needs.empty()) argument->needs(std::string{row.needs});
        if (row.values != nullptr) argument->values(row.values);
    }
}

void add_question(Arguments& arguments, App& app, const Question& question) {
    auto* parent = &arguments;
    auto name = question.name;
    if (const auto blank = name.find(' '); blank != std::string_view::npos) {
        parent = arguments.add_subcommand(std::string{name.substr(0, blank)},
                                          std::string{question.asks});
        parent->require_subcommand(1, 1);
        name.remove_prefix(blank + 1);
    }
    auto* command = parent->add_subcommand(std::string{name}, std::string{question.asks});
    const auto rows = parameters_of(question);
    const auto given = std::make_shared<Parameters>(rows);
    add_parameters(*command, rows, *given);
    command->example(std::string{question.example});
    command->callback([given, &app, &question] {
        app.chosen = [given, &app, &question] { return ask(app, question, *given); };
    });
}

}  // namespace longstop::cli
