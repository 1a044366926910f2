// A made-up fact as a line of an interchange file.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/demo/fiction_fact.hpp"
#include "events/date.hpp"

namespace longstop::cli {

class FictionLine {
  public:
    // Lines about cases of the authority; days near from..to are written fastest.
    FictionLine(std::string_view la, std::string_view case_prefix, events::Day from,
                events::Day to);

    // The line, without its end; good until the next call.
    std::string_view write(const FictionFact& fact);

  private:
    // Where the value of a field is found in the fact.
    enum class Value : std::uint8_t {
        choice,
        first,
        second,
        year,
        authority,
        body,
        addressee,
        setting,
        note,
        correction,
        end_of_plan,
        retracted,
        reliance_duty,
        reliance_reason,
        reliance_body,
        any,   // a text of no story
        none,  // never told
    };
    struct Step {
        std::string lead;  // `,"body":"`
        Value value;
    };
    struct Shape {
        std::string lead;  // `","type":"advice-requested","date":"`
        std::vector<Step> steps;
        std::span<const std::string_view> choices;
    };

    static Value value_of(const events::EventType& type, const events::Field& field);
    static bool present(const FictionFact& fact, Value value);
    void put(std::string_view text);
    void put_number(std::uint32_t number);
    void put_day(std::uint32_t day);
    void put_two(std::uint32_t number);
    void put_setting(std::uint16_t setting);
    void put_id(std::uint32_t case_ref, std::uint32_t number);
    void put_value(const FictionFact& fact, const Shape& shape, Value value);
    void put_recording(std::uint32_t second);

    std::array<Shape, events::first_own_type> shapes_;  // by number of the type
    std::string head_;                                  // `{"la":"998","case":"` and the prefix
    std::string prefix_;
    std::uint32_t first_day_ = 0;  // of days_
    std::vector<std::array<char, 10>> days_;
    std::string buffer_;
    char* at_ = nullptr;
};

}  // namespace longstop::cli
