// Completions: every command and option is in each script, and the shells that are here complete.
#include <algorithm>

#include "cli/help/completions.hpp"
#include "tests/cli/e2e_shell.hpp"

namespace longstop::cli::tests {
namespace {

std::string script_for(const std::string& shell) {
    const auto script = completion_for(shell, program_text());
    REQUIRE(script);
    return *script;
}

// The part of a script from the text that begins what it says of a command.
std::string part(const std::string& script, const std::string& begin, const std::string& end) {
    const auto at = script.find(begin);
    INFO(begin);
    REQUIRE(at != std::string::npos);
    return script.substr(at, script.find(end, at + begin.size()) - at);
}

std::string with_underscores(std::string name) {
    std::replace(name.begin(), name.end(), ' ', '_');
    return name;
}

bool has(const std::string& text, const std::string& piece) {
    return text.find(piece) != std::string::npos;
}

struct Asked {
    std::string line;  // what is completed is its last word, which may be empty
    std::string words;
};

// What each shell answers, in the alphabet's order.
const std::vector<Asked> asked{
    {"longstop br", "breaches"},
    {"longstop law ", "diff"},
    {"longstop law diff --kn", "--known-at"},
    {"longstop law diff fol", "folder"},
    {"longstop --store folder breaches --fo", "--format"},
    {"longstop breaches --format ", "csv json jsonl table"},
    {"longstop alerts --format i", "ics"},
    {"longstop export --format ", "csv jsonl"},
    {"longstop rehearse --show ", "clocks rates weeks"},
    {"longstop why 999/DEMO-1 reg13.2", "reg13.2-final-plan"},
    {"longstop import a.csv --source a.csv b.c", "b.csv"},
    {"longstop check --only plan", "plan-without-request"},
    {"longstop record 330/A final", "final-plan-sent"},
    {"longstop help eve", "events"},
    {"longstop help --completions ", "bash fish zsh"},
};

// The words that a script printed, a line for each line asked.
void check_answers(const Ran& ran) {
    CHECK(ran.err == "");
    const auto lines = lines_of(ran.out);
    REQUIRE(lines.size() == asked.size());
    for (std::size_t i = 0; i < asked.size(); ++i) {
        INFO(asked[i].line);
        CHECK(lines[i] == asked[i].words);
    }
}

void write_files(const Program& longstop, const std::string& shell) {
    fs::create_directory(longstop.folder() / "folder");
    longstop.write("a.csv", "");
    longstop.write("b.csv", "");
    longstop.write("_longstop", longstop.out("help --completions " + shell));
}

}  // namespace

TEST_CASE("completions: every option of every command is in each script", "[completions]") {
    const auto bash = script_for("bash");
    const auto zsh = script_for("zsh");
    const auto fish = script_for("fish");
    for (const auto& command : called_commands(program_text())) {
        const auto& name = command.name;
        const auto in_bash = part(bash, "\n        '" + name + "') commands=", "\n");
        const auto in_zsh = part(zsh, "\n_longstop_" + with_underscores(name) + "() {", "\n}");
        for (const auto& argument : command.arguments) {
            if (argument.positional) continue;
            const auto& option = argument.name;
            INFO(name << " " << option);
            CHECK((has(in_bash, " " + option + " ") || has(in_bash, "'" + option + " ")));
            CHECK((has(in_zsh, "'" + option + "=") || has(in_zsh, "*" + option + "=") ||
                   has(in_zsh, "'" + option + "[")));
            CHECK(has(fish, "__longstop_at \\'" + name + "\\'' -l " + option.substr(2) + " "));
        }
        for (const auto& argument : common_arguments(program_text())) {
            INFO(name << " " << argument.name);
            CHECK(has(in_bash, " " + argument.name));
            CHECK(has(zsh, "        '" + argument.name));
            CHECK(has(fish, "complete -c longstop -l " + argument.name.substr(2) + " "));
        }
    }
}

TEST_CASE("completions: bash", "[e2e][completions]") {
    const Program longstop;
    write_files(longstop, "bash");
    std::string script = R"(set -u; source ./_longstop
complete -p longstop >/dev/null || echo the shell does not know of it >&2
ask() {
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)); _longstop
    printf '%s\n' "${COMPREPLY[@]}" | LC_ALL=C sort | paste -sd ' '
}
)";
    for (const auto& one : asked) {
        script += "ask " + one.line + (one.line.ends_with(' ') ? "''\n" : "\n");
    }
    check_answers(in_bash(longstop, script));
    const auto cut = in_bash(longstop,
                             "source ./_longstop; COMP_WORDS=(longstop breaches --format = js) "
                             "COMP_CWORD=4; _longstop; echo \"${COMPREPLY[*]}\"");
    CHECK(cut.out == "json jsonl\n");
}

TEST_CASE("completions: fish", "[e2e][completions]") {
    if (!installed("fish")) return;
    const Program longstop;
    write_files(longstop, "fish");
    std::string script = "source ./_longstop\n";
    for (const auto& one : asked) {
        script += "complete -C '" + one.line +
                  "' | string replace -r '/?(\\t.*)?$' '' | sort | string join ' '\n";
    }
    longstop.write("ask.fish", script);
    check_answers(in_bash(longstop, "HOME=$PWD LC_ALL=C.UTF-8 fish --no-config ask.fish"));
}

// Its line editor alone completes: a terminal is made for it, and what is offered there (compadd,
// but for the calls that only ask) is listed.
TEST_CASE("completions: zsh", "[e2e][completions]") {
    if (!installed("zsh")) return;
    const Program longstop;
    write_files(longstop, "zsh");
    longstop.write("ask.zsh", R"zsh(zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z 'PROMPT=; fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -D; stty -echo
compadd() {
    local -a got
    [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]] || {
        builtin compadd -A got "$@"; for word in $got; do print -rn -- "<$word>"; done
    }
    builtin compadd "$@"
}
print -n REA; print DY'
zpty -r z out '*READY*'
for line in "$@"; do
    zpty -n -w z "$line"$'\t'; zpty -n -w z $'\C-U'
    zpty -w z 'print -n DO; print NE'
    zpty -r z out '*DONE*'
    print -r -- $out | grep -o '<[^<>]*>' | tr -d '<>' | LC_ALL=C sort -u | paste -sd ' '
done
zpty -d z
)zsh");
    std::string script = "HOME=$PWD LC_ALL=C.UTF-8 timeout 60 zsh -f ask.zsh";
    for (const auto& one : asked) script += " '" + one.line + "'";
    check_answers(in_bash(longstop, script));
}

}  // namespace longstop::cli::tests
