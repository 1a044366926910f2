// plain: the second opinion from the shell, to be held against the product's own answers.
//
//   plain --duties F --calendar F --events F.jsonl... --as-of D [--known-at T]
//         (--clocks | --breaches [--duty ID --from D --to D --open --lapsed --excused] | --stats Y)
//         [--source S] [--imported-at T] [--compact] [--refused]
#include "plain_evaluator.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>

using namespace longstop::plain;

namespace {

// Every `--name value...` of the command line; flags have no values.
using Arguments = std::map<std::string, std::vector<std::string>>;

Arguments parse(int argc, char** argv) {
    Arguments arguments;
    std::string name;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word.starts_with("--")) {
            arguments[name = word];
        } else {
            arguments[name].push_back(word);
        }
    }
    return arguments;
}

std::string slurp(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("cannot read " + path);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::optional<std::string> value(const Arguments& arguments, const char* name) {
    const auto found = arguments.find(name);
    if (found == arguments.end() || found->second.empty()) return std::nullopt;
    return found->second.front();
}

std::string needed(const Arguments& arguments, const char* name) {
    const auto found = value(arguments, name);
    return found ? *found : throw std::runtime_error(std::string(name) + " is missing");
}

std::optional<Instant> instant(const Arguments& arguments, const char* name) {
    const auto text = value(arguments, name);
    if (!text) return std::nullopt;
    const auto parsed = known_at_of(*text);
    return parsed ? parsed : throw std::runtime_error("no instant: " + *text);
}

std::optional<Day> day(const Arguments& arguments, const char* name) {
    const auto text = value(arguments, name);
    if (!text) return std::nullopt;
    const auto parsed = day_of(*text);
    return parsed ? parsed : throw std::runtime_error("no day: " + *text);
}

int run(const Arguments& arguments) {
    const auto law =
        read_law(slurp(needed(arguments, "--duties")), slurp(needed(arguments, "--calendar")));
    Log log;
    needed(arguments, "--events");
    for (const auto& path : arguments.at("--events")) {
        ImportOptions options;
        options.source =
            value(arguments, "--source").value_or(std::filesystem::path(path).filename());
        options.imported_at = instant(arguments, "--imported-at");
        import_jsonl(log, slurp(path), options);
    }
    if (arguments.contains("--refused")) {
        for (const auto& [line, reason] : log.refused) std::cout << line << ": " << reason << '\n';
        std::cout << "read " << log.read << ", accepted " << log.rows.size() << ", already present "
                  << log.already_present << ", refused " << log.refused.size() << '\n';
        return 0;
    }
    needed(arguments, "--as-of");
    const auto known_at = instant(arguments, "--known-at");
    const bool spaced = !arguments.contains("--compact");
    auto lines = clocks(law, log.rows, *day(arguments, "--as-of"), known_at);
    if (arguments.contains("--stats")) {
        const int year = std::stoi(needed(arguments, "--stats"));
        for (const auto& line : stats(log.rows, lines, year))
            std::cout << json_line(line, spaced) << '\n';
        return 0;
    }
    if (arguments.contains("--breaches")) {
        const auto given = [&](const char* flag) { return arguments.contains(flag); };
        lines =
            breaches(law, lines,
                     {value(arguments, "--duty"), day(arguments, "--from"), day(arguments, "--to"),
                      given("--open"), given("--lapsed"), given("--excused")});
    } else if (!arguments.contains("--clocks")) {
        throw std::runtime_error("one of --clocks, --breaches, --stats is needed");
    }
    for (const auto& line : lines) std::cout << json_line(line, spaced) << '\n';
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(parse(argc, argv));
    } catch (const std::exception& problem) {
        std::cerr << "plain: " << problem.what() << '\n';
        return 2;
    }
}
