// longstop-simulate [--seeds A..B] [--operations N] [--crashes N] [--tell]: runs stores through
// failures of their disk and says which seeds failed. One seed again with --tell shows each step.
#include <cstdio>
#include <cstring>
#include <string>

#include "tests/log/simulator.hpp"

namespace {

struct Arguments {
    std::uint64_t first = 1;
    std::uint64_t last = 50;
    int operations = 200;
    int crashes = 10;
    bool tell = false;
};

bool read(int argc, char** argv, Arguments& into) {
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "--tell") {
            into.tell = true;
            continue;
        }
        if (i + 1 >= argc) return false;
        const std::string value = argv[++i];
        const auto dots = value.find("..");
        if (word == "--seeds") {
            into.first = std::stoull(value);
            into.last =
                dots == std::string::npos ? into.first : std::stoull(value.substr(dots + 2));
        } else if (word == "--operations") {
            into.operations = std::stoi(value);
        } else if (word == "--crashes") {
            into.crashes = std::stoi(value);
        } else {
            return false;
        }
    }
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    Arguments arguments;
    if (!read(argc, argv, arguments)) {
        std::fprintf(stderr,
                     "longstop-simulate [--seeds A..B] [--operations N] [--crashes N] [--tell]\n");
        return 2;
    }
    int failures = 0;
    for (auto seed = arguments.first; seed <= arguments.last; ++seed) {
        longstop::tests::SimulationRun run{seed, arguments.operations, arguments.crashes, {}};
        if (arguments.tell) {
            run.tell = [](const std::string& step) {
                std::printf("  %s\n", step.c_str());
                std::fflush(stdout);
            };
        }
        const auto failure = longstop::tests::simulate(run);
        if (failure) {
            ++failures;
            std::printf("seed %llu: %s\n", static_cast<unsigned long long>(seed), failure->c_str());
            std::fflush(stdout);
        }
        const auto done = seed - arguments.first + 1;
        if (done % 500 == 0) {
            std::fprintf(stderr, "%llu runs, %d failed\n", static_cast<unsigned long long>(done),
                         failures);
        }
    }
    std::printf("%llu runs of %d operations and %d crashes, %d failed\n",
                static_cast<unsigned long long>(arguments.last - arguments.first + 1),
                arguments.operations, arguments.crashes, failures);
    return failures == 0 ? 0 : 1;
}
