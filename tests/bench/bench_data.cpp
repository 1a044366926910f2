// Writes the made-up data that bench.sh measures with.
//
//   longstop-bench-data --kind nation|authority|lines --events N --seed S --out FILE
//                       [--authorities FILE]
//
// authority  one authority, 998.
// lines      five authorities, 994 to 998, of equal size.
// nation     the codes of authorities.tsv, in proportion to their plans. The codes are England's;
//            who has how many plans is made up (README.md), and so is every case.
//
// Each kind has exactly N lines. Within an authority they are in the order of recording, cases
// interleaved. Several authorities take turns, in runs of a few hundred lines on average: one run
// is what one authority recorded in some days, as feeds would bring it in the night. So the log
// sees what it will see in use: all authorities growing side by side, each in short sequences.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/demo/fiction.hpp"

namespace {

using longstop::cli::Fiction;
using longstop::cli::FictionOptions;
using longstop::events::Day;

// As long as it takes for a mean of 17 events a case.
const Day first_day = date::sys_days{date::year{2022} / date::March / 1};
const Day last_day = date::sys_days{date::year{2026} / date::March / 31};
constexpr std::uint64_t lines_a_run = 300;

struct Authority {
    std::string code;
    std::uint64_t plans = 0;
};

struct Arguments {
    std::string kind, out, authorities;
    std::uint64_t events = 0, seed = 1;
};

[[noreturn]] void stop(const std::string& why) {
    fmt::print(stderr,
               "error: {}\n"
               "usage: longstop-bench-data --kind nation|authority|lines --events N --seed S "
               "--out FILE [--authorities FILE]\n",
               why);
    std::exit(2);
}

std::uint64_t number(std::string_view text) {
    std::uint64_t value = 0;
    const auto* end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || at != end) stop(fmt::format("'{}' is no number", text));
    return value;
}

Arguments arguments_of(int count, char** values) {
    Arguments arguments;
    for (int i = 1; i < count; i += 2) {
        const std::string_view name = values[i];
        if (i + 1 == count) stop(fmt::format("{} needs a value", name));
        const std::string_view value = values[i + 1];
        if (name == "--kind") {
            arguments.kind = value;
        } else if (name == "--out") {
            arguments.out = value;
        } else if (name == "--authorities") {
            arguments.authorities = value;
        } else if (name == "--events") {
            arguments.events = number(value);
        } else if (name == "--seed") {
            arguments.seed = number(value);
        } else {
            stop(fmt::format("no such option: {}", name));
        }
    }
    if (arguments.out.empty()) stop("--out is missing");
    return arguments;
}

std::vector<Authority> read_authorities(const std::string& file) {
    std::ifstream in{file};
    if (!in) stop(fmt::format("cannot read the authorities: '{}'", file));
    std::vector<Authority> authorities;
    std::string line;
    std::getline(in, line);  // the names of the columns
    while (std::getline(in, line)) {
        const auto tab = line.find('\t');
        if (tab == std::string::npos) stop(fmt::format("no row of authorities: '{}'", line));
        authorities.push_back(
            {line.substr(0, tab), number(std::string_view{line}.substr(tab + 1))});
    }
    return authorities;
}

std::vector<Authority> authorities_of(const Arguments& arguments) {
    if (arguments.kind == "authority") return {{"998", 1}};
    if (arguments.kind == "lines") {
        return {{"994", 1}, {"995", 1}, {"996", 1}, {"997", 1}, {"998", 1}};
    }
    if (arguments.kind == "nation") return read_authorities(arguments.authorities);
    stop(fmt::format("no such kind: '{}'", arguments.kind));
}

// A file written in large pieces.
class Output {
  public:
    explicit Output(const std::string& name) : file_(std::fopen(name.c_str(), "wb"), &std::fclose) {
        if (!file_) stop(fmt::format("cannot write '{}'", name));
        buffer_.reserve(flush_at + 4096);
    }
    void put(std::string_view line) {
        buffer_.append(line);
        buffer_.push_back('\n');
        if (buffer_.size() >= flush_at) flush();
    }
    void close() {
        flush();
        if (std::fflush(file_.get()) != 0) stop("the disk is full");
    }

  private:
    static constexpr std::size_t flush_at = std::size_t{1} << 20U;
    void flush() {
        if (std::fwrite(buffer_.data(), 1, buffer_.size(), file_.get()) != buffer_.size()) {
            stop("the disk is full");
        }
        buffer_.clear();
    }
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
    std::string buffer_;
};

std::vector<Fiction> stories_of(const Arguments& arguments,
                                const std::vector<Authority>& authorities) {
    std::uint64_t plans = 0;
    for (const auto& authority : authorities) plans += authority.plans;
    std::vector<Fiction> stories;
    std::uint64_t before = 0;  // plans of the authorities so far
    for (const auto& authority : authorities) {
        const auto share = [&](std::uint64_t of) { return arguments.events * of / plans; };
        FictionOptions options;
        options.lines = share(before + authority.plans) - share(before);
        before += authority.plans;
        if (options.lines == 0) continue;
        options.seed = arguments.seed * 1000 + number(authority.code);
        options.la = authority.code;
        options.from = first_day;
        options.to = last_day;
        options.case_prefix.assign(1, 'E');
        stories.emplace_back(options);
    }
    return stories;
}

}  // namespace

int main(int count, char** values) {
    const auto arguments = arguments_of(count, values);
    const auto authorities = authorities_of(arguments);
    auto stories = stories_of(arguments, authorities);
    Output output{arguments.out};
    const auto put = [&](std::string_view line) { output.put(line); };
    const auto days = static_cast<std::uint64_t>((last_day - first_day).count());
    const auto days_a_run = std::max<std::uint64_t>(
        1, lines_a_run * stories.size() * days / std::max<std::uint64_t>(1, arguments.events));
    for (auto day = first_day; day <= last_day; day += date::days{days_a_run}) {
        for (auto& story : stories) story.write_before(day, put);
    }
    for (auto& story : stories) story.write_rest(put);
    output.close();
}
