// What the two kinds of history are made with: dice, entries, days. Only for histories*.cpp.
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <initializer_list>
#include <iterator>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace longstop::histories {

namespace chrono = std::chrono;
using Day = chrono::sys_days;
using Text = std::string;
using Fields = std::vector<std::pair<Text, Text>>;

constexpr Day last_day = chrono::year(2028) / 10 / 20;

inline Day day(int year, unsigned month, unsigned of_month) {
    return chrono::year(year) / chrono::month(month) / chrono::day(of_month);
}

inline Text text_of(Day date) {
    const chrono::year_month_day parts{date};
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", int(parts.year()), unsigned(parts.month()),
                  unsigned(parts.day()));
    return text;
}

class Dice {
  public:
    explicit Dice(std::uint64_t seed) : bits_(seed) {}

    // 0..count-1; draws from the uneven end of the range are thrown away.
    std::uint64_t below(std::uint64_t count) {
        const std::uint64_t uneven = (~count + 1) % count;  // 2^64 mod count
        for (;;) {
            const std::uint64_t drawn = bits_();
            if (drawn >= uneven) return drawn % count;
        }
    }
    int between(int least, int most) { return least + int(below(std::uint64_t(most - least + 1))); }
    bool chance(int percent) { return between(1, 100) <= percent; }
    template <class List>
    const auto& pick(const List& list) {
        return list[below(std::size(list))];
    }
    const char* pick(std::initializer_list<const char*> list) {
        return list.begin()[below(list.size())];
    }

  private:
    std::mt19937_64 bits_;
};

struct Entry {
    Text la, case_ref, type, id, recorded_at;
    Day date;
    Fields fields;
    Day recorded_on{};
};

constexpr const char* bodies[] = {"school", "health", "social-care", "educational-psychology"};

// The text as another hand would write it: the same subject (other capitals, white space, letters
// in composed or decomposed form, characters that nobody sees), now and then.
Text spelled(Dice& dice, const Text& text);

// What the processes of a case are called, and how its entries say so.
class Matters {
  public:
    explicit Matters(Dice& dice);
    // Puts `matter` on the entry, as the case's habit is; `own` is the process it belongs to.
    void put_on(Fields& fields, std::size_t own);
    std::size_t any();

  private:
    enum class Habit { none, all, some, several };
    Dice& dice_;
    Habit habit_;
};

// One case each, put at the end of `out`; `last_id` counts the ids given.
void ordinary_life(Dice& dice, std::vector<Entry>& out, int& last_id, const Text& la,
                   const Text& case_ref);
void adversarial_case(Dice& dice, std::vector<Entry>& out, int& last_id, const Text& la,
                      const Text& case_ref);

}  // namespace longstop::histories
