// Standard streams that are closed, full or left by their reader.
#include <sys/resource.h>
#include <catch2/catch.hpp>

#include "tests/cli/e2e_program.hpp"

using namespace longstop::cli::tests;

namespace {

bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

const std::string one_row =
    "{\"la\":\"330\",\"case\":\"A\",\"type\":\"request-received\",\"date\":\"2025-01-13\"}\n";

// Every command, as it ends well on a store with one case.
const std::vector<std::string> commands{"alerts",
                                        "audit",
                                        "breaches",
                                        "breaches --format table",
                                        "breaches --format json",
                                        "check",
                                        "count reviews-due --year 2025",
                                        "deadlines --all",
                                        "deadlines 330/A --format csv",
                                        "diff --from 2025-01-31",
                                        "export",
                                        "export --format csv",
                                        "help",
                                        "help events",
                                        "--version",
                                        "--help",
                                        "law export",
                                        "record 330/A note date=2025-01-14 text=x",
                                        "import a.jsonl --source a.jsonl",
                                        "rules",
                                        "rules --register",
                                        "stats",
                                        "timeline 330/A",
                                        "verify --format table",
                                        "why 330/A reg5.1-decide-whether-to-assess",
                                        "backup copies",
                                        "rebuild"};

void arrange(const Program& longstop) {
    longstop.write("a.jsonl", one_row);
    longstop.out("import a.jsonl --source a.jsonl");
}

// What a shell makes of `BEFORE longstop LINE`, which may end in redirections.
Ran by_shell(const Program& longstop, const std::string& line, const std::string& before = {}) {
    const auto err = longstop.folder() / "shell.err";
    const auto words = "cd '" + longstop.folder().string() + "' && " + before +
                       " exec '" LONGSTOP_PROGRAM "' " + line;
    Ran ran;
    const int state = std::system(("(" + words + ") 2>'" + err.string() + "'").c_str());
    ran.status = WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
    ran.err = whole_file(err);
    return ran;
}

}  // namespace

TEST_CASE("an answer that cannot be written is exit 4, for every command", "[streams]") {
    for (const auto* out : {">/dev/full", ">&-"}) {
        for (const auto& command : commands) {
            const Program longstop;
            arrange(longstop);
            const auto well = longstop(command);
            if (well.out.empty()) continue;  // it has no answer to write
            const auto ran = by_shell(longstop, command + " " + out);
            INFO(command << " " << out << ": " << ran.err);
            CHECK(ran.status == 4);
            CHECK(says(ran.err, "standard output cannot be written"));
        }
    }
}

TEST_CASE("what cannot be told changes no status", "[streams]") {
    for (const auto* err : {"2>/dev/full", "2>&-"}) {
        for (const auto& command : commands) {
            const Program longstop;
            arrange(longstop);
            INFO(command << " " << err);
            const auto well = longstop(command);
            CHECK(by_shell(longstop, command + " >/dev/null " + err).status == well.status);
        }
        const Program longstop;
        INFO(err);
        const auto with = [err](const std::string& line) { return line + " " + err; };
        CHECK(by_shell(longstop, with("breaches")).status == 4);
        CHECK(by_shell(longstop, with("breachs")).status == 2);
        CHECK(by_shell(longstop, with("record 330/A note date=2025-01-14 text=x")).status == 0);
    }
}

TEST_CASE("all three streams closed: the store holds what was recorded, and nothing else",
          "[streams]") {
    const Program longstop;
    arrange(longstop);
    CHECK(by_shell(longstop, "record 330/A note date=2025-01-14 text=x <&- >&- 2>&-").status == 4);
    CHECK(by_shell(longstop, "export <&- >&- 2>&-").status == 4);
    for (const auto& entry : fs::recursive_directory_iterator(longstop.store())) {
        if (!entry.is_regular_file()) continue;
        CHECK_FALSE(says(whole_file(entry.path()), "recorded note on"));
        CHECK_FALSE(says(whole_file(entry.path()), "\"type\":\"request-received\""));
    }
    CHECK(longstop("verify").status == 0);
    CHECK(says(longstop.out("export"), "\"text\":\"x\""));
    CHECK(by_shell(longstop, "import - --source s <&-").status != 0);
}

TEST_CASE("a reader that has left is told nothing", "[streams]") {
    const Program longstop;
    arrange(longstop);
    for (const auto& command : commands) {
        if (longstop(command).out.empty()) continue;
        const auto ran = longstop.without_reader(words_of(command));
        INFO(command << ": " << ran.err);
        CHECK(ran.status == 4);
        CHECK_FALSE(says(ran.err, "error: "));
    }
}

TEST_CASE("beyond the limit of file sizes nothing aborts, with the streams full as well",
          "[streams]") {
    const Program longstop;
    arrange(longstop);
    const auto before = longstop.out("export");
    for (const auto& command : {"record 330/B note date=2025-01-14 text=x",
                                "import a.jsonl --source a.jsonl", "alerts --emit", "backup copies",
                                "rebuild", "--store new import a.jsonl --source a.jsonl"}) {
        for (const int blocks : {0, 1, 2, 4}) {
            const auto ran =
                by_shell(longstop, command, "ulimit -f " + std::to_string(blocks) + ";");
            INFO(command << " with " << blocks << " blocks: " << ran.err);
            CHECK((ran.status == 4 || ran.status == 0));
        }
    }
    CHECK(longstop("verify").status == 0);
    CHECK(longstop.out("export").starts_with(before));
}
