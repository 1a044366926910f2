// The program as its users meet it: a folder of its own, the real binary, what it printed and how
// it ended.
#pragma once

#include <fcntl.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/support/paths.hpp"

namespace longstop::cli::tests {

namespace fs = std::filesystem;

// What a run left behind. `status` is the exit status, or 128 and the number of the signal.
struct Ran {
    int status = -1;
    std::string out;
    std::string err;
};

using Words = std::vector<std::string>;
using Variables = std::map<std::string, std::string>;

// The words of a line as a shell would cut it: blanks part them, quotes hold them together.
inline Words words_of(std::string_view line) {
    Words words;
    std::string word;
    char quote = 0;
    bool begun = false;
    for (const char c : line) {
        if (quote != 0) {
            if (c == quote) {
                quote = 0;
            } else {
                word += c;
            }
        } else if (c == '"' || c == '\'') {
            quote = c;
            begun = true;
        } else if (c == ' ') {
            if (begun) words.push_back(std::exchange(word, {}));
            begun = false;
        } else {
            word += c;
            begun = true;
        }
    }
    if (begun) words.push_back(word);
    return words;
}

inline std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

inline std::string whole_file(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// A run that goes on while the test does other things. Stopped at the end, if it has not ended.
class Running {
  public:
    Running(pid_t process, int input, fs::path out, fs::path err)
        : process_(process), input_(input), out_(std::move(out)), err_(std::move(err)) {}
    ~Running() {
        if (process_ > 0) {
            ::kill(process_, SIGKILL);
            wait();
        }
        close_input();
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    pid_t process() const { return process_; }
    void write(std::string_view text) const {
        while (!text.empty()) {
            const auto done = ::write(input_, text.data(), text.size());
            if (done <= 0) throw std::runtime_error("the program does not read its input");
            text.remove_prefix(static_cast<std::size_t>(done));
        }
    }
    void close_input() {
        if (input_ >= 0) ::close(std::exchange(input_, -1));
    }
    void kill() const { ::kill(process_, SIGKILL); }
    Ran wait() {
        int state = 0;
        while (::waitpid(process_, &state, 0) < 0 && errno == EINTR) {
        }
        process_ = -1;
        Ran ran;
        ran.status = WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
        ran.out = whole_file(out_);
        ran.err = whole_file(err_);
        return ran;
    }

  private:
    pid_t process_;
    int input_;
    fs::path out_, err_;
};

class Program {
  public:
    Program() {
        auto name = (fs::temp_directory_path() / "longstop-e2e-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
        fs::create_directory(folder_ / "work");
    }
    ~Program() {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    // Runs are started in this folder, so that the store is ./longstop-data.
    fs::path folder() const { return folder_ / "work"; }
    fs::path store() const { return folder() / "longstop-data"; }
    fs::path write(const std::string& name, std::string_view text) const {
        std::ofstream(folder() / name, std::ios::binary) << text;
        return folder() / name;
    }
    std::string read(const std::string& name) const { return whole_file(folder() / name); }
    bool has(const std::string& name) const { return fs::exists(folder() / name); }

    Ran run(const Words& words, std::string_view input = {}, const Variables& more = {}) const {
        std::ofstream(folder_ / "in", std::ios::binary) << input;
        const int in = ::open((folder_ / "in").c_str(), O_RDONLY | O_CLOEXEC);
        const auto process = start_process(words, more, in, folder_ / "out", folder_ / "err");
        ::close(in);
        return Running(process, -1, folder_ / "out", folder_ / "err").wait();
    }
    // "deadlines 330/A --as-of 2025-01-01"
    Ran operator()(std::string_view line, std::string_view input = {}) const {
        return run(words_of(line), input);
    }
    // What a run that must go well printed.
    std::string out(std::string_view line) const {
        auto ran = (*this)(line);
        const bool quiet = ran.err.empty() || ran.err.starts_with("making a new store in ");
        if (ran.status != 0 || !quiet) {
            throw std::runtime_error(std::string{line} + " ended with " +
                                     std::to_string(ran.status) + ": " + ran.err);
        }
        return std::move(ran.out);
    }

    // As `longstop ... | head -0`: nobody reads what is printed.
    Ran without_reader(const Words& words) const {
        int ends[2] = {-1, -1};
        if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
        ::close(ends[0]);
        const int in = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
        const auto process = start_process(words, {}, in, {}, folder_ / "err", ends[1]);
        ::close(in);
        ::close(ends[1]);
        return Running(process, -1, "/dev/null", folder_ / "err").wait();
    }

    // Starts a run whose standard input is a pipe that the test holds open.
    Running start(const Words& words) {
        int ends[2] = {-1, -1};
        if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
        const auto name = "running-" + std::to_string(++started_);
        const auto out = folder_ / (name + ".out");
        const auto err = folder_ / (name + ".err");
        const auto process = start_process(words, {}, ends[0], out, err);
        ::close(ends[0]);
        return {process, ends[1], out, err};
    }

    // Runs under a pseudo terminal of that many columns; both streams come back as `out`.
    Ran on_terminal(const Words& words, unsigned columns, const Variables& more = {}) const {
        winsize size{};
        size.ws_row = 40;
        size.ws_col = static_cast<unsigned short>(columns);
        int terminal = -1;
        const auto process = ::forkpty(&terminal, nullptr, nullptr, &size);
        if (process < 0) throw std::runtime_error("no pseudo terminal");
        if (process == 0) become_program(words, more);
        Ran ran;
        char buffer[4096];
        for (;;) {
            const auto got = ::read(terminal, buffer, sizeof buffer);
            if (got < 0 && errno == EINTR) continue;
            if (got <= 0) break;  // EIO: the program has ended
            ran.out.append(buffer, static_cast<std::size_t>(got));
        }
        ::close(terminal);
        int state = 0;
        ::waitpid(process, &state, 0);
        ran.status = WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
        return ran;
    }

  private:
    // In the child: the same surroundings for every run, whatever those of the test are.
    [[noreturn]] void become_program(const Words& words, const Variables& more) const {
        ::alarm(60);  // outlives exec: a run that hangs ends with 128 + SIGALRM
        Variables variables{{"LC_ALL", "C.UTF-8"},
                            {"TERM", "xterm"},
                            {"USER", "tester"},
                            {"HOME", folder_.string()},
                            {"TMPDIR", folder_.string()}};
        for (const auto* const name : {"ASAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS"}) {
            if (const auto* value = std::getenv(name)) variables[name] = value;
        }
        for (const auto& [name, value] : more) variables[name] = value;
        std::vector<std::string> texts;
        for (const auto& [name, value] : variables) texts.push_back(name + "=" + value);
        std::vector<char*> environment;
        for (auto& text : texts) environment.push_back(text.data());
        environment.push_back(nullptr);
        std::string program = LONGSTOP_PROGRAM;
        std::string name = "longstop";
        std::vector<std::string> copies = words;
        std::vector<char*> arguments{name.data()};
        for (auto& word : copies) arguments.push_back(word.data());
        arguments.push_back(nullptr);
        if (::chdir(folder().c_str()) == 0) {
            ::execve(program.c_str(), arguments.data(), environment.data());
        }
        ::_exit(127);
    }
    pid_t start_process(const Words& words, const Variables& more, int in, const fs::path& out,
                        const fs::path& err, int given_out = -1) const {
        const auto process = ::fork();
        if (process < 0) throw std::runtime_error("no process");
        if (process > 0) return process;
        constexpr int flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC;
        const auto standard_out = more.find("STANDARD_OUT");  // another file than the usual
        const auto file = standard_out == more.end() ? out.string() : standard_out->second;
        const int to = given_out >= 0 ? given_out : ::open(file.c_str(), flags, 0600);
        const int told = ::open(err.c_str(), flags, 0600);
        ::dup2(in, STDIN_FILENO);
        ::dup2(to, STDOUT_FILENO);
        ::dup2(told, STDERR_FILENO);
        become_program(words, more);
    }

    fs::path folder_;
    int started_ = 0;
};

}  // namespace longstop::cli::tests
