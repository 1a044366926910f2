// The words of the command line: commands describe theirs through these classes, and CLI11, which
// costs seconds to compile, is included in arguments.cpp alone.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/command_text.hpp"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace longstop::cli {

// One option or positional argument, to be described further.
class Argument {
  public:
    explicit Argument(CLI::Option* option) : option_(option) {}
    Argument* type_name(const std::string& name);
    Argument* required();
    Argument* capture_default_str();  // help shows the value the target has now
    Argument* default_str(const std::string& shown);
    Argument* envname(const std::string& variable);
    Argument* needs(const std::string& option);
    Argument* within(std::int64_t least, std::int64_t most);  // refuses other numbers
    Argument* group(const std::string& name);                 // "": left out of help
    // Tells what may be given, for completions; whoever reads the argument refuses the rest.
    Argument* values(std::function<std::vector<std::string>()> list);

    bool hidden() const;
    ArgumentText text() const;

  private:
    CLI::Option* option_;
    std::string value_;  // what stands for the value; of a flag empty
    std::string range_;
    std::function<std::vector<std::string>()> values_;
};

// The program's arguments, or those of one command. The targets that options write into must
// outlive the parsing; what the functions answer lives as long as the program's Arguments.
class Arguments {
  public:
    Arguments(const std::string& description, const std::string& name);
    ~Arguments();
    Arguments(const Arguments&) = delete;
    Arguments& operator=(const Arguments&) = delete;

    Arguments* add_subcommand(const std::string& name, const std::string& description);
    Argument* add_option(const std::string& names, std::string& target, const std::string& help);
    Argument* add_option(const std::string& names, std::vector<std::string>& target,
                         const std::string& help);
    Argument* add_option(const std::string& names, int& target, const std::string& help);
    Argument* add_option(const std::string& names, std::uint32_t& target, const std::string& help);
    Argument* add_option(const std::string& names, std::int64_t& target, const std::string& help);
    Argument* add_option(const std::string& names, std::uint64_t& target, const std::string& help);
    Argument* add_option(const std::string& names, std::optional<std::uint32_t>& target,
                         const std::string& help);
    Argument* add_option(const std::string& names, std::optional<std::int64_t>& target,
                         const std::string& help);
    Argument* add_flag(const std::string& names, bool& target, const std::string& help = {});
    void set_version_flag(const std::string& names, std::function<std::string()> version);
    void require_subcommand(int least, int most);
    void callback(std::function<void()> parsed);
    void example(const std::string& line);  // a complete command line: the last of the help

    std::string name() const;
    std::string help() const;  // the page of this command, or of the program
    // The page of a command of that name; nothing where there is none.
    std::optional<std::string> help_of(const std::string& command) const;
    std::vector<std::string> command_names() const;
    // What help tells, without what is left out of it.
    CommandText text() const;

    // How the parsing ended: with the command's callback called; with a page of help or the
    // version to be printed; or with a usage error and the command whose page helps.
    struct Parsed {
        bool ok = true;
        std::string page;
        std::string error;
        std::string command;
    };
    Parsed parse(int argc, const char* const* argv);

  private:
    explicit Arguments(CLI::App* app);
    Argument* keep(CLI::Option* option);
    std::string full_name() const;  // "law diff"; of the program ""

    std::unique_ptr<CLI::App> own_;  // of the program's arguments; commands belong to it
    CLI::App* app_;
    std::string example_;
    std::deque<Argument> described_;
    std::deque<std::unique_ptr<Arguments>> commands_;
};

}  // namespace longstop::cli
