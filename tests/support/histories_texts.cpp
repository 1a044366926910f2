// Texts that are one subject however they are written, and the matters named by them.
#include "histories_parts.hpp"

namespace longstop::histories {
namespace {

constexpr const char* processes[] = {"Request Zo\u00eb 1", "Review 2", "Stra\u00dfe 3",
                                     "appeal file 4", "R5"};

// Letters and what may stand for them without a change of the folded text.
constexpr struct {
    const char *text, *other;
} spellings[] = {
    {"\u00eb", "e\u0308"},  // decomposed
    {"\u00eb", "\u00cb"},  {"\u00e9", "e\u0301"},
    {"\u00c9", "e\u0301"}, {"\u00df", "SS"},
    {"\u00df", "\u1e9e"},  {"fi", "\ufb01"},  // a ligature
    {" ", "\u00a0"},                          // no-break space
    {" ", " \u2003\t"},                       // em space
    {"2", "\uff12"},                          // a full-width digit
    {"s", "s\u00ad"},                         // a soft hyphen
    {"e", "\u200be"},                         // a zero-width space
    {"R", "\uff32"},       {"c", "C"},
    {"h", "\uff48"},
};

Text with_capitals(Text text) {
    for (char& c : text) c = c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c;
    return text;
}

}  // namespace

Text spelled(Dice& dice, const Text& text) {
    switch (dice.between(1, 10)) {
        case 1: return " " + text;
        case 2: return text + "\t ";
        case 3: return with_capitals(text);
        case 4:
        case 5:
        case 6: break;
        default: return text;
    }
    const auto& spelling = dice.pick(spellings);
    const auto at = text.find(spelling.text);
    if (at == Text::npos) return text;
    return Text(text).replace(at, Text(spelling.text).size(), spelling.other);
}

Matters::Matters(Dice& dice) : dice_(dice) {
    const int habit = dice.between(1, 10);
    habit_ = habit <= 3   ? Habit::none
             : habit <= 6 ? Habit::all
             : habit <= 8 ? Habit::some
                          : Habit::several;
}

std::size_t Matters::any() { return dice_.below(std::size(processes)); }

void Matters::put_on(Fields& fields, std::size_t own) {
    if (habit_ == Habit::none || (habit_ == Habit::some && dice_.chance(45))) return;
    Text matter = spelled(dice_, processes[own % std::size(processes)]);
    if (dice_.chance(habit_ == Habit::several ? 40 : 4))
        matter += dice_.pick({",", ", ", " ,,"}) + spelled(dice_, dice_.pick(processes));
    if (dice_.chance(2)) matter = dice_.pick({",", " , \u00a0,", "\u00ad"});  // names none
    fields.emplace_back("matter", matter);
}

}  // namespace longstop::histories
