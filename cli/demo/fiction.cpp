#include "cli/demo/fiction.hpp"

#include <algorithm>

#include "cli/demo/dice.hpp"
#include "cli/demo/fiction_diary.hpp"
#include "cli/demo/fiction_life.hpp"

namespace longstop::cli {
namespace {

constexpr std::uint64_t seconds_a_day = 86400;

FictionFacts facts_of(const FictionOptions& options) {
    FictionFacts facts;
    facts.reserve(options.lines != 0 ? options.lines + 256 : std::size_t{options.cases} * 20);
    const auto first_day = events::number_of(options.from);
    const auto last_day = std::max(first_day, events::number_of(options.to));
    Dice dice{options.seed};
    FictionDiary diary{dice, facts, last_day};
    FictionLife life{dice, diary, first_day, last_day};
    if (options.lines == 0) {
        for (std::uint32_t case_ref = 1; case_ref <= options.cases; ++case_ref) life.live(case_ref);
    } else {
        for (std::uint32_t case_ref = 1; facts.size() < options.lines; ++case_ref)
            life.live(case_ref);
        facts.resize(options.lines);  // the last life is cut short
    }
    return facts;
}

// Sorted by the second of the recording; what is recorded in one second stays in the order of the
// lives. Equal keys there are none, so any sort gives the same order.
std::vector<std::uint64_t> order_of_recording(const FictionFacts& facts) {
    std::vector<std::uint64_t> order(facts.size());
    for (std::size_t i = 0; i < facts.size(); ++i) {
        order[i] = (std::uint64_t{facts[i].recorded} << 32U) | i;
    }
    std::sort(order.begin(), order.end());
    return order;
}

}  // namespace

Fiction::Fiction(const FictionOptions& options)
    : facts_(facts_of(options)),
      order_(order_of_recording(facts_)),
      line_(options.la, options.case_prefix, options.from, std::max(options.from, options.to)) {}

void Fiction::write_before(events::Day day, const LineSink& sink) {
    const auto end =
        static_cast<std::uint64_t>(std::max(0, events::number_of(day))) * seconds_a_day;
    for (; next_ < order_.size() && order_[next_] >> 32U < end; ++next_) {
        sink(line_.write(facts_[order_[next_] & 0xFFFFFFFFU]));
    }
}

void Fiction::write_rest(const LineSink& sink) {
    for (; next_ < order_.size(); ++next_) {
        sink(line_.write(facts_[order_[next_] & 0xFFFFFFFFU]));
    }
}

void write_fiction(const FictionOptions& options, const LineSink& sink) {
    Fiction{options}.write_rest(sink);
}

}  // namespace longstop::cli
