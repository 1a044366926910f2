// histories: prints a made-up history, e.g. `histories --seed 7 --cases 200 --adversarial`.
//
//   [--seed N] [--cases N] [--adversarial]
//   [--no-id PERCENT] [--spoilt PERCENT] [--repeated PERCENT]
#include "histories.hpp"

#include <iostream>
#include <string>

int main(int argc, char** argv) {
    longstop::histories::Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string name = argv[i];
        if (name == "--adversarial") {
            options.kind = longstop::histories::Kind::adversarial;
            continue;
        }
        if (i + 1 == argc) {
            std::cerr << "histories: " << name << " needs a number\n";
            return 2;
        }
        const std::string number = argv[++i];
        if (name == "--seed")
            options.seed = std::stoull(number);
        else if (name == "--cases")
            options.cases = std::stoi(number);
        else if (name == "--no-id")
            options.without_id_percent = std::stoi(number);
        else if (name == "--spoilt")
            options.ill_formed_percent = std::stoi(number);
        else if (name == "--repeated")
            options.repeated_percent = std::stoi(number);
        else {
            std::cerr << "histories: unknown " << name << '\n';
            return 2;
        }
    }
    std::cout << longstop::histories::generate(options);
}
