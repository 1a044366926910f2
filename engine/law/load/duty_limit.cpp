// How long the clocks of a row run, and what is made of one that ran out.
#include "engine/law/load/duty_row.hpp"
#include "events/types.hpp"

namespace longstop::law::load {
namespace {

constexpr std::array<Named<Missed>, 4> misses{{{"overdue", Missed::overdue},
                                               {"conditional", Missed::conditional},
                                               {"lapsed", Missed::lapsed},
                                               {"window", Missed::window}}};
constexpr std::array<Named<Counting>, 7> countings{{{"after", Counting::after},
                                                    {"from-incl", Counting::from_incl},
                                                    {"clear", Counting::clear},
                                                    {"before-date", Counting::before_date},
                                                    {"by-date", Counting::by_date},
                                                    {"strictly-before", Counting::strictly_before},
                                                    {"clear-days", Counting::clear_days}}};
constexpr std::array<Named<Adjust>, 2> adjusts{
    {{"rule12-appeal", Adjust::rule12_appeal}, {"rule12-skip", Adjust::rule12_skip}}};

// The clock remembers one event that its limit counts from.
void check_linked(const RowValues& row, const Duty& duty) {
    TypeNo linked = 0;
    for (const auto& limb : duty.within.limbs) {
        if (limb.from != Limb::From::event) continue;
        if (linked != 0 && linked != limb.event) {
            row.fail(*row.get("within"), "the limit counts from two types of event",
                     "a clock remembers one event besides its start");
        }
        linked = limb.event;
    }
}

// "by": the day that the starting event names; "by from PATTERN": that a later event fixes.
void read_override(const RowValues& row, Duty& duty) {
    constexpr std::string_view from = "by from ";
    const auto value = row.text("override");
    duty.by_overrides = value == "by";
    if (value.empty() || duty.by_overrides) return;
    if (!value.starts_with(from)) {
        row.fail(*row.get("override"), "override must be \"by\" or \"by from EVENT\"", "");
    }
    auto parsed = parse_pattern(std::string_view{value}.substr(from.size()));
    if (!parsed.pattern) {
        row.fail(*row.get("override"), "override: " + parsed.why,
                 "the day fixed would not be known");
    }
    const auto* day = events::find_field(*events::find_type(parsed.pattern->type), FieldNo::by);
    if (day == nullptr || day->kind != events::FieldKind::day) {
        row.fail(*row.get("override"), parsed.pattern->text + " names no day in `by`",
                 "the day fixed would not be known");
    }
    if (!duty.rests.empty()) {
        row.fail(*row.get("override"), "a row whose day an event fixes cannot rest",
                 "which days count, fixed while it rests, is not written");
    }
    duty.directed_by.push_back(*parsed.pattern);
}

}  // namespace

void read_limit(const RowValues& row, Duty& duty) {
    const auto value = row.needed_text("within");
    auto parsed = parse_limit(value);
    if (!parsed.limit) {
        row.fail(*row.get("within"), "cannot read the limit \"" + value + "\": " + parsed.why,
                 "a wrong date is worse than no date");
    }
    duty.within = *parsed.limit;
    check_linked(row, duty);
    duty.counting = row.one_of("counting", countings, Counting::after);
    duty.adjust = row.one_of("adjust", adjusts, Adjust::none);
    read_override(row, duty);
    duty.if_missed = row.one_of("if_missed", misses, Missed::overdue);
}

}  // namespace longstop::law::load
